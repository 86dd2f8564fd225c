/*
 * The formatter works on pieces, tokens and comments, and not on the AST, which has neither comments nor blank lines.
 * The schema is known to be correct, so one walk from front to back is enough: each construct is recognised by its
 * first tokens and printed at once. Only two things need look-ahead: a block of fields, whose colons are aligned to its
 * widest name (measure_block), and the body of an enum, which is printed on one line if it fits (fits_line).
 *
 * Invariants: `next` only grows, and every piece before it has been printed exactly once; only a comma that means
 * nothing (the last one of a list or enum) is dropped, and only attributes change their order. So the result has the
 * same AST, and formatting it again changes nothing; the fuzzer fuzz_format checks both. What contains a comment in the
 * middle is printed token by token (put_broken), without being rearranged.
 */
#include "commands/format_layout.h"

#include <assert.h>
#include <string.h>

#include "commands/format_pieces.h"
#include "diag/text.h"
#include "schema_tokens.h"

enum {
    INDENT = 4,
    CONTINUED = 8,  /* further, after a comment in the middle of an item */
    ALIGN_MAX = 48, /* longer names do not count for the alignment */
    LINE_WIDTH = 100,
    ATTRIBUTES_MAX = 16
};

/* Pieces from `from` to before `to`. */
typedef struct range {
    size_t from, to;
} range;

typedef struct layout {
    const format_piece *items;
    size_t count;
    size_t next;
    sdn_buffer *out;
    size_t align;    /* the width of the names in the block of fields at hand */
    size_t block_to; /* where that block ends */
} layout;

static const format_piece *at(const layout *l, size_t i)
{
    assert(i <= l->count); /* one more piece is the end of the file */
    return &l->items[i];
}

static void put(layout *l, sdn_str text)
{
    sdn__buffer_add_str(l->out, text);
}

static void put_line_end(layout *l)
{
    sdn__buffer_add(l->out, "\n", 1);
}

static bool is_word(const format_piece *piece, const char *word)
{
    return sdn_str_equal(piece->text, sdn_str_from(word));
}

/* --- comments --- */

/* Prints a comment; a doc comment gets one blank after its slashes. */
static void put_comment(layout *l, sdn_str text)
{
    bool doc = text.len > 3 && memcmp(text.ptr, "///", 3) == 0 && text.ptr[3] != '/';
    if (!doc || text.ptr[3] == ' ') {
        put(l, text);
        return;
    }
    put(l, SDN_STR("/// "));
    put(l, (sdn_str){text.ptr + 3, text.len - 3});
}

/* The comment on the same line, if there is one, and the line end. */
static void end_line(layout *l)
{
    if (l->next < l->count && at(l, l->next)->kind == PIECE_COMMENT && !at(l, l->next)->first_on_line) {
        put(l, SDN_STR(" "));
        put_comment(l, at(l, l->next++)->text);
    }
    put_line_end(l);
}

/* The comments on lines of their own. `start`: only a '{' or the start of the file is before them. Returns whether
 * anything is before what comes next. */
static bool put_comments(layout *l, size_t indent, bool start)
{
    for (; l->next < l->count && at(l, l->next)->kind == PIECE_COMMENT; l->next++) {
        if (at(l, l->next)->blank_before && !start)
            put_line_end(l);
        start = false;
        text_repeat(l->out, ' ', indent);
        put_comment(l, at(l, l->next)->text);
        put_line_end(l);
    }
    return !start;
}

/* Comments, blank lines and indentation before an item. `start` as in put_comments. */
static void begin_item(layout *l, size_t indent, bool start)
{
    bool something = put_comments(l, indent, start);
    if (something && at(l, l->next)->blank_before)
        put_line_end(l);
    text_repeat(l->out, ' ', indent);
}

/* --- tokens --- */

static bool is_tight(const format_piece *left, const format_piece *right)
{
    static const int tight_before[] = {TOKEN_SEMI, TOKEN_COMMA, TOKEN_RPAREN, TOKEN_RBRACKET, TOKEN_QUESTION};
    if (left->kind == TOKEN_LPAREN || left->kind == TOKEN_LBRACKET || is_word(left, "..") || is_word(right, ".."))
        return true;
    for (size_t i = 0; i < sizeof tight_before / sizeof tight_before[0]; i++)
        if (right->kind == tight_before[i])
            return true;
    return false;
}

