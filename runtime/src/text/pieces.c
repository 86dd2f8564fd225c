#include "text/pieces.h"

#include "base/alloc.h"

#include <assert.h>
#include <string.h>

/* ---- making a list ---- */

static sdn_pieces_part *part_at_end(const sdn_pieces *pieces)
{
    return pieces->count > 0 ? &pieces->parts[pieces->count - 1] : NULL;
}

static sdn_pieces_part *fail(sdn_pieces *pieces)
{
    pieces->out_of_memory = true;
    return NULL;
}

/* NULL when memory ran out. */
static sdn_pieces_part *append_part(sdn_pieces *pieces, sdn_pieces_part part)
{
    if (sdn__reserve(&pieces->parts, &pieces->capacity, pieces->count + 1, sizeof *pieces->parts) != 0)
        return fail(pieces);
    pieces->parts[pieces->count++] = part;
    return part_at_end(pieces);
}

/* Appends an empty part for a piece of this place. NULL when memory ran out. */
static sdn_pieces_part *append_own_part(sdn_pieces *pieces, uint64_t place)
{
    sdn_piece *items = sdn__resize(NULL, SDN_PART_PIECES, sizeof *items);
    if (items == NULL)
        return fail(pieces);
    sdn_pieces_part *part = append_part(pieces, (sdn_pieces_part){.items = items, .place = place});
    if (part == NULL)
        sdn__free(items);
    return part;
}

/* Replaces a shared part by a copy. NULL when memory ran out. */
static sdn_pieces_part *own(sdn_pieces *pieces, sdn_pieces_part *part)
{
    if (!part->is_shared)
        return part;
    sdn_piece *items = sdn__resize(NULL, SDN_PART_PIECES, sizeof *items);
    if (items == NULL)
        return fail(pieces);
    memcpy(items, part->items, part->count * sizeof *items);
    part->items = items;
    part->is_shared = false;
    return part;
}

static bool is_place_added(uint64_t place)
{
    return (uint32_t)place != UINT32_MAX;
}

/* Whether bytes at this place continue a piece, in memory and in what they are there for. */
static bool continues(const sdn_piece *piece, uint64_t place, const char *bytes)
{
    if (piece->text.ptr + piece->text.len != bytes || is_place_added(piece->place) != is_place_added(place))
        return false;
    uint64_t distance = is_place_added(place) ? 0 : piece->text.len;
    return place >> 32 == (piece->place >> 32) + distance;
}

/* The part that gets another piece. NULL when memory ran out. */
static sdn_pieces_part *part_with_room(sdn_pieces *pieces, uint64_t place)
{
    sdn_pieces_part *part = part_at_end(pieces);
    if (part == NULL || part->count == SDN_PART_PIECES)
        return append_own_part(pieces, place);
    return own(pieces, part);
}

void sdn__pieces_add(sdn_pieces *pieces, uint64_t place, const char *bytes, size_t len)
{
    if (len == 0 || pieces->out_of_memory)
        return;
    sdn_pieces_part *part = part_at_end(pieces);
    bool extends = part != NULL && continues(&part->items[part->count - 1], place, bytes);
    part = extends ? own(pieces, part) : part_with_room(pieces, place);
    if (part == NULL)
        return;
    if (extends)
        part->items[part->count - 1].text.len += len;
    else
        part->items[part->count++] = (sdn_piece){{bytes, len}, place};
    part->len += len;
    pieces->len += len;
}

/* Adds all pieces of a part of the list that this one is made from. Shares it, unless it fits in with the part before. */
static void add_whole_part(sdn_pieces *pieces, const sdn_pieces_part *part)
{
    const sdn_pieces_part *last = part_at_end(pieces);
    if (last != NULL && last->count + part->count <= SDN_PART_PIECES) {
        for (uint32_t i = 0; i < part->count; i++)
            sdn__pieces_add(pieces, part->items[i].place, part->items[i].text.ptr, part->items[i].text.len);
        return;
    }
    sdn_pieces_part shared = *part;
    shared.is_shared = true;
    if (!pieces->out_of_memory && append_part(pieces, shared) != NULL)
        pieces->len += part->len;
}

void sdn__pieces_release(sdn_pieces *pieces)
{
    for (size_t i = 0; i < pieces->count; i++)
        if (!pieces->parts[i].is_shared)
            sdn__free(pieces->parts[i].items);
    sdn__free(pieces->parts);
    *pieces = (sdn_pieces)SDN_PIECES_INIT;
}

