/*
 * The order of a merge; what counts as the same record is in merge.h.
 *
 *   1. Deletions and edits, in the order in which they were made here. A record that the file lacks by then may have
 *      been renamed to the same key by both sides: that is decided later (TODO_FIND).
 *   2. Renames: all renamed records leave their keys before the first one gets its new key, since they may swap keys. A
 *      new key that the file has by now is a conflict; if the file wins, the record gets its old key back.
 *   3. The records that were put off in 1: now every key is free that records left here.
 *   4. Inserts. They come last because the passes before free keys: a new record may have the key of a record that was
 *      deleted or renamed here, in whichever order that was done.
 *
 * Each change is decided once: todo[] says which later pass it is left to. `theirs` is only changed by functions that
 * leave it complete, but after a failure it holds some of the edits only, and is dropped.
 */
#include "store/merge.h"

#include "base/alloc.h"
#include "base/error.h"
#include "edit/edit.h"
#include "record/record.h"
#include "record/value.h"
#include "store/merge_cleared.h"
#include "store/merge_log.h"
#include "store/merge_policy.h"
#include "store/other_columns.h"
#include "table/changes.h"

#include <assert.h>
#include <string.h>

/* What a later pass does with a change. */
enum {
    TODO_UNDECIDED, /* 0, as all begin */
    TODO_FIND,      /* see whether both sides renamed it alike */
    TODO_INSERT,
    TODO_NOTHING
};

/* A record that was renamed here, and is to get its new key. */
typedef struct renamed {
    uint32_t slot; /* of their record */
    const void *base;
    const void *ours;
    bool dropped; /* it keeps its old key */
} renamed;

typedef struct merge {
    const sdn_merge_sides *sides;
    sdn_table *ours;
    sdn_table *theirs;
    sdn_merge_options options;
    sdn_conflict_list *conflicts;
    sdn_other_columns columns;
    sdn_cleared cleared; /* which of our changes follow from deletions */
    uint8_t *todo;       /* per change of `ours`: TODO_... */
    renamed *renames;
    size_t rename_count;
    sdn_merged merged;
    uint8_t *referred; /* per change of `ours`: it inserted a record that is referred to; NULL: not known yet */
    sdn_error *err;
} merge;

/* A record of ours, and the one of theirs that has its key. */
typedef struct candidate {
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    sdn_versions versions;
    uint32_t slot;   /* of their record, or SDN_NO_SLOT */
    bool unreadable; /* the file has a row with the key, but it cannot be read */
    void *opened;    /* their record, once it is written to */
} candidate;

/* Finds their record by the key of `base`, or of `ours` if `base` is NULL. */
static candidate look_up(const merge *m, const void *base, const void *ours)
{
    const sdn_record_type *type = m->ours->type;
    assert(base != NULL || ours != NULL);
    candidate c = {.versions = {.base = base, .ours = ours}};
    sdn__values_of(type, &type->key, base != NULL ? base : ours, c.key);
    c.slot = sdn__key_map_find(&m->theirs->lookup.keys, c.key);
    if (c.slot != SDN_NO_SLOT)
        c.versions.theirs = sdn__slots_record(&m->theirs->slots, c.slot);
    else
        c.unreadable = sdn__table_is_unread(m->theirs, c.key);
    return c;
}

/* Notes a conflict; *ours_wins is what the policy says. */
static sdn_code disagree(merge *m, const candidate *c, sdn_conflict_kind kind, uint32_t field, bool *ours_wins)
{
    *ours_wins = m->options.policy == SDN_ON_CONFLICT_OURS;
    return sdn__conflict_list_add(m->conflicts, kind, m->ours->type, field, &c->versions, m->err);
}

/* Our side cannot win against a row that cannot be read: it would be written over unseen. */
static sdn_code refuse_unreadable(const merge *m, const candidate *c)
{
    char shown[SDN_SHOWN_KEY_SIZE];
    sdn__key_show(m->theirs->type, c->key, shown);
    return sdn__fail_at(m->err, SDN_E_INVALID, m->theirs->document->path, sdn__table_unread_line(m->theirs, c->key), 1,
                        "the row of record '%s', which was changed here, can no longer be read; correct that row first",
                        shown);
}

