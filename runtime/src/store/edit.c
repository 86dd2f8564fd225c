/* Editing: inserts, edits and deletions in memory, and how to take them back. */
#include "table/table.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "base/number.h"
#include "record/scalar.h"
#include "store/random_key.h"
#include "record/record.h"
#include "save/row_encode.h"
#include "table/rules.h"
#include "record/value.h"
#include "record/row_write.h"

#include <string.h>

static const char *shown_key(const sdn_table *table, const sdn_value *key, char shown[SDN_SHOWN_KEY_SIZE])
{
    sdn__key_print(table->type, key, shown, SDN_SHOWN_KEY_SIZE);
    return shown;
}

static const char *path_of(const sdn_table *table)
{
    return table->document->path;
}

/* ---- the indexes of a table ---- */

static bool is_keyed(const sdn_table *table)
{
    return table->type->key.field_count > 0;
}

static void enter_indexes(sdn_table *table, uint32_t slot)
{
    if (is_keyed(table)) {
        sdn__key_map_insert(&table->keys, slot);
        sdn__ordered_index_insert(&table->by_key, slot);
    }
    for (uint32_t i = 0; i < table->type->index_count; i++)
        sdn__ordered_index_insert(&table->indexes[i], slot);
    table->live_count++;
}

static void leave_indexes(sdn_table *table, uint32_t slot)
{
    if (is_keyed(table)) {
        sdn__key_map_erase(&table->keys, slot);
        sdn__ordered_index_erase(&table->by_key, slot);
    }
    for (uint32_t i = 0; i < table->type->index_count; i++)
        sdn__ordered_index_erase(&table->indexes[i], slot);
    table->live_count--;
}

/* Whether a record would stand elsewhere in an index, or not at all, if it were `other`. */
static bool moves(const sdn_table *table, uint32_t index, const void *record, const void *other)
{
    sdn_value a[SDN_INDEX_FIELDS_MAX], b[SDN_INDEX_FIELDS_MAX];
    const sdn_index_type *fields = &table->type->indexes[index];
    bool is_in = sdn__index_has(table->type, fields, record);
    if (!is_in || !sdn__index_has(table->type, fields, other))
        return is_in != sdn__index_has(table->type, fields, other);
    sdn__values_of(table->type, fields, record, a);
    sdn__values_of(table->type, fields, other, b);
    return sdn__values_compare(table->type, fields, a, b) != 0;
}

/* Room for one more change: settling it inserts into each index once, rolling it back once more unless the record is
 * new. New records that were settled before are in the indexes already. */
static int reserve_change(sdn_table *table)
{
    size_t inserts = 2 * (table->edit_count + 1) + table->open_count + 1;
    if (sdn__reserve(&table->changes, &table->change_capacity, table->change_count + 1, sizeof *table->changes) != 0 ||
        sdn__reserve(&table->open_slots, &table->open_capacity, table->open_count + 1, sizeof *table->open_slots) != 0)
        return -1;
    if (is_keyed(table) && sdn__ordered_index_reserve(&table->by_key, table->live_count, inserts) != 0)
        return -1;
    for (uint32_t i = 0; i < table->type->index_count; i++)
        if (sdn__ordered_index_reserve(&table->indexes[i], table->live_count, inserts) != 0)
            return -1;
    return 0;
}

/* ---- settling ---- */

/* Puts back a key that was written through a pointer from edit: the record must stay where it is found. */
static void keep_key(sdn_table *table, void *record, const void *indexed)
{
    sdn_value now[SDN_INDEX_FIELDS_MAX], before[SDN_INDEX_FIELDS_MAX];
    const sdn_index_type *key = &table->type->key;
    sdn__values_of(table->type, key, record, now);
    sdn__values_of(table->type, key, indexed, before);
    if (sdn__key_equal(table->type, now, before))
        return;
    shown_key(table, before, table->edited_key);
    for (uint32_t i = 0; i < key->field_count; i++) {
        const sdn_field *field = &table->type->fields[key->fields[i]];
        memcpy((char *)record + field->offset, (const char *)indexed + field->offset, sdn__scalar_of(field)->size);
    }
}

