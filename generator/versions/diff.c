/* diff: which records and fields differ between two versions of a file. */
#include <stdint.h>
#include <string.h>

#include "data/data_file.h"
#include "data/data_place.h"
#include "data/record_diff.h"
#include "versions/diff_operands.h"
#include "versions/diff_print.h"
#include "versions/verbs.h"

/* One run of the verb. */
typedef struct diff_run {
    const verb_invocation *call;
    command_report *report;
    diff_operands operands;
    sdn_arena arena;
    diag_list diags;
    data_file files[2];
    size_t table_count; /* that are in a version */
    record_diff total;  /* the counts of all tables */
    bool differs;       /* also in what cannot be read */
    sdn_error err;
} diff_run;

/* ---- tables ---- */

static bool is_in_a_version(const diff_run *run, size_t table)
{
    return run->files[0].tables[table].in_file || run->files[1].tables[table].in_file;
}

/* Whether --table asks for it, or nothing does. */
static bool is_wanted(const diff_run *run, size_t table)
{
    const char *name = invocation_value(run->call, "--table");
    return is_in_a_version(run, table) &&
           (name == NULL || sdn_str_equal(run->files[1].tables[table].type->table, sdn_str_from(name)));
}

static command_status check_table_name(diff_run *run)
{
    const data_table *found;
    const char *name = invocation_value(run->call, "--table");
    if (name != NULL && data_file_table(&run->files[1], name, &found, &run->err) != SDN_OK)
        return report_error(run->report, &run->err);
    for (size_t i = 0; i < run->files[1].table_count; i++)
        run->table_count += is_in_a_version(run, i);
    return COMMAND_FINE;
}

/* Rows that cannot be read are in no difference, so nobody may believe that they are equal. */
static void warn_of_problems(diff_run *run, int which, size_t table)
{
    const sdn_problem *problems;
    const data_file *file = &run->files[which];
    size_t count = sdn_store_problems(file->tables[table].store, &problems);
    if (count == 0)
        return;
    text_printf(&run->report->err, "sdnc: %.*s:%lu:%lu: %s", DIAG_STR(file->path), (unsigned long)problems[0].line,
                (unsigned long)problems[0].column, problems[0].message);
    if (count > 1)
        text_printf(&run->report->err, " (and %zu more)", count - 1);
    text_printf(&run->report->err, "; rows that cannot be read are not compared\n");
}

/* Whether both versions have the same problems, probably because of the same rows. */
static bool have_same_problems(const sdn_store *before, const sdn_store *after)
{
    const sdn_problem *old, *new;
    size_t count = sdn_store_problems(before, &old);
    if (sdn_store_problems(after, &new) != count)
        return false;
    for (size_t i = 0; i < count; i++)
        if (strcmp(old[i].message, new[i].message) != 0)
            return false;
    return true;
}

/* ---- output ---- */

static void print_diff_counts(diff_run *run, const record_diff *diff)
{
    text_printf(&run->report->out, "%zu changed, %zu added, %zu deleted\n", diff->changed, diff->added, diff->deleted);
}

static bool print_stat(diff_run *run, const diff_table *table)
{
    if (table->diff->count > 0) {
        text_printf(&run->report->out, "%.*s: ", DIAG_STR(table->type->table));
        print_diff_counts(run, table->diff);
    }
    return true;
}

static bool is_json(const diff_run *run)
{
    const char *format = invocation_value(run->call, "--format");
    return format != NULL && strcmp(format, "jsonl") == 0;
}

static bool print_table(diff_run *run, const diff_table *table)
{
    if (invocation_has(run->call, "--stat"))
        return print_stat(run, table);
    return is_json(run) ? diff_print_json(table, run->report) : diff_print_text(table, run->report);
}

static void print_title(diff_run *run)
{
    if (run->operands.title != NULL && run->total.count == 0 && !is_json(run))
        text_printf(&run->report->out, "%s\n", run->operands.title);
}

static command_status diff_one_table(diff_run *run, size_t position)
{
    record_diff diff;
    const data_table *before = &run->files[0].tables[position], *after = &run->files[1].tables[position];
    warn_of_problems(run, 0, position);
    warn_of_problems(run, 1, position);
    if (record_diff_stores(before->store, after->store, &run->arena, &diff) != 0)
        return report_out_of_memory(run->report);
    run->differs = run->differs || diff.count > 0 || !have_same_problems(before->store, after->store);
    if (diff.count > 0)
        print_title(run);
    run->total.count += diff.count;
    run->total.added += diff.added;
    run->total.deleted += diff.deleted;
    run->total.changed += diff.changed;
    diff_table table = {after->type, &diff, run->table_count > 1, run->call->color};
    return print_table(run, &table) ? COMMAND_FINE : COMMAND_FAILED;
}

