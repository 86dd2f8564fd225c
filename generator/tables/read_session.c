#include "tables/read_session.h"

#include <string.h>

/* Mistakes that the schema has are told; an error that comes with them only repeats that. */
static command_status report_not_open(read_session *session, const sdn_error *err)
{
    if (session->diags.count > 0 && err->code == SDN_E_INVALID)
        return read_session_mistakes(session);
    return report_error(session->report, err);
}

command_status read_session_open(read_session *session, const verb_invocation *call, command_report *report)
{
    sdn_error err = {0};
    *session = (read_session){.call = call, .report = report, .arena = SDN_ARENA_INIT};
    diag_list_init(&session->diags, &session->arena);
    sdn_options options = sdn_options_default();
    if (invocation_lock_timeout(call, report, &options.lock_timeout_ms) != COMMAND_FINE)
        return COMMAND_FAILED;
    const char *revision = invocation_value(call, "--rev");
    data_request request = {
        .path = call->operands[0],
        .revision = revision,
        .schema = invocation_value(call, "--schema"),
        .must_exist = true,
        .may_be_database = true,
        .options = &options,
    };
    if (request.schema == NULL)
        request.schema_revision = revision;
    if (data_file_open(&session->file, &request, &session->diags, &err) != SDN_OK ||
        data_file_table(&session->file, invocation_value(call, "--table"), &session->table, &err) != SDN_OK)
        return report_not_open(session, &err);
    return COMMAND_FINE;
}

void read_session_close(read_session *session)
{
    data_file_close(&session->file);
    diag_list_release(&session->diags);
    sdn_arena_release(&session->arena);
}

command_status read_session_mistakes(read_session *session)
{
    diag_list *diags = &session->diags;
    if (diags->out_of_memory)
        return report_out_of_memory(session->report);
    diag_render(diags, session->call->style, &session->report->err);
    command_status status = diags->errors > 0 ? COMMAND_FAILED : COMMAND_FINE;
    diags->count = 0; /* they are told once */
    return status;
}

bool read_session_unread(read_session *session)
{
    const sdn_problem *problems;
    size_t count = sdn_store_problems(session->table->store, &problems);
    bool is_text = session->call->style.format == DIAG_TEXT;
    sdn_str path = session->file.path;
    sdn_buffer text = SDN_BUFFER_INIT;
    if (count == 0)
        return false;
    if (is_text) /* as compilers do, for editors that go there */
        text_printf(&text, "%.*s:", DIAG_STR(path));
    text_printf(&text, "%lu:%lu: %s; ", (unsigned long)problems[0].line, (unsigned long)problems[0].column,
                problems[0].message);
    if (count > 1)
        text_printf(&text, "and %zu more; ", count - 1);
    text_printf(&text, "so records may be missing, see 'sdnc check'");
    diag_render_plain(session->call->style, is_text ? SDN_STR("") : path, text_view(&text), &session->report->err);
    sdn__buffer_release(&text);
    return true;
}
