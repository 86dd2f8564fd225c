/*
 * Editors: programs that know neither lock nor library, and write a file as text. Each save changes rows of the
 * editor's own and writes all others as they were read; afterwards it is checked that the change is in the file.
 */
#ifndef SDNC_STRESS_EDITOR_H
#define SDNC_STRESS_EDITOR_H

#include "desk.h"

typedef enum editor_kind {
    /* Holds the file open for writing from before it reads: nobody's change may be lost. */
    EDITOR_REWRITES,   /* reads, truncates, writes */
    EDITOR_OVERWRITES, /* reads, writes over what is there, truncates at the end */
    EDITOR_APPENDS,    /* adds a row at the end, and now and then rewrites */
    EDITOR_TICKS,      /* writes seven digits over seven others */
    /* Writes what it read a while ago: its own change may not be lost; those saved since the reading are its doing. */
    EDITOR_TRUNCATES, /* opens with O_TRUNC, as the shell does for > */
    EDITOR_RENAMES    /* writes a temporary file, looks whether the file is the one it read, exchanges the two and puts
                         things back if it was not */
} editor_kind;

typedef struct editor_job {
    desk *at;
    editor_kind kind;
    int saves;
    unsigned most_pause_us; /* between two steps of a save */
} editor_job;

/* For child_start with an editor_job. */
int run_editor(child *parent, void *job);

#endif
