#include "store/row_compose.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "base/scalar.h"
#include "store/record.h"
#include "store/value.h"
#include "text/utf8.h"
#include "text/writer.h"

#include <stdio.h>
#include <string.h>

/* ---- which columns there are, and which are to be added ---- */

static bool is_new(const sdn_table *table, uint32_t slot)
{
    return (table->rows[slot].flags & SDN_ROW_NEW) != 0;
}

static bool is_dropped(const sdn_table *table, uint32_t slot)
{
    return (table->rows[slot].flags & SDN_ROW_DELETED) != 0;
}

/* Whether a row without the column is read at all: text and lists are empty then, others need a default. */
static bool may_lack_column(const sdn_field *field)
{
    return field->type == SDN_TYPE_STRING || (field->flags & (SDN_FIELD_DEFAULT | SDN_FIELD_OPTIONAL | SDN_FIELD_LIST)) != 0;
}

/* A column is added when a record first holds something there that its absence would not say. */
static bool needs_column(const sdn_table *table, uint32_t field)
{
    const sdn_field *described = &table->type->fields[field];
    if (table->columns[field] != SDN_NO_COLUMN)
        return false;
    if (table->position == SDN_NO_TABLE)
        return true; /* a new table has all columns */
    for (size_t i = 0; i < table->change_count; i++) {
        uint32_t slot = table->changes[i].slot;
        if (!is_dropped(table, slot) &&
            (!may_lack_column(described) ||
             !sdn_field_equal(described, sdn_table_record(table, slot), table->type->defaults)))
            return true;
    }
    return false;
}

static sdn_code refuse_unreadable(const sdn_composer *composer, sdn_error *err)
{
    const sdn_table *table = composer->table;
    const char *column = table->type->fields[composer->added[0]].column.ptr;
    for (size_t slot = 0; slot < table->loaded_count; slot++) {
        if ((table->rows[slot].flags & SDN_ROW_UNREADABLE) == 0)
            continue;
        return sdn_fail_at(err, SDN_E_INVALID, table->document->path, sdn_table_line(table, (uint32_t)slot), 1,
                           "column '%s' cannot be added while this row cannot be read; correct the row", column);
    }
    return SDN_OK;
}

/* There would be a second column beside the one that was probably meant. */
static sdn_code refuse_near(const sdn_composer *composer, sdn_error *err)
{
    const sdn_table *table = composer->table;
    for (uint32_t i = 0; i < composer->added_count; i++) {
        uint32_t near = sdn_table_near_column(table, composer->added[i]);
        if (near == SDN_NO_COLUMN)
            continue;
        const sdn_table_text *text = sdn_table_text_of(table);
        sdn_str found = text->columns[near];
        return sdn_fail_at(err, SDN_E_INVALID, table->document->path, text->line_number,
                           (uint32_t)(found.ptr - text->header.start) + 1,
                           "column '%s' is missing, did you mean '%.*s'; rename that column first",
                           table->type->fields[composer->added[i]].column.ptr,
                           found.len < 100 ? (int)found.len : 100, found.ptr);
    }
    return SDN_OK;
}

sdn_code sdn_composer_add_columns(sdn_composer *composer, sdn_error *err)
{
    const sdn_table *table = composer->table;
    composer->added_count = 0;
    for (uint32_t field = 0; field < table->type->field_count; field++) {
        composer->columns[field] = table->columns[field];
        if (!needs_column(table, field))
            continue;
        composer->columns[field] = composer->column_count + composer->added_count;
        composer->added[composer->added_count++] = field;
    }
    if (composer->added_count == 0 || table->position == SDN_NO_TABLE)
        return SDN_OK;
    if (composer->column_count + composer->added_count > table->document->options->max_columns)
        return sdn_fail(err, SDN_E_LIMIT, table->document->path, "table '%s' would get too many columns; "
                        "raise max_columns", table->type->table.ptr);
    sdn_code code = refuse_near(composer, err);
    return code == SDN_OK ? refuse_unreadable(composer, err) : code;
}

static int map_columns(sdn_composer *composer)
{
    const sdn_table *table = composer->table;
    const sdn_table_text *text = sdn_table_text_of(table);
    uint32_t fields = table->type->field_count;
    composer->column_count = text != NULL ? text->column_count : 0;
    composer->fields = sdn_resize(NULL, composer->column_count, sizeof *composer->fields);
    composer->added = sdn_resize(NULL, fields, sizeof *composer->added);
    composer->columns = sdn_resize(NULL, fields, sizeof *composer->columns);
    composer->cells = sdn_resize(NULL, (size_t)composer->column_count + fields, sizeof *composer->cells);
    if (composer->fields == NULL || composer->added == NULL || composer->columns == NULL || composer->cells == NULL)
        return -1;
    for (uint32_t i = 0; i < composer->column_count; i++)
        composer->fields[i] = SDN_NO_FIELD;
    composer->is_settled = true;
    for (uint32_t field = 0; field < fields; field++) {
        if (table->columns[field] != SDN_NO_COLUMN)
            composer->fields[table->columns[field]] = field;
        else
            composer->is_settled = composer->is_settled && text == NULL;
    }
    return 0;
}