static sdn_code disagree_on_record(merge *m, const candidate *c, sdn_conflict_kind kind, bool *ours_wins)
{
    sdn_conflict_kind found = c->unreadable ? SDN_CONFLICT_UNREADABLE : kind;
    sdn_code code = disagree(m, c, found, SDN_NO_FIELD_IN_CONFLICT, ours_wins);
    return code == SDN_OK && c->unreadable && *ours_wins ? refuse_unreadable(m, c) : code;
}

/* ---- records that both sides have ---- */

/* Both sides changed the field differently. */
static sdn_code decide_disputed(merge *m, const candidate *c, uint32_t position, const void **winner)
{
    bool ours_wins = false;
    sdn_code code = sdn__merge_by_policy(&m->ours->type->fields[position], &c->versions, m->options.between_versions,
                                         &m->merged, winner, m->err);
    if (code != SDN_OK || *winner != NULL)
        return code;
    code = disagree(m, c, SDN_CONFLICT_FIELD, position, &ours_wins);
    *winner = ours_wins ? c->versions.ours : c->versions.theirs;
    return code;
}

/* Finds the record whose value of a field is the merged one: theirs, ours, or one that a policy made. */
static sdn_code decide_field(merge *m, const candidate *c, uint32_t position, const void **winner)
{
    const sdn_field *field = &m->ours->type->fields[position];
    const sdn_versions *v = &c->versions;
    *winner = v->theirs;
    if (sdn__key_has(m->ours->type, position) || sdn__field_equal(field, v->ours, v->theirs) ||
        sdn__field_equal(field, v->ours, v->base) || sdn__cleared_explains(&m->cleared, position, v->base, v->ours) ||
        sdn__cleared_explains(&m->cleared, position, v->theirs, v->ours))
        return SDN_OK;
    *winner = v->ours;
    if (sdn__field_equal(field, v->theirs, v->base) || sdn__cleared_alike(&m->cleared, position, v->theirs, v->base))
        return SDN_OK;
    return decide_disputed(m, c, position, winner);
}

/* Writes the field of another record over that of theirs. */
static sdn_code write_field(merge *m, candidate *c, const sdn_field *field, const void *from)
{
    if (c->opened == NULL) {
        sdn_code code = sdn__edit_require_one_row(m->theirs, c->key, m->err);
        if (code != SDN_OK)
            return code;
        c->opened = sdn__edit_open(m->theirs, c->key, m->err);
        if (c->opened == NULL)
            return SDN_E_NOMEM; /* the record exists, so nothing else can fail */
        c->versions.theirs = sdn__slots_base(&m->theirs->slots, c->slot);
    }
    if (sdn__field_copy(field, c->opened, from, &m->theirs->arena) != 0)
        return sdn__fail_memory(m->err);
    return SDN_OK;
}

static sdn_code merge_fields(merge *m, candidate *c)
{
    sdn_code code = SDN_OK;
    for (uint32_t i = 0; i < m->ours->type->field_count && code == SDN_OK; i++) {
        const sdn_field *field = &m->ours->type->fields[i];
        const void *winner = NULL;
        code = decide_field(m, c, i, &winner);
        if (code == SDN_OK && !sdn__field_equal(field, winner, c->versions.theirs))
            code = write_field(m, c, field, winner);
    }
    return code;
}

/* Writes all our fields over theirs. */
static sdn_code overwrite(merge *m, candidate *c)
{
    sdn_code code = SDN_OK;
    for (uint32_t i = 0; i < m->ours->type->field_count && code == SDN_OK; i++)
        if (!sdn__key_has(m->ours->type, i) &&
            !sdn__field_equal(&m->ours->type->fields[i], c->versions.ours, c->versions.theirs))
            code = write_field(m, c, &m->ours->type->fields[i], c->versions.ours);
    return code;
}

/* ---- whether their record is still what was loaded ---- */

/* Compares the columns that the schema does not know: of the row as it was loaded, in `slot` of ours, and of theirs. */
static sdn_code compare_other_columns(merge *m, uint32_t slot, const candidate *c, sdn_likeness *likeness)
{
    return sdn__other_columns_compare(&m->columns, slot, c->slot, likeness, m->err);
}

