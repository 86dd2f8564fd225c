/*
 * Loading a table: from the rows of a document to records and the key map.
 *
 * sdn__table_read pulls the rows of one table in file order. Each becomes the next slot: the generated parse function
 * reads its cells into the slot's record, and the record's key is entered in the key map. A row that cannot be read
 * keeps its slot, so that it stays in the file; it is marked SDN_ROW_UNREADABLE, its problem is noted, and if its key
 * can be read, that is kept as well, so that no new record takes it (table_unread.c). The texts of a record are ended
 * with NULs at once (text/delimiters.h).
 *
 * This loop decides how fast a file loads, and much of its time would be cache misses of the key map. So
 *   - smooth rows (text/scan_wide.h) take a shorter way, on which room is looked for only once a chunk of slots;
 *   - keys that are numbers in rising order are only appended to a list (state "sorted" in key_map.h);
 *   - other keys wait in lookup.pending for up to SDN_PENDING_KEYS rows, until the prefetch of their entry is done;
 *   - a key that is a number of up to eight digits is recognised without the general code for values;
 *   - room for rows and keys is reserved from an estimate of how many rows will follow (expected_rows).
 *
 * Other threads may read rows of a large table too (table_parts.c); this loop then adopts them in its turn.
 *
 * Of two rows with one key the later is the record; the earlier becomes unreadable. Of two tables with one name the
 * later counts; the keys of the earlier are kept as hidden rows.
 *
 * Invariants: slots are in file order, and rows[slot].start is the offset of the row; live_count is the number of slots
 * that are not unreadable; pending keys are entered before anything looks a key up or changes the key map otherwise.
 */
#include "table/table_private.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "record/misread.h"
#include "record/record.h"
#include "record/value.h"
#include "record/row_read.h"
#include "text/document_reader.h"
#include "record/enum_words.h"

#include <assert.h>
#include <string.h>

/* ---- begin ---- */

/* Forgets all rows, but keeps largest_number, so that no new record gets a key of the earlier table. */
static void forget_rows(sdn_table *table)
{
    table->slots.row_count = table->slots.row_capacity = 0; /* so that room is reserved again, for keys as well */
    sdn__free(table->slots.rows);
    table->slots.rows = NULL;
    table->slots.live_count = 0;
    sdn__key_order_init(&table->slots.order);
    sdn__key_map_release(&table->lookup.keys);
    sdn__key_map_release(&table->lookup.unreadable_keys);
}

static sdn_code enter_pending_keys(sdn_table *table, sdn_error *err);

static sdn_code leave_earlier_table(sdn_table *table, const sdn_table_text *later, sdn_error *err)
{
    sdn_code code = enter_pending_keys(table, err);
    if (code == SDN_OK)
        code = sdn__table_note_earlier(table, later, err);
    if (code == SDN_OK)
        code = sdn__table_hide_rows(table, err);
    if (code == SDN_OK)
        forget_rows(table);
    return code;
}

/* Lists the texts of a record in the order of their columns; those without a column are never in the document. */
static void list_texts(sdn_table *table)
{
    sdn_columns *columns = &table->columns;
    columns->text_count = 0;
    for (uint32_t column = 0; column < columns->count; column++)
        for (uint32_t i = 0; i < table->type->field_count; i++) {
            size_t offset = sdn__field_text_offset(&table->type->fields[i]);
            if (columns->of_field[i] == column && offset != SDN_NO_OFFSET)
                columns->texts[columns->text_count++] = offset;
        }
}

/* Prepares for the rows of the table that the reader is at. */
static sdn_code begin_rows(sdn_table *table, const sdn_document_reader *reader, sdn_error *err)
{
    size_t position = reader->document->table_count - 1;
    const sdn_table_text *text = &reader->document->tables[position];
    table->document = reader->document;
    sdn_code code = table->columns.position != SDN_NO_TABLE ? leave_earlier_table(table, text, err) : SDN_OK;
    if (code != SDN_OK)
        return code;
    table->columns.position = position;
    code = sdn__table_read_header(table, text, err);
    if (code != SDN_OK)
        return code;
    if (sdn__reserve(&table->columns.cells, &table->columns.cell_capacity, (size_t)text->column_count + 1,
                     sizeof *table->columns.cells) != 0)
        return sdn__fail_memory(err);
    table->columns.count = text->column_count;
    list_texts(table);
    bool has_numbers = table->type->key.field_count > 0 && sdn__key_orders_by_number(table->type);
    table->columns.number_offset = has_numbers ? table->type->fields[table->type->key.fields[0]].offset : SDN_NO_OFFSET;
    table->columns.reader = (sdn_row_reader){
        .type = table->type,
        .columns = table->columns.of_field,
        .arena = &table->arena,
        .words = table->columns.enum_words,
    };
    return SDN_OK;
}

