#include "table/rules.h"

#include "base/error.h"
#include "index/index_walk.h"
#include "record/record.h"
#include "record/scalar.h"
#include "record/value.h"
#include "table/gone_keys.h"
#include "text/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Sizes of values in messages, which are cut there, and of the names of fields. */
enum { SHOWN_VALUE_SIZE = 96, NAMED_SIZE = 192 };

typedef sdn_rules_check rules_check;

static const sdn_field *field_at(const rules_check *c, uint32_t position)
{
    return &c->table->type->fields[position];
}

/* Fills in a violation; always true. */
SDN_PRINTF(4, 5)
static bool report(sdn_violation *violation, sdn_rule rule, uint32_t field, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    violation->rule = rule;
    violation->field = field;
    vsnprintf(violation->text, sizeof violation->text, format, args);
    va_end(args);
    return true;
}

/* ---- rules of one field: each true if it is violated ---- */

/* Writes `field 'a' is`, or for a list `field 'a', element 2, is`. */
static void name_element(const sdn_field *field, size_t position, char *to, size_t size)
{
    if ((field->flags & SDN_FIELD_LIST) != 0)
        snprintf(to, size, "field '%s', element %zu, is", field->name, position + 1);
    else
        snprintf(to, size, "field '%s' is", field->name);
}

static bool is_value_empty(const sdn_field *field, const void *record)
{
    sdn_any_list elements = sdn__elements_of(field, record);
    bool text = field->type == SDN_TYPE_STRING && (field->flags & SDN_FIELD_LIST) == 0;
    return elements.count == 0 || (text && ((const sdn_str *)elements.items)->len == 0);
}

static bool violates_nonempty(const rules_check *c, uint32_t position, sdn_violation *violation)
{
    const sdn_field *field = field_at(c, position);
    if ((field->flags & SDN_FIELD_NONEMPTY) == 0 || !is_value_empty(field, c->record))
        return false;
    return report(violation, SDN_RULE_NONEMPTY, position, "field '%s' is empty, against its rule nonempty; fill it in",
                  field->name);
}

static bool report_range(const rules_check *c, uint32_t position, size_t element, const void *value,
                         sdn_violation *violation)
{
    const sdn_field *field = field_at(c, position);
    char name[NAMED_SIZE], shown[SHOWN_VALUE_SIZE], low[SHOWN_VALUE_SIZE], high[SHOWN_VALUE_SIZE];
    name_element(field, element, name, sizeof name);
    sdn__value_print(field, value, shown, sizeof shown);
    sdn__value_print(field, &field->low, low, sizeof low);
    sdn__value_print(field, &field->high, high, sizeof high);
    return report(violation, SDN_RULE_RANGE, position, "%s %s, against its rule range %s..%s; correct it", name, shown,
                  low, high);
}

static bool violates_range(const rules_check *c, uint32_t position, sdn_violation *violation)
{
    const sdn_field *field = field_at(c, position);
    const sdn_scalar *scalar = sdn__scalar_of(field);
    sdn_any_list elements = sdn__elements_of(field, c->record);
    if ((field->flags & SDN_FIELD_RANGE) == 0)
        return false;
    for (size_t i = 0; i < elements.count; i++) {
        const void *value = sdn__list_item(elements, scalar, i);
        if (scalar->compare(value, &field->low) < 0 || scalar->compare(value, &field->high) > 0)
            return report_range(c, position, i, value, violation);
    }
    return false;
}

/* Whether the value is a key of the target; a record may refer to itself, even before it is in its table. */
static bool refers_to_record(const rules_check *c, const sdn_table *target, const sdn_field *field, const void *value)
{
    sdn_value key, own[SDN_INDEX_FIELDS_MAX];
    memcpy(&key, value, sdn__scalar_of(field)->size);
    if (sdn__key_map_find(&target->lookup.keys, &key) != SDN_NO_SLOT)
        return true;
    if (target != c->table)
        return false;
    sdn__values_of(target->type, &target->type->key, c->record, own);
    return sdn__key_equal(target->type, &key, own);
}

/* The line of the row of the target that has the key and cannot be read; 0 if there is none. */
static uint32_t unread_line(const sdn_table *target, const sdn_field *field, const void *value)
{
    sdn_value key;
    memcpy(&key, value, sdn__scalar_of(field)->size);
    return sdn__table_is_unread(target, &key) ? sdn__table_unread_line(target, &key) : 0;
}

