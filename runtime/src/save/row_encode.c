#include "save/row_encode.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "record/scalar.h"
#include "record/record.h"
#include "record/value.h"
#include "text/utf8.h"
#include "record/row_write.h"

#include <stdio.h>
#include <string.h>

/* ---- which columns there are, and which are to be added ---- */

static bool is_new(const sdn_table *table, uint32_t slot)
{
    return (table->slots.rows[slot].flags & SDN_ROW_NEW) != 0;
}

static bool is_dropped(const sdn_table *table, uint32_t slot)
{
    return (table->slots.rows[slot].flags & SDN_ROW_DELETED) != 0;
}

/* Whether a row without the column is read at all: text and lists are empty then, others need a default. */
static bool may_lack_column(const sdn_field *field)
{
    return field->type == SDN_TYPE_STRING ||
           (field->flags & (SDN_FIELD_DEFAULT | SDN_FIELD_OPTIONAL | SDN_FIELD_LIST)) != 0;
}

/* A column is added when a record first holds something there that its absence would not say. */
static bool needs_column(const sdn_table *table, uint32_t field)
{
    const sdn_field *described = &table->type->fields[field];
    if (table->columns.of_field[field] != SDN_NO_COLUMN)
        return false;
    if (table->columns.position == SDN_NO_TABLE)
        return true; /* a new table has all columns */
    for (size_t i = 0; i < table->slots.changes.count; i++) {
        uint32_t slot = table->slots.changes.items[i].slot;
        if (!is_dropped(table, slot) &&
            (!may_lack_column(described) ||
             !sdn__field_equal(described, sdn__slots_record(&table->slots, slot), table->type->defaults)))
            return true;
    }
    return false;
}

static sdn_code refuse_unreadable(const sdn_row_encoder *encoder, sdn_error *err)
{
    const sdn_table *table = encoder->table;
    const char *column = table->type->fields[encoder->added[0]].column.ptr;
    for (size_t slot = 0; slot < table->slots.loaded_count; slot++) {
        if ((table->slots.rows[slot].flags & SDN_ROW_UNREADABLE) == 0)
            continue;
        return sdn__fail_at(err, SDN_E_INVALID, table->document->path, sdn__table_line(table, (uint32_t)slot), 1,
                            "column '%s' cannot be added while this row cannot be read; correct the row", column);
    }
    return SDN_OK;
}

/* There would be a second column beside the one that was probably meant. */
static sdn_code refuse_near(const sdn_row_encoder *encoder, sdn_error *err)
{
    const sdn_table *table = encoder->table;
    for (uint32_t i = 0; i < encoder->added_count; i++) {
        uint32_t near = sdn__table_near_column(table, encoder->added[i]);
        if (near == SDN_NO_COLUMN)
            continue;
        const sdn_table_text *text = sdn__table_text_of(table);
        sdn_str found = text->columns[near];
        return sdn__fail_at(err, SDN_E_INVALID, table->document->path, text->line_number,
                            (uint32_t)(found.ptr - text->header.start) + 1,
                            "column '%s' is missing, did you mean '%.*s'; rename that column first",
                            table->type->fields[encoder->added[i]].column.ptr, found.len < 100 ? (int)found.len : 100,
                            found.ptr);
    }
    return SDN_OK;
}

sdn_code sdn__row_encoder_add_columns(sdn_row_encoder *encoder, sdn_error *err)
{
    const sdn_table *table = encoder->table;
    encoder->added_count = 0;
    for (uint32_t field = 0; field < table->type->field_count; field++) {
        encoder->columns[field] = table->columns.of_field[field];
        if (!needs_column(table, field))
            continue;
        encoder->columns[field] = encoder->column_count + encoder->added_count;
        encoder->added[encoder->added_count++] = field;
    }
    if (encoder->added_count == 0 || table->columns.position == SDN_NO_TABLE)
        return SDN_OK;
    if (encoder->column_count + encoder->added_count > table->document->limits.max_columns)
        return sdn__fail(err, SDN_E_LIMIT, table->document->path,
                         "table '%s' would get too many columns; "
                         "raise max_columns",
                         table->type->table.ptr);
    sdn_code code = refuse_near(encoder, err);
    return code == SDN_OK ? refuse_unreadable(encoder, err) : code;
}

