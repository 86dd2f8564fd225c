/* merge: the merge driver of git, and the same merge as a plain command. The result replaces a file in one step, so that a
 * program that is killed leaves the old file or the new one. */
#include <stdlib.h>
#include <string.h>

#include <sdn/atomic_file.h>

#include "base/alloc.h"
#include "base/error.h"
#include "diag/whole_file.h"
#include "file/snapshot.h"
#include "git/verbs.h"
#include "merge/file_merge.h"
#include "repo/git.h"
#include "table/image.h"

enum { VERSIONS = 3 };

/* git's own, where it says nothing else. */
enum { USUAL_MARKER_SIZE = 7, LARGEST_MARKER_SIZE = 1000 };

/* ---- the versions ---- */

/* Reads a file, followed by SDN_PADDING NULs; the bytes are the caller's to free. */
static sdn_code read_merge_version(const char *name, sdn_str *version, sdn_error *err)
{
    sdn_path path = SDN_PATH_INIT;
    sdn_snapshot snapshot = SDN_SNAPSHOT_INIT;
    sdn_content read = {0};
    bool changed = false;
    sdn_code code = sdn__path_open(name, &path, err);
    if (code == SDN_OK)
        code = sdn__snapshot_take(&path, &snapshot, err);
    if (code == SDN_OK && !snapshot.exists)
        code = sdn__fail(err, SDN_E_NOT_FOUND, name, "there is no such file; check the path");
    if (code == SDN_OK)
        code = sdn__snapshot_read(&path, &snapshot, UINT32_MAX, SDN_PADDING, &read, &changed, err);
    if (code == SDN_OK && changed)
        code = sdn__fail(err, SDN_E_IO, name, "another program is writing this file; try again");
    sdn__snapshot_release(&snapshot);
    sdn__path_close(&path);
    *version = (sdn_str){read.bytes, read.len};
    return code;
}

static void free_versions(const file_merge_request *request)
{
    sdn__free((char *)request->base.ptr);
    sdn__free((char *)request->ours.ptr);
    sdn__free((char *)request->theirs.ptr);
}

static sdn_code read_merge_versions(const verb_invocation *call, file_merge_request *request, sdn_error *err)
{
    sdn_str *const versions[VERSIONS] = {&request->base, &request->ours, &request->theirs};
    sdn_code code = SDN_OK;
    for (int i = 0; i < VERSIONS && code == SDN_OK; i++)
        code = read_merge_version(call->operands[i], versions[i], err);
    return code;
}

/* ---- what is asked for ---- */

static merge_style style_named(const char *name)
{
    static const char *const names[] = {"merge", "diff3", "zdiff3"};
    for (int i = MERGE_STYLE_DIFF3; i <= MERGE_STYLE_ZDIFF3; i++)
        if (strcmp(name, names[i]) == 0)
            return (merge_style)i;
    return MERGE_STYLE_MERGE;
}

/* The style that git is configured for; the usual one if git does not say. */
static merge_style style_of_git(void)
{
    static const char *const arguments[] = {"config", "--get", "merge.conflictStyle", NULL};
    sdn_arena arena = SDN_ARENA_INIT;
    sdn_error err;
    sdn_str output;
    int exit_code = 0;
    merge_style style = MERGE_STYLE_MERGE;
    if (git_run(NULL, arguments, &output, &exit_code, &arena, &err) == SDN_OK && exit_code == 0) {
        char name[16];
        size_t len = strcspn(output.ptr, "\r\n");
        if (len < sizeof name) {
            memcpy(name, output.ptr, len);
            name[len] = '\0';
            style = style_named(name);
        }
    }
    sdn_arena_release(&arena);
    return style;
}

/* 0: not a size of markers. */
static unsigned marker_size_of(const char *text)
{
    char *end;
    if (text == NULL)
        return USUAL_MARKER_SIZE;
    unsigned long size = strtoul(text, &end, 10);
    return *text >= '1' && *text <= '9' && *end == '\0' && size <= LARGEST_MARKER_SIZE ? (unsigned)size : 0;
}

static command_status read_request(const verb_invocation *call, file_merge_request *request, command_report *report)
{
    const char *style = invocation_value(call, "--style"), *size = invocation_value(call, "--marker-size");
    const char *out = invocation_value(call, "-o");
    if (invocation_has(call, "--git") && out != NULL)
        return usage_error(call, report, "--git writes over OURS, and has no -o");
    if (invocation_has(call, "--git") && call->operand_count < 4)
        return usage_error(call, report, "--git needs PATH, that of the file in the repository");
    request->path = call->operand_count > VERSIONS ? call->operands[VERSIONS] : out != NULL ? out : call->operands[1];
    request->schema = invocation_value(call, "--schema");
    request->marker_size = marker_size_of(size);
    if (request->marker_size == 0)
        return usage_error(call, report, "'%s' is no size of conflict markers; it is a number from 1 to %d", size,
                           LARGEST_MARKER_SIZE);
    request->style = style != NULL                   ? style_named(style)
                     : invocation_has(call, "--git") ? style_of_git()
                                                     : MERGE_STYLE_MERGE;
    request->labels[0] = "base";
    request->labels[1] = "ours";
    request->labels[2] = "theirs";
    return COMMAND_FINE;
}

