/*
 * Completion scripts. Each is one function of the shell that knows, for each verb, its options and the words that they
 * take, as tables written out here: completing starts no program.
 */
#include "cli/help.h"

#include <string.h>

static const char *pattern_of(verb_operand operands)
{
    static const char *const patterns[] = {[VERB_SCHEMA_FILE] = "schema", [VERB_DATA_FILE] = "sdn"};
    return operands == VERB_SCHEMA_FILE || operands == VERB_DATA_FILE ? patterns[operands] : "";
}

static void add_names(const verb_set *set, sdn_buffer *text)
{
    for (size_t i = 0; i < set->count; i++) {
        text_printf(text, "%s%s", i > 0 ? " " : "", set->verbs[i]->name);
        if (set->verbs[i]->alias != NULL)
            text_printf(text, " %s", set->verbs[i]->alias);
    }
}

/* The words that the operand of a verb can be, separated by blanks. */
static void add_operand_words(const verb_set *set, const verb *one, sdn_buffer *text)
{
    if (one->operands == VERB_COMMAND)
        add_names(set, text);
    for (const char *at = one->operand_words != NULL ? one->operand_words : ""; *at != '\0'; at++)
        text_printf(text, "%c", *at == '|' ? ' ' : *at);
}

static bool has_operand_words(const verb *one)
{
    return one->operands == VERB_COMMAND || one->operand_words != NULL;
}

/* The pattern of `case` for a verb. */
static void add_case(const verb *one, sdn_buffer *text)
{
    text_printf(text, "    %s", one->name);
    if (one->alias != NULL)
        text_printf(text, "|%s", one->alias);
    text_printf(text, ")");
}

/* Text between single quotes of a shell. */
static void add_quoted(sdn_buffer *text, const char *words)
{
    text_printf(text, "'");
    for (; *words != '\0'; words++) {
        if (*words == '\'')
            text_printf(text, "'\\''");
        else
            text_printf(text, "%c", *words);
    }
    text_printf(text, "'");
}

/* --- bash --- */

static void add_bash_name(const verb_option *option, void *context)
{
    text_printf(context, " %s", option->name);
    if (option->letter != NULL)
        text_printf(context, " %s", option->letter);
}

/* `--format) words="text json" ;;` */
static void add_bash_words(const verb_option *option, void *context)
{
    if (option->value == NULL)
        return;
    text_printf(context, " %s", option->name);
    if (option->letter != NULL)
        text_printf(context, "|%s", option->letter);
    text_printf(context, ") words=\"");
    for (const char *at = option->words != NULL ? option->words : ""; *at != '\0'; at++)
        text_printf(context, "%c", *at == '|' ? ' ' : *at);
    text_printf(context, "\"; value=1 ;;");
}

static void add_bash_verb(const verb_set *set, const verb *one, sdn_buffer *text)
{
    add_case(one, text);
    text_printf(text, "\n        options=\"");
    help_each_option(one, add_bash_name, text);
    text_printf(text, "\" pattern=\"%s\" operands=\"", pattern_of(one->operands));
    add_operand_words(set, one, text);
    text_printf(text, "\"\n        case $previous in");
    help_each_option(one, add_bash_words, text);
    text_printf(text, " esac ;;\n");
}

static void complete_bash(const verb_set *set, sdn_buffer *text)
{
    text_printf(text, "# Completion of sdnc for bash.\n"
                      "_sdnc()\n{\n"
                      "    local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}\n"
                      "    local verb=${COMP_WORDS[1]} options= pattern= operands= words= value=\n"
                      "    if [ \"$previous\" = = ]; then previous=${COMP_WORDS[COMP_CWORD-2]}; fi\n"
                      "    if [ \"$word\" = = ]; then word=; fi\n"
                      "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
                      "        COMPREPLY=($(compgen -W \"");
    add_names(set, text);
    text_printf(text, "\" -- \"$word\"))\n        return\n    fi\n    case $verb in\n");
    for (size_t i = 0; i < set->count; i++)
        add_bash_verb(set, set->verbs[i], text);
    text_printf(text, "    esac\n"
                      "    if [ -n \"$words\" ]; then\n"
                      "        COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
                      "    elif [ -z \"$value\" ] && [ \"${word#-}\" != \"$word\" ]; then\n"
                      "        COMPREPLY=($(compgen -W \"$options\" -- \"$word\"))\n"
                      "    elif [ -z \"$value\" ] && [ -n \"$operands\" ]; then\n"
                      "        COMPREPLY=($(compgen -W \"$operands\" -- \"$word\"))\n"
                      "    elif [ -z \"$value\" ] && [ -n \"$pattern\" ]; then\n"
                      "        local IFS=$'\\n'\n"
                      "        compopt -o filenames 2>/dev/null\n"
                      "        COMPREPLY=($(compgen -f -X \"!*.$pattern\" -- \"$word\") $(compgen -d -- \"$word\"))\n"
                      "    else\n"
                      "        local IFS=$'\\n'\n"
                      "        compopt -o filenames 2>/dev/null\n"
                      "        COMPREPLY=($(compgen -f -- \"$word\"))\n"
                      "    fi\n}\n"
                      "complete -F _sdnc sdnc\n");
}

/* --- zsh --- */

/* In a specification of _arguments, `[`, `]` and `:` have a meaning of their own. */
static void add_zsh_help(sdn_buffer *text, const char *help)
{
    for (; *help != '\0'; help++) {
        if (*help == '\'')
            text_printf(text, "'\\''");
        else
            text_printf(text, "%s%c", strchr("[]:\\", *help) != NULL ? "\\" : "", *help);
    }
}

