#include "store/merge_cleared.h"

#include "base/alloc.h"
#include "base/error.h"
#include "edit/on_delete.h"
#include "record/record.h"
#include "record/value.h"

#include <string.h>

/* ---- the keys ---- */

/* Whether records were deleted or renamed that the field may have referred to. */
static bool may_be_cleared(const sdn_table *table, uint32_t field)
{
    return table->targets[field] != NULL && sdn__on_delete_clears(table->type, field) &&
           table->targets[field]->slots.changes.edit_count > 0;
}

sdn_code sdn__cleared_init(sdn_cleared *cleared, const sdn_table *ours, sdn_error *err)
{
    sdn_code code = SDN_OK;
    *cleared = (sdn_cleared){ours, NULL};
    for (uint32_t i = 0; i < ours->type->field_count && code == SDN_OK; i++) {
        if (!may_be_cleared(ours, i))
            continue;
        if (cleared->of_field == NULL)
            cleared->of_field = sdn__alloc_zeroed(ours->type->field_count, sizeof *cleared->of_field);
        code = cleared->of_field != NULL
                   ? sdn__gone_keys_init(&cleared->of_field[i], ours->targets[i], SDN_GONE_DELETED, err)
                   : sdn__fail_memory(err);
    }
    return code;
}

void sdn__cleared_release(sdn_cleared *cleared)
{
    for (uint32_t i = 0; cleared->of_field != NULL && i < cleared->ours->type->field_count; i++)
        sdn__gone_keys_release(&cleared->of_field[i]);
    sdn__free(cleared->of_field);
    cleared->of_field = NULL;
}

/* The deleted keys that a field may have referred to; NULL: none. */
static const sdn_gone_keys *gone_keys_of(const sdn_cleared *cleared, uint32_t field)
{
    bool has_keys = cleared->of_field != NULL && cleared->of_field[field].slots.row_count > 0;
    return has_keys ? &cleared->of_field[field] : NULL;
}

/* ---- comparing ---- */

/* The elements of a field from `at` on, those left out that are in `without`. */
typedef struct kept_elements {
    const sdn_field *field;
    sdn_any_list list;
    const sdn_gone_keys *without; /* NULL: none is left out */
    size_t at;
} kept_elements;

static kept_elements elements_of(const sdn_field *field, const void *record, const sdn_gone_keys *without)
{
    sdn_any_list none = {NULL, 0};
    return (kept_elements){field, sdn__field_present(field, record) ? sdn__elements_of(field, record) : none, without,
                           0};
}

static bool is_in(const sdn_gone_keys *keys, const sdn_field *field, const void *value)
{
    sdn_value key;
    memcpy(&key, value, sdn__scalar_of(field)->size);
    return keys != NULL && sdn__gone_keys_have(keys, &key, NULL);
}

/* The next element, or NULL. */
static const void *next_element(kept_elements *e)
{
    const sdn_scalar *scalar = sdn__scalar_of(e->field);
    while (e->at < e->list.count && is_in(e->without, e->field, sdn__list_item(e->list, scalar, e->at)))
        e->at++;
    return e->at < e->list.count ? sdn__list_item(e->list, scalar, e->at++) : NULL;
}

static bool have_same(kept_elements a, kept_elements b)
{
    for (;;) {
        const void *x = next_element(&a), *y = next_element(&b);
        if (x == NULL || y == NULL)
            return x == y;
        if (!sdn__scalar_of(a.field)->equal(x, y))
            return false;
    }
}

bool sdn__cleared_explains(const sdn_cleared *cleared, uint32_t field, const void *base, const void *ours)
{
    const sdn_field *f = &cleared->ours->type->fields[field];
    const sdn_gone_keys *keys = gone_keys_of(cleared, field);
    return keys != NULL && have_same(elements_of(f, base, keys), elements_of(f, ours, NULL));
}

bool sdn__cleared_explains_all(const sdn_cleared *cleared, const void *base, const void *ours)
{
    const sdn_record_type *type = cleared->ours->type;
    for (uint32_t i = 0; i < type->field_count; i++)
        if (!sdn__field_equal(&type->fields[i], base, ours) && !sdn__cleared_explains(cleared, i, base, ours))
            return false;
    return true;
}

bool sdn__cleared_alike(const sdn_cleared *cleared, uint32_t field, const void *a, const void *b)
{
    const sdn_field *f = &cleared->ours->type->fields[field];
    const sdn_gone_keys *keys = gone_keys_of(cleared, field);
    return keys != NULL && have_same(elements_of(f, a, keys), elements_of(f, b, keys));
}

/* ---- clearing ---- */

/* Leaves out the keys that `theirs` has, after all: records whose deletion gave way, or rows that cannot be read. */
static void drop_present(sdn_gone_keys *gone, const sdn_table *theirs)
{
    for (uint32_t slot = 0; slot < gone->slots.row_count; slot++) {
        sdn_value key[SDN_INDEX_FIELDS_MAX];
        sdn__slots_key(&gone->slots, slot, key);
        if (sdn__key_map_find(&theirs->lookup.keys, key) != SDN_NO_SLOT || sdn__table_is_unread(theirs, key))
            sdn__key_map_erase(&gone->keys, slot);
    }
}

static sdn_code clear_references(const sdn_referrer *referrer, const sdn_gone_keys *gone, sdn_error *err)
{
    sdn_clearings plan;
    sdn_code code = sdn__on_delete_plan_gone(referrer, gone, &plan, err);
    if (code == SDN_OK)
        sdn__on_delete_apply(&plan);
    sdn__on_delete_release(&plan);
    return code;
}

static bool is_concerned(const sdn_referrer *referrer, const sdn_table *only)
{
    return only == NULL || referrer->table == only;
}

/* Clears the references to what was deleted from one table. */
static sdn_code clear_deleted_by_ours(const sdn_table *ours, const sdn_table *theirs, const sdn_table *only,
                                      sdn_error *err)
{
    sdn_gone_keys gone;
    sdn_code code = sdn__gone_keys_init(&gone, ours, SDN_GONE_DELETED, err);
    if (code == SDN_OK)
        drop_present(&gone, theirs);
    for (const sdn_referrer *r = theirs->referrers; r != NULL && code == SDN_OK && gone.keys.count > 0; r = r->next)
        if (is_concerned(r, only))
            code = clear_references(r, &gone, err);
    sdn__gone_keys_release(&gone);
    return code;
}

sdn_code sdn__clear_deleted(sdn_table *const *ours, sdn_table *const *theirs, size_t count, const sdn_table *only,
                            sdn_error *err)
{
    sdn_code code = SDN_OK;
    for (size_t i = 0; i < count && code == SDN_OK; i++)
        if (theirs[i]->referrers != NULL && ours[i]->slots.changes.edit_count > 0)
            code = clear_deleted_by_ours(ours[i], theirs[i], only, err);
    for (size_t i = 0; i < count; i++)
        if (only == NULL || theirs[i] == only)
            sdn__table_flush_open(theirs[i]);
    return code;
}
