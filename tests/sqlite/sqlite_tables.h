/* Tables in SQLite as `sdnc ddl --dialect sqlite` prints them for a record type, but without CHECK constraints and indexes
 * that are not unique; and statements as a user of the sqlite3 program would run them. Failure ends the test. */
#ifndef SDNC_TEST_SQLITE_TABLES_H
#define SDNC_TEST_SQLITE_TABLES_H

#include <sdn/store.h>

/* Makes the table of a type, its triggers and its line in sdn_meta; the database too, if there is none. */
void make_table(const char *database, const sdn_record_type *type);

/* Runs statements on a connection of its own, which logs what triggers log. */
void run_sql(const char *database, const char *sql);

/* The first column of the first row, NULL as "NULL"; "" if there is no row. Valid until the next call. */
const char *sql_text(const char *database, const char *sql);

#endif
