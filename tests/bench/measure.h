/* Time and memory of one operation in a process of its own. */
#ifndef SDNC_BENCH_MEASURE_H
#define SDNC_BENCH_MEASURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct measurement {
    uint64_t started;  /* private */
    uint64_t ns;       /* from start to stop */
    uint64_t first_ns; /* from start to lap: the part that is reported apart; 0 if there is none */
    uint64_t units;    /* rows or calls that the time is for */
    uint64_t checksum; /* the same for every contestant */
    uint64_t rest_kb;  /* memory before the operation, */
    uint64_t stay_kb;  /* after it, */
    uint64_t peak_kb;  /* and the most while it ran */
} measurement;

/* What measure_start does with memory before the clock runs: touches and frees `warm_bytes`, or, with 0, nothing. */
void measure_memory(size_t warm_bytes);

void measure_start(measurement *measure);
void measure_lap(measurement *measure);
void measure_stop(measurement *measure);

/* Maps, touches and unmaps memory, so that the system has as much that its host need not hand out again. */
void memory_warm(size_t bytes);

/* Waits until the system has given all free memory back to its host. */
void memory_rest(void);

/* This process gets no huge pages from here on; false where the system cannot promise that. */
bool memory_only_small_pages(void);

/* The middle one; the list is sorted. */
uint64_t median_of(uint64_t *values, size_t count);

/* A monotonic clock. */
uint64_t clock_ns(void);

/* Takes the file out of the page cache, as far as this process may. */
void make_cold(const char *path);

#ifdef __cplusplus
}
#endif

#endif
