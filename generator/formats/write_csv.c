/*
 * CSV and TSV.
 *
 * CSV is that of RFC 4180, but lines end in a line feed, as all programs of Unix expect. A cell is in quotes only where it
 * must be. An absent value and an empty list are nothing, empty text is `""`, so that the two can be told apart.
 *
 * TSV has no quotes: tab, line feed, carriage return and backslash are escapes. Absent values are nothing, as empty text
 * is. So programs that cut lines at tabs work with it.
 *
 * Lists are one cell: the text that a file has for them.
 */
#include "formats/table_format.h"

#include <string.h>

#define DIFFERENT(c) [(unsigned char)(c)] = true

static bool must_be_quoted(sdn_str text)
{
    static const bool is_special[256] = {DIFFERENT(','), DIFFERENT('"'), DIFFERENT('\n'), DIFFERENT('\r')};
    bool found = false;
    for (size_t i = 0; i < text.len; i++)
        found |= is_special[(unsigned char)text.ptr[i]];
    return found;
}

static void add_csv_cell(sdn_buffer *out, sdn_str text)
{
    static const char *const doubled[256] = {['"'] = "\"\""};
    if (!must_be_quoted(text)) {
        sdn__buffer_add_str(out, text);
        return;
    }
    sdn__buffer_add(out, "\"", 1);
    add_replaced(out, text, doubled);
    sdn__buffer_add(out, "\"", 1);
}

static void begin_csv(table_writer *writer)
{
    for (size_t i = 0; i < writer->layout.field_count; i++) {
        add_text(writer->out, i > 0 ? "," : "");
        add_csv_cell(writer->out, layout_field(writer, i)->column);
    }
    add_text(writer->out, "\n");
}

static void csv_row(table_writer *writer, const void *record)
{
    for (size_t i = 0; i < writer->layout.field_count; i++) {
        sdn_str text = value_text(writer, i, record);
        bool is_list = (layout_field(writer, i)->flags & SDN_FIELD_LIST) != 0;
        if (i > 0)
            sdn__buffer_add(writer->out, ",", 1);
        if (text.len > 0)
            add_csv_cell(writer->out, text);
        else if (text.ptr != NULL && !is_list)
            sdn__buffer_add(writer->out, "\"\"", 2);
    }
    sdn__buffer_add(writer->out, "\n", 1);
}

static void end_csv(table_writer *writer)
{
    (void)writer;
}

const table_format format_csv = {"csv", begin_csv, csv_row, end_csv};

/* ---- TSV ---- */

static void add_tsv_cell(table_writer *writer, size_t position, sdn_str text)
{
    static const char *const escapes[256] = {['\t'] = "\\t", ['\n'] = "\\n", ['\r'] = "\\r", ['\\'] = "\\\\"};
    if (position > 0)
        sdn__buffer_add(writer->out, "\t", 1);
    if (text.len > 0)
        add_replaced(writer->out, text, escapes);
    if (position + 1 == writer->layout.field_count)
        sdn__buffer_add(writer->out, "\n", 1);
}

static void begin_tsv(table_writer *writer)
{
    for (size_t i = 0; i < writer->layout.field_count; i++)
        add_tsv_cell(writer, i, layout_field(writer, i)->column);
}

static void tsv_row(table_writer *writer, const void *record)
{
    for (size_t i = 0; i < writer->layout.field_count; i++)
        add_tsv_cell(writer, i, value_text(writer, i, record));
}

const table_format format_tsv = {"tsv", begin_tsv, tsv_row, end_csv};