static bool is_empty(const sdn_field *field, const void *record)
{
    const void *value = (const char *)record + field->offset;
    if ((field->flags & SDN_FIELD_LIST) != 0)
        return sdn__list_at(value).count == 0;
    return field->type == SDN_TYPE_STRING && ((const sdn_str *)value)->len == 0;
}

/* An optional text or list that is present but empty cannot be told from an absent one in the file. */
static void drop_empty_options(const sdn_table *table, void *record)
{
    for (uint32_t i = 0; i < table->type->field_count; i++) {
        const sdn_field *field = &table->type->fields[i];
        if ((field->flags & SDN_FIELD_OPTIONAL) != 0 && is_empty(field, record))
            *(bool *)((char *)record + field->presence_offset) = false;
    }
}

/* The row of a new record is encoded when it is inserted. If it was written to since, and is another now, it has none;
 * otherwise it gets its own text back: what was assigned may be gone when it is saved. */
static bool is_as_composed(sdn_table *table, uint32_t slot)
{
    void *record = sdn__table_record(table, slot);
    const void *indexed = sdn__table_indexed(table, slot);
    if (!sdn__table_has_cached_row(&table->rows[slot]))
        return false;
    if (sdn_record_equal(table->type, record, indexed)) {
        memcpy(record, indexed, table->type->size);
        return true;
    }
    sdn__table_uncache_row(table, slot);
    return false;
}

static void open_indexes(sdn_table *table, uint32_t slot)
{
    void *record = sdn__table_record(table, slot);
    if (table->unset_field == NULL)
        table->unset_field = sdn__record_unset(table->type, record, sdn__table_indexed(table, slot));
    if (is_as_composed(table, slot))
        return;
    keep_key(table, record, sdn__table_indexed(table, slot));
    drop_empty_options(table, record);
    sdn__record_reset_absent(table->type, record, sdn__table_indexed(table, slot));
    for (uint32_t index = 0; index < table->type->index_count; index++)
        if (moves(table, index, record, sdn__table_indexed(table, slot)))
            sdn__ordered_index_erase(&table->indexes[index], slot);
}

static void close_slot(sdn_table *table, uint32_t slot)
{
    sdn_change *change = &table->changes[table->rows[slot].change - 1];
    table->rows[slot].flags &= ~(uint32_t)SDN_ROW_OPEN;
    for (uint32_t i = 0; i < table->type->index_count && !sdn__table_has_cached_row(&table->rows[slot]); i++)
        if (moves(table, i, sdn__table_record(table, slot), change->indexed))
            sdn__ordered_index_insert(&table->indexes[i], slot);
    table->spare_copy = change->indexed;
    change->indexed = NULL;
}

void sdn__table_flush_open_slots(sdn_table *table)
{
    /* The indexes know an open record by its copy until it is closed, so they are in order at each step. */
    for (size_t i = 0; i < table->open_count; i++) {
        open_indexes(table, table->open_slots[i]);
        close_slot(table, table->open_slots[i]);
    }
    table->open_count = 0;
}

/* ---- changes ---- */

bool sdn__table_is_changed(const sdn_table *table, const sdn_change *change)
{
    uint32_t flags = table->rows[change->slot].flags;
    if ((flags & SDN_ROW_NEW) != 0)
        return (flags & SDN_ROW_DELETED) == 0;
    return (flags & SDN_ROW_DELETED) != 0 ||
           !sdn_record_equal(table->type, change->base, sdn__table_record(table, change->slot));
}

bool sdn__table_changed(const sdn_table *table)
{
    if (table->edited_key[0] != '\0' || table->text_was_lost || table->unset_field != NULL)
        return true;
    for (size_t i = 0; i < table->change_count; i++)
        if (sdn__table_is_changed(table, &table->changes[i]))
            return true;
    return false;
}

/* The change of a slot, made if there is none yet; room is reserved. NULL when memory ran out. */
static sdn_change *change_of(sdn_table *table, uint32_t slot)
{
    sdn_table_row *row = &table->rows[slot];
    if (row->change != 0)
        return &table->changes[row->change - 1];
    sdn_change change = {.slot = slot};
    if ((row->flags & SDN_ROW_NEW) == 0) {
        change.base = sdn_arena_alloc(&table->arena, table->type->size);
        if (change.base == NULL)
            return NULL;
        memcpy(change.base, sdn__table_record(table, slot), table->type->size);
        row->flags |= SDN_ROW_EDITED;
        table->edit_count++;
    }
    table->changes[table->change_count++] = change;
    row->change = (uint32_t)table->change_count;
    return &table->changes[table->change_count - 1];
}

