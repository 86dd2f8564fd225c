/*
 * Inserts: a record gets a slot, a key if it has none, and its encoded row.
 *
 * The record is copied to the next free slot first, and checked there; the slot counts only once the record is
 * accepted. On failure the slot and the change are taken back, so nothing else has to be undone. The indexes come last,
 * because entering them cannot fail.
 */
#include "edit/edit_private.h"

#include "base/number.h"
#include "record/record.h"
#include "record/scalar.h"
#include "record/value.h"
#include "encode/row_cache.h"
#include "encode/row_encode.h"
#include "edit/random_key.h"
#include "table/rules.h"

#include <string.h>

/* Where the values come from. */
typedef enum insert_source {
    FROM_PROGRAM, /* all is checked */
    FROM_MERGE,   /* accepted before, with this key */
    FROM_RENUMBER /* accepted before; gets the next number */
} insert_source;

/* ---- keys ---- */

/* Whether the record has no key, and its type says that it gets one automatically. */
static bool wants_key(const sdn_table *table, const void *record)
{
    static const sdn_value zero; /* no text, and the number 0 */
    const sdn_field *field = &table->type->fields[table->type->key.fields[0]];
    return (table->type->flags & (SDN_RECORD_KEY_AUTO | SDN_RECORD_KEY_RANDOM)) != 0 &&
           sdn__scalar_of(field)->equal((const char *)record + field->offset, &zero);
}

static sdn_code no_number_left(const sdn_table *table, sdn_error *err)
{
    return sdn__fail(err, SDN_E_LIMIT, sdn__edit_path(table),
                     "no number is left for a new record of table '%s'; give it a key", table->type->table.ptr);
}

/* Gives the record the next number as its key. */
static sdn_code fill_number(sdn_table *table, void *record, sdn_error *err)
{
    const sdn_field *field = &table->type->fields[table->type->key.fields[0]];
    char digits[SDN_NUMBER_SIZE];
    if (table->lookup.largest_number == UINT64_MAX)
        return no_number_left(table, err);
    sdn_str text = {digits, sdn__print_unsigned(table->lookup.largest_number + 1, digits)};
    if (field->type == SDN_TYPE_STRING) {
        text = sdn_arena_copy_str(&table->arena, text);
        if (text.ptr == NULL)
            return sdn__fail_memory(err);
    }
    /* The number is read as a cell of the file would be, which tells whether the key's type can hold it. */
    bool fits = sdn__scalar_of(field)->parse(field, text, (char *)record + field->offset);
    return fits ? SDN_OK : no_number_left(table, err);
}

static sdn_code fill_key(sdn_table *table, uint32_t slot, sdn_error *err)
{
    void *record = sdn__slots_record(&table->slots, slot);
    const sdn_field *field = &table->type->fields[table->type->key.fields[0]];
    if ((table->type->flags & SDN_RECORD_KEY_RANDOM) == 0) {
        table->slots.rows[slot].flags |= SDN_ROW_NUMBERED;
        return fill_number(table, record, err);
    }
    return sdn__random_key(table, (sdn_str *)(void *)((char *)record + field->offset), err);
}

/* Whether the record gets a key. One from a merge keeps the key that it has, even 0. */
static bool gets_key(const sdn_table *table, const void *record, insert_source source)
{
    return source == FROM_RENUMBER || (source == FROM_PROGRAM && wants_key(table, record));
}

/* Gives the record a key if it needs one, and checks the key. Sets *tag to that of the key. */
static sdn_code check_new(sdn_table *table, uint32_t slot, insert_source source, uint32_t *tag, sdn_error *err)
{
    void *record = sdn__slots_record(&table->slots, slot);
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    if (table->slots.live_count >= table->document->limits.max_rows)
        return sdn__fail(err, SDN_E_LIMIT, sdn__edit_path(table),
                         "table '%s' has %lu records; raise max_rows to add more", table->type->table.ptr,
                         (unsigned long)table->slots.live_count);
    sdn__record_drop_empty_options(table->type, record);
    sdn_code code = gets_key(table, record, source) ? fill_key(table, slot, err) : SDN_OK;
    if (code != SDN_OK || !sdn__table_is_keyed(table))
        return code;
    sdn__values_of(table->type, &table->type->key, record, key);
    *tag = sdn__key_map_tag(&table->lookup.keys, key);
    return sdn__edit_check_key(table, key, *tag, "use another key, or change that record", err);
}

