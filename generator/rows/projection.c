#include "rows/projection.h"

#include <string.h>

/* The position of a field of the whole type among those that were chosen; `count` if it was not. */
static size_t find_projected(const uint32_t *fields, size_t count, uint32_t field)
{
    size_t i = 0;
    while (i < count && fields[i] != field)
        i++;
    return i;
}

/* The key by its new positions; no field if one of them was not chosen. */
static sdn_index_type project_key(const sdn_index_type *key, const uint32_t *fields, size_t count)
{
    sdn_index_type made = *key;
    for (uint32_t i = 0; i < key->field_count; i++) {
        size_t found = find_projected(fields, count, key->fields[i]);
        if (found == count)
            return (sdn_index_type){.field_count = 0};
        made.fields[i] = (uint32_t)found;
    }
    return made;
}

const sdn_record_type *projection_make(const sdn_record_type *type, const uint32_t *fields, size_t count,
                                       const sdn_field *added, sdn_arena *arena)
{
    sdn_record_type *made = sdn_arena_alloc(arena, sizeof *made);
    sdn_field *chosen = sdn_arena_alloc(arena, (count + 1) * sizeof *chosen);
    if (made == NULL || chosen == NULL)
        return NULL;
    for (size_t i = 0; i < count; i++)
        chosen[i] = type->fields[fields[i]];
    if (added != NULL)
        chosen[count] = *added;
    *made = *type;
    made->fields = chosen;
    made->field_count = (uint32_t)count + (added != NULL);
    made->key = project_key(&type->key, fields, count);
    if (made->key.field_count == 0)
        made->flags = 0;
    made->indexes = NULL;
    made->index_count = 0;
    return made;
}
