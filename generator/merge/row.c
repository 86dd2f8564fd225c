#include "merge/merge_private.h"

#include <string.h>

#include "record/row_read.h"
#include "record/value.h"
#include "text/utf8.h"

static sdn_row_reader reader_of(file_merger *m, const merge_table *table, merge_side side, const sdn_cell *cells)
{
    return (sdn_row_reader){
        .type = table->type, .cells = cells, .columns = table->column_of[side], .arena = &m->row_arena};
}

bool merge_row_key(file_merger *m, merge_table *table, merge_side side, uint32_t count, const sdn_cell *cells,
                   sdn_value *key)
{
    const sdn_record_type *type = table->type;
    uint32_t stored = table->headers[side]->column_count + 1;
    sdn_row_reader reader = reader_of(m, table, side, cells);
    for (uint32_t i = 0; i < type->key.field_count; i++) {
        uint32_t column = table->column_of[side][type->key.fields[i]];
        if (column == SDN_NO_COLUMN || column >= count || column >= stored || cells[column].len == 0 ||
            !sdn__read_value(&reader, type->key.fields[i], &key[i]))
            return false;
    }
    return type->key.field_count > 0 && !sdn__key_is_empty(type, key);
}

bool merge_row_read(file_merger *m, merge_table *table, merge_side side, sdn_str text)
{
    merge_row *row = &table->rows[side];
    uint32_t count = table->headers[side]->column_count;
    size_t effort = text.len;
    sdn_row_reader reader = reader_of(m, table, side, row->cells);
    sdn_row_scan scan = sdn__scan_row(text.ptr, text.ptr + text.len, row->cells, count + 1, count, &effort);
    row->text = text;
    return scan.problem == NULL && scan.count == count && scan.line.end == text.ptr + text.len &&
           sdn__utf8_fault(text.ptr, text.len) == NULL && table->type->parse(row->record, &reader);
}

void merge_rows_forget(file_merger *m)
{
    sdn_arena_release(&m->row_arena);
}