/* ---- rows ---- */

static sdn_code leave_unreadable(sdn_table *table, uint32_t slot, const sdn_row_scan *scan, sdn_row_reader *reader,
                                 sdn_error *err)
{
    void *record = sdn__slots_record(&table->slots, slot);
    table->slots.rows[slot].flags |= SDN_ROW_UNREADABLE;
    bool keyed = sdn__table_read_key(table, scan, reader, record);
    if (!keyed) {
        memcpy(record, table->type->defaults, table->type->size);
        return SDN_OK;
    }
    sdn_code code = enter_pending_keys(table, err); /* of two unreadable rows with one key the first counts */
    return code == SDN_OK ? sdn__table_keep_unreadable_key(table, slot, err) : code;
}

static sdn_code note_row(sdn_table *table, const sdn_row_scan *scan, sdn_error *err)
{
    sdn_subject row = {SDN_PROBLEM_ROW, NULL, sdn__trimmed(scan->line.start, scan->line.end)};
    uint32_t columns = table->columns.count;
    if (sdn__document_conflict_at(table->document, scan->line.start) != NULL)
        return SDN_OK; /* the whole conflict is one problem, noted already */
    if (scan->problem != NULL && scan->fault != NULL)
        row.text = (sdn_str){scan->fault, 1};
    if (scan->problem != NULL)
        return sdn__table_note(table, row, err, "%s", scan->problem);
    return sdn__table_note(table, row, err, "the row has %lu cell%s, the header %lu column%s; correct the row",
                           (unsigned long)scan->count, scan->count == 1 ? "" : "s", (unsigned long)columns,
                           columns == 1 ? "" : "s");
}

static sdn_code note_cell(sdn_table *table, const sdn_row_reader *reader, sdn_error *err)
{
    const sdn_field *field = &table->type->fields[reader->problem_field];
    uint32_t column = table->columns.of_field[reader->problem_field];
    if (column == SDN_NO_COLUMN)
        return sdn__table_note_missing_columns(table, err);
    sdn_str name = sdn__table_text_of(table)->columns[column];
    const sdn_cell *cell = &table->columns.reader.cells[column];
    const sdn_subject value = {SDN_PROBLEM_VALUE, field, sdn__cell_extent(cell)};
    char misread[SDN_MISREAD_SIZE];
    if (cell->len == 0)
        return sdn__table_note(table, value, err, "column '%.*s': %s", (int)name.len, name.ptr, reader->problem);
    sdn__misread_show(field, (sdn_str){cell->ptr, cell->len}, reader->problem, misread);
    return sdn__table_note(table, value, err, "column '%.*s': %s; correct it", (int)name.len, name.ptr, misread);
}

/* The last row with a key is the record; the row before it becomes unreadable. */
static sdn_code shadow_earlier(sdn_table *table, uint32_t earlier, uint32_t slot, sdn_error *err)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    sdn__slots_key(&table->slots, slot, key);
    const char *start = table->document->bytes + table->slots.rows[earlier].start;
    const sdn_subject row = {SDN_PROBLEM_DUPLICATE_KEY, &table->type->fields[table->type->key.fields[0]],
                             sdn__trimmed(start, start + table->slots.rows[earlier].length)};
    char shown[SDN_SHOWN_KEY_SIZE];
    sdn__key_show(table->type, key, shown);
    sdn_code code = sdn__table_note(
        table, row, err, "key '%s' occurs again further down, and that row counts; remove one of them", shown);
    sdn__key_map_replace(&table->lookup.keys, earlier, slot);
    table->slots.rows[earlier].flags |= SDN_ROW_UNREADABLE;
    table->slots.live_count--;
    return code == SDN_OK ? sdn__table_keep_unreadable_key(table, earlier, err) : code;
}

