/* infer: a schema for rows of another format. */
#include "tables/verbs.h"

#include <string.h>

#include "base/error.h"
#include "check/data_names.h"
#include "data/data_place.h"
#include "infer/infer_schema.h"
#include "tables/infer_tables.h"
#include "infer/input_file.h"

static const verb_option infer_options[] = {
    {"--table", NULL, "NAME", NULL, "the table of the records; otherwise it is named after the file", false},
    {"--record", NULL, "NAME", NULL, "the name of the record; otherwise it is made of that of the table", false},
    {"--key", NULL, "FIELD", NULL, "the key; otherwise a column that is never empty and everywhere different", false},
    {"--format", NULL, "FORMAT", INPUT_FORMAT_NAMES "|sdn",
     "the format of the input; otherwise its name or what it begins with tells", false},
    {0},
};

/* A name from the command line must be one of the language. */
static command_status check_name(const verb_invocation *call, command_report *report, const char *option)
{
    const char *name = invocation_value(call, option);
    if (name == NULL)
        return COMMAND_FINE;
    sdn_arena arena = SDN_ARENA_INIT;
    sdn_str made = identifier_of(sdn_str_from(name), &arena);
    bool is_name = made.ptr == name && made.len > 0 && !sema_is_data_keyword(made);
    sdn_arena_release(&arena);
    return is_name ? COMMAND_FINE
                   : usage_error(call, report, "%s '%s' is no name; use letters, digits and _", option, name);
}

static sdn_str option_text(const verb_invocation *call, const char *option)
{
    return sdn_str_from(invocation_value(call, option));
}

static sdn_code infer_rows(infer_request request, input_format format, sdn_str text, sdn_buffer *out, sdn_error *err)
{
    input_profile profile;
    input_profile_init(&profile, format == INPUT_JSON || format == INPUT_JSONL);
    request.profile = &profile;
    sdn_code code = input_profile_read(&profile, format, request.input, text, err);
    if (code == SDN_OK && input_names_assign(&profile.names) != 0)
        code = sdn__fail_memory(err);
    if (code == SDN_OK)
        code = infer_schema(&request, out, err);
    input_profile_release(&profile);
    return code;
}

/* Whether the input is tables: it is said so, or its name says so. */
static bool is_sdn(const char *format, const char *path)
{
    const char *dot = strrchr(path, '.');
    return format != NULL ? strcmp(format, "sdn") == 0 : dot != NULL && strcmp(dot, ".sdn") == 0;
}

static sdn_code infer_input(const verb_invocation *call, const source_file *input, sdn_arena *arena, sdn_buffer *out,
                            sdn_error *err)
{
    const char *path = call->operands[0], *format = invocation_value(call, "--format");
    infer_request request = {.input = input->path.ptr,
                             .table = option_text(call, "--table"),
                             .record = option_text(call, "--record"),
                             .key = option_text(call, "--key")};
    if (is_sdn(format, path))
        return infer_tables(request, input->text, out, err);
    if (request.table.len == 0)
        request.table = infer_table_name(sdn_str_from(strcmp(path, "-") == 0 ? "rows" : path), arena);
    if (request.table.ptr == NULL)
        return sdn__fail_memory(err);
    return infer_rows(request, input_file_format(format, path, input->text), input->text, out, err);
}

static command_status run_infer(const verb_invocation *call, command_report *report)
{
    sdn_error err = {0};
    sdn_arena arena = SDN_ARENA_INIT;
    source_file input;
    command_status status = check_name(call, report, "--table");
    if (status == COMMAND_FINE)
        status = check_name(call, report, "--record");
    if (status != COMMAND_FINE)
        return status;
    sdn_code code = data_place_require_file(call->operands[0], &err);
    if (code == SDN_OK)
        code = input_file_read(call->operands[0], &input, &arena, &err);
    bool is_read = code == SDN_OK;
    if (is_read)
        code = infer_input(call, &input, &arena, &report->out, &err);
    sdn_arena_release(&arena);
    if (code == SDN_OK)
        return COMMAND_FINE;
    status = report_error(report, &err);
    return is_read && (code == SDN_E_SYNTAX || code == SDN_E_INVALID) ? COMMAND_FINDINGS : status;
}

const verb verb_infer = {
    .name = "infer",
    .usage = "[--table NAME] [--record NAME] [--key FIELD] [--format FORMAT] INPUT",
    .summary = "print a schema for rows of CSV, TSV or JSON, or for tables without one",
    .description =
        "Prints the narrowest schema that loses nothing of the rows: whatever would not come back as it is stays text, "
        "such "
        "as 007, 1.0 or +49 30 1234. Columns that are empty in some rows are optional, few words that repeat are an "
        "enum, a "
        "column that is different in all rows is the key. Comments say why, so that the schema can be corrected.\n\n"
        "INPUT is a file, or - for standard input. The rows themselves are read by `sdnc import`.",
    .examples = "# A table of a spreadsheet, with its schema\n"
                "sdnc infer bugs.csv > bugs.schema && sdnc import bugs.sdn bugs.csv\n"
                "# A table of SQLite\n"
                "sqlite3 -json old.db 'select * from bugs' | sdnc infer --table bugs - > bugs.schema\n"
                "# Tables that other programs wrote\n"
                "sdnc infer notes.sdn > notes.schema",
    .exit_codes = "1 if the input has a mistake; 2 if the command line is wrong or the input cannot be read.",
    .options = infer_options,
    .operands_min = 1,
    .operands_max = 1,
    .operands = VERB_ANY_FILE,
    .run = run_infer,
};