/* ---- slots ---- */

static sdn_code fill_slot(sdn_table *table, uint32_t slot, const void *values, insert_source source, uint32_t *tag,
                          sdn_error *err)
{
    bool is_checked = source == FROM_PROGRAM;
    void *record = sdn__slots_record(&table->slots, slot);
    memcpy(record, values, table->type->size);
    table->slots.rows[slot].flags = SDN_ROW_PENDING; /* hidden from look-ups until it is accepted */
    sdn_code code = is_checked ? sdn__edit_check_presence(table, record, table->type->defaults, err) : SDN_OK;
    if (code == SDN_OK)
        code = check_new(table, slot, source, tag, err);
    if (code == SDN_OK && is_checked)
        code = sdn__edit_check_values(table, record, err);
    if (code == SDN_OK && is_checked)
        code = sdn__row_columns_refuse_repeated(&table->encoder->columns, slot, err);
    if (code == SDN_OK && is_checked)
        code = sdn__rules_require(table, slot, record, SDN_E_EXISTS, err);
    if (code != SDN_OK)
        return code;
    table->slots.rows[slot].flags = SDN_ROW_NEW | (table->slots.rows[slot].flags & SDN_ROW_NUMBERED);
    bool is_own = is_checked && sdn__row_cache(table, slot);
    if ((!is_own && sdn__record_own(table->type, record, &table->arena) != 0) ||
        sdn__table_reserve_change(table) != 0 ||
        (sdn__table_is_keyed(table) && sdn__key_map_reserve_for(&table->lookup.keys, *tag) != 0) ||
        sdn__table_open_slot(table, slot) == NULL)
        return sdn__fail_memory(err);
    return SDN_OK;
}

/* Notes the key of the record, which points to text of our own by now. */
static void track_key(sdn_table *table, uint32_t slot, uint32_t tag)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    sdn__values_of(table->type, &table->type->key, sdn__slots_record(&table->slots, slot), key);
    uint64_t number = sdn__key_map_number(&table->lookup.keys, key, tag);
    sdn__table_note_number(table, number);
    sdn__key_order_track(&table->slots.order, table->type, slot, key, number);
}

static sdn_code insert(sdn_table *table, const void *values, insert_source source, uint32_t *inserted, sdn_error *err)
{
    sdn__table_flush_open(table);
    uint32_t slot = sdn__slots_add(&table->slots);
    if (slot == SDN_NO_SLOT)
        return sdn__fail_memory(err);
    size_t changes = table->slots.changes.count;
    uint32_t tag = 0;
    sdn_code code = fill_slot(table, slot, values, source, &tag, err);
    if (code != SDN_OK) {
        table->slots.changes.count = changes;
        table->slots.row_count--;
        return code;
    }
    if (sdn__table_is_keyed(table))
        track_key(table, slot, tag);
    sdn__table_enter_indexes(table, slot, tag);
    *inserted = slot;
    return SDN_OK;
}

void *sdn__edit_insert(sdn_table *table, const void *values, sdn_error *err)
{
    uint32_t slot = SDN_NO_SLOT;
    return insert(table, values, FROM_PROGRAM, &slot, err) == SDN_OK ? sdn__slots_record(&table->slots, slot) : NULL;
}

sdn_code sdn__edit_insert_unchecked(sdn_table *table, const void *values, uint32_t flags, sdn_error *err)
{
    uint32_t slot = SDN_NO_SLOT;
    sdn_code code = insert(table, values, FROM_MERGE, &slot, err);
    if (code == SDN_OK)
        table->slots.rows[slot].flags |= flags;
    return code;
}

sdn_code sdn__edit_insert_renumbered(sdn_table *table, const void *values, const void **inserted, sdn_error *err)
{
    uint32_t slot = SDN_NO_SLOT;
    sdn_code code = insert(table, values, FROM_RENUMBER, &slot, err);
    if (code == SDN_OK)
        *inserted = sdn__slots_record(&table->slots, slot);
    return code;
}
