/*
 * The checksum line: a first line `#sdn-crc32:` + decimal CRC-32 of everything behind that line.
 *
 * Programs that write it refuse a file whose sum does not fit, so a save must renew it. A byte order mark before it or
 * no line end behind it makes it an ordinary comment.
 */
#ifndef SDN_TEXT_CHECKSUM_H
#define SDN_TEXT_CHECKSUM_H

#include "base/buffer.h"

typedef enum sdn_checksum_state {
    SDN_CHECKSUM_NONE, /* no such line */
    SDN_CHECKSUM_GOOD,
    SDN_CHECKSUM_BAD /* another sum, or no number */
} sdn_checksum_state;

sdn_checksum_state sdn__checksum_check(const char *bytes, size_t len);

/* Whether the first line is one, or becomes one as soon as it has a line end. */
bool sdn__checksum_is_due(const char *bytes, size_t len);

/* Writes the sum of the content anew, if there is a line for it. */
void sdn__checksum_renew(sdn_buffer *content);

#endif
