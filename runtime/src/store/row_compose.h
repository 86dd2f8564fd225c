/*
 * Compose: the text of new and edited rows, and of the header where columns are added.
 *
 * Calling sequence per table: sdn_composer_init, then sdn_compose_header and sdn_compose_row in any order, then
 * sdn_composer_release. What is composed is appended to a buffer of the caller's.
 */
#ifndef SDN_STORE_ROW_COMPOSE_H
#define SDN_STORE_ROW_COMPOSE_H

#include "base/buffer.h"
#include "store/row_style.h"

typedef struct sdn_composer {
    const sdn_table *table;
    sdn_row_writer writer;
    sdn_row_writer defaults; /* the cells of a record at its defaults */
    sdn_row_style style;
    uint32_t *fields; /* per column of the file: the field it holds, or SDN_NO_FIELD */
    uint32_t column_count;
    uint32_t *added; /* fields that get a new column, in schema order */
    uint32_t added_count;
} sdn_composer;

#define SDN_NO_FIELD UINT32_MAX

/* SDN_E_INVALID: a column must be added, but a row of the table cannot be read. SDN_E_LIMIT: one column too many.
 * SDN_E_NOMEM. Release in any case. */
sdn_code sdn_composer_init(sdn_composer *composer, const sdn_table *table, sdn_error *err);
void sdn_composer_release(sdn_composer *composer);

/* Whether a slot's row comes out other than it stands in the file. */
bool sdn_composer_rewrites(const sdn_composer *composer, uint32_t slot);

/* Appends the header up to its second bar, without line end. */
void sdn_compose_header(const sdn_composer *composer, sdn_buffer *out);

/* Appends the row of a slot that is rewritten, without line end. SDN_E_INVALID: a value
 * that cannot be written. SDN_E_NOMEM. */
sdn_code sdn_compose_row(sdn_composer *composer, uint32_t slot, sdn_buffer *out, sdn_error *err);

#endif
