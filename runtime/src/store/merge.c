#include "store/merge.h"

#include "base/alloc.h"
#include "store/record.h"
#include "store/value.h"

#include <string.h>

/* Names a record in messages. */
enum { KEY_SHOWN = 160 };

typedef struct merge {
    sdn_table *ours;
    sdn_table *theirs;
    sdn_conflict_policy policy;
    sdn_conflict_list *conflicts;
    bool *done; /* by position among the changes of `ours`: dealt with together with another change */
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
    sdn_values_of(type, &type->key, base != NULL ? base : ours, s.key);
    s.slot = sdn_key_map_find(&m->theirs->keys, s.key);
    if (s.slot != SDN_NO_SLOT)
        s.versions.theirs = sdn_table_record(m->theirs, s.slot);
    else
        s.unreadable = sdn_key_map_find(&m->theirs->unreadable_keys, s.key) != SDN_NO_SLOT;
    return s;
}

/* Notes a conflict; *ours_wins is what the policy says. */
static sdn_code disagree(merge *m, const subject *s, sdn_conflict_kind kind, uint32_t field, bool *ours_wins)
{
    *ours_wins = m->policy == SDN_ON_CONFLICT_OURS;
    return sdn_conflict_list_add(m->conflicts, kind, m->ours->type, field, &s->versions, m->err);
}

