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

char sdn__pieces_before_end(const sdn_pieces *pieces, size_t back)
{
    for (size_t i = pieces->count; i-- > 0;) {
        if (back <= pieces->items[i].len)
            return pieces->items[i].ptr[pieces->items[i].len - back];
        back -= pieces->items[i].len;
    }
    return '\0';
}

void sdn__pieces_copy(const sdn_pieces *pieces, char *to)
{
    for (size_t i = 0; i < pieces->count; i++) {
        memcpy(to, pieces->items[i].ptr, pieces->items[i].len);
        to += pieces->items[i].len;
    }
}

static void count_lines(sdn_pieces_cursor *cursor, const char *end)
{
    const char *newline;
    while ((newline = memchr(cursor->at, '\n', (size_t)(end - cursor->at))) != NULL) {
        cursor->line++;
        cursor->column = 1;
        cursor->at = newline + 1;
    }
    cursor->column += (uint32_t)(end - cursor->at);
    cursor->at = end;
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
        count_lines(cursor, end_of(pieces, cursor->piece));
        cursor->at = pieces->items[++cursor->piece].ptr;
    }
    count_lines(cursor, to);
}

bool sdn__pieces_equal(const sdn_pieces *pieces, const char *bytes, size_t len)
{
    if (pieces->len != len)
        return false;
    for (size_t i = 0; i < pieces->count; i++) {
        if (memcmp(bytes, pieces->items[i].ptr, pieces->items[i].len) != 0)
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
