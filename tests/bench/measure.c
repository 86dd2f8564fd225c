/*
 * Memory is made the same for everybody before the clock starts. In a virtual machine whose balloon reports free pages,
 * blocks of 2 MB that are free go back to the host after two seconds, and the first touch after that takes 5 to 20 times as
 * long: writing 176 MB took 18 ms right after another program had used as much, and 87 to 430 ms after a rest. Without this
 * a contestant is measured by who ran before it, and how long that was ago.
 */
#define _DEFAULT_SOURCE
#include "measure.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

uint64_t clock_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* A line such as `VmHWM:    1234 kB` of /proc/self/status. */
static uint64_t status_kb(const char *name)
{
    char line[128];
    unsigned long long kb = 0;
    FILE *status = fopen("/proc/self/status", "r");
    if (status == NULL)
        return 0;
    while (fgets(line, sizeof line, status) != NULL)
        if (strncmp(line, name, strlen(name)) == 0)
            sscanf(line + strlen(name), ": %llu", &kb);
    fclose(status);
    return kb;
}

/* Writes a word to a file of /proc; not being allowed to is no error. */
static void tell(const char *path, const char *word)
{
    int fd = open(path, O_WRONLY);
    if (fd < 0)
        return;
    if (write(fd, word, strlen(word)) < 0)
        fprintf(stderr, "bench: %s is not to be written\n", path);
    close(fd);
}

void memory_warm(size_t bytes)
{
    enum { SMALL_PAGE = 4096 };
    char *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        return;
    madvise(memory, bytes, MADV_HUGEPAGE); /* quicker where they are allowed; what is freed is the same */
    for (size_t at = 0; at < bytes; at += SMALL_PAGE)
        *(volatile char *)(memory + at) = 1;
    munmap(memory, bytes);
}

void memory_rest(void)
{
    struct timespec time = {4, 0};
    nanosleep(&time, NULL);
}

bool memory_only_small_pages(void)
{
    return prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0) == 0;
}

static size_t warm_before_start;

void measure_memory(size_t warm_bytes)
{
    warm_before_start = warm_bytes;
}

void measure_start(measurement *measure)
{
    if (warm_before_start > 0)
        memory_warm(warm_before_start);
    tell("/proc/self/clear_refs", "5"); /* the peak is this operation's, not that of the preparations */
    measure->rest_kb = status_kb("VmRSS");
    measure->started = clock_ns();
}

void measure_lap(measurement *measure)
{
    measure->first_ns = clock_ns() - measure->started;
}

void measure_stop(measurement *measure)
{
    measure->ns = clock_ns() - measure->started;
    measure->peak_kb = status_kb("VmHWM");
    measure->stay_kb = status_kb("VmRSS");
}

void make_cold(const char *path)
{
    int fd = open(path, O_RDONLY);
    if (fd < 0)
        return;
    fsync(fd); /* dirty pages would stay */
    posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
    close(fd);
    tell("/proc/sys/vm/drop_caches", "3");
}

static int compare_numbers(const void *a, const void *b)
{
    uint64_t left = *(const uint64_t *)a;
    uint64_t right = *(const uint64_t *)b;
    return (left > right) - (left < right);
}

uint64_t median_of(uint64_t *values, size_t count)
{
    qsort(values, count, sizeof *values, compare_numbers);
    return values[count / 2];
}
