#include "text/utf8.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static const uint64_t ONES = 0x0101010101010101u;
static const uint64_t HIGHS = 0x8080808080808080u;

/* Whether eight bytes are all ASCII and none of them is NUL. The subtraction borrows into the top bit of a zero byte; a
 * borrow from there may set the top bit of the next byte too, but then the answer is no already. */
static bool is_plain(const char *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return (((word - ONES) | word) & HIGHS) == 0;
}

/* The length of the sequence at `at`, whose first byte is not ASCII; 0 if it is not valid. */
static size_t sequence_length(const unsigned char *at, size_t left)
{
    unsigned char low = 0x80, high = 0xBF; /* bounds of the second byte */
    size_t length;
    if (at[0] >= 0xC2 && at[0] <= 0xDF) {
        length = 2;
    } else if ((at[0] & 0xF0) == 0xE0) {
        length = 3;
        low = at[0] == 0xE0 ? 0xA0 : low;   /* else overlong */
        high = at[0] == 0xED ? 0x9F : high; /* else a surrogate */
    } else if (at[0] >= 0xF0 && at[0] <= 0xF4) {
        length = 4;
        low = at[0] == 0xF0 ? 0x90 : low;   /* else overlong */
        high = at[0] == 0xF4 ? 0x8F : high; /* else beyond U+10FFFF */
    } else {
        return 0;
    }
    if (left < length || at[1] < low || at[1] > high)
        return 0;
    for (size_t i = 2; i < length; i++)
        if ((at[i] & 0xC0) != 0x80)
            return 0;
    return length;
}

const char *sdn__utf8_fault(const char *bytes, size_t len)
{
    const char *end = bytes + len;
    while (bytes < end) {
        if ((size_t)(end - bytes) >= 8 && is_plain(bytes)) {
            bytes += 8;
        } else if ((unsigned char)*bytes < 0x80) {
            if (*bytes == '\0')
                return bytes;
            bytes++;
        } else {
            size_t length = sequence_length((const unsigned char *)bytes, (size_t)(end - bytes));
            if (length == 0)
                return bytes;
            bytes += length;
        }
    }
    return NULL;
}

size_t sdn__utf8_length(const char *at, size_t left)
{
    return (unsigned char)*at < 0x80 ? 1 : sequence_length((const unsigned char *)at, left);
}

uint32_t sdn__utf8_decode(const char *at, size_t length)
{
    static const unsigned char payload[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    uint32_t character = (unsigned char)at[0] & payload[length];
    for (size_t i = 1; i < length; i++)
        character = character << 6 | ((unsigned char)at[i] & 0x3F);
    return character;
}

size_t sdn__utf8_show(char *to, size_t size, const char *bytes, size_t len)
{
    size_t used = 0;
    for (size_t at = 0; at < len;) {
        unsigned char first = (unsigned char)bytes[at];
        size_t length = sdn__utf8_length(bytes + at, len - at);
        bool shown = first >= 0x20 && first != 0x7F && length > 0;
        size_t needed = shown ? length : 1;
        if (used + needed + 1 > size)
            break;
        if (shown)
            memcpy(to + used, bytes + at, length);
        else
            to[used] = '?';
        used += needed;
        at += needed;
    }
    to[used] = '\0';
    return used;
}
