/* Values and keys of records in lines for people. */
#ifndef SDNC_VERSIONS_SHOWN_VALUE_H
#define SDNC_VERSIONS_SHOWN_VALUE_H

#include <stddef.h>

#include <sdn/arena.h>
#include <sdn/record.h>
#include <sdn/str.h>

#include "base/buffer.h"

/* Appends a text in one line, with escapes for what would act on a terminal, for backslashes, and for the bytes in
 * `also`: different texts look different. */
void show_escaped(sdn_buffer *out, sdn_str text, const char *also);

/* Appends a value: a plain word as it is, `(none)` if it is absent (ptr NULL), everything else in quotes, with escapes. */
void show_text(sdn_buffer *out, sdn_str text);

/* The same for a field of a record. `scratch` may grow. */
void show_value(sdn_buffer *out, const sdn_record_type *type, uint32_t field, const void *record, sdn_arena *scratch);

/* Appends the values of the key, separated by ", ". Nothing for a record without key. */
void show_key(sdn_buffer *out, const sdn_record_type *type, const void *record, sdn_arena *scratch);

#endif
