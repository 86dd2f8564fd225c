/*
 * A region: what the versions have between two lines that all of them have.
 *
 * The side that changed lines wins. If both did, and only one has more than comments, the lines that a side inserted stay,
 * those of base go: each was removed by one of the sides. Only where both removed a line and inserted others, which are not
 * those of a new row, and there is no new table, it is a conflict, between markers, as all other changes by both are.
 *
 * Lines of any kind that both inserted are there once, and cut the region in two.
 *
 * An element is never in conflict here. It is written wherever its side has it, after the lines of its side that stand
 * before it. Of rows that both sides inserted, each side's in the order of their keys, the order is that of the keys;
 * others stand where they stood among the rows of base.
 */
#include "merge/pieces.h"

#include "base/alloc.h"
#include "base/error.h"
#include "record/value.h"

/* ---- kinds of pieces ---- */

bool merge_piece_is_header(const file_merger *m, merge_side side, const piece *p)
{
    return !piece_is_line(p) && (merge_element_at(m, side, p->element)->flags & MERGE_IS_HEADER) != 0;
}

bool merge_line_is_comment(sdn_str line)
{
    const char *end = line.ptr + line.len, *at = sdn__skip_blanks(line.ptr, end);
    return at == end || *at == '#';
}

static bool is_blank_line(const piece *p)
{
    return piece_is_line(p) && sdn__trimmed(p->text.ptr, p->text.ptr + p->text.len).len == 0;
}

/* ---- ranges ---- */

static bool has_lines(piece_range range)
{
    bool has = false;
    for (size_t i = 0; i < range.count; i++)
        has = has || piece_is_line(&range.items[i]);
    return has;
}

static bool is_all_comments(piece_range range)
{
    bool all = true;
    for (size_t i = 0; i < range.count; i++)
        all = all && (!piece_is_line(&range.items[i]) || merge_line_is_comment(range.items[i].text));
    return all;
}

static bool has_header(const file_merger *m, merge_side side, piece_range range)
{
    bool has = false;
    for (size_t i = 0; i < range.count; i++)
        has = has || merge_piece_is_header(m, side, &range.items[i]);
    return has;
}

/* Whether two ranges have the same lines; blank ones count unless `but_blank`. */
static bool has_same_lines(piece_range a, piece_range b, bool but_blank)
{
    size_t i = 0, j = 0;
    for (;;) {
        while (i < a.count && (!piece_is_line(&a.items[i]) || (but_blank && is_blank_line(&a.items[i]))))
            i++;
        while (j < b.count && (!piece_is_line(&b.items[j]) || (but_blank && is_blank_line(&b.items[j]))))
            j++;
        if (i == a.count || j == b.count)
            return i == a.count && j == b.count;
        if (!sdn_str_equal(a.items[i++].text, b.items[j++].text))
            return false;
    }
}

/* The part up to the last element. The lines after it belong to what stands below the region. */
static piece_range body_of(piece_range range)
{
    while (range.count > 0 && piece_is_line(&range.items[range.count - 1]))
        range.count--;
    return range;
}

static piece_range tail_of(piece_range range)
{
    size_t body = body_of(range).count;
    return (piece_range){range.items + body, range.count - body};
}

/* The first part of a body: lines and the element below them. */
static piece_range region_unit_of(piece_range body)
{
    size_t count = 0;
    while (piece_is_line(&body.items[count]))
        count++;
    return (piece_range){body.items, count + 1};
}

static piece_range rest_of(piece_range range, size_t count)
{
    return (piece_range){range.items + count, range.count - count};
}

/* ---- writing ---- */

static sdn_code put_piece(file_merger *m, merge_side side, const piece *p)
{
    if (m->output.at_table_end && (piece_is_line(p) || merge_piece_is_header(m, side, p)))
        merge_put_end_of_table(m);
    if (!piece_is_line(p))
        return merge_element_put(m, side, p->element);
    merge_put_line(m, side, p->text);
    return SDN_OK;
}

sdn_code merge_put_pieces(file_merger *m, merge_side side, const piece *pieces, size_t count)
{
    sdn_code code = SDN_OK;
    for (size_t i = 0; i < count && code == SDN_OK; i++)
        code = put_piece(m, side, &pieces[i]);
    return code;
}

