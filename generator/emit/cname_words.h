/* The words that C, C++ and the system's headers have taken. Private to cname. */
#ifndef SDNC_EMIT_CNAME_WORDS_H
#define SDNC_EMIT_CNAME_WORDS_H

#include <stddef.h>

typedef struct cname_words {
    const char *words; /* sorted by their bytes, each with a blank on both sides; NULL ends a table */
    size_t len;
    const char *reason; /* what such a word is */
} cname_words;

extern const cname_words cname_reserved_words[]; /* cannot stand anywhere */
extern const cname_words cname_global_words[];   /* cannot stand at file scope */
extern const cname_words cname_math_words[];     /* nor can these, also with the ending of a type, as sinf */
extern const cname_words cname_file_words[];     /* cannot name a header; small letters */

#endif
