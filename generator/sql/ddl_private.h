/* What the files named ddl_* share. Names and expressions are those of sql_text.h. */
#ifndef SDNC_SQL_DDL_PRIVATE_H
#define SDNC_SQL_DDL_PRIVATE_H

#include "sql/ddl.h"
#include "sql/sql_type.h"

/* The column that identifies the rows of a table without a key, in the order in which they were inserted. */
#define DDL_ROW_COLUMN "sdn_row"

/* SQLite: the column of elements in the tables of those. */
#define DDL_ELEMENT_COLUMN "sdn_element"

static inline bool ddl_has_flag(const sdn_field *field, uint32_t flag)
{
    return (field->flags & flag) != 0;
}

/* ---- ddl_names.c ---- */

/* The table, or a column, in quotes. */
const char *ddl_table_name(const sql_printer *printer, const sdn_record_type *type);
const char *ddl_column_name(const sql_printer *printer, const sdn_field *field);

/* The columns of an index or key, with ", " between them and a prefix such as `NEW.` before each. */
const char *ddl_columns(const sql_printer *printer, const sdn_record_type *type, const sdn_index_type *index,
                        const char *prefix);

/* The same of the key, or the column that stands for one. */
const char *ddl_key_columns(const sql_printer *printer, const sdn_record_type *type, const char *prefix);

/* The columns of an index as part of a name: without quotes. */
const char *ddl_plain_columns(const sql_printer *printer, const sdn_record_type *type, const sdn_index_type *index);

/* The name of the constraint of a reference; the same in single quotes, after some words. */
const char *ddl_reference_name(const sql_printer *printer, const sdn_record_type *type, const sdn_field *field);
const char *ddl_reference_literal(const sql_printer *printer, const sdn_record_type *type, const sdn_field *field,
                                  const char *words);

/* ---- ddl_rule.c ---- */

/* Prints a CHECK for each rule that a value of field `number` alone must keep, each as a line after a comma. */
void ddl_print_rules(const sql_printer *printer, const sdn_record_type *type, uint32_t number);

/* SQLite: triggers that check the elements of lists. */
void ddl_print_list_triggers(const sql_printer *printer, const sdn_record_type *type);

/* ---- ddl_table.c ---- */

void ddl_print_table(const sql_printer *printer, const sdn_record_type *type);

/* References that are made when all tables are there: those of list elements, and in PostgreSQL the others too, which may
 * form circles. */
void ddl_print_references(const sql_printer *printer, const sdn_record_type *type);

/* ---- ddl_elements_sqlite.c, ddl_elements_postgresql.c: references of the elements of a list ---- */

void ddl_print_elements_sqlite(const sql_printer *printer, const sdn_record_type *type, const sdn_field *field);
void ddl_print_elements_postgresql(const sql_printer *printer, const sdn_record_type *type, const sdn_field *field);

/* ---- ddl_log_sqlite.c, ddl_log_postgresql.c: versions and log ---- */

/*
 * The log is pruned by the changes themselves, with each version that is a multiple of DDL_PRUNE_EVERY: a change that does
 * is a little slower then, the others are not. What goes is the first versions of the table, up to the first one that is
 * young enough, never the newest one, and at most DDL_PRUNE_MOST of them: so a log that got long at once, as by an import,
 * is not deleted at once either, and still four times as fast as it grows.
 */
#define DDL_PRUNE_EVERY "256"
#define DDL_PRUNE_MOST  "1024"

typedef struct ddl_log {
    void (*print_common)(const sql_printer *printer, size_t days); /* what all tables share; `days`: ddl_request */
    void (*print_triggers)(const sql_printer *printer, const sdn_record_type *type);
} ddl_log;

extern const ddl_log ddl_log_sqlite, ddl_log_postgresql;

#endif
