/*
 * The verb `breaking`: what has changed in schemas since a revision of git, for programs and for the rows that exist.
 *
 * Each schema is compared by itself, with its own list of messages. A data file is opened once by its schema of today and
 * once by the earlier one, and then shown to all schemas that were compared: each finds its own records in it.
 */
#include "tables/verbs.h"

#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "breaking/breaking.h"
#include "diag/source.h"
#include "repo/git.h"
#include "tables/check_list.h"

/* One schema of a run. */
typedef struct compared_schema {
    const char *path;
    breaking_schema schema;
    diag_list diags;
    bool is_loaded; /* in both versions */
} compared_schema;

typedef struct breaking_run {
    const verb_invocation *call;
    command_report *report;
    sdn_arena arena;
    breaking_origin origin;
    compared_schema *schemas;
    size_t count;
    size_t errors, shown;
    bool failed; /* a file could not be read */
} breaking_run;

/* --- schemas --- */

static command_status load_one(breaking_run *run, compared_schema *one)
{
    sdn_error err = {0};
    diag_list_init(&one->diags, &run->arena);
    sdn_code code = breaking_load(&one->schema, one->path, &run->origin, &run->arena, &one->diags, &err);
    one->is_loaded = code == SDN_OK && !one->schema.is_new;
    run->failed |= one->schema.before.loaded.unreadable || one->schema.after.loaded.unreadable;
    if (one->is_loaded)
        code = breaking_find_api(&one->schema, &err);
    return code == SDN_OK || code == SDN_E_INVALID ? COMMAND_FINE : report_error(run->report, &err);
}

static command_status load_all(breaking_run *run)
{
    command_status status = COMMAND_FINE;
    for (size_t i = 0; i < run->count && status == COMMAND_FINE; i++)
        status = load_one(run, &run->schemas[i]);
    return status;
}

/* --- data files --- */

/* Opens a file by a schema in one version; `schema` NULL: the one that belongs to the file today. */
static sdn_code open_reading(breaking_run *run, const source_file *source, const char *schema, bool earlier,
                             data_file *opened, sdn_error *err)
{
    diag_list ignored;
    sdn_options options = sdn_options_default();
    options.ignore_checksum = true;
    data_request request = {.path = source->path.ptr, .bytes = &source->bytes, .schema = schema, .options = &options};
    if (earlier && run->origin.file != NULL)
        request.schema = run->origin.file;
    else if (earlier)
        request.schema_revision = run->origin.revision;
    diag_list_init(&ignored, &run->arena);
    sdn_code code = data_file_open(opened, &request, &ignored, err);
    diag_list_release(&ignored);
    return code;
}

/* A file that cannot be opened is told, and no reason to stop. Only out of memory is passed on. */
static sdn_code tell_closed(breaking_run *run, const source_file *source, const sdn_error *why, sdn_error *err)
{
    sdn_buffer text = SDN_BUFFER_INIT;
    if (why->code == SDN_E_NOMEM)
        return sdn__fail_memory(err);
    text_printf(&text, "is not looked at: %s", why->message);
    diag_render_plain(run->call->style, source->path, text_view(&text), &run->report->err);
    run->failed = true;
    sdn__buffer_release(&text);
    return SDN_OK;
}

/* Opens a file by both versions of a schema, and counts what is different. */
static sdn_code count_effects_in(breaking_run *run, compared_schema *one, const source_file *source, sdn_error *err)
{
    data_file before = {.file = NULL}, after = {.file = NULL};
    sdn_error why = {0};
    sdn_code code = open_reading(run, source, one->path, false, &after, &why);
    if (code == SDN_OK)
        code = open_reading(run, source, one->path, true, &before, &why);
    code = code == SDN_OK ? breaking_find_data(&one->schema, &before, &after, source, err)
                          : tell_closed(run, source, &why, err);
    data_file_close(&before);
    data_file_close(&after);
    return code;
}

/* Whether the schema that describes a table today, if any does, is this one. */
static bool describes(const compared_schema *one, const data_table *table)
{
    const model *now = &one->schema.after.made;
    for (size_t i = 0; table->record != NULL && i < now->schema_count; i++)
        if (sdn_str_equal(now->schemas[i]->path, table->record->schema->path))
            return true;
    return table->record == NULL;
}

