/*
 * The reader of documents hands out tables and rows; `printed` is how far the file was printed. What lies between that and
 * the next row is printed line by line as it is.
 */
#include "versions/flat_text.h"

#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "data/schema_load.h"
#include "diag/text.h"
#include "record/record_print.h"
#include "store/file.h"
#include "text/document_reader.h"
#include "versions/shown_value.h"

typedef struct flattener {
    const model *schemas;
    sdn_buffer *out;
    sdn_document document;
    sdn_document_reader reader;
    sdn_arena arena;   /* of the document */
    sdn_arena scratch; /* of one row */
    const char *printed;
    uint32_t *columns;     /* 0, 1, 2, ...: the cells of a row as they are */
    bool *is_key;          /* by column of the table */
    sdn_str label;         /* of the row */
    sdn_buffer label_text; /* of which it is a view */
} flattener;

/* ---- what is no row ---- */

static void flatten_line(sdn_buffer *out, const char *start, const char *end)
{
    sdn_str text = sdn__trimmed(start, end);
    if (text.len == 0)
        return;
    sdn__print_escaped(out, text);
    text_printf(out, "\n");
}

static void flatten_gap(flattener *f, const char *end)
{
    while (f->printed < end) {
        sdn_line line = sdn__line_at(f->printed, end);
        flatten_line(f->out, line.start, line.end);
        f->printed = line.next;
    }
}

static void flatten_header(flattener *f, const sdn_table_text *table)
{
    flatten_gap(f, table->header.start);
    sdn__print_escaped(f->out, table->name);
    text_printf(f->out, " |");
    for (uint32_t i = 0; i < table->column_count; i++) {
        text_printf(f->out, "%s", i > 0 ? ", " : "");
        sdn__print_escaped(f->out, table->columns[i]);
    }
    text_printf(f->out, "|\n");
    f->printed = table->inline_row ? table->bars_end : table->header.next;
}

/* ---- cells ---- */

/* Whether a column is that of a field, by its name now or before. */
static bool is_column_of(const model_field *field, sdn_str column)
{
    bool found = sdn_str_equal(field->column, column);
    for (size_t i = 0; i < field->was_count && !found; i++)
        found = sdn_str_equal(field->was[i], column);
    return found;
}

static bool is_key_column(const model_record *record, const sdn_table_text *table, uint32_t column)
{
    if (record == NULL)
        return column == 0;
    for (size_t i = 0; i < record->key.field_count; i++)
        if (is_column_of(&record->fields[record->key.fields[i]], table->columns[column]))
            return true;
    return false;
}

/* Returns whether the table has a key. */
static bool find_key_columns(flattener *f, const sdn_table_text *table)
{
    const model_record *record = schema_record_of_table(f->schemas, table->name);
    bool any = false;
    for (uint32_t i = 0; i < table->column_count; i++) {
        f->columns[i] = i;
        f->is_key[i] = is_key_column(record, table, i);
        any = any || f->is_key[i];
    }
    return any;
}

static sdn_str cell_at(flattener *f, uint32_t column)
{
    sdn_str text = SDN_STR("");
    sdn_row_reader cells = {.cells = f->reader.cells, .columns = f->columns, .arena = &f->scratch};
    if (!sdn_read_string(&cells, column, &text))
        f->out->out_of_memory = true;
    return text;
}

/* `table key key`, before the name of the column. */
static void make_label(flattener *f, const sdn_table_text *table)
{
    f->label_text.len = 0;
    sdn__print_escaped(&f->label_text, table->name);
    for (uint32_t i = 0; i < table->column_count; i++) {
        if (!f->is_key[i])
            continue;
        sdn__buffer_add(&f->label_text, " ", 1);
        show_escaped(&f->label_text, cell_at(f, i), "");
    }
    f->label = text_view(&f->label_text);
}

static void flatten_cell(flattener *f, const sdn_table_text *table, uint32_t column, sdn_str text)
{
    sdn__buffer_add_str(f->out, f->label);
    sdn__buffer_add(f->out, " ", 1);
    sdn__print_escaped(f->out, table->columns[column]);
    sdn__buffer_add(f->out, " = ", 3);
    show_escaped(f->out, text, "");
    sdn__buffer_add(f->out, "\n", 1);
}

/* ---- rows ---- */

