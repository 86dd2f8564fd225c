#include "encode/row_readback.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "base/error.h"
#include "record/record.h"
#include "record/row_read.h"
#include "text/scan.h"
#include "text/utf8.h"

int sdn__row_readback_init(sdn_row_readback *readback, const sdn_row_columns *columns)
{
    size_t most = (size_t)columns->file_count + columns->table->type->field_count;
    *readback = (sdn_row_readback){.copy = SDN_BUFFER_INIT, .values = SDN_ARENA_INIT};
    readback->cells = sdn__resize(NULL, most, sizeof *readback->cells);
    readback->record = sdn__alloc_zeroed(1, columns->table->type->size); /* padding is copied and compared */
    return readback->cells != NULL && readback->record != NULL ? 0 : -1;
}

void sdn__row_readback_release(sdn_row_readback *readback)
{
    sdn__free(readback->cells);
    sdn__free(readback->record);
    sdn__buffer_release(&readback->copy);
    sdn_arena_release(&readback->values);
}

/* Copies the row and what can be read after one. */
static sdn_str copy_of(sdn_row_readback *readback, sdn_str row)
{
    static const char padding[SDN_ROW_PADDING] = {0};
    sdn_buffer *copy = &readback->copy;
    copy->len = 0;
    copy->out_of_memory = false;
    sdn__buffer_add_str(copy, row);
    sdn__buffer_add(copy, padding, sizeof padding);
    return (sdn_str){copy->bytes, row.len};
}

/* Whether reading the file would take these bytes for one row, with as many cells as there are columns. */
static bool is_one_row(sdn_row_readback *readback, const sdn_row_columns *columns, sdn_str row)
{
    const sdn_table_text *text = sdn__table_text_of(columns->table);
    const char *end = row.ptr + row.len;
    uint32_t count = sdn__row_columns_count(columns);
    size_t effort = 8 * row.len;
    bool is_row = sdn__document_is_row(text != NULL ? text->indent : 0, sdn__line_at(row.ptr, end)) &&
                  sdn__utf8_fault(row.ptr, row.len) == NULL;
    sdn_row_scan scan = sdn__scan_row(row.ptr, end, readback->cells, count, count, &effort);
    return is_row && scan.problem == NULL && scan.count == count && scan.line.end == end;
}

sdn_code sdn__row_readback_compare_cells(sdn_row_readback *readback, const sdn_row_columns *columns, const void *record,
                                         sdn_arena *arena, bool *same, sdn_error *err)
{
    const sdn_record_type *type = columns->table->type;
    sdn_row_reader reader = {.type = type,
                             .cells = readback->cells,
                             .columns = columns->of_field,
                             .arena = arena,
                             .words = columns->table->columns.enum_words};
    *same = type->parse(readback->record, &reader) && sdn_record_equal(type, record, readback->record);
    return reader.out_of_memory ? sdn__fail_memory(err) : SDN_OK;
}

sdn_code sdn__row_readback_compare(sdn_row_readback *readback, const sdn_row_columns *columns, sdn_str row,
                                   const void *record, bool *same, sdn_error *err)
{
    *same = false;
    sdn_str copy = copy_of(readback, row);
    if (readback->copy.out_of_memory)
        return sdn__fail_memory(err);
    if (!is_one_row(readback, columns, copy))
        return SDN_OK;
    sdn_code code = sdn__row_readback_compare_cells(readback, columns, record, &readback->values, same, err);
    sdn__arena_rewind(&readback->values);
    return code;
}