static bool report_reference(const rules_check *c, uint32_t position, size_t element, const void *value,
                             sdn_violation *violation)
{
    const sdn_field *field = field_at(c, position);
    const sdn_table *target = c->table->targets[position];
    const char *type_name = target->type->name, *table_name = target->type->table.ptr;
    uint32_t line = unread_line(target, field, value);
    char name[NAMED_SIZE], shown[SHOWN_VALUE_SIZE];
    name_element(field, element, name, sizeof name);
    sdn__value_print(field, value, shown, sizeof shown);
    if (line != 0)
        return report(violation, SDN_RULE_REFERENCES, position,
                      "%s '%s', against its rule references %s: the row of table '%s' with this key, line %lu, "
                      "cannot be read; correct that row first",
                      name, shown, type_name, table_name, (unsigned long)line);
    return report(violation, SDN_RULE_REFERENCES, position,
                  "%s '%s', against its rule references %s: table '%s' has no such record; correct it, or insert that "
                  "record first",
                  name, shown, type_name, table_name);
}

static bool violates_references(const rules_check *c, uint32_t position, sdn_violation *violation)
{
    const sdn_field *field = field_at(c, position);
    const sdn_table *target = c->table->targets[position];
    sdn_any_list elements = sdn__elements_of(field, c->record);
    for (size_t i = 0; target != NULL && i < elements.count; i++) {
        const void *value = sdn__list_item(elements, sdn__scalar_of(field), i);
        if (!refers_to_record(c, target, field, value))
            return report_reference(c, position, i, value, violation);
    }
    return false;
}

/* `rule` is one of a field. */
static bool violates_rule(const rules_check *c, uint32_t position, sdn_rule rule, sdn_violation *violation)
{
    if (!sdn__field_present(field_at(c, position), c->record))
        return false;
    if (rule == SDN_RULE_NONEMPTY)
        return violates_nonempty(c, position, violation);
    return rule == SDN_RULE_RANGE ? violates_range(c, position, violation)
                                  : violates_references(c, position, violation);
}

/* ---- unique indexes ---- */

/* The text of an open enum whose value is none of its words, or NULL. */
static const sdn_str *other_word(const sdn_field *field, const void *record)
{
    uint32_t value;
    if (field->type != SDN_TYPE_ENUM || !field->enumeration->open)
        return NULL;
    memcpy(&value, (const char *)record + field->offset, sizeof value);
    if (value != field->enumeration->count)
        return NULL;
    return (const void *)((const char *)record + field->text_offset);
}

static bool has_other_word(const rules_check *c, const sdn_index_type *index)
{
    for (uint32_t i = 0; i < index->field_count; i++)
        if (other_word(field_at(c, index->fields[i]), c->record) != NULL)
            return true;
    return false;
}

/* Whether the other record, which has the same values in the index, has the same words: the index does not compare
 * those. */
static bool has_same_words(const rules_check *c, const sdn_index_type *index, uint32_t other)
{
    for (uint32_t i = 0; i < index->field_count; i++) {
        const sdn_field *field = field_at(c, index->fields[i]);
        const void *record = sdn__slots_record(&c->table->slots, other);
        if (other_word(field, c->record) != NULL && !sdn__field_equal(field, c->record, record))
            return false;
    }
    return true;
}

/* Another record with the same values, or SDN_NO_SLOT. */
static uint32_t find_same(const rules_check *c, sdn_ordered_index *index, const sdn_value *values)
{
    if (!has_other_word(c, &index->fields))
        return sdn__index_other(index, values, c->slot);
    sdn__ordered_index_build(index);
    sdn_cursor cursor = sdn__index_walk_equal(index, values);
    uint32_t other = sdn__index_walk_next(&cursor);
    while (other != SDN_NO_SLOT && (other == c->slot || !has_same_words(c, &index->fields, other)))
        other = sdn__index_walk_next(&cursor);
    return other;
}

static size_t show_value(const sdn_field *field, const void *record, char *to, size_t size)
{
    const sdn_str *word = other_word(field, record);
    if (word != NULL)
        return sdn__utf8_show(to, size, word->ptr, word->len);
    return sdn__value_print(field, (const char *)record + field->offset, to, size);
}

/* The record's values of an index, joined by ", ". */
static void show_values(const rules_check *c, const sdn_index_type *index, char *to, size_t size)
{
    size_t used = 0;
    for (uint32_t i = 0; i < index->field_count; i++) {
        if (i > 0)
            used += sdn__utf8_show(to + used, size - used, ", ", 2);
        used += show_value(field_at(c, index->fields[i]), c->record, to + used, size - used);
    }
}

