#include "store/merge_log.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "base/error.h"
#include "edit/edit.h"
#include "record/record.h"
#include "text/scan.h"

#include <stdlib.h>
#include <string.h>

typedef struct log_row {
    sdn_str text;
    uint32_t slot;
    bool deleted; /* not saved yet */
} log_row;

typedef struct log_rows {
    log_row *items;
    size_t count;
    sdn_arena texts;
} log_rows;

static int compare_text(const log_row *a, const log_row *b)
{
    return sdn_str_compare(a->text, b->text);
}

static int by_text(const void *a, const void *b)
{
    const log_row *x = a, *y = b;
    int order = compare_text(x, y);
    return order != 0 ? order : (x->slot > y->slot) - (x->slot < y->slot);
}

static bool has_record(const sdn_row *row)
{
    return (row->flags & SDN_ROW_UNREADABLE) == 0 && !sdn__row_is_gone(row);
}

/* A copy of the row of a slot as it is in the file. Its ptr is NULL when memory ran out. */
static sdn_str copied_row(const sdn_table *table, uint32_t slot, sdn_arena *arena)
{
    sdn_str row = sdn__table_row_text(table, slot);
    char *copy = sdn__arena_bytes(arena, row.len);
    if (copy != NULL)
        sdn__document_copy(table->document, row.ptr, row.len, copy);
    return (sdn_str){copy, row.len};
}

/* Lists the rows of the file as it was loaded, sorted by text. */
static int list_rows(sdn_table *table, log_rows *rows)
{
    *rows = (log_rows){sdn__resize(NULL, table->slots.loaded_count, sizeof *rows->items), 0, SDN_ARENA_INIT};
    if (rows->items == NULL)
        return -1;
    for (uint32_t slot = 0; slot < table->slots.loaded_count; slot++) {
        if (!has_record(&table->slots.rows[slot]))
            continue; /* perhaps without a row: one that was inserted and deleted again before a save */
        sdn_str row = copied_row(table, slot, &rows->texts);
        if (row.ptr == NULL)
            return -1;
        rows->items[rows->count++] = (log_row){sdn__trimmed(row.ptr, row.ptr + row.len), slot,
                                               (table->slots.rows[slot].flags & SDN_ROW_DELETED) != 0};
    }
    if (rows->count > 0)
        qsort(rows->items, rows->count, sizeof *rows->items, by_text);
    return 0;
}

/* How many rows from `at` on have the same text, and how many of these were deleted. */
static size_t count_equal(const log_rows *rows, size_t at, size_t *deleted)
{
    size_t end = at;
    for (*deleted = 0; end < rows->count && compare_text(&rows->items[at], &rows->items[end]) == 0; end++)
        *deleted += rows->items[end].deleted;
    return end - at;
}

/* Whether two rows with the same text are the same record: the columns may have changed places. */
static bool same_record(const sdn_table *ours, uint32_t slot, const sdn_table *theirs, uint32_t other)
{
    const void *base = ours->slots.rows[slot].change != 0 ? sdn__slots_base(&ours->slots, slot)
                                                          : sdn__slots_record(&ours->slots, slot);
    return sdn_record_equal(ours->type, base, sdn__slots_record(&theirs->slots, other));
}

static sdn_code delete_rows(sdn_table *theirs, const log_row *rows, size_t count, sdn_error *err)
{
    sdn_code code = SDN_OK;
    for (size_t i = 0; i < count && code == SDN_OK; i++)
        code = sdn__edit_delete_alone(theirs, rows[i].slot, err);
    return code;
}

/* Goes on to the rows with the text of `row`, and counts them. */
static size_t find_equal(const log_rows *rows, size_t *at, const log_row *row)
{
    size_t deleted;
    while (*at < rows->count && compare_text(&rows->items[*at], row) < 0)
        ++*at;
    if (*at == rows->count || compare_text(&rows->items[*at], row) != 0)
        return 0;
    return count_equal(rows, *at, &deleted);
}

static sdn_code delete_found(const sdn_table *ours, const log_rows *here, sdn_table *theirs, const log_rows *found,
                             sdn_error *err)
{
    sdn_code code = SDN_OK;
    for (size_t at = 0, other = 0, count; at < here->count && code == SDN_OK; at += count) {
        size_t deleted;
        const log_row *row = &here->items[at];
        count = count_equal(here, at, &deleted);
        size_t there = find_equal(found, &other, row);
        size_t missing = count > there ? count - there : 0;
        if (deleted > missing && same_record(ours, row->slot, theirs, found->items[other].slot))
            code = delete_rows(theirs, &found->items[other], deleted - missing, err);
        other += there;
    }
    return code;
}

static void release_rows(log_rows *rows)
{
    sdn__free(rows->items);
    sdn_arena_release(&rows->texts);
}

sdn_code sdn__merge_log_deletions(sdn_table *ours, sdn_table *theirs, sdn_error *err)
{
    log_rows here = {NULL, 0, SDN_ARENA_INIT}, there = {NULL, 0, SDN_ARENA_INIT};
    if (ours->slots.changes.edit_count == 0)
        return SDN_OK;
    bool failed = list_rows(ours, &here) != 0 || list_rows(theirs, &there) != 0;
    sdn_code code = failed ? sdn__fail_memory(err) : delete_found(ours, &here, theirs, &there, err);
    release_rows(&here);
    release_rows(&there);
    return code;
}
