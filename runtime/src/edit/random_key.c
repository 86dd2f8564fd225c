#include "edit/random_key.h"

#include "os/sys.h"

/* Letters first: a key starts with one of them. */
static const char alphabet[] = "abcdefghjkmnpqrstvwxyz0123456789";

enum {
    LETTERS = 22,
    SHORTEST = 6,
    LONGEST = 12, /* as many as 64 random bits give, and more than any table needs */
    SPARSENESS_BITS = 24,
    MOST_TRIES = 100 /* even a second try is very unlikely */
};

/* The shortest length at which fewer than one in 2^SPARSENESS_BITS of the possible keys are in use. */
static size_t length_for(size_t records)
{
    uint64_t possible = (uint64_t)LETTERS << 5 * (SHORTEST - 1);
    size_t length = SHORTEST;
    while (length < LONGEST && possible >> SPARSENESS_BITS <= records) {
        possible <<= 5;
        length++;
    }
    return length;
}

static void spell(uint64_t number, char *key, size_t length)
{
    key[0] = alphabet[number % LETTERS];
    number /= LETTERS;
    for (size_t i = 1; i < length; i++, number >>= 5)
        key[i] = alphabet[number & 31];
}

static bool is_taken(const sdn_table *table, sdn_str text)
{
    sdn_value key = {.text = text};
    return sdn__key_map_find(&table->lookup.keys, &key) != SDN_NO_SLOT || sdn__table_is_unread(table, &key);
}

sdn_code sdn__random_key(sdn_table *table, sdn_str *key, sdn_error *err)
{
    char text[LONGEST];
    size_t length = length_for(table->slots.live_count);
    for (int tries = 0; tries < MOST_TRIES; tries++) {
        uint64_t number;
        int failed = sdn__sys.random(&number, sizeof number);
        if (failed != 0)
            return sdn__fail_os(err, -failed, table->document->path, "cannot get random numbers for a new key");
        spell(number, text, length);
        if (is_taken(table, (sdn_str){text, length}))
            continue;
        sdn_str made = sdn_arena_copy(&table->arena, text, length);
        if (made.ptr == NULL)
            return sdn__fail_memory(err);
        *key = made;
        return SDN_OK;
    }
    return sdn__fail(err, SDN_E_IO, table->document->path,
                     "the system's random numbers repeat, so no new key was found; give the record a key");
}
