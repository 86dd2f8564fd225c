#include "sql/sql_text.h"

#include <inttypes.h>
#include <string.h>

/* What a shortened name keeps: `~` and 16 digits fill the rest. */
enum { SHORTENED_KEEPS = SQL_POSTGRESQL_NAME_MOST - 17 };

uint64_t sql_hash(sdn_str text)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < text.len; i++)
        hash = (hash ^ (unsigned char)text.ptr[i]) * UINT64_C(0x100000001b3);
    return hash;
}

const char *sql_taken(const sql_printer *printer, sdn_buffer *text)
{
    sdn_str copy = text_copy(text, printer->arena);
    sdn__buffer_release(text);
    if (copy.ptr != NULL)
        return copy.ptr;
    printer->out->out_of_memory = true;
    return "";
}

const char *sql_format(const sql_printer *printer, const char *format, ...)
{
    sdn_buffer made = SDN_BUFFER_INIT;
    va_list args;
    va_start(args, format);
    text_vprintf(&made, format, args);
    va_end(args);
    return sql_taken(printer, &made);
}

/* ---- names ---- */

static void shorten_name(sdn_buffer *name)
{
    uint64_t hash = sql_hash(text_view(name));
    name->len = SHORTENED_KEEPS;
    text_printf(name, "~%016" PRIx64, hash);
}

const char *sql_name(const sql_printer *printer, const char *format, ...)
{
    sdn_buffer name = SDN_BUFFER_INIT, quoted = SDN_BUFFER_INIT;
    va_list args;
    va_start(args, format);
    text_vprintf(&name, format, args);
    va_end(args);
    if (printer->dialect == SQL_POSTGRESQL && name.len > SQL_POSTGRESQL_NAME_MOST)
        shorten_name(&name);
    sdn__buffer_add(&quoted, "\"", 1);
    for (size_t i = 0; i < name.len; i++)
        sdn__buffer_add(&quoted, name.bytes[i] == '"' ? "\"\"" : &name.bytes[i], name.bytes[i] == '"' ? 2 : 1);
    sdn__buffer_add(&quoted, "\"", 1);
    quoted.out_of_memory |= name.out_of_memory;
    sdn__buffer_release(&name);
    return sql_taken(printer, &quoted);
}

/* ---- texts ---- */

static bool is_unprintable(char c)
{
    return (unsigned char)c < 0x20 || c == 0x7f;
}

static bool has_unprintable(sdn_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (is_unprintable(text.ptr[i]))
            return true;
    return false;
}

static void add_literal_byte(sdn_buffer *to, char c)
{
    sdn__buffer_add(to, c == '\'' ? "''" : &c, c == '\'' ? 2 : 1);
}

/* 'a\x0ab' in PostgreSQL, with an E before it; backslashes are doubled then. */
static void add_escaped_literal(sdn_buffer *to, sdn_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (is_unprintable(text.ptr[i]))
            text_printf(to, "\\x%02x", (unsigned)(unsigned char)text.ptr[i]);
        else if (text.ptr[i] == '\\')
            text_printf(to, "\\\\");
        else
            add_literal_byte(to, text.ptr[i]);
    }
}

/* 'a'||char(10)||'b' in SQLite. */
static void add_joined_literal(sdn_buffer *to, sdn_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (is_unprintable(text.ptr[i]))
            text_printf(to, "'||char(%d)||'", text.ptr[i]);
        else
            add_literal_byte(to, text.ptr[i]);
    }
}

const char *sql_literal(const sql_printer *printer, sdn_str text)
{
    sdn_buffer made = SDN_BUFFER_INIT;
    bool escape = has_unprintable(text), sqlite = printer->dialect == SQL_SQLITE;
    text_printf(&made, "%s'", !escape ? "" : sqlite ? "(" : "E");
    if (escape && !sqlite)
        add_escaped_literal(&made, text);
    else
        add_joined_literal(&made, text);
    text_printf(&made, "'%s", escape && sqlite ? ")" : "");
    return sql_taken(printer, &made);
}

/* ---- comments ---- */

void sql_comment(const sql_printer *printer, const char *indent, sdn_str text)
{
    for (size_t at = 0; at < text.len;) {
        const char *end = memchr(text.ptr + at, '\n', text.len - at);
        size_t stop = end != NULL ? (size_t)(end - text.ptr) : text.len;
        text_printf(printer->out, stop > at ? "%s-- " : "%s--", indent);
        for (; at < stop; at++) /* a carriage return would end the comment */
            sdn__buffer_add(printer->out, is_unprintable(text.ptr[at]) ? " " : &text.ptr[at], 1);
        text_printf(printer->out, "\n");
        at = stop + 1;
    }
}
