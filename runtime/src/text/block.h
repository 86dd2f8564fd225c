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
#include <immintrin.h> /* with AVX2 come BMI and PCLMUL, if the compiler may use them */
#elif defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__aarch64__) && defined(__ARM_NEON)
#include <arm_neon.h>
#endif

enum { SDN_BLOCK_SIZE = 64 };

/* Rare bytes are those that need a closer look: `\\`, `[`, `{`, control characters but line feeds, and all that is not
 * ASCII; also `|`, which saves an instruction. */
typedef struct sdn_block {
    uint64_t commas;
    uint64_t quotes;
    uint64_t newlines;
    uint64_t spaces;
    uint64_t rare;
} sdn_block;

/* ---- masks ---- */

/* The prefix xor: bit i is the parity of bits 0 to i. Of a mask of quotes, these are the bytes from an opening quote to
 * just before its closing one (Langdale and Lemire, Parsing Gigabytes of JSON per Second, 3.1.1). Multiplying
 * by ones without carry does it; six shifts do the same on every processor (Hacker's Delight, 5-2, from the other end). */
static inline uint64_t sdn__odd_up_to(uint64_t mask)
{
#if defined(__AVX2__) && defined(__PCLMUL__) && defined(__x86_64__)
    __m128i ones = _mm_set1_epi8((char)0xFF), product = _mm_clmulepi64_si128(_mm_cvtsi64_si128((int64_t)mask), ones, 0);
    return (uint64_t)_mm_cvtsi128_si64(product);
#else
    mask ^= mask << 1;
    mask ^= mask << 2;
    mask ^= mask << 4;
    mask ^= mask << 8;
    mask ^= mask << 16;
    return mask ^ mask << 32;
#endif
}

