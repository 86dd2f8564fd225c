/*
 * hostile_data [full | BYTES [PART OF A NAME]]
 *
 * Opens data files made to hurt, each in a process of its own, at a quarter, a half and the whole of BYTES (1 MB
 * unless given; `full`: 1 GB for files of one line, 100 MB for files of many), reads every record and every problem,
 * and prints what it took. Exits 1 if opening gives another result than expected, if time grows faster than the file,
 * with some room, or if memory passes the multiple of the file's size that is stated for it (hostile_files.c). Given a
 * part of a name, only files of such names are tried.
 *
 * Time is that of the processor; the median of several runs of small files. Works in a directory of its own in $TMPDIR
 * or /tmp; `full` takes 1 GB there and up to 4 GB of memory.
 */
#define _DEFAULT_SOURCE

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "hostile_files.h"
#include "record_types/basic.h"

enum { SIZES = 3, RUNS = 3, MB = 1000 * 1000 };

/* Time at four times the size: this many times as much, and this many ms, are within the noise. A virtual machine that
 * rested may take 50 ms to make the first large pages, every time; what is quadratic takes a second at these sizes. */
static const double most_growth = 4 * 2.0;
static const double noise_ms = 100;

/* Memory that has nothing to do with the file: read-ahead of the allocator, tables that double. */
static const size_t free_memory = 2 * MB;

/* No process is to take more; files that need many times their size are smaller for it. */
static const size_t most_memory = (size_t)4000 * MB;

typedef struct result {
    sdn_code code;
    double ms;
    size_t memory; /* beyond that of a process that opens nothing */
    size_t problems;
} result;

/* What a child reports. */
typedef struct told {
    sdn_code code;
    size_t records;
    size_t problems;
} told;

/* ---- in the child ---- */

static size_t walk(const sdn_store *store)
{
    size_t count = 0;
    sdn_cursor cursor = sdn_store_all(store);
    while (sdn_cursor_next(&cursor) != NULL)
        count++;
    return count;
}

static void open_and_tell(const char *path, int to)
{
    sdn_error err = {0};
    const sdn_problem *list;
    told t = {SDN_OK, 0, 0};
    sdn_file *file = sdn_file_open(path, NULL, &err);
    sdn_store *notes = file != NULL ? sdn_file_store(file, &note_record_type, &err) : NULL;
    sdn_store *log = notes != NULL ? sdn_file_store(file, &log_record_type, &err) : NULL;
    if (log != NULL) {
        t.records = walk(notes) + walk(log);
        t.problems = sdn_store_problems(notes, &list) + sdn_store_problems(log, &list);
    } else {
        t.code = err.code;
    }
    if (write(to, &t, sizeof t) != (ssize_t)sizeof t)
        _exit(1);
    _exit(0); /* what freeing takes is no concern here */
}

/* ---- measuring ---- */

static size_t peak_of(const struct rusage *usage)
{
    return (size_t)usage->ru_maxrss * 1024;
}

static int run_once(const char *path, result *r)
{
    int ends[2], status;
    struct rusage usage;
    told t;
    if (pipe(ends) != 0)
        return -1;
    pid_t child = fork();
    if (child == 0)
        open_and_tell(path, ends[1]);
    close(ends[1]);
    bool heard = child > 0 && read(ends[0], &t, sizeof t) == (ssize_t)sizeof t;
    close(ends[0]);
    if (child < 0 || wait4(child, &status, 0, &usage) != child || !heard || status != 0)
        return -1;
    *r = (result){.code = t.code, .problems = t.problems, .memory = peak_of(&usage)};
    r->ms = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e3 +
            (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e3;
    return 0;
}

static int by_time(const void *a, const void *b)
{
    double x = ((const result *)a)->ms, y = ((const result *)b)->ms;
    return (x > y) - (x < y);
}

/* The run of median time. */
static int measure(const char *path, int runs, size_t baseline, result *r)
{
    result all[RUNS];
    for (int i = 0; i < runs; i++)
        if (run_once(path, &all[i]) != 0)
            return -1;
    qsort(all, (size_t)runs, sizeof *all, by_time);
    *r = all[runs / 2];
    r->memory = r->memory > baseline ? r->memory - baseline : 0;
    return 0;
}

/* ---- the limits ---- */

static const char *find_fault(const hostile_file *file, const result *quarter, const result *whole, size_t size)
{
    if (whole->code != file->code && !(file->code == SDN_E_LIMIT && whole->code == SDN_OK && size <= 2 * MB))
        return sdn_code_name(whole->code);
    if (whole->ms > most_growth * quarter->ms + noise_ms)
        return "too slow";
    if (whole->memory > file->memory * size + free_memory)
        return "too much memory";
    return NULL;
}

static size_t size_for(const hostile_file *file, size_t wanted)
{
    size_t most = most_memory / file->memory;
    if (file->most_bytes > 0 && file->most_bytes < most)
        most = file->most_bytes;
    return most < wanted ? most : wanted;
}

static int try_file(const hostile_file *file, size_t wanted, size_t baseline)
{
    result r[SIZES];
    size_t size = size_for(file, wanted), part = size / 4;
    for (int i = 0; i < SIZES; i++, part *= 2)
        if (hostile_file_write(file, "x.sdn", part) != 0 ||
            measure("x.sdn", size > 10 * MB ? 1 : RUNS, baseline, &r[i]) != 0) {
            printf("%-34s could not be tried\n", file->what);
            return -1;
        }
    const char *fault = find_fault(file, &r[0], &r[SIZES - 1], size);
    printf("%-34s %8.1f %9.0f %9.0f %9.0f %7.1f %9.1f %6u %10zu  %s%s\n", file->what, (double)size / MB, r[0].ms,
           r[1].ms, r[2].ms, r[0].ms > 0 ? r[2].ms / r[0].ms : 0, (double)r[2].memory / (double)size, file->memory,
           r[2].problems, sdn_code_name(r[2].code), fault != NULL ? "  WRONG" : "");
    if (fault != NULL)
        printf("    %s\n", fault);
    fflush(stdout);
    return fault != NULL ? -1 : 0;
}

static int try_all(size_t wanted, const char *name)
{
    result nothing;
    int failed = 0;
    if (run_once("missing.sdn", &nothing) != 0)
        return -1;
    printf("%-34s %8s %9s %9s %9s %7s %9s %6s %10s  %s\n", "", "MB", "ms at 1/4", "1/2", "all", "growth", "memory/MB",
           "most", "problems", "opening");
    for (size_t i = 0; i < hostile_file_count; i++)
        if (strstr(hostile_files[i].what, name) != NULL)
            failed |= try_file(&hostile_files[i], wanted, nothing.memory);
    return failed;
}

static size_t wanted_size(const char *text)
{
    if (text == NULL)
        return MB;
    return strcmp(text, "full") == 0 ? (size_t)1000 * MB : strtoul(text, NULL, 10);
}

int main(int argc, char **argv)
{
    char directory[256];
    const char *base = getenv("TMPDIR");
    size_t wanted = wanted_size(argc > 1 ? argv[1] : NULL);
    snprintf(directory, sizeof directory, "%s/hostile_data.XXXXXX", base != NULL ? base : "/tmp");
    if (wanted < 1000 || mkdtemp(directory) == NULL || chdir(directory) != 0) {
        fprintf(stderr, "usage: hostile_data [full | BYTES [PART OF A NAME]]\n");
        return 2;
    }
    int failed = try_all(wanted, argc > 2 ? argv[2] : "");
    unlink("x.sdn");
    rmdir(directory);
    return failed != 0 ? 1 : 0;
}
