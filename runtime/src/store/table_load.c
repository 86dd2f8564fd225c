/* Loading: from the rows of a document to records. */
#include "store/table.h"

#include "base/alloc.h"
#include "store/record.h"
#include "store/value.h"
#include "text/reader.h"
#include "text/utf8.h"
#include "text/words.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- problems ---- */

SDN_PRINTF(4, 5)
static sdn_code note(sdn_table *table, const char *at, sdn_error *err, const char *format, ...)
{
    char text[512];
    va_list args;
    va_start(args, format);
    int len = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    size_t kept = len < 0 ? 0 : (size_t)len < sizeof text ? (size_t)len : sizeof text - 1;
    sdn_str message = sdn_arena_copy(&table->arena, text, kept);
    if (message.ptr == NULL || sdn_reserve(&table->problems, &table->problem_capacity,
                                           table->problem_count + 1, sizeof *table->problems) != 0)
        return sdn_fail_memory(err);
    /* Until loading ends `column` is the offset in the file: lines are cheap to count only in order. */
    table->problems[table->problem_count++] =
        (sdn_problem){.column = (uint32_t)(at - table->document->bytes), .message = message.ptr};
    return SDN_OK;
}

static int by_offset(const void *a, const void *b)
{
    const sdn_problem *x = a, *y = b;
    return (x->column > y->column) - (x->column < y->column);
}

/* Once bytes are handed out with NULs in place of line ends, lines can no longer be counted. */
static void number_unreadable_rows(sdn_table *table)
{
    for (size_t slot = 0; table->problem_count > 0 && slot < table->row_count; slot++)
        if ((table->rows[slot].flags & SDN_ROW_UNREADABLE) != 0)
            table->rows[slot].change = sdn_document_line(table->document, table->bytes + table->rows[slot].start);
}

static void place_problems(sdn_table *table)
{
    if (table->problem_count > 0)
        qsort(table->problems, table->problem_count, sizeof *table->problems, by_offset);
    for (size_t i = 0; i < table->problem_count; i++) {
        const char *at = table->document->bytes + table->problems[i].column;
        table->problems[i].line = sdn_document_line(table->document, at);
        table->problems[i].column = sdn_document_column(table->document, at);
    }
}

static int by_line(const void *a, const void *b)
{
    const sdn_problem *x = a, *y = b;
    return (x->line > y->line) - (x->line < y->line);
}

/* Lines outside all tables concern every store of the file. */
static int add_stray_lines(sdn_table *table)
{
    const sdn_document *document = table->document;
    if (document->problem_count == 0)
        return 0;
    size_t count = table->problem_count + document->problem_count;
    if (sdn_reserve(&table->problems, &table->problem_capacity, count, sizeof *table->problems) != 0)
        return -1;
    memcpy(table->problems + table->problem_count, document->problems,
           document->problem_count * sizeof *table->problems);
    table->problem_count = count;
    qsort(table->problems, count, sizeof *table->problems, by_line);
    return 0;
}

/* ---- the header ---- */

static uint32_t find_column(const sdn_table_text *text, sdn_str name)
{
    for (uint32_t i = 0; i < text->column_count; i++)
        if (sdn_str_equal(text->columns[i], name))
            return i;
    return SDN_NO_COLUMN;
}

/* Whether a field goes by this name today. */
static bool is_column(const sdn_record_type *type, sdn_str name)
{
    for (uint32_t i = 0; i < type->field_count; i++)
        if (sdn_str_equal(type->fields[i].column, name))
            return true;
    return false;
}

/* The column of a field: that of its name, or else of the last of its older names that the file has. */
static uint32_t find_field(const sdn_table_text *text, const sdn_record_type *type, const sdn_field *field)
{
    uint32_t column = find_column(text, field->column);
    for (uint32_t i = 0; i < field->was_count && column == SDN_NO_COLUMN; i++)
        if (!is_column(type, field->was[i]))
            column = find_column(text, field->was[i]);
    return column;
}

