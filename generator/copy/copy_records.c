/*
 * The steps, each for all tables before the next one, since records refer to each other across tables:
 *
 *   1. Changed records get their values; rules are not judged before the save, so values that must be unique may move.
 *   2. Records that are not in `from` are deleted, which frees values that must be unique.
 *   3. New records are inserted without those references that they may be without. What is refused, since it refers to
 *      one that is not there yet, is tried again, from the other end each time, as long as that helps.
 *   4. These references.
 *   5. Both are compared again: whatever an insert gave another value, or a deletion cleared, is found there, so that no
 *      copy is other than what it was made of.
 */
#include "copy/copy_records.h"

#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "changes/deletions.h"
#include "changes/reference.h"
#include "cli/progress.h"
#include "copy/losses.h"
#include "record/record.h"
#include "record/value.h"

/* A record that is new in a table. */
typedef struct new_record {
    const data_table *table;
    const void *record; /* of `from` */
} new_record;

typedef struct copier {
    record_copy *copy;
    record_diff *diffs; /* by table */
    deletion *gone;
    size_t gone_count;
    new_record *added; /* in the order of the tables */
    new_record *left;  /* those that are to be inserted yet */
    size_t added_count;
    size_t left_count;
    sdn_error *err;
} copier;

/* ---- 1. changes ---- */

static sdn_code copy_changed(const copier *c, const data_table *table, const record_change *change)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    sdn_code code = losses_refuse_values(c->copy->to->path.ptr, table->type, change->after, c->err);
    if (code != SDN_OK)
        return code;
    sdn__values_of(table->type, &table->type->key, change->before, key);
    void *record = sdn_store_edit(table->store, key, c->err);
    if (record == NULL)
        return c->err->code;
    for (size_t i = 0; i < change->field_count && code == SDN_OK; i++)
        code = sdn__field_copy(&table->type->fields[change->fields[i]], record, change->after, c->copy->arena);
    return code == SDN_OK ? SDN_OK : sdn__fail_memory(c->err);
}

/* Makes a change, or notes what is to be deleted or added. */
static sdn_code begin_change(copier *c, const data_table *table, const record_change *change)
{
    if (change->kind == RECORD_CHANGED) {
        c->copy->changed++;
        return copy_changed(c, table, change);
    }
    if (change->kind == RECORD_ADDED)
        c->added[c->added_count++] = (new_record){table, change->after};
    else if (!c->copy->keep_others)
        c->gone[c->gone_count++] = (deletion){table->store, table->type, change->before};
    return SDN_OK;
}

static sdn_code make_record_changes(copier *c)
{
    sdn_code code = SDN_OK;
    for (size_t i = 0; i < c->copy->to->table_count; i++)
        for (size_t k = 0; k < c->diffs[i].count && code == SDN_OK; k++)
            code = begin_change(c, &c->copy->to->tables[i], &c->diffs[i].changes[k]);
    return code;
}

/* ---- 2. deletions ---- */

static sdn_code delete_gone(copier *c)
{
    c->copy->deleted = c->gone_count;
    return deletions_make(c->gone, c->gone_count, c->err);
}

/* ---- 3. and 4. new records ---- */

static bool comes_later(const sdn_record_type *type, uint32_t field, const void *record)
{
    return reference_can_be_cleared(type, field) && sdn__field_present(&type->fields[field], record);
}

static bool has_later(const sdn_record_type *type, const void *record)
{
    for (uint32_t i = 0; i < type->field_count; i++)
        if (comes_later(type, i, record))
            return true;
    return false;
}

static sdn_code insert_new(const copier *c, const new_record *new, void *values)
{
    const sdn_record_type *type = new->table->type;
    sdn_code code = losses_refuse_values(c->copy->to->path.ptr, type, new->record, c->err);
    if (code != SDN_OK)
        return code;
    memcpy(values, new->record, type->size);
    for (uint32_t i = 0; i < type->field_count; i++)
        if (comes_later(type, i, new->record))
            reference_clear(type, i, values);
    return sdn_store_insert(new->table->store, values, c->err) != NULL ? SDN_OK : c->err->code;
}

/* Tries each once, and turns round those that were refused. */
static sdn_code insert_round(copier *c, void *values, progress *shown)
{
    size_t left = 0;
    for (size_t i = 0; i < c->left_count; i++) {
        sdn_code code = insert_new(c, &c->left[i], values);
        if (code != SDN_OK && code != SDN_E_INVALID)
            return code;
        if (code == SDN_E_INVALID)
            c->left[left++] = c->left[i];
        progress_step(shown, c->added_count - left);
    }
    c->left_count = left;
    for (size_t i = 0; i < left / 2; i++) {
        new_record kept = c->left[i];
        c->left[i] = c->left[left - 1 - i];
        c->left[left - 1 - i] = kept;
    }
    return SDN_OK;
}

