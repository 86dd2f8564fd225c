/* Keys of records as arguments: as messages show them, the parts of a key of several fields separated by commas. */
#ifndef SDNC_CHANGES_RECORD_KEY_H
#define SDNC_CHANGES_RECORD_KEY_H

#include <stdint.h>

#include <sdn/arena.h>
#include <sdn/record.h>

#include "diag/diag.h"

/* Reads argument number `number` as a key of the type, which has one; `key` has room for it, its texts are in the arena.
 * Returns 0, or -1: then `diags` has a message, or memory ran out (diags->out_of_memory). */
int record_key_read(const sdn_record_type *type, const char *argument, size_t number, sdn_arena *arena,
                    diag_list *diags, sdn_value *key);

/* Whether the type has a key; if not, `diags` has a message, about `argument` number `number`. */
bool record_key_expect(const sdn_record_type *type, const char *argument, size_t number, sdn_arena *arena,
                       diag_list *diags);

#endif
