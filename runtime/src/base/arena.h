/* What the library does with arenas beyond <sdn/arena.h>. */
#ifndef SDN_BASE_ARENA_H
#define SDN_BASE_ARENA_H

#include <sdn/arena.h>

/* Moves everything that `from` holds to `to`; `from` is empty then. What was handed out stays where it is. */
void sdn_arena_absorb(sdn_arena *to, sdn_arena *from);

#endif
