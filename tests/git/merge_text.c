/* Files of the model: a writer, and a reader that knows no more of SDN than files of the model and merges of them need. */
#include "merge_model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How cells are spelled, by bits of entry.style. */
enum { QUOTE_TEXT = 1, QUOTE_NUMBER = 2, BRACKET_LIST = 4, MORE_BLANKS = 8 };

enum { MOST_BYTES = 256 << 10, PADDING = 32 };

typedef struct text_out {
    char bytes[MOST_BYTES];
    size_t len;
    bool crlf;
} text_out;

/* ---- writing ---- */

static void put(text_out *out, char byte)
{
    if (out->len >= MOST_BYTES - PADDING) {
        fprintf(stderr, "merge_campaign: a file is too large\n");
        exit(2);
    }
    out->bytes[out->len++] = byte;
}

static void put_text(text_out *out, const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '\n' && out->crlf)
            put(out, '\r');
        put(out, *text);
    }
}

static void put_quoted(text_out *out, const char *text)
{
    put(out, '"');
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\')
            put(out, '\\');
        if (*text == '\n')
            put_text(out, "\\n");
        else
            put(out, *text);
    }
    put(out, '"');
}

static bool wants_quotes(const char *text)
{
    size_t len = strlen(text);
    return len > 0 && (strpbrk(text, ",\"\n") != NULL || strchr(" #[{", text[0]) != NULL || text[len - 1] == ' ');
}

static void put_cell(text_out *out, value_kind kind, const char *value, unsigned style)
{
    bool quotes = wants_quotes(value) || ((style & QUOTE_TEXT) != 0 && kind == VALUE_TEXT) ||
                  ((style & QUOTE_NUMBER) != 0 && kind == VALUE_NUMBER);
    if (kind == VALUE_LIST && (style & BRACKET_LIST) != 0) {
        put(out, '[');
        put_text(out, value);
        put(out, ']');
    } else if (quotes) {
        put_quoted(out, value);
    } else {
        put_text(out, value);
    }
}

static void put_entry(text_out *out, const sheet *of, const entry *row)
{
    put_text(out, row->lead);
    put_text(out, (row->style & MORE_BLANKS) != 0 ? "      " : "    ");
    for (unsigned i = 0; i < of->spec->column_count && row->opaque == NULL; i++) {
        if (!of->has[i])
            continue;
        if (i > 0)
            put_text(out, (row->style & MORE_BLANKS) != 0 ? " ,  " : ", ");
        put_cell(out, of->spec->columns[i].kind, row->cells[i], row->style);
    }
    if (row->opaque != NULL)
        put_text(out, row->opaque);
    put_text(out, "\n");
}

static void put_sheet(text_out *out, const sheet *of)
{
    put_text(out, of->above);
    put_text(out, of->spec->name);
    put_text(out, " |");
    for (unsigned i = 0; i < of->spec->column_count; i++)
        if (of->has[i]) {
            put_text(out, i > 0 ? ", " : "");
            put_text(out, of->spec->columns[i].name);
        }
    put_text(out, "|\n");
    for (unsigned i = 0; i < of->count; i++)
        put_entry(out, of, &of->entries[i]);
    put_text(out, of->tail);
}

const char *write_version(const version *from, size_t *len)
{
    static text_out out;
    out.len = 0;
    out.crlf = from->crlf;
    if (from->twice)
        put_text(&out, from->twice_text);
    for (unsigned i = 0; i < SHEET_COUNT; i++)
        if (from->sheets[i].there)
            put_sheet(&out, &from->sheets[i]);
    if (from->unfinished && out.len > 0)
        out.len -= from->crlf ? 2 : 1;
    *len = out.len;
    memset(out.bytes + out.len, 0, PADDING);
    return pool_copy(out.bytes, out.len + PADDING);
}

/* ---- lines ---- */

typedef struct line_reader {
    const char *at, *end;
    pick side;
    int section; /* of a conflict: 0 outside, 1 ours, 2 base, 3 theirs */
} line_reader;

