/* The values a record is found by: taken from its fields, hashed, compared. */
#ifndef SDN_RECORD_VALUE_H
#define SDN_RECORD_VALUE_H

#include <sdn/record.h>

/* Reads the fields of `index` (or a key) from `record` into `values`. Those of absent fields mean nothing. */
void sdn__values_of(const sdn_record_type *type, const sdn_index_type *index, const void *record, sdn_value *values);

/* Whether `record` is in the index: all of its fields are present. */
bool sdn__index_has(const sdn_record_type *type, const sdn_index_type *index, const void *record);

/* Order of two sets of values of `index`: less than, equal to or greater than 0. */
int sdn__values_compare(const sdn_record_type *type, const sdn_index_type *index, const sdn_value *a,
                        const sdn_value *b);

/* Order of two keys. As sdn__values_compare, but text keys that are numbered automatically order by number, other
 * texts after them. */
int sdn__key_compare(const sdn_record_type *type, const sdn_value *a, const sdn_value *b);

uint64_t sdn__key_hash(const sdn_record_type *type, const sdn_value *key, uint64_t seed);

/* Whether keys are texts that order by number. */
static inline bool sdn__key_orders_by_number(const sdn_record_type *type)
{
    return (type->flags & SDN_RECORD_KEY_AUTO) != 0 && type->fields[type->key.fields[0]].type == SDN_TYPE_STRING;
}

bool sdn__key_equal(const sdn_record_type *type, const sdn_value *a, const sdn_value *b);

/* Whether a key has no text in a text field; such a record cannot be found again. */
bool sdn__key_is_empty(const sdn_record_type *type, const sdn_value *key);

/* The position among the key's fields of the first one without text; their number if each has some. */
uint32_t sdn__key_empty_part(const sdn_record_type *type, const sdn_value *key);

/* The number that counts for the next automatic one, of a key of one field: a number above 0, or text of digits only;
 * 0 for every other key. */
uint64_t sdn__key_number(const sdn_record_type *type, const sdn_value *key);

/* For messages: one value; the values of an index; the key. Several are joined by ", "; all is shortened to fit
 * `size`. Each returns the length. */
size_t sdn__value_print(const sdn_field *field, const void *value, char *to, size_t size);
size_t sdn__values_print(const sdn_record_type *type, const sdn_index_type *index, const sdn_value *values, char *to,
                         size_t size);
void sdn__key_print(const sdn_record_type *type, const sdn_value *key, char *to, size_t size);

#endif
