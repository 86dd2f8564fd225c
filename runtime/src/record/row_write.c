/*
 * The sdn_write_... functions: from a value to a cell.
 *
 * Every cell is written so that each reader of SDN files reads the same value from it: as a bare word if it can be
 * nothing else, as a bare integer if a reader that takes it for a 64-bit integer prints it in the same way, and between
 * quotes otherwise. Which of these is decided from the classes of its bytes, a bit set found in one pass over the text:
 * most text is ASCII letters, and then neither UTF-8 nor escapes need a second look.
 *
 * The cells of a row follow one another in one buffer; cells[field] says where each starts and how long it is, because
 * a generated write function may write its fields in any order. begin_cell, any number of puts, end_cell make one cell.
 *
 * Errors stay in the writer: `problem` is the first fault of a value, out_of_memory says that bytes are missing. After
 * either the cells are of no use, but every function can still be called.
 */
#include <sdn/record.h>

#include "base/alloc.h"
#include "base/compiler.h"
#include "record/row_write.h"
#include "record/scalar.h"
#include "text/utf8.h"

#include <assert.h>
#include <string.h>

static const sdn_field *field_written(const sdn_row_writer *row, uint32_t field)
{
    return &row->type->fields[field];
}

static void fault(sdn_row_writer *row, uint32_t field, const char *problem)
{
    if (row->problem == NULL) {
        row->problem = problem;
        row->problem_field = field;
    }
}

/* Makes room for `len` bytes and the slack after those written; false when memory ran out. */
static bool extend_text(sdn_row_writer *row, size_t len)
{
    if (row->out_of_memory || sdn__reserve(&row->text, &row->capacity, row->len + len + SDN_ROW_WRITER_SLACK, 1) != 0)
        row->out_of_memory = true;
    return !row->out_of_memory;
}

/* Room for `len` bytes, at least one, after those written; NULL when memory ran out. The caller writes there and then
 * adds to row->len. */
static inline char *room(sdn_row_writer *row, size_t len)
{
    if (row->capacity - row->len < len + SDN_ROW_WRITER_SLACK && !extend_text(row, len))
        return NULL;
    return row->text + row->len;
}

static inline void put(sdn_row_writer *row, const char *bytes, size_t len)
{
    char *to = len > 0 ? room(row, len) : NULL; /* no pointer is needed for no bytes */
    if (to == NULL)
        return;
    memcpy(to, bytes, len);
    row->len += len;
}

static inline void begin_cell(sdn_row_writer *row, uint32_t field)
{
    row->cells[field].start = row->len;
}

static inline void end_cell(sdn_row_writer *row, uint32_t field)
{
    sdn_written_cell *cell = &row->cells[field];
    assert(row->len >= cell->start);
    cell->len = row->len - cell->start;
    cell->empty = cell->len == 0;
}

static void write_cell(sdn_row_writer *row, uint32_t field, const char *bytes, size_t len)
{
    begin_cell(row, field);
    put(row, bytes, len);
    end_cell(row, field);
}

/* ---- text ---- */

/* Classes of bytes: how each may be written in a cell. */
enum {
    LETTER = 1 << 0,
    DIGIT = 1 << 1,
    MINUS = 1 << 2,
    JOINT = 1 << 3,   /* allowed in a word after its first letter */
    OTHER = 1 << 4,   /* needs quotes */
    ESCAPED = 1 << 5, /* needs quotes and an escape */
    ODD = 1 << 6      /* a NUL, or part of a character outside ASCII: needs quotes, and a check of UTF-8 */
};

#define FOUR(c)    (c), (c), (c), (c)
#define SIXTEEN(c) FOUR(c), FOUR(c), FOUR(c), FOUR(c)

