/* The pieces that an image keeps of its file, against the file put together anew from the rows of its tables. */
#ifndef SDNC_TEST_KEPT_PIECES_H
#define SDNC_TEST_KEPT_PIECES_H

#include "table/image.h"

/* Any difference ends the test. Unsaved edits do not count. */
void assert_pieces_are_kept(const sdn_image *image);

#endif
