/* Statements that are not tables, and rows of a table after the statement that ended it. */
#include "text/document_private.h"

#include "base/alloc.h"

#include <stdio.h>
#include <string.h>

static bool starts_value(const char *line_start, const char *quote)
{
    return quote == line_start || strchr(" \t:=,([{", quote[-1]) != NULL;
}

static bool ends_value(const char *quote, const char *end)
{
    const char *after = sdn__skip_blanks(quote + 1, end);
    return after == end || strchr("\r\n,)]}#", *after) != NULL;
}

/* The end of the quoted text that begins at `quote`, or NULL. Behind `line_end` a quote counts only where a value may
 * end, or a stray one would swallow the tables below. Looks at most `effort` bytes ahead in vain. */
static const char *statement_quote_end(sdn_reading *r, const char *quote, const char *line_end)
{
    size_t left = (size_t)(r->end - quote - 1);
    size_t reach = left < r->document->effort ? left : r->document->effort;
    const char *end = quote + 1 + reach;
    const char *at = quote + 1;
    for (; at < end && *at != '"'; at++)
        if (*at == '\\')
            at++;
    if (at < end && (at < line_end || (ends_value(at, r->end) && sdn__find_marker(r, quote, at) == NULL)))
        return at;
    r->document->effort -= at < end ? (size_t)(at - quote) : reach;
    return NULL;
}

/* The line end of a statement's line, which is a later one if a quoted text runs over line ends. */
static sdn_line statement_line(sdn_reading *r)
{
    sdn_line line = sdn__line_at(r->at, r->end);
    for (const char *at = line.start; at < line.end; at++) {
        if (*at == '#' && (at == line.start || at[-1] == ' ' || at[-1] == '\t'))
            break;
        if (*at != '"' || !starts_value(line.start, at))
            continue;
        const char *close = statement_quote_end(r, at, line.end);
        if (close == NULL)
            break;
        if (close >= line.end) {
            sdn_line last = sdn__line_at(close, r->end);
            line.end = last.end;
            line.next = last.next;
        }
        at = close;
    }
    return line;
}

static sdn_code note_nested_header(sdn_reading *r, const char *text, const char *end, bool has_colon, sdn_error *err)
{
    sdn_document *d = r->document;
    if (d->nested_count == SDN_MOST_TABLES)
        return SDN_OK;
    if (sdn__reserve(&d->nested, &d->nested_capacity, d->nested_count + 1, sizeof *d->nested) != 0)
        return sdn__fail_memory(err);
    d->nested[d->nested_count++] = (sdn_nested_header){.name = {text, (size_t)(sdn__name_end(text, end) - text)},
                                                       .at = text,
                                                       .line = sdn__document_line(d, text),
                                                       .has_colon = has_colon};
    return SDN_OK;
}

/* Whether columns in bars follow the `:` or `=` of a statement. */
static bool has_bars(const char *text, const char *end)
{
    const char *at = sdn__skip_blanks(sdn__skip_blanks(sdn__name_end(text, end), end) + 1, end);
    return at < end && *at == '|' && memchr(at + 1, '|', (size_t)(end - at - 1)) != NULL;
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
    const char *at = sdn__skip_blanks(sdn__skip_blanks(sdn__name_end(text, end), end) + 1, end);
    if (at == end || *at == '#')
        return VALUE_BLOCK;
    bool is_typed = end - at >= 5 && memcmp(at, "table", 5) == 0 && (at + 5 == end || !sdn__goes_on_name(at[5]));
    return strchr("[{(", *at) != NULL || is_typed ? VALUE_OTHER : VALUE_PLAIN;
}

/* Whether a statement is more likely the row of a table of `columns` columns: an address, or several cells. */
static bool may_be_row(const char *text, const char *end, uint32_t columns)
{
    const char *after = sdn__name_end(text, end);
    bool is_address = end - after > 3 && memcmp(after, "://", 3) == 0;
    return is_address || (columns > 1 && value_kind_of(text, end) == VALUE_PLAIN);
}

