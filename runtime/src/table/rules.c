#include "table/rules.h"

#include "record/scalar.h"
#include "record/record.h"
#include "record/value.h"
#include "text/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Values in messages are cut at these sizes, and the names of the fields they stand in. */
enum { SHOWN_SIZE = 96, NAMED_SIZE = 192 };

/* One check of one record. */
typedef struct check {
    sdn_table *table;
    uint32_t slot;
    const void *record;
    sdn_violation_taker *taker;
    void *context;
} check;

static const sdn_field *field_at(const check *c, uint32_t position)
{
    return &c->table->type->fields[position];
}

SDN_PRINTF(4, 5)
static bool report(const check *c, sdn_rule rule, uint32_t field, const char *format, ...)
{
    sdn_violation violation = {.rule = rule, .field = field};
    va_list args;
    va_start(args, format);
    vsnprintf(violation.text, sizeof violation.text, format, args);
    va_end(args);
    return c->taker(c->context, &violation);
}

/* ---- rules of one field ---- */

/* The value of a field as a list, of one element unless it is one. */
static sdn_any_list elements_of(const sdn_field *field, const void *record)
{
    const void *value = (const char *)record + field->offset;
    return (field->flags & SDN_FIELD_LIST) != 0 ? sdn__list_at(value) : (sdn_any_list){value, 1};
}

/* Writes `field 'a' is`, or which element of a list is. */
static void name_element(const sdn_field *field, size_t position, char *to, size_t size)
{
    if ((field->flags & SDN_FIELD_LIST) != 0)
        snprintf(to, size, "field '%s', element %zu, is", field->name, position + 1);
    else
        snprintf(to, size, "field '%s' is", field->name);
}

static bool is_empty(const sdn_field *field, const void *record)
{
    sdn_any_list elements = elements_of(field, record);
    bool text = field->type == SDN_TYPE_STRING && (field->flags & SDN_FIELD_LIST) == 0;
    return elements.count == 0 || (text && ((const sdn_str *)elements.items)->len == 0);
}

static bool check_nonempty(const check *c, uint32_t position)
{
    const sdn_field *field = field_at(c, position);
    if ((field->flags & SDN_FIELD_NONEMPTY) == 0 || !is_empty(field, c->record))
        return true;
    return report(c, SDN_RULE_NONEMPTY, position, "field '%s' is empty, against its rule nonempty; fill it in",
                  field->name);
}

static bool report_range(const check *c, uint32_t position, size_t element, const void *value)
{
    const sdn_field *field = field_at(c, position);
    char name[NAMED_SIZE], shown[SHOWN_SIZE], low[SHOWN_SIZE], high[SHOWN_SIZE];
    name_element(field, element, name, sizeof name);
    sdn__value_print(field, value, shown, sizeof shown);
    sdn__value_print(field, &field->low, low, sizeof low);
    sdn__value_print(field, &field->high, high, sizeof high);
    return report(c, SDN_RULE_RANGE, position, "%s %s, against its rule range %s..%s; correct it", name, shown, low,
                  high);
}

static bool check_range(const check *c, uint32_t position)
{
    const sdn_field *field = field_at(c, position);
    const sdn_scalar *scalar = sdn__scalar_of(field);
    sdn_any_list elements = elements_of(field, c->record);
    if ((field->flags & SDN_FIELD_RANGE) == 0)
        return true;
    for (size_t i = 0; i < elements.count; i++) {
        const void *value = sdn__list_item(elements, scalar, i);
        if (scalar->compare(value, &field->low) < 0 || scalar->compare(value, &field->high) > 0)
            return report_range(c, position, i, value);
    }
    return true;
}

/* Whether the value is a key of the target; a record may refer to itself, also before it is in its table. */
static bool leads_to_record(const check *c, const sdn_table *target, const sdn_field *field, const void *value)
{
    sdn_value key, own[SDN_INDEX_FIELDS_MAX];
    memcpy(&key, value, sdn__scalar_of(field)->size);
    if (sdn__key_map_find(&target->keys, &key) != SDN_NO_SLOT)
        return true;
    if (target != c->table)
        return false;
    sdn__values_of(target->type, &target->type->key, c->record, own);
    return sdn__key_equal(target->type, &key, own);
}