static sdn_code enter_pending_keys(sdn_table *table, sdn_error *err)
{
    uint32_t count = table->lookup.pending_count;
    sdn_code code = SDN_OK;
    table->lookup.pending_count = 0;
    for (uint32_t i = 0; i < count && code == SDN_OK; i++) {
        sdn_key_entry key = table->lookup.pending[i];
        uint32_t earlier = sdn__key_map_enter(&table->lookup.keys, key.slot, key.tag);
        if (earlier != SDN_NO_SLOT)
            code = shadow_earlier(table, earlier, key.slot, err);
    }
    return code;
}

/* Notes the first field of the key that is an empty text, at its cell. */
static sdn_code note_empty_key(sdn_table *table, uint32_t slot, const sdn_value *key, sdn_error *err)
{
    const sdn_index_type *fields = &table->type->key;
    uint32_t field = fields->fields[sdn__key_empty_part(table->type, key)];
    uint32_t column = table->columns.of_field[field];
    const sdn_subject cell = {SDN_PROBLEM_VALUE, &table->type->fields[field],
                              sdn__cell_extent(&table->columns.reader.cells[column])};
    sdn_str name = sdn__table_text_of(table)->columns[column];
    table->slots.rows[slot].flags |= SDN_ROW_UNREADABLE;
    table->slots.live_count--;
    if (fields->field_count == 1)
        return sdn__table_note(table, cell, err, "the key is empty; give the row a key");
    return sdn__table_note(table, cell, err, "column '%.*s': the cell is empty, but it is part of the key; fill it in",
                           (int)name.len, name.ptr);
}

static inline sdn_code take_key(sdn_table *table, uint32_t slot, uint32_t tag, sdn_error *err)
{
    if (sdn__key_map_append(&table->lookup.keys, slot, tag))
        return SDN_OK;
    if (sdn__key_map_scatter(&table->lookup.keys) != 0)
        return sdn__fail_memory(err);
    sdn__key_map_prefetch(&table->lookup.keys, tag);
    assert(table->lookup.pending_count < SDN_PENDING_KEYS);
    table->lookup.pending[table->lookup.pending_count++] = (sdn_key_entry){tag, slot};
    return table->lookup.pending_count == SDN_PENDING_KEYS ? enter_pending_keys(table, err) : SDN_OK;
}

static sdn_code enter_any_key(sdn_table *table, uint32_t slot, sdn_error *err)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    sdn__values_of(table->type, &table->type->key, sdn__slots_record(&table->slots, slot), key);
    if (sdn__key_is_empty(table->type, key))
        return note_empty_key(table, slot, key, err);
    sdn__key_order_track(&table->slots.order, table->type, slot, key, sdn__table_count_number(table, key));
    return take_key(table, slot, sdn__key_map_tag(&table->lookup.keys, key), err);
}

static inline sdn_code enter_number(sdn_table *table, uint32_t slot, uint32_t number, sdn_error *err)
{
    sdn_key_order *order = &table->slots.order;
    order->keys_sorted = order->keys_sorted && number > order->last_number;
    if (order->keys_sorted) {
        order->sorted_prefix = (size_t)slot + 1;
        order->last_number = number;
    }
    if (number > table->lookup.largest_number)
        table->lookup.largest_number = number;
    return take_key(table, slot, SDN_TAG_OF_NUMBER | number, err);
}

static inline sdn_code enter_key(sdn_table *table, uint32_t slot, const char *record, sdn_error *err)
{
    uint32_t number;
    if (sdn__table_short_key(table, record, &number))
        return enter_number(table, slot, number, err);
    return table->type->key.field_count > 0 ? enter_any_key(table, slot, err) : SDN_OK;
}

/* An estimate of how many more rows there are: the rest of the file divided by the size of a row so far. */
static size_t rows_left(const sdn_table *table, const char *at)
{
    size_t rows = table->slots.row_count;
    if (rows == 0)
        return 0;
    size_t done = (size_t)(at - sdn__table_text_of(table)->bars_end);
    size_t left = (size_t)(table->document->bytes + table->document->len - at);
    size_t row_bytes = done / rows > 0 ? done / rows : 1;
    return left / row_bytes;
}

