/* The table with a number as key: record k, 1 to the size of the table, is the same for every contestant. */
#ifndef SDNC_BENCH_NUMBERS_H
#define SDNC_BENCH_NUMBERS_H

#include <stddef.h>
#include <stdint.h>

#include "contestant.h"

enum { SENSOR_SIZE = 24 };

uint32_t reading_value(uint64_t number);

/* The length of the text. */
size_t reading_sensor(uint64_t number, char *sensor);

/* The file of that table, next to the one of the todos. */
void numbers_path(const bench_task *task, char *path, size_t size);

/* What is looked up: task->repeats numbers. Running out of memory ends the program. */
uint32_t *numbers_picks(const bench_task *task);

#endif
