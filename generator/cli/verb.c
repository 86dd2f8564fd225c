/* Reads the arguments of a verb by the table of its options. */
#undef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L

#include "cli/verb.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "cli/terminal.h"
#include "diag/suggest.h"

const verb_option verb_common_options[] = {
    {"--error-format", NULL, "FORMAT", DIAG_FORMAT_NAMES,
     "print messages as text, as JSON, one object per line, or as annotations of GitHub", false},
    {"--color", NULL, "WHEN", "auto|always|never", "use color; auto, the default, means on a terminal", false},
    {"--help", "-h", NULL, NULL, "print this", false},
    {0},
};

/* --- finding --- */

static bool is_called(const verb *one, const char *name)
{
    return strcmp(one->name, name) == 0 || (one->alias != NULL && strcmp(one->alias, name) == 0);
}

const verb *verb_find(const verb_set *set, const char *name)
{
    for (size_t i = 0; i < set->count; i++)
        if (is_called(set->verbs[i], name))
            return set->verbs[i];
    return NULL;
}

const char *verb_suggest(const verb_set *set, const char *word)
{
    size_t budget = set->count;
    suggestion search = suggest_for(sdn_str_from(word), &budget);
    for (size_t i = 0; i < set->count; i++)
        suggest_offer(&search, sdn_str_from(set->verbs[i]->name));
    return search.best.len > 0 ? search.best.ptr : NULL;
}

/* The lists of options that a verb has. */
enum { OPTION_LISTS = 2 };

static const verb_option *options_of(const verb *wanted, size_t list)
{
    return list == 0 ? wanted->options : verb_common_options;
}

/* Whether an argument is an option of this name; *value becomes the value in the same argument, as in -oDIR and
 * --depfile=FILE. */
static bool is_option(const char *argument, const char *name, bool takes_value, const char **value)
{
    size_t len = name != NULL ? strlen(name) : 0;
    *value = NULL;
    if (name == NULL || strncmp(argument, name, len) != 0)
        return false;
    if (argument[len] == '\0')
        return true;
    bool is_long = name[1] == '-';
    *value = argument + len + (is_long ? 1 : 0);
    return takes_value && (!is_long || argument[len] == '=');
}

static const verb_option *find_option(const verb *wanted, const char *argument, const char **value)
{
    for (size_t list = 0; list < OPTION_LISTS; list++)
        for (const verb_option *o = options_of(wanted, list); o != NULL && o->name != NULL; o++)
            if (is_option(argument, o->name, o->value != NULL, value) ||
                is_option(argument, o->letter, o->value != NULL, value))
                return o;
    return NULL;
}

/* --- mistakes --- */

command_status usage_error(const verb_invocation *call, command_report *report, const char *format, ...)
{
    char text[SDN_ERROR_MESSAGE_SIZE];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    sdn__show_controls(text, sizeof text);
    text_printf(&report->err, "sdnc: %s\nTry 'sdnc help %s'.\n", text, call->verb->name);
    return COMMAND_FAILED;
}

static const char *nearest_option(const verb *wanted, const char *name)
{
    size_t budget = 100;
    suggestion search = suggest_for(sdn_str_from(name), &budget);
    for (size_t list = 0; list < OPTION_LISTS; list++)
        for (const verb_option *o = options_of(wanted, list); o != NULL && o->name != NULL; o++) {
            suggest_offer(&search, sdn_str_from(o->name));
            if (o->letter != NULL)
                suggest_offer(&search, sdn_str_from(o->letter));
        }
    return search.best.len > 0 ? search.best.ptr : NULL;
}

/* Another verb that has the option, or NULL. */
static const verb *verb_with_option(const verb_invocation *call, const char *argument)
{
    const char *value;
    for (size_t i = 0; i < call->set->count; i++)
        if (find_option(call->set->verbs[i], argument, &value) != NULL)
            return call->set->verbs[i];
    return NULL;
}

