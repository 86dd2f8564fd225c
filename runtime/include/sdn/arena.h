/*
 * Arena: memory for many small objects of one lifetime, freed together.
 *
 * Calling sequence: `sdn_arena arena = SDN_ARENA_INIT;`, any number of allocations and copies, then sdn_arena_release.
 * The arena is empty then and can be used again. Only one thread may use an arena at a time.
 */
#ifndef SDN_ARENA_H
#define SDN_ARENA_H

#include <stddef.h>

#include <sdn/api.h>
#include <sdn/error.h>
#include <sdn/str.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Starts as SDN_ARENA_INIT. */
typedef struct sdn_arena {
    struct sdn_arena_block *blocks; /* newest first; private */
    char *next;                     /* private */
    char *end;                      /* private */
    size_t used;                    /* bytes allocated so far, padding included */
} sdn_arena;

/* An arena without memory, usable in static initializers. */
#define SDN_ARENA_INIT      \
    {                       \
        NULL, NULL, NULL, 0 \
    }

/* `size` bytes aligned for any type, uninitialised; NULL when memory ran out. */
SDN_API void *sdn_arena_alloc(sdn_arena *arena, size_t size);

/* A NUL-terminated copy of `len` bytes; its ptr is NULL when memory ran out. */
SDN_API sdn_str sdn_arena_copy(sdn_arena *arena, const char *bytes, size_t len);

/* As sdn_arena_copy, for an sdn_str. */
static inline sdn_str sdn_arena_copy_str(sdn_arena *arena, sdn_str str)
{
    return sdn_arena_copy(arena, str.ptr, str.len);
}

/* A deep copy of a list; *copy is set on success only. SDN_E_NOMEM. */
SDN_API sdn_code sdn_arena_copy_list(sdn_arena *arena, sdn_str_list list, sdn_str_list *copy);

/* Frees all memory of the arena. NULL and an empty arena are allowed. */
SDN_API void sdn_arena_release(sdn_arena *arena);

#ifdef __cplusplus
}
#endif

#endif
