/*
 * The sdn_read_... functions: from a cell to a value.
 *
 * A cell is read in two steps. The fast step handles the form that nearly all cells have (an unquoted or quoted word of
 * a few letters, a number of up to eight digits) from a few bytes loaded at once; it must accept nothing that the slow
 * step would refuse, and may give up on anything. The slow step, marked SDN_COLD so that it is not inlined, reads every
 * form, keeps defaults, and writes the message for the user.
 *
 * Text is not copied where a delimiter follows it directly, which a NUL replaces later (text/delimiters.h): these are
 * the forms BARE and QUOTED. SPACED and ESCAPED cells are copied to the arena, ESCAPED ones decoded there.
 *
 * A list is one of two forms: an array in brackets, elements separated by commas, possibly quoted, with nested
 * brackets; or text with the field's separator, no quotes. element_end is the state machine of both: `quoted` inside
 * quotes, `depth` of brackets outside of quotes; an element ends at a separator at depth 0.
 *
 * Invariant: eight bytes can be read from each cell's start (sdn_row_reader.cells), even if it is shorter or at the end
 * of the file; what lies after the cell is masked off.
 */
#include <sdn/record.h>

#include "base/compiler.h"
#include "record/enum_words.h"
#include "record/row_read.h"
#include "record/scalar.h"
#include "text/scan.h"
#include "text/utf8.h"

#include <assert.h>
#include <stdio.h>
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

SDN_COLD static bool cell_fault(sdn_row_reader *row, uint32_t field, const char *problem)
{
    row->problem = problem;
    row->problem_field = field;
    return false;
}

