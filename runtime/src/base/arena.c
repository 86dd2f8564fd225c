/*
 * Arena: a list of blocks, newest first, of which only the newest is allocated from. `next` is its first free byte and
 * `end` its end; an allocation moves `next` up. Nothing is freed until the whole arena is, so an allocation costs a few
 * instructions and no object has a header. If the newest block has too little room left, a new one of twice the size is
 * added, up to 64 MiB, and the rest of the old one stays unused.
 *
 * Of a block of more than 1 MiB only a part is handed out at first, whose pages are made at once (base/pages.h); `end` is
 * the end of that part, and moves up to that of the block. So what is not needed yet takes no memory.
 *
 * Invariants: the memory from next to end is free, next <= end, and both are NULL before the first allocation. They are
 * in the newest block, or, as long as there is none, in memory that the caller gave the arena to start with.
 */
#include "base/arena.h"

#include "base/alloc.h"
#include "base/pages.h"

#include <assert.h>
#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { SMALLEST_BLOCK = 4096, LARGEST_WHOLE = 1 << 20, LARGEST_STEP = 64 << 20 };

/* How much more of a large block is handed out at a time. Blocks from LEAST_HUGE on can have huge pages: an arena has as
 * much before, so that the unused part of a huge page is a fourth of it at most. */
enum { AT_A_TIME = 256 << 10, LEAST_HUGE = 8 << 20 };

struct sdn_arena_block {
    struct sdn_arena_block *older;
    sdn_page_block memory; /* this struct, and `bytes` */
    sdn_pages pages;       /* what the blocks so far told of them */
    alignas(max_align_t) char bytes[];
};

/* Makes the pages of a large block up to `used`, and some more; returns up to where. */
static size_t fetch_part(struct sdn_arena_block *block, size_t used)
{
    size_t size = block->memory.size, end = size - used > AT_A_TIME ? used + AT_A_TIME : size;
    sdn__fetch_pages(size < LEAST_HUGE ? NULL : &block->pages, &block->memory, end);
    return end;
}

/* Blocks double from 4 KiB to 64 MiB, so that small arenas stay small and large ones need few blocks. */
static size_t wanted_size(const struct sdn_arena_block *newest)
{
    size_t size = newest != NULL ? newest->memory.size - sizeof *newest : SMALLEST_BLOCK / 2;
    return size < LARGEST_STEP / 2 ? size * 2 : LARGEST_STEP;
}

static int add_block(sdn_arena *arena, size_t size)
{
    struct sdn_arena_block *newest = arena->blocks;
    size_t wanted = wanted_size(newest), total = sizeof *newest + (wanted > size ? wanted : size), end = total;
    struct sdn_arena_block *block = wanted > LARGEST_WHOLE ? sdn__alloc_pages(total) : sdn__alloc(total);
    if (block == NULL)
        return -1;
    struct sdn_arena_block made = {.older = newest, .memory = {.start = (char *)block, .size = total}};
    if (newest != NULL)
        made.pages = newest->pages;
    if (wanted > LARGEST_WHOLE)
        end = fetch_part(&made, sizeof made + size);
    *block = made;
    arena->blocks = block;
    arena->next = block->bytes;
    arena->end = (char *)block + end;
    return 0;
}

/* Whether the newest block has memory that is not handed out; not, if the free memory is that of the caller. */
static bool has_more(const sdn_arena *arena)
{
    const struct sdn_arena_block *block = arena->blocks;
    return block != NULL && (uintptr_t)arena->end - (uintptr_t)block < block->memory.size;
}

/* Moves the end of the free memory up in the newest block, if that has `size` bytes which are free or not handed out. */
static bool hand_out_more(sdn_arena *arena, size_t size)
{
    struct sdn_arena_block *block = arena->blocks;
    if (!has_more(arena))
        return false;
    size_t next = (size_t)(arena->next - (char *)block);
    if (size > block->memory.size - next)
        return false;
    arena->end = (char *)block + fetch_part(block, next + size);
    return true;
}

/* Makes `size` bytes free, one after the other. */
static int find_room(sdn_arena *arena, size_t size)
{
    return hand_out_more(arena, size) ? 0 : add_block(arena, size);
}

/* `size` bytes at an address that is a multiple of `alignment`, a power of two. */
static void *take_bytes(sdn_arena *arena, size_t size, size_t alignment)
{
    assert(alignment != 0 && (alignment & (alignment - 1)) == 0);
    assert((arena->blocks == NULL || arena->next != NULL) && arena->next <= arena->end);
    size_t padding = arena->next != NULL ? (size_t)(-(uintptr_t)arena->next & (alignment - 1)) : 0;
    size_t left = (size_t)(arena->end - arena->next);
    if (arena->next == NULL || size > left || padding > left - size) {
        if (size > SIZE_MAX / 4 || find_room(arena, size + alignment - 1) != 0)
            return NULL;
        padding = (size_t)(-(uintptr_t)arena->next & (alignment - 1));
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
    if (!has_room && (most > SIZE_MAX / 4 || find_room(arena, most) != 0))
        return NULL;
    return arena->next;
}

void sdn__arena_take(sdn_arena *arena, size_t len)
{
    assert(len <= (size_t)(arena->end - arena->next));
    arena->next += len;
    arena->used += len;
}

size_t sdn__arena_rest(const sdn_arena *arena)
{
    const struct sdn_arena_block *block = arena->blocks;
    const char *end = has_more(arena) ? (const char *)block + block->memory.size : arena->end;
    return (size_t)(end - arena->next);
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
