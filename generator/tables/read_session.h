/*
 * Sessions: what every verb that only reads records of a data file does: opens it, finds the table, collects mistakes in
 * what the arguments say, and tells which rows it could not show.
 *
 * Calling sequence: read_session_open; reading the arguments, read_session_mistakes; the work, and read_session_unread if it
 * shows more than one record; read_session_close in any case. The first two return how the command ends unless it is
 * COMMAND_FINE.
 */
#ifndef SDNC_TABLES_READ_SESSION_H
#define SDNC_TABLES_READ_SESSION_H

#include <sdn/arena.h>
#include <sdn/store.h>

#include "cli/verb.h"
#include "data/data_file.h"
#include "diag/diag.h"

/* The options that these verbs have in common, for their lists. */
#define READ_SESSION_OPTIONS                                                                                           \
    {"--table", NULL, "NAME", NULL, "the table that is meant, in a file with several", false},                         \
        {"--schema", NULL, "FILE[:RECORD]", NULL, "the schema of the file; otherwise it is looked for", false},        \
        {"--rev", NULL, "REV", NULL, "the file and its schema as they are in this revision of git", false},            \
    {                                                                                                                  \
        "--lock-timeout", NULL, "SECONDS", NULL, "how long to wait for the lock of a database; 10 if not given", false \
    }

typedef struct read_session {
    const verb_invocation *call;
    command_report *report;
    sdn_arena arena; /* of all that the command reads */
    diag_list diags;
    data_file file;
    const data_table *table;
} read_session;

/* Opens the file that the first operand names ("-": standard input), and finds the table that is meant. */
command_status read_session_open(read_session *session, const verb_invocation *call, command_report *report);
void read_session_close(read_session *session);

/* Prints the mistakes that were collected. COMMAND_FAILED if there are any, or memory ran out. */
command_status read_session_mistakes(read_session *session);

/* Tells how many rows of the table cannot be read, and where the first one is. Returns whether there are any. */
bool read_session_unread(read_session *session);

#endif
