#include "store/merge.h"
#include "edit/edit.h"

#include "base/alloc.h"
#include "store/merge_log.h"
#include "store/other_columns.h"
#include "record/record.h"
#include "record/value.h"

#include <string.h>

/* What is left to do for a change: nothing yet decided is 0. */
enum { TODO_FIND = 1, TODO_INSERT, TODO_NOTHING };

/* A record that gets the key it was given here. */
typedef struct renamed {
    uint32_t slot; /* of their record */
    const void *base;
    const void *ours;
    bool dropped; /* it keeps its old key */
} renamed;

typedef struct merge {
    sdn_table *ours;
    sdn_table *theirs;
    sdn_conflict_policy policy;
    sdn_conflict_list *conflicts;
    sdn_other_columns columns;
    uint8_t *todo; /* by position among the changes of `ours`: 0 or TODO_... */
    renamed *renames;
    size_t rename_count;
    sdn_error *err;
} merge;

/* One record with all that is known of it. */
typedef struct subject {
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    sdn_versions versions;
    uint32_t slot;   /* of their record, or SDN_NO_SLOT */
    bool unreadable; /* the file has a row with the key, but it cannot be read */
    void *opened;    /* their record once it is written to */
} subject;

static subject look_up(const merge *m, const void *base, const void *ours)
{
    const sdn_record_type *type = m->ours->type;
    subject s = {.versions = {.base = base, .ours = ours}};
    sdn__values_of(type, &type->key, base != NULL ? base : ours, s.key);
    s.slot = sdn__key_map_find(&m->theirs->lookup.keys, s.key);
    if (s.slot != SDN_NO_SLOT)
        s.versions.theirs = sdn__slots_record(&m->theirs->slots, s.slot);
    else
        s.unreadable = sdn__table_is_unread(m->theirs, s.key);
    return s;
}

/* Notes a conflict; *ours_wins is what the policy says. */
static sdn_code disagree(merge *m, const subject *s, sdn_conflict_kind kind, uint32_t field, bool *ours_wins)
{
    *ours_wins = m->policy == SDN_ON_CONFLICT_OURS;
    return sdn__conflict_list_add(m->conflicts, kind, m->ours->type, field, &s->versions, m->err);
}

/* A policy cannot decide for bytes that nobody could read. */
static sdn_code refuse_unreadable(const merge *m, const subject *s)
{
    char shown[SDN_SHOWN_KEY_SIZE];
    sdn__key_print(m->theirs->type, s->key, shown, sizeof shown);
    return sdn__fail_at(m->err, SDN_E_INVALID, m->theirs->document->path, sdn__table_unread_line(m->theirs, s->key), 1,
                        "the row of record '%s', which was changed here, can no longer be read; correct that row first",
                        shown);
}

static sdn_code disagree_on_record(merge *m, const subject *s, sdn_conflict_kind kind, bool *ours_wins)
{
    sdn_conflict_kind found = s->unreadable ? SDN_CONFLICT_UNREADABLE : kind;
    sdn_code code = disagree(m, s, found, SDN_NO_FIELD_IN_CONFLICT, ours_wins);
    return code == SDN_OK && s->unreadable && *ours_wins ? refuse_unreadable(m, s) : code;
}

/* ---- records that both sides have ---- */

static bool is_key(const sdn_record_type *type, uint32_t field)
{
    for (uint32_t i = 0; i < type->key.field_count; i++)
        if (type->key.fields[i] == field)
            return true;
    return false;
}

/* Whether our value of a field is to be written over theirs. */
static sdn_code judge_field(merge *m, const subject *s, uint32_t position, bool *ours_wins)
{
    const sdn_field *field = &m->ours->type->fields[position];
    const sdn_versions *v = &s->versions;
    *ours_wins = false;
    if (is_key(m->ours->type, position) || sdn__field_equal(field, v->ours, v->theirs) ||
        sdn__field_equal(field, v->ours, v->base))
        return SDN_OK;
    *ours_wins = true;
    if (sdn__field_equal(field, v->theirs, v->base))
        return SDN_OK;
    return disagree(m, s, SDN_CONFLICT_FIELD, position, ours_wins);
}

static sdn_code write_field(merge *m, subject *s, const sdn_field *field)
{
    if (s->opened == NULL) {
        sdn_code code = sdn__edit_require_one_row(m->theirs, s->key, m->err);
        if (code != SDN_OK)
            return code;
        s->opened = sdn__edit_open(m->theirs, s->key, m->err);
        if (s->opened == NULL)
            return SDN_E_NOMEM; /* the record is there, so nothing else can be wrong */
        s->versions.theirs = sdn__slots_base(&m->theirs->slots, s->slot);
    }
    if (sdn__field_copy(field, s->opened, s->versions.ours, &m->theirs->arena) != 0)
        return sdn__fail_memory(m->err);
    return SDN_OK;
}

