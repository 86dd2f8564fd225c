#include "text/document.h"

#include "base/alloc.h"
#include "text/scan_wide.h"
#include "text/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Neither rows nor columns, so no option speaks of them; but both cost far more memory than their few bytes. */
enum { MOST_TABLES = 100000, MOST_STRAY_LINES = 100000 };

typedef enum line_kind {
    LINE_BLANK,     /* nothing, or a comment */
    LINE_TABLE,     /* name |columns| */
    LINE_STATEMENT, /* name: or name = */
    LINE_OTHER
} line_kind;

/* A table that a statement has ended, until the next table begins: its rows may go on after that statement. */
typedef struct ended_table {
    const sdn_table_text *table; /* NULL: none */
    sdn_row_taker taker;
    uint32_t line; /* of the statement */
    uint32_t column;
    bool is_noted;
} ended_table;

typedef struct reading {
    sdn_document *document;
    const char *at; /* start of a line */
    const char *end;
    const char *conflict_end; /* of the last conflict that was met */
    ended_table ended;
    sdn_wide_scan wide;
    sdn_document_claim *claim;
    void *context;
    sdn_cell *spare_cells; /* for tables nobody claims */
    size_t spare_capacity;
} reading;

/* ---- lines ---- */

static bool starts_name(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || (unsigned char)c >= 0x80;
}

static bool goes_on_name(char c)
{
    return starts_name(c) || (c >= '0' && c <= '9') || c == '.' || c == '/' || c == '-' || c == '#';
}

static const char *name_end(const char *at, const char *end)
{
    if (at == end || !starts_name(*at))
        return at;
    while (at < end && goes_on_name(*at))
        at++;
    return at;
}

static line_kind classify(const char *start, const char *end)
{
    if (start == end || *start == '#')
        return LINE_BLANK;
    const char *after = name_end(start, end);
    if (after == start)
        return LINE_OTHER;
    after = sdn_skip_blanks(after, end);
    if (after == end)
        return LINE_OTHER;
    if (*after == ':' || *after == '=')
        return LINE_STATEMENT;
    if (*after == '|' && memchr(after + 1, '|', (size_t)(end - after - 1)) != NULL)
        return LINE_TABLE;
    return LINE_OTHER;
}

uint32_t sdn_document_line(sdn_document *document, const char *at)
{
    if (at < document->counted_to) {
        document->counted_to = document->bytes;
        document->counted_lines = 0;
    }
    for (;;) {
        const char *newline = memchr(document->counted_to, '\n', (size_t)(at - document->counted_to));
        if (newline == NULL)
            break;
        document->counted_lines++;
        document->counted_to = newline + 1;
    }
    return document->counted_lines + 1;
}

uint32_t sdn_document_column(const sdn_document *document, const char *at)
{
    const char *start = at;
    while (start > document->bytes && start[-1] != '\n')
        start--;
    return (uint32_t)(at - start) + 1;
}

static sdn_code fail_at(sdn_document *document, const char *at, sdn_code code, const char *text, sdn_error *err)
{
    return sdn_fail_at(err, code, document->path, sdn_document_line(document, at),
                       sdn_document_column(document, at), "%s", text);
}

/* Bytes that are no text may stand in rows, which then are problems; anywhere else the file is not one of ours. */
static sdn_code require_text(reading *r, const char *start, const char *end, sdn_error *err)
{
    const char *fault = sdn_utf8_fault(start, (size_t)(end - start));
    if (fault == NULL)
        return SDN_OK;
    const char *what = *fault == '\0' ? "a NUL byte: this is not a text file; check the path"
                                      : "not valid UTF-8; check the path, or convert the file to UTF-8";
    return fail_at(r->document, fault, SDN_E_SYNTAX, what, err);
}

/* ---- problems ---- */

/* Saving into a file that holds no table, no statement and no comment alone would add a table to a stranger. */
static sdn_code refuse_stranger(const sdn_document *document, sdn_error *err)
{
    return sdn_fail_at(err, SDN_E_SYNTAX, document->path, document->problems[0].line, document->problems[0].column,
                       "no table and no statement in this file; check the path");
}

