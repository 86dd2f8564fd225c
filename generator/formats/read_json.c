/*
 * JSON as RFC 8259 has it, and JSON lines: rows are objects. The grammar is that of the RFC and nothing more: no comments,
 * no comma before a closing bracket, no number such as 01 or .5. A name that is twice in an object is an error, since one
 * of the two values would be lost.
 *
 * `json` is an array of objects, or one object, which is one row. In `jsonl` objects follow one another, each in a line of
 * its own; one may go on over several.
 *
 * Values within values are read by recursion to a fixed depth. The elements of open lists are on one stack; when a list
 * closes, its elements are moved from there to the arena of the row.
 */
#include <string.h>

#include "base/alloc.h"
#include "formats/input_private.h"

enum { JSON_DEPTH = 512 };

/* ---- between values ---- */

static void skip_white(input_reader *reader)
{
    for (; reader->at < reader->end; reader->at++) {
        char c = *reader->at;
        if (c == '\n')
            input_begin_line(reader, reader->at + 1);
        else if (c != ' ' && c != '\t' && c != '\r')
            return;
    }
}

static int expected(const input_reader *reader, const char *what, sdn_error *err)
{
    if (reader->at == reader->end)
        return input_fail(reader, err, INPUT_PLACE(reader, reader->at), "the input ends; expected %s", what);
    return input_fail(reader, err, INPUT_PLACE(reader, reader->at), "expected %s", what);
}

/* Whether the next byte is this one; then it is passed. */
static bool pass(input_reader *reader, char wanted)
{
    bool is_there = reader->at < reader->end && *reader->at == wanted;
    reader->at += is_there;
    return is_there;
}

/* ---- values ---- */

static int read_value(input_reader *reader, unsigned depth, input_value *value, sdn_error *err);

static int push_item(input_reader *reader, const input_value *item)
{
    if (sdn__reserve(&reader->json.items, &reader->json.item_capacity, reader->json.item_count + 1,
                     sizeof *reader->json.items) != 0)
        return -1;
    reader->json.items[reader->json.item_count++] = *item;
    return 0;
}

/* Moves the elements from `first` on into the value. */
static int take_items(input_reader *reader, size_t first, input_value *value)
{
    size_t count = reader->json.item_count - first;
    input_value *items = count > 0 ? sdn_arena_alloc(&reader->row, count * sizeof *items) : NULL;
    if (items == NULL && count > 0)
        return -1;
    if (count > 0)
        memcpy(items, reader->json.items + first, count * sizeof *items);
    reader->json.item_count = first;
    value->items = items;
    value->item_count = count;
    return 0;
}

static int read_array(input_reader *reader, unsigned depth, input_value *value, sdn_error *err)
{
    size_t first = reader->json.item_count;
    value->kind = INPUT_LIST;
    reader->at++;
    skip_white(reader);
    bool more = !pass(reader, ']');
    while (more) {
        input_value item;
        if (read_value(reader, depth, &item, err) != 0)
            return -1;
        if (push_item(reader, &item) != 0)
            return input_no_memory(err);
        skip_white(reader);
        more = pass(reader, ',');
        if (!more && !pass(reader, ']'))
            return expected(reader, "',' or ']' after a value", err);
    }
    return take_items(reader, first, value) != 0 ? input_no_memory(err) : 0;
}

/* A name and the colon after it. */
static int read_member_name(input_reader *reader, sdn_str *name, sdn_error *err)
{
    skip_white(reader);
    if (reader->at == reader->end || *reader->at != '"')
        return expected(reader, "a name in quotes", err);
    if (json_string(reader, name, err) != 0)
        return -1;
    skip_white(reader);
    return pass(reader, ':') ? 0 : expected(reader, "':' after the name", err);
}

/* Reads the members of an object, whose opening brace is passed. With `keep` they are the fields of the row. */
static int read_members(input_reader *reader, unsigned depth, bool keep, sdn_error *err)
{
    skip_white(reader);
    bool more = !pass(reader, '}');
    while (more) {
        input_field field;
        if (read_member_name(reader, &field.name, err) != 0 || read_value(reader, depth, &field.value, err) != 0)
            return -1;
        if (keep && input_add_field(reader, &field) != 0)
            return input_no_memory(err);
        skip_white(reader);
        more = pass(reader, ',');
        if (!more && !pass(reader, '}'))
            return expected(reader, "',' or '}' after a value", err);
    }
    return 0;
}

static int read_inner_object(input_reader *reader, unsigned depth, input_value *value, sdn_error *err)
{
    value->kind = INPUT_OBJECT;
    reader->at++;
    return read_members(reader, depth, false, err);
}

static int read_string(input_reader *reader, unsigned depth, input_value *value, sdn_error *err)
{
    (void)depth;
    value->kind = INPUT_TEXT;
    value->quoted = true;
    return json_string(reader, &value->text, err);
}

