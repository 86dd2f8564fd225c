/*
 * Scan: a hand-written scanner, one function per form of cell: bare, quoted, in brackets. It is the definition of how
 * rows are read; scan_wide is a faster way to the same result for the most frequent rows.
 *
 * A quote or bracket that is never closed must not change the meaning of the text after it. So each form first looks
 * for its end, and if it has none, the cell is read as a bare one, whose quotes and brackets are literal.
 *
 * Looking for an end that does not exist costs the rest of the line (of the file, for a quoted cell that may contain
 * line ends), and input could make that happen at each byte. Three limits keep the time linear in the size of the file:
 * BRACKET_TRIES per row, quotes_are_text after the first unclosed quote of a row, and *effort for all rows.
 *
 * A row of several lines is tried only if a quote is not closed on the first line, and accepted only with all quotes
 * closed and the expected number of cells. Otherwise one stray quote would swallow the rows below it.
 *
 * Invariants: s->at never moves backward within a row; s->at <= s->line_end <= s->next <= s->end.
 */
#include "text/scan.h"

#include <assert.h>
#include <string.h>

/* This many searches for a closing bracket may fail in a row; then the rest of its brackets are literal. */
enum { BRACKET_TRIES = 16 };

typedef struct scanner {
    const char *at;
    const char *line_end; /* of the line that `at` is in */
    const char *next;     /* the line after it */
    const char *end;      /* of the text */
    bool several_lines;   /* quoted cells may hold line ends */
    bool quotes_are_text; /* a quote that is not closed was met: the quotes in bare cells are literal */
    unsigned bracket_tries;
    const char *unclosed; /* the quote that starts a cell and is not closed */
} scanner;

sdn_line sdn__line_at(const char *start, const char *end)
{
    const char *newline = start < end ? memchr(start, '\n', (size_t)(end - start)) : NULL;
    sdn_line line = {start, newline != NULL ? newline : end, newline != NULL ? newline + 1 : end};
    if (line.end > start && line.end[-1] == '\r')
        line.end--;
    return line;
}

const char *sdn__skip_blanks(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t'))
        at++;
    return at;
}

