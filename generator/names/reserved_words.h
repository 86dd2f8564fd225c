/* The words that C, C++ and the system's headers have taken. Private to cname. */
#ifndef SDNC_NAMES_RESERVED_WORDS_H
#define SDNC_NAMES_RESERVED_WORDS_H

#include <stddef.h>

typedef struct reserved_list {
    const char *words; /* sorted by their bytes, each with a blank on both sides; NULL ends a table */
    size_t len;
    const char *reason; /* what such a word is */
} reserved_list;

extern const reserved_list reserved_words[];        /* cannot stand anywhere */
extern const reserved_list reserved_global_words[]; /* cannot stand at file scope */
extern const reserved_list reserved_math_words[];   /* nor can these, also with the ending of a type, as sinf */
extern const reserved_list reserved_file_words[];   /* cannot name a header; small letters */

#endif
