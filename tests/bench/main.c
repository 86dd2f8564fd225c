/*
 * bench OPERATION CONTESTANT DIRECTORY ROWS [OPTION...]
 *
 * One operation of one contestant, in this process, on DIRECTORY/todo-ROWS.<extension>. Prints what it took
 * as one line: the fields of `measurement`, separated by commas. Exit 3: the contestant does not do that.
 *
 *   seed=n repeats=n before=n durable   as in bench_task
 *   again=n       n times in this process; what is printed is the one in the middle
 *   cold          the file is not in the page cache
 *   rested        nothing is done to memory, and there is a pause before
 *   small-pages   without huge pages
 *
 * bench facts: the size of the record in memory.
 * bench warm ROWS: only touches and frees memory, as is done before the clock of each operation starts.
 */
#include "peers.h"
#include "rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const contestant *const contestants[] = {
    &contestant_sdn,          &contestant_sdn_threads, &contestant_sqlite, &contestant_lmdb, &contestant_simdjson,
    &contestant_protobuf,     &contestant_flatbuffers, &contestant_csv,    &contestant_rec,  &contestant_memcpy,
    &contestant_memcpy_fresh, &contestant_read,        &contestant_write,
};

static const char *const operations[OP_COUNT] = {
    [OP_SAVE] = "save",
    [OP_LOAD] = "load",
    [OP_ITERATE] = "iterate",
    [OP_LOOKUP] = "lookup",
    [OP_BY_STATUS] = "by-status",
    [OP_BY_PLACE] = "by-place",
    [OP_UPDATE] = "update",
    [OP_APPEND] = "append",
    [OP_MERGE] = "merge",
    [OP_COMMIT] = "commit",
    [OP_NUMBERS_SAVE] = "numbers-save",
    [OP_NUMBERS_LOOKUP] = "numbers-lookup",
};

/* Of memory that is touched before: of the contestants the one that takes most takes about that much for a row. */
enum { EXIT_CANNOT = 3, WARM_BYTES_PER_ROW = 700, AGAIN_MOST = 100 };

/* How an operation is run. */
typedef struct bench_way {
    uint32_t again;
    bool rested;
    bool small_pages;
} bench_way;

int complain(const char *who, const char *what)
{
    fprintf(stderr, "bench: %s: %s\n", who, what);
    return -1;
}

static const contestant *find_contestant(const char *name)
{
    for (size_t i = 0; i < sizeof contestants / sizeof contestants[0]; i++)
        if (strcmp(contestants[i]->name, name) == 0)
            return contestants[i];
    return NULL;
}

static int find_operation(const char *name)
{
    for (int i = 0; i < OP_COUNT; i++)
        if (strcmp(operations[i], name) == 0)
            return i;
    return -1;
}

static bool read_number(const char *text, const char *name, uint64_t *number)
{
    size_t len = strlen(name);
    if (strncmp(text, name, len) != 0)
        return false;
    *number = strtoull(text + len, NULL, 10);
    return true;
}

static void read_option(const char *text, bench_task *task, bench_way *way)
{
    uint64_t number = 0;
    if (read_number(text, "seed=", &number))
        task->seed = number;
    else if (read_number(text, "repeats=", &number))
        task->repeats = (uint32_t)number;
    else if (read_number(text, "before=", &number))
        task->before = (uint32_t)number;
    else if (read_number(text, "again=", &number))
        way->again = (uint32_t)(number < 1 ? 1 : number < AGAIN_MOST ? number : AGAIN_MOST);
    else if (strcmp(text, "durable") == 0)
        task->durable = true;
    else if (strcmp(text, "cold") == 0)
        task->cold = true;
    else if (strcmp(text, "rested") == 0)
        way->rested = true;
    else if (strcmp(text, "small-pages") == 0)
        way->small_pages = true;
}

static void print_measure(const measurement *m)
{
    printf("%llu,%llu,%llu,%llu,%llu,%llu,%llu\n", (unsigned long long)m->ns, (unsigned long long)m->first_ns,
           (unsigned long long)m->units, (unsigned long long)m->checksum, (unsigned long long)m->rest_kb,
           (unsigned long long)m->stay_kb, (unsigned long long)m->peak_kb);
}

typedef int bench_run(const bench_task *task, measurement *measure);

static int compare_times(const void *a, const void *b)
{
    uint64_t left = ((const measurement *)a)->ns;
    uint64_t right = ((const measurement *)b)->ns;
    return (left > right) - (left < right);
}

static int run(bench_run *operation, const bench_task *task, const bench_way *way)
{
    measurement all[AGAIN_MOST] = {{0}};
    for (uint32_t i = 0; i < way->again; i++) {
        if (task->cold)
            make_cold(task->path);
        if (operation(task, &all[i]) != 0)
            return 1;
    }
    qsort(all, way->again, sizeof all[0], compare_times);
    print_measure(&all[way->again / 2]);
    return 0;
}

static int prepare_memory(const bench_task *task, const bench_way *way)
{
    if (way->small_pages && !memory_only_small_pages())
        return complain("small-pages", "the system cannot do without huge pages");
    measure_memory(way->rested ? 0 : (size_t)task->rows * WARM_BYTES_PER_ROW);
    if (way->rested)
        memory_rest();
    return 0;
}

static int usage(void)
{
    fputs("usage: bench OPERATION CONTESTANT DIRECTORY ROWS [OPTION...]\n", stderr);
    return 2;
}

static int say_facts(void)
{
    return printf("%zu\n", sizeof(todo)) > 0 ? 0 : 1;
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "facts") == 0)
        return say_facts();
    if (argc == 3 && strcmp(argv[1], "warm") == 0) {
        memory_warm(strtoull(argv[2], NULL, 10) * WARM_BYTES_PER_ROW);
        return 0;
    }
    int operation = argc >= 5 ? find_operation(argv[1]) : -1;
    const contestant *peer = argc >= 5 ? find_contestant(argv[2]) : NULL;
    if (operation < 0 || peer == NULL)
        return usage();
    if (peer->run[operation] == NULL)
        return EXIT_CANNOT;
    char path[4096];
    snprintf(path, sizeof path, "%s/todo-%s.%s", argv[3], argv[4], peer->extension);
    bench_task task = {.path = path, .rows = (uint32_t)strtoul(argv[4], NULL, 10), .repeats = 1};
    bench_way way = {.again = 1};
    for (int i = 5; i < argc; i++)
        read_option(argv[i], &task, &way);
    if (prepare_memory(&task, &way) != 0)
        return 1;
    return run(peer->run[operation], &task, &way);
}
