/*
 * Document reader: one pass over the lines of a file. It is a pull parser: the caller asks for the next table or row,
 * so data flows one way and the caller's loop is an ordinary one.
 *
 * The reader is a state machine with three states. Between tables it reads line by line: headers, statements and their
 * blocks, conflict markers, stray lines. A header makes it stop (at_table) until the caller takes the table. In the
 * rows of a table (rows != NULL) find_row passes comments and markers up to the next row, or leaves the state.
 *
 * Almost all lines of a large file are rows. Two shortcuts make them cheap and give the same result as the long way: a
 * line indented deeper than the header is always a row, so it is not classified; and sdn__wide_scan_row finds the cells
 * of plain rows 64 bytes at a time. What that rejects goes to sdn__scan_row. For rows that take both shortcuts there is
 * sdn__document_next_smooth_row, which is inlined into the caller's loop.
 *
 * Invariants
 *   `at` is the start of a line, except at a row on a header line, and only moves forward
 *   rows, at_table and an open block exclude each other
 *   own_cells has room for column_count + 1 cells of the table being read, or of the one that ended last
 *   ended.table is NULL whenever document->tables grows, since it points into that array
 */
#include "text/document_private.h"

#include "base/alloc.h"
#include "base/compiler.h"
#include "text/utf8.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* ---- headers ---- */

/* The number of columns; a comma may follow the last one. */
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

static sdn_code read_columns(sdn_document_reader *r, sdn_table_text *table, const char *start, const char *end)
{
    start = sdn__skip_blanks(start, end);
    if (start == end)
        return SDN_OK; /* `name ||` */
    uint32_t count = count_columns(start, end);
    if (count > r->document->limits.max_columns)
        return sdn__document_fail_at(r, start, SDN_E_LIMIT, "too many columns; raise max_columns to read this table");
    table->columns = sdn_arena_alloc(r->document->arena, count * sizeof *table->columns);
    if (table->columns == NULL)
        return sdn__fail_memory(r->err);
    while (start < end) {
        const char *comma = memchr(start, ',', (size_t)(end - start));
        const char *stop = comma != NULL ? comma : end;
        sdn_str column = sdn__trimmed(start, stop);
        if (comma != NULL || column.len > 0) /* a comma may follow the last column */
            table->columns[table->column_count++] = column;
        start = stop + 1;
    }
    assert(table->column_count == count);
    return SDN_OK;
}

static sdn_code read_header(sdn_document_reader *r, sdn_table_text *table, sdn_line line, const char *text)
{
    sdn_code code = sdn__document_require_text(r, line.start, line.end);
    if (code != SDN_OK)
        return code;
    const char *after = sdn__document_name_end(text, line.end);
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
    return read_columns(r, table, bar + 1, second);
}

/* A header whose own row does not have as many cells as it has columns may be a row of the table above. */
static sdn_code doubt_header(sdn_document_reader *r, const sdn_table_text *table, const char *text)
{
    size_t no_effort = 0;
    if (r->ended.table == NULL || !table->inline_row || r->ended.table->column_count < 2)
        return SDN_OK;
    sdn_row_scan row = sdn__scan_row(sdn__skip_blanks(table->bars_end, table->header.end), r->end, NULL, 0,
                                     table->column_count, &no_effort);
    if (row.count == table->column_count)
        return SDN_OK;
    sdn__document_note_end(r, text);
    return sdn__document_look_for_detached(r, text, r->ended.line != table->line_number);
}

/* Adds the table of a header line, and stops there. */
static sdn_code add_table(sdn_document_reader *r, sdn_line line, const char *text)
{
    sdn_document *d = r->document;
    sdn_table_text table;
    r->saw_statement = true;
    if (d->table_count == SDN_MOST_TABLES)
        return sdn__document_fail_at(r, text, SDN_E_LIMIT,
                                     "more than 100000 tables; check the path, or split the file");
    sdn_code code = read_header(r, &table, line, text);
    if (code == SDN_OK)
        code = doubt_header(r, &table, text);
    if (code != SDN_OK)
        return code;
    r->ended.table = NULL; /* before the array grows */
    if (sdn__reserve(&d->tables, &d->table_capacity, d->table_count + 1, sizeof *d->tables) != 0)
        return sdn__fail_memory(r->err);
    d->tables[d->table_count++] = table;
    r->at_table = true;
    return SDN_OK;
}

/* ---- rows ---- */

