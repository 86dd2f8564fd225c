/*
 * The desk: what an editor and the processes that work on the same file know of each other, in shared memory.
 *
 * An editor that overwrites a version without having read it undoes what was saved in between; that is its own doing.
 * It says so beforehand: the floor of each worker is how many of its changes are in what the editor writes, and the
 * period is odd until no process can see anything but the outcome. In and just after such a period a worker may find
 * fewer changes than were acknowledged, down to the floor; at all other times exactly those.
 *
 * Each replacement of the file by a worker is noted, and when it looked afterwards whether somebody writes to what it
 * replaced. Who opened that for writing before the look is seen by it. One case is left: the system was looking up the
 * name for the editor while the worker did both, and opened the file then.
 */
#ifndef SDNC_STRESS_DESK_H
#define SDNC_STRESS_DESK_H

#include "change.h"
#include "child.h"

enum { DESK_WORKERS = 4, DESK_REPLACEMENTS = 1024, NO_PERIOD = 1 };

#define DESK_EDITOR "e"

typedef struct replacement {
    uint64_t inode;    /* of what was replaced */
    int64_t began_ns;  /* before the step */
    int64_t looked_ns; /* the last look after it; 0: nobody looked */
} replacement;

typedef struct desk {
    ledger *book;
    char directory[16];  /* from the working directory */
    char path[32];       /* of the file */
    unsigned pause_us;   /* so much, at most, comes between some looks and the step that replaces the file */
    bool is_coarse;      /* the workers see stamps without fractions of a second */
    bool may_be_missing; /* the file or its directory, in a period */
    bool only_moves;     /* in a period; what is in the file stays */

    atomic_uint period;
    atomic_uint floors[DESK_WORKERS];
    atomic_uint calls[DESK_WORKERS]; /* odd: the worker is between begin and the end of commit */
    replacement replacements[DESK_REPLACEMENTS];
    atomic_uint replaced;

    /* What came of it. */
    atomic_uint saves;         /* of the editor, finished */
    atomic_uint into_replaced; /* while the file was replaced */
    atomic_uint unseen;        /* and not found afterwards, when no look could have told */
    atomic_uint lost_saves;    /* not found, though a look had to tell */
    atomic_uint changes;       /* of workers, acknowledged */
    atomic_uint overwritten;   /* changes of workers, by the editor */
    atomic_uint lost_changes;  /* of workers, though acknowledged */
    atomic_uint torn;          /* versions with some of the common rows, or rows of a change, missing */
    atomic_uint refused;       /* saves of workers, because of a conflict */
    atomic_uint without_file;  /* times that a worker met no file or no directory */
    atomic_uint retried;       /* saves of the editor that it found it could not make */
} desk;

/* With a file of the common rows, all workers and the editor in a directory. */
desk *desk_new(const char *directory);
void desk_free(desk *of);

const char *desk_worker_name(int worker);

/* Starts the processes; ends them. */
void desk_start_workers(desk *of, child *workers);
void desk_end_workers(desk *of, child *workers);

/* Sets the floors from a text that is about to overwrite another one, and starts the period; ends it when all calls
 * that were under way have ended. */
void desk_begin_period(desk *of, const char *text);
void desk_end_period(desk *of);

/* Waits until every call of a worker that is under way has ended. One that does not, as of a worker that was killed, is
 * a violation, and all is over. */
void desk_wait_idle(desk *of);

/* The replacement of this file, or NULL. */
const replacement *desk_find_replacement(const desk *of, uint64_t inode);

/* Checks what is there when all processes have ended. */
void desk_check_end(desk *of);

/* Opens the file by this path of it; NULL is a violation. */
sdn_store *desk_open(desk *of, const char *path);

/* How many changes are lost where `found` are there, or -1 in place of the row that counts them; at least one. */
unsigned desk_lost(long found, unsigned acknowledged);

/* True if the common rows are all there; counts a torn version otherwise. */
bool desk_check_common(desk *of, const sdn_store *store, const char *who);

#endif
