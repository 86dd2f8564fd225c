#include "backend/pull.h"

#include "base/alloc.h"
#include "base/error.h"
#include "edit/edit.h"
#include "record/value.h"
#include "save/image_bytes.h"
#include "save/save.h"
#include "table/changes.h"

#include <string.h>

/* ---- what is asked ---- */

uint32_t sdn_pull_table_count(const sdn_pull *pull)
{
    return pull->image != NULL ? (uint32_t)pull->image->table_count : pull->type_count;
}

const sdn_record_type *sdn_pull_type(const sdn_pull *pull, uint32_t table)
{
    return pull->image != NULL ? pull->image->tables[table]->type : pull->types[table];
}

bool sdn_pull_is_first(const sdn_pull *pull)
{
    return pull->image == NULL;
}

uint32_t sdn_pull_known_count(const sdn_pull *pull)
{
    return pull->known != NULL ? (uint32_t)pull->known->table_count : 0;
}

bool sdn_pull_wants_all(const sdn_pull *pull)
{
    return pull->image == NULL || pull->wants_all;
}

static sdn_code misuse(const sdn_pull *pull, const char *what, sdn_error *err)
{
    return sdn__fail(err, SDN_E_MISUSE, pull->path, "the backend gave %s", what);
}

/* ---- all records ---- */

sdn_code sdn_pull_all(sdn_pull *pull, sdn_error *err)
{
    if (pull->given != SDN_PULLED_NOTHING)
        return misuse(pull, "something before all records", err);
    pull->given = SDN_PULLED_CONTENT;
    pull->has_records = true;
    return SDN_OK;
}

sdn_code sdn_pull_added(sdn_pull *pull, sdn_error *err)
{
    if (pull->known == NULL)
        return misuse(pull, "records of added tables where none is known", err);
    sdn_code code = sdn_pull_all(pull, err);
    if (code == SDN_OK)
        code = sdn__image_add_bytes(pull->known, &pull->text.bytes, err);
    if (code == SDN_OK)
        pull->text_tables = sdn_pull_known_count(pull);
    return code;
}

/* Begins tables until there are `count`. */
static sdn_code begin_tables(sdn_pull *pull, uint32_t count, sdn_error *err)
{
    sdn_code code = SDN_OK;
    for (; pull->text_tables < count && code == SDN_OK; pull->text_tables++)
        code = sdn__replica_text_begin(&pull->text, sdn_pull_type(pull, pull->text_tables), err);
    return code;
}

static sdn_code add_to_text(sdn_pull *pull, uint32_t table, const sdn_str *texts, sdn_error *err)
{
    sdn_code code = begin_tables(pull, table + 1, err);
    if (code == SDN_OK && pull->text_tables != table + 1)
        code = misuse(pull, "records of an earlier table after those of a later one", err);
    if (code == SDN_OK)
        code = sdn__replica_text_add(&pull->text, texts, pull->options->max_file_bytes, pull->path, err);
    return code;
}

sdn_code sdn__pull_end(sdn_pull *pull, sdn_error *err)
{
    if (pull->image == NULL && pull->given != SDN_PULLED_CONTENT)
        return sdn__fail(err, SDN_E_MISUSE, pull->path, "the backend did not give all records");
    if (!pull->has_records)
        return SDN_OK;
    sdn_code code = begin_tables(pull, sdn_pull_table_count(pull), err);
    return code == SDN_OK ? sdn__replica_text_take(&pull->text, &pull->content, err) : code;
}

/* ---- changes ---- */

/* A record whose text is in the table's arena, made of the texts of all fields, or of those of the key. *made is NULL if
 * a text holds no value of its field. */
static sdn_code make_record(sdn_table *table, const uint32_t *fields, uint32_t count, const sdn_str *texts, void **made,
                            sdn_error *err)
{
    const sdn_record_type *type = table->type;
    void *record = sdn_arena_alloc(&table->arena, type->size);
    sdn_code code = record != NULL ? SDN_OK : SDN_E_NOMEM;
    if (record != NULL)
        memcpy(record, type->defaults, type->size);
    for (uint32_t i = 0; i < count && code == SDN_OK; i++) {
        sdn_str text = texts[i].ptr != NULL ? texts[i] : SDN_STR("");
        code = sdn_field_set(type, fields != NULL ? fields[i] : i, record, text, &table->arena, NULL);
    }
    *made = code == SDN_OK ? record : NULL;
    return code == SDN_E_NOMEM ? sdn__fail_memory(err) : SDN_OK;
}

