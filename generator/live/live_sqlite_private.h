/* What the files named live_sqlite* share. */
#ifndef SDNC_LIVE_LIVE_SQLITE_PRIVATE_H
#define SDNC_LIVE_LIVE_SQLITE_PRIVATE_H

#include <sqlite3.h>
#include <stdbool.h>

#include <sdn/arena.h>

#include "live/live_note.h"
#include "live/live_sqlite.h"

/* One comparison. Functions of it return a result of SQLite; SQLITE_OK is fine. */
typedef struct comparison {
    sqlite3 *live;
    sqlite3 *wanted; /* in memory, made by the DDL */
    live_findings *findings;
    sdn_arena *arena;
    const live_wish *wish;
} comparison;

/* ---- live_sqlite_table.c ---- */

/* Compares a table that both have, by the statements that made it. */
int comparison_table(comparison *c, const char *name, const char *wanted_sql, const char *live_sql);

/* ---- live_sqlite_text.c ---- */

/* A statement without comments, and with one blank wherever there are blanks or line ends. NULL when memory ran out. */
const char *statement_plain(const char *sql, sdn_arena *arena);

/* The next part of the list in the first parentheses of such a statement, where *at begins, or the one after the part before
 * that *at was set to; NULL when there is none, or memory ran out. *at is NULL at first. */
const char *statement_part(const char *plain, const char **at, sdn_arena *arena);

/* Whether the end of a rule, after its name, has a word that is a column; a function is none, and what it refers to belongs
 * to another table. */
bool statement_names(const char *rule_end, const char *column);

#endif
