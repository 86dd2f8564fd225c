/* A process of the desk: it makes one change after the other of its own rows, through the library, until the end. */
#ifndef SDNC_STRESS_DESK_WORKER_H
#define SDNC_STRESS_DESK_WORKER_H

#include "desk.h"

typedef struct desk_job {
    desk *at;
    int worker;
} desk_job;

/* For child_start with a desk_job. The last worker saves without begin, the others make transactions; every second one
 * opened the file by its whole path. */
int run_desk_worker(child *parent, void *job);

#endif
