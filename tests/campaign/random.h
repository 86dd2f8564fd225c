/* Numbers that look random and are the same for the same seed on every machine. */
#ifndef SDNC_CAMPAIGN_RANDOM_H
#define SDNC_CAMPAIGN_RANDOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct random_state {
    uint64_t state;
} random_state;

/* The number `index` of the series `seed`: neighbours have nothing in common. */
random_state random_from(uint64_t seed, uint64_t index);

uint64_t random_bits(random_state *r);

/* From 0 to count - 1. */
size_t random_below(random_state *r, size_t count);

/* True in `percent` of 100 cases. */
bool random_chance(random_state *r, unsigned percent);

#endif
