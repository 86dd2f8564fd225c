/* Fields of any record, by their description. */
#ifndef SDN_STORE_RECORD_H
#define SDN_STORE_RECORD_H

#include <sdn/record.h>

#define SDN_NO_OFFSET SIZE_MAX

/* False only for an absent optional value. */
bool sdn_field_present(const sdn_field *field, const void *record);

/* Where the struct holds the field's sdn_str (of a string, or an open enum's text), or SDN_NO_OFFSET. */
size_t sdn_field_text_offset(const sdn_field *field);

/* Whether two records hold the same value in this field. */
bool sdn_field_equal(const sdn_field *field, const void *a, const void *b);

/* Makes a field of *dst equal to that of *src, text and lists copied to the arena. Returns 0, or -1 when memory ran out
 * and the record must be given up. */
int sdn_field_copy(const sdn_field *field, void *dst, const void *src, sdn_arena *arena);

/* Replaces all text and lists that a record points to by copies in the arena. Returns 0, or -1 when memory ran out
 * and the record must be given up. */
int sdn_record_own(const sdn_record_type *type, void *record, sdn_arena *arena);

#endif
