/*
 * textconv: a file for the `textconv` of git: one field in each line. git calls it for each version that it shows, with a
 * temporary file, so it must be quick, and must never fail: then git would show nothing at all. What it cannot read it
 * prints as it is.
 */
#include "data/schema_load.h"
#include "repo/directory.h"
#include "versions/flat_text.h"
#include "diag/whole_file.h"
#include "versions/verbs.h"

/* A temporary file of git is in no repository: then the schema is looked for from where git was started. */
static const char *path_to_search(const char *path, sdn_arena *arena)
{
    const char *directory = directory_of_file(path, arena);
    bool in_repository = directory != NULL && directory_root(directory, arena) != NULL;
    return in_repository ? path : "file.sdn";
}

/* The schemas of the file; NULL if there are none, or they cannot be used. */
static const model *schemas_of_bytes(const verb_invocation *call, sdn_str bytes, diag_list *diags)
{
    const model *schemas = NULL;
    schema_choice choice;
    sdn_error ignored;
    schema_lookup lookup = {.path = path_to_search(call->operands[0], diags->arena),
                            .named = invocation_value(call, "--schema"),
                            .attribute_last = true};
    lookup.tables = flat_text_tables(bytes, diags->arena, &lookup.table_count);
    if (lookup.tables == NULL || lookup.table_count == 0 ||
        schema_choose(&lookup, &choice, diags->arena, &ignored) != SDN_OK || choice.count == 0 ||
        schema_load(&choice, NULL, diags, &schemas, &ignored) != SDN_OK)
        return NULL;
    return schemas;
}

static command_status convert(const verb_invocation *call, command_report *report, diag_list *diags)
{
    sdn_error err = {0};
    sdn_str bytes = SDN_STR("");
    if (read_whole_to_arena(call->operands[0], &bytes, diags->arena, &err) != SDN_OK)
        return report_error(report, &err);
    size_t start = report->out.len;
    sdn_code code = flat_text(bytes, schemas_of_bytes(call, bytes, diags), &report->out, &err);
    if (code != SDN_OK)
        report->out.len = start;
    if (code == SDN_E_NOMEM)
        return report_out_of_memory(report);
    if (code != SDN_OK)
        sdn__buffer_add_str(&report->out, bytes);
    return COMMAND_FINE;
}

static command_status run_textconv(const verb_invocation *call, command_report *report)
{
    sdn_arena arena = SDN_ARENA_INIT;
    diag_list diags;
    diag_list_init(&diags, &arena);
    command_status status = convert(call, report, &diags);
    diag_list_release(&diags);
    sdn_arena_release(&arena);
    return status;
}

static const verb_option textconv_options[] = {
    {"--schema", NULL, "FILE", NULL, "the schema that says which columns are keys; otherwise it is looked for", false},
    {NULL, NULL, NULL, NULL, NULL, false},
};

const verb verb_textconv = {
    .name = "textconv",
    .usage = "FILE",
    .summary = "print a file with one field in each line, for git",
    .description =
        "git calls it where diff.sdn.textconv names it, which 'sdnc git-setup' does: then git diff, git log -p and git "
        "blame show fields instead of rows. A line is the table, the key, the column and the value: `todos 5 priority "
        "= P0`.\n"
        "\n"
        "Nothing is hidden but blank lines and indents: comments and rows that cannot be read are printed as they are, "
        "and a file that is no file of tables, or has a conflict of git, as a whole.\n"
        "\n"
        "Of the schema only the keys count. git keeps the texts (cachetextconv) below refs/notes/textconv/sdn. To have "
        "it "
        "forget them, when the key of a record has changed, delete that ref.",
    .examples = "# Who gave a field its value\n"
                "git blame todo_db.sdn | grep 'todos 5 '\n"
                "# The commits in which a value came or went\n"
                "git log -G 'todos 5 status' todo_db.sdn\n"
                "# The text itself\n"
                "sdnc textconv todo_db.sdn",
    .exit_codes = "never 1; 2 only if the file cannot be opened.",
    .options = textconv_options,
    .operands_min = 1,
    .operands_max = 1,
    .operands = VERB_DATA_FILE,
    .run = run_textconv,
};