static sdn_code refuse_more_problems(const reading *r, const char *at, sdn_error *err)
{
    if (!r->document->saw_statement)
        return refuse_stranger(r->document, err);
    return fail_at(r->document, at, SDN_E_LIMIT, "more than 100000 lines that are no part of a table and start no "
                   "statement; check the path", err);
}

/* `at` is where reading is; the place of the problem may be above. `message` lasts as long as the document. */
static sdn_code note(reading *r, const char *at, uint32_t line, uint32_t column, const char *message, sdn_error *err)
{
    sdn_document *d = r->document;
    if (d->problem_count == MOST_STRAY_LINES)
        return refuse_more_problems(r, at, err);
    if (message == NULL || sdn_reserve(&d->problems, &d->problem_capacity, d->problem_count + 1,
                                       sizeof *d->problems) != 0)
        return sdn_fail_memory(err);
    d->problems[d->problem_count++] = (sdn_problem){.line = line, .column = column, .message = message};
    return SDN_OK;
}

static sdn_code note_stray_line(reading *r, const char *text, sdn_error *err)
{
    return note(r, text, sdn_document_line(r->document, text), sdn_document_column(r->document, text),
                "this line is not part of a table and starts no statement; correct it, or make it a comment", err);
}

static int by_line(const void *a, const void *b)
{
    const sdn_problem *x = a, *y = b;
    return (x->line > y->line) - (x->line < y->line);
}

/* ---- conflicts of git ---- */

/* The number of marks that a marker line starts with; 0 if the line is none. */
static size_t count_marks(sdn_line line)
{
    enum { FEWEST = 7 };
    const char *at = line.start;
    if (at == line.end || strchr("<|=>", *at) == NULL)
        return 0;
    while (at < line.end && *at == *line.start)
        at++;
    bool ends = at == line.end || (*at == ' ' && (*line.start != '=' || sdn_skip_blanks(at, line.end) == line.end));
    return ends && at - line.start >= FEWEST ? (size_t)(at - line.start) : 0;
}

static bool opens_conflict(sdn_line line)
{
    return line.start < line.end && *line.start == '<' && count_marks(line) > 0;
}

static bool is_in_conflict(const reading *r, const char *at)
{
    return at < r->conflict_end;
}

/* The end of the conflict that `opener` opens; NULL if it has none, or that takes too long to find. Conflicts within it
 * have the same number of marks, or another: versions of git differ. */
