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

/* Appends what stands for an empty cell. */
static inline sdn_cell append_empty(sdn_row_encoder *encoder, composed_row *row)
{
    size_t len = sdn__row_encoder_quotes_empty(encoder, row->count) ? 2 : 0;
    memcpy(row->end, "\"\"", 2);
    sdn_cell cell = {row->end + len / 2, 0, len > 0 ? SDN_CELL_QUOTED : SDN_CELL_BARE};
    row->end += len;
    return cell;
}

/* Appends the cell of a field, which is not empty. */
static inline sdn_cell append_cell(const sdn_row_writer *writer, uint32_t field, composed_row *row)
{
    char *at = row->end;
    size_t len = writer->cells[field].len;
    copy_cell(at, writer->text + writer->cells[field].start, len);
    row->end = at + len;
    if (*at == '"')
        return composed_quotes(at, len);
    row->has_array = row->has_array || *at == '[';
    return (sdn_cell){at, (uint32_t)len, SDN_CELL_BARE};
}

/* Appends the cells of columns that hold these fields. */
static inline void append_cells(sdn_row_encoder *encoder, const uint32_t *fields, uint32_t count, composed_row *row)
{
    const sdn_row_writer *writer = &encoder->writer;
    size_t separator = encoder->format.separator.len;
    for (uint32_t i = 0; i < count; i++) {
        bool is_empty = fields[i] == SDN_NO_FIELD || writer->cells[fields[i]].empty;
        *row->next++ = is_empty ? append_empty(encoder, row) : append_cell(writer, fields[i], row);
        row->end = append_separator(row->end, separator);
        row->count++;
    }
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
    const sdn_row_columns *columns = &encoder->columns;
    composed_row row = {.end = to + format->indent.len, .next = encoder->readback.cells};
    memcpy(to, format->indent.ptr, format->indent.len);
    append_cells(encoder, columns->fields, columns->file_count, &row);
    append_cells(encoder, columns->added, columns->added_count, &row);
    *has_array = row.has_array;
    if (row.count > 0)
        row.end -= format->separator.len; /* none after the last cell */
    return (sdn_str){to, (size_t)(without_blanks(to, row.end) - to)};
}
