/* System calls of libsdn, for measurements of what it does itself: with their time taken, and without the bytes of what
 * is written. They are replaced in the table of os/sys.h. */
#ifndef SDNC_BENCH_QUIET_CALLS_H
#define SDNC_BENCH_QUIET_CALLS_H

#include <stdint.h>

/* From here on a file that is written gets its length, but not its bytes: a hole. So a save takes what it takes, with
 * each of its calls, but for what grows with the file. What is written so cannot be read again. */
void calls_write_holes(void);

/* Random numbers are always the same. */
void calls_without_chance(void);

/* From here on the time inside calls that can fail is taken. */
void calls_take_time(void);

/* Nanoseconds since the last time this was asked. */
typedef struct call_times {
    uint64_t all;   /* in all calls, */
    uint64_t holes; /* and in the writes of holes alone */
} call_times;

call_times calls_time(void);

#endif
