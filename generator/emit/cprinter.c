/*
 * Templates are printed in two steps. `fill` replaces the holes, found from one '$' to the next. Then cprinter_emit
 * cuts the result into lines, and finish_line lays out each of them by itself:
 *   - one that is short enough, or is a comment, is copied;
 *   - otherwise a comment after code gets a line of its own, before the code;
 *   - and the code is broken greedily. finish_long scans it once from left to right and remembers the best break so
 *     far: outside the most brackets, and of equal ones the last. When a column passes CPRINTER_WIDTH, the line is
 *     broken there, and the scan continues from there.
 *
 * Greedy is good enough, because generated lines are calls, lists and conditions with few brackets inside each other.
 * It needs no look-ahead, and the layout of a line depends on nothing but the line.
 *
 * Invariants: `line` never contains a line end; quoted text, and what is inside more than BRACKETS_MAX brackets, is
 * never broken; every break makes progress (the candidate is after `start`).
 */
#include "emit/cprinter.h"

#include <assert.h>
#include <string.h>

enum { STEP = 4 };

void cprinter_init(cprinter *p, sdn_arena *arena)
{
    memset(p, 0, sizeof *p);
    p->text.arena = arena;
    p->line.arena = arena;
    p->filled.arena = arena;
    p->names.arena = arena;
}

/* Names. */

/* The value of a name. The table returns it as const, but it is the printer's own. */
static sdn_str *find(const cprinter *p, sdn_str name)
{
    return (sdn_str *)name_table_find(&p->names, name);
}

/* A new name; NULL when memory ran out. */
static sdn_str *enter_name(cprinter *p, sdn_str name)
{
    sdn_str *value = sdn_arena_alloc(p->text.arena, sizeof *value);
    const void *entered = value;
    return value != NULL && name_table_add(&p->names, name, &entered) == 0 ? value : NULL;
}

void cprinter_set(cprinter *p, const char *name, sdn_str value)
{
    sdn_str *known = find(p, sdn_str_from(name));
    if (known == NULL)
        known = enter_name(p, sdn_str_from(name));
    if (known == NULL || value.ptr == NULL)
        p->text.failed = true;
    if (known != NULL)
        *known = value;
}

sdn_str cprinter_get(const cprinter *p, const char *name)
{
    const sdn_str *known = find(p, sdn_str_from(name));
    assert(known != NULL || p->text.failed);
    return known != NULL ? *known : SDN_STR("");
}

static size_t column_of(const cbuffer *out)
{
    size_t start = out->len;
    while (start > 0 && out->bytes[start - 1] != '\n')
        start--;
    return out->len - start;
}

/* Appends a value; all of its lines start in the column of the first. */
static void add_value(cbuffer *out, sdn_str value)
{
    size_t column = column_of(out);
    size_t start = 0;
    for (size_t i = 0; i + 1 < value.len; i++) {
        if (value.ptr[i] != '\n')
            continue;
        cbuffer_append(out, value.ptr + start, i + 1 - start);
        start = i + 1;
        if (value.ptr[start] != '\n')
            cbuffer_repeat(out, ' ', column);
    }
    sdn_str rest = {value.ptr != NULL ? value.ptr + start : NULL, value.len - start};
    cbuffer_add_str(out, rest);
}

/* Appends the template to `out` with its holes filled. */
static void fill(const cprinter *p, cbuffer *out, const char *text)
{
    for (const char *hole = strchr(text, '$'); hole != NULL; hole = strchr(text, '$')) {
        const char *name = hole + 1;
        const char *end = strchr(name, '$');
        const sdn_str *known = end != NULL ? find(p, (sdn_str){name, (size_t)(end - name)}) : NULL;
        assert(end == name || known != NULL || p->text.failed);
        cbuffer_append(out, text, (size_t)(hole - text));
        if (known != NULL)
            add_value(out, *known);
        else
            cbuffer_add(out, "$");
        text = known != NULL || end == name ? end + 1 : name;
    }
    cbuffer_add(out, text);
}

/* The template with its holes filled; valid until the next call. */
static sdn_str filled(cprinter *p, const char *text)
{
    p->filled.len = 0;
    fill(p, &p->filled, text);
    return cbuffer_text(&p->filled);
}

sdn_str cprinter_format(cprinter *p, const char *text)
{
    sdn_str made = filled(p, text);
    return made.ptr != NULL ? sdn_arena_copy_str(p->text.arena, made) : made;
}

/* Lines. */

enum {
    BRACKETS_MAX = 16, /* lines are not broken inside more brackets than this */
    COLUMN_MAX = 72    /* a line continues after a bracket only up to this column */
};

typedef struct line_scan {
    size_t next;                  /* the byte to look at */
    size_t columns[BRACKETS_MAX]; /* the column after each open bracket in the output */
    size_t depth;
    bool quoted;
} line_scan;

