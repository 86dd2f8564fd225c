/* Random numbers for tests: the same for the same seed on every machine. A seed must not be 0. */
#ifndef SDNC_TEST_XORSHIFT_H
#define SDNC_TEST_XORSHIFT_H

#include <math.h>
#include <stdint.h>
#include <string.h>

/* xorshift64* (Vigna, "An experimental exploration of Marsaglia's xorshift generators, scrambled"). */
static inline uint64_t test_random(uint64_t *seed)
{
    *seed ^= *seed >> 12;
    *seed ^= *seed << 25;
    *seed ^= *seed >> 27;
    return *seed * UINT64_C(0x2545F4914F6CDD1D);
}

/* From 0 to limit - 1. */
static inline unsigned test_below(uint64_t *seed, unsigned limit)
{
    return (unsigned)(test_random(seed) >> 33) % limit;
}

/* Any double but infinities and what is not a number. */
static inline double test_random_double(uint64_t *seed)
{
    double number;
    do {
        uint64_t bits = test_random(seed);
        memcpy(&number, &bits, sizeof number);
    } while (!isfinite(number));
    return number;
}

#endif