/* The position of the lowest bit; of an empty mask any number. */
static inline uint32_t sdn__first_bit(uint64_t mask)
{
#if defined(__BMI__) && defined(__x86_64__)
    return (uint32_t)_tzcnt_u64(mask);
#else
    return sdn__lowest_bit(mask | UINT64_C(1) << 63);
#endif
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

static inline uint64_t sdn__equal_in_words(const char *bytes, char value)
{
    uint64_t found = 0;
    for (unsigned at = 0; at < SDN_BLOCK_SIZE; at += 8)
        found |= sdn__bytes_like(sdn__word_at(bytes + at), value) << at;
    return found;
}

/* One bit for each byte that is rare, or a line feed. The bit 0x20 is what `[` and `{` differ by, and `\\` and `|`. */
static inline uint64_t sdn__rare_bytes(uint64_t word)
{
    uint64_t lower = word | SDN_EVERY_BYTE(0x20), high = word & SDN_EVERY_BYTE(0x80);
    return sdn__bytes_like(lower, '{') | sdn__bytes_like(lower, '|') | sdn__bytes_like(word & SDN_EVERY_BYTE(0x60), 0) |
           sdn__bytes_like(high, (char)0x80);
}

static inline sdn_block sdn__block_in_words(const char *bytes)
{
    sdn_block block = {
        .commas = sdn__equal_in_words(bytes, ','),
        .quotes = sdn__equal_in_words(bytes, '"'),
        .newlines = sdn__equal_in_words(bytes, '\n'),
        .spaces = sdn__equal_in_words(bytes, ' '),
    };
    for (unsigned at = 0; at < SDN_BLOCK_SIZE; at += 8)
        block.rare |= sdn__rare_bytes(sdn__word_at(bytes + at)) << at;
    block.rare &= ~block.newlines;
    return block;
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

/* Bytes that are neither rare nor line feeds. Bytes are compared as signed numbers, so those that are not ASCII are less
 * than a space; with the bit 0x20, `[` and `{` are the same, and so are `\\` and `|`, the next one: by the addition they
 * become the two least numbers. */
static inline __m256i sdn__usual_of_32(__m256i bytes)
{
    __m256i lower = _mm256_or_si256(bytes, _mm256_set1_epi8(0x20));
    __m256i moved = _mm256_add_epi8(lower, _mm256_set1_epi8((char)(0x80 - '{')));
    return _mm256_and_si256(_mm256_cmpgt_epi8(bytes, _mm256_set1_epi8(' ' - 1)),
                            _mm256_cmpgt_epi8(moved, _mm256_set1_epi8(INT8_MIN + 1)));
}

static inline uint64_t sdn__equal_in_vectors(const char *bytes, char value)
{
    return sdn__bytes_equal(sdn__load_32(bytes), sdn__load_32(bytes + 32), value);
}

SDN_ALWAYS_INLINE sdn_block sdn__block_in_vectors(const char *bytes)
{
    __m256i low = sdn__load_32(bytes), high = sdn__load_32(bytes + 32);
    uint64_t newlines = sdn__bytes_equal(low, high, '\n');
    return (sdn_block){
        .commas = sdn__bytes_equal(low, high, ','),
        .quotes = sdn__bytes_equal(low, high, '"'),
        .newlines = newlines,
        .spaces = sdn__bytes_equal(low, high, ' '),
        .rare = ~(sdn__mask_of(sdn__usual_of_32(low), sdn__usual_of_32(high)) | newlines),
    };
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

/* Bytes that are rare, or line feeds. Bytes are compared as signed numbers, so those that are not ASCII are less than a
 * space; with the bit 0x20, `[` and `{` are the same, and so are `\\` and `|`, the next one: by the addition they become
 * the two least numbers. */
static inline __m128i sdn__rare_of_16(__m128i bytes)
{
    __m128i lower = _mm_or_si128(bytes, _mm_set1_epi8(0x20));
    __m128i moved = _mm_add_epi8(lower, _mm_set1_epi8((char)(0x80 - '{')));
    return _mm_or_si128(_mm_cmplt_epi8(bytes, _mm_set1_epi8(' ')), _mm_cmplt_epi8(moved, _mm_set1_epi8(INT8_MIN + 2)));
}

static inline sdn_vectors sdn__load_64(const char *bytes)
{
    return (sdn_vectors){sdn__load_16(bytes), sdn__load_16(bytes + 16), sdn__load_16(bytes + 32),
                         sdn__load_16(bytes + 48)};
}

static inline uint64_t sdn__equal_in_vectors(const char *bytes, char value)
{
    return sdn__mask_of(sdn__vectors_like(sdn__load_64(bytes), value));
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
    sdn_vectors rare = {sdn__rare_of_16(x.a), sdn__rare_of_16(x.b), sdn__rare_of_16(x.c), sdn__rare_of_16(x.d)};
    uint64_t newlines = sdn__mask_of(sdn__vectors_like(x, '\n'));
    return (sdn_block){
        .commas = sdn__mask_of(sdn__vectors_like(x, ',')),
        .quotes = sdn__mask_of(sdn__vectors_like(x, '"')),
        .newlines = newlines,
        .spaces = sdn__mask_of(sdn__vectors_like(x, ' ')),
        .rare = sdn__mask_of(rare) & ~newlines,
    };
}

/* ---- NEON ---- */

#elif defined(__aarch64__) && defined(__ARM_NEON)
/* NEON has no instruction for a mask of top bits: each byte that is all ones keeps the bit of its position, and sums of
 * neighbouring bytes gather them. */
static inline uint64_t sdn__mask_of(uint8x16x4_t x)
{
    static const uint8_t bits[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t bit = vld1q_u8(bits);
    for (int i = 0; i < 4; i++)
        x.val[i] = vandq_u8(x.val[i], bit);
    uint8x16_t pairs = vpaddq_u8(vpaddq_u8(x.val[0], x.val[1]), vpaddq_u8(x.val[2], x.val[3]));
    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(pairs, pairs)), 0);
}

static inline uint64_t sdn__vectors_like(uint8x16x4_t x, char value)
{
    for (int i = 0; i < 4; i++)
        x.val[i] = vceqq_u8(x.val[i], vdupq_n_u8((uint8_t)value));
    return sdn__mask_of(x);
}

/* Bytes that are rare, or line feeds: less than a space as signed numbers, or `{` or `|` with the bit 0x20. */
static inline uint8x16_t sdn__rare_of_16(uint8x16_t bytes)
{
    uint8x16_t moved = vsubq_u8(vorrq_u8(bytes, vdupq_n_u8(0x20)), vdupq_n_u8('{'));
    return vorrq_u8(vcltq_s8(vreinterpretq_s8_u8(bytes), vdupq_n_s8(' ')), vcltq_u8(moved, vdupq_n_u8(2)));
}

static inline uint8x16x4_t sdn__load_64(const char *bytes)
{
    uint8x16x4_t x;
    for (int i = 0; i < 4; i++)
        x.val[i] = vld1q_u8((const uint8_t *)bytes + 16 * i);
    return x;
}

static inline uint64_t sdn__equal_in_vectors(const char *bytes, char value)
{
    return sdn__vectors_like(sdn__load_64(bytes), value);
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
    uint8x16x4_t x = sdn__load_64(bytes), rare;
    for (int i = 0; i < 4; i++)
        rare.val[i] = sdn__rare_of_16(x.val[i]);
    uint64_t newlines = sdn__vectors_like(x, '\n');
    return (sdn_block){
        .commas = sdn__vectors_like(x, ','),
        .quotes = sdn__vectors_like(x, '"'),
        .newlines = newlines,
        .spaces = sdn__vectors_like(x, ' '),
        .rare = sdn__mask_of(rare) & ~newlines,
    };
}
#endif

/* The bytes that are `value` among the 64 at `bytes`. */
SDN_ALWAYS_INLINE uint64_t sdn__equal_at(const char *bytes, char value)
{
#if !defined(SDN_WORDS_ONLY) && (defined(__SSE2__) || (defined(__aarch64__) && defined(__ARM_NEON)))
    return sdn__equal_in_vectors(bytes, value);
#else
    return sdn__equal_in_words(bytes, value);
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
