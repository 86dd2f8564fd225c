/* A hash table from names to values; its memory is an arena's. */
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
 * Adds a name, which must outlive the table, with *value, which must not be NULL. If the table has the name already,
 * it keeps the old value, and *value becomes that. Returns 0, or -1 when memory ran out.
 */
int name_table_add(name_table *table, sdn_str name, const void **value);

/* The value of a name, or NULL. */
const void *name_table_find(const name_table *table, sdn_str name);

#endif