static bool concerns_file(const breaking_run *run, const compared_schema *one, const data_file *today)
{
    if (!one->is_loaded || !one->schema.is_changed)
        return false;
    for (size_t i = 0; i < today->table_count; i++)
        if (today->tables[i].in_file && breaking_has_table(&one->schema, today->tables[i].type->table) &&
            (run->origin.file != NULL || describes(one, &today->tables[i])))
            return true;
    return false;
}

/* Each schema that has a table of the file counts for itself. */
static sdn_code compare_opened(breaking_run *run, const source_file *source, sdn_error *err)
{
    data_file today = {.file = NULL};
    sdn_error why = {0};
    const char *named = run->origin.file != NULL ? run->schemas[0].path : NULL;
    sdn_code code = open_reading(run, source, named, false, &today, &why);
    if (code != SDN_OK)
        code = tell_closed(run, source, &why, err);
    else
        for (size_t i = 0; i < run->count && code == SDN_OK; i++)
            if (concerns_file(run, &run->schemas[i], &today))
                code = count_effects_in(run, &run->schemas[i], source, err);
    data_file_close(&today);
    return code;
}

static command_status compare_file(breaking_run *run, const char *path, bool must_exist)
{
    sdn_error err = {0};
    source_file source;
    sdn_code code = source_read_data(&source, sdn_str_from(path), &run->arena, &err);
    if (code == SDN_E_IO && !must_exist)
        return COMMAND_FINE; /* tracked, but deleted in the working tree */
    code = code == SDN_OK ? compare_opened(run, &source, &err) : tell_closed(run, &source, &err, &err);
    return code == SDN_OK ? COMMAND_FINE : report_error(run->report, &err);
}

static command_status compare_data_files(breaking_run *run, const checked_paths *files, bool must_exist)
{
    command_status status = COMMAND_FINE;
    bool any = false;
    for (size_t i = 0; i < run->count; i++)
        any |= run->schemas[i].is_loaded && run->schemas[i].schema.is_changed;
    for (size_t i = 0; any && i < files->count && status == COMMAND_FINE; i++)
        status = compare_file(run, files->paths[i], must_exist);
    return status;
}

/* --- messages --- */

static command_status show_all(breaking_run *run)
{
    for (size_t i = 0; i < run->count; i++) {
        diag_list *diags = &run->schemas[i].diags;
        if (run->schemas[i].is_loaded)
            breaking_report_data(&run->schemas[i].schema);
        if (diags->out_of_memory)
            return report_out_of_memory(run->report);
        diag_sort(diags);
        if (diags->count > 0 && run->shown > 0 && run->call->style.format == DIAG_TEXT)
            text_printf(&run->report->err, "\n");
        run->shown += diags->count;
        run->errors += diags->errors;
        diag_render(diags, run->call->style, &run->report->err);
    }
    return run->failed ? COMMAND_FAILED : run->errors > 0 ? COMMAND_FINDINGS : COMMAND_FINE;
}

/* --- all together --- */

static command_status find_compared(breaking_run *run, checked_paths *schemas)
{
    sdn_error err = {0};
    *schemas = (checked_paths){run->call->operands, run->call->operand_count};
    if (schemas->count == 0 &&
        check_list_repository(CHECK_ON_DISK, NULL, ".schema", schemas, &run->arena, &err) != SDN_OK)
        return report_error(run->report, &err);
    run->schemas = sdn__arena_zeroed(&run->arena, (schemas->count + 1) * sizeof *run->schemas);
    if (run->schemas == NULL)
        return report_out_of_memory(run->report);
    run->count = run->origin.compared_count = schemas->count;
    run->origin.compared = schemas->paths;
    for (size_t i = 0; i < run->count; i++)
        run->schemas[i].path = schemas->paths[i];
    return COMMAND_FINE;
}

static command_status find_data_files(breaking_run *run, checked_paths *files, bool *named)
{
    sdn_error err = {0};
    *named = invocation_has(run->call, "--data");
    files->paths = sdn__arena_zeroed(&run->arena, (run->call->given_count + 1) * sizeof *files->paths);
    if (files->paths == NULL)
        return report_out_of_memory(run->report);
    files->count = invocation_values(run->call, "--data", files->paths);
    if (*named)
        return COMMAND_FINE;
    sdn_code code = check_list_repository(CHECK_ON_DISK, NULL, ".sdn", files, &run->arena, &err);
    if (code == SDN_E_NOT_FOUND && run->origin.file != NULL) {
        files->count = 0;
        return COMMAND_FINE;
    }
    return code == SDN_OK ? COMMAND_FINE : report_error(run->report, &err);
}

