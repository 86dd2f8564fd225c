/*
 * Which keys are gone: of a deletion, the key that the record has, and the one that it was loaded with if it was
 * renamed since; of a merge, a set of keys. So one search serves both (lost_keys).
 */
#include "edit/on_delete.h"

#include "base/alloc.h"
#include "base/error.h"
#include "edit/edit.h"
#include "index/index_walk.h"
#include "record/record.h"
#include "record/value.h"

#include <stdio.h>
#include <string.h>

/* The keys whose references are looked for. */
typedef struct lost_keys {
    const sdn_record_type *type; /* of the record that is referred to */
    const sdn_gone_keys *set;    /* NULL: those below */
    sdn_value keys[2];
    uint32_t count;
    const sdn_table *table; /* a record that is being deleted does not keep itself: its table and slot; else NULL */
    uint32_t slot;
} lost_keys;

static bool is_lost(const lost_keys *lost, const sdn_field *field, const void *value)
{
    sdn_value key;
    memcpy(&key, value, sdn__scalar_of(field)->size);
    if (lost->set != NULL)
        return sdn__gone_keys_have(lost->set, &key, NULL);
    for (uint32_t i = 0; i < lost->count; i++)
        if (sdn__key_equal(lost->type, &key, &lost->keys[i]))
            return true;
    return false;
}

/* The position of the first element that refers to a lost key, or SIZE_MAX. */
static size_t find_element(const lost_keys *lost, const sdn_field *field, const void *record)
{
    if (!sdn__field_present(field, record))
        return SIZE_MAX;
    sdn_any_list elements = sdn__elements_of(field, record);
    for (size_t i = 0; i < elements.count; i++)
        if (is_lost(lost, field, sdn__list_item(elements, sdn__scalar_of(field), i)))
            return i;
    return SIZE_MAX;
}

static bool refers(const lost_keys *lost, const sdn_referrer *referrer, uint32_t slot)
{
    const sdn_table *table = referrer->table;
    if (!sdn__slots_is_live(&table->slots, slot) || (table == lost->table && slot == lost->slot))
        return false;
    return find_element(lost, &table->type->fields[referrer->field], sdn__slots_record(&table->slots, slot)) !=
           SIZE_MAX;
}

/* ---- finding ---- */

static int note_referrer(sdn_clearings *found, const sdn_referrer *referrer, uint32_t slot)
{
    if (sdn__reserve(&found->items, &found->capacity, found->count + 1, sizeof *found->items) != 0)
        return -1;
    found->items[found->count++] = (sdn_clearing){referrer->table, slot, referrer->field, {NULL, 0}};
    return 0;
}

static int find_by_walk(const lost_keys *lost, const sdn_referrer *referrer, sdn_clearings *found)
{
    const sdn_slots *slots = &referrer->table->slots;
    for (uint32_t slot = 0; slot < slots->row_count; slot++)
        if (refers(lost, referrer, slot) && note_referrer(found, referrer, slot) != 0)
            return -1;
    return 0;
}

/* The indexes know an open record as it was, so the list of open ones is looked at too. One may be found twice, and is
 * then cleared twice. */
static int find_open(const lost_keys *lost, const sdn_referrer *referrer, sdn_clearings *found)
{
    const sdn_changes *changes = &referrer->table->slots.changes;
    for (size_t i = 0; i < changes->open_count; i++)
        if (refers(lost, referrer, changes->open_slots[i]) &&
            note_referrer(found, referrer, changes->open_slots[i]) != 0)
            return -1;
    return 0;
}

static int find_by_index(const lost_keys *lost, const sdn_referrer *referrer, const sdn_ordered_index *index,
                         sdn_clearings *found)
{
    for (uint32_t i = 0; i < lost->count; i++) {
        sdn_cursor walk = sdn__referring_walk(index, &lost->keys[i]);
        for (uint32_t slot; (slot = sdn__index_walk_next(&walk)) != SDN_NO_SLOT;)
            if (refers(lost, referrer, slot) && note_referrer(found, referrer, slot) != 0)
                return -1;
    }
    return find_open(lost, referrer, found);
}

static int find(const lost_keys *lost, const sdn_referrer *referrer, sdn_clearings *found)
{
    sdn_ordered_index *index = lost->set == NULL ? sdn__referring_index(referrer->table, referrer->field) : NULL;
    return index != NULL && sdn__ordered_index_build_if_used(index) ? find_by_index(lost, referrer, index, found)
                                                                    : find_by_walk(lost, referrer, found);
}

/* ---- refusing ---- */

