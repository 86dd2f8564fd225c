/*
 * bench OPERATION CONTESTANT DIRECTORY ROWS [seed=n] [repeats=n] [durable] [cold]
 *
 * One operation of one contestant, in this process, on DIRECTORY/todo-ROWS.<extension>. Prints what it took
 * as one line: the fields of `measurement`, separated by commas. Exit 3: the contestant does not do that.
 *
 * bench facts: the size of the record in memory.
 */
#include "peers.h"
#include "rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const contestant *const contestants[] = {&contestant_sdn,          &contestant_sqlite,   &contestant_lmdb,
                                                &contestant_simdjson,     &contestant_protobuf, &contestant_flatbuffers,
                                                &contestant_csv,          &contestant_rec,      &contestant_memcpy,
                                                &contestant_memcpy_fresh, &contestant_read,     &contestant_write};

static const char *const operations[OP_COUNT] = {"save",     "load",   "iterate", "lookup", "by-status",
                                                 "by-place", "update", "append",  "merge"};

enum { EXIT_CANNOT = 3 };

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

static void read_option(const char *text, bench_task *task)
{
    if (strncmp(text, "seed=", 5) == 0)
        task->seed = strtoull(text + 5, NULL, 10);
    else if (strncmp(text, "repeats=", 8) == 0)
        task->repeats = (uint32_t)strtoul(text + 8, NULL, 10);
    else if (strcmp(text, "durable") == 0)
        task->durable = true;
    else if (strcmp(text, "cold") == 0)
        task->cold = true;
}

static void print_measure(const measurement *m)
{
    printf("%llu,%llu,%llu,%llu,%llu,%llu,%llu\n", (unsigned long long)m->ns, (unsigned long long)m->first_ns,
           (unsigned long long)m->units, (unsigned long long)m->checksum, (unsigned long long)m->rest_kb,
           (unsigned long long)m->stay_kb, (unsigned long long)m->peak_kb);
}

static int run(int (*operation)(const bench_task *, measurement *), const bench_task *task)
{
    measurement measure = {0};
    if (task->cold)
        make_cold(task->path);
    if (operation(task, &measure) != 0)
        return 1;
    print_measure(&measure);
    return 0;
}

static int usage(void)
{
    fputs("usage: bench OPERATION CONTESTANT DIRECTORY ROWS [seed=n] [repeats=n] [durable] [cold]\n", stderr);
    return 2;
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "facts") == 0)
        return printf("%zu\n", sizeof(todo)) > 0 ? 0 : 1;
    int operation = argc >= 5 ? find_operation(argv[1]) : -1;
    const contestant *peer = argc >= 5 ? find_contestant(argv[2]) : NULL;
    if (operation < 0 || peer == NULL)
        return usage();
    if (peer->run[operation] == NULL)
        return EXIT_CANNOT;
    char path[4096];
    snprintf(path, sizeof path, "%s/todo-%s.%s", argv[3], argv[4], peer->extension);
    bench_task task = {.path = path, .rows = (uint32_t)strtoul(argv[4], NULL, 10), .repeats = 1};
    for (int i = 5; i < argc; i++)
        read_option(argv[i], &task);
    return run(peer->run[operation], &task);
}
