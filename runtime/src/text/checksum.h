/*
 * The checksum line: a first line `#sdn-crc32:` + the decimal CRC-32 of all bytes after that line.
 *
 * Programs that write this line refuse a file whose checksum does not match, so a save must update it. The line is
 * optional and a comment to other programs. After a byte order mark, or without a line end, it is just a comment.
 */
#ifndef SDN_TEXT_CHECKSUM_H
#define SDN_TEXT_CHECKSUM_H

#include "base/buffer.h"
#include "text/pieces.h"

typedef enum sdn_checksum_state {
    SDN_CHECKSUM_NONE, /* no such line */
    SDN_CHECKSUM_GOOD,
    SDN_CHECKSUM_BAD /* another sum, or not a number */
} sdn_checksum_state;

sdn_checksum_state sdn__checksum_check(const char *bytes, size_t len);

/* Whether the first line is a checksum line, or would be one if it had a line end. */
bool sdn__checksum_is_due(const char *bytes, size_t len);

typedef struct sdn_checksum_line {
    sdn_str digits;   /* what is between its mark and its line end */
    const char *body; /* what follows the line; NULL: there is no such line */
} sdn_checksum_line;

sdn_checksum_line sdn__checksum_line(const char *bytes, size_t len);

enum { SDN_CHECKSUM_MOST = 11 }; /* digits, and a NUL */

/* Writes the sum of a text from a position on, as it is in the line; returns its length. */
size_t sdn__checksum_show(sdn_pieces_walk from, char digits[SDN_CHECKSUM_MOST]);

/* Updates the sum in the content's first line, if that is a checksum line. */
void sdn__checksum_renew(sdn_buffer *content);

#endif
