#include "encode/row_compose.h"

#include "record/row_write.h"

#include <assert.h>
#include <string.h>

/* Cells are copied in steps of this many bytes, of which the last ones may be written after the row. */
enum { STEP = SDN_ROW_WRITER_SLACK };

size_t sdn__row_compose_most(sdn_row_encoder *encoder)
{
    const sdn_row_format *format = sdn__row_encoder_format(encoder);
    size_t quotes = 2; /* of a cell that is empty */
    return format->indent.len + encoder->writer.len +
           sdn__row_columns_count(&encoder->columns) * (format->separator.len + quotes) + STEP;
}

/* Copies a cell that is not empty. Most take one step, which is less than a call of memcpy. */
static inline void copy_cell(char *to, const char *from, size_t len)
{
    size_t at = 0;
    if (len > (size_t)4 * STEP) {
        memcpy(to, from, len);
        return;
    }
    do
        memcpy(to + at, from + at, STEP);
    while ((at += STEP) < len);
}

/* A comma, and a blank that counts if the separator has one. */
static inline char *append_separator(char *to, size_t len)
{
    assert(len == 1 || len == 2);
    memcpy(to, ", ", 2);
    return to + len;
}

/* A cell between quotes, as scanning finds it. */
static inline sdn_cell composed_quotes(const char *at, size_t len)
{
    bool escapes = memchr(at, '\\', len) != NULL;
    return (sdn_cell){at + 1, (uint32_t)len - 2, escapes ? SDN_CELL_ESCAPED : SDN_CELL_QUOTED};
}

/* The row so far. */
typedef struct composed_row {
    char *end;
    uint32_t count; /* of its cells */
    sdn_cell *next; /* where the next of them goes */
    bool has_array;
} composed_row;

/* Writes what stands for an empty cell to `at`. */
static inline sdn_cell put_empty(char *at, bool quoted)
{
    memcpy(at, "\"\"", 2);
    return (sdn_cell){at + quoted, 0, quoted ? SDN_CELL_QUOTED : SDN_CELL_BARE};
}

/* Writes a cell that is not empty to `at`. */
static inline sdn_cell put_cell(char *at, const char *text, size_t len)
{
    copy_cell(at, text, len);
    return *at == '"' ? composed_quotes(at, len) : (sdn_cell){at, (uint32_t)len, SDN_CELL_BARE};
}

/* Appends the cells of columns that hold these fields. What is used of the encoder and the row is in registers, though
 * the bytes that are written may alias. */
static inline void append_cells(sdn_row_encoder *encoder, const uint32_t *fields, uint32_t count, composed_row *row)
{
    const char *text = encoder->writer.text;
    const sdn_written_cell *cells = encoder->writer.cells;
    size_t separator = encoder->format.separator.len;
    char *at = row->end;
    sdn_cell *next = row->next;
    bool has_array = row->has_array;
    for (uint32_t i = 0; i < count; i++, next++) {
        uint32_t field = fields[i];
        if (field == SDN_NO_FIELD || cells[field].empty) {
            bool quoted = sdn__row_encoder_quotes_empty(encoder, row->count + i);
            *next = put_empty(at, quoted);
            at += quoted ? 2 : 0;
        } else {
            *next = put_cell(at, text + cells[field].start, cells[field].len);
            has_array |= *at == '[';
            at += cells[field].len;
        }
        at = append_separator(at, separator);
    }
    *row = (composed_row){at, row->count + count, next, has_array};
}

sdn_str sdn__row_compose(sdn_row_encoder *encoder, char *to, bool *has_array)
{
    const sdn_row_format *format = sdn__row_encoder_format(encoder);
    const sdn_row_columns *columns = &encoder->columns;
    composed_row row = {.end = to + format->indent.len, .next = encoder->readback.cells};
    memcpy(to, format->indent.ptr, format->indent.len);
    append_cells(encoder, columns->fields, columns->file_count, &row);
    append_cells(encoder, columns->added, columns->added_count, &row);
    *has_array = row.has_array;
    if (row.count > 0)
        row.end -= format->separator.len; /* none after the last cell */
    return (sdn_str){to, sdn__row_trimmed(to, (size_t)(row.end - to))};
}