static int map_columns(sdn_row_encoder *encoder)
{
    const sdn_table *table = encoder->table;
    const sdn_table_text *text = sdn__table_text_of(table);
    uint32_t fields = table->type->field_count;
    encoder->column_count = text != NULL ? text->column_count : 0;
    encoder->fields = sdn__resize(NULL, encoder->column_count, sizeof *encoder->fields);
    encoder->added = sdn__resize(NULL, fields, sizeof *encoder->added);
    encoder->columns = sdn__resize(NULL, fields, sizeof *encoder->columns);
    encoder->cells = sdn__resize(NULL, (size_t)encoder->column_count + fields, sizeof *encoder->cells);
    if (encoder->fields == NULL || encoder->added == NULL || encoder->columns == NULL || encoder->cells == NULL)
        return -1;
    for (uint32_t i = 0; i < encoder->column_count; i++)
        encoder->fields[i] = SDN_NO_FIELD;
    encoder->columns_known = true;
    for (uint32_t field = 0; field < fields; field++) {
        if (table->columns.of_field[field] != SDN_NO_COLUMN)
            encoder->fields[table->columns.of_field[field]] = field;
        else
            encoder->columns_known = encoder->columns_known && text == NULL;
    }
    return 0;
}

static int init(sdn_row_encoder *encoder, const sdn_table *table)
{
    encoder->table = table;
    if (sdn__row_writer_init(&encoder->writer, table->type) != 0 ||
        sdn__row_writer_init(&encoder->defaults, table->type) != 0 ||
        sdn__row_format_init(table, &encoder->format) != 0 || map_columns(encoder) != 0)
        return -1;
    sdn__row_writer_fill(&encoder->defaults, table->type->defaults);
    return encoder->defaults.out_of_memory ? -1 : 0;
}

sdn_code sdn__row_encoder_of(sdn_table *table, sdn_row_encoder **encoder, sdn_error *err)
{
    if (table->encoder == NULL) {
        table->encoder = sdn__alloc_zeroed(1, sizeof *table->encoder);
        if (table->encoder != NULL && init(table->encoder, table) != 0)
            sdn__row_encoder_drop(table);
    }
    *encoder = table->encoder;
    return table->encoder != NULL ? SDN_OK : sdn__fail_memory(err);
}

void sdn__row_encoder_drop(sdn_table *table)
{
    sdn_row_encoder *encoder = table->encoder;
    if (encoder == NULL)
        return;
    sdn__row_writer_release(&encoder->writer);
    sdn__row_writer_release(&encoder->defaults);
    sdn__free(encoder->format.quoted_empty);
    sdn__free(encoder->fields);
    sdn__free(encoder->added);
    sdn__free(encoder->columns);
    sdn__free(encoder->cells);
    sdn__buffer_release(&encoder->row);
    sdn_arena_release(&encoder->read);
    sdn__buffer_release(&encoder->copy);
    sdn__free(encoder);
    table->encoder = NULL;
}

bool sdn__row_encoder_rewrites(const sdn_row_encoder *encoder, uint32_t slot)
{
    const sdn_table *table = encoder->table;
    if (encoder->added_count > 0 || is_new(table, slot))
        return true;
    return (table->slots.rows[slot].flags & SDN_ROW_EDITED) != 0 &&
           !sdn_record_equal(table->type, sdn__slots_base(&table->slots, slot), sdn__slots_record(&table->slots, slot));
}

/* ---- the header ---- */

static void add_column_names(const sdn_row_encoder *encoder, bool first, sdn_buffer *out)
{
    for (uint32_t i = 0; i < encoder->added_count; i++) {
        if (!first)
            sdn__buffer_add(out, ", ", 2);
        sdn__buffer_add_str(out, encoder->table->type->fields[encoder->added[i]].column);
        first = false;
    }
}

