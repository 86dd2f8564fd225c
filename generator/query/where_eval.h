/*
 * Compiled expressions: a tree of steps, each with the function that tries it on a record. All words are read, and all
 * fields found, when it is made. So trying a record reads no text of the expression and allocates nothing.
 */
#ifndef SDNC_QUERY_WHERE_EVAL_H
#define SDNC_QUERY_WHERE_EVAL_H

#include <regex.h>
#include <stdbool.h>
#include <stddef.h>

#include <sdn/record.h>

typedef struct where_step where_step;

/* Whether a record passes. */
typedef bool where_try(const where_step *step, const void *record);

/* The order of two values, as that of sdn_scalar. */
typedef int where_order(const void *a, const void *b);

struct where_step {
    where_try *passes;
    const where_step *const *parts; /* of all, any, not */
    size_t part_count;
    const sdn_field *field;  /* that is tested */
    const sdn_field *other;  /* that it is compared with */
    where_order *order;      /* of their values */
    bool when[3];            /* whether to pass if the field is less, equal, more */
    bool when_absent;        /* whether to pass without a value */
    sdn_value value;         /* that it is compared with */
    const sdn_value *values; /* of where_is_one_of: sorted */
    size_t value_count;      /* of `values` */
    const regex_t *pattern;
};

/* The steps. */
where_try where_all_pass;        /* each of the parts */
where_try where_any_passes;      /* one of the parts */
where_try where_first_fails;     /* the only part does not pass */
where_try where_compares;        /* the field with `value`, by `when` */
where_try where_compares_fields; /* the field with `other`, by `when` */
where_try where_is_one_of;       /* the field is among `values` */
where_try where_is_other_word;   /* of an open enum: the word is value.text, which is no enumerator */
where_try where_list_has;        /* an element equals `value` */
where_try where_text_has;        /* the text contains value.text */
where_try where_text_matches;    /* the text of the value matches the pattern */
where_try where_list_matches;    /* that of an element */
where_try where_is_absent;       /* there is no value: an optional one is absent, a text or a list is empty */
where_try where_is_true;         /* a truth value */

/* The order of texts that are numbered automatically, as that of keys: numbers by size, then the others. */
where_order where_order_numbered;

#endif