/* All but the largest number: a new record must not get a key that stands there. */
static void forget_rows(sdn_table *table)
{
    table->row_count = table->row_capacity = 0; /* room is made anew, for keys as well */
    sdn_free(table->rows);
    table->rows = NULL;
    table->live_count = 0;
    table->rising_count = 0;
    table->last_number = 0;
    table->keys_rise = true;
    sdn_key_map_release(&table->keys);
    sdn_key_map_release(&table->unreadable_keys);
}

static sdn_code note_earlier_table(sdn_table *table, const sdn_table_text *later, sdn_error *err)
{
    const sdn_table_text *earlier = sdn_table_text_of(table);
    const char *at = earlier->header.start + earlier->indent;
    return note(table, at, err, "table '%.*s' stands again at line %lu, and only that one is read; merge the two",
                (int)earlier->name.len, earlier->name.ptr, (unsigned long)later->line_number);
}

static sdn_code take_row(void *context, const sdn_row_scan *scan, sdn_error *err);
static sdn_code enter_pending_keys(sdn_table *table, sdn_error *err);

sdn_code sdn_table_claim(sdn_table *table, sdn_document *document, size_t position, sdn_row_taker *taker,
                         sdn_error *err)
{
    const sdn_table_text *text = &document->tables[position];
    table->document = document;
    if (table->position != SDN_NO_TABLE) {
        sdn_code code = enter_pending_keys(table, err);
        if (code == SDN_OK)
            code = note_earlier_table(table, text, err);
        if (code != SDN_OK)
            return code;
        forget_rows(table);
    }
    table->position = position;
    for (uint32_t i = 0; i < table->type->field_count; i++)
        table->columns[i] = find_field(text, table->type, &table->type->fields[i]);
    if (sdn_reserve(&table->cells, &table->cell_capacity, (size_t)text->column_count + 1,
                    sizeof *table->cells) != 0)
        return sdn_fail_memory(err);
    table->column_count = text->column_count;
    table->reader = (sdn_row_reader){
        .type = table->type,
        .cells = table->cells,
        .columns = table->columns,
        .arena = &table->arena,
        .words = table->words,
    };
    *taker = (sdn_row_taker){take_row, table, table->cells};
    return SDN_OK;
}

/* ---- keys ---- */

uint64_t sdn_table_count_number(sdn_table *table, const sdn_value *key)
{
    uint64_t number = sdn_key_number(table->type, key);
    if (number > table->largest_number)
        table->largest_number = number;
    return number;
}

/* Reads the key of a row whose other cells may be beyond reading. */
static bool read_key(sdn_table *table, const sdn_row_scan *scan, sdn_row_reader *reader, void *record)
{
    const sdn_index_type *key = &table->type->key;
    uint32_t stored = table->column_count + 1;
    memcpy(record, table->type->defaults, table->type->size);
    for (uint32_t i = 0; i < key->field_count; i++) {
        uint32_t column = table->columns[key->fields[i]];
        void *at = (char *)record + table->type->fields[key->fields[i]].offset;
        if (column == SDN_NO_COLUMN || column >= scan->count || column >= stored ||
            !sdn_read_value(reader, key->fields[i], at))
            return false;
    }
    return key->field_count > 0;
}

/* Keeps the key of an unreadable row, so that no new record takes it. */
static sdn_code keep_unreadable_key(sdn_table *table, uint32_t slot, sdn_error *err)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    sdn_table_key(table, slot, key);
    sdn_table_count_number(table, key);
    if (sdn_key_is_empty(table->type, key) || sdn_key_map_find(&table->unreadable_keys, key) != SDN_NO_SLOT)
        return SDN_OK;
    if (sdn_key_map_reserve_for(&table->unreadable_keys, slot) != 0)
        return sdn_fail_memory(err);
    sdn_key_map_insert(&table->unreadable_keys, slot);
    return SDN_OK;
}

/* ---- rows ---- */

