/*
 * Programs that know nothing of the library: a lock file created with O_EXCL that holds the process and the time,
 * read, change, temporary file and rename, unlink.
 */
#ifndef SDNC_STRESS_PLAIN_PROGRAM_H
#define SDNC_STRESS_PLAIN_PROGRAM_H

#include "ledger.h"

/* Waits 10 ms, doubled every half second up to 500 ms, between attempts, as the plain protocol says. Gives up when
 * *over becomes true; it may be NULL. */
bool plain_acquire(const char *lock_path, const atomic_bool *over);
void plain_release(const char *lock_path);

/* Makes the next change of a worker in the text of the file, under the plain lock. False: over, or a violation. */
bool plain_change(ledger *book, int worker);

#endif
