/* What LOOKUP and BY-PLACE look for: made before the clock runs, the same for every contestant. */
#ifndef SDNC_BENCH_PICKS_H
#define SDNC_BENCH_PICKS_H

#include "contestant.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct row_key {
    char id[12];
} row_key;

typedef struct row_place {
    char file[64];
    uint32_t line;
} row_place;

typedef struct row_picks {
    row_key *keys;
    row_place *places;
    uint32_t count;
} row_picks;

/* task->repeats rows of the table. Running out of memory ends the program. */
row_picks picks_make(const bench_task *task);

void picks_release(row_picks *picks);

#ifdef __cplusplus
}
#endif

#endif
