/*
 * Layout: the bytes of a file with the edits of its tables, as a list of pieces.
 *
 * What was not edited is emitted as the bytes that it was and is not copied: a piece points into the buffer, into a
 * patch of an earlier save, or into text that was encoded for this layout. An edited row keeps its indent and the
 * spelling of its other cells; a new row looks like its neighbours (encode/row_encode.h). The algorithm is described in
 * layout.c.
 *
 * Pieces in the buffer have NULs where texts end, so the pieces are read through text/pieces.h alone. While they are
 * used, open records must be flushed. As long as the layout lives, nothing else may be allocated from the document's arena.
 */
#ifndef SDN_SAVE_LAYOUT_H
#define SDN_SAVE_LAYOUT_H

#include "table/table.h"
#include "text/pieces.h"

/* A row that was encoded for this layout. */
typedef struct sdn_layout_row {
    sdn_table *table;
    uint32_t slot;
    sdn_str text; /* without line end */
} sdn_layout_row;

typedef struct sdn_layout {
    sdn_pieces pieces;
    sdn_layout_row *rows; /* in file order */
    size_t row_count;
    size_t row_capacity;
    sdn_arena text;      /* encoded rows and headers; its first block may be the last one of the document's arena */
    size_t cached_bytes; /* of new rows that were encoded before and cached */
    bool keeps_order;    /* rows keep their order, new rows follow all others in the order of their slots, and no header
                          * of the file changes */
    bool adds_table;     /* there are headers of tables that the file lacks */
} sdn_layout;

#define SDN_LAYOUT_INIT                                   \
    {                                                     \
        .pieces = SDN_PIECES_INIT, .text = SDN_ARENA_INIT \
    }

/* What is laid out. */
typedef enum sdn_layout_what {
    SDN_LAYOUT_EDITS,  /* the file as it will be, with all edits */
    SDN_LAYOUT_SAVED,  /* the file as it is, without unsaved edits */
    SDN_LAYOUT_HEADERS /* the file as it is, and the headers of tables that the edits add */
} sdn_layout_what;

/* Lays a file out: `prefix`, which comes before the document (a byte order mark), the document, and the edits of
 * `tables`. Release *layout in any case. SDN_E_INVALID (a value that cannot be written; a column that cannot be added),
 * SDN_E_LIMIT, SDN_E_NOMEM. */
sdn_code sdn__layout_build(const sdn_document *document, sdn_str prefix, sdn_table *const *tables, size_t table_count,
                           sdn_layout_what what, sdn_layout *layout, sdn_error *err);

void sdn__layout_release(sdn_layout *layout);

#endif
