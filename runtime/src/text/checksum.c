#include "text/checksum.h"

#include "base/crc32.h"
#include "base/decimal.h"

#include <stdio.h>

static const sdn_str MARK = SDN_STR_INIT("#sdn-crc32:");

bool sdn__checksum_is_due(const char *bytes, size_t len)
{
    return len >= MARK.len && memcmp(bytes, MARK.ptr, MARK.len) == 0;
}

/* The line feed of the checksum line, or NULL if there is no such line. */
static const char *first_line_end(const char *bytes, size_t len)
{
    return sdn__checksum_is_due(bytes, len) ? memchr(bytes, '\n', len) : NULL;
}

sdn_checksum_state sdn__checksum_check(const char *bytes, size_t len)
{
    const char *newline = first_line_end(bytes, len);
    if (newline == NULL)
        return SDN_CHECKSUM_NONE;
    uint64_t given = 0;
    const char *digits = bytes + MARK.len, *end = newline;
    if (end > digits && end[-1] == '\r')
        end--;
    sdn_str number = {digits, (size_t)(end - digits)};
    const char *body = newline + 1;
    bool good = sdn__decimal(number, &given) && given == sdn__crc32(0, body, len - (size_t)(body - bytes));
    return good ? SDN_CHECKSUM_GOOD : SDN_CHECKSUM_BAD;
}

void sdn__checksum_renew(sdn_buffer *content)
{
    const char *newline = content->out_of_memory ? NULL : first_line_end(content->bytes, content->len);
    if (newline == NULL)
        return;
    char digits[24];
    size_t start = MARK.len, end = (size_t)(newline - content->bytes);
    uint32_t sum = sdn__crc32(0, newline + 1, content->len - end - 1);
    size_t wrote = (size_t)snprintf(digits, sizeof digits, "%lu", (unsigned long)sum);
    if (content->bytes[end - 1] == '\r')
        end--;
    sdn__buffer_reserve(content, sizeof digits);
    if (content->out_of_memory)
        return;
    memmove(content->bytes + start + wrote, content->bytes + end, content->len - end);
    memcpy(content->bytes + start, digits, wrote);
    content->len = content->len - (end - start) + wrote;
}