static sdn_code insert_all(copier *c)
{
    progress shown;
    size_t most = 1;
    for (size_t i = 0; i < c->copy->to->table_count; i++)
        if (c->copy->to->tables[i].type->size > most)
            most = c->copy->to->tables[i].type->size;
    void *values = sdn_arena_alloc(c->copy->arena, most);
    if (values == NULL)
        return sdn__fail_memory(c->err);
    memcpy(c->left, c->added, c->added_count * sizeof *c->left);
    c->left_count = c->copy->added = c->added_count;
    progress_start(&shown, "copying records", c->added_count);
    sdn_code code = SDN_OK;
    for (size_t before = SIZE_MAX; code == SDN_OK && c->left_count > 0 && c->left_count < before;) {
        before = c->left_count;
        code = insert_round(c, values, &shown);
    }
    progress_end(&shown);
    if (code == SDN_OK && c->left_count > 0)
        code = insert_new(c, &c->left[0], values); /* says again why */
    return code;
}

static sdn_code assign_references(const copier *c, const new_record *new)
{
    const sdn_record_type *type = new->table->type;
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    sdn__values_of(type, &type->key, new->record, key);
    void *record = sdn_store_edit(new->table->store, key, c->err);
    if (record == NULL)
        return c->err->code;
    for (uint32_t i = 0; i < type->field_count; i++)
        if (comes_later(type, i, new->record) &&
            sdn__field_copy(&type->fields[i], record, new->record, c->copy->arena) != SDN_OK)
            return sdn__fail_memory(c->err);
    return SDN_OK;
}

static sdn_code assign_all(copier *c)
{
    sdn_code code = SDN_OK;
    for (size_t i = 0; i < c->added_count && code == SDN_OK; i++)
        if (has_later(c->added[i].table->type, c->added[i].record))
            code = assign_references(c, &c->added[i]);
    return code;
}

/* ---- 5. what it became ---- */

/* The difference to speak of, a record of `from` if there is one; NULL: there is none that counts. */
static const record_change *first_difference(const copier *c, const record_diff *diff)
{
    const record_change *other = NULL;
    for (size_t i = 0; i < diff->count; i++) {
        if (diff->changes[i].after != NULL)
            return &diff->changes[i];
        if (!c->copy->keep_others)
            other = &diff->changes[i];
    }
    return other;
}

static sdn_code refuse_difference(const copier *c, const data_table *table, const record_change *change)
{
    char shown[SDN_SHOWN_KEY_SIZE] = "";
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    sdn__values_of(table->type, &table->type->key, change->after != NULL ? change->after : change->before, key);
    return sdn__fail(c->err, SDN_E_INVALID, c->copy->to->path.ptr, "table '%s', record '%s' would not be the same here",
                     table->type->table.ptr,
                     table->type->key.field_count > 0 ? sdn__key_show(table->type, key, shown) : "");
}

static sdn_code require_same(copier *c)
{
    for (size_t i = 0; i < c->copy->to->table_count; i++) {
        record_diff diff;
        const data_table *table = &c->copy->to->tables[i];
        if (!c->copy->chosen[i])
            continue;
        if (record_diff_stores(table->store, c->copy->from->tables[i].store, c->copy->arena, &diff) != 0)
            return sdn__fail_memory(c->err);
        const record_change *different = first_difference(c, &diff);
        if (different != NULL)
            return refuse_difference(c, table, different);
    }
    return SDN_OK;
}

/* ---- all ---- */

static sdn_code find_changes(copier *c)
{
    const record_copy *copy = c->copy;
    size_t count = 0, table_count = copy->to->table_count;
    c->diffs = sdn__arena_zeroed(copy->arena, table_count * sizeof *c->diffs + 1);
    for (size_t i = 0; c->diffs != NULL && i < table_count; i++) {
        if (copy->chosen[i] &&
            record_diff_stores(copy->to->tables[i].store, copy->from->tables[i].store, copy->arena, &c->diffs[i]) != 0)
            return sdn__fail_memory(c->err);
        count += c->diffs[i].count;
    }
    c->gone = sdn_arena_alloc(copy->arena, (count + 1) * sizeof *c->gone);
    c->added = sdn_arena_alloc(copy->arena, (count + 1) * sizeof *c->added);
    c->left = sdn_arena_alloc(copy->arena, (count + 1) * sizeof *c->left);
    return c->diffs != NULL && c->gone != NULL && c->added != NULL && c->left != NULL ? SDN_OK
                                                                                      : sdn__fail_memory(c->err);
}

sdn_code record_copy_make(record_copy *copy, sdn_error *err)
{
    static sdn_code (*const steps[])(copier *) = {find_changes, make_record_changes, delete_gone,
                                                  insert_all,   assign_all,          require_same};
    copier c = {.copy = copy, .err = err};
    sdn_code code = SDN_OK;
    for (size_t i = 0; i < sizeof steps / sizeof steps[0] && code == SDN_OK; i++)
        code = steps[i](&c);
    return code;
}
