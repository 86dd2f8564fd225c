/*
 * Values: those that a record is found by, of its key or an index, taken from its fields; how they are compared,
 * hashed, and shown in messages.
 *
 * An sdn_value holds the same bytes as the field in the record; text is not copied. The values of an index are an
 * array, in the order of its fields.
 */
#ifndef SDN_RECORD_VALUE_H
#define SDN_RECORD_VALUE_H

#include <sdn/record.h>

/* Copies the fields of `index` (or a key) from `record` to `values`. The values of absent fields are meaningless. */
void sdn__values_of(const sdn_record_type *type, const sdn_index_type *index, const void *record, sdn_value *values);

/* Whether `record` is in the index: all of its fields are present. */
bool sdn__index_has(const sdn_record_type *type, const sdn_index_type *index, const void *record);

/* Whether the field is one of the key. */
bool sdn__key_has(const sdn_record_type *type, uint32_t field);

/* Order of two sets of values of `index`: less than, equal to or greater than 0. */
int sdn__values_compare(const sdn_record_type *type, const sdn_index_type *index, const sdn_value *a,
                        const sdn_value *b);

/* The same for the first `count` values. */
int sdn__values_compare_first(const sdn_record_type *type, const sdn_index_type *index, uint32_t count,
                              const sdn_value *a, const sdn_value *b);

/* The same, where the last of those in `b` is a text that the one in `a` may start with: then they are equal. */
int sdn__values_compare_start(const sdn_record_type *type, const sdn_index_type *index, uint32_t count,
                              const sdn_value *a, const sdn_value *b);

/* Order of two keys: that of sdn__values_compare, except for text keys that are numbered automatically: those that are
 * numbers are in numeric order, other texts come after them. */
int sdn__key_compare(const sdn_record_type *type, const sdn_value *a, const sdn_value *b);

/* The same for two such texts. */
int sdn__numbered_compare(sdn_str a, sdn_str b);

/* Hashes with a seed that nobody knows, so that nobody can prepare keys that collide: of the fields of `index` in a
 * record, of their values, and of a key. Sets of values that compare equal have the same. */
uint64_t sdn__fields_hash(const sdn_record_type *type, const sdn_index_type *index, const void *record, uint64_t seed);
uint64_t sdn__values_hash(const sdn_record_type *type, const sdn_index_type *index, const sdn_value *values,
                          uint64_t seed);
uint64_t sdn__key_hash(const sdn_record_type *type, const sdn_value *key, uint64_t seed);

/* Whether keys are texts in numeric order. */
static inline bool sdn__key_orders_by_number(const sdn_record_type *type)
{
    return (type->flags & SDN_RECORD_KEY_AUTO) != 0 && type->fields[type->key.fields[0]].type == SDN_TYPE_STRING;
}

bool sdn__key_equal(const sdn_record_type *type, const sdn_value *a, const sdn_value *b);

/* Whether a text of the key is empty, which no record may have. */
bool sdn__key_is_empty(const sdn_record_type *type, const sdn_value *key);

/* The position among the key's fields of the first empty text; the number of fields if there is none. */
uint32_t sdn__key_empty_part(const sdn_record_type *type, const sdn_value *key);

/* The number that counts for the next automatic one, of a key of one field: a number above 0, or text of digits only;
 * 0 for every other key. */
uint64_t sdn__key_number(const sdn_record_type *type, const sdn_value *key);

/* For messages: one value; the values of an index, joined by ", ". Each writes as much as `size` has room for, a NUL
 * included, and returns the length. */
size_t sdn__value_print(const sdn_field *field, const void *value, char *to, size_t size);
size_t sdn__values_print(const sdn_record_type *type, const sdn_index_type *index, const sdn_value *values, char *to,
                         size_t size);

/* Room for a key in messages; longer ones are cut. */
enum { SDN_SHOWN_KEY_SIZE = 160 };

/* A key as all messages show it. Returns `shown`. */
const char *sdn__key_show(const sdn_record_type *type, const sdn_value *key, char shown[SDN_SHOWN_KEY_SIZE]);

#endif
