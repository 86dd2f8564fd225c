/*
 * Image bytes: the file as it is or will be, made from an image: from its buffer, its patches and its edits.
 *
 * The file is never kept as one text: a save writes the pieces of a layout. Whoever needs it in one piece, or its line
 * numbers, asks here.
 */
#ifndef SDN_SAVE_IMAGE_BYTES_H
#define SDN_SAVE_IMAGE_BYTES_H

#include "table/image.h"
#include "text/pieces.h"

/* Lists in table->violations which rules its records break. The table is one of the image's; its open records are
 * flushed. SDN_E_NOMEM. */
sdn_code sdn__image_validate(const sdn_image *image, sdn_table *table, sdn_error *err);

/* Copies a file that was laid out to new bytes from sdn__alloc, followed by SDN_PADDING NULs that *len does not count. Its checksum
 * line, if it has one, is corrected. SDN_E_NOMEM. */
sdn_code sdn__image_join(const sdn_pieces *pieces, char **bytes, size_t *len, sdn_error *err);

/* Sets *same: whether the file, without unsaved edits, has these bytes. SDN_E_NOMEM. */
sdn_code sdn__image_compare(const sdn_image *image, const char *bytes, size_t len, bool *same, sdn_error *err);

/* Copies the file, without unsaved edits, as sdn__image_join does. SDN_E_NOMEM. */
sdn_code sdn__image_copy_bytes(const sdn_image *image, char **bytes, size_t *len, sdn_error *err);

/* Corrects the line numbers of the problems of a table that was just added to the image: they were counted in the
 * buffer, which lacks the rows that saves added to tables before it. SDN_E_NOMEM. */
sdn_code sdn__image_number_lines(const sdn_image *image, sdn_table *table, sdn_error *err);

#endif