static int read_number(input_reader *reader, unsigned depth, input_value *value, sdn_error *err)
{
    const char *end = json_number_end(reader->at, reader->end);
    (void)depth;
    if (end == NULL)
        return expected(reader, "a number such as 5, -0.25 or 1e9", err);
    value->kind = INPUT_NUMBER;
    reader->at = end;
    return 0;
}

static int read_word(input_reader *reader, unsigned depth, input_value *value, sdn_error *err)
{
    static const struct {
        sdn_str word;
        input_kind kind;
    } words[] = {
        {SDN_STR_INIT("true"), INPUT_TRUE}, {SDN_STR_INIT("false"), INPUT_FALSE}, {SDN_STR_INIT("null"), INPUT_NULL}};
    (void)depth;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t len = words[i].word.len;
        if ((size_t)(reader->end - reader->at) >= len && memcmp(reader->at, words[i].word.ptr, len) == 0) {
            value->kind = words[i].kind;
            reader->at += len;
            return 0;
        }
    }
    return expected(reader, "a value: an object, array, string, number, true, false or null", err);
}

/* A value, which may have blanks before it. */
static int read_value(input_reader *reader, unsigned depth, input_value *value, sdn_error *err)
{
    skip_white(reader);
    const char *start = reader->at;
    char first = start < reader->end ? *start : '\0';
    *value = (input_value){.line = reader->line, .column = input_column(reader, start)};
    if (depth == JSON_DEPTH)
        return input_fail(reader, err, INPUT_PLACE(reader, start), "more than %d values within one another",
                          JSON_DEPTH);
    int (*read)(input_reader *, unsigned, input_value *, sdn_error *) = read_word;
    if (first == '{')
        read = read_inner_object;
    else if (first == '[')
        read = read_array;
    else if (first == '"')
        read = read_string;
    else if (first == '-' || (first >= '0' && first <= '9'))
        read = read_number;
    if (read(reader, depth + 1, value, err) != 0)
        return -1;
    if (value->kind != INPUT_TEXT)
        value->text = (sdn_str){start, (size_t)(reader->at - start)};
    return 0;
}

/* ---- rows ---- */

static int refuse_repeated_member(input_reader *reader, sdn_error *err)
{
    size_t second = reader->field_count;
    if (second > 1 && input_find_twice(&reader->fields[0].name, sizeof *reader->fields, second, &second) != 0)
        return input_no_memory(err);
    if (second == reader->field_count)
        return 0;
    const input_field *field = &reader->fields[second];
    return input_fail(reader, err, field->value.line, field->value.column,
                      "name '%.*s' is there twice in this object; expected another name",
                      (int)(field->name.len < 100 ? field->name.len : 100), field->name.ptr);
}

static int read_object_row(input_reader *reader, sdn_error *err)
{
    reader->row_line = reader->line;
    if (!pass(reader, '{'))
        return expected(reader, "an object in braces, which is one row", err);
    if (read_members(reader, 0, true, err) != 0 || refuse_repeated_member(reader, err) != 0)
        return -1;
    reader->json.last_line = reader->line;
    return 1;
}

static int require_end(input_reader *reader, sdn_error *err)
{
    skip_white(reader);
    return reader->at == reader->end ? 0 : expected(reader, "nothing more", err);
}

/* After the opening bracket, or before the only object. An empty input has no rows: so sqlite3 writes them. */
static int begin_reading_json(input_reader *reader, sdn_error *err)
{
    skip_white(reader);
    if (reader->at == reader->end)
        return 0;
    reader->json.in_array = pass(reader, '[');
    skip_white(reader);
    return reader->json.in_array && pass(reader, ']') ? require_end(reader, err) : 1;
}

static int next_object(input_reader *reader, sdn_error *err)
{
    bool is_first = reader->json.last_line == 0;
    skip_white(reader);
    if (!is_first && (!reader->json.in_array || pass(reader, ']')))
        return require_end(reader, err);
    if (!is_first && !pass(reader, ','))
        return expected(reader, "',' or ']' after an object", err);
    skip_white(reader);
    return read_object_row(reader, err);
}

/* ---- JSON lines ---- */

static int begin_reading_lines(input_reader *reader, sdn_error *err)
{
    (void)reader;
    (void)err;
    return 1;
}

static int next_line(input_reader *reader, sdn_error *err)
{
    skip_white(reader);
    if (reader->at == reader->end)
        return 0;
    if (reader->json.last_line == reader->line)
        return expected(reader, "a line end after an object", err);
    return read_object_row(reader, err);
}

const input_grammar input_json = {begin_reading_json, next_object};
const input_grammar input_jsonl = {begin_reading_lines, next_line};
