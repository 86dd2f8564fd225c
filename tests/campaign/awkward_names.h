/* Names and comments that C, C++, their libraries or the generated code could reject or misread. */
#ifndef SDNC_CAMPAIGN_AWKWARD_NAMES_H
#define SDNC_CAMPAIGN_AWKWARD_NAMES_H

#include <stddef.h>

extern const char *const dangerous_names[];
extern const size_t dangerous_name_count;

extern const char *const dangerous_docs[];
extern const size_t dangerous_doc_count;

/* Names that are different, but perhaps not in C. */
typedef struct name_pair {
    const char *first;
    const char *second;
} name_pair;

extern const name_pair name_pairs[];
extern const size_t name_pair_count;

#endif
