/*
 * Layout: the bytes of a file with the edits of its tables in it.
 *
 * Everything that was not edited comes out as the bytes it was, and stays where it is: a layout is a list of pieces. An
 * edited row keeps its indent and the spelling of its other cells; a new row looks like its neighbours.
 *
 * The rows' text in the buffer must be as in the file (sdn__table_restore_bytes) as long as the pieces are used, and the
 * tables settled. As long as the layout lives, nothing else may be put into the document's arena.
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
    sdn_arena text;    /* of the encoded rows and headers; its first block may be the document's arena's last */
    size_t kept_bytes; /* of the new rows that were encoded before */
    bool keeps_order;  /* edited rows stand where they stood, new ones behind all others, in the order of their slots;
                          * no header is another */
    bool adds_table;   /* there are headers of tables that the file lacks */
} sdn_layout;

#define SDN_LAYOUT_INIT                                   \
    {                                                     \
        .pieces = SDN_PIECES_INIT, .text = SDN_ARENA_INIT \
    }

/* What is laid out. */
typedef enum sdn_layout_what {
    SDN_LAYOUT_EDITS,  /* the file as it will be, with all edits */
    SDN_LAYOUT_SAVED,  /* the file as it is, without the unsaved ones */
    SDN_LAYOUT_HEADERS /* the file as it is, and the headers of tables that edits add */
} sdn_layout_what;

/* Lays a file out: `prefix`, which comes before the document (a byte order mark), the document, and the edits of
 * `tables`. Release *layout in any case.
 * SDN_E_INVALID (a value that cannot be written; a column to be added to a table with unreadable rows), SDN_E_LIMIT,
 * SDN_E_NOMEM. */
sdn_code sdn__layout_build(const sdn_document *document, sdn_str prefix, sdn_table *const *tables, size_t table_count,
                           sdn_layout_what what, sdn_layout *layout, sdn_error *err);

void sdn__layout_release(sdn_layout *layout);

#endif
