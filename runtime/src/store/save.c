#include "store/save.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "store/record.h"
#include "store/row_compose.h"
#include "store/rules.h"
#include "store/save_headers.h"
#include "store/value.h"
#include "text/checksum.h"

#include <string.h>

/* Patches may take so many bytes, or this part of the file, before it is made anew in one piece. */
enum { PATCHES_MOST = 1 << 16, PATCHES_PART = 4 };

/* A second table would be appended to the one that is meant, though not read. */
static sdn_code refuse_misplaced(const sdn_state *state, const sdn_table *table, sdn_error *err)
{
    if (!sdn_table_changed(table))
        return SDN_OK;
    sdn_misplaced found = sdn_table_find_misplaced(table);
    if (found.at == NULL)
        return SDN_OK;
    return sdn_fail_at(err, SDN_E_INVALID, state->document.path, found.line,
                       sdn_document_column(&state->document, found.at), "%s", found.message);
}

static sdn_code require_savable(const sdn_state *state, sdn_error *err)
{
    sdn_code code = sdn_state_require_resolved(state, err);
    for (size_t i = 0; i < state->table_count && code == SDN_OK; i++)
        code = refuse_misplaced(state, state->tables[i], err);
    if (code != SDN_OK)
        return code;
    for (size_t i = 0; i < state->table_count; i++) {
        const sdn_table *table = state->tables[i];
        if (table->edited_key[0] != '\0')
            return sdn_fail(err, SDN_E_MISUSE, state->document.path,
                            "table '%s', record '%s': its key was changed in place; roll back, then rename the record",
                            table->type->table.ptr, table->edited_key);
        if (table->unset_field != NULL)
            return sdn_fail(err, SDN_E_MISUSE, state->document.path,
                            "table '%s': field '%s' of a record got a value while its has_... is false; roll back, then "
                            "set both", table->type->table.ptr, table->unset_field->name);
        if (table->text_was_lost)
            return sdn_fail_memory(err);
    }
    return SDN_OK;
}

static sdn_code require_size(const sdn_state *state, size_t len, sdn_error *err)
{
    if (len <= state->document.options->max_file_bytes)
        return SDN_OK;
    return sdn_fail(err, SDN_E_LIMIT, state->document.path,
                    "the file would get too large; raise max_file_bytes, or split it");
}

/* ---- the whole file anew ---- */

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

/* What is to be written is no file of tables any more. */
static sdn_code refuse_unreadable(const sdn_state *state, sdn_error *err)
{
    for (size_t i = 0; i < state->table_count; i++)
        if (state->tables[i]->problem_count > 0)
            return refuse_unfaithful(state, state->tables[i], err);
    return refuse_unfaithful(state, state->tables[0], err);
}

static sdn_code require_same_state(const sdn_state *state, const sdn_state *next, sdn_error *err)
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

static sdn_code prepare_whole(sdn_state *state, uint64_t seed, sdn_save *save, sdn_error *err)
{
    char *bytes = NULL;
    size_t len = 0;
    sdn_code code = sdn_state_join(&save->layout, &bytes, &len, err);
    if (code == SDN_OK)
        code = sdn_state_renew(state, bytes, len, seed, &save->next, err);
    if (code == SDN_E_SYNTAX)
        return refuse_unreadable(state, err);
    if (code == SDN_OK)
        code = require_size(state, len, err); /* a checksum line may have become longer */
    if (code == SDN_OK)
        code = require_same_state(state, save->next, err);
    if (code != SDN_OK)
        return code;
    save->pieces = &save->whole;
    sdn_pieces_add(&save->whole, save->next->buffer, save->next->len);
    return save->whole.out_of_memory ? sdn_fail_memory(err) : SDN_OK;
}

/* ---- patches ---- */

/* How much of what is kept in memory the file will no longer hold. */
static size_t superseded_bytes(const sdn_state *state, const sdn_layout *layout)
{
    size_t kept = state->buffer_len + state->patched_bytes + layout->text.used + layout->kept_bytes;
    return kept > layout->pieces.len ? kept - layout->pieces.len : 0;
}

/* Whether the edits change nothing but rows of their own, and headers above new ones. */
static bool can_patch(const sdn_state *state, const sdn_layout *layout)
{
    size_t most = state->len / PATCHES_PART > PATCHES_MOST ? state->len / PATCHES_PART : PATCHES_MOST;
    if (!layout->keeps_order || state->document.problem_count > 0 || state->has_loose_quotes ||
        superseded_bytes(state, layout) > most ||
        sdn_checksum_is_due(state->buffer, state->buffer_len))
        return false;
    for (size_t i = 0; i < state->table_count; i++)
        if (state->tables[i]->problem_count > 0)
            return false;
    return true;
}

