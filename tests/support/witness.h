/*
 * A witness of mutual exclusion that knows nothing of locks: memory shared by all processes of a test.
 *
 * Who enters says so and notes whether somebody is inside; the counter is read on entering and written on
 * leaving, so an overlap shows twice, as a violation and as a lost count. Who is about to be killed is
 * announced: if it is found inside, that alone is no violation, because nobody can tell whether it is dead
 * yet; if it lives to leave, it sees the other one itself.
 */
#ifndef SDNC_TEST_WITNESS_H
#define SDNC_TEST_WITNESS_H

#include <stdbool.h>

typedef struct witness witness;

/* For `turns` visits in all. */
witness *witness_new(long turns);
void witness_free(witness *of);

/* Claims one of the turns left; false when there are none. */
bool witness_take_turn(witness *of);

/* To be called before a process that may be inside is killed. */
void witness_will_kill(witness *of, int process);

/* Enters, and stays for up to `most_us` microseconds, sometimes giving the processor away. */
void witness_enter(witness *of, unsigned most_us);
void witness_leave(witness *of);

long witness_violations(const witness *of);
long witness_count(const witness *of);

/* Prints what went wrong, if anything. */
void witness_report(const witness *of);

#endif
