/* The verb `copy`: records of one file or database into another, in one transaction. */
#include "copy/verbs.h"

#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "changes/edit_session.h"
#include "copy/copy_records.h"
#include "copy/losses.h"

enum { TO, FROM, PLACES }; /* the types are those that the newest of several versions needs, which is the last one */

typedef struct copy_run {
    edit_session session; /* on the copy; its file is files[TO], and is closed with the other one */
    data_file files[PLACES];
    bool *chosen; /* by table */
} copy_run;

/* Whether something may be left out: a value of --without. */
static bool is_without(const copy_run *run, const char *what)
{
    const verb_invocation *call = run->session.call;
    for (size_t i = 0; i < call->given_count; i++)
        if (strcmp(call->given[i].option->name, "--without") == 0 && strcmp(call->given[i].value, what) == 0)
            return true;
    return false;
}

/* ---- opening ---- */

static command_status open_places(copy_run *run)
{
    sdn_error err = {0};
    edit_session *session = &run->session;
    const verb_invocation *call = session->call;
    const char *schema = invocation_value(call, "--schema");
    data_request requests[PLACES] = {
        [TO] = {.path = call->operands[1], .leave_other_columns = true, .options = &session->options},
        [FROM] = {.path = call->operands[0], .leave_other_columns = is_without(run, "columns"), .must_exist = true},
    };
    for (int i = 0; i < PLACES; i++) {
        requests[i].schema = schema;
        requests[i].may_be_database = true;
    }
    sdn_code code = data_file_open_versions(run->files, requests, PLACES, &session->diags, &err);
    session->file = run->files[TO];
    return code == SDN_OK ? edit_session_mistakes(session) : edit_session_not_open(session, &err);
}

static command_status choose_tables(copy_run *run)
{
    sdn_error err = {0};
    const data_file *from = &run->files[FROM];
    const data_table *only = NULL;
    const char *name = invocation_value(run->session.call, "--table");
    if (name != NULL && data_file_table(from, name, &only, &err) != SDN_OK)
        return edit_session_not_open(&run->session, &err);
    run->chosen = sdn_arena_alloc(&run->session.arena, from->table_count * sizeof *run->chosen + 1);
    if (run->chosen == NULL)
        return report_out_of_memory(run->session.report);
    for (size_t i = 0; i < from->table_count; i++)
        run->chosen[i] = only == NULL || only == &from->tables[i];
    return COMMAND_FINE;
}

/* ---- what is refused ---- */

static sdn_code refuse_losses(const copy_run *run, sdn_error *err)
{
    sdn_code code = SDN_OK;
    if (!is_without(run, "text"))
        code = losses_refuse_text(&run->files[FROM], err);
    for (size_t i = 0; i < run->files[FROM].table_count && code == SDN_OK; i++)
        if (run->chosen[i] && !is_without(run, "unreadable"))
            code = losses_refuse_unread(&run->files[FROM], &run->files[FROM].tables[i], err);
    return code;
}

static command_status check_losses(copy_run *run)
{
    sdn_error err = {0};
    return refuse_losses(run, &err) == SDN_OK ? COMMAND_FINE : edit_session_refuse(&run->session, &err);
}

/* What is there must be known; and without --update and --replace nothing may be. */
static sdn_code require_room(const copy_run *run, const data_table *table, sdn_error *err)
{
    const verb_invocation *call = run->session.call;
    size_t count = sdn_store_count(table->store);
    sdn_code code = losses_refuse_unread(&run->files[TO], table, err);
    if (code != SDN_OK || count == 0 || invocation_has(call, "--update") || invocation_has(call, "--replace"))
        return code;
    return sdn__fail(err, SDN_E_EXISTS, run->files[TO].path.ptr,
                     "table '%s' has %zu record%s; give --update to add to them and change them, or --replace to "
                     "delete those that are not copied",
                     table->type->table.ptr, count, count == 1 ? "" : "s");
}

static command_status check_room(copy_run *run)
{
    sdn_error err = {0};
    for (size_t i = 0; i < run->files[TO].table_count; i++)
        if (run->chosen[i] && require_room(run, &run->files[TO].tables[i], &err) != SDN_OK)
            return edit_session_refuse(&run->session, &err);
    return COMMAND_FINE;
}

/* ---- copying ---- */

static command_status begin_copy(copy_run *run)
{
    return edit_session_begin(&run->session);
}

