/*
 * Words: finds which enumerator a short word is, in a few instructions.
 *
 * A hash table with open addressing, at most half full, of the words that fit into eight bytes. Which word comes next in a
 * file cannot be guessed, so a factor is looked for with which each of them is found at its home. Longer words, which
 * are few, are left to sdn_enum_find.
 */
#ifndef SDN_RECORD_ENUM_WORDS_H
#define SDN_RECORD_ENUM_WORDS_H

#include <sdn/record.h>

#include "base/swar.h"

typedef struct sdn_enum_word {
    uint64_t bytes;
    uint32_t len; /* 0: free */
    uint32_t number;
} sdn_enum_word;

typedef struct sdn_enum_words {
    sdn_enum_word *slots; /* NULL: none, which finds nothing */
    uint64_t mask;        /* their number, a power of two, less 1 */
    uint64_t factor;      /* of homes; odd */
    unsigned shift;       /* what it leaves of a product is as large as the mask */
} sdn_enum_words;

/* Words of at most so many bytes are found. */
enum { SDN_ENUM_WORD_SIZE = 8 };

/* Returns 0, or -1 when memory ran out and *words is empty. */
int sdn__enum_words_init(sdn_enum_words *words, const sdn_enum_type *type);

/* Takes an empty one. */
void sdn__enum_words_release(sdn_enum_words *words);

/* The topmost bits of a multiple depend on all bytes (Knuth, The Art of Computer Programming, vol. 3, 6.4). */
static inline uint64_t sdn__enum_word_home(const sdn_enum_words *words, uint64_t bytes)
{
    return bytes * words->factor >> words->shift;
}

/* The enumerator that is spelled with these 1 to SDN_ENUM_WORD_SIZE bytes, or NULL. Eight bytes are read. */
static inline const sdn_enum_word *sdn__enum_words_find(const sdn_enum_words *words, const char *text, uint32_t len)
{
    uint64_t bytes = sdn__short_word_at(text, len), at = sdn__enum_word_home(words, bytes);
    for (; words->slots[at].len != 0; at = (at + 1) & words->mask)
        if (words->slots[at].bytes == bytes && words->slots[at].len == len)
            return &words->slots[at];
    return NULL;
}

#endif
