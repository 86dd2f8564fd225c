#include "numbers.h"

#include "rows.h"

#include <stdio.h>
#include <stdlib.h>

uint32_t reading_value(uint64_t number)
{
    return (uint32_t)(number * 2654435761u);
}

size_t reading_sensor(uint64_t number, char *sensor)
{
    return (size_t)snprintf(sensor, SENSOR_SIZE, "sensor_%u", (unsigned)(number % 1000));
}

void numbers_path(const bench_task *task, char *path, size_t size)
{
    snprintf(path, size, "%s.numbers", task->path);
}

uint32_t *numbers_picks(const bench_task *task)
{
    uint32_t *picks = malloc(task->repeats * sizeof *picks);
    if (picks == NULL) {
        fputs("bench: memory ran out\n", stderr);
        exit(1);
    }
    for (uint32_t i = 0; i < task->repeats; i++)
        picks[i] = row_pick(task->seed + i, task->rows);
    return picks;
}
