#include "table/table.h"

#include "base/alloc.h"
#include "record/record.h"
#include "save/row_encode.h"
#include "record/value.h"
#include "record/enum_words.h"

#include <string.h>

/* ---- life ---- */

static int init_indexes(sdn_table *table)
{
    const sdn_record_type *type = table->type;
    sdn__ordered_index_init(&table->by_key, table, NULL);
    if (type->index_count == 0)
        return 0;
    table->indexes = sdn__alloc_zeroed(type->index_count, sizeof *table->indexes);
    if (table->indexes == NULL)
        return -1;
    for (uint32_t i = 0; i < type->index_count; i++)
        sdn__ordered_index_init(&table->indexes[i], table, &type->indexes[i]);
    return 0;
}

static void find_texts(sdn_table *table)
{
    for (uint32_t i = 0; i < table->type->field_count; i++) {
        size_t offset = sdn__field_text_offset(&table->type->fields[i]);
        if (offset != SDN_NO_OFFSET)
            table->text_offsets[table->text_count++] = offset;
    }
}

static int init_words(sdn_table *table)
{
    const sdn_record_type *type = table->type;
    table->words = sdn__alloc_zeroed(type->field_count, sizeof *table->words);
    table->word_count = table->words != NULL ? type->field_count : 0;
    for (uint32_t i = 0; i < table->word_count; i++)
        if (type->fields[i].type == SDN_TYPE_ENUM &&
            sdn__enum_words_init(&table->words[i], type->fields[i].enumeration) != 0)
            return -1;
    return table->words != NULL ? 0 : -1;
}

static int init_fields(sdn_table *table)
{
    uint32_t count = table->type->field_count;
    table->columns = sdn__resize(NULL, count, sizeof *table->columns);
    table->repeats = sdn__resize(NULL, count, sizeof *table->repeats);
    table->targets = sdn__alloc_zeroed(count, sizeof(sdn_table *));
    table->text_offsets = sdn__resize(NULL, count, sizeof *table->text_offsets);
    if (table->columns == NULL || table->repeats == NULL || table->targets == NULL || table->text_offsets == NULL)
        return -1;
    find_texts(table);
    for (uint32_t i = 0; i < count; i++)
        table->columns[i] = table->repeats[i] = SDN_NO_COLUMN;
    return 0;
}

int sdn__table_init(sdn_table *table, const sdn_record_type *type, uint64_t seed)
{
    *table = (sdn_table){.type = type, .position = SDN_NO_TABLE, .keys_sorted = true};
    sdn__key_map_init(&table->keys, table, seed);
    sdn__key_map_init(&table->unreadable_keys, table, seed);
    if (init_fields(table) == 0 && init_words(table) == 0 && init_indexes(table) == 0)
        return 0;
    sdn__table_release(table);
    return -1;
}

static void release_words(sdn_table *table)
{
    for (uint32_t i = 0; i < table->word_count; i++) /* the type may be gone by now */
        sdn__enum_words_release(&table->words[i]);
    sdn__free(table->words);
}

