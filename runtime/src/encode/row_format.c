#include "encode/row_format.h"

#include "base/alloc.h"

#include <assert.h>

/* This many rows from the end of the table are looked at. */
enum { SAMPLE_ROWS = 64 };

static uint32_t column_count_of(const sdn_table *table)
{
    const sdn_table_text *text = sdn__table_text_of(table);
    return text != NULL ? text->column_count : table->type->field_count;
}

/* The samples are the last rows that have a record, SAMPLE_ROWS of them at most. Goes back from `slot` to the slot after
 * the next one; 0 if there is none. */
static size_t previous_sample(const sdn_table *table, size_t slot)
{
    while (slot > 0) {
        const sdn_row *row = &table->slots.rows[slot - 1];
        if ((row->flags & SDN_ROW_UNREADABLE) == 0 && !sdn__row_is_gone(row))
            break;
        slot--;
    }
    return slot;
}

static size_t longest_sample(const sdn_table *table)
{
    size_t longest = 0, sampled = 0, slot = table->slots.loaded_count;
    for (; sampled < SAMPLE_ROWS && (slot = previous_sample(table, slot)) > 0; slot--, sampled++) {
        size_t len = sdn__table_row_text(table, (uint32_t)(slot - 1)).len;
        longest = len > longest ? len : longest;
    }
    return longest;
}

int sdn__row_format_init(const sdn_table *table, sdn_row_format *format)
{
    *format = (sdn_row_format){.indent = SDN_STR("    "), .separator = SDN_STR(", "), .quotes_empty = true};
    /* the second half is for `seen` in sdn__row_format_find, which must not fail */
    format->quoted_empty = sdn__alloc_zeroed(2 * (size_t)column_count_of(table) + 1, sizeof *format->quoted_empty);
    sdn__buffer_reserve(&format->row, longest_sample(table) + 1); /* for the same reason */
    return format->quoted_empty != NULL && !format->row.out_of_memory ? 0 : -1;
}

void sdn__row_format_release(sdn_row_format *format)
{
    sdn__free(format->quoted_empty);
    sdn__buffer_release(&format->row);
    format->quoted_empty = NULL;
}

/* Notes how empty cells of a row are written; `seen` tells which columns are known from a row nearer to the end. */
static void note_empty_cells(const sdn_table *table, uint32_t count, bool *seen, sdn_row_format *format)
{
    for (uint32_t i = 0; i < count; i++) {
        const sdn_cell *cell = &table->columns.cells[i];
        if (cell->len > 0 || seen[i])
            continue;
        seen[i] = true;
        format->quoted_empty[i] = cell->form == SDN_CELL_QUOTED;
        format->quotes_empty = format->quotes_empty && format->quoted_empty[i];
    }
}

/* Notes indent and separator of the row of a slot. An empty cell has no blank of its own before it, so the first filled
 * one tells. */
static void note_layout(const sdn_table *table, uint32_t slot, sdn_row_format *format)
{
    sdn_str row = sdn__table_row_text(table, slot); /* which stays, unlike the copy; no text ends in its indent */
    const char *text = sdn__skip_blanks(row.ptr, row.ptr + row.len);
    format->indent = (sdn_str){row.ptr, (size_t)(text - row.ptr)};
    for (uint32_t i = 1; i < sdn__table_text_of(table)->column_count; i++) {
        sdn_str cell = sdn__cell_extent(&table->columns.cells[i]);
        if (cell.len == 0)
            continue;
        format->separator = cell.ptr[-1] == ',' ? SDN_STR(",") : SDN_STR(", ");
        break;
    }
}

/* The row on the header line has no indent. */
static bool is_inline(const sdn_table *table, size_t slot)
{
    return slot == 0 && sdn__table_text_of(table)->inline_row;
}

static void look_at_rows(const sdn_table *table, sdn_row_format *format, bool *seen)
{
    uint32_t columns = sdn__table_text_of(table)->column_count;
    bool has_layout = false;
    size_t sampled = 0, slot = table->slots.loaded_count;
    for (; sampled < SAMPLE_ROWS && (slot = previous_sample(table, slot)) > 0; slot--, sampled++) {
        sdn_str text = sdn__table_copy_row(table, (uint32_t)(slot - 1), &format->row);
        size_t effort = text.len;
        assert(text.ptr != NULL); /* its room is reserved */
        sdn__scan_row(text.ptr, text.ptr + text.len, table->columns.cells, columns, columns, &effort);
        note_empty_cells(table, columns, seen, format);
        if (!has_layout && !is_inline(table, slot - 1)) {
            note_layout(table, (uint32_t)(slot - 1), format);
            has_layout = true;
        }
    }
}

void sdn__row_format_find(const sdn_table *table, sdn_row_format *format)
{
    uint32_t columns = column_count_of(table);
    bool *seen = format->quoted_empty + columns;
    format->is_found = true;
    if (sdn__table_text_of(table) == NULL)
        return;
    look_at_rows(table, format, seen);
    for (uint32_t i = 0; i < columns; i++)
        if (!seen[i])
            format->quoted_empty[i] = format->quotes_empty;
}