/* The section that a line begins; -1: it is no marker. */
static int section_of(const char *line)
{
    static const char *const markers[] = {">>>>>>>", "<<<<<<<", "|||||||", "======="};
    for (int i = 0; i < 4; i++)
        if (strncmp(line, markers[i], 7) == 0)
            return i;
    return -1;
}

static const char *take_line(line_reader *reader)
{
    const char *newline = memchr(reader->at, '\n', (size_t)(reader->end - reader->at));
    const char *stop = newline != NULL ? newline : reader->end, *start = reader->at;
    reader->at = newline != NULL ? newline + 1 : reader->end;
    if (stop > start && stop[-1] == '\r')
        stop--;
    return pool_copy(start, (size_t)(stop - start));
}

/* The next line, without its end, and without those of the other side; NULL at the end. */
static const char *next_line(line_reader *reader)
{
    while (reader->at < reader->end) {
        const char *line = take_line(reader);
        int section = section_of(line);
        if (section >= 0)
            reader->section = section;
        else if (reader->section == 0 || reader->section == (reader->side == PICK_OURS ? 1 : 3))
            return line;
    }
    return NULL;
}

/* ---- cells ---- */

static const char *skip_blanks(const char *at)
{
    while (*at == ' ' || *at == '\t')
        at++;
    return at;
}