/* Memory for a copy of a record, that of an earlier one if there is any. */
static void *copy_memory(sdn_table *table)
{
    void *spare = table->spare_copy;
    table->spare_copy = NULL;
    return spare != NULL ? spare : sdn_arena_alloc(&table->arena, table->type->size);
}

/* Lets the caller write to a slot until the next call that settles. Room is reserved. */
static void *open_slot(sdn_table *table, uint32_t slot)
{
    sdn_table_row *row = &table->rows[slot];
    void *record = sdn__table_hand_out(table, slot);
    if ((row->flags & SDN_ROW_OPEN) != 0)
        return record;
    sdn_change *change = change_of(table, slot);
    if (change == NULL)
        return NULL;
    change->indexed = copy_memory(table);
    if (change->indexed == NULL)
        return NULL;
    memcpy(change->indexed, record, table->type->size);
    row->flags |= SDN_ROW_OPEN;
    table->open_slots[table->open_count++] = slot;
    return record;
}

sdn_code sdn__table_require_one_row(const sdn_table *table, const sdn_value *key, sdn_error *err)
{
    char shown[SDN_SHOWN_KEY_SIZE];
    if (!sdn__table_is_unread(table, key))
        return SDN_OK;
    return sdn__fail_at(err, SDN_E_INVALID, path_of(table), sdn__table_unread_line(table, key), 1,
                        "another row has the key '%s' too; remove one of them first", shown_key(table, key, shown));
}

sdn_code sdn__table_not_found(const sdn_table *table, const sdn_value *key, sdn_error *err)
{
    char shown[SDN_SHOWN_KEY_SIZE];
    sdn_code code = sdn__table_refuse_unread(table, key, err);
    if (code != SDN_OK)
        return code;
    return sdn__fail(err, SDN_E_NOT_FOUND, path_of(table), "no record '%s' in table '%s'; check the key",
                     shown_key(table, key, shown), table->type->table.ptr);
}

void *sdn__table_edit(sdn_table *table, const sdn_value *key, sdn_error *err)
{
    uint32_t slot = sdn__key_map_find(&table->keys, key);
    if (slot == SDN_NO_SLOT) {
        sdn__table_not_found(table, key, err);
        return NULL;
    }
    if (sdn__table_require_one_row(table, key, err) != SDN_OK)
        return NULL;
    void *record = reserve_change(table) == 0 ? open_slot(table, slot) : NULL;
    if (record == NULL)
        sdn__fail_memory(err);
    return record;
}

/* ---- inserting ---- */

static bool wants_key(const sdn_table *table, const void *record)
{
    static const sdn_value zero; /* no text, and the number 0 */
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    if ((table->type->flags & (SDN_RECORD_KEY_AUTO | SDN_RECORD_KEY_RANDOM)) == 0)
        return false;
    sdn__values_of(table->type, &table->type->key, record, key);
    return sdn__scalar_of(&table->type->fields[table->type->key.fields[0]])->equal(&key[0], &zero);
}

static sdn_code no_number_left(const sdn_table *table, sdn_error *err)
{
    return sdn__fail(err, SDN_E_LIMIT, path_of(table),
                     "no number is left for a new record of table '%s'; "
                     "give it a key",
                     table->type->table.ptr);
}

static sdn_code fill_number(sdn_table *table, void *record, sdn_error *err)
{
    const sdn_field *field = &table->type->fields[table->type->key.fields[0]];
    char digits[SDN_NUMBER_SIZE];
    if (table->largest_number == UINT64_MAX)
        return no_number_left(table, err);
    sdn_str text = {digits, sdn__print_unsigned(table->largest_number + 1, digits)};
    if (field->type == SDN_TYPE_STRING) {
        text = sdn_arena_copy_str(&table->arena, text);
        if (text.ptr == NULL)
            return sdn__fail_memory(err);
    }
    /* Read as if it stood in the file, which tells whether the key's type can hold it. */
    bool fits = sdn__scalar_of(field)->parse(field, text, (char *)record + field->offset);
    return fits ? SDN_OK : no_number_left(table, err);
}

