/*
 * Enum words: finds which enumerator a short word is, in a few instructions.
 *
 * A hash table with open addressing, at most a quarter full, of the enum words of one to eight bytes. A word is one
 * 64-bit number, so hashing is one multiplication and comparing is one comparison. Longer words, which are few, are
 * left to sdn_enum_find.
 *
 * Which word comes next in a file cannot be predicted, so a search that takes one step for some words and two for
 * others costs a mispredicted branch. Therefore sdn__enum_words_init tries multipliers, and larger tables, until every
 * word is found at its home: a perfect hash by search (as in Fox, Heath, Chen and Daoud, Practical Minimal Perfect Hash
 * Functions for Large Databases, CACM 35, 1992, but with a single level, which for up to 16 words is found within a few
 * tries).
 *
 * Invariants
 *   - mask + 1 is a power of two, and `shift` leaves as many bits of a product as the mask has: a home is at most
 *     `mask`.
 *   - At least three quarters of the slots are free, so each search ends.
 *   - No two entries have the same word: of two enumerators with one spelling the first counts, as for sdn_enum_find.
 */
#ifndef SDN_RECORD_ENUM_WORDS_H
#define SDN_RECORD_ENUM_WORDS_H

#include <assert.h>

#include <sdn/record.h>

#include "base/swar.h"

typedef struct sdn_enum_word {
    uint64_t bytes;
    uint32_t len; /* 0: the slot is free */
    uint32_t number;
} sdn_enum_word;

typedef struct sdn_enum_words {
    sdn_enum_word *slots; /* NULL: the field is no enum, and must not be searched */
    uint64_t mask;        /* the number of slots, a power of two, less 1 */
    uint64_t factor;      /* the multiplier of the hash; odd */
    unsigned shift;       /* the home of a word is the product shifted right by this */
} sdn_enum_words;

/* Words of at most this many bytes are found. */
enum { SDN_ENUM_WORD_SIZE = 8 };

/* Returns 0, or -1 when memory ran out and *words is empty. */
int sdn__enum_words_init(sdn_enum_words *words, const sdn_enum_type *type);

/* Empty ones are allowed. */
void sdn__enum_words_release(sdn_enum_words *words);

/* Multiplicative hashing: the highest bits of the product depend on all bytes (Knuth, The Art of Computer Programming,
 * vol. 3, 6.4). */
static inline uint64_t sdn__enum_word_home(const sdn_enum_words *words, uint64_t bytes)
{
    return bytes * words->factor >> words->shift;
}

/* The enumerator whose home is that of these 1 to SDN_ENUM_WORD_SIZE bytes, and which is spelled with them; NULL: it is
 * some steps further on, or nowhere. Eight bytes are read. */
static inline const sdn_enum_word *sdn__enum_words_at_home(const sdn_enum_words *words, const char *text, uint32_t len)
{
    assert(words->slots != NULL && len >= 1 && len <= SDN_ENUM_WORD_SIZE);
    uint64_t bytes = sdn__short_word_at(text, len);
    const sdn_enum_word *home = &words->slots[sdn__enum_word_home(words, bytes)];
    return home->bytes == bytes && home->len == len ? home : NULL;
}

/* The enumerator that is spelled with them, or NULL. */
static inline const sdn_enum_word *sdn__enum_words_find(const sdn_enum_words *words, const char *text, uint32_t len)
{
    assert(words->slots != NULL && len >= 1 && len <= SDN_ENUM_WORD_SIZE);
    uint64_t bytes = sdn__short_word_at(text, len), at = sdn__enum_word_home(words, bytes);
    for (; words->slots[at].len != 0; at = (at + 1) & words->mask)
        if (words->slots[at].bytes == bytes && words->slots[at].len == len)
            return &words->slots[at];
    return NULL;
}

#endif
