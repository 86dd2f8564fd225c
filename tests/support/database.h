/* Tables in a database as `sdnc ddl` prints them for record types; and statements as a user of psql or sqlite3 would run
 * them. Of the database that the program is linked with: sqlite/sqlite_tables.c or postgres/postgres_tables.c, which have
 * its place too. Failure ends the test. */
#ifndef SDNC_TEST_DATABASE_H
#define SDNC_TEST_DATABASE_H

#include <stdbool.h>

#include "place.h"

void make_table(const sdn_record_type *type);
void make_tables(const sdn_record_type *const *types, size_t count);
void drop_tables(void);

/* Runs statements on a connection of its own. */
void run_sql(const char *sql);

/* The same, in a process that may lose the server at any time. False: it failed. */
bool try_sql(const char *sql);

/* The first column of all rows, separated by commas; NULL as "NULL". Valid until the next call. */
const char *sql_text(const char *sql);

/* Cases of the store's own tests that are about what only a text file has. */
extern const skipped_case skipped_cases[];

/* What sdnc prints for types in the dialect "sqlite" or "postgresql"; to be freed. */
char *ddl_of(const char *dialect, const sdn_record_type *const *types, size_t count);

#endif
