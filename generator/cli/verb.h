/*
 * Verbs: the commands of sdnc, each described once, by a constant next to its code. The command line, `sdnc help`, shell
 * completion, the man page and tests read nothing else, so none of them can name an option that does not exist.
 *
 * Calling sequence: verb_find; verb_read, which fills an invocation from the arguments or says what is wrong with them;
 * verb->run; invocation_release. Inside `run`: invocation_has, invocation_value, call->operands.
 */
#ifndef SDNC_CLI_VERB_H
#define SDNC_CLI_VERB_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/command.h"
#include "diag/diag.h"

/* One option of a verb. A list of options ends with one without name. */
typedef struct verb_option {
    const char *name;   /* "--where" */
    const char *letter; /* "-f", a second name; NULL: none */
    const char *value;  /* what its value is called in help texts, in capitals; NULL: it has none */
    const char *words;  /* the values it can have, separated by '|'; NULL: any */
    const char *help;   /* what it does: a phrase without final stop */
    bool repeats;       /* it may be given more than once */
} verb_option;

/* What an operand is, for completion. */
typedef enum verb_operand {
    VERB_NO_OPERAND,
    VERB_SCHEMA_FILE,
    VERB_DATA_FILE,
    VERB_ANY_FILE,
    VERB_COMMAND,
    VERB_OTHER
} verb_operand;

typedef struct verb_invocation verb_invocation;

typedef struct verb {
    const char *name;
    const char *alias;          /* another name; NULL: none */
    const char *usage;          /* what follows the name: "FILE [KEY] FIELD=VALUE..." */
    const char *summary;        /* one line: a phrase without final stop */
    const char *description;    /* paragraphs, separated by empty lines */
    const char *examples;       /* lines such as "sdnc get bugs.sdn 7", each with a comment in a line before it */
    const char *exit_codes;     /* what the others than 0 mean: "1 if it does not exist; 2 if ..." */
    const verb_option *options; /* its own; the common ones (verb_common_options) belong to every verb */
    size_t operands_min;        /* of operands, at least */
    size_t operands_max;        /* and at most; SIZE_MAX: any number */
    verb_operand operands;      /* what the first one is; the others are completed alike */
    const char *operand_words;  /* the words that it can be, separated by '|'; NULL: any */
    command_status (*run)(const verb_invocation *call, command_report *report);
} verb;

/* All verbs of the program: the table in main.c. */
typedef struct verb_set {
    const verb *const *verbs;
    size_t count;
} verb_set;

/* An option as it was given. */
typedef struct verb_given {
    const verb_option *option;
    const char *value; /* NULL: it has none */
} verb_given;

/* What the arguments say. The texts are those of the arguments. */
struct verb_invocation {
    const verb_set *set;
    const verb *verb;
    const char **operands;
    size_t operand_count;
    verb_given *given; /* in the order of the arguments */
    size_t given_count;
    diag_style style; /* of messages, on standard error */
    bool color;       /* on standard output */
    bool to_terminal; /* whether standard output is one */
    unsigned width;   /* of that terminal, in columns; 0: not known */
};

/* --help, --error-format, --color. */
extern const verb_option verb_common_options[];

/* The verb with this name or alias, or NULL. */
const verb *verb_find(const verb_set *set, const char *name);

/* The name nearest to a word that is none, or NULL. */
const char *verb_suggest(const verb_set *set, const char *word);

/*
 * Reads the arguments after the name of the verb. Checks that options exist, have their values, and are not given twice,
 * that values are among the words, and the number of operands. COMMAND_FAILED: what is wrong is in report->err, with the
 * option that may be meant. The invocation is to be released in any case.
 */
command_status verb_read(const verb_set *set, const verb *wanted, int argc, char **argv, verb_invocation *call,
                         command_report *report);
void invocation_release(verb_invocation *call);

/* Whether an option was given; by its long name, which the verb has. */
bool invocation_has(const verb_invocation *call, const char *name);

/* Its value, the last one if it repeats; NULL: it was not given. */
const char *invocation_value(const verb_invocation *call, const char *name);

/* The values of an option that repeats: `values` has room for call->given_count. Returns their number. */
size_t invocation_values(const verb_invocation *call, const char *name, const char **values);

/* The number that is the value of an option, or `otherwise` if it was not given. COMMAND_FAILED: it is no plain decimal
 * number up to `most`. */
command_status invocation_number(const verb_invocation *call, command_report *report, const char *name, size_t most,
                                 size_t otherwise, size_t *number);

/* The value of --lock-timeout, in milliseconds; what *timeout_ms is stays if it was not given. COMMAND_FAILED: it is no
 * number of seconds. */
command_status invocation_lock_timeout(const verb_invocation *call, command_report *report, uint32_t *timeout_ms);

/* The first of two options that exclude each other is given together with the second: COMMAND_FAILED, and says so. */
command_status invocation_exclude(const verb_invocation *call, command_report *report, const char *first,
                                  const char *second);

/* Adds `sdnc: MESSAGE` and a hint at `sdnc help VERB` to the report; returns COMMAND_FAILED. */
command_status usage_error(const verb_invocation *call, command_report *report, const char *format, ...)
    SDN_PRINTF(3, 4);

#endif
