/*
 * Arena: a list of blocks, newest first, of which only the newest is allocated from. `next` is its first free byte and
 * `end` the end of what is open of it; an allocation moves `next` up. Nothing is freed until the whole arena is, so an
 * allocation costs a few instructions and no object has a header. If the newest block has too little room left, a new
 * one of twice the size is added, up to 32 MiB, and the rest of the old one stays unused.
 *
 * A block of less than 1 MiB is open as a whole. A larger one is opened in steps as it fills, and the pages of each step
 * are fetched in one call (pages.h), which takes a fraction of what making them one by one takes. What is not open was
 * never touched, so large blocks use no more memory than small ones.
 *
 * Invariants: the memory from next to end is free, next <= end, and both are NULL before the first allocation. They are
 * in the newest block, or, as long as there is none, in memory that the caller gave the arena to start with.
 */
#include "base/arena.h"

#include "base/alloc.h"
#include "base/pages.h"

#include <assert.h>
#include <stdalign.h>
#include <stdint.h>
#include <string.h>

enum { SMALLEST_BLOCK = 4096, LARGEST_BLOCK = 32 << 20, STEPPED_LEAST = 1 << 20, OPENED_AT_ONCE = 256 << 10 };

struct sdn_arena_block {
    struct sdn_arena_block *older;
    sdn_page_block memory; /* this struct, and the bytes after it */
    sdn_pages pages;       /* what was learnt from those of this block and of older ones */
    alignas(max_align_t) char bytes[];
};

/* Fetches the pages of a block up to `used` bytes, rounded up to whole steps. Returns the end of what is open then. */
static char *open_block(struct sdn_arena_block *block, sdn_page_block *memory, sdn_pages *pages, size_t used)
{
    size_t open = (used + OPENED_AT_ONCE - 1) / OPENED_AT_ONCE * OPENED_AT_ONCE;
    if (memory->size < STEPPED_LEAST || open > memory->size)
        open = memory->size;
    if (memory->size >= STEPPED_LEAST)
        sdn__fetch_pages(pages, memory, open);
    return (char *)block + open;
}

/* Blocks double, so that small arenas stay small and large ones need few blocks. */
static size_t size_of_next_block(const sdn_arena *arena, size_t size)
{
    size_t wanted = arena->blocks != NULL ? arena->blocks->memory.size * 2 : SMALLEST_BLOCK;
    size_t needed = sizeof *arena->blocks + size;
    if (wanted > LARGEST_BLOCK)
        wanted = LARGEST_BLOCK;
    return wanted > needed ? wanted : needed;
}

/* Adds a block with room for `size` bytes. */
static int add_block(sdn_arena *arena, size_t size)
{
    sdn_page_block memory = {.size = size_of_next_block(arena, size)};
    sdn_pages pages = {false};
    memory.start = memory.size < STEPPED_LEAST ? sdn__alloc(memory.size) : sdn__alloc_pages(memory.size);
    struct sdn_arena_block *block = (void *)memory.start;
    if (block == NULL)
        return -1;
    if (arena->blocks != NULL)
        pages = arena->blocks->pages;
    arena->end = open_block(block, &memory, &pages, sizeof *block + size); /* may write to it */
    *block = (struct sdn_arena_block){.older = arena->blocks, .memory = memory, .pages = pages};
    arena->blocks = block;
    arena->next = block->bytes;
    return 0;
}

/* Opens more of the newest block, so that `size` bytes are free; false if it is not that large. */
static bool open_more(sdn_arena *arena, size_t size)
{
    struct sdn_arena_block *block = arena->blocks;
    if (block == NULL)
        return false;
    size_t used = (size_t)(arena->next - (char *)block);
    if (size > block->memory.size - used)
        return false;
    arena->end = open_block(block, &block->memory, &block->pages, used + size);
    return true;
}

/* `size` bytes at an address that is a multiple of `alignment`, a power of two. */
static void *take_bytes(sdn_arena *arena, size_t size, size_t alignment)
{
    assert(alignment != 0 && (alignment & (alignment - 1)) == 0);
    assert((arena->blocks == NULL || arena->next != NULL) && arena->next <= arena->end);
    size_t padding = arena->next != NULL ? (size_t)(-(uintptr_t)arena->next & (alignment - 1)) : 0;
    size_t left = (size_t)(arena->end - arena->next);
    if (arena->next == NULL || size > left || padding > left - size) {
        if (size > SIZE_MAX / 4)
            return NULL;
        if (!open_more(arena, padding + size)) {
            if (add_block(arena, size) != 0)
                return NULL;
            padding = 0;
        }
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
    if (!has_room && (most > SIZE_MAX / 4 || (!open_more(arena, most) && add_block(arena, most) != 0)))
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
    const char *end = block != NULL ? (const char *)block + block->memory.size : arena->end;
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
