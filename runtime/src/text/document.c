#include "text/document_private.h"

#include "base/alloc.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

/* ---- lines ---- */

static bool starts_name(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || (unsigned char)c >= 0x80;
}

bool sdn__goes_on_name(char c)
{
    return starts_name(c) || (c >= '0' && c <= '9') || c == '.' || c == '/' || c == '-' || c == '#';
}

const char *sdn__name_end(const char *at, const char *end)
{
    if (at == end || !starts_name(*at))
        return at;
    while (at < end && sdn__goes_on_name(*at))
        at++;
    return at;
}

sdn_line_kind sdn__classify_line(const char *start, const char *end)
{
    if (start == end || *start == '#')
        return SDN_LINE_BLANK;
    const char *after = sdn__name_end(start, end);
    if (after == start)
        return SDN_LINE_OTHER;
    after = sdn__skip_blanks(after, end);
    if (after == end)
        return SDN_LINE_OTHER;
    if (*after == ':' || *after == '=')
        return SDN_LINE_STATEMENT;
    if (*after == '|' && memchr(after + 1, '|', (size_t)(end - after - 1)) != NULL)
        return SDN_LINE_TABLE;
    return SDN_LINE_OTHER;
}

uint32_t sdn__document_line(sdn_document *document, const char *at)
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

uint32_t sdn__document_column(const sdn_document *document, const char *at)
{
    const char *start = at;
    while (start > document->bytes && start[-1] != '\n')
        start--;
    return (uint32_t)(at - start) + 1;
}

static sdn_code fail_at(sdn_document *document, const char *at, sdn_code code, const char *text, sdn_error *err)
{
    return sdn__fail_at(err, code, document->path, sdn__document_line(document, at), sdn__document_column(document, at),
                        "%s", text);
}

sdn_code sdn__require_text(sdn_reading *r, const char *start, const char *end, sdn_error *err)
{
    const char *fault = sdn__utf8_fault(start, (size_t)(end - start));
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
    return sdn__fail_at(err, SDN_E_SYNTAX, document->path, document->problems[0].line, document->problems[0].column,
                        "no table and no statement in this file; check the path");
}

static sdn_code refuse_more_problems(const sdn_reading *r, const char *at, sdn_error *err)
{
    if (!r->document->saw_statement)
        return refuse_stranger(r->document, err);
    return fail_at(r->document, at, SDN_E_LIMIT,
                   "more than 100000 lines that are no part of a table and start no "
                   "statement; check the path",
                   err);
}

sdn_code sdn__note_line(sdn_reading *r, const char *at, uint32_t line, uint32_t column, const char *message,
                        sdn_error *err)
{
    sdn_document *d = r->document;
    if (d->problem_count == SDN_MOST_STRAY_LINES)
        return refuse_more_problems(r, at, err);
    if (message == NULL ||
        sdn__reserve(&d->problems, &d->problem_capacity, d->problem_count + 1, sizeof *d->problems) != 0)
        return sdn__fail_memory(err);
    d->problems[d->problem_count++] = (sdn_problem){.line = line, .column = column, .message = message};
    return SDN_OK;
}

static sdn_code note_stray_line(sdn_reading *r, const char *text, sdn_error *err)
{
    return sdn__note_line(r, text, sdn__document_line(r->document, text), sdn__document_column(r->document, text),
                          "this line is not part of a table and starts no statement; correct it, or make it a comment",
                          err);
}

static int by_line(const void *a, const void *b)
{
    const sdn_problem *x = a, *y = b;
    return (x->line > y->line) - (x->line < y->line);
}

/* ---- tables ---- */

/* One comma may follow the last column. */
static uint32_t count_columns(const char *start, const char *end)
{
    uint32_t count = 0;
    while (start < end) {
        const char *comma = memchr(start, ',', (size_t)(end - start));
        start = sdn__skip_blanks(comma != NULL ? comma + 1 : end, end);
        count++;
    }
    return count;
}

static sdn_code read_columns(sdn_reading *r, sdn_table_text *table, const char *start, const char *end, sdn_error *err)
{
    start = sdn__skip_blanks(start, end);
    if (start == end)
        return SDN_OK; /* `name ||` */
    uint32_t most = count_columns(start, end);
    if (most > r->document->options->max_columns)
        return fail_at(r->document, start, SDN_E_LIMIT, "too many columns; raise max_columns to read this table", err);
    table->columns = sdn_arena_alloc(r->document->arena, most * sizeof *table->columns);
    if (table->columns == NULL)
        return sdn__fail_memory(err);
    while (start < end) {
        const char *comma = memchr(start, ',', (size_t)(end - start));
        const char *stop = comma != NULL ? comma : end;
        sdn_str column = sdn__trimmed(start, stop);
        if (comma != NULL || column.len > 0) /* one comma may follow the last column */
            table->columns[table->column_count++] = column;
        start = stop + 1;
    }
    return SDN_OK;
}

