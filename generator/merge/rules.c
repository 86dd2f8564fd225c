/*
 * Rules that the result breaks though neither side does: two records with one value that must be unique, a reference to a
 * record that the other side deleted. The other rules are about one field, whose value is that of a side.
 *
 * The text of the result is as it would be without the rule: no row of it is in conflict with another version of itself.
 */
#include "merge/merge_private.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"

/* ---- which rules there are ---- */

static bool has_rules(const sdn_record_type *type)
{
    bool has = false;
    for (uint32_t i = 0; i < type->index_count; i++)
        has = has || type->indexes[i].unique;
    for (uint32_t i = 0; i < type->field_count; i++)
        has = has || type->fields[i].references != NULL;
    return has;
}

static bool needs_check(const file_merger *m)
{
    bool needs = false;
    for (size_t i = 0; i < m->table_count; i++)
        needs = needs || has_rules(m->tables[i].type);
    return needs;
}

/* ---- what the sides break ---- */

/* Messages of broken rules, in order. */
typedef struct rule_messages {
    sdn_str *items;
    size_t count;
    size_t capacity;
} rule_messages;

static int messages_in_order(const void *a, const void *b)
{
    return sdn_str_compare(*(const sdn_str *)a, *(const sdn_str *)b);
}

static sdn_code open_ruled_version(file_merger *m, sdn_str bytes, data_file *opened)
{
    diag_list diags;
    sdn_error err;
    sdn_options options = sdn_options_default();
    data_request request = {.path = m->request->path,
                            .bytes = &bytes,
                            .schema = m->request->schema,
                            .never_fail_for_schema = true,
                            .options = &options};
    options.ignore_checksum = true;
    diag_list_init(&diags, &m->arena);
    sdn_code code = data_file_open(opened, &request, &diags, &err);
    diag_list_release(&diags);
    return code == SDN_E_NOMEM ? sdn__fail_memory(m->err) : code;
}

static sdn_code add_messages(file_merger *m, sdn_store *store, rule_messages *to)
{
    const sdn_problem *list = NULL;
    size_t count = 0;
    sdn_code code = sdn_store_validate(store, &list, &count, m->err);
    if (code != SDN_OK)
        return code;
    if (sdn__reserve(&to->items, &to->capacity, to->count + count + 1, sizeof *to->items) != 0)
        return sdn__fail_memory(m->err);
    for (size_t i = 0; i < count; i++)
        to->items[to->count++] = sdn_arena_copy_str(&m->arena, sdn_str_from(list[i].message));
    return SDN_OK;
}

/* The rules that a side breaks in the table of this name. A version that cannot be opened breaks none. */
static sdn_code read_messages(file_merger *m, sdn_str bytes, sdn_str table, rule_messages *to)
{
    data_file opened = {0};
    sdn_code code = open_ruled_version(m, bytes, &opened);
    for (size_t i = 0; i < opened.table_count && code == SDN_OK; i++)
        if (sdn_str_equal(opened.tables[i].type->table, table))
            code = add_messages(m, opened.tables[i].store, to);
    data_file_close(&opened);
    return code == SDN_E_NOMEM ? code : SDN_OK;
}

/* ---- what the result breaks ---- */

static void say_broken(file_merger *m, const data_table *table, const char *message)
{
    m->result->conflict_count++;
    text_printf(&m->output.conflicts, "table '%s', %s\n", table->type->table.ptr, message);
}

static sdn_code compare_table(file_merger *m, const data_table *table)
{
    const sdn_problem *list = NULL;
    size_t count = 0;
    rule_messages known = {0};
    sdn_code code = sdn_store_validate(table->store, &list, &count, m->err);
    if (code == SDN_OK && count > 0)
        code = read_messages(m, m->request->ours, table->type->table, &known);
    if (code == SDN_OK && count > 0)
        code = read_messages(m, m->request->theirs, table->type->table, &known);
    if (known.count > 0)
        qsort(known.items, known.count, sizeof *known.items, messages_in_order);
    for (size_t i = 0; i < count && code == SDN_OK; i++) {
        sdn_str message = sdn_str_from(list[i].message);
        if (known.count == 0 || bsearch(&message, known.items, known.count, sizeof message, messages_in_order) == NULL)
            say_broken(m, table, list[i].message);
    }
    sdn__free(known.items);
    return code;
}

sdn_code merge_check_rules(file_merger *m)
{
    data_file opened = {0};
    if (!needs_check(m))
        return SDN_OK;
    sdn_code code = open_ruled_version(m, text_view(&m->output.text), &opened);
    for (size_t i = 0; i < opened.table_count && code == SDN_OK; i++)
        code = compare_table(m, &opened.tables[i]);
    data_file_close(&opened);
    return code;
}
