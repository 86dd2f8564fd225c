/* Regions of text: what the versions have between two lines that all of them have; private to text.c and region.c. */
#ifndef SDNC_MERGE_REGION_H
#define SDNC_MERGE_REGION_H

#include "merge/merge_private.h"
#include "merge/pieces.h"

/* Whether a piece is the header of a table. */
bool merge_piece_is_header(const file_merger *m, merge_side side, const piece *p);

/* Whether a line says nothing to programs: it is blank, or a comment. */
bool merge_line_is_comment(sdn_str line);

/* Writes pieces of a version. */
sdn_code merge_put_pieces(file_merger *m, merge_side side, const piece *pieces, size_t count);

/* Writes the lines of a region, merged, and its elements. `ranges` are what each version has there; `peers` is the element
 * below them. */
sdn_code merge_region(file_merger *m, const piece_range *ranges, const uint32_t *peers);

#endif
