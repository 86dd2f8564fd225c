/* The command line: reads options, runs a command, prints what it reports. */
#undef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sdn/version.h>

#include "base/alloc.h"
#include "base/compiler.h"
#include "base/error.h"
#include "commands/format.h"
#include "commands/generate.h"
#include "diag/suggest.h"

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

/* Whether an argument is this option; *value becomes the value in the same argument, as in -oDIR and --depfile=FILE. */
static bool is_option(const char *argument, const char *name, bool takes_value, const char **value)
{
    size_t len = strlen(name);
    *value = NULL;
    if (strncmp(argument, name, len) != 0)
        return false;
    if (argument[len] == '\0')
        return true;
    bool is_long = name[1] == '-';
    *value = argument + len + (is_long ? 1 : 0);
    return takes_value && (!is_long || argument[len] == '=');
}

/* --- what was meant --- */

static const char *const command_names[] = {[COMMAND_GENERATE] = "generate", [COMMAND_FORMAT] = "format"};

enum { COMMANDS = sizeof command_names / sizeof command_names[0], OPTIONS = sizeof options / sizeof options[0] };

/* The words of other programs for it. */
static const char *const other_words[][2] = {
    {"fmt", "format"},        {"indent", "format"},    {"diff", "format --diff"}, {"check", "--check"},
    {"gen", "generate"},      {"compile", "generate"}, {"build", "generate"},     {"help", "--help"},
    {"version", "--version"}, {"lint", "--check"},
};

/* The nearest of the names, or NULL. */
static const char *nearest(const char *word, const char *(*name)(size_t i), size_t count)
{
    size_t budget = count;
    suggestion search = suggest_for(sdn_str_from(word), &budget);
    for (size_t i = 0; i < count; i++)
        suggest_offer(&search, sdn_str_from(name(i)));
    return search.best.len > 0 ? search.best.ptr : NULL;
}

static const char *command_name(size_t i)
{
    return command_names[i];
}

static const char *option_name(size_t i)
{
    return options[i].name;
}

static const char *meant_command(const char *word)
{
    for (size_t i = 0; i < sizeof other_words / sizeof other_words[0]; i++)
        if (strcmp(word, other_words[i][0]) == 0)
            return other_words[i][1];
    return nearest(word, command_name, COMMANDS);
}

static command_status unknown_word(const char *word)
{
    for (size_t i = 0; i < COMMANDS; i++)
        if (strcmp(word, command_names[i]) == 0)
            return usage_error("a command comes first: sdnc %s ...", word);
    const char *meant = meant_command(word);
    return meant != NULL
               ? usage_error("'%s' is neither a command nor a .schema file; did you mean '%s'?", word, meant)
               : usage_error("'%s' is neither a command nor a .schema file; the commands are generate and format",
                             word);
}

/* Whether an argument is probably a command: a word without '.' and '/' that is not the name of a file. */
static bool is_bare_word(const char *argument)
{
    return argument[0] != '-' && argument[0] != '\0' && strpbrk(argument, "./") == NULL && access(argument, F_OK) != 0;
}

static command_status unknown_option(const arguments *a, const char *argument)
{
    char name[32];
    snprintf(name, sizeof name, "%.*s", (int)strcspn(argument, "="), argument);
    for (size_t i = 0; i < OPTIONS; i++)
        if (strcmp(options[i].name, name) == 0 && (options[i].commands & 1 << a->command) == 0)
            return usage_error("unknown option '%s' of %s; it is one of %s", argument, command_names[a->command],
                               command_names[a->command == COMMAND_GENERATE ? COMMAND_FORMAT : COMMAND_GENERATE]);
    const char *meant = nearest(name, option_name, OPTIONS);
    return meant != NULL ? usage_error("unknown option '%s'; did you mean '%s'?", argument, meant)
                         : usage_error("unknown option '%s'", argument);
}

static command_status read_option(arguments *a, walk *w, const char *argument)
{
    const char *value;
    for (size_t i = 0; i < OPTIONS; i++) {
        if ((options[i].commands & 1 << a->command) == 0 ||
            !is_option(argument, options[i].name, options[i].takes_value, &value))
            continue;
        if (options[i].takes_value && value == NULL) {
            if (w->next == w->count)
                return usage_error("%s needs a value", options[i].name);
            value = w->values[w->next++];
        }
        return options[i].set(a, value);
    }
    return unknown_option(a, argument);
}

static void add_file(arguments *a, const char *file)
{
    a->files[a->options.schemas.file_count++] = file;
}

