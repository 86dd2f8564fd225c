/*
 * Image bytes: the file in one piece, which it is nowhere else once it was saved, and line numbers in it.
 */
#ifndef SDN_SAVE_IMAGE_BYTES_H
#define SDN_SAVE_IMAGE_BYTES_H

#include "base/buffer.h"
#include "table/image.h"
#include "text/pieces.h"

/* Copies a file that was laid out to new bytes from sdn__alloc, followed by SDN_PADDING NULs that *len does not count. Its checksum
 * line, if it has one, is corrected. SDN_E_NOMEM. */
sdn_code sdn__image_join(const sdn_pieces *pieces, char **bytes, size_t *len, sdn_error *err);

/* Copies the file, without unsaved edits, as sdn__image_join does. SDN_E_NOMEM. */
sdn_code sdn__image_copy_bytes(sdn_image *image, char **bytes, size_t *len, sdn_error *err);

/* Adds them to a buffer. SDN_E_NOMEM. */
sdn_code sdn__image_add_bytes(sdn_image *image, sdn_buffer *bytes, sdn_error *err);

/* Corrects the line numbers of the problems of a table that was just added to the image: they were counted in the
 * buffer, which lacks the rows that saves added to tables before it. */
void sdn__image_number_lines(const sdn_image *image, sdn_table *table);

#endif
