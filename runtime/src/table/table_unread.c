/*
 * Rows that are not read, except for their keys.
 *
 * The user will correct such a row by hand. Until then no new record may get its key: neither an explicit one, nor an
 * automatic number. So their keys are kept in key maps of their own, apart from those of records:
 *
 *   unreadable_keys   rows of the table that cannot be read: a bad cell, a git conflict, a later row with the same key
 *   hidden            rows outside of the table: of an earlier table with its name, and detached rows. They are the
 *                     slots of a second sdn_table, of which only the keys are used (in its unreadable_keys)
 *
 * Invariants: all slots of the hidden table are SDN_ROW_UNREADABLE and have a key in their record;
 * lookup.largest_number is at least each number among the keys; of unread rows with one key the map holds the first.
 */
#include "table/table_private.h"

#include "base/alloc.h"
#include "record/value.h"
#include "record/row_read.h"

#include <assert.h>
#include <string.h>

uint64_t sdn__table_count_number(sdn_table *table, const sdn_value *key)
{
    uint64_t number = sdn__key_number(table->type, key);
    sdn__table_note_number(table, number);
    return number;
}

bool sdn__table_read_key(sdn_table *table, const sdn_row_scan *scan, sdn_row_reader *reader, void *record)
{
    const sdn_index_type *key = &table->type->key;
    uint32_t stored = table->columns.count + 1;
    memcpy(record, table->type->defaults, table->type->size);
    for (uint32_t i = 0; i < key->field_count; i++) {
        uint32_t column = table->columns.of_field[key->fields[i]];
        void *at = (char *)record + table->type->fields[key->fields[i]].offset;
        if (column == SDN_NO_COLUMN || column >= scan->count || column >= stored ||
            !sdn__read_value(reader, key->fields[i], at))
            return false;
    }
    return key->field_count > 0;
}

sdn_code sdn__table_keep_unreadable_key(sdn_table *table, uint32_t slot, sdn_error *err)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    sdn__slots_key(&table->slots, slot, key);
    sdn__table_count_number(table, key);
    sdn_key_map *keys = &table->lookup.unreadable_keys;
    uint32_t tag = sdn__key_map_tag(keys, key);
    if (sdn__key_is_empty(table->type, key) || sdn__key_map_find_tagged(keys, key, tag) != SDN_NO_SLOT)
        return SDN_OK;
    if (sdn__key_map_reserve_for(keys, tag) != 0)
        return sdn__fail_memory(err);
    sdn__key_map_insert(keys, slot, tag);
    return SDN_OK;
}

sdn_code sdn__table_refuse_more_rows(sdn_table *table, const char *at, sdn_error *err)
{
    return sdn__fail_at(err, SDN_E_LIMIT, table->document->path, sdn__document_line(table->document, at), 1,
                        "more than %lu rows in a table; raise max_rows to read this file",
                        (unsigned long)table->document->limits.max_rows);
}

static sdn_table *hidden_of(sdn_table *table)
{
    if (table->lookup.hidden != NULL)
        return table->lookup.hidden;
    sdn_table *hidden = sdn__alloc(sizeof *hidden);
    if (hidden == NULL || sdn__table_init(hidden, table->type, table->lookup.keys.seed) != 0) {
        sdn__free(hidden);
        return NULL;
    }
    hidden->document = table->document;
    table->lookup.hidden = hidden;
    return hidden;
}

/* Adds a row to the hidden ones; the caller fills its record. Their number has the same limit as that of a table. */
static sdn_code add_hidden(sdn_table *table, uint32_t start, uint32_t length, uint32_t *slot, sdn_error *err)
{
    sdn_table *hidden = hidden_of(table);
    if (hidden != NULL && hidden->slots.row_count >= table->document->limits.max_rows)
        return sdn__table_refuse_more_rows(table, table->document->bytes + start, err);
    *slot = hidden != NULL ? sdn__slots_add(&hidden->slots) : SDN_NO_SLOT;
    if (*slot == SDN_NO_SLOT)
        return sdn__fail_memory(err);
    hidden->slots.rows[*slot] = (sdn_row){.start = start, .length = length, .flags = SDN_ROW_UNREADABLE};
    return SDN_OK;
}

/* Whether the slot holds a record, or an unreadable row whose key is known. */
static bool has_key(const sdn_table *table, uint32_t slot)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    if ((table->slots.rows[slot].flags & SDN_ROW_UNREADABLE) == 0)
        return true;
    sdn__slots_key(&table->slots, slot, key);
    return sdn__key_map_find(&table->lookup.unreadable_keys, key) == slot;
}