/* Whether the table ends before this line. */
static bool ends_table(uint32_t indent, const char *text, sdn_line line)
{
    if ((size_t)(text - line.start) > indent)
        return false;
    sdn_line_kind kind = sdn__document_line_kind(text, line.end);
    return kind == SDN_LINE_TABLE || kind == SDN_LINE_STATEMENT;
}

bool sdn__document_is_row(uint32_t indent, sdn_line line)
{
    const char *text = sdn__skip_blanks(line.start, line.end);
    return sdn__document_line_kind(text, line.end) != SDN_LINE_BLANK && !ends_table(indent, text, line) &&
           !sdn__document_opens_conflict(line);
}

/* Whether the line at r->at must be a row: it is indented deeper than the header, and neither blank nor a comment.
 * False for a row on the header line, as r->at is then not a blank. */
static inline bool is_surely_row(const sdn_document_reader *r, const sdn_table_text *table)
{
    const char *text = r->at;
    while (*text == ' ' || *text == '\t') /* the NUL after the text is neither */
        text++;
    return (size_t)(text - r->at) > table->indent && text < r->end && *text != '\n' && *text != '\r' && *text != '#';
}

/* Passes the line at r->at unless it is a row, which *is_row tells, or ends the table, which ends r->rows. */
static sdn_code pass_line_of_table(sdn_document_reader *r, const sdn_table_text *table, bool *is_row)
{
    sdn_line line = sdn__line_at(r->at, r->end);
    const char *text = sdn__skip_blanks(line.start, line.end);
    if (sdn__document_line_kind(text, line.end) == SDN_LINE_BLANK) {
        r->at = line.next;
        return sdn__document_require_text(r, line.start, line.end);
    }
    bool passed = false;
    sdn_code code = sdn__document_pass_marker(r, line, &passed);
    if (code != SDN_OK || passed)
        return code;
    *is_row = !ends_table(table->indent, text, line);
    if (!*is_row)
        r->rows = NULL;
    return SDN_OK;
}

static void end_rows(sdn_document_reader *r, const sdn_table_text *table)
{
    r->rows = NULL;
    r->ended = (sdn_ended_table){.table = table};
}

/* Moves r->at to the next row. False: there is none, or reading failed. */
SDN_NOINLINE static bool find_row_slowly(sdn_document_reader *r, const sdn_table_text *table)
{
    bool is_row = r->at_inline_row;
    r->at_inline_row = false;
    while (!is_row && r->rows != NULL && r->at < r->end && r->code == SDN_OK)
        r->code = pass_line_of_table(r, table, &is_row);
    if (!is_row)
        end_rows(r, table);
    return is_row;
}

static inline bool find_row(sdn_document_reader *r, const sdn_table_text *table)
{
    return is_surely_row(r, table) || find_row_slowly(r, table);
}

/* A quoted text that runs over lines must not contain markers. */
static sdn_row_scan scan_between_markers(sdn_document_reader *r, const char *start, uint32_t expected)
{
    sdn_row_scan scan = sdn__scan_row(start, r->end, r->own_cells, expected + 1, expected, &r->effort);
    size_t len = (size_t)(scan.line.end - start);
    const char *marker = sdn__document_find_marker(r, start, scan.line.end);
    if (marker == NULL)
        return scan;
    r->effort -= len < r->effort ? len : r->effort;
    return sdn__scan_row(start, marker, r->own_cells, expected + 1, expected, &r->effort);
}

/* Scans the row at r->at and passes it. Returns whether it is known to be valid text. */
static inline bool pass_row(sdn_document_reader *r, sdn_table_text *table, sdn_row_scan *row)
{
    bool is_text = false;
    if (!sdn__wide_scan_row(&r->wide, r->at, r->own_cells, table->column_count, row, &is_text))
        *row = scan_between_markers(r, r->at, table->column_count);
    assert(row->line.next > r->at && row->line.next <= r->end);
    r->cells = r->own_cells;
    r->at = table->rows_end = row->line.next;
    return is_text;
}

/* NULs of the row itself must not be taken for those that end texts. */
static sdn_code note_own_nuls(sdn_document_reader *r, sdn_line line)
{
    if (memchr(line.start, '\0', (size_t)(line.end - line.start)) == NULL ||
        sdn__delimiters_note_own(&r->document->delimiters, line.start, line.end) == 0)
        return SDN_OK;
    return sdn__fail_memory(r->err);
}

static void check_text(sdn_document_reader *r, sdn_row_scan *row)
{
    const char *fault = sdn__utf8_fault(row->line.start, (size_t)(row->line.end - row->line.start));
    if (fault == NULL)
        return;
    row->problem = *fault == '\0' ? "the row holds a NUL byte; remove it" : "the row is not valid UTF-8; correct it";
    row->fault = fault;
    r->code = note_own_nuls(r, row->line);
}