static void encode_new_header(const sdn_row_encoder *encoder, sdn_buffer *out)
{
    sdn__buffer_add_str(out, encoder->table->type->table);
    sdn__buffer_add(out, " |", 2);
    add_column_names(encoder, true, out);
    sdn__buffer_add(out, "|", 1);
}

void sdn__encode_header(const sdn_row_encoder *encoder, sdn_buffer *out)
{
    const sdn_table_text *text = sdn__table_text_of(encoder->table);
    if (text == NULL) {
        encode_new_header(encoder, out);
        return;
    }
    const char *end = text->bars_end - 1; /* the second bar */
    while (end[-1] == ' ' || end[-1] == '\t' || end[-1] == ',')
        end--;
    sdn__buffer_add(out, text->header.start, (size_t)(end - text->header.start));
    add_column_names(encoder, text->column_count == 0, out);
    sdn__buffer_add(out, "|", 1);
}

/* ---- rows ---- */

const sdn_row_format *sdn__row_encoder_format(sdn_row_encoder *encoder)
{
    if (!encoder->format.is_found)
        sdn__row_format_find(encoder->table, &encoder->format);
    return &encoder->format;
}

static bool empty_is_quoted(sdn_row_encoder *encoder, uint32_t column)
{
    const sdn_row_format *format = sdn__row_encoder_format(encoder);
    /* A row of one empty cell would be a blank line. */
    return encoder->column_count + encoder->added_count == 1 ||
           (column < encoder->column_count ? format->quoted_empty[column] : format->quotes_empty);
}

static void add_cell(sdn_row_encoder *encoder, const sdn_row_writer *writer, uint32_t field, uint32_t column,
                     sdn_buffer *out)
{
    if (field != SDN_NO_FIELD && !writer->cells[field].empty)
        sdn__buffer_add_str(out, sdn__row_writer_cell(writer, field));
    else if (empty_is_quoted(encoder, column))
        sdn__buffer_add(out, "\"\"", 2);
}

/* An empty last cell needs no blank before it; white space at line ends is what editors remove. */
static void trim_blanks(sdn_buffer *out, size_t from)
{
    while (!out->out_of_memory && out->len > from && out->bytes[out->len - 1] == ' ')
        out->len--;
}

void sdn__encode_new_row(sdn_row_encoder *encoder, sdn_buffer *out)
{
    size_t start = out->len;
    const sdn_row_format *format = sdn__row_encoder_format(encoder);
    uint32_t columns = encoder->column_count + encoder->added_count;
    sdn__buffer_add_str(out, format->indent);
    for (uint32_t i = 0; i < columns; i++) {
        bool added = i >= encoder->column_count;
        if (i > 0)
            sdn__buffer_add_str(out, format->separator);
        add_cell(encoder, &encoder->writer, added ? encoder->added[i - encoder->column_count] : encoder->fields[i], i,
                 out);
    }
    trim_blanks(out, start);
}

static void add_new_columns(sdn_row_encoder *encoder, const sdn_row_writer *writer, sdn_buffer *out)
{
    for (uint32_t i = 0; i < encoder->added_count; i++) {
        sdn__buffer_add_str(out, sdn__row_encoder_format(encoder)->separator);
        add_cell(encoder, writer, encoder->added[i], encoder->column_count + i, out);
    }
}

static bool differs(const sdn_table *table, uint32_t slot, uint32_t field)
{
    return field != SDN_NO_FIELD && (table->slots.rows[slot].flags & SDN_ROW_EDITED) != 0 &&
           !sdn__field_equal(&table->type->fields[field], sdn__slots_base(&table->slots, slot),
                             sdn__slots_record(&table->slots, slot));
}