/* For how many rows to make room: rather some too many, but at most 64 times the rows so far, since what follows may be
 * another table, or longer rows. */
static size_t expected_rows(const sdn_table *table, const char *at)
{
    enum { FEWEST = 16, MOST_TIMES = 64 };
    size_t rows = table->slots.row_count, most = rows * MOST_TIMES;
    if (rows == 0)
        return FEWEST;
    size_t more = rows_left(table, at) + rows / 32 + FEWEST;
    return rows + (more < most ? more : most);
}

/* Makes room for the row at `at`, and for those expected after it. */
static sdn_code make_room(sdn_table *table, const char *at, sdn_error *err)
{
    size_t most = table->document->limits.max_rows;
    if (table->slots.row_count >= most)
        return sdn__table_refuse_more_rows(table, at, err);
    if (table->slots.row_count == table->slots.row_capacity) {
        size_t expected = expected_rows(table, at);
        if (sdn__table_expect_rows(table, expected < most ? expected : most) != 0)
            return sdn__fail_memory(err);
    }
    if (sdn__slots_have_room(&table->slots))
        return SDN_OK;
    size_t expected = table->slots.row_count + rows_left(table, at), capacity = table->slots.row_capacity;
    int failed = sdn__slots_make_room(&table->slots, expected < capacity ? expected : capacity);
    return failed == 0 ? SDN_OK : sdn__fail_memory(err);
}

static inline uint32_t add_row(sdn_table *table, sdn_line line)
{
    assert(table->slots.row_count < table->slots.row_capacity);
    table->slots.rows[table->slots.row_count] = sdn__table_row_at(table->document, line);
    return (uint32_t)table->slots.row_count++;
}

static bool has_its_cells(const sdn_table *table, const sdn_row_scan *scan)
{
    return scan->problem == NULL && scan->count == table->columns.count;
}

/* Refuses a row with a problem, another number of cells than columns, or a cell that is not a value of its field. */
static sdn_code refuse_row(sdn_table *table, uint32_t slot, const sdn_row_scan *scan, sdn_error *err)
{
    if (table->columns.reader.out_of_memory)
        return sdn__fail_memory(err);
    table->has_open_rows = table->has_open_rows || scan->problem != NULL;
    sdn_code code =
        has_its_cells(table, scan) ? note_cell(table, &table->columns.reader, err) : note_row(table, scan, err);
    return code == SDN_OK ? leave_unreadable(table, slot, scan, &table->columns.reader, err) : code;
}

/* Ends the texts of a record with NULs, while its row is in the processor's cache. Returns 0, or -1 when memory ran
 * out. */
static inline int terminate_texts(sdn_table *table, const char *record)
{
    const sdn_columns *columns = &table->columns;
    sdn_delimiters *delimiters = &table->document->delimiters;
    if (sdn__delimiters_make_room(delimiters, columns->text_count) != 0)
        return -1;
    sdn__delimiters_take(delimiters, record, columns->texts, columns->text_count);
    return 0;
}

/* Takes the record of a row that was read into it. */
static inline sdn_code take_record(sdn_table *table, uint32_t slot, const char *record, sdn_error *err)
{
    if (terminate_texts(table, record) != 0)
        return sdn__fail_memory(err);
    table->slots.live_count++;
    return enter_key(table, slot, record, err);
}

static sdn_code read_row(sdn_table *table, const sdn_row_scan *scan, sdn_error *err)
{
    sdn_code code = make_room(table, scan->line.start, err);
    if (code != SDN_OK)
        return code;
    uint32_t slot = add_row(table, scan->line);
    void *record = sdn__slots_record(&table->slots, slot);
    if (!has_its_cells(table, scan) || !table->type->parse(record, &table->columns.reader))
        return refuse_row(table, slot, scan, err);
    return take_record(table, slot, record, err);
}

/* The slots after the last one that have room already, and records one after the other. */
typedef struct free_slots {
    char *record;
    size_t count;
} free_slots;