static sdn_code fill_key(sdn_table *table, uint32_t slot, sdn_error *err)
{
    void *record = sdn__table_record(table, slot);
    const sdn_field *field = &table->type->fields[table->type->key.fields[0]];
    if ((table->type->flags & SDN_RECORD_KEY_RANDOM) == 0) {
        table->rows[slot].flags |= SDN_ROW_NUMBERED;
        return fill_number(table, record, err);
    }
    return sdn__random_key(table, (sdn_str *)(void *)((char *)record + field->offset), err);
}

/* Refuses values that could not be saved, while the caller still has the record at hand. */
static sdn_code check_values(sdn_table *table, const void *record, sdn_error *err)
{
    sdn_row_encoder *encoder;
    sdn_code code = sdn__row_encoder_of(table, &encoder, err);
    if (code != SDN_OK)
        return code;
    sdn_row_writer *writer = &encoder->writer;
    sdn__row_writer_fill(writer, record);
    sdn__row_writer_limit(writer, table->document->options->max_cell_bytes);
    if (writer->out_of_memory)
        return sdn__fail_memory(err);
    return writer->problem == NULL ? SDN_OK : sdn__row_encoder_refuse_written(encoder, record, err);
}

/* The bytes of rows that were handed out are not as in the file. */
static void find_style(sdn_table *table)
{
    if (table->encoder->format.is_found)
        return;
    sdn__table_restore_bytes(table);
    sdn__row_encoder_format(table->encoder);
    sdn__table_terminate_again(table);
}

/* Composes the row of the record whose values were checked last, so that a save finds it ready. Where that cannot be done
 * now, because memory runs out, or would not read back, it is left to the save. */
static void cache_encoded_row(sdn_table *table, uint32_t slot)
{
    sdn_row_encoder *encoder = table->encoder;
    sdn_str end = sdn__line_end_of(table->document);
    bool same = false;
    if (!encoder->columns_known)
        return;
    (void)sdn__row_encoder_add_columns(encoder, NULL); /* adds none, or all of a new table, neither of which fails */
    find_style(table);
    encoder->row.len = 0;
    sdn__encode_new_row(encoder, &encoder->row);
    size_t len = encoder->row.len;
    sdn__buffer_add_str(&encoder->row, end);
    sdn_str row = {encoder->row.bytes, len};
    if (encoder->row.out_of_memory ||
        sdn__row_encoder_reads_back(encoder, row, sdn__table_record(table, slot), &same, NULL) != SDN_OK || !same ||
        sdn__table_reserve_patches(table, 1) != 0)
        return;
    char *kept = sdn__arena_bytes(&table->row_text, len + end.len);
    if (kept == NULL)
        return;
    memcpy(kept, encoder->row.bytes, len + end.len);
    sdn__table_cache_row(table, slot, (sdn_str){kept, len});
}

/* Refuses values of which one would not be saved, because it lacks its presence. */
static sdn_code check_presence(const sdn_table *table, const void *values, const void *before, sdn_error *err)
{
    const sdn_field *unset = sdn__record_unset(table->type, values, before);
    if (unset == NULL)
        return SDN_OK;
    return sdn__fail(err, SDN_E_MISUSE, path_of(table),
                     "table '%s': field '%s' has a value, but its has_... is false; set both, or clear both",
                     table->type->table.ptr, unset->name);
}

static sdn_code refuse_empty_key(const sdn_table *table, const sdn_value *key, sdn_error *err)
{
    const sdn_record_type *type = table->type;
    const char *name = type->table.ptr;
    if (type->key.field_count == 1)
        return sdn__fail(err, SDN_E_INVALID, path_of(table), "table '%s': the key is empty; give the record a key",
                         name);
    return sdn__fail(err, SDN_E_INVALID, path_of(table),
                     "table '%s': field '%s' is empty, but it is part of the key; fill "
                     "it in",
                     name, type->fields[type->key.fields[sdn__key_empty_part(type, key)]].name);
}