/* Writes `field 'a' is` or `fields 'a', 'b' are`. */
static void name_fields(const rules_check *c, const sdn_index_type *index, char *to, size_t size)
{
    bool several = index->field_count > 1;
    int used = snprintf(to, size, "field%s '%s'", several ? "s" : "", field_at(c, index->fields[0])->name);
    for (uint32_t i = 1; i < index->field_count && used > 0 && (size_t)used < size; i++)
        used += snprintf(to + used, size - (size_t)used, ", '%s'", field_at(c, index->fields[i])->name);
    if (used > 0 && (size_t)used < size)
        snprintf(to + used, size - (size_t)used, several ? " are" : " is");
}

/* Writes `record 'key'`, or `another record` for one without key. */
static void name_slot(const sdn_slots *slots, uint32_t slot, char *to, size_t size)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    char shown[SDN_SHOWN_KEY_SIZE];
    if (slots->type->key.field_count == 0) {
        snprintf(to, size, "another record");
        return;
    }
    sdn__slots_key(slots, slot, key);
    snprintf(to, size, "record '%s'", sdn__key_show(slots->type, key, shown));
}

static bool violates_unique(const rules_check *c, sdn_ordered_index *index, sdn_violation *violation)
{
    const sdn_record_type *type = c->table->type;
    sdn_value values[SDN_INDEX_FIELDS_MAX];
    char fields[NAMED_SIZE], shown[SHOWN_VALUE_SIZE], record[SDN_SHOWN_KEY_SIZE + 16];
    if (!sdn__index_has(type, &index->fields, c->record))
        return false;
    sdn__values_of(type, &index->fields, c->record, values);
    uint32_t other = find_same(c, index, values);
    if (other == SDN_NO_SLOT)
        return false;
    name_fields(c, &index->fields, fields, sizeof fields);
    show_values(c, &index->fields, shown, sizeof shown);
    name_slot(&c->table->slots, other, record, sizeof record);
    return report(violation, SDN_RULE_UNIQUE, index->fields.fields[0],
                  "%s '%s', against the rule unique: %s has the same; use another value", fields, shown, record);
}

/* ---- all rules of a record ---- */

bool sdn__rules_next(sdn_rules_check *c, sdn_violation *violation)
{
    const sdn_record_type *type = c->table->type;
    const uint32_t of_fields = type->field_count * SDN_RULE_UNIQUE;
    while (c->next < of_fields) {
        uint32_t position = c->next / SDN_RULE_UNIQUE, rule = c->next % SDN_RULE_UNIQUE;
        bool applies = sdn__table_has_rule(c->table, position);
        c->next = applies ? c->next + 1 : (position + 1) * SDN_RULE_UNIQUE;
        if (applies && violates_rule(c, position, (sdn_rule)rule, violation))
            return true;
    }
    while (c->next < of_fields + type->index_count) {
        uint32_t index = c->next++ - of_fields;
        if (type->indexes[index].unique && violates_unique(c, &c->table->lookup.hashed[index], violation))
            return true;
    }
    return false;
}

/* ---- the first violation as an error ---- */

static sdn_code fail_rule(const sdn_table *table, const void *record, sdn_code code, const char *text, sdn_error *err)
{
    char shown[SDN_SHOWN_KEY_SIZE];
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    const char *name = table->type->table.ptr;
    if (table->type->key.field_count == 0)
        return sdn__fail(err, code, table->document->path, "table '%s': %s", name, text);
    sdn__values_of(table->type, &table->type->key, record, key);
    return sdn__fail(err, code, table->document->path, "table '%s', record '%s': %s", name,
                     sdn__key_show(table->type, key, shown), text);
}

sdn_code sdn__rules_require(sdn_table *table, uint32_t slot, const void *record, sdn_code if_taken, sdn_error *err)
{
    sdn_violation first;
    rules_check c = sdn__rules_of(table, slot, record);
    if (!table->has_rules || !sdn__rules_next(&c, &first))
        return SDN_OK;
    return fail_rule(table, record, first.rule == SDN_RULE_UNIQUE ? if_taken : SDN_E_INVALID, first.text, err);
}

static sdn_code require_changes(sdn_table *table, sdn_error *err)
{
    sdn_slots *slots = &table->slots;
    sdn_code code = SDN_OK;
    if (!table->has_rules)
        return SDN_OK;
    for (size_t i = 0; i < slots->changes.count && code == SDN_OK; i++) {
        const sdn_change *change = &slots->changes.items[i];
        if (sdn__slots_is_live(slots, change->slot) && sdn__slots_is_changed(slots, change))
            code = sdn__rules_require(table, change->slot, sdn__slots_record(slots, change->slot), SDN_E_INVALID, err);
    }
    return code;
}

