#include "picks.h"

#include <stdio.h>
#include <stdlib.h>

#include "rows.h"

static void pick_row(uint32_t number, row_key *key, row_place *place)
{
    row_text text;
    todo row;
    row_make(number, &text, &row);
    memcpy(key->id, row.id.ptr, row.id.len + 1);
    memcpy(place->file, row.file.ptr, row.file.len + 1);
    place->line = row.line;
}

row_picks picks_make(const bench_task *task)
{
    row_picks picks = {malloc(task->repeats * sizeof *picks.keys), malloc(task->repeats * sizeof *picks.places),
                       task->repeats};
    if (picks.keys == NULL || picks.places == NULL) {
        fputs("bench: memory ran out\n", stderr);
        exit(1);
    }
    for (uint32_t i = 0; i < picks.count; i++)
        pick_row(row_pick(task->seed + i, task->rows), &picks.keys[i], &picks.places[i]);
    return picks;
}

void picks_release(row_picks *picks)
{
    free(picks->keys);
    free(picks->places);
}
