/* What a copy of the records of a file or database would lose, found before anything is changed. */
#ifndef SDNC_COPY_LOSSES_H
#define SDNC_COPY_LOSSES_H

#include <stdbool.h>

#include <sdn/arena.h>

#include "data/data_file.h"

/* Refuses comments and other text outside of tables. SDN_E_INVALID at the first one, SDN_E_NOMEM, SDN_E_LIMIT. */
sdn_code losses_refuse_text(const data_file *from, sdn_error *err);

/* Refuses rows of a table that cannot be read. SDN_E_INVALID at the first one. */
sdn_code losses_refuse_unread(const data_file *file, const data_table *table, sdn_error *err);

/* Refuses values of a record that the database of this URI would give back as others; a path of a file keeps all.
 * SDN_E_INVALID names record and field. */
sdn_code losses_refuse_values(const char *to, const sdn_record_type *type, const void *record, sdn_error *err);

#endif