static void check_cell_sizes(const sdn_document_reader *r, const sdn_table_text *table, sdn_row_scan *row)
{
    size_t most = r->document->limits.max_cell_bytes;
    for (uint32_t i = 0; row->problem == NULL && i < row->count && i < table->column_count; i++)
        if (r->cells[i].len > most) {
            row->problem = "the cell is too long; shorten it, or raise max_cell_bytes";
            row->fault = r->cells[i].ptr;
        }
}

bool sdn__document_next_row(sdn_document_reader *r, sdn_row_scan *row)
{
    sdn_table_text *table = r->rows;
    if (table == NULL || !find_row(r, table))
        return false;
    bool is_text = pass_row(r, table, row);
    if (!is_text)
        check_text(r, row);
    if ((size_t)(row->line.end - row->line.start) > r->document->limits.max_cell_bytes)
        check_cell_sizes(r, table, row);
    if (sdn__document_in_conflict(r, row->line.start))
        row->problem = "the row is part of an unresolved git conflict; resolve that";
    return r->code == SDN_OK;
}

/* ---- parts ---- */

int sdn__document_open_part(sdn_document_reader *part, sdn_document *document, sdn_table_text *table, const char *start,
                            const char *end)
{
    memset(part, 0, offsetof(sdn_document_reader, wide));
    part->document = document;
    part->rows = table;
    part->at = part->conflict_end = start;
    part->end = end;
    sdn__wide_scan_init(&part->wide, end);
    return sdn__reserve(&part->own_cells, &part->cell_capacity, (size_t)table->column_count + 1,
                        sizeof *part->own_cells);
}

static bool pass_blank_line(sdn_document_reader *r)
{
    sdn_line line = sdn__line_at(r->at, r->end);
    const char *text = sdn__skip_blanks(line.start, line.end);
    if (sdn__document_line_kind(text, line.end) != SDN_LINE_BLANK ||
        sdn__utf8_fault(line.start, (size_t)(line.end - line.start)) != NULL)
        return false;
    r->at = line.next;
    return true;
}

bool sdn__document_next_plain_row(sdn_document_reader *r, sdn_row_scan *row)
{
    bool is_text = false;
    while (r->at < r->end && pass_blank_line(r))
        continue;
    if (r->at == r->end || !is_surely_row(r, r->rows) ||
        !sdn__wide_scan_row(&r->wide, r->at, r->own_cells, r->rows->column_count, row, &is_text))
        return false;
    size_t len = (size_t)(row->line.end - row->line.start);
    if (len > r->document->limits.max_cell_bytes || (!is_text && sdn__utf8_fault(row->line.start, len) != NULL))
        return false;
    r->cells = r->own_cells;
    r->at = r->rows->rows_end = row->line.next;
    return true;
}

static void skip_rows(sdn_document_reader *r)
{
    sdn_row_scan row;
    while (r->rows != NULL && find_row(r, r->rows))
        pass_row(r, r->rows, &row);
}

/* ---- between tables ---- */

static int notes_by_line(const void *a, const void *b)
{
    const sdn_problem *x = a, *y = b;
    return (x->line > y->line) - (x->line < y->line);
}

/* A byte order mark is not part of the file's first line, nor of a line of the file that a conflict moved it to. */
static const char *skip_byte_order_mark(const char *at, const char *end)
{
    return end - at >= 3 && memcmp(at, "\xEF\xBB\xBF", 3) == 0 ? at + 3 : at;
}

static sdn_code note_stray_line(sdn_document_reader *r, const char *text)
{
    sdn_document *d = r->document;
    uint32_t column = sdn__document_column(d, text);
    const sdn_problem problem = {
        .line = sdn__document_line(d, text),
        .column = column,
        .end_column = column + sdn__document_width((sdn_str){text, (size_t)(r->end - text)}),
        .message = "this line is not part of a table and starts no statement; correct it, or make it a comment"};
    sdn_code code = sdn__document_note(r, text, &problem);
    return code == SDN_OK && r->ended.table != NULL ? sdn__document_look_for_detached(r, text, true) : code;
}