static bool no_memory(sdn_row_reader *row, uint32_t field)
{
    row->out_of_memory = true;
    return cell_fault(row, field, "out of memory");
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

/* Decodes `\" \\ \n \r \t` and `""`; any other `\x` is kept, backslash included, as other readers of SDN files do. */
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

/* Whether a delimiter follows directly, which a NUL can replace. */
static bool stays_in_place(const sdn_cell *cell)
{
    return cell->form == SDN_CELL_BARE || cell->form == SDN_CELL_QUOTED;
}

/* A copy of the text of a cell. Its ptr is NULL when memory ran out. */
static sdn_str copied_text(sdn_row_reader *row, const sdn_cell *cell)
{
    sdn_str text = sdn_arena_copy(row->arena, cell->ptr, cell->len);
    if (text.ptr != NULL && cell->form == SDN_CELL_ESCAPED) {
        char *bytes = (char *)text.ptr; /* we may write to it: it is the copy */
        text.len = unescape(bytes, cell->ptr, cell->len);
        bytes[text.len] = '\0';
    }
    return text;
}

/* The text of a cell: in place if possible, else a copy. Its ptr is NULL when memory ran out. */
static inline sdn_str cell_text(sdn_row_reader *row, const sdn_cell *cell)
{
    if (cell->len == 0)
        return SDN_STR("");
    if (stays_in_place(cell))
        return (sdn_str){cell->ptr, cell->len};
    return copied_text(row, cell);
}

bool sdn_read_any_string(sdn_row_reader *row, uint32_t field, sdn_str *value)
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

/* The cell of a field, which has at least one byte; NULL if it is missing or empty, which means the default. */
static inline const sdn_cell *filled_cell(const sdn_row_reader *row, uint32_t field)
{
    const sdn_cell *cell = cell_of(row, field);
    return cell != NULL && cell->len > 0 ? cell : NULL;
}

/* Leaves the default; false if the field has none. */
static bool keep_default(sdn_row_reader *row, uint32_t field)
{
    if ((field_of(row, field)->flags & (SDN_FIELD_DEFAULT | SDN_FIELD_OPTIONAL)) != 0)
        return true;
    return cell_fault(row, field,
                      cell_of(row, field) == NULL ? "the table lacks this column, and it has no default; add the column"
                                                  : "the cell is empty, and the column has no default; fill it in");
}

/* Reads a value other than text. Of a quoted cell, what is between the quotes is read, without decoding escapes. */
SDN_COLD static bool read_as(sdn_row_reader *row, uint32_t field, sdn_type type, void *value)
{
    const sdn_cell *cell = filled_cell(row, field);
    const sdn_scalar *scalar = &sdn__scalars[type];
    if (cell == NULL)
        return keep_default(row, field);
    sdn_str text = {cell->ptr, cell->len};
    return scalar->parse(field_of(row, field), text, value) || cell_fault(row, field, scalar->misread);
}

bool sdn_read_bool(sdn_row_reader *row, uint32_t field, bool *value)
{
    const sdn_cell *cell = filled_cell(row, field);
    if (cell == NULL || cell->len != 4 || memcmp(cell->ptr, "true", 4) != 0)
        return read_as(row, field, SDN_TYPE_BOOL, value);
    *value = true;
    return true;
}

bool sdn_read_i32(sdn_row_reader *row, uint32_t field, int32_t *value)
{
    return read_as(row, field, SDN_TYPE_I32, value);
}

bool sdn_read_i64(sdn_row_reader *row, uint32_t field, int64_t *value)
{
    return read_as(row, field, SDN_TYPE_I64, value);
}

bool sdn_read_u32(sdn_row_reader *row, uint32_t field, uint32_t *value)
{
    const sdn_cell *cell = filled_cell(row, field);
    assert(cell == NULL || cell->len >= 1); /* sdn__short_number_at reads 1 to 8 digits */
    if (cell != NULL && cell->len <= 8 && sdn__short_number_at(cell->ptr, cell->len, value))
        return true;
    return read_as(row, field, SDN_TYPE_U32, value);
}

bool sdn_read_u64(sdn_row_reader *row, uint32_t field, uint64_t *value)
{
    return read_as(row, field, SDN_TYPE_U64, value);
}

bool sdn_read_f64(sdn_row_reader *row, uint32_t field, double *value)
{
    return read_as(row, field, SDN_TYPE_F64, value);
}

bool sdn_read_date(sdn_row_reader *row, uint32_t field, sdn_date *value)
{
    return read_as(row, field, SDN_TYPE_DATE, value);
}

bool sdn_read_timestamp(sdn_row_reader *row, uint32_t field, sdn_timestamp *value)
{
    return read_as(row, field, SDN_TYPE_TIMESTAMP, value);
}

/* ---- enums ---- */

/* Whether the word of the cell may be among row->words, and is not to be decoded first. */
static inline bool may_be_short_word(const sdn_row_reader *row, const sdn_cell *cell)
{
    return cell->len - 1 < SDN_ENUM_WORD_SIZE && cell->form != SDN_CELL_ESCAPED && row->words != NULL;
}

/* Finds the enum word of a cell if that is in one step; false: the slow step has to find it, or what is wrong. */
static inline bool read_enum_word(const sdn_row_reader *row, uint32_t field, uint32_t *number)
{
    uint32_t column = row->columns[field];
    if (column == SDN_NO_COLUMN || !may_be_short_word(row, &row->cells[column]))
        return false;
    const sdn_cell *cell = &row->cells[column];
    const sdn_enum_word *enum_word = sdn__enum_words_at_home(&row->words[field], cell->ptr, cell->len);
    if (enum_word == NULL)
        return false;
    *number = enum_word->number;
    return true;
}

/* The enumerator whose word the cell holds, undecoded; the type's count if there is none. */
static uint32_t find_enum_word(const sdn_row_reader *row, uint32_t field, const sdn_cell *cell)
{
    const sdn_enum_type *type = field_of(row, field)->enumeration;
    if (may_be_short_word(row, cell)) {
        const sdn_enum_word *enum_word = sdn__enum_words_find(&row->words[field], cell->ptr, cell->len);
        return enum_word != NULL ? enum_word->number : type->count;
    }
    return cell->form != SDN_CELL_ESCAPED ? sdn_enum_find(type, (sdn_str){cell->ptr, cell->len}) : type->count;
}

/* Reads a word that is none of the enum as it is written; it may be one after decoding. */
SDN_COLD static bool read_other_word(sdn_row_reader *row, uint32_t field, const sdn_cell *cell, uint32_t *number,
                                     sdn_str *text)
{
    const sdn_enum_type *type = field_of(row, field)->enumeration;
    sdn_str word = cell_text(row, cell);
    if (word.ptr == NULL)
        return no_memory(row, field);
    *number = sdn_enum_find(type, word);
    *text = *number == type->count ? word : SDN_STR("");
    return true;
}

SDN_COLD static bool read_long_enum(sdn_row_reader *row, uint32_t field, uint32_t *value)
{
    sdn_str text;
    const sdn_cell *cell = filled_cell(row, field);
    if (cell == NULL)
        return keep_default(row, field);
    uint32_t number = find_enum_word(row, field, cell), count = field_of(row, field)->enumeration->count;
    if (number == count && !read_other_word(row, field, cell, &number, &text))
        return false;
    if (number == count)
        return cell_fault(row, field, "is none of the words of this column");
    *value = number;
    return true;
}

bool sdn_read_enum(sdn_row_reader *row, uint32_t field, uint32_t *value)
{
    return read_enum_word(row, field, value) || read_long_enum(row, field, value);
}

SDN_COLD static bool read_long_open_enum(sdn_row_reader *row, uint32_t field, uint32_t *value, sdn_str *text)
{
    const sdn_cell *cell = filled_cell(row, field);
    if (cell == NULL)
        return keep_default(row, field);
    uint32_t number = find_enum_word(row, field, cell);
    if (number == field_of(row, field)->enumeration->count)
        return read_other_word(row, field, cell, value, text);
    *value = number;
    *text = SDN_STR("");
    return true;
}

bool sdn_read_open_enum(sdn_row_reader *row, uint32_t field, uint32_t *value, sdn_str *text)
{
    if (!read_enum_word(row, field, value))
        return read_long_open_enum(row, field, value, text);
    *text = SDN_STR("");
    return true;
}

/* ---- lists ---- */

/* The end of the element at `at`: the next separator outside quotes and inner brackets, or `end`. */
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

/* The text of an element. `kept`: the record will point to it, so it has to be a copy with a NUL. */
static sdn_str read_element_text(sdn_row_reader *row, sdn_str raw, bool written_as_array, bool kept)
{
    bool quoted = written_as_array && raw.len >= 2 && raw.ptr[0] == '"' && raw.ptr[raw.len - 1] == '"';
    if (!quoted)
        return kept ? sdn_arena_copy_str(row->arena, raw) : raw;
    sdn_cell cell = {raw.ptr + 1, (uint32_t)(raw.len - 2), SDN_CELL_ESCAPED};
    return cell.len > 0 ? cell_text(row, &cell) : sdn_arena_copy(row->arena, "", 0);
}

/* The most elements that the text can hold: one for each separator after other text, and one at the end. This bounds
 * the memory of a list: one element needs two bytes of the file. */
static size_t most_elements(sdn_str text, char separator)
{
    size_t count = text.len > 0 && text.ptr[text.len - 1] != separator;
    for (size_t i = 1; i < text.len; i++)
        count += text.ptr[i] == separator && text.ptr[i - 1] != separator;
    return count;
}

static bool misread_element(sdn_row_reader *row, uint32_t field, sdn_str text)
{
    char shown[64], problem[256];
    sdn__utf8_show(shown, sizeof shown, text.ptr, text.len);
    int len = snprintf(problem, sizeof problem, "holds '%s%s', which %s", shown, text.len >= sizeof shown ? "..." : "",
                       sdn__scalar_of(field_of(row, field))->misread);
    sdn_str kept = sdn_arena_copy(row->arena, problem, (size_t)len);
    return kept.ptr != NULL ? cell_fault(row, field, kept.ptr) : no_memory(row, field);
}

/* A list that is being read. */
typedef struct read_list {
    char *items;
    size_t count;
    size_t size; /* of one element */
} read_list;

static bool read_element(sdn_row_reader *row, uint32_t field, sdn_str raw, bool written_as_array, read_list *list)
{
    const sdn_field *described = field_of(row, field);
    sdn_str text = read_element_text(row, raw, written_as_array, described->type == SDN_TYPE_STRING);
    if (text.ptr == NULL)
        return no_memory(row, field);
    if (!sdn__scalar_of(described)->parse(described, text, list->items + list->count * list->size))
        return misread_element(row, field, text);
    list->count++;
    return true;
}

static bool split_elements(sdn_row_reader *row, uint32_t field, sdn_str text, bool written_as_array, read_list *list)
{
    char separator = written_as_array ? ',' : field_of(row, field)->separator;
    size_t most = most_elements(text, separator);
    list->items = most > 0 ? sdn_arena_alloc(row->arena, most * list->size) : NULL;
    if (most > 0 && list->items == NULL)
        return no_memory(row, field);
    const char *end = text.ptr + text.len;
    for (const char *at = text.ptr; at < end;) {
        const char *stop = element_end(at, end, separator, written_as_array);
        sdn_str raw = sdn__trimmed(at, stop);
        at = stop + 1;
        /* `a,,b` and a trailing separator hold no empty element; `""` in brackets does */
        if (raw.len > 0 && !read_element(row, field, raw, written_as_array, list))
            return false;
    }
    return true;
}

static bool is_array(const sdn_cell *cell)
{
    bool bare = cell->form == SDN_CELL_BARE || cell->form == SDN_CELL_SPACED;
    return bare && cell->len >= 2 && cell->ptr[0] == '[' && cell->ptr[cell->len - 1] == ']';
}

static bool read_elements(sdn_row_reader *row, uint32_t field, const sdn_cell *cell, void *list)
{
    read_list read = {.size = sdn__scalar_of(field_of(row, field))->size};
    bool array = is_array(cell);
    sdn_str text = array ? (sdn_str){cell->ptr + 1, cell->len - 2} : cell_text(row, cell);
    if (text.ptr == NULL)
        return no_memory(row, field);
    if (text.len > 0 && !split_elements(row, field, text, array, &read))
        return false;
    sdn__list_set(list, read.count > 0 ? read.items : NULL, read.count);
    return true;
}

bool sdn_read_list(sdn_row_reader *row, uint32_t field, void *list)
{
    const sdn_cell *cell = cell_of(row, field);
    if (cell == NULL)
        return true;
    if (cell->len > 0)
        return read_elements(row, field, cell, list);
    sdn__list_set(list, NULL, 0);
    return true;
}

/* ---- any type ---- */

bool sdn__read_value(sdn_row_reader *row, uint32_t field, void *value)
{
    switch (field_of(row, field)->type) {
    case SDN_TYPE_STRING:
        return sdn_read_string(row, field, value);
    case SDN_TYPE_ENUM:
        return sdn_read_enum(row, field, value);
    default:
        return read_as(row, field, field_of(row, field)->type, value);
    }
}
