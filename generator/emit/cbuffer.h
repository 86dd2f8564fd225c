/*
 * Buffer: text that grows in an arena. `cbuffer buffer = CBUFFER_INIT(arena);`, any appends, cbuffer_text. After
 * memory ran out appends do nothing, and cbuffer_text returns a NULL ptr.
 */
#ifndef SDNC_EMIT_CBUFFER_H
#define SDNC_EMIT_CBUFFER_H

#include <stdbool.h>
#include <stddef.h>

#include <sdn/arena.h>
#include <sdn/str.h>

typedef struct cbuffer {
    sdn_arena *arena;
    char *bytes; /* private; NULL until something is appended */
    size_t len;
    size_t capacity; /* private */
    bool failed;     /* memory ran out */
} cbuffer;

#define CBUFFER_INIT(arena)        \
    {                              \
        (arena), NULL, 0, 0, false \
    }

void cbuffer_append(cbuffer *buffer, const char *bytes, size_t len);

static inline void cbuffer_add(cbuffer *buffer, const char *text)
{
    cbuffer_append(buffer, text, strlen(text));
}

/* As cbuffer_append. Text whose ptr is NULL counts as memory that ran out. */
void cbuffer_add_str(cbuffer *buffer, sdn_str text);

void cbuffer_repeat(cbuffer *buffer, char c, size_t count);

/* The text, in the arena and NUL-terminated, until the next append; its ptr is NULL when memory ran out. */
sdn_str cbuffer_text(cbuffer *buffer);

#endif