/* The row as it stands, with the cells of changed fields replaced. */
static void encode_edited(sdn_row_encoder *encoder, uint32_t slot, sdn_buffer *out)
{
    const sdn_table *table = encoder->table;
    sdn_str text = sdn__table_row_text(table, slot);
    const char *at = text.ptr, *end = at + text.len;
    size_t effort = text.len;
    sdn__scan_row(at, end, encoder->cells, encoder->column_count, encoder->column_count, &effort);
    size_t start = out->len;
    for (uint32_t i = 0; i < encoder->column_count; i++) {
        sdn_str cell = sdn__cell_extent(&encoder->cells[i]);
        if (!differs(table, slot, encoder->fields[i]))
            continue;
        sdn__buffer_add(out, at, (size_t)(cell.ptr - at));
        if (cell.len == 0 && cell.ptr[-1] == ',' && sdn__row_encoder_format(encoder)->separator.len > 1)
            sdn__buffer_add(out, " ", 1); /* an empty cell needs no blank behind the comma, a filled one gets it */
        add_cell(encoder, &encoder->writer, encoder->fields[i], i, out);
        at = cell.ptr + cell.len;
        if (i + 1 == encoder->column_count && encoder->writer.cells[encoder->fields[i]].empty)
            at = end; /* nothing but blanks would stand behind the last comma */
    }
    sdn__buffer_add(out, at, (size_t)(end - at));
    size_t ours = at == end ? start : out->len;
    bool edited = (table->slots.rows[slot].flags & SDN_ROW_EDITED) != 0;
    add_new_columns(encoder, edited ? &encoder->writer : &encoder->defaults, out);
    trim_blanks(out, ours);
}

/* The first value of an enum, or of a list of one, that is none of its words; false if there is none. */
static bool find_no_enumerator(const sdn_field *field, const void *record, uint32_t *number)
{
    const void *value = (const char *)record + field->offset;
    bool is_list = (field->flags & SDN_FIELD_LIST) != 0;
    sdn_any_list list = is_list ? sdn__list_at(value) : (sdn_any_list){value, 1};
    for (size_t i = 0; field->type == SDN_TYPE_ENUM && i < list.count; i++) {
        memcpy(number, sdn__list_item(list, sdn__scalar_of(field), i), sizeof *number);
        if (*number > field->enumeration->count || (*number == field->enumeration->count && !field->enumeration->open))
            return true;
    }
    return false;
}

static void name_record(const sdn_record_type *type, const void *record, char *to, size_t size)
{
    char key[160];
    sdn_value values[SDN_INDEX_FIELDS_MAX];
    to[0] = '\0';
    if (type->key.field_count == 0)
        return;
    sdn__values_of(type, &type->key, record, values);
    sdn__key_print(type, values, key, sizeof key);
    snprintf(to, size, ", record '%s'", key);
}

sdn_code sdn__row_encoder_refuse_written(const sdn_row_encoder *encoder, const void *record, sdn_error *err)
{
    char named[192];
    uint32_t number;
    const sdn_record_type *type = encoder->table->type;
    const sdn_field *field = &type->fields[encoder->writer.problem_field];
    const char *path = encoder->table->document->path;
    name_record(type, record, named, sizeof named);
    if (find_no_enumerator(field, record, &number))
        return sdn__fail(err, SDN_E_INVALID, path,
                         "table '%s'%s: field '%s' is %lu, which is none of the values of enum %s; "
                         "assign one of them",
                         type->table.ptr, named, field->name, (unsigned long)number, field->enumeration->name);
    return sdn__fail(err, SDN_E_INVALID, path, "table '%s'%s: field '%s' %s", type->table.ptr, named, field->name,
                     encoder->writer.problem);
}

static sdn_code write_cells(sdn_row_encoder *encoder, const void *record, sdn_error *err)
{
    sdn__row_writer_fill(&encoder->writer, record);
    sdn__row_writer_limit(&encoder->writer, encoder->table->document->limits.max_cell_bytes);
    if (encoder->writer.out_of_memory)
        return sdn__fail_memory(err);
    return encoder->writer.problem == NULL ? SDN_OK : sdn__row_encoder_refuse_written(encoder, record, err);
}

