#include "text/pieces.h"

#include "base/alloc.h"

#include <assert.h>
#include <string.h>

void sdn__pieces_add(sdn_pieces *pieces, const char *bytes, size_t len)
{
    if (len == 0 || pieces->out_of_memory)
        return;
    pieces->len += len;
    sdn_str *last = pieces->count > 0 ? &pieces->items[pieces->count - 1] : NULL;
    if (last != NULL && last->ptr + last->len == bytes) {
        last->len += len;
        return;
    }
    pieces->out_of_memory =
        sdn__reserve(&pieces->items, &pieces->capacity, pieces->count + 1, sizeof *pieces->items) != 0;
    if (!pieces->out_of_memory)
        pieces->items[pieces->count++] = (sdn_str){bytes, len};
}

void sdn__pieces_add_str(sdn_pieces *pieces, sdn_str str)
{
    sdn__pieces_add(pieces, str.ptr, str.len);
}

void sdn__pieces_copy_part(const sdn_pieces *pieces, const char *from, size_t len, char *to)
{
    if (pieces->delimiters != NULL)
        sdn__delimiters_copy(pieces->delimiters, from, len, to);
    else
        memcpy(to, from, len);
}

char sdn__pieces_before_end(const sdn_pieces *pieces, size_t back)
{
    char byte = '\0';
    for (size_t i = pieces->count; i-- > 0;) {
        if (back <= pieces->items[i].len) {
            sdn__pieces_copy_part(pieces, pieces->items[i].ptr + pieces->items[i].len - back, 1, &byte);
            break;
        }
        back -= pieces->items[i].len;
    }
    return byte;
}

void sdn__pieces_copy(const sdn_pieces *pieces, char *to)
{
    for (size_t i = 0; i < pieces->count; i++) {
        sdn__pieces_copy_part(pieces, pieces->items[i].ptr, pieces->items[i].len, to);
        to += pieces->items[i].len;
    }
}

/* This many bytes are looked at together. */
enum { PART_OF_PIECE = 1024 };

/* The length of the part at `at`. */
static size_t part_len(const char *at, const char *end)
{
    return (size_t)(end - at) < PART_OF_PIECE ? (size_t)(end - at) : PART_OF_PIECE;
}

static void count_lines_of_part(sdn_pieces_cursor *cursor, const char *part, size_t len)
{
    const char *at = part, *end = part + len, *newline;
    while ((newline = memchr(at, '\n', (size_t)(end - at))) != NULL) {
        cursor->line++;
        cursor->column = 1;
        at = newline + 1;
    }
    cursor->column += (uint32_t)(end - at);
}

/* Moves forward within a piece. */
static void advance_within(const sdn_pieces *pieces, sdn_pieces_cursor *cursor, const char *to)
{
    char part[PART_OF_PIECE];
    while (cursor->at < to) {
        size_t len = part_len(cursor->at, to);
        sdn__pieces_copy_part(pieces, cursor->at, len, part);
        count_lines_of_part(cursor, part, len);
        cursor->at += len;
    }
}

static const char *end_of(const sdn_pieces *pieces, size_t piece)
{
    return pieces->items[piece].ptr + pieces->items[piece].len;
}

/* The piece of which `to` is a byte, else the first of which it is the end; pieces->count if there is none. Compared as
 * numbers, since C does not order pointers into different objects. */
static size_t piece_of(const sdn_pieces *pieces, const sdn_pieces_cursor *cursor, const char *to)
{
    size_t ending = pieces->count;
    const char *start = cursor->at;
    assert(pieces->count == 0 || cursor->piece < pieces->count);
    for (size_t i = cursor->piece; i < pieces->count; i++) {
        const char *end = end_of(pieces, i);
        if ((uintptr_t)to >= (uintptr_t)start && (uintptr_t)to < (uintptr_t)end)
            return i;
        if (to == end && ending == pieces->count)
            ending = i;
        start = i + 1 < pieces->count ? pieces->items[i + 1].ptr : NULL;
    }
    return ending;
}

void sdn__pieces_advance(const sdn_pieces *pieces, sdn_pieces_cursor *cursor, const char *to)
{
    size_t piece = piece_of(pieces, cursor, to);
    if (piece == pieces->count)
        return;
    while (cursor->piece < piece) {
        advance_within(pieces, cursor, end_of(pieces, cursor->piece));
        cursor->at = pieces->items[++cursor->piece].ptr;
    }
    advance_within(pieces, cursor, to);
}

static bool piece_equals(const sdn_pieces *pieces, sdn_str piece, const char *bytes)
{
    char part[PART_OF_PIECE];
    for (const char *at = piece.ptr, *end = piece.ptr + piece.len; at < end;) {
        size_t len = part_len(at, end);
        sdn__pieces_copy_part(pieces, at, len, part);
        if (memcmp(bytes, part, len) != 0)
            return false;
        at += len;
        bytes += len;
    }
    return true;
}

bool sdn__pieces_equal(const sdn_pieces *pieces, const char *bytes, size_t len)
{
    if (pieces->len != len)
        return false;
    for (size_t i = 0; i < pieces->count; i++) {
        if (!piece_equals(pieces, pieces->items[i], bytes))
            return false;
        bytes += pieces->items[i].len;
    }
    return true;
}

void sdn__pieces_release(sdn_pieces *pieces)
{
    sdn__free(pieces->items);
    *pieces = (sdn_pieces)SDN_PIECES_INIT;
}