/* Those of new records were read back when they were composed. */
static sdn_code require_same_rows(const sdn_state *state, const sdn_layout *layout, sdn_error *err)
{
    sdn_code code = SDN_OK;
    for (size_t i = 0; i < layout->row_count && code == SDN_OK; i++) {
        const sdn_layout_row *row = &layout->rows[i];
        bool same = false;
        code = sdn_composer_reads_back(row->table->composer, row->text, sdn_table_record(row->table, row->slot), &same,
                                       err);
        if (code == SDN_OK && !same)
            code = refuse_unfaithful(state, row->table, err);
    }
    return code;
}

/* Copies the records to where their text can stay. */
static sdn_code own_records(sdn_save *save, sdn_error *err)
{
    sdn_layout *layout = &save->layout;
    save->records = sdn_alloc_zeroed(layout->row_count, sizeof *save->records);
    if (save->records == NULL)
        return sdn_fail_memory(err);
    for (size_t i = 0; i < layout->row_count; i++) {
        const sdn_table *table = layout->rows[i].table;
        save->records[i] = sdn_arena_alloc(&layout->text, table->type->size);
        if (save->records[i] == NULL)
            return sdn_fail_memory(err);
        memcpy(save->records[i], sdn_table_record(table, layout->rows[i].slot), table->type->size);
        if (sdn_record_own(table->type, save->records[i], &layout->text) != 0)
            return sdn_fail_memory(err);
    }
    return SDN_OK;
}

static sdn_code prepare_patches(const sdn_state *state, sdn_save *save, sdn_error *err)
{
    sdn_code code = require_same_rows(state, &save->layout, err);
    if (code == SDN_OK)
        code = own_records(save, err);
    for (size_t i = 0; i < state->table_count && code == SDN_OK; i++)
        if (sdn_table_reserve_save(state->tables[i], save->layout.row_count) != 0)
            code = sdn_fail_memory(err);
    save->pieces = &save->layout.pieces;
    return code;
}

/* Whether the save patches, all that it adds to the file being ready for it. */
static sdn_code choose(const sdn_state *state, sdn_save *save, bool *patches, sdn_error *err)
{
    *patches = can_patch(state, &save->layout);
    if (*patches && save->layout.adds_table)
        return sdn_save_headers_prepare(state, save, patches, err);
    return SDN_OK;
}

static void patch(sdn_state *state, sdn_save *save)
{
    const sdn_layout *layout = &save->layout;
    sdn_save_headers_finish(state, save);
    for (size_t i = 0; i < layout->row_count; i++)
        sdn_table_patch(layout->rows[i].table, layout->rows[i].slot, layout->rows[i].text, save->records[i]);
    for (size_t i = 0; i < state->table_count; i++)
        sdn_table_settle_save(state->tables[i]);
    state->len = layout->pieces.len;
    state->patched_bytes += layout->text.used + layout->kept_bytes;
    sdn_arena_absorb(&state->arena, &save->layout.text);
}

/* ---- a save ---- */

static void release(sdn_save *save)
{
    sdn_save_headers_release(save);
    sdn_layout_release(&save->layout);
    sdn_pieces_release(&save->whole);
    sdn_free(save->records);
    *save = (sdn_save){.layout = SDN_LAYOUT_INIT};
}

static sdn_code lay_out_edits(const sdn_state *state, sdn_save *save, sdn_error *err)
{
    sdn_code code = require_savable(state, err);
    if (code == SDN_OK)
        code = sdn_rules_require_changes(state->tables, state->table_count, err);
    if (code == SDN_OK)
        code = sdn_state_lay_out(state, SDN_LAYOUT_EDITS, &save->layout, err);
    return code == SDN_OK ? require_size(state, save->layout.pieces.len, err) : code;
}

sdn_code sdn_save_prepare(sdn_state *state, uint64_t seed, sdn_save *save, sdn_error *err)
{
    *save = (sdn_save){.layout = SDN_LAYOUT_INIT};
    sdn_state_restore_bytes(state);
    bool patches = false;
    sdn_code code = lay_out_edits(state, save, err);
    if (code == SDN_OK)
        code = choose(state, save, &patches, err);
    if (code == SDN_OK)
        code = patches ? prepare_patches(state, save, err) : prepare_whole(state, seed, save, err);
    if (code != SDN_OK)
        sdn_save_cancel(state, save);
    return code;
}

void sdn_save_finish(sdn_state **state, sdn_save *save)
{
    if (save->next != NULL) {
        sdn_state_free(*state);
        *state = save->next;
    } else {
        patch(*state, save);
        sdn_state_terminate_again(*state);
    }
    release(save);
}

void sdn_save_cancel(sdn_state *state, sdn_save *save)
{
    sdn_state_free(save->next);
    release(save);
    sdn_state_terminate_again(state);
}