static sdn_code put_piece_range(file_merger *m, merge_side side, piece_range range)
{
    return merge_put_pieces(m, side, range.items, range.count);
}

/* ---- elements of both sides ---- */

/* Whether the key of a row comes before that of another. */
static bool is_before(file_merger *m, merge_side a, const piece *p, merge_side b, const piece *q)
{
    sdn_value x[SDN_INDEX_FIELDS_MAX], y[SDN_INDEX_FIELDS_MAX];
    merge_key_of(m, a, p->element, x);
    merge_key_of(m, b, q->element, y);
    return sdn__key_compare(m->tables[merge_element_at(m, a, p->element)->table].type, x, y) < 0;
}

/* Whether the elements of a body are rows of one table, in the order of their keys. */
static bool is_in_order(file_merger *m, merge_side side, piece_range body, uint16_t table)
{
    const piece *last = NULL;
    bool is = true;
    for (size_t i = 0; i < body.count && is; i++) {
        const piece *p = &body.items[i];
        if (piece_is_line(p))
            continue;
        const merge_element *row = merge_element_at(m, side, p->element);
        is = merge_is_row(row) && (row->flags & MERGE_BY_TEXT) == 0 && row->table == table &&
             (last == NULL || is_before(m, side, last, side, p));
        last = p;
    }
    return is;
}

static bool can_put_in_order(file_merger *m, piece_range ours, piece_range theirs)
{
    if (ours.count == 0 || theirs.count == 0)
        return false;
    uint16_t table = merge_element_at(m, MERGE_OURS, ours.items[ours.count - 1].element)->table;
    bool can = is_in_order(m, MERGE_OURS, ours, table) && is_in_order(m, MERGE_THEIRS, theirs, table);
    merge_rows_forget(m);
    return can;
}

/* Writes the units of both bodies in the order of the keys. */
static sdn_code put_in_order(file_merger *m, piece_range ours, piece_range theirs)
{
    sdn_code code = SDN_OK;
    while (ours.count > 0 && theirs.count > 0 && code == SDN_OK) {
        piece_range our_unit = region_unit_of(ours), their_unit = region_unit_of(theirs);
        bool is_theirs = is_before(m, MERGE_THEIRS, &their_unit.items[their_unit.count - 1], MERGE_OURS,
                                   &our_unit.items[our_unit.count - 1]);
        code = put_piece_range(m, is_theirs ? MERGE_THEIRS : MERGE_OURS, is_theirs ? their_unit : our_unit);
        if (is_theirs)
            theirs = rest_of(theirs, their_unit.count);
        else
            ours = rest_of(ours, our_unit.count);
    }
    if (code == SDN_OK)
        code = put_piece_range(m, MERGE_OURS, ours);
    return code == SDN_OK ? put_piece_range(m, MERGE_THEIRS, theirs) : code;
}

/* Whether the elements of a body are rows, so that those of the other side may stand between them. */
static bool is_all_rows(const file_merger *m, merge_side side, piece_range body)
{
    bool all = true;
    for (size_t i = 0; i < body.count; i++)
        all = all && (piece_is_line(&body.items[i]) || merge_is_row(merge_element_at(m, side, body.items[i].element)));
    return all;
}

/* What is left of a body, and behind which element of base its first unit stands. */
typedef struct body_rest {
    merge_side side;
    piece_range pieces;
    uint32_t seen;  /* the elements before this one were looked at */
    uint32_t place; /* the element of base after the last one that is among them */
} body_rest;

static uint32_t element_of_unit(const body_rest *rest)
{
    piece_range unit = region_unit_of(rest->pieces);
    return unit.items[unit.count - 1].element;
}

static void find_place(const file_merger *m, body_rest *rest)
{
    for (uint32_t end = element_of_unit(rest); rest->seen < end; rest->seen++) {
        uint32_t base = merge_element_at(m, rest->side, rest->seen)->peers[MERGE_BASE];
        if (base != MERGE_NONE)
            rest->place = base + 1;
    }
}

static body_rest start_body(const file_merger *m, merge_side side, piece_range body)
{
    body_rest rest = {.side = side, .pieces = body};
    rest.seen = element_of_unit(&rest);
    while (rest.seen > 0 && merge_element_at(m, side, rest.seen - 1)->state != MERGE_STABLE)
        rest.seen--;
    find_place(m, &rest);
    return rest;
}

