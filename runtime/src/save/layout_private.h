/*
 * What the files of the layout share.
 *
 *   layout.c       the file: its tables in order, their headers, tables that it lacks
 *   layout_rows.c  the rows of one table
 *   layout_text.c  bytes of the document, line ends, and what was encoded
 */
#ifndef SDN_SAVE_LAYOUT_PRIVATE_H
#define SDN_SAVE_LAYOUT_PRIVATE_H

#include "encode/row_encode.h"
#include "save/layout.h"
#include "save/placement.h"

/* The file while it is laid out. */
typedef struct sdn_file_emitter {
    const sdn_document *document;
    sdn_layout *out;
    size_t prefix_len; /* of what comes before the document */
    const char *at;    /* the document's bytes before this are emitted, or replaced, or dropped */
} sdn_file_emitter;

/* One table while it is laid out. */
typedef struct sdn_table_emitter {
    sdn_file_emitter *file;
    sdn_table *table;
    bool with_edits; /* its edits are laid out too; otherwise there is no encoder, and there are no placements */
    sdn_row_encoder *encoder;
    sdn_buffer scratch;
    sdn_placement *placements; /* of new rows, in file order */
    size_t placement_count;
    size_t placed;    /* placements that are emitted */
    uint32_t *visits; /* slots of the rows that need a look, rising; the rows between them are emitted as they are */
    size_t visit_count;
} sdn_table_emitter;

/* Emits the document's bytes up to `end`, those that were not emitted yet. */
void sdn__layout_emit_document_until(sdn_file_emitter *file, const char *end);

/* Ends the line before a row that follows. A file may break off in a line, or between the two bytes of a line end. */
void sdn__layout_emit_missing_line_end(sdn_table_emitter *t);

/* Moves what was encoded from the scratch buffer to the layout; its last `line_end_len` bytes are not part of *text,
 * but follow it in memory. SDN_E_NOMEM. */
sdn_code sdn__layout_keep_encoded(sdn_table_emitter *t, size_t line_end_len, sdn_str *text, sdn_error *err);

/* Whether the row is not in the layout: it is deleted, and edits count, or the deletion was saved. */
static inline bool sdn__is_dropped(const sdn_table_emitter *t, const sdn_row *row)
{
    return (row->flags & SDN_ROW_DELETED) != 0 && (t->with_edits || row->change == 0);
}

/* Emits the new rows that are placed after this row, SDN_AT_START or SDN_AT_END. */
sdn_code sdn__layout_emit_new_rows(sdn_table_emitter *t, uint32_t after, sdn_error *err);

/* Emits all rows of a table of the file that come after its header, with what is between them. */
sdn_code sdn__layout_emit_rows(sdn_table_emitter *t, sdn_error *err);

#endif
