/*
 * What stands before an element that both sides have (the anchor): lines of text, and elements that one side alone has.
 *
 * Each version has a list of pieces there. Elements that are not in the result are left out first. Almost always two of
 * the lists are equal, or all are empty. Else this is diff3: lines of base that both sides kept cut the lists into
 * regions, which are merged one by one.
 *
 * A row must stay in its table. New rows belong to the table above, so where a list has a new table or a statement of
 * another program, which end that table, the rows before it are moved to the front, with what was inserted above them.
 */
#include "merge/merge_private.h"

#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "merge/pieces.h"

/* ---- the pieces of a version ---- */

static sdn_code append_piece(file_merger *m, piece_list *list, piece added)
{
    if (sdn__reserve(&list->items, &list->capacity, list->count + 1, sizeof *list->items) != 0)
        return sdn__fail_memory(m->err);
    list->items[list->count++] = added;
    return SDN_OK;
}

/* An empty list, with an array that ranges can point into. */
static sdn_code make_list(file_merger *m, piece_list *list)
{
    return sdn__reserve(&list->items, &list->capacity, 1, sizeof *list->items) == 0 ? SDN_OK : sdn__fail_memory(m->err);
}

/* Where the line after an element begins. */
static const char *after_line_of(const file_merger *m, merge_side side, uint32_t position)
{
    sdn_str text = merge_element_text(m, side, position);
    const char *at = text.ptr + text.len, *end = m->versions[side].text.ptr + m->versions[side].text.len;
    at += at < end && *at == '\r';
    return at + (at < end && *at == '\n');
}

static sdn_code append_lines(file_merger *m, piece_list *list, const char *at, const char *end)
{
    sdn_code code = SDN_OK;
    while (at < end && code == SDN_OK) {
        sdn_line line = sdn__line_at(at, end);
        code = append_piece(m, list, (piece){{line.start, (size_t)(line.end - line.start)}, MERGE_NONE});
        at = line.next;
    }
    return code;
}

/* The lines between an element and the one before it. */
static sdn_code append_lines_before(file_merger *m, merge_side side, uint32_t position, piece_list *list)
{
    const merge_element *element = merge_element_at(m, side, position);
    const char *start = m->versions[side].text.ptr;
    if ((element->flags & MERGE_ON_HEADER) != 0)
        return SDN_OK;
    const char *from = position > 0 ? after_line_of(m, side, position - 1) : start;
    return append_lines(m, list, from, start + element->start);
}

static sdn_code list_pieces(file_merger *m, merge_side side, uint32_t anchor, piece_list *list)
{
    sdn_code code = SDN_OK;
    uint32_t first = anchor;
    list->count = 0;
    while (first > 0 && merge_element_at(m, side, first - 1)->state != MERGE_STABLE)
        first--;
    for (uint32_t i = first; i <= anchor && code == SDN_OK; i++) {
        code = append_lines_before(m, side, i, list);
        if (code == SDN_OK && i < anchor && merge_element_at(m, side, i)->state == MERGE_LONE)
            code = append_piece(m, list, (piece){merge_element_text(m, side, i), i});
    }
    return code;
}

/* ---- rows stay in their table ---- */

static bool ends_a_table(const file_merger *m, merge_side side, const piece *p)
{
    return piece_is_line(p) ? !merge_line_is_comment(p->text) : merge_piece_is_header(m, side, p);
}

/* Moves pieces `from` up to `end` before those from `to` on. */
static void move_up(piece *items, size_t to, size_t from, size_t end)
{
    for (; from < end; from++, to++) {
        piece moved = items[from];
        memmove(&items[to + 1], &items[to], (from - to) * sizeof moved);
        items[to] = moved;
    }
}

/* Moves the rows of the table above before everything else, each with the lines right above it that its side inserted;
 * those of base stay. `is_old` says which pieces are lines of base. Returns how many were moved. */
static size_t move_rows_up(const file_merger *m, merge_side side, piece_list *list, const bool *is_old)
{
    size_t moved = 0, first = 0; /* of the lines above the next row */
    for (size_t i = 0; i < list->count && !merge_piece_is_header(m, side, &list->items[i]); i++) {
        if (is_old[i])
            first = i + 1;
        if (piece_is_line(&list->items[i]))
            continue;
        move_up(list->items, moved, first, i + 1);
        moved += i + 1 - first;
        first = i + 1;
    }
    return moved;
}