/* The comma after the last element of a list. */
static bool is_needless(const layout *l, size_t i)
{
    return at(l, i)->kind == TOKEN_COMMA && at(l, i + 1)->kind == TOKEN_RBRACKET;
}

/* Tokens on one line; none is a comment. */
static void put_tokens(layout *l, range tokens)
{
    const format_piece *before = NULL;
    for (size_t i = tokens.from; i < tokens.to; i++) {
        if (is_needless(l, i))
            continue;
        if (before != NULL && !is_tight(before, at(l, i)))
            put(l, SDN_STR(" "));
        put(l, at(l, i)->text);
        before = at(l, i);
    }
}

/* Tokens and comments. */
static void put_broken(layout *l, range pieces, size_t indent)
{
    for (size_t i = pieces.from; i < pieces.to; i++) {
        const format_piece *piece = at(l, i);
        const format_piece *before = i > pieces.from ? at(l, i - 1) : NULL;
        bool comment = piece->kind == PIECE_COMMENT;
        if (before != NULL && (before->kind == PIECE_COMMENT || (comment && piece->first_on_line))) {
            put_line_end(l);
            text_repeat(l->out, ' ', indent + CONTINUED);
        } else if (before != NULL && (comment || !is_tight(before, piece))) {
            put(l, SDN_STR(" "));
        }
        if (comment)
            put_comment(l, piece->text);
        else
            put(l, piece->text);
    }
}

static bool has_comment(const layout *l, range pieces)
{
    for (size_t i = pieces.from; i < pieces.to; i++)
        if (at(l, i)->kind == PIECE_COMMENT)
            return true;
    return false;
}

static void put_range(layout *l, range pieces, size_t indent)
{
    if (has_comment(l, pieces))
        put_broken(l, pieces, indent);
    else
        put_tokens(l, pieces);
}

/* From `from` to the first token of the kind, which is included. */
static range range_to(const layout *l, size_t from, int kind)
{
    range found = {from, from};
    while (found.to < l->count && at(l, found.to)->kind != kind)
        found.to++;
    if (found.to < l->count)
        found.to++;
    return found;
}

/* --- attributes --- */

/* In their canonical order, with the number of tokens after the word; a list counts as one. */
static const struct {
    const char *word;
    size_t values;
} attribute_words[] = {
    {"column", 1},     {"was", 1}, {"unique", 0}, {"nonempty", 0},  {"range", 3},
    {"references", 1}, {"on", 2},  {"merge", 1},  {"separator", 1},
};

enum { ATTRIBUTE_WORD_COUNT = sizeof attribute_words / sizeof attribute_words[0] };

typedef struct attribute {
    size_t rank;
    range tokens;
} attribute;

/* The end of the value that starts at `from`. */
static size_t end_of_value(const layout *l, size_t from)
{
    return at(l, from)->kind == TOKEN_LBRACKET ? range_to(l, from, TOKEN_RBRACKET).to : from + 1;
}

/* The attribute that starts at `from`; rank ATTRIBUTE_WORD_COUNT if there is none. */
static attribute read_attribute(const layout *l, size_t from, size_t to)
{
    attribute found = {0, {from, from + 1}};
    while (found.rank < ATTRIBUTE_WORD_COUNT && !is_word(at(l, from), attribute_words[found.rank].word))
        found.rank++;
    if (found.rank == ATTRIBUTE_WORD_COUNT)
        return found;
    for (size_t i = 0; i < attribute_words[found.rank].values && found.tokens.to < to; i++)
        found.tokens.to = end_of_value(l, found.tokens.to);
    return found;
}

/* Splits the tokens into attributes, sorted (by insertion, so equal ones keep their order); false if that fails. */
static bool sort_attributes(const layout *l, range tokens, attribute *list, size_t *count)
{
    *count = 0;
    while (tokens.from < tokens.to) {
        attribute read = read_attribute(l, tokens.from, tokens.to);
        if (read.rank == ATTRIBUTE_WORD_COUNT || *count == ATTRIBUTES_MAX || read.tokens.to > tokens.to)
            return false;
        size_t position = (*count)++;
        for (; position > 0 && list[position - 1].rank > read.rank; position--)
            list[position] = list[position - 1];
        list[position] = read;
        tokens.from = read.tokens.to;
    }
    return true;
}

