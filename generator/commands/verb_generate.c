/* The verb `generate`: its options, and what follows from them. */
#include "commands/verbs.h"

#include <string.h>

#include "base/alloc.h"
#include "commands/generate.h"

static const verb_option generate_verb_options[] = {
    {"-o", NULL, "DIR", NULL, "where the files go; created if missing", false},
    {"-I", NULL, "DIR", NULL, "where imports are looked for, after the directory of the importing file", true},
    {"--prefix", NULL, "PREFIX", NULL,
     "start all C names with it, such as net_, in schemas that do not say their own: letters a-z, digits and single _, "
     "ending in _",
     false},
    {"--depfile", NULL, "FILE", NULL, "write what the files depend on, for make and ninja", false},
    {"--list-outputs", NULL, NULL, NULL, "print the names of the files, one per line, and do nothing else", false},
    {"--stdout", NULL, NULL, NULL, "print the files instead of writing them", false},
    {"--check", NULL, NULL, NULL,
     "write nothing; print how files in DIR differ from what they would be, and fail if any does", false},
    {"--dump-ast", NULL, NULL, NULL, "print the schemas as they are read, and do nothing else", false},
    {"--werror", NULL, NULL, NULL, "treat warnings as mistakes", false},
    {"--export-macro", NULL, "NAME", NULL, "write NAME before each declaration, as shared libraries need it", false},
    {"--export-header", NULL, "FILE", NULL, "include FILE, which defines that name", false},
    {0},
};

/* The options that choose what is done, at most one of them. */
static const struct {
    const char *option;
    generate_mode mode;
} generate_modes[] = {
    {"--list-outputs", GENERATE_LIST},
    {"--stdout", GENERATE_STDOUT},
    {"--check", GENERATE_CHECK},
    {"--dump-ast", GENERATE_AST},
};

/* Two options of a kind, in the order in which they were given, exclude each other. */
static command_status read_mode(const verb_invocation *call, command_report *report, generate_options *options,
                                const char **chosen)
{
    for (size_t i = 0; i < call->given_count; i++)
        for (size_t m = 0; m < sizeof generate_modes / sizeof generate_modes[0]; m++) {
            const char *name = call->given[i].option->name;
            if (strcmp(name, generate_modes[m].option) != 0)
                continue;
            if (*chosen != NULL && strcmp(*chosen, name) != 0)
                return usage_error(call, report, "%s and %s exclude each other", *chosen, name);
            *chosen = name;
            options->mode = generate_modes[m].mode;
        }
    return COMMAND_FINE;
}

static command_status read_prefix(const verb_invocation *call, command_report *report, generate_options *options)
{
    sdn_error err = {0};
    options->prefix = invocation_value(call, "--prefix");
    if (options->prefix == NULL || generate_check_prefix(options->prefix, &err) == SDN_OK)
        return COMMAND_FINE;
    return usage_error(call, report, "--prefix: %s", err.message);
}

