/* Arenas beyond <sdn/arena.h>. arena.c describes the structure. */
#ifndef SDN_BASE_ARENA_H
#define SDN_BASE_ARENA_H

#include <sdn/arena.h>

/* `size` bytes aligned for any type, all zero; NULL when memory ran out. */
void *sdn__arena_zeroed(sdn_arena *arena, size_t size);

/* `len` bytes without alignment. They directly follow those of the previous call if that was of this function, and the
 * block has room. NULL when memory ran out. */
char *sdn__arena_bytes(sdn_arena *arena, size_t len);

/* Room for `most` bytes without alignment, of which sdn__arena_take keeps the first `len`; until another call, they are
 * still free. Those of one take directly follow those of the take before, if the block has room. NULL when memory ran
 * out. */
char *sdn__arena_room(sdn_arena *arena, size_t most);
void sdn__arena_take(sdn_arena *arena, size_t len);

/* How many bytes from the next free one on may be handed out one after the other. */
size_t sdn__arena_rest(const sdn_arena *arena);

/* Frees everything handed out, but keeps the newest block for the next allocations. */
void sdn__arena_rewind(sdn_arena *arena);

/* Moves all memory of `from` to `to` and empties `from`. What was handed out stays at its address. */
void sdn__arena_merge(sdn_arena *to, sdn_arena *from);

#endif
