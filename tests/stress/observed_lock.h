/* Notes in the ledger when this process gets the lock and when it gives it back, at the system calls that do it. */
#ifndef SDNC_STRESS_OBSERVED_LOCK_H
#define SDNC_STRESS_OBSERVED_LOCK_H

#include "ledger.h"

/* From now on, for the lock file of this name. */
void observe_lock(ledger *book, int worker, const char *lock_name);

#endif
