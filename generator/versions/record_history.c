/*
 * Each version of the file is read once, by its blob: what one commit leaves is what the next one finds. Fields are
 * compared by name, since the columns of the versions may differ; the schema is that of today, which knows former names.
 */
#include "versions/record_history.h"

#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "changes/record_key.h"
#include "diag/suggest.h"
#include "record/record.h"

enum { KEY_OPERAND = 2 };

/* ---- states ---- */

size_t record_state_find(const record_state *state, const char *name)
{
    size_t i = 0;
    while (i < state->count && strcmp(state->names[i], name) != 0)
        i++;
    return i;
}

bool record_state_same_field(const record_state *a, const record_state *b, const char *name)
{
    size_t i = record_state_find(a, name), k = record_state_find(b, name);
    sdn_str x = i < a->count ? a->texts[i] : (sdn_str){NULL, 0};
    sdn_str y = k < b->count ? b->texts[k] : (sdn_str){NULL, 0};
    return (x.ptr == NULL) == (y.ptr == NULL) && sdn_str_equal(x, y);
}

bool record_step_changes(const record_step *step, const char *field)
{
    for (size_t i = 0; i < step->before_count; i++)
        if (record_state_same_field(step->before[i], step->after, field))
            return false;
    return true;
}

bool record_step_changes_presence(const record_step *step)
{
    for (size_t i = 0; i < step->before_count; i++)
        if (step->before[i]->presence == step->after->presence)
            return false;
    return true;
}

/* Copies the values of a record, which lives no longer than its store. */
static int copy_state(record_history *h, const sdn_record_type *type, const void *record, record_state *state)
{
    *state = (record_state){.presence = RECORD_THERE};
    state->names = sdn__arena_zeroed(&h->arena, type->field_count * sizeof *state->names + 1);
    state->texts = sdn__arena_zeroed(&h->arena, type->field_count * sizeof *state->texts + 1);
    if (state->names == NULL || state->texts == NULL)
        return -1;
    for (uint32_t i = 0; i < type->field_count; i++) {
        const sdn_field *field = &type->fields[i];
        state->names[i] = sdn_arena_copy(&h->arena, field->name, strlen(field->name)).ptr;
        if (sdn__field_present(field, record))
            state->texts[i] = sdn_arena_copy_str(&h->arena, sdn_field_text(type, i, record, &h->arena));
        if (state->names[i] == NULL || (state->texts[i].ptr == NULL && sdn__field_present(field, record)))
            return -1;
        state->count++;
    }
    return 0;
}

/* Finds the record in an open version. Mistakes in the key are left in `diags`. Returns 0, or -1 when memory ran out. */
static int find_state(record_history *h, const data_table *table, diag_list *diags, record_state *state)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    *state = (record_state){.presence = RECORD_MISSING};
    if (!record_key_expect(table->type, h->key, KEY_OPERAND, diags->arena, diags) ||
        record_key_read(table->type, h->key, KEY_OPERAND, diags->arena, diags, key) != 0)
        return diags->out_of_memory ? -1 : 0;
    const void *record = sdn_store_get(table->store, key);
    if (record != NULL)
        return copy_state(h, table->type, record, state);
    if (sdn_store_explain(table->store, key, NULL) == SDN_E_INVALID)
        state->presence = RECORD_UNREADABLE;
    return 0;
}

/* ---- versions ---- */

static sdn_code read_history_version(record_history *h, sdn_str bytes, record_state *state, sdn_arena *scratch)
{
    data_file file;
    diag_list diags;
    const data_table *table;
    sdn_options options = sdn_options_default();
    options.ignore_checksum = true;
    data_request request = {.path = h->call->operands[0],
                            .bytes = &bytes,
                            .schema = h->schema,
                            .never_fail_for_schema = true,
                            .options = &options};
    diag_list_init(&diags, scratch);
    *state = (record_state){.presence = RECORD_MISSING};
    sdn_code code = data_file_open(&file, &request, &diags, &h->err);
    if (code != SDN_OK && code != SDN_E_NOMEM) {
        state->presence = RECORD_UNREADABLE; /* the version as a whole */
        code = SDN_OK;
    } else if (code == SDN_OK && data_file_table(&file, h->table, &table, NULL) == SDN_OK &&
               find_state(h, table, &diags, state) != 0) {
        code = sdn__fail_memory(&h->err);
    }
    diag_list_release(&diags);
    data_file_close(&file);
    return code;
}

static sdn_code read_blob_state(record_history *h, sdn_str blob, record_state *state)
{
    sdn_arena scratch = SDN_ARENA_INIT;
    sdn_str bytes = SDN_STR("");
    sdn_code code = history_blob(h->call->operands[0], blob, &bytes, &scratch, &h->err);
    if (code == SDN_OK)
        code = read_history_version(h, bytes, state, &scratch);
    sdn_arena_release(&scratch);
    return code;
}

const record_state *record_history_at(record_history *h, sdn_str blob)
{
    static const record_state missing = {.presence = RECORD_MISSING};
    const void *known = blob.len > 0 ? name_table_find(&h->states, blob) : &missing;
    if (known != NULL)
        return known;
    record_state *state = sdn_arena_alloc(&h->arena, sizeof *state);
    const void *kept = state;
    if (state == NULL) {
        (void)sdn__fail_memory(&h->err);
        return NULL;
    }
    if (read_blob_state(h, blob, state) != SDN_OK)
        return NULL;
    if (name_table_add(&h->states, blob, &kept) == 0)
        return state;
    (void)sdn__fail_memory(&h->err);
    return NULL;
}

