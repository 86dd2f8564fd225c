/* The sdn_read_... functions: from a cell to a value. */
#include <sdn/record.h>

#include "text/scan.h"

#include <string.h>

static const sdn_field *field_of(const sdn_row_reader *row, uint32_t field)
{
    return &row->type->fields[field];
}

static const sdn_cell *cell_of(const sdn_row_reader *row, uint32_t field)
{
    uint32_t column = row->columns[field];
    return column != SDN_NO_COLUMN ? &row->cells[column] : NULL;
}

static bool fault(sdn_row_reader *row, uint32_t field, const char *problem)
{
    row->problem = problem;
    row->problem_field = field;
    return false;
}

static bool no_memory(sdn_row_reader *row, uint32_t field)
{
    row->out_of_memory = true;
    return fault(row, field, "out of memory");
}

/* ---- text ---- */

static char unescaped(char letter)
{
    switch (letter) {
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    case '"':
    case '\\':
        return letter;
    default:
        return '\0';
    }
}

/* Decodes `\" \\ \n \r \t` and `""`; any other `\x` stays as it is, as every reader of such files has it. */
static size_t unescape(char *to, const char *from, size_t len)
{
    char *start = to;
    for (const char *end = from + len; from < end; from++) {
        bool pair = from + 1 < end;
        if (*from == '\\' && pair && unescaped(from[1]) != '\0')
            *to++ = unescaped(*++from);
        else if (*from == '"' && pair && from[1] == '"')
            *to++ = *++from;
        else
            *to++ = *from;
    }
    return (size_t)(to - start);
}

/* The text of a cell: where it stands if a delimiter follows directly, which a NUL can take the place of; else a
 * copy. Its ptr is NULL when memory ran out. */
static sdn_str cell_text(sdn_row_reader *row, const sdn_cell *cell)
{
    sdn_str text = {"", 0};
    if (cell->len == 0)
        return text;
    text.ptr = cell->ptr;
    text.len = cell->len;
    if (cell->form == SDN_CELL_BARE || cell->form == SDN_CELL_QUOTED)
        return text;
    text = sdn_arena_copy(row->arena, cell->ptr, cell->len);
    if (text.ptr != NULL && cell->form == SDN_CELL_ESCAPED) {
        char *bytes = (char *)text.ptr; /* ours: just copied */
        text.len = unescape(bytes, cell->ptr, cell->len);
        bytes[text.len] = '\0';
    }
    return text;
}

bool sdn_read_string(sdn_row_reader *row, uint32_t field, sdn_str *value)
{
    const sdn_cell *cell = cell_of(row, field);
    if (cell == NULL)
        return true;
    sdn_str text = cell_text(row, cell);
    if (text.ptr == NULL)
        return no_memory(row, field);
    *value = text;
    return true;
}

/* ---- scalars ---- */

/* Whether the cell is missing or stands for the default; *fits is false if the field has none. */
static bool stands_for_default(sdn_row_reader *row, uint32_t field, const sdn_cell *cell, bool *fits)
{
    *fits = true;
    if (cell == NULL || cell->len == 0) {
        const sdn_field *f = field_of(row, field);
        if ((f->flags & (SDN_FIELD_DEFAULT | SDN_FIELD_OPTIONAL)) == 0)
            *fits = fault(row, field, cell == NULL ? "the table lacks this column, and it has no default; add the column"
                                                   : "the cell is empty, and the column has no default; fill it in");
        return true;
    }
    return false;
}

static bool cell_is(const sdn_cell *cell, const char *word)
{
    return cell->len == strlen(word) && memcmp(cell->ptr, word, cell->len) == 0;
}

bool sdn_read_bool(sdn_row_reader *row, uint32_t field, bool *value)
{
    bool fits;
    const sdn_cell *cell = cell_of(row, field);
    if (stands_for_default(row, field, cell, &fits))
        return fits;
    if (!cell_is(cell, "true") && !cell_is(cell, "false"))
        return fault(row, field, "is neither true nor false");
    *value = cell->ptr[0] == 't';
    return true;
}

/* Digits, with `_` allowed between them. */
static bool parse_unsigned(const char *at, size_t len, uint64_t most, uint64_t *value)
{
    uint64_t number = 0;
    for (size_t i = 0; i < len; i++) {
        if (at[i] == '_' && i > 0 && i + 1 < len && at[i - 1] != '_')
            continue;
        if (at[i] < '0' || at[i] > '9')
            return false;
        uint64_t digit = (uint64_t)(at[i] - '0');
        if (number > (most - digit) / 10)
            return false;
        number = number * 10 + digit;
    }
    *value = number;
    return true;
}

bool sdn_read_u32(sdn_row_reader *row, uint32_t field, uint32_t *value)
{
    bool fits;
    uint64_t number;
    const sdn_cell *cell = cell_of(row, field);
    if (stands_for_default(row, field, cell, &fits))
        return fits;
    if (!parse_unsigned(cell->ptr, cell->len, UINT32_MAX, &number))
        return fault(row, field, "is not a whole number from 0 to 4294967295");
    *value = (uint32_t)number;
    return true;
}

