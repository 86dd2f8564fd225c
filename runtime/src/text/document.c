#include "text/document.h"

#include "base/alloc.h"
#include "text/scan_wide.h"
#include "text/utf8.h"

#include <string.h>

/* Neither rows nor columns, so no option speaks of them; but both cost far more memory than their few bytes. */
enum { MOST_TABLES = 100000, MOST_STRAY_LINES = 100000 };

typedef enum line_kind {
    LINE_BLANK,     /* nothing, or a comment */
    LINE_TABLE,     /* name |columns| */
    LINE_STATEMENT, /* name: or name = */
    LINE_OTHER
} line_kind;

typedef struct reading {
    sdn_document *document;
    const char *at; /* start of a line */
    const char *end;
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
    if (at < end && (at < line_end || ends_value(at, r->end)))
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

/* Passes a statement and the deeper lines that belong to it. */
static sdn_code pass_statement(reading *r, size_t indent, sdn_error *err)
{
    r->document->saw_statement = true;
    for (bool first = true; r->at < r->end; first = false) {
        sdn_line line = sdn_line_at(r->at, r->end);
        const char *text = sdn_skip_blanks(line.start, line.end);
        bool blank = classify(text, line.end) == LINE_BLANK;
        if (!first && !blank && (size_t)(text - line.start) <= indent)
            return SDN_OK;
        if (!blank)
            line = statement_line(r);
        sdn_code code = require_text(r, line.start, line.end, err);
        if (code != SDN_OK)
            return code;
        r->at = line.next;
    }
    return SDN_OK;
}

/* Saving into a file that holds no table, no statement and no comment alone would add a table to a stranger. */
static sdn_code refuse_stranger(const sdn_document *document, sdn_error *err)
{
    return sdn_fail_at(err, SDN_E_SYNTAX, document->path, document->problems[0].line, document->problems[0].column,
                       "no table and no statement in this file; check the path");
}

static sdn_code note_stray_line(reading *r, const char *text, sdn_error *err)
{
    sdn_document *d = r->document;
    if (d->problem_count == MOST_STRAY_LINES)
        return d->saw_statement ? fail_at(d, text, SDN_E_LIMIT, "more than 100000 lines that are no part of a table "
                                          "and start no statement; check the path", err)
                                : refuse_stranger(d, err);
    if (sdn_reserve(&d->problems, &d->problem_capacity, d->problem_count + 1, sizeof *d->problems) != 0)
        return sdn_fail_memory(err);
    d->problems[d->problem_count++] = (sdn_problem){
        .line = sdn_document_line(d, text),
        .column = sdn_document_column(d, text),
        .message = "this line is not part of a table and starts no statement; correct it, or make it a comment",
    };
    return SDN_OK;
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

static sdn_code take_row(reading *r, const sdn_table_text *table, const sdn_row_taker *taker, const char *start,
                         sdn_error *err)
{
    uint32_t expected = table->column_count;
    sdn_row_scan scan;
    bool is_text = false;
    if (!sdn_wide_scan_row(&r->wide, start, taker->cells, expected, &scan, &is_text))
        scan = sdn_scan_row(start, r->end, taker->cells, expected + 1, expected, &r->document->effort);
    r->at = scan.line.next;
    if (taker->row == NULL)
        return SDN_OK;
    if (!is_text)
        check_text(&scan);
    if ((size_t)(scan.line.end - scan.line.start) > r->document->options->max_cell_bytes)
        check_cells(r->document, table, taker->cells, &scan);
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
    return classify(text, line.end) != LINE_BLANK && !ends_table(&table, text, line);
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
    *ended = ends_table(table, text, line);
    if (*ended)
        return SDN_OK;
    sdn_code code = take_row(r, table, taker, line.start, err);
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

static sdn_code read_table(reading *r, sdn_line line, const char *text, sdn_error *err)
{
    sdn_document *d = r->document;
    d->saw_statement = true;
    if (d->table_count == MOST_TABLES)
        return fail_at(d, text, SDN_E_LIMIT, "more than 100000 tables; check the path, or split the file", err);
    if (sdn_reserve(&d->tables, &d->table_capacity, d->table_count + 1, sizeof *d->tables) != 0)
        return sdn_fail_memory(err);
    sdn_code code = read_header(r, &d->tables[d->table_count], line, text, err);
    if (code != SDN_OK)
        return code;
    size_t index = d->table_count++;
    sdn_row_taker taker = {NULL, NULL, NULL};
    if (r->claim != NULL)
        code = r->claim(r->context, d, index, &taker, err);
    if (code == SDN_OK && taker.cells == NULL)
        code = spare_cells(r, &d->tables[index], &taker, err);
    if (code != SDN_OK)
        return code;
    r->at = line.next;
    return read_rows(r, index, &taker, err);
}

/* ---- the whole ---- */

static sdn_code read_line(reading *r, sdn_error *err)
{
    sdn_line line = sdn_line_at(r->at, r->end);
    const char *text = sdn_skip_blanks(line.start, line.end);
    line_kind kind = classify(text, line.end);
    if (kind == LINE_TABLE)
        return read_table(r, line, text, err);
    if (kind == LINE_STATEMENT)
        return pass_statement(r, (size_t)(text - line.start), err);
    sdn_code code = require_text(r, line.start, line.end, err);
    if (code == SDN_OK && kind == LINE_OTHER)
        code = note_stray_line(r, text, err);
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
    return d->saw_statement || d->problem_count == 0 ? SDN_OK : refuse_stranger(d, err);
}

sdn_code sdn_document_read(sdn_document *document, const char *path, const char *bytes, size_t len,
                           const sdn_options *options, sdn_arena *arena, sdn_document_claim *claim, void *context,
                           sdn_error *err)
{
    size_t mark = len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
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
    document->tables = NULL;
    document->problems = NULL;
    document->table_count = document->table_capacity = 0;
    document->problem_count = document->problem_capacity = 0;
}

const sdn_table_text *sdn_document_table(const sdn_document *document, sdn_str name)
{
    for (size_t i = document->table_count; i > 0; i--)
        if (sdn_str_equal(document->tables[i - 1].name, name))
            return &document->tables[i - 1];
    return NULL;
}
