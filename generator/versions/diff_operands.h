/*
 * What the operands of diff mean:
 *
 *   OLD NEW            two files, REV:PATH of either as git writes it, or "-": standard input
 *   REV FILE           the file as it was in a revision, and as it is; REV..REV FILE: two revisions
 *   FILE               the file as it is in the index, and as it is
 *   --staged [REV] FILE    the file in the revision (HEAD), and in the index
 *   seven or nine      as git calls the program that GIT_EXTERNAL_DIFF names
 */
#ifndef SDNC_VERSIONS_DIFF_OPERANDS_H
#define SDNC_VERSIONS_DIFF_OPERANDS_H

#include "cli/verb.h"
#include "data/data_file.h"

typedef struct diff_operands {
    data_request requests[2]; /* the older version and the newer one */
    sdn_str bytes[2];         /* that a request may point to */
    const char *title;        /* printed above the differences; NULL: none */
    bool from_git;            /* the exit code is 0 even if there are differences, as git expects of such a program */
} diff_operands;

/* Reads the operands; what they need is in the arena. COMMAND_FAILED: they mean nothing. A version that a revision does
 * not have counts as empty. */
command_status diff_operands_read(diff_operands *operands, const verb_invocation *call, sdn_arena *arena,
                                  command_report *report);

#endif
