/* The words that C, C++ and the system's headers use already. Private to the files named cname. */
#ifndef SDNC_NAMES_RESERVED_WORDS_H
#define SDNC_NAMES_RESERVED_WORDS_H

#include <stddef.h>

typedef struct reserved_list {
    const char *words; /* sorted by their bytes, each with a blank on both sides; NULL ends a table */
    size_t len;
    const char *reason; /* what such a word is */
} reserved_list;

extern const reserved_list reserved_words[];        /* cannot be used anywhere */
extern const reserved_list reserved_global_words[]; /* cannot be used at file scope */
extern const reserved_list reserved_math_words[];   /* the same, also with the suffix of a type, as in sinf */
extern const reserved_list reserved_file_words[];   /* cannot be the name of a header; in lower case */

#endif