int record_history_step(record_history *h, const history_commit *commit, record_step *step)
{
    const record_state **before = sdn_arena_alloc(&h->arena, commit->before_count * sizeof *before + 1);
    step->before = before;
    step->before_count = commit->before_count;
    step->after = before != NULL ? record_history_at(h, commit->blob) : NULL;
    if (before == NULL)
        (void)sdn__fail_memory(&h->err);
    for (size_t i = 0; step->after != NULL && i < commit->before_count; i++) {
        before[i] = record_history_at(h, commit->before[i]);
        if (before[i] == NULL)
            return -1;
    }
    return step->after != NULL ? 0 : -1;
}

/* ---- operands ---- */

static bool has_field(const sdn_record_type *type, const char *name)
{
    return sdn_field_find(type, sdn_str_from(name)) < type->field_count;
}

static command_status refuse_field(record_history *h, const sdn_record_type *type, const char *name)
{
    suggestion meant = suggest_for(sdn_str_from(name), &h->diags.suggestions_left);
    for (uint32_t i = 0; i < type->field_count; i++)
        suggest_offer(&meant, sdn_str_from(type->fields[i].name));
    if (meant.best.len > 0)
        return usage_error(h->call, h->report, "table '%s' has no field '%s'; did you mean '%.*s'?", type->table.ptr,
                           name, DIAG_STR(meant.best));
    return usage_error(h->call, h->report, "table '%s' has no field '%s'", type->table.ptr, name);
}

/* The name of a field as the schema has it. */
static command_status use_field(record_history *h, const sdn_record_type *type, const char *name)
{
    uint32_t field = sdn_field_find(type, sdn_str_from(name));
    if (field == type->field_count)
        return refuse_field(h, type, name);
    h->field = sdn_arena_copy(&h->arena, type->fields[field].name, strlen(type->fields[field].name)).ptr;
    return h->field != NULL ? COMMAND_FINE : report_out_of_memory(h->report);
}

/* KEY.FIELD, unless all of it is a key that is there. */
static command_status split_key(record_history *h, const data_table *table)
{
    const char *dot = strrchr(h->key, '.');
    if (h->now.presence != RECORD_MISSING || dot == NULL || !has_field(table->type, dot + 1))
        return COMMAND_FINE;
    sdn_str key = sdn_arena_copy(&h->arena, h->key, (size_t)(dot - h->key));
    if (key.ptr == NULL)
        return report_out_of_memory(h->report);
    command_status status = use_field(h, table->type, dot + 1);
    h->key = key.ptr;
    return status;
}

static command_status report_mistakes(record_history *h)
{
    diag_sort(&h->diags);
    diag_render(&h->diags, h->call->style, &h->report->err);
    return COMMAND_FAILED;
}

static command_status use_key_and_field(record_history *h, const data_table *table)
{
    h->key = h->call->operands[1];
    if (find_state(h, table, &h->diags, &h->now) != 0)
        return report_out_of_memory(h->report);
    command_status status = split_key(h, table);
    if (status == COMMAND_FINE && h->key != h->call->operands[1]) {
        h->diags.count = h->diags.errors = 0; /* they were about the whole */
        if (find_state(h, table, &h->diags, &h->now) != 0)
            return report_out_of_memory(h->report);
    }
    if (status == COMMAND_FINE && h->diags.errors > 0)
        return report_mistakes(h);
    if (status == COMMAND_FINE && h->call->operand_count > 2)
        status = use_field(h, table->type, h->call->operands[2]);
    return status;
}

/* What is kept of the file as it is, after it is closed. */
static command_status keep_names(record_history *h, const data_file *file, const data_table *table)
{
    h->table = sdn_arena_copy_str(&h->arena, table->type->table).ptr;
    h->schema = invocation_value(h->call, "--schema");
    if (h->schema == NULL && file->schema_path.len > 0)
        h->schema = sdn_arena_copy_str(&h->arena, file->schema_path).ptr;
    bool lost = h->table == NULL || (h->schema == NULL && file->schema_path.len > 0);
    return lost ? report_out_of_memory(h->report) : use_key_and_field(h, table);
}

static command_status read_present_file(record_history *h)
{
    data_file file;
    const data_table *table = NULL;
    sdn_options options = sdn_options_default();
    options.ignore_checksum = true;
    data_request request = {
        .path = h->call->operands[0], .schema = invocation_value(h->call, "--schema"), .options = &options};
    command_status status = COMMAND_FINE;
    sdn_code code = data_file_open(&file, &request, &h->diags, &h->err);
    if (code == SDN_OK)
        code = data_file_table(&file, invocation_value(h->call, "--table"), &table, &h->err);
    if (code == SDN_OK) {
        status = keep_names(h, &file, table);
    } else {
        (void)report_mistakes(h);
        status = report_error(h->report, &h->err);
    }
    data_file_close(&file);
    return status;
}

command_status record_history_open(record_history *h, const verb_invocation *call, command_report *report)
{
    *h = (record_history){.call = call, .report = report, .arena = SDN_ARENA_INIT};
    diag_list_init(&h->diags, &h->arena);
    h->states = (name_table){.arena = &h->arena};
    command_status status = read_present_file(h);
    if (status == COMMAND_FINE && history_read(call->operands[0], &h->commits, &h->arena, &h->err) != SDN_OK)
        status = report_error(report, &h->err);
    return status;
}

void record_history_close(record_history *h)
{
    diag_list_release(&h->diags);
    sdn_arena_release(&h->arena);
}
