/* Random pauses before and after system calls, which make rare interleavings of processes frequent. */
#ifndef SDNC_TEST_JITTER_H
#define SDNC_TEST_JITTER_H

/* From now on this process pauses at random around the calls that take, inspect and release locks; `seed`
 * tells the processes of a test apart. faults_remove ends it. */
void jitter_calls(unsigned seed);

#endif