static command_status copy_records(copy_run *run)
{
    sdn_error err = {0};
    edit_session *session = &run->session;
    record_copy copy = {.from = &run->files[FROM],
                        .to = &run->files[TO],
                        .chosen = run->chosen,
                        .keep_others = invocation_has(session->call, "--update"),
                        .arena = &session->arena};
    if (record_copy_make(&copy, &err) != SDN_OK)
        return edit_session_refuse(session, &err);
    text_printf(&session->report->out, "%zu changed, %zu added, %zu deleted\n", copy.changed, copy.added, copy.deleted);
    return session->report->out.out_of_memory ? report_out_of_memory(session->report) : COMMAND_FINE;
}

static command_status end_copy(copy_run *run)
{
    return invocation_has(run->session.call, "--dry-run") ? edit_session_rehearse(&run->session)
                                                          : edit_session_commit(&run->session);
}

static command_status check_copy_words(const verb_invocation *call, command_report *report)
{
    if (strcmp(call->operands[1], "-") == 0)
        return usage_error(call, report, "standard input cannot be changed; name a file");
    if (strcmp(call->operands[0], call->operands[1]) == 0)
        return usage_error(call, report, "'%s' cannot be copied to itself", call->operands[0]);
    return invocation_exclude(call, report, "--update", "--replace");
}

static command_status run_copy(const verb_invocation *call, command_report *report)
{
    static command_status (*const steps[])(copy_run *) = {open_places, choose_tables, check_losses, begin_copy,
                                                          check_room,  copy_records,  end_copy};
    copy_run run = {.files = {{.arena = SDN_ARENA_INIT}, {.arena = SDN_ARENA_INIT}}};
    command_status status = check_copy_words(call, report);
    if (status != COMMAND_FINE)
        return status;
    status = edit_session_start(&run.session, call, report);
    for (size_t i = 0; i < sizeof steps / sizeof steps[0] && status == COMMAND_FINE; i++)
        status = steps[i](&run);
    data_files_close(run.files, PLACES);
    run.session.file = (data_file){.arena = SDN_ARENA_INIT};
    edit_session_close(&run.session);
    return status;
}

static const verb_option copy_options[] = {
    {"--update", NULL, NULL, NULL, "add to the records that are there, and change those with the same key", false},
    {"--replace", NULL, NULL, NULL, "the same, and delete those that are not copied", false},
    {"--without", NULL, "WHAT", "text|columns|unreadable",
     "leave out comments and other text, columns that the schema does not know, or rows that cannot be read", true},
    {"--dry-run", "-n", NULL, NULL, "check and count all, but change nothing", false},
    {"--table", NULL, "NAME", NULL, "copy only this table", false},
    {"--schema", NULL, "FILE[:RECORD]", NULL, "the schema of both; otherwise it is looked for", false},
    {"--lock-timeout", NULL, "SECONDS", NULL, "how long to wait for the lock of TO; 10 if not given", false},
    {0},
};

const verb verb_copy = {
    .name = "copy",
    .usage = "FROM TO",
    .summary = "copy records between files and databases",
    .description =
        "Copies the records of FROM, a file (-: standard input) or the URI of a database such as sqlite:todo.db or "
        "postgresql://host/todo, to TO, which is another of these: all of them in one transaction, or none. The tables "
        "of "
        "a database must be there, made by sdnc ddl; a file is made if need be.\n"
        "\n"
        "The tables of TO must have no records, unless --update or --replace is given. Then what is the same is not "
        "touched. Records without key are the same if all of their fields are; --update adds those that are not there "
        "yet.\n"
        "\n"
        "Whatever is lost otherwise is refused, with its place: comments and other text of a file, rows that cannot be "
        "read, and values that the database cannot keep; so are columns that the schema does not know and the database "
        "does not have. The order of rows with keys, blank lines and the spelling of values are not copied.",
    .examples = "# From a file to a database, and the way back\n"
                "sdnc ddl --dialect sqlite todo.schema | sqlite3 -bail todo.db\n"
                "sdnc copy todo.sdn sqlite:todo.db\n"
                "sdnc copy sqlite:todo.db today.sdn\n"
                "# From a file to a server\n"
                "sdnc ddl --apply postgresql://host/todo todo.schema\n"
                "sdnc copy todo.sdn postgresql://host/todo\n"
                "# A file in git that follows a database, with small differences\n"
                "sdnc copy --replace sqlite:todo.db todo.sdn",
    .exit_codes = "1 if something would be lost, or TO has records, or does not allow them" EDIT_SESSION_EXIT_CODES,
    .options = copy_options,
    .operands_min = 2,
    .operands_max = 2,
    .operands = VERB_DATA_FILE,
    .run = run_copy,
};
