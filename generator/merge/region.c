/*
 * A region: what the versions have between two lines that all of them have.
 *
 * The side that changed lines wins. If both inserted lines where base has none, and all are comments or blank, both stay,
 * ours first. Other changes by both are a conflict, between markers.
 *
 * An element is never in conflict here: it is written wherever its side has it, between the lines of that side.
 */
#include "merge/pieces.h"

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

/* The elements alone, or the lines alone. */
static sdn_code put_some(file_merger *m, merge_side side, piece_range range, bool elements)
{
    sdn_code code = SDN_OK;
    for (size_t i = 0; i < range.count && code == SDN_OK; i++)
        if ((!piece_is_line(&range.items[i])) == elements)
            code = put_piece(m, side, &range.items[i]);
    return code;
}

/* ---- a region ---- */

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

/* ---- rows that both sides inserted ---- */

/* Whether the key of a row comes before that of another. */
static bool is_before(file_merger *m, merge_side a, const piece *p, merge_side b, const piece *q)
{
    sdn_value x[SDN_INDEX_FIELDS_MAX], y[SDN_INDEX_FIELDS_MAX];
    merge_key_of(m, a, p->element, x);
    merge_key_of(m, b, q->element, y);
    return sdn__key_compare(m->tables[merge_element_at(m, a, p->element)->table].type, x, y) < 0;
}

/* Whether a range is nothing but rows of one table, in the order of their keys. */
static bool is_in_order(file_merger *m, merge_side side, piece_range range, uint16_t table)
{
    bool is = true;
    for (size_t i = 0; i < range.count && is; i++) {
        const piece *p = &range.items[i];
        if (piece_is_line(p))
            return false;
        const merge_element *row = merge_element_at(m, side, p->element);
        is = merge_is_row(row) && (row->flags & MERGE_BY_TEXT) == 0 && row->table == table &&
             (i == 0 || is_before(m, side, p - 1, side, p));
    }
    return is;
}

/* Writes rows that both inserted, each in the order of its keys, in that order. */
static sdn_code put_in_order(file_merger *m, piece_range ours, piece_range theirs)
{
    sdn_code code = SDN_OK;
    size_t i = 0, j = 0;
    while (i + j < ours.count + theirs.count && code == SDN_OK) {
        bool is_theirs = i == ours.count ||
                         (j < theirs.count && is_before(m, MERGE_THEIRS, &theirs.items[j], MERGE_OURS, &ours.items[i]));
        code = is_theirs ? merge_put_pieces(m, MERGE_THEIRS, &theirs.items[j++], 1)
                         : merge_put_pieces(m, MERGE_OURS, &ours.items[i++], 1);
    }
    return code;
}

static bool can_put_in_order(file_merger *m, piece_range ours, piece_range theirs)
{
    if (ours.count == 0 || theirs.count == 0 || piece_is_line(&ours.items[0]))
        return false;
    uint16_t table = merge_element_at(m, MERGE_OURS, ours.items[0].element)->table;
    bool are = is_in_order(m, MERGE_OURS, ours, table) && is_in_order(m, MERGE_THEIRS, theirs, table);
    merge_rows_forget(m);
    return are;
}

/* ---- what is taken ---- */

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

static sdn_code put_range(file_merger *m, merge_side side, piece_range range)
{
    return merge_put_pieces(m, side, range.items, range.count);
}

/* Takes the lines of one side, and the elements of both. */
static sdn_code take_lines_of(file_merger *m, const piece_range *ranges, merge_side side)
{
    sdn_code code = SDN_OK;
    if (side == MERGE_THEIRS)
        code = put_some(m, MERGE_OURS, ranges[MERGE_OURS], true);
    if (code == SDN_OK)
        code = put_range(m, side, body_of(ranges[side]));
    if (code == SDN_OK && side == MERGE_OURS)
        code = put_some(m, MERGE_THEIRS, ranges[MERGE_THEIRS], true);
    return code == SDN_OK ? put_range(m, side, tail_of(ranges[side])) : code;
}

