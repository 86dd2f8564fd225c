/* The command line: the table of verbs, which one is meant, and the printing of what it reports. */
#undef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <sdn/version.h>

#include "cli/help.h"
#include "cli/verb_help.h"
#include "commands/verbs.h"
#include "git/verbs.h"
#include "tables/verbs.h"

static const verb *const all_verbs[] = {
    /* schemas */
    &verb_generate,
    &verb_format,
    /* this program */
    &verb_help,
    &verb_completion,
static const char help[] =
    "usage: sdnc [generate] SCHEMA... -o DIR [OPTION]...\n"
    "       sdnc format [-d | -w] SCHEMA...\n"
    "\n"
    "generate makes the C header and source of a typed record store from each schema; '-' is a schema on\n"
    "standard input. Files are replaced only if their content changes and no schema has a mistake.\n"
    "  -o DIR           where the files go; created if missing\n"
    "  -I DIR           where imports are looked for, after the importing file's own directory\n"
    "  --prefix PREFIX  start all C names with it, such as net_, in schemas that do not say their own\n"
    "  --depfile FILE   write what the files depend on, for make and ninja\n"
    "  --list-outputs   print the names of the files, one per line, and do nothing else\n"
    "  --stdout         print the files instead of writing them\n"
    "  --check          write nothing; print how files in DIR differ from what they would be, and fail if any does\n"
    "  --dump-ast       print the schemas as they are read, and do nothing else\n"
    "  --werror         treat warnings as mistakes\n"
    "  --export-macro NAME\n"
    "                   write NAME before each declaration, as shared libraries need it\n"
    "  --export-header FILE\n"
    "                   include FILE, which defines that name\n"
    "  --error-format=json|github\n"
    "                   print messages as JSON, one object per line, or as annotations of GitHub, instead of as text\n"
    "\n"
    "format prints schemas in canonical layout.\n"
    "  -d, --diff       print how they differ from it instead, and fail if any does\n"
    "  -w, --write      replace the files that differ from it instead\n"
    "\n"
    "  -h, --help       print this\n"
    "  --version        print the version\n"
    "\n"
    "Exit status: 0 fine, 1 mistakes or stale files, 2 wrong usage or a file that cannot be read or "
    "written.\n";

typedef enum command { COMMAND_GENERATE, COMMAND_FORMAT } command;

/* What the arguments say. */
typedef struct arguments {
    command command;
    generate_options options; /* of generate */
    format_mode format;       /* of format */
    const char **files;       /* this and the next are those of options.schemas */
    const char **import_dirs;
    const char *mode_option; /* the one that set the mode */
    bool show_help;
    bool show_version;
} arguments;

/* A walk through the arguments. */
typedef struct walk {
    int count;
    char **values;
    int next;
} walk;

static command_status usage_error(const char *format, ...) SDN_PRINTF(1, 2);

static command_status usage_error(const char *format, ...)
{
    char text[SDN_ERROR_MESSAGE_SIZE];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    sdn__show_controls(text, sizeof text);
    fprintf(stderr, "sdnc: %s\nTry 'sdnc --help'.\n", text);
    return COMMAND_FAILED;
}

/* --- options --- */

static command_status set_out_dir(arguments *a, const char *value)
{
    if (a->options.out_dir != NULL)
        return usage_error("-o is given twice");
    if (value[0] == '\0')
        return usage_error("-o needs the name of a directory");
    a->options.out_dir = value;
    return COMMAND_FINE;
}

static command_status add_import_dir(arguments *a, const char *value)
{
    a->import_dirs[a->options.schemas.import_dir_count++] = value;
    return COMMAND_FINE;
}

static command_status set_prefix(arguments *a, const char *value)
{
    sdn_error err = {0};
    if (a->options.prefix != NULL)
        return usage_error("--prefix is given twice");
    a->options.prefix = value;
    return generate_check_prefix(value, &err) == SDN_OK ? COMMAND_FINE : usage_error("--prefix: %s", err.message);
}

static command_status set_depfile(arguments *a, const char *value)
{
    if (value[0] == '\0')
        return usage_error("--depfile needs the name of a file");
    a->options.depfile = value;
    return COMMAND_FINE;
}

static command_status set_mode(arguments *a, const char *option, generate_mode mode)
{
    if (a->mode_option != NULL && a->options.mode != mode)
        return usage_error("%s and %s exclude each other", a->mode_option, option);
    a->mode_option = option;
    a->options.mode = mode;
    return COMMAND_FINE;
}

static command_status set_list(arguments *a, const char *value)
{
    (void)value;
    return set_mode(a, "--list-outputs", GENERATE_LIST);
}

static command_status set_stdout(arguments *a, const char *value)
{
    (void)value;
    return set_mode(a, "--stdout", GENERATE_STDOUT);
}

static command_status set_check(arguments *a, const char *value)
{
    (void)value;
    return set_mode(a, "--check", GENERATE_CHECK);
}

static command_status set_dump_ast(arguments *a, const char *value)
{
    (void)value;
    return set_mode(a, "--dump-ast", GENERATE_AST);
}

static command_status set_werror(arguments *a, const char *value)
{
    (void)value;
    a->options.strict = true;
    return COMMAND_FINE;
}

/* Capitals only: no member or parameter in generated code is called so. */
static bool is_macro_name(const char *text)
{
    static const char capitals[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    return text[0] != '\0' && strchr(capitals, text[0]) != NULL &&
           text[strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")] == '\0';
}

static command_status set_export_macro(arguments *a, const char *value)
{
    if (!is_macro_name(value))
        return usage_error("--export-macro is a name in capitals such as NET_API, not '%s'", value);
    a->options.emit.export_macro = sdn_str_from(value);
    return COMMAND_FINE;
}

static command_status set_export_header(arguments *a, const char *value)
{
    if (value[0] == '\0' || strpbrk(value, "\"<>\\\n\r") != NULL)
        return usage_error("--export-header is the name of a header such as net_api.h, not '%s'", value);
    a->options.emit.export_header = sdn_str_from(value);
    return COMMAND_FINE;
}

static command_status set_error_format(arguments *a, const char *value)
{
    a->options.style.format = diag_format_named(value);
    if (a->options.style.format == DIAG_TEXT && strcmp(value, "text") != 0)
        return usage_error("--error-format is text, json or github, not '%s'", value);
    return COMMAND_FINE;
}

static command_status set_format(arguments *a, const char *option, format_mode mode)
{
    if (a->mode_option != NULL && a->format != mode)
        return usage_error("%s and %s exclude each other", a->mode_option, option);
    a->mode_option = option;
    a->format = mode;
    return COMMAND_FINE;
}

static command_status set_diff(arguments *a, const char *value)
{
    (void)value;
    return set_format(a, "-d", FORMAT_DIFF);
}

static command_status set_write(arguments *a, const char *value)
{
    (void)value;
    return set_format(a, "-w", FORMAT_WRITE);
}

static command_status set_help(arguments *a, const char *value)
{
    (void)value;
    a->show_help = true;
    return COMMAND_FINE;
}

static command_status set_version(arguments *a, const char *value)
{
    (void)value;
    a->show_version = true;
    return COMMAND_FINE;
}

/* Which commands an option belongs to. */
enum { OF_GENERATE = 1 << COMMAND_GENERATE, OF_FORMAT = 1 << COMMAND_FORMAT, OF_ALL = OF_GENERATE | OF_FORMAT };

static const struct {
    const char *name;
    bool takes_value;
    int commands;
    command_status (*set)(arguments *a, const char *value);
} options[] = {
    {"-o", true, OF_GENERATE, set_out_dir},
    {"-I", true, OF_GENERATE, add_import_dir},
    {"--prefix", true, OF_GENERATE, set_prefix},
    {"--depfile", true, OF_GENERATE, set_depfile},
    {"--list-outputs", false, OF_GENERATE, set_list},
    {"--stdout", false, OF_GENERATE, set_stdout},
    {"--check", false, OF_GENERATE, set_check},
    {"--dump-ast", false, OF_GENERATE, set_dump_ast},
    {"--werror", false, OF_GENERATE, set_werror},
    {"--export-macro", true, OF_GENERATE, set_export_macro},
    {"--export-header", true, OF_GENERATE, set_export_header},
    {"--error-format", true, OF_ALL, set_error_format},
    {"-d", false, OF_FORMAT, set_diff},
    {"--diff", false, OF_FORMAT, set_diff},
    {"-w", false, OF_FORMAT, set_write},
    {"--write", false, OF_FORMAT, set_write},
    {"-h", false, OF_ALL, set_help},
    {"--help", false, OF_ALL, set_help},
    {"--version", false, OF_ALL, set_version},
};

static const verb_set verbs = {all_verbs, sizeof all_verbs / sizeof all_verbs[0]};

/* --- which verb --- */

/* The words of other programs for it. */
static const char *const other_words[][2] = {
    {"indent", "format"},     {"gen", "generate"},      {"compile", "generate"}, {"build", "generate"},
    {"version", "--version"}, {"lint", "check"},        {"validate", "check"},   {"query", "select"},
    {"list", "select"},       {"ls", "select"},         {"show", "get"},         {"update", "set"},
    {"insert", "add"},        {"delete", "rm"},         {"remove", "rm"},        {"export", "select"},
    {"patch", "apply"},       {"install", "git-setup"},
};

/* The command that a word means which is none; NULL: nobody knows. */
static const char *meant_verb(const char *word)
{
    for (size_t i = 0; i < sizeof other_words / sizeof other_words[0]; i++)
        if (strcmp(word, other_words[i][0]) == 0 &&
            (other_words[i][1][0] == '-' || verb_find(&verbs, other_words[i][1]) != NULL))
            return other_words[i][1];
    return verb_suggest(&verbs, word);
}

/* Whether an argument is probably a command: a word without '.' and '/' that is not the name of a file. */
static bool is_bare_word(const char *argument)
{
    return argument[0] != '-' && argument[0] != '\0' && strpbrk(argument, "./") == NULL && access(argument, F_OK) != 0;
}

static command_status unknown_word(const char *word, command_report *report)
{
    char shown[100];
    snprintf(shown, sizeof shown, "%s", word);
    sdn__show_controls(shown, sizeof shown);
    if (verb_find(&verbs, word) != NULL) {
        text_printf(&report->err, "sdnc: a command comes first: sdnc %s ...\n", shown);
        return COMMAND_FAILED;
    }
    const char *meant = meant_verb(word);
    text_printf(&report->err, "sdnc: '%s' is neither a command nor a .schema file", shown);
    if (meant != NULL)
        text_printf(&report->err, "; did you mean '%s'?\nTry 'sdnc help'.\n", meant);
    else
        text_printf(&report->err, "; 'sdnc help' lists the commands\n");
    return COMMAND_FAILED;
}

/* Without a command the arguments are those of generate: names of schemas and options, no words. */
static command_status check_words(int argc, char **argv, command_report *report)
{
    for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++) {
        const char *before = i > 0 ? argv[i - 1] : "";
        bool is_value = before[0] == '-' && strchr(before, '=') == NULL && strlen(before) > 1;
        if (!is_value && is_bare_word(argv[i]))
            return unknown_word(argv[i], report);
    }
    return COMMAND_FINE;
}

/* --- running --- */

/* Prints a text; false if that failed. */
static bool print(FILE *stream, sdn_buffer *text)
{
    sdn_str view = text_view(text);
    bool printed = !text->out_of_memory && fwrite(view.ptr, 1, view.len, stream) == view.len && fflush(stream) == 0;
    text->len = 0;
    return printed;
}

static bool print_output(command_report *report)
{
    return print(stdout, &report->out);
}

static command_status run_verb(const verb *wanted, int argc, char **argv, command_report *report)
{
    verb_invocation call;
    command_status status = verb_read(&verbs, wanted, argc, argv, &call, report);
    if (status == COMMAND_FINE && invocation_has(&call, "--help"))
        help_verb(wanted, &report->out);
    else if (status == COMMAND_FINE)
        status = wanted->run(&call, report);
    invocation_release(&call);
    return status;
}

static command_status run(int argc, char **argv, command_report *report)
{
    const char *first = argc > 0 ? argv[0] : "--help";
    const verb *named = verb_find(&verbs, first);
    if (argc == 0) {
        text_printf(&report->err,
                    "sdnc: no schema and no command given; 'sdnc help' lists the commands, as does --help\n");
        return COMMAND_FAILED;
    }
    if (strcmp(first, "--help") == 0 || strcmp(first, "-h") == 0) {
        help_overview(&verbs, &report->out);
        return COMMAND_FINE;
    }
    if (strcmp(first, "--version") == 0) {
        text_printf(&report->out, "sdnc " SDN_VERSION_STRING "\n");
        return COMMAND_FINE;
    }
    if (named != NULL)
        return run_verb(named, argc - 1, argv + 1, report);
    command_status status = check_words(argc, argv, report);
    return status == COMMAND_FINE ? run_verb(&verb_generate, argc, argv, report) : status;
}

int main(int argc, char **argv)
{
    command_report report = {SDN_BUFFER_INIT, SDN_BUFFER_INIT, print_output};
    command_status status = run(argc > 0 ? argc - 1 : 0, argv + 1, &report);
    command_report report = {.out = SDN_BUFFER_INIT, .err = SDN_BUFFER_INIT};
    a->options.style.color = wants_color();
    command_status status =
        a->command == COMMAND_FORMAT ? run_format(a, &report) : command_generate(&a->options, &report);
    bool printed = print(stderr, &report.err);
    if (!print(stdout, &report.out) || !printed) {
        fputs("sdnc: cannot print all of the output\n", stderr);
        status = COMMAND_FAILED;
    }
    sdn__buffer_release(&report.out);
    sdn__buffer_release(&report.err);
    return (int)status;
}