static int init(sdn_composer *composer, const sdn_table *table)
{
    composer->table = table;
    if (sdn_row_writer_init(&composer->writer, table->type) != 0 ||
        sdn_row_writer_init(&composer->defaults, table->type) != 0 ||
        sdn_row_style_init(table, &composer->style) != 0 || map_columns(composer) != 0)
        return -1;
    sdn_row_writer_fill(&composer->defaults, table->type->defaults);
    return composer->defaults.out_of_memory ? -1 : 0;
}

sdn_code sdn_composer_of(sdn_table *table, sdn_composer **composer, sdn_error *err)
{
    if (table->composer == NULL) {
        table->composer = sdn_alloc_zeroed(1, sizeof *table->composer);
        if (table->composer != NULL && init(table->composer, table) != 0)
            sdn_composer_drop(table);
    }
    *composer = table->composer;
    return table->composer != NULL ? SDN_OK : sdn_fail_memory(err);
}

void sdn_composer_drop(sdn_table *table)
{
    sdn_composer *composer = table->composer;
    if (composer == NULL)
        return;
    sdn_row_writer_release(&composer->writer);
    sdn_row_writer_release(&composer->defaults);
    sdn_free(composer->style.quoted_empty);
    sdn_free(composer->fields);
    sdn_free(composer->added);
    sdn_free(composer->columns);
    sdn_free(composer->cells);
    sdn_buffer_release(&composer->row);
    sdn_arena_release(&composer->read);
    sdn_buffer_release(&composer->copy);
    sdn_free(composer);
    table->composer = NULL;
}

bool sdn_composer_rewrites(const sdn_composer *composer, uint32_t slot)
{
    const sdn_table *table = composer->table;
    if (composer->added_count > 0 || is_new(table, slot))
        return true;
    return (table->rows[slot].flags & SDN_ROW_EDITED) != 0 &&
           !sdn_record_equal(table->type, sdn_table_base(table, slot), sdn_table_record(table, slot));
}

/* ---- the header ---- */

static void add_column_names(const sdn_composer *composer, bool first, sdn_buffer *out)
{
    for (uint32_t i = 0; i < composer->added_count; i++) {
        if (!first)
            sdn_buffer_add(out, ", ", 2);
        sdn_buffer_add_str(out, composer->table->type->fields[composer->added[i]].column);
        first = false;
    }
}

static void compose_new_header(const sdn_composer *composer, sdn_buffer *out)
{
    sdn_buffer_add_str(out, composer->table->type->table);
    sdn_buffer_add(out, " |", 2);
    add_column_names(composer, true, out);
    sdn_buffer_add(out, "|", 1);
}

void sdn_compose_header(const sdn_composer *composer, sdn_buffer *out)
{
    const sdn_table_text *text = sdn_table_text_of(composer->table);
    if (text == NULL) {
        compose_new_header(composer, out);
        return;
    }
    const char *end = text->bars_end - 1; /* the second bar */
    while (end[-1] == ' ' || end[-1] == '\t' || end[-1] == ',')
        end--;
    sdn_buffer_add(out, text->header.start, (size_t)(end - text->header.start));
    add_column_names(composer, text->column_count == 0, out);
    sdn_buffer_add(out, "|", 1);
}

/* ---- rows ---- */

const sdn_row_style *sdn_composer_style(sdn_composer *composer)
{
    if (!composer->style.is_found)
        sdn_row_style_find(composer->table, &composer->style);
    return &composer->style;
}

static bool empty_is_quoted(sdn_composer *composer, uint32_t column)
{
    const sdn_row_style *style = sdn_composer_style(composer);
    /* A row of one empty cell would be a blank line. */
    return composer->column_count + composer->added_count == 1 ||
           (column < composer->column_count ? style->quoted_empty[column] : style->quotes_empty);
}

static void add_cell(sdn_composer *composer, const sdn_row_writer *writer, uint32_t field, uint32_t column,
                     sdn_buffer *out)
{
    if (field != SDN_NO_FIELD && !writer->cells[field].empty)
        sdn_buffer_add_str(out, sdn_row_writer_cell(writer, field));
    else if (empty_is_quoted(composer, column))
        sdn_buffer_add(out, "\"\"", 2);
}

