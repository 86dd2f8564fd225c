/* SWAR (SIMD within a register): operations on eight bytes of text at a time, in a 64-bit word. */
#ifndef SDN_BASE_SWAR_H
#define SDN_BASE_SWAR_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define SDN_EVERY_BYTE(value) (UINT64_C(0x0101010101010101) * (unsigned char)(value))

/* Eight bytes; the first is the lowest one on every machine. */
static inline uint64_t sdn__word_at(const char *bytes)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
#else
    uint64_t word = 0;
    for (int i = 7; i >= 0; i--)
        word = word << 8 | (unsigned char)bytes[i];
    return word;
#endif
}

/* The first `len` bytes, 1 to 8 of them, followed by zeros; eight bytes are read. */
static inline uint64_t sdn__short_word_at(const char *bytes, uint32_t len)
{
    return sdn__word_at(bytes) & UINT64_MAX >> (64 - 8 * len);
}

/* Reads a number of `len` digits, 1 to 8 of them; false, and *number unchanged, if any byte is no digit. Eight bytes
 * are read. Neighbours are combined to numbers of two, four and eight digits. It is the fast path before sdn__decimal
 * and sdn__parse_unsigned, which read all other numbers (decimal.h). */
static inline bool sdn__short_number_at(const char *bytes, uint32_t len, uint32_t *number)
{
    uint64_t digits = (sdn__word_at(bytes) ^ SDN_EVERY_BYTE('0')) << (64 - 8 * len); /* zeros before the first digit */
    if (((digits + SDN_EVERY_BYTE(0x76)) | digits) & SDN_EVERY_BYTE(0x80))
        return false;
    digits = digits * 10 + (digits >> 8);
    digits = (digits & UINT64_C(0x000000FF000000FF)) * UINT64_C(0x000F424000000064) +
             (digits >> 16 & UINT64_C(0x000000FF000000FF)) * UINT64_C(0x0000271000000001);
    *number = (uint32_t)(digits >> 32);
    return true;
}

#endif