static sdn_code merge_fields(merge *m, subject *s)
{
    sdn_code code = SDN_OK;
    for (uint32_t i = 0; i < m->ours->type->field_count && code == SDN_OK; i++) {
        bool ours_wins = false;
        code = judge_field(m, s, i, &ours_wins);
        if (code == SDN_OK && ours_wins)
            code = write_field(m, s, &m->ours->type->fields[i]);
    }
    return code;
}

static sdn_code overwrite(merge *m, subject *s)
{
    sdn_code code = SDN_OK;
    for (uint32_t i = 0; i < m->ours->type->field_count && code == SDN_OK; i++)
        if (!is_key(m->ours->type, i) &&
            !sdn__field_equal(&m->ours->type->fields[i], s->versions.ours, s->versions.theirs))
            code = write_field(m, s, &m->ours->type->fields[i]);
    return code;
}

/* ---- whether their record is still what was loaded ---- */

/* Compares the other columns of a record's row as it was loaded, in `slot` of ours, with those of theirs. */
static sdn_code compare_rows(merge *m, uint32_t slot, const subject *s, sdn_likeness *likeness)
{
    return sdn__other_columns_compare(&m->columns, sdn__table_row_text(m->ours, slot),
                                      sdn__table_row_as_written(m->theirs, s->slot), likeness, m->err);
}

/* The same for fields. */
static void compare_fields(const sdn_record_type *type, const subject *s, sdn_likeness *likeness)
{
    for (uint32_t i = 0; i < type->field_count; i++) {
        const sdn_field *field = &type->fields[i];
        if (is_key(type, i) || sdn__field_equal(field, s->versions.base, type->defaults))
            continue;
        likeness->is_empty = false;
        likeness->shares = likeness->shares || sdn__field_equal(field, s->versions.base, s->versions.theirs);
    }
}

/* Whether their record is another one, under a number that was given a second time; see merge.h. */
static sdn_code is_replaced(merge *m, uint32_t slot, const subject *s, bool *replaced)
{
    const sdn_record_type *type = m->ours->type;
    sdn_likeness fields = {.is_empty = true}, others;
    *replaced = false;
    if ((type->flags & SDN_RECORD_KEY_AUTO) == 0 || sdn__key_number(type, s->key) == 0)
        return SDN_OK;
    compare_fields(type, s, &fields);
    if (fields.shares)
        return SDN_OK;
    sdn_code code = compare_rows(m, slot, s, &others);
    *replaced = code == SDN_OK && !others.shares && !(fields.is_empty && others.is_empty);
    return code;
}

static sdn_code is_untouched(merge *m, uint32_t slot, const subject *s, bool *untouched)
{
    sdn_likeness likeness;
    *untouched = sdn_record_equal(m->ours->type, s->versions.base, s->versions.theirs);
    if (!*untouched)
        return SDN_OK;
    sdn_code code = compare_rows(m, slot, s, &likeness);
    *untouched = likeness.is_equal;
    return code;
}

/* ---- each kind of change ---- */

static bool same_key(const sdn_record_type *type, const void *a, const void *b)
{
    sdn_value x[SDN_INDEX_FIELDS_MAX], y[SDN_INDEX_FIELDS_MAX];
    sdn__values_of(type, &type->key, a, x);
    sdn__values_of(type, &type->key, b, y);
    return sdn__key_equal(type, x, y);
}

static bool is_renamed(const merge *m, const sdn_change *change)
{
    return !same_key(m->ours->type, change->base, sdn__slots_record(&m->ours->slots, change->slot));
}

/* An edited record whose key the file has no longer. What has it by now was renamed to it here. */
static sdn_code merge_missing(merge *m, size_t position)
{
    const sdn_change *change = &m->ours->slots.changes.items[position];
    bool ours_wins = false;
    subject s = look_up(m, change->base, sdn__slots_record(&m->ours->slots, change->slot));
    s.versions.theirs = NULL;
    sdn_code code = disagree_on_record(m, &s, SDN_CONFLICT_EDIT_DELETE, &ours_wins);
    m->todo[position] = ours_wins ? TODO_INSERT : TODO_NOTHING;
    return code;
}