/* Compares what was loaded with what is there now; only fields that held something count. One with a policy counts only
 * if it is as it was. */
static void compare_fields(const sdn_record_type *type, const candidate *c, sdn_likeness *likeness)
{
    for (uint32_t i = 0; i < type->field_count; i++) {
        const sdn_field *field = &type->fields[i];
        if (sdn__key_has(type, i) || sdn__field_equal(field, c->versions.base, type->defaults))
            continue;
        bool equal = sdn__field_equal(field, c->versions.base, c->versions.theirs);
        if (!equal && field->merge != SDN_MERGE_CONFLICT)
            continue;
        likeness->is_empty = false;
        likeness->shares = likeness->shares || equal;
    }
}

/* Whether their record is another one, which was given the same automatic number; see merge.h. */
static sdn_code is_record_replaced(merge *m, uint32_t slot, const candidate *c, bool *replaced)
{
    const sdn_record_type *type = m->ours->type;
    sdn_likeness fields = {.is_empty = true}, others;
    *replaced = false;
    if ((type->flags & SDN_RECORD_KEY_AUTO) == 0 || sdn__key_number(type, c->key) == 0)
        return SDN_OK;
    compare_fields(type, c, &fields);
    if (fields.shares)
        return SDN_OK;
    sdn_code code = compare_other_columns(m, slot, c, &others);
    *replaced = code == SDN_OK && !others.shares && !(fields.is_empty && others.is_empty);
    return code;
}

/* Whether their row holds what was loaded. */
static sdn_code is_untouched(merge *m, uint32_t slot, const candidate *c, bool *untouched)
{
    sdn_likeness likeness;
    *untouched = sdn_record_equal(m->ours->type, c->versions.base, c->versions.theirs);
    if (!*untouched)
        return SDN_OK;
    sdn_code code = compare_other_columns(m, slot, c, &likeness);
    *untouched = likeness.is_equal;
    return code;
}

/* ---- each kind of change ---- */

static bool have_same_key(const sdn_record_type *type, const void *a, const void *b)
{
    sdn_value x[SDN_INDEX_FIELDS_MAX], y[SDN_INDEX_FIELDS_MAX];
    sdn__values_of(type, &type->key, a, x);
    sdn__values_of(type, &type->key, b, y);
    return sdn__key_equal(type, x, y);
}

static bool is_renamed(const merge *m, const sdn_change *change)
{
    return !have_same_key(m->ours->type, change->base, sdn__slots_record(&m->ours->slots, change->slot));
}

/* An edited record that the file no longer has. If theirs has the key by now, pass 2 gave it to a renamed record. */
static sdn_code merge_missing(merge *m, size_t position)
{
    const sdn_change *change = &m->ours->slots.changes.items[position];
    bool ours_wins = false;
    candidate c = look_up(m, change->base, sdn__slots_record(&m->ours->slots, change->slot));
    c.versions.theirs = NULL;
    sdn_code code = disagree_on_record(m, &c, SDN_CONFLICT_EDIT_DELETE, &ours_wins);
    m->todo[position] = ours_wins ? TODO_INSERT : TODO_NOTHING;
    return code;
}

/* A renamed record that the file no longer has: both sides may have renamed it to the same key. That can be seen only
 * after the records that had this key here have left it. */
static sdn_code merge_missing_renamed(merge *m, size_t position)
{
    const void *ours = sdn__slots_record(&m->ours->slots, m->ours->slots.changes.items[position].slot);
    candidate now = look_up(m, NULL, ours);
    if (now.versions.theirs == NULL || !sdn_record_equal(m->ours->type, ours, now.versions.theirs))
        return merge_missing(m, position);
    m->todo[position] = TODO_NOTHING;
    return SDN_OK;
}