static sdn_code read_line(sdn_document_reader *r)
{
    sdn_line line = sdn__line_at(r->at, r->end);
    const char *text = sdn__skip_blanks(line.start, line.end);
    sdn_line_kind kind = sdn__document_line_kind(text, line.end);
    bool passed = false;
    if (kind != SDN_LINE_BLANK && sdn__document_in_conflict(r, text)) {
        text = skip_byte_order_mark(text, line.end);
        kind = sdn__document_line_kind(text, line.end);
    }
    if (kind == SDN_LINE_TABLE)
        return add_table(r, line, text);
    if (kind == SDN_LINE_STATEMENT)
        return sdn__document_pass_statement(r, line, text);
    sdn_code code = sdn__document_pass_marker(r, line, &passed);
    if (code != SDN_OK || passed)
        return code;
    code = sdn__document_require_text(r, line.start, line.end);
    if (code == SDN_OK && kind == SDN_LINE_OTHER)
        code = note_stray_line(r, text);
    r->at = line.next;
    return code;
}

/* Reads up to the next header, detached row, or the end. */
static void read_lines(sdn_document_reader *r)
{
    while (r->code == SDN_OK && !r->at_table && !r->has_detached && r->at < r->end)
        r->code = r->block.is_open ? sdn__document_pass_block_line(r) : read_line(r);
}

bool sdn__document_next_detached_row(sdn_document_reader *r, sdn_row_scan *row)
{
    if (r->rows != NULL)
        return false;
    read_lines(r);
    if (!r->has_detached)
        return false;
    *row = r->detached;
    r->has_detached = false;
    return true;
}

/* The end of the file: what can only be told now. */
static void finish(sdn_document_reader *r)
{
    sdn_document *d = r->document;
    if (d->problem_count > 0 && !r->saw_statement)
        r->code = sdn__document_refuse_stranger(r);
    else if (d->problem_count > 1)
        qsort(d->problems, d->problem_count, sizeof *d->problems, notes_by_line);
}

static sdn_code enter_table(sdn_document_reader *r, sdn_table_text *table)
{
    assert(r->rows == NULL && !r->block.is_open && !r->has_detached);
    r->at_table = false;
    if (sdn__reserve(&r->own_cells, &r->cell_capacity, (size_t)table->column_count + 1, sizeof *r->own_cells) != 0)
        return sdn__fail_memory(r->err);
    r->rows = table;
    r->at_inline_row = table->inline_row;
    r->at = table->inline_row ? sdn__skip_blanks(table->bars_end, table->header.end) : table->header.next;
    return SDN_OK;
}

const sdn_table_text *sdn__document_next_table(sdn_document_reader *r)
{
    sdn_row_scan row;
    skip_rows(r);
    while (sdn__document_next_detached_row(r, &row))
        continue;
    if (r->code == SDN_OK && r->at_table)
        r->code = enter_table(r, &r->document->tables[r->document->table_count - 1]);
    else if (r->code == SDN_OK)
        finish(r);
    return r->code == SDN_OK ? r->rows : NULL;
}

/* ---- life ---- */

static sdn_str line_end_in_use(const sdn_document *document)
{
    sdn_line first = sdn__line_at(document->bytes, document->bytes + document->len);
    return *first.end == '\r' ? SDN_STR("\r\n") : SDN_STR("\n");
}

void sdn__document_open(sdn_document_reader *r, sdn_document *document, const char *path, const char *bytes, size_t len,
                        const sdn_document_limits *limits, sdn_arena *arena, sdn_error *err)
{
    size_t mark = (size_t)(skip_byte_order_mark(bytes, bytes + len) - bytes);
    assert(bytes[len] == '\0');
    *document = (sdn_document){
        .bytes = bytes + mark,
        .len = len - mark,
        .path = path,
        .limits = *limits,
        .arena = arena,
        .counted.to = bytes + mark,
    };
    document->line_end = line_end_in_use(document);
    sdn__delimiters_init(&document->delimiters, bytes, len);
    memset(r, 0, offsetof(sdn_document_reader, wide)); /* the lists in there are large, and need no values */
    r->document = document;
    r->at = r->conflict_end = document->bytes;
    r->end = document->bytes + document->len;
    r->effort = len < SIZE_MAX / 16 ? 8 * len : len;
    r->err = err;
    sdn__wide_scan_init(&r->wide, r->end);
}

sdn_code sdn__document_close(sdn_document_reader *r)
{
    sdn__free(r->own_cells);
    r->cells = r->own_cells = NULL;
    return r->code;
}

sdn_code sdn__document_read(sdn_document *document, const char *path, const char *bytes, size_t len,
                            const sdn_document_limits *limits, sdn_arena *arena, sdn_error *err)
{
    sdn_document_reader reader;
    sdn__document_open(&reader, document, path, bytes, len, limits, arena, err);
    while (sdn__document_next_table(&reader) != NULL)
        continue;
    return sdn__document_close(&reader);
}