/* The line of the row of the target that has the key and cannot be read, 0 if there is none. */
static uint32_t unread_line(const sdn_table *target, const sdn_field *field, const void *value)
{
    sdn_value key;
    memcpy(&key, value, sdn__scalar_of(field)->size);
    return sdn__table_is_unread(target, &key) ? sdn__table_unread_line(target, &key) : 0;
}

static bool check_references(const check *c, uint32_t position)
{
    const sdn_field *field = field_at(c, position);
    const sdn_table *target = c->table->targets[position];
    sdn_any_list elements = elements_of(field, c->record);
    for (size_t i = 0; target != NULL && i < elements.count; i++) {
        char name[NAMED_SIZE], shown[SHOWN_SIZE];
        const void *value = sdn__list_item(elements, sdn__scalar_of(field), i);
        if (leads_to_record(c, target, field, value))
            continue;
        name_element(field, i, name, sizeof name);
        sdn__value_print(field, value, shown, sizeof shown);
        uint32_t line = unread_line(target, field, value);
        if (line != 0)
            return report(c, SDN_RULE_REFERENCES, position,
                          "%s '%s', against its rule references %s: the row of table '%s' with this key, line %lu, "
                          "cannot be read; correct that row first",
                          name, shown, target->type->name, target->type->table.ptr, (unsigned long)line);
        return report(c, SDN_RULE_REFERENCES, position,
                      "%s '%s', against its rule references %s: table '%s' has no such record; correct it, "
                      "or insert that record first",
                      name, shown, target->type->name, target->type->table.ptr);
    }
    return true;
}

static bool check_field(const check *c, uint32_t position)
{
    if (!sdn__field_present(field_at(c, position), c->record))
        return true;
    return check_nonempty(c, position) && check_range(c, position) && check_references(c, position);
}

/* ---- unique indexes ---- */

/* The word that stands beside the value of an open enum because it is none of its words, or NULL. */
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

static bool has_other_word(const check *c, const sdn_index_type *index)
{
    for (uint32_t i = 0; i < index->field_count; i++)
        if (other_word(field_at(c, index->fields[i]), c->record) != NULL)
            return true;
    return false;
}

/* Whether a record with the same values has the same words, which the index does not know. */
static bool has_same_words(const check *c, const sdn_index_type *index, uint32_t other)
{
    for (uint32_t i = 0; i < index->field_count; i++) {
        const sdn_field *field = field_at(c, index->fields[i]);
        const void *record = sdn__table_record(c->table, other);
        if (other_word(field, c->record) != NULL && !sdn__field_equal(field, c->record, record))
            return false;
    }
    return true;
}

/* Another record with the same values, or SDN_NO_SLOT. */
static uint32_t find_same(const check *c, sdn_ordered_index *index, const sdn_value *values)
{
    if (!has_other_word(c, &index->fields))
        return sdn__ordered_index_other(index, values, c->slot);
    sdn__ordered_index_build(index);
    sdn_cursor cursor = sdn__ordered_index_from(index, values);
    uint32_t other = sdn__ordered_index_next(&cursor);
    while (other != SDN_NO_SLOT && (other == c->slot || !has_same_words(c, &index->fields, other)))
        other = sdn__ordered_index_next(&cursor);
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
static void show_values(const check *c, const sdn_index_type *index, char *to, size_t size)
{
    size_t used = 0;
    for (uint32_t i = 0; i < index->field_count; i++) {
        if (i > 0)
            used += sdn__utf8_show(to + used, size - used, ", ", 2);
        used += show_value(field_at(c, index->fields[i]), c->record, to + used, size - used);
    }
}

/* Writes `field 'a' is` or `fields 'a', 'b' are`. */
static void name_fields(const check *c, const sdn_index_type *index, char *to, size_t size)
{
    bool several = index->field_count > 1;
    int used = snprintf(to, size, "field%s '%s'", several ? "s" : "", field_at(c, index->fields[0])->name);
    for (uint32_t i = 1; i < index->field_count && used > 0 && (size_t)used < size; i++)
        used += snprintf(to + used, size - (size_t)used, ", '%s'", field_at(c, index->fields[i])->name);
    if (used > 0 && (size_t)used < size)
        snprintf(to + used, size - (size_t)used, several ? " are" : " is");
}

/* The other record, which may have no key to name it by. */
static void name_record(const sdn_table *table, uint32_t slot, char *to, size_t size)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    char shown[SHOWN_SIZE];
    if (table->type->key.field_count == 0) {
        snprintf(to, size, "another record");
        return;
    }
    sdn__table_key(table, slot, key);
    sdn__key_print(table->type, key, shown, sizeof shown);
    snprintf(to, size, "record '%s'", shown);
}

