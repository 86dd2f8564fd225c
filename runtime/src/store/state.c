#include "store/state.h"

#include "base/alloc.h"
#include "store/layout.h"
#include "store/rules.h"
#include "store/value.h"
#include "text/checksum.h"

#include <string.h>

/* ---- life ---- */

static sdn_table *create_table(const sdn_record_type *type, uint64_t seed)
{
    sdn_table *table = sdn_alloc(sizeof *table);
    if (table != NULL && sdn_table_init(table, type, seed) != 0) {
        sdn_free(table);
        return NULL;
    }
    return table;
}

static void link_tables(sdn_state *state)
{
    for (size_t i = 0; i < state->table_count; i++)
        sdn_table_link(state->tables[i], state->tables, state->table_count);
}

static void free_table(sdn_table *table)
{
    sdn_table_release(table);
    sdn_free(table);
}

static int create_tables(sdn_state *state, const sdn_record_type *const *types, size_t type_count, uint64_t seed)
{
    state->tables = sdn_alloc_zeroed(type_count, sizeof(sdn_table *));
    if (state->tables == NULL)
        return -1;
    for (; state->table_count < type_count; state->table_count++) {
        state->tables[state->table_count] = create_table(types[state->table_count], seed);
        if (state->tables[state->table_count] == NULL)
            return -1;
    }
    link_tables(state);
    return 0;
}

/* The tables that take rows while a document is read. */
typedef struct claimants {
    sdn_table *const *tables;
    size_t count;
} claimants;

static sdn_code claim(void *context, sdn_document *document, size_t position, sdn_row_taker *taker, sdn_error *err)
{
    const claimants *all = context;
    for (size_t i = 0; i < all->count; i++)
        if (sdn_str_equal(all->tables[i]->type->table, document->tables[position].name))
            return sdn_table_claim(all->tables[i], document, position, taker, err);
    return SDN_OK;
}

static sdn_code read_tables(sdn_state *state, const char *path, const sdn_options *options, claimants all,
                            sdn_error *err)
{
    sdn_code code = sdn_document_read(&state->document, path, state->buffer, state->len, options, &state->arena, claim,
                                      &all, err);
    for (size_t i = 0; i < all.count && code == SDN_OK; i++)
        code = sdn_table_loaded(all.tables[i], &state->document, state->buffer + (state->document.bytes - state->buffer),
                                err);
    return code;
}

static sdn_code check_sum(const char *path, const char *buffer, size_t len, const sdn_options *options, sdn_error *err)
{
    if (options->ignore_checksum || sdn_checksum_check(buffer, len) != SDN_CHECKSUM_BAD)
        return SDN_OK;
    return sdn_fail_at(err, SDN_E_CHECKSUM, path, 1, 1,
                       "the checksum does not fit the content: the file was damaged, or edited by hand; "
                       "check it, then remove this line, or set ignore_checksum");
}

sdn_code sdn_state_create(const char *path, char *buffer, size_t len, const sdn_options *options,
                          const sdn_record_type *const *types, size_t type_count, uint64_t seed, sdn_state **state,
                          sdn_error *err)
{
    sdn_code code = check_sum(path, buffer, len, options, err);
    if (code != SDN_OK)
        return code;
    sdn_state *made = sdn_alloc_zeroed(1, sizeof *made);
    if (made == NULL)
        return sdn_fail_memory(err);
    made->buffer = buffer;
    made->len = len;
    if (create_tables(made, types, type_count, seed) != 0)
        code = sdn_fail_memory(err);
    else
        code = read_tables(made, path, options, (claimants){made->tables, made->table_count}, err);
    if (code != SDN_OK) {
        made->buffer = NULL; /* stays with the caller */
        sdn_state_free(made);
        return code;
    }
    *state = made;
    return SDN_OK;
}

void sdn_state_free(sdn_state *state)
{
    if (state == NULL)
        return;
    for (size_t i = 0; i < state->table_count; i++)
        free_table(state->tables[i]);
    sdn_document_release(&state->document);
    sdn_arena_release(&state->arena);
    sdn_free(state->tables);
    sdn_free(state->buffer);
    sdn_free(state);
}

