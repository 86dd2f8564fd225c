/* What a comparison finds, in the same words for all databases. */
#ifndef SDNC_LIVE_LIVE_NOTE_H
#define SDNC_LIVE_LIVE_NOTE_H

#include "live/live.h"

/* Notes a difference; `fix` is SQL without its semicolon that makes what is missing, "" if that is noted elsewhere; NULL:
 * that would not be enough. */
void live_note(live_findings *findings, const char *fix, const char *format, ...) SDN_PRINTF(3, 4);

/* The end of such a note: a statement that mends it, which a reader can copy, or take out of all lines by its four blanks. */
#define LIVE_MEND(sql) "\n    " sql ";"

/* Notes a difference that is no hindrance, and that nothing can be done about. */
void live_remark(live_findings *findings, const char *format, ...) SDN_PRINTF(2, 3);

/* Notes SQL alone, of something whose difference was told already. */
void live_fix(live_findings *findings, const char *fix);

/* Notes what has to be done in sdn_meta for a table: of a new one nothing is told. `live` is the hash that is there, "" if
 * there is none. */
void live_note_version(live_findings *findings, const sql_printer *printer, const char *table, bool is_new,
                       const char *live, const char *wanted);

/* The field of a column; NULL: there is no such table or column. */
const sdn_field *live_field(const ddl_request *tables, const char *table, const char *column);

/* Whether a rule of a table is about one column alone, by its name, which begins `table.column `. */
bool live_is_rule_of(const char *rule, const char *table, const char *column);

#endif
