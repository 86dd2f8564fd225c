/*
 * The shortest edit between two texts, by lines: the O(ND) algorithm of Myers, "An O(ND) Difference Algorithm and Its
 * Variations" (1986), in its linear space variant (section 4b of the paper), which git uses too.
 *
 * Lines become pointers first (`kinds`: equal lines, equal pointers), so comparing two is cheap. An edit is a path
 * through a grid, old lines by new lines; a diagonal step keeps a line. compare_box() trims equal lines at both ends of a
 * box of that grid and splits the rest at a point in the middle of a shortest path: there the search forward and the
 * search backward meet (split_box). Each search keeps, for every diagonal, the furthest old line that it can reach with
 * the steps so far.
 *
 * A search that has not met the other after EFFORT steps splits at the best point that it has reached (split_early).
 * The result is correct then, but not always the shortest, and time stays in proportion to the number of lines.
 *
 * Invariants: both parts of a split are smaller than the box; diagonals stay within [-new.count, old.count], for which
 * the arrays of the searches have room.
 */
#include "commands/unified_diff.h"

#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <sdn/arena.h>

#include "base/arena.h"
#include "diag/text.h"
#include "names/name_table.h"

enum { CONTEXT = 3, EFFORT = 256 };

/* One of the two texts as lines, each with its line end. Equal lines have equal `kinds`. */
typedef struct side {
    const sdn_str *lines;
    const void **kinds;
    bool *changed; /* deleted, or inserted */
    ptrdiff_t count;
} side;

typedef struct text_diff {
    side old, new;
    /* The furthest old line that a search has reached, by diagonal (old line minus new line). */
    ptrdiff_t *forward, *backward;
} text_diff;

/* A part of both texts: from one line of each to before another. */
typedef struct box {
    ptrdiff_t old, old_end, new, new_end;
} box;

/* --- lines --- */

static size_t count_text_lines(sdn_str text)
{
    size_t count = text.len > 0 && text.ptr[text.len - 1] != '\n';
    for (size_t i = 0; i < text.len; i++)
        count += text.ptr[i] == '\n';
    return count;
}

static int split(side *made, sdn_str text, name_table *kinds)
{
    size_t count = count_text_lines(text);
    sdn_str *lines = sdn__arena_zeroed(kinds->arena, (count + 1) * sizeof *lines);
    made->kinds = sdn__arena_zeroed(kinds->arena, (count + 1) * sizeof *made->kinds);
    made->changed = sdn__arena_zeroed(kinds->arena, (count + 1) * sizeof *made->changed);
    made->lines = lines;
    made->count = (ptrdiff_t)count;
    if (lines == NULL || made->kinds == NULL || made->changed == NULL)
        return -1;
    for (size_t i = 0; i < count; i++) {
        const char *end = memchr(text.ptr, '\n', text.len);
        size_t len = end != NULL ? (size_t)(end - text.ptr) + 1 : text.len;
        lines[i] = (sdn_str){text.ptr, len};
        made->kinds[i] = &lines[i];
        if (name_table_add(kinds, lines[i], &made->kinds[i]) != 0)
            return -1;
        text = (sdn_str){text.ptr + len, text.len - len};
    }
    return 0;
}

/* --- the shortest edit --- */

static bool same(const text_diff *d, ptrdiff_t old, ptrdiff_t new)
{
    return d->old.kinds[old] == d->new.kinds[new];
}

static ptrdiff_t larger(ptrdiff_t a, ptrdiff_t b)
{
    return a > b ? a : b;
}

static ptrdiff_t smaller(ptrdiff_t a, ptrdiff_t b)
{
    return a < b ? a : b;
}

/* A search from one corner of a box. */
typedef struct box_search {
    ptrdiff_t *reached;
    ptrdiff_t low, high;   /* the outermost diagonals so far */
    ptrdiff_t unreachable; /* the value of the diagonals beside them */
} box_search;

/* One more diagonal on each side, within the box. */
static void widen(box_search *s, const box *b)
{
    if (s->low > b->old - b->new_end)
        s->reached[--s->low - 1] = s->unreachable;
    else
        s->low++;
    if (s->high < b->old_end - b->new)
        s->reached[++s->high + 1] = s->unreachable;
    else
        s->high--;
}

static bool covers(const box_search *s, ptrdiff_t diagonal)
{
    return s->low <= diagonal && diagonal <= s->high;
}

/* One more step on every diagonal. True if that meets the search from the other end, on diagonal *meeting. */
static bool step_forward(const text_diff *d, const box *b, box_search *s, const box_search *other, bool may_meet,
                         ptrdiff_t *meeting)
{
    widen(s, b);
    for (ptrdiff_t diagonal = s->high; diagonal >= s->low; diagonal -= 2) {
        ptrdiff_t old = larger(s->reached[diagonal - 1] + 1, s->reached[diagonal + 1]);
        while (old < b->old_end && old - diagonal < b->new_end && same(d, old, old - diagonal))
            old++;
        s->reached[diagonal] = old;
        *meeting = diagonal;
        if (may_meet && covers(other, diagonal) && other->reached[diagonal] <= old)
            return true;
    }
    return false;
}

