/*
 * What the files of the layout share.
 *
 *   layout.c       the file: its tables in order, their headers, tables that it lacks
 *   layout_rows.c  the rows of one table
 *   layout_text.c  what is in the file already, and line ends
 */
#ifndef SDN_SAVE_LAYOUT_PRIVATE_H
#define SDN_SAVE_LAYOUT_PRIVATE_H

#include "save/layout.h"

/* The file while it is laid out. */
typedef struct sdn_file_emitter {
    const char *buffer;
    const sdn_document *document;
    sdn_pieces_walk from; /* what comes before this in the file is emitted, or replaced, or dropped */
    sdn_pieces *out;
    sdn_str line_end;  /* that is used in the file */
    size_t prefix_len; /* of what comes before the document */
} sdn_file_emitter;

/* One table while it is laid out. */
typedef struct sdn_table_emitter {
    sdn_file_emitter *file;
    const sdn_table *table;
    const sdn_table_text *text; /* NULL: the file lacks it */
    const sdn_table_plan *plan;
    size_t rewritten; /* how many of the rewritten rows are emitted, */
    size_t added;     /* how many of the new rows, */
    size_t placed;    /* how many placements */
} sdn_table_emitter;

/* ---- what is in the file already (layout_text.c) ---- */

/* The place of the document's bytes from `at` on, or of what replaces them. */
uint64_t sdn__layout_place(const sdn_file_emitter *file, const char *at);

/* Emits what comes before a position in the document and was not emitted yet, and what saves added there. */
void sdn__layout_emit_until(sdn_file_emitter *file, const char *at);

/* The same up to the end of a line; of what saves added there only the line end, if the file lacked it. */
void sdn__layout_emit_line_until(sdn_file_emitter *file, const char *line_end);

/* Drops what is left before a position in the document, but nothing that saves added there. */
void sdn__layout_drop_until(sdn_file_emitter *file, const char *at);

/* The same up to the end of a line, with the line end that a save added. */
void sdn__layout_drop_line_until(sdn_file_emitter *file, const char *line_end);

/* Emits what comes before the row of a slot, which an earlier save added. */
void sdn__layout_emit_until_added(sdn_table_emitter *t, uint32_t slot);

/* Emits what is left of that row, or drops it. */
void sdn__layout_emit_added(sdn_table_emitter *t, uint32_t slot);
void sdn__layout_drop_added(sdn_table_emitter *t, uint32_t slot);

/* Emits all that is left of the file. */
void sdn__layout_emit_rest(sdn_file_emitter *file);

/* Emits lines of rows that the document does not have, of those from `slot` on: each is the text of the row and the line
 * end that follows it in memory. */
void sdn__layout_emit_lines(sdn_table_emitter *t, uint32_t slot, sdn_str lines);

/* Ends the line before a row that follows. A file may break off in a line, or between the two bytes of a line end. */
void sdn__layout_emit_missing_line_end(sdn_table_emitter *t);

/* ---- rows (layout_rows.c) ---- */

/* Whether the row is not in the layout. */
static inline bool sdn__is_dropped(const sdn_row *row)
{
    return (row->flags & SDN_ROW_DELETED) != 0;
}

/* Whether the next new rows are placed after this row, SDN_AT_START or SDN_AT_END. */
static inline bool sdn__layout_has_new_rows(const sdn_table_emitter *t, uint32_t after)
{
    return t->placed < t->plan->placement_count && t->plan->placements[t->placed].after == after;
}

/* Emits these. */
void sdn__layout_emit_new_rows(sdn_table_emitter *t, uint32_t after);

/* Emits all rows of a table of the file that the plan visits or adds, with what is between them. */
void sdn__layout_emit_rows(sdn_table_emitter *t);

/* Emits what saves changed of a table, as the image has it. */
void sdn__layout_emit_saved_rows(sdn_table_emitter *t);

#endif
