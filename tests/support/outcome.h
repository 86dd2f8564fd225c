/* Locks and atomic files as a code and an output, for tests that compare codes: the library's functions return what they
 * make, and put the code into the error. */
#ifndef SDNC_TEST_OUTCOME_H
#define SDNC_TEST_OUTCOME_H

#include <sdn/atomic_file.h>
#include <sdn/lock.h>

static inline sdn_code acquire_lock(const char *path, const sdn_lock_options *options, sdn_lock **lock, sdn_error *err)
{
    sdn_error own = {0}, *failure = err != NULL ? err : &own;
    sdn_lock *acquired = sdn_lock_acquire(path, options, failure);
    if (acquired == NULL)
        return failure->code;
    *lock = acquired;
    return SDN_OK;
}

static inline sdn_code create_file(const char *path, const sdn_lock *lock, const sdn_atomic_file_options *options,
                                   sdn_atomic_file **file, sdn_error *err)
{
    sdn_error own = {0}, *failure = err != NULL ? err : &own;
    sdn_atomic_file *created = sdn_atomic_file_create(path, lock, options, failure);
    if (created == NULL)
        return failure->code;
    *file = created;
    return SDN_OK;
}

#endif
