/*
 * CSV as RFC 4180 has it, and TSV with the escapes \t \n \r \\.
 *
 * More is read than the RFC allows: any of LF, CR LF and CR ends a line, the last one needs none, and a quote within a
 * cell that does not begin with one is an ordinary character. A cell that begins with a quote must end with one, and rows
 * must have as many cells as the header has names. Lines without anything are passed over, unless there is only one
 * column: then each is a row.
 *
 * A column without a name, as programs write for the numbers of rows, is called `column_1`, by its position.
 */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "formats/input_private.h"

/* ---- line ends ---- */

static bool is_line_end(const input_reader *reader)
{
    return reader->at == reader->end || *reader->at == '\n' || *reader->at == '\r';
}

/* Goes to the next line, at the end of one. */
static void pass_line_end(input_reader *reader)
{
    if (reader->at == reader->end)
        return;
    bool is_pair = *reader->at == '\r' && reader->at + 1 < reader->end && reader->at[1] == '\n';
    reader->at += is_pair ? 2 : 1;
    input_begin_line(reader, reader->at);
}

/* ---- cells ---- */

/* The end of an unquoted cell. */
static const char *bare_end(const input_reader *reader)
{
    const char *at = reader->at;
    while (at < reader->end && *at != reader->separator && *at != '\n' && *at != '\r')
        at++;
    return at;
}

/* Copies the text between quotes, with doubled quotes made single. */
static int copy_quoted(input_reader *reader, const char *start, const char *end, sdn_str *text)
{
    char *to = sdn__arena_bytes(&reader->row, (size_t)(end - start));
    if (to == NULL)
        return -1;
    text->ptr = to;
    for (const char *at = start; at < end; at++) {
        *to++ = *at;
        at += *at == '"'; /* the second one of two */
    }
    text->len = (size_t)(to - text->ptr);
    return 0;
}

/* Passes what is between quotes, line ends included, and stops at the closing quote. *doubled: there are quotes in it. */
static bool pass_quoted(input_reader *reader, bool *doubled)
{
    for (; reader->at < reader->end; reader->at++) {
        char c = *reader->at;
        bool has_next = reader->at + 1 < reader->end;
        if (c == '"' && !(has_next && reader->at[1] == '"'))
            return true;
        if (c == '"') {
            *doubled = true;
            reader->at++;
        } else if (c == '\n' || (c == '\r' && !(has_next && reader->at[1] == '\n'))) {
            input_begin_line(reader, reader->at + 1);
        }
    }
    return false;
}

static int read_quoted(input_reader *reader, input_value *value, sdn_error *err)
{
    bool doubled = false;
    const char *start = ++reader->at;
    if (!pass_quoted(reader, &doubled))
        return input_fail(reader, err, value->line, value->column, "the quote is not closed; expected a closing quote");
    const char *end = reader->at++;
    value->quoted = true;
    value->text = (sdn_str){start, (size_t)(end - start)};
    if (doubled && copy_quoted(reader, start, end, &value->text) != 0)
        return input_no_memory(err);
    if (is_line_end(reader) || *reader->at == reader->separator)
        return 0;
    return input_fail(
        reader, err, INPUT_PLACE(reader, reader->at),
        "text after a closing quote; expected a comma or the end of the line, or two quotes for one in the "
        "text");
}

static char tsv_unescaped(char letter)
{
    switch (letter) {
    case 't':
        return '\t';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    default:
        return letter == '\\' ? '\\' : '\0';
    }
}

/* Other backslashes than those of escapes are kept, as programs write that know no escapes. */
static int decode_tsv(input_reader *reader, sdn_str *text)
{
    char *to = sdn__arena_bytes(&reader->row, text->len);
    const char *at = text->ptr, *end = text->ptr + text->len;
    if (to == NULL)
        return -1;
    text->ptr = to;
    while (at < end) {
        char escaped = *at == '\\' && at + 1 < end ? tsv_unescaped(at[1]) : '\0';
        *to++ = escaped != '\0' ? escaped : *at;
        at += escaped != '\0' ? 2 : 1;
    }
    text->len = (size_t)(to - text->ptr);
    return 0;
}