static bool step_backward(const text_diff *d, const box *b, box_search *s, const box_search *other, bool may_meet,
                          ptrdiff_t *meeting)
{
    widen(s, b);
    for (ptrdiff_t diagonal = s->high; diagonal >= s->low; diagonal -= 2) {
        ptrdiff_t old = smaller(s->reached[diagonal - 1], s->reached[diagonal + 1] - 1);
        while (old > b->old && old - diagonal > b->new &&same(d, old - 1, old - 1 - diagonal))
            old--;
        s->reached[diagonal] = old;
        *meeting = diagonal;
        if (may_meet && covers(other, diagonal) && old <= other->reached[diagonal])
            return true;
    }
    return false;
}

/* Where to split when the search takes too long: at the point furthest from the start. */
static void split_early(const box *b, const box_search *s, box *first, box *second)
{
    ptrdiff_t best = -1;
    for (ptrdiff_t diagonal = s->high; diagonal >= s->low; diagonal -= 2) {
        ptrdiff_t old = smaller(s->reached[diagonal], smaller(b->old_end, b->new_end + diagonal));
        if (old - b->old + old - diagonal - b->new > best) {
            best = old - b->old + old - diagonal - b->new;
            *first = (box){b->old, old, b->new, old - diagonal};
        }
    }
    *second = (box){first->old_end, b->old_end, first->new_end, b->new_end};
}

/* Splits a box whose first lines differ, and whose last lines. */
static void split_box(const text_diff *d, const box *b, box *first, box *second)
{
    ptrdiff_t start = b->old - b->new, end = b->old_end - b->new_end, meeting = 0;
    box_search forward = {d->forward, start, start, PTRDIFF_MIN / 2};
    box_search backward = {d->backward, end, end, PTRDIFF_MAX / 2};
    bool odd = ((start - end) & 1) != 0;
    forward.reached[start] = b->old;
    backward.reached[end] = b->old_end;
    for (int step = 0; step < EFFORT; step++) {
        const box_search *met = NULL;
        if (step_forward(d, b, &forward, &backward, odd, &meeting))
            met = &forward;
        else if (step_backward(d, b, &backward, &forward, !odd, &meeting))
            met = &backward;
        if (met != NULL) {
            ptrdiff_t old = met->reached[meeting];
            *first = (box){b->old, old, b->new, old - meeting};
            *second = (box){old, b->old_end, old - meeting, b->new_end};
            return;
        }
    }
    split_early(b, &forward, first, second);
}

static void trim(const text_diff *d, box *b)
{
    while (b->old < b->old_end && b->new < b->new_end &&same(d, b->old, b->new)) {
        b->old++;
        b->new ++;
    }
    while (b->old < b->old_end && b->new < b->new_end &&same(d, b->old_end - 1, b->new_end - 1)) {
        b->old_end--;
        b->new_end--;
    }
}

/* Marks the changed lines of a box. Recursive for the first part, a loop for the second. */
static void compare_box(text_diff *d, box b)
{
    for (;;) {
        box first, second;
        trim(d, &b);
        if (b.old == b.old_end || b.new == b.new_end)
            break;
        split_box(d, &b, &first, &second);
        assert(first.old_end + first.new_end > b.old + b.new); /* both parts are smaller than the box */
        assert(second.old + second.new < b.old_end + b.new_end);
        compare_box(d, first);
        b = second;
    }
    for (ptrdiff_t i = b.old; i < b.old_end; i++)
        d->old.changed[i] = true;
    for (ptrdiff_t i = b.new; i < b.new_end; i++)
        d->new.changed[i] = true;
}

/* --- hunks --- */

/* The next change at or after these lines, which correspond to each other. */
static box next_change(const text_diff *d, ptrdiff_t old, ptrdiff_t new)
{
    while (old < d->old.count && new < d->new.count && !d->old.changed[old] && !d->new.changed[new]) {
        old++;
        new ++;
    }
    box change = {old, old, new, new};
    while (change.old_end < d->old.count && d->old.changed[change.old_end])
        change.old_end++;
    while (change.new_end < d->new.count && d->new.changed[change.new_end])
        change.new_end++;
    return change;
}

static bool is_empty(const box *b)
{
    return b->old == b->old_end && b->new == b->new_end;
}

