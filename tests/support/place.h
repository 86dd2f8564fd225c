/* Where the stores of a test are: in a text file; or in a database, in programs that are linked with one of
 * sqlite/sqlite_tables.c and postgres/postgres_tables.c instead of place.c. So a test that asks for its place is one of any
 * backend. */
#ifndef SDNC_TEST_PLACE_H
#define SDNC_TEST_PLACE_H

#include <stdbool.h>
#include <stddef.h>

#include <sdn/store.h>

typedef struct test_place {
    const char *uri;
    bool has_tables;                 /* it is a database */
    sdn_code (*use)(sdn_error *err); /* arms the backend */

    /* Makes the tables of types, which may refer to each other. A text file needs none. */
    void (*make_tables)(const sdn_record_type *const *types, size_t count);

    /* Removes all tables. Nobody may have them open. */
    void (*drop_tables)(void);

    /* The cases that cannot be played in it, NULL: all can. */
    const struct skipped_case *skipped;
} test_place;

/* A case, and why not. The last one has no name. */
typedef struct skipped_case {
    const char *name;
    const char *why;
} skipped_case;

extern const test_place place;

static inline void make_table_at_place(const sdn_record_type *type)
{
    place.make_tables(&type, 1);
}

#endif