/* Which pieces of a side are lines of base. NULL when memory ran out. */
static bool *find_old_lines(const piece_list *base, const piece_list *list)
{
    uint32_t *kept = sdn__resize(NULL, base->count + 1, sizeof *kept);
    bool *is_old = sdn__alloc_zeroed(list->count + 1, sizeof *is_old);
    bool failed =
        kept == NULL || is_old == NULL ||
        pieces_match((piece_range){base->items, base->count}, (piece_range){list->items, list->count}, kept) != 0;
    for (size_t i = 0; i < base->count && !failed; i++)
        if (kept[i] != MERGE_NONE)
            is_old[kept[i]] = true;
    sdn__free(kept);
    if (!failed)
        return is_old;
    sdn__free(is_old);
    return NULL;
}

static bool has_end_of_table(const file_merger *m, const piece_list *lists)
{
    bool ends = false;
    for (int s = MERGE_BASE; s < MERGE_SIDES; s++)
        for (size_t i = 0; i < lists[s].count; i++)
            ends = ends || ends_a_table(m, (merge_side)s, &lists[s].items[i]);
    return ends;
}

/* ---- all regions ---- */

/* Merges the region before line `i` of base, which both sides kept, or before the end. `at` is where it begins. */
static sdn_code merge_up_to(file_merger *m, const piece_list *lists, const uint32_t *ends, size_t *at,
                            const uint32_t *peers)
{
    piece_range ranges[MERGE_SIDES];
    for (int s = MERGE_BASE; s < MERGE_SIDES; s++) {
        ranges[s] = (piece_range){lists[s].items + at[s], ends[s] - at[s]};
        at[s] = (size_t)ends[s] + 1;
    }
    return merge_region(m, ranges, peers);
}

/* Where the first and the last element of a list are. */
typedef struct element_span {
    size_t first, last; /* first > last: there are none */
} element_span;

static element_span find_span(const piece_list *list)
{
    element_span span = {SIZE_MAX, 0};
    for (size_t i = 0; i < list->count; i++) {
        if (piece_is_line(&list->items[i]))
            continue;
        span.first = span.first < i ? span.first : i;
        span.last = i;
    }
    return span;
}

/* Blank lines that both sides kept are no lines to cut at where they stand between a row that one side inserted and one
 * of the other: cut there, the rows could not be put in the order of their keys. */
static void ignore_lines_amid_rows(const piece_list *lists, uint32_t *ours, const uint32_t *theirs)
{
    element_span our_rows = find_span(&lists[MERGE_OURS]), their_rows = find_span(&lists[MERGE_THEIRS]);
    for (size_t i = 0; i < lists[MERGE_BASE].count; i++) {
        sdn_str line = lists[MERGE_BASE].items[i].text;
        if (ours[i] == MERGE_NONE || theirs[i] == MERGE_NONE || sdn__trimmed(line.ptr, line.ptr + line.len).len > 0)
            continue;
        if ((our_rows.first < ours[i] && their_rows.last > theirs[i]) ||
            (their_rows.first < theirs[i] && our_rows.last > ours[i]))
            ours[i] = MERGE_NONE;
    }
}

/* Cuts the lists at the lines of base that both sides kept, where these are in ours and in theirs. */
static sdn_code merge_regions(file_merger *m, const piece_list *lists, const uint32_t *ours, const uint32_t *theirs,
                              const uint32_t *peers)
{
    size_t at[MERGE_SIDES] = {0};
    sdn_code code = SDN_OK;
    for (uint32_t i = 0; i < lists[MERGE_BASE].count && code == SDN_OK; i++) {
        const uint32_t ends[] = {i, ours[i], theirs[i]};
        if (ours[i] == MERGE_NONE || theirs[i] == MERGE_NONE)
            continue;
        code = merge_up_to(m, lists, ends, at, peers);
        if (code == SDN_OK)
            code = merge_put_pieces(m, MERGE_OURS, &lists[MERGE_OURS].items[ours[i]], 1);
    }
    const uint32_t ends[] = {(uint32_t)lists[MERGE_BASE].count, (uint32_t)lists[MERGE_OURS].count,
                             (uint32_t)lists[MERGE_THEIRS].count};
    return code == SDN_OK ? merge_up_to(m, lists, ends, at, peers) : code;
}

