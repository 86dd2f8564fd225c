/* What the library does with arenas beyond <sdn/arena.h>. */
#ifndef SDN_BASE_ARENA_H
#define SDN_BASE_ARENA_H

#include <sdn/arena.h>

/* `len` bytes that follow directly on those of the call before, if that was of this function and the block has room.
 * NULL when memory ran out. */
char *sdn__arena_bytes(sdn_arena *arena, size_t len);

/* Takes everything back that was handed out; the newest block stays, for what comes next. */
void sdn__arena_rewind(sdn_arena *arena);

/* Moves everything that `from` holds to `to`; `from` is empty then. What was handed out stays where it is. */
void sdn__arena_merge(sdn_arena *to, sdn_arena *from);

#endif