static void add_zsh_spec(const verb_option *option, const char *name, sdn_buffer *text)
{
    bool is_long = name[1] == '-';
    text_printf(text, " \\\n            '%s%s%s[", option->repeats ? "*" : "", name,
                option->value == NULL ? ""
                : is_long             ? "="
                                      : "+");
    add_zsh_help(text, option->help);
    text_printf(text, "]");
    if (option->value != NULL && option->words != NULL) {
        text_printf(text, ":%s:(", option->value);
        for (const char *at = option->words; *at != '\0'; at++)
            text_printf(text, "%c", *at == '|' ? ' ' : *at);
        text_printf(text, ")");
    } else if (option->value != NULL) {
        text_printf(text, ":%s:_files", option->value);
    }
    text_printf(text, "'");
}

static void add_zsh_option(const verb_option *option, void *context)
{
    add_zsh_spec(option, option->name, context);
    if (option->letter != NULL)
        add_zsh_spec(option, option->letter, context);
}

static void add_zsh_verb(const verb_set *set, const verb *one, sdn_buffer *text)
{
    const char *pattern = pattern_of(one->operands);
    add_case(one, text);
    text_printf(text, "\n        _arguments");
    help_each_option(one, add_zsh_option, text);
    if (has_operand_words(one)) {
        text_printf(text, " \\\n            '*:word:(");
        add_operand_words(set, one, text);
        text_printf(text, ")' ;;\n");
    } else if (pattern[0] != '\0') {
        text_printf(text, " \\\n            '*:file:_files -g \"*.%s\"' ;;\n", pattern);
    } else {
        text_printf(text, " \\\n            '*:file:_files' ;;\n");
    }
}

static void complete_zsh(const verb_set *set, sdn_buffer *text)
{
    text_printf(text, "#compdef sdnc\n"
                      "# Completion of sdnc for zsh.\n"
                      "_sdnc()\n{\n"
                      "    if (( CURRENT == 2 )); then\n"
                      "        local -a verbs=(\n");
    for (size_t i = 0; i < set->count; i++) {
        text_printf(text, "            '%s:", set->verbs[i]->name);
        add_zsh_help(text, set->verbs[i]->summary);
        text_printf(text, "'\n");
    }
    text_printf(text, "        )\n        _describe command verbs\n        return\n    fi\n"
                      "    local verb=$words[2]\n"
                      "    shift words\n"
                      "    (( CURRENT-- ))\n"
                      "    case $verb in\n");
    for (size_t i = 0; i < set->count; i++)
        add_zsh_verb(set, set->verbs[i], text);
    text_printf(text, "    *) _files -g \"*.schema\" ;;\n    esac\n}\n"
                      "if [ \"$funcstack[1]\" = _sdnc ]; then _sdnc \"$@\"; else compdef _sdnc sdnc; fi\n");
}

/* --- fish --- */

typedef struct fish_option {
    sdn_buffer *text;
    const verb *one;
} fish_option;

/* -o DIR and --where E: fish tells -s (one letter), -o (a long name with one hyphen) and -l (with two) apart. */
static void add_fish_option(const verb_option *option, void *context)
{
    const fish_option *f = context;
    text_printf(f->text, "complete -c sdnc -n '__fish_seen_subcommand_from %s%s%s'", f->one->name,
                f->one->alias != NULL ? " " : "", f->one->alias != NULL ? f->one->alias : "");
    const char *names[] = {option->name, option->letter};
    for (size_t i = 0; i < 2 && names[i] != NULL; i++)
        text_printf(f->text, names[i][1] == '-' ? " -l %s" : " -s %s", names[i] + (names[i][1] == '-' ? 2 : 1));
    if (option->value != NULL)
        text_printf(f->text, " -r");
    if (option->words != NULL) {
        text_printf(f->text, " -f -a '");
        for (const char *at = option->words; *at != '\0'; at++)
            text_printf(f->text, "%c", *at == '|' ? ' ' : *at);
        text_printf(f->text, "'");
    }
    text_printf(f->text, " -d ");
    add_quoted(f->text, option->help);
    text_printf(f->text, "\n");
}

static void complete_fish(const verb_set *set, sdn_buffer *text)
{
    text_printf(text, "# Completion of sdnc for fish.\n");
    for (size_t i = 0; i < set->count; i++) {
        fish_option f = {text, set->verbs[i]};
        text_printf(text, "complete -c sdnc -n __fish_use_subcommand -f -a %s -d ", f.one->name);
        add_quoted(text, f.one->summary);
        text_printf(text, "\n");
        help_each_option(f.one, add_fish_option, &f);
        if (!has_operand_words(f.one))
            continue;
        text_printf(text, "complete -c sdnc -n '__fish_seen_subcommand_from %s' -f -a '", f.one->name);
        add_operand_words(set, f.one, text);
        text_printf(text, "'\n");
    }
}

bool help_completion(const verb_set *set, const char *shell, sdn_buffer *text)
{
    static const struct {
        const char *shell;
        void (*complete)(const verb_set *set, sdn_buffer *text);
    } shells[] = {{"bash", complete_bash}, {"zsh", complete_zsh}, {"fish", complete_fish}};
    for (size_t i = 0; i < sizeof shells / sizeof shells[0]; i++)
        if (strcmp(shells[i].shell, shell) == 0) {
            shells[i].complete(set, text);
            return true;
        }
    return false;
}