/* Whether a record may get the key; `advice` is for one that another record has. */
static sdn_code check_key(const sdn_table *table, const sdn_value *key, const char *advice, sdn_error *err)
{
    char shown[SDN_SHOWN_KEY_SIZE];
    const char *name = table->type->table.ptr;
    if (!is_keyed(table))
        return SDN_OK;
    if (sdn__key_is_empty(table->type, key))
        return refuse_empty_key(table, key, err);
    if (sdn__key_map_find(&table->keys, key) != SDN_NO_SLOT)
        return sdn__fail(err, SDN_E_EXISTS, path_of(table), "table '%s' has a record '%s' already; %s", name,
                         shown_key(table, key, shown), advice);
    if (!sdn__table_is_unread(table, key))
        return SDN_OK;
    return sdn__fail_at(err, SDN_E_EXISTS, path_of(table), sdn__table_unread_line(table, key), 1,
                        "a row that cannot be read has the key '%s'; correct that row first",
                        shown_key(table, key, shown));
}

/* `is_given`: the record keeps its key, 0 too. */
static sdn_code check_new(sdn_table *table, uint32_t slot, bool is_given, sdn_error *err)
{
    void *record = sdn__table_record(table, slot);
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    if (table->live_count >= table->document->options->max_rows)
        return sdn__fail(err, SDN_E_LIMIT, path_of(table), "table '%s' has %lu records; raise max_rows to add more",
                         table->type->table.ptr, (unsigned long)table->live_count);
    drop_empty_options(table, record);
    sdn_code code = !is_given && wants_key(table, record) ? fill_key(table, slot, err) : SDN_OK;
    sdn__values_of(table->type, &table->type->key, record, key);
    return code == SDN_OK ? check_key(table, key, "use another key, or put", err) : code;
}

static sdn_code fill_slot(sdn_table *table, uint32_t slot, const void *values, bool is_checked, sdn_error *err)
{
    void *record = sdn__table_record(table, slot);
    memcpy(record, values, table->type->size);
    table->rows[slot].flags = SDN_ROW_DELETED; /* no other record, to whoever looks, until it is accepted */
    sdn_code code = is_checked ? check_presence(table, record, table->type->defaults, err) : SDN_OK;
    if (code == SDN_OK)
        code = check_new(table, slot, !is_checked, err);
    if (code == SDN_OK && is_checked)
        code = check_values(table, record, err);
    if (code == SDN_OK && is_checked)
        code = sdn__row_encoder_refuse_repeated(table, slot, err);
    if (code == SDN_OK && is_checked)
        code = sdn__rules_require(table, slot, record, SDN_E_EXISTS, err);
    if (code != SDN_OK)
        return code;
    if (sdn__record_own(table->type, record, &table->arena) != 0 || reserve_change(table) != 0 ||
        (is_keyed(table) && sdn__key_map_reserve_for(&table->keys, slot) != 0))
        return sdn__fail_memory(err);
    table->rows[slot].flags = SDN_ROW_NEW | (table->rows[slot].flags & SDN_ROW_NUMBERED);
    if (open_slot(table, slot) == NULL)
        return sdn__fail_memory(err);
    if (is_checked)
        cache_encoded_row(table, slot);
    return SDN_OK;
}

static sdn_code insert(sdn_table *table, const void *values, bool is_checked, uint32_t *inserted, sdn_error *err)
{
    sdn__table_flush_open(table);
    uint32_t slot = sdn__table_add_slot(table);
    if (slot == SDN_NO_SLOT)
        return sdn__fail_memory(err);
    size_t changes = table->change_count;
    sdn_code code = fill_slot(table, slot, values, is_checked, err);
    if (code != SDN_OK) {
        table->change_count = changes;
        table->row_count--;
        return code;
    }
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    sdn__table_key(table, slot, key);
    uint64_t number = sdn__table_count_number(table, key);
    if (is_keyed(table))
        sdn__table_track_order(table, slot, key, number);
    enter_indexes(table, slot);
    *inserted = slot;
    return SDN_OK;
}

void *sdn__table_insert(sdn_table *table, const void *values, sdn_error *err)
{
    uint32_t slot = SDN_NO_SLOT;
    return insert(table, values, true, &slot, err) == SDN_OK ? sdn__table_record(table, slot) : NULL;
}