static command_status unknown_option(const verb_invocation *call, command_report *report, const char *argument)
{
    char name[32];
    snprintf(name, sizeof name, "%.*s", (int)strcspn(argument, "="), argument);
    const verb *owner = verb_with_option(call, argument);
    const char *meant = nearest_option(call->verb, name);
    bool is_own = meant != NULL && strcmp(meant, name) == 0; /* and takes no value */
    if (owner != NULL && !is_own)
        return usage_error(call, report, "unknown option '%s' of %s; it is one of %s", argument, call->verb->name,
                           owner->name);
    return meant != NULL ? usage_error(call, report, "unknown option '%s'; did you mean '%s'?", argument, meant)
                         : usage_error(call, report, "unknown option '%s'", argument);
}

/* --- reading --- */

/* `a|b|c` for people. */
static void show_words(const char *words, char *shown, size_t size)
{
    size_t used = 0;
    for (const char *at = words; *at != '\0' && used + 1 < size;) {
        size_t len = strcspn(at, "|");
        const char *before = at == words ? "" : at[len] == '\0' ? " or " : ", ";
        int added = snprintf(shown + used, size - used, "%s%.*s", before, (int)len, at);
        used += added > 0 ? (size_t)added : 0;
        at += len + (at[len] == '|');
    }
}

static bool is_word_of(const char *words, const char *value)
{
    size_t wanted = strlen(value);
    for (const char *at = words; *at != '\0';) {
        size_t len = strcspn(at, "|");
        if (len == wanted && memcmp(at, value, len) == 0)
            return true;
        at += len + (at[len] == '|');
    }
    return false;
}

static command_status check_option(const verb_invocation *call, command_report *report, const verb_option *option,
                                   const char *value)
{
    char shown[200];
    if (!option->repeats && option->value != NULL && invocation_has(call, option->name))
        return usage_error(call, report, "%s is given twice", option->name);
    if (value == NULL || option->words == NULL || is_word_of(option->words, value))
        return COMMAND_FINE;
    show_words(option->words, shown, sizeof shown);
    return usage_error(call, report, "%s is %s, not '%s'", option->name, shown, value);
}

/* Reads the option at argv[*at], and moves on to its value if that is the next argument. */
static command_status read_option(verb_invocation *call, int argc, char **argv, int *at, command_report *report)
{
    const char *value;
    const verb_option *option = find_option(call->verb, argv[*at], &value);
    if (option == NULL)
        return unknown_option(call, report, argv[*at]);
    if (option->value != NULL && value == NULL) {
        if (*at + 1 >= argc)
            return usage_error(call, report, "%s needs a value", option->name);
        value = argv[++*at];
    }
    command_status status = check_option(call, report, option, value);
    if (status == COMMAND_FINE)
        call->given[call->given_count++] = (verb_given){option, value};
    return status;
}

static command_status read_all(verb_invocation *call, int argc, char **argv, command_report *report)
{
    bool only_operands = false;
    for (int at = 0; at < argc; at++) {
        const char *argument = argv[at];
        if (!only_operands && strcmp(argument, "--") == 0)
            only_operands = true;
        else if (only_operands || argument[0] != '-' || argument[1] == '\0')
            call->operands[call->operand_count++] = argument;
        else if (read_option(call, argc, argv, &at, report) != COMMAND_FINE)
            return COMMAND_FAILED;
    }
    return COMMAND_FINE;
}

static command_status check_operands(const verb_invocation *call, command_report *report)
{
    const verb *wanted = call->verb;
    if (invocation_has(call, "--help"))
        return COMMAND_FINE;
    if (call->operand_count < wanted->operands_min)
        return usage_error(call, report, "%s given; usage: sdnc %s %s",
                           wanted->operands == VERB_SCHEMA_FILE ? "no schema"
                           : call->operand_count == 0           ? "nothing"
                                                                : "not enough",
                           wanted->name, wanted->usage);
    if (call->operand_count > wanted->operands_max)
        return usage_error(call, report, "'%s' is one argument too many; usage: sdnc %s %s",
                           call->operands[wanted->operands_max], wanted->name, wanted->usage);
    return COMMAND_FINE;
}

