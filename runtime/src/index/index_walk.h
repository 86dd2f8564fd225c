/*
 * Index walks: from one record to the next in an ordered index, in either direction, between two bounds.
 *
 * A bound is the values of the first fields of the order, inclusive; no values: that end is open. Where both bounds are
 * the same values this is the walk over all records that have them, and with the start of a text as the last value that
 * over all whose text starts so: in the order of the index they lie next to each other.
 *
 * A cursor owns nothing and the index does not know it. While the index is unchanged the cursor's position in it leads
 * to the next record. After a change, which the generation tells, the position is found again, by what the cursor keeps
 * of the record it returned last: the values it had then, so that a record that is edited does not take the walk along.
 * Its key is that of the record as it is, as for sdn_store_rename.
 *
 * A record that an edit moves could be met again further on, and a walk that moves each record ahead would never end.
 * So the index notes when an edit moved a record last, and a walk passes over those moved since it began. Walks over
 * records that are equal in all fields need not: editing moves no record within them.
 *
 * In an index by hash the only walks are those over equal values: from the first record with their hash to the last,
 * without those of other values.
 *
 * Text keys that are ordered by number have those with the same start in several places: then the walk goes over all
 * records and shows those that match.
 */
#ifndef SDN_INDEX_INDEX_WALK_H
#define SDN_INDEX_INDEX_WALK_H

#include "index/ordered_index.h"

/* Flags of a cursor. */
enum {
    SDN_WALK_BACKWARD = 1 << 0,
    SDN_WALK_FILE_ORDER = 1 << 1, /* from slot to slot, without an index */
    SDN_WALK_EQUAL = 1 << 2,      /* all fields of the index have the values in `low` */
    SDN_WALK_START = 1 << 3,      /* the last value of each bound is the start of a text */
    SDN_WALK_FILTER = 1 << 4      /* over all records; those are shown whose key starts with low[0] */
};

/* Cursors before the first record of a built index: over all records, those whose fields equal `values`, those between
 * two bounds, and those whose first fields equal `values`, of which the last is the start of a text. An index by key
 * has the fields of the key; for an index by hash there is the second alone. Counts above the number of fields count as
 * that. */
sdn_cursor sdn__index_walk_all(const sdn_ordered_index *index);
sdn_cursor sdn__index_walk_equal(const sdn_ordered_index *index, const sdn_value *values);
sdn_cursor sdn__index_walk_range(const sdn_ordered_index *index, const sdn_value *low, uint32_t low_count,
                                 const sdn_value *high, uint32_t high_count);
sdn_cursor sdn__index_walk_starting(const sdn_ordered_index *index, const sdn_value *values, uint32_t count);

/* The same walk in the other direction, from its end. */
sdn_cursor sdn__index_walk_reverse(sdn_cursor cursor);

/* The next slot of the walk, or SDN_NO_SLOT; moves the cursor there. */
uint32_t sdn__index_walk_next(sdn_cursor *cursor);

/* A slot other than `slot` whose record has these values, or SDN_NO_SLOT. All records are compared while the index is not
 * worth building. */
uint32_t sdn__index_other(sdn_ordered_index *index, const sdn_value *values, uint32_t slot);

#endif
