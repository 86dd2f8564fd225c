/*
 * Scalars: what can be done with a value of each type, as one table of functions.
 *
 * A value is passed by its address, in a record, in a list or in an sdn_value (all members of which start at its
 * address). So code that handles fields of any type needs no switch over types, and a new type is one more entry.
 */
#ifndef SDN_RECORD_SCALAR_H
#define SDN_RECORD_SCALAR_H

#include <sdn/record.h>

#include <string.h>

/* Room for the text of any value that is not text itself, including the NUL. */
enum { SDN_SCALAR_SIZE = 40 };

typedef struct sdn_scalar {
    size_t size;
    bool bare; /* written without quotes, also where text of the same form would need them */

    /* The order of indexes and ranges: less than, equal to or greater than 0. */
    int (*compare)(const void *a, const void *b);

    /* Whether two values have the same text in a file: 0.0 and -0.0, which compare equal, do not. */
    bool (*equal)(const void *a, const void *b);

    /* Values that compare equal have the same hash. */
    uint64_t (*hash)(const void *value, uint64_t seed);

    /* Reads a text; false, and *value unchanged, if it is no value of the field's type. Text is not copied. */
    bool (*parse)(const sdn_field *field, sdn_str text, void *value);

    /* The text of a value, which may be in `scratch`; ptr is NULL for a value that no file can hold. */
    sdn_str (*print)(const sdn_field *field, const void *value, char scratch[SDN_SCALAR_SIZE]);

    const char *misread;   /* the message for a text that parse refuses: "is not ..." */
    const char *unwritten; /* the message for a value that print refuses */
} sdn_scalar;

/* What is shown for a value that print refuses. */
#define SDN_NO_VALUE_TEXT "(no value of its type)"

/* By sdn_type. */
extern const sdn_scalar sdn__scalars[];

static inline const sdn_scalar *sdn__scalar_of(const sdn_field *field)
{
    return &sdn__scalars[field->type];
}

/* The hash of a string. */
uint64_t sdn__text_hash(sdn_str text, uint64_t seed);

/* A list of any type. The lists of the types have the same layout, but are different types in C, so they are copied as
 * bytes. */
typedef struct sdn_any_list {
    const void *items;
    size_t count;
} sdn_any_list;

static inline sdn_any_list sdn__list_at(const void *list)
{
    sdn_any_list any;
    memcpy(&any, list, sizeof any);
    return any;
}

static inline void sdn__list_set(void *list, const void *items, size_t count)
{
    sdn_any_list any = {items, count};
    memcpy(list, &any, sizeof any);
}

/* The value of a field as a list: a single value is a list of one element. */
static inline sdn_any_list sdn__elements_of(const sdn_field *field, const void *record)
{
    const void *value = (const char *)record + field->offset;
    return (field->flags & SDN_FIELD_LIST) != 0 ? sdn__list_at(value) : (sdn_any_list){value, 1};
}

/* The address of an element. */
static inline const void *sdn__list_item(sdn_any_list list, const sdn_scalar *scalar, size_t position)
{
    return (const char *)list.items + position * scalar->size;
}

#endif