static sdn_code merge_edit(merge *m, size_t position)
{
    const sdn_change *change = &m->ours->slots.changes.items[position];
    const void *ours = sdn__slots_record(&m->ours->slots, change->slot);
    bool replaced = false, ours_wins = true;
    candidate c = look_up(m, change->base, ours);
    if (c.versions.theirs == NULL && !is_renamed(m, change))
        return merge_missing(m, position);
    if (c.versions.theirs == NULL) {
        m->todo[position] = TODO_FIND;
        return SDN_OK;
    }
    sdn_code code = is_record_replaced(m, change->slot, &c, &replaced);
    if (code == SDN_OK && replaced)
        code = disagree_on_record(m, &c, SDN_CONFLICT_REPLACED, &ours_wins);
    if (code == SDN_OK && ours_wins)
        code = replaced ? overwrite(m, &c) : merge_fields(m, &c);
    if (ours_wins && is_renamed(m, change))
        m->renames[m->rename_count++] = (renamed){c.slot, change->base, ours, false};
    return code;
}

/* The change that inserted a record with the key of a deleted one, or SIZE_MAX. */
static size_t replacement_of(const merge *m, const candidate *deleted)
{
    uint32_t slot = sdn__key_map_find(&m->ours->lookup.keys, deleted->key);
    if (slot == SDN_NO_SLOT || m->ours->slots.rows[slot].change == 0)
        return SIZE_MAX;
    size_t position = m->ours->slots.rows[slot].change - 1;
    return m->ours->slots.changes.items[position].base == NULL ? position : SIZE_MAX;
}

/* Whether both sides inserted the same record. With automatic numbers equal records may be two that got one number by
 * chance; the options say. */
static bool is_same_insert(const merge *m, const sdn_change *change, const candidate *c)
{
    bool may_be_chance = (m->ours->slots.rows[change->slot].flags & SDN_ROW_NUMBERED) != 0;
    return c->versions.theirs != NULL && (m->options.equal_inserts_are_one || !may_be_chance) &&
           sdn_record_equal(m->ours->type, sdn__slots_record(&m->ours->slots, change->slot), c->versions.theirs);
}

/* Whether the row of a record that was deleted here is deleted from theirs. `replacement`, or NULL, inserted a record
 * with its key. */
static sdn_code decide_deletion(merge *m, uint32_t slot, const candidate *c, const sdn_change *replacement,
                                bool *deletes)
{
    *deletes = false;
    sdn_code code = c->unreadable ? SDN_OK : is_untouched(m, slot, c, deletes);
    if (code != SDN_OK || *deletes || (replacement != NULL && is_same_insert(m, replacement, c)))
        return code;
    return disagree_on_record(m, c, SDN_CONFLICT_DELETE_EDIT, deletes);
}

static sdn_code merge_delete(merge *m, const sdn_change *change)
{
    const sdn_change *replacement = NULL;
    bool deletes = false;
    candidate c = look_up(m, change->base, NULL);
    size_t position = replacement_of(m, &c);
    if (c.versions.theirs == NULL && !c.unreadable)
        return SDN_OK;
    if (position != SIZE_MAX) {
        replacement = &m->ours->slots.changes.items[position];
        c.versions.ours = sdn__slots_record(&m->ours->slots, replacement->slot);
    }
    sdn_code code = decide_deletion(m, change->slot, &c, replacement, &deletes);
    if (code == SDN_OK && deletes)
        return sdn__edit_delete_alone(m->theirs, c.slot, m->err);
    if (replacement != NULL)
        m->todo[position] = TODO_NOTHING;
    return code;
}

static sdn_code insert_ours(merge *m, const sdn_change *change)
{
    uint32_t flags = m->ours->slots.rows[change->slot].flags & SDN_ROW_NUMBERED;
    return sdn__edit_insert_unchecked(m->theirs, sdn__slots_record(&m->ours->slots, change->slot), flags, m->err);
}

/* Whether a new record of ours may get another number: its number was given automatically, and nothing of ours refers
 * to it. */
