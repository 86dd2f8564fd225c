#include "encode/row_encode.h"

#include "base/alloc.h"
#include "base/error.h"
#include "encode/row_compose.h"
#include "encode/value_refusal.h"
#include "record/record.h"
#include "record/row_write.h"

/* ---- life ---- */

static int init(sdn_row_encoder *encoder, const sdn_table *table)
{
    encoder->table = table;
    if (sdn_row_writer_init(&encoder->writer, table->type) != 0 ||
        sdn_row_writer_init(&encoder->defaults, table->type) != 0 ||
        sdn__row_format_init(table, &encoder->format) != 0 || sdn__row_columns_init(&encoder->columns, table) != 0 ||
        sdn__row_readback_init(&encoder->readback, &encoder->columns) != 0)
        return -1;
    encoder->cells = sdn__resize(NULL, encoder->columns.file_count, sizeof *encoder->cells);
    if (encoder->cells == NULL)
        return -1;
    sdn_row_writer_fill(&encoder->defaults, table->type->defaults);
    return encoder->defaults.out_of_memory ? -1 : 0;
}

sdn_code sdn__row_encoder_of(sdn_table *table, sdn_row_encoder **encoder, sdn_error *err)
{
    if (table->encoder == NULL) {
        table->encoder = sdn__alloc_zeroed(1, sizeof *table->encoder);
        if (table->encoder != NULL && init(table->encoder, table) != 0)
            sdn__row_encoder_drop(table);
    }
    *encoder = table->encoder;
    return table->encoder != NULL ? SDN_OK : sdn__fail_memory(err);
}

void sdn__row_encoder_drop(sdn_table *table)
{
    sdn_row_encoder *encoder = table->encoder;
    if (encoder == NULL)
        return;
    sdn_row_writer_release(&encoder->writer);
    sdn_row_writer_release(&encoder->defaults);
    sdn__row_format_release(&encoder->format);
    sdn__row_columns_release(&encoder->columns);
    sdn__row_readback_release(&encoder->readback);
    sdn__free(encoder->cells);
    sdn__buffer_release(&encoder->loaded);
    sdn__free(encoder);
    table->encoder = NULL;
}

/* ---- which rows, which cells ---- */

static bool is_new(const sdn_table *table, uint32_t slot)
{
    return (table->slots.rows[slot].flags & SDN_ROW_NEW) != 0;
}

static bool is_edited(const sdn_table *table, uint32_t slot)
{
    return (table->slots.rows[slot].flags & SDN_ROW_EDITED) != 0;
}

bool sdn__row_encoder_rewrites(const sdn_row_encoder *encoder, uint32_t slot)
{
    const sdn_table *table = encoder->table;
    if (encoder->columns.added_count > 0 || is_new(table, slot))
        return true;
    return is_edited(table, slot) &&
           !sdn_record_equal(table->type, sdn__slots_base(&table->slots, slot), sdn__slots_record(&table->slots, slot));
}

sdn_code sdn__row_encoder_fill(sdn_row_encoder *encoder, const void *record, sdn_error *err)
{
    sdn_row_writer *writer = &encoder->writer;
    sdn_row_writer_fill(writer, record);
    sdn__row_writer_limit(writer, encoder->table->document->limits.max_cell_bytes);
    if (writer->out_of_memory)
        return sdn__fail_memory(err);
    return writer->problem == NULL ? SDN_OK : sdn__row_refuse_value(encoder->table, writer, record, err);
}

/* ---- cells ---- */

static void add_cell(sdn_row_encoder *encoder, const sdn_row_writer *writer, uint32_t field, uint32_t column,
                     sdn_buffer *out)
{
    if (field != SDN_NO_FIELD && !writer->cells[field].empty)
        sdn__buffer_add_str(out, sdn_row_writer_cell(writer, field));
    else if (sdn__row_encoder_quotes_empty(encoder, column))
        sdn__buffer_add(out, "\"\"", 2);
}

/* The cells of the columns that are added. */
static void add_new_cells(sdn_row_encoder *encoder, const sdn_row_writer *writer, sdn_buffer *out)
{
    const sdn_row_columns *columns = &encoder->columns;
    for (uint32_t i = 0; i < columns->added_count; i++) {
        sdn__buffer_add_str(out, sdn__row_encoder_format(encoder)->separator);
        add_cell(encoder, writer, columns->added[i], columns->file_count + i, out);
    }
}

/* ---- rows ---- */

static void encode_new(sdn_row_encoder *encoder, sdn_buffer *out)
{
    bool has_array;
    sdn__buffer_reserve(out, sdn__row_compose_most(encoder));
    if (!out->out_of_memory)
        out->len += sdn__row_compose(encoder, out->bytes + out->len, &has_array).len;
}

/* The row as it is in the file, with the cells of changed fields replaced. */
static void encode_edited(sdn_row_encoder *encoder, uint32_t slot, sdn_buffer *out)
{
    const sdn_row_columns *columns = &encoder->columns;
    uint32_t count = columns->file_count;
    sdn_str text = sdn__table_copy_row(encoder->table, slot, &encoder->loaded);
    if (text.ptr == NULL) {
        out->out_of_memory = true;
        return;
    }
    const char *copied = text.ptr, *end = text.ptr + text.len;
    size_t effort = text.len, start = out->len;
    sdn__scan_row(text.ptr, end, encoder->cells, count, count, &effort);
    for (uint32_t i = 0; i < count; i++) {
        sdn_str cell = sdn__cell_extent(&encoder->cells[i]);
        if (!sdn__row_columns_is_edited(encoder->table, slot, columns->fields[i]))
            continue;
        sdn__buffer_add(out, copied, (size_t)(cell.ptr - copied));
        if (cell.len == 0 && cell.ptr > text.ptr && cell.ptr[-1] == ',' &&
            sdn__row_encoder_format(encoder)->separator.len > 1)
            sdn__buffer_add(out, " ", 1); /* an empty cell needs no blank after the comma, a filled one gets it */
        add_cell(encoder, &encoder->writer, columns->fields[i], i, out);
        copied = cell.ptr + cell.len;
        if (i + 1 == count && encoder->writer.cells[columns->fields[i]].empty)
            copied = end; /* after the last comma nothing but blanks would be left */
    }
    sdn__buffer_add(out, copied, (size_t)(end - copied));
    size_t ours = copied == end ? start : out->len; /* blanks before it are not ours to remove */
    add_new_cells(encoder, is_edited(encoder->table, slot) ? &encoder->writer : &encoder->defaults, out);
    if (!out->out_of_memory)
        out->len = ours + sdn__row_trimmed(out->bytes + ours, out->len - ours);
}

sdn_code sdn__row_encode(sdn_row_encoder *encoder, uint32_t slot, sdn_buffer *out, sdn_error *err)
{
    const sdn_table *table = encoder->table;
    sdn_code code = SDN_OK;
    if (is_new(table, slot) || is_edited(table, slot)) {
        code = sdn__row_columns_refuse_repeated(&encoder->columns, slot, err);
        if (code == SDN_OK)
            code = sdn__row_encoder_fill(encoder, sdn__slots_record(&table->slots, slot), err);
    }
    if (code != SDN_OK)
        return code;
    if (is_new(table, slot))
        encode_new(encoder, out);
    else
        encode_edited(encoder, slot, out);
    return SDN_OK;
}
