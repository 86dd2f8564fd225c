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
    sdn_state *state;
} claimants;

/* Takes the rows of a table that no store is open for. */
static sdn_code look_for_loose_quotes(void *context, const sdn_row_scan *scan, sdn_error *err)
{
    sdn_state *state = context;
    (void)err;
    state->has_loose_quotes = state->has_loose_quotes || scan->problem != NULL;
    return SDN_OK;
}

static sdn_code claim(void *context, sdn_document *document, size_t position, sdn_row_taker *taker, sdn_error *err)
{
    const claimants *all = context;
    for (size_t i = 0; i < all->count; i++)
        if (sdn_str_equal(all->tables[i]->type->table, document->tables[position].name))
            return sdn_table_claim(all->tables[i], document, position, taker, err);
    *taker = (sdn_row_taker){.row = look_for_loose_quotes, .context = all->state};
    return SDN_OK;
}

static bool has_quotes(const char *start, const char *end)
{
    while (start < end) {
        sdn_line line = sdn_line_at(start, end);
        const char *text = sdn_skip_blanks(line.start, line.end);
        if (text < line.end && *text != '#' && memchr(text, '"', (size_t)(line.end - text)) != NULL)
            return true;
        start = line.next;
    }
    return false;
}

bool sdn_state_has_quotes_above_tables(const sdn_document *document)
{
    const char *at = document->bytes;
    for (size_t i = 0; i < document->table_count; i++) {
        if (has_quotes(at, document->tables[i].header.start))
            return true;
        at = document->tables[i].rows_end;
    }
    return false;
}

static sdn_code read_tables(sdn_state *state, const char *path, const sdn_options *options, claimants all,
                            sdn_error *err)
{
    sdn_code code = sdn_document_read(&state->document, path, state->buffer, state->buffer_len, options, &state->arena,
                                      claim, &all, err);
    if (code == SDN_OK && sdn_state_has_quotes_above_tables(&state->document))
        state->has_loose_quotes = true;
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
    sdn_state *made = sdn_alloc_zeroed(1, sizeof *made);
    if (made == NULL) {
        sdn_free(buffer);
        return sdn_fail_memory(err);
    }
    made->buffer = buffer;
    made->buffer_len = made->len = len;
    sdn_code code = check_sum(path, buffer, len, options, err);
    if (code == SDN_OK && create_tables(made, types, type_count, seed) != 0)
        code = sdn_fail_memory(err);
    if (code == SDN_OK)
        code = read_tables(made, path, options, (claimants){made->tables, made->table_count, made}, err);
    if (code == SDN_OK)
        *state = made;
    else
        sdn_state_free(made);
    return code;
}

/* A number that was given out stays used, whatever became of its record. */
static void keep_numbers(const sdn_state *state, sdn_state *renewed)
{
    for (size_t i = 0; i < state->table_count; i++)
        if (renewed->tables[i]->largest_number < state->tables[i]->largest_number)
            renewed->tables[i]->largest_number = state->tables[i]->largest_number;
}

sdn_code sdn_state_renew(const sdn_state *state, char *buffer, size_t len, uint64_t seed, sdn_state **renewed,
                         sdn_error *err)
{
    const sdn_record_type **types = sdn_resize(NULL, state->table_count, sizeof *types);
    if (types == NULL) {
        sdn_free(buffer);
        return sdn_fail_memory(err);
    }
    for (size_t i = 0; i < state->table_count; i++)
        types[i] = state->tables[i]->type;
    sdn_code code = sdn_state_create(state->document.path, buffer, len, state->document.options, types,
                                     state->table_count, seed, renewed, err);
    if (code == SDN_OK)
        keep_numbers(state, *renewed);
    sdn_free(types);
    return code;
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
    sdn_code code = read_tables(state, before.path, before.options, (claimants){&table, 1, state}, err);
    sdn_document_release(code == SDN_OK ? &before : &state->document);
    if (code != SDN_OK)
        state->document = before;
    sdn_state_terminate_again(state);
    return code;
}

