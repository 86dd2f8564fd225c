/* log: the commits that changed a record, or one field of it. */
#include "versions/record_history.h"
#include "versions/shown_value.h"
#include "versions/verbs.h"

#include <stdint.h>
#include <string.h>

typedef struct log_run {
    record_history history;
    sdn_buffer *out;
    size_t limit; /* of commits that are still to be shown */
    size_t shown;
} log_run;

/* ---- output ---- */

static sdn_str text_in(const record_state *state, const char *name)
{
    size_t i = record_state_find(state, name);
    return i < state->count ? state->texts[i] : (sdn_str){NULL, 0};
}

static void put_field_change(log_run *run, const char *name, const record_step *step)
{
    sdn_str text = text_in(step->after, name);
    bool is_new = step->before[0]->presence != RECORD_THERE;
    if (is_new && text.len == 0)
        return;
    text_printf(run->out, "    %s: ", name);
    if (!is_new) {
        show_text(run->out, text_in(step->before[0], name));
        text_printf(run->out, " -> ");
    }
    show_text(run->out, text);
    text_printf(run->out, "\n");
}

static bool is_wanted_change(const log_run *run, const record_step *step, const char *name)
{
    const char *wanted = run->history.field;
    return (wanted == NULL || strcmp(wanted, name) == 0) && record_step_changes(step, name);
}

/* Fields that are there now, then those that the version before alone has. */
static void put_field_changes(log_run *run, const record_step *step)
{
    const record_state *before = step->before[0], *after = step->after;
    for (size_t i = 0; i < after->count; i++)
        if (is_wanted_change(run, step, after->names[i]))
            put_field_change(run, after->names[i], step);
    for (size_t i = 0; i < before->count; i++)
        if (record_state_find(after, before->names[i]) == after->count && is_wanted_change(run, step, before->names[i]))
            put_field_change(run, before->names[i], step);
}

static void put_commit(log_run *run, const history_commit *commit)
{
    const char *start = run->history.call->color ? "\033[33m" : "", *end = run->history.call->color ? "\033[0m" : "";
    text_printf(run->out, "%s%.*s%s %.*s ", start, DIAG_STR(commit->id), end, DIAG_STR(commit->date));
    show_escaped(run->out, commit->author, "");
    text_printf(run->out, ": ");
    show_escaped(run->out, commit->subject, "");
    text_printf(run->out, "\n");
}

static void put_step(log_run *run, const history_commit *commit, const record_step *step)
{
    static const char *const remarks[] = {
        [RECORD_MISSING] = "deleted", [RECORD_UNREADABLE] = "its row cannot be read here", [RECORD_THERE] = "added"};
    put_commit(run, commit);
    if (step->after->presence != RECORD_THERE || step->before[0]->presence == RECORD_MISSING)
        text_printf(run->out, "    (%s)\n", remarks[step->after->presence]);
    if (step->after->presence == RECORD_THERE)
        put_field_changes(run, step);
    run->shown++;
}

/* ---- commits ---- */

static bool is_shown_step(const log_run *run, const record_step *step)
{
    if (step->before_count == 0)
        return false;
    if (record_step_changes_presence(step))
        return true;
    for (size_t i = 0; i < step->after->count; i++)
        if (is_wanted_change(run, step, step->after->names[i]))
            return true;
    for (size_t i = 0; i < step->before[0]->count; i++)
        if (is_wanted_change(run, step, step->before[0]->names[i]))
            return true;
    return false;
}

static command_status log_commit(log_run *run, const history_commit *commit)
{
    record_step step;
    if (record_history_step(&run->history, commit, &step) != 0)
        return report_error(run->history.report, &run->history.err);
    if (is_shown_step(run, &step))
        put_step(run, commit, &step);
    return report_flush_if_large(run->history.report) ? COMMAND_FINE : COMMAND_FAILED;
}

static command_status log_commits(log_run *run)
{
    command_status status = COMMAND_FINE;
    for (size_t i = 0; i < run->history.commits.count && run->shown < run->limit && status == COMMAND_FINE; i++)
        status = log_commit(run, &run->history.commits.commits[i]);
    if (status != COMMAND_FINE || run->shown > 0 || run->limit == 0)
        return status;
    text_printf(&run->history.report->err, "sdnc: %s: no commit has a record '%s'\n", run->history.call->operands[0],
                run->history.key);
    return COMMAND_FINDINGS;
}

static command_status run_log(const verb_invocation *call, command_report *report)
{
    log_run run = {.out = &report->out};
    command_status status = invocation_number(call, report, "--limit", SIZE_MAX, SIZE_MAX, &run.limit);
    if (status != COMMAND_FINE)
        return status;
    status = record_history_open(&run.history, call, report);
    if (status == COMMAND_FINE)
        status = log_commits(&run);
    record_history_close(&run.history);
    return status;
}

static const verb_option log_options[] = {
    {"--limit", "-n", "NUMBER", NULL, "only the newest so many commits that changed it", false},
    RECORD_HISTORY_OPTIONS,
    {NULL, NULL, NULL, NULL, NULL, false},
};

const verb verb_log = {
    .name = "log",
    .usage = "FILE KEY[.FIELD]",
    .summary = "list the commits that changed a record or a field",
    .description =
        "Lists the commits, newest first, in which the record with this key was added, changed or deleted, and what "
        "each of them did to it. With a field, as KEY.FIELD or as a further argument, only those that changed that.\n"
        "\n"
        "Rows are compared as records: commits that moved or reformatted the row are not listed. Renames of the file "
        "are "
        "followed. The columns of old versions are read with the schema of today, which may name former ones (was).",
    .examples = "# What became of todo 5\n"
                "sdnc log todo_db.sdn 5\n"
                "# Who closed it\n"
                "sdnc log todo_db.sdn 5.status -n 1",
    .exit_codes =
        "1 if no commit has such a record; 2 if the command line is wrong, or the file or its history cannot be read.",
    .options = log_options,
    .operands_min = 2,
    .operands_max = 3,
    .operands = VERB_DATA_FILE,
    .run = run_log,
};
