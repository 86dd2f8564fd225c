#include "merge/merge_private.h"

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