static sdn_code put_unit(file_merger *m, body_rest *rest)
{
    piece_range unit = region_unit_of(rest->pieces);
    sdn_code code = put_piece_range(m, rest->side, unit);
    rest->pieces = rest_of(rest->pieces, unit.count);
    if (rest->pieces.count > 0)
        find_place(m, rest);
    return code;
}

/* Writes rows of both bodies where they stand among the rows of base, of which a side may have deleted each: so a row
 * known by its text that was edited keeps its place. At one place ours are first. */
static sdn_code put_among_base(file_merger *m, piece_range ours, piece_range theirs)
{
    body_rest a = start_body(m, MERGE_OURS, ours), b = start_body(m, MERGE_THEIRS, theirs);
    sdn_code code = SDN_OK;
    while (a.pieces.count > 0 && b.pieces.count > 0 && code == SDN_OK)
        code = put_unit(m, b.place < a.place ? &b : &a);
    if (code == SDN_OK)
        code = put_piece_range(m, MERGE_OURS, a.pieces);
    return code == SDN_OK ? put_piece_range(m, MERGE_THEIRS, b.pieces) : code;
}

static sdn_code put_bodies(file_merger *m, piece_range ours, piece_range theirs)
{
    if (can_put_in_order(m, ours, theirs))
        return put_in_order(m, ours, theirs);
    if (ours.count > 0 && theirs.count > 0 && is_all_rows(m, MERGE_OURS, ours) && is_all_rows(m, MERGE_THEIRS, theirs))
        return put_among_base(m, ours, theirs);
    sdn_code code = put_piece_range(m, MERGE_OURS, ours);
    return code == SDN_OK ? put_piece_range(m, MERGE_THEIRS, theirs) : code;
}

/* Writes lines of both sides; those that both have at the start or end once. */
static sdn_code put_tails(file_merger *m, piece_range ours, piece_range theirs)
{
    size_t first = 0, last = 0;
    while (first < ours.count && first < theirs.count && pieces_are_equal(&ours.items[first], &theirs.items[first]))
        first++;
    sdn_code code = merge_put_pieces(m, MERGE_OURS, ours.items, first);
    ours = rest_of(ours, first);
    theirs = rest_of(theirs, first);
    while (last < ours.count && last < theirs.count &&
           pieces_are_equal(&ours.items[ours.count - 1 - last], &theirs.items[theirs.count - 1 - last]))
        last++;
    ours.count -= last;
    if (code == SDN_OK)
        code = put_piece_range(m, MERGE_OURS, ours);
    return code == SDN_OK ? put_piece_range(m, MERGE_THEIRS, theirs) : code;
}

/* ---- which lines ---- */

/* Which lines of a side are in the result; its elements are. */
typedef enum line_choice { LINES_ALL, LINES_NONE, LINES_INSERTED } line_choice;

/* The pieces that are in the result, in `to`, which has room for them. `old`: the lines of base, where they are in the
 * range, or MERGE_NONE. */
static piece_range choose(piece_range range, line_choice choice, const uint32_t *old, size_t old_count, piece *to)
{
    size_t count = 0, next = 0;
    for (size_t i = 0; i < range.count; i++) {
        while (next < old_count && (old[next] == MERGE_NONE || old[next] < i))
            next++;
        bool is_old = next < old_count && old[next] == i;
        if (!piece_is_line(&range.items[i]) || choice == LINES_ALL || (choice == LINES_INSERTED && !is_old))
            to[count++] = range.items[i];
    }
    return (piece_range){to, count};
}

/* The lines of base in both sides, and room for what is chosen. */
typedef struct region_work {
    uint32_t *old[MERGE_SIDES];
    piece *chosen[MERGE_SIDES];
} region_work;

static void release_region(region_work *work)
{
    for (int s = MERGE_OURS; s <= MERGE_THEIRS; s++) {
        sdn__free(work->old[s]);
        sdn__free(work->chosen[s]);
    }
}