static void put_attributes(layout *l, range tokens)
{
    attribute list[ATTRIBUTES_MAX];
    size_t count;
    if (!sort_attributes(l, tokens, list, &count)) {
        put(l, SDN_STR(" "));
        put_tokens(l, tokens);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        put(l, SDN_STR(" "));
        put_tokens(l, list[i].tokens);
    }
}

/* --- fields --- */

/* The position of the colon of a field; 0 if the item is not a field. */
static size_t find_colon(const layout *l, range item)
{
    for (size_t i = item.from + 1; i < item.to && i <= item.from + 2; i++)
        if (at(l, i)->kind == TOKEN_COLON)
            return i;
    return 0;
}

/* The width of the text before the colon of a field. */
static size_t head_width(const layout *l, range item, size_t colon)
{
    size_t width = colon - item.from - 1;
    for (size_t i = item.from; i < colon; i++)
        width += at(l, i)->text.len;
    return width;
}

/* Moves to the next member; true if a blank line is before it or its comments. */
static bool skip_comments(const layout *l, size_t *i)
{
    bool blank = false;
    for (; *i < l->count && at(l, *i)->kind == PIECE_COMMENT; ++*i)
        blank = blank || at(l, *i)->blank_before;
    return blank || at(l, *i)->blank_before;
}

/* Finds the end and the width of the block of fields that starts here. */
static void measure_block(layout *l)
{
    size_t i = l->next;
    l->align = 0;
    skip_comments(l, &i);
    do {
        range item = range_to(l, i, TOKEN_SEMI);
        size_t colon = find_colon(l, item);
        if (colon == 0 && l->align > 0)
            return;
        size_t width = colon > 0 ? head_width(l, item, colon) : 0;
        if (width <= ALIGN_MAX && width > l->align)
            l->align = width;
        i = l->block_to = item.to;
        if (colon == 0)
            return;
    } while (!skip_comments(l, &i) && i < l->count && at(l, i)->kind != TOKEN_RBRACE);
}

/* The end of the type that starts at `from`. */
static size_t end_of_type(const layout *l, size_t from)
{
    size_t to = end_of_value(l, from);
    return at(l, to)->kind == TOKEN_QUESTION ? to + 1 : to;
}

static void put_field(layout *l, range item, size_t colon)
{
    size_t width = head_width(l, item, colon);
    size_t end = item.to - 1; /* the ';' */
    size_t typed = end_of_type(l, colon + 1);
    size_t valued = at(l, typed)->kind == TOKEN_EQUALS ? end_of_value(l, typed + 1) : typed;
    put_tokens(l, (range){item.from, colon});
    text_repeat(l->out, ' ', width < l->align ? l->align - width : 0);
    put(l, SDN_STR(" "));
    put_tokens(l, (range){colon, valued < end ? valued : end});
    if (valued < end)
        put_attributes(l, (range){valued, end});
    put(l, SDN_STR(";"));
}

static void put_item(layout *l, bool start)
{
    if (l->next >= l->block_to)
        measure_block(l);
    begin_item(l, INDENT, start);
    range item = range_to(l, l->next, TOKEN_SEMI);
    size_t colon = find_colon(l, item);
    if (colon > 0 && !has_comment(l, item))
        put_field(l, item, colon);
    else
        put_range(l, item, INDENT);
    l->next = item.to;
    end_line(l);
}

/* Whether only comments are left in the body. */
static bool at_body_end(const layout *l)
{
    size_t i = l->next;
    while (i < l->count && at(l, i)->kind == PIECE_COMMENT)
        i++;
    return i == l->count || at(l, i)->kind == TOKEN_RBRACE;
}

static void put_brace(layout *l, bool start)
{
    put_comments(l, INDENT, start);
    put(l, SDN_STR("}"));
    if (l->next < l->count)
        l->next++;
}

static void put_record_body(layout *l)
{
    bool start = true;
    end_line(l);
    l->block_to = 0;
    for (; !at_body_end(l); start = false)
        put_item(l, start);
    put_brace(l, start);
}

/* --- enums --- */

/* The enumerator at `next`, without its comma and comments after it. */
static range find_enumerator(const layout *l)
{
    range item = {l->next, l->next};
    while (item.to < l->count && at(l, item.to)->kind != TOKEN_COMMA && at(l, item.to)->kind != TOKEN_RBRACE)
        item.to++;
    while (item.to > item.from && at(l, item.to - 1)->kind == PIECE_COMMENT)
        item.to--;
    return item;
}