bool sdn_read_present(sdn_row_reader *row, uint32_t field, bool *present)
{
    const sdn_cell *cell = cell_of(row, field);
    if (cell != NULL)
        *present = cell->len > 0;
    return true;
}

/* ---- enums ---- */

/* Looks the word up; *number is the type's count if it is none of them. */
static bool read_word(sdn_row_reader *row, uint32_t field, const sdn_cell *cell, uint32_t *number, sdn_str *word)
{
    *word = cell_text(row, cell);
    if (word->ptr == NULL)
        return no_memory(row, field);
    *number = sdn_enum_find(field_of(row, field)->enumeration, *word);
    return true;
}

bool sdn_read_enum(sdn_row_reader *row, uint32_t field, uint32_t *value)
{
    bool fits;
    uint32_t number;
    sdn_str word;
    const sdn_cell *cell = cell_of(row, field);
    if (stands_for_default(row, field, cell, &fits))
        return fits;
    if (!read_word(row, field, cell, &number, &word))
        return false;
    if (number == field_of(row, field)->enumeration->count)
        return fault(row, field, "is none of the words of this column");
    *value = number;
    return true;
}

bool sdn_read_open_enum(sdn_row_reader *row, uint32_t field, uint32_t *value, sdn_str *text)
{
    bool fits;
    uint32_t number;
    sdn_str word;
    const sdn_cell *cell = cell_of(row, field);
    if (stands_for_default(row, field, cell, &fits))
        return fits;
    if (!read_word(row, field, cell, &number, &word))
        return false;
    *value = number;
    *text = number == field_of(row, field)->enumeration->count ? word : SDN_STR("");
    return true;
}

/* ---- lists ---- */

static sdn_str trimmed(const char *start, const char *end)
{
    start = sdn_skip_blanks(start, end);
    while (end > start && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    sdn_str str = {start, (size_t)(end - start)};
    return str;
}

/* The end of the element at `at`: the separator or bracket behind it, outside quotes and inner brackets. */
static const char *element_end(const char *at, const char *end, char separator, bool written_as_array)
{
    size_t depth = 0;
    bool quoted = false;
    for (; at < end; at++) {
        if (written_as_array && *at == '"')
            quoted = !quoted;
        else if (quoted && *at == '\\')
            at++;
        else if (quoted)
            continue;
        else if (written_as_array && (*at == '[' || *at == '{'))
            depth++;
        else if (depth > 0 && (*at == ']' || *at == '}'))
            depth--;
        else if (depth == 0 && *at == separator)
            return at;
    }
    return end;
}

static sdn_str element_text(sdn_row_reader *row, sdn_str raw, bool written_as_array)
{
    bool quoted = written_as_array && raw.len >= 2 && raw.ptr[0] == '"' && raw.ptr[raw.len - 1] == '"';
    if (!quoted)
        return sdn_arena_copy_str(row->arena, raw);
    sdn_cell cell = {raw.ptr + 1, (uint32_t)(raw.len - 2), SDN_CELL_ESCAPED};
    return cell.len > 0 ? cell_text(row, &cell) : sdn_arena_copy(row->arena, "", 0);
}

static size_t most_elements(sdn_str text, char separator)
{
    size_t count = 1;
    for (size_t i = 0; i < text.len; i++)
        count += text.ptr[i] == separator;
    return count;
}

static bool split(sdn_row_reader *row, sdn_str text, char separator, bool written_as_array, sdn_str_list *list)
{
    size_t count = 0;
    sdn_str *items = sdn_arena_alloc(row->arena, most_elements(text, separator) * sizeof *items);
    if (items == NULL)
        return false;
    const char *end = text.ptr + text.len;
    for (const char *at = text.ptr; at < end;) {
        const char *stop = element_end(at, end, separator, written_as_array);
        sdn_str raw = trimmed(at, stop < end ? stop : end);
        at = stop + 1;
        if (raw.len == 0)
            continue; /* `a,,b` and a trailing separator hold no empty element; `""` in brackets does */
        items[count] = element_text(row, raw, written_as_array);
        if (items[count++].ptr == NULL)
            return false;
    }
    list->items = count > 0 ? items : NULL;
    list->count = count;
    return true;
}

static bool is_array(const sdn_cell *cell)
{
    bool bare = cell->form == SDN_CELL_BARE || cell->form == SDN_CELL_SPACED;
    return bare && cell->len >= 2 && cell->ptr[0] == '[' && cell->ptr[cell->len - 1] == ']';
}

bool sdn_read_string_list(sdn_row_reader *row, uint32_t field, sdn_str_list *value)
{
    const sdn_cell *cell = cell_of(row, field);
    if (cell == NULL)
        return true;
    sdn_str_list list = {NULL, 0};
    bool array = is_array(cell);
    sdn_str text = array ? (sdn_str){cell->ptr + 1, cell->len - 2} : cell_text(row, cell);
    if (text.ptr == NULL || !split(row, text, array ? ',' : field_of(row, field)->separator, array, &list))
        return no_memory(row, field);
    *value = list;
    return true;
}
