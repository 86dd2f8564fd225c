/*
 * The types of the language in SQL: one table, which everything that reads or writes a database of ours goes by.
 *
 * How a value is kept:
 *   string, enum   text; an enum as the word that is in files
 *   bool           boolean; SQLite: 0 or 1
 *   i32 i64 u32    whole numbers of the next size that holds them, u32 signed ones with bounds
 *   u64            PostgreSQL: numeric(20,0). SQLite has no such number: INTEGER up to 9223372036854775807, above that a
 *                  TEXT of 20 digits, the first of them 0 if need be. SQLite sorts numbers before texts, so the order is
 *                  right, and every number has one form.
 *   f64            double precision; neither infinite nor NaN, as in files. SQLite keeps -0 as 0.
 *   date           PostgreSQL: date, from the year 1. SQLite: TEXT, 2026-01-31.
 *   timestamp      PostgreSQL: timestamptz, which counts microseconds, from the year 1. SQLite: TEXT in UTC with nine
 *                  decimals, 2026-01-31T08:15:00.000000000Z: of one length, so that texts sort as times.
 *   [T]            PostgreSQL: T[], no element of it NULL. SQLite: an array of JSON. Elements are kept as values of T
 *                  are: text is a string, numbers are numbers; a bool is true or false.
 *
 * Text is compared by bytes: COLLATE "C"; BINARY, which is what SQLite does unless it is told otherwise.
 */
#ifndef SDNC_SQL_SQL_TYPE_H
#define SDNC_SQL_SQL_TYPE_H

#include <stdbool.h>

#include <sdn/record.h>

#include "sql/sql_text.h"

typedef struct sql_type {
    const char *column;    /* the type of the column */
    const char *collation; /* what follows it; "" if nothing does */

    /* The smallest and the largest value, as expressions; NULL: the type of the column knows. `held`: it holds no other,
     * but an element of an array of JSON may be another one. */
    const char *low, *high;
    bool held;

    const char *form; /* what else a value must be, each @ of it the value; NULL: nothing */
    const char *json; /* SQLite: what json_each() says is the type of an element, a list of texts */
} sql_type;

/* How values of the type are kept, those of its elements if it is a list. */
const sql_type *sql_type_of(sql_dialect dialect, sdn_type type);

/* The name of the type in schemas; `enum` for all enums. */
const char *sql_type_name(sdn_type type);

/* The type of a column with what follows it: `text[] COLLATE "C"`. */
const char *sql_column_type(const sql_printer *printer, const sdn_field *field);

/* A value of a field, or an element of a list, as an expression. */
const char *sql_value(const sql_printer *printer, const sdn_field *field, const void *value);

/* The value of a field in a record; a list is a whole one. */
const char *sql_field_value(const sql_printer *printer, const sdn_field *field, const void *record);

/* Whether a value can be kept as it is: PostgreSQL has no year 0, and its times have microseconds. */
bool sql_can_keep(sql_dialect dialect, const sdn_field *field, const void *value);

#endif