static sdn_code find_free_slots(sdn_table *table, const char *at, free_slots *slots, sdn_error *err)
{
    size_t used = table->slots.row_count;
    sdn_code code = make_room(table, at, err);
    if (code != SDN_OK)
        return code;
    size_t rows = table->slots.row_capacity - used, records = SDN_CHUNK_RECORDS - used % SDN_CHUNK_RECORDS;
    *slots = (free_slots){sdn__slots_record(&table->slots, (uint32_t)used), rows < records ? rows : records};
    return SDN_OK;
}

static inline sdn_code read_smooth_row(sdn_table *table, sdn_line line, free_slots *slots, sdn_error *err)
{
    if (slots->count == 0) {
        sdn_code code = find_free_slots(table, line.start, slots, err);
        if (code != SDN_OK)
            return code;
    }
    uint32_t slot = add_row(table, line);
    char *record = slots->record;
    slots->record += table->type->size;
    slots->count--;
    if (!table->type->parse(record, &table->columns.reader)) {
        const sdn_row_scan scan = {.line = line, .count = table->columns.count};
        return refuse_row(table, slot, &scan, err);
    }
    return take_record(table, slot, record, err);
}

/* ---- rows that other threads have read ---- */

/* Whether all rows of the part would be read as they were. */
static bool may_adopt(const sdn_table *table, const sdn_document_reader *reader, const sdn_table_part *part)
{
    return part != NULL && part->count > 0 && part->start >= reader->conflict_end &&
           part->count <= table->document->limits.max_rows - table->slots.row_count;
}

static sdn_code enter_keys(sdn_table *table, uint32_t slot, const sdn_table_part *part, sdn_error *err)
{
    const char *record = part->slab.start;
    sdn_code code = SDN_OK;
    for (size_t i = 0; i < part->count && code == SDN_OK; i++, slot++, record += table->type->size) {
        table->slots.live_count++;
        code = part->numbers[i] != SDN_NO_SHORT_KEY ? enter_number(table, slot, part->numbers[i], err)
                                                    : enter_key(table, slot, record, err);
    }
    return code;
}

static sdn_code adopt_part(sdn_table *table, sdn_document_reader *reader, sdn_table_part *part, sdn_error *err)
{
    size_t slot = table->slots.row_count, count = slot + part->count;
    size_t expected = expected_rows(table, reader->at), most = table->document->limits.max_rows;
    expected = expected < most ? expected : most;
    if (count > table->slots.row_capacity && sdn__table_expect_rows(table, count > expected ? count : expected) != 0)
        return sdn__fail_memory(err);
    if (sdn__delimiters_append(&table->document->delimiters, &part->delimiters) != 0 ||
        sdn__slots_adopt(&table->slots, part->slab.start, part->rows, part->slab.start, part->count) != 0)
        return sdn__fail_memory(err);
    part->is_adopted = true;
    sdn__arena_merge(&table->arena, &part->arena);
    reader->at = part->stop;
    reader->rows->rows_end = part->rows_end;
    return enter_keys(table, (uint32_t)slot, part, err);
}

/* The rows of a table while they are read. */
typedef struct row_loading {
    sdn_table_parts *parts; /* NULL: not started */
    const char *boundary;   /* where something has to be done about parts; after the text: nowhere */
} row_loading;

/* Does what is due when the reader is at the boundary or after it. */
static sdn_code pass_boundary(sdn_table *table, sdn_document_reader *reader, row_loading *loading, sdn_error *err)
{
    sdn_code code = SDN_OK;
    if (loading->parts == NULL)
        loading->parts = sdn__table_parts_start(table, reader);
    if (loading->parts == NULL)
        return sdn__fail_memory(err);
    sdn_table_part *part = sdn__table_parts_at(loading->parts, reader->at);
    if (may_adopt(table, reader, part))
        code = adopt_part(table, reader, part, err);
    loading->boundary = sdn__table_parts_boundary(loading->parts);
    return code;
}

/* A row that ends in a part gets its NULs only once nobody reads that. */
static void leave_parts(row_loading *loading, const char *at)
{
    if (loading->parts == NULL)
        return;
    sdn__table_parts_leave(loading->parts, at);
    loading->boundary = sdn__table_parts_boundary(loading->parts);
}

/* ---- all rows ---- */

