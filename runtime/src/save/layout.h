/*
 * Layout: the bytes of a file with the edits of its tables, as a list of pieces.
 *
 * What was not edited is emitted as the bytes that it was and is not copied: a piece points into the buffer, into a
 * patch of an earlier save, or into text that was encoded for this one. An edited row keeps its indent and the spelling
 * of its other cells; a new row looks like its neighbours (encode/row_encode.h). The algorithm is described in layout.c.
 *
 * Pieces in the buffer have NULs where texts end, so the pieces are read through text/pieces.h alone. While they are
 * used, the image and the plan may not change, and open records must be flushed.
 */
#ifndef SDN_SAVE_LAYOUT_H
#define SDN_SAVE_LAYOUT_H

#include "save/save_plan.h"
#include "text/pieces.h"

/* Lays a file out with the edits of the plan; as it is without unsaved edits, if that is NULL. Adds to *pieces, which
 * are to be released in any case. Visits each row that a save has changed since the file was read. SDN_E_NOMEM. */
sdn_code sdn__layout_build(const sdn_image *image, const sdn_save_plan *plan, sdn_pieces *pieces, sdn_error *err);

/* The same for the file as it is, with the headers of tables that the plan adds. */
sdn_code sdn__layout_build_headers(const sdn_image *image, const sdn_save_plan *plan, sdn_pieces *pieces,
                                   sdn_error *err);

#endif
