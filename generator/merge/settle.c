/*
 * What is in the result: what both sides have, what one side inserted, and what one side edited while the other deleted it,
 * which is a conflict. Where rows alone do not tell what the sides did, the file is left to the merge of text.
 */
#include "merge/merge_private.h"

#include "record/record.h"

/* ---- what is in the result ---- */

/* Whether a field holds what it holds in base. A column that base lacks was added, and holds the default if it was not
 * filled; one that the side lacks was removed. */
static bool is_field_unchanged(const merge_table *table, merge_side side, uint32_t field)
{
    const void *before = table->rows[MERGE_BASE].record;
    if (table->column_of[side][field] == SDN_NO_COLUMN)
        return true;
    if (table->column_of[MERGE_BASE][field] == SDN_NO_COLUMN)
        before = table->type->defaults;
    return sdn__field_equal(&table->type->fields[field], before, table->rows[side].record);
}

/* Whether a row holds what it holds in base. */
static bool is_unchanged(file_merger *m, merge_side side, uint32_t position)
{
    const merge_element *element = merge_element_at(m, side, position);
    merge_table *table = &m->tables[element->table];
    uint32_t base = element->peers[MERGE_BASE];
    if (merge_is_equal_text(m, MERGE_BASE, base, side, position) && merge_has_same_columns(table, MERGE_BASE, side))
        return true;
    bool same = merge_row_read(m, table, MERGE_BASE, merge_element_text(m, MERGE_BASE, base)) &&
                merge_row_read(m, table, side, merge_element_text(m, side, position));
    for (uint32_t i = 0; i < table->type->field_count && same; i++)
        same = is_field_unchanged(table, side, i);
    merge_rows_forget(m);
    return same;
}

static merge_state state_of(file_merger *m, merge_side side, merge_element *element)
{
    merge_side other = merge_other(side);
    if (element->peers[other] != MERGE_NONE)
        return MERGE_STABLE;
    if (element->peers[MERGE_BASE] == MERGE_NONE)
        return MERGE_LONE;
    if (merge_is_row(element) && is_unchanged(m, side, element->peers[side]))
        return MERGE_GONE;
    element->flags |= MERGE_DISPUTED;
    return MERGE_LONE;
}

static void find_states(file_merger *m)
{
    for (uint32_t i = 0; i < m->versions[MERGE_BASE].count; i++) {
        merge_element *base = merge_element_at(m, MERGE_BASE, i);
        bool both = base->peers[MERGE_OURS] != MERGE_NONE && base->peers[MERGE_THEIRS] != MERGE_NONE;
        base->state = both ? MERGE_STABLE : MERGE_GONE;
    }
    for (int s = MERGE_OURS; s <= MERGE_THEIRS; s++)
        for (uint32_t i = 0; i < m->versions[s].count; i++) {
            merge_element *element = merge_element_at(m, (merge_side)s, i);
            element->state = (uint8_t)state_of(m, (merge_side)s, element);
        }
}

/* ---- what is left to the merge of text ---- */

/* A table that one side deleted must be as it was, then it is gone. */
static sdn_code settle_deleted_table(file_merger *m, const merge_table *table)
{
    for (int s = MERGE_OURS; s <= MERGE_THEIRS; s++) {
        if (table->headers[s] == NULL || table->headers[merge_other((merge_side)s)] != NULL ||
            table->headers[MERGE_BASE] == NULL)
            continue;
        bool untouched = merge_has_same_columns(table, MERGE_BASE, (merge_side)s);
        merge_element *header = merge_element_at(m, (merge_side)s, table->first[s]);
        for (uint32_t i = 1; i <= table->row_count[s]; i++)
            untouched = untouched && header[i].state == MERGE_GONE;
        if (!untouched)
            return merge_leave(m, "table '%.*s' was deleted on one side and changed on the other", (int)table->name.len,
                               table->name.ptr);
        header->state = MERGE_GONE;
        header->flags &= (uint8_t)~MERGE_DISPUTED;
    }
    return SDN_OK;
}

