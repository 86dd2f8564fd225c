/*
 * The verb `check`: data files against their schemas, and schemas by themselves.
 *
 * All data files of a run are opened before any is looked at, because a reference may lead from one into another. Their
 * bytes are read here, once: the library gets a copy, and messages show the lines as they are.
 */
#include "tables/verbs.h"

#include <string.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "check/sema.h"
#include "data/data_place.h"
#include "diag/source.h"
#include "repo/git.h"
#include "repo/union_merge.h"
#include "syntax/load.h"
#include "tables/check_list.h"
#include "verify/verify.h"

/* One data file of a run. */
typedef struct check_item {
    const char *path;
    source_file source;
    data_file data;
    diag_list diags;
    bool is_read;
} check_item;

typedef struct check_run {
    const verb_invocation *call;
    command_report *report;
    sdn_arena arena;
    check_version version;
    const char *revision; /* of git; NULL: files on disk */
    bool from_git;        /* the list of files is git's */
    check_item *items;
    verify_file *files; /* of the items that are read, in their order */
    size_t count;
    size_t checked; /* the first items; the others are only where references may lead */
    size_t errors, warnings;
    bool failed; /* a file could not be read */
} check_run;

/* --- messages --- */

static void show_diags(check_run *run, diag_list *diags)
{
    diag_sort(diags);
    if (diags->count > 0 && run->errors + run->warnings > 0 && run->call->style.format == DIAG_TEXT)
        text_printf(&run->report->err, "\n");
    for (size_t i = 0; i < diags->count; i++) {
        run->errors += diags->items[i]->error.kind == DIAG_ERROR;
        run->warnings += diags->items[i]->error.kind == DIAG_WARNING;
    }
    run->errors += diags->left_out;
    diag_render(diags, run->call->style, &run->report->err);
}

static void show_count(check_run *run)
{
    sdn_buffer *to = &run->report->err;
    if (run->call->style.format != DIAG_TEXT || run->errors + run->warnings == 0)
        return;
    text_printf(to, "\n");
    if (run->errors > 0)
        text_printf(to, "%zu error%s", run->errors, run->errors == 1 ? "" : "s");
    if (run->warnings > 0)
        text_printf(to, "%s%zu warning%s", run->errors > 0 ? ", " : "", run->warnings, run->warnings == 1 ? "" : "s");
    text_printf(to, "\n");
}

/* --- reading --- */

static sdn_code read_checked_version(check_run *run, check_item *item, sdn_error *err)
{
    sdn_str path = sdn_str_from(item->path), bytes;
    if (data_place_require_file(item->path, err) != SDN_OK)
        return err->code;
    if (run->revision == NULL)
        return strcmp(item->path, "-") == 0 ? source_read_standard_data(&item->source, &run->arena, err)
                                            : source_read_data(&item->source, path, &run->arena, err);
    sdn_code code = git_read_blob(run->revision, item->path, &bytes, &run->arena, err);
    return code == SDN_OK ? source_init_data(&item->source, path, bytes, &run->arena, err) : code;
}

/* Whether the mistakes in the schema of a file were shown for one before it. */
static bool is_shown_already(const check_run *run, const check_item *item)
{
    sdn_str schema = item->diags.items[0]->error.span.source->path;
    for (const check_item *other = run->items; other < item; other++)
        if (!other->is_read && other->diags.count > 0 &&
            sdn_str_equal(other->diags.items[0]->error.span.source->path, schema))
            return true;
    return false;
}

static void note_open_failure(check_run *run, check_item *item, const sdn_error *err)
{
    bool schema_is_wrong = err->code == SDN_E_INVALID && item->diags.count > 0;
    if (schema_is_wrong && is_shown_already(run, item))
        item->diags.count = 0;
    if (schema_is_wrong)
        return;
    diag_error_in(&item->diags, &item->source, err);
    run->failed |= err->code != SDN_E_SYNTAX && item < run->items + run->checked;
}

static void open_item(check_run *run, check_item *item)
{
    sdn_error err = {0};
    sdn_options options = sdn_options_default();
    options.ignore_checksum = true;
    data_request request = {.path = item->path,
                            .bytes = &item->source.bytes,
                            .schema = invocation_value(run->call, "--schema"),
                            .schema_revision = run->revision,
                            .options = &options};
    diag_list_init(&item->diags, &run->arena);
    sdn_code code = source_init_data(&item->source, sdn_str_from(item->path), SDN_STR(""), &run->arena, &err);
    if (code == SDN_OK)
        code = read_checked_version(run, item, &err);
    item->source.order = UINT32_MAX;
    if (code == SDN_E_IO && run->from_git)
        return; /* tracked, but deleted in the working tree */
    if (code != SDN_OK) {
        diag_error_in(&item->diags, &item->source, &err);
        run->failed |= item < run->items + run->checked;
        return;
    }
    code = data_file_open(&item->data, &request, &item->diags, &err);
    item->is_read = code == SDN_OK;
    if (code != SDN_OK)
        note_open_failure(run, item, &err);
}

