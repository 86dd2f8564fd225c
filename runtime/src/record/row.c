/*
 * Rows outside of files: a record from one row of text, and the row of a record. The cells are in the order of the
 * fields.
 */
#include <sdn/record.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "record/misread.h"
#include "record/row.h"
#include "record/row_read.h"
#include "text/scan.h"
#include "text/utf8.h"

#include <string.h>

/* ---- reading ---- */

static sdn_code require_single_row(const sdn_record_type *type, const sdn_row_scan *scan, const char *end,
                                   sdn_error *err)
{
    if (scan->problem != NULL)
        return sdn__fail(err, SDN_E_SYNTAX, NULL, "the row: %s", scan->problem);
    if (scan->line.next != end)
        return sdn__fail(err, SDN_E_SYNTAX, NULL, "the text goes on after the row; give one row");
    if (scan->count == type->field_count)
        return SDN_OK;
    return sdn__fail(err, SDN_E_SYNTAX, NULL, "the row has %lu cell%s, the record %lu field%s; correct the row",
                     (unsigned long)scan->count, scan->count == 1 ? "" : "s", (unsigned long)type->field_count,
                     type->field_count == 1 ? "" : "s");
}

/* Ends each cell with a NUL, for text that stays in place. What it replaces is a comma, a blank, a quote or the end of
 * the row, so it is in no other cell. */
static void end_text(char *bytes, const sdn_cell *cells, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        bytes[(size_t)(cells[i].ptr - bytes) + cells[i].len] = '\0';
}

/* Finds the cells of a row. `bytes` are writable, with the padding after them. */
static sdn_code find_cells(const sdn_record_type *type, char *bytes, size_t len, sdn_cell *cells, sdn_error *err)
{
    size_t effort = len;
    const char *end = bytes + len;
    if (sdn__utf8_fault(bytes, len) != NULL)
        return sdn__fail(err, SDN_E_SYNTAX, NULL, "the row is not valid UTF-8 or holds a NUL byte; rows are text only");
    sdn_row_scan scan = sdn__scan_row(bytes, end, cells, type->field_count, type->field_count, &effort);
    sdn_code code = require_single_row(type, &scan, end, err);
    if (code == SDN_OK)
        end_text(bytes, cells, type->field_count);
    return code;
}

sdn_code sdn_row_reader_init(sdn_row_reader *row, const sdn_record_type *type, sdn_str text, sdn_arena *arena,
                             sdn_error *err)
{
    if (text.len > UINT32_MAX)
        return sdn__fail(err, SDN_E_LIMIT, NULL, "the row is larger than 4 GiB; shorten it");
    uint32_t *columns = sdn_arena_alloc(arena, type->field_count * sizeof *columns);
    sdn_cell *cells = sdn_arena_alloc(arena, type->field_count * sizeof *cells);
    char *bytes = sdn__arena_zeroed(arena, text.len + SDN_ROW_PADDING);
    if (columns == NULL || cells == NULL || bytes == NULL)
        return sdn__fail_memory(err);
    if (text.len > 0)
        memcpy(bytes, text.ptr, text.len);
    sdn_code code = find_cells(type, bytes, text.len, cells, err);
    if (code != SDN_OK)
        return code;
    for (uint32_t i = 0; i < type->field_count; i++)
        columns[i] = i;
    *row = (sdn_row_reader){.type = type, .cells = cells, .columns = columns, .arena = arena};
    return SDN_OK;
}

sdn_code sdn_record_from_row(const sdn_record_type *type, void *record, sdn_str row, sdn_arena *arena, sdn_error *err)
{
    sdn_row_reader reader;
    sdn_code code = sdn_row_reader_init(&reader, type, row, arena, err);
    if (code != SDN_OK)
        return code;
    void *read = sdn_arena_alloc(arena, type->size);
    if (read == NULL)
        return sdn__fail_memory(err);
    if (!type->parse(read, &reader))
        return sdn__misread_fail(&reader, err);
    memcpy(record, read, type->size);
    return SDN_OK;
}

/* ---- writing ---- */

sdn_str sdn__row_join(const sdn_row_writer *row, sdn_arena *arena)
{
    sdn_buffer joined = SDN_BUFFER_INIT;
    sdn_str copy = {NULL, 0};
    for (uint32_t i = 0; i < row->type->field_count; i++) {
        sdn_str cell = sdn_row_writer_cell(row, i);
        sdn__buffer_add(&joined, ", ", i > 0 ? 2 : 0);
        sdn__buffer_add_str(&joined, cell.len > 0 ? cell : SDN_STR("\"\""));
    }
    if (!joined.out_of_memory)
        copy = sdn_arena_copy(arena, joined.bytes, joined.len);
    sdn__buffer_release(&joined);
    return copy;
}

/* The row of a writer that was filled; its ptr is NULL on error. */
static sdn_str finished_row(const sdn_row_writer *writer, sdn_arena *arena, sdn_error *err)
{
    sdn_str row = {NULL, 0};
    if (writer->problem != NULL) {
        sdn__fail(err, SDN_E_INVALID, NULL, "field '%s' %s", writer->type->fields[writer->problem_field].name,
                  writer->problem);
        return row;
    }
    if (!writer->out_of_memory)
        row = sdn__row_join(writer, arena);
    if (row.ptr == NULL)
        sdn__fail_memory(err);
    return row;
}

sdn_str sdn_record_to_row(const sdn_record_type *type, const void *record, sdn_arena *arena, sdn_error *err)
{
    sdn_row_writer writer;
    sdn_str row = {NULL, 0};
    if (sdn_row_writer_init(&writer, type) != SDN_OK) {
        sdn__fail_memory(err);
        return row;
    }
    sdn_row_writer_fill(&writer, record);
    row = finished_row(&writer, arena, err);
    sdn_row_writer_release(&writer);
    return row;
}
