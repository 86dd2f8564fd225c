/*
 * Block: 64 bytes of text, and which of them a scan has to look at, as bit masks (the first byte is bit 0).
 *
 * The instructions that find them are chosen when the library is compiled: SSE2, which every x86-64 has, or plain
 * arithmetic on words of eight bytes. Both give the same masks.
 */
#ifndef SDN_TEXT_BLOCK_H
#define SDN_TEXT_BLOCK_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { SDN_BLOCK_SIZE = 64 };

typedef struct sdn_block {
    uint64_t marks; /* the commas, quotes, backslashes and line feeds */
    bool is_plain;  /* ASCII without a NUL, all of it */
} sdn_block;

/* The position of the lowest bit of a mask that has one. */
static inline unsigned sdn_first_bit(uint64_t number)
{
#ifdef __GNUC__
    return (unsigned)__builtin_ctzll(number);
#else
    unsigned position = 0;
    for (; (number & 1) == 0; number >>= 1)
        position++;
    return position;
#endif
}

/* ---- words of eight bytes ---- */

#define SDN_EVERY_BYTE(value) (UINT64_C(0x0101010101010101) * (unsigned char)(value))

/* The first byte is the lowest, whatever the order of the machine. */
static inline uint64_t sdn_word_at(const char *bytes)
{
    uint64_t word = 0;
    for (int i = 7; i >= 0; i--)
        word = word << 8 | (unsigned char)bytes[i];
    return word;
}

/* The top bit of each byte that is not `value`. Nothing is carried from byte to byte. */
static inline uint64_t sdn_bytes_other_than(uint64_t word, char value)
{
    uint64_t difference = word ^ SDN_EVERY_BYTE(value);
    return ((difference & SDN_EVERY_BYTE(0x7F)) + SDN_EVERY_BYTE(0x7F)) | difference;
}

static inline sdn_block sdn_block_in_words(const char *bytes)
{
    sdn_block block = {0, true};
    for (unsigned at = 0; at < SDN_BLOCK_SIZE; at += 8) {
        uint64_t word = sdn_word_at(bytes + at);
        uint64_t others = sdn_bytes_other_than(word, ',') & sdn_bytes_other_than(word, '"') &
                          sdn_bytes_other_than(word, '\\') & sdn_bytes_other_than(word, '\n');
        uint64_t marks = ~others & SDN_EVERY_BYTE(0x80);
        /* The multiplication brings the eight bits together in the top byte. */
        block.marks |= ((marks >> 7) * UINT64_C(0x0102040810204080) >> 56) << at;
        uint64_t plain = ~word & sdn_bytes_other_than(word, '\0') & SDN_EVERY_BYTE(0x80);
        block.is_plain = block.is_plain && plain == SDN_EVERY_BYTE(0x80);
    }
    return block;
}

/* ---- SSE2 ---- */

#ifdef __SSE2__
static inline __m128i sdn_marks_of_16(__m128i bytes)
{
    __m128i comma = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(','));
    __m128i quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
    __m128i backslash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
    __m128i newline = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n'));
    return _mm_or_si128(_mm_or_si128(comma, quote), _mm_or_si128(backslash, newline));
}

/* The top bit of each byte is set by 0x80 to 0xFF, and by 0 less 1. */
static inline __m128i sdn_odd_of_16(__m128i bytes)
{
    return _mm_or_si128(bytes, _mm_sub_epi8(bytes, _mm_set1_epi8(1)));
}

static inline __m128i sdn_load_16(const char *bytes)
{
    return _mm_loadu_si128((const __m128i *)(const void *)bytes);
}

static inline uint64_t sdn_mask_of_16(__m128i bytes)
{
    return (uint64_t)(unsigned)_mm_movemask_epi8(bytes);
}

static inline sdn_block sdn_block_in_vectors(const char *bytes)
{
    __m128i a = sdn_load_16(bytes), b = sdn_load_16(bytes + 16);
    __m128i c = sdn_load_16(bytes + 32), d = sdn_load_16(bytes + 48);
    __m128i odd = _mm_or_si128(_mm_or_si128(sdn_odd_of_16(a), sdn_odd_of_16(b)),
                               _mm_or_si128(sdn_odd_of_16(c), sdn_odd_of_16(d)));
    uint64_t low = sdn_mask_of_16(sdn_marks_of_16(a)) | sdn_mask_of_16(sdn_marks_of_16(b)) << 16;
    uint64_t high = sdn_mask_of_16(sdn_marks_of_16(c)) | sdn_mask_of_16(sdn_marks_of_16(d)) << 16;
    return (sdn_block){low | high << 32, _mm_movemask_epi8(odd) == 0};
}
#endif

/* Looks at the 64 bytes at `bytes`. */
static inline sdn_block sdn_block_at(const char *bytes)
{
#ifdef __SSE2__
    return sdn_block_in_vectors(bytes);
#else
    return sdn_block_in_words(bytes);
#endif
}

#endif
