/* SDN: a table as a save writes one that is new. */
#include "formats/table_format.h"

static void begin_sdn(table_writer *writer)
{
    sdn__buffer_add_str(writer->out, writer->layout.type->table);
    add_text(writer->out, " |");
    for (size_t i = 0; i < writer->layout.field_count; i++) {
        add_text(writer->out, i > 0 ? ", " : "");
        sdn__buffer_add_str(writer->out, layout_field(writer, i)->column);
    }
    add_text(writer->out, "|\n");
}

static void sdn_row(table_writer *writer, const void *record)
{
    sdn_row_writer_fill(&writer->row, record);
    add_text(writer->out, "    ");
    for (size_t i = 0; i < writer->layout.field_count; i++) {
        sdn_str cell = sdn_row_writer_cell(&writer->row, writer->layout.fields[i]);
        if (i > 0)
            sdn__buffer_add(writer->out, ", ", 2);
        sdn__buffer_add_str(writer->out, cell.len > 0 ? cell : SDN_STR("\"\""));
    }
    add_text(writer->out, "\n");
    writer->out->out_of_memory = writer->out->out_of_memory || writer->row.out_of_memory;
}

static void end_sdn(table_writer *writer)
{
    (void)writer;
}

const table_format format_sdn = {"sdn", begin_sdn, sdn_row, end_sdn};