static sdn_code prepare_region(file_merger *m, const piece_range *ranges, region_work *work)
{
    for (int s = MERGE_OURS; s <= MERGE_THEIRS; s++) {
        work->old[s] = sdn__resize(NULL, ranges[MERGE_BASE].count + 1, sizeof *work->old[s]);
        work->chosen[s] = sdn__resize(NULL, ranges[s].count + 1, sizeof *work->chosen[s]);
        if (work->old[s] == NULL || work->chosen[s] == NULL ||
            pieces_match(ranges[MERGE_BASE], ranges[s], work->old[s]) != 0)
            return sdn__fail_memory(m->err);
    }
    return SDN_OK;
}

static sdn_code put_chosen(file_merger *m, const piece_range *ranges, const region_work *work, line_choice ours,
                           line_choice theirs)
{
    size_t count = ranges[MERGE_BASE].count;
    piece_range a = choose(ranges[MERGE_OURS], ours, work->old[MERGE_OURS], count, work->chosen[MERGE_OURS]);
    piece_range b = choose(ranges[MERGE_THEIRS], theirs, work->old[MERGE_THEIRS], count, work->chosen[MERGE_THEIRS]);
    sdn_code code = put_bodies(m, body_of(a), body_of(b));
    return code == SDN_OK ? put_tails(m, tail_of(a), tail_of(b)) : code;
}

/* Whether a side inserted lines that belong to no row of its own. */
static bool has_new_tail(const piece_range *ranges, const region_work *work, merge_side side)
{
    piece_range added =
        choose(ranges[side], LINES_INSERTED, work->old[side], ranges[MERGE_BASE].count, work->chosen[side]);
    return tail_of(added).count > 0;
}

/* Whether both sides replaced a line of base: both removed it, and both inserted others in its place. */
static bool is_replaced(const piece_range *ranges, const region_work *work)
{
    bool both_removed = false;
    for (size_t i = 0; i < ranges[MERGE_BASE].count; i++)
        both_removed =
            both_removed || (work->old[MERGE_OURS][i] == MERGE_NONE && work->old[MERGE_THEIRS][i] == MERGE_NONE);
    return both_removed && has_new_tail(ranges, work, MERGE_OURS) && has_new_tail(ranges, work, MERGE_THEIRS);
}

/* ---- conflicts of text ---- */

static void say_place(file_merger *m, const uint32_t *peers)
{
    const merge_element *anchor = merge_element_at(m, MERGE_OURS, peers[MERGE_OURS]);
    const merge_table *table = &m->tables[anchor->table];
    sdn_buffer *to = &m->output.conflicts;
    sdn_str text = merge_element_text(m, MERGE_OURS, peers[MERGE_OURS]);
    text = sdn__trimmed(text.ptr, text.ptr + text.len);
    if ((anchor->flags & MERGE_IS_END) != 0)
        text_printf(to, "lines at the end of the file");
    else if ((anchor->flags & MERGE_IS_HEADER) != 0)
        text_printf(to, "lines before table '%.*s'", (int)table->name.len, table->name.ptr);
    else
        text_printf(to, "lines before the row '%.*s'", (int)(text.len < 60 ? text.len : 60), text.ptr);
    text_printf(to, " were changed by both sides\n");
}

/* The lines of a side between markers. */
static void put_side_of_conflict(file_merger *m, char mark, merge_side side, piece_range range)
{
    const char *label = mark == '=' ? NULL : m->request->labels[side];
    if (mark != '>')
        merge_put_marker(m, mark, label, (sdn_str){NULL, 0});
    for (size_t i = 0; i < range.count; i++)
        if (piece_is_line(&range.items[i]))
            merge_put_line(m, side, range.items[i].text);
}

static sdn_code put_text_conflict(file_merger *m, const piece_range *ranges, const region_work *work,
                                  const uint32_t *peers)
{
    sdn_code code = put_chosen(m, ranges, work, LINES_NONE, LINES_NONE);
    if (m->output.at_table_end)
        merge_put_end_of_table(m);
    put_side_of_conflict(m, '<', MERGE_OURS, ranges[MERGE_OURS]);
    if (m->request->style != MERGE_STYLE_MERGE)
        put_side_of_conflict(m, '|', MERGE_BASE, ranges[MERGE_BASE]);
    put_side_of_conflict(m, '=', MERGE_THEIRS, ranges[MERGE_THEIRS]);
    merge_put_marker(m, '>', m->request->labels[MERGE_THEIRS], (sdn_str){NULL, 0});
    m->result->conflict_count++;
    say_place(m, peers);
    return code;
}

