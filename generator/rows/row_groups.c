/* A hash table with open addressing, at most half full, of the groups; then they are sorted. */
#include "rows/row_groups.h"

#include <string.h>

#include "base/alloc.h"
#include "record/record.h"
#include "record/scalar.h"
#include "rows/projection.h"

static size_t count_offset(const sdn_record_type *type)
{
    return (type->size + sizeof(uint64_t) - 1) / sizeof(uint64_t) * sizeof(uint64_t);
}

/* What the number is called: not as one of the fields. */
static const char *count_name(const record_order *by)
{
    for (size_t i = 0; i < by->fields.count; i++)
        if (strcmp(by->type->fields[by->fields.items[i].field].name, "count") == 0)
            return "records";
    return "count";
}

const sdn_record_type *row_groups_type(const record_order *by, sdn_arena *arena)
{
    const char *name = count_name(by);
    sdn_field number = {.name = name, .column = sdn_str_from(name), .doc = "", .type = SDN_TYPE_U64};
    number.offset = count_offset(by->type);
    uint32_t *fields = sdn_arena_alloc(arena, (by->fields.count + 1) * sizeof *fields);
    if (fields == NULL)
        return NULL;
    for (size_t i = 0; i < by->fields.count; i++)
        fields[i] = by->fields.items[i].field;
    return projection_make(by->type, fields, by->fields.count, &number, arena);
}

static uint64_t hash_field(const sdn_field *field, const void *record, uint64_t seed)
{
    if (!sdn__field_present(field, record))
        return seed * 31 + 1;
    if (sdn__field_is_other_word(field, record))
        return sdn__scalars[SDN_TYPE_STRING].hash((const char *)record + field->text_offset, seed);
    const sdn_scalar *scalar = sdn__scalar_of(field);
    sdn_any_list list = sdn__elements_of(field, record);
    seed += list.count;
    for (size_t i = 0; i < list.count; i++)
        seed = scalar->hash(sdn__list_item(list, scalar, i), seed);
    return seed;
}

static uint64_t hash_group(const record_order *by, const void *record)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < by->fields.count; i++)
        hash = hash_field(&by->type->fields[by->fields.items[i].field], record, hash);
    return hash;
}

/* The groups so far, by hash. */
typedef struct group_table {
    void **slots; /* NULL: free */
    size_t mask;
    size_t count;
} group_table;

/* The slot of the record's group, which may be free. */
static void **find_group(const group_table *table, const record_order *by, const void *record)
{
    size_t at = (size_t)hash_group(by, record) & table->mask;
    while (table->slots[at] != NULL && record_order_compare(by, table->slots[at], record) != 0)
        at = (at + 1) & table->mask;
    return &table->slots[at];
}

/* A group of its first record, without any; NULL when memory ran out. */
static void *new_group(const sdn_record_type *type, const void *record, sdn_arena *arena)
{
    char *made = sdn_arena_alloc(arena, count_offset(type) + sizeof(uint64_t));
    if (made != NULL) {
        memcpy(made, record, type->size);
        memset(made + count_offset(type), 0, sizeof(uint64_t));
    }
    return made;
}

static void count_one(const sdn_record_type *type, void *group)
{
    uint64_t count;
    char *at = (char *)group + count_offset(type);
    memcpy(&count, at, sizeof count);
    count++;
    memcpy(at, &count, sizeof count);
}

/* Doubles the table. Returns 0, or -1 when memory ran out. */
static int grow_table(group_table *table, const record_order *by)
{
    group_table grown = {.mask = table->slots != NULL ? table->mask * 2 + 1 : 63};
    grown.slots = sdn__alloc_zeroed(grown.mask + 1, sizeof *grown.slots);
    if (grown.slots == NULL)
        return -1;
    for (size_t i = 0; table->slots != NULL && i <= table->mask; i++)
        if (table->slots[i] != NULL)
            *find_group(&grown, by, table->slots[i]) = table->slots[i];
    grown.count = table->count;
    sdn__free(table->slots);
    *table = grown;
    return 0;
}

/* Counts a record in its group. Returns 0, or -1 when memory ran out. */
static int count_record(group_table *table, const record_order *by, const void *record, sdn_arena *arena)
{
    if (table->count * 2 >= table->mask && grow_table(table, by) != 0)
        return -1;
    void **slot = find_group(table, by, record);
    if (*slot == NULL) {
        *slot = new_group(by->type, record, arena);
        table->count++;
    }
    if (*slot == NULL)
        return -1;
    count_one(by->type, *slot);
    return 0;
}

/* The groups, sorted. Returns their number; SIZE_MAX when memory ran out. */
static size_t take_groups(const group_table *table, const record_order *by, const void **groups)
{
    size_t count = 0;
    for (size_t i = 0; count < table->count; i++)
        if (table->slots[i] != NULL)
            groups[count++] = table->slots[i];
    return record_order_sort(by, groups, count) == 0 ? count : SIZE_MAX;
}

size_t row_groups_count(const record_order *by, const void *const *records, size_t count, sdn_arena *arena,
                        const void **groups)
{
    group_table table = {NULL, 0, 0};
    size_t found = 0;
    for (size_t i = 0; i < count && found == 0; i++)
        found = count_record(&table, by, records[i], arena) == 0 ? 0 : SIZE_MAX;
    if (found == 0)
        found = take_groups(&table, by, groups);
    sdn__free(table.slots);
    return found;
}