/* --- finding --- */

static void warn_of_setup(check_run *run, check_item *item)
{
    source_span whole = source_whole(&item->source);
    if (item->data.schemas == NULL) {
        diag *d = diag_warning(&item->diags, whole, "no schema describes this file: only its form was checked");
        diag_help(&item->diags, d, "name one with --schema, or by the attribute sdn-schema in .gitattributes");
    }
    if (git_merges_as_union(item->path, &run->arena)) {
        diag *d = diag_warning(&item->diags, whole, GIT_UNION_WARNING, item->path);
        diag_help(&item->diags, d, GIT_UNION_HELP, item->path);
    }
}

/* Opens items, and adds those that could be read to the files. Returns how many files there are. */
static size_t open_items(check_run *run, size_t first, size_t last, size_t opened)
{
    for (size_t i = first; i < last; i++) {
        open_item(run, &run->items[i]);
        if (run->items[i].is_read)
            run->files[opened++] = (verify_file){.data = &run->items[i].data, .source = &run->items[i].source};
    }
    return opened;
}

/* Opens what is to be checked, and finds everything in it. SDN_E_NOMEM. */
static sdn_code find_all(check_run *run, sdn_error *err)
{
    size_t wanted = open_items(run, 0, run->checked, 0), opened = wanted;
    sdn_code code = SDN_OK;
    if (verify_leads_outside(run->files, wanted))
        opened = open_items(run, run->checked, run->count, wanted);
    for (size_t i = 0; i < wanted && code == SDN_OK; i++)
        code = verify_find(&run->files[i], err);
    for (size_t i = 0; i < wanted && code == SDN_OK; i++)
        code = verify_find_references(run->files, opened, i, err);
    return code;
}

static command_status check_data(check_run *run)
{
    sdn_error err = {0};
    size_t opened = 0;
    if (find_all(run, &err) != SDN_OK)
        return report_error(run->report, &err);
    for (size_t i = 0; i < run->checked; i++) {
        check_item *item = &run->items[i];
        if (item->is_read) {
            warn_of_setup(run, item);
            verify_report(&run->files[opened++], &item->diags);
        }
        if (item->diags.out_of_memory)
            return report_out_of_memory(run->report);
        show_diags(run, &item->diags);
    }
    return COMMAND_FINE;
}

/* --- schemas --- */

static command_status check_schemas(check_run *run, const char *const *files, size_t count)
{
    load_request request = {.files = files, .file_count = count};
    load_result loaded;
    model made;
    diag_list diags;
    if (count == 0)
        return COMMAND_FINE;
    diag_list_init(&diags, &run->arena);
    bool ok = load_schemas(&request, &run->arena, &diags, &loaded) == 0 &&
              sema_check(&loaded, SDN_STR(""), &run->arena, &diags, &made) == 0;
    if (ok) {
        run->failed |= loaded.unreadable;
        show_diags(run, &diags);
    }
    diag_list_release(&diags);
    return ok ? COMMAND_FINE : report_out_of_memory(run->report);
}

/* --- all together --- */

/* What a run looks at. */
typedef struct check_lists {
    checked_paths files;  /* that are checked, schemas among them */
    checked_paths others; /* where their references may lead */
} check_lists;

/* Divides the files into schemas, which it returns, and data files. Returns NULL when memory ran out. */
static const char **divide_files(check_run *run, const check_lists *lists, size_t *schema_count)
{
    const checked_paths *files = &lists->files;
    size_t room = files->count + lists->others.count + 1;
    const char **schemas = sdn_arena_alloc(&run->arena, room * sizeof *schemas);
    run->items = sdn__arena_zeroed(&run->arena, room * sizeof *run->items);
    run->files = sdn__arena_zeroed(&run->arena, room * sizeof *run->files);
    if (schemas == NULL || run->items == NULL || run->files == NULL)
        return NULL;
    for (size_t i = 0; i < files->count; i++)
        if (check_list_ends_in(files->paths[i], ".schema"))
            schemas[(*schema_count)++] = files->paths[i];
        else
            run->items[run->count++].path = files->paths[i];
    run->checked = run->count;
    for (size_t i = 0; i < lists->others.count; i++)
        run->items[run->count++].path = lists->others.paths[i];
    return schemas;
}

