/*
 * Headers: saves that add tables to a file none of whose rows are in memory yet, a new or empty file above all.
 *
 * The text of the file with the new headers becomes the image's document, as if that had been read and rows were added to
 * it since. The new rows need not be read.
 */
#ifndef SDN_SAVE_SAVE_HEADERS_H
#define SDN_SAVE_SAVE_HEADERS_H

#include "save/save.h"

/* Gets the new document ready. *fits tells whether that can be done; if not, the file is to be read anew as a whole.
 * SDN_E_NOMEM, and the errors of sdn__layout_build. */
sdn_code sdn__save_headers_prepare(const sdn_image *image, sdn_save *save, bool *fits, sdn_error *err);

/* Puts the document in place, if one was prepared; before the rows are patched. */
void sdn__save_headers_finish(sdn_image *image, sdn_save *save);

/* Drops it, if one was prepared and is not in place. */
void sdn__save_headers_release(sdn_save *save);

#endif