static sdn_code leave_unreadable(sdn_table *table, uint32_t slot, const sdn_row_scan *scan, sdn_row_reader *reader,
                                 sdn_error *err)
{
    void *record = sdn_table_record(table, slot);
    table->rows[slot].flags |= SDN_ROW_UNREADABLE;
    bool keyed = read_key(table, scan, reader, record);
    if (!keyed) {
        memcpy(record, table->type->defaults, table->type->size);
        return SDN_OK;
    }
    sdn_code code = enter_pending_keys(table, err); /* of two unreadable rows with one key the first counts */
    return code == SDN_OK ? keep_unreadable_key(table, slot, err) : code;
}

static sdn_code note_row(sdn_table *table, const sdn_row_scan *scan, sdn_error *err)
{
    const char *start = sdn_skip_blanks(scan->line.start, scan->line.end);
    uint32_t columns = table->column_count;
    if (scan->problem != NULL)
        return note(table, scan->fault != NULL ? scan->fault : start, err, "%s", scan->problem);
    return note(table, start, err, "the row has %lu cells, the header %lu columns; correct the row",
                (unsigned long)scan->count, (unsigned long)columns);
}

/* At most this many bytes of a cell are shown. */
enum { SHOWN_BYTES = 40 };

/* The name in the file, or where the file has none, the one it should have. */
static sdn_str column_name(const sdn_table *table, uint32_t field)
{
    uint32_t column = table->columns[field];
    return column != SDN_NO_COLUMN ? sdn_table_text_of(table)->columns[column] : table->type->fields[field].column;
}

static sdn_code note_cell(sdn_table *table, const sdn_row_scan *scan, const sdn_row_reader *reader, sdn_error *err)
{
    sdn_str name = column_name(table, reader->problem_field);
    uint32_t column = table->columns[reader->problem_field];
    if (column == SDN_NO_COLUMN)
        return note(table, sdn_skip_blanks(scan->line.start, scan->line.end), err, "column '%.*s': %s", (int)name.len,
                    name.ptr, reader->problem);
    const sdn_cell *cell = &table->cells[column];
    char shown[SHOWN_BYTES + 1];
    if (cell->len == 0)
        return note(table, sdn_cell_extent(cell).ptr, err, "column '%.*s': %s", (int)name.len, name.ptr,
                    reader->problem);
    sdn_utf8_show(shown, sizeof shown, cell->ptr, cell->len);
    return note(table, sdn_cell_extent(cell).ptr, err, "column '%.*s': '%s%s' %s; correct it", (int)name.len, name.ptr,
                shown, cell->len > SHOWN_BYTES ? "..." : "", reader->problem);
}

/* The last row of a key is the record; the one that was it so far becomes unreadable. */
static sdn_code shadow_earlier(sdn_table *table, uint32_t earlier, uint32_t slot, sdn_error *err)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    sdn_table_key(table, slot, key);
    const char *start = table->document->bytes + table->rows[earlier].start;
    char shown[128];
    sdn_key_print(table->type, key, shown, sizeof shown);
    sdn_code code = note(table, sdn_skip_blanks(start, start + table->rows[earlier].length), err,
                         "key '%s' stands again further down, and that row counts; remove one of them", shown);
    sdn_key_map_replace(&table->keys, earlier, slot);
    table->rows[earlier].flags |= SDN_ROW_UNREADABLE;
    table->live_count--;
    return code == SDN_OK ? keep_unreadable_key(table, earlier, err) : code;
}

static sdn_code enter_pending_keys(sdn_table *table, sdn_error *err)
{
    uint32_t count = table->pending_count;
    sdn_code code = SDN_OK;
    table->pending_count = 0;
    for (uint32_t i = 0; i < count && code == SDN_OK; i++) {
        sdn_key_entry key = table->pending[i];
        uint32_t earlier = sdn_key_map_enter(&table->keys, key.slot, key.tag);
        if (earlier != SDN_NO_SLOT)
            code = shadow_earlier(table, earlier, key.slot, err);
    }
    return code;
}

