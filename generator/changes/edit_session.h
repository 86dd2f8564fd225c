/*
 * Sessions: what every verb that changes a data file does: opens it, takes its lock, changes records, saves.
 *
 * All or nothing: whatever goes wrong before the end of edit_session_commit, the file is as it was.
 *
 * Calling sequence: edit_session_open; reading what the arguments say, edit_session_mistakes; edit_session_begin; changes;
 * edit_session_commit; edit_session_close in any case. Each returns how the command ends unless it is COMMAND_FINE.
 */
#ifndef SDNC_CHANGES_EDIT_SESSION_H
#define SDNC_CHANGES_EDIT_SESSION_H

#include <stdbool.h>

#include <sdn/arena.h>
#include <sdn/store.h>

#include "cli/verb.h"
#include "data/data_file.h"
#include "diag/diag.h"

/* The options that these verbs have in common, for their lists. */
#define EDIT_SESSION_OPTIONS                                                                                         \
    {"--table", NULL, "NAME", NULL, "the table that is meant, in a file with several", false},                       \
        {"--schema", NULL, "FILE[:RECORD]", NULL, "the schema of the file; otherwise it is looked for", false},      \
        {"--untyped", NULL, NULL, NULL, "change a table that no schema describes: every column is text", false},     \
    {                                                                                                                \
        "--lock-timeout", NULL, "SECONDS", NULL, "how long to wait for the lock of the file; 10 if not given", false \
    }

/* What the exit codes beside 1 mean, for the end of their texts. */
#define EDIT_SESSION_EXIT_CODES                                                                                    \
    "; 2 if the command line is wrong, or the file or its schema cannot be read or written; 3 if the lock of the " \
    "file was busy. With any of them nothing changed, unless it is the output that could not be printed."

typedef struct edit_session {
    const verb_invocation *call;
    command_report *report;
    sdn_arena arena; /* of all that the command reads */
    diag_list diags;
    sdn_options options;
    data_file file;
} edit_session;

/* Begins without a file, which is opened otherwise, and reads the options. */
command_status edit_session_start(edit_session *session, const verb_invocation *call, command_report *report);

/* Opens the file that the first operand names. A file that does not exist is an empty one, unless `must_exist`. */
command_status edit_session_open(edit_session *session, const verb_invocation *call, command_report *report,
                                 bool must_exist);
void edit_session_close(edit_session *session);

/* Prints why a file could not be opened, after what the schema of it has. COMMAND_FAILED or COMMAND_BUSY. */
command_status edit_session_not_open(edit_session *session, const sdn_error *err);

/* The table with this name; NULL: the one that is meant by --table, or the only one. SDN_E_NOT_FOUND, SDN_E_MISUSE: none or
 * several, or no schema describes it and --untyped was not given. */
sdn_code edit_session_find_table(const edit_session *session, const char *name, const data_table **table,
                                 sdn_error *err);

/* The same for the table that is meant, as a step of a command. */
command_status edit_session_table(edit_session *session, const data_table **table);

/* Prints the messages that were collected. COMMAND_FAILED if one of them is an error, or memory ran out. */
command_status edit_session_mistakes(edit_session *session);

/* The same for messages about changes that the file does not allow: COMMAND_FINDINGS, and says that nothing changed. */
command_status edit_session_findings(edit_session *session);

/* Takes the lock, and brings the records up to date. */
command_status edit_session_begin(edit_session *session);

/* Saves, and gives the lock back. On failure what the command was to print is dropped, too. */
command_status edit_session_commit(edit_session *session);

/* Checks all that a save would check, and then forgets the changes. Otherwise as edit_session_commit. */
command_status edit_session_rehearse(edit_session *session);

/* Prints why a change was refused, and that nothing changed. COMMAND_FINDINGS if that is due to what the file holds,
 * COMMAND_BUSY if it may succeed later, else COMMAND_FAILED. */
command_status edit_session_refuse(edit_session *session, const sdn_error *err);

/* Prints such a reason that is no error of the library. Returns COMMAND_FINDINGS. */
command_status edit_session_decline(edit_session *session, const char *format, ...) SDN_PRINTF(2, 3);

#endif
