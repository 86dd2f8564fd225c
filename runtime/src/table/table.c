/* Making, linking and freeing a table. */
#include "table/table.h"

#include "base/alloc.h"
#include "record/record.h"
#include "record/value.h"
#include "record/enum_words.h"

#include <string.h>

static int init_indexes(sdn_table *table)
{
    const sdn_record_type *type = table->type;
    sdn__ordered_index_init(&table->lookup.by_key, &table->slots, NULL);
    if (type->index_count == 0)
        return 0;
    table->lookup.indexes = sdn__alloc_zeroed(type->index_count, sizeof *table->lookup.indexes);
    if (table->lookup.indexes == NULL)
        return -1;
    table->lookup.index_count = type->index_count;
    for (uint32_t i = 0; i < type->index_count; i++)
        sdn__ordered_index_init(&table->lookup.indexes[i], &table->slots, &type->indexes[i]);
    return 0;
}

static int init_enum_words(sdn_columns *columns, const sdn_record_type *type)
{
    columns->enum_words = sdn__alloc_zeroed(type->field_count, sizeof *columns->enum_words);
    if (columns->enum_words == NULL)
        return -1;
    columns->enum_word_count = type->field_count;
    for (uint32_t i = 0; i < type->field_count; i++)
        if (type->fields[i].type == SDN_TYPE_ENUM &&
            sdn__enum_words_init(&columns->enum_words[i], type->fields[i].enumeration) != 0)
            return -1;
    return 0;
}

static bool has_on_delete(const sdn_record_type *type)
{
    for (uint32_t i = 0; i < type->field_count; i++)
        if ((type->fields[i].flags & (SDN_FIELD_ON_DELETE_REFUSE | SDN_FIELD_ON_DELETE_CLEAR)) != 0)
            return true;
    return false;
}

static int init_on_delete(sdn_table *table)
{
    if (!has_on_delete(table->type))
        return 0;
    table->on_delete = sdn__alloc_zeroed(table->type->field_count, sizeof *table->on_delete);
    return table->on_delete != NULL ? 0 : -1;
}

static int init_fields(sdn_table *table)
{
    uint32_t count = table->type->field_count;
    sdn_columns *columns = &table->columns;
    columns->of_field = sdn__resize(NULL, count, sizeof *columns->of_field);
    columns->repeats = sdn__resize(NULL, count, sizeof *columns->repeats);
    table->targets = sdn__alloc_zeroed(count, sizeof(sdn_table *));
    columns->texts = sdn__resize(NULL, count, sizeof *columns->texts);
    if (columns->of_field == NULL || columns->repeats == NULL || columns->texts == NULL || table->targets == NULL)
        return -1;
    for (uint32_t i = 0; i < count; i++)
        columns->of_field[i] = columns->repeats[i] = SDN_NO_COLUMN;
    return 0;
}

int sdn__table_init(sdn_table *table, const sdn_record_type *type, uint64_t seed)
{
    *table = (sdn_table){.type = type, .columns.position = SDN_NO_TABLE};
    sdn__slots_init(&table->slots, type);
    sdn__key_map_init(&table->lookup.keys, &table->slots, seed);
    sdn__key_map_init(&table->lookup.unreadable_keys, &table->slots, seed);
    if (init_fields(table) == 0 && init_enum_words(&table->columns, type) == 0 && init_indexes(table) == 0 &&
        init_on_delete(table) == 0)
        return 0;
    sdn__table_release(table);
    return -1;
}

static void release_enum_words(sdn_columns *columns)
{
    for (uint32_t i = 0; i < columns->enum_word_count; i++) /* the type may be freed by now */
        sdn__enum_words_release(&columns->enum_words[i]);
    sdn__free(columns->enum_words);
}

static void release_lookup(sdn_lookup *lookup)
{
    if (lookup->hidden != NULL)
        sdn__table_release(lookup->hidden);
    sdn__free(lookup->hidden);
    sdn__key_map_release(&lookup->keys);
    sdn__key_map_release(&lookup->unreadable_keys);
    sdn__ordered_index_release(&lookup->by_key);
    for (uint32_t i = 0; i < lookup->index_count; i++)
        sdn__ordered_index_release(&lookup->indexes[i]);
    sdn__free(lookup->indexes);
}

static void release_columns(sdn_columns *columns)
{
    release_enum_words(columns);
    sdn__free(columns->of_field);
    sdn__free(columns->repeats);
    sdn__free(columns->cells);
    sdn__free(columns->texts);
}

static void release_problems(sdn_problem_list *list)
{
    sdn__free(list->items);
    sdn_arena_release(&list->messages);
}

void sdn__table_release(sdn_table *table)
{
    assert(table->encoder == NULL);
    release_lookup(&table->lookup);
    release_columns(&table->columns);
    release_problems(&table->problems);
    release_problems(&table->violations);
    sdn__free(table->targets);
    sdn__free(table->on_delete);
    sdn__slots_release(&table->slots);
    sdn__image_rows_release(&table->image_rows);
    sdn_arena_release(&table->arena);
}

/* Whether the field has the type of the other's key. The schema compiler makes sure of it; a type written by hand may
 * differ. */
static bool refers_to_key(const sdn_field *field, const sdn_record_type *type)
{
    return type->key.field_count == 1 && type->fields[type->key.fields[0]].type == field->type;
}

/* At the end, so that the record which is found first does not depend on how the list was made. */
static void add_referrer(sdn_table *target, sdn_referrer *referrer)
{
    sdn_referrer **end = &target->referrers;
    while (*end != NULL)
        end = &(*end)->next;
    *end = referrer;
}

static void link_on_delete(sdn_table *table, uint32_t field)
{
    enum { ON_DELETE = SDN_FIELD_ON_DELETE_REFUSE | SDN_FIELD_ON_DELETE_CLEAR };
    if (table->targets[field] == NULL || (table->type->fields[field].flags & ON_DELETE) == 0)
        return;
    table->on_delete[field] = (sdn_referrer){table, field, NULL};
    add_referrer(table->targets[field], &table->on_delete[field]);
}

void sdn__table_link(sdn_table *table, sdn_table *const *tables, size_t count)
{
    for (uint32_t i = 0; i < table->type->field_count; i++) {
        const sdn_field *field = &table->type->fields[i];
        table->targets[i] = NULL;
        for (size_t other = 0; field->references != NULL && other < count; other++)
            if (tables[other]->type == field->references && refers_to_key(field, field->references))
                table->targets[i] = tables[other];
        link_on_delete(table, i);
    }
}

int sdn__table_expect_rows(sdn_table *table, size_t count)
{
    if (sdn__slots_expect(&table->slots, count) != 0)
        return -1;
    return table->type->key.field_count > 0 ? sdn__key_map_reserve(&table->lookup.keys, count) : 0;
}

const sdn_table_text *sdn__table_text_of(const sdn_table *table)
{
    return table->columns.position != SDN_NO_TABLE ? &table->document->tables[table->columns.position] : NULL;
}

sdn_str sdn__table_copy_row(const sdn_table *table, uint32_t slot, sdn_buffer *copy)
{
    sdn_str row = sdn__table_row_text(table, slot);
    copy->len = 0;
    copy->out_of_memory = false;
    sdn__buffer_reserve(copy, row.len + 1); /* so that an empty row has an address */
    if (copy->out_of_memory)
        return (sdn_str){NULL, 0};
    sdn__document_copy(table->document, row.ptr, row.len, copy->bytes);
    copy->len = row.len;
    return (sdn_str){copy->bytes, copy->len};
}