static command_status check_files(check_run *run, const check_lists *lists)
{
    size_t schema_count = 0;
    const char **schemas = divide_files(run, lists, &schema_count);
    if (schemas == NULL)
        return report_out_of_memory(run->report);
    if (schema_count > 0 && run->revision != NULL)
        return usage_error(run->call, run->report, "schemas are checked on disk only; leave '%s' out", schemas[0]);
    command_status status = check_schemas(run, schemas, schema_count);
    if (status == COMMAND_FINE)
        status = check_data(run);
    show_count(run);
    if (status == COMMAND_FINE)
        status = run->failed ? COMMAND_FAILED : run->errors > 0 ? COMMAND_FINDINGS : COMMAND_FINE;
    return status;
}

/* What is staged. A schema that is staged may make any data file wrong, so all of the index are checked then. */
static sdn_code list_staged(check_run *run, check_lists *lists, sdn_error *err)
{
    checked_paths schemas;
    sdn_code code = check_list_repository(CHECK_STAGED, NULL, ".schema", &schemas, &run->arena, err);
    if (code != SDN_OK)
        return code;
    if (schemas.count > 0)
        return check_list_repository(CHECK_ON_DISK, NULL, ".sdn", &lists->files, &run->arena, err);
    code = check_list_repository(CHECK_STAGED, NULL, ".sdn", &lists->files, &run->arena, err);
    if (code == SDN_OK && lists->files.count > 0)
        code = check_list_repository(CHECK_ON_DISK, NULL, ".sdn", &lists->others, &run->arena, err);
    return code;
}

static command_status list_checked_files(check_run *run, check_lists *lists)
{
    sdn_error err = {0};
    *lists = (check_lists){.files = {run->call->operands, run->call->operand_count}};
    if (lists->files.count > 0)
        return COMMAND_FINE;
    run->from_git = true;
    sdn_code code = run->version == CHECK_STAGED
                        ? list_staged(run, lists, &err)
                        : check_list_repository(run->version, run->revision, ".sdn", &lists->files, &run->arena, &err);
    if (code == SDN_OK) {
        check_list_subtract(&lists->others, &lists->files);
        return COMMAND_FINE;
    }
    return code == SDN_E_NOT_FOUND && run->revision == NULL
               ? usage_error(run->call, run->report, "no file given, and this is no repository of git")
               : report_error(run->report, &err);
}

static void release_run(check_run *run)
{
    for (size_t i = 0; i < run->count; i++) {
        verify_release(&run->files[i]);
        diag_list_release(&run->items[i].diags);
        data_file_close(&run->items[i].data);
    }
    sdn_arena_release(&run->arena);
}

static command_status run_check(const verb_invocation *call, command_report *report)
{
    check_lists lists;
    check_run run = {.call = call, .report = report, .arena = SDN_ARENA_INIT};
    run.revision = invocation_has(call, "--staged") ? "" : invocation_value(call, "--rev");
    run.version = invocation_has(call, "--staged") ? CHECK_STAGED
                  : run.revision != NULL           ? CHECK_REVISION
                                                   : CHECK_ON_DISK;
    command_status status = invocation_exclude(call, report, "--staged", "--rev");
    if (status == COMMAND_FINE)
        status = list_checked_files(&run, &lists);
    if (status == COMMAND_FINE)
        status = check_files(&run, &lists);
    release_run(&run);
    return status;
}

static const verb_option check_verb_options[] = {
    {"--schema", NULL, "SCHEMA", NULL, "the schema of the data files, FILE or FILE:Record, instead of the one found",
     false},
    {"--staged", NULL, NULL, NULL,
     "check what the index of git has; without FILE the files that are staged, or all if a schema is", false},
    {"--rev", NULL, "REV", NULL, "check what a revision of git has, by the schemas of that revision", false},
    {0},
};

const verb verb_check = {
    .name = "check",
    .usage = "[--schema SCHEMA] [--staged | --rev REV] [FILE...]",
    .summary = "say what is wrong in data files and schemas",
    .description =
        "Compares data files with their schemas: rows that cannot be read, keys that are there twice, rules that "
        "records "
        "break, references to records that do not exist, columns that the schema does not know, conflicts that git "
        "left. "
        "Files that end in .schema are checked themselves. Without FILE all files *.sdn that git tracks are checked.\n"
        "\n"
        "A reference is looked up in the file that it is in; if that does not have the table, in the other files of "
        "the "
        "same run. With --staged these are also the files that are not staged.",
    .examples =
        "# Before a commit, as a hook of git\nsdnc check --staged\n"
        "# One file, with messages that GitHub shows beside its lines\nsdnc check --error-format=github bugs.sdn",
    .exit_codes =
        "1 if anything is wrong; 2 if the command line is wrong or a file cannot be read. Warnings alone are fine.",
    .options = check_verb_options,
    .operands_min = 0,
    .operands_max = SIZE_MAX,
    .operands = VERB_ANY_FILE,
    .run = run_check,
};