void sdn_table_watch_order(sdn_table *table, uint32_t slot, const sdn_value *key, uint64_t number)
{
    bool behind_last = sdn_key_orders_by_number(table->type)
                           ? number > table->last_number
                           : table->rising_count == 0 || sdn_key_compare(table->type, table->last_key, key) < 0;
    table->keys_rise = table->keys_rise && behind_last;
    if (!table->keys_rise)
        return;
    table->rising_count = (size_t)slot + 1;
    table->last_number = number;
    for (uint32_t i = 0; i < table->type->key.field_count; i++)
        table->last_key[i] = key[i];
}

static sdn_code refuse_empty_key(sdn_table *table, uint32_t slot, const sdn_row_scan *scan, sdn_error *err)
{
    table->rows[slot].flags |= SDN_ROW_UNREADABLE;
    table->live_count--;
    return note(table, sdn_skip_blanks(scan->line.start, scan->line.end), err,
                "the key is empty; give the row a key");
}

static inline sdn_code take_key(sdn_table *table, uint32_t slot, uint32_t tag, sdn_error *err)
{
    if (sdn_key_map_append(&table->keys, slot, tag))
        return SDN_OK;
    if (sdn_key_map_scatter(&table->keys) != 0)
        return sdn_fail_memory(err);
    sdn_key_map_prefetch(&table->keys, tag);
    table->pending[table->pending_count++] = (sdn_key_entry){tag, slot};
    return table->pending_count == SDN_PENDING_KEYS ? enter_pending_keys(table, err) : SDN_OK;
}

static sdn_code enter_any_key(sdn_table *table, uint32_t slot, const sdn_row_scan *scan, sdn_error *err)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    sdn_values_of(table->type, &table->type->key, sdn_table_record(table, slot), key);
    if (sdn_key_is_empty(table->type, key))
        return refuse_empty_key(table, slot, scan, err);
    sdn_table_watch_order(table, slot, key, sdn_table_count_number(table, key));
    return take_key(table, slot, sdn_key_map_tag(&table->keys, key), err);
}

/* Reads the key of a record if it is the plain text of a number of up to eight digits, which most are that are given
 * automatically. */
static inline bool is_short_number(const sdn_table *table, uint32_t slot, uint32_t *number)
{
    const sdn_str *key = (const sdn_str *)(const void *)((const char *)sdn_table_record(table, slot) +
                                                         table->type->fields[table->type->key.fields[0]].offset);
    size_t at = (uintptr_t)key->ptr - (uintptr_t)table->document->bytes; /* elsewhere it has no eight bytes */
    return key->len - 1 < 8 && at < table->document->len && (*key->ptr != '0' || key->len == 1) &&
           sdn_short_number_at(key->ptr, (uint32_t)key->len, number);
}

static inline sdn_code enter_key(sdn_table *table, uint32_t slot, const sdn_row_scan *scan, sdn_error *err)
{
    uint32_t number;
    if (!sdn_key_orders_by_number(table->type) || !is_short_number(table, slot, &number))
        return enter_any_key(table, slot, scan, err);
    table->keys_rise = table->keys_rise && number > table->last_number;
    if (table->keys_rise) {
        table->rising_count = (size_t)slot + 1;
        table->last_number = number;
    }
    if (number > table->largest_number)
        table->largest_number = number;
    return take_key(table, slot, SDN_TAG_OF_NUMBER | number, err);
}

/* How many rows there will be if they go on as they began. No more than 64 times as many: what follows may be another
 * table, or rows that are longer. */
static size_t expected_rows(const sdn_table *table, const char *at)
{
    enum { FEWEST = 16, MOST_TIMES = 64 };
    size_t rows = table->row_count, most = rows * MOST_TIMES;
    if (rows == 0)
        return FEWEST;
    size_t done = (size_t)(at - sdn_table_text_of(table)->bars_end);
    size_t left = (size_t)(table->document->bytes + table->document->len - at);
    size_t row_bytes = done / rows > 0 ? done / rows : 1;
    size_t more = left / row_bytes + rows / 32 + FEWEST;
    return rows + (more < most ? more : most);
}

