#include "emit/ctext.h"

#include "emit/cbuffer.h"

enum {
    LITERAL_WIDTH = 80,
    LITERAL_MAX = 4095, /* the length that every C11 compiler must accept */
    CHARACTERS_PER_LINE = 12,
    COMMENT_WIDTH = 100,
    DIRECTION_BYTES = 3
};

/* Whether `c` after two question marks makes a trigraph. */
static bool ends_trigraph(char c)
{
    return c != '\0' && strchr("=/'()!<>-", c) != NULL;
}

static bool trigraph_before_last(sdn_str text, size_t i)
{
    return text.ptr[i] == '?' && i > 0 && text.ptr[i - 1] == '?' && i + 1 < text.len && ends_trigraph(text.ptr[i + 1]);
}

/* The low bits of a character at `i` that turns the reading direction (U+202A to U+202E, U+2066 to U+2069), which
 * compilers warn of; 0 if there is none. */
static unsigned direction_mark(sdn_str text, size_t i)
{
    if (text.len - i < DIRECTION_BYTES || (unsigned char)text.ptr[i] != 0xE2)
        return 0;
    unsigned middle = (unsigned char)text.ptr[i + 1];
    unsigned last = (unsigned char)text.ptr[i + 2];
    bool embedding = middle == 0x80 && last >= 0xAA && last <= 0xAE;
    bool isolate = middle == 0x81 && last >= 0xA6 && last <= 0xA9;
    return embedding || isolate ? (middle & 0x3F) << 6 | (last & 0x3F) : 0;
}

static bool is_control_byte(char c)
{
    return (unsigned char)c < ' ' || c == 0x7F;
}

/* Literals. */

/* Always three digits, so that no digit after it becomes part of it. */
static void add_octal(cbuffer *out, char c)
{
    unsigned byte = (unsigned char)c;
    char digits[] = {'\\', (char)('0' + (byte >> 6)), (char)('0' + ((byte >> 3) & 7)), (char)('0' + (byte & 7))};
    cbuffer_append(out, digits, sizeof digits);
}

static const char *named_escape(char c)
{
    switch (c) {
    case '"':
        return "\\\"";
    case '\\':
        return "\\\\";
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    default:
        return NULL;
    }
}

/* Appends the character at `i` and returns the position of the next one. */
static size_t add_escaped(cbuffer *out, sdn_str text, size_t i)
{
    char c = text.ptr[i];
    size_t len = direction_mark(text, i) != 0 ? DIRECTION_BYTES : 1;
    if (len == DIRECTION_BYTES)
        for (size_t k = 0; k < len; k++)
            add_octal(out, text.ptr[i + k]);
    else if (named_escape(c) != NULL)
        cbuffer_add(out, named_escape(c));
    else if (is_control_byte(c))
        add_octal(out, c);
    else if (trigraph_before_last(text, i))
        cbuffer_add(out, "\\?");
    else
        cbuffer_append(out, &c, 1);
    return i + len;
}

/* Whether the literal should end before `i`, `width` columns from its start. */
static bool ends_literal(sdn_str text, size_t i, size_t width)
{
    return i < text.len && (text.ptr[i - 1] == '\n' || (text.ptr[i - 1] == ' ' && width > LITERAL_WIDTH));
}

static void add_character(cbuffer *out, char c)
{
    sdn_str text = {&c, 1};
    cbuffer_add(out, "'");
    if (c == '\'')
        cbuffer_add(out, "\\'");
    else if (c == '"')
        cbuffer_add(out, "\"");
    else if ((unsigned char)c >= 0x80)
        add_octal(out, c);
    else
        add_escaped(out, text, 0);
    cbuffer_add(out, "'");
}

sdn_str ctext_character(sdn_arena *arena, char c)
{
    cbuffer made = CBUFFER_INIT(arena);
    add_character(&made, c);
    return cbuffer_text(&made);
}

/* Text beyond LITERAL_MAX, as an array with its NUL; in brackets, because macros take it as one argument. */
static sdn_str array_literal(sdn_arena *arena, sdn_str text)
{
    cbuffer made = CBUFFER_INIT(arena);
    cbuffer_add(&made, "((const char[]){");
    for (size_t i = 0; i < text.len; i++) {
        add_character(&made, text.ptr[i]);
        cbuffer_add(&made, (i + 1) % CHARACTERS_PER_LINE == 0 ? ",\n" : ", ");
    }
    cbuffer_add(&made, "'\\0'})");
    return cbuffer_text(&made);
}

