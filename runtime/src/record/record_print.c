/*
 * Records for people, on a stream.
 *
 * What a text holds must neither act on a terminal nor pass for another field: all that is not printed as it is becomes
 * an escape, and each line of a text but the first is indented as far as the values are.
 */
#include <sdn/record.h>

#include "base/arena.h"
#include "text/utf8.h"

#include <assert.h>
#include <string.h>

typedef struct printer {
    FILE *out;
    int indent; /* of values */
    bool failed;
} printer;

static void print(printer *p, const char *bytes, size_t len)
{
    p->failed = p->failed || fwrite(bytes, 1, len, p->out) != len;
}

static void print_escape(printer *p, uint32_t character)
{
    const char *format = character < 0x80 ? "\\x%02lx" : "\\u%04lx";
    p->failed = p->failed || fprintf(p->out, format, (unsigned long)character) < 0;
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

static void print_character(printer *p, const char *at, size_t length)
{
    const char *letter = letter_escape(*at);
    uint32_t character = sdn__utf8_decode(at, length);
    if (letter != NULL)
        print(p, letter, 2);
    else if (is_printed(character))
        print(p, at, length);
    else
        print_escape(p, character);
}

/* The text of a field is valid UTF-8. */
static void print_line(printer *p, const char *at, const char *end)
{
    while (at < end) {
        size_t length = sdn__utf8_length(at, (size_t)(end - at));
        assert(length > 0);
        print_character(p, at, length);
        at += length;
    }
    print(p, "\n", 1);
}

static void print_blanks(printer *p, int count)
{
    p->failed = p->failed || fprintf(p->out, "%*s", count, "") < 0;
}

/* Prints the lines of a text; each but the first is indented, unless it is empty. `column` is where the first one
 * starts. */
static void print_lines(printer *p, int column, sdn_str text)
{
    const char *at = text.ptr, *end = text.ptr + text.len;
    for (;;) {
        const char *newline = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL;
        const char *line_end = newline != NULL ? newline : end;
        print_blanks(p, at < line_end ? p->indent - column : 0);
        print_line(p, at, line_end);
        if (newline == NULL)
            return;
        at = newline + 1;
        column = 0;
    }
}

static void print_field(printer *p, const char *name, sdn_str text)
{
    int printed = fprintf(p->out, "%s:", name);
    p->failed = printed < 0;
    print_lines(p, printed, text);
}

/* Values start after the longest name, a colon and a blank. */
static int value_column(const sdn_record_type *type)
{
    size_t longest = 0;
    for (uint32_t i = 0; i < type->field_count; i++) {
        size_t len = strlen(type->fields[i].name);
        longest = len > longest ? len : longest;
    }
    return (int)longest + 2;
}

sdn_code sdn_record_print(const sdn_record_type *type, const void *record, FILE *out)
{
    printer p = {.out = out, .indent = value_column(type)};
    sdn_arena arena = SDN_ARENA_INIT;
    sdn_code code = SDN_OK;
    for (uint32_t i = 0; i < type->field_count && code == SDN_OK && !p.failed; i++) {
        sdn_str text = sdn_field_text(type, i, record, &arena);
        if (text.ptr == NULL)
            code = SDN_E_NOMEM;
        else
            print_field(&p, type->fields[i].name, text);
        sdn__arena_rewind(&arena);
    }
    sdn_arena_release(&arena);
    return p.failed ? SDN_E_IO : code;
}