/* ---- references to keys that are gone ---- */

static sdn_code refuse_gone(const sdn_table *table, const sdn_field *field, const void *record, size_t element,
                            const sdn_value *key, const sdn_record_type *target, bool was_deleted, sdn_error *err)
{
    char name[NAMED_SIZE], shown[SHOWN_VALUE_SIZE], text[SDN_VIOLATION_SIZE];
    name_element(field, element, name, sizeof name);
    sdn__value_print(field, key, shown, sizeof shown);
    snprintf(text, sizeof text, "%s '%s', against its rule references %s: that record was %s", name, shown,
             target->name,
             was_deleted ? "deleted; correct the field, or delete this record too" : "renamed; correct the field");
    return fail_rule(table, record, SDN_E_INVALID, text, err);
}

/* Fails if the record of `slot` refers to one of the keys that are gone. */
static sdn_code require_kept(const sdn_table *table, uint32_t slot, uint32_t position, const sdn_gone_keys *gone,
                             sdn_error *err)
{
    const sdn_field *field = &table->type->fields[position];
    const void *record = sdn__slots_record(&table->slots, slot);
    sdn_any_list elements = sdn__elements_of(field, record);
    for (size_t i = 0; sdn__field_present(field, record) && i < elements.count; i++) {
        sdn_value key;
        memcpy(&key, sdn__list_item(elements, sdn__scalar_of(field), i), sdn__scalar_of(field)->size);
        bool was_deleted = false;
        if (sdn__gone_keys_have(gone, &key, &was_deleted))
            return refuse_gone(table, field, record, i, &key, gone->slots.type, was_deleted, err);
    }
    return SDN_OK;
}

/* The first record, in file order, that the index finds under one of the keys; SDN_NO_SLOT if there is none. */
static uint32_t first_referring(const sdn_ordered_index *index, const sdn_gone_keys *gone)
{
    uint32_t first = SDN_NO_SLOT;
    for (uint32_t i = 0; i < gone->slots.row_count; i++) {
        sdn_value key[SDN_INDEX_FIELDS_MAX];
        sdn__slots_key(&gone->slots, i, key);
        sdn_cursor walk = sdn__referring_walk(index, key);
        for (uint32_t slot; (slot = sdn__index_walk_next(&walk)) != SDN_NO_SLOT;)
            first = slot < first ? slot : first;
    }
    return first;
}

static sdn_code require_field_kept(sdn_table *table, uint32_t position, const sdn_gone_keys *gone, sdn_error *err)
{
    sdn_code code = SDN_OK;
    sdn_ordered_index *index = sdn__referring_index(table, position);
    if (index != NULL && sdn__ordered_index_build_if_used(index)) {
        uint32_t slot = first_referring(index, gone);
        return slot != SDN_NO_SLOT ? require_kept(table, slot, position, gone, err) : SDN_OK;
    }
    for (uint32_t slot = 0; slot < table->slots.row_count && code == SDN_OK; slot++)
        if (sdn__slots_is_live(&table->slots, slot))
            code = require_kept(table, slot, position, gone, err);
    return code;
}

static bool is_referred_to(sdn_table *const *tables, size_t count, const sdn_table *target)
{
    for (size_t i = 0; i < count; i++)
        for (uint32_t field = 0; field < tables[i]->type->field_count; field++)
            if (tables[i]->targets[field] == target)
                return true;
    return false;
}

/* Fails if a record of any of the tables refers to a key of `target` that is gone. */
static sdn_code require_targets_kept(sdn_table *const *tables, size_t count, const sdn_table *target, sdn_error *err)
{
    sdn_gone_keys gone;
    if (target->slots.changes.edit_count == 0 || !is_referred_to(tables, count, target))
        return SDN_OK;
    sdn_code code = sdn__gone_keys_init(&gone, target, SDN_GONE_ANY, err);
    for (size_t i = 0; i < count && gone.slots.row_count > 0; i++)
        for (uint32_t field = 0; field < tables[i]->type->field_count && code == SDN_OK; field++)
            if (tables[i]->targets[field] == target)
                code = require_field_kept(tables[i], field, &gone, err);
    sdn__gone_keys_release(&gone);
    return code;
}

sdn_code sdn__rules_require_changes(sdn_table *const *tables, size_t count, sdn_error *err)
{
    sdn_code code = SDN_OK;
    for (size_t i = 0; i < count && code == SDN_OK; i++)
        code = require_changes(tables[i], err);
    for (size_t i = 0; i < count && code == SDN_OK; i++)
        code = require_targets_kept(tables, count, tables[i], err);
    return code;
}
