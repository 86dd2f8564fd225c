/* System calls of the runtime that stop the process, or that only pretend to sync, through the table of
 * os/sys.h. */
#ifndef SDNC_TEST_POWER_CALLS_H
#define SDNC_TEST_POWER_CALLS_H

#include <stdbool.h>

typedef enum power_syncs {
    POWER_SYNC_ALL,         /* as it is */
    POWER_SYNC_NONE,        /* report success and do nothing */
    POWER_SYNC_FILES,       /* the same for directories only */
    POWER_SYNC_DIRECTORIES, /* the same for files only */
} power_syncs;

typedef struct calls_count {
    int made;
    const char *last; /* the name of the last one */
} calls_count;

/* From now on calls are counted in *count_here, which may be memory shared with another process, and syncs
 * are those of `syncs`. */
void calls_install(power_syncs syncs, calls_count *count_here);

/* The count starts again at 0. The `nth` call from now on (from 1; 0: none) raises `signal` before it is made, or
 * after. */
void calls_arm(int nth, bool before, int signal);

#endif