/* ---- lines that both inserted ---- */

/* Merges what is before a line that both inserted, or before the end, as if it were a region without lines of base. */
static sdn_code merge_part(file_merger *m, const piece_range *ranges, size_t our_end, size_t their_end, size_t *at,
                           const uint32_t *peers)
{
    const piece_range part[] = {{ranges[MERGE_BASE].items, 0},
                                {ranges[MERGE_OURS].items + at[MERGE_OURS], our_end - at[MERGE_OURS]},
                                {ranges[MERGE_THEIRS].items + at[MERGE_THEIRS], their_end - at[MERGE_THEIRS]}};
    at[MERGE_OURS] = our_end + 1;
    at[MERGE_THEIRS] = their_end + 1;
    return merge_region(m, part, peers);
}

/* Cuts a region without lines of base at the lines that both sides inserted. *is_cut: there are such. */
static sdn_code cut_at_common_lines(file_merger *m, const piece_range *ranges, const uint32_t *peers, bool *is_cut)
{
    piece_range ours = ranges[MERGE_OURS], theirs = ranges[MERGE_THEIRS];
    size_t at[MERGE_SIDES] = {0};
    sdn_code code = SDN_OK;
    uint32_t *common = sdn__resize(NULL, ours.count + 1, sizeof *common);
    *is_cut = false;
    if (common == NULL || pieces_match(ours, theirs, common) != 0)
        code = sdn__fail_memory(m->err);
    for (size_t i = 0; i < ours.count && code == SDN_OK; i++) {
        if (common[i] == MERGE_NONE)
            continue;
        *is_cut = true;
        code = merge_part(m, ranges, i, common[i], at, peers);
        if (code == SDN_OK)
            code = put_piece(m, MERGE_OURS, &ours.items[i]);
    }
    if (code == SDN_OK && *is_cut)
        code = merge_part(m, ranges, ours.count, theirs.count, at, peers);
    sdn__free(common);
    return code;
}

/* ---- the region ---- */

static sdn_code merge_changes(file_merger *m, const piece_range *ranges, const region_work *work, const uint32_t *peers)
{
    piece_range base = ranges[MERGE_BASE], ours = ranges[MERGE_OURS], theirs = ranges[MERGE_THEIRS];
    bool ours_has_table = has_header(m, MERGE_OURS, ours), theirs_has_table = has_header(m, MERGE_THEIRS, theirs);
    bool are_comments = is_all_comments(ours) && is_all_comments(theirs);
    if (are_comments && !has_lines(base) && ours_has_table && theirs_has_table)
        return put_chosen(m, ranges, work, LINES_ALL, LINES_ALL); /* each with the lines around its table */
    if (has_same_lines(ours, base, false))
        return put_chosen(m, ranges, work, LINES_NONE, LINES_ALL);
    if (has_same_lines(theirs, base, false) || has_same_lines(ours, theirs, true))
        return put_chosen(m, ranges, work, LINES_ALL, LINES_NONE);
    bool is_one_alone = is_all_comments(base) && (is_all_comments(ours) || is_all_comments(theirs));
    if ((are_comments || is_one_alone) && (ours_has_table || theirs_has_table || !is_replaced(ranges, work)))
        return put_chosen(m, ranges, work, LINES_INSERTED, LINES_INSERTED);
    bool is_cut = false;
    sdn_code code = has_lines(base) ? SDN_OK : cut_at_common_lines(m, ranges, peers, &is_cut);
    if (code != SDN_OK || is_cut)
        return code;
    if (ours_has_table || theirs_has_table)
        return merge_leave(m, "lines around a new table were changed on both sides");
    return put_text_conflict(m, ranges, work, peers);
}

sdn_code merge_region(file_merger *m, const piece_range *ranges, const uint32_t *peers)
{
    region_work work = {{NULL}, {NULL}};
    if (ranges[MERGE_OURS].count == 0 && ranges[MERGE_THEIRS].count == 0)
        return SDN_OK;
    sdn_code code = prepare_region(m, ranges, &work);
    if (code == SDN_OK)
        code = merge_changes(m, ranges, &work, peers);
    release_region(&work);
    return code;
}