static bool check_unique(const check *c, sdn_ordered_index *index)
{
    const sdn_record_type *type = c->table->type;
    sdn_value values[SDN_INDEX_FIELDS_MAX];
    char fields[NAMED_SIZE], shown[SHOWN_SIZE], record[SHOWN_SIZE + 16];
    if (!index->fields.unique || !sdn__index_has(type, &index->fields, c->record))
        return true;
    sdn__values_of(type, &index->fields, c->record, values);
    uint32_t other = find_same(c, index, values);
    if (other == SDN_NO_SLOT)
        return true;
    name_fields(c, &index->fields, fields, sizeof fields);
    show_values(c, &index->fields, shown, sizeof shown);
    name_record(c->table, other, record, sizeof record);
    return report(c, SDN_RULE_UNIQUE, index->fields.fields[0],
                  "%s '%s', against the rule unique: %s has the same; use another value", fields, shown, record);
}

bool sdn__rules_check(sdn_table *table, uint32_t slot, const void *record, sdn_violation_taker *taker, void *context)
{
    check c = {table, slot, record, taker, context};
    for (uint32_t field = 0; field < table->type->field_count; field++)
        if (!check_field(&c, field))
            return false;
    for (uint32_t i = 0; i < table->type->index_count; i++)
        if (!check_unique(&c, &table->indexes[i]))
            return false;
    return true;
}

/* ---- the first violation as an error ---- */

static bool keep_first(void *context, const sdn_violation *violation)
{
    memcpy(context, violation, sizeof *violation);
    return false;
}

static sdn_code fail_rule(const sdn_table *table, const void *record, sdn_code code, const char *text, sdn_error *err)
{
    char shown[SHOWN_SIZE];
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    const char *name = table->type->table.ptr;
    if (table->type->key.field_count == 0)
        return sdn__fail(err, code, table->document->path, "table '%s': %s", name, text);
    sdn__values_of(table->type, &table->type->key, record, key);
    sdn__key_print(table->type, key, shown, sizeof shown);
    return sdn__fail(err, code, table->document->path, "table '%s', record '%s': %s", name, shown, text);
}

sdn_code sdn__rules_require(sdn_table *table, uint32_t slot, const void *record, sdn_code if_taken, sdn_error *err)
{
    sdn_violation first;
    if (sdn__rules_check(table, slot, record, keep_first, &first))
        return SDN_OK;
    return fail_rule(table, record, first.rule == SDN_RULE_UNIQUE ? if_taken : SDN_E_INVALID, first.text, err);
}

static bool has_rules(const sdn_table *table)
{
    const sdn_record_type *type = table->type;
    for (uint32_t i = 0; i < type->field_count; i++)
        if ((type->fields[i].flags & (SDN_FIELD_NONEMPTY | SDN_FIELD_RANGE)) != 0 || table->targets[i] != NULL)
            return true;
    for (uint32_t i = 0; i < type->index_count; i++)
        if (type->indexes[i].unique)
            return true;
    return false;
}

static sdn_code require_changes(sdn_table *table, sdn_error *err)
{
    sdn_code code = SDN_OK;
    if (!has_rules(table))
        return SDN_OK;
    for (size_t i = 0; i < table->change_count && code == SDN_OK; i++) {
        const sdn_change *change = &table->changes[i];
        bool deleted = (table->rows[change->slot].flags & SDN_ROW_DELETED) != 0;
        if (!deleted && sdn__table_is_changed(table, change))
            code = sdn__rules_require(table, change->slot, sdn__table_record(table, change->slot), SDN_E_INVALID, err);
    }
    return code;
}