/* Whether text on a stream is colored. */
static bool wants_color(const verb_invocation *call, int descriptor)
{
    const char *when = invocation_value(call, "--color");
    if (when != NULL && strcmp(when, "auto") != 0)
        return strcmp(when, "always") == 0;
    const char *no_color = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");
    bool dumb = terminal == NULL || strcmp(terminal, "dumb") == 0;
    return (no_color == NULL || no_color[0] == '\0') && !dumb && isatty(descriptor);
}

static void look_at_terminal(verb_invocation *call)
{
    call->style.format = diag_format_named(invocation_value(call, "--error-format"));
    call->style.color = wants_color(call, STDERR_FILENO);
    call->color = wants_color(call, STDOUT_FILENO);
    call->to_terminal = isatty(STDOUT_FILENO);
    call->width = call->to_terminal ? terminal_width(STDOUT_FILENO) : 0;
}

command_status verb_read(const verb_set *set, const verb *wanted, int argc, char **argv, verb_invocation *call,
                         command_report *report)
{
    size_t room = (size_t)argc + 1;
    *call = (verb_invocation){.set = set, .verb = wanted};
    call->operands = sdn__alloc_zeroed(room, sizeof *call->operands);
    call->given = sdn__alloc_zeroed(room, sizeof *call->given);
    if (call->operands == NULL || call->given == NULL)
        return report_out_of_memory(report);
    command_status status = read_all(call, argc, argv, report);
    look_at_terminal(call);
    return status == COMMAND_FINE ? check_operands(call, report) : status;
}

void invocation_release(verb_invocation *call)
{
    sdn__free(call->operands);
    sdn__free(call->given);
    *call = (verb_invocation){0};
}

/* --- asking --- */

bool invocation_has(const verb_invocation *call, const char *name)
{
    for (size_t i = 0; i < call->given_count; i++)
        if (strcmp(call->given[i].option->name, name) == 0)
            return true;
    return false;
}

const char *invocation_value(const verb_invocation *call, const char *name)
{
    for (size_t i = call->given_count; i-- > 0;)
        if (strcmp(call->given[i].option->name, name) == 0)
            return call->given[i].value;
    return NULL;
}

size_t invocation_values(const verb_invocation *call, const char *name, const char **values)
{
    size_t count = 0;
    for (size_t i = 0; i < call->given_count; i++)
        if (strcmp(call->given[i].option->name, name) == 0)
            values[count++] = call->given[i].value;
    return count;
}

command_status invocation_number(const verb_invocation *call, command_report *report, const char *name, size_t most,
                                 size_t otherwise, size_t *number)
{
    const char *value = invocation_value(call, name);
    *number = otherwise;
    if (value == NULL)
        return COMMAND_FINE;
    size_t len = strlen(value);
    size_t sum = 0;
    bool fits = len > 0 && strspn(value, "0123456789") == len;
    for (size_t i = 0; i < len && fits; i++) {
        size_t digit = (size_t)(value[i] - '0');
        fits = sum <= (most - digit) / 10;
        sum = fits ? sum * 10 + digit : sum;
    }
    if (!fits)
        return usage_error(call, report, "%s is a number from 0 to %zu, not '%s'", name, most, value);
    *number = sum;
    return COMMAND_FINE;
}

enum { MOST_LOCK_SECONDS = 1000000 };

command_status invocation_lock_timeout(const verb_invocation *call, command_report *report, uint32_t *timeout_ms)
{
    size_t seconds;
    command_status status =
        invocation_number(call, report, "--lock-timeout", MOST_LOCK_SECONDS, *timeout_ms / 1000, &seconds);
    if (status == COMMAND_FINE && invocation_has(call, "--lock-timeout"))
        *timeout_ms = (uint32_t)seconds * 1000;
    return status;
}

command_status invocation_exclude(const verb_invocation *call, command_report *report, const char *first,
                                  const char *second)
{
    if (invocation_has(call, first) && invocation_has(call, second))
        return usage_error(call, report, "%s and %s exclude each other", first, second);
    return COMMAND_FINE;
}
