/*
 * Orders of records by some of their fields, such as `--sort a,-b` asks for.
 *
 * Values are in the order of indexes: numbers and time, bytes (text), the schema (enums; other words of an open one come
 * last, by their bytes), false before true, automatic text keys by their numbers. Lists are compared element by element.
 * An absent value comes before all others, as in SQLite. With '-' before its name a field is ordered the other way round,
 * absent values included. Records that are equal in all fields keep their order.
 */
#ifndef SDNC_ROWS_RECORD_ORDER_H
#define SDNC_ROWS_RECORD_ORDER_H

#include "query/field_name.h"

typedef struct record_order {
    const sdn_record_type *type;
    field_choices fields;
} record_order;

/* The order of two records: less than, equal to or greater than 0. */
int record_order_compare(const record_order *order, const void *a, const void *b);

/* Sorts records. Returns 0, or -1 when memory ran out: then they are as they were. */
int record_order_sort(const record_order *order, const void **records, size_t count);

#endif
