/*
 * bench_saves FILE ROUNDS REPEATS PAUSE_MS [durable|fast]
 *
 * What an atomic save costs over a plain one: the bytes of FILE written to a file next to it, REPEATS times each
 *   plain    open with O_TRUNC, write, fsync if durable, close
 *   rename   a new file, write, fsync if durable, rename, fsync of the directory if durable
 *   atomic   sdn_atomic_file_create, _write, _commit
 *   locked   the same under sdn_lock_acquire and sdn_lock_release
 * in turns, each first as often as any other, after memory was touched and freed (measure.c). With PAUSE_MS the disk is left alone before each save. Prints a line
 * `round,way,nanoseconds,saves` per way and round.
 */
#define _POSIX_C_SOURCE 200809L
#include "bytes.h"
#include "contestant.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <sdn/atomic_file.h>
#include <sdn/lock.h>

typedef struct save_job {
    byte_buffer bytes;
    char path[4096];
    char temporary[4096];
    bool durable;
} save_job;

int complain(const char *who, const char *what)
{
    fprintf(stderr, "bench_saves: %s: %s\n", who, what);
    return -1;
}

static int save_plain(const save_job *job)
{
    return file_write(job->path, job->bytes.ptr, job->bytes.len, job->durable);
}

static int save_rename(const save_job *job)
{
    int result = file_write(job->temporary, job->bytes.ptr, job->bytes.len, job->durable);
    if (result == 0)
        result = rename(job->temporary, job->path);
    if (result == 0 && job->durable)
        result = directory_sync(job->path);
    return result;
}

static int save_under(const save_job *job, const sdn_lock *lock)
{
    sdn_error err = {0};
    sdn_atomic_file_options options = sdn_atomic_file_options_default();
    options.durability = job->durable ? SDN_DURABLE : SDN_ATOMIC;
    sdn_atomic_file *file = sdn_atomic_file_create(job->path, lock, &options, &err);
    if (file != NULL && sdn_atomic_file_write(file, job->bytes.ptr, job->bytes.len, &err) == SDN_OK)
        sdn_atomic_file_commit(&file, &err);
    sdn_atomic_file_discard(&file);
    return err.code == SDN_OK ? 0 : complain(job->path, err.message);
}

static int save_atomic(const save_job *job)
{
    return save_under(job, NULL);
}

static int save_locked(const save_job *job)
{
    sdn_error err = {0};
    sdn_lock *lock = sdn_lock_acquire(job->path, NULL, &err);
    if (lock == NULL)
        return complain(job->path, err.message);
    int result = save_under(job, lock);
    sdn_lock_release(lock);
    return result;
}

static const struct {
    const char *name;
    int (*save)(const save_job *);
} ways[] = {{"plain", save_plain}, {"rename", save_rename}, {"atomic", save_atomic}, {"locked", save_locked}};

enum { WAYS = sizeof ways / sizeof ways[0] };

static void pause_ms(long ms)
{
    struct timespec time = {ms / 1000, ms % 1000 * 1000000};
    if (ms > 0)
        nanosleep(&time, NULL);
}

static int measure_way(const save_job *job, int way, int round, int repeats, long pause)
{
    uint64_t ns = 0;
    memory_warm(job->bytes.len * WAYS);
    for (int i = 0; i < repeats; i++) {
        pause_ms(pause);
        uint64_t start = clock_ns();
        if (ways[way].save(job) != 0)
            return -1;
        ns += clock_ns() - start;
    }
    printf("%d,%s,%llu,%d\n", round, ways[way].name, (unsigned long long)ns, repeats);
    return 0;
}

static int measure_rounds(const save_job *job, int rounds, int repeats, long pause)
{
    int result = save_plain(job); /* so that each finds a file to replace */
    for (int round = 0; round < rounds; round++)
        for (int i = 0; i < WAYS && result == 0; i++)
            result = measure_way(job, (round + i) % WAYS, round, repeats, pause);
    return result;
}

int main(int argc, char **argv)
{
    if (argc < 5) {
        fputs("usage: bench_saves FILE ROUNDS REPEATS PAUSE_MS [durable|fast]\n", stderr);
        return 2;
    }
    save_job job = {.bytes = bytes_read(argv[1], 0), .durable = argc > 5 && strcmp(argv[5], "durable") == 0};
    snprintf(job.path, sizeof job.path, "%s.saved", argv[1]);
    snprintf(job.temporary, sizeof job.temporary, "%s.saved.tmp", argv[1]);
    if (job.bytes.ptr == NULL)
        return 1;
    int result = measure_rounds(&job, atoi(argv[2]), atoi(argv[3]), atol(argv[4]));
    unlink(job.path);
    bytes_release(&job.bytes);
    return result == 0 ? 0 : 1;
}
