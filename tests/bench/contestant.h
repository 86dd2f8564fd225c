/*
 * What a contestant is: a name and one function per operation that it can do.
 *
 * Every operation runs in a process of its own. It prepares what is not to be measured, calls measure_start,
 * does the work, calls measure_stop, and sets units and checksum. It returns 0, or -1 after saying on stderr
 * what went wrong.
 */
#ifndef SDNC_BENCH_CONTESTANT_H
#define SDNC_BENCH_CONTESTANT_H

#include <stdbool.h>
#include <stdint.h>

#include "measure.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum bench_operation {
    OP_SAVE,           /* typed rows in memory to a fresh file; apart: what comes before the save proper */
    OP_LOAD,           /* the file to typed records, every field summed; apart: until rows can be read */
    OP_ITERATE,        /* what is loaded or open: every field summed once more */
    OP_LOOKUP,         /* `repeats` records by their keys, in random order */
    OP_BY_STATUS,      /* the records of one status; apart: the first time */
    OP_BY_PLACE,       /* `repeats` times those of a file and line; apart: the first time */
    OP_UPDATE,         /* `repeats` times: one field of one record, saved */
    OP_APPEND,         /* `repeats` times: a new record, saved */
    OP_MERGE,          /* of two that opened the file and changed other records, the save of the second */
    OP_COMMIT,         /* one of `repeats` commits of one edit, without the write; apart: with system calls */
    OP_NUMBERS_SAVE,   /* a table with a number as key to a fresh file */
    OP_NUMBERS_LOOKUP, /* `repeats` of its records, in random order */
    OP_COUNT
} bench_operation;

typedef struct bench_task {
    const char *path;
    uint32_t rows;
    uint32_t repeats;
    uint32_t before; /* changes that are made before the clock starts */
    uint64_t seed;   /* of changes and picks; the same for all contestants of a round */
    bool durable;    /* saves are flushed to disk */
    bool cold;       /* the file is not in the page cache */
} bench_task;

typedef struct contestant {
    const char *name;
    const char *extension; /* of its file */
    int (*run[OP_COUNT])(const bench_task *task, measurement *measure);
} contestant;

/* What BY-STATUS looks for: 12 of 100 rows. */
#define WANTED_STATUS TODO_STATUS_BLOCKED

/* Says what failed; -1. */
int complain(const char *who, const char *what);

#ifdef __cplusplus
}
#endif

#endif