/* Those that are shared come in the same order in both lists. */
void sdn__pieces_adopt(sdn_pieces *pieces, sdn_pieces *newer)
{
    size_t next = 0;
    assert(!newer->out_of_memory);
    for (size_t i = 0; i < newer->count; i++) {
        if (!newer->parts[i].is_shared)
            continue;
        for (; pieces->parts[next].items != newer->parts[i].items; next++)
            sdn__free(pieces->parts[next].items);
        next++;
        newer->parts[i].is_shared = false;
    }
    for (; next < pieces->count; next++)
        sdn__free(pieces->parts[next].items);
    sdn__free(pieces->parts);
    *pieces = *newer;
    *newer = (sdn_pieces)SDN_PIECES_INIT;
}

/* ---- walking through a list ---- */

static const sdn_piece *piece_at(const sdn_pieces_walk *walk)
{
    return walk->part < walk->pieces->count ? &walk->pieces->parts[walk->part].items[walk->index] : NULL;
}

/* At the start of a piece, or after all. */
static void arrive(sdn_pieces_walk *walk)
{
    walk->done = 0;
    const sdn_piece *piece = piece_at(walk);
    walk->place = piece != NULL ? piece->place : SDN_PLACE_END;
}

sdn_pieces_walk sdn__pieces_start(const sdn_pieces *pieces)
{
    sdn_pieces_walk walk = {.pieces = pieces};
    arrive(&walk);
    return walk;
}

sdn_str sdn__pieces_here(const sdn_pieces_walk *walk)
{
    const sdn_piece *piece = piece_at(walk);
    return piece != NULL ? (sdn_str){piece->text.ptr + walk->done, piece->text.len - walk->done} : (sdn_str){NULL, 0};
}

void sdn__pieces_next(sdn_pieces_walk *walk)
{
    if (++walk->index == walk->pieces->parts[walk->part].count) {
        walk->part++;
        walk->index = 0;
    }
    arrive(walk);
}

/* Whether the walk is at the start of a part that is as a whole before `place`. The place of the next part tells, so
 * that no piece of this one is looked at. */
static bool is_at_part_before(const sdn_pieces_walk *walk, uint64_t place)
{
    const sdn_pieces *pieces = walk->pieces;
    if (walk->index > 0 || walk->done > 0)
        return false;
    return (walk->part + 1 < pieces->count ? pieces->parts[walk->part + 1].place : SDN_PLACE_END) <= place;
}

static void pass_part(sdn_pieces_walk *walk, sdn_pieces *out)
{
    if (out != NULL)
        add_whole_part(out, &walk->pieces->parts[walk->part]);
    walk->part++;
    arrive(walk);
}

/* Passes bytes within a piece. What is left of it has a place of its own: its own offset, or, of added bytes, the one
 * that the walk is on its way to. */
static void pass_within(sdn_pieces_walk *walk, size_t len, uint64_t place)
{
    walk->done += len;
    walk->place = is_place_added(walk->place) ? place : walk->place + ((uint64_t)len << 32);
}

void sdn__pieces_pass(sdn_pieces_walk *walk, uint64_t place, const char *at, sdn_pieces *out)
{
    while (walk->part < walk->pieces->count && walk->place < place) {
        if (is_at_part_before(walk, place)) {
            pass_part(walk, out);
            continue;
        }
        sdn_str here = sdn__pieces_here(walk);
        size_t distance = (uintptr_t)at - (uintptr_t)here.ptr;
        bool is_within = distance < here.len;
        if (out != NULL)
            sdn__pieces_add(out, walk->place, here.ptr, is_within ? distance : here.len);
        if (is_within) {
            pass_within(walk, distance, place);
            return;
        }
        sdn__pieces_next(walk);
    }
}

/* ---- reading ---- */

void sdn__pieces_copy_part(const sdn_pieces *pieces, const char *from, size_t len, char *to)
{
    if (pieces->delimiters != NULL)
        sdn__delimiters_copy(pieces->delimiters, from, len, to);
    else
        memcpy(to, from, len);
}

/* Whether the byte is in this part; if not, *back becomes what is left to go back before it. */
static bool is_before_end_of(const sdn_pieces *pieces, const sdn_pieces_part *part, size_t *back, char *byte)
{
    for (uint32_t i = part->count; i-- > 0;) {
        sdn_str text = part->items[i].text;
        if (*back <= text.len) {
            sdn__pieces_copy_part(pieces, text.ptr + text.len - *back, 1, byte);
            return true;
        }
        *back -= text.len;
    }
    return false;
}