static command_status diff_tables(diff_run *run)
{
    command_status status = check_table_name(run);
    for (size_t i = 0; i < run->files[1].table_count && status == COMMAND_FINE; i++)
        if (is_wanted(run, i))
            status = diff_one_table(run, i);
    if (status != COMMAND_FINE || !run->differs)
        return status;
    if (run->total.count > 0 && !invocation_has(run->call, "--stat") && !is_json(run))
        print_diff_counts(run, &run->total);
    return run->operands.from_git ? COMMAND_FINE : COMMAND_FINDINGS;
}

/* ---- all together ---- */

/* git ends with an error if the program that it calls for a file does so. */
static command_status report_unreadable(diff_run *run)
{
    diag_sort(&run->diags);
    diag_render(&run->diags, run->call->style, &run->report->err);
    command_status status = report_error(run->report, &run->err);
    return run->operands.from_git ? COMMAND_FINE : status;
}

static command_status diff_versions(diff_run *run)
{
    command_status status = diff_operands_read(&run->operands, run->call, &run->arena, run->report);
    if (status != COMMAND_FINE)
        return status;
    sdn_options options = sdn_options_default();
    options.ignore_checksum = true; /* what differs is asked, not whether it is intact */
    run->operands.requests[0].options = run->operands.requests[1].options = &options;
    sdn_code code = data_file_open_versions(run->files, run->operands.requests, 2, &run->diags, &run->err);
    status = code == SDN_OK ? diff_tables(run) : report_unreadable(run);
    data_files_close(run->files, 2);
    return status;
}

static command_status run_diff(const verb_invocation *call, command_report *report)
{
    diff_run run = {.call = call, .report = report, .arena = SDN_ARENA_INIT};
    diag_list_init(&run.diags, &run.arena);
    command_status status = diff_versions(&run);
    diag_list_release(&run.diags);
    sdn_arena_release(&run.arena);
    return status;
}

static const verb_option diff_options[] = {
    {"--staged", "--cached", NULL, NULL, "compare what is in the index with HEAD, or with REV", false},
    {"--format", "-f", "FORMAT", "text|jsonl", "lines for people, or JSON lines that apply reads", false},
    {"--stat", NULL, NULL, NULL, "only how many records of each table differ", false},
    {"--table", NULL, "NAME", NULL, "only this table", false},
    {"--schema", NULL, "FILE[:RECORD]", NULL, "the schema of the file; otherwise it is looked for", false},
    {NULL, NULL, NULL, NULL, NULL, false},
};

const verb verb_diff = {
    .name = "diff",
    .usage = "OLD NEW | [--staged] [REV --] FILE",
    .summary = "show which records and fields differ between two versions of a file",
    .description =
        "Compares two files record by record and field by field, whatever their layout, comments and order. A version "
        "can also be REV:PATH, as git writes it, or - for standard input.\n"
        "\n"
        "With a revision and one file, the file as it was in that revision is compared with what it is now; REV..REV "
        "compares two revisions. With one file alone, what is in the index of git is compared with what it is now.\n"
        "\n"
        "A line starts with ~ for a record that was changed, + for one that was added, - for one that was deleted. Of "
        "the last two the fields are shown that are not at their default. With -f jsonl each line is an operation that "
        "'sdnc apply' can make on the older version.\n"
        "\n"
        "It can be the value of GIT_EXTERNAL_DIFF, or of diff.sdn.command in the configuration of git; then the exit "
        "code is 0." DATA_PLACE_HELP,
    .examples = "# What was changed since the last commit\n"
                "sdnc diff HEAD -- todo_db.sdn\n"
                "# What is going to be committed\n"
                "sdnc diff --staged todo_db.sdn\n"
                "# Two files\n"
                "sdnc diff old.sdn new.sdn\n"
                "# Make the changes of one file in another\n"
                "sdnc diff -f jsonl old.sdn new.sdn | sdnc apply copy.sdn",
    .exit_codes = "1 if there are differences; 2 if the command line is wrong, or a version cannot be read.",
    .options = diff_options,
    .operands_min = 1,
    .operands_max = 9,
    .operands = VERB_DATA_FILE,
    .run = run_diff,
};
