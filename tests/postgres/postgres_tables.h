/* Tables in a PostgreSQL server, of which the environment says where it is: as `sdnc ddl --dialect postgresql` prints them
 * for record types; and statements as a user of psql would run them. Failure ends the test. */
#ifndef SDNC_TEST_POSTGRES_TABLES_H
#define SDNC_TEST_POSTGRES_TABLES_H

#include <stddef.h>

#include <sdn/record.h>

/* Where the server is. */
#define URI "postgresql://"

/* Empties the database. */
void drop_tables(void);

/* Makes the tables of types, which may refer to each other. */
void make_tables(const sdn_record_type *const *types, size_t count);
void make_table(const sdn_record_type *type);

/* Runs statements on a connection of its own. */
void run_sql(const char *sql);

/* The same, in a process that may lose the server at any time. False: it failed. */
bool try_sql(const char *sql);

/* The first column of the first row, NULL as "NULL"; "" if there is no row. Valid until the next call. */
const char *sql_text(const char *sql);

#endif