/* The next change, all that follow it closely enough for their contexts to touch, and the context around them. */
static box next_hunk(const text_diff *d, ptrdiff_t old, ptrdiff_t new)
{
    box hunk = next_change(d, old, new);
    if (is_empty(&hunk))
        return hunk;
    for (box next = next_change(d, hunk.old_end, hunk.new_end);
         !is_empty(&next) && next.old - hunk.old_end <= 2 * CONTEXT;
         next = next_change(d, hunk.old_end, hunk.new_end)) {
        hunk.old_end = next.old_end;
        hunk.new_end = next.new_end;
    }
    ptrdiff_t before = smaller(CONTEXT, hunk.old - old);
    ptrdiff_t after = smaller(CONTEXT, d->old.count - hunk.old_end);
    return (box){hunk.old - before, hunk.old_end + after, hunk.new - before, hunk.new_end + after};
}

static void put_marked_line(sdn_buffer *out, char mark, sdn_str line)
{
    sdn__buffer_add(out, &mark, 1);
    sdn__buffer_add_str(out, line);
    if (line.ptr[line.len - 1] != '\n')
        text_printf(out, "\n\\ No newline at end of file\n");
}

/* "12,3": the first line and their number; for no lines, the line before. */
static void put_lines(sdn_buffer *out, char mark, ptrdiff_t from, ptrdiff_t to)
{
    ptrdiff_t count = to - from;
    text_printf(out, " %c%td", mark, count > 0 ? from + 1 : from);
    if (count != 1)
        text_printf(out, ",%td", count);
}

static void put_hunk(sdn_buffer *out, const text_diff *d, const box *hunk)
{
    ptrdiff_t old = hunk->old, new = hunk->new;
    text_printf(out, "@@");
    put_lines(out, '-', hunk->old, hunk->old_end);
    put_lines(out, '+', hunk->new, hunk->new_end);
    text_printf(out, " @@\n");
    while (old < hunk->old_end || new < hunk->new_end) {
        if (old < hunk->old_end && d->old.changed[old])
            put_marked_line(out, '-', d->old.lines[old++]);
        else if (new < hunk->new_end && d->new.changed[new])
            put_marked_line(out, '+', d->new.lines[new ++]);
        else {
            put_marked_line(out, ' ', d->old.lines[old++]);
            new ++;
        }
    }
}

static bool needs_quotes(const char *name)
{
    for (; *name != '\0'; name++)
        if ((unsigned char)*name < ' ' || *name == 0x7F || *name == '"' || *name == '\\')
            return true;
    return false;
}

static void put_file_name(sdn_buffer *out, const char *mark, const char *name)
{
    text_printf(out, "%s ", mark);
    if (!needs_quotes(name)) {
        text_printf(out, "%s%s\n", name, strchr(name, ' ') != NULL ? "\t" : "");
        return;
    }
    sdn__buffer_add(out, "\"", 1);
    for (; *name != '\0'; name++)
        if ((unsigned char)*name < ' ' || *name == 0x7F)
            text_printf(out, "\\%03o", (unsigned)(unsigned char)*name);
        else
            text_printf(out, "%s%c", *name == '"' || *name == '\\' ? "\\" : "", *name);
    sdn__buffer_add(out, "\"\n", 2);
}

static void put_hunks(sdn_buffer *out, const text_diff *d)
{
    box hunk = next_hunk(d, 0, 0);
    while (!is_empty(&hunk)) {
        put_hunk(out, d, &hunk);
        hunk = next_hunk(d, hunk.old_end, hunk.new_end);
    }
}

/* --- all together --- */

static int start_difference(text_diff *d, sdn_arena *arena, sdn_str old_text, sdn_str new_text)
{
    name_table kinds = {.arena = arena};
    if (split(&d->old, old_text, &kinds) != 0 || split(&d->new, new_text, &kinds) != 0)
        return -1;
    size_t diagonals = (size_t)(d->old.count + d->new.count) + 3;
    d->forward = sdn__arena_zeroed(arena, (diagonals + 1) * sizeof *d->forward);
    d->backward = sdn__arena_zeroed(arena, (diagonals + 1) * sizeof *d->backward);
    if (d->forward == NULL || d->backward == NULL)
        return -1;
    d->forward += d->new.count + 1; /* the lowest diagonal is minus the number of new lines */
    d->backward += d->new.count + 1;
    return 0;
}

int unified_diff(sdn_buffer *out, const char *old_name, const char *new_name, sdn_str old_text, sdn_str new_text)
{
    if (sdn_str_equal(old_text, new_text))
        return 0;
    sdn_arena arena = SDN_ARENA_INIT;
    text_diff d = {0};
    int result = -1;
    if (start_difference(&d, &arena, old_text, new_text) == 0) {
        compare_box(&d, (box){0, d.old.count, 0, d.new.count});
        put_file_name(out, "---", old_name);
        put_file_name(out, "+++", new_name);
        put_hunks(out, &d);
        result = out->out_of_memory ? -1 : 1;
    }
    sdn_arena_release(&arena);
    return result;
}