/* Both sides may have renamed it to the same key. What stands there is known once those that had that key here left it. */
static sdn_code merge_missing_renamed(merge *m, size_t position)
{
    const void *ours = sdn__slots_record(&m->ours->slots, m->ours->slots.changes.items[position].slot);
    subject now = look_up(m, NULL, ours);
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
    subject s = look_up(m, change->base, ours);
    if (s.versions.theirs == NULL && !is_renamed(m, change))
        return merge_missing(m, position);
    if (s.versions.theirs == NULL) {
        m->todo[position] = TODO_FIND;
        return SDN_OK;
    }
    sdn_code code = is_replaced(m, change->slot, &s, &replaced);
    if (code == SDN_OK && replaced)
        code = disagree_on_record(m, &s, SDN_CONFLICT_REPLACED, &ours_wins);
    if (code == SDN_OK && ours_wins)
        code = replaced ? overwrite(m, &s) : merge_fields(m, &s);
    if (ours_wins && is_renamed(m, change))
        m->renames[m->rename_count++] = (renamed){s.slot, change->base, ours, false};
    return code;
}

/* The change of the new record that has the key of a deleted one, or SIZE_MAX. */
static size_t replacement_of(const merge *m, const subject *deleted)
{
    uint32_t slot = sdn__key_map_find(&m->ours->lookup.keys, deleted->key);
    if (slot == SDN_NO_SLOT || m->ours->slots.rows[slot].change == 0)
        return SIZE_MAX;
    size_t position = m->ours->slots.rows[slot].change - 1;
    return m->ours->slots.changes.items[position].base == NULL ? position : SIZE_MAX;
}

/* Two equal records are one, unless we numbered ours: they may be two things that happened, under one number. */
static bool is_same_insert(const merge *m, const sdn_change *change, const subject *s)
{
    return s->versions.theirs != NULL && (m->ours->slots.rows[change->slot].flags & SDN_ROW_NUMBERED) == 0 &&
           sdn_record_equal(m->ours->type, sdn__slots_record(&m->ours->slots, change->slot), s->versions.theirs);
}

/* Whether the row of a record that was deleted here is to go. `replacement`, or NULL, is the new record under its key. */
static sdn_code judge_deletion(merge *m, uint32_t slot, const subject *s, const sdn_change *replacement, bool *goes)
{
    *goes = false;
    sdn_code code = s->unreadable ? SDN_OK : is_untouched(m, slot, s, goes);
    if (code != SDN_OK || *goes || (replacement != NULL && is_same_insert(m, replacement, s)))
        return code;
    return disagree_on_record(m, s, SDN_CONFLICT_DELETE_EDIT, goes);
}

static sdn_code merge_delete(merge *m, const sdn_change *change)
{
    const sdn_change *replacement = NULL;
    bool goes = false;
    subject s = look_up(m, change->base, NULL);
    size_t position = replacement_of(m, &s);
    if (s.versions.theirs == NULL && !s.unreadable)
        return SDN_OK;
    if (position != SIZE_MAX) {
        replacement = &m->ours->slots.changes.items[position];
        s.versions.ours = sdn__slots_record(&m->ours->slots, replacement->slot);
    }
    sdn_code code = judge_deletion(m, change->slot, &s, replacement, &goes);
    if (code == SDN_OK && goes)
        return sdn__edit_delete(m->theirs, s.key, m->err);
    if (replacement != NULL)
        m->todo[position] = TODO_NOTHING;
    return code;
}

static sdn_code insert_ours(merge *m, const sdn_change *change)
{
    uint32_t flags = m->ours->slots.rows[change->slot].flags & SDN_ROW_NUMBERED;
    return sdn__edit_insert_unchecked(m->theirs, sdn__slots_record(&m->ours->slots, change->slot), flags, m->err);
}

static sdn_code merge_insert(merge *m, const sdn_change *change)
{
    bool ours_wins = false;
    if (m->ours->type->key.field_count == 0)
        return insert_ours(m, change);
    subject s = look_up(m, NULL, sdn__slots_record(&m->ours->slots, change->slot));
    if (s.versions.theirs == NULL && !s.unreadable)
        return insert_ours(m, change);
    if (is_same_insert(m, change, &s))
        return SDN_OK;
    sdn_code code = disagree_on_record(m, &s, SDN_CONFLICT_INSERT, &ours_wins);
    return code == SDN_OK && ours_wins ? overwrite(m, &s) : code;
}

/* ---- renamed records ---- */

/* All leave their keys before the first one gets its new one: they may take each other's. */
static sdn_code vacate_keys(merge *m)
{
    sdn_code code = SDN_OK;
    for (size_t i = 0; i < m->rename_count && code == SDN_OK; i++)
        code = sdn__edit_vacate_key(m->theirs, m->renames[i].slot, m->err);
    return code;
}

