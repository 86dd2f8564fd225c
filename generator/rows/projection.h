/*
 * Projections: the type of the same records with some of their fields only, so that others are never formatted.
 *
 * The type must be one that was made at run time (data/dynamic_type.h), since its functions go by the fields of the type;
 * those of generated code write all fields.
 */
#ifndef SDNC_ROWS_PROJECTION_H
#define SDNC_ROWS_PROJECTION_H

#include <stddef.h>
#include <stdint.h>

#include <sdn/arena.h>
#include <sdn/record.h>

/* The type with these fields, in this order, and `added` after them, unless that is NULL; it is kept in the record after
 * the others. The key is left out unless all of its fields are there. In the arena; NULL when memory ran out. */
const sdn_record_type *projection_make(const sdn_record_type *type, const uint32_t *fields, size_t count,
                                       const sdn_field *added, sdn_arena *arena);

#endif
