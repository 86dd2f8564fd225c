/*
 * set: changes fields of records.
 *
 * What the arguments say is read, and checked against the types of the fields, before the lock is taken. Under the lock
 * the records are chosen first and changed then, so that a change cannot make another record match.
 */
#include "changes/assignment.h"
#include "changes/edit_session.h"
#include "changes/printed_fields.h"
#include "changes/record_key.h"
#include "changes/record_targets.h"
#include "data/data_place.h"
#include "record/value.h"
#include "tables/verbs.h"

typedef struct set_run {
    edit_session session;
    const data_table *table;
    target_request targets;
    assignments assigned;
    where *condition; /* --if; NULL: none */
    printed_fields printed;
} set_run;

/* ---- reading ---- */

/* --if is about one record, --where chooses records; one of the two forms of the command is used. */
static command_status check_form(const verb_invocation *call, command_report *report)
{
    bool filters = invocation_has(call, "--where");
    if (invocation_exclude(call, report, "--where", "--if") != COMMAND_FINE)
        return COMMAND_FAILED;
    if (call->operand_count < (filters ? 2u : 3u))
        return usage_error(call, report,
                           filters ? "no FIELD=VALUE given" : "a KEY or --where, and FIELD=VALUE, are needed");
    return COMMAND_FINE;
}

static command_status read_arguments(set_run *run)
{
    edit_session *s = &run->session;
    const char *condition = invocation_value(s->call, "--if");
    const sdn_record_type *type = run->table->type;
    size_t key_count = invocation_has(s->call, "--where") ? 0 : 1;
    size_t first = 1 + key_count;
    if (target_request_read(s, run->table, key_count, &run->targets) != COMMAND_FINE ||
        printed_fields_read(s, type, "--print", &run->printed) != COMMAND_FINE)
        return COMMAND_FAILED;
    if (condition != NULL)
        run->condition = where_compile("if", condition, type, &s->arena, &s->diags);
    if (record_key_expect(type, s->call->operands[0], 1, &s->arena, &s->diags))
        (void)assignments_read(type, s->call->operands + first, s->call->operand_count - first, first + 1, &s->arena,
                               &s->diags, &run->assigned);
    return edit_session_mistakes(s);
}

/* ---- changing ---- */

static sdn_code rename_record(set_run *run, const void *record, const sdn_value *key, sdn_error *err)
{
    sdn_value renamed[SDN_INDEX_FIELDS_MAX];
    const sdn_record_type *type = run->table->type;
    sdn_code code = assignments_new_key(&run->assigned, type, record, &run->session.arena, renamed, err);
    if (code != SDN_OK || sdn__key_equal(type, key, renamed))
        return code;
    return sdn_store_rename(run->table->store, key, renamed, err);
}

static sdn_code change_record(set_run *run, const void *target, sdn_error *err)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    const sdn_record_type *type = run->table->type;
    sdn__values_of(type, &type->key, target, key);
    void *record = sdn_store_edit(run->table->store, key, err);
    if (record == NULL)
        return err->code;
    sdn_code code = assignments_make(&run->assigned, run->table->store, type, record, false, err);
    return code == SDN_OK && run->assigned.have_key ? rename_record(run, target, key, err) : code;
}

/* Says what the fields are that the condition looks at. */
static command_status decline_condition(set_run *run, const void *record)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    char shown[SDN_SHOWN_KEY_SIZE];
    const sdn_record_type *type = run->table->type;
    sdn_str values = where_values(run->condition, type, record, &run->session.arena);
    if (values.ptr == NULL)
        return report_out_of_memory(run->session.report);
    sdn__values_of(type, &type->key, record, key);
    return edit_session_decline(&run->session, "record '%s': %.*s; nothing changed", sdn__key_show(type, key, shown),
                                DIAG_STR(values));
}

static command_status change_records(set_run *run, const record_targets *targets)
{
    sdn_error err = {0};
    for (size_t i = 0; i < targets->count; i++) {
        if (run->condition != NULL && !where_matches(run->condition, targets->records[i]))
            return decline_condition(run, targets->records[i]);
        if (change_record(run, targets->records[i], &err) != SDN_OK)
            return edit_session_refuse(&run->session, &err);
    }
    return printed_fields_print(&run->printed, &run->session, run->table->type, targets);
}

static command_status change_file(set_run *run)
{
    record_targets targets;
    command_status status = edit_session_begin(&run->session);
    if (status == COMMAND_FINE)
        status = record_targets_find(&run->session, &run->targets, &targets);
    if (status == COMMAND_FINE)
        status = change_records(run, &targets);
    return status == COMMAND_FINE ? edit_session_commit(&run->session) : status;
}

static command_status run_set(const verb_invocation *call, command_report *report)
{
    set_run run = {0};
    command_status status = check_form(call, report);
    if (status != COMMAND_FINE)
        return status;
    status = edit_session_open(&run.session, call, report, true);
    if (status == COMMAND_FINE)
        status = edit_session_table(&run.session, &run.table);
    if (status == COMMAND_FINE)
        status = read_arguments(&run);
    if (status == COMMAND_FINE)
        status = change_file(&run);
    where_release(run.condition);
    target_request_release(&run.targets);
    edit_session_close(&run.session);
    return status;
}

static const verb_option set_options[] = {
    {"--if", NULL, "EXPR", NULL, "change the record only if it matches", false},
    RECORD_TARGETS_OPTIONS,
    {"--print", NULL, "FIELD,...", NULL, "print these fields of each record that was changed, as they are then", false},
    EDIT_SESSION_OPTIONS,
    {0},
};

const verb verb_set_fields = {
    .name = "set",
    .usage = "FILE (KEY | --where EXPR) FIELD=VALUE...",
    .summary = "change fields of records",
    .description =
        "Gives fields of the record with this key new values; or, with --where instead of KEY, of all records that "
        "match. All is done under the lock of the file, and saved at once: the records that match are changed, or "
        "none.\n\n"
        "FIELD=VALUE reads VALUE as a cell of the file is read. An empty value makes an optional field absent, and "
        "gives "
        "others their default. FIELD+=VALUE adds elements to a list that it lacks, or adds to a number; FIELD-=VALUE "
        "removes all such elements, or subtracts. A new value for a field of the key renames the record.\n\n"
        "With --where and --limit 1 programs that run at the same time claim records: each record goes to one of them, "
        "which --print tells.\n\n"
        "A key of several fields is written with commas, as messages show it. Put -- before one that starts with "
        "'-'." DATA_PLACE_HELP,
    .examples = "# One record\n"
                "sdnc set todo_db.sdn 3 status=done\n"
                "# Only if nobody else took it\n"
                "sdnc set todo_db.sdn 3 status=claimed owner=me --if 'status = open'\n"
                "# Claim the next open one, and print its key\n"
                "sdnc set todo_db.sdn --where 'status = open' --limit 1 status=claimed owner=me --print id\n"
                "# Elements of lists, and numbers\n"
                "sdnc set todo_db.sdn 3 blocked+=9 blocked-=4 line+=2\n"
                "# Another key\n"
                "sdnc set todo_db.sdn 3 id=33",
    .exit_codes = "1 if there is no such record, --if does not hold, or a rule of the schema would be "
                  "broken" EDIT_SESSION_EXIT_CODES,
    .options = set_options,
    .operands_min = 2,
    .operands_max = SIZE_MAX,
    .operands = VERB_DATA_FILE,
    .run = run_set,
};
