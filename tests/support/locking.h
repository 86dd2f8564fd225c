/* The lock of one file, and child processes that hold it. Functions called must_... end the test on failure. */
#ifndef SDNC_TEST_LOCKING_H
#define SDNC_TEST_LOCKING_H

#include "child.h"

#include <stdint.h>

#include <sdn/lock.h>

/* The file that the functions below lock. */
#define LOCKED_PATH "todo_db.sdn"
#define LOCK_FILE   "todo_db.sdn.lock"

sdn_code acquire(uint32_t timeout_ms, sdn_lock **lock, sdn_error *err);
sdn_lock *must_acquire(void);
sdn_lock *must_acquire_at_once(void); /* without a wait, however slow the machine */
void must_time_out(uint32_t timeout_ms, sdn_error *err);

/* That the lock can be had at once and leaves no file. */
void must_be_free(void);

/* A child that holds the lock until it hears something or is ended. */
child start_holder(void);

/* That up to 4 processes that take the lock `rounds` times each hold it one after another. */
void must_serialize(int processes, int rounds);

/* That the lock excludes others, is given up by the dead, and leaves no file and no descriptor. */
void must_work(void);

void pause_ms(long ms);

#endif
