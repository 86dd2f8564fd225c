/*
 * The bytes of an image: the file as it is or will be, made from the buffer, the patches and the edits.
 *
 * Each function restores the bytes of the buffer for as long as it works, and writes the NULs of records again.
 */
#ifndef SDN_SAVE_IMAGE_BYTES_H
#define SDN_SAVE_IMAGE_BYTES_H

#include "save/layout.h"
#include "table/image.h"

/* Lists in table->violations.items which rules its records break. The table is one of the image's, and settled.
 * SDN_E_NOMEM. */
sdn_code sdn__image_validate(sdn_image *image, sdn_table *table, sdn_error *err);

/* The layout of the file; the bytes are restored as long as it is used. The errors of sdn__layout_build. */
sdn_code sdn__image_lay_out(const sdn_image *image, sdn_layout_what what, sdn_layout *layout, sdn_error *err);

/* A layout as new bytes from sdn__alloc with SDN_PADDING NULs behind them; its checksum line, if any, is renewed.
 * SDN_E_NOMEM. */
sdn_code sdn__image_join(const sdn_layout *layout, char **bytes, size_t *len, sdn_error *err);

/* Whether the file, without unsaved edits, is these bytes. SDN_E_NOMEM. */
sdn_code sdn__image_compare(sdn_image *image, const char *bytes, size_t len, bool *same, sdn_error *err);

/* The file without unsaved edits as new bytes from sdn__alloc, SDN_PADDING NULs behind them. SDN_E_NOMEM. */
sdn_code sdn__image_copy_bytes(sdn_image *image, char **bytes, size_t *len, sdn_error *err);

/* Lines of a table just added were counted in the buffer; rows that saves added before it count too. SDN_E_NOMEM. */
sdn_code sdn__image_number_lines(sdn_image *image, sdn_table *table, sdn_error *err);

#endif
