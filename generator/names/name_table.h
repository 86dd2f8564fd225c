/* Names to values: a hash table whose memory is an arena's. */
#ifndef SDNC_NAMES_NAME_TABLE_H
#define SDNC_NAMES_NAME_TABLE_H

#include <stddef.h>

#include <sdn/arena.h>
#include <sdn/str.h>

typedef struct name_table {
    sdn_arena *arena;
    struct name_slot *slots; /* private */
    size_t capacity;         /* 0 or a power of two */
    size_t count;
} name_table;

/*
 * Adds a name, which must outlive the table, unless it is there already. *value is never NULL; it becomes the
 * value under that name: the given one, or the older one, which stays. Returns 0, or -1 when memory ran out.
 */
int name_table_add(name_table *table, sdn_str name, const void **value);

/* The value under a name, or NULL. */
const void *name_table_find(const name_table *table, sdn_str name);

#endif
