#include "merge/merge_private.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void merge_put_header_end(file_merger *m)
{
    if (m->output.on_header)
        sdn__buffer_add_str(&m->output.text, sdn_str_from(m->output.line_end));
    m->output.on_header = false;
}

/* The line end of a line of a version; that of new lines if it has none. */
static const char *line_end_for(const file_merger *m, merge_side side, sdn_str line)
{
    const sdn_str *text = &m->versions[side].text;
    const char *end = line.ptr + line.len;
    if (!m->output.keeps_line_ends || line.ptr < text->ptr || end >= text->ptr + text->len)
        return m->output.line_end;
    return *end == '\r' ? "\r\n" : "\n";
}

void merge_put_line(file_merger *m, merge_side side, sdn_str line)
{
    merge_put_header_end(m);
    sdn__buffer_add_str(&m->output.text, line);
    sdn__buffer_add_str(&m->output.text, sdn_str_from(line_end_for(m, side, line)));
}

void merge_put_later(file_merger *m, merge_side side, sdn_str line)
{
    sdn__buffer_add_str(&m->output.later, line);
    sdn__buffer_add_str(&m->output.later, sdn_str_from(line_end_for(m, side, line)));
}

void merge_put_end_of_table(file_merger *m)
{
    m->output.text.out_of_memory = m->output.text.out_of_memory || m->output.later.out_of_memory;
    if (m->output.later.len == 0)
        return;
    merge_put_header_end(m);
    sdn__buffer_add_str(&m->output.text, text_view(&m->output.later));
    m->output.later.len = 0;
}

void merge_put_marker(file_merger *m, char mark, const char *label, sdn_str more)
{
    char marks[64];
    unsigned size = m->request->marker_size;
    size = size < 7 ? 7 : size >= sizeof marks ? sizeof marks - 1 : size;
    memset(marks, mark, size);
    merge_put_header_end(m);
    sdn__buffer_add(&m->output.text, marks, size);
    if (label != NULL)
        sdn__buffer_add(&m->output.text, " ", 1);
    sdn__buffer_add_str(&m->output.text, sdn_str_from(label));
    if (more.len > 0)
        sdn__buffer_add(&m->output.text, ": ", 2);
    sdn__buffer_add_str(&m->output.text, more);
    sdn__buffer_add_str(&m->output.text, sdn_str_from(m->output.line_end));
}

/* ---- no result ---- */

const char *const merge_side_names[MERGE_SIDES] = {"base", "ours", "theirs"};

sdn_code merge_leave(file_merger *m, const char *format, ...)
{
    char reason[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(reason, sizeof reason, format, arguments);
    va_end(arguments);
    m->result->result = FILE_MERGE_AS_TEXT;
    m->result->messages.len = 0;
    text_printf(&m->result->messages, "%s: cannot be merged as records: %s\n", m->request->path, reason);
    return SDN_E_CONFLICT;
}
