/*
 * Arena: a list of blocks, newest first, of which only the newest is allocated from. `next` is its first free byte and
 * `end` its end; an allocation moves `next` up. Nothing is freed until the whole arena is, so an allocation costs a few
 * instructions and no object has a header. If the newest block has too little room left, a new one of twice the size is
 * added, up to 1 MiB, and the rest of the old one stays unused.
 *
 * Invariants: the memory from next to end is free, next <= end, and both are NULL before the first allocation. They are
 * in the newest block, or, as long as there is none, in memory that the caller gave the arena to start with.
 */
#include "base/arena.h"

#include "base/alloc.h"

#include <assert.h>
#include <stdalign.h>
#include <stdint.h>
#include <string.h>

enum { SMALLEST_BLOCK = 4096, LARGEST_STEP = 1 << 20 };

struct sdn_arena_block {
    struct sdn_arena_block *older;
    size_t size; /* of `bytes` */
    alignas(max_align_t) char bytes[];
};

/* Blocks double from 4 KiB to 1 MiB, so that small arenas stay small and large ones need few blocks. */
static int add_block(sdn_arena *arena, size_t size)
{
    size_t wanted = arena->blocks != NULL ? arena->blocks->size * 2 : SMALLEST_BLOCK;
    if (wanted > LARGEST_STEP)
        wanted = LARGEST_STEP;
    if (wanted < size)
        wanted = size;
    struct sdn_arena_block *block = sdn__alloc(sizeof *block + wanted);
    if (block == NULL)
        return -1;
    block->size = wanted;
    block->older = arena->blocks;
    arena->blocks = block;
    arena->next = block->bytes;
    arena->end = block->bytes + wanted;
    return 0;
}

/* `size` bytes at an address that is a multiple of `alignment`, a power of two. */
static void *take_bytes(sdn_arena *arena, size_t size, size_t alignment)
{
    assert(alignment != 0 && (alignment & (alignment - 1)) == 0);
    assert((arena->blocks == NULL || arena->next != NULL) && arena->next <= arena->end);
    size_t padding = arena->next != NULL ? (size_t)(-(uintptr_t)arena->next & (alignment - 1)) : 0;
    size_t left = (size_t)(arena->end - arena->next);
    if (arena->next == NULL || size > left || padding > left - size) {
        if (size > SIZE_MAX / 4 || add_block(arena, size) != 0)
            return NULL;
        padding = 0;
    }
    void *start = arena->next + padding;
    arena->next += padding + size;
    arena->used += padding + size;
    return start;
}

void *sdn_arena_alloc(sdn_arena *arena, size_t size)
{
    return take_bytes(arena, size, alignof(max_align_t));
}

sdn_str sdn_arena_copy(sdn_arena *arena, const char *bytes, size_t len)
{
    sdn_str copy = {NULL, 0};
    char *start = len < SIZE_MAX ? take_bytes(arena, len + 1, 1) : NULL;
    if (start == NULL)
        return copy;
    if (len > 0)
        memcpy(start, bytes, len);
    start[len] = '\0';
    copy.ptr = start;
    copy.len = len;
    return copy;
}

sdn_code sdn_arena_copy_list(sdn_arena *arena, sdn_str_list list, sdn_str_list *copy)
{
    sdn_str_list made = {NULL, list.count};
    if (list.count > 0) {
        sdn_str *items = sdn_arena_alloc(arena, list.count * sizeof *items);
        if (items == NULL)
            return SDN_E_NOMEM;
        for (size_t i = 0; i < list.count; i++) {
            items[i] = sdn_arena_copy_str(arena, list.items[i]);
            if (items[i].ptr == NULL)
                return SDN_E_NOMEM;
        }
        made.items = items;
    }
    *copy = made;
    return SDN_OK;
}

static void free_blocks(struct sdn_arena_block *block)
{
    while (block != NULL) {
        struct sdn_arena_block *older = block->older;
        sdn__free(block);
        block = older;
    }
}

void sdn_arena_release(sdn_arena *arena)
{
    if (arena == NULL)
        return;
    free_blocks(arena->blocks);
    *arena = (sdn_arena)SDN_ARENA_INIT;
}

char *sdn__arena_room(sdn_arena *arena, size_t most)
{
    bool has_room = arena->next != NULL && most <= (size_t)(arena->end - arena->next);
    if (!has_room && (most > SIZE_MAX / 4 || add_block(arena, most) != 0))
        return NULL;
    return arena->next;
}

void sdn__arena_take(sdn_arena *arena, size_t len)
{
    assert(len <= (size_t)(arena->end - arena->next));
    arena->next += len;
    arena->used += len;
}

char *sdn__arena_bytes(sdn_arena *arena, size_t len)
{
    char *bytes = sdn__arena_room(arena, len);
    if (bytes != NULL)
        sdn__arena_take(arena, len);
    return bytes;
}

void *sdn__arena_zeroed(sdn_arena *arena, size_t size)
{
    void *made = sdn_arena_alloc(arena, size);
    if (made != NULL)
        memset(made, 0, size);
    return made;
}

void sdn__arena_rewind(sdn_arena *arena)
{
    struct sdn_arena_block *newest = arena->blocks;
    if (newest == NULL)
        return;
    free_blocks(newest->older);
    newest->older = NULL;
    arena->next = newest->bytes;
    arena->used = 0;
}

void sdn__arena_merge(sdn_arena *to, sdn_arena *from)
{
    assert(to != from);
    struct sdn_arena_block **oldest = &from->blocks;
    while (*oldest != NULL)
        oldest = &(*oldest)->older;
    *oldest = to->blocks;
    if (from->next == NULL) {
        from->next = to->next;
        from->end = to->end;
    }
    from->used += to->used;
    *to = *from;
    *from = (sdn_arena)SDN_ARENA_INIT;
}
