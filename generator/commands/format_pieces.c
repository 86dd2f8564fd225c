#include "commands/format_pieces.h"

#include <string.h>

#include "base/alloc.h"
#include "schema_tokens.h"
#include "syntax/schema_lexer.h"

static void keep_piece(format_pieces *pieces, format_piece piece)
{
    void *items = pieces->items;
    if (sdn__reserve(&items, &pieces->capacity, pieces->count + 1, sizeof *pieces->items) != 0) {
        pieces->out_of_memory = true;
        return;
    }
    pieces->items = items;
    pieces->items[pieces->count++] = piece;
}

static sdn_str without_blanks_at_end(sdn_str text)
{
    while (text.len > 0 && strchr(" \t\r", text.ptr[text.len - 1]) != NULL)
        text.len--;
    return text;
}

/* A walk over what the lexer skips between two tokens: blanks and comments. */
typedef struct gap {
    const char *at;
    const char *end;
    size_t lines;       /* line ends since the last piece */
    bool start_of_file; /* no piece yet */
} gap;

static bool starts_line(const gap *g)
{
    return g->lines > 0 || g->start_of_file;
}

static void add_piece(format_pieces *pieces, gap *g, int kind, sdn_str text)
{
    format_piece piece = {kind, text, starts_line(g), g->lines > 1 && !g->start_of_file};
    keep_piece(pieces, piece);
    g->lines = 0;
    g->start_of_file = false;
}

static void add_comment(format_pieces *pieces, gap *g)
{
    const char *line_end = memchr(g->at, '\n', (size_t)(g->end - g->at));
    if (line_end == NULL)
        line_end = g->end;
    sdn_str text = {g->at, (size_t)(line_end - g->at)};
    add_piece(pieces, g, PIECE_COMMENT, without_blanks_at_end(text));
    g->at = line_end;
}

/* Adds the comments up to `end`. */
static void read_gap(format_pieces *pieces, gap *g, const char *end)
{
    g->end = end;
    while (g->at < end) {
        if (*g->at == '/') {
            add_comment(pieces, g);
            continue;
        }
        g->lines += *g->at == '\n';
        g->at++;
    }
}

static void read_pieces(format_pieces *pieces, const source_file *source)
{
    schema_lexer lexer;
    schema_token token;
    gap g = {.at = source->text.ptr, .start_of_file = true};
    schema_lexer_init(&lexer, source);
    do {
        schema_lexer_next(&lexer, &token);
        if (token.kind == TOKEN_DOC)
            continue; /* a comment of the next gap */
        sdn_str text = source_text(token.span);
        read_gap(pieces, &g, text.ptr);
        add_piece(pieces, &g, token.kind, text);
        g.at = text.ptr + text.len;
    } while (token.kind != TOKEN_END && !pieces->out_of_memory);
}

static bool takes_comment(const format_piece *piece)
{
    return piece->kind == TOKEN_SEMI || piece->kind == TOKEN_COMMA || piece->kind == TOKEN_LBRACE;
}

/* Moves the mark at `mark` before the comments that start at `first`. */
static void move_mark(format_pieces *pieces, size_t first, size_t mark)
{
    format_piece moved = pieces->items[mark];
    memmove(&pieces->items[first + 1], &pieces->items[first], (mark - first) * sizeof moved);
    moved.first_on_line = moved.blank_before = false;
    pieces->items[first] = moved;
    /* A line has room for one comment. */
    for (size_t i = first + 2; i < pieces->count && pieces->items[i].kind == PIECE_COMMENT; i++)
        pieces->items[i].first_on_line = true;
}

static void move_marks(format_pieces *pieces)
{
    size_t first = 0; /* of the comments right before the piece */
    for (size_t i = 0; i < pieces->count; i++) {
        if (pieces->items[i].kind == PIECE_COMMENT)
            continue;
        if (first < i && first > 0 && takes_comment(&pieces->items[i])) {
            move_mark(pieces, first, i);
            first++; /* after the mark; the comments follow */
        } else {
            first = i + 1;
        }
    }
}

void format_pieces_read(format_pieces *pieces, const source_file *source)
{
    *pieces = (format_pieces){0};
    read_pieces(pieces, source);
    if (pieces->out_of_memory)
        return;
    move_marks(pieces);
    pieces->count--; /* the end */
}

void format_pieces_release(format_pieces *pieces)
{
    sdn__free(pieces->items);
    *pieces = (format_pieces){0};
}
