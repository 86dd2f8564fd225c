/*
 * Records: what can be done with a record of any type, by the description of its fields.
 *
 * A field is absent only if it is optional and its presence flag is false; then its value means nothing and is not
 * compared, copied or written. That makes one mistake possible, which sdn__record_unset finds: a value assigned without
 * setting the flag would silently not be saved.
 */
#ifndef SDN_RECORD_RECORD_H
#define SDN_RECORD_RECORD_H

#include <sdn/error.h>
#include <sdn/record.h>

#define SDN_NO_OFFSET SIZE_MAX

/* SDN_E_MISUSE unless the type was made for this runtime. */
sdn_code sdn__record_type_check(const sdn_record_type *type, const char *path, sdn_error *err);

/* False only for an absent optional value. */
static inline bool sdn__field_present(const sdn_field *field, const void *record)
{
    return (field->flags & SDN_FIELD_OPTIONAL) == 0 ||
           *(const bool *)(const void *)((const char *)record + field->presence_offset);
}

/* The size of the value in the struct, without presence flag and open enum's text. */
size_t sdn__field_value_size(const sdn_field *field);

/* Whether the field is an open enum, which has a text too. There are no lists of open enums. */
static inline bool sdn__field_is_open_enum(const sdn_field *field)
{
    return field->type == SDN_TYPE_ENUM && field->enumeration->open;
}

/* Whether the field is a text, not a list of them. */
static inline bool sdn__field_is_text(const sdn_field *field)
{
    return field->type == SDN_TYPE_STRING && (field->flags & SDN_FIELD_LIST) == 0;
}

/* The offset in the struct of the field's sdn_str (of a string, or of an open enum's text), or SDN_NO_OFFSET. */
static inline size_t sdn__field_text_offset(const sdn_field *field)
{
    if (sdn__field_is_text(field))
        return field->offset;
    return sdn__field_is_open_enum(field) ? field->text_offset : SDN_NO_OFFSET;
}

/* Whether the text of an open enum counts: its value says that the word is not one of the enum. */
bool sdn__field_is_other_word(const sdn_field *field, const void *record);

/* Whether two records hold the same value in this field. */
bool sdn__field_equal(const sdn_field *field, const void *a, const void *b);

/* An optional field that was assigned a value while its presence flag is false, so that a save would drop the value;
 * NULL: none. `before` is the record as it was: a value that is there, or is the default, was not assigned. */
const sdn_field *sdn__record_unset(const sdn_record_type *type, const void *record, const void *before);

/* Sets optional fields that are absent now, but were not in *before, to their default: the old value would look like
 * one that was assigned. */
void sdn__record_reset_absent(const sdn_record_type *type, void *record, const void *before);

/* Makes an optional field absent, and its value the default, which does not look like one that was assigned. */
void sdn__record_make_absent(const sdn_record_type *type, void *record, const sdn_field *field);

/* Makes optional texts and lists absent that are present but empty: in the file the two cannot be told apart. */
void sdn__record_drop_empty_options(const sdn_record_type *type, void *record);

/* Copies a field from *src to *dst, its text or list to the arena. SDN_E_NOMEM: the record is of no use. */
sdn_code sdn__field_copy(const sdn_field *field, void *dst, const void *src, sdn_arena *arena);

/* Replaces all text and lists that a record points to by copies in the arena. SDN_E_NOMEM: the record
 * is of no use. */
sdn_code sdn__record_own(const sdn_record_type *type, void *record, sdn_arena *arena);

#endif