static sdn_code merge_lists(file_merger *m, const piece_list *lists, const uint32_t *peers)
{
    size_t count = lists[MERGE_BASE].count;
    uint32_t *kept = sdn__resize(NULL, 2 * count + 1, sizeof *kept); /* in ours, then in theirs */
    bool failed = kept == NULL;
    for (int s = MERGE_OURS; s <= MERGE_THEIRS && !failed; s++)
        failed = pieces_match((piece_range){lists[MERGE_BASE].items, count},
                              (piece_range){lists[s].items, lists[s].count}, kept + (s == MERGE_OURS ? 0 : count)) != 0;
    if (!failed && !has_end_of_table(m, lists))
        ignore_lines_amid_rows(lists, kept, kept + count);
    sdn_code code = failed ? sdn__fail_memory(m->err) : merge_regions(m, lists, kept, kept + count, peers);
    sdn__free(kept);
    return code;
}

static bool is_equal_list(const piece_list *a, const piece_list *b)
{
    bool equal = a->count == b->count;
    for (size_t i = 0; i < a->count && equal; i++)
        equal = pieces_are_equal(&a->items[i], &b->items[i]);
    return equal;
}

/* Writes the rows of the table above, and cuts them off the lists. */
static sdn_code put_rows_first(file_merger *m, piece_list *lists, const uint32_t *peers)
{
    piece_range rows[MERGE_SIDES] = {{lists[MERGE_BASE].items, 0}};
    for (int s = MERGE_OURS; s <= MERGE_THEIRS; s++) {
        bool *is_old = find_old_lines(&lists[MERGE_BASE], &lists[s]);
        if (is_old == NULL)
            return sdn__fail_memory(m->err);
        rows[s] = (piece_range){lists[s].items, move_rows_up(m, (merge_side)s, &lists[s], is_old)};
        sdn__free(is_old);
    }
    sdn_code code = merge_region(m, rows, peers);
    for (int s = MERGE_OURS; s <= MERGE_THEIRS; s++) {
        lists[s].count -= rows[s].count;
        if (rows[s].count > 0)
            memmove(lists[s].items, lists[s].items + rows[s].count, lists[s].count * sizeof *lists[s].items);
    }
    return code;
}

static sdn_code merge_pieces(file_merger *m, piece_list *lists, const uint32_t *peers)
{
    const piece_list *base = &lists[MERGE_BASE], *ours = &lists[MERGE_OURS], *theirs = &lists[MERGE_THEIRS];
    if (is_equal_list(ours, theirs) || is_equal_list(base, theirs))
        return merge_put_pieces(m, MERGE_OURS, ours->items, ours->count);
    if (is_equal_list(base, ours))
        return merge_put_pieces(m, MERGE_THEIRS, theirs->items, theirs->count);
    if (!has_end_of_table(m, lists))
        return merge_lists(m, lists, peers);
    sdn_code code = put_rows_first(m, lists, peers);
    return code == SDN_OK ? merge_lists(m, lists, peers) : code;
}

/* Whether nothing stands between an element and one before it that both sides have. */
static bool is_close(const file_merger *m, merge_side side, uint32_t position)
{
    if (position == MERGE_NONE || (merge_element_at(m, side, position)->flags & MERGE_ON_HEADER) != 0)
        return true;
    return position > 0 && merge_element_at(m, side, position - 1)->state == MERGE_STABLE &&
           after_line_of(m, side, position - 1) ==
               m->versions[side].text.ptr + merge_element_at(m, side, position)->start;
}

sdn_code merge_text_before(file_merger *m, const uint32_t *peers)
{
    piece_list lists[MERGE_SIDES] = {{0}};
    sdn_code code = SDN_OK;
    if (is_close(m, MERGE_OURS, peers[MERGE_OURS]) && is_close(m, MERGE_THEIRS, peers[MERGE_THEIRS]) &&
        is_close(m, MERGE_BASE, peers[MERGE_BASE]))
        return SDN_OK;
    for (int s = MERGE_BASE; s < MERGE_SIDES && code == SDN_OK; s++) {
        code = make_list(m, &lists[s]);
        if (code == SDN_OK && peers[s] != MERGE_NONE)
            code = list_pieces(m, (merge_side)s, peers[s], &lists[s]);
    }
    if (code == SDN_OK)
        code = merge_pieces(m, lists, peers);
    for (int s = MERGE_BASE; s < MERGE_SIDES; s++)
        sdn__free(lists[s].items);
    return code;
}
