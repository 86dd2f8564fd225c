/* System calls and allocations that fail on demand, through the table of os/sys.h and the door of
 * base/alloc.h. */
#ifndef SDNC_TEST_FAULTS_H
#define SDNC_TEST_FAULTS_H

#include <stdbool.h>
#include <stddef.h>

typedef enum fault_kind {
    FAULT_INSTEAD,       /* the call is not made */
    FAULT_AFTER,         /* the call is made, its result is thrown away; an opened descriptor is closed again */
    FAULT_SIGNAL_BEFORE, /* the process sends itself the signal `error`, then makes the call */
    FAULT_SIGNAL_AFTER   /* it makes the call, then sends the signal */
} fault_kind;

/* From now on the `nth` call through the table (from 1) that can fail returns -`error`; 0: none does, calls
 * are only counted. What a test changed in the table before stays underneath. close is always made. */
void faults_arm(int nth, int error, fault_kind kind);

/* After faults_arm, and counted from there: a second one that fails. */
void faults_arm_second(int nth, int error, fault_kind kind);

/* From now on the `nth` call and all that follow return -`error`. */
void faults_arm_from(int nth, int error);

/* From now on no call fails, but each reads and writes at most `most` bytes. */
void faults_arm_short(size_t most);

/* How many calls were made since faults_arm, and the name of the `nth` of them, or NULL. */
int faults_calls(void);
const char *faults_call(int nth);

/* The name of the call that failed last, or NULL if none did. */
const char *faults_fired(void);

/* Notes the real table; tempdir_enter does so before each test. */
void faults_begin(void);

/* Restores the real table after any change of it by a test, and the real allocator; tempdir_leave does so.
 */
void faults_remove(void);

/* From now on the `nth` allocation (from 1) fails; those before and after do not. 0: they are only counted.
 */
void faults_arm_memory(int nth);

/* From now on the `nth` allocation and all that follow fail. */
void faults_arm_memory_from(int nth);

/* How many allocations were asked for since then, and whether one of them failed. */
int faults_allocations(void);
bool faults_fired_memory(void);

#endif
