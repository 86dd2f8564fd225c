/*
 * Key bucket: eight entries of a key map that lie in one line of the cache, searched at once.
 *
 * The instructions are chosen when a file is compiled: SSE2, which every x86-64 has, or plain C. Both give the same
 * bits.
 */
#ifndef SDN_INDEX_KEY_BUCKET_H
#define SDN_INDEX_KEY_BUCKET_H

#include <stdint.h>

#if defined(__SSE2__) && !defined(SDN_WORDS_ONLY)
#include <emmintrin.h>
#endif

typedef struct sdn_key_entry {
    uint32_t tag;
    uint32_t slot; /* SDN_NO_SLOT: free, or erased */
} sdn_key_entry;

enum { SDN_KEY_BUCKET = 8 };

/* Which entries of a bucket have this tag, free ones included: a bit for each. */
static inline unsigned sdn__bucket_matches_plain(const sdn_key_entry *bucket, uint32_t tag)
{
    unsigned found = 0;
    for (unsigned i = 0; i < SDN_KEY_BUCKET; i++)
        found |= (unsigned)(bucket[i].tag == tag) << i;
    return found;
}

#if defined(__SSE2__) && !defined(SDN_WORDS_ONLY)

/* The same of four entries. */
static inline unsigned sdn__half_bucket_matches(const sdn_key_entry *half, uint32_t tag)
{
    __m128 first = _mm_castsi128_ps(_mm_loadu_si128((const __m128i *)(const void *)half));
    __m128 second = _mm_castsi128_ps(_mm_loadu_si128((const __m128i *)(const void *)(half + 2)));
    __m128i tags = _mm_castps_si128(_mm_shuffle_ps(first, second, _MM_SHUFFLE(2, 0, 2, 0)));
    return (unsigned)_mm_movemask_ps(_mm_castsi128_ps(_mm_cmpeq_epi32(tags, _mm_set1_epi32((int)tag))));
}

static inline unsigned sdn__bucket_matches(const sdn_key_entry *bucket, uint32_t tag)
{
    return sdn__half_bucket_matches(bucket, tag) | sdn__half_bucket_matches(bucket + 4, tag) << 4;
}

#else

static inline unsigned sdn__bucket_matches(const sdn_key_entry *bucket, uint32_t tag)
{
    return sdn__bucket_matches_plain(bucket, tag);
}

#endif

#endif
