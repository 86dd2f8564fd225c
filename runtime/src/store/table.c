#include "store/table.h"

#include "base/alloc.h"
#include "store/record.h"
#include "store/value.h"

#include <string.h>

enum { CHUNK_RECORDS = 256 };

/* ---- life ---- */

static int init_indexes(sdn_table *table)
{
    const sdn_record_type *type = table->type;
    sdn_ordered_index_init(&table->by_key, table, NULL);
    if (type->index_count == 0)
        return 0;
    table->indexes = sdn_alloc_zeroed(type->index_count, sizeof *table->indexes);
    if (table->indexes == NULL)
        return -1;
    for (uint32_t i = 0; i < type->index_count; i++)
        sdn_ordered_index_init(&table->indexes[i], table, &type->indexes[i]);
    return 0;
}

int sdn_table_init(sdn_table *table, const sdn_record_type *type, uint64_t seed)
{
    *table = (sdn_table){.type = type, .position = SDN_NO_TABLE};
    sdn_key_map_init(&table->keys, table, seed);
    sdn_key_map_init(&table->unreadable_keys, table, seed);
    table->columns = sdn_resize(NULL, type->field_count, sizeof *table->columns);
    table->targets = sdn_alloc_zeroed(type->field_count, sizeof(sdn_table *));
    if (table->columns != NULL && table->targets != NULL && init_indexes(table) == 0) {
        for (uint32_t i = 0; i < type->field_count; i++)
            table->columns[i] = SDN_NO_COLUMN;
        return 0;
    }
    sdn_free(table->columns);
    sdn_free(table->targets);
    return -1;
}

void sdn_table_release(sdn_table *table)
{
    sdn_key_map_release(&table->keys);
    sdn_key_map_release(&table->unreadable_keys);
    sdn_ordered_index_release(&table->by_key);
    for (uint32_t i = 0; table->indexes != NULL && i < table->type->index_count; i++)
        sdn_ordered_index_release(&table->indexes[i]);
    for (size_t i = 0; i < table->chunk_count; i++)
        sdn_free(table->chunks[i]);
    sdn_free(table->indexes);
    sdn_free(table->chunks);
    sdn_free(table->rows);
    sdn_free(table->patches);
    sdn_free(table->changes);
    sdn_free(table->open_slots);
    sdn_free(table->problems);
    sdn_free(table->columns);
    sdn_free(table->targets);
    sdn_free(table->violations);
    sdn_free(table->cells);
    sdn_arena_release(&table->arena);
    sdn_arena_release(&table->violation_arena);
}

/* Whether values of the field are keys of the type, as the schema compiler sees to. */
static bool fits_key(const sdn_field *field, const sdn_record_type *type)
{
    return type->key.field_count == 1 && type->fields[type->key.fields[0]].type == field->type;
}

void sdn_table_link(sdn_table *table, sdn_table *const *tables, size_t count)
{
    for (uint32_t i = 0; i < table->type->field_count; i++) {
        const sdn_field *field = &table->type->fields[i];
        table->targets[i] = NULL;
        for (size_t other = 0; field->references != NULL && other < count; other++)
            if (tables[other]->type == field->references && fits_key(field, field->references))
                table->targets[i] = tables[other];
    }
}

/* ---- slots ---- */

void *sdn_table_record(const sdn_table *table, uint32_t slot)
{
    return table->chunks[slot / CHUNK_RECORDS] + (size_t)(slot % CHUNK_RECORDS) * table->type->size;
}

const void *sdn_table_indexed(const sdn_table *table, uint32_t slot)
{
    const sdn_table_row *row = &table->rows[slot];
    if ((row->flags & SDN_ROW_OPEN) != 0)
        return table->changes[row->change - 1].indexed;
    return sdn_table_record(table, slot);
}

const void *sdn_table_base(const sdn_table *table, uint32_t slot)
{
    return table->changes[table->rows[slot].change - 1].base;
}

void sdn_table_key(const sdn_table *table, uint32_t slot, sdn_value *key)
{
    sdn_values_of(table->type, &table->type->key, sdn_table_indexed(table, slot), key);
}

size_t sdn_table_live_slots(const sdn_table *table, uint32_t *slots)
{
    size_t count = 0;
    for (size_t i = 0; i < table->row_count; i++)
        if ((table->rows[i].flags & (SDN_ROW_UNREADABLE | SDN_ROW_DELETED)) == 0)
            slots[count++] = (uint32_t)i;
    return count;
}

