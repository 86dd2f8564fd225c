/*
 * "Did you mean ...?": the known word nearest to an unknown one.
 *
 * Calling sequence: `suggestion s = suggest_for(word, &list->suggestions_left);`, suggest_offer for every
 * known word, then s.best, which is empty when none is near enough.
 */
#ifndef SDNC_DIAG_SUGGEST_H
#define SDNC_DIAG_SUGGEST_H

#include <stddef.h>

#include <sdn/str.h>

typedef struct suggestion {
    sdn_str word;
    sdn_str best;
    size_t distance; /* of best; one more than allowed while there is none */
    size_t *budget;  /* comparisons left */
} suggestion;

suggestion suggest_for(sdn_str word, size_t *budget);
void suggest_offer(suggestion *search, sdn_str candidate);

#endif
