/* The command line: reads options, runs a command, prints what it reports. */
#define _POSIX_C_SOURCE 200809L

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sdn/version.h>

#include "base/alloc.h"
#include "commands/generate.h"

static const char help[] =
    "usage: sdnc [generate] SCHEMA... -o DIR [OPTION]...\n"
    "Makes the C header and source of a typed record store from each schema.\n"
    "\n"
    "  -o DIR           where the files go; created if missing\n"
    "  -I DIR           where imports are looked for, after the importing file's own directory\n"
    "  --depfile FILE   write what the files depend on, for make and ninja\n"
    "  --list-outputs   print the names of the files, one per line, and do nothing else\n"
    "  --stdout         print the files instead of writing them\n"
    "  --check          write nothing; fail if a file in DIR is not what it would be\n"
    "  -h, --help       print this\n"
    "  --version        print the version\n"
    "\n"
    "Files are replaced only if their content changes, and only if there is no mistake in any schema.\n"
    "Exit status: 0 fine, 1 mistakes or stale files, 2 wrong usage or a file that cannot be read or "
    "written.\n";

/* What the arguments say. */
typedef struct arguments {
    generate_options options;
    const char **files; /* options.schemas shows these two */
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

#if defined(__GNUC__)
__attribute__((format(printf, 1, 2)))
#endif
static int
usage_error(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("sdnc: ", stderr);
    vfprintf(stderr, format, args);
    fputs("\nTry 'sdnc --help'.\n", stderr);
    va_end(args);
    return COMMAND_FAILED;
}

/* --- options --- */

static int set_out_dir(arguments *a, const char *value)
{
    if (a->options.out_dir != NULL)
        return usage_error("-o is given twice");
    if (value[0] == '\0')
        return usage_error("-o needs the name of a directory");
    a->options.out_dir = value;
    return 0;
}

static int add_import_dir(arguments *a, const char *value)
{
    a->import_dirs[a->options.schemas.import_dir_count++] = value;
    return 0;
}

static int set_depfile(arguments *a, const char *value)
{
    if (value[0] == '\0')
        return usage_error("--depfile needs the name of a file");
    a->options.depfile = value;
    return 0;
}

static int set_mode(arguments *a, const char *option, generate_mode mode)
{
    if (a->mode_option != NULL && a->options.mode != mode)
        return usage_error("%s and %s exclude each other", a->mode_option, option);
    a->mode_option = option;
    a->options.mode = mode;
    return 0;
}

static int set_list(arguments *a, const char *value)
{
    (void)value;
    return set_mode(a, "--list-outputs", GENERATE_LIST);
}

static int set_stdout(arguments *a, const char *value)
{
    (void)value;
    return set_mode(a, "--stdout", GENERATE_STDOUT);
}

static int set_check(arguments *a, const char *value)
{
    (void)value;
    return set_mode(a, "--check", GENERATE_CHECK);
}

static int set_help(arguments *a, const char *value)
{
    (void)value;
    a->show_help = true;
    return 0;
}

static int set_version(arguments *a, const char *value)
{
    (void)value;
    a->show_version = true;
    return 0;
}

static const struct {
    const char *name;
    bool takes_value;
    int (*set)(arguments *a, const char *value);
} options[] = {
    {"-o", true, set_out_dir},         {"-I", true, add_import_dir},
    {"--depfile", true, set_depfile},  {"--list-outputs", false, set_list},
    {"--stdout", false, set_stdout},   {"--check", false, set_check},
    {"-h", false, set_help},           {"--help", false, set_help},
    {"--version", false, set_version},
};

/* Whether an argument is this option; *value becomes what is glued to it, as in -oDIR and --depfile=FILE. */
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

static int read_option(arguments *a, walk *w, const char *argument)
{
    const char *value;
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++) {
        if (!is_option(argument, options[i].name, options[i].takes_value, &value))
            continue;
        if (options[i].takes_value && value == NULL) {
            if (w->next == w->count)
                return usage_error("%s needs a value", options[i].name);
            value = w->values[w->next++];
        }
        return options[i].set(a, value);
    }
    return usage_error("unknown option '%s'", argument);
}

static void add_file(arguments *a, const char *file)
{
    a->files[a->options.schemas.file_count++] = file;
}

/* The first argument may name the command; a schema of that name ends in .schema. */
static int read_arguments(arguments *a, walk *w)
{
    bool only_files = false;
    if (w->next < w->count && strcmp(w->values[w->next], "generate") == 0)
        w->next++;
    while (w->next < w->count) {
        const char *argument = w->values[w->next++];
        if (!only_files && strcmp(argument, "--") == 0)
            only_files = true;
        else if (only_files || argument[0] != '-')
            add_file(a, argument);
        else if (read_option(a, w, argument) != 0)
            return COMMAND_FAILED;
    }
    return 0;
}

static int check_arguments(const arguments *a)
{
    generate_mode mode = a->options.mode;
    if (a->options.schemas.file_count == 0)
        return usage_error("no schema given");
    if (a->options.out_dir == NULL && (mode == GENERATE_FILES || mode == GENERATE_CHECK))
        return usage_error("no output directory given; use -o DIR");
    if (a->options.depfile != NULL && mode != GENERATE_FILES)
        return usage_error("--depfile and %s exclude each other", a->mode_option);
    return 0;
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

static int run_generate(arguments *a)
{
    command_report report = {SDN_BUFFER_INIT, SDN_BUFFER_INIT};
    a->options.color = wants_color();
    int status = command_generate(&a->options, &report);
    bool printed = print(stderr, &report.err);
    if (!print(stdout, &report.out) || !printed) {
        fputs("sdnc: cannot print all of the output\n", stderr);
        status = COMMAND_FAILED;
    }
    sdn_buffer_release(&report.out);
    sdn_buffer_release(&report.err);
    return status;
}

static int print_text(const char *text)
{
    return fputs(text, stdout) >= 0 && fflush(stdout) == 0 ? COMMAND_FINE : COMMAND_FAILED;
}

static int run(arguments *a, walk *w)
{
    if (read_arguments(a, w) != 0)
        return COMMAND_FAILED;
    if (a->show_help)
        return print_text(help);
    if (a->show_version)
        return print_text("sdnc " SDN_VERSION_STRING "\n");
    return check_arguments(a) == 0 ? run_generate(a) : COMMAND_FAILED;
}

int main(int argc, char **argv)
{
    size_t room = (size_t)argc + 1;
    arguments a = {.files = sdn_alloc_zeroed(room, sizeof *a.files)};
    a.import_dirs = sdn_alloc_zeroed(room, sizeof *a.import_dirs);
    a.options.schemas.files = a.files;
    a.options.schemas.import_dirs = a.import_dirs;
    walk w = {argc, argv, 1};
    int status = COMMAND_FAILED;
    if (a.files != NULL && a.import_dirs != NULL)
        status = run(&a, &w);
    else
        fputs("sdnc: out of memory\n", stderr);
    sdn_free(a.files);
    sdn_free(a.import_dirs);
    return status;
}
