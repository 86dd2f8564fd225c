/* What the benchmarks of databases measure with: a clock, rows in turn, and the order of figures. */
#ifndef SDNC_TEST_BENCH_ROWS_H
#define SDNC_TEST_BENCH_ROWS_H

#include <stdint.h>
#include <stdio.h>
#include <time.h>

static inline double now_us(void)
{
    struct timespec now;
    timespec_get(&now, TIME_UTC);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

/* The key of the turn-th row of `rows` rows that are numbered from 1: neighbours in turn are far from each other. Its
 * length. */
static inline size_t id_of_turn(char id[16], uint32_t turn, uint32_t rows)
{
    return (size_t)snprintf(id, 16, "%u", (unsigned)(turn * 7919u % rows + 1));
}

/* For qsort. */
static inline int rising(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

#endif
