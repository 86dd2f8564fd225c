/*
 * Records for people, on a stream.
 *
 * What a text holds must neither act on a terminal nor pass for another field: all that is not printed as it is becomes
 * an escape, and each line of a text but the first is indented as far as the values are.
 */
#include <sdn/record.h>

#include "base/arena.h"
#include "record/record_print.h"
#include "text/utf8.h"

#include <assert.h>
#include <string.h>

static void print_escape(sdn_buffer *out, uint32_t character)
{
    char escape[16];
    int len = snprintf(escape, sizeof escape, character < 0x80 ? "\\x%02lx" : "\\u%04lx", (unsigned long)character);
    sdn__buffer_add(out, escape, (size_t)len);
}

/* Marks that change the direction of text, by which it can look like another text; and separators of lines, which some
 * programs take for line ends. */
static bool is_deceptive(uint32_t character)
{
    return character == 0x061C || character == 0x200E || character == 0x200F ||
           (character >= 0x2028 && character <= 0x202E) || (character >= 0x2066 && character <= 0x2069);
}

/* The characters from U+0080 to U+009F are control characters, which terminals obey too. */
static bool is_printed(uint32_t character)
{
    return character >= 0x20 && (character < 0x7F || character > 0x9F) && !is_deceptive(character);
}

static const char *letter_escape(char c)
{
    switch (c) {
    case '\t':
        return "\\t";
    case '\r':
        return "\\r";
    default:
        return NULL;
    }
}

static void print_character(sdn_buffer *out, const char *at, size_t length)
{
    const char *letter = letter_escape(*at);
    uint32_t character = sdn__utf8_decode(at, length);
    if (letter != NULL)
        sdn__buffer_add(out, letter, 2);
    else if (is_printed(character))
        sdn__buffer_add(out, at, length);
    else
        print_escape(out, character);
}

static void print_byte(sdn_buffer *out, char byte)
{
    char escape[8];
    int len = snprintf(escape, sizeof escape, "\\x%02x", (unsigned)(unsigned char)byte);
    sdn__buffer_add(out, escape, (size_t)len);
}

/* The end of a run of characters of ASCII that are printed as they are. */
static const char *plain_end(const char *at, const char *end)
{
    while (at < end && *at >= 0x20 && *at < 0x7F)
        at++;
    return at;
}

/* Up to the end of a line. Bytes that are not UTF-8 become escapes too. */
static void print_line(sdn_buffer *out, const char *at, const char *end)
{
    for (;;) {
        const char *plain = plain_end(at, end);
        sdn__buffer_add(out, at, (size_t)(plain - at));
        if (plain == end)
            break;
        at = plain;
        size_t length = sdn__utf8_length(at, (size_t)(end - at));
        if (length > 0)
            print_character(out, at, length);
        else
            print_byte(out, *at);
        at += length > 0 ? length : 1;
    }
}

void sdn__print_escaped(sdn_buffer *out, sdn_str text)
{
    const char *at = text.ptr, *end = text.ptr + text.len, *newline;
    for (; at < end && (newline = memchr(at, '\n', (size_t)(end - at))) != NULL; at = newline + 1) {
        print_line(out, at, newline);
        sdn__buffer_add(out, "\\n", 2);
    }
    if (at < end)
        print_line(out, at, end);
}

static void print_blanks(sdn_buffer *out, size_t count)
{
    while (count-- > 0)
        sdn__buffer_add(out, " ", 1);
}

void sdn__print_lines(sdn_buffer *out, size_t column, size_t indent, sdn_str text)
{
    const char *at = text.ptr, *end = text.ptr + text.len;
    assert(column <= indent);
    for (;;) {
        const char *newline = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL;
        const char *line_end = newline != NULL ? newline : end;
        print_blanks(out, at < line_end ? indent - column : 0);
        print_line(out, at, line_end);
        sdn__buffer_add(out, "\n", 1);
        if (newline == NULL)
            return;
        at = newline + 1;
        column = 0;
    }
}

static void print_field(sdn_buffer *out, const char *name, size_t indent, sdn_str text)
{
    size_t len = strlen(name);
    sdn__buffer_add(out, name, len);
    sdn__buffer_add(out, ":", 1);
    sdn__print_lines(out, len + 1, indent, text);
}

/* Values start after the longest name, a colon and a blank. */
static size_t value_column(const sdn_record_type *type)
{
    size_t longest = 0;
    for (uint32_t i = 0; i < type->field_count; i++) {
        size_t len = strlen(type->fields[i].name);
        longest = len > longest ? len : longest;
    }
    return longest + 2;
}

/* Writes what the buffer holds, and empties it. */
static sdn_code flush_to(FILE *out, sdn_buffer *text)
{
    if (text->out_of_memory)
        return SDN_E_NOMEM;
    bool written = fwrite(text->bytes, 1, text->len, out) == text->len;
    text->len = 0;
    return written ? SDN_OK : SDN_E_IO;
}

sdn_code sdn_record_print(const sdn_record_type *type, const void *record, FILE *out)
{
    size_t indent = value_column(type);
    sdn_arena arena = SDN_ARENA_INIT;
    sdn_buffer lines = SDN_BUFFER_INIT;
    sdn_code code = SDN_OK;
    for (uint32_t i = 0; i < type->field_count && code == SDN_OK; i++) {
        sdn_str text = sdn_field_text(type, i, record, &arena);
        if (text.ptr == NULL)
            lines.out_of_memory = true;
        else
            print_field(&lines, type->fields[i].name, indent, text);
        code = flush_to(out, &lines);
        sdn__arena_rewind(&arena);
    }
    sdn__buffer_release(&lines);
    sdn_arena_release(&arena);
    return code;
}