/* An empty last cell needs no blank before it; white space at line ends is what editors remove. */
static void trim_blanks(sdn_buffer *out, size_t from)
{
    while (!out->out_of_memory && out->len > from && out->bytes[out->len - 1] == ' ')
        out->len--;
}

void sdn_compose_new_row(sdn_composer *composer, sdn_buffer *out)
{
    size_t start = out->len;
    const sdn_row_style *style = sdn_composer_style(composer);
    uint32_t columns = composer->column_count + composer->added_count;
    sdn_buffer_add_str(out, style->indent);
    for (uint32_t i = 0; i < columns; i++) {
        bool added = i >= composer->column_count;
        if (i > 0)
            sdn_buffer_add_str(out, style->separator);
        add_cell(composer, &composer->writer, added ? composer->added[i - composer->column_count] : composer->fields[i],
                 i, out);
    }
    trim_blanks(out, start);
}

static void add_new_columns(sdn_composer *composer, const sdn_row_writer *writer, sdn_buffer *out)
{
    for (uint32_t i = 0; i < composer->added_count; i++) {
        sdn_buffer_add_str(out, sdn_composer_style(composer)->separator);
        add_cell(composer, writer, composer->added[i], composer->column_count + i, out);
    }
}

static bool differs(const sdn_table *table, uint32_t slot, uint32_t field)
{
    return field != SDN_NO_FIELD && (table->rows[slot].flags & SDN_ROW_EDITED) != 0 &&
           !sdn_field_equal(&table->type->fields[field], sdn_table_base(table, slot), sdn_table_record(table, slot));
}

/* The row as it stands, with the cells of changed fields replaced. */
static void compose_edited(sdn_composer *composer, uint32_t slot, sdn_buffer *out)
{
    const sdn_table *table = composer->table;
    sdn_str text = sdn_table_row_text(table, slot);
    const char *at = text.ptr, *end = at + text.len;
    size_t effort = text.len;
    sdn_scan_row(at, end, composer->cells, composer->column_count, composer->column_count, &effort);
    size_t start = out->len;
    for (uint32_t i = 0; i < composer->column_count; i++) {
        sdn_str cell = sdn_cell_extent(&composer->cells[i]);
        if (!differs(table, slot, composer->fields[i]))
            continue;
        sdn_buffer_add(out, at, (size_t)(cell.ptr - at));
        if (cell.len == 0 && cell.ptr[-1] == ',' && sdn_composer_style(composer)->separator.len > 1)
            sdn_buffer_add(out, " ", 1); /* an empty cell needs no blank behind the comma, a filled one gets it */
        add_cell(composer, &composer->writer, composer->fields[i], i, out);
        at = cell.ptr + cell.len;
        if (i + 1 == composer->column_count && composer->writer.cells[composer->fields[i]].empty)
            at = end; /* nothing but blanks would stand behind the last comma */
    }
    sdn_buffer_add(out, at, (size_t)(end - at));
    size_t ours = at == end ? start : out->len;
    bool edited = (table->rows[slot].flags & SDN_ROW_EDITED) != 0;
    add_new_columns(composer, edited ? &composer->writer : &composer->defaults, out);
    trim_blanks(out, ours);
}

