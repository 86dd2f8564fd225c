/*
 * Block: 64 bytes of text, and the positions of the bytes a scan looks for, as bit masks (bit 0 is the first byte).
 *
 * The instructions are chosen when a file is compiled: AVX2; SSE2, which every x86-64 has; NEON, which every 64-bit ARM
 * has; or plain arithmetic on words of eight bytes (SWAR). All give the same masks.
 */
#ifndef SDN_TEXT_BLOCK_H
#define SDN_TEXT_BLOCK_H

#include "base/compiler.h"
#include "base/swar.h"

#ifdef __AVX2__
#include <immintrin.h>
#elif defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__aarch64__) && defined(__ARM_NEON)
#include <arm_neon.h>
#endif

enum { SDN_BLOCK_SIZE = 64 };

typedef struct sdn_block {
    uint64_t commas;
    uint64_t quotes;
    uint64_t newlines;
    uint64_t backslashes;
    bool is_plain; /* ASCII without a NUL, all of it */
} sdn_block;

/* ---- masks ---- */

/* The prefix xor: bit i is the parity of bits 0 to i. Of a mask of quotes, these are the bytes from an opening quote to
 * just before its closing one (Langdale and Lemire, Parsing Gigabytes of JSON per Second, 3.1.1). They multiply without
 * carry; six shifts do the same on every processor (Hacker's Delight, 5-2, from the other end). */
static inline uint64_t sdn__odd_up_to(uint64_t mask)
{
    mask ^= mask << 1;
    mask ^= mask << 2;
    mask ^= mask << 4;
    mask ^= mask << 8;
    mask ^= mask << 16;
    return mask ^ mask << 32;
}

/* ---- words of eight bytes ---- */

/* The top bit of each byte that is not `value`. Nothing is carried from byte to byte. */
static inline uint64_t sdn__bytes_other_than(uint64_t word, char value)
{
    uint64_t difference = word ^ SDN_EVERY_BYTE(value);
    return ((difference & SDN_EVERY_BYTE(0x7F)) + SDN_EVERY_BYTE(0x7F)) | difference;
}

/* One bit for each byte that is `value`. The multiplication brings the eight top bits together in the top byte. */
static inline uint64_t sdn__bytes_like(uint64_t word, char value)
{
    uint64_t found = ~sdn__bytes_other_than(word, value) & SDN_EVERY_BYTE(0x80);
    return (found >> 7) * UINT64_C(0x0102040810204080) >> 56;
}

static inline sdn_block sdn__block_in_words(const char *bytes)
{
    sdn_block block = {.is_plain = true};
    for (unsigned at = 0; at < SDN_BLOCK_SIZE; at += 8) {
        uint64_t word = sdn__word_at(bytes + at);
        block.commas |= sdn__bytes_like(word, ',') << at;
        block.quotes |= sdn__bytes_like(word, '"') << at;
        block.newlines |= sdn__bytes_like(word, '\n') << at;
        block.backslashes |= sdn__bytes_like(word, '\\') << at;
        uint64_t plain = ~word & sdn__bytes_other_than(word, '\0') & SDN_EVERY_BYTE(0x80);
        block.is_plain = block.is_plain && plain == SDN_EVERY_BYTE(0x80);
    }
    return block;
}

static inline uint64_t sdn__nuls_in_words(const char *bytes)
{
    uint64_t nuls = 0;
    for (unsigned at = 0; at < SDN_BLOCK_SIZE; at += 8)
        nuls |= sdn__bytes_like(sdn__word_at(bytes + at), '\0') << at;
    return nuls;
}

static inline void sdn__fill_nuls_in_words(const char *from, char value, char *to)
{
    for (unsigned at = 0; at < SDN_BLOCK_SIZE; at += 8) {
        uint64_t word;
        memcpy(&word, from + at, sizeof word); /* in the order of the machine */
        uint64_t nuls = ~sdn__bytes_other_than(word, '\0') & SDN_EVERY_BYTE(0x80);
        word |= (nuls >> 7) * (unsigned char)value;
        memcpy(to + at, &word, sizeof word);
    }
}

/* ---- AVX2 ---- */

#ifdef __AVX2__
static inline __m256i sdn__load_32(const char *bytes)
{
    return _mm256_loadu_si256((const __m256i *)(const void *)bytes);
}

