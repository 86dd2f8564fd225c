/* Diagnostics as workflow commands of GitHub: diag.h says what is in them. */
#include "diag/diag.h"

#include <string.h>

/* Text with the escapes of such commands: those of `special`, which are more in the value of a property, are written as
 * % and two digits. */
static void put_escaped_text(sdn_buffer *text, sdn_str str, const char *special)
{
    for (size_t i = 0; i < str.len; i++) {
        char c = str.ptr[i];
        if (c != '\0' && strchr(special, c) != NULL)
            text_printf(text, "%%%02X", (unsigned)(unsigned char)c);
        else
            sdn__buffer_add(text, &c, 1);
    }
}

static void put_property(sdn_buffer *text, sdn_str value)
{
    put_escaped_text(text, value, "%\r\n:,");
}

static void put_message(sdn_buffer *text, sdn_str message)
{
    put_escaped_text(text, message, "%\r\n");
}

static void put_place(sdn_buffer *text, source_span span)
{
    source_position start = source_locate(span.source, span.start);
    source_position end = source_span_end(span);
    text_printf(text, " file=");
    put_property(text, span.source->path);
    text_printf(text, ",line=%lu,endLine=%lu", (unsigned long)start.line, (unsigned long)end.line);
    if (span.len > 0)
        text_printf(text, ",col=%lu,endColumn=%lu", (unsigned long)start.column, (unsigned long)end.column);
    text_printf(text, ",title=sdnc");
}

/* A note or a help text, as a further line of the message before it. */
static void put_addition(sdn_buffer *text, const diag_message *added)
{
    text_printf(text, "%%0A%s: ", added->kind == DIAG_NOTE ? "note" : "help");
    put_message(text, added->text);
    if (added->span.source == NULL)
        return;
    text_printf(text, " (");
    put_message(text, added->span.source->path);
    text_printf(text, ":%lu)", (unsigned long)source_locate(added->span.source, added->span.start).line);
}

static void put_command(sdn_buffer *text, const diag_message *first)
{
    text_printf(text, "::%s", first->kind == DIAG_WARNING ? "warning" : "error");
    put_place(text, first->span);
    text_printf(text, "::");
    put_message(text, first->text);
    for (const diag_message *m = first->next; m != NULL; m = m->next)
        put_addition(text, m);
    sdn__buffer_add(text, "\n", 1);
}

void diag_render_github_plain(sdn_str file, sdn_str message, sdn_buffer *text)
{
    text_printf(text, "::error ");
    if (file.len > 0) {
        text_printf(text, "file=");
        put_property(text, file);
        text_printf(text, ",");
    }
    text_printf(text, "title=sdnc::");
    put_message(text, message);
    sdn__buffer_add(text, "\n", 1);
}

void diag_render_github(const diag_list *list, sdn_buffer *text)
{
    for (size_t i = 0; i < list->count; i++)
        put_command(text, &list->items[i]->error);
    if (list->left_out > 0)
        text_printf(text, "::error title=sdnc::%zu more errors are not shown\n", list->left_out);
}
