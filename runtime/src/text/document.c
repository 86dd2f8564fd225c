#include "text/document_private.h"

#include "base/alloc.h"
#include "text/utf8.h"

#include <assert.h>
#include <string.h>

/* ---- positions ---- */

/* This many bytes are looked at together. */
enum { PART_OF_LINES = 1024 };

/* Moves the count forward to `at`. */
static void count_lines(const sdn_document *document, sdn_line_count *count, const char *at)
{
    char part[PART_OF_LINES];
    while (count->to < at) {
        size_t left = (size_t)(at - count->to), len = left < sizeof part ? left : sizeof part;
        sdn__document_copy(document, count->to, len, part);
        const char *next = part, *end = part + len;
        while ((next = memchr(next, '\n', (size_t)(end - next))) != NULL) {
            count->lines++;
            next++;
        }
        count->to += len;
    }
}

uint32_t sdn__document_line(sdn_document *document, const char *at)
{
    assert(at >= document->bytes && at <= document->bytes + document->len);
    if (at < document->counted.to)
        document->counted = (sdn_line_count){document->bytes, 0};
    count_lines(document, &document->counted, at);
    return document->counted.lines + 1;
}

uint32_t sdn__document_column(const sdn_document *document, const char *at)
{
    char part[PART_OF_LINES];
    size_t before = 0; /* bytes of the line before `at` */
    assert(at >= document->bytes && at <= document->bytes + document->len);
    for (const char *start = at; start > document->bytes;) {
        size_t left = (size_t)(start - document->bytes), len = left < sizeof part ? left : sizeof part, kept = 0;
        start -= len;
        sdn__document_copy(document, start, len, part);
        while (kept < len && part[len - kept - 1] != '\n')
            kept++;
        before += kept;
        if (kept < len)
            break;
    }
    return (uint32_t)before + 1;
}

uint32_t sdn__document_width(sdn_str text)
{
    const char *line_end = text.len > 0 ? memchr(text.ptr, '\n', text.len) : NULL;
    size_t len = line_end != NULL ? (size_t)(line_end - text.ptr) : text.len;
    while (len > 1 && (text.ptr[len - 1] == ' ' || text.ptr[len - 1] == '\t' || text.ptr[len - 1] == '\r'))
        len--; /* not a NUL that ends a text */
    return len > 0 ? (uint32_t)len : 1;
}

/* ---- look-ups ---- */

const char *sdn__document_after_line_end(const sdn_document *document, const char *at)
{
    char line_end[2] = {'\0', '\0'};
    size_t left = (size_t)(document->bytes + document->len - at);
    sdn__document_copy(document, at, left < sizeof line_end ? left : sizeof line_end, line_end);
    size_t returns = line_end[0] == '\r';
    return at + returns + (line_end[returns] == '\n');
}

/* A binary search: conflicts are in file order and do not overlap. */
const sdn_git_conflict *sdn__document_conflict_at(const sdn_document *document, const char *at)
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

void sdn__document_release(sdn_document *document)
{
    sdn__free(document->tables);
    sdn__free(document->problems);
    sdn__free(document->conflicts);
    sdn__free(document->nested);
    sdn__delimiters_release(&document->delimiters);
    document->tables = NULL;
    document->problems = NULL;
    document->conflicts = NULL;
    document->nested = NULL;
    document->table_count = document->table_capacity = 0;
    document->problem_count = document->problem_capacity = 0;
    document->conflict_count = document->conflict_capacity = 0;
    document->nested_count = document->nested_capacity = 0;
}

/* ---- lines ---- */

static bool starts_name(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || (unsigned char)c >= 0x80;
}

bool sdn__document_continues_name(char c)
{
    return starts_name(c) || (c >= '0' && c <= '9') || c == '.' || c == '/' || c == '-' || c == '#';
}

const char *sdn__document_name_end(const char *at, const char *end)
{
    if (at == end || !starts_name(*at))
        return at;
    while (at < end && sdn__document_continues_name(*at))
        at++;
    return at;
}

sdn_line_kind sdn__document_line_kind(const char *start, const char *end)
{
    if (start == end || *start == '#')
        return SDN_LINE_BLANK;
    const char *after = sdn__document_name_end(start, end);
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

/* ---- errors and problems ---- */

sdn_code sdn__document_fail_at(sdn_document_reader *r, const char *at, sdn_code code, const char *text)
{
    sdn_document *d = r->document;
    return sdn__fail_at(r->err, code, d->path, sdn__document_line(d, at), sdn__document_column(d, at), "%s", text);
}

sdn_code sdn__document_require_text(sdn_document_reader *r, const char *start, const char *end)
{
    const char *fault = sdn__utf8_fault(start, (size_t)(end - start));
    if (fault == NULL)
        return SDN_OK;
    const char *what = *fault == '\0' ? "a NUL byte: this is not a text file; check the path"
                                      : "not valid UTF-8; check the path, or convert the file to UTF-8";
    return sdn__document_fail_at(r, fault, SDN_E_SYNTAX, what);
}

sdn_code sdn__document_refuse_stranger(sdn_document_reader *r)
{
    const sdn_problem *first = &r->document->problems[0];
    return sdn__fail_at(r->err, SDN_E_SYNTAX, r->document->path, first->line, first->column,
                        "no table and no statement in this file; check the path");
}

static sdn_code refuse_more_problems(sdn_document_reader *r, const char *at)
{
    if (!r->saw_statement)
        return sdn__document_refuse_stranger(r);
    return sdn__document_fail_at(r, at, SDN_E_LIMIT,
                                 "more than 100000 lines that are no part of a table and start no statement; check "
                                 "the path");
}

sdn_code sdn__document_note(sdn_document_reader *r, const char *at, const sdn_problem *problem)
{
    sdn_document *d = r->document;
    if (d->problem_count == SDN_MOST_STRAY_LINES)
        return refuse_more_problems(r, at);
    if (problem->message == NULL ||
        sdn__reserve(&d->problems, &d->problem_capacity, d->problem_count + 1, sizeof *d->problems) != 0)
        return sdn__fail_memory(r->err);
    d->problems[d->problem_count++] = *problem;
    return SDN_OK;
}
