/*
 * Markdown: a table as GitHub has it. Cells are shown as the text they are: characters that Markdown or HTML would act on
 * are escaped. A line end is `<br>`, since a row is one line.
 */
#include "formats/table_format.h"

static bool is_in_word(sdn_str text, size_t at)
{
    unsigned char c = at < text.len ? (unsigned char)text.ptr[at] : ' ';
    return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* `_` within words, as in names of files, is left: it starts no emphasis there. */
static void add_markdown(sdn_buffer *out, sdn_str text)
{
    static const char *const escapes[256] = {
        ['\\'] = "\\\\", ['|'] = "\\|",  ['*'] = "\\*",   ['`'] = "\\`",   ['['] = "\\[", [']'] = "\\]",
        ['~'] = "\\~",   ['<'] = "&lt;", ['&'] = "&amp;", ['\n'] = "<br>", ['\r'] = " ",  ['\t'] = " ",
    };
    size_t start = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != '_' || (i > 0 && is_in_word(text, i - 1) && is_in_word(text, i + 1)))
            continue;
        add_replaced(out, (sdn_str){text.ptr + start, i - start}, escapes);
        sdn__buffer_add(out, "\\", 1);
        start = i; /* the `_` itself is added with what follows */
    }
    add_replaced(out, (sdn_str){text.ptr + start, text.len - start}, escapes);
}

static void begin_markdown(table_writer *writer)
{
    for (size_t i = 0; i < writer->layout.field_count; i++) {
        add_text(writer->out, "| ");
        add_markdown(writer->out, layout_field(writer, i)->column);
        add_text(writer->out, " ");
    }
    add_text(writer->out, "|\n");
    for (size_t i = 0; i < writer->layout.field_count; i++) {
        const sdn_field *field = layout_field(writer, i);
        bool is_number = type_is_number(field->type) && (field->flags & SDN_FIELD_LIST) == 0;
        add_text(writer->out, is_number ? "| ---: " : "| --- ");
    }
    add_text(writer->out, "|\n");
}

static void markdown_row(table_writer *writer, const void *record)
{
    for (size_t i = 0; i < writer->layout.field_count; i++) {
        sdn_str text = value_text(writer, i, record);
        sdn__buffer_add(writer->out, "| ", 2);
        if (text.len > 0)
            add_markdown(writer->out, text);
        sdn__buffer_add(writer->out, " ", 1);
    }
    sdn__buffer_add(writer->out, "|\n", 2);
}

static void end_markdown(table_writer *writer)
{
    (void)writer;
}

const table_format format_markdown = {"md", begin_markdown, markdown_row, end_markdown};