/* clang-format off */
static const unsigned char class_of_byte[256] = {
    ODD, FOUR(OTHER), FOUR(OTHER), ESCAPED, ESCAPED, OTHER, OTHER, ESCAPED, OTHER, OTHER,
    SIXTEEN(OTHER),
    OTHER, OTHER, ESCAPED, JOINT, FOUR(OTHER), FOUR(OTHER), OTHER, MINUS, JOINT, JOINT,
    FOUR(DIGIT), FOUR(DIGIT), DIGIT, DIGIT, OTHER, OTHER, FOUR(OTHER),
    OTHER, LETTER, LETTER, LETTER, FOUR(LETTER), FOUR(LETTER), FOUR(LETTER),
    FOUR(LETTER), FOUR(LETTER), LETTER, LETTER, LETTER, OTHER, ESCAPED, OTHER, OTHER, LETTER,
    OTHER, LETTER, LETTER, LETTER, FOUR(LETTER), FOUR(LETTER), FOUR(LETTER),
    FOUR(LETTER), FOUR(LETTER), LETTER, LETTER, LETTER, FOUR(OTHER), OTHER,
    SIXTEEN(ODD), SIXTEEN(ODD), SIXTEEN(ODD), SIXTEEN(ODD), SIXTEEN(ODD), SIXTEEN(ODD), SIXTEEN(ODD), SIXTEEN(ODD),
};
/* clang-format on */

static inline unsigned class_at(const char *at)
{
    return class_of_byte[(unsigned char)*at];
}

static inline unsigned classes_of_4(const char *at)
{
    return class_at(at) | class_at(at + 1) | class_at(at + 2) | class_at(at + 3);
}

static inline unsigned classes_of_8(const char *at)
{
    return classes_of_4(at) | classes_of_4(at + 4);
}

/* The classes of all bytes of a text together. The last step may look at bytes again, and needs no loop over the
 * rest. */
SDN_ALWAYS_INLINE unsigned classes_of(sdn_str text)
{
    const char *at = text.ptr;
    if (text.len >= 8) {
        const char *last = at + text.len - 8;
        unsigned classes = classes_of_8(last);
        for (; at < last; at += 8)
            classes |= classes_of_8(at);
        return classes;
    }
    if (text.len >= 4)
        return classes_of_4(at) | classes_of_4(at + text.len - 4);
    return text.len > 0 ? class_at(at) | class_at(at + text.len / 2) | class_at(at + text.len - 1) : 0;
}

static bool is_keyword(sdn_str text)
{
    static const sdn_str keywords[] = {
        SDN_STR_INIT("true"), SDN_STR_INIT("false"), SDN_STR_INIT("null"), SDN_STR_INIT("nil"), SDN_STR_INIT("table"),
    };
    for (size_t i = 0; i < sizeof keywords / sizeof keywords[0]; i++)
        if (sdn_str_equal(text, keywords[i]))
            return true;
    return false;
}

/* Most words are no keyword, and their first letter shows that. */
static inline bool may_be_keyword(sdn_str text)
{
    enum { LONGEST = 5 };
    return text.len <= LONGEST && (text.ptr[0] == 't' || text.ptr[0] == 'f' || text.ptr[0] == 'n');
}

/* Whether every reader takes the text as one token of text. */
static inline bool is_word(sdn_str text, unsigned classes)
{
    return (classes & ~(unsigned)(LETTER | DIGIT | MINUS | JOINT)) == 0 && class_at(text.ptr) == LETTER &&
           !(may_be_keyword(text) && is_keyword(text));
}

/* Whether the text is an integer that a reader which takes it for a 64-bit integer prints in the same way. */
static bool is_canonical_integer(sdn_str text, unsigned classes)
{
    if ((classes & ~(unsigned)(DIGIT | MINUS)) != 0)
        return false;
    bool negative = text.ptr[0] == '-';
    const char *digits = text.ptr + negative;
    size_t len = text.len - negative;
    if (len == 0 || len > 19 || (digits[0] == '0' && text.len > 1) ||
        ((classes & MINUS) != 0 && (!negative || memchr(digits, '-', len) != NULL)))
        return false;
    return len < 19 || memcmp(digits, negative ? "9223372036854775808" : "9223372036854775807", 19) <= 0;
}

static char letter_of_escape(char c)
{
    switch (c) {
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\t':
        return 't';
    default:
        return c; /* a quote or a backslash */
    }
}

