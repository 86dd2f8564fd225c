/*
 * Lists of scalars: a pointer to the elements and their number, as the value of a field `[T]` in a record.
 *
 * A list owns nothing. `items` is NULL when `count` is 0. All list types, including those that sdnc declares for closed
 * enums, have the layout of sdn_str_list with another element type, so that generic code can copy each as bytes.
 */
#ifndef SDN_LIST_H
#define SDN_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sdn/str.h>
#include <sdn/time.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The value of a field `[bool]`. */
typedef struct sdn_bool_list {
    const bool *items; /* NULL when count is 0 */
    size_t count;      /* of the elements */
} sdn_bool_list;

/* The value of a field `[i32]`. */
typedef struct sdn_i32_list {
    const int32_t *items; /* NULL when count is 0 */
    size_t count;         /* of the elements */
} sdn_i32_list;

/* The value of a field `[i64]`. */
typedef struct sdn_i64_list {
    const int64_t *items; /* NULL when count is 0 */
    size_t count;         /* of the elements */
} sdn_i64_list;

/* The value of a field `[u32]`. */
typedef struct sdn_u32_list {
    const uint32_t *items; /* NULL when count is 0 */
    size_t count;          /* of the elements */
} sdn_u32_list;

/* The value of a field `[u64]`. */
typedef struct sdn_u64_list {
    const uint64_t *items; /* NULL when count is 0 */
    size_t count;          /* of the elements */
} sdn_u64_list;

/* The value of a field `[f64]`. */
typedef struct sdn_f64_list {
    const double *items; /* NULL when count is 0 */
    size_t count;        /* of the elements */
} sdn_f64_list;

/* The value of a field `[date]`. */
typedef struct sdn_date_list {
    const sdn_date *items; /* NULL when count is 0 */
    size_t count;          /* of the elements */
} sdn_date_list;

/* The value of a field `[timestamp]`. */
typedef struct sdn_timestamp_list {
    const sdn_timestamp *items; /* NULL when count is 0 */
    size_t count;               /* of the elements */
} sdn_timestamp_list;

#ifdef __cplusplus
}
#endif

#endif
