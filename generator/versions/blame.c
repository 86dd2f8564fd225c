/*
 * blame: which commit gave each field of a record the value that it has.
 *
 * The commits are visited from the newest to the oldest. A field belongs to the first of them that leaves the value of
 * today, and finds another in every parent, or no record: commits of a branch whose value a merge did not take are passed
 * over.
 */
#include "base/arena.h"
#include "diag/text.h"
#include "versions/record_history.h"
#include "versions/shown_value.h"
#include "versions/verbs.h"

#include <string.h>

typedef struct blame_run {
    record_history history;
    const history_commit **owners; /* by field of history.now; NULL: none yet, or not committed */
    bool *uncommitted;
    size_t left; /* fields without an owner */
} blame_run;

/* ---- owners ---- */

static bool is_wanted_field(const blame_run *run, size_t field)
{
    return run->history.field == NULL || record_state_find(&run->history.now, run->history.field) == field;
}

/* Fields that were changed since the last commit have no owner. */
static int set_uncommitted_aside(blame_run *run)
{
    const record_state *now = &run->history.now;
    const record_state *committed = record_history_at(&run->history, run->history.commits.head);
    if (committed == NULL)
        return -1;
    for (size_t i = 0; i < now->count; i++) {
        run->uncommitted[i] =
            committed->presence != RECORD_THERE || !record_state_same_field(now, committed, now->names[i]);
        run->left += is_wanted_field(run, i) && !run->uncommitted[i];
    }
    return 0;
}

static int blame_commit(blame_run *run, const history_commit *commit)
{
    record_step step;
    if (record_history_step(&run->history, commit, &step) != 0)
        return -1;
    bool all = step.before_count > 0 && record_step_changes_presence(&step);
    const record_state *now = &run->history.now;
    for (size_t i = 0; i < now->count && step.before_count > 0; i++) {
        if (!is_wanted_field(run, i) || run->uncommitted[i] || run->owners[i] != NULL ||
            !record_state_same_field(now, step.after, now->names[i]))
            continue;
        if (all || record_step_changes(&step, now->names[i])) {
            run->owners[i] = commit;
            run->left--;
        }
    }
    return 0;
}

static int find_field_owners(blame_run *run)
{
    if (set_uncommitted_aside(run) != 0)
        return -1;
    for (size_t i = 0; i < run->history.commits.count && run->left > 0; i++)
        if (blame_commit(run, &run->history.commits.commits[i]) != 0)
            return -1;
    return 0;
}

/* ---- output ---- */

/* `a1b2c3d (2026-11-29 Ann) `, padded to `width`. */
static void put_owner(const history_commit *owner, size_t width, sdn_buffer *out)
{
    size_t start = out->len;
    if (owner != NULL) {
        text_printf(out, "%.*s (%.*s ", DIAG_STR(owner->id), DIAG_STR(owner->date));
        show_escaped(out, owner->author, "");
        text_printf(out, ")");
    } else {
        text_printf(out, "(not committed)");
    }
    if (out->len - start < width)
        text_repeat(out, ' ', width - (out->len - start));
}

static size_t owner_width(const blame_run *run)
{
    sdn_buffer text = SDN_BUFFER_INIT;
    size_t widest = 0;
    for (size_t i = 0; i < run->history.now.count; i++) {
        text.len = 0;
        if (is_wanted_field(run, i))
            put_owner(run->owners[i], 0, &text);
        widest = text.len > widest ? text.len : widest;
    }
    sdn__buffer_release(&text);
    return widest;
}

static void print_blame(blame_run *run)
{
    sdn_buffer *out = &run->history.report->out;
    const record_state *now = &run->history.now;
    size_t width = owner_width(run);
    for (size_t i = 0; i < now->count; i++) {
        if (!is_wanted_field(run, i))
            continue;
        put_owner(run->owners[i], width, out);
        text_printf(out, " %s = ", now->names[i]);
        show_text(out, now->texts[i]);
        text_printf(out, "\n");
    }
}

/* ---- all together ---- */

static command_status blame_record(blame_run *run)
{
    record_history *h = &run->history;
    if (h->now.presence != RECORD_THERE) {
        text_printf(&h->report->err, "sdnc: %s: %s '%s'\n", h->call->operands[0],
                    h->now.presence == RECORD_MISSING ? "no record" : "this row cannot be read: record", h->key);
        return COMMAND_FINDINGS;
    }
    run->owners = sdn__arena_zeroed(&h->arena, h->now.count * sizeof *run->owners + 1);
    run->uncommitted = sdn__arena_zeroed(&h->arena, h->now.count * sizeof *run->uncommitted + 1);
    if (run->owners == NULL || run->uncommitted == NULL)
        return report_out_of_memory(h->report);
    if (find_field_owners(run) != 0)
        return report_error(h->report, &h->err);
    print_blame(run);
    return COMMAND_FINE;
}

static command_status run_blame(const verb_invocation *call, command_report *report)
{
    blame_run run = {.left = 0};
    command_status status = record_history_open(&run.history, call, report);
    if (status == COMMAND_FINE)
        status = blame_record(&run);
    record_history_close(&run.history);
    return status;
}

static const verb_option blame_options[] = {
    RECORD_HISTORY_OPTIONS,
    {NULL, NULL, NULL, NULL, NULL, false},
};

const verb verb_blame = {
    .name = "blame",
    .usage = "FILE KEY[.FIELD]",
    .summary = "show which commit gave each field of a record its value",
    .description = "Prints a line for each field of the record as it is in the file: the commit that gave it its "
                   "value, its date and "
                   "author, the field and the value.\n"
                   "\n"
                   "As in 'sdnc log', only values count: commits that moved or reformatted the row are not blamed.",
    .examples = "# Who set what of todo 5\n"
                "sdnc blame todo_db.sdn 5",
    .exit_codes =
        "1 if there is no such record; 2 if the command line is wrong, or the file or its history cannot be read.",
    .options = blame_options,
    .operands_min = 2,
    .operands_max = 3,
    .operands = VERB_DATA_FILE,
    .run = run_blame,
};
