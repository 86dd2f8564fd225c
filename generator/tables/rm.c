/* rm: deletes records. */
#include "changes/deletions.h"
#include "changes/edit_session.h"
#include "changes/record_targets.h"
#include "data/data_place.h"
#include "tables/verbs.h"

#include <stdint.h>

static command_status check_rm_form(const verb_invocation *call, command_report *report)
{
    bool filters = invocation_has(call, "--where");
    if (filters && call->operand_count > 1)
        return usage_error(call, report, "a KEY and --where exclude each other");
    if (!filters && call->operand_count < 2)
        return usage_error(call, report, "a KEY or --where is needed");
    return COMMAND_FINE;
}

/* NULL when memory ran out. */
static deletion *deletions_of(edit_session *session, const data_table *table, const record_targets *targets)
{
    deletion *items = sdn_arena_alloc(&session->arena, (targets->count + 1) * sizeof *items);
    for (size_t i = 0; items != NULL && i < targets->count; i++)
        items[i] = (deletion){table->store, table->type, targets->records[i]};
    return items;
}

static command_status delete_records(edit_session *session, const data_table *table, const target_request *request)
{
    sdn_error err = {0};
    record_targets targets;
    command_status status = edit_session_begin(session);
    if (status == COMMAND_FINE)
        status = record_targets_find(session, request, &targets);
    if (status != COMMAND_FINE)
        return status;
    deletion *items = deletions_of(session, table, &targets);
    if (items == NULL)
        return report_out_of_memory(session->report);
    if (deletions_make(items, targets.count, &err) != SDN_OK)
        return edit_session_refuse(session, &err);
    return edit_session_commit(session);
}

static command_status run_rm(const verb_invocation *call, command_report *report)
{
    edit_session session;
    const data_table *table;
    target_request request = {0};
    command_status status = check_rm_form(call, report);
    if (status != COMMAND_FINE)
        return status;
    status = edit_session_open(&session, call, report, true);
    if (status == COMMAND_FINE)
        status = edit_session_table(&session, &table);
    if (status == COMMAND_FINE)
        status = target_request_read(&session, table, call->operand_count - 1, &request);
    if (status == COMMAND_FINE)
        status = edit_session_mistakes(&session);
    if (status == COMMAND_FINE)
        status = delete_records(&session, table, &request);
    target_request_release(&request);
    edit_session_close(&session);
    return status;
}

static const verb_option rm_options[] = {RECORD_TARGETS_OPTIONS, EDIT_SESSION_OPTIONS, {0}};

const verb verb_rm = {
    .name = "rm",
    .usage = "FILE (KEY... | --where EXPR)",
    .summary = "delete records",
    .description = "Deletes the records with these keys; or, with --where instead of keys, all that match. All of them "
                   "are deleted, "
                   "or none. A record that others refer to is deleted as the schema says: `on delete clear` clears the "
                   "references, "
                   "otherwise the records that refer to it must be deleted too; the order of the keys does not "
                   "matter." DATA_PLACE_HELP,
    .examples = "# Two records\n"
                "sdnc rm todo_db.sdn 4 9\n"
                "# All that are done\n"
                "sdnc rm todo_db.sdn --where 'status = done'",
    .exit_codes = "1 if there is no such record, or another record refers to one" EDIT_SESSION_EXIT_CODES,
    .options = rm_options,
    .operands_min = 1,
    .operands_max = SIZE_MAX,
    .operands = VERB_DATA_FILE,
    .run = run_rm,
};
