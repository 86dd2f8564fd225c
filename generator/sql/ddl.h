/*
 * The SQL that makes the tables of schemas (data definition language).
 *
 * The text depends on the types alone: tables in the order given, then columns, rules and indexes in the order of the
 * schema, one a line. So it can be kept in a repository, and its difference shows what a change of a schema means.
 *
 * Besides its tables a database has `sdn_meta`, with the version of each, and `sdn_log`, with the keys of the rows that
 * each version changed. Triggers write both, so that changes by any program are there.
 */
#ifndef SDNC_SQL_DDL_H
#define SDNC_SQL_DDL_H

#include <sdn/record.h>

#include "sql/sql_text.h"

/* One table, and the file name of its schema. */
typedef struct ddl_table {
    const sdn_record_type *type;
    const char *schema;
} ddl_table;

typedef struct ddl_request {
    const ddl_table *tables;
    size_t count;
    const char *namespace; /* PostgreSQL: the schema for the tables; NULL: the first of the search path */
    size_t log_days;       /* how long sdn_log keeps a row; 0: for ever */
} ddl_request;

/* How long the log is kept if nobody says so, and at most: about a thousand years. */
enum { DDL_LOG_DAYS = 30, DDL_LOG_DAYS_MOST = 365000 };

/* What deletes what is old in sdn_log: in SQLite a trigger, in PostgreSQL a function. */
#define DDL_PRUNE_TRIGGER  "sdn_log prune"
#define DDL_PRUNE_FUNCTION "sdn_prune_log"

/* Prints all of it. Whether memory ran out, printer->out says. */
void ddl_print(const sql_printer *printer, const ddl_request *request);

/* Takes what keeps a table out of the database. `field` is the position of the field that is to blame; the number of
 * fields, if it is the table itself. */
typedef struct ddl_refuser {
    void (*refuse)(void *context, size_t table, uint32_t field, const char *message, const char *help);
    void *context;
} ddl_refuser;

/* Finds names that the database cannot have, and defaults that it cannot keep. */
void ddl_check(const sql_printer *printer, const ddl_request *request, const ddl_refuser *refuser);

#endif
