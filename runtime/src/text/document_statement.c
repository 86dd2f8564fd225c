/*
 * Statements that are not tables, and detached rows: rows of a table after the statement that ended it.
 *
 * A statement is `name: ...` or `name = ...`. It may hold quoted texts that run over line ends, and all deeper lines
 * that follow, its block, belong to it. Its content is skipped, since it means nothing to us; what counts is to find
 * its end, or its lines would be taken for tables and rows. A quote that is never closed must not hide the tables
 * below: where a text runs over a line end, its closing quote counts only if a value may end there and no conflict of
 * git begins between. Failed searches share the budget r->effort, so the time stays linear (see document_conflict.c).
 *
 * A statement also ends the table above it. If that was a mistake, the rows that follow would silently not be read, and
 * their keys would be given to new records. So lines after the end are compared with the table: one with as many cells
 * as the table has columns, where a row is more likely than a statement, is handed out as a detached row, and the
 * statement is noted as a problem, once.
 *
 * The block is a state of the reader (r->block), not a loop here, because a caller may pull a row in the middle of it.
 * Invariant: at most one detached row is found per line, and r->cells hold its cells until the next line is read.
 */
#include "text/document_private.h"

#include "base/alloc.h"

#include <assert.h>
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

/* The end of the quoted text that begins at `quote`, or NULL. After `line_end` a quote closes it only where a value may
 * end. Looks at no more bytes than the effort allows. */
static const char *statement_quote_end(sdn_document_reader *r, const char *quote, const char *line_end)
{
    size_t left = (size_t)(r->end - quote - 1);
    size_t reach = left < r->effort ? left : r->effort;
    const char *end = quote + 1 + reach;
    const char *at = quote + 1;
    for (; at < end && *at != '"'; at++)
        if (*at == '\\')
            at++;
    if (at < end && (at < line_end || (ends_value(at, r->end) && sdn__document_find_marker(r, quote, at) == NULL)))
        return at;
    r->effort -= at < end ? (size_t)(at - quote) : reach;
    return NULL;
}

/* The line of a statement; it includes further lines if a quoted text runs over line ends. */
static sdn_line statement_line(sdn_document_reader *r)
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

static sdn_code note_nested_header(sdn_document_reader *r, const char *text, const char *end, bool has_colon)
{
    sdn_document *d = r->document;
    if (d->nested_count == SDN_MOST_TABLES)
        return SDN_OK;
    if (sdn__reserve(&d->nested, &d->nested_capacity, d->nested_count + 1, sizeof *d->nested) != 0)
        return sdn__fail_memory(r->err);
    d->nested[d->nested_count++] =
        (sdn_nested_header){.name = {text, (size_t)(sdn__document_name_end(text, end) - text)},
                            .at = text,
                            .line = sdn__document_line(d, text),
                            .has_colon = has_colon};
    return SDN_OK;
}

/* What follows the `:` or `=` of a statement. */
static const char *value_of(const char *text, const char *end)
{
    return sdn__skip_blanks(sdn__skip_blanks(sdn__document_name_end(text, end), end) + 1, end);
}

/* Whether it is columns in bars. */
static bool has_bars(const char *text, const char *end)
{
    const char *at = value_of(text, end);
    return at < end && *at == '|' && memchr(at + 1, '|', (size_t)(end - at - 1)) != NULL;
}

/* ---- detached rows ---- */

static sdn_statement_value value_kind_of(const char *text, const char *end)
{
    const char *at = value_of(text, end);
    if (at == end || *at == '#')
        return SDN_VALUE_BELOW;
    bool is_typed =
        end - at >= 5 && memcmp(at, "table", 5) == 0 && (at + 5 == end || !sdn__document_continues_name(at[5]));
    return strchr("[{(", *at) != NULL || is_typed ? SDN_VALUE_OPEN : SDN_VALUE_ON_LINE;
}

/* Whether a statement is more likely the row of a table of `columns` columns: an address, or several cells. */
static bool may_be_row(const char *text, const char *end, uint32_t columns)
{
    const char *after = sdn__document_name_end(text, end);
    bool is_address = end - after > 3 && memcmp(after, "://", 3) == 0;
    return is_address || (columns > 1 && value_kind_of(text, end) == SDN_VALUE_ON_LINE);
}

/* Notes the statement that ended the table, once: when the first row is found after it, or it looks like a row
 * itself. */