/* The first value of an enum, or of a list of one, that is none of its words; false if there is none. */
static bool find_no_enumerator(const sdn_field *field, const void *record, uint32_t *number)
{
    const void *value = (const char *)record + field->offset;
    bool is_list = (field->flags & SDN_FIELD_LIST) != 0;
    sdn_any_list list = is_list ? sdn_list_at(value) : (sdn_any_list){value, 1};
    for (size_t i = 0; field->type == SDN_TYPE_ENUM && i < list.count; i++) {
        memcpy(number, sdn_list_item(list, sdn_scalar_of(field), i), sizeof *number);
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
    sdn_values_of(type, &type->key, record, values);
    sdn_key_print(type, values, key, sizeof key);
    snprintf(to, size, ", record '%s'", key);
}

sdn_code sdn_composer_refuse_written(const sdn_composer *composer, const void *record, sdn_error *err)
{
    char named[192];
    uint32_t number;
    const sdn_record_type *type = composer->table->type;
    const sdn_field *field = &type->fields[composer->writer.problem_field];
    const char *path = composer->table->document->path;
    name_record(type, record, named, sizeof named);
    if (find_no_enumerator(field, record, &number))
        return sdn_fail(err, SDN_E_INVALID, path, "table '%s'%s: field '%s' is %lu, which is none of the values of enum %s; "
                        "assign one of them", type->table.ptr, named, field->name, (unsigned long)number,
                        field->enumeration->name);
    return sdn_fail(err, SDN_E_INVALID, path, "table '%s'%s: field '%s' %s", type->table.ptr, named, field->name,
                    composer->writer.problem);
}

static sdn_code write_cells(sdn_composer *composer, const void *record, sdn_error *err)
{
    sdn_row_writer_fill(&composer->writer, record);
    sdn_row_writer_limit(&composer->writer, composer->table->document->options->max_cell_bytes);
    if (composer->writer.out_of_memory)
        return sdn_fail_memory(err);
    return composer->writer.problem == NULL ? SDN_OK : sdn_composer_refuse_written(composer, record, err);
}

sdn_code sdn_composer_refuse_repeated(const sdn_table *table, uint32_t slot, sdn_error *err)
{
    bool all = (table->rows[slot].flags & SDN_ROW_EDITED) == 0; /* of a new row */
    for (uint32_t i = 0; i < table->type->field_count; i++) {
        if (table->repeats[i] == SDN_NO_COLUMN || (!all && !differs(table, slot, i)))
            continue;
        const sdn_table_text *text = sdn_table_text_of(table);
        sdn_str name = text->columns[table->repeats[i]];
        return sdn_fail_at(err, SDN_E_INVALID, table->document->path, text->line_number,
                           (uint32_t)(name.ptr - text->header.start) + 1,
                           "column '%.*s' is there twice, so field '%s' cannot be written; rename or remove one first",
                           name.len < 100 ? (int)name.len : 100, name.ptr, table->type->fields[i].name);
    }
    return SDN_OK;
}

sdn_code sdn_compose_row(sdn_composer *composer, uint32_t slot, sdn_buffer *out, sdn_error *err)
{
    const sdn_table *table = composer->table;
    sdn_code code = SDN_OK;
    if (is_new(table, slot) || (table->rows[slot].flags & SDN_ROW_EDITED) != 0) {
        code = sdn_composer_refuse_repeated(table, slot, err);
        if (code == SDN_OK)
            code = write_cells(composer, sdn_table_record(table, slot), err);
    }
    if (code != SDN_OK)
        return code;
    if (is_new(table, slot))
        sdn_compose_new_row(composer, out);
    else
        compose_edited(composer, slot, out);
    return SDN_OK;
}

/* ---- reading back ---- */

/* Whether reading the file would take these bytes for one row, with as many cells as there are columns. */
static bool is_one_row(sdn_composer *composer, sdn_str row)
{
    const sdn_table_text *text = sdn_table_text_of(composer->table);
    const char *end = row.ptr + row.len;
    uint32_t columns = composer->column_count + composer->added_count;
    size_t effort = 8 * row.len;
    bool is_row = sdn_document_is_row(text != NULL ? text->indent : 0, sdn_line_at(row.ptr, end)) &&
                  sdn_utf8_fault(row.ptr, row.len) == NULL;
    sdn_row_scan scan = sdn_scan_row(row.ptr, end, composer->cells, columns, columns, &effort);
    return is_row && scan.problem == NULL && scan.count == columns && scan.line.end == end;
}

static sdn_code read_back(sdn_composer *composer, const void *record, bool *same, sdn_error *err)
{
    const sdn_record_type *type = composer->table->type;
    sdn_row_reader reader = {
        .type = type, .cells = composer->cells, .columns = composer->columns, .arena = &composer->read,
        .words = composer->table->words};
    void *read = sdn_arena_alloc(&composer->read, type->size);
    if (read == NULL)
        return sdn_fail_memory(err);
    *same = type->parse(read, &reader) && sdn_record_equal(type, record, read);
    return reader.out_of_memory ? sdn_fail_memory(err) : SDN_OK;
}

/* A copy of the row, as it would stand in a file: cells are read eight bytes at a time. */
static sdn_str copy_of(sdn_composer *composer, sdn_str row)
{
    static const char behind[8] = {0};
    sdn_buffer *copy = &composer->copy;
    copy->len = 0;
    copy->out_of_memory = false;
    sdn_buffer_add_str(copy, row);
    sdn_buffer_add(copy, behind, sizeof behind);
    return (sdn_str){copy->bytes, row.len};
}

sdn_code sdn_composer_reads_back(sdn_composer *composer, sdn_str row, const void *record, bool *same, sdn_error *err)
{
    *same = false;
    sdn_str copy = copy_of(composer, row);
    if (composer->copy.out_of_memory)
        return sdn_fail_memory(err);
    sdn_code code = is_one_row(composer, copy) ? read_back(composer, record, same, err) : SDN_OK;
    sdn_arena_rewind(&composer->read);
    return code;
}
