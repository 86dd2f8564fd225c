/* Diagnostics as JSON, one object per line: diag.h says what is in them. */
#include "diag/diag.h"

#include <string.h>

#include "text/utf8.h"

/* The characters that JSON writes as a backslash and a letter. */
static const struct {
    char meaning, letter;
} json_escapes[] = {{'"', '"'}, {'\\', '\\'}, {'\n', 'n'}, {'\r', 'r'}, {'\t', 't'}, {'\b', 'b'}, {'\f', 'f'}};

static void put_char(sdn_buffer *text, char c)
{
    for (size_t i = 0; i < sizeof json_escapes / sizeof json_escapes[0]; i++)
        if (json_escapes[i].meaning == c) {
            sdn__buffer_add(text, (char[]){'\\', json_escapes[i].letter}, 2);
            return;
        }
    if ((unsigned char)c < ' ' || c == 0x7F)
        text_printf(text, "\\u%04x", (unsigned)(unsigned char)c);
    else
        sdn__buffer_add(text, &c, 1);
}

/* A string; bytes that are not UTF-8 become U+FFFD. */
static void put_string(sdn_buffer *text, sdn_str str)
{
    sdn__buffer_add(text, "\"", 1);
    while (str.len > 0) {
        const char *fault = sdn__utf8_fault(str.ptr, str.len);
        size_t fine = fault != NULL ? (size_t)(fault - str.ptr) : str.len;
        for (size_t i = 0; i < fine; i++)
            put_char(text, str.ptr[i]);
        str = (sdn_str){str.ptr + fine, str.len - fine};
        if (str.len == 0)
            break;
        sdn__buffer_add_str(text, str.ptr[0] == '\0' ? SDN_STR("\\u0000") : SDN_STR("\xEF\xBF\xBD"));
        str = (sdn_str){str.ptr + 1, str.len - 1};
    }
    sdn__buffer_add(text, "\"", 1);
}

static void put_member(sdn_buffer *text, const char *name, sdn_str value)
{
    text_printf(text, "\"%s\":", name);
    put_string(text, value);
}

static void put_position(sdn_buffer *text, source_span span)
{
    source_position start = source_locate(span.source, span.start);
    source_position end = source_span_end(span);
    put_member(text, "file", span.source->path);
    text_printf(text, ",\"line\":%lu,\"column\":%lu,\"end_line\":%lu,\"end_column\":%lu", (unsigned long)start.line,
                (unsigned long)start.column, (unsigned long)end.line, (unsigned long)end.column);
}

static void put_notes(sdn_buffer *text, const diag_message *first)
{
    const char *between = "";
    text_printf(text, ",\"notes\":[");
    for (const diag_message *m = first; m != NULL; m = m->next)
        if (m->kind == DIAG_NOTE) {
            text_printf(text, "%s{", between);
            put_member(text, "message", m->text);
            sdn__buffer_add(text, ",", 1);
            put_position(text, m->span);
            text_printf(text, "}");
            between = ",";
        }
    text_printf(text, "]");
}

static void put_help(sdn_buffer *text, const diag_message *first)
{
    const char *between = "";
    text_printf(text, ",\"help\":[");
    for (const diag_message *m = first; m != NULL; m = m->next)
        if (m->kind == DIAG_HELP) {
            text_printf(text, "%s", between);
            put_string(text, m->text);
            between = ",";
        }
    text_printf(text, "]");
}

static void put_start(sdn_buffer *text, diag_kind kind, sdn_str message)
{
    text_printf(text, "{\"severity\":\"%s\",", kind == DIAG_WARNING ? "warning" : "error");
    put_member(text, "message", message);
    sdn__buffer_add(text, ",", 1);
}

static void put_diag(sdn_buffer *text, const diag_message *error)
{
    put_start(text, error->kind, error->text);
    put_position(text, error->span);
    put_notes(text, error->next);
    put_help(text, error->next);
    text_printf(text, "}\n");
}

void diag_render_json_plain(sdn_str file, sdn_str message, sdn_buffer *text)
{
    put_start(text, DIAG_ERROR, message);
    if (file.len > 0)
        put_member(text, "file", file);
    else
        text_printf(text, "\"file\":null");
    text_printf(text, ",\"line\":0,\"column\":0,\"end_line\":0,\"end_column\":0,\"notes\":[],\"help\":[]}\n");
}

void diag_render_json(const diag_list *list, sdn_buffer *text)
{
    for (size_t i = 0; i < list->count; i++)
        put_diag(text, &list->items[i]->error);
    if (list->left_out == 0)
        return;
    sdn_buffer message = SDN_BUFFER_INIT;
    text_printf(&message, "%zu more errors are not shown", list->left_out);
    if (message.out_of_memory)
        text->out_of_memory = true;
    else
        diag_render_json_plain(SDN_STR(""), text_view(&message), text);
    sdn__buffer_release(&message);
}
