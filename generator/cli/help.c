#include "cli/help.h"

#include <string.h>

enum { NAME_COLUMN = 20, TEXT_WIDTH = 100 };

/* --- options --- */

void help_each_option(const verb *one, void (*each)(const verb_option *option, void *context), void *context)
{
    for (const verb_option *o = one->options; o != NULL && o->name != NULL; o++)
        each(o, context);
    for (const verb_option *o = verb_common_options; o->name != NULL; o++)
        each(o, context);
}

/* Adds words, each line but the first indented, broken before TEXT_WIDTH. `column`: where the first line is. */
static void add_wrapped(sdn_buffer *text, sdn_str words, size_t column, size_t indent)
{
    size_t at = 0;
    while (at < words.len) {
        size_t len = 0;
        while (at + len < words.len && words.ptr[at + len] != ' ')
            len++;
        if (column + 1 + len > TEXT_WIDTH && column > indent) {
            text_printf(text, "\n");
            text_repeat(text, ' ', indent);
            column = indent;
        } else if (at > 0) {
            text_printf(text, " ");
            column++;
        }
        text_printf(text, "%.*s", (int)len, words.ptr + at);
        column += len;
        at += len;
        while (at < words.len && words.ptr[at] == ' ')
            at++;
    }
    text_printf(text, "\n");
}

/* `-f, --format FORMAT`, as it starts the line of an option. */
static void add_option(const verb_option *option, void *context)
{
    sdn_buffer *text = context;
    size_t start = text->len;
    text_printf(text, "  ");
    if (option->letter != NULL)
        text_printf(text, "%s, ", option->letter);
    text_printf(text, "%s", option->name);
    if (option->value != NULL)
        text_printf(text, " %s", option->value);
    size_t used = text->len - start;
    if (used + 2 > NAME_COLUMN) {
        text_printf(text, "\n");
        used = 0;
    }
    text_repeat(text, ' ', NAME_COLUMN - used);
    sdn_buffer help = SDN_BUFFER_INIT;
    text_printf(&help, "%s", option->help);
    if (option->words != NULL)
        text_printf(&help, " (%s)", option->words);
    add_wrapped(text, text_view(&help), NAME_COLUMN, NAME_COLUMN);
    text->out_of_memory |= help.out_of_memory;
    sdn__buffer_release(&help);
}

/* --- one verb --- */

/* Paragraphs, each wrapped. */
static void add_paragraphs(sdn_buffer *text, const char *paragraphs)
{
    for (const char *at = paragraphs; *at != '\0';) {
        size_t len = strcspn(at, "\n");
        if (len > 0)
            add_wrapped(text, (sdn_str){at, len}, 0, 0);
        else
            text_printf(text, "\n");
        at += len + (at[len] == '\n');
    }
}

static void add_examples(sdn_buffer *text, const char *examples)
{
    text_printf(text, "\nExamples\n");
    for (const char *at = examples; *at != '\0';) {
        size_t len = strcspn(at, "\n");
        text_printf(text, "  %.*s\n", (int)len, at);
        at += len + (at[len] == '\n');
    }
}

void help_verb(const verb *one, sdn_buffer *text)
{
    text_printf(text, "usage: sdnc %s %s\n", one->name, one->usage);
    if (one->alias != NULL)
        text_printf(text, "       also called sdnc %s\n", one->alias);
    text_printf(text, "\n");
    add_paragraphs(text, one->description);
    text_printf(text, "\nOptions\n");
    help_each_option(one, add_option, text);
    text_printf(text, "\nExit status\n  0 if all is well; ");
    add_wrapped(text, sdn_str_from(one->exit_codes), 18, 2);
    if (one->examples != NULL)
        add_examples(text, one->examples);
}

/* --- all of them --- */

void help_overview(const verb_set *set, sdn_buffer *text)
{
    text_printf(text, "usage: sdnc COMMAND ...\n"
                      "       sdnc SCHEMA... -o DIR      the same as sdnc generate\n"
                      "\n"
                      "Compiles schemas to typed C record stores, and works with the tables that they describe.\n\n");
    for (size_t i = 0; i < set->count; i++) {
        const verb *one = set->verbs[i];
        text_printf(text, "  %-12s  %s\n", one->name, one->summary);
    }
    text_printf(text,
                "\n"
                "sdnc help COMMAND tells more, with examples. sdnc --version prints the version.\n"
                "Data go to standard output, messages to standard error.\n"
                "Exit status: 0 fine; 1 mistakes, differences, conflicts or no such record; 2 wrong usage, or a file\n"
                "that cannot be read or written; 3 the lock was busy, nothing was changed, try again.\n");
}
