/*
 * Conflicts that git left in a data file, read so that one record can be settled and the others kept.
 *
 * A conflict has two or three sides, each some whole lines. The lines of a side are cut into pieces: a row with the
 * comments and blank lines above it, and what follows the last row. If that is not possible, because a header or a
 * statement is among the lines, a row cannot be read or the table has no key, the conflict can only be settled as a whole.
 *
 * Calling sequence: conflict_file_read, any functions, conflict_file_release.
 */
#ifndef SDNC_GIT_CONFLICT_H
#define SDNC_GIT_CONFLICT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sdn/arena.h>
#include <sdn/error.h>
#include <sdn/record.h>

#include "base/buffer.h"
#include "text/document.h"

typedef enum conflict_side { CONFLICT_OURS, CONFLICT_BASE, CONFLICT_THEIRS, CONFLICT_SIDES } conflict_side;

typedef struct conflict_piece {
    sdn_str text;          /* whole lines */
    sdn_str key;           /* of its row, as messages show keys; ptr NULL: it has no row */
    const sdn_cell *cells; /* of its row, as many as the table has columns */
    uint32_t line;         /* of its row, or of its first line */
} conflict_piece;

typedef struct conflict_lines {
    sdn_str text;           /* what is between the markers */
    conflict_piece *pieces; /* by_record only */
    size_t piece_count;
    const conflict_piece **sorted; /* those with a key, by key and then position; by_record only */
    size_t sorted_count;
} conflict_lines;

typedef struct conflict {
    sdn_str text;                        /* from the first marker to the last */
    sdn_str markers[CONFLICT_SIDES + 1]; /* the lines of <, |, = and >; that of | is empty if there is no base */
    conflict_lines sides[CONFLICT_SIDES];
    const sdn_table_text *table; /* by_record only */
    bool by_record;
    uint32_t line, last_line;
} conflict;

typedef struct conflict_file {
    sdn_document document;
    sdn_str bytes;   /* all of it */
    conflict *items; /* in the arena, in file order */
    size_t count;
    sdn_arena *arena;
} conflict_file;

/* Finds the conflicts in `bytes`, which a NUL follows and which outlive the result, as do `path` and the arena. The types
 * say which columns are the keys. *file is to be released in any case. SDN_E_SYNTAX (a conflict within another, or one
 * without all of its markers; no file of tables), SDN_E_LIMIT, SDN_E_NOMEM. */
sdn_code conflict_file_read(conflict_file *file, const char *path, sdn_str bytes, const sdn_record_type *const *types,
                            size_t type_count, sdn_arena *arena, sdn_error *err);
void conflict_file_release(conflict_file *file);

/* The key in one of the conflicts that a user means: blanks after the commas of a key of several fields do not count. Its
 * ptr is NULL if no record in conflict has it. */
sdn_str conflict_key_meant(const conflict_file *file, sdn_str key);

/* The first piece of a side from position `from` on that has the key; side->piece_count: none. */
size_t conflict_find(const conflict_lines *side, size_t from, sdn_str key);

/* ---- conflict_settle.c ---- */

/* What is chosen. */
typedef struct conflict_choice {
    conflict_side side;
    const sdn_str *keys; /* of the records that are settled, as in pieces; key_count 0: everything is */
    size_t key_count;
} conflict_choice;

/* Appends the file with what was chosen in place of the conflicts; what was not chosen keeps markers round it. Returns
 * the number of conflicts that are left. */
size_t conflict_settle(const conflict_file *file, const conflict_choice *choice, sdn_buffer *text);

/* ---- conflict_list.c ---- */

/* Appends one line for each record in conflict, with the fields that differ, and for each other conflict. */
void conflict_list(const conflict_file *file, sdn_buffer *text);

/* Appends one line for each record that a choice settled, and for each conflict that it settled as a whole. */
void conflict_list_settled(const conflict_file *file, const conflict_choice *choice, sdn_buffer *text);

#endif
