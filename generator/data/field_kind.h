/*
 * Kinds of fields: what the struct of a record has for a field, and how generated code reads and writes it; one table
 * row for each type of the schema language, for open enums and for lists. It says as data what emit/ctype.c says as C.
 */
#ifndef SDNC_DATA_FIELD_KIND_H
#define SDNC_DATA_FIELD_KIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sdn/record.h>

#include "model/model.h"

typedef struct field_kind {
    size_t size; /* of the member that holds the value */
    size_t alignment;
    void (*set)(void *member, model_value value); /* NULL for lists */

    /* As the sdn_read_... and sdn_write_... of the type; the field is number `number` of the record's type. */
    bool (*read)(sdn_row_reader *row, uint32_t number, const sdn_field *field, void *record);
    void (*write)(sdn_row_writer *row, uint32_t number, const sdn_field *field, const void *record);
} field_kind;

/* The kind of a field, by its type, flags and enum. */
const field_kind *field_kind_of(const sdn_field *field);

/* The kind of one value of a type: of an element, if the field is a list. */
const field_kind *field_kind_of_value(sdn_type type);

#endif
