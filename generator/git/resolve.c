/* resolve: settles the conflicts that git left in a table, record by record, or lists them. The file is read, changed and
 * replaced under the lock of its store, so that no program that uses the store comes between. */
#include <string.h>

#include <sdn/atomic_file.h>

#include "base/alloc.h"
#include "data/data_file.h"
#include "diag/suggest.h"
#include "diag/whole_file.h"
#include "file/snapshot.h"
#include "git/conflict.h"
#include "git/verbs.h"
#include "text/checksum.h"

/* One run of the verb. */
typedef struct resolve {
    const verb_invocation *call;
    command_report *report;
    const char *path;
    sdn_arena arena;
    conflict_file conflicts;
    conflict_choice choice;
} resolve;

/* ---- reading ---- */

/* The bytes of the file, in the arena. */
static sdn_code read_bytes(resolve *run, sdn_str *bytes, sdn_error *err)
{
    sdn_path path = SDN_PATH_INIT;
    sdn_snapshot snapshot = SDN_SNAPSHOT_INIT;
    sdn_content read = {0};
    bool changed = false;
    sdn_code code = sdn__path_open(run->path, &path, err);
    if (code == SDN_OK)
        code = sdn__snapshot_take(&path, &snapshot, err);
    if (code == SDN_OK && !snapshot.exists)
        code = sdn__fail(err, SDN_E_NOT_FOUND, run->path, "there is no such file; check the path");
    if (code == SDN_OK)
        code = sdn__snapshot_read(&path, &snapshot, UINT32_MAX, 1, &read, &changed, err);
    if (code == SDN_OK && changed)
        code = sdn__fail(err, SDN_E_IO, run->path, "another program is writing this file; try again");
    *bytes = code == SDN_OK ? sdn_arena_copy(&run->arena, read.bytes, read.len) : SDN_STR("");
    sdn__free(read.bytes);
    sdn__snapshot_release(&snapshot);
    sdn__path_close(&path);
    return bytes->ptr != NULL ? code : sdn__fail_memory(err);
}

static sdn_code read_conflicts_as(resolve *run, const data_file *opened, sdn_error *err)
{
    sdn_str bytes;
    sdn_code code = read_bytes(run, &bytes, err);
    const sdn_record_type **types = sdn_arena_alloc(&run->arena, (opened->table_count + 1) * sizeof *types);
    if (code != SDN_OK)
        return code;
    if (types == NULL)
        return sdn__fail_memory(err);
    for (size_t i = 0; i < opened->table_count; i++)
        types[i] = opened->tables[i].type;
    return conflict_file_read(&run->conflicts, run->path, bytes, types, opened->table_count, &run->arena, err);
}

/* The schema says which columns are keys; without one it is the first. The checksum of a file in conflict is that of one
 * side at best. */
static sdn_code read_conflicts(resolve *run, sdn_error *err)
{
    diag_list diags;
    data_file opened = {0};
    sdn_options options = sdn_options_default();
    options.ignore_checksum = true;
    data_request request = {.path = run->path,
                            .schema = invocation_value(run->call, "--schema"),
                            .never_fail_for_schema = true,
                            .must_exist = true,
                            .options = &options};
    diag_list_init(&diags, &run->arena);
    sdn_code code = data_file_open(&opened, &request, &diags, err);
    if (code == SDN_OK)
        code = read_conflicts_as(run, &opened, err);
    data_file_close(&opened);
    diag_list_release(&diags);
    return code;
}

/* ---- the choice ---- */

static const struct {
    const char *option;
    conflict_side side;
} side_options[] = {{"--ours", CONFLICT_OURS}, {"--theirs", CONFLICT_THEIRS}, {"--base", CONFLICT_BASE}};

enum { SIDE_OPTION_COUNT = sizeof side_options / sizeof *side_options };

/* How many sides were given; the last is in the choice. */
static size_t read_sides(resolve *run)
{
    size_t count = 0;
    for (size_t i = 0; i < SIDE_OPTION_COUNT; i++)
        if (invocation_has(run->call, side_options[i].option)) {
            run->choice.side = side_options[i].side;
            count++;
        }
    return count;
}

static command_status report_unknown_key(resolve *run, sdn_str key)
{
    size_t budget = 100000;
    suggestion search = suggest_for(key, &budget);
    for (size_t i = 0; i < run->conflicts.count; i++)
        for (size_t side = 0; side < CONFLICT_SIDES && run->conflicts.items[i].by_record; side++) {
            const conflict_lines *lines = &run->conflicts.items[i].sides[side];
            for (size_t k = 0; k < lines->sorted_count; k++)
                suggest_offer(&search, lines->sorted[k]->key);
        }
    text_printf(&run->report->err, "sdnc: %s: no record '%.*s' is in conflict", run->path, DIAG_STR(key));
    if (search.best.len > 0)
        text_printf(&run->report->err, "; did you mean '%.*s'?", DIAG_STR(search.best));
    text_printf(&run->report->err, "\n");
    return COMMAND_FINDINGS;
}

static command_status read_keys(resolve *run)
{
    size_t count = run->call->operand_count - 1;
    sdn_str *keys = sdn_arena_alloc(&run->arena, (count + 1) * sizeof *keys);
    if (keys == NULL)
        return report_out_of_memory(run->report);
    for (size_t i = 0; i < count; i++) {
        sdn_str given = sdn_str_from(run->call->operands[i + 1]);
        keys[i] = conflict_key_meant(&run->conflicts, given);
        if (keys[i].ptr == NULL)
            return report_unknown_key(run, given);
    }
    run->choice.keys = keys;
    run->choice.key_count = count;
    return COMMAND_FINE;
}