static sdn_code read_header(sdn_reading *r, sdn_table_text *table, sdn_line line, const char *text, sdn_error *err)
{
    sdn_code code = sdn__require_text(r, line.start, line.end, err);
    if (code != SDN_OK)
        return code;
    const char *after = sdn__name_end(text, line.end);
    const char *bar = sdn__skip_blanks(after, line.end);
    const char *second = memchr(bar + 1, '|', (size_t)(line.end - bar - 1));
    *table = (sdn_table_text){
        .name = {text, (size_t)(after - text)},
        .indent = (uint32_t)(text - line.start),
        .line_number = sdn__document_line(r->document, text),
        .header = line,
        .bars_end = second + 1,
        .rows_end = line.next,
    };
    const char *rest = sdn__skip_blanks(table->bars_end, line.end);
    table->inline_row = rest < line.end && *rest != '#';
    return read_columns(r, table, bar + 1, second, err);
}

static sdn_code spare_cells(sdn_reading *r, const sdn_table_text *table, sdn_row_taker *taker, sdn_error *err)
{
    if (sdn__reserve(&r->spare_cells, &r->spare_capacity, (size_t)table->column_count + 1, sizeof *r->spare_cells) != 0)
        return sdn__fail_memory(err);
    taker->cells = r->spare_cells;
    return SDN_OK;
}