static char *escape(char *to, sdn_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        bool escaped = class_at(text.ptr + i) == ESCAPED;
        if (escaped)
            *to++ = '\\';
        *to++ = escaped ? letter_of_escape(text.ptr[i]) : text.ptr[i];
    }
    return to;
}

/* Writes a text between quotes. Behind them. */
SDN_ALWAYS_INLINE char *quote(char *to, sdn_str text, unsigned classes)
{
    *to++ = '"';
    if ((classes & ESCAPED) != 0) {
        to = escape(to, text);
    } else if (text.len > 0) {
        memcpy(to, text.ptr, text.len);
        to += text.len;
    }
    *to++ = '"';
    return to;
}

static void put_quoted(sdn_row_writer *row, sdn_str text, unsigned classes)
{
    char *start = room(row, ((classes & ESCAPED) != 0 ? 2 * text.len : text.len) + 2);
    if (start != NULL)
        row->len += (size_t)(quote(start, text, classes) - start);
}

/* Whether a text that is not empty is written as it is. */
SDN_ALWAYS_INLINE bool is_bare(sdn_str text, unsigned classes)
{
    return is_word(text, classes) || is_canonical_integer(text, classes);
}

SDN_ALWAYS_INLINE void put_text(sdn_row_writer *row, sdn_str text, unsigned classes)
{
    if (text.len == 0)
        return;
    if (is_bare(text, classes))
        put(row, text.ptr, text.len);
    else
        put_quoted(row, text, classes);
}

/* Text with a length but without a pointer is refused like a NUL. */
static inline unsigned classes_of_value(sdn_str text)
{
    return text.ptr != NULL || text.len == 0 ? classes_of(text) : ODD;
}

/* Most text is plain ASCII, and its classes show that. */
static bool require_utf8(sdn_row_writer *row, uint32_t field, sdn_str text, unsigned classes)
{
    bool valid = (classes & ODD) == 0 || (text.ptr != NULL && sdn__utf8_fault(text.ptr, text.len) == NULL);
    if (!valid)
        fault(row, field, "is not valid UTF-8 or holds a NUL byte; files hold text only");
    return valid;
}

/* Writes a cell whose text has bytes outside ASCII, or a NUL. */
SDN_COLD static void write_odd_text(sdn_row_writer *row, uint32_t field, sdn_str text, unsigned classes)
{
    begin_cell(row, field);
    if (require_utf8(row, field, text, classes))
        put_quoted(row, text, classes);
    end_cell(row, field);
}

void sdn_write_string(sdn_row_writer *row, uint32_t field, sdn_str value)
{
    unsigned classes = classes_of_value(value);
    if ((classes & ODD) != 0) {
        write_odd_text(row, field, value, classes);
        return;
    }
    begin_cell(row, field);
    put_text(row, value, classes);
    end_cell(row, field);
}

char *sdn__print_cell(char *to, sdn_str value)
{
    if (value.len == 0) {
        memcpy(to, "\"\"", 2);
        return to + 2;
    }
    unsigned classes = classes_of_value(value);
    if ((classes & ODD) != 0 && (value.ptr == NULL || sdn__utf8_fault(value.ptr, value.len) != NULL))
        return NULL;
    if (!is_bare(value, classes))
        return quote(to, value, classes);
    memcpy(to, value.ptr, value.len);
    return to + value.len;
}

/* ---- scalars ---- */

/* Writes a value other than text. */
static void write_as(sdn_row_writer *row, uint32_t field, sdn_type type, const void *value)
{
    char scratch[SDN_SCALAR_SIZE];
    const sdn_scalar *scalar = &sdn__scalars[type];
    sdn_str text = scalar->print(field_written(row, field), value, scratch);
    begin_cell(row, field);
    if (text.ptr == NULL)
        fault(row, field, scalar->unwritten);
    else if (scalar->bare)
        put(row, text.ptr, text.len);
    else
        put_text(row, text, classes_of(text));
    end_cell(row, field);
}

void sdn_write_bool(sdn_row_writer *row, uint32_t field, bool value)
{
    write_cell(row, field, value ? "true" : "false", value ? 4 : 5);
}

