/* System calls that fail on demand, through the table of base/sys.h. */
#ifndef SDNC_TEST_FAULTS_H
#define SDNC_TEST_FAULTS_H

#include <stdbool.h>

typedef enum fault_kind {
    FAULT_INSTEAD, /* the call is not made */
    FAULT_AFTER    /* the call is made, its result is thrown away */
} fault_kind;

/* From now on the `nth` call through the table (from 1) that can fail returns -`error`. */
void faults_arm(int nth, int error, fault_kind kind);

/* The name of the call that failed, or NULL if there were not so many. */
const char *faults_fired(void);

/* Notes the real table; tempdir_enter does so before each test. */
void faults_begin(void);

/* Puts the real table back, whatever the test changed in it, and the real allocator; tempdir_leave does so.
 */
void faults_remove(void);

/* From now on the `nth` allocation (from 1) fails; those before and after do not. */
void faults_arm_memory(int nth);
bool faults_fired_memory(void);

#endif
