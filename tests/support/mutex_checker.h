/*
 * Checks mutual exclusion without using any lock: memory shared by all processes of a test.
 *
 * A process that enters writes its id and looks whether another one is inside. The counter is read on entering
 * and written on leaving, so an overlap shows twice: as a violation and as a lost count. A process that is about
 * to be killed is announced. Finding it inside is no violation, because it may be dead already; if it is alive
 * and leaves, it sees the other one itself.
 */
#ifndef SDNC_TEST_MUTEX_CHECKER_H
#define SDNC_TEST_MUTEX_CHECKER_H

#include <stdbool.h>

typedef struct mutex_checker mutex_checker;

/* For `turns` visits in all. */
mutex_checker *mutex_checker_new(long turns);
void mutex_checker_free(mutex_checker *of);

/* Claims one of the turns left; false when there are none. */
bool mutex_checker_take_turn(mutex_checker *of);

/* To be called before a process that may be inside is killed. */
void mutex_checker_will_kill(mutex_checker *of, int process);

/* Enters, and stays for up to `most_us` microseconds, sometimes giving the processor away. */
void mutex_checker_enter(mutex_checker *of, unsigned most_us);
void mutex_checker_leave(mutex_checker *of);

long mutex_checker_violations(const mutex_checker *of);
long mutex_checker_count(const mutex_checker *of);

/* Prints what went wrong, if anything. */
void mutex_checker_report(const mutex_checker *of);

#endif
