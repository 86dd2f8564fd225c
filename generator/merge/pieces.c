/*
 * The longest common subsequence, by dynamic programming: what stands between two rows is a handful of lines. Lines that
 * both lists have at the start and at the end are matched first. If what is left is too large for a table, none of it is
 * matched, which makes a larger region, but no wrong one.
 */
#include "merge/pieces.h"

#include <string.h>

#include "base/alloc.h"

/* Entries of the table. */
enum { LARGEST_TABLE = 1 << 22 };

bool pieces_are_equal(const piece *a, const piece *b)
{
    return piece_is_line(a) && piece_is_line(b) && sdn_str_equal(a->text, b->text);
}

/* The lengths of the longest common subsequences of the rests that begin at (i, j). */
typedef struct length_table {
    uint32_t *lengths;
    size_t width;
} length_table;

static uint32_t *length_at(const length_table *table, size_t i, size_t j)
{
    return &table->lengths[i * table->width + j];
}

static void fill_lengths(length_table *table, const piece *a, size_t a_count, const piece *b, size_t b_count)
{
    for (size_t i = a_count; i-- > 0;)
        for (size_t j = b_count; j-- > 0;) {
            uint32_t down = *length_at(table, i + 1, j), right = *length_at(table, i, j + 1);
            *length_at(table, i, j) = pieces_are_equal(&a[i], &b[j]) ? *length_at(table, i + 1, j + 1) + 1
                                      : down > right                 ? down
                                                                     : right;
        }
}

static int match_middle(const piece *a, size_t a_count, const piece *b, size_t b_count, size_t offset,
                        uint32_t *matches)
{
    length_table table = {NULL, b_count + 1};
    if (a_count == 0 || b_count == 0 || a_count > LARGEST_TABLE / (b_count + 1) - 1)
        return 0;
    table.lengths = sdn__alloc_zeroed((a_count + 1) * (b_count + 1), sizeof *table.lengths);
    if (table.lengths == NULL)
        return -1;
    fill_lengths(&table, a, a_count, b, b_count);
    for (size_t i = 0, j = 0; i < a_count && j < b_count;) {
        if (pieces_are_equal(&a[i], &b[j])) {
            matches[i] = (uint32_t)(offset + j++);
            i++;
        } else if (*length_at(&table, i + 1, j) >= *length_at(&table, i, j + 1))
            i++;
        else
            j++;
    }
    sdn__free(table.lengths);
    return 0;
}

int pieces_match(piece_range before, piece_range after, uint32_t *matches)
{
    size_t first = 0, last = 0;
    memset(matches, 0xFF, before.count * sizeof *matches);
    for (; first < before.count && first < after.count; first++) {
        if (!pieces_are_equal(&before.items[first], &after.items[first]))
            break;
        matches[first] = (uint32_t)first;
    }
    for (; first + last < before.count && first + last < after.count; last++) {
        size_t i = before.count - 1 - last, j = after.count - 1 - last;
        if (!pieces_are_equal(&before.items[i], &after.items[j]))
            break;
        matches[i] = (uint32_t)j;
    }
    return match_middle(before.items + first, before.count - first - last, after.items + first,
                        after.count - first - last, first, matches + first);
}
