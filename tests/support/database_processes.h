/*
 * Processes that change one database, and are killed: every acknowledged change is there once, none is lost or doubled, and
 * a replica that only pulls misses nothing: at random times and at the end it is what is loaded. Every third change is made
 * by statements, as a user of psql or sqlite3 makes them.
 *
 * A worker adds 1 to a shared record and inserts a record of its own with the number of its round, in one transaction, or
 * inserts by a save that is merged; then it writes the number to its ledger, with one write. What is in the ledger was
 * acknowledged. What a call reported as failed must not be there, unless it said `commit unknown`. The parent kills
 * workers and the server at random moments. SDNC_KILLS=1000 and SDNC_CRASHES=50 do so more often, SDNC_WORKERS=32 with
 * more of them.
 */
#ifndef SDNC_TEST_DATABASE_PROCESSES_H
#define SDNC_TEST_DATABASE_PROCESSES_H

#include "database.h"

typedef struct database_processes {
    sdn_durability durability;
    bool may_fail;       /* since the server dies; else every call must be SDN_OK */
    unsigned pause_ms;   /* between two kills, at most */
    void (*crash)(void); /* ends the server, which somebody starts again; NULL: there is none */
    void (*wait)(void);  /* until what killed processes had sent is over */
} database_processes;

/* In a temporary directory. */
void run_database_processes(const database_processes *processes);

#endif
