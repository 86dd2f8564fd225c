/*
 * Errors: one line for people, made in the fixed-size sdn_error of the caller, so that reporting needs no memory.
 *
 * The form is `path:line:column: text: meaning of errno`, without the parts that are unknown. What is too long is cut
 * off at its end, except the path, which keeps its end. Control characters in paths and texts, which come from files,
 * are escaped last, over the whole message.
 */
#undef _POSIX_C_SOURCE /* of a program that compiles this file with its own flags */
#define _POSIX_C_SOURCE 200809L

#define SDN_DEFINES_FAIL
#include "base/error.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const char *const code_names[] = {
    [SDN_OK] = "SDN_OK",
    [SDN_E_NOMEM] = "SDN_E_NOMEM",
    [SDN_E_IO] = "SDN_E_IO",
    [SDN_E_TIMEOUT] = "SDN_E_TIMEOUT",
    [SDN_E_LOCK] = "SDN_E_LOCK",
    [SDN_E_LOCK_LOST] = "SDN_E_LOCK_LOST",
    [SDN_E_FORKED] = "SDN_E_FORKED",
    [SDN_E_CONFLICT] = "SDN_E_CONFLICT",
    [SDN_E_EXISTS] = "SDN_E_EXISTS",
    [SDN_E_NOT_FOUND] = "SDN_E_NOT_FOUND",
    [SDN_E_SYNTAX] = "SDN_E_SYNTAX",
    [SDN_E_INVALID] = "SDN_E_INVALID",
    [SDN_E_LIMIT] = "SDN_E_LIMIT",
    [SDN_E_CHECKSUM] = "SDN_E_CHECKSUM",
    [SDN_E_MISUSE] = "SDN_E_MISUSE",
    [SDN_W_NOT_DURABLE] = "SDN_W_NOT_DURABLE",
};

const char *sdn_code_name(sdn_code code)
{
    size_t index = (size_t)code;
    return index < sizeof code_names / sizeof code_names[0] ? code_names[index] : "unknown code";
}

/* The end of a path says more than its start, so a long path is cut off at its start. */
static void keep_path(sdn_error *err, const char *path)
{
    size_t len = strlen(path);
    if (len < sizeof err->path)
        memcpy(err->path, path, len + 1);
    else
        snprintf(err->path, sizeof err->path, "...%s", path + len - (sizeof err->path - 4));
}

static void append(sdn_error *err, size_t *used, const char *format, va_list args)
{
    size_t left = sizeof err->message - *used;
    int wrote = vsnprintf(err->message + *used, left, format, args);
    if (wrote > 0)
        *used += (size_t)wrote < left ? (size_t)wrote : left - 1;
}

SDN_PRINTF(3, 4) static void append_text(sdn_error *err, size_t *used, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    append(err, used, format, args);
    va_end(args);
}

/* The length in bytes of the control character at `text`; 0 if there is none. U+0080 to U+009F have two bytes. */
static size_t control_length(const char *text)
{
    unsigned char first = (unsigned char)text[0];
    if (first == 0xc2 && (unsigned char)text[1] >= 0x80 && (unsigned char)text[1] < 0xa0)
        return 2;
    return first < ' ' || first == 0x7f;
}

static bool has_controls(const char *text)
{
    while (*text != '\0' && control_length(text) == 0)
        text++;
    return *text != '\0';
}

/* Writes the C escape of the control character, with a NUL. False if there is no room for it. */
static bool escape(char *to, size_t room, const char *control, size_t length)
{
    static const char letters[] = "abtnvfr"; /* the escapes of the codes 7 to 13 */
    const unsigned char *bytes = (const unsigned char *)control;
    int wrote = length == 2                        ? snprintf(to, room, "\\x%02x\\x%02x", bytes[0], bytes[1])
                : *bytes >= '\a' && *bytes <= '\r' ? snprintf(to, room, "\\%c", letters[*bytes - '\a'])
                                                   : snprintf(to, room, "\\x%02x", bytes[0]);
    return (size_t)wrote < room;
}

/* Copies `from` to the `size` bytes at `to`, with control characters escaped; what has no room is cut off. */
static void copy_escaped(char *to, size_t size, const char *from)
{
    size_t used = 0;
    while (*from != '\0' && used < size - 1) {
        size_t length = control_length(from);
        if (length == 0) {
            to[used++] = *from++;
            continue;
        }
        if (!escape(to + used, size - used, from, length))
            break;
        used += strlen(to + used);
        from += length;
    }
    to[used] = '\0';
}

void sdn__show_controls(char *text, size_t size)
{
    char raw[SDN_SHOWN_MESSAGE_SIZE];
    assert(size > 0 && size <= sizeof raw);
    if (!has_controls(text))
        return;
    snprintf(raw, sizeof raw, "%s", text);
    copy_escaped(text, size, raw);
}

/* ---- the meaning of an errno value; strerror is not safe between threads ---- */

static const char *posix_meaning(int result, const char *text)
{
    return result == 0 ? text : NULL;
}

static const char *gnu_meaning(const char *result, const char *text)
{
    (void)text;
    return result;
}

/* NULL if it has none. A program that compiles this with -D_GNU_SOURCE gets the strerror_r of GNU, which returns the
 * text. */
#define MEANING(os_error, buffer, size) \
    _Generic(strerror_r((os_error), (buffer), (size)), int : posix_meaning, char * : gnu_meaning)( \
        strerror_r((os_error), (buffer), (size)), (buffer))

static void fill(sdn_error *err, sdn_code code, const char *path, uint32_t line, uint32_t column, int os_error,
                 const char *format, va_list args)
{
    size_t used = 0;
    memset(err, 0, sizeof *err);
    err->code = code;
    err->os_error = os_error;
    err->line = line;
    err->column = column;
    if (path != NULL) {
        keep_path(err, path);
        append_text(err, &used, "%s:", err->path);
        if (line > 0)
            append_text(err, &used, "%lu:%lu:", (unsigned long)line, (unsigned long)column);
        append_text(err, &used, " ");
    }
    append(err, &used, format, args);
    if (os_error != 0) {
        char buffer[128] = "";
        const char *meaning = MEANING(os_error, buffer, sizeof buffer);
        if (meaning != NULL)
            append_text(err, &used, ": %s", meaning);
        else
            append_text(err, &used, ": error %d", os_error);
    }
    sdn__show_controls(err->message, sizeof err->message);
}

sdn_code sdn__fail(sdn_error *err, sdn_code code, const char *path, const char *format, ...)
{
    if (err != NULL) {
        va_list args;
        va_start(args, format);
        fill(err, code, path, 0, 0, 0, format, args);
        va_end(args);
    }
    return code;
}

sdn_code sdn__fail_at(sdn_error *err, sdn_code code, const char *path, uint32_t line, uint32_t column,
                      const char *format, ...)
{
    if (err != NULL) {
        va_list args;
        va_start(args, format);
        fill(err, code, path, line, column, 0, format, args);
        va_end(args);
    }
    return code;
}

sdn_code sdn__fail_os(sdn_error *err, int os_error, const char *path, const char *format, ...)
{
    sdn_code code = os_error == ENOMEM ? SDN_E_NOMEM : SDN_E_IO;
    if (err != NULL) {
        va_list args;
        va_start(args, format);
        fill(err, code, path, 0, 0, os_error, format, args);
        va_end(args);
    }
    return code;
}

sdn_code sdn__fail_memory(sdn_error *err)
{
    return sdn__fail(err, SDN_E_NOMEM, NULL, "out of memory; free some and try again");
}