void sdn_write_i32(sdn_row_writer *row, uint32_t field, int32_t value)
{
    write_as(row, field, SDN_TYPE_I32, &value);
}

void sdn_write_i64(sdn_row_writer *row, uint32_t field, int64_t value)
{
    write_as(row, field, SDN_TYPE_I64, &value);
}

void sdn_write_u32(sdn_row_writer *row, uint32_t field, uint32_t value)
{
    write_as(row, field, SDN_TYPE_U32, &value);
}

/* Quoted if it is greater than any i64: other readers would read 0. */
void sdn_write_u64(sdn_row_writer *row, uint32_t field, uint64_t value)
{
    write_as(row, field, SDN_TYPE_U64, &value);
}

void sdn_write_f64(sdn_row_writer *row, uint32_t field, double value)
{
    write_as(row, field, SDN_TYPE_F64, &value);
}

void sdn_write_date(sdn_row_writer *row, uint32_t field, sdn_date value)
{
    write_as(row, field, SDN_TYPE_DATE, &value);
}

void sdn_write_timestamp(sdn_row_writer *row, uint32_t field, sdn_timestamp value)
{
    write_as(row, field, SDN_TYPE_TIMESTAMP, &value);
}

bool sdn_write_present(sdn_row_writer *row, uint32_t field, bool present)
{
    if (!present)
        write_cell(row, field, "", 0);
    return present;
}

/* ---- enums ---- */

void sdn_write_enum(sdn_row_writer *row, uint32_t field, uint32_t value)
{
    const sdn_enum_type *type = field_written(row, field)->enumeration;
    if (value < type->count)
        sdn_write_string(row, field, type->names[value]);
    else
        fault(row, field, "is none of the values of its enum");
}

void sdn_write_open_enum(sdn_row_writer *row, uint32_t field, uint32_t value, sdn_str text)
{
    const sdn_enum_type *type = field_written(row, field)->enumeration;
    if (value != type->count)
        sdn_write_enum(row, field, value);
    else if (text.len == 0)
        fault(row, field, "is another word, but its text is empty; set the text or a value of the enum");
    else if (sdn_enum_find(type, text) != type->count)
        fault(row, field, "is another word, but its text is a word of the enum; set that value");
    else
        sdn_write_string(row, field, text);
}

/* ---- lists ---- */

/* Whether the element can be read back from elements joined by `separator`. */
static bool joins(sdn_str item, char separator)
{
    if (item.len == 0 || memchr(item.ptr, separator, item.len) != NULL)
        return false;
    char first = item.ptr[0], last = item.ptr[item.len - 1];
    return first != ' ' && first != '\t' && last != ' ' && last != '\t';
}

/* A list that is being written. */
typedef struct written_list {
    const sdn_field *field;
    sdn_any_list list;
} written_list;

/* The text of an element, which may be in `scratch`; ptr is NULL for a value that cannot be written. */
static sdn_str element_text(const written_list *list, size_t position, char scratch[SDN_SCALAR_SIZE])
{
    const sdn_scalar *scalar = sdn__scalar_of(list->field);
    return scalar->print(list->field, sdn__list_item(list->list, scalar, position), scratch);
}

static bool require_writable(sdn_row_writer *row, uint32_t field, const written_list *list)
{
    char scratch[SDN_SCALAR_SIZE];
    for (size_t i = 0; i < list->list.count; i++) {
        sdn_str text = element_text(list, i, scratch);
        if (text.ptr == NULL)
            fault(row, field, sdn__scalar_of(list->field)->unwritten);
        if (text.ptr == NULL || !require_utf8(row, field, text, classes_of_value(text)))
            return false;
    }
    return true;
}

static bool all_join(const written_list *list)
{
    char scratch[SDN_SCALAR_SIZE];
    for (size_t i = 0; i < list->list.count; i++)
        if (!joins(element_text(list, i, scratch), list->field->separator))
            return false;
    return true;
}

