/*
 * What an operation needs may be brought about by another one, in whatever order they stand in the input: a record that a
 * new one refers to may be new too, a value that must be unique may become free. So they are made in this order:
 *
 *   1. Changes. A record under edit need not keep the rules until all is done.
 *   2. Deletions, in an order that works (deletions.h). Nothing that was changed refers to the records any more.
 *   3. Additions, without those references that may be missing; what has to be there first is tried again (add_round).
 *   4. These references.
 *   5. The rules of all records that were changed or added are checked, so that a message has the place in the input
 *      (operations_check.c). A save checks them once more.
 *
 * Each step goes on after a refusal, to say all of them, but the next step is not begun then.
 */
#include "operations/operations_private.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "changes/deletions.h"
#include "changes/reference.h"
#include "cli/progress.h"
#include "record/record.h"
#include "record/scalar.h"
#include "record/value.h"

/* The operations that are being made. */
typedef struct making {
    edit_session *session;
    operations *list;
    operation **additions; /* those that add a record, and have not yet */
    size_t addition_count;
    deletion *deletions;
    size_t deletion_count;
} making;

static sdn_arena *arena_of(const making *m)
{
    return &m->session->arena;
}

static diag_list *diags_of(const making *m)
{
    return &m->session->diags;
}

static bool has_failed(const making *m)
{
    return diags_of(m)->errors > 0 || diags_of(m)->out_of_memory;
}

static bool is_enough(const making *m)
{
    return diags_of(m)->errors >= ENOUGH_MISTAKES || diags_of(m)->out_of_memory;
}

/* Notes why an operation is refused. */
static void refuse_operation(const making *m, const operation *o, const sdn_error *err)
{
    if (err->code == SDN_E_NOMEM)
        diags_of(m)->out_of_memory = true;
    else
        diag_error(diags_of(m), o->place, "%s", err->message);
}

/* ---- fields ---- */

/* Copies a field from the values of an operation to a record under edit; texts and lists stay those of the operation. */
static void assign_field(const operation *o, uint32_t position, void *record)
{
    const sdn_field *field = &o->table->type->fields[position];
    const char *from = o->values;
    char *to = record;
    memcpy(to + field->offset, from + field->offset, sdn__field_value_size(field));
    if ((field->flags & SDN_FIELD_OPTIONAL) != 0)
        memcpy(to + field->presence_offset, from + field->presence_offset, sizeof(bool));
    if (sdn__field_is_open_enum(field))
        memcpy(to + field->text_offset, from + field->text_offset, sizeof(sdn_str));
}

/* Whether the operation has references in this field that a new record may be without at first. */
static bool can_come_later(const operation *o, uint32_t position)
{
    return reference_can_be_cleared(o->table->type, position) &&
           sdn__field_present(&o->table->type->fields[position], o->values);
}

/* ---- 1. changes ---- */

static const void *find_named_record(const operation *o, sdn_value *key)
{
    if (!o->has_key)
        return NULL;
    sdn__values_of(o->table->type, &o->table->type->key, o->values, key);
    return sdn_store_get(o->table->store, key);
}

static bool has_values(const operation *o, const void *record)
{
    for (size_t i = 0; i < o->field_count; i++)
        if (!sdn__field_equal(&o->table->type->fields[o->fields[i].field], record, o->values))
            return false;
    return true;
}

static bool is_deleted(const making *m, const void *record)
{
    for (size_t i = 0; i < m->deletion_count; i++)
        if (m->deletions[i].record == record)
            return true;
    return false;
}

static bool is_whole(const operation *o, const void *record)
{
    return sdn_record_equal(o->table->type, record, o->values);
}

static const void *find_first(const making *m, const operation *o,
                              bool (*matches)(const operation *o, const void *record))
{
    sdn_cursor walk = sdn_store_in_file_order(o->table->store);
    const void *record;
    while ((record = sdn_cursor_next(&walk)) != NULL)
        if (matches(o, record) && !is_deleted(m, record))
            return record;
    return NULL;
}

