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

/* Copies a cell. Most take one step, which is less than a call of memcpy. */
static inline void copy_cell(char *to, const char *from, size_t len)
{
    if (len > (size_t)4 * STEP)
        memcpy(to, from, len);
    else
        for (size_t at = 0; at < len; at += STEP)
            memcpy(to + at, from + at, STEP);
}

/* A comma, and a blank that counts if the separator has one. */
static inline char *append_separator(char *to, size_t len)
{
    assert(len == 1 || len == 2);
    memcpy(to, ", ", 2);
    return to + len;
}

/* Writes the cell of a column: that of its field, or what stands for an empty one. Returns its length. */
static inline size_t compose_cell(sdn_row_encoder *encoder, uint32_t column, char *to)
{
    const sdn_row_writer *writer = &encoder->writer;
    uint32_t field = sdn__row_columns_field(&encoder->columns, column);
    if (field != SDN_NO_FIELD && !writer->cells[field].empty) {
        copy_cell(to, writer->text + writer->cells[field].start, writer->cells[field].len);
        return writer->cells[field].len;
    }
    memcpy(to, "\"\"", 2);
    return sdn__row_encoder_quotes_empty(encoder, column) ? 2 : 0;
}

/* A cell between quotes, as scanning finds it. */
static inline sdn_cell composed_quotes(const char *at, size_t len)
{
    bool escapes = memchr(at, '\\', len) != NULL;
    return (sdn_cell){at + 1, (uint32_t)len - 2, escapes ? SDN_CELL_ESCAPED : SDN_CELL_QUOTED};
}

/* An empty last cell needs no blank before it; editors remove white space at line ends. */
static inline const char *without_blanks(const char *start, const char *end)
{
    while (end > start && end[-1] == ' ')
        end--;
    return end;
}

sdn_str sdn__row_compose(sdn_row_encoder *encoder, char *to, bool *has_array)
{
    const sdn_row_format *format = sdn__row_encoder_format(encoder);
    uint32_t count = sdn__row_columns_count(&encoder->columns);
    sdn_cell *cell = encoder->readback.cells;
    const char *start = to;
    bool arrays = false;
    memcpy(to, format->indent.ptr, format->indent.len);
    to += format->indent.len;
    for (uint32_t i = 0; i < count; i++, cell++) {
        if (i > 0)
            to = append_separator(to, format->separator.len);
        size_t len = compose_cell(encoder, i, to);
        *cell = (sdn_cell){to, (uint32_t)len, SDN_CELL_BARE};
        if (len > 0 && *to == '"')
            *cell = composed_quotes(to, len);
        else if (len > 0 && *to == '[')
            arrays = true;
        to += len;
    }
    *has_array = arrays;
    return (sdn_str){start, (size_t)(without_blanks(start, to) - start)};
}
