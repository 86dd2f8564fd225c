#include "formats/table_writer.h"

#include <assert.h>
#include <string.h>

#include "base/alloc.h"
#include "formats/table_format.h"

static const table_format *const table_formats[] = {
    &format_sdn, &format_table, &format_vertical, &format_json, &format_jsonl,
    &format_csv, &format_tsv,   &format_markdown, &format_sql,  &format_html,
};

const char table_format_names[] = "sdn|table|vertical|json|jsonl|csv|tsv|md|sql|html";

const table_format *table_format_find(const char *name)
{
    for (size_t i = 0; i < sizeof table_formats / sizeof table_formats[0]; i++)
        if (strcmp(table_formats[i]->name, name) == 0)
            return table_formats[i];
    return NULL;
}

/* ---- life ---- */

table_writer *table_writer_begin(const table_format *format, const table_layout *layout, sdn_buffer *out)
{
    table_writer *writer = sdn__alloc_zeroed(1, sizeof *writer);
    if (writer == NULL)
        return NULL;
    *writer = (table_writer){.format = format, .layout = *layout, .out = out};
    if (sdn_row_writer_init(&writer->row, layout->type) != SDN_OK) {
        sdn__free(writer);
        return NULL;
    }
    format->begin(writer);
    return writer;
}

int table_writer_row(table_writer *writer, const void *record)
{
    if (writer->out->out_of_memory)
        return -1;
    writer->format->row(writer, record);
    writer->row_count++;
    return writer->out->out_of_memory ? -1 : 0;
}

int table_writer_end(table_writer *writer)
{
    if (!writer->out->out_of_memory)
        writer->format->end(writer);
    return writer->out->out_of_memory ? -1 : 0;
}

void table_writer_release(table_writer *writer)
{
    if (writer == NULL)
        return;
    sdn_row_writer_release(&writer->row);
    sdn_arena_release(&writer->arena);
    sdn__free(writer->kept);
    sdn__free(writer);
}