char sdn__pieces_before_end(const sdn_pieces *pieces, size_t back)
{
    char byte = '\0';
    for (size_t i = pieces->count; i-- > 0;)
        if (is_before_end_of(pieces, &pieces->parts[i], &back, &byte))
            break;
    return byte;
}

void sdn__pieces_copy(const sdn_pieces *pieces, char *to)
{
    sdn_pieces_walk walk = sdn__pieces_start(pieces);
    for (sdn_str here; (here = sdn__pieces_here(&walk)).ptr != NULL; sdn__pieces_next(&walk)) {
        sdn__pieces_copy_part(pieces, here.ptr, here.len, to);
        to += here.len;
    }
}

/* This many bytes are looked at together. */
enum { BYTES_TOGETHER = 1024 };

/* How many bytes are looked at together at `at`. */
static size_t len_together(const char *at, const char *end)
{
    return (size_t)(end - at) < BYTES_TOGETHER ? (size_t)(end - at) : BYTES_TOGETHER;
}

static bool piece_equals(const sdn_pieces *pieces, sdn_str piece, const char *bytes)
{
    char copy[BYTES_TOGETHER];
    for (const char *at = piece.ptr, *end = piece.ptr + piece.len; at < end;) {
        size_t len = len_together(at, end);
        sdn__pieces_copy_part(pieces, at, len, copy);
        if (memcmp(bytes, copy, len) != 0)
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
    sdn_pieces_walk walk = sdn__pieces_start(pieces);
    for (sdn_str here; (here = sdn__pieces_here(&walk)).ptr != NULL; sdn__pieces_next(&walk)) {
        if (!piece_equals(pieces, here, bytes))
            return false;
        bytes += here.len;
    }
    return true;
}

/* ---- lines ---- */

sdn_pieces_cursor sdn__pieces_cursor_at(const sdn_pieces *pieces, const char *first)
{
    return (sdn_pieces_cursor){sdn__pieces_start(pieces), first, 1, 1};
}

static void count_lines_of(sdn_pieces_cursor *cursor, const char *bytes, size_t len)
{
    const char *at = bytes, *end = bytes + len, *newline;
    while ((newline = memchr(at, '\n', (size_t)(end - at))) != NULL) {
        cursor->line++;
        cursor->column = 1;
        at = newline + 1;
    }
    cursor->column += (uint32_t)(end - at);
}

/* Moves forward within a piece. */
static void advance_within(sdn_pieces_cursor *cursor, const char *to)
{
    char copy[BYTES_TOGETHER];
    while (cursor->at < to) {
        size_t len = len_together(cursor->at, to);
        sdn__pieces_copy_part(cursor->walk.pieces, cursor->at, len, copy);
        count_lines_of(cursor, copy, len);
        cursor->at += len;
    }
}

/* The piece of which `to` is a byte, else the first of which it is the end; after all pieces if there is none. Compared
 * as numbers, since C does not order pointers into different objects. */
static sdn_pieces_walk walk_to(const sdn_pieces_cursor *cursor, const char *to)
{
    bool has_ending = false;
    const char *start = cursor->at;
    sdn_pieces_walk walk = cursor->walk, ending = walk;
    for (sdn_str here; (here = sdn__pieces_here(&walk)).ptr != NULL; start = sdn__pieces_here(&walk).ptr) {
        const char *end = here.ptr + here.len;
        if ((uintptr_t)to >= (uintptr_t)start && (uintptr_t)to < (uintptr_t)end)
            return walk;
        if (to == end && !has_ending)
            ending = walk;
        has_ending = has_ending || to == end;
        sdn__pieces_next(&walk);
    }
    return has_ending ? ending : walk;
}

void sdn__pieces_advance(sdn_pieces_cursor *cursor, const char *to)
{
    sdn_pieces_walk target = walk_to(cursor, to);
    if (sdn__pieces_here(&target).ptr == NULL)
        return;
    while (cursor->walk.part != target.part || cursor->walk.index != target.index) {
        sdn_str here = sdn__pieces_here(&cursor->walk);
        advance_within(cursor, here.ptr + here.len);
        sdn__pieces_next(&cursor->walk);
        cursor->at = sdn__pieces_here(&cursor->walk).ptr;
    }
    advance_within(cursor, to);
}
