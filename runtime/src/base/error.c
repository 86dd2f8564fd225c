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

static void append_args(sdn_error *err, size_t *used, const char *format, va_list args)
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
    append_args(err, used, format, args);
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
static bool escape_control(char *to, size_t room, const char *control, size_t length)
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
        if (!escape_control(to + used, size - used, from, length))
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

/* strerror is not safe between threads. strerror_r has two forms: that of POSIX fills `room` and returns 0, or an error;
 * that of GNU, which there is where _GNU_SOURCE was defined first (in sdn.c), returns the text, and uses `room` only for
 * an error that it does not know. NULL for such a one. */
static inline const char *filled_text(int error, const char *room)
{
    return error == 0 ? room : NULL;
}

static inline const char *returned_text(const char *text, const char *room)
{
    return text != room ? text : NULL;
}

static const char *meaning_of(int os_error, char *room, size_t size)
{
    const char *text = _Generic(strerror_r(os_error, room, size), int : filled_text, char * : returned_text)(
        strerror_r(os_error, room, size), room);
    if (text == NULL)
        snprintf(room, size, "error %d", os_error);
    return text != NULL ? text : room;
}

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
    append_args(err, &used, format, args);
    if (os_error != 0) {
        char room[128];
        append_text(err, &used, ": %s", meaning_of(os_error, room, sizeof room));
    }
    sdn__show_controls(err->message, sizeof err->message);
}

sdn_code sdn__fail_args(sdn_error *err, sdn_code code, const char *path, const char *format, va_list args)
{
    if (err != NULL)
        fill(err, code, path, 0, 0, 0, format, args);
    return code;
}

sdn_code sdn__fail(sdn_error *err, sdn_code code, const char *path, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    sdn__fail_args(err, code, path, format, args);
    va_end(args);
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