/* Lines are counted in the buffer; rows that saves added before the table come on top. */
static sdn_code shift_lines(sdn_state *state, sdn_table *table, sdn_error *err)
{
    sdn_layout file;
    const sdn_table_text *text = sdn_table_text_of(table);
    if (text == NULL || table->problem_count == 0)
        return SDN_OK;
    sdn_state_restore_bytes(state);
    sdn_code code = sdn_state_lay_out(state, SDN_LAYOUT_SAVED, &file, err);
    if (code == SDN_OK) {
        sdn_pieces_cursor cursor = {0, state->document.bytes, 1, 1};
        sdn_pieces_advance(&file.pieces, &cursor, text->header.start);
        sdn_table_shift_lines(table, cursor.line - text->line_number);
    }
    sdn_layout_release(&file);
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
    if (code == SDN_OK)
        code = shift_lines(state, table, err);
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

sdn_code sdn_state_require_resolved(const sdn_state *state, sdn_error *err)
{
    const sdn_document *document = &state->document;
    if (document->conflict_count == 0)
        return SDN_OK;
    return sdn_fail_at(err, SDN_E_SYNTAX, document->path, document->conflicts[0].line, 1, "%s",
                       document->conflicts[0].message);
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

sdn_code sdn_state_lay_out(const sdn_state *state, sdn_layout_what what, sdn_layout *layout, sdn_error *err)
{
    sdn_str prefix = {state->buffer, (size_t)(state->document.bytes - state->buffer)};
    return sdn_layout_build(&state->document, prefix, state->tables, state->table_count, what, layout, err);
}

sdn_code sdn_state_validate(sdn_state *state, sdn_table *table, sdn_error *err)
{
    sdn_layout file;
    sdn_state_restore_bytes(state); /* lines are counted */
    sdn_code code = sdn_state_lay_out(state, SDN_LAYOUT_SAVED, &file, err);
    if (code == SDN_OK)
        code = sdn_rules_list(table, &file.pieces, err);
    sdn_layout_release(&file);
    sdn_state_terminate_again(state);
    return code;
}

sdn_code sdn_state_compare(sdn_state *state, const char *bytes, size_t len, bool *same, sdn_error *err)
{
    sdn_layout file;
    sdn_state_restore_bytes(state);
    sdn_code code = sdn_state_lay_out(state, SDN_LAYOUT_SAVED, &file, err);
    if (code == SDN_OK)
        *same = sdn_pieces_equal(&file.pieces, bytes, len);
    sdn_layout_release(&file);
    sdn_state_terminate_again(state);
    return code;
}

sdn_code sdn_state_join(const sdn_layout *layout, char **bytes, size_t *len, sdn_error *err)
{
    sdn_buffer joined = SDN_BUFFER_INIT;
    sdn_buffer_reserve(&joined, layout->pieces.len + SDN_PADDING);
    if (joined.out_of_memory)
        return sdn_fail_memory(err);
    sdn_pieces_copy(&layout->pieces, joined.bytes);
    joined.len = layout->pieces.len;
    sdn_checksum_renew(&joined);
    sdn_buffer_reserve(&joined, SDN_PADDING);
    if (joined.out_of_memory) {
        sdn_buffer_release(&joined);
        return sdn_fail_memory(err);
    }
    memset(joined.bytes + joined.len, 0, SDN_PADDING);
    *bytes = joined.bytes;
    *len = joined.len;
    return SDN_OK;
}

sdn_code sdn_state_copy_bytes(sdn_state *state, char **bytes, size_t *len, sdn_error *err)
{
    sdn_layout file;
    sdn_state_restore_bytes(state);
    sdn_code code = sdn_state_lay_out(state, SDN_LAYOUT_SAVED, &file, err);
    if (code == SDN_OK)
        code = sdn_state_join(&file, bytes, len, err);
    sdn_layout_release(&file);
    sdn_state_terminate_again(state);
    return code;
}
