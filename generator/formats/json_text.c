/* Strings and numbers of JSON (RFC 8259, sections 6 and 7). */
#include <string.h>

#include "base/arena.h"
#include "formats/input_private.h"

/* ---- numbers ---- */

static const char *digits_end(const char *at, const char *end)
{
    while (at < end && *at >= '0' && *at <= '9')
        at++;
    return at;
}

/* The end of a part that starts with `at`, which needs a digit. */
static const char *needed_digits(const char *at, const char *end)
{
    const char *stop = digits_end(at, end);
    return stop > at ? stop : NULL;
}

const char *json_number_end(const char *at, const char *end)
{
    at += at < end && *at == '-';
    const char *stop = at < end && *at == '0' ? at + 1 : needed_digits(at, end);
    if (stop != NULL && stop < end && *stop == '.')
        stop = needed_digits(stop + 1, end);
    if (stop != NULL && stop < end && (*stop == 'e' || *stop == 'E')) {
        stop++;
        stop += stop < end && (*stop == '+' || *stop == '-');
        stop = needed_digits(stop, end);
    }
    return stop;
}

/* ---- strings ---- */

/* The value of four hexadecimal digits; -1 if there are none. */
static int32_t hexadecimal_unit(const char *at, const char *end)
{
    int32_t unit = 0;
    if (end - at < 4)
        return -1;
    for (int i = 0; i < 4; i++) {
        char c = at[i];
        int digit = c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
        if (digit < 0)
            return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

static char *put_utf8(char *to, uint32_t character)
{
    if (character < 0x80) {
        *to++ = (char)character;
        return to;
    }
    int more = character < 0x800 ? 1 : character < 0x10000 ? 2 : 3; /* bytes after the first */
    static const unsigned char first[] = {0, 0xC0, 0xE0, 0xF0};
    *to++ = (char)(first[more] | character >> (6 * more));
    while (more-- > 0)
        *to++ = (char)(0x80 | (character >> (6 * more) & 0x3F));
    return to;
}

/* Decodes \uXXXX, two of them for a character beyond U+FFFF. *at is after the `u`. 0 or -1. */
static int put_unicode(input_reader *reader, const char **at, const char *end, char **to, sdn_error *err)
{
    int32_t unit = hexadecimal_unit(*at, end), low = -1;
    uint32_t character = (uint32_t)unit;
    if (unit < 0)
        return input_fail(reader, err, INPUT_PLACE(reader, *at - 2), "expected four hexadecimal digits after \\u");
    *at += 4;
    if (unit >= 0xD800 && unit < 0xDC00 && end - *at >= 6 && (*at)[0] == '\\' && (*at)[1] == 'u')
        low = hexadecimal_unit(*at + 2, end);
    if (low >= 0xDC00 && low < 0xE000) {
        character = 0x10000 + (((uint32_t)unit & 0x3FF) << 10) + ((uint32_t)low & 0x3FF);
        *at += 6;
    } else if (unit >= 0xD800 && unit < 0xE000) {
        return input_fail(reader, err, INPUT_PLACE(reader, *at - 6),
                          "half of a surrogate pair; expected both, as in \\ud83d\\ude00");
    }
    *to = put_utf8(*to, character);
    return 0;
}

static char json_unescaped(char letter)
{
    static const char letters[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    const char *found = letter != '\0' ? strchr(letters, letter) : NULL;
    return found != NULL ? meant[found - letters] : '\0';
}

/* No escape is longer decoded than written. */
static int decode_json(input_reader *reader, const char *at, const char *end, sdn_str *text, sdn_error *err)
{
    char *to = sdn__arena_bytes(&reader->row, (size_t)(end - at));
    if (to == NULL)
        return input_no_memory(err);
    text->ptr = to;
    while (at < end) {
        if (*at != '\\') {
            *to++ = *at++;
            continue;
        }
        char letter = at[1], meant = json_unescaped(letter);
        if (meant == '\0' && letter != 'u')
            return input_fail(reader, err, INPUT_PLACE(reader, at),
                              "expected one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX");
        at += 2;
        if (letter != 'u')
            *to++ = meant;
        else if (put_unicode(reader, &at, end, &to, err) != 0)
            return -1;
    }
    text->len = (size_t)(to - text->ptr);
    return 0;
}

int json_string(input_reader *reader, sdn_str *text, sdn_error *err)
{
    const char *start = reader->at + 1, *at = start;
    bool is_escaped = false;
    for (; at < reader->end && *at != '"'; at++) {
        if ((unsigned char)*at < 0x20)
            return input_fail(reader, err, INPUT_PLACE(reader, at),
                              "a control character in a string; expected an escape such as \\n");
        if (*at != '\\')
            continue;
        is_escaped = true;
        at += at + 1 < reader->end; /* what is escaped may be a quote */
    }
    if (at == reader->end)
        return input_fail(reader, err, INPUT_PLACE(reader, reader->at),
                          "the string is not closed; expected a closing quote");
    *text = (sdn_str){start, (size_t)(at - start)};
    if (is_escaped && decode_json(reader, start, at, text, err) != 0)
        return -1;
    reader->at = at + 1;
    return 0;
}