/* Schemas that the revision has and that are gone now. */
static command_status find_gone_schemas(breaking_run *run, const checked_paths *now)
{
    static const sdn_str message = SDN_STR_INIT("is gone, with all that it declares [api]");
    checked_paths then;
    sdn_error err = {0};
    if (run->call->operand_count > 0)
        return COMMAND_FINE;
    if (check_list_repository(CHECK_REVISION, run->origin.revision, ".schema", &then, &run->arena, &err) != SDN_OK)
        return report_error(run->report, &err);
    check_list_subtract(&then, now);
    for (size_t i = 0; i < then.count; i++)
        diag_render_plain(run->call->style, sdn_str_from(then.paths[i]), message, &run->report->err);
    run->errors += then.count;
    return COMMAND_FINE;
}

static command_status compare_everything(breaking_run *run)
{
    checked_paths schemas, files;
    bool named;
    command_status status = find_compared(run, &schemas);
    if (status == COMMAND_FINE && run->origin.file != NULL && run->count != 1)
        return usage_error(run->call, run->report, "--against-file compares one schema; name it");
    if (status == COMMAND_FINE)
        status = find_gone_schemas(run, &schemas);
    if (status == COMMAND_FINE)
        status = find_data_files(run, &files, &named);
    if (status == COMMAND_FINE)
        status = load_all(run);
    if (status == COMMAND_FINE)
        status = compare_data_files(run, &files, named);
    return status == COMMAND_FINE ? show_all(run) : status;
}

/* git says it if there is no such revision; files that it does not have are new. */
static command_status require_revision(breaking_run *run)
{
    sdn_error err = {0};
    sdn_str output;
    const char *const arguments[] = {"rev-parse", "--verify", "--quiet", run->origin.revision, NULL};
    int exit_code = 0;
    if (run->origin.file != NULL)
        return COMMAND_FINE;
    sdn_code code = git_run(NULL, arguments, &output, &exit_code, &run->arena, &err);
    if (code != SDN_OK)
        return report_error(run->report, &err);
    return exit_code == 0 ? COMMAND_FINE
                          : usage_error(run->call, run->report, "git knows no revision '%s'", run->origin.revision);
}

static command_status run_breaking(const verb_invocation *call, command_report *report)
{
    breaking_run run = {.call = call, .report = report, .arena = SDN_ARENA_INIT};
    run.origin = (breaking_origin){.revision = invocation_value(call, "--against"),
                                   .file = invocation_value(call, "--against-file")};
    command_status status = invocation_exclude(call, report, "--against", "--against-file");
    if (status == COMMAND_FINE && run.origin.revision == NULL && run.origin.file == NULL)
        status = usage_error(call, report, "nothing to compare with; use --against REV or --against-file FILE");
    if (status == COMMAND_FINE)
        status = require_revision(&run);
    if (status == COMMAND_FINE)
        status = compare_everything(&run);
    for (size_t i = 0; i < run.count; i++) {
        breaking_release(&run.schemas[i].schema);
        diag_list_release(&run.schemas[i].diags);
    }
    sdn_arena_release(&run.arena);
    return status;
}

static const verb_option breaking_options[] = {
    {"--against", NULL, "REV", NULL, "compare with the schemas of this revision of git", false},
    {"--against-file", NULL, "FILE", NULL, "compare with this file, an earlier version of the schema", false},
    {"--data", NULL, "FILE", NULL, "a data file to look at, instead of all *.sdn that git tracks", true},
    {0},
};

const verb verb_breaking = {
    .name = "breaking",
    .usage = "--against REV | --against-file FILE [--data FILE]... [SCHEMA...]",
    .summary = "say what a changed schema breaks, in programs and in rows",
    .description =
        "Compares schemas with an earlier version, imports included; without SCHEMA all that git tracks. What programs "
        "see is marked [api]: functions, constants and struct members that are gone or of another type. What happens "
        "to "
        "rows is marked [data]: all data files of the repository are read with both versions, and rows are counted "
        "that "
        "cannot be read any more, break a rule, or lose a value.",
    .examples = "# In a check before a merge\nsdnc breaking --against origin/main\n"
                "# Without git\nsdnc breaking --against-file old/todo.schema todo.schema --data todo_db.sdn",
    .exit_codes =
        "1 if anything breaks; 2 if the command line is wrong or a file cannot be read. Warnings alone are fine.",
    .options = breaking_options,
    .operands_min = 0,
    .operands_max = SIZE_MAX,
    .operands = VERB_SCHEMA_FILE,
    .run = run_breaking,
};
