/* Checks of edits: what is required of a record before it is accepted, and why a key is refused or not found. */
#include "edit/edit_private.h"

#include "encode/row_encode.h"
#include "record/record.h"

sdn_code sdn__edit_require_one_row(const sdn_table *table, const sdn_value *key, sdn_error *err)
{
    char shown[SDN_SHOWN_KEY_SIZE];
    if (!sdn__table_is_unread(table, key))
        return SDN_OK;
    return sdn__fail_at(err, SDN_E_INVALID, sdn__edit_path(table), sdn__table_unread_line(table, key), 1,
                        "another row has the key '%s' too; remove one of them first",
                        sdn__key_show(table->type, key, shown));
}

sdn_code sdn__edit_not_found(const sdn_table *table, const sdn_value *key, sdn_error *err)
{
    char shown[SDN_SHOWN_KEY_SIZE];
    sdn_code code = sdn__table_refuse_unread(table, key, err);
    if (code != SDN_OK)
        return code;
    return sdn__fail(err, SDN_E_NOT_FOUND, sdn__edit_path(table), "no record '%s' in table '%s'; check the key",
                     sdn__key_show(table->type, key, shown), table->type->table.ptr);
}

sdn_code sdn__edit_check_presence(const sdn_table *table, const void *values, const void *before, sdn_error *err)
{
    const sdn_field *unset = sdn__record_unset(table->type, values, before);
    if (unset == NULL)
        return SDN_OK;
    return sdn__fail(err, SDN_E_MISUSE, sdn__edit_path(table),
                     "table '%s': field '%s' has a value, but its has_... is false; set both, or clear both",
                     table->type->table.ptr, unset->name);
}

static sdn_code refuse_key_without_value(const sdn_table *table, const sdn_value *key, sdn_error *err)
{
    const sdn_record_type *type = table->type;
    const char *name = type->table.ptr;
    if (type->key.field_count == 1)
        return sdn__fail(err, SDN_E_INVALID, sdn__edit_path(table),
                         "table '%s': the key is empty; give the record a key", name);
    return sdn__fail(err, SDN_E_INVALID, sdn__edit_path(table),
                     "table '%s': field '%s' is empty, but it is part of the key; fill it in", name,
                     type->fields[type->key.fields[sdn__key_empty_part(type, key)]].name);
}

sdn_code sdn__edit_check_key(const sdn_table *table, const sdn_value *key, uint32_t tag, const char *advice,
                             sdn_error *err)
{
    char shown[SDN_SHOWN_KEY_SIZE];
    const char *name = table->type->table.ptr;
    if (!sdn__table_is_keyed(table))
        return SDN_OK;
    if (sdn__key_is_empty(table->type, key))
        return refuse_key_without_value(table, key, err);
    if (sdn__key_map_find_tagged(&table->lookup.keys, key, tag) != SDN_NO_SLOT)
        return sdn__fail(err, SDN_E_EXISTS, sdn__edit_path(table), "table '%s' has a record '%s' already; %s", name,
                         sdn__key_show(table->type, key, shown), advice);
    if (!sdn__table_is_unread(table, key))
        return SDN_OK;
    return sdn__fail_at(err, SDN_E_EXISTS, sdn__edit_path(table), sdn__table_unread_line(table, key), 1,
                        "a row that cannot be read has the key '%s'; correct that row first",
                        sdn__key_show(table->type, key, shown));
}

sdn_code sdn__edit_check_values(sdn_table *table, const void *record, sdn_error *err)
{
    sdn_row_encoder *encoder;
    sdn_code code = sdn__row_encoder_of(table, &encoder, err);
    return code == SDN_OK ? sdn__row_encoder_fill(encoder, record, err) : code;
}
