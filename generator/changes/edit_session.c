#include "changes/edit_session.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "store/file.h"
#include "store/file_bytes.h"
#include "table/rules.h"

/* ---- messages ---- */

static void print_plain(edit_session *session, const char *message, const char *then)
{
    char text[SDN_ERROR_MESSAGE_SIZE + 40];
    (void)snprintf(text, sizeof text, "%s%s", message, then);
    diag_render_plain(session->call->style, SDN_STR(""), sdn_str_from(text), &session->report->err);
}

command_status edit_session_mistakes(edit_session *session)
{
    if (session->diags.out_of_memory)
        return report_out_of_memory(session->report);
    size_t errors = session->diags.errors;
    diag_sort(&session->diags);
    diag_render(&session->diags, session->call->style, &session->report->err);
    diag_list_release(&session->diags);
    diag_list_init(&session->diags, &session->arena);
    return errors > 0 ? COMMAND_FAILED : COMMAND_FINE;
}

/* How a command ends that a change failed in; others than these: COMMAND_FAILED. */
static const struct {
    sdn_code code;
    command_status status;
} refusals[] = {
    {SDN_E_EXISTS, COMMAND_FINDINGS}, {SDN_E_NOT_FOUND, COMMAND_FINDINGS}, {SDN_E_INVALID, COMMAND_FINDINGS},
    {SDN_E_TIMEOUT, COMMAND_BUSY},    {SDN_E_LOCK_LOST, COMMAND_BUSY},     {SDN_E_CONFLICT, COMMAND_BUSY},
};

static command_status status_of(sdn_code code)
{
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++)
        if (refusals[i].code == code)
            return refusals[i].status;
    return COMMAND_FAILED;
}

command_status edit_session_refuse(edit_session *session, const sdn_error *err)
{
    static const char *const endings[] = {
        [COMMAND_FINDINGS] = "; nothing changed",
        [COMMAND_FAILED] = "; nothing changed",
        [COMMAND_BUSY] = "; nothing changed, try again",
    };
    command_status status = status_of(err->code);
    bool unknown = err->code == SDN_E_IO && strstr(err->message, "commit unknown") != NULL; /* see sdn/postgres.h */
    print_plain(session, err->message, unknown ? "; look at the database" : endings[status]);
    return status;
}

command_status edit_session_decline(edit_session *session, const char *format, ...)
{
    char text[SDN_ERROR_MESSAGE_SIZE];
    sdn_error err = {0};
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    (void)sdn__fail(&err, SDN_E_NOT_FOUND, session->call->operands[0], "%s", text);
    print_plain(session, err.message, "");
    return COMMAND_FINDINGS;
}

/* ---- opening ---- */

command_status edit_session_not_open(edit_session *session, const sdn_error *err)
{
    (void)edit_session_mistakes(session);
    print_plain(session, err->message, err->code == SDN_E_TIMEOUT ? "; nothing changed, try again" : "");
    return err->code == SDN_E_TIMEOUT ? COMMAND_BUSY : COMMAND_FAILED;
}

command_status edit_session_start(edit_session *session, const verb_invocation *call, command_report *report)
{
    *session = (edit_session){.call = call, .report = report, .options = sdn_options_default()};
    diag_list_init(&session->diags, &session->arena);
    return invocation_lock_timeout(call, report, &session->options.lock_timeout_ms);
}

command_status edit_session_open(edit_session *session, const verb_invocation *call, command_report *report,
                                 bool must_exist)
{
    sdn_error err = {0};
    if (edit_session_start(session, call, report) != COMMAND_FINE)
        return COMMAND_FAILED;
    if (strcmp(call->operands[0], "-") == 0)
        return usage_error(call, report, "standard input cannot be changed; name a file");
    data_request request = {.path = call->operands[0],
                            .schema = invocation_value(call, "--schema"),
                            .must_exist = must_exist,
                            .may_be_database = true,
                            .options = &session->options};
    if (data_file_open(&session->file, &request, &session->diags, &err) != SDN_OK)
        return edit_session_not_open(session, &err);
    return edit_session_mistakes(session);
}

void edit_session_close(edit_session *session)
{
    data_file_close(&session->file);
    diag_list_release(&session->diags);
    sdn_arena_release(&session->arena);
}

sdn_code edit_session_find_table(const edit_session *session, const char *name, const data_table **table,
                                 sdn_error *err)
{
    const char *wanted = name != NULL ? name : invocation_value(session->call, "--table");
    sdn_code code = data_file_table(&session->file, wanted, table, err);
    if (code != SDN_OK || (*table)->record != NULL || invocation_has(session->call, "--untyped"))
        return code;
    return sdn__fail(err, SDN_E_MISUSE, session->call->operands[0],
                     "no schema describes table '%s'; name one with --schema, or give --untyped",
                     (*table)->type->table.ptr);
}

command_status edit_session_table(edit_session *session, const data_table **table)
{
    sdn_error err = {0};
    return edit_session_find_table(session, NULL, table, &err) == SDN_OK ? COMMAND_FINE
                                                                         : edit_session_not_open(session, &err);
}

/* ---- changing ---- */

command_status edit_session_findings(edit_session *session)
{
    bool has_memory = !session->diags.out_of_memory;
    if (edit_session_mistakes(session) == COMMAND_FINE)
        return COMMAND_FINE;
    return has_memory ? edit_session_decline(session, "nothing changed") : COMMAND_FAILED;
}

command_status edit_session_begin(edit_session *session)
{
    sdn_error err = {0};
    return sdn_file_begin(session->file.file, &err) == SDN_OK ? COMMAND_FINE : edit_session_refuse(session, &err);
}

command_status edit_session_commit(edit_session *session)
{
    sdn_error err = {0};
    sdn_code code = sdn_file_commit(session->file.file, &err);
    if (!sdn_saved(code)) {
        session->report->out.len = 0;
        return edit_session_refuse(session, &err);
    }
    if (code == SDN_W_NOT_DURABLE)
        print_plain(session, err.message, "");
    return COMMAND_FINE;
}

command_status edit_session_rehearse(edit_session *session)
{
    sdn_error err = {0};
    sdn_buffer bytes = SDN_BUFFER_INIT;
    sdn_image *image = session->file.file->image;
    for (size_t i = 0; i < image->table_count; i++)
        sdn__table_flush_open(image->tables[i]);
    sdn_code code = sdn__rules_require_changes(image->tables, image->table_count, &err);
    if (code == SDN_OK)
        code = sdn__file_to_bytes(session->file.file, &bytes, &err);
    sdn__buffer_release(&bytes);
    sdn_file_rollback(session->file.file);
    if (code == SDN_OK)
        return COMMAND_FINE;
    session->report->out.len = 0;
    return edit_session_refuse(session, &err);
}
