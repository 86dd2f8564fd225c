#include "table/table.h"

#include "base/alloc.h"
#include "record/record.h"
#include "record/value.h"
#include "record/enum_words.h"

#include <string.h>

/* ---- life ---- */

static int init_indexes(sdn_table *table)
{
    const sdn_record_type *type = table->type;
    sdn__ordered_index_init(&table->lookup.by_key, &table->slots, NULL);
    if (type->index_count == 0)
        return 0;
    table->lookup.indexes = sdn__alloc_zeroed(type->index_count, sizeof *table->lookup.indexes);
    if (table->lookup.indexes == NULL)
        return -1;
    for (uint32_t i = 0; i < type->index_count; i++)
        sdn__ordered_index_init(&table->lookup.indexes[i], &table->slots, &type->indexes[i]);
    return 0;
}

static void find_texts(sdn_table *table)
{
    for (uint32_t i = 0; i < table->type->field_count; i++) {
        size_t offset = sdn__field_text_offset(&table->type->fields[i]);
        if (offset != SDN_NO_OFFSET)
            table->text.offsets[table->text.offset_count++] = offset;
    }
}

static int init_words(sdn_table *table)
{
    const sdn_record_type *type = table->type;
    table->columns.enum_words = sdn__alloc_zeroed(type->field_count, sizeof *table->columns.enum_words);
    table->columns.enum_word_count = table->columns.enum_words != NULL ? type->field_count : 0;
    for (uint32_t i = 0; i < table->columns.enum_word_count; i++)
        if (type->fields[i].type == SDN_TYPE_ENUM &&
            sdn__enum_words_init(&table->columns.enum_words[i], type->fields[i].enumeration) != 0)
            return -1;
    return table->columns.enum_words != NULL ? 0 : -1;
}

static int init_fields(sdn_table *table)
{
    uint32_t count = table->type->field_count;
    table->columns.of_field = sdn__resize(NULL, count, sizeof *table->columns.of_field);
    table->columns.repeats = sdn__resize(NULL, count, sizeof *table->columns.repeats);
    table->targets = sdn__alloc_zeroed(count, sizeof(sdn_table *));
    table->text.offsets = sdn__resize(NULL, count, sizeof *table->text.offsets);
    if (table->columns.of_field == NULL || table->columns.repeats == NULL || table->targets == NULL ||
        table->text.offsets == NULL)
        return -1;
    find_texts(table);
    for (uint32_t i = 0; i < count; i++)
        table->columns.of_field[i] = table->columns.repeats[i] = SDN_NO_COLUMN;
    return 0;
}

int sdn__table_init(sdn_table *table, const sdn_record_type *type, uint64_t seed)
{
    *table = (sdn_table){.type = type, .columns.position = SDN_NO_TABLE};
    sdn__slots_init(&table->slots, type);
    sdn__key_map_init(&table->lookup.keys, &table->slots, seed);
    sdn__key_map_init(&table->lookup.unreadable_keys, &table->slots, seed);
    if (init_fields(table) == 0 && init_words(table) == 0 && init_indexes(table) == 0)
        return 0;
    sdn__table_release(table);
    return -1;
}

static void release_words(sdn_table *table)
{
    for (uint32_t i = 0; i < table->columns.enum_word_count; i++) /* the type may be gone by now */
        sdn__enum_words_release(&table->columns.enum_words[i]);
    sdn__free(table->columns.enum_words);
}

void sdn__table_release(sdn_table *table)
{
    assert(table->encoder == NULL);
    if (table->lookup.hidden != NULL)
        sdn__table_release(table->lookup.hidden);
    sdn__free(table->lookup.hidden);
    sdn__key_map_release(&table->lookup.keys);
    sdn__key_map_release(&table->lookup.unreadable_keys);
    sdn__ordered_index_release(&table->lookup.by_key);
    for (uint32_t i = 0; table->lookup.indexes != NULL && i < table->type->index_count; i++)
        sdn__ordered_index_release(&table->lookup.indexes[i]);
    release_words(table);
    sdn__free(table->lookup.indexes);
    sdn__free(table->text.terminated);
    sdn__free(table->problems.items);
    sdn__free(table->columns.of_field);
    sdn__free(table->columns.repeats);
    sdn__free(table->targets);
    sdn__free(table->text.offsets);
    sdn__free(table->violations.items);
    sdn__free(table->columns.cells);
    sdn__slots_release(&table->slots);
    sdn__image_rows_release(&table->image_rows);
    sdn_arena_release(&table->arena);
    sdn_arena_release(&table->problems.messages);
    sdn_arena_release(&table->violations.messages);
}

/* Whether values of the field are keys of the type, as the schema compiler sees to. */
static bool fits_key(const sdn_field *field, const sdn_record_type *type)
{
    return type->key.field_count == 1 && type->fields[type->key.fields[0]].type == field->type;
}

void sdn__table_link(sdn_table *table, sdn_table *const *tables, size_t count)
{
    for (uint32_t i = 0; i < table->type->field_count; i++) {
        const sdn_field *field = &table->type->fields[i];
        table->targets[i] = NULL;
        for (size_t other = 0; field->references != NULL && other < count; other++)
            if (tables[other]->type == field->references && fits_key(field, field->references))
                table->targets[i] = tables[other];
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
