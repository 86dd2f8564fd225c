/* apply: operations from a file, in one transaction. */
#include "changes/edit_session.h"
#include "data/data_place.h"
#include "operations/operations.h"
#include "infer/input_file.h"
#include "tables/verbs.h"

#include <stdint.h>
#include <string.h>

typedef struct apply_run {
    edit_session session;
    source_file input;
    operations list;
} apply_run;

static command_status read_operations(apply_run *run)
{
    sdn_error err = {0};
    edit_session *s = &run->session;
    const char *path = s->call->operand_count > 1 ? s->call->operands[1] : "-";
    sdn_code code = input_file_read(path, &run->input, &s->arena, &err);
    if (code != SDN_OK)
        return edit_session_refuse(s, &err);
    input_format format = input_file_format(invocation_value(s->call, "--input"), path, run->input.text);
    return operations_read(s, &run->input, format, &run->list);
}

/* ---- the output ---- */

static command_status print_operation_counts(apply_run *run)
{
    sdn_buffer *out = &run->session.report->out;
    text_printf(out, "%zu changed, %zu added, %zu deleted\n", run->list.changed, run->list.added, run->list.deleted);
    return out->out_of_memory ? report_out_of_memory(run->session.report) : COMMAND_FINE;
}

static command_status finish_apply(apply_run *run)
{
    command_status status = print_operation_counts(run);
    if (status != COMMAND_FINE)
        return status;
    if (invocation_has(run->session.call, "--dry-run"))
        return edit_session_rehearse(&run->session);
    return edit_session_commit(&run->session);
}

/* ---- the verb ---- */

static command_status run_apply(const verb_invocation *call, command_report *report)
{
    apply_run run = {.list = {0}};
    command_status status = edit_session_open(&run.session, call, report, false);
    if (status == COMMAND_FINE)
        status = read_operations(&run);
    if (status == COMMAND_FINE)
        status = edit_session_begin(&run.session);
    if (status == COMMAND_FINE)
        status = operations_make(&run.session, &run.list);
    if (status == COMMAND_FINE)
        status = finish_apply(&run);
    operations_release(&run.list);
    edit_session_close(&run.session);
    return status;
}

static const verb_option apply_options[] = {
    {"--input", NULL, "FORMAT", INPUT_FORMAT_NAMES,
     "the format of the operations; otherwise the name of the file or what it begins with tells", false},
    {"--dry-run", "-n", NULL, NULL, "check and count all, but change nothing", false},
    EDIT_SESSION_OPTIONS,
    {0},
};

const verb verb_apply = {
    .name = "apply",
    .usage = "FILE [OPERATIONS]",
    .summary = "change, add and delete records as a file says, in one transaction",
    .description =
        "Reads operations, from standard input if no file is named, and makes all of them, or none if one of them is "
        "wrong or not allowed. What `sdnc diff -f jsonl` prints makes the older file the same as the newer one.\n\n"
        "{\"id\": \"3\", \"status\": \"done\"} changes the record with this key: null clears a field, what is not "
        "named is "
        "kept. If there is none with the key, it is added; a key that is numbered automatically may be left out. "
        "{\"id\": \"4\", \"$delete\": true} deletes. \"$table\" names the table, in a file with several. \"$if\" has "
        "an "
        "expression as --where: if the record does not match, nothing at all is done.\n\n"
        "The order of the operations does not matter, and no record may be named twice. In CSV the names are those of "
        "the "
        "columns, and an empty cell clears." DATA_PLACE_HELP,
    .examples = "# From a pipe\n"
                "echo '{\"id\": \"3\", \"status\": \"done\"}' | sdnc apply todo_db.sdn\n"
                "# What would be done\n"
                "sdnc apply todo_db.sdn changes.csv --dry-run\n"
                "# The changes between two versions, made on a third\n"
                "sdnc diff old.sdn new.sdn -f jsonl | sdnc apply todo_db.sdn",
    .exit_codes = "1 if the records, or the rules of the schema, do not allow an operation" EDIT_SESSION_EXIT_CODES,
    .options = apply_options,
    .operands_min = 1,
    .operands_max = 2,
    .operands = VERB_ANY_FILE,
    .run = run_apply,
};