/* The record of a table without key that the operation means, and no other one deletes: one that has its values and nothing
 * else, or else one that has them. NULL: none. */
static const void *find_equal(const making *m, const operation *o)
{
    const void *record = find_first(m, o, is_whole);
    return record != NULL ? record : find_first(m, o, has_values);
}

static void change_fields(making *m, operation *o, const sdn_value *key)
{
    sdn_error err = {0};
    void *record = sdn_store_edit(o->table->store, key, &err);
    if (record == NULL) {
        refuse_operation(m, o, &err);
        return;
    }
    for (size_t i = 0; i < o->field_count; i++)
        if (!sdn__key_has(o->table->type, o->fields[i].field))
            assign_field(o, o->fields[i].field, record);
}

static void refuse_missing(making *m, const operation *o, const sdn_value *key)
{
    sdn_error err = {0};
    if (!o->has_key)
        diag_error(diags_of(m), o->place, "no record has these values");
    else if (sdn_store_explain(o->table->store, key, &err) != SDN_OK)
        refuse_operation(m, o, &err);
}

static void refuse_condition(making *m, const operation *o, const sdn_value *key)
{
    char shown[SDN_SHOWN_KEY_SIZE];
    sdn_str values = where_values(o->condition, o->table->type, o->record, arena_of(m));
    if (values.ptr == NULL)
        diags_of(m)->out_of_memory = true;
    else
        diag_error(diags_of(m), o->place, "record '%s': %.*s", sdn__key_show(o->table->type, key, shown),
                   DIAG_STR(values));
}

/* Makes a change, or notes what is to be deleted or added. */
static void begin_operation(making *m, operation *o)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    bool is_keyed = o->table->type->key.field_count > 0;
    o->record = is_keyed ? find_named_record(o, key) : o->deletes ? find_equal(m, o) : NULL;
    if (o->record == NULL && (o->deletes || o->condition != NULL))
        refuse_missing(m, o, key);
    else if (o->condition != NULL && !where_matches(o->condition, o->record))
        refuse_condition(m, o, key);
    else if (o->deletes)
        m->deletions[m->deletion_count++] = (deletion){o->table->store, o->table->type, o->record};
    else if (o->record != NULL)
        change_fields(m, o, key);
    else
        m->additions[m->addition_count++] = o;
}

static int by_record(const void *a, const void *b)
{
    const operation *x = *(const operation *const *)a, *y = *(const operation *const *)b;
    if (x->record != y->record)
        return (uintptr_t)x->record < (uintptr_t)y->record ? -1 : 1;
    return x < y ? -1 : 1;
}

/* No record may be named twice: it would not be clear which comes first. */
static void refuse_twice(making *m)
{
    size_t count = 0;
    operation **found = sdn_arena_alloc(arena_of(m), (m->list->count + 1) * sizeof(operation *));
    if (found == NULL) {
        diags_of(m)->out_of_memory = true;
        return;
    }
    for (size_t i = 0; i < m->list->count; i++)
        if (m->list->items[i].record != NULL)
            found[count++] = &m->list->items[i];
    qsort(found, count, sizeof(operation *), by_record);
    for (size_t i = 1; i < count; i++)
        if (found[i]->record == found[i - 1]->record) {
            diag *d = diag_error(diags_of(m), found[i]->place, "this record is named twice");
            diag_note(diags_of(m), d, found[i - 1]->place, "first here");
        }
}

static void make_changes(making *m)
{
    progress shown;
    progress_start(&shown, "changing records", m->list->count);
    for (size_t i = 0; i < m->list->count && !is_enough(m); i++) {
        begin_operation(m, &m->list->items[i]);
        progress_step(&shown, i + 1);
    }
    progress_end(&shown);
    if (!has_failed(m))
        refuse_twice(m);
}

/* ---- 2. deletions ---- */

