/*
 * Conflicts of git: the markers it leaves where it could not merge (gitattributes(5), conflict-marker-size).
 *
 * A conflict opens with a line of seven or more `<`. Its end is found by counting: each further opener with as many
 * marks adds one, each line of as many `>` subtracts one, and the end is where zero is reached. Conflicts within
 * conflicts have the same number of marks or another one, depending on the version of git; both work, as only the
 * outermost counts.
 *
 * A file may hold many openers without an end, and each search for an end reads to the end of the file. So all failed
 * searches share one budget, r->effort, a multiple of the file's size: the time stays linear. Once it is used up,
 * openers count as conflicts of one line.
 *
 * Invariants: document->conflicts are in file order and disjoint, and r->conflict_end is the end of the last one.
 */
#include "text/document_private.h"

#include "base/alloc.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

size_t sdn__document_marks(sdn_line line)
{
    enum { FEWEST = 7 };
    const char *at = line.start;
    if (at == line.end || strchr("<|=>", *at) == NULL)
        return 0;
    while (at < line.end && *at == *line.start)
        at++;
    bool ends = at == line.end || (*at == ' ' && (*line.start != '=' || sdn__skip_blanks(at, line.end) == line.end));
    return ends && at - line.start >= FEWEST ? (size_t)(at - line.start) : 0;
}

bool sdn__document_opens_conflict(sdn_line line)
{
    return line.start < line.end && *line.start == '<' && sdn__document_marks(line) > 0;
}

/* The end of the conflict that `opener` opens; NULL if it has none, or the effort does not suffice to find it. */
static const char *find_conflict_end(sdn_document_reader *r, sdn_line opener)
{
    size_t marks = sdn__document_marks(opener), depth = 1;
    size_t left = (size_t)(r->end - opener.next), *effort = &r->effort;
    const char *stop = opener.next + (left < *effort ? left : *effort);
    for (const char *at = opener.next; at < stop;) {
        sdn_line line = sdn__line_at(at, r->end);
        bool opens = *at == '<';
        if ((opens || *at == '>') && sdn__document_marks(line) == marks)
            depth += opens ? 1 : (size_t)-1;
        if (depth == 0)
            return line.next;
        at = line.next;
    }
    *effort -= (size_t)(stop - opener.next);
    return NULL;
}

/* The number of the last line before `end`, counted from line number `line` at `start`. */
static uint32_t last_line(uint32_t line, const char *start, const char *end)
{
    for (const char *at = start; (at = memchr(at, '\n', (size_t)(end - at))) != NULL && at + 1 < end; at++)
        line++;
    return line;
}

static const char *conflict_message(const sdn_document_reader *r, const sdn_git_conflict *conflict, bool is_whole)
{
    char text[160];
    unsigned long first = conflict->line, last = last_line(conflict->line, conflict->start, conflict->end);
    int len = is_whole ? snprintf(text, sizeof text,
                                  "unresolved git conflict, lines %lu-%lu; keep what is right and remove the "
                                  "marker lines",
                                  first, last)
                       : snprintf(text, sizeof text,
                                  "unresolved git conflict, line %lu, without the marker of its end; "
                                  "keep what is right and remove the marker lines",
                                  first);
    return sdn_arena_copy(r->document->arena, text, (size_t)len).ptr;
}

static sdn_code enter_conflict(sdn_document_reader *r, sdn_line opener)
{
    sdn_document *d = r->document;
    const char *end = find_conflict_end(r, opener);
    sdn_git_conflict conflict = {
        .start = opener.start, .end = end != NULL ? end : opener.next, .line = sdn__document_line(d, opener.start)};
    conflict.message = conflict_message(r, &conflict, end != NULL);
    const sdn_problem problem = {
        .kind = SDN_PROBLEM_CONFLICT,
        .line = conflict.line,
        .column = 1,
        .end_column = 1 + sdn__document_width((sdn_str){opener.start, (size_t)(opener.end - opener.start)}),
        .message = conflict.message};
    sdn_code code = sdn__document_note(r, opener.start, &problem);
    if (code != SDN_OK)
        return code;
    if (sdn__reserve(&d->conflicts, &d->conflict_capacity, d->conflict_count + 1, sizeof *d->conflicts) != 0)
        return sdn__fail_memory(r->err);
    assert(d->conflict_count == 0 || d->conflicts[d->conflict_count - 1].end <= conflict.start);
    d->conflicts[d->conflict_count++] = conflict;
    r->conflict_end = conflict.end;
    return SDN_OK;
}

sdn_code sdn__document_pass_marker(sdn_document_reader *r, sdn_line line, bool *passed)
{
    bool inside = sdn__document_in_conflict(r, line.start);
    *passed = inside ? sdn__document_marks(line) > 0 : sdn__document_opens_conflict(line);
    if (!*passed)
        return SDN_OK;
    sdn_code code = sdn__document_require_text(r, line.start, line.end);
    if (code == SDN_OK && !inside)
        code = enter_conflict(r, line);
    r->at = line.next;
    return code;
}

const char *sdn__document_find_marker(sdn_document_reader *r, const char *start, const char *end)
{
    sdn_line line = sdn__line_at(start, r->end);
    while (line.next < end) {
        line = sdn__line_at(line.next, r->end);
        if (sdn__document_in_conflict(r, line.start) && sdn__document_marks(line) > 0)
            return line.start;
        if (!sdn__document_opens_conflict(line))
            continue;
        const char *after = find_conflict_end(r, line);
        if (after != NULL && after > end)
            return line.start;
        if (after != NULL)
            line.next = after;
    }
    return NULL;
}