/* Whether the body of an enum is printed on the line of its head, which is `used` bytes long so far. */
static bool fits_line(const layout *l, size_t used)
{
    size_t width = used;
    for (size_t i = l->next; i < l->count && at(l, i)->kind != TOKEN_RBRACE; i++) {
        if (at(l, i)->kind == PIECE_COMMENT || (i == l->next && at(l, i)->first_on_line))
            return false;
        width += at(l, i)->text.len + (at(l, i)->kind != TOKEN_COMMA);
        if (width > LINE_WIDTH)
            return false;
    }
    return true;
}

/* Prints the comma after an enumerator unless it is the last. */
static void put_comma(layout *l)
{
    if (l->next < l->count && at(l, l->next)->kind == TOKEN_COMMA) {
        l->next++;
        if (at_body_end(l))
            return;
        put(l, SDN_STR(","));
    }
}

static void put_enumerators(layout *l)
{
    while (!at_body_end(l)) {
        range item = find_enumerator(l);
        put(l, SDN_STR(" "));
        put_tokens(l, item);
        l->next = item.to;
        put_comma(l);
    }
    put(l, SDN_STR(" "));
    put_brace(l, true);
}

static void put_enum_body(layout *l, size_t used)
{
    bool start = true;
    if (fits_line(l, used)) {
        put_enumerators(l);
        return;
    }
    end_line(l);
    for (; !at_body_end(l); start = false) {
        begin_item(l, INDENT, start);
        range item = find_enumerator(l);
        put_range(l, item, INDENT);
        l->next = item.to;
        put_comma(l);
        end_line(l);
    }
    put_brace(l, start);
}

/* --- declarations --- */

typedef enum declaration {
    DECLARES_NOTHING,
    DECLARES_PREFIX,
    DECLARES_IMPORT,
    DECLARES_ENUM,
    DECLARES_RECORD
} declaration;

static declaration declaration_at(const layout *l, size_t i)
{
    int kind = at(l, i)->kind;
    if (kind == TOKEN_PREFIX)
        return DECLARES_PREFIX;
    if (kind == TOKEN_IMPORT)
        return DECLARES_IMPORT;
    return kind == TOKEN_RECORD ? DECLARES_RECORD : DECLARES_ENUM;
}

/* The kind of the next declaration, after its comments. */
static declaration next_declaration(const layout *l)
{
    size_t i = l->next;
    while (i < l->count && at(l, i)->kind == PIECE_COMMENT)
        i++;
    return i < l->count ? declaration_at(l, i) : DECLARES_NOTHING;
}

/* A record has a blank line before and after it, and a prefix has one between it and what it is for. */
static bool are_parted(declaration one, declaration other)
{
    return one == DECLARES_RECORD || (one == DECLARES_PREFIX && other == DECLARES_ENUM);
}

static void separate(layout *l, declaration before, declaration next)
{
    bool parted = before != DECLARES_NOTHING && next != DECLARES_NOTHING &&
                  (are_parted(before, next) || are_parted(next, before));
    if (parted && !at(l, l->next)->blank_before)
        put_line_end(l);
}

static void put_declaration(layout *l, declaration what, bool start)
{
    begin_item(l, 0, start);
    size_t begun = l->out->len;
    bool has_body = what == DECLARES_ENUM || what == DECLARES_RECORD;
    range head = range_to(l, l->next, has_body ? TOKEN_LBRACE : TOKEN_SEMI);
    put_range(l, head, 0);
    l->next = head.to;
    if (what == DECLARES_RECORD)
        put_record_body(l);
    if (what == DECLARES_ENUM)
        put_enum_body(l, l->out->len - begun);
    end_line(l);
}

void format_layout(const source_file *source, sdn_buffer *out)
{
    format_pieces pieces;
    format_pieces_read(&pieces, source);
    layout l = {.items = pieces.items, .count = pieces.count, .out = out};
    declaration before = DECLARES_NOTHING;
    bool start = true;
    if (pieces.out_of_memory)
        out->out_of_memory = true;
    while (!out->out_of_memory && l.next < l.count) {
        size_t done = l.next;
        declaration what = next_declaration(&l);
        separate(&l, before, what);
        if (what == DECLARES_NOTHING)
            put_comments(&l, 0, start);
        else
            put_declaration(&l, what, start);
        assert(l.next > done);
        (void)done;
        before = what;
        start = false;
    }
    format_pieces_release(&pieces);
}