static int read_cell(input_reader *reader, input_value *value, sdn_error *err)
{
    bool is_tsv = reader->separator == '\t';
    *value = (input_value){.kind = INPUT_TEXT, .line = reader->line, .column = input_column(reader, reader->at)};
    if (!is_tsv && reader->at < reader->end && *reader->at == '"')
        return read_quoted(reader, value, err);
    const char *end = bare_end(reader);
    value->text = (sdn_str){reader->at, (size_t)(end - reader->at)};
    reader->at = end;
    if (is_tsv && memchr(value->text.ptr, '\\', value->text.len) != NULL && decode_tsv(reader, &value->text) != 0)
        return input_no_memory(err);
    return 0;
}

/* ---- rows ---- */

/* Whether another cell follows; then its separator is passed. */
static bool pass_separator(input_reader *reader)
{
    if (is_line_end(reader))
        return false;
    reader->at++;
    return true;
}

static int read_separated_row(input_reader *reader, sdn_error *err)
{
    reader->row_line = reader->line;
    do {
        input_field field;
        int result = read_cell(reader, &field.value, err);
        if (result != 0)
            return result;
        if (reader->field_count == reader->name_count)
            return input_fail(reader, err, field.value.line, field.value.column,
                              "one more cell than the header has columns; expected %zu cells", reader->name_count);
        field.name = reader->names[reader->field_count].name;
        if (input_add_field(reader, &field) != 0)
            return input_no_memory(err);
    } while (pass_separator(reader));
    if (reader->field_count < reader->name_count)
        return input_fail(reader, err, INPUT_PLACE(reader, reader->at),
                          "the row ends after %zu cell%s; expected %zu, one for each column", reader->field_count,
                          reader->field_count == 1 ? "" : "s", reader->name_count);
    pass_line_end(reader);
    return 1;
}

static int next_separated(input_reader *reader, sdn_error *err)
{
    while (reader->name_count > 1 && reader->at < reader->end && is_line_end(reader))
        pass_line_end(reader);
    return reader->at < reader->end ? read_separated_row(reader, err) : 0;
}

/* ---- the header line ---- */

static int refuse_repeated_name(const input_reader *reader, sdn_error *err)
{
    size_t second;
    if (input_find_twice(&reader->fields[0].name, sizeof *reader->fields, reader->field_count, &second) != 0)
        return input_no_memory(err);
    if (second == reader->field_count)
        return 0;
    const input_value *value = &reader->fields[second].value;
    return input_fail(reader, err, value->line, value->column, "column '%.*s' is there twice; expected another name",
                      (int)(value->text.len < 100 ? value->text.len : 100), value->text.ptr);
}

static int name_column(input_reader *reader, input_field *field)
{
    char numbered[32];
    int len = snprintf(numbered, sizeof numbered, "column_%zu", reader->field_count + 1);
    sdn_str text = field->value.text.len > 0 ? field->value.text : (sdn_str){numbered, (size_t)len};
    field->name = sdn_arena_copy_str(&reader->names_arena, text);
    return field->name.ptr != NULL ? 0 : -1;
}

/* The names stay as the fields of a first row until they are known to differ. */
static int read_header_cells(input_reader *reader, sdn_error *err)
{
    do {
        input_field field;
        int result = read_cell(reader, &field.value, err);
        if (result != 0)
            return result;
        if (name_column(reader, &field) != 0 || input_add_field(reader, &field) != 0)
            return input_no_memory(err);
    } while (pass_separator(reader));
    return refuse_repeated_name(reader, err);
}

static int begin_separated(input_reader *reader, sdn_error *err)
{
    while (reader->at < reader->end && is_line_end(reader))
        pass_line_end(reader);
    if (reader->at == reader->end)
        return 0;
    int result = read_header_cells(reader, err);
    if (result != 0)
        return result;
    reader->name_count = reader->field_count;
    reader->names = sdn_arena_alloc(&reader->names_arena, reader->name_count * sizeof *reader->names);
    if (reader->names == NULL)
        return input_no_memory(err);
    memcpy(reader->names, reader->fields, reader->name_count * sizeof *reader->names);
    for (size_t i = 0; i < reader->name_count; i++)
        reader->names[i].value.text = reader->names[i].name; /* the text of a row lasts only until the next one */
    pass_line_end(reader);
    return 1;
}

const input_grammar input_separated = {begin_separated, next_separated};