/* Writes comments that both sides inserted: all of them, but those that both inserted at the start or end once. */
static sdn_code put_both_comments(file_merger *m, piece_range ours, piece_range theirs)
{
    sdn_code code = SDN_OK;
    while (ours.count > 0 && theirs.count > 0 && code == SDN_OK && pieces_are_equal(&ours.items[0], &theirs.items[0])) {
        code = put_piece(m, MERGE_OURS, &ours.items[0]);
        ours = (piece_range){ours.items + 1, ours.count - 1};
        theirs = (piece_range){theirs.items + 1, theirs.count - 1};
    }
    size_t last = 0; /* lines at the end that both inserted */
    while (last < ours.count && last < theirs.count &&
           pieces_are_equal(&ours.items[ours.count - 1 - last], &theirs.items[theirs.count - 1 - last]))
        last++;
    ours.count -= last;
    if (code == SDN_OK)
        code = put_range(m, MERGE_OURS, ours);
    return code == SDN_OK ? put_range(m, MERGE_THEIRS, theirs) : code;
}

/* Both sides inserted, and all lines are comments: all of it. */
static sdn_code take_both(file_merger *m, const piece_range *ranges)
{
    piece_range ours = ranges[MERGE_OURS], theirs = ranges[MERGE_THEIRS];
    sdn_code code = put_range(m, MERGE_OURS, body_of(ours));
    if (code == SDN_OK)
        code = put_range(m, MERGE_THEIRS, body_of(theirs));
    return code == SDN_OK ? put_both_comments(m, tail_of(ours), tail_of(theirs)) : code;
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

static sdn_code put_side(file_merger *m, char mark, merge_side side, piece_range range)
{
    merge_put_marker(m, mark, m->request->labels[side], (sdn_str){NULL, 0});
    return put_some(m, side, range, false);
}

static sdn_code put_text_conflict(file_merger *m, const piece_range *ranges, const uint32_t *peers)
{
    sdn_code code = put_some(m, MERGE_OURS, ranges[MERGE_OURS], true);
    if (code == SDN_OK)
        code = put_some(m, MERGE_THEIRS, ranges[MERGE_THEIRS], true);
    if (code == SDN_OK)
        code = put_side(m, '<', MERGE_OURS, ranges[MERGE_OURS]);
    if (code == SDN_OK && m->request->style != MERGE_STYLE_MERGE)
        code = put_side(m, '|', MERGE_BASE, ranges[MERGE_BASE]);
    if (code != SDN_OK)
        return code;
    merge_put_marker(m, '=', NULL, (sdn_str){NULL, 0});
    code = put_some(m, MERGE_THEIRS, ranges[MERGE_THEIRS], false);
    merge_put_marker(m, '>', m->request->labels[MERGE_THEIRS], (sdn_str){NULL, 0});
    m->result->conflict_count++;
    say_place(m, peers);
    return code;
}

sdn_code merge_region(file_merger *m, const piece_range *ranges, const uint32_t *peers)
{
    piece_range base = ranges[MERGE_BASE], ours = ranges[MERGE_OURS], theirs = ranges[MERGE_THEIRS];
    bool ours_has_table = has_header(m, MERGE_OURS, ours), theirs_has_table = has_header(m, MERGE_THEIRS, theirs);
    bool can_take_both = !has_lines(base) && is_all_comments(ours) && is_all_comments(theirs);
    if (ours.count == 0 && theirs.count == 0)
        return SDN_OK;
    if (can_put_in_order(m, ours, theirs))
        return put_in_order(m, ours, theirs);
    if (can_take_both && ours_has_table && theirs_has_table)
        return take_both(m, ranges);
    if (has_same_lines(ours, base, false))
        return take_lines_of(m, ranges, has_same_lines(theirs, base, false) ? MERGE_OURS : MERGE_THEIRS);
    if (has_same_lines(theirs, base, false) || has_same_lines(ours, theirs, true))
        return take_lines_of(m, ranges, MERGE_OURS);
    if (can_take_both)
        return take_both(m, ranges);
    if (ours_has_table || theirs_has_table)
        return merge_leave(m, "lines around a new table were changed on both sides");
    return put_text_conflict(m, ranges, peers);
}
