/*
 * A hash of what a table must be, for sdn_meta: a program that was made from the same schema has the same one, whatever the
 * dialect. It is of the columns, their types and rules, the key, the indexes and the references; not of what concerns no
 * row: comments, defaults, the order of fields and of words, former names, merging. Any other change changes it.
 */
#ifndef SDNC_SQL_SCHEMA_HASH_H
#define SDNC_SQL_SCHEMA_HASH_H

#include <sdn/record.h>

#include "sql/sql_text.h"

/* 16 hexadecimal digits; "" when memory ran out. */
const char *schema_hash(const sql_printer *printer, const sdn_record_type *type);

#endif
