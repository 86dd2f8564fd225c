#define _POSIX_C_SOURCE 200809L
#include "measure.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
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

void measure_start(measurement *measure)
{
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
