/*
 * HTML: one page that needs no other file and loads none. Everything from the data is escaped, in text and in attributes;
 * style and script are constants (html_page.c).
 */
#include "formats/table_format.h"
#include "record/record.h"
#include "record/value.h"

static void add_html(sdn_buffer *out, sdn_str text)
{
    static const char *const escapes[256] = {
        ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;", ['\r'] = "&#13;",
    };
    add_replaced(out, text, escapes);
}

static void add_lines(sdn_buffer *out, const char *const *lines)
{
    for (; *lines != NULL; lines++) {
        add_text(out, *lines);
        add_text(out, "\n");
    }
}

/* ---- the header ---- */

/* The words of an enum in their order, as an array of JSON in an attribute. */
static void add_words_of_enum(sdn_buffer *out, const sdn_enum_type *words)
{
    sdn_buffer array = SDN_BUFFER_INIT;
    for (uint32_t i = 0; i < words->count; i++) {
        add_text(&array, i > 0 ? "," : "[");
        add_json_string(&array, words->names[i]);
    }
    add_text(&array, words->count > 0 ? "]" : "[]");
    out->out_of_memory = out->out_of_memory || array.out_of_memory;
    add_text(out, " data-words=\"");
    if (!array.out_of_memory)
        add_html(out, (sdn_str){array.bytes, array.len});
    add_text(out, "\"");
    sdn__buffer_release(&array);
}

static bool is_number_column(const sdn_field *field)
{
    return type_is_number(field->type) && (field->flags & SDN_FIELD_LIST) == 0;
}

static const char *order_of_column(const sdn_field *field)
{
    bool is_time = field->type == SDN_TYPE_DATE || field->type == SDN_TYPE_TIMESTAMP;
    if (is_number_column(field))
        return "number";
    return is_time && (field->flags & SDN_FIELD_LIST) == 0 ? "time" : "text";
}

static void add_column_head(table_writer *writer, size_t position)
{
    sdn_buffer *out = writer->out;
    const sdn_field *field = layout_field(writer, position);
    add_text(out, is_number_column(field) ? "<th scope=\"col\" class=\"n\"" : "<th scope=\"col\"");
    add_text(out, " data-type=\"");
    add_text(out, order_of_column(field));
    add_text(out, "\"");
    if (field->type == SDN_TYPE_ENUM && (field->flags & SDN_FIELD_LIST) == 0)
        add_words_of_enum(out, field->enumeration);
    if (field->doc[0] != '\0') {
        add_text(out, " title=\"");
        add_html(out, sdn_str_from(field->doc));
        add_text(out, "\"");
    }
    add_text(out, ">");
    add_html(out, field->column);
    add_text(out, "</th>\n");
}

static void begin_html(table_writer *writer)
{
    sdn_buffer *out = writer->out;
    add_text(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                  "style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n<title>");
    add_html(out, writer->layout.type->table);
    add_text(out, "</title>\n<style>\n");
    add_lines(out, html_style);
    add_text(out, "</style>\n</head>\n<body>\n<header>\n<h1>");
    add_html(out, writer->layout.type->table);
    add_text(out, "</h1>\n<output></output>\n"
                  "<input type=\"search\" placeholder=\"Filter\" aria-label=\"Filter the rows\" hidden>\n</header>\n"
                  "<main tabindex=\"0\" aria-label=\"The table\">\n<table>\n<thead>\n<tr>\n");
    for (size_t i = 0; i < writer->layout.field_count; i++)
        add_column_head(writer, i);
    add_text(out, "</tr>\n</thead>\n<tbody>\n");
}

/* ---- rows ---- */

static void add_items(table_writer *writer, size_t position, const void *record)
{
    const sdn_field *field = layout_field(writer, position);
    sdn_any_list items = sdn__elements_of(field, record);
    for (size_t i = 0; sdn__field_present(field, record) && i < items.count; i++) {
        const void *item = sdn__list_item(items, sdn__scalar_of(field), i);
        sdn_str text = single_text(field, record, item, writer->scratch);
        add_text(writer->out, i > 0 ? " <span class=\"i\">" : "<span class=\"i\">");
        if (text.len > 0)
            add_html(writer->out, text);
        add_text(writer->out, "</span>");
    }
}

static void add_html_cell(table_writer *writer, size_t position, const void *record)
{
    const sdn_field *field = layout_field(writer, position);
    bool is_head = position == 0 && sdn__key_has(writer->layout.type, writer->layout.fields[0]);
    add_text(writer->out, is_head ? "<th scope=\"row\"" : "<td");
    add_text(writer->out, is_number_column(field) ? " class=\"n\">" : ">");
    if ((field->flags & SDN_FIELD_LIST) != 0) {
        add_items(writer, position, record);
    } else {
        sdn_str text = value_text(writer, position, record);
        if (text.len > 0)
            add_html(writer->out, text);
    }
}

/* The end tags of cells may be left out in HTML, which makes a large page smaller. */
static void html_row(table_writer *writer, const void *record)
{
    add_text(writer->out, "<tr>");
    for (size_t i = 0; i < writer->layout.field_count; i++)
        add_html_cell(writer, i, record);
    add_text(writer->out, "</tr>\n");
}

static void end_html(table_writer *writer)
{
    add_text(writer->out, "</tbody>\n</table>\n</main>\n<script>\n");
    add_lines(writer->out, html_script);
    add_text(writer->out, "</script>\n</body>\n</html>\n");
}

const table_format format_html = {"html", begin_html, html_row, end_html};
