/*
 * Sorting by key. Rows that hold no record (they cannot be read) keep their place in the order, and the records are
 * distributed over the other places.
 *
 * Where a key is there twice the last row counts, so the order has a meaning; and in a conflict that git left it has one
 * too. Such tables are not sorted.
 */
#include "arrange/arrange_private.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "record/value.h"

/* A row with its key. */
typedef struct keyed_row {
    const sdn_record_type *type;
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    arrange_row row;
} keyed_row;

static int by_key_then_place(const void *a, const void *b)
{
    const keyed_row *x = a, *y = b;
    int order = sdn__key_compare(x->type, x->key, y->key);
    return order != 0 ? order : (x->row.line.start > y->row.line.start) - (x->row.line.start < y->row.line.start);
}

static bool has_problem_of_order(const data_table *data)
{
    const sdn_problem *problems;
    size_t count = sdn_store_problems(data->store, &problems);
    for (size_t i = 0; i < count; i++)
        if (problems[i].kind == SDN_PROBLEM_DUPLICATE_KEY || problems[i].kind == SDN_PROBLEM_CONFLICT)
            return true;
    return false;
}

static bool wants_sorting(const arrange_table *table)
{
    return table->data != NULL && (table->data->type->flags & SDN_RECORD_ORDER_BY_KEY) != 0 &&
           !table->text->inline_row && table->row_count > 1 && !has_problem_of_order(table->data);
}

/* What is above the first row up to the last blank line introduces the whole table, and is not moved with the row. */
static void leave_introduction(arrange_row *row)
{
    for (sdn_line line = sdn__line_at(row->above, row->line.start); line.start < row->line.start;
         line = sdn__line_at(line.next, row->line.start))
        if (sdn__skip_blanks(line.start, line.end) == line.end)
            row->above = line.next;
}

/* Puts the records, in the order of their keys, in the places that have records. */
static void place_rows(arrange_table *table, const keyed_row *sorted)
{
    size_t next = 0;
    for (size_t i = 0; i < table->row_count; i++)
        if (table->rows[i].slot != SDN_NO_SLOT)
            table->rows[i] = sorted[next++].row;
}

int arrange_sort(arrange_table *table)
{
    if (!wants_sorting(table))
        return 0;
    const sdn_store *store = table->data->store;
    const sdn_slots *slots = &store->file->image->tables[store->number]->slots;
    keyed_row *sorted = sdn__alloc_zeroed(table->row_count, sizeof *sorted);
    size_t count = 0;
    if (sorted == NULL)
        return -1;
    const char *introduced = table->rows[0].above;
    leave_introduction(&table->rows[0]);
    table->introduction = (sdn_str){introduced, (size_t)(table->rows[0].above - introduced)};
    for (size_t i = 0; i < table->row_count; i++) {
        if (table->rows[i].slot == SDN_NO_SLOT)
            continue;
        sorted[count] = (keyed_row){.type = table->data->type, .row = table->rows[i]};
        sdn__slots_key(slots, table->rows[i].slot, sorted[count++].key);
    }
    qsort(sorted, count, sizeof *sorted, by_key_then_place);
    place_rows(table, sorted);
    sdn__free(sorted);
    return 0;
}