sdn_str ctext_literal(sdn_arena *arena, sdn_str text)
{
    cbuffer made = CBUFFER_INIT(arena);
    size_t start = 0;
    if (text.len > LITERAL_MAX)
        return array_literal(arena, text);
    cbuffer_add(&made, "\"");
    for (size_t i = 0; i < text.len;) {
        i = add_escaped(&made, text, i);
        if (ends_literal(text, i, made.len - start)) {
            cbuffer_add(&made, "\"\n\"");
            start = made.len - 1;
        }
    }
    cbuffer_add(&made, "\"");
    return cbuffer_text(&made);
}

/* Comments. */

/* Whether a blank is needed between the byte at `i` and the one before it. */
static bool parts_before(sdn_str line, size_t i)
{
    if (i == 0)
        return false;
    char before = line.ptr[i - 1];
    char c = line.ptr[i];
    return (before == '*' && c == '/') || (before == '/' && c == '*') || trigraph_before_last(line, i);
}

static void add_direction_mark(cbuffer *out, unsigned bits)
{
    static const char hex[] = "0123456789ABCDEF";
    char name[] = {'<', 'U', '+', '2', '0', hex[bits >> 4 & 15], hex[bits & 15], '>'};
    cbuffer_append(out, name, sizeof name);
}

/* Appends one line of a doc comment, harmless. */
static void add_harmless(cbuffer *out, sdn_str line)
{
    for (size_t i = 0; i < line.len; i++) {
        unsigned mark = direction_mark(line, i);
        if (parts_before(line, i))
            cbuffer_add(out, " ");
        if (mark != 0) {
            add_direction_mark(out, mark);
            i += DIRECTION_BYTES - 1;
        } else {
            cbuffer_append(out, is_control_byte(line.ptr[i]) ? " " : &line.ptr[i], 1);
        }
    }
}

static sdn_str without_trailing_blanks(sdn_str text)
{
    while (text.len > 0 && text.ptr[text.len - 1] == ' ')
        text.len--;
    return text;
}

/* Where to break a harmless line: at the last blank between words that leaves it short enough, or at its end. */
static size_t break_of(sdn_str line)
{
    size_t best = 0;
    size_t i = 0;
    while (i < line.len && line.ptr[i] == ' ')
        i++;
    if (line.len <= COMMENT_WIDTH)
        return line.len;
    for (; i < line.len && (i <= COMMENT_WIDTH || best == 0); i++)
        if (line.ptr[i] == ' ')
            best = i;
    return best > 0 ? best : line.len;
}

/* Appends a harmless line as one or more lines of a comment that is open. */
static void add_comment_lines(cbuffer *out, sdn_str line)
{
    line = without_trailing_blanks(line);
    for (bool first = true; first || line.len > 0; first = false) {
        size_t end = break_of(line);
        sdn_str piece = without_trailing_blanks((sdn_str){line.ptr, end});
        cbuffer_add(out, first ? "" : "\n *");
        cbuffer_add(out, piece.len > 0 ? " " : "");
        cbuffer_append(out, piece.ptr, piece.len);
        if (piece.len > 0 && piece.ptr[piece.len - 1] == '\\')
            cbuffer_add(out, "."); /* a backslash at a line's end would join it to the next */
        while (end < line.len && line.ptr[end] == ' ')
            end++;
        line.ptr += end;
        line.len -= end;
    }
}

sdn_str ctext_comment(sdn_arena *arena, sdn_str text)
{
    cbuffer made = CBUFFER_INIT(arena);
    const char *rest = text.ptr;
    size_t left = text.len;
    while (left > 0) {
        const char *end = memchr(rest, '\n', left);
        sdn_str line = {rest, end != NULL ? (size_t)(end - rest) : left};
        cbuffer harmless = CBUFFER_INIT(arena);
        add_harmless(&harmless, line);
        sdn_str safe = cbuffer_text(&harmless);
        if (safe.ptr == NULL)
            return safe;
        cbuffer_add(&made, rest == text.ptr ? "/*" : "\n *");
        add_comment_lines(&made, safe);
        left -= line.len + (end != NULL);
        rest += line.len + (end != NULL);
    }
    cbuffer_add(&made, text.len > 0 ? " */" : "");
    return cbuffer_text(&made);
}