/* Reads the document a second time, for the new table alone. */
static sdn_code read_added(sdn_state *state, sdn_table *table, sdn_error *err)
{
    sdn_document before = state->document;
    sdn_state_restore_bytes(state);
    sdn_code code = read_tables(state, before.path, before.options, (claimants){&table, 1}, err);
    sdn_document_release(code == SDN_OK ? &before : &state->document);
    if (code != SDN_OK)
        state->document = before;
    sdn_state_terminate_again(state);
    return code;
}

sdn_code sdn_state_add_table(sdn_state *state, const sdn_record_type *type, uint64_t seed, sdn_error *err)
{
    sdn_table **tables = sdn_resize(state->tables, state->table_count + 1, sizeof(sdn_table *));
    if (tables == NULL)
        return sdn_fail_memory(err);
    state->tables = tables;
    sdn_table *table = create_table(type, seed);
    if (table == NULL)
        return sdn_fail_memory(err);
    sdn_code code = read_added(state, table, err);
    if (code != SDN_OK) {
        free_table(table);
        return code;
    }
    state->tables[state->table_count++] = table;
    link_tables(state);
    return SDN_OK;
}

void sdn_state_drop_last_table(sdn_state *state)
{
    free_table(state->tables[--state->table_count]);
    link_tables(state);
}

/* ---- strictness ---- */

static sdn_code missing_table(const sdn_state *state, const sdn_table *table, sdn_error *err)
{
    sdn_str first = SDN_STR("none");
    if (state->document.table_count > 0)
        first = state->document.tables[0].name;
    return sdn_fail(err, SDN_E_NOT_FOUND, state->document.path,
                    "no table '%s' in this file (its first table: %.*s); check the path", table->type->table.ptr,
                    first.len < 100 ? (int)first.len : 100, first.ptr);
}

sdn_code sdn_state_require_clean(const sdn_state *state, sdn_error *err)
{
    const char *path = state->document.path;
    for (size_t i = 0; i < state->table_count; i++) {
        const sdn_table *table = state->tables[i];
        if (table->problem_count > 0)
            return sdn_fail_at(err, SDN_E_SYNTAX, path, table->problems[0].line, table->problems[0].column, "%s",
                               table->problems[0].message);
        if (table->position == SDN_NO_TABLE && state->document.len > 0)
            return missing_table(state, table, err);
    }
    if (state->document.problem_count > 0)
        return sdn_fail_at(err, SDN_E_SYNTAX, path, state->document.problems[0].line,
                           state->document.problems[0].column, "%s", state->document.problems[0].message);
    return SDN_OK;
}

/* ---- edits ---- */

bool sdn_state_changed(const sdn_state *state)
{
    bool changed = false;
    for (size_t i = 0; i < state->table_count; i++) {
        sdn_table_settle(state->tables[i]);
        changed = changed || sdn_table_changed(state->tables[i]);
    }
    return changed;
}

void sdn_state_restore_bytes(sdn_state *state)
{
    for (size_t i = 0; i < state->table_count; i++)
        sdn_table_restore_bytes(state->tables[i]);
}

void sdn_state_terminate_again(sdn_state *state)
{
    for (size_t i = 0; i < state->table_count; i++)
        sdn_table_terminate_again(state->tables[i]);
}

sdn_code sdn_state_validate(sdn_state *state, sdn_table *table, sdn_error *err)
{
    sdn_state_restore_bytes(state); /* lines are counted */
    sdn_code code = sdn_rules_list(table, err);
    sdn_state_terminate_again(state);
    return code;
}

static sdn_code require_savable(const sdn_state *state, sdn_error *err)
{
    for (size_t i = 0; i < state->table_count; i++) {
        const sdn_table *table = state->tables[i];
        if (table->key_was_edited)
            return sdn_fail(err, SDN_E_MISUSE, state->document.path,
                            "table '%s': the key of a record was changed in place; roll back, then delete the record "
                            "and insert it under its new key", table->type->table.ptr);
        if (table->text_was_lost)
            return sdn_fail_memory(err);
    }
    return SDN_OK;
}

static sdn_code build(sdn_state *state, char **bytes, size_t *len, sdn_error *err)
{
    sdn_str prefix = {state->buffer, (size_t)(state->document.bytes - state->buffer)};
    sdn_state_restore_bytes(state);
    sdn_code code = sdn_layout_build(&state->document, prefix, state->tables, state->table_count, SDN_PADDING, bytes,
                                     len, err);
    sdn_state_terminate_again(state);
    if (code == SDN_OK && *len > state->document.options->max_file_bytes) {
        sdn_free(*bytes);
        code = sdn_fail(err, SDN_E_LIMIT, state->document.path,
                        "the file would get too large; raise max_file_bytes, or split it");
    }
    return code;
}

