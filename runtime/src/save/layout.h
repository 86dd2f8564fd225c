/*
 * Layout: the file that a save writes, as a list of pieces (text/pieces.h).
 *
 * What was not edited is emitted as the bytes that it was and is not copied: a piece points into the buffer, into a
 * patch of an earlier save, or into text that was encoded for this one. An edited row keeps its indent and the spelling
 * of its other cells; a new row looks like its neighbours (encode/row_encode.h). The algorithm is described in layout.c.
 *
 * An image keeps the pieces of the file as it is (image->pieces), and a layout is made from those. So it costs what is
 * edited, whatever earlier saves changed, and one step per SDN_PART_PIECES pieces.
 *
 * Of a replica no file is written, so a save leaves the pieces as they are (sdn_image.is_late). What needs them lets the
 * layout catch up first: it goes through all rows, since the image knows the text of each.
 *
 * Pieces in the buffer have NULs where texts end, so the pieces are read through text/pieces.h alone. While they are
 * used, open records must be flushed; the image and the plan may not change.
 */
#ifndef SDN_SAVE_LAYOUT_H
#define SDN_SAVE_LAYOUT_H

#include "save/save_plan.h"
#include "text/pieces.h"

/* The file that a layout is made from. */
typedef struct sdn_layout_source {
    const sdn_pieces *pieces;     /* as it is, */
    const char *buffer;           /* as it was read, */
    const sdn_document *document; /* and what is in that */
} sdn_layout_source;

/* Makes the pieces of the image those of the file as it is, without unsaved edits, if they are late. SDN_E_NOMEM. */
sdn_code sdn__layout_catch_up(sdn_image *image, sdn_error *err);

/* Lays the file of an image out with the edits of the plan. Adds to *out, which is to be released in any case.
 * SDN_E_NOMEM. */
sdn_code sdn__layout_build(const sdn_image *image, const sdn_save_plan *plan, sdn_pieces *out, sdn_error *err);

/* The same with the headers of tables that the plan adds, and without any rows of the plan. */
sdn_code sdn__layout_build_headers(const sdn_image *image, const sdn_save_plan *plan, sdn_pieces *out, sdn_error *err);

/* The same with the rows of the plan alone, in a file that has all headers. With a plan that keeps the order of rows,
 * the places of the pieces rise: the next layout can be made from them. */
sdn_code sdn__layout_build_rows(const sdn_image *image, const sdn_layout_source *source, const sdn_save_plan *plan,
                                sdn_pieces *out, sdn_error *err);

#endif
