/* Open addressing with linear probing, at most half full; nothing is ever removed, so a free slot ends every search. */
#include "names/name_table.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

enum { SMALLEST = 16 };

struct name_slot {
    sdn_str name;
    uint64_t hash;
    const void *value; /* NULL: free */
};

/* FNV-1a. */
static uint64_t hash_name(sdn_str name)
{
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < name.len; i++)
        hash = (hash ^ (unsigned char)name.ptr[i]) * 1099511628211u;
    return hash ^ (hash >> 32);
}

/* The slot of a name, or the free one where it belongs. */
static struct name_slot *find_slot(const name_table *table, sdn_str name, uint64_t hash)
{
    assert((table->capacity & (table->capacity - 1)) == 0 && table->count < table->capacity);
    size_t at = (size_t)hash & (table->capacity - 1);
    while (table->slots[at].value != NULL &&
           (table->slots[at].hash != hash || !sdn_str_equal(table->slots[at].name, name)))
        at = (at + 1) & (table->capacity - 1);
    return &table->slots[at];
}

/* Doubles the table. All old tables together take less of the arena than the new one. */
static int grow(name_table *table)
{
    name_table larger = *table;
    larger.capacity = table->capacity > 0 ? table->capacity * 2 : SMALLEST;
    larger.slots = sdn_arena_alloc(table->arena, larger.capacity * sizeof *larger.slots);
    if (larger.slots == NULL)
        return -1;
    memset(larger.slots, 0, larger.capacity * sizeof *larger.slots);
    for (size_t i = 0; i < table->capacity; i++)
        if (table->slots[i].value != NULL)
            *find_slot(&larger, table->slots[i].name, table->slots[i].hash) = table->slots[i];
    *table = larger;
    return 0;
}

int name_table_add(name_table *table, sdn_str name, const void **value)
{
    assert(*value != NULL); /* a NULL value marks a free slot */
    if (table->count >= table->capacity / 2 && grow(table) != 0)
        return -1;
    uint64_t hash = hash_name(name);
    struct name_slot *slot = find_slot(table, name, hash);
    if (slot->value == NULL) {
        *slot = (struct name_slot){name, hash, *value};
        table->count++;
    }
    *value = slot->value;
    return 0;
}

const void *name_table_find(const name_table *table, sdn_str name)
{
    return table->capacity > 0 ? find_slot(table, name, hash_name(name))->value : NULL;
}