/* Passes over the next byte, or both bytes of an escape; `column` is its column in the output. */
static void scan_step(line_scan *scan, const char *line, size_t column)
{
    char c = line[scan->next++];
    if (scan->quoted) {
        if (c == '\\')
            scan->next++;
        scan->quoted = c != '"';
    } else if (c == '"') {
        scan->quoted = true;
    } else if (c == '(' || c == '{') {
        if (scan->depth < BRACKETS_MAX)
            scan->columns[scan->depth] = column + 1;
        scan->depth++;
    } else if ((c == ')' || c == '}') && scan->depth > 0) {
        scan->depth--;
    }
}

/* Whether the line may be broken at the next byte, a blank: after a comma inside brackets, before && outside. */
static bool breakable(const line_scan *scan, const char *line)
{
    size_t i = scan->next;
    if (i == 0 || line[i] != ' ' || scan->quoted || scan->depth > BRACKETS_MAX)
        return false;
    return scan->depth > 0 ? line[i - 1] == ',' : strncmp(line + i, " && ", 4) == 0;
}

/* The column where a line continues that was broken at the candidate. Far to the right there is no room after the
 * bracket. */
static size_t continuation(const line_scan *candidate, const char *line, size_t indent)
{
    assert(candidate->depth <= BRACKETS_MAX);
    if (candidate->depth == 0)
        return strncmp(line, "&&", 2) == 0 ? indent : indent + STEP;
    size_t column = candidate->columns[candidate->depth - 1];
    return column <= COLUMN_MAX ? column : indent + 2 * STEP;
}

static bool starts_comment(const char *line, size_t len, size_t i)
{
    return i + 1 < len && line[i] == '/' && line[i + 1] == '*';
}

/* Where a comment after code starts; `len` if there is none. */
static size_t trailing_comment(const char *line, size_t len)
{
    line_scan scan = {0};
    for (; scan.next < len; scan_step(&scan, line, 0))
        if (!scan.quoted && starts_comment(line, len, scan.next))
            return scan.next > 0 ? scan.next : len;
    return len;
}

static void finish_plain(cprinter *p, const char *line, size_t len, size_t indent)
{
    if (len > 0)
        cbuffer_repeat(&p->text, ' ', indent);
    cbuffer_append(&p->text, line, len);
    cbuffer_add(&p->text, "\n");
}

/* Breaks a long line, as the top of this file says. */
static void finish_long(cprinter *p, const char *line, size_t len, size_t indent)
{
    line_scan scan = {0};
    line_scan candidate = {0};
    size_t start = 0;
    size_t column = indent;
    for (; scan.next < len; scan_step(&scan, line, column + scan.next - start)) {
        bool found = candidate.next > start;
        if (breakable(&scan, line) && !(found && candidate.depth < scan.depth))
            candidate = scan;
        if (column + scan.next - start < CPRINTER_WIDTH || candidate.next <= start)
            continue;
        assert(candidate.next > start && line[candidate.next] == ' ');
        finish_plain(p, line + start, candidate.next - start, column);
        column = continuation(&candidate, line, indent);
        scan = candidate;
        start = scan.next + 1;
    }
    finish_plain(p, line + start, len - start, column);
}

static size_t leading_blanks(const char *line, size_t len)
{
    size_t count = 0;
    while (count < len && line[count] == ' ')
        count++;
    return count;
}

/* Moves the built line to the text. */
static void finish_line(cprinter *p)
{
    sdn_str line = cbuffer_text(&p->line);
    size_t blanks = leading_blanks(line.ptr, line.len);
    size_t indent = p->depth * STEP + blanks;
    size_t len = line.len - blanks;
    const char *start = line.ptr + blanks;
    assert(memchr(start, '\n', len) == NULL);
    p->line.len = 0;
    if (indent + len <= CPRINTER_WIDTH || start[0] == '*' || starts_comment(start, len, 0)) {
        finish_plain(p, start, len, indent);
        return;
    }
    size_t code = trailing_comment(start, len);
    if (code < len)
        finish_plain(p, start + code, len - code, indent);
    while (start[code - 1] == ' ')
        code--;
    finish_long(p, start, code, indent);
}

void cprinter_emit(cprinter *p, const char *text)
{
    const char *rest = filled(p, text).ptr;
    while (rest != NULL && !p->line.failed) {
        const char *end = strchr(rest, '\n');
        cbuffer_append(&p->line, rest, end != NULL ? (size_t)(end - rest) : strlen(rest));
        if (end == NULL)
            return;
        finish_line(p);
        rest = end + 1;
    }
    p->text.failed = true;
}

void cprinter_indent(cprinter *p)
{
    p->depth++;
}

void cprinter_outdent(cprinter *p)
{
    assert(p->depth > 0);
    p->depth--;
}

sdn_str cprinter_text(cprinter *p)
{
    assert(p->line.len == 0 || p->text.failed);
    return cbuffer_text(&p->text);
}
