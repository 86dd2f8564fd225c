/*
 * Names of the functions that look up by an index, and of those that walk over an index or the key: between two values
 * of a field, from the start of a text, over all records in order, and by the first fields of several.
 *
 * Walks by the first fields of two indexes, or of an index and the key, can have one name. An index of just these
 * fields has it, then the key, then the indexes in the order of the schema: first those without optional fields after
 * these, since a record that lacks one is not in the index. The others go without.
 */
#include "names/cname.h"

#include "names/cname_private.h"

#include <sdn/record.h>

sdn_str cname_look_up(sdn_arena *arena, const model_record *record, const model_index *index)
{
    return cname_join(arena, cname_record(arena, record), "_store_by_", cname_index(arena, record, index));
}

enum { WALKS_MOST = 3 * SDN_INDEX_FIELDS_MAX + 1 }; /* of an index: three for each number of first fields, and sorted */

typedef struct walk_list {
    sdn_arena *arena;
    const model_record *record;
    name_table taken;
    cname_walk *items;
    size_t count;
} walk_list;

static const char *const walk_words[] = {
    [CNAME_WALK_BY] = "by",
    [CNAME_WALK_BETWEEN] = "between",
    [CNAME_WALK_STARTING] = "starting",
    [CNAME_WALK_SORTED] = "sorted_by",
};

const model_index *cname_walked(const model_record *record, const cname_walk *walk)
{
    return walk->index < record->index_count ? &record->indexes[walk->index] : &record->key;
}

/* `<record>_store_<word>`, and `_<fields>` unless these are the key. */
static sdn_str name_of(const walk_list *list, const cname_walk *walk)
{
    model_index fields = *cname_walked(list->record, walk);
    sdn_str type = cname_record(list->arena, list->record);
    sdn_str function = cname_join(list->arena, type, "_store_", sdn_str_from(walk_words[walk->kind]));
    if (walk->index == list->record->index_count && walk->field_count == fields.field_count)
        return function;
    fields.field_count = walk->field_count;
    return cname_join(list->arena, function, "_", cname_index(list->arena, list->record, &fields));
}

/* Adds a walk, unless another has its name. */
static int add(walk_list *list, size_t index, cname_walk_kind kind, size_t field_count)
{
    cname_walk walk = {.kind = kind, .index = index, .field_count = field_count};
    walk.name = name_of(list, &walk);
    const void *entered = list;
    if (walk.name.ptr == NULL)
        return -1;
    if (name_table_find(&list->taken, walk.name) != NULL)
        return 0;
    list->items[list->count++] = walk;
    return name_table_add(&list->taken, walk.name, &entered);
}

/* Adds those that go by a range of the last of the first `count` fields. There is none between false and true. */
static int add_ranges(walk_list *list, size_t index, const model_index *fields, size_t count)
{
    model_scalar last = list->record->fields[fields->fields[count - 1]].type.scalar;
    if (last != MODEL_BOOL && add(list, index, CNAME_WALK_BETWEEN, count) != 0)
        return -1;
    return last == MODEL_STRING ? add(list, index, CNAME_WALK_STARTING, count) : 0;
}

/* Adds those that go by all fields of an index or the key. */
static int add_full(walk_list *list, size_t index)
{
    const model_index *fields = cname_walked(list->record, &(cname_walk){.index = index});
    if (fields->field_count == 0)
        return 0;
    if (add_ranges(list, index, fields, fields->field_count) != 0)
        return -1;
    return index < list->record->index_count ? add(list, index, CNAME_WALK_SORTED, fields->field_count) : 0;
}

/* Whether a record that has the first `count` fields may lack another one. */
static bool may_lack_more(const model_record *record, const model_index *fields, size_t count)
{
    for (size_t i = count; i < fields->field_count; i++)
        if (record->fields[fields->fields[i]].type.optional)
            return true;
    return false;
}

/* Adds those that go by fewer fields, with or without optional ones after them. */
static int add_leading(walk_list *list, size_t index, bool optional)
{
    const model_index *fields = cname_walked(list->record, &(cname_walk){.index = index});
    for (size_t count = 1; count < fields->field_count; count++)
        if (may_lack_more(list->record, fields, count) == optional &&
            (add(list, index, CNAME_WALK_BY, count) != 0 || add_ranges(list, index, fields, count) != 0))
            return -1;
    return 0;
}

/* Enters the names of the look-ups by all fields. */
static int take_look_ups(walk_list *list)
{
    for (size_t i = 0; i < list->record->index_count; i++) {
        sdn_str name = cname_look_up(list->arena, list->record, &list->record->indexes[i]);
        const void *entered = list;
        if (name.ptr == NULL || name_table_add(&list->taken, name, &entered) != 0)
            return -1;
    }
    return 0;
}

int cname_walks(sdn_arena *arena, const model_record *record, const cname_walk **walks, size_t *count)
{
    size_t most = WALKS_MOST * (record->index_count + 1), key = record->index_count;
    walk_list list = {.arena = arena, .record = record, .taken = {.arena = arena}};
    list.items = sdn_arena_alloc(arena, most * sizeof *list.items);
    int result = list.items != NULL ? take_look_ups(&list) : -1;
    for (size_t i = 0; i <= key && result == 0; i++)
        result = add_full(&list, i);
    if (result == 0)
        result = add_leading(&list, key, false);
    for (size_t i = 0; i < 2 * key && result == 0; i++)
        result = add_leading(&list, i % key, i >= key);
    if (result != 0)
        return -1;
    *walks = list.items;
    *count = list.count;
    return 0;
}