/* The first argument may be the command. No schema can have such a name, since it ends in .schema. */
static void read_command(arguments *a, walk *w)
{
    for (size_t i = 0; i < COMMANDS && w->next < w->count; i++)
        if (strcmp(w->values[w->next], command_names[i]) == 0) {
            a->command = (command)i;
            w->next++;
            return;
        }
}

static command_status read_arguments(arguments *a, walk *w)
{
    bool only_files = false;
    read_command(a, w);
    while (w->next < w->count) {
        const char *argument = w->values[w->next++];
        if (!only_files && strcmp(argument, "--") == 0)
            only_files = true;
        else if (!only_files && is_bare_word(argument))
            return unknown_word(argument);
        else if (only_files || argument[0] != '-' || argument[1] == '\0')
            add_file(a, argument);
        else if (read_option(a, w, argument) != COMMAND_FINE)
            return COMMAND_FAILED;
    }
    return COMMAND_FINE;
}

static command_status check_standard_input(const arguments *a)
{
    size_t count = 0;
    for (size_t i = 0; i < a->options.schemas.file_count; i++)
        count += strcmp(a->files[i], "-") == 0;
    if (count > 1)
        return usage_error("standard input is given twice");
    generate_mode mode = a->options.mode;
    if (count > 0 && a->command == COMMAND_GENERATE && mode != GENERATE_STDOUT && mode != GENERATE_AST)
        return usage_error("standard input has no name to give to files; use --stdout");
    if (count > 0 && a->command == COMMAND_FORMAT && a->format == FORMAT_WRITE)
        return usage_error("standard input cannot be replaced; leave -w out");
    return COMMAND_FINE;
}

static command_status check_arguments(const arguments *a)
{
    generate_mode mode = a->options.mode;
    if (a->options.schemas.file_count == 0)
        return usage_error("no schema given");
    if (check_standard_input(a) != COMMAND_FINE)
        return COMMAND_FAILED;
    if (a->command == COMMAND_FORMAT)
        return COMMAND_FINE;
    if (a->options.out_dir == NULL && (mode == GENERATE_FILES || mode == GENERATE_CHECK))
        return usage_error("no output directory given; use -o DIR");
    if (a->options.emit.export_header.len > 0 && a->options.emit.export_macro.len == 0)
        return usage_error("--export-header needs --export-macro");
    if (a->options.depfile != NULL && mode != GENERATE_FILES)
        return usage_error("--depfile and %s exclude each other", a->mode_option);
    return COMMAND_FINE;
}

/* --- running --- */

static bool wants_color(void)
{
    const char *no_color = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");
    bool dumb = terminal == NULL || strcmp(terminal, "dumb") == 0;
    return (no_color == NULL || no_color[0] == '\0') && !dumb && isatty(STDERR_FILENO);
}

/* Prints a text; false if that failed. */
static bool print(FILE *stream, const sdn_buffer *text)
{
    sdn_str view = text_view(text);
    return !text->out_of_memory && fwrite(view.ptr, 1, view.len, stream) == view.len && fflush(stream) == 0;
}

static command_status run_format(const arguments *a, command_report *report)
{
    format_options wanted = {.mode = a->format,
                             .files = a->options.schemas.files,
                             .file_count = a->options.schemas.file_count,
                             .style = a->options.style};
    return command_format(&wanted, report);
}

static command_status run_command(arguments *a)
{
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
    return status;
}

static command_status print_text(const char *text)
{
    return fputs(text, stdout) >= 0 && fflush(stdout) == 0 ? COMMAND_FINE : COMMAND_FAILED;
}

static command_status run(arguments *a, walk *w)
{
    if (read_arguments(a, w) != COMMAND_FINE)
        return COMMAND_FAILED;
    if (a->show_help)
        return print_text(help);
    if (a->show_version)
        return print_text("sdnc " SDN_VERSION_STRING "\n");
    return check_arguments(a) == COMMAND_FINE ? run_command(a) : COMMAND_FAILED;
}

int main(int argc, char **argv)
{
    size_t room = (size_t)argc + 1;
    arguments a = {.files = sdn__alloc_zeroed(room, sizeof *a.files)};
    a.import_dirs = sdn__alloc_zeroed(room, sizeof *a.import_dirs);
    a.options.schemas.files = a.files;
    a.options.schemas.import_dirs = a.import_dirs;
    walk w = {argc, argv, 1};
    command_status status = COMMAND_FAILED;
    if (a.files != NULL && a.import_dirs != NULL)
        status = run(&a, &w);
    else
        fputs("sdnc: out of memory\n", stderr);
    sdn__free(a.files);
    sdn__free(a.import_dirs);
    return (int)status;
}
