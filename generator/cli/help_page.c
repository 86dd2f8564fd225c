/*
 * The manual page sdnc(1), in the macros of mdoc(7), made from the table of verbs.
 *
 * Texts become roff by three rules: a backslash is \e, a line never begins with a dot or an apostrophe, and each sentence
 * starts a line of its own, as mandoc wants it.
 */
#include "cli/help.h"

#include <string.h>

/* The day of the last change of this form or of a verb. */
static const char page_date[] = "November 29, 2026";

/* Lines of roff source have at most about this many bytes; escapes are not counted. */
enum { ROFF_LINE = 72 };

static size_t word_length(const char *words, size_t len, size_t start)
{
    size_t end = start;
    while (end < len && words[end] != ' ')
        end++;
    return end - start;
}

static void add_roff_char(sdn_buffer *text, char c, bool at_start)
{
    if (at_start && (c == '.' || c == '\''))
        text_printf(text, "\\&");
    text_printf(text, c == '\\' ? "\\e" : c == '-' ? "\\-" : "%c", c);
}

/* Whether a sentence ends before the blank at `i`. */
static bool ends_sentence(const char *words, size_t len, size_t i)
{
    return i > 1 && i + 1 < len && strchr(".?", words[i - 1]) != NULL && words[i - 2] != '.' &&
           strchr("abcdefghijklmnopqrstuvwxyz", words[i + 1]) == NULL;
}

/* Text without line breaks. */
static void add_roff(sdn_buffer *text, const char *words, size_t len)
{
    size_t line = 0;
    for (size_t i = 0; i < len; i++) {
        bool is_blank = words[i] == ' ';
        if (is_blank && (line + 1 + word_length(words, len, i + 1) > ROFF_LINE || ends_sentence(words, len, i))) {
            text_printf(text, "\n");
            line = 0;
            continue;
        }
        add_roff_char(text, words[i], line == 0);
        line++;
    }
    text_printf(text, "\n");
}

static void add_paragraphs_of_page(sdn_buffer *text, const char *paragraphs)
{
    for (const char *at = paragraphs; *at != '\0';) {
        size_t len = strcspn(at, "\n");
        if (len > 0)
            add_roff(text, at, len);
        else
            text_printf(text, ".Pp\n");
        at += len + (at[len] == '\n');
    }
}

/* `Fl -where Ar EXPRESSION`: Fl writes one hyphen itself. */
static void add_flag_macro(sdn_buffer *text, const char *name, const char *value)
{
    text_printf(text, "Fl %s", name + 1);
    if (value != NULL)
        text_printf(text, " Ar %s", value);
}

static void add_page_option(const verb_option *option, void *context)
{
    sdn_buffer *text = context;
    text_printf(text, ".It ");
    if (option->letter != NULL) {
        add_flag_macro(text, option->letter, NULL);
        text_printf(text, " , ");
    }
    add_flag_macro(text, option->name, option->value);
    text_printf(text, "\n");
    sdn_buffer help = SDN_BUFFER_INIT;
    text_printf(&help, "%s", option->help);
    for (const char *at = option->words != NULL ? option->words : ""; *at != '\0';) {
        size_t len = strcspn(at, "|");
        text_printf(&help, "%s%.*s", at == option->words ? ": " : at[len] == '\0' ? " or " : ", ", (int)len, at);
        at += len + (at[len] == '|');
    }
    text_printf(&help, option->repeats ? "; may be given several times." : ".");
    sdn_str words = text_view(&help);
    add_roff(text, words.ptr, words.len);
    text->out_of_memory |= help.out_of_memory;
    sdn__buffer_release(&help);
}

static void add_own_options(const verb *one, sdn_buffer *text)
{
    if (one->options == NULL || one->options->name == NULL)
        return;
    text_printf(text, ".Bl -tag -width Ds\n");
    for (const verb_option *o = one->options; o->name != NULL; o++)
        add_page_option(o, text);
    text_printf(text, ".El\n");
}

