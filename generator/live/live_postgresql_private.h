/* What the files named live_postgresql* share. */
#ifndef SDNC_LIVE_LIVE_POSTGRESQL_PRIVATE_H
#define SDNC_LIVE_LIVE_POSTGRESQL_PRIVATE_H

#include <stdbool.h>

#include <sdn/arena.h>

#include "live/live_note.h"
#include "live/live_postgresql.h"
#include "postgres/postgres_private.h"

/* Kinds of objects, as the query of live_postgresql_objects.c numbers them. */
typedef enum live_kind {
    LIVE_FUNCTION,
    LIVE_TABLE,
    LIVE_COLUMN,
    LIVE_RULE,      /* a key, CHECK or UNIQUE */
    LIVE_REFERENCE, /* a foreign key */
    LIVE_INDEX,     /* none of those that a rule has */
    LIVE_TRIGGER,
    LIVE_VERSION /* the line of a table in sdn_meta */
} live_kind;

/* An object as the system tables describe it, without the name of its namespace. */
typedef struct live_object {
    live_kind kind;
    const char *table; /* whose it is; of a function the one that it is made for */
    const char *name;
    const char *definition; /* of a column its type, of a version the hash; what makes it, of others */
    const char *not_null;   /* of a column: ` NOT NULL` or "" */
    const char *initial;    /* of a column: ` DEFAULT ...` or "" */
    const char *detail; /* of a rule or reference its columns, each between line ends; of a trigger `disabled` or "" */
} live_object;

typedef struct live_objects {
    live_object *items;
    size_t count;
} live_objects;

/* The order in which what is missing is made. */
enum { LIVE_FIX_STEPS = 8 };

/* One comparison. */
typedef struct pg_comparison {
    sdn_postgres *db;
    const live_wish *wish;
    live_findings *findings;
    sql_printer printer;
    const char *space; /* the name of the namespace */
    const char *ddl;   /* what makes the objects that are wanted */
    live_objects wanted, live;
    sdn_buffer steps[LIVE_FIX_STEPS]; /* fixes */
} pg_comparison;

/* ---- live_postgresql_objects.c ---- */

/* Lists what is in a namespace; `is_temporary`: in the one of temporary tables. Sets the search path to it. */
sdn_code live_objects_list(pg_comparison *c, bool is_temporary, live_objects *list, sdn_error *err);

/* NULL: there is none. */
const live_object *live_objects_find(const live_objects *list, live_kind kind, const char *table, const char *name);

/* ---- live_postgresql_compare.c ---- */

/* Notes what differs. */
void live_objects_compare(pg_comparison *c);

/* ---- live_postgresql_text.c ---- */

/* What ddl_print prints without BEGIN and COMMIT, for a namespace. NULL when memory ran out. */
const char *live_ddl(const live_wish *wish, const char *space, sdn_arena *arena);

/* The same for temporary tables, whose functions must be named with their namespace. */
const char *live_ddl_temporary(const live_wish *wish, sdn_arena *arena);

/* The statement, without its semicolon, that makes a table or function of this name; "" if there is none, or memory ran
 * out. */
const char *live_ddl_statement(const char *ddl, live_kind kind, const char *name, sdn_arena *arena);

#endif