static sdn_code refuse_more_rows(sdn_table *table, const char *at, sdn_error *err)
{
    return sdn_fail_at(err, SDN_E_LIMIT, table->document->path, sdn_document_line(table->document, at), 1,
                       "more than %lu rows in a table; raise max_rows to read this file",
                       (unsigned long)table->document->options->max_rows);
}

/* Makes room for a row that stands at `at`, and more. */
static sdn_code make_room(sdn_table *table, const char *at, sdn_error *err)
{
    size_t most = table->document->options->max_rows;
    if (table->row_count >= most)
        return refuse_more_rows(table, at, err);
    if (table->row_count == table->row_capacity) {
        size_t expected = expected_rows(table, at);
        if (sdn_table_expect_rows(table, expected < most ? expected : most) != 0)
            return sdn_fail_memory(err);
    }
    return sdn_table_room_for_record(table) == 0 ? SDN_OK : sdn_fail_memory(err);
}

static inline uint32_t add_row(sdn_table *table, const sdn_row_scan *scan)
{
    table->rows[table->row_count] = (sdn_table_row){
        .start = (uint32_t)(scan->line.start - table->document->bytes),
        .length = (uint32_t)(scan->line.end - scan->line.start),
        .flags = *scan->line.end == '\r' ? SDN_ROW_CARRIAGE_RETURN : 0,
    };
    return (uint32_t)table->row_count++;
}

static bool has_its_cells(const sdn_table *table, const sdn_row_scan *scan)
{
    return scan->problem == NULL && scan->count == table->column_count;
}

/* A row that has not the cells it should have, or whose cells do not fit their fields. */
static sdn_code refuse_row(sdn_table *table, uint32_t slot, const sdn_row_scan *scan, sdn_error *err)
{
    if (table->reader.out_of_memory)
        return sdn_fail_memory(err);
    sdn_code code = has_its_cells(table, scan) ? note_cell(table, scan, &table->reader, err)
                                               : note_row(table, scan, err);
    return code == SDN_OK ? leave_unreadable(table, slot, scan, &table->reader, err) : code;
}

static sdn_code take_row(void *context, const sdn_row_scan *scan, sdn_error *err)
{
    sdn_table *table = context;
    if (table->row_count == table->row_capacity || !sdn_table_has_room_for_record(table)) {
        sdn_code code = make_room(table, scan->line.start, err);
        if (code != SDN_OK)
            return code;
    }
    uint32_t slot = add_row(table, scan);
    if (!has_its_cells(table, scan) || !table->type->parse(sdn_table_record(table, slot), &table->reader))
        return refuse_row(table, slot, scan, err);
    table->live_count++;
    return table->type->key.field_count > 0 ? enter_key(table, slot, scan, err) : SDN_OK;
}

sdn_code sdn_table_loaded(sdn_table *table, sdn_document *document, char *bytes, sdn_error *err)
{
    table->document = document;
    table->bytes = bytes;
    sdn_code code = enter_pending_keys(table, err);
    if (code != SDN_OK)
        return code;
    table->loaded_count = table->buffer_count = table->row_count;
    table->terminated = sdn_alloc_zeroed(table->buffer_count / SDN_GROUP_ROWS + 1, sizeof *table->terminated);
    if (table->terminated == NULL)
        return sdn_fail_memory(err);
    number_unreadable_rows(table);
    place_problems(table);
    bool ok = add_stray_lines(table) == 0 &&
              (table->type->key.field_count == 0 ||
               sdn_ordered_index_reserve(&table->by_key, table->live_count, 0) == 0);
    for (uint32_t i = 0; ok && i < table->type->index_count; i++)
        ok = sdn_ordered_index_reserve(&table->indexes[i], table->live_count, 0) == 0;
    return ok ? SDN_OK : sdn_fail_memory(err);
}

void sdn_table_shift_lines(sdn_table *table, uint32_t lines)
{
    for (size_t i = 0; i < table->problem_count; i++)
        table->problems[i].line += lines;
    for (size_t slot = 0; slot < table->row_count; slot++)
        if ((table->rows[slot].flags & SDN_ROW_UNREADABLE) != 0)
            table->rows[slot].change += lines;
}