/* Notes the statement that ended the table, the first time a row is found after it, or that it is one itself. */
static sdn_code note_ender(sdn_reading *r, sdn_str name, const char *row, sdn_error *err)
{
    char text[400];
    const char *kind =
        sdn__classify_line(row, sdn__line_at(row, r->end).end) == SDN_LINE_TABLE ? "header" : "statement";
    uint32_t line = sdn__document_line(r->document, row);
    int shown = name.len < 100 ? (int)name.len : 100;
    if (r->ended.is_noted || sdn__is_in_conflict(r, row))
        return SDN_OK;
    r->ended.is_noted = true;
    int len = line == r->ended.line
                  ? snprintf(text, sizeof text,
                             "this line ends table '%.*s', since it starts as a %s does, but looks like "
                             "a row; indent the rows deeper than the header",
                             shown, name.ptr, kind)
                  : snprintf(text, sizeof text,
                             "this line ends table '%.*s', but line %lu looks like a row of it, and is "
                             "not read; move this line after the rows, or make it a comment",
                             shown, name.ptr, (unsigned long)line);
    const char *message = sdn_arena_copy(r->document->arena, text, (size_t)len).ptr;
    return sdn__note_line(r, row, r->ended.line, r->ended.column, message, err);
}

sdn_code sdn__look_for_lost_row(sdn_reading *r, const char *text, bool is_stray, sdn_error *err)
{
    const sdn_ended_table *ended = &r->ended;
    uint32_t expected = ended->table->column_count;
    size_t no_effort = 0;
    sdn_row_scan scan = sdn__scan_row(text, r->end, ended->taker.cells, expected + 1, expected, &no_effort);
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
static bool is_suspect(const sdn_reading *r, block *b, const char *text, sdn_line line)
{
    size_t indent = (size_t)(text - line.start);
    sdn_line_kind kind = sdn__classify_line(text, line.end);
    uint32_t columns = r->ended.table->column_count;
    if (b->value == VALUE_OTHER || indent > b->inner)
        return false;
    b->inner = SIZE_MAX;
    if (kind == SDN_LINE_OTHER)
        return b->value == VALUE_PLAIN || columns > 1;
    if (kind == SDN_LINE_STATEMENT && may_be_row(text, line.end, columns))
        return true;
    b->inner = indent;
    return false;
}

static sdn_code pass_line_of_block(sdn_reading *r, block *b, const char *text, sdn_line line, sdn_error *err)
{
    sdn_code code = SDN_OK;
    if (r->ended.table != NULL && is_suspect(r, b, text, line))
        code = sdn__look_for_lost_row(r, text, false, err);
    if (code == SDN_OK && sdn__classify_line(text, line.end) == SDN_LINE_TABLE)
        code = note_nested_header(r, text, line.end, false, err);
    return code;
}

/* Passes the deeper lines that belong to a statement. */
static sdn_code pass_block(sdn_reading *r, size_t indent, value_kind value, sdn_error *err)
{
    block b = {value, SIZE_MAX};
    while (r->at < r->end) {
        sdn_line line = sdn__line_at(r->at, r->end);
        const char *text = sdn__skip_blanks(line.start, line.end);
        bool blank = sdn__classify_line(text, line.end) == SDN_LINE_BLANK, passed = false;
        sdn_code code = sdn__pass_marker(r, line, &passed, err);
        if (code == SDN_OK && passed)
            continue;
        if (code == SDN_OK && !blank && (size_t)(text - line.start) <= indent)
            return SDN_OK;
        if (code == SDN_OK && !blank)
            code = pass_line_of_block(r, &b, text, line, err);
        if (code == SDN_OK && !blank)
            line = statement_line(r);
        if (code == SDN_OK)
            code = sdn__require_text(r, line.start, line.end, err);
        if (code != SDN_OK)
            return code;
        r->at = line.next;
    }
    return SDN_OK;
}

void sdn__note_end(sdn_reading *r, const char *text)
{
    if (r->ended.table == NULL || r->ended.line != 0)
        return;
    r->ended.line = sdn__document_line(r->document, text);
    r->ended.column = sdn__document_column(r->document, text);
}

sdn_code sdn__pass_statement(sdn_reading *r, sdn_line line, const char *text, sdn_error *err)
{
    sdn_code code = SDN_OK;
    r->document->saw_statement = true;
    sdn__note_end(r, text);
    if (r->ended.table != NULL && may_be_row(text, line.end, r->ended.table->column_count))
        code = sdn__look_for_lost_row(r, text, false, err);
    if (code == SDN_OK && has_bars(text, line.end))
        code = note_nested_header(r, text, line.end, true, err);
    sdn_line whole = statement_line(r);
    if (code == SDN_OK)
        code = sdn__require_text(r, whole.start, whole.end, err);
    r->at = whole.next;
    return code == SDN_OK ? pass_block(r, (size_t)(text - line.start), value_kind_of(text, line.end), err) : code;
}