bool sdn__on_delete_clears(const sdn_record_type *type, uint32_t field)
{
    uint32_t flags = type->fields[field].flags;
    return !sdn__key_has(type, field) && (flags & SDN_FIELD_ON_DELETE_CLEAR) != 0 &&
           (flags & SDN_FIELD_ON_DELETE_REFUSE) == 0 && (flags & (SDN_FIELD_OPTIONAL | SDN_FIELD_LIST)) != 0;
}

static size_t count_kept(const lost_keys *lost, const sdn_field *field, const void *record)
{
    sdn_any_list elements = sdn__elements_of(field, record);
    size_t kept = 0;
    for (size_t i = 0; i < elements.count; i++)
        kept += !is_lost(lost, field, sdn__list_item(elements, sdn__scalar_of(field), i));
    return kept;
}

/* A list that must not be empty would be. An optional one becomes absent. */
static bool would_be_empty(const lost_keys *lost, const sdn_clearing *c)
{
    const sdn_field *field = &c->table->type->fields[c->field];
    if ((field->flags & SDN_FIELD_NONEMPTY) == 0 || (field->flags & SDN_FIELD_OPTIONAL) != 0)
        return false;
    return count_kept(lost, field, sdn__slots_record(&c->table->slots, c->slot)) == 0;
}

static sdn_code require_one_row(const sdn_clearing *c, sdn_error *err)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    if (!sdn__table_is_keyed(c->table))
        return SDN_OK;
    sdn__slots_key(&c->table->slots, c->slot, key);
    return sdn__edit_require_one_row(c->table, key, err);
}

/* Writes `record '7' of table 'todos' refers to it, field 'blocks', element 2`. */
static void name_referrer(const lost_keys *lost, const sdn_clearing *c, char *to, size_t size)
{
    char shown[SDN_SHOWN_KEY_SIZE];
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    const sdn_record_type *type = c->table->type;
    const sdn_field *field = &type->fields[c->field];
    size_t element = find_element(lost, field, sdn__slots_record(&c->table->slots, c->slot));
    int used;
    if (sdn__table_is_keyed(c->table)) {
        sdn__slots_key(&c->table->slots, c->slot, key);
        used = snprintf(to, size, "record '%s' of table '%s' refers to it, field '%s'", sdn__key_show(type, key, shown),
                        type->table.ptr, field->name);
    } else {
        used = snprintf(to, size, "a record of table '%s' refers to it, field '%s'", type->table.ptr, field->name);
    }
    if ((field->flags & SDN_FIELD_LIST) != 0 && used > 0 && (size_t)used < size)
        snprintf(to + used, size - (size_t)used, ", element %zu", element + 1);
}

static sdn_code refuse(const lost_keys *lost, const sdn_clearing *c, const char *why, sdn_error *err)
{
    char shown[SDN_SHOWN_KEY_SIZE], referrer[SDN_SHOWN_KEY_SIZE + 320];
    name_referrer(lost, c, referrer, sizeof referrer);
    return sdn__fail(err, SDN_E_INVALID, c->table->document->path, "table '%s', record '%s' cannot be deleted: %s, %s",
                     lost->type->table.ptr, sdn__key_show(lost->type, lost->keys, shown), referrer, why);
}

/* Whether the field can be cleared; if not, why the record that it refers to cannot be deleted. */
static sdn_code require_clearable(const lost_keys *lost, const sdn_clearing *c, sdn_error *err)
{
    if (!sdn__on_delete_clears(c->table->type, c->field))
        return refuse(lost, c, "with `on delete refuse`; change that field, or delete that record first", err);
    if (would_be_empty(lost, c))
        return refuse(lost, c,
                      "which `on delete clear` would leave empty, against its rule nonempty; change that field, or "
                      "delete that record first",
                      err);
    if (require_one_row(c, NULL) != SDN_OK)
        return refuse(lost, c,
                      "and cannot be changed, since another row has its key too; remove one of these rows first", err);
    return SDN_OK;
}

/* ---- planning ---- */

static sdn_code fill_kept(const lost_keys *lost, sdn_clearing *c, const void *record, sdn_error *err)
{
    const sdn_field *field = &c->table->type->fields[c->field];
    const sdn_scalar *scalar = sdn__scalar_of(field);
    sdn_any_list elements = sdn__elements_of(field, record);
    size_t count = count_kept(lost, field, record), at = 0;
    if ((field->flags & SDN_FIELD_LIST) == 0 || count == 0)
        return SDN_OK;
    char *items = sdn_arena_alloc(&c->table->arena, count * scalar->size);
    if (items == NULL)
        return sdn__fail_memory(err);
    for (size_t i = 0; i < elements.count; i++) {
        const void *element = sdn__list_item(elements, scalar, i);
        if (!is_lost(lost, field, element))
            memcpy(items + at++ * scalar->size, element, scalar->size);
    }
    c->kept = (sdn_any_list){items, count};
    return SDN_OK;
}