static const char *find_conflict_end(reading *r, sdn_line opener)
{
    size_t marks = count_marks(opener), depth = 1;
    size_t left = (size_t)(r->end - opener.next), *effort = &r->document->effort;
    const char *stop = opener.next + (left < *effort ? left : *effort);
    for (const char *at = opener.next; at < stop;) {
        sdn_line line = sdn_line_at(at, r->end);
        bool opens = *at == '<';
        if ((opens || *at == '>') && count_marks(line) == marks)
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

static const char *conflict_message(const reading *r, const sdn_git_conflict *conflict, bool is_whole)
{
    char text[160];
    unsigned long first = conflict->line, last = last_line(conflict->line, conflict->start, conflict->end);
    int len = is_whole ? snprintf(text, sizeof text, "unresolved git conflict, lines %lu-%lu; keep what is "
                                  "right and remove the marker lines", first, last)
                       : snprintf(text, sizeof text, "unresolved git conflict, line %lu, without the marker of its end; "
                                  "keep what is right and remove the marker lines", first);
    return sdn_arena_copy(r->document->arena, text, (size_t)len).ptr;
}

static sdn_code enter_conflict(reading *r, sdn_line opener, sdn_error *err)
{
    sdn_document *d = r->document;
    const char *end = find_conflict_end(r, opener);
    sdn_git_conflict conflict = {.start = opener.start, .end = end != NULL ? end : opener.next,
                                 .line = sdn_document_line(d, opener.start)};
    conflict.message = conflict_message(r, &conflict, end != NULL);
    sdn_code code = note(r, opener.start, conflict.line, 1, conflict.message, err);
    if (code != SDN_OK)
        return code;
    if (sdn_reserve(&d->conflicts, &d->conflict_capacity, d->conflict_count + 1, sizeof *d->conflicts) != 0)
        return sdn_fail_memory(err);
    d->conflicts[d->conflict_count++] = conflict;
    r->conflict_end = conflict.end;
    return SDN_OK;
}

/* Passes the line at r->at if it is a marker. */
static sdn_code pass_marker(reading *r, sdn_line line, bool *passed, sdn_error *err)
{
    bool inside = is_in_conflict(r, line.start);
    *passed = inside ? count_marks(line) > 0 : opens_conflict(line);
    if (!*passed)
        return SDN_OK;
    sdn_code code = require_text(r, line.start, line.end, err);
    if (code == SDN_OK && !inside)
        code = enter_conflict(r, line, err);
    r->at = line.next;
    return code;
}

/* The first marker that a quoted text from `start` to `end` must not reach over: one of a conflict that is not all within
 * it. NULL if there is none. */
static const char *find_marker(reading *r, const char *start, const char *end)
{
    sdn_line line = sdn_line_at(start, r->end);
    while (line.next < end) {
        line = sdn_line_at(line.next, r->end);
        if (is_in_conflict(r, line.start) && count_marks(line) > 0)
            return line.start;
        if (!opens_conflict(line))
            continue;
        const char *after = find_conflict_end(r, line);
        if (after != NULL && after > end)
            return line.start;
        if (after != NULL)
            line.next = after;
    }
    return NULL;
}

const sdn_git_conflict *sdn_document_conflict_at(const sdn_document *document, const char *at)
{
    size_t low = 0, high = document->conflict_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (at < document->conflicts[middle].end)
            high = middle;
        else
            low = middle + 1;
    }
    bool found = low < document->conflict_count && at >= document->conflicts[low].start;
    return found ? &document->conflicts[low] : NULL;
}

/* ---- statements that are not tables ---- */

static bool starts_value(const char *line_start, const char *quote)
{
    return quote == line_start || strchr(" \t:=,([{", quote[-1]) != NULL;
}

static bool ends_value(const char *quote, const char *end)
{
    const char *after = sdn_skip_blanks(quote + 1, end);
    return after == end || strchr("\r\n,)]}#", *after) != NULL;
}

/* The end of the quoted text that begins at `quote`, or NULL. Behind `line_end` a quote counts only where a value may
 * end, or a stray one would swallow the tables below. Looks at most `effort` bytes ahead in vain. */
static const char *statement_quote_end(reading *r, const char *quote, const char *line_end)
{
    size_t left = (size_t)(r->end - quote - 1);
    size_t reach = left < r->document->effort ? left : r->document->effort;
    const char *end = quote + 1 + reach;
    const char *at = quote + 1;
    for (; at < end && *at != '"'; at++)
        if (*at == '\\')
            at++;
    if (at < end && (at < line_end || (ends_value(at, r->end) && find_marker(r, quote, at) == NULL)))
        return at;
    r->document->effort -= at < end ? (size_t)(at - quote) : reach;
    return NULL;
}

/* The line end of a statement's line, which is a later one if a quoted text runs over line ends. */
static sdn_line statement_line(reading *r)
{
    sdn_line line = sdn_line_at(r->at, r->end);
    for (const char *at = line.start; at < line.end; at++) {
        if (*at == '#' && (at == line.start || at[-1] == ' ' || at[-1] == '\t'))
            break;
        if (*at != '"' || !starts_value(line.start, at))
            continue;
        const char *close = statement_quote_end(r, at, line.end);
        if (close == NULL)
            break;
        if (close >= line.end) {
            sdn_line last = sdn_line_at(close, r->end);
            line.end = last.end;
            line.next = last.next;
        }
        at = close;
    }
    return line;
}

static sdn_code note_nested_header(reading *r, const char *text, const char *end, sdn_error *err)
{
    sdn_document *d = r->document;
    if (d->nested_count == MOST_TABLES)
        return SDN_OK;
    if (sdn_reserve(&d->nested, &d->nested_capacity, d->nested_count + 1, sizeof *d->nested) != 0)
        return sdn_fail_memory(err);
    d->nested[d->nested_count++] = (sdn_nested_header){
        .name = {text, (size_t)(name_end(text, end) - text)}, .at = text, .line = sdn_document_line(d, text)};
    return SDN_OK;
}

/* ---- rows after the statement that ended their table ---- */

/* What follows `name:` or `name =`. */
typedef enum value_kind {
    VALUE_BLOCK, /* nothing: lines with a value each follow, or other statements */
    VALUE_PLAIN, /* all of the value: no lines belong to it */
    VALUE_OTHER  /* brackets, or a typed table, which may go on */
} value_kind;

static value_kind value_kind_of(const char *text, const char *end)
{
    const char *at = sdn_skip_blanks(sdn_skip_blanks(name_end(text, end), end) + 1, end);
    if (at == end || *at == '#')
        return VALUE_BLOCK;
    bool is_typed = end - at >= 5 && memcmp(at, "table", 5) == 0 && (at + 5 == end || !goes_on_name(at[5]));
    return strchr("[{(", *at) != NULL || is_typed ? VALUE_OTHER : VALUE_PLAIN;
}

/* Whether a statement is more likely the row of a table of `columns` columns: an address, or several cells. */
static bool may_be_row(const char *text, const char *end, uint32_t columns)
{
    const char *after = name_end(text, end);
    bool is_address = end - after > 3 && memcmp(after, "://", 3) == 0;
    return is_address || (columns > 1 && value_kind_of(text, end) == VALUE_PLAIN);
}

/* Notes the statement that ended the table, the first time a row is found after it, or that it is one itself. */
static sdn_code note_ender(reading *r, sdn_str name, const char *row, sdn_error *err)
{
    char text[400];
    const char *kind = classify(row, sdn_line_at(row, r->end).end) == LINE_TABLE ? "header" : "statement";
    uint32_t line = sdn_document_line(r->document, row);
    int shown = name.len < 100 ? (int)name.len : 100;
    if (r->ended.is_noted || is_in_conflict(r, row))
        return SDN_OK;
    r->ended.is_noted = true;
    int len = line == r->ended.line
                  ? snprintf(text, sizeof text, "this line ends table '%.*s', since it starts as a %s does, but looks like "
                             "a row; indent the rows deeper than the header", shown, name.ptr, kind)
                  : snprintf(text, sizeof text, "this line ends table '%.*s', but line %lu looks like a row of it, and is "
                             "not read; move this line after the rows, or make it a comment", shown, name.ptr,
                             (unsigned long)line);
    return note(r, row, r->ended.line, r->ended.column, sdn_arena_copy(r->document->arena, text, (size_t)len).ptr, err);
}

/* Looks at a line after the end of a table; it is one of its rows if it has as many cells. */
static sdn_code look_for_lost_row(reading *r, const char *text, bool is_stray, sdn_error *err)
{
    const ended_table *ended = &r->ended;
    uint32_t expected = ended->table->column_count;
    size_t no_effort = 0;
    sdn_row_scan scan = sdn_scan_row(text, r->end, ended->taker.cells, expected + 1, expected, &no_effort);
    if (scan.problem != NULL || scan.count != expected)
        return SDN_OK;
    sdn_code code = is_stray ? SDN_OK : note_ender(r, ended->table->name, text, err);
    return code == SDN_OK && ended->taker.lost != NULL ? ended->taker.lost(ended->taker.context, &scan, err) : code;
}

/* The block of a statement while it is passed. */
typedef struct block {
    value_kind value; /* of the statement */
    size_t inner;     /* what is indented deeper belongs to a statement or table in the block */
} block;

/* Whether a line of the block, if it has the cells of a row of the ended table, is one. */
static bool is_suspect(const reading *r, block *b, const char *text, sdn_line line)
{
    size_t indent = (size_t)(text - line.start);
    line_kind kind = classify(text, line.end);
    uint32_t columns = r->ended.table->column_count;
    if (b->value == VALUE_OTHER || indent > b->inner)
        return false;
    b->inner = SIZE_MAX;
    if (kind == LINE_OTHER)
        return b->value == VALUE_PLAIN || columns > 1;
    if (kind == LINE_STATEMENT && may_be_row(text, line.end, columns))
        return true;
    b->inner = indent;
    return false;
}

static sdn_code pass_line_of_block(reading *r, block *b, const char *text, sdn_line line, sdn_error *err)
{
    sdn_code code = SDN_OK;
    if (r->ended.table != NULL && is_suspect(r, b, text, line))
        code = look_for_lost_row(r, text, false, err);
    if (code == SDN_OK && classify(text, line.end) == LINE_TABLE)
        code = note_nested_header(r, text, line.end, err);
    return code;
}

/* Passes the deeper lines that belong to a statement. */
static sdn_code pass_block(reading *r, size_t indent, value_kind value, sdn_error *err)
{
    block b = {value, SIZE_MAX};
    while (r->at < r->end) {
        sdn_line line = sdn_line_at(r->at, r->end);
        const char *text = sdn_skip_blanks(line.start, line.end);
        bool blank = classify(text, line.end) == LINE_BLANK, passed = false;
        sdn_code code = pass_marker(r, line, &passed, err);
        if (code == SDN_OK && passed)
            continue;
        if (code == SDN_OK && !blank && (size_t)(text - line.start) <= indent)
            return SDN_OK;
        if (code == SDN_OK && !blank)
            code = pass_line_of_block(r, &b, text, line, err);
        if (code == SDN_OK && !blank)
            line = statement_line(r);
        if (code == SDN_OK)
            code = require_text(r, line.start, line.end, err);
        if (code != SDN_OK)
            return code;
        r->at = line.next;
    }
    return SDN_OK;
}

/* Where the table ended, if one did. */
static void note_end(reading *r, const char *text)
{
    if (r->ended.table == NULL || r->ended.line != 0)
        return;
    r->ended.line = sdn_document_line(r->document, text);
    r->ended.column = sdn_document_column(r->document, text);
}

static sdn_code pass_statement(reading *r, sdn_line line, const char *text, sdn_error *err)
{
    sdn_code code = SDN_OK;
    r->document->saw_statement = true;
    note_end(r, text);
    if (r->ended.table != NULL && may_be_row(text, line.end, r->ended.table->column_count))
        code = look_for_lost_row(r, text, false, err);
    sdn_line whole = statement_line(r);
    if (code == SDN_OK)
        code = require_text(r, whole.start, whole.end, err);
    r->at = whole.next;
    return code == SDN_OK ? pass_block(r, (size_t)(text - line.start), value_kind_of(text, line.end), err) : code;
}

/* ---- tables ---- */

/* One comma may follow the last column. */
static uint32_t count_columns(const char *start, const char *end)
{
    uint32_t count = 0;
    while (start < end) {
        const char *comma = memchr(start, ',', (size_t)(end - start));
        start = sdn_skip_blanks(comma != NULL ? comma + 1 : end, end);
        count++;
    }
    return count;
}

static sdn_code read_columns(reading *r, sdn_table_text *table, const char *start, const char *end, sdn_error *err)
{
    start = sdn_skip_blanks(start, end);
    if (start == end)
        return SDN_OK; /* `name ||` */
    uint32_t most = count_columns(start, end);
    if (most > r->document->options->max_columns)
        return fail_at(r->document, start, SDN_E_LIMIT, "too many columns; raise max_columns to read this table", err);
    table->columns = sdn_arena_alloc(r->document->arena, most * sizeof *table->columns);
    if (table->columns == NULL)
        return sdn_fail_memory(err);
    while (start < end) {
        const char *comma = memchr(start, ',', (size_t)(end - start));
        const char *stop = comma != NULL ? comma : end;
        sdn_str column = sdn_trimmed(start, stop);
        if (comma != NULL || column.len > 0) /* one comma may follow the last column */
            table->columns[table->column_count++] = column;
        start = stop + 1;
    }
    return SDN_OK;
}

static sdn_code read_header(reading *r, sdn_table_text *table, sdn_line line, const char *text, sdn_error *err)
{
    sdn_code code = require_text(r, line.start, line.end, err);
    if (code != SDN_OK)
        return code;
    const char *after = name_end(text, line.end);
    const char *bar = sdn_skip_blanks(after, line.end);
    const char *second = memchr(bar + 1, '|', (size_t)(line.end - bar - 1));
    *table = (sdn_table_text){
        .name = {text, (size_t)(after - text)},
        .indent = (uint32_t)(text - line.start),
        .line_number = sdn_document_line(r->document, text),
        .header = line,
        .bars_end = second + 1,
        .rows_end = line.next,
    };
    const char *rest = sdn_skip_blanks(table->bars_end, line.end);
    table->inline_row = rest < line.end && *rest != '#';
    return read_columns(r, table, bar + 1, second, err);
}

static sdn_code spare_cells(reading *r, const sdn_table_text *table, sdn_row_taker *taker, sdn_error *err)
{
    if (sdn_reserve(&r->spare_cells, &r->spare_capacity, (size_t)table->column_count + 1,
                    sizeof *r->spare_cells) != 0)
        return sdn_fail_memory(err);
    taker->cells = r->spare_cells;
    return SDN_OK;
}

static void check_text(sdn_row_scan *scan)
{
    const char *fault = sdn_utf8_fault(scan->line.start, (size_t)(scan->line.end - scan->line.start));
    if (fault == NULL)
        return;
    scan->problem = *fault == '\0' ? "the row holds a NUL byte; remove it" : "the row is not valid UTF-8; correct it";
    scan->fault = fault;
}

static void check_cells(const sdn_document *document, const sdn_table_text *table, const sdn_cell *cells,
                        sdn_row_scan *scan)
{
    size_t most = document->options->max_cell_bytes;
    for (uint32_t i = 0; scan->problem == NULL && i < scan->count && i < table->column_count; i++)
        if (cells[i].len > most) {
            scan->problem = "the cell is too long; shorten it, or raise max_cell_bytes";
            scan->fault = cells[i].ptr;
        }
}

/* A quoted text that runs over lines must not swallow markers. */
static sdn_row_scan scan_between_markers(reading *r, const char *start, sdn_cell *cells, uint32_t expected)
{
    size_t *effort = &r->document->effort;
    sdn_row_scan scan = sdn_scan_row(start, r->end, cells, expected + 1, expected, effort);
    size_t len = (size_t)(scan.line.end - start);
    const char *marker = find_marker(r, start, scan.line.end);
    if (marker == NULL)
        return scan;
    *effort -= len < *effort ? len : *effort;
    return sdn_scan_row(start, marker, cells, expected + 1, expected, effort);
}

static sdn_code take_row(reading *r, const sdn_table_text *table, const sdn_row_taker *taker, const char *start,
                         sdn_error *err)
{
    uint32_t expected = table->column_count;
    sdn_row_scan scan;
    bool is_text = false;
    if (!sdn_wide_scan_row(&r->wide, start, taker->cells, expected, &scan, &is_text))
        scan = scan_between_markers(r, start, taker->cells, expected);
    r->at = scan.line.next;
    if (taker->row == NULL)
        return SDN_OK;
    if (!is_text)
        check_text(&scan);
    if ((size_t)(scan.line.end - scan.line.start) > r->document->options->max_cell_bytes)
        check_cells(r->document, table, taker->cells, &scan);
    if (is_in_conflict(r, start))
        scan.problem = "the row is part of an unresolved git conflict; resolve that";
    return taker->row(taker->context, &scan, err);
}

/* Whether the table ends before this line. */
static bool ends_table(const sdn_table_text *table, const char *text, sdn_line line)
{
    if ((size_t)(text - line.start) > table->indent)
        return false;
    line_kind kind = classify(text, line.end);
    return kind == LINE_TABLE || kind == LINE_STATEMENT;
}

bool sdn_document_is_row(uint32_t indent, sdn_line line)
{
    const sdn_table_text table = {.indent = indent};
    const char *text = sdn_skip_blanks(line.start, line.end);
    return classify(text, line.end) != LINE_BLANK && !ends_table(&table, text, line) && !opens_conflict(line);
}

/* Whether the line at r->at must be a row: it is indented deeper than the header, and neither blank nor a comment. */
static inline bool is_surely_row(const reading *r, const sdn_table_text *table)
{
    const char *text = r->at;
    while (*text == ' ' || *text == '\t') /* the NUL behind the text is neither */
        text++;
    return (size_t)(text - r->at) > table->indent && text < r->end && *text != '\n' && *text != '\r' && *text != '#';
}

static sdn_code read_line_of_table(reading *r, sdn_table_text *table, const sdn_row_taker *taker, bool *ended,
                                   sdn_error *err)
{
    sdn_line line = sdn_line_at(r->at, r->end);
    const char *text = sdn_skip_blanks(line.start, line.end);
    if (classify(text, line.end) == LINE_BLANK) {
        r->at = line.next;
        return require_text(r, line.start, line.end, err);
    }
    bool passed = false;
    sdn_code code = pass_marker(r, line, &passed, err);
    if (code != SDN_OK || passed)
        return code;
    *ended = ends_table(table, text, line);
    if (*ended)
        return SDN_OK;
    code = take_row(r, table, taker, line.start, err);
    table->rows_end = r->at;
    return code;
}

static sdn_code read_rows(reading *r, size_t index, const sdn_row_taker *taker, sdn_error *err)
{
    sdn_table_text *table = &r->document->tables[index];
    if (table->inline_row) {
        sdn_code code = take_row(r, table, taker, sdn_skip_blanks(table->bars_end, table->header.end), err);
        if (code != SDN_OK)
            return code;
        table->rows_end = r->at;
    }
    bool ended = false;
    while (r->at < r->end && !ended) {
        sdn_code code;
        if (is_surely_row(r, table)) {
            code = take_row(r, table, taker, r->at, err);
            table->rows_end = r->at;
        } else {
            code = read_line_of_table(r, table, taker, &ended, err);
        }
        if (code != SDN_OK)
            return code;
    }
    return SDN_OK;
}

/* A header with a row of its own that does not fit may be a row of the table above. */
static sdn_code doubt_header(reading *r, const sdn_table_text *table, const char *text, sdn_error *err)
{
    size_t no_effort = 0;
    if (r->ended.table == NULL || !table->inline_row || r->ended.table->column_count < 2)
        return SDN_OK;
    sdn_row_scan row = sdn_scan_row(sdn_skip_blanks(table->bars_end, table->header.end), r->end, NULL, 0,
                                    table->column_count, &no_effort);
    if (row.count == table->column_count)
        return SDN_OK;
    note_end(r, text);
    return look_for_lost_row(r, text, r->ended.line != table->line_number, err);
}

static sdn_code add_table(reading *r, sdn_line line, const char *text, sdn_error *err)
{
    sdn_document *d = r->document;
    sdn_table_text table;
    if (d->table_count == MOST_TABLES)
        return fail_at(d, text, SDN_E_LIMIT, "more than 100000 tables; check the path, or split the file", err);
    sdn_code code = read_header(r, &table, line, text, err);
    if (code == SDN_OK)
        code = doubt_header(r, &table, text, err);
    if (code != SDN_OK)
        return code;
    r->ended.table = NULL; /* it may move, and so may its cells */
    if (sdn_reserve(&d->tables, &d->table_capacity, d->table_count + 1, sizeof *d->tables) != 0)
        return sdn_fail_memory(err);
    d->tables[d->table_count++] = table;
    return SDN_OK;
}

static sdn_code read_table(reading *r, sdn_line line, const char *text, sdn_error *err)
{
    sdn_document *d = r->document;
    sdn_row_taker taker = {.cells = NULL};
    d->saw_statement = true;
    sdn_code code = add_table(r, line, text, err);
    if (code != SDN_OK)
        return code;
    size_t index = d->table_count - 1;
    if (r->claim != NULL)
        code = r->claim(r->context, d, index, &taker, err);
    if (code == SDN_OK && taker.cells == NULL)
        code = spare_cells(r, &d->tables[index], &taker, err);
    if (code != SDN_OK)
        return code;
    r->at = line.next;
    code = read_rows(r, index, &taker, err);
    r->ended = (ended_table){.table = &d->tables[index], .taker = taker};
    return code;
}

/* ---- the whole ---- */

/* A byte order mark is no part of a file's first line, nor where a conflict about that line has put it. */
static const char *skip_mark(const char *at, const char *end)
{
    return end - at >= 3 && memcmp(at, "\xEF\xBB\xBF", 3) == 0 ? at + 3 : at;
}

static sdn_code read_line(reading *r, sdn_error *err)
{
    sdn_line line = sdn_line_at(r->at, r->end);
    const char *text = sdn_skip_blanks(line.start, line.end);
    line_kind kind = classify(text, line.end);
    bool passed = false;
    if (kind != LINE_BLANK && is_in_conflict(r, text))
        kind = classify(text = skip_mark(text, line.end), line.end);
    if (kind == LINE_TABLE)
        return read_table(r, line, text, err);
    if (kind == LINE_STATEMENT)
        return pass_statement(r, line, text, err);
    sdn_code code = pass_marker(r, line, &passed, err);
    if (code != SDN_OK || passed)
        return code;
    code = require_text(r, line.start, line.end, err);
    if (code == SDN_OK && kind == LINE_OTHER)
        code = note_stray_line(r, text, err);
    if (code == SDN_OK && kind == LINE_OTHER && r->ended.table != NULL)
        code = look_for_lost_row(r, text, true, err);
    r->at = line.next;
    return code;
}

static sdn_code read_lines(reading *r, sdn_error *err)
{
    while (r->at < r->end) {
        sdn_code code = read_line(r, err);
        if (code != SDN_OK)
            return code;
    }
    const sdn_document *d = r->document;
    if (d->problem_count > 0 && !d->saw_statement)
        return refuse_stranger(d, err);
    if (d->problem_count > 1)
        qsort(d->problems, d->problem_count, sizeof *d->problems, by_line);
    return SDN_OK;
}

sdn_code sdn_document_read(sdn_document *document, const char *path, const char *bytes, size_t len,
                           const sdn_options *options, sdn_arena *arena, sdn_document_claim *claim, void *context,
                           sdn_error *err)
{
    size_t mark = (size_t)(skip_mark(bytes, bytes + len) - bytes);
    *document = (sdn_document){
        .bytes = bytes + mark,
        .len = len - mark,
        .path = path,
        .options = options,
        .arena = arena,
        .effort = len < SIZE_MAX / 16 ? 8 * len : len,
        .counted_to = bytes + mark,
    };
    reading r = {
        .document = document,
        .at = document->bytes,
        .end = document->bytes + document->len,
        .conflict_end = document->bytes,
        .claim = claim,
        .context = context,
    };
    sdn_wide_scan_init(&r.wide, r.end);
    sdn_code code = read_lines(&r, err);
    sdn_free(r.spare_cells);
    return code;
}

void sdn_document_release(sdn_document *document)
{
    sdn_free(document->tables);
    sdn_free(document->problems);
    sdn_free(document->conflicts);
    sdn_free(document->nested);
    document->tables = NULL;
    document->problems = NULL;
    document->conflicts = NULL;
    document->nested = NULL;
    document->table_count = document->table_capacity = 0;
    document->problem_count = document->problem_capacity = 0;
    document->conflict_count = document->conflict_capacity = 0;
    document->nested_count = document->nested_capacity = 0;
}

const sdn_nested_header *sdn_document_nested(const sdn_document *document, sdn_str name)
{
    for (size_t i = 0; i < document->nested_count; i++)
        if (sdn_str_equal(document->nested[i].name, name))
            return &document->nested[i];
    return NULL;
}

const sdn_table_text *sdn_document_table(const sdn_document *document, sdn_str name)
{
    for (size_t i = document->table_count; i > 0; i--)
        if (sdn_str_equal(document->tables[i - 1].name, name))
            return &document->tables[i - 1];
    return NULL;
}
