/*
 * What the files of the layout share.
 *
 *   layout.c       the file: its tables in order, their headers, tables that it lacks
 *   layout_rows.c  the rows of one table
 *   layout_text.c  bytes of the document, and line ends
 */
#ifndef SDN_SAVE_LAYOUT_PRIVATE_H
#define SDN_SAVE_LAYOUT_PRIVATE_H

#include "save/layout.h"

/* The file while it is laid out. */
typedef struct sdn_file_emitter {
    const sdn_document *document;
    sdn_pieces *out;
    sdn_str line_end;  /* that is used in the file */
    size_t prefix_len; /* of what comes before the document */
    const char *at;    /* the document's bytes before this are emitted, or replaced, or dropped */
} sdn_file_emitter;

/* One table while it is laid out. */
typedef struct sdn_table_emitter {
    sdn_file_emitter *file;
    const sdn_table *table;
    const sdn_table_plan *plan; /* NULL: its edits are not laid out */
    uint32_t visit;             /* the next slot whose row needs a look; those before it are emitted as they are */
    size_t visited;             /* of the plan, how many visits are done, */
    size_t rewritten;           /* how many of the rewritten rows are emitted, */
    size_t added;               /* how many of the new rows, */
    size_t placed;              /* how many placements */
} sdn_table_emitter;

/* Emits the document's bytes up to `end`, those that were not emitted yet. */
void sdn__layout_emit_document_until(sdn_file_emitter *file, const char *end);

/* Ends the line before a row that follows. A file may break off in a line, or between the two bytes of a line end. */
void sdn__layout_emit_missing_line_end(sdn_table_emitter *t);

/* Whether the row is not in the layout: it is deleted, and edits count, or the deletion was saved. */
static inline bool sdn__is_dropped(const sdn_table_emitter *t, const sdn_row *row)
{
    return (row->flags & SDN_ROW_DELETED) != 0 && (t->plan != NULL || row->change == 0);
}

/* Emits the new rows that are placed after this row, SDN_AT_START or SDN_AT_END. */
void sdn__layout_emit_new_rows(sdn_table_emitter *t, uint32_t after);

/* Emits all rows of a table of the file that come after its header, with what is between them. */
void sdn__layout_emit_rows(sdn_table_emitter *t);

#endif
