/* Data files in canonical layout (arrange/arrange.h). */
#ifndef SDNC_COMMANDS_FORMAT_DATA_H
#define SDNC_COMMANDS_FORMAT_DATA_H

#include <sdn/error.h>

#include "base/buffer.h"
#include "diag/diag.h"

/* Appends the text of the file in that layout, after it was read again and compared record by record. `schema` is FILE or
 * FILE:Record, NULL: it is looked for. Mistakes in it, and what makes the file unreadable, go to `diags`: then the result
 * is SDN_E_INVALID or SDN_E_SYNTAX. Other errors are in *err: SDN_E_NOMEM, SDN_E_LIMIT, ... */
sdn_code format_data_text(const source_file *source, const char *schema, sdn_buffer *text, diag_list *diags,
                          sdn_error *err);

/* Replaces the file under its lock, unless it is no longer what was read: SDN_E_CONFLICT. SDN_E_TIMEOUT: the lock is held;
 * SDN_E_LOCK, SDN_E_IO, SDN_E_NOMEM. */
sdn_code format_data_replace(const source_file *source, sdn_str text, sdn_error *err);

#endif