/* Of rows that are known by their text, an edit is a deletion and an insertion. If both sides deleted one, and a side
 * inserted others, they may have edited it differently. */
static sdn_code settle_text_rows(file_merger *m, const merge_table *table)
{
    bool both_deleted = false, inserted = false;
    for (int s = MERGE_BASE; s < MERGE_SIDES; s++)
        for (uint32_t i = 1; table->headers[s] != NULL && i <= table->row_count[s]; i++) {
            const merge_element *row = merge_element_at(m, (merge_side)s, table->first[s] + i);
            if ((row->flags & MERGE_BY_TEXT) == 0)
                continue;
            if (s == MERGE_BASE)
                both_deleted =
                    both_deleted || (row->peers[MERGE_OURS] == MERGE_NONE && row->peers[MERGE_THEIRS] == MERGE_NONE);
            else
                inserted = inserted || (row->state == MERGE_LONE && (row->flags & MERGE_DISPUTED) == 0);
        }
    if (!both_deleted || !inserted)
        return SDN_OK;
    return merge_leave(m, "table '%.*s' has rows without a key that both sides changed", (int)table->name.len,
                       table->name.ptr);
}

/* Rows that are known by their text cannot get or lose columns. */
static sdn_code settle_columns(file_merger *m, const merge_table *table)
{
    bool same = true;
    for (int s = MERGE_BASE; s < MERGE_SIDES; s++)
        same = same && (table->headers[s] == NULL || table->has_columns_of[s]);
    if (same || !table->by_text || merge_table_is_untouched(table))
        return SDN_OK;
    return merge_leave(m, "table '%.*s' has no key, and its columns were changed", (int)table->name.len,
                       table->name.ptr);
}

sdn_code merge_settle(file_merger *m)
{
    sdn_code code = SDN_OK;
    find_states(m);
    for (size_t i = 0; i < m->table_count && code == SDN_OK; i++) {
        code = settle_deleted_table(m, &m->tables[i]);
        if (code == SDN_OK)
            code = settle_columns(m, &m->tables[i]);
        if (code == SDN_OK)
            code = settle_text_rows(m, &m->tables[i]);
    }
    return code;
}

/* ---- order ---- */

/* Whether the elements from `first` on that a version shares with base stand in another order there. */
static bool is_out_of_order(const file_merger *m, merge_side side, uint32_t first, uint32_t count, bool headers)
{
    uint32_t last = 0;
    for (uint32_t i = first; i < first + count; i++) {
        const merge_element *element = merge_element_at(m, side, i);
        uint32_t base = element->peers[MERGE_BASE];
        bool counts = ((element->flags & MERGE_IS_HEADER) != 0) == headers && element->state == MERGE_STABLE;
        if (!counts || base == MERGE_NONE)
            continue;
        if (base < last)
            return true;
        last = base;
    }
    return false;
}

/* Theirs if only theirs changed the order, else ours. */
static merge_side order_side_of(const file_merger *m, const uint32_t *first, const uint32_t *count, bool headers)
{
    bool theirs_changed = is_out_of_order(m, MERGE_THEIRS, first[MERGE_THEIRS], count[MERGE_THEIRS], headers) &&
                          !is_out_of_order(m, MERGE_OURS, first[MERGE_OURS], count[MERGE_OURS], headers);
    return theirs_changed ? MERGE_THEIRS : MERGE_OURS;
}

void merge_find_order(file_merger *m)
{
    uint32_t first[MERGE_SIDES] = {0}, count[MERGE_SIDES];
    for (int s = MERGE_BASE; s < MERGE_SIDES; s++)
        count[s] = (uint32_t)m->versions[s].count - 1;
    m->table_order = order_side_of(m, first, count, true);
    for (size_t i = 0; i < m->table_count; i++) {
        merge_table *table = &m->tables[i];
        if (table->headers[MERGE_OURS] == NULL || table->headers[MERGE_THEIRS] == NULL)
            continue;
        for (int s = MERGE_BASE; s < MERGE_SIDES; s++)
            first[s] = table->first[s] + 1;
        table->order = order_side_of(m, first, table->row_count, false);
    }
}