static const char *trimmed(const char *start, const char *end)
{
    while (start < end && (*start == ' ' || *start == '\t'))
        start++;
    while (end > start && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    return pool_copy(start, (size_t)(end - start));
}

static char unescape(char letter)
{
    return letter == 'n' ? '\n' : letter == 't' ? '\t' : letter == 'r' ? '\r' : letter;
}

/* Reads a quoted cell after its quote; returns what is after it, NULL if the quote is not closed. */
static const char *read_quoted(const char *at, const char **value)
{
    char text[2048];
    size_t len = 0;
    for (; *at != '\0' && len < sizeof text; at++) {
        if (*at == '"' && at[1] != '"') {
            *value = pool_copy(text, len);
            return skip_blanks(at + 1);
        }
        if (*at == '"' || *at == '\\')
            at++;
        text[len++] = at[-1] == '\\' ? unescape(*at) : *at;
    }
    return NULL;
}

/* Reads one cell. `[a, b]` gives `a,b`. Returns what is after it, NULL if it cannot be read. */
static const char *read_cell(const char *at, value_kind kind, const char **value)
{
    at = skip_blanks(at);
    if (*at == '"')
        return read_quoted(at + 1, value);
    const char *close = *at == '[' && kind == VALUE_LIST ? strchr(at, ']') : NULL;
    const char *end = close != NULL ? close : at + strcspn(at, ",");
    *value = trimmed(close != NULL ? at + 1 : at, end);
    return close != NULL ? skip_blanks(close + 1) : end;
}

/* ---- values ---- */

static const char *canonical_list(const char *text)
{
    const char *list = "";
    while (*text != '\0') {
        size_t len = strcspn(text, ",");
        const char *item = trimmed(text, text + len);
        if (*item != '\0')
            list = pool_print("%s%s%s", list, *list != '\0' ? "," : "", item);
        text += len + (text[len] == ',');
    }
    return list;
}

static const char *canonical_number(const char *text)
{
    if (strspn(text, "0123456789") != strlen(text))
        return NULL;
    return pool_print("%lu", strtoul(text, NULL, 10));
}

/* NULL: it is no value of the column. */
static const char *canonical(const column_spec *column, const char *text)
{
    if (*text == '\0')
        return column->absent;
    switch (column->kind) {
    case VALUE_NUMBER:
        return canonical_number(text);
    case VALUE_LIST:
        return canonical_list(text);
    case VALUE_STATE:
        return strcmp(text, "open") == 0 || strcmp(text, "done") == 0 || strcmp(text, "stale") == 0 ? text : NULL;
    case VALUE_TEXT:
        break;
    }
    return text;
}

/* ---- tables ---- */

/* The columns of the table that is being read, by position; MOST_COLUMNS: one that the model does not know. */
typedef struct layout {
    unsigned columns[2 * MOST_COLUMNS];
    unsigned count;
} layout;

static unsigned find_column(const sheet_spec *spec, const char *name)
{
    unsigned i = 0;
    while (i < spec->column_count && strcmp(spec->columns[i].name, name) != 0)
        i++;
    return i < spec->column_count ? i : MOST_COLUMNS;
}

static void read_header(sheet *to, layout *columns, const char *text)
{
    const char *bar = strchr(text, '|'), *end = strrchr(text, '|');
    *columns = (layout){.count = 0};
    memset(to->has, 0, sizeof to->has);
    to->there = true;
    to->count = 0;
    for (const char *at = bar + 1; at < end && columns->count < 2 * MOST_COLUMNS;) {
        const char *stop = at + strcspn(at, ",|");
        unsigned column = find_column(to->spec, trimmed(at, stop));
        columns->columns[columns->count++] = column;
        if (column < MOST_COLUMNS)
            to->has[column] = true;
        at = stop + 1;
    }
}

/* Sets the cells of a row; false: it cannot be read. */
static bool read_cells(const sheet *of, const layout *columns, const char *line, entry *row)
{
    unsigned count = 0;
    const char *at = line;
    for (bool more = true; more; at++) {
        unsigned column = count < columns->count ? columns->columns[count] : MOST_COLUMNS;
        const char *value;
        at = read_cell(at, column < MOST_COLUMNS ? of->spec->columns[column].kind : VALUE_TEXT, &value);
        if (at == NULL || column == MOST_COLUMNS || (*at != ',' && *at != '\0'))
            return false;
        row->cells[column] = canonical(&of->spec->columns[column], value);
        if (row->cells[column] == NULL)
            return false;
        more = *at == ',';
        count++;
    }
    return count == columns->count;
}

static void read_entry(sheet *to, const layout *columns, const char *line)
{
    entry row = {.lead = ""};
    for (unsigned i = 0; i < to->spec->column_count; i++)
        row.cells[i] = to->spec->columns[i].absent;
    if (to->count >= MOST_ENTRIES)
        return;
    if (!read_cells(to, columns, line, &row)) {
        row.opaque = trimmed(line, line + strlen(line));
        if (row.cells[0] == NULL || *row.cells[0] == '\0')
            row.cells[0] = "?";
    }
    to->entries[to->count++] = row;
}

/* The sheet whose header a line is, or NULL. */
static sheet *sheet_of_header(version *of, const char *line)
{
    for (unsigned i = 0; i < SHEET_COUNT; i++) {
        size_t len = strlen(sheet_specs[i].name);
        if (strncmp(line, sheet_specs[i].name, len) == 0 && *skip_blanks(line + len) == '|')
            return &of->sheets[i];
    }
    return NULL;
}

void read_version(version *to, const char *text, size_t len, pick side)
{
    line_reader reader = {.at = text, .end = text + len, .side = side};
    layout columns = {.count = 0};
    sheet *in = NULL;
    memset(to, 0, sizeof *to);
    for (unsigned i = 0; i < SHEET_COUNT; i++)
        to->sheets[i].spec = &sheet_specs[i];
    for (const char *line; (line = next_line(&reader)) != NULL;) {
        sheet *of_header = sheet_of_header(to, line);
        const char *start = skip_blanks(line);
        if (of_header != NULL) {
            to->twice |= of_header->there;
            in = of_header;
            read_header(in, &columns, line);
        } else if (strncmp(line, "setting:", 8) == 0) {
            in = NULL; /* a statement ends a table */
        } else if (in != NULL && *start != '\0' && *start != '#') {
            read_entry(in, &columns, line);
        }
    }
}