/* Opens the records and makes their lists. What is opened and not changed is as good as not opened. */
static sdn_code get_ready(const lost_keys *lost, const sdn_clearings *plan, sdn_error *err)
{
    sdn_code code = SDN_OK;
    for (size_t i = 0; i < plan->count && code == SDN_OK; i++) {
        sdn_clearing *c = &plan->items[i];
        void *record = sdn__table_reserve_change(c->table) == 0 ? sdn__table_open_slot(c->table, c->slot) : NULL;
        code = record != NULL ? fill_kept(lost, c, record, err) : sdn__fail_memory(err);
    }
    return code;
}

/* The keys that a record has, and had when it was loaded if no other record has that now. */
static lost_keys keys_of(const sdn_table *table, uint32_t slot)
{
    lost_keys lost = {.type = table->type, .count = 1, .table = table, .slot = slot};
    sdn__slots_key(&table->slots, slot, &lost.keys[0]);
    if ((table->slots.rows[slot].flags & SDN_ROW_EDITED) == 0)
        return lost;
    sdn__values_of(table->type, &table->type->key, sdn__slots_base(&table->slots, slot), &lost.keys[1]);
    if (sdn__key_map_find(&table->lookup.keys, &lost.keys[1]) == SDN_NO_SLOT)
        lost.count = 2;
    return lost;
}

sdn_code sdn__on_delete_plan(sdn_table *table, uint32_t slot, sdn_clearings *plan, sdn_error *err)
{
    lost_keys lost = keys_of(table, slot);
    sdn_code code = SDN_OK;
    *plan = (sdn_clearings){NULL, 0, 0};
    for (const sdn_referrer *r = table->referrers; r != NULL && code == SDN_OK; r = r->next)
        if (find(&lost, r, plan) != 0)
            code = sdn__fail_memory(err);
    for (size_t i = 0; i < plan->count && code == SDN_OK; i++)
        code = require_clearable(&lost, &plan->items[i], err);
    return code == SDN_OK ? get_ready(&lost, plan, err) : code;
}

/* Whether the field of a record is as it was loaded. */
static bool is_as_loaded(const sdn_clearing *c)
{
    const sdn_slots *slots = &c->table->slots;
    const sdn_row *row = &slots->rows[c->slot];
    if ((row->flags & SDN_ROW_NEW) != 0)
        return false;
    return row->change == 0 || sdn__field_equal(&c->table->type->fields[c->field], sdn__slots_base(slots, c->slot),
                                                sdn__slots_record(slots, c->slot));
}

sdn_code sdn__on_delete_plan_gone(const sdn_referrer *referrer, const sdn_gone_keys *gone, sdn_clearings *plan,
                                  sdn_error *err)
{
    lost_keys lost = {.type = gone->slots.type, .set = gone};
    size_t kept = 0;
    *plan = (sdn_clearings){NULL, 0, 0};
    if (!sdn__on_delete_clears(referrer->table->type, referrer->field))
        return SDN_OK;
    if (find(&lost, referrer, plan) != 0)
        return sdn__fail_memory(err);
    for (size_t i = 0; i < plan->count; i++)
        if (is_as_loaded(&plan->items[i]) && !would_be_empty(&lost, &plan->items[i]) &&
            require_one_row(&plan->items[i], NULL) == SDN_OK)
            plan->items[kept++] = plan->items[i];
    plan->count = kept;
    return get_ready(&lost, plan, err);
}

/* ---- applying ---- */

static void clear(const sdn_clearing *c)
{
    const sdn_field *field = &c->table->type->fields[c->field];
    char *record = sdn__slots_record(&c->table->slots, c->slot);
    bool is_list = (field->flags & SDN_FIELD_LIST) != 0;
    if (is_list)
        sdn__list_set(record + field->offset, c->kept.items, c->kept.count);
    if (!is_list || (c->kept.count == 0 && (field->flags & SDN_FIELD_OPTIONAL) != 0))
        sdn__record_make_absent(c->table->type, record, field);
}

void sdn__on_delete_apply(const sdn_clearings *plan)
{
    for (size_t i = 0; i < plan->count; i++)
        clear(&plan->items[i]);
}

void sdn__on_delete_release(sdn_clearings *plan)
{
    sdn__free(plan->items);
    *plan = (sdn_clearings){NULL, 0, 0};
}