static int add_chunk(sdn_table *table)
{
    if (sdn_reserve(&table->chunks, &table->chunk_capacity, table->chunk_count + 1,
                    sizeof *table->chunks) != 0)
        return -1;
    char *chunk = sdn_resize(NULL, CHUNK_RECORDS, table->type->size);
    if (chunk == NULL)
        return -1;
    table->chunks[table->chunk_count++] = chunk;
    return 0;
}

uint32_t sdn_table_add_slot(sdn_table *table)
{
    if (sdn_reserve(&table->rows, &table->row_capacity, table->row_count + 1, sizeof *table->rows) != 0)
        return SDN_NO_SLOT;
    if (table->row_count / CHUNK_RECORDS == table->chunk_count && add_chunk(table) != 0)
        return SDN_NO_SLOT;
    table->rows[table->row_count] = (sdn_table_row){0, 0, 0, 0};
    return (uint32_t)table->row_count++;
}

const sdn_table_text *sdn_table_text_of(const sdn_table *table)
{
    return table->position != SDN_NO_TABLE ? &table->document->tables[table->position] : NULL;
}

/* ---- the NULs behind text in the buffer ---- */

/* The offset in the buffer of a field's text, or SDN_NO_OFFSET if it does not stand there. */
static size_t offset_in_buffer(const sdn_table *table, const sdn_field *field, const void *record)
{
    size_t offset = sdn_field_text_offset(field);
    if (offset == SDN_NO_OFFSET)
        return SDN_NO_OFFSET;
    const sdn_str *text = (const sdn_str *)(const void *)((const char *)record + offset);
    uintptr_t at = (uintptr_t)text->ptr, start = (uintptr_t)table->bytes;
    return text->len > 0 && at >= start && at < start + table->document->len ? at - start : SDN_NO_OFFSET;
}

static size_t text_len(const sdn_field *field, const void *record)
{
    return ((const sdn_str *)(const void *)((const char *)record + sdn_field_text_offset(field)))->len;
}

static void terminate(sdn_table *table, const void *record)
{
    for (uint32_t i = 0; i < table->type->field_count; i++) {
        const sdn_field *field = &table->type->fields[i];
        size_t at = offset_in_buffer(table, field, record);
        if (at != SDN_NO_OFFSET)
            table->bytes[at + text_len(field, record)] = '\0';
    }
}

/* An edited record may hold text of other rows, whose delimiters are not its own to take. */
static const void *as_loaded(const sdn_table *table, uint32_t slot)
{
    return table->rows[slot].change != 0 ? sdn_table_base(table, slot) : sdn_table_record(table, slot);
}

void *sdn_table_hand_out(sdn_table *table, uint32_t slot)
{
    sdn_table_row *row = &table->rows[slot];
    if ((row->flags & (SDN_ROW_TERMINATED | SDN_ROW_NEW)) == 0) {
        terminate(table, as_loaded(table, slot));
        row->flags |= SDN_ROW_TERMINATED;
    }
    return sdn_table_record(table, slot);
}

/* What a NUL behind text at `at` stands for: the reader leaves text in place only directly before a closing quote, a
 * comma or the end of the row. */
static char delimiter_behind(const sdn_table *table, const sdn_table_row *row, size_t at, size_t len)
{
    if (at > row->start && table->bytes[at - 1] == '"')
        return '"';
    if (at + len < (size_t)row->start + row->length)
        return ',';
    return (row->flags & SDN_ROW_CARRIAGE_RETURN) != 0 ? '\r' : '\n';
}

static void restore_row(sdn_table *table, const sdn_table_row *row, const void *record)
{
    for (uint32_t i = 0; i < table->type->field_count; i++) {
        const sdn_field *field = &table->type->fields[i];
        size_t at = offset_in_buffer(table, field, record);
        if (at == SDN_NO_OFFSET)
            continue;
        size_t len = text_len(field, record);
        if (at + len < table->document->len) /* else the NUL behind the buffer itself */
            table->bytes[at + len] = delimiter_behind(table, row, at, len);
    }
}

void sdn_table_restore_bytes(sdn_table *table)
{
    for (size_t slot = 0; slot < table->loaded_count; slot++) {
        const sdn_table_row *row = &table->rows[slot];
        if ((row->flags & SDN_ROW_TERMINATED) != 0)
            restore_row(table, row, as_loaded(table, (uint32_t)slot));
    }
}

void sdn_table_terminate_again(sdn_table *table)
{
    for (size_t slot = 0; slot < table->loaded_count; slot++)
        if ((table->rows[slot].flags & SDN_ROW_TERMINATED) != 0)
            terminate(table, as_loaded(table, (uint32_t)slot));
}