/* A policy cannot decide for bytes that nobody could read. */
static sdn_code refuse_unreadable(const merge *m, const subject *s)
{
    char shown[KEY_SHOWN];
    uint32_t row = sdn_key_map_find(&m->theirs->unreadable_keys, s->key);
    sdn_key_print(m->theirs->type, s->key, shown, sizeof shown);
    return sdn_fail_at(m->err, SDN_E_INVALID, m->theirs->document->path, sdn_table_line(m->theirs, row), 1,
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

/* Whether our value of a field is to be written over theirs. */
static sdn_code judge_field(merge *m, const subject *s, uint32_t position, bool *ours_wins)
{
    const sdn_field *field = &m->ours->type->fields[position];
    const sdn_versions *v = &s->versions;
    *ours_wins = false;
    if (sdn_field_equal(field, v->ours, v->theirs) || sdn_field_equal(field, v->ours, v->base))
        return SDN_OK;
    *ours_wins = true;
    if (sdn_field_equal(field, v->theirs, v->base))
        return SDN_OK;
    return disagree(m, s, SDN_CONFLICT_FIELD, position, ours_wins);
}

static sdn_code write_field(merge *m, subject *s, const sdn_field *field)
{
    if (s->opened == NULL) {
        s->opened = sdn_table_edit(m->theirs, s->key, m->err);
        if (s->opened == NULL)
            return SDN_E_NOMEM; /* the record is there, so nothing else can be wrong */
        s->versions.theirs = sdn_table_base(m->theirs, s->slot);
    }
    if (sdn_field_copy(field, s->opened, s->versions.ours, &m->theirs->arena) != 0)
        return sdn_fail_memory(m->err);
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
        if (!sdn_field_equal(&m->ours->type->fields[i], s->versions.ours, s->versions.theirs))
            code = write_field(m, s, &m->ours->type->fields[i]);
    return code;
}

/* ---- each kind of change ---- */

static sdn_code insert_ours(merge *m, const void *record)
{
    return sdn_table_insert_unchecked(m->theirs, record, m->err);
}

/* A record that was edited, or deleted and inserted again under its key. */
static sdn_code merge_edit(merge *m, const void *base, const void *ours)
{
    bool ours_wins = false;
    subject s = look_up(m, base, ours);
    if (s.versions.theirs != NULL)
        return merge_fields(m, &s);
    sdn_code code = disagree_on_record(m, &s, SDN_CONFLICT_EDIT_DELETE, &ours_wins);
    if (code == SDN_OK && ours_wins)
        code = insert_ours(m, ours);
    return code;
}

static sdn_code merge_delete(merge *m, const void *base)
{
    bool ours_wins = true;
    sdn_code code = SDN_OK;
    subject s = look_up(m, base, NULL);
    if (s.versions.theirs == NULL && !s.unreadable)
        return SDN_OK;
    if (s.unreadable || !sdn_record_equal(m->ours->type, base, s.versions.theirs))
        code = disagree_on_record(m, &s, SDN_CONFLICT_DELETE_EDIT, &ours_wins);
    if (code == SDN_OK && ours_wins)
        code = sdn_table_delete(m->theirs, s.key, m->err);
    return code;
}

static sdn_code merge_insert(merge *m, const void *ours)
{
    bool ours_wins = false;
    if (m->ours->type->key.field_count == 0)
        return insert_ours(m, ours);
    subject s = look_up(m, NULL, ours);
    if (s.versions.theirs == NULL && !s.unreadable)
        return insert_ours(m, ours);
    /* Even if both are equal: they may be two things that happened, under one automatic number. */
    sdn_code code = disagree_on_record(m, &s, SDN_CONFLICT_INSERT, &ours_wins);
    return code == SDN_OK && ours_wins ? overwrite(m, &s) : code;
}

/* ---- all changes ---- */

/* The change of the new record that took the key of a deleted one, or SIZE_MAX. */
static size_t replacement_of(const merge *m, const sdn_change *deleted)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    sdn_values_of(m->ours->type, &m->ours->type->key, deleted->base, key);
    uint32_t slot = sdn_key_map_find(&m->ours->keys, key);
    return slot != SDN_NO_SLOT ? m->ours->rows[slot].change - 1 : SIZE_MAX;
}

static sdn_code merge_loaded(merge *m, const sdn_change *change)
{
    const sdn_table *ours = m->ours;
    if ((ours->rows[change->slot].flags & SDN_ROW_DELETED) == 0)
        return merge_edit(m, change->base, sdn_table_record(ours, change->slot));
    size_t replacement = replacement_of(m, change);
    if (replacement == SIZE_MAX)
        return merge_delete(m, change->base);
    m->done[replacement] = true;
    return merge_edit(m, change->base, sdn_table_record(ours, ours->changes[replacement].slot));
}

static sdn_code merge_changes(merge *m)
{
    const sdn_table *ours = m->ours;
    sdn_code code = SDN_OK;
    for (size_t i = 0; i < ours->change_count && code == SDN_OK; i++)
        if (ours->changes[i].base != NULL && sdn_table_is_changed(ours, &ours->changes[i]))
            code = merge_loaded(m, &ours->changes[i]);
    for (size_t i = 0; i < ours->change_count && code == SDN_OK; i++)
        if (ours->changes[i].base == NULL && !m->done[i] && sdn_table_is_changed(ours, &ours->changes[i]))
            code = merge_insert(m, sdn_table_record(ours, ours->changes[i].slot));
    return code;
}

/* What is not tied to a record. */
static void carry_over(const sdn_table *ours, sdn_table *theirs)
{
    if (ours->largest_number > theirs->largest_number)
        theirs->largest_number = ours->largest_number; /* a number given out stays used */
    theirs->key_was_edited = ours->key_was_edited;
    theirs->text_was_lost = ours->text_was_lost;
    theirs->unset_field = ours->unset_field;
}

sdn_code sdn_merge(sdn_table *ours, sdn_table *theirs, sdn_conflict_policy policy, sdn_conflict_list *conflicts,
                   sdn_error *err)
{
    sdn_table_settle(ours);
    if (!sdn_table_changed(ours))
        return SDN_OK;
    merge m = {ours, theirs, policy, conflicts, sdn_alloc_zeroed(ours->change_count + 1, sizeof *m.done), err};
    if (m.done == NULL)
        return sdn_fail_memory(err);
    sdn_code code = merge_changes(&m);
    sdn_free(m.done);
    sdn_table_settle(theirs);
    carry_over(ours, theirs);
    return code;
}
