/* Values for the fields of any record, drawn from the bytes of a fuzz input: awkward ones first of all. */
#ifndef SDNC_FUZZ_VALUE_MAKER_H
#define SDNC_FUZZ_VALUE_MAKER_H

#include <stddef.h>
#include <stdint.h>

#include <sdn/record.h>

/* The bytes that decide; zeros once they are used up. */
typedef struct choices {
    const uint8_t *at;
    const uint8_t *end;
} choices;

uint8_t choose(choices *from);

/* Sets a field of a record; text and lists go to `arena`. Never what cannot be written. */
void make_value(choices *from, const sdn_record_type *type, uint32_t field, void *record, sdn_arena *arena);

/* A record with all fields set; an automatic key is sometimes left empty. */
void make_record(choices *from, const sdn_record_type *type, void *record, sdn_arena *arena);

/* As a store has it: an optional text or list that is empty is absent. */
void normalise(const sdn_record_type *type, void *record);

#endif