void sdn__table_release(sdn_table *table)
{
    if (table->hidden != NULL)
        sdn__table_release(table->hidden);
    sdn__free(table->hidden);
    sdn__key_map_release(&table->keys);
    sdn__key_map_release(&table->unreadable_keys);
    sdn__ordered_index_release(&table->by_key);
    for (uint32_t i = 0; table->indexes != NULL && i < table->type->index_count; i++)
        sdn__ordered_index_release(&table->indexes[i]);
    for (size_t i = 0; i < table->slab_count; i++)
        sdn__free(table->slabs[i]);
    release_words(table);
    sdn__free(table->indexes);
    sdn__free(table->slabs);
    sdn__free(table->chunks);
    sdn__free(table->rows);
    sdn__free(table->terminated);
    sdn__free(table->patches);
    sdn__free(table->runs);
    sdn__free(table->touched);
    sdn__free(table->changes);
    sdn__free(table->open_slots);
    sdn__free(table->problems);
    sdn__free(table->columns);
    sdn__free(table->repeats);
    sdn__free(table->targets);
    sdn__free(table->text_offsets);
    sdn__free(table->violations);
    sdn__free(table->cells);
    sdn__row_encoder_drop(table);
    sdn_arena_release(&table->arena);
    sdn_arena_release(&table->row_text);
    sdn_arena_release(&table->violation_arena);
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

/* ---- slots ---- */

const void *sdn__table_indexed(const sdn_table *table, uint32_t slot)
{
    const sdn_table_row *row = &table->rows[slot];
    if ((row->flags & SDN_ROW_OPEN) != 0)
        return table->changes[row->change - 1].indexed;
    return sdn__table_record(table, slot);
}

const void *sdn__table_base(const sdn_table *table, uint32_t slot)
{
    return table->changes[table->rows[slot].change - 1].base;
}

void sdn__table_key(const sdn_table *table, uint32_t slot, sdn_value *key)
{
    sdn__values_of(table->type, &table->type->key, sdn__table_indexed(table, slot), key);
}

size_t sdn__table_live_slots(const sdn_table *table, uint32_t *slots)
{
    size_t count = 0;
    for (size_t i = 0; i < table->row_count; i++)
        if ((table->rows[i].flags & (SDN_ROW_UNREADABLE | SDN_ROW_DELETED)) == 0)
            slots[count++] = (uint32_t)i;
    return count;
}

/* One chunk, or while a table is loaded as many as its rows are expected to fill, up to a size that the cache holds. */
static size_t chunks_wanted(const sdn_table *table)
{
    enum { MOST_BYTES = 1 << 20 };
    size_t expected = (table->row_capacity - table->row_count) / SDN_CHUNK_RECORDS;
    size_t most = MOST_BYTES / SDN_CHUNK_RECORDS / table->type->size;
    if (table->loaded_count > 0 || expected == 0 || most == 0)
        return 1;
    return expected < most ? expected : most;
}

static int add_chunks(sdn_table *table)
{
    size_t count = chunks_wanted(table), chunk_size = table->type->size;
    if (chunk_size > SIZE_MAX / 2 / SDN_CHUNK_RECORDS / count)
        return -1;
    chunk_size *= SDN_CHUNK_RECORDS;
    if (sdn__reserve(&table->chunks, &table->chunk_capacity, table->chunk_count + count, sizeof *table->chunks) != 0 ||
        sdn__reserve(&table->slabs, &table->slab_capacity, table->slab_count + 1, sizeof *table->slabs) != 0)
        return -1;
    char *slab = sdn__alloc_whole(count * chunk_size);
    if (slab == NULL)
        return -1;
    table->slabs[table->slab_count++] = slab;
    for (size_t i = 0; i < count; i++)
        table->chunks[table->chunk_count++] = slab + i * chunk_size;
    return 0;
}

int sdn__table_expect_rows(sdn_table *table, size_t count)
{
    sdn_table_row *rows = NULL;
    if (count < SIZE_MAX / 2 / sizeof *rows)
        rows = sdn__move_whole(table->rows, table->row_count * sizeof *rows, count * sizeof *rows);
    if (rows == NULL)
        return -1;
    table->rows = rows;
    table->row_capacity = count;
    return table->type->key.field_count > 0 ? sdn__key_map_reserve(&table->keys, count) : 0;
}

int sdn__table_room_for_record(sdn_table *table)
{
    return sdn__table_has_room_for_record(table) ? 0 : add_chunks(table);
}

uint32_t sdn__table_add_slot(sdn_table *table)
{
    if (sdn__reserve(&table->rows, &table->row_capacity, table->row_count + 1, sizeof *table->rows) != 0)
        return SDN_NO_SLOT;
    if (sdn__table_room_for_record(table) != 0)
        return SDN_NO_SLOT;
    table->rows[table->row_count] = (sdn_table_row){0, 0, 0, 0};
    return (uint32_t)table->row_count++;
}

const sdn_table_text *sdn__table_text_of(const sdn_table *table)
{
    return table->position != SDN_NO_TABLE ? &table->document->tables[table->position] : NULL;
}

/* ---- the NULs behind text in the buffer ---- */

/* The bytes that the text of records may stand in; by value, so that they stay in registers while bytes are written. */
typedef struct buffer {
    char *bytes;
    size_t len;
} buffer;

static inline buffer buffer_of(const sdn_table *table)
{
    return (buffer){table->bytes, table->document->len};
}

/* Where text stands in the buffer, or SDN_NO_OFFSET if it does not stand there. */
static inline size_t offset_in(buffer all, const sdn_str *text)
{
    size_t at = (uintptr_t)text->ptr - (uintptr_t)all.bytes;
    return text->len > 0 && at < all.len ? at : SDN_NO_OFFSET;
}

static inline const sdn_str *text_at(const void *record, size_t offset)
{
    return (const sdn_str *)(const void *)((const char *)record + offset);
}

static void terminate(buffer all, const size_t *offsets, const size_t *end, const void *record)
{
    for (; offsets < end; offsets++) {
        const sdn_str *text = text_at(record, *offsets);
        size_t at = offset_in(all, text);
        if (at != SDN_NO_OFFSET)
            all.bytes[at + text->len] = '\0';
    }
}

/* The record whose text stands in the buffer; NULL for a row that is never handed out. An edited record may hold text of
 * other rows, whose delimiters are not its own to take. */
static const void *as_loaded(const sdn_table *table, size_t slot)
{
    const sdn_table_row *row = &table->rows[slot];
    if ((row->flags & SDN_ROW_UNREADABLE) != 0)
        return NULL;
    return row->change != 0 ? sdn__table_base(table, (uint32_t)slot) : sdn__table_record(table, (uint32_t)slot);
}

static size_t group_count(const sdn_table *table)
{
    return (table->buffer_count + SDN_GROUP_ROWS - 1) / SDN_GROUP_ROWS;
}

static size_t group_end(const sdn_table *table, size_t group)
{
    size_t end = (group + 1) * SDN_GROUP_ROWS;
    return end < table->buffer_count ? end : table->buffer_count;
}

static void terminate_rows(sdn_table *table, size_t group)
{
    buffer all = buffer_of(table);
    const size_t *offsets = table->text_offsets, *offsets_end = offsets + table->text_count;
    for (size_t slot = group * SDN_GROUP_ROWS, end = group_end(table, group); slot < end; slot++) {
        const void *record = as_loaded(table, slot);
        if (record != NULL)
            terminate(all, offsets, offsets_end, record);
    }
}

void sdn__table_terminate(sdn_table *table, size_t group)
{
    terminate_rows(table, group);
    table->terminated[group] = true;
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
    buffer all = buffer_of(table);
    for (uint32_t i = 0; i < table->text_count; i++) {
        const sdn_str *text = text_at(record, table->text_offsets[i]);
        size_t at = offset_in(all, text);
        if (at != SDN_NO_OFFSET && at + text->len < all.len) /* else the NUL behind the buffer itself */
            all.bytes[at + text->len] = delimiter_behind(table, row, at, text->len);
    }
}

static void restore_rows(sdn_table *table, size_t group)
{
    for (size_t slot = group * SDN_GROUP_ROWS, end = group_end(table, group); slot < end; slot++) {
        const void *record = as_loaded(table, slot);
        if (record != NULL)
            restore_row(table, &table->rows[slot], record);
    }
}

sdn_str sdn__table_row_as_written(sdn_table *table, uint32_t slot)
{
    size_t group = slot / SDN_GROUP_ROWS;
    if (slot < table->buffer_count && table->terminated[group]) {
        restore_rows(table, group);
        table->terminated[group] = false;
    }
    return sdn__table_row_text(table, slot);
}

/* Calls `change` for each group that has its NULs. */
static void each_terminated(sdn_table *table, void (*change)(sdn_table *table, size_t group))
{
    for (size_t group = 0, count = group_count(table); group < count; group++)
        if (table->terminated[group])
            change(table, group);
}

void sdn__table_restore_bytes(sdn_table *table)
{
    each_terminated(table, restore_rows);
}

void sdn__table_terminate_again(sdn_table *table)
{
    each_terminated(table, terminate_rows);
}