static void check_text(sdn_row_scan *scan)
{
    const char *fault = sdn__utf8_fault(scan->line.start, (size_t)(scan->line.end - scan->line.start));
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
static sdn_row_scan scan_between_markers(sdn_reading *r, const char *start, sdn_cell *cells, uint32_t expected)
{
    size_t *effort = &r->document->effort;
    sdn_row_scan scan = sdn__scan_row(start, r->end, cells, expected + 1, expected, effort);
    size_t len = (size_t)(scan.line.end - start);
    const char *marker = sdn__find_marker(r, start, scan.line.end);
    if (marker == NULL)
        return scan;
    *effort -= len < *effort ? len : *effort;
    return sdn__scan_row(start, marker, cells, expected + 1, expected, effort);
}

static sdn_code take_row(sdn_reading *r, const sdn_table_text *table, const sdn_row_taker *taker, const char *start,
                         sdn_error *err)
{
    uint32_t expected = table->column_count;
    sdn_row_scan scan;
    bool is_text = false;
    if (!sdn__wide_scan_row(&r->wide, start, taker->cells, expected, &scan, &is_text))
        scan = scan_between_markers(r, start, taker->cells, expected);
    r->at = scan.line.next;
    if (taker->row == NULL)
        return SDN_OK;
    if (!is_text)
        check_text(&scan);
    if ((size_t)(scan.line.end - scan.line.start) > r->document->options->max_cell_bytes)
        check_cells(r->document, table, taker->cells, &scan);
    if (sdn__is_in_conflict(r, start))
        scan.problem = "the row is part of an unresolved git conflict; resolve that";
    return taker->row(taker->context, &scan, err);
}

/* Whether the table ends before this line. */
static bool ends_table(const sdn_table_text *table, const char *text, sdn_line line)
{
    if ((size_t)(text - line.start) > table->indent)
        return false;
    sdn_line_kind kind = sdn__classify_line(text, line.end);
    return kind == SDN_LINE_TABLE || kind == SDN_LINE_STATEMENT;
}

bool sdn__document_is_row(uint32_t indent, sdn_line line)
{
    const sdn_table_text table = {.indent = indent};
    const char *text = sdn__skip_blanks(line.start, line.end);
    return sdn__classify_line(text, line.end) != SDN_LINE_BLANK && !ends_table(&table, text, line) &&
           !sdn__opens_conflict(line);
}

/* Whether the line at r->at must be a row: it is indented deeper than the header, and neither blank nor a comment. */
static inline bool is_surely_row(const sdn_reading *r, const sdn_table_text *table)
{
    const char *text = r->at;
    while (*text == ' ' || *text == '\t') /* the NUL behind the text is neither */
        text++;
    return (size_t)(text - r->at) > table->indent && text < r->end && *text != '\n' && *text != '\r' && *text != '#';
}

static sdn_code read_line_of_table(sdn_reading *r, sdn_table_text *table, const sdn_row_taker *taker, bool *ended,
                                   sdn_error *err)
{
    sdn_line line = sdn__line_at(r->at, r->end);
    const char *text = sdn__skip_blanks(line.start, line.end);
    if (sdn__classify_line(text, line.end) == SDN_LINE_BLANK) {
        r->at = line.next;
        return sdn__require_text(r, line.start, line.end, err);
    }
    bool passed = false;
    sdn_code code = sdn__pass_marker(r, line, &passed, err);
    if (code != SDN_OK || passed)
        return code;
    *ended = ends_table(table, text, line);
    if (*ended)
        return SDN_OK;
    code = take_row(r, table, taker, line.start, err);
    table->rows_end = r->at;
    return code;
}

static sdn_code read_rows(sdn_reading *r, size_t index, const sdn_row_taker *taker, sdn_error *err)
{
    sdn_table_text *table = &r->document->tables[index];
    if (table->inline_row) {
        sdn_code code = take_row(r, table, taker, sdn__skip_blanks(table->bars_end, table->header.end), err);
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
static sdn_code doubt_header(sdn_reading *r, const sdn_table_text *table, const char *text, sdn_error *err)
{
    size_t no_effort = 0;
    if (r->ended.table == NULL || !table->inline_row || r->ended.table->column_count < 2)
        return SDN_OK;
    sdn_row_scan row = sdn__scan_row(sdn__skip_blanks(table->bars_end, table->header.end), r->end, NULL, 0,
                                     table->column_count, &no_effort);
    if (row.count == table->column_count)
        return SDN_OK;
    sdn__note_end(r, text);
    return sdn__look_for_lost_row(r, text, r->ended.line != table->line_number, err);
}

static sdn_code add_table(sdn_reading *r, sdn_line line, const char *text, sdn_error *err)
{
    sdn_document *d = r->document;
    sdn_table_text table;
    if (d->table_count == SDN_MOST_TABLES)
        return fail_at(d, text, SDN_E_LIMIT, "more than 100000 tables; check the path, or split the file", err);
    sdn_code code = read_header(r, &table, line, text, err);
    if (code == SDN_OK)
        code = doubt_header(r, &table, text, err);
    if (code != SDN_OK)
        return code;
    r->ended.table = NULL; /* it may move, and so may its cells */
    if (sdn__reserve(&d->tables, &d->table_capacity, d->table_count + 1, sizeof *d->tables) != 0)
        return sdn__fail_memory(err);
    d->tables[d->table_count++] = table;
    return SDN_OK;
}

static sdn_code read_table(sdn_reading *r, sdn_line line, const char *text, sdn_error *err)
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
    r->ended = (sdn_ended_table){.table = &d->tables[index], .taker = taker};
    return code;
}

/* ---- the whole ---- */

/* A byte order mark is no part of a file's first line, nor where a conflict about that line has put it. */
static const char *skip_mark(const char *at, const char *end)
{
    return end - at >= 3 && memcmp(at, "\xEF\xBB\xBF", 3) == 0 ? at + 3 : at;
}

static sdn_code read_line(sdn_reading *r, sdn_error *err)
{
    sdn_line line = sdn__line_at(r->at, r->end);
    const char *text = sdn__skip_blanks(line.start, line.end);
    sdn_line_kind kind = sdn__classify_line(text, line.end);
    bool passed = false;
    if (kind != SDN_LINE_BLANK && sdn__is_in_conflict(r, text))
        kind = sdn__classify_line(text = skip_mark(text, line.end), line.end);
    if (kind == SDN_LINE_TABLE)
        return read_table(r, line, text, err);
    if (kind == SDN_LINE_STATEMENT)
        return sdn__pass_statement(r, line, text, err);
    sdn_code code = sdn__pass_marker(r, line, &passed, err);
    if (code != SDN_OK || passed)
        return code;
    code = sdn__require_text(r, line.start, line.end, err);
    if (code == SDN_OK && kind == SDN_LINE_OTHER)
        code = note_stray_line(r, text, err);
    if (code == SDN_OK && kind == SDN_LINE_OTHER && r->ended.table != NULL)
        code = sdn__look_for_lost_row(r, text, true, err);
    r->at = line.next;
    return code;
}

static sdn_code read_lines(sdn_reading *r, sdn_error *err)
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

sdn_code sdn__document_read(sdn_document *document, const char *path, const char *bytes, size_t len,
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
    sdn_reading r = {
        .document = document,
        .at = document->bytes,
        .end = document->bytes + document->len,
        .conflict_end = document->bytes,
        .claim = claim,
        .context = context,
    };
    sdn__wide_scan_init(&r.wide, r.end);
    sdn_code code = read_lines(&r, err);
    sdn__free(r.spare_cells);
    return code;
}

void sdn__document_release(sdn_document *document)
{
    sdn__free(document->tables);
    sdn__free(document->problems);
    sdn__free(document->conflicts);
    sdn__free(document->nested);
    document->tables = NULL;
    document->problems = NULL;
    document->conflicts = NULL;
    document->nested = NULL;
    document->table_count = document->table_capacity = 0;
    document->problem_count = document->problem_capacity = 0;
    document->conflict_count = document->conflict_capacity = 0;
    document->nested_count = document->nested_capacity = 0;
}

const sdn_nested_header *sdn__document_nested(const sdn_document *document, sdn_str name)
{
    for (size_t i = 0; i < document->nested_count; i++)
        if (sdn_str_equal(document->nested[i].name, name))
            return &document->nested[i];
    return NULL;
}

const sdn_table_text *sdn__document_table(const sdn_document *document, sdn_str name)
{
    for (size_t i = document->table_count; i > 0; i--)
        if (sdn_str_equal(document->tables[i - 1].name, name))
            return &document->tables[i - 1];
    return NULL;
}
