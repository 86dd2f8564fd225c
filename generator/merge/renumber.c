/*
 * New records of both sides that got the same number, where the schema says `= auto merge renumber`: that of theirs gets
 * the next number which no version has, unless a row of theirs refers to it. Its row is written after all rows of the
 * table.
 *
 * Rows that nobody changed may refer to it too: to a number that no record had before. So all rows of the tables that
 * refer to it are read, once.
 */
#include "merge/merge_private.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "record/record.h"
#include "record/scalar.h"
#include "record/value.h"

/* ---- numbers that are referred to ---- */

static sdn_code note_number(file_merger *m, merge_numbers *numbers, uint64_t number)
{
    if (sdn__reserve(&numbers->referred, &numbers->capacity, numbers->count + 1, sizeof *numbers->referred) != 0)
        return sdn__fail_memory(m->err);
    numbers->referred[numbers->count++] = number;
    return SDN_OK;
}

static sdn_code note_references(file_merger *m, merge_table *to, const sdn_field *field, const void *record)
{
    sdn_code code = SDN_OK;
    sdn_any_list elements = sdn__elements_of(field, record);
    for (size_t i = 0; sdn__field_present(field, record) && i < elements.count && code == SDN_OK; i++) {
        sdn_value key;
        memcpy(&key, sdn__list_item(elements, sdn__scalar_of(field), i), sdn__scalar_of(field)->size);
        code = note_number(m, &to->numbers, sdn__key_number(to->type, &key));
    }
    return code;
}

/* Reads the rows of theirs. What cannot be read is in conflict anyway, or kept as it is. */
static sdn_code note_all_references(file_merger *m, merge_table *from, merge_table *to)
{
    sdn_code code = SDN_OK;
    const sdn_record_type *type = from->type;
    for (uint32_t i = 1; from->headers[MERGE_THEIRS] != NULL && i <= from->row_count[MERGE_THEIRS]; i++) {
        const merge_element *row = merge_element_at(m, MERGE_THEIRS, from->first[MERGE_THEIRS] + i);
        if (!merge_row_read(m, from, MERGE_THEIRS, merge_element_text(m, MERGE_THEIRS, row->peers[MERGE_THEIRS])))
            continue;
        for (uint32_t f = 0; f < type->field_count && code == SDN_OK; f++)
            if (type->fields[f].references == to->type)
                code = note_references(m, to, &type->fields[f], from->rows[MERGE_THEIRS].record);
    }
    return code;
}

static bool refers(const sdn_record_type *from, const sdn_record_type *to)
{
    bool does = false;
    for (uint32_t i = 0; i < from->field_count; i++)
        does = does || from->fields[i].references == to;
    return does;
}

static int numbers_in_order(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static void find_largest(file_merger *m, merge_table *table)
{
    for (int s = MERGE_BASE; s < MERGE_SIDES; s++)
        for (uint32_t i = 1; table->headers[s] != NULL && i <= table->row_count[s]; i++) {
            uint32_t position = table->first[s] + i;
            sdn_value key[SDN_INDEX_FIELDS_MAX];
            if ((merge_element_at(m, (merge_side)s, position)->flags & MERGE_BY_TEXT) != 0)
                continue;
            merge_key_of(m, (merge_side)s, position, key);
            uint64_t number = sdn__key_number(table->type, key);
            table->numbers.largest = number > table->numbers.largest ? number : table->numbers.largest;
        }
}

sdn_code merge_find_numbers(file_merger *m, merge_table *table)
{
    sdn_code code = SDN_OK;
    if ((table->type->flags & SDN_RECORD_KEY_RENUMBER) == 0 || table->numbers.is_found)
        return SDN_OK;
    table->numbers.is_found = true;
    find_largest(m, table);
    for (size_t i = 0; i < m->table_count && code == SDN_OK; i++)
        if (refers(m->tables[i].type, table->type))
            code = note_all_references(m, &m->tables[i], table);
    if (table->numbers.count > 0)
        qsort(table->numbers.referred, table->numbers.count, sizeof(uint64_t), numbers_in_order);
    return code;
}

/* ---- another number ---- */

static bool is_referred(const merge_numbers *numbers, uint64_t number)
{
    return numbers->count > 0 &&
           bsearch(&number, numbers->referred, numbers->count, sizeof number, numbers_in_order) != NULL;
}

static void say_number(file_merger *m, const merge_table *table, uint64_t before, uint64_t after)
{
    text_printf(&m->result->messages, "%s: ", m->request->path);
    if (m->table_count > 1)
        text_printf(&m->result->messages, "table '%.*s', ", (int)table->name.len, table->name.ptr);
    text_printf(&m->result->messages, "new record '%" PRIu64 "' of theirs is '%" PRIu64 "' now\n", before, after);
}

/* Writes the row of theirs with another key. SDN_E_INVALID: the key cannot have that value. */
static sdn_code put_renumbered(file_merger *m, const merge_work *work, uint64_t number, bool *done)
{
    char text[24];
    const sdn_record_type *type = work->table->type;
    uint32_t key = type->key.fields[0];
    merge_work alone = {.table = work->table, .picks = work->picks, .mixed = work->mixed};
    sdn_str row = {NULL, 0};
    sdn_error unfit = {0};
    alone.texts[MERGE_THEIRS] = work->texts[MERGE_THEIRS];
    memset(alone.picks, MERGE_THEIRS, type->field_count);
    alone.picks[key] = MERGE_MIXED;
    snprintf(text, sizeof text, "%" PRIu64, number);
    sdn_code code = sdn_field_set(type, key, alone.mixed, sdn_str_from(text), &m->row_arena, &unfit);
    if (code != SDN_OK)
        return code == SDN_E_NOMEM ? sdn__fail_memory(m->err) : SDN_OK;
    code = merge_compose(m, &alone, MERGE_THEIRS, &row);
    *done = code == SDN_OK && row.ptr != NULL;
    if (*done)
        merge_put_later(m, MERGE_THEIRS, row);
    return code;
}

sdn_code merge_renumber(file_merger *m, const merge_work *work, bool *done)
{
    merge_table *table = work->table;
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    *done = false;
    if ((table->type->flags & SDN_RECORD_KEY_RENUMBER) == 0)
        return SDN_OK;
    sdn__values_of(table->type, &table->type->key, table->rows[MERGE_THEIRS].record, key);
    uint64_t number = sdn__key_number(table->type, key);
    if (number == 0 || table->numbers.largest == UINT64_MAX || is_referred(&table->numbers, number))
        return SDN_OK;
    sdn_code code = put_renumbered(m, work, table->numbers.largest + 1, done);
    if (code == SDN_OK && *done)
        say_number(m, table, number, ++table->numbers.largest);
    return code;
}

void merge_numbers_release(merge_numbers *numbers)
{
    sdn__free(numbers->referred);
}