static void add_literal(sdn_buffer *text, const char *lines)
{
    text_printf(text, ".Bd -literal -offset indent\n");
    for (const char *at = lines; *at != '\0';) {
        size_t len = strcspn(at, "\n");
        for (size_t i = 0; i < len; i++)
            add_roff_char(text, at[i], i == 0);
        text_printf(text, "\n");
        at += len + (at[len] == '\n');
    }
    text_printf(text, ".Ed\n");
}

static void add_verb_section(const verb *one, sdn_buffer *text)
{
    text_printf(text, ".Ss %s\n.Bd -ragged -compact\n.Nm\n.Cm %s\n", one->name, one->name);
    add_roff(text, one->usage, strlen(one->usage));
    text_printf(text, ".Ed\n.Pp\n");
    add_paragraphs_of_page(text, one->description);
    if (one->alias != NULL)
        text_printf(text, "Its other name is\n.Cm %s .\n", one->alias);
    add_own_options(one, text);
    text_printf(text, ".Pp\nThe exit status is 0 if all is well,\n");
    add_roff(text, one->exit_codes, strlen(one->exit_codes));
    if (one->examples != NULL)
        add_literal(text, one->examples);
}

static void add_head(const verb_set *set, sdn_buffer *text)
{
    text_printf(text,
                ".\\\" Made by: sdnc help --man\n"
                ".Dd %s\n.Dt SDNC 1\n.Os\n"
                ".Sh NAME\n.Nm sdnc\n.Nd compile schemas to typed C record stores, and work with their tables\n"
                ".Sh SYNOPSIS\n.Nm\n.Ar schema ...\n.Fl o Ar dir\n",
                page_date);
    for (size_t i = 0; i < set->count; i++)
        text_printf(text, ".Nm\n.Cm %s\n.Ar ...\n", set->verbs[i]->name);
    text_printf(text, ".Nm\n.Fl -version\n"
                      ".Sh DESCRIPTION\n.Nm\n"
                      "reads schemas, which describe tables of records, see\n.Xr sdn_schema 5 .\n"
                      "From them it makes typed C code on top of libsdn, see\n.Xr sdn_store 3 ;\n"
                      "and by them it checks, compares, merges, queries and edits the files that hold\n"
                      "such tables, see\n.Xr sdn_file 5 .\n"
                      ".Pp\nWithout a command the arguments are those of\n.Cm generate .\n"
                      "Data go to standard output, messages to standard error.\n"
                      "The operand\n.Sq -\nis standard input.\n"
                      "Operands after\n.Fl -\nmay begin with a hyphen.\n");
}

static void add_tail(sdn_buffer *text)
{
    text_printf(text, ".Ss Options of all commands\n.Bl -tag -width Ds\n");
    for (const verb_option *o = verb_common_options; o->name != NULL; o++)
        add_page_option(o, text);
    text_printf(text, ".It Fl -version\nprint the version; in place of a command.\n.El\n"
                      ".Sh ENVIRONMENT\n.Bl -tag -width NO_COLOR\n"
                      ".It Ev NO_COLOR\nIf it is set and not empty, nothing is in color.\n"
                      "Nor is it if\n.Ev TERM\nis unset or\n.Cm dumb .\n"
                      ".It Ev COLUMNS\nThe width of the terminal.\n.El\n"
                      ".Sh EXIT STATUS\n.Bl -tag -width Ds -compact\n"
                      ".It 0\nAll is well.\n"
                      ".It 1\nThere are mistakes, differences or conflicts, or there is no such record.\n"
                      ".It 2\nThe command line is wrong, or a file cannot be read or written.\n"
                      ".It 3\nThe lock of the file was not free in time: nothing was changed, try again.\n.El\n"
                      ".Sh SEE ALSO\n.Xr sdn_store 3 ,\n.Xr sdn_file 5 ,\n.Xr sdn_schema 5\n");
}

void help_page(const verb_set *set, sdn_buffer *text)
{
    add_head(set, text);
    for (size_t i = 0; i < set->count; i++)
        add_verb_section(set->verbs[i], text);
    add_tail(text);
}