sdn_code sdn__table_hide_rows(sdn_table *table, sdn_error *err)
{
    sdn_code code = SDN_OK;
    if (table->type->key.field_count == 0)
        return SDN_OK;
    for (uint32_t slot = 0; slot < table->slots.row_count && code == SDN_OK; slot++) {
        uint32_t added;
        if (!has_key(table, slot))
            continue;
        code = add_hidden(table, table->slots.rows[slot].start, table->slots.rows[slot].length, &added, err);
        if (code != SDN_OK)
            return code;
        memcpy(sdn__slots_record(&table->lookup.hidden->slots, added), sdn__slots_record(&table->slots, slot),
               table->type->size);
        code = sdn__table_keep_unreadable_key(table->lookup.hidden, added, err);
    }
    return code;
}

sdn_code sdn__table_read_detached_row(sdn_table *table, const sdn_row_scan *scan, sdn_error *err)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    uint32_t slot;
    sdn_code code = add_hidden(table, (uint32_t)(scan->line.start - table->document->bytes),
                               (uint32_t)(scan->line.end - scan->line.start), &slot, err);
    if (code != SDN_OK)
        return code;
    bool keyed =
        sdn__table_read_key(table, scan, &table->columns.reader, sdn__slots_record(&table->lookup.hidden->slots, slot));
    if (table->columns.reader.out_of_memory)
        return sdn__fail_memory(err);
    if (!keyed) {
        table->lookup.hidden->slots.row_count--;
        return SDN_OK;
    }
    sdn__slots_key(&table->lookup.hidden->slots, slot, key);
    sdn__table_count_number(table, key);
    return sdn__table_keep_unreadable_key(table->lookup.hidden, slot, err);
}

/* The slot of a row with this key that is not read. *owner: the table, or that of its hidden rows. */
static uint32_t find_unread(const sdn_table *table, const sdn_value *key, const sdn_table **owner)
{
    uint32_t slot = sdn__key_map_find(&table->lookup.unreadable_keys, key);
    *owner = table;
    if (slot != SDN_NO_SLOT || table->lookup.hidden == NULL)
        return slot;
    *owner = table->lookup.hidden;
    return sdn__key_map_find(&table->lookup.hidden->lookup.unreadable_keys, key);
}

bool sdn__table_is_unread(const sdn_table *table, const sdn_value *key)
{
    const sdn_table *owner;
    return find_unread(table, key, &owner) != SDN_NO_SLOT;
}

uint32_t sdn__table_unread_line(const sdn_table *table, const sdn_value *key)
{
    const sdn_table *owner;
    uint32_t slot = find_unread(table, key, &owner);
    assert(slot != SDN_NO_SLOT);
    return sdn__table_line(owner, slot);
}

/* The problem with this message, or NULL. */
static const sdn_problem *problem_of_message(const sdn_table *table, const char *message)
{
    for (size_t i = 0; message != NULL && i < table->problems.count; i++)
        if (strcmp(table->problems.items[i].message, message) == 0)
            return &table->problems.items[i];
    return NULL;
}

/* The problem because of which a row cannot be read; NULL if it is not known. */
static const sdn_problem *problem_of_row(const sdn_table *table, uint32_t slot)
{
    const sdn_row *row = &table->slots.rows[slot];
    const char *start = table->document->bytes + row->start;
    const sdn_git_conflict *conflict = sdn__document_conflict_at(table->document, start);
    uint32_t first = sdn__table_line(table, slot), last = first;
    if (conflict != NULL)
        return problem_of_message(table, conflict->message);
    for (uint32_t i = 0; i < row->length; i++)
        last += start[i] == '\n';
    for (size_t i = 0; i < table->problems.count; i++)
        if (table->problems.items[i].line >= first && table->problems.items[i].line <= last)
            return &table->problems.items[i];
    return problem_of_message(table, table->columns.missing);
}

/* The length of a problem's message without its advice, which follows the last `; `. */
static size_t length_of_cause(const char *message)
{
    size_t len = strlen(message);
    for (size_t at = len; at > 1; at--)
        if (message[at - 1] == ' ' && message[at - 2] == ';')
            return at - 2;
    return len;
}

sdn_code sdn__table_refuse_unread(const sdn_table *table, const sdn_value *key, sdn_error *err)
{
    char shown[SDN_SHOWN_KEY_SIZE];
    const sdn_table *owner;
    const char *path = table->document->path;
    uint32_t slot = find_unread(table, key, &owner);
    if (slot == SDN_NO_SLOT)
        return SDN_OK;
    sdn__key_show(table->type, key, shown);
    const sdn_problem *problem = owner == table ? problem_of_row(table, slot) : NULL;
    if (problem == NULL)
        return sdn__fail_at(err, SDN_E_INVALID, path, sdn__table_line(owner, slot), 1,
                            "record '%s' is not read: its row is after the end of its table, or in an earlier table of "
                            "that name; correct that first",
                            shown);
    return sdn__fail_at(err, SDN_E_INVALID, path, problem->line, problem->column,
                        "record '%s' cannot be read: %.*s; correct that row first", shown,
                        (int)length_of_cause(problem->message), problem->message);
}