/* ---- references to keys that are gone ---- */

/* Records as they were loaded, of keys that no record has any more. Their text is that of `table`. */
static sdn_code note_gone(sdn_table *gone, const sdn_table *table, const sdn_change *change, sdn_error *err)
{
    uint32_t slot = sdn__table_add_slot(gone);
    if (slot == SDN_NO_SLOT)
        return sdn__fail_memory(err);
    memcpy(sdn__table_record(gone, slot), change->base, table->type->size);
    gone->rows[slot].flags = table->rows[change->slot].flags & SDN_ROW_DELETED;
    if (sdn__key_map_reserve_for(&gone->keys, slot) != 0)
        return sdn__fail_memory(err);
    sdn__key_map_insert(&gone->keys, slot);
    return SDN_OK;
}

/* Finds the keys that were deleted or renamed since the file was loaded. SDN_E_NOMEM. */
static sdn_code find_gone(const sdn_table *table, sdn_table *gone, sdn_error *err)
{
    sdn_code code = SDN_OK;
    for (size_t i = 0; i < table->change_count && code == SDN_OK; i++) {
        sdn_value key[SDN_INDEX_FIELDS_MAX];
        const sdn_change *change = &table->changes[i];
        if (change->base == NULL)
            continue;
        sdn__values_of(table->type, &table->type->key, change->base, key);
        if (sdn__key_map_find(&table->keys, key) == SDN_NO_SLOT)
            code = note_gone(gone, table, change, err);
    }
    return code;
}

/* Fails if the record of `slot` refers to one of the keys that are gone. */
static sdn_code require_kept(const sdn_table *table, uint32_t slot, uint32_t position, const sdn_table *gone,
                             sdn_error *err)
{
    const sdn_field *field = &table->type->fields[position];
    const void *record = sdn__table_record(table, slot);
    sdn_any_list elements = elements_of(field, record);
    for (size_t i = 0; sdn__field_present(field, record) && i < elements.count; i++) {
        sdn_value key;
        char name[NAMED_SIZE], shown[SHOWN_SIZE], text[SDN_VIOLATION_SIZE];
        memcpy(&key, sdn__list_item(elements, sdn__scalar_of(field), i), sdn__scalar_of(field)->size);
        uint32_t found = sdn__key_map_find(&gone->keys, &key);
        if (found == SDN_NO_SLOT)
            continue;
        name_element(field, i, name, sizeof name);
        sdn__value_print(field, &key, shown, sizeof shown);
        snprintf(text, sizeof text, "%s '%s', against its rule references %s: that record was %s", name, shown,
                 gone->type->name,
                 (gone->rows[found].flags & SDN_ROW_DELETED) != 0
                     ? "deleted; correct the field, or delete this record too"
                     : "renamed; correct the field");
        return fail_rule(table, record, SDN_E_INVALID, text, err);
    }
    return SDN_OK;
}

static sdn_code require_field_kept(const sdn_table *table, uint32_t position, const sdn_table *gone, sdn_error *err)
{
    sdn_code code = SDN_OK;
    for (uint32_t slot = 0; slot < table->row_count && code == SDN_OK; slot++)
        if ((table->rows[slot].flags & (SDN_ROW_UNREADABLE | SDN_ROW_DELETED)) == 0)
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
    sdn_table gone;
    if (target->edit_count == 0 || !is_referred_to(tables, count, target))
        return SDN_OK;
    if (sdn__table_init(&gone, target->type, target->keys.seed) != 0)
        return sdn__fail_memory(err);
    sdn_code code = find_gone(target, &gone, err);
    for (size_t i = 0; i < count && gone.row_count > 0; i++)
        for (uint32_t field = 0; field < tables[i]->type->field_count && code == SDN_OK; field++)
            if (tables[i]->targets[field] == target)
                code = require_field_kept(tables[i], field, &gone, err);
    sdn__table_release(&gone);
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
