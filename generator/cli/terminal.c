/* POSIX.1-2008 has no call for the size of a terminal; every system with terminals has TIOCGWINSZ. */
#include "cli/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

unsigned terminal_width(int descriptor)
{
    const char *columns = getenv("COLUMNS");
    long wanted = columns != NULL ? strtol(columns, NULL, 10) : 0;
    if (wanted > 0 && wanted < 100000)
        return (unsigned)wanted;
#ifdef TIOCGWINSZ
    struct winsize size = {0};
    if (ioctl(descriptor, TIOCGWINSZ, &size) == 0)
        return size.ws_col;
#else
    (void)descriptor;
#endif
    return 0;
}

/* The length of a change of color as this program writes it, such as ESC[1;31m: the parameters 0, 1 and 30 to 39. No text
 * can hide itself with them. 0: there is none. */
static size_t color_length(const char *at, const char *end)
{
    size_t len = (size_t)(end - at), i = 2;
    if (len < 4 || at[0] != '\033' || at[1] != '[')
        return 0;
    while (i < len) {
        if (at[i] == '3' && i + 1 < len && at[i + 1] >= '0' && at[i + 1] <= '9')
            i += 2;
        else if (at[i] == '0' || at[i] == '1')
            i++;
        else
            return 0;
        if (i < len && at[i] == 'm')
            return i + 1;
        if (i == len || at[i++] != ';')
            return 0;
    }
    return 0;
}

/* The length of what is at `at` and may reach a terminal; 0: a control character. */
static size_t harmless_length(const char *at, const char *end)
{
    unsigned char byte = (unsigned char)*at;
    if (byte == 0xC2 && at + 1 < end && (unsigned char)at[1] >= 0x80 && (unsigned char)at[1] < 0xA0)
        return 0;
    if (byte == '\033')
        return color_length(at, end);
    if (byte == '\r')
        return at + 1 < end && at[1] == '\n';
    return byte == '\t' || byte == '\n' || (byte >= ' ' && byte != 0x7F);
}

void terminal_defuse(sdn_buffer *text)
{
    if (text->len == 0)
        return;
    const char *at = text->bytes, *end = at + text->len;
    char *to = text->bytes;
    while (at < end) {
        size_t len = harmless_length(at, end);
        if (len == 0) {
            at += (unsigned char)*at == 0xC2 ? 2 : 1;
            *to++ = '?';
            continue;
        }
        memmove(to, at, len);
        to += len;
        at += len;
    }
    text->len = (size_t)(to - text->bytes);
}