sdn_code sdn__row_encoder_refuse_repeated(const sdn_table *table, uint32_t slot, sdn_error *err)
{
    bool all = (table->slots.rows[slot].flags & SDN_ROW_EDITED) == 0; /* of a new row */
    for (uint32_t i = 0; i < table->type->field_count; i++) {
        if (table->columns.repeats[i] == SDN_NO_COLUMN || (!all && !differs(table, slot, i)))
            continue;
        const sdn_table_text *text = sdn__table_text_of(table);
        sdn_str name = text->columns[table->columns.repeats[i]];
        return sdn__fail_at(err, SDN_E_INVALID, table->document->path, text->line_number,
                            (uint32_t)(name.ptr - text->header.start) + 1,
                            "column '%.*s' is there twice, so field '%s' cannot be written; rename or remove one first",
                            name.len < 100 ? (int)name.len : 100, name.ptr, table->type->fields[i].name);
    }
    return SDN_OK;
}

sdn_code sdn__encode_row(sdn_row_encoder *encoder, uint32_t slot, sdn_buffer *out, sdn_error *err)
{
    const sdn_table *table = encoder->table;
    sdn_code code = SDN_OK;
    if (is_new(table, slot) || (table->slots.rows[slot].flags & SDN_ROW_EDITED) != 0) {
        code = sdn__row_encoder_refuse_repeated(table, slot, err);
        if (code == SDN_OK)
            code = write_cells(encoder, sdn__slots_record(&table->slots, slot), err);
    }
    if (code != SDN_OK)
        return code;
    if (is_new(table, slot))
        sdn__encode_new_row(encoder, out);
    else
        encode_edited(encoder, slot, out);
    return SDN_OK;
}

/* ---- reading back ---- */

/* Whether reading the file would take these bytes for one row, with as many cells as there are columns. */
static bool is_one_row(sdn_row_encoder *encoder, sdn_str row)
{
    const sdn_table_text *text = sdn__table_text_of(encoder->table);
    const char *end = row.ptr + row.len;
    uint32_t columns = encoder->column_count + encoder->added_count;
    size_t effort = 8 * row.len;
    bool is_row = sdn__document_is_row(text != NULL ? text->indent : 0, sdn__line_at(row.ptr, end)) &&
                  sdn__utf8_fault(row.ptr, row.len) == NULL;
    sdn_row_scan scan = sdn__scan_row(row.ptr, end, encoder->cells, columns, columns, &effort);
    return is_row && scan.problem == NULL && scan.count == columns && scan.line.end == end;
}

static sdn_code read_back(sdn_row_encoder *encoder, const void *record, bool *same, sdn_error *err)
{
    const sdn_record_type *type = encoder->table->type;
    sdn_row_reader reader = {.type = type,
                             .cells = encoder->cells,
                             .columns = encoder->columns,
                             .arena = &encoder->read,
                             .words = encoder->table->columns.enum_words};
    void *read = sdn_arena_alloc(&encoder->read, type->size);
    if (read == NULL)
        return sdn__fail_memory(err);
    *same = type->parse(read, &reader) && sdn_record_equal(type, record, read);
    return reader.out_of_memory ? sdn__fail_memory(err) : SDN_OK;
}

/* A copy of the row, as it would stand in a file: cells are read eight bytes at a time. */
static sdn_str copy_of(sdn_row_encoder *encoder, sdn_str row)
{
    static const char behind[8] = {0};
    sdn_buffer *copy = &encoder->copy;
    copy->len = 0;
    copy->out_of_memory = false;
    sdn__buffer_add_str(copy, row);
    sdn__buffer_add(copy, behind, sizeof behind);
    return (sdn_str){copy->bytes, row.len};
}

sdn_code sdn__row_encoder_reads_back(sdn_row_encoder *encoder, sdn_str row, const void *record, bool *same,
                                     sdn_error *err)
{
    *same = false;
    sdn_str copy = copy_of(encoder, row);
    if (encoder->copy.out_of_memory)
        return sdn__fail_memory(err);
    sdn_code code = is_one_row(encoder, copy) ? read_back(encoder, record, same, err) : SDN_OK;
    sdn__arena_rewind(&encoder->read);
    return code;
}
