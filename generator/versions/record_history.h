/*
 * One record in all versions of a file.
 *
 * Calling sequence: record_history_open; record_history_at for the versions of history.commits and for the file as it is;
 * record_history_close in any case.
 */
#ifndef SDNC_VERSIONS_RECORD_HISTORY_H
#define SDNC_VERSIONS_RECORD_HISTORY_H

#include "cli/verb.h"
#include "data/data_file.h"
#include "names/name_table.h"
#include "versions/history.h"

/* The record in one version. */
typedef enum record_presence { RECORD_MISSING, RECORD_UNREADABLE, RECORD_THERE } record_presence;

typedef struct record_state {
    record_presence presence;
    const char **names; /* of its fields */
    sdn_str *texts;     /* their values; ptr NULL: absent */
    size_t count;
} record_state;

typedef struct record_history {
    const verb_invocation *call;
    command_report *report;
    sdn_arena arena;
    diag_list diags;
    history commits;
    const char *table;  /* the one that is meant */
    const char *schema; /* of the file as it is; NULL: none */
    const char *key;    /* as it was given */
    const char *field;  /* the one that was asked for; NULL: all */
    record_state now;   /* in the file as it is */
    name_table states;  /* of the versions that were read, by their blobs */
    sdn_error err;
} record_history;

/* The options that these verbs have in common. */
#define RECORD_HISTORY_OPTIONS                                                                               \
    {"--table", NULL, "NAME", NULL, "the table that is meant, in a file with several", false},               \
    {                                                                                                        \
        "--schema", NULL, "FILE[:RECORD]", NULL, "the schema of the file; otherwise it is looked for", false \
    }

/* Reads the operands FILE KEY[.FIELD] [FIELD], the file, and which commits changed it. */
command_status record_history_open(record_history *history, const verb_invocation *call, command_report *report);
void record_history_close(record_history *history);

/* The record in the version with this blob; "" is one without the file. NULL when memory ran out, or git failed, which is
 * in history->err. */
const record_state *record_history_at(record_history *history, sdn_str blob);

/* The position of a field in a state, by name; state->count if it has none. */
size_t record_state_find(const record_state *state, const char *name);

/* Whether a field has the same value in both: a record that is missing has only absent ones. */
bool record_state_same_field(const record_state *a, const record_state *b, const char *name);

/* What a commit found and left of the record. */
typedef struct record_step {
    const record_state *const *before; /* in each parent; one at least */
    size_t before_count;
    const record_state *after;
} record_step;

/* Returns 0, or -1 as record_history_at. */
int record_history_step(record_history *history, const history_commit *commit, record_step *step);

/* Whether the commit gave a field its value: it differs from that in every parent. A merge that takes one field from each
 * side changes nothing. */
bool record_step_changes(const record_step *step, const char *field);

/* Whether the commit added the record, deleted it, or made its row readable or not. */
bool record_step_changes_presence(const record_step *step);

#endif
