/*
 * Save headers: saves that add tables to a file of which no rows are in memory, as a new or empty file.
 *
 * The whole file need not be parsed for them. The text of the file with the new headers, but without the new rows, is
 * parsed instead and becomes the image's document, as if it had been read and the rows were added to it since.
 */
#ifndef SDN_SAVE_SAVE_HEADERS_H
#define SDN_SAVE_SAVE_HEADERS_H

#include "save/save.h"

/* Prepares the new document. *can_patch tells whether this way is possible; if not, the whole file is to be read again.
 * SDN_E_NOMEM, and the errors of sdn__layout_build. */
sdn_code sdn__save_headers_prepare(const sdn_image *image, sdn_save *save, bool *can_patch, sdn_error *err);

/* Gives the image the document and its pieces, which were prepared; before the rows are patched. */
void sdn__save_headers_finish(sdn_image *image, sdn_save *save);

/* Frees it, if one was prepared and the image did not get it. */
void sdn__save_headers_release(sdn_save *save);

#endif