static sdn_code may_renumber(merge *m, const sdn_change *change, const candidate *c, bool *may)
{
    const sdn_table *ours = m->ours;
    bool numbered = (ours->slots.rows[change->slot].flags & SDN_ROW_NUMBERED) != 0 ||
                    (m->options.between_versions && sdn__key_number(ours->type, c->key) != 0);
    *may = false;
    if ((ours->type->flags & SDN_RECORD_KEY_RENUMBER) == 0 || !numbered || change->base != NULL || c->unreadable)
        return SDN_OK;
    if (m->referred == NULL) {
        m->referred = sdn__alloc_zeroed(ours->slots.changes.count, sizeof *m->referred);
        if (m->referred == NULL)
            return sdn__fail_memory(m->err);
        sdn__mark_referred(ours, m->sides->ours, m->sides->count, m->referred);
    }
    *may = m->referred[change - ours->slots.changes.items] == 0;
    return SDN_OK;
}

/* Their file has another record with the key of a new one of ours. */
static sdn_code merge_taken(merge *m, const sdn_change *change, candidate *c)
{
    bool renumbers = false, ours_wins = false;
    sdn_code code = may_renumber(m, change, c, &renumbers);
    if (code == SDN_OK && renumbers)
        return sdn__insert_renumbered(m->theirs, c->versions.ours, m->options.notes, m->err);
    if (code == SDN_OK)
        code = disagree_on_record(m, c, SDN_CONFLICT_INSERT, &ours_wins);
    return code == SDN_OK && ours_wins ? overwrite(m, c) : code;
}

static sdn_code merge_insert(merge *m, const sdn_change *change)
{
    if (m->ours->type->key.field_count == 0)
        return insert_ours(m, change);
    candidate c = look_up(m, NULL, sdn__slots_record(&m->ours->slots, change->slot));
    if (c.versions.theirs == NULL && !c.unreadable)
        return insert_ours(m, change);
    if (is_same_insert(m, change, &c))
        return SDN_OK;
    return merge_taken(m, change, &c);
}

/* ---- renamed records ---- */

static sdn_code vacate_keys(merge *m)
{
    sdn_code code = SDN_OK;
    for (size_t i = 0; i < m->rename_count && code == SDN_OK; i++)
        code = sdn__edit_vacate_key(m->theirs, m->renames[i].slot, m->err);
    return code;
}

/* Frees the new key of a record. If the file has a record with it that stays, the renamed one gets its old key back. */
static sdn_code free_key(merge *m, renamed *r)
{
    bool ours_wins = false;
    candidate c = look_up(m, NULL, r->ours);
    if (c.versions.theirs == NULL && !c.unreadable)
        return SDN_OK;
    c.versions.base = r->base;
    sdn_code code = disagree_on_record(m, &c, SDN_CONFLICT_INSERT, &ours_wins);
    if (code == SDN_OK && ours_wins)
        return sdn__edit_delete_alone(m->theirs, c.slot, m->err);
    sdn__edit_give_key(m->theirs, r->slot, NULL);
    r->dropped = true;
    return code;
}

/* Repeated, because a record that gets its old key back may be in the way of another one. Ends: each round drops
 * one. */
static sdn_code free_keys(merge *m)
{
    sdn_code code = SDN_OK;
    for (bool again = true; again && code == SDN_OK;) {
        again = false;
        for (size_t i = 0; i < m->rename_count && code == SDN_OK; i++) {
            if (m->renames[i].dropped)
                continue;
            code = free_key(m, &m->renames[i]);
            again = again || m->renames[i].dropped;
        }
    }
    return code;
}

static sdn_code give_key(merge *m, const renamed *r)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX], copy[SDN_INDEX_FIELDS_MAX];
    sdn__values_of(m->ours->type, &m->ours->type->key, r->ours, key);
    if (sdn__edit_copy_key(m->theirs, key, copy) != 0)
        return sdn__fail_memory(m->err);
    sdn__edit_give_key(m->theirs, r->slot, copy);
    return SDN_OK;
}

static sdn_code merge_renames(merge *m)
{
    if (m->rename_count == 0)
        return SDN_OK;
    sdn__table_flush_open(m->theirs);
    sdn_code code = vacate_keys(m);
    if (code == SDN_OK)
        code = free_keys(m);
    for (size_t i = 0; i < m->rename_count && code == SDN_OK; i++)
        if (!m->renames[i].dropped)
            code = give_key(m, &m->renames[i]);
    return code;
}

/* ---- all changes ---- */