/* The table that changes are made on; NULL: changes cannot be made any more, or are not wanted. */
static sdn_table *changed_table(sdn_pull *pull, uint32_t table)
{
    if (sdn_pull_wants_all(pull))
        pull->is_unclear = true;
    pull->given = SDN_PULLED_CHANGES;
    return pull->is_unclear ? NULL : pull->image->tables[table];
}

static sdn_code replace_slot(sdn_table *table, uint32_t slot, const void *record, sdn_error *err)
{
    void *opened = sdn__table_reserve_change(table) == 0 ? sdn__table_open_slot(table, slot) : NULL;
    if (opened == NULL)
        return sdn__fail_memory(err);
    memcpy(opened, record, table->type->size);
    return SDN_OK;
}

static sdn_code put_record(sdn_pull *pull, sdn_table *table, const void *record, sdn_error *err)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    if (!sdn__table_is_keyed(table))
        return sdn__edit_insert_unchecked(table, record, 0, err);
    sdn__values_of(table->type, &table->type->key, record, key);
    uint32_t slot = sdn__key_map_find(&table->lookup.keys, key);
    if (sdn__table_is_unread(table, key)) {
        pull->is_unclear = true;
        return SDN_OK;
    }
    return slot != SDN_NO_SLOT ? replace_slot(table, slot, record, err)
                               : sdn__edit_insert_unchecked(table, record, 0, err);
}

sdn_code sdn_pull_record(sdn_pull *pull, uint32_t number, const sdn_str *texts, sdn_error *err)
{
    if (pull->given == SDN_PULLED_CONTENT)
        return add_to_text(pull, number, texts, err);
    sdn_table *table = changed_table(pull, number);
    void *record;
    if (table == NULL)
        return SDN_OK;
    sdn__table_flush_open(table);
    sdn_code code = make_record(table, NULL, table->type->field_count, texts, &record, err);
    if (code != SDN_OK || record != NULL)
        return code == SDN_OK ? put_record(pull, table, record, err) : code;
    pull->is_unclear = true;
    return SDN_OK;
}

sdn_code sdn_pull_gone(sdn_pull *pull, uint32_t number, const sdn_str *key_texts, sdn_error *err)
{
    const sdn_index_type *index = &sdn_pull_type(pull, number)->key;
    if (pull->given == SDN_PULLED_CONTENT || index->field_count == 0)
        return misuse(pull, "a deletion among all records, or of one without key", err);
    sdn_table *table = changed_table(pull, number);
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    void *record;
    if (table == NULL)
        return SDN_OK;
    sdn_code code = make_record(table, index->fields, index->field_count, key_texts, &record, err);
    if (code != SDN_OK || record == NULL)
        return code; /* no record has a key that cannot be read */
    sdn__values_of(table->type, index, record, key);
    uint32_t slot = sdn__key_map_find(&table->lookup.keys, key);
    pull->is_unclear = pull->is_unclear || sdn__table_is_unread(table, key);
    return slot != SDN_NO_SLOT ? sdn__edit_delete_alone(table, slot, err) : SDN_OK;
}

/* ---- after it ---- */

sdn_code sdn__pull_keep(const sdn_pull *pull, uint64_t seed, sdn_image **image, sdn_error *err)
{
    for (size_t i = 0; i < pull->image->table_count; i++)
        sdn__table_flush_open(pull->image->tables[i]);
    return sdn__save_adopt(image, seed, err);
}

void sdn__pull_undo(const sdn_pull *pull)
{
    if (pull->given != SDN_PULLED_CHANGES || sdn_pull_wants_all(pull))
        return;
    for (size_t i = 0; i < pull->image->table_count; i++)
        sdn__edit_rollback(pull->image->tables[i]);
}

void sdn__pull_release(sdn_pull *pull)
{
    sdn__replica_text_release(&pull->text);
    sdn__free(pull->content.bytes);
    pull->content.bytes = NULL;
}