static const operation *operation_of(const making *m, const void *record)
{
    const operation *o = m->list->items;
    while (o->record != record)
        o++;
    return o;
}

static void make_deletions(making *m)
{
    sdn_error err = {0};
    if (deletions_make(m->deletions, m->deletion_count, &err) == SDN_OK)
        m->list->deleted = m->deletion_count;
    else
        refuse_operation(m, operation_of(m, m->deletions[0].record), &err);
}

/* ---- 3. and 4. additions ---- */

static const void *insert_without_later(making *m, const operation *o, sdn_error *err)
{
    const sdn_record_type *type = o->table->type;
    void *values = sdn_arena_alloc(arena_of(m), type->size);
    if (values == NULL) {
        (void)sdn__fail_memory(err);
        return NULL;
    }
    memcpy(values, o->values, type->size);
    for (uint32_t i = 0; i < type->field_count; i++)
        if (can_come_later(o, i))
            reference_clear(type, i, values);
    return sdn_store_insert(o->table->store, values, err);
}

static void assign_later(making *m, const operation *o)
{
    sdn_error err = {0};
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    const sdn_record_type *type = o->table->type;
    void *record = NULL;
    for (uint32_t i = 0; i < type->field_count; i++) {
        if (!can_come_later(o, i))
            continue;
        if (record == NULL) {
            sdn__values_of(type, &type->key, o->record, key);
            record = sdn_store_edit(o->table->store, key, &err);
        }
        if (record == NULL) {
            refuse_operation(m, o, &err);
            return;
        }
        assign_field(o, i, record);
    }
}

/* Tries each addition once, from the other end if `backwards`. With `is_last` it says why those that remain are refused. */
static void add_round(making *m, bool is_last)
{
    size_t left = 0;
    for (size_t i = 0; i < m->addition_count; i++) {
        sdn_error err = {0};
        operation *o = m->additions[i];
        o->record = insert_without_later(m, o, &err);
        o->is_new = o->record != NULL;
        if (o->is_new)
            continue;
        if ((is_last || err.code != SDN_E_INVALID) && !is_enough(m))
            refuse_operation(m, o, &err);
        m->additions[left++] = o;
    }
    m->list->added += m->addition_count - left;
    m->addition_count = left;
}

static void reverse_additions(making *m)
{
    for (size_t i = 0; i < m->addition_count / 2; i++) {
        operation *kept = m->additions[i];
        m->additions[i] = m->additions[m->addition_count - 1 - i];
        m->additions[m->addition_count - 1 - i] = kept;
    }
}

static void make_additions(making *m)
{
    size_t before = m->addition_count + 1;
    while (m->addition_count > 0 && m->addition_count < before && !has_failed(m)) {
        before = m->addition_count;
        add_round(m, false);
        reverse_additions(m);
    }
    if (!has_failed(m))
        add_round(m, true);
    for (size_t i = 0; i < m->list->count && !has_failed(m); i++)
        if (m->list->items[i].is_new)
            assign_later(m, &m->list->items[i]);
}

/* ---- all ---- */

static int make_room(making *m)
{
    m->additions = sdn_arena_alloc(arena_of(m), (m->list->count + 1) * sizeof(operation *));
    m->deletions = sdn_arena_alloc(arena_of(m), (m->list->count + 1) * sizeof(deletion));
    return m->additions != NULL && m->deletions != NULL ? 0 : -1;
}

command_status operations_make(edit_session *session, operations *list)
{
    static void (*const steps[])(making * m) = {make_changes, make_deletions, make_additions};
    making m = {.session = session, .list = list};
    if (make_room(&m) != 0)
        return report_out_of_memory(session->report);
    for (size_t i = 0; i < sizeof steps / sizeof steps[0] && !has_failed(&m); i++)
        steps[i](&m);
    if (!has_failed(&m))
        operations_check(session, list);
    return edit_session_findings(session);
}