static const char *trim_back(const char *start, const char *end)
{
    while (end > start && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    return end;
}

sdn_str sdn__trimmed(const char *start, const char *end)
{
    start = sdn__skip_blanks(start, end);
    sdn_str text = {start, (size_t)(trim_back(start, end) - start)};
    return text;
}

const char *sdn__closing_quote(const char *at, const char *end, bool *escapes)
{
    *escapes = false;
    for (; at < end; at++) {
        if (*at == '\\') {
            *escapes = true;
            at++;
        } else if (*at == '"') {
            if (at + 1 == end || at[1] != '"')
                return at;
            *escapes = true;
            at++;
        }
    }
    return NULL;
}

/* Passes a quoted part of a bare cell: its commas do not end the cell. A quote that is not closed is an ordinary
 * byte. */
static void pass_inner_quotes(scanner *s)
{
    bool escapes;
    const char *close = s->quotes_are_text ? NULL : sdn__closing_quote(s->at + 1, s->line_end, &escapes);
    if (close == NULL)
        s->quotes_are_text = true;
    s->at = close != NULL ? close + 1 : s->at + 1;
}

static sdn_cell bare_cell(scanner *s, const char *start)
{
    while (s->at < s->line_end && *s->at != ',') {
        if (*s->at == '"')
            pass_inner_quotes(s);
        else
            s->at++;
    }
    const char *end = trim_back(start, s->at);
    sdn_cell cell = {start, (uint32_t)(end - start), end == s->at ? SDN_CELL_BARE : SDN_CELL_SPACED};
    return cell;
}

/* The byte after the bracket that closes the one at `at`, or NULL if the line has none. */
static const char *closing_bracket(const char *at, const char *end)
{
    size_t depth = 0;
    bool escapes;
    for (; at < end; at++) {
        if (*at == '"') {
            at = sdn__closing_quote(at + 1, end, &escapes);
            if (at == NULL)
                return NULL;
        } else if (*at == '[' || *at == '{') {
            depth++;
        } else if ((*at == ']' || *at == '}') && --depth == 0) {
            return at + 1;
        }
    }
    return NULL;
}

static bool at_cell_end(const char *at, const char *end)
{
    at = sdn__skip_blanks(at, end);
    return at == end || *at == ',';
}

static sdn_cell bracket_cell(scanner *s, const char *start)
{
    const char *close = s->bracket_tries < BRACKET_TRIES ? closing_bracket(start, s->line_end) : NULL;
    if (close == NULL || !at_cell_end(close, s->line_end)) {
        s->bracket_tries++;
        return bare_cell(s, start);
    }
    s->at = sdn__skip_blanks(close, s->line_end);
    sdn_cell cell = {start, (uint32_t)(close - start), s->at == close ? SDN_CELL_BARE : SDN_CELL_SPACED};
    return cell;
}

static void enter_line_of(scanner *s, const char *at)
{
    sdn_line line = sdn__line_at(at, s->end);
    s->line_end = line.end;
    s->next = line.next;
}

static sdn_cell quoted_cell(scanner *s, const char *start)
{
    bool escapes;
    const char *close = sdn__closing_quote(start + 1, s->several_lines ? s->end : s->line_end, &escapes);
    if (close == NULL) {
        if (s->unclosed == NULL)
            s->unclosed = start;
        s->quotes_are_text = true;
        if (s->several_lines)
            s->at = s->end; /* the search for the quote ended there; counts as effort */
        return bare_cell(s, start);
    }
    bool crossed = close >= s->line_end;
    if (crossed)
        enter_line_of(s, close);
    s->at = close + 1;
    if (!at_cell_end(s->at, s->line_end)) {
        /* Text follows the closing quote: then all of it is the cell, including the quotes, but only within one
         * line. */
        if (crossed && s->unclosed == NULL)
            s->unclosed = start;
        return bare_cell(s, start);
    }
    s->at = sdn__skip_blanks(s->at, s->line_end);
    sdn_cell cell = {start + 1, (uint32_t)(close - start - 1), escapes ? SDN_CELL_ESCAPED : SDN_CELL_QUOTED};
    return cell;
}

static sdn_cell next_cell(scanner *s)
{
    const char *start = s->at = sdn__skip_blanks(s->at, s->line_end);
    if (start < s->line_end && *start == '"')
        return quoted_cell(s, start);
    if (start < s->line_end && (*start == '[' || *start == '{'))
        return bracket_cell(s, start);
    return bare_cell(s, start);
}

static uint32_t scan_cells(scanner *s, sdn_cell *cells, uint32_t capacity, uint32_t most)
{
    uint32_t count = 0;
    for (;;) {
        sdn_cell cell = next_cell(s);
        if (count < capacity)
            cells[count] = cell;
        count++;
        bool has_failed = s->several_lines && s->unclosed != NULL;
        if (s->at >= s->line_end || count >= most || has_failed)
            return count;
        s->at++; /* the comma */
    }
}

static scanner scanner_at(const char *start, const char *end, bool several_lines)
{
    scanner s = {.at = start, .end = end, .several_lines = several_lines};
    enter_line_of(&s, start);
    return s;
}

/* Tries to read the row with line ends inside its quotes. */
static bool scan_several_lines(const char *start, const char *end, sdn_cell *cells, uint32_t capacity,
                               uint32_t expected, size_t *effort, sdn_row_scan *scan)
{
    size_t reach = (size_t)(end - start) < *effort ? (size_t)(end - start) : *effort;
    scanner s = scanner_at(start, start + reach, true);
    /* One cell more than expected is enough to know that the attempt fails. */
    uint32_t count = scan_cells(&s, cells, capacity, expected + 1);
    if (s.unclosed != NULL || count != expected || s.at < s.line_end || (s.next == s.end && s.end != end)) {
        size_t used = (size_t)(s.at - start);
        *effort -= used < *effort ? used : *effort;
        return false;
    }
    scan->line = (sdn_line){start, s.line_end, s.next};
    scan->count = count;
    return true;
}

sdn_row_scan sdn__scan_row(const char *start, const char *end, sdn_cell *cells, uint32_t capacity, uint32_t expected,
                           size_t *effort)
{
    sdn_row_scan scan = {.problem = NULL};
    scanner s = scanner_at(start, end, false);
    scan.count = scan_cells(&s, cells, capacity, UINT32_MAX);
    if (s.unclosed != NULL) {
        if (scan_several_lines(start, end, cells, capacity, expected, effort, &scan))
            return scan;
        s = scanner_at(start, end, false); /* again, since the attempt has overwritten the cells */
        scan.count = scan_cells(&s, cells, capacity, UINT32_MAX);
        scan.problem = "a quote is not closed; add the closing quote";
        scan.fault = s.unclosed;
    }
    assert(s.at == s.line_end);
    scan.line = (sdn_line){start, s.line_end, s.next};
    return scan;
}

sdn_str sdn__cell_extent(const sdn_cell *cell)
{
    bool quoted = cell->form == SDN_CELL_QUOTED || cell->form == SDN_CELL_ESCAPED;
    sdn_str extent = {cell->ptr - (quoted ? 1 : 0), cell->len + (quoted ? 2u : 0u)};
    return extent;
}
