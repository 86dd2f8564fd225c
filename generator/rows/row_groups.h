/*
 * Groups of records that have the same values in some fields, and how many records each has: `--group-by a,b`.
 *
 * A group is a copy of its first record with a number after it, so it is a record too, of a type that has these fields and
 * `count`; it can be sorted and written like others.
 */
#ifndef SDNC_ROWS_ROW_GROUPS_H
#define SDNC_ROWS_ROW_GROUPS_H

#include "rows/record_order.h"

/* The type of the groups: the fields by which records are grouped, in that order, and `count`. In the arena; NULL when
 * memory ran out. */
const sdn_record_type *row_groups_type(const record_order *by, sdn_arena *arena);

/* Counts the groups of records: `groups` has room for `count` of them. Their order is that of `by`. Returns their number;
 * SIZE_MAX when memory ran out. Groups are in the arena; text and lists are the records'. */
size_t row_groups_count(const record_order *by, const void *const *records, size_t count, sdn_arena *arena,
                        const void **groups);

#endif