/* A record of which only the key is filled is shown by its key. */
static void flatten_cells(flattener *f, const sdn_table_text *table)
{
    size_t start = f->out->len;
    make_label(f, table);
    for (uint32_t i = 0; i < table->column_count; i++) {
        sdn_str text = f->is_key[i] ? SDN_STR("") : cell_at(f, i);
        if (text.len > 0)
            flatten_cell(f, table, i, text);
    }
    for (uint32_t i = 0; i < table->column_count && f->out->len == start; i++)
        if (f->is_key[i])
            flatten_cell(f, table, i, cell_at(f, i));
    sdn__arena_rewind(&f->scratch);
}

static void flatten_row(flattener *f, const sdn_table_text *table, const sdn_row_scan *row, bool has_key)
{
    flatten_gap(f, row->line.start);
    f->printed = row->line.next;
    if (has_key && row->problem == NULL && row->count == table->column_count)
        flatten_cells(f, table);
    else
        flatten_line(f->out, row->line.start, row->line.end);
}

static int flatten_table(flattener *f, const sdn_table_text *table)
{
    sdn_row_scan row;
    f->columns = sdn_arena_alloc(&f->arena, table->column_count * sizeof *f->columns + 1);
    f->is_key = sdn_arena_alloc(&f->arena, table->column_count * sizeof *f->is_key + 1);
    if (f->columns == NULL || f->is_key == NULL)
        return -1;
    bool has_key = find_key_columns(f, table);
    flatten_header(f, table);
    while (sdn__document_next_row(&f->reader, &row))
        flatten_row(f, table, &row, has_key);
    return f->out->out_of_memory || f->label_text.out_of_memory ? -1 : 0;
}

/* ---- documents ---- */

/* Of the usual sizes. */
static sdn_document_limits flat_text_limits(void)
{
    sdn_options options = sdn_options_default();
    return (sdn_document_limits){options.max_cell_bytes, options.max_columns, options.max_rows};
}

/* Cells can be read a little past their end. */
static char *copy_padded(sdn_str bytes, sdn_arena *arena)
{
    char *copy = sdn_arena_alloc(arena, bytes.len + SDN_PADDING);
    if (copy == NULL)
        return NULL;
    if (bytes.len > 0)
        memcpy(copy, bytes.ptr, bytes.len);
    memset(copy + bytes.len, 0, SDN_PADDING);
    return copy;
}

static sdn_code flatten(flattener *f, sdn_str bytes, sdn_error *err)
{
    const sdn_table_text *table;
    sdn_document_limits limits = flat_text_limits();
    char *copy = copy_padded(bytes, &f->arena);
    bool out_of_memory = false;
    if (copy == NULL)
        return sdn__fail_memory(err);
    sdn__document_open(&f->reader, &f->document, "the file", copy, bytes.len, &limits, &f->arena, err);
    f->printed = f->document.bytes;
    while (!out_of_memory && (table = sdn__document_next_table(&f->reader)) != NULL)
        out_of_memory = flatten_table(f, table) != 0;
    sdn_code code = sdn__document_close(&f->reader);
    if (code == SDN_OK && !out_of_memory)
        flatten_gap(f, f->document.bytes + f->document.len);
    if (code == SDN_OK && f->document.conflict_count > 0)
        code = sdn__fail(err, SDN_E_SYNTAX, NULL, "the file has a conflict of git");
    sdn__document_release(&f->document);
    return out_of_memory || f->out->out_of_memory ? sdn__fail_memory(err) : code;
}

sdn_code flat_text(sdn_str bytes, const model *schemas, sdn_buffer *out, sdn_error *err)
{
    flattener f = {.schemas = schemas,
                   .out = out,
                   .arena = SDN_ARENA_INIT,
                   .scratch = SDN_ARENA_INIT,
                   .label_text = SDN_BUFFER_INIT};
    sdn_code code = flatten(&f, bytes, err);
    sdn__buffer_release(&f.label_text);
    sdn_arena_release(&f.scratch);
    sdn_arena_release(&f.arena);
    return code;
}

const sdn_str *flat_text_tables(sdn_str bytes, sdn_arena *arena, size_t *count)
{
    sdn_document document;
    sdn_document_limits limits = flat_text_limits();
    char *copy = copy_padded(bytes, arena);
    sdn_code code =
        copy != NULL ? sdn__document_read(&document, "the file", copy, bytes.len, &limits, arena, NULL) : SDN_E_NOMEM;
    *count = 0;
    if (copy == NULL)
        return NULL;
    size_t found = code == SDN_OK ? document.table_count : 0;
    sdn_str *names = sdn_arena_alloc(arena, found * sizeof *names + 1);
    for (size_t i = 0; names != NULL && i < found; i++)
        names[(*count)++] = document.tables[i].name;
    sdn__document_release(&document);
    return names;
}
