/* Saves of one file without a store. Functions called must_... end the test on failure. */
#ifndef SDNC_TEST_ATOMIC_SAVES_H
#define SDNC_TEST_ATOMIC_SAVES_H

#include <sdn/atomic_file.h>

/* The file that the functions below use. */
#define TARGET_PATH "todo_db.sdn"

sdn_atomic_file *must_create(void);

/* Replaces the content without a lock. */
sdn_code replace_by(const char *text, sdn_error *err);

/* As a transaction does it: lock, save, release. */
sdn_code save(const char *text, sdn_error *err);

/* Removes what dead processes left, under the lock. */
void must_sweep(void);

/* Sets the extended attribute user.origin of the file; 0 or a negative errno. */
int set_user_attribute(const char *value);

#endif
