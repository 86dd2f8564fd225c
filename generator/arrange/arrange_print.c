/*
 * A table on paper: the widths of columns are taken from all rows first.
 *
 * The header keeps its indent, since that decides which lines are rows; rows come to stand deeper than it, so that none
 * can be taken for a statement. What follows the second bar, a comment or the first row, is left as it is.
 */
#include "arrange/arrange_private.h"

#include "diag/text.h"
#include "formats/align.h"

static bool is_number(sdn_type type)
{
    return type == SDN_TYPE_I32 || type == SDN_TYPE_I64 || type == SDN_TYPE_U32 || type == SDN_TYPE_U64 ||
           type == SDN_TYPE_F64;
}

static void align_numbers(const arrange_table *table, align_columns *columns)
{
    if (table->data == NULL)
        return;
    const sdn_record_type *type = table->data->type;
    const sdn_store *store = table->data->store;
    const uint32_t *of_field = store->file->image->tables[store->number]->columns.of_field;
    for (uint32_t i = 0; i < type->field_count; i++)
        if (of_field[i] < columns->count)
            columns->right[of_field[i]] =
                is_number(type->fields[i].type) && (type->fields[i].flags & SDN_FIELD_LIST) == 0;
}

static void measure_rows(const arrange_table *table, align_columns *columns)
{
    align_measure(columns, table->text->columns);
    for (size_t i = 0; i < table->row_count; i++)
        if (table->rows[i].is_plain)
            align_measure(columns, table->cells + table->rows[i].first_cell);
}

static void add_between(sdn_buffer *text, const char *start, const char *end)
{
    sdn__buffer_add(text, start, (size_t)(end - start));
}

/* Takes the blanks at the end of the text away. */
static void drop_blanks(sdn_buffer *text)
{
    while (text->len > 0 && (text->bytes[text->len - 1] == ' ' || text->bytes[text->len - 1] == '\t'))
        text->len--;
}

/* The names of the columns; a comma after the last one is kept. */
static void print_header(const arrange_table *table, const align_columns *columns, sdn_buffer *text)
{
    const sdn_table_text *header = table->text;
    const char *last = header->bars_end - 1;
    while (last > header->header.start && (last[-1] == ' ' || last[-1] == '\t'))
        last--;
    add_between(text, header->header.start, header->header.start + header->indent);
    sdn__buffer_add_str(text, header->name);
    sdn__buffer_add(text, " |", 2);
    align_row(columns, header->columns, text);
    drop_blanks(text);
    text_printf(text, "%s|", header->column_count > 0 && last[-1] == ',' ? "," : "");
    sdn_line rest = {header->bars_end, header->header.end, header->header.next};
    add_between(text, rest.start, sdn__trimmed(rest.start, rest.end).len > 0 ? rest.end : rest.start);
    drop_blanks(text);
    add_between(text, header->header.end, header->header.next);
}

/* A row that moved away from the end of the file may lack its line end. */
static void end_arranged_line(const arrange_table *table, const arrange_row *row, bool is_last, sdn_buffer *text)
{
    add_between(text, row->line.end, row->line.next);
    if (row->line.end == row->line.next && !is_last)
        sdn__buffer_add_str(text, table->line_end);
}

static void print_arranged_row(const arrange_table *table, const align_columns *columns, const arrange_row *row,
                               sdn_buffer *text)
{
    if (!row->is_plain) {
        add_between(text, row->line.start, row->line.end);
        return;
    }
    text_repeat(text, ' ', table->text->indent + text_width(table->text->name) + 2);
    align_row(columns, table->cells + row->first_cell, text);
    drop_blanks(text);
}

static void print_rows(const arrange_table *table, const align_columns *columns, sdn_buffer *text)
{
    sdn__buffer_add_str(text, table->introduction);
    for (size_t i = 0; i < table->row_count; i++) {
        const arrange_row *row = &table->rows[i];
        add_between(text, row->above, row->line.start);
        print_arranged_row(table, columns, row, text);
        end_arranged_line(table, row, i + 1 == table->row_count, text);
    }
}

int arrange_print(const arrange_table *table, sdn_buffer *text)
{
    align_columns columns;
    int failed = align_init(&columns, table->text->column_count);
    if (failed == 0) {
        align_numbers(table, &columns);
        measure_rows(table, &columns);
        if (table->text->inline_row)
            add_between(text, table->text->header.start, table->rows[0].above);
        else
            print_header(table, &columns, text);
        print_rows(table, &columns, text);
    }
    align_release(&columns);
    return failed != 0 || text->out_of_memory ? -1 : 0;
}
