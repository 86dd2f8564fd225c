/* Fields of any record, by their description. */
#ifndef SDN_RECORD_RECORD_H
#define SDN_RECORD_RECORD_H

#include <sdn/error.h>
#include <sdn/record.h>

#define SDN_NO_OFFSET SIZE_MAX

/* SDN_E_MISUSE unless the type was made for this runtime. */
sdn_code sdn__record_type_check(const sdn_record_type *type, const char *path, sdn_error *err);

/* False only for an absent optional value. */
bool sdn__field_present(const sdn_field *field, const void *record);

/* Where the struct holds the field's sdn_str (of a string, or an open enum's text), or SDN_NO_OFFSET. */
size_t sdn__field_text_offset(const sdn_field *field);

/* Whether two records hold the same value in this field. */
bool sdn__field_equal(const sdn_field *field, const void *a, const void *b);

/* An optional field that got a value without getting present, which a save would drop; NULL: none. `before` is the record
 * as it was; what is there, or is the default, was not assigned. */
const sdn_field *sdn__record_unset(const sdn_record_type *type, const void *record, const void *before);

/* Puts the default's value into optional fields that are absent and were not in *before, so that none is left there. */
void sdn__record_reset_absent(const sdn_record_type *type, void *record, const void *before);

/* Makes a field of *dst equal to that of *src, text and lists copied to the arena. SDN_E_NOMEM: the record
 * must be given up. */
sdn_code sdn__field_copy(const sdn_field *field, void *dst, const void *src, sdn_arena *arena);

/* Replaces all text and lists that a record points to by copies in the arena. SDN_E_NOMEM: the record must be
 * given up. */
sdn_code sdn__record_own(const sdn_record_type *type, void *record, sdn_arena *arena);

#endif
