#include "query/where_eval.h"

#include <stdlib.h>
#include <string.h>

#include "record/record.h"
#include "record/scalar.h"
#include "record/value.h"

static const void *value_at(const sdn_field *field, const void *record)
{
    return (const char *)record + field->offset;
}

static bool holds_value(const sdn_field *field, const void *record)
{
    return (field->flags & SDN_FIELD_OPTIONAL) == 0 || *((const bool *)record + field->presence_offset);
}

static bool chosen(const where_step *step, int order)
{
    return step->when[(order > 0) - (order < 0) + 1];
}

bool where_all_pass(const where_step *step, const void *record)
{
    for (size_t i = 0; i < step->part_count; i++)
        if (!step->parts[i]->passes(step->parts[i], record))
            return false;
    return true;
}

bool where_any_passes(const where_step *step, const void *record)
{
    for (size_t i = 0; i < step->part_count; i++)
        if (step->parts[i]->passes(step->parts[i], record))
            return true;
    return false;
}

bool where_first_fails(const where_step *step, const void *record)
{
    return !step->parts[0]->passes(step->parts[0], record);
}

bool where_compares(const where_step *step, const void *record)
{
    if (!holds_value(step->field, record))
        return step->when_absent;
    return chosen(step, step->order(value_at(step->field, record), &step->value));
}

/* The word of an open enum that is none of its enumerators. */
static const sdn_str *other_word(const sdn_field *field, const void *record)
{
    return (const void *)((const char *)record + field->text_offset);
}

bool where_compares_fields(const where_step *step, const void *record)
{
    const sdn_field *a = step->field, *b = step->other;
    if (!holds_value(a, record) || !holds_value(b, record))
        return step->when_absent;
    int order = step->order(value_at(a, record), value_at(b, record));
    if (order == 0 && sdn__field_is_other_word(a, record) && sdn__field_is_other_word(b, record))
        order = sdn_str_compare(*other_word(a, record), *other_word(b, record));
    return chosen(step, order);
}

bool where_is_one_of(const where_step *step, const void *record)
{
    return holds_value(step->field, record) && bsearch(value_at(step->field, record), step->values, step->value_count,
                                                       sizeof *step->values, step->order) != NULL;
}

bool where_is_other_word(const where_step *step, const void *record)
{
    const sdn_field *field = step->field;
    if (!holds_value(field, record))
        return step->when_absent;
    bool same = sdn__field_is_other_word(field, record) && sdn_str_equal(*other_word(field, record), step->value.text);
    return step->when[same ? 1 : 0];
}

/* The elements; none if the list is absent. */
static sdn_any_list elements_at(const sdn_field *field, const void *record)
{
    return holds_value(field, record) ? sdn__list_at(value_at(field, record)) : (sdn_any_list){NULL, 0};
}

bool where_list_has(const where_step *step, const void *record)
{
    sdn_any_list list = elements_at(step->field, record);
    const sdn_scalar *scalar = sdn__scalar_of(step->field);
    for (size_t i = 0; i < list.count; i++)
        if (step->order(sdn__list_item(list, scalar, i), &step->value) == 0)
            return true;
    return false;
}

static bool contains(sdn_str text, sdn_str part)
{
    if (part.len == 0)
        return true;
    for (const char *at = text.ptr; part.len <= text.len; text.len--, at++) {
        const char *start = memchr(at, part.ptr[0], text.len - part.len + 1);
        if (start == NULL)
            return false;
        if (memcmp(start, part.ptr, part.len) == 0)
            return true;
        text.len -= (size_t)(start - at);
        at = start;
    }
    return false;
}

/* The text of a value, which may be in `scratch`; empty if it has none. */
static sdn_str text_at(const sdn_field *field, const void *record, char *scratch)
{
    if (sdn__field_is_other_word(field, record))
        return *other_word(field, record);
    return sdn__scalar_of(field)->print(field, value_at(field, record), scratch);
}

bool where_text_has(const where_step *step, const void *record)
{
    char scratch[SDN_SCALAR_SIZE];
    if (!holds_value(step->field, record))
        return false;
    sdn_str text = text_at(step->field, record, scratch);
    return text.ptr != NULL && contains(text, step->value.text);
}

/* Texts of records end with a NUL; those of numbers are in `scratch` and get one. */
static bool pattern_matches(const regex_t *pattern, sdn_str text, char *scratch)
{
    if (text.ptr == NULL)
        return false;
    if (text.ptr == scratch)
        scratch[text.len] = '\0';
    return regexec(pattern, text.ptr, 0, NULL, 0) == 0;
}

bool where_text_matches(const where_step *step, const void *record)
{
    char scratch[SDN_SCALAR_SIZE];
    return holds_value(step->field, record) &&
           pattern_matches(step->pattern, text_at(step->field, record, scratch), scratch);
}

bool where_list_matches(const where_step *step, const void *record)
{
    char scratch[SDN_SCALAR_SIZE];
    sdn_any_list list = elements_at(step->field, record);
    const sdn_scalar *scalar = sdn__scalar_of(step->field);
    for (size_t i = 0; i < list.count; i++)
        if (pattern_matches(step->pattern, scalar->print(step->field, sdn__list_item(list, scalar, i), scratch),
                            scratch))
            return true;
    return false;
}

bool where_is_absent(const where_step *step, const void *record)
{
    const sdn_field *field = step->field;
    if (!holds_value(field, record))
        return true;
    if ((field->flags & SDN_FIELD_LIST) != 0)
        return sdn__list_at(value_at(field, record)).count == 0;
    return field->type == SDN_TYPE_STRING && ((const sdn_str *)value_at(field, record))->len == 0;
}

bool where_is_true(const where_step *step, const void *record)
{
    return holds_value(step->field, record) && *(const bool *)value_at(step->field, record);
}

int where_order_numbered(const void *a, const void *b)
{
    return sdn__numbered_compare(*(const sdn_str *)a, *(const sdn_str *)b);
}
