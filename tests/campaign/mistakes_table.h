/* Mistakes, each a small edit of one legal schema. */
#ifndef SDNC_CAMPAIGN_MISTAKES_TABLE_H
#define SDNC_CAMPAIGN_MISTAKES_TABLE_H

#include <stddef.h>

/* In texts # is replaced by a number, so that a schema can hold several of them. */
extern const char mistakes_base[];

typedef struct mistake {
    const char *what;
    const char *find; /* once in mistakes_base */
    const char *put;  /* in its place; the error is at the ^, which is left out */
} mistake;

extern const mistake mistakes[];
extern const size_t mistake_count;

/* Not to be mixed with others: they need a name that cannot be there twice, or a name is lost with them, so that
 * nothing is said of unknown ones. */
extern const mistake lone_mistakes[];
extern const size_t lone_mistake_count;

#endif
