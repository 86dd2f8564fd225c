/*
 * CRC-32 by table, four bits at a time (Sarwate, "Computation of Cyclic Redundancy Checks via Table Look-Up", 1988,
 * with 16 entries instead of 256): the table fits one cache line, and only files with a checksum line need it.
 *
 * The polynomial is 0x04C11DB7 with its bits reflected, 0xEDB88320; so are the bits of bytes and of the sum, and both
 * the start value and the result are inverted. Entry i of the table is i after four steps of the division.
 */
#include "base/crc32.h"

static const uint32_t nibbles[16] = {
    0x00000000, 0x1DB71064, 0x3B6E20C8, 0x26D930AC, 0x76DC4190, 0x6B6B51F4, 0x4DB26158, 0x5005713C,
    0xEDB88320, 0xF00F9344, 0xD6D6A3E8, 0xCB61B38C, 0x9B64C2B0, 0x86D3D2D4, 0xA00AE278, 0xBDBDF21C,
};

uint32_t sdn__crc32(uint32_t crc, const char *bytes, size_t len)
{
    crc = ~crc;
    for (size_t i = 0; i < len; i++) {
        crc ^= (unsigned char)bytes[i];
        crc = crc >> 4 ^ nibbles[crc & 15];
        crc = crc >> 4 ^ nibbles[crc & 15];
    }
    return ~crc;
}