static sdn_code note_ender(sdn_document_reader *r, sdn_str name, const char *row)
{
    char text[400];
    const char *kind =
        sdn__document_line_kind(row, sdn__line_at(row, r->end).end) == SDN_LINE_TABLE ? "header" : "statement";
    uint32_t line = sdn__document_line(r->document, row);
    int shown = name.len < 100 ? (int)name.len : 100;
    if (r->ended.is_noted || sdn__document_in_conflict(r, row))
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
    const sdn_problem problem = {.line = r->ended.line,
                                 .column = r->ended.column,
                                 .end_column = r->ended.end_column,
                                 .message = sdn_arena_copy(r->document->arena, text, (size_t)len).ptr};
    return sdn__document_note(r, row, &problem);
}

sdn_code sdn__document_look_for_detached(sdn_document_reader *r, const char *text, bool is_stray)
{
    const sdn_table_text *table = r->ended.table;
    size_t no_effort = 0;
    assert(table != NULL && !r->has_detached);
    r->cells = r->own_cells;
    r->detached = sdn__scan_row(text, r->end, r->own_cells, table->column_count + 1, table->column_count, &no_effort);
    if (r->detached.problem != NULL || r->detached.count != table->column_count)
        return SDN_OK;
    sdn_code code = is_stray ? SDN_OK : note_ender(r, table->name, text);
    r->has_detached = code == SDN_OK;
    return code;
}

/* Whether a line of the block is a row of the ended table, given that it has as many cells. Keeps track of statements
 * and tables within the block. */
static bool is_suspect(sdn_document_reader *r, const char *text, sdn_line line)
{
    sdn_statement_block *block = &r->block;
    size_t indent = (size_t)(text - line.start);
    sdn_line_kind kind = sdn__document_line_kind(text, line.end);
    uint32_t columns = r->ended.table->column_count;
    if (block->value == SDN_VALUE_OPEN || indent > block->nested_indent)
        return false;
    block->nested_indent = SIZE_MAX;
    if (kind == SDN_LINE_OTHER)
        return block->value == SDN_VALUE_ON_LINE || columns > 1;
    if (kind == SDN_LINE_STATEMENT && may_be_row(text, line.end, columns))
        return true;
    block->nested_indent = indent;
    return false;
}

static sdn_code look_at_block_line(sdn_document_reader *r, const char *text, sdn_line line)
{
    sdn_code code = SDN_OK;
    if (r->ended.table != NULL && is_suspect(r, text, line))
        code = sdn__document_look_for_detached(r, text, false);
    if (code == SDN_OK && sdn__document_line_kind(text, line.end) == SDN_LINE_TABLE)
        code = note_nested_header(r, text, line.end, false);
    return code;
}

sdn_code sdn__document_pass_block_line(sdn_document_reader *r)
{
    sdn_line line = sdn__line_at(r->at, r->end);
    const char *text = sdn__skip_blanks(line.start, line.end);
    bool blank = sdn__document_line_kind(text, line.end) == SDN_LINE_BLANK, passed = false;
    sdn_code code = sdn__document_pass_marker(r, line, &passed);
    if (code != SDN_OK || passed)
        return code;
    r->block.is_open = blank || (size_t)(text - line.start) > r->block.indent;
    if (!r->block.is_open)
        return SDN_OK;
    if (!blank) {
        code = look_at_block_line(r, text, line);
        line = statement_line(r);
    }
    if (code == SDN_OK)
        code = sdn__document_require_text(r, line.start, line.end);
    r->at = line.next;
    return code;
}

void sdn__document_note_end(sdn_document_reader *r, const char *text)
{
    if (r->ended.table == NULL || r->ended.line != 0)
        return;
    r->ended.line = sdn__document_line(r->document, text);
    r->ended.column = sdn__document_column(r->document, text);
    r->ended.end_column = r->ended.column + sdn__document_width((sdn_str){text, (size_t)(r->end - text)});
}

sdn_code sdn__document_pass_statement(sdn_document_reader *r, sdn_line line, const char *text)
{
    sdn_code code = SDN_OK;
    r->saw_statement = true;
    sdn__document_note_end(r, text);
    if (r->ended.table != NULL && may_be_row(text, line.end, r->ended.table->column_count))
        code = sdn__document_look_for_detached(r, text, false);
    if (code == SDN_OK && has_bars(text, line.end))
        code = note_nested_header(r, text, line.end, true);
    sdn_line whole = statement_line(r);
    if (code == SDN_OK)
        code = sdn__document_require_text(r, whole.start, whole.end);
    r->at = whole.next;
    r->block = (sdn_statement_block){.is_open = true,
                                     .value = value_kind_of(text, line.end),
                                     .indent = (size_t)(text - line.start),
                                     .nested_indent = SIZE_MAX};
    return code;
}
