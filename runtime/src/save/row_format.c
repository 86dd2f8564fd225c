#include "save/row_format.h"

#include "base/alloc.h"

#include <string.h>

/* So many rows from the end of the table are looked at. */
enum { SAMPLE_ROWS = 64 };

sdn_str sdn__line_end_of(const sdn_document *document)
{
    sdn_line first = sdn__line_at(document->bytes, document->bytes + document->len);
    return *first.end == '\r' ? SDN_STR("\r\n") : SDN_STR("\n");
}

static bool is_inline(const sdn_table *table, size_t slot)
{
    return slot == 0 && sdn__table_text_of(table)->inline_row;
}

/* Notes how empty cells of this row are written; `seen` tells which columns a row nearer to the end has settled. */
static void note_empty_cells(const sdn_table *table, uint32_t count, bool *seen, sdn_row_format *format)
{
    for (uint32_t i = 0; i < count; i++) {
        const sdn_cell *cell = &table->cells[i];
        if (cell->len > 0 || seen[i])
            continue;
        seen[i] = true;
        format->quoted_empty[i] = cell->form == SDN_CELL_QUOTED;
        format->quotes_empty = format->quotes_empty && format->quoted_empty[i];
    }
}

/* An empty cell has no blank of its own before it, so the first one that holds something tells. */
static void note_shape(const sdn_table *table, sdn_str row, sdn_row_format *format)
{
    const char *text = sdn__skip_blanks(row.ptr, row.ptr + row.len);
    format->indent = (sdn_str){row.ptr, (size_t)(text - row.ptr)};
    for (uint32_t i = 1; i < sdn__table_text_of(table)->column_count; i++) {
        sdn_str cell = sdn__cell_extent(&table->cells[i]);
        if (cell.len == 0)
            continue;
        format->separator = cell.ptr[-1] == ',' ? SDN_STR(",") : SDN_STR(", ");
        break;
    }
}

static void look_at_rows(const sdn_table *table, sdn_row_format *format, bool *seen)
{
    uint32_t columns = sdn__table_text_of(table)->column_count;
    bool shaped = false;
    size_t sampled = 0;
    for (size_t slot = table->loaded_count; slot > 0 && sampled < SAMPLE_ROWS; slot--) {
        const sdn_table_row *row = &table->rows[slot - 1];
        if ((row->flags & SDN_ROW_UNREADABLE) != 0 || sdn__table_is_gone(row))
            continue;
        sdn_str text = sdn__table_row_text(table, (uint32_t)(slot - 1));
        size_t effort = text.len;
        sdn__scan_row(text.ptr, text.ptr + text.len, table->cells, columns, columns, &effort);
        note_empty_cells(table, columns, seen, format);
        if (!shaped && !is_inline(table, slot - 1)) {
            note_shape(table, text, format);
            shaped = true;
        }
        sampled++;
    }
}

static uint32_t column_count(const sdn_table *table)
{
    const sdn_table_text *text = sdn__table_text_of(table);
    return text != NULL ? text->column_count : table->type->field_count;
}

int sdn__row_format_init(const sdn_table *table, sdn_row_format *format)
{
    *format = (sdn_row_format){.indent = SDN_STR("    "), .separator = SDN_STR(", "), .quotes_empty = true};
    format->quoted_empty = sdn__alloc_zeroed(2 * (size_t)column_count(table) + 1, sizeof *format->quoted_empty);
    return format->quoted_empty != NULL ? 0 : -1;
}

void sdn__row_format_find(const sdn_table *table, sdn_row_format *format)
{
    uint32_t columns = column_count(table);
    bool *seen = format->quoted_empty + columns;
    format->is_found = true;
    if (sdn__table_text_of(table) == NULL)
        return;
    look_at_rows(table, format, seen);
    for (uint32_t i = 0; i < columns; i++)
        if (!seen[i])
            format->quoted_empty[i] = format->quotes_empty;
}