/* Whether only deletions of other records changed the record. One without key cannot be changed otherwise. */
static bool is_only_cleared(const merge *m, const sdn_change *change)
{
    return m->ours->type->key.field_count == 0 ||
           sdn__cleared_explains_all(&m->cleared, change->base, sdn__slots_record(&m->ours->slots, change->slot));
}

/* A change of a record that was loaded. */
static sdn_code merge_loaded(merge *m, size_t position)
{
    const sdn_change *change = &m->ours->slots.changes.items[position];
    assert(m->todo[position] == TODO_UNDECIDED && m->rename_count < m->ours->slots.changes.count);
    if ((m->ours->slots.rows[change->slot].flags & SDN_ROW_DELETED) == 0)
        return is_only_cleared(m, change) ? SDN_OK : merge_edit(m, position);
    return m->ours->type->key.field_count > 0 ? merge_delete(m, change) : SDN_OK;
}

static bool is_to_be_inserted(const merge *m, size_t position)
{
    const sdn_change *change = &m->ours->slots.changes.items[position];
    if (change->base != NULL)
        return m->todo[position] == TODO_INSERT;
    return m->todo[position] != TODO_NOTHING && sdn__slots_is_changed(&m->ours->slots, change);
}

/* The passes in the order that is stated above. */
static sdn_code merge_changes(merge *m)
{
    const sdn_table *ours = m->ours;
    sdn_code code = ours->type->key.field_count == 0 ? sdn__merge_log_deletions(m->ours, m->theirs, m->err) : SDN_OK;
    for (size_t i = 0; i < ours->slots.changes.count && code == SDN_OK; i++)
        if (ours->slots.changes.items[i].base != NULL &&
            sdn__slots_is_changed(&ours->slots, &ours->slots.changes.items[i]))
            code = merge_loaded(m, i);
    if (code == SDN_OK)
        code = merge_renames(m);
    for (size_t i = 0; i < ours->slots.changes.count && code == SDN_OK; i++)
        if (m->todo[i] == TODO_FIND)
            code = merge_missing_renamed(m, i);
    for (size_t i = 0; i < ours->slots.changes.count && code == SDN_OK; i++)
        if (is_to_be_inserted(m, i))
            code = merge_insert(m, &ours->slots.changes.items[i]);
    return code;
}

/* What keeps our table from being saved keeps theirs too. */
static void carry_over_refusal(const sdn_table *ours, sdn_table *theirs)
{
    theirs->refusal = ours->refusal;
}

static sdn_code start_merge(merge *m)
{
    size_t count = m->ours->slots.changes.count + 1; /* not 0: an allocator may return NULL for that */
    sdn_code code = sdn__cleared_init(&m->cleared, m->ours, m->err);
    if (code == SDN_OK)
        code = sdn__other_columns_init(&m->columns, m->ours, m->theirs, m->err);
    if (code == SDN_OK)
        code = sdn__merged_init(&m->merged, m->ours->type, m->err);
    if (code != SDN_OK)
        return code;
    m->todo = sdn__alloc_zeroed(count, sizeof *m->todo);
    m->renames = sdn__resize(NULL, count, sizeof *m->renames);
    return m->todo != NULL && m->renames != NULL ? SDN_OK : sdn__fail_memory(m->err);
}

static void end(merge *m)
{
    sdn__cleared_release(&m->cleared);
    sdn__other_columns_release(&m->columns);
    sdn__merged_release(&m->merged);
    sdn__free(m->referred);
    sdn__free(m->todo);
    sdn__free(m->renames);
}

sdn_code sdn__merge(const sdn_merge_sides *sides, size_t number, const sdn_merge_options *options,
                    sdn_conflict_list *conflicts, sdn_error *err)
{
    sdn_table *ours = sides->ours[number], *theirs = sides->theirs[number];
    sdn__table_flush_open(ours);
    if (!sdn__table_changed(ours))
        return SDN_OK;
    merge m = {.sides = sides, .ours = ours, .theirs = theirs, .options = *options, .conflicts = conflicts, .err = err};
    sdn_code code = start_merge(&m);
    if (code == SDN_OK)
        code = merge_changes(&m);
    end(&m);
    sdn__table_flush_open(theirs);
    carry_over_refusal(ours, theirs);
    return code;
}