static void put_array(sdn_row_writer *row, const written_list *list)
{
    char scratch[SDN_SCALAR_SIZE];
    put(row, "[", 1);
    for (size_t i = 0; i < list->list.count; i++) {
        if (i > 0)
            put(row, ", ", 2);
        sdn_str text = element_text(list, i, scratch);
        put_quoted(row, text, classes_of(text));
    }
    put(row, "]", 1);
}

static void put_elements(sdn_row_writer *row, const written_list *list)
{
    char scratch[SDN_SCALAR_SIZE];
    for (size_t i = 0; i < list->list.count; i++) {
        sdn_str text = element_text(list, i, scratch);
        if (i > 0)
            put(row, &list->field->separator, 1);
        put(row, text.ptr, text.len);
    }
}

static void put_joined(sdn_row_writer *row, const written_list *list)
{
    size_t start = row->len;
    put_elements(row, list);
    /* Whether the joined text needs quotes is known only now: it is written a second time, after itself, and moved
     * back. */
    size_t joined = row->len - start;
    if (!extend_text(row, 2 * joined + 2))
        return;
    sdn_str all = {row->text + start, joined};
    put_text(row, all, classes_of(all));
    memmove(row->text + start, row->text + start + joined, row->len - start - joined);
    row->len -= joined;
}

void sdn_write_list(sdn_row_writer *row, uint32_t field, const void *list)
{
    written_list written = {field_written(row, field), sdn__list_at(list)};
    begin_cell(row, field);
    if (written.list.count > 0 && require_writable(row, field, &written)) {
        if (all_join(&written))
            put_joined(row, &written);
        else
            put_array(row, &written);
    }
    end_cell(row, field);
}

/* Whether joined elements, without quotes around them, would be read as an array. None of them is empty. */
static bool looks_like_array(const written_list *list)
{
    char scratch[SDN_SCALAR_SIZE];
    sdn_str first = element_text(list, 0, scratch);
    if (first.ptr[0] != '[')
        return false;
    sdn_str last = element_text(list, list->list.count - 1, scratch);
    return last.ptr[last.len - 1] == ']';
}

void sdn__write_list_text(sdn_row_writer *row, uint32_t field, const void *list)
{
    written_list written = {field_written(row, field), sdn__list_at(list)};
    if (written.list.count == 0 || !require_writable(row, field, &written))
        return;
    if (all_join(&written) && !looks_like_array(&written))
        put_elements(row, &written);
    else
        put_array(row, &written);
}

void sdn_write_string_list(sdn_row_writer *row, uint32_t field, sdn_str_list value)
{
    sdn_write_list(row, field, &value);
}

/* ---- the writer itself ---- */

sdn_code sdn_row_writer_init(sdn_row_writer *row, const sdn_record_type *type)
{
    *row = (sdn_row_writer){.type = type};
    row->cells = sdn__alloc_zeroed(type->field_count, sizeof *row->cells);
    return row->cells != NULL ? SDN_OK : SDN_E_NOMEM;
}

void sdn_row_writer_release(sdn_row_writer *row)
{
    sdn__free(row->text);
    sdn__free(row->cells);
    *row = (sdn_row_writer){.type = NULL};
}

void sdn_row_writer_fill(sdn_row_writer *row, const void *record)
{
    row->len = 0;
    row->problem = NULL;
    row->out_of_memory = false;
    memset(row->cells, 0, row->type->field_count * sizeof *row->cells);
    row->type->write(record, row);
}

void sdn__row_writer_limit(sdn_row_writer *row, size_t most)
{
    if (row->len <= most)
        return; /* no cell is longer than all of them together */
    for (uint32_t i = 0; i < row->type->field_count; i++) {
        sdn_str cell = sdn_row_writer_cell(row, i);
        bool quoted = cell.len > 0 && cell.ptr[0] == '"'; /* the quotes do not count */
        if (cell.len - (quoted ? 2 : 0) > most)
            fault(row, i, "is too long; shorten it, or raise max_cell_bytes");
    }
}

sdn_str sdn_row_writer_cell(const sdn_row_writer *row, uint32_t field)
{
    sdn_str text = {row->text != NULL ? row->text + row->cells[field].start : "", row->cells[field].len};
    return text;
}
