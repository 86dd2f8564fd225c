/* A line `name: value` for each field: for records that are wide or have long texts. */
#include "formats/align.h"
#include "formats/table_format.h"
#include "record/record_print.h"

static void begin_vertical(table_writer *writer)
{
    size_t longest = 0;
    for (size_t i = 0; i < writer->layout.field_count; i++) {
        size_t width = text_width(sdn_str_from(layout_field(writer, i)->name));
        longest = width > longest ? width : longest;
    }
    writer->indent = longest + 2;
}

static void vertical_row(table_writer *writer, const void *record)
{
    add_text(writer->out, writer->row_count > 0 ? "\n" : "");
    for (size_t i = 0; i < writer->layout.field_count; i++) {
        sdn_str name = sdn_str_from(layout_field(writer, i)->name);
        sdn_str text = value_text(writer, i, record);
        add_text(writer->out, writer->layout.color ? "\x1b[1m" : "");
        sdn__buffer_add_str(writer->out, name);
        add_text(writer->out, writer->layout.color ? "\x1b[0m:" : ":");
        sdn__print_lines(writer->out, text_width(name) + 1, writer->indent, text.ptr != NULL ? text : SDN_STR(""));
    }
}

static void end_vertical(table_writer *writer)
{
    (void)writer;
}

const table_format format_vertical = {"vertical", begin_vertical, vertical_row, end_vertical};
