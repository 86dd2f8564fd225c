/* CRC-32/ISO-HDLC, the checksum of gzip and of `#sdn-crc32:` lines. */
#ifndef SDN_BASE_CRC32_H
#define SDN_BASE_CRC32_H

#include <stddef.h>
#include <stdint.h>

/* The checksum of `len` more bytes, continued from `crc`, the checksum of those before; 0 at the start. */
uint32_t sdn__crc32(uint32_t crc, const char *bytes, size_t len);

#endif
