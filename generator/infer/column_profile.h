/* What the values of one column have in common. */
#ifndef SDNC_INFER_COLUMN_PROFILE_H
#define SDNC_INFER_COLUMN_PROFILE_H

#include <stdbool.h>
#include <stddef.h>

#include <sdn/arena.h>
#include <sdn/record.h>

#include "formats/input_reader.h"
#include "names/name_table.h"

/* An enum has at most so many words, and each stands for at least so many values on average. */
enum { PROFILE_WORDS = 12, PROFILE_REPEATS = 4 };

typedef struct column_profile {
    size_t present;               /* values that are there; empty texts are not among them */
    size_t empty_texts;           /* that are not nothing, as "" in CSV */
    size_t lists;                 /* of those present */
    unsigned types;               /* a bit for each sdn_type that all of them, or all elements of the lists, can have */
    bool is_odd;                  /* an object, or a list that is not one of texts, numbers or truth values */
    bool all_differ;              /* no two have the same text */
    bool few_words;               /* there are at most PROFILE_WORDS different ones */
    sdn_str last_blow;            /* what looks like a number, but after it no type was left but text; empty: nothing */
    sdn_str words[PROFILE_WORDS]; /* the different ones, if they are few */
    size_t word_count;
    name_table seen;
} column_profile;

/* Of no values. What is kept of values is in the arena. */
void column_profile_init(column_profile *profile, sdn_arena *arena);

/* Adds a value. `typed`: the input has types, as JSON. Returns 0, or -1 when memory ran out. */
int column_profile_add(column_profile *profile, const input_value *value, bool typed);

/* The type of the values; SDN_TYPE_STRING if they have nothing else in common, or there are none. */
sdn_type column_profile_type(const column_profile *profile);

/* Whether all values that are present are lists of values of one type. */
static inline bool column_profile_is_list(const column_profile *profile)
{
    return !profile->is_odd && profile->lists > 0 && profile->lists == profile->present && profile->empty_texts == 0;
}

#endif