sdn_code sdn__table_insert_unchecked(sdn_table *table, const void *values, uint32_t flags, sdn_error *err)
{
    uint32_t slot = SDN_NO_SLOT;
    sdn_code code = insert(table, values, false, &slot, err);
    if (code == SDN_OK)
        table->rows[slot].flags |= flags;
    return code;
}

/* ---- putting and deleting ---- */

static void *replace(sdn_table *table, uint32_t slot, const void *values, sdn_error *err)
{
    if (check_presence(table, values, sdn__table_record(table, slot), err) != SDN_OK)
        return NULL;
    void *copy = sdn_arena_alloc(&table->arena, table->type->size);
    if (copy == NULL || sdn_record_copy(table->type, copy, values, &table->arena) != 0) {
        sdn__fail_memory(err);
        return NULL;
    }
    drop_empty_options(table, copy);
    if (check_values(table, copy, err) != SDN_OK || sdn__rules_require(table, slot, copy, SDN_E_INVALID, err) != SDN_OK)
        return NULL;
    void *record = reserve_change(table) == 0 ? open_slot(table, slot) : NULL;
    if (record == NULL)
        sdn__fail_memory(err);
    else
        memcpy(record, copy, table->type->size);
    return record;
}

void *sdn__table_put(sdn_table *table, const void *values, sdn_error *err)
{
    sdn__table_flush_open(table);
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    sdn__values_of(table->type, &table->type->key, values, key);
    uint32_t slot = sdn__key_map_find(&table->keys, key);
    if (slot == SDN_NO_SLOT)
        return sdn__table_insert(table, values, err);
    if (sdn__table_require_one_row(table, key, err) != SDN_OK)
        return NULL;
    return replace(table, slot, values, err);
}

sdn_code sdn__table_delete(sdn_table *table, const sdn_value *key, sdn_error *err)
{
    sdn__table_flush_open(table);
    uint32_t slot = sdn__key_map_find(&table->keys, key);
    return slot != SDN_NO_SLOT ? sdn__table_delete_slot(table, slot, err) : sdn__table_not_found(table, key, err);
}

sdn_code sdn__table_delete_slot(sdn_table *table, uint32_t slot, sdn_error *err)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    sdn__table_flush_open(table);
    sdn__table_key(table, slot, key);
    sdn_code code = is_keyed(table) ? sdn__table_require_one_row(table, key, err) : SDN_OK;
    if (code != SDN_OK)
        return code;
    if (reserve_change(table) != 0 || change_of(table, slot) == NULL)
        return sdn__fail_memory(err);
    leave_indexes(table, slot);
    table->rows[slot].flags |= SDN_ROW_DELETED;
    return SDN_OK;
}

/* ---- renaming ---- */

int sdn__table_own_key(sdn_table *table, const sdn_value *key, sdn_value *owned)
{
    for (uint32_t i = 0; i < table->type->key.field_count; i++) {
        owned[i] = key[i];
        if (table->type->fields[table->type->key.fields[i]].type != SDN_TYPE_STRING)
            continue;
        owned[i].text = sdn_arena_copy_str(&table->arena, key[i].text);
        if (owned[i].text.ptr == NULL)
            return -1;
    }
    return 0;
}

static void set_key(const sdn_table *table, void *record, const sdn_value *key)
{
    for (uint32_t i = 0; i < table->type->key.field_count; i++) {
        const sdn_field *field = &table->type->fields[table->type->key.fields[i]];
        memcpy((char *)record + field->offset, &key[i], sdn__scalar_of(field)->size);
    }
}

/* The map is scattered first: in a sorted one not every key has a place. */
sdn_code sdn__table_vacate_key(sdn_table *table, uint32_t slot, sdn_error *err)
{
    if (reserve_change(table) != 0 || sdn__key_map_scatter(&table->keys) != 0 || change_of(table, slot) == NULL)
        return sdn__fail_memory(err);
    leave_indexes(table, slot);
    return SDN_OK;
}

void sdn__table_take_key(sdn_table *table, uint32_t slot, const sdn_value *key)
{
    if (key != NULL) {
        set_key(table, sdn__table_record(table, slot), key);
        if (sdn__table_has_cached_row(&table->rows[slot]))
            sdn__table_uncache_row(table, slot);
        sdn__table_count_number(table, key);
        table->keys_sorted = false;
        if (table->sorted_prefix > slot)
            table->sorted_prefix = slot;
    }
    enter_indexes(table, slot);
}