/* ---- the result ---- */

static sdn_code put_in_place(const char *path, sdn_str text, sdn_error *err)
{
    sdn_atomic_file_options options = sdn_atomic_file_options_default();
    options.durability = SDN_ATOMIC; /* as git itself writes */
    return replace_whole_file(path, NULL, &options, text, err);
}

/* Writes the merged text where it is to go. */
static sdn_code put_result(const verb_invocation *call, const file_merge_request *request, file_merge *merged,
                           command_report *report, sdn_error *err)
{
    const char *path = invocation_has(call, "--git") ? call->operands[1] : invocation_value(call, "-o");
    sdn_str text = {merged->text.bytes != NULL ? merged->text.bytes : "", merged->text.len};
    if (path != NULL)
        return invocation_has(call, "--git") && sdn_str_equal(text, request->ours) ? SDN_OK
                                                                                   : put_in_place(path, text, err);
    sdn_buffer empty = report->out;
    report->out = merged->text;
    merged->text = empty;
    return SDN_OK;
}

static command_status finish_merge(const verb_invocation *call, const file_merge_request *request, file_merge *merged,
                                   command_report *report)
{
    sdn_error err;
    sdn__buffer_add_str(&report->err, (sdn_str){merged->messages.bytes, merged->messages.len});
    if (merged->result == FILE_MERGE_AS_TEXT)
        return COMMAND_FAILED;
    if (!sdn_saved(put_result(call, request, merged, report, &err)))
        return report_error(report, &err);
    return merged->result == FILE_MERGE_CLEAN ? COMMAND_FINE : COMMAND_FINDINGS;
}

static command_status run_merge(const verb_invocation *call, command_report *report)
{
    file_merge_request request = {.path = NULL};
    file_merge merged = {.result = FILE_MERGE_AS_TEXT};
    sdn_error err;
    command_status status = read_request(call, &request, report);
    if (status != COMMAND_FINE)
        return status;
    sdn_code code = read_merge_versions(call, &request, &err);
    if (code == SDN_OK)
        code = file_merge_run(&request, &merged, &err);
    status = code == SDN_OK ? finish_merge(call, &request, &merged, report) : COMMAND_FAILED;
    if (code != SDN_OK)
        report_error(report, &err);
    file_merge_release(&merged);
    free_versions(&request);
    return status;
}

static const verb_option merge_options[] = {
    {.name = "--git", .help = "as driver of git: write over OURS, and take the style of merge.conflictStyle"},
    {.name = "-o", .value = "FILE", .help = "write the result to FILE instead of standard output"},
    {.name = "--schema", .value = "FILE", .help = "the schema of the file, instead of the one that is found"},
    {.name = "--style",
     .value = "STYLE",
     .words = "merge|diff3|zdiff3",
     .help = "what stands between conflict markers, as merge.conflictStyle of git"},
    {.name = "--marker-size", .value = "N", .help = "how long conflict markers are; 7 is usual"},
    {.name = NULL},
};

const verb verb_merge = {
    .name = "merge",
    .usage = "[--git] BASE OURS THEIRS [PATH]",
    .summary = "merge two versions of a table, record by record",
    .description =
        "Merges OURS and THEIRS, two versions of a file that were both made from BASE: records by key, fields by name, "
        "comments and other text by the row below them. What both changed differently stands between conflict markers, "
        "of which the labels name record and fields; messages say the same. Rules of the schema that the result "
        "breaks, "
        "and neither version, are conflicts too; then the text has no markers, but the exit code is 1.\n"
        "\n"
        "PATH is that of the file in the repository; by it the schema is found. Without a schema, or with one that has "
        "mistakes, all columns are text and the first is the key.\n"
        "\n"
        "A file that cannot be merged so without losing something is left as it is: a key that stands twice, a table "
        "that "
        "does, rows without a key that both changed. `sdnc git-setup` makes git run this verb, and its own merge of "
        "text "
        "lines in these cases.",
    .examples = "# What git-setup makes git run\n"
                "sdnc merge --git --marker-size=%L -- %O %A %B %P\n"
                "# For other programs, such as jj\n"
                "sdnc merge base.sdn left.sdn right.sdn -o merged.sdn\n",
    .exit_codes = "1 if there are conflicts; 2 if the file cannot be merged as records: then nothing was written.",
    .options = merge_options,
    .operands_min = VERSIONS,
    .operands_max = VERSIONS + 1,
    .operands = VERB_DATA_FILE,
    .run = run_merge,
};
