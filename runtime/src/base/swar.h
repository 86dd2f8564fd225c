/* SWAR (SIMD within a register): operations on eight bytes of text at a time, in a 64-bit word. */
#ifndef SDN_BASE_SWAR_H
#define SDN_BASE_SWAR_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#if defined(__x86_64__) && !defined(SDN_WORDS_ONLY)
#include <emmintrin.h>
#endif

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

/* Four bytes; the first is the lowest one on every machine. */
static inline uint64_t sdn__half_word_at(const char *bytes)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    uint32_t half;
    memcpy(&half, bytes, sizeof half);
    return half;
#else
    return (uint64_t)(unsigned char)bytes[3] << 24 | (uint64_t)(unsigned char)bytes[2] << 16 |
           (uint64_t)(unsigned char)bytes[1] << 8 | (unsigned char)bytes[0];
#endif
}

/* As sdn__short_word_at, where no byte after the first `len` may be read. */
static inline uint64_t sdn__exact_word_at(const char *bytes, uint32_t len)
{
    if (len >= 4)
        return sdn__half_word_at(bytes) | sdn__half_word_at(bytes + len - 4) << 8 * (len - 4);
    return (uint64_t)(unsigned char)bytes[0] | (uint64_t)(unsigned char)bytes[len / 2] << 8 * (len / 2) |
           (uint64_t)(unsigned char)bytes[len - 1] << 8 * (len - 1);
}

/* The number that eight digits make: the values of a word's bytes, of which the first is the lowest. False, and *number
 * unchanged, if one is over 9. Neighbours are combined to numbers of two, four and eight digits. */
static inline bool sdn__eight_digits_plain(uint64_t digits, uint32_t *number)
{
    if (((digits + SDN_EVERY_BYTE(0x76)) | digits) & SDN_EVERY_BYTE(0x80))
        return false;
    digits = digits * 10 + (digits >> 8);
    digits = (digits & UINT64_C(0x000000FF000000FF)) * UINT64_C(0x000F424000000064) +
             (digits >> 16 & UINT64_C(0x000000FF000000FF)) * UINT64_C(0x0000271000000001);
    *number = (uint32_t)(digits >> 32);
    return true;
}

#if defined(__x86_64__) && !defined(SDN_WORDS_ONLY)

/* The same with SSE2, which has a product and sum of neighbours. It leaves the registers for whole numbers to other
 * look-ups (index/key_map.h), which are under way at the same time. */
static inline bool sdn__eight_digits(uint64_t digits, uint32_t *number)
{
    const __m128i nine = _mm_set1_epi8(9);
    __m128i of_one = _mm_cvtsi64_si128((long long)digits);
    if (_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_max_epu8(of_one, nine), nine)) != 0xFFFF)
        return false;
    of_one = _mm_unpacklo_epi8(of_one, _mm_setzero_si128());
    __m128i of_two = _mm_madd_epi16(of_one, _mm_set1_epi32(1 << 16 | 10));
    of_two = _mm_packs_epi32(of_two, of_two);
    __m128i of_four = _mm_madd_epi16(of_two, _mm_set1_epi32(1 << 16 | 100));
    of_four = _mm_packs_epi32(of_four, of_four);
    *number = (uint32_t)_mm_cvtsi128_si32(_mm_madd_epi16(of_four, _mm_set1_epi32(1 << 16 | 10000)));
    return true;
}

#else

static inline bool sdn__eight_digits(uint64_t digits, uint32_t *number)
{
    return sdn__eight_digits_plain(digits, number);
}

#endif

/* The number of `len` digits, 1 to 8 of them, that are the lowest bytes of a word; false, and *number unchanged, if any
 * of them is no digit. */
static inline bool sdn__short_number(uint64_t word, uint32_t len, uint32_t *number)
{
    /* with zeros before the first digit */
    return sdn__eight_digits((word ^ SDN_EVERY_BYTE('0')) << (64 - 8 * len), number);
}

/* Reads a number of `len` digits, 1 to 8 of them; false, and *number unchanged, if any byte is no digit. Eight bytes
 * are read. It is the fast path before sdn__parse_unsigned, which reads all other numbers (decimal.h). */
static inline bool sdn__short_number_at(const char *bytes, uint32_t len, uint32_t *number)
{
    return sdn__short_number(sdn__word_at(bytes), len, number);
}

#endif
