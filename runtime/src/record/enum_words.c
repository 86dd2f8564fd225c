#include "record/enum_words.h"

#include "base/alloc.h"

static bool is_short(sdn_str word)
{
    return word.len > 0 && word.len <= SDN_ENUM_WORD_SIZE;
}

/* The table has FEWEST_SLOTS_PER_WORD to MOST_SLOTS_PER_WORD as many slots as words, and FACTORS multipliers are tried for each size.
 * With more words than MOST_AT_HOME no multiplier is likely to do; then some words are found a few steps after their
 * home. */
enum { FEWEST_SLOTS_PER_WORD = 4, MOST_SLOTS_PER_WORD = 8, FACTORS = 64, MOST_AT_HOME = 16 };

static size_t slots_for(const sdn_enum_type *type, size_t times)
{
    size_t count = 2;
    while (count < times * type->count)
        count *= 2;
    return count;
}

/* Adds a word, unless it is there already. False if its home is taken by another word. */
static bool add_word(sdn_enum_words *words, sdn_str word, uint32_t number)
{
    char bytes[SDN_ENUM_WORD_SIZE] = {0};
    memcpy(bytes, word.ptr, word.len);
    sdn_enum_word entry = {sdn__word_at(bytes), (uint32_t)word.len, number};
    if (sdn__enum_words_find(words, bytes, entry.len) != NULL)
        return true;
    uint64_t home = sdn__enum_word_home(words, entry.bytes), at = home;
    while (words->slots[at].len != 0)
        at = (at + 1) & words->mask;
    words->slots[at] = entry;
    return at == home;
}

/* True if each word is at its home. */
static bool add_all_words(sdn_enum_words *words, const sdn_enum_type *type)
{
    bool all_at_home = true;
    memset(words->slots, 0, (size_t)(words->mask + 1) * sizeof *words->slots);
    for (uint32_t i = 0; i < type->count; i++)
        if (is_short(type->names[i]))
            all_at_home &= add_word(words, type->names[i], i);
    return all_at_home;
}

/* Sets the number of slots, a power of two and at least 2, and the first multiplier. */
static void set_size(sdn_enum_words *words, size_t count)
{
    assert(count >= 2 && (count & (count - 1)) == 0);
    words->mask = count - 1;
    words->shift = 64;
    for (; count > 1; count /= 2)
        words->shift--;
    words->factor = UINT64_C(0x9E3779B97F4A7C15);
}

int sdn__enum_words_init(sdn_enum_words *words, const sdn_enum_type *type)
{
    size_t most = slots_for(type, MOST_SLOTS_PER_WORD);
    *words = (sdn_enum_words){.slots = sdn__resize(NULL, most, sizeof *words->slots)};
    if (words->slots == NULL)
        return -1;
    for (size_t count = slots_for(type, FEWEST_SLOTS_PER_WORD); count <= most && type->count <= MOST_AT_HOME;
         count *= 2) {
        set_size(words, count);
        for (int i = 0; i < FACTORS; i++, words->factor *= UINT64_C(0xD1342543DE82EF95))
            if (add_all_words(words, type))
                return 0;
    }
    set_size(words, slots_for(type, FEWEST_SLOTS_PER_WORD));
    add_all_words(words, type);
    return 0;
}

void sdn__enum_words_release(sdn_enum_words *words)
{
    sdn__free(words->slots);
    *words = (sdn_enum_words){.slots = NULL};
}