/* Whether the record of a slot may have this key, and keeps all rules with it. */
static sdn_code check_renamed(sdn_table *table, uint32_t slot, const sdn_value *key, sdn_error *err)
{
    sdn_code code = check_key(table, key, "use another key", err);
    if (code != SDN_OK)
        return code;
    void *renamed = sdn_arena_alloc(&table->arena, table->type->size);
    if (renamed == NULL)
        return sdn__fail_memory(err);
    memcpy(renamed, sdn__table_record(table, slot), table->type->size);
    set_key(table, renamed, key);
    code = check_values(table, renamed, err);
    return code == SDN_OK ? sdn__rules_require(table, slot, renamed, SDN_E_EXISTS, err) : code;
}

static sdn_code rename_slot(sdn_table *table, uint32_t slot, const sdn_value *new_key, sdn_error *err)
{
    sdn_value owned[SDN_INDEX_FIELDS_MAX];
    sdn_code code = check_renamed(table, slot, new_key, err);
    if (code == SDN_OK && sdn__table_own_key(table, new_key, owned) != 0)
        code = sdn__fail_memory(err);
    if (code == SDN_OK)
        code = sdn__table_vacate_key(table, slot, err);
    if (code != SDN_OK)
        return code;
    sdn__table_take_key(table, slot, owned);
    table->rows[slot].flags &= ~(uint32_t)SDN_ROW_NUMBERED;
    return SDN_OK;
}

sdn_code sdn__table_rename(sdn_table *table, const sdn_value *key, const sdn_value *new_key, sdn_error *err)
{
    sdn__table_flush_open(table);
    uint32_t slot = sdn__key_map_find(&table->keys, key);
    if (slot == SDN_NO_SLOT)
        return sdn__table_not_found(table, key, err);
    if (sdn__key_equal(table->type, key, new_key))
        return SDN_OK;
    sdn_code code = sdn__table_require_one_row(table, key, err);
    return code == SDN_OK ? rename_slot(table, slot, new_key, err) : code;
}

/* ---- rolling back ---- */

static void take_back_edit(sdn_table *table, const sdn_change *change)
{
    sdn_table_row *row = &table->rows[change->slot];
    memcpy(sdn__table_record(table, change->slot), change->base, table->type->size);
    enter_indexes(table, change->slot);
    row->flags &= ~(uint32_t)(SDN_ROW_DELETED | SDN_ROW_EDITED);
}

/* New records may have been the ones with whom the keys ceased to rise. */
static void track_loaded_order(sdn_table *table)
{
    bool rises = table->sorted_prefix >= table->loaded_count;
    if (!rises)
        return;
    table->sorted_prefix = table->loaded_count;
    if (table->loaded_count == 0) {
        table->keys_sorted = true;
        table->last_number = 0;
        return;
    }
    uint32_t last = (uint32_t)table->loaded_count - 1;
    if ((table->rows[last].flags & SDN_ROW_UNREADABLE) != 0)
        return; /* what came after it, and is taken back, counts as seen */
    sdn__table_key(table, last, table->last_key);
    table->last_number = sdn__key_number(table->type, table->last_key);
    table->keys_sorted = true;
}

void sdn__table_rollback(sdn_table *table)
{
    sdn__table_flush_open(table);
    /* All go before the first one comes back: it may have to get its key from a new or a renamed one. */
    for (size_t i = 0; i < table->change_count; i++)
        if ((table->rows[table->changes[i].slot].flags & SDN_ROW_DELETED) == 0)
            leave_indexes(table, table->changes[i].slot);
    for (size_t i = 0; i < table->change_count; i++) {
        if ((table->rows[table->changes[i].slot].flags & SDN_ROW_NEW) == 0)
            take_back_edit(table, &table->changes[i]);
        table->rows[table->changes[i].slot].change = 0;
    }
    table->change_count = table->edit_count = 0;
    table->row_count = table->loaded_count;
    table->patch_count = table->saved_patches;
    track_loaded_order(table);
    table->edited_key[0] = '\0';
    table->text_was_lost = false;
    table->unset_field = NULL;
}
