/* The command line: the table of verbs, which one is meant, and the printing of what it reports. */
#undef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <sdn/version.h>

#include "cli/help.h"
#include "cli/terminal.h"
#include "cli/verb_help.h"
#include "commands/verbs.h"
#include "copy/verbs.h"
#include "data/data_place.h"
#include "git/verbs.h"
#include "tables/verbs.h"
#include "versions/verbs.h"

#ifdef SDNC_SQLITE
#include <sdn/sqlite.h>

#include "live/live_sqlite.h"
#endif
#ifdef SDNC_POSTGRES
#include <sdn/postgres.h>

#include "live/live_postgresql.h"
#endif

static const verb *const all_verbs[] = {
    /* schemas */
    &verb_generate,
    &verb_format,
    &verb_breaking,
    &verb_infer,
    &verb_ddl,
    /* data files */
    &verb_check,
    &verb_select,
    &verb_get,
    &verb_set_fields,
    &verb_add,
    &verb_rm,
    &verb_apply,
    &verb_import,
    &verb_copy,
    /* versions of data files */
    &verb_diff,
    &verb_log,
    &verb_blame,
    &verb_textconv,
    /* tables in git */
    &verb_git_setup,
    &verb_merge,
    &verb_resolve,
    /* this program */
    &verb_help,
    &verb_completion,
};

static const verb_set verbs = {all_verbs, sizeof all_verbs / sizeof all_verbs[0]};

/* --- which verb --- */

/* The words of other programs for it. */
static const char *const other_words[][2] = {
    {"indent", "format"},     {"gen", "generate"},      {"compile", "generate"}, {"build", "generate"},
    {"version", "--version"}, {"lint", "check"},        {"validate", "check"},   {"query", "select"},
    {"list", "select"},       {"ls", "select"},         {"show", "get"},         {"update", "set"},
    {"insert", "add"},        {"delete", "rm"},         {"remove", "rm"},        {"export", "select"},
    {"patch", "apply"},       {"install", "git-setup"}, {"sql", "ddl"},          {"cp", "copy"},
    {"dump", "copy"},         {"migrate", "ddl"},
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
    if (!text->out_of_memory && isatty(fileno(stream)))
        terminal_defuse(text);
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

/* Arms the databases that sdnc was built with. */
static command_status use_databases(command_report *report)
{
    sdn_error err = {0};
#ifdef SDNC_SQLITE
    (void)sdn_sqlite_use(&err);
    live_database_use(&live_sqlite);
#endif
#ifdef SDNC_POSTGRES
    if (err.code == SDN_OK)
        (void)sdn_postgres_use(&err);
    live_database_use(&live_postgresql);
#endif
    return err.code == SDN_OK ? COMMAND_FINE : report_error(report, &err);
}

/* --- passwords --- */

static void replace_all(sdn_buffer *text, const char *old, sdn_str new, sdn_arena *arena)
{
    sdn_str kept = sdn_arena_copy_str(arena, text_view(text));
    const char *at = kept.ptr;
    if (at == NULL || strstr(at, old) == NULL)
        return;
    text->len = 0;
    for (const char *found; (found = strstr(at, old)) != NULL; at = found + strlen(old)) {
        sdn__buffer_add(text, at, (size_t)(found - at));
        sdn__buffer_add_str(text, new);
    }
    sdn__buffer_add(text, at, strlen(at));
}

/* A message that was cut off, or has characters of it escaped, ends where the URI is not what is shown of it. */
static void end_at_difference(sdn_buffer *text, const char *place, const char *shown, sdn_arena *arena)
{
    size_t same = 0;
    while (place[same] == shown[same])
        same++;
    sdn_str start = sdn_arena_copy(arena, place, same + 1), kept = sdn_arena_copy_str(arena, text_view(text));
    const char *at = kept.ptr;
    text->len = 0; /* no memory: rather no message */
    if (start.ptr == NULL || at == NULL)
        return;
    for (const char *found; (found = strstr(at, start.ptr)) != NULL; at = found + strcspn(found, "\n"))
        sdn__buffer_add(text, at, (size_t)(found - at) + same);
    sdn__buffer_add(text, at, strlen(at));
}

/* Whatever a message quotes of the command line, it has no password of a URI. */
static void hide_passwords(int argc, char **argv, sdn_buffer *messages)
{
    sdn_arena arena = SDN_ARENA_INIT;
    for (int i = 1; i < 2 * argc && messages->len > 0; i++) { /* all that are whole, then all */
        const char *argument = argv[i % argc], *value = strchr(argument, '=');
        const char *place = argument[0] == '-' && value != NULL ? value + 1 : argument;
        const char *shown = data_place_shown(place, &arena);
        if (shown == NULL)
            messages->len = 0; /* no memory: rather no message */
        else if (strcmp(shown, place) != 0 && i < argc)
            replace_all(messages, place, sdn_str_from(shown), &arena);
        else if (strcmp(shown, place) != 0)
            end_at_difference(messages, place, shown, &arena);
    }
    sdn_arena_release(&arena);
}

int main(int argc, char **argv)
{
    command_report report = {SDN_BUFFER_INIT, SDN_BUFFER_INIT, print_output};
    command_status status = use_databases(&report);
    if (status == COMMAND_FINE)
        status = run(argc > 0 ? argc - 1 : 0, argv + 1, &report);
    hide_passwords(argc, argv, &report.err);
    bool printed = print(stderr, &report.err);
    if (!print(stdout, &report.out) || ferror(stdout) || !printed) { /* also if a flush before failed */
        fputs("sdnc: cannot print all of the output\n", stderr);
        status = COMMAND_FAILED;
    }
    sdn__buffer_release(&report.out);
    sdn__buffer_release(&report.err);
    return (int)status;
}
