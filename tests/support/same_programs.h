/*
 * The conformance test that any backend runs: that a program finds no difference between it and a text file. Random
 * programs run on both, each with two open files, and after each step all codes and all records are the same.
 *
 *   test_sqlite_same                                     the same programs each time
 *   SDNC_SEED=7 SDNC_RUNS=1000 test_sqlite_same          others, more of them
 *
 * What may differ: the lock of the other file of this process is SDN_E_LOCK for a text file, where the thread is known,
 * and SDN_E_TIMEOUT elsewhere; the order of records without key.
 */
#ifndef SDNC_TEST_SAME_PROGRAMS_H
#define SDNC_TEST_SAME_PROGRAMS_H

#include <sdn/store.h>

typedef struct same_programs {
    const char *uri;
    unsigned type_count; /* 1: records with a key of one field; 2: of several, too; 3: and without key */
    void (*make_table)(const sdn_record_type *type); /* before each program, for each type */
    void (*forget)(void);                            /* after each: all records */
} same_programs;

/* In a temporary directory. A difference ends the test. */
void run_same_programs(const same_programs *programs);

#endif
