/*
 * Words of SQL in two dialects: quoted names, texts, comments.
 *
 * Every name is quoted, so that the words of SQL are free and capitals stay. PostgreSQL cuts a name after 63 bytes; a name
 * that is made here is shortened before that happens: its first 46 bytes, `~` and a hash of the whole name. So two that
 * begin alike stay different, and a name depends on nothing but itself.
 *
 * What is returned is in the arena of the printer and valid as long as that; when memory ran out it is "", and the buffer
 * remembers it.
 */
#ifndef SDNC_SQL_SQL_TEXT_H
#define SDNC_SQL_SQL_TEXT_H

#include <stdint.h>

#include <sdn/arena.h>

#include "diag/text.h"

typedef enum sql_dialect { SQL_SQLITE, SQL_POSTGRESQL } sql_dialect;

/* The longest name of PostgreSQL, in bytes. */
enum { SQL_POSTGRESQL_NAME_MOST = 63 };

/* Where SQL is printed to, and how. */
typedef struct sql_printer {
    sdn_buffer *out;
    sdn_arena *arena;
    sql_dialect dialect;
} sql_printer;

/* A name in quotes, shortened if it must be. */
const char *sql_name(const sql_printer *printer, const char *format, ...) SDN_PRINTF(2, 3);

/* A text as an expression on one line. It holds no NUL. */
const char *sql_literal(const sql_printer *printer, sdn_str text);

/* Both of the above: what printf makes, as it is. */
const char *sql_format(const sql_printer *printer, const char *format, ...) SDN_PRINTF(2, 3);

/* What was collected; the buffer is released. */
const char *sql_taken(const sql_printer *printer, sdn_buffer *text);

/* Prints a comment, a line for each of its lines; nothing for an empty text. */
void sql_comment(const sql_printer *printer, const char *indent, sdn_str text);

/* FNV-1a, 64 bits: stable by its definition. */
uint64_t sql_hash(sdn_str text);

#endif
