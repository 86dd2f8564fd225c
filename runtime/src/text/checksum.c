#include "text/checksum.h"

#include "base/crc32.h"
#include "base/decimal.h"

#include <stdio.h>

static const sdn_str MARK = SDN_STR_INIT("#sdn-crc32:");

bool sdn__checksum_is_due(const char *bytes, size_t len)
{
    return len >= MARK.len && memcmp(bytes, MARK.ptr, MARK.len) == 0;
}

sdn_checksum_line sdn__checksum_line(const char *bytes, size_t len)
{
    const char *newline = sdn__checksum_is_due(bytes, len) ? memchr(bytes, '\n', len) : NULL;
    if (newline == NULL)
        return (sdn_checksum_line){.body = NULL};
    const char *digits = bytes + MARK.len, *end = newline;
    if (end[-1] == '\r')
        end--;
    return (sdn_checksum_line){{digits, (size_t)(end - digits)}, newline + 1};
}

sdn_checksum_state sdn__checksum_check(const char *bytes, size_t len)
{
    sdn_checksum_line line = sdn__checksum_line(bytes, len);
    if (line.body == NULL)
        return SDN_CHECKSUM_NONE;
    uint64_t given = 0;
    bool good =
        sdn__decimal(line.digits, &given) && given == sdn__crc32(0, line.body, len - (size_t)(line.body - bytes));
    return good ? SDN_CHECKSUM_GOOD : SDN_CHECKSUM_BAD;
}

static size_t show(uint32_t sum, char digits[SDN_CHECKSUM_MOST])
{
    return (size_t)snprintf(digits, SDN_CHECKSUM_MOST, "%lu", (unsigned long)sum);
}

/* In parts that stay in the processor's cache. */
static uint32_t add_piece(uint32_t sum, const sdn_pieces *pieces, sdn_str piece)
{
    char part[4096];
    for (size_t done = 0, len; done < piece.len; done += len) {
        size_t left = piece.len - done;
        len = left < sizeof part ? left : sizeof part;
        sdn__pieces_copy_part(pieces, piece.ptr + done, len, part);
        sum = sdn__crc32(sum, part, len);
    }
    return sum;
}

size_t sdn__checksum_show(sdn_pieces_walk from, char digits[SDN_CHECKSUM_MOST])
{
    uint32_t sum = 0;
    for (sdn_str here; (here = sdn__pieces_here(&from)).ptr != NULL; sdn__pieces_next(&from))
        sum = add_piece(sum, from.pieces, here);
    return show(sum, digits);
}

void sdn__checksum_renew(sdn_buffer *content)
{
    char digits[SDN_CHECKSUM_MOST];
    sdn_checksum_line line = {.body = NULL};
    if (!content->out_of_memory)
        line = sdn__checksum_line(content->bytes, content->len);
    if (line.body == NULL)
        return;
    size_t start = MARK.len, end = start + line.digits.len, body = (size_t)(line.body - content->bytes);
    size_t wrote = show(sdn__crc32(0, line.body, content->len - body), digits);
    sdn__buffer_reserve(content, sizeof digits);
    if (content->out_of_memory)
        return;
    memmove(content->bytes + start + wrote, content->bytes + end, content->len - end);
    memcpy(content->bytes + start, digits, wrote);
    content->len = content->len - (end - start) + wrote;
}
