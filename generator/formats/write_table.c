/*
 * The aligned table. How wide columns are is known only after the last record, so the records are kept, and their cells
 * are made twice: to be measured and to be written. That is cheaper than keeping all cells.
 *
 * A table that is wider than the terminal is written as `vertical`: nothing is cut.
 */
#include "base/alloc.h"
#include "diag/text.h"
#include "formats/align.h"
#include "formats/table_format.h"

static void begin_table(table_writer *writer)
{
    writer->indent = text_width(writer->layout.type->table) + 2; /* to after the first bar */
}

static void keep_record(table_writer *writer, const void *record)
{
    if (sdn__reserve(&writer->kept, &writer->kept_capacity, writer->row_count + 1, sizeof *writer->kept) == 0)
        writer->kept[writer->row_count] = record;
    else
        writer->out->out_of_memory = true;
}

/* ---- cells ---- */

static void names_of_columns(const table_writer *writer, sdn_str *cells)
{
    for (size_t i = 0; i < writer->layout.field_count; i++)
        cells[i] = layout_field(writer, i)->column;
}

static void cells_of_record(table_writer *writer, const void *record, sdn_str *cells)
{
    sdn_row_writer_fill(&writer->row, record);
    writer->out->out_of_memory = writer->out->out_of_memory || writer->row.out_of_memory;
    for (size_t i = 0; i < writer->layout.field_count; i++) {
        sdn_str cell = sdn_row_writer_cell(&writer->row, writer->layout.fields[i]);
        cells[i] = cell.len > 0 ? cell : SDN_STR("\"\"");
    }
}

static void measure_all(table_writer *writer, align_columns *columns, sdn_str *cells)
{
    for (size_t i = 0; i < columns->count; i++) {
        const sdn_field *field = layout_field(writer, i);
        columns->right[i] = type_is_number(field->type) && (field->flags & SDN_FIELD_LIST) == 0;
    }
    names_of_columns(writer, cells);
    align_measure(columns, cells);
    for (size_t i = 0; i < writer->row_count; i++) {
        cells_of_record(writer, writer->kept[i], cells);
        align_measure(columns, cells);
    }
}

/* ---- printing ---- */

static void add_header(table_writer *writer, const align_columns *columns, sdn_str *cells)
{
    sdn__buffer_add_str(writer->out, writer->layout.type->table);
    add_text(writer->out, writer->layout.color ? " |\x1b[1m" : " |");
    names_of_columns(writer, cells);
    align_row(columns, cells, writer->out);
    add_text(writer->out, writer->layout.color ? "\x1b[0m|\n" : "|\n");
}

static void add_aligned(table_writer *writer, const align_columns *columns, sdn_str *cells)
{
    add_header(writer, columns, cells);
    for (size_t i = 0; i < writer->row_count; i++) {
        cells_of_record(writer, writer->kept[i], cells);
        text_repeat(writer->out, ' ', writer->indent);
        align_row(columns, cells, writer->out);
        add_text(writer->out, "\n");
    }
}

static void add_kept_as_vertical(table_writer *writer)
{
    size_t count = writer->row_count;
    format_vertical.begin(writer);
    for (writer->row_count = 0; writer->row_count < count && !writer->out->out_of_memory; writer->row_count++)
        format_vertical.row(writer, writer->kept[writer->row_count]);
}

static void end_table(table_writer *writer)
{
    align_columns columns;
    sdn_str *cells = sdn__alloc_zeroed(writer->layout.field_count, sizeof *cells);
    if (align_init(&columns, writer->layout.field_count) != 0 || cells == NULL) {
        writer->out->out_of_memory = true;
    } else {
        measure_all(writer, &columns, cells);
        if (writer->layout.width > 0 && writer->indent + align_total(&columns) > writer->layout.width)
            add_kept_as_vertical(writer);
        else
            add_aligned(writer, &columns, cells);
    }
    align_release(&columns);
    sdn__free(cells);
}

const table_format format_table = {"table", begin_table, keep_record, end_table};
