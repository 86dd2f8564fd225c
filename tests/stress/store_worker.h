/* The processes of the store campaign that use the library. */
#ifndef SDNC_STRESS_STORE_WORKER_H
#define SDNC_STRESS_STORE_WORKER_H

#include "child.h"
#include "ledger.h"

typedef struct store_job {
    ledger *book;
    int worker; /* readers have none */
} store_job;

/* Bodies for child_start; `context` is a store_job. They end when the ledger says it is over; status 1 after a
 * violation. A worker that was killed continues where the file shows it was. */
int run_worker(child *parent, void *context);

/* Takes no lock and checks all that it reads. */
int run_reader(child *parent, void *context);

#endif