static sdn_code create_next(const sdn_state *state, char *bytes, size_t len, uint64_t seed, sdn_state **next,
                            sdn_error *err)
{
    const sdn_record_type **types = sdn_resize(NULL, state->table_count, sizeof *types);
    if (types == NULL)
        return sdn_fail_memory(err);
    for (size_t i = 0; i < state->table_count; i++)
        types[i] = state->tables[i]->type;
    sdn_code code = sdn_state_create(state->document.path, bytes, len, state->document.options, types,
                                     state->table_count, seed, next, err);
    sdn_free(types);
    return code;
}

/* ---- what is read back is what was put ---- */

static bool is_live(const sdn_table *table, size_t slot)
{
    return (table->rows[slot].flags & (SDN_ROW_UNREADABLE | SDN_ROW_DELETED)) == 0;
}

/* Records without key are compared in file order. */
static bool same_in_order(const sdn_table *table, const sdn_table *next)
{
    size_t other = 0;
    for (size_t slot = 0; slot < table->row_count; slot++) {
        if (!is_live(table, slot))
            continue;
        while (other < next->row_count && !is_live(next, other))
            other++;
        if (other == next->row_count || !sdn_record_equal(table->type, sdn_table_record(table, (uint32_t)slot),
                                                          sdn_table_record(next, (uint32_t)other)))
            return false;
        other++;
    }
    return true;
}

static bool same_by_key(const sdn_table *table, const sdn_table *next)
{
    for (size_t i = 0; i < table->change_count; i++) {
        sdn_value key[SDN_INDEX_FIELDS_MAX];
        uint32_t slot = table->changes[i].slot;
        if (!is_live(table, slot))
            continue;
        sdn_table_key(table, slot, key);
        uint32_t found = sdn_key_map_find(&next->keys, key);
        if (found == SDN_NO_SLOT ||
            !sdn_record_equal(table->type, sdn_table_record(table, slot), sdn_table_record(next, found)))
            return false;
    }
    return true;
}

/* A quote left open in a row that cannot be read may reach into a row written behind it. */
static sdn_code refuse_unfaithful(const sdn_state *state, const sdn_table *table, sdn_error *err)
{
    if (table->problem_count > 0)
        return sdn_fail_at(err, SDN_E_INVALID, state->document.path, table->problems[0].line,
                           table->problems[0].column,
                           "the edits of table '%s' would not read back as they are beside what cannot be read; "
                           "nothing was written; correct this first: %s",
                           table->type->table.ptr, table->problems[0].message);
    return sdn_fail(err, SDN_E_INVALID, state->document.path,
                    "the edits of table '%s' would not read back as they are; nothing was written; save them one by "
                    "one to find the record", table->type->table.ptr);
}

static sdn_code require_same(const sdn_state *state, const sdn_state *next, sdn_error *err)
{
    for (size_t i = 0; i < state->table_count; i++) {
        const sdn_table *a = state->tables[i], *b = next->tables[i];
        bool keyed = a->type->key.field_count > 0;
        if (a->live_count != b->live_count || a->problem_count != b->problem_count ||
            !(keyed ? same_by_key(a, b) : same_in_order(a, b)))
            return refuse_unfaithful(state, a, err);
    }
    return SDN_OK;
}

sdn_code sdn_state_advance(sdn_state *state, uint64_t seed, sdn_state **next, sdn_error *err)
{
    char *bytes = NULL;
    size_t len = 0;
    sdn_state *made = NULL;
    sdn_code code = require_savable(state, err);
    if (code == SDN_OK)
        code = sdn_rules_require_changes(state->tables, state->table_count, err);
    if (code == SDN_OK)
        code = build(state, &bytes, &len, err);
    if (code != SDN_OK)
        return code;
    code = create_next(state, bytes, len, seed, &made, err);
    if (code != SDN_OK) {
        sdn_free(bytes);
        return code;
    }
    code = require_same(state, made, err);
    if (code != SDN_OK) {
        sdn_state_free(made);
        return code;
    }
    *next = made;
    return SDN_OK;
}