/* Capitals only: no member or parameter in generated code is called so. */
static bool is_macro_name(const char *text)
{
    return strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") > 0 &&
           text[strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")] == '\0';
}

static command_status read_export(const verb_invocation *call, command_report *report, generate_options *options)
{
    const char *macro = invocation_value(call, "--export-macro");
    const char *header = invocation_value(call, "--export-header");
    if (macro != NULL && !is_macro_name(macro))
        return usage_error(call, report, "--export-macro is a name in capitals such as NET_API, not '%s'", macro);
    if (header != NULL && (header[0] == '\0' || strpbrk(header, "\"<>\\\n\r") != NULL))
        return usage_error(call, report, "--export-header is the name of a header such as net_api.h, not '%s'", header);
    if (header != NULL && macro == NULL)
        return usage_error(call, report, "--export-header needs --export-macro");
    if (macro != NULL)
        options->emit.export_macro = sdn_str_from(macro);
    if (header != NULL)
        options->emit.export_header = sdn_str_from(header);
    return COMMAND_FINE;
}

static command_status check_inputs(const verb_invocation *call, command_report *report, generate_mode mode)
{
    size_t count = 0;
    for (size_t i = 0; i < call->operand_count; i++)
        count += strcmp(call->operands[i], "-") == 0;
    if (count > 1)
        return usage_error(call, report, "standard input is given twice");
    if (count > 0 && mode != GENERATE_STDOUT && mode != GENERATE_AST)
        return usage_error(call, report, "standard input has no name to give to files; use --stdout");
    return COMMAND_FINE;
}

static command_status check_output_options(const verb_invocation *call, command_report *report,
                                           const generate_options *options, const char *mode_option)
{
    if (options->out_dir != NULL && options->out_dir[0] == '\0')
        return usage_error(call, report, "-o needs the name of a directory");
    if (options->depfile != NULL && options->depfile[0] == '\0')
        return usage_error(call, report, "--depfile needs the name of a file");
    if (options->out_dir == NULL && (options->mode == GENERATE_FILES || options->mode == GENERATE_CHECK))
        return usage_error(call, report, "no output directory given; use -o DIR");
    if (options->depfile != NULL && options->mode != GENERATE_FILES)
        return usage_error(call, report, "--depfile and %s exclude each other", mode_option);
    return COMMAND_FINE;
}

static command_status read_generate_options(const verb_invocation *call, command_report *report,
                                            generate_options *options)
{
    const char *mode_option = NULL;
    command_status status = read_mode(call, report, options, &mode_option);
    if (status == COMMAND_FINE)
        status = read_prefix(call, report, options);
    if (status == COMMAND_FINE)
        status = check_inputs(call, report, options->mode);
    if (status == COMMAND_FINE)
        status = check_output_options(call, report, options, mode_option);
    return status == COMMAND_FINE ? read_export(call, report, options) : status;
}

static command_status run_generate(const verb_invocation *call, command_report *report)
{
    const char **import_dirs = sdn__alloc_zeroed(call->given_count + 1, sizeof *import_dirs);
    if (import_dirs == NULL)
        return report_out_of_memory(report);
    generate_options options = {
        .schemas = {.files = call->operands, .file_count = call->operand_count, .import_dirs = import_dirs},
        .out_dir = invocation_value(call, "-o"),
        .depfile = invocation_value(call, "--depfile"),
        .strict = invocation_has(call, "--werror"),
        .style = call->style,
    };
    options.schemas.import_dir_count = invocation_values(call, "-I", import_dirs);
    command_status status = read_generate_options(call, report, &options);
    if (status == COMMAND_FINE)
        status = command_generate(&options, report);
    sdn__free(import_dirs);
    return status;
}

const verb verb_generate = {
    .name = "generate",
    .usage = "SCHEMA... -o DIR [OPTION]...",
    .summary = "make C headers and sources from schemas",
    .description =
        "Makes NAME.h and NAME.c in DIR from each NAME.schema: a struct for each record type, and typed functions to "
        "open, "
        "look up, change and save a store of such records. They are compiled with the headers of libsdn and linked "
        "with "
        "it. This is the command if none is given.\n"
        "\n"
        "A file is replaced only if its content changes, so that nothing is compiled for nothing. If a schema has a "
        "mistake, no file is written. An import is not generated unless it is itself given.",
    .exit_codes = "1 if a schema has a mistake or --check found a difference; 2 if the command line is wrong or a file "
                  "cannot be read or written.",
    .examples = "# gen/bug.h and gen/bug.c\n"
                "sdnc generate bug.schema -o gen\n"
                "# In a check before a commit, where generated code is kept in the repository\n"
                "sdnc generate --check schemas/*.schema -o generated",
    .options = generate_verb_options,
    .operands_min = 1,
    .operands_max = SIZE_MAX,
    .operands = VERB_SCHEMA_FILE,
    .run = run_generate,
};