static sdn_code read_smooth_rows(sdn_table *table, sdn_document_reader *reader, const char *boundary, sdn_error *err)
{
    sdn_line line;
    free_slots slots = {.count = 0};
    sdn_code code = SDN_OK;
    while (code == SDN_OK && reader->at < boundary && sdn__document_next_smooth_row(reader, &line)) {
        table->columns.reader.cells = reader->cells;
        code = read_smooth_row(table, line, &slots, err);
    }
    return code;
}

/* Reads the row that is next and not smooth. *is_last: there is none. */
static sdn_code read_next_row(sdn_table *table, sdn_document_reader *reader, row_loading *loading, bool *is_last,
                              sdn_error *err)
{
    sdn_row_scan row;
    *is_last = !sdn__document_next_row(reader, &row);
    if (*is_last)
        return SDN_OK;
    if (row.line.next > loading->boundary)
        leave_parts(loading, row.line.next);
    table->columns.reader.cells = reader->cells;
    return read_row(table, &row, err);
}

static sdn_code read_rows(sdn_table *table, sdn_document_reader *reader, sdn_error *err)
{
    row_loading loading = {NULL, sdn__table_parts_begin(table, reader)};
    bool is_last = false;
    sdn_code code = SDN_OK;
    while (code == SDN_OK && !is_last) {
        code = read_smooth_rows(table, reader, loading.boundary, err);
        if (code == SDN_OK && reader->at >= loading.boundary)
            code = pass_boundary(table, reader, &loading, err);
        else if (code == SDN_OK)
            code = read_next_row(table, reader, &loading, &is_last, err);
    }
    if (loading.parts != NULL)
        sdn__table_parts_end(loading.parts, code != SDN_OK || reader->code != SDN_OK);
    return code;
}

/* A row of a table whose header lacks the key. */
static sdn_code read_row_without_key(sdn_table *table, const sdn_row_scan *scan, sdn_error *err)
{
    sdn_code code = make_room(table, scan->line.start, err);
    if (code != SDN_OK)
        return code;
    uint32_t slot = add_row(table, scan->line);
    table->has_open_rows = table->has_open_rows || scan->problem != NULL;
    table->slots.rows[slot].flags |= SDN_ROW_UNREADABLE;
    memcpy(sdn__slots_record(&table->slots, slot), table->type->defaults, table->type->size);
    if (sdn__document_conflict_at(table->document, scan->line.start) != NULL)
        return SDN_OK;
    return sdn__table_note_missing_columns(table, err);
}

static sdn_code read_rows_without_key(sdn_table *table, sdn_document_reader *reader, sdn_error *err)
{
    sdn_code code = SDN_OK;
    sdn_row_scan row;
    while (code == SDN_OK && sdn__document_next_row(reader, &row))
        code = read_row_without_key(table, &row, err);
    return code;
}

sdn_code sdn__table_read(sdn_table *table, sdn_document_reader *reader, sdn_error *err)
{
    sdn_row_scan row;
    sdn_code code = begin_rows(table, reader, err);
    if (code == SDN_OK)
        code = sdn__table_lacks_key(table) ? read_rows_without_key(table, reader, err) : read_rows(table, reader, err);
    while (code == SDN_OK && sdn__document_next_detached_row(reader, &row)) {
        table->columns.reader.cells = reader->cells;
        code = sdn__table_read_detached_row(table, &row, err);
    }
    return code;
}

sdn_code sdn__table_loaded(sdn_table *table, sdn_document *document, sdn_error *err)
{
    table->document = document;
    table->columns.reader.cells = NULL; /* they were the document reader's */
    sdn_code code = enter_pending_keys(table, err);
    assert(code != SDN_OK || table->slots.live_count <= table->slots.row_count);
    if (code == SDN_OK)
        code = sdn__table_note_misplaced(table, err);
    if (code == SDN_OK)
        code = sdn__table_finish_problems(table, err);
    if (code != SDN_OK)
        return code;
    table->slots.loaded_count = table->slots.row_count;
    bool ok = table->type->key.field_count == 0 ||
              sdn__ordered_index_reserve(&table->lookup.by_key, table->slots.live_count, 0) == 0;
    for (uint32_t i = 0; ok && i < 2 * table->lookup.index_count; i++)
        ok = sdn__ordered_index_reserve(&table->lookup.indexes[i], table->slots.live_count, 0) == 0;
    return ok ? SDN_OK : sdn__fail_memory(err);
}