/* The base can be chosen only where git wrote it. */
static command_status check_base(resolve *run)
{
    for (size_t i = 0; i < run->conflicts.count && run->choice.side == CONFLICT_BASE; i++)
        if (run->conflicts.items[i].markers[CONFLICT_BASE].len == 0) {
            text_printf(&run->report->err,
                        "sdnc: %s:%lu: this conflict does not show the base; run: git checkout --conflict=diff3 %s\n",
                        run->path, (unsigned long)run->conflicts.items[i].line, run->path);
            return COMMAND_FAILED;
        }
    return COMMAND_FINE;
}

/* ---- writing ---- */

static command_status report_left(const resolve *run, size_t left)
{
    conflict_list_settled(&run->conflicts, &run->choice, &run->report->out);
    if (left == 0)
        text_printf(&run->report->out, "%s: no conflict is left; run: git add %s\n", run->path, run->path);
    else
        text_printf(&run->report->out, "%s: %zu conflict%s left\n", run->path, left, left > 1 ? "s are" : " is");
    return left == 0 ? COMMAND_FINE : COMMAND_FINDINGS;
}

static command_status settle_and_write(resolve *run, const sdn_lock *lock)
{
    sdn_buffer text = SDN_BUFFER_INIT;
    sdn_error err = {0};
    size_t left = conflict_settle(&run->conflicts, &run->choice, &text);
    if (left == 0)
        sdn__checksum_renew(&text);
    sdn_code code =
        text.out_of_memory ? sdn__fail_memory(&err) : replace_whole_file(run->path, lock, NULL, text_view(&text), &err);
    sdn__buffer_release(&text);
    return code == SDN_OK ? report_left(run, left) : report_error(run->report, &err);
}

/* ---- the verb ---- */

static command_status resolve_under(resolve *run, const sdn_lock *lock)
{
    sdn_error err = {0};
    if (read_conflicts(run, &err) != SDN_OK)
        return report_error(run->report, &err);
    if (run->conflicts.count == 0) {
        text_printf(&run->report->err, "sdnc: %s: there is no conflict in this file\n", run->path);
        return COMMAND_FINDINGS;
    }
    command_status status = read_keys(run);
    if (status == COMMAND_FINE)
        status = check_base(run);
    return status == COMMAND_FINE ? settle_and_write(run, lock) : status;
}

static command_status resolve_file(resolve *run)
{
    sdn_error err = {0};
    sdn_lock *lock = sdn_lock_acquire(run->path, NULL, &err);
    command_status status = lock != NULL ? resolve_under(run, lock) : report_error(run->report, &err);
    sdn_lock_release(lock);
    return status;
}

static command_status list_conflicts(resolve *run)
{
    sdn_error err = {0};
    if (run->call->operand_count > 1)
        return usage_error(run->call, run->report, "--ours, --theirs or --base is missing");
    if (read_conflicts(run, &err) != SDN_OK)
        return report_error(run->report, &err);
    conflict_list(&run->conflicts, &run->report->out);
    return run->conflicts.count > 0 ? COMMAND_FINDINGS : COMMAND_FINE;
}

static command_status run_resolve(const verb_invocation *call, command_report *report)
{
    resolve run = {.call = call, .report = report, .path = call->operands[0], .arena = SDN_ARENA_INIT};
    size_t sides = read_sides(&run);
    if (sides > 1)
        return usage_error(call, report, "--ours, --theirs and --base exclude each other");
    command_status status = sides == 0 ? list_conflicts(&run) : resolve_file(&run);
    conflict_file_release(&run.conflicts);
    sdn_arena_release(&run.arena);
    return status;
}

static const verb_option resolve_options[] = {
    {.name = "--ours", .help = "take what our side has"},
    {.name = "--theirs", .help = "take what the other side has"},
    {.name = "--base", .help = "take what both sides started from, where git shows it"},
    {.name = "--schema", .value = "FILE", .help = "the schema of the file, instead of the one that is found"},
    {.name = NULL},
};

const verb verb_resolve = {
    .name = "resolve",
    .usage = "[--ours | --theirs | --base] FILE [KEY...]",
    .summary = "settle the conflicts that git left in a table",
    .description =
        "Takes one side of the conflicts in FILE: of the records with these keys, or without KEY of all conflicts. A "
        "conflict over several records is taken apart, and what is not settled keeps its markers. Comments go with the "
        "row "
        "below them. Without a side it lists the conflicts.\n"
        "\n"
        "During a rebase git calls the branch that is built on `ours`, and the commit that is applied `theirs`.",
    .examples = "# What is in conflict\n"
                "sdnc resolve todo_db.sdn\n"
                "# One record from them, everything else from us\n"
                "sdnc resolve --theirs todo_db.sdn 3\n"
                "sdnc resolve --ours todo_db.sdn\n",
    .exit_codes = "1 if conflicts are left, there are none to settle, or no record with a KEY is in conflict; 2 if the "
                  "command line "
                  "is wrong or the file cannot be read or written.",
    .options = resolve_options,
    .operands_min = 1,
    .operands_max = SIZE_MAX,
    .operands = VERB_DATA_FILE,
    .run = run_resolve,
};