/* The top bits of 64 bytes. */
static inline uint64_t sdn__mask_of(__m256i low, __m256i high)
{
    return (uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

static inline uint64_t sdn__bytes_equal(__m256i low, __m256i high, char value)
{
    __m256i wanted = _mm256_set1_epi8(value);
    return sdn__mask_of(_mm256_cmpeq_epi8(low, wanted), _mm256_cmpeq_epi8(high, wanted));
}

SDN_ALWAYS_INLINE sdn_block sdn__block_in_vectors(const char *bytes)
{
    __m256i low = sdn__load_32(bytes), high = sdn__load_32(bytes + 32);
    /* The top bit is set in 0x80 to 0xFF; 0 is the minimum of a pair if either is 0. */
    __m256i least = _mm256_min_epu8(low, high), zeros = _mm256_cmpeq_epi8(least, _mm256_setzero_si256());
    __m256i odd = _mm256_or_si256(_mm256_or_si256(low, high), zeros);
    return (sdn_block){
        .commas = sdn__bytes_equal(low, high, ','),
        .quotes = sdn__bytes_equal(low, high, '"'),
        .newlines = sdn__bytes_equal(low, high, '\n'),
        .backslashes = sdn__bytes_equal(low, high, '\\'),
        .is_plain = _mm256_movemask_epi8(odd) == 0,
    };
}

static inline uint64_t sdn__nuls_in_vectors(const char *bytes)
{
    return sdn__bytes_equal(sdn__load_32(bytes), sdn__load_32(bytes + 32), '\0');
}

static inline void sdn__fill_nuls_in_vectors(const char *from, char value, char *to)
{
    __m256i low = sdn__load_32(from), high = sdn__load_32(from + 32), zero = _mm256_setzero_si256(),
            filled = _mm256_set1_epi8(value);
    low = _mm256_or_si256(low, _mm256_and_si256(_mm256_cmpeq_epi8(low, zero), filled));
    high = _mm256_or_si256(high, _mm256_and_si256(_mm256_cmpeq_epi8(high, zero), filled));
    _mm256_storeu_si256((__m256i *)(void *)to, low);
    _mm256_storeu_si256((__m256i *)(void *)(to + 32), high);
}

/* ---- SSE2 ---- */

#elif defined(__SSE2__)
/* A block in registers. Not an array, since compilers do not unroll loops over it. */
typedef struct sdn_vectors {
    __m128i a, b, c, d;
} sdn_vectors;

static inline __m128i sdn__load_16(const char *bytes)
{
    return _mm_loadu_si128((const __m128i *)(const void *)bytes);
}

static inline uint64_t sdn__mask_of_16(__m128i bytes)
{
    return (uint64_t)(unsigned)_mm_movemask_epi8(bytes);
}

/* All ones in each byte that is `value`. */
static inline sdn_vectors sdn__vectors_like(sdn_vectors x, char value)
{
    __m128i wanted = _mm_set1_epi8(value);
    return (sdn_vectors){_mm_cmpeq_epi8(x.a, wanted), _mm_cmpeq_epi8(x.b, wanted), _mm_cmpeq_epi8(x.c, wanted),
                         _mm_cmpeq_epi8(x.d, wanted)};
}

/* The top bits of all bytes. */
static inline uint64_t sdn__mask_of(sdn_vectors x)
{
    return sdn__mask_of_16(x.a) | sdn__mask_of_16(x.b) << 16 | sdn__mask_of_16(x.c) << 32 | sdn__mask_of_16(x.d) << 48;
}

/* Whether any byte has its top bit set. */
static inline bool sdn__has_top_bit(sdn_vectors x)
{
    return _mm_movemask_epi8(_mm_or_si128(_mm_or_si128(x.a, x.b), _mm_or_si128(x.c, x.d))) != 0;
}

/* The top bit of a byte is set if it is 0x80 to 0xFF, and in 0 - 1. */
static inline __m128i sdn__odd_of_16(__m128i bytes)
{
    return _mm_or_si128(bytes, _mm_sub_epi8(bytes, _mm_set1_epi8(1)));
}

static inline sdn_vectors sdn__load_64(const char *bytes)
{
    return (sdn_vectors){sdn__load_16(bytes), sdn__load_16(bytes + 16), sdn__load_16(bytes + 32),
                         sdn__load_16(bytes + 48)};
}

static inline uint64_t sdn__nuls_in_vectors(const char *bytes)
{
    return sdn__mask_of(sdn__vectors_like(sdn__load_64(bytes), '\0'));
}

static inline void sdn__fill_nuls_in_vectors(const char *from, char value, char *to)
{
    __m128i zero = _mm_setzero_si128(), filled = _mm_set1_epi8(value);
    for (int i = 0; i < SDN_BLOCK_SIZE; i += 16) {
        __m128i bytes = sdn__load_16(from + i), nuls = _mm_and_si128(_mm_cmpeq_epi8(bytes, zero), filled);
        _mm_storeu_si128((__m128i *)(void *)(to + i), _mm_or_si128(bytes, nuls));
    }
}

SDN_ALWAYS_INLINE sdn_block sdn__block_in_vectors(const char *bytes)
{
    sdn_vectors x = sdn__load_64(bytes);
    sdn_vectors backslashes = sdn__vectors_like(x, '\\');
    sdn_vectors odd = {sdn__odd_of_16(x.a), sdn__odd_of_16(x.b), sdn__odd_of_16(x.c), sdn__odd_of_16(x.d)};
    return (sdn_block){
        .commas = sdn__mask_of(sdn__vectors_like(x, ',')),
        .quotes = sdn__mask_of(sdn__vectors_like(x, '"')),
        .newlines = sdn__mask_of(sdn__vectors_like(x, '\n')),
        .backslashes = sdn__has_top_bit(backslashes) ? sdn__mask_of(backslashes) : 0, /* few blocks have any */
        .is_plain = !sdn__has_top_bit(odd),
    };
}

/* ---- NEON ---- */

#elif defined(__aarch64__) && defined(__ARM_NEON)
/* NEON has no instruction for a mask of top bits: each byte keeps the bit of its position, and sums of neighbouring
 * bytes gather them. */
static inline uint64_t sdn__vectors_like(uint8x16x4_t x, char value)
{
    static const uint8_t bits[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t wanted = vdupq_n_u8((uint8_t)value), bit = vld1q_u8(bits);
    for (int i = 0; i < 4; i++)
        x.val[i] = vandq_u8(vceqq_u8(x.val[i], wanted), bit);
    uint8x16_t pairs = vpaddq_u8(vpaddq_u8(x.val[0], x.val[1]), vpaddq_u8(x.val[2], x.val[3]));
    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(pairs, pairs)), 0);
}

static inline uint8x16x4_t sdn__load_64(const char *bytes)
{
    uint8x16x4_t x;
    for (int i = 0; i < 4; i++)
        x.val[i] = vld1q_u8((const uint8_t *)bytes + 16 * i);
    return x;
}

static inline uint64_t sdn__nuls_in_vectors(const char *bytes)
{
    return sdn__vectors_like(sdn__load_64(bytes), '\0');
}

static inline void sdn__fill_nuls_in_vectors(const char *from, char value, char *to)
{
    uint8x16_t filled = vdupq_n_u8((uint8_t)value);
    for (int i = 0; i < SDN_BLOCK_SIZE; i += 16) {
        uint8x16_t bytes = vld1q_u8((const uint8_t *)from + i);
        vst1q_u8((uint8_t *)to + i, vorrq_u8(bytes, vandq_u8(vceqq_u8(bytes, vdupq_n_u8(0)), filled)));
    }
}

SDN_ALWAYS_INLINE sdn_block sdn__block_in_vectors(const char *bytes)
{
    uint8x16x4_t x = sdn__load_64(bytes);
    uint8x16_t most = vmaxq_u8(vmaxq_u8(x.val[0], x.val[1]), vmaxq_u8(x.val[2], x.val[3]));
    uint8x16_t least = vminq_u8(vminq_u8(x.val[0], x.val[1]), vminq_u8(x.val[2], x.val[3]));
    return (sdn_block){
        .commas = sdn__vectors_like(x, ','),
        .quotes = sdn__vectors_like(x, '"'),
        .newlines = sdn__vectors_like(x, '\n'),
        .backslashes = sdn__vectors_like(x, '\\'),
        .is_plain = vmaxvq_u8(most) < 0x80 && vminvq_u8(least) > 0,
    };
}
#endif

/* The NULs among the 64 bytes at `bytes`. */
SDN_ALWAYS_INLINE uint64_t sdn__nuls_at(const char *bytes)
{
#if !defined(SDN_WORDS_ONLY) && (defined(__SSE2__) || (defined(__aarch64__) && defined(__ARM_NEON)))
    return sdn__nuls_in_vectors(bytes);
#else
    return sdn__nuls_in_words(bytes);
#endif
}

/* Copies the 64 bytes at `from`, which may be those at `to`, with `value` in place of NULs. */
SDN_ALWAYS_INLINE void sdn__fill_nuls(const char *from, char value, char *to)
{
#if !defined(SDN_WORDS_ONLY) && (defined(__SSE2__) || (defined(__aarch64__) && defined(__ARM_NEON)))
    sdn__fill_nuls_in_vectors(from, value, to);
#else
    sdn__fill_nuls_in_words(from, value, to);
#endif
}

/* The masks of the 64 bytes at `bytes`. */
SDN_ALWAYS_INLINE sdn_block sdn__block_at(const char *bytes)
{
#if !defined(SDN_WORDS_ONLY) && (defined(__SSE2__) || (defined(__aarch64__) && defined(__ARM_NEON)))
    return sdn__block_in_vectors(bytes);
#else
    return sdn__block_in_words(bytes);
#endif
}

#endif
