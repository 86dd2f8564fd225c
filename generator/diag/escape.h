/* Texts with some of their bytes written otherwise. */
#ifndef SDNC_DIAG_ESCAPE_H
#define SDNC_DIAG_ESCAPE_H

#include "base/buffer.h"

/* Adds a text with some of its bytes replaced: byte b by replacements[b], unless that is NULL. */
void add_replaced(sdn_buffer *out, sdn_str text, const char *const replacements[256]);

/* Adds a JSON string. */
void add_json_string(sdn_buffer *out, sdn_str text);

#endif
