/* Generated positions of fields and indexes, compared with the record type that they are positions in. */
#ifndef SDNC_TEST_POSITIONS_H
#define SDNC_TEST_POSITIONS_H

#include <sdn/record.h>

/* A constant, and the name of its field, or the names of the fields of its index joined by `_`. */
typedef struct named_position {
    uint32_t position;
    const char *name;
} named_position;

/* That `names` has every field of the type, in its order, and that each constant is the field's position. */
void assert_field_positions(const sdn_record_type *type, const named_position *names, size_t count);

/* The same for its indexes. */
void assert_index_positions(const sdn_record_type *type, const named_position *names, size_t count);

#endif