/* Sees whether the file has a record under the new key; if that stays, the renamed one gets its old key back. */
static sdn_code claim_key(merge *m, renamed *r)
{
    bool ours_wins = false;
    subject s = look_up(m, NULL, r->ours);
    if (s.versions.theirs == NULL && !s.unreadable)
        return SDN_OK;
    s.versions.base = r->base;
    sdn_code code = disagree_on_record(m, &s, SDN_CONFLICT_INSERT, &ours_wins);
    if (code == SDN_OK && ours_wins)
        return sdn__edit_delete(m->theirs, s.key, m->err);
    sdn__edit_give_key(m->theirs, r->slot, NULL);
    r->dropped = true;
    return code;
}

/* A record that gets its old key back may be in the way of another. */
static sdn_code claim_keys(merge *m)
{
    sdn_code code = SDN_OK;
    for (bool again = true; again && code == SDN_OK;) {
        again = false;
        for (size_t i = 0; i < m->rename_count && code == SDN_OK; i++) {
            if (m->renames[i].dropped)
                continue;
            code = claim_key(m, &m->renames[i]);
            again = again || m->renames[i].dropped;
        }
    }
    return code;
}

static sdn_code take_key(merge *m, const renamed *r)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX], owned[SDN_INDEX_FIELDS_MAX];
    sdn__values_of(m->ours->type, &m->ours->type->key, r->ours, key);
    if (sdn__edit_copy_key(m->theirs, key, owned) != 0)
        return sdn__fail_memory(m->err);
    sdn__edit_give_key(m->theirs, r->slot, owned);
    return SDN_OK;
}

static sdn_code merge_renames(merge *m)
{
    if (m->rename_count == 0)
        return SDN_OK;
    sdn__table_flush_open(m->theirs);
    sdn_code code = vacate_keys(m);
    if (code == SDN_OK)
        code = claim_keys(m);
    for (size_t i = 0; i < m->rename_count && code == SDN_OK; i++)
        if (!m->renames[i].dropped)
            code = take_key(m, &m->renames[i]);
    return code;
}

/* ---- all changes ---- */

static sdn_code merge_loaded(merge *m, size_t position)
{
    const sdn_change *change = &m->ours->slots.changes.items[position];
    if ((m->ours->slots.rows[change->slot].flags & SDN_ROW_DELETED) == 0)
        return merge_edit(m, position);
    return m->ours->type->key.field_count > 0 ? merge_delete(m, change) : SDN_OK;
}

static bool is_to_be_inserted(const merge *m, size_t position)
{
    const sdn_change *change = &m->ours->slots.changes.items[position];
    if (change->base != NULL)
        return m->todo[position] == TODO_INSERT;
    return m->todo[position] != TODO_NOTHING && sdn__table_is_changed(m->ours, change);
}

static sdn_code merge_changes(merge *m)
{
    const sdn_table *ours = m->ours;
    sdn_code code = ours->type->key.field_count == 0 ? sdn__merge_log_deletions(m->ours, m->theirs, m->err) : SDN_OK;
    for (size_t i = 0; i < ours->slots.changes.count && code == SDN_OK; i++)
        if (ours->slots.changes.items[i].base != NULL && sdn__table_is_changed(ours, &ours->slots.changes.items[i]))
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

/* What is not tied to a record. */
static void carry_over(const sdn_table *ours, sdn_table *theirs)
{
    memcpy(theirs->refusal.edited_key, ours->refusal.edited_key, sizeof theirs->refusal.edited_key);
    theirs->refusal.text_was_lost = ours->refusal.text_was_lost;
    theirs->refusal.unset_field = ours->refusal.unset_field;
}

static sdn_code start(merge *m)
{
    size_t count = m->ours->slots.changes.count + 1; /* never none, which an allocator may refuse */
    sdn_code code = sdn__other_columns_init(&m->columns, m->ours, m->theirs, m->err);
    if (code != SDN_OK)
        return code;
    m->todo = sdn__alloc_zeroed(count, sizeof *m->todo);
    m->renames = sdn__resize(NULL, count, sizeof *m->renames);
    return m->todo != NULL && m->renames != NULL ? SDN_OK : sdn__fail_memory(m->err);
}

static void end(merge *m)
{
    sdn__other_columns_release(&m->columns);
    sdn__free(m->todo);
    sdn__free(m->renames);
}

sdn_code sdn__merge(sdn_table *ours, sdn_table *theirs, sdn_conflict_policy policy, sdn_conflict_list *conflicts,
                    sdn_error *err)
{
    sdn__table_flush_open(ours);
    if (!sdn__table_changed(ours))
        return SDN_OK;
    merge m = {.ours = ours, .theirs = theirs, .policy = policy, .conflicts = conflicts, .err = err};
    sdn__table_restore_bytes(ours);
    sdn_code code = start(&m);
    if (code == SDN_OK)
        code = merge_changes(&m);
    end(&m);
    sdn__table_terminate_again(ours);
    sdn__table_flush_open(theirs);
    carry_over(ours, theirs);
    return code;
}
