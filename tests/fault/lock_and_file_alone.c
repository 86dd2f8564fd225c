/*
 * A program that knows nothing of stores: it keeps a counter in a file with the public lock and atomic file
 * alone, in several processes at once, so that what their headers promise is all that it needs.
 *
 * lock_and_file_alone [processes counts]   (default 4 50)
 */
#define _XOPEN_SOURCE 700

#include <sdn/atomic_file.h>
#include <sdn/lock.h>

#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

static const char path[] = "counter.txt";

static int fail(const sdn_error *err)
{
    fprintf(stderr, "%s\n", err->message);
    return 1;
}

static long read_counter(void)
{
    long count = 0;
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return 0;
    if (fscanf(file, "%ld", &count) != 1)
        count = -1000000;
    fclose(file);
    return count;
}

static sdn_code replace(const sdn_lock *lock, const sdn_atomic_file_options *options, long count, sdn_error *err)
{
    char text[32];
    int len = snprintf(text, sizeof text, "%ld\n", count);
    sdn_atomic_file *file = sdn_atomic_file_create(path, lock, options, err);
    if (file == NULL)
        return err->code;
    sdn_code code = sdn_atomic_file_write(file, text, (size_t)len, err);
    if (code == SDN_OK)
        return sdn_atomic_file_commit(&file, err);
    sdn_atomic_file_discard(&file);
    return code;
}

/* The whole calling sequence of both headers. */
static sdn_code count_once(sdn_error *err)
{
    sdn_lock_options patient = sdn_lock_options_default();
    sdn_atomic_file_options options = sdn_atomic_file_options_default();
    patient.timeout_ms = SDN_LOCK_WAIT_FOREVER;
    options.durability = SDN_ATOMIC;
    sdn_lock *lock = sdn_lock_acquire(path, &patient, err);
    if (lock == NULL)
        return err->code;
    sdn_code code = sdn_atomic_file_sweep(path, lock, err);
    if (code == SDN_OK)
        code = replace(lock, &options, read_counter() + 1, err);
    if (code == SDN_OK)
        code = sdn_lock_refresh(lock, err);
    if (code == SDN_OK)
        code = sdn_lock_check(lock, err);
    sdn_lock_release(lock);
    return code;
}

static int count_many(int counts)
{
    sdn_error err = {0};
    for (int i = 0; i < counts; i++)
        if (count_once(&err) != SDN_OK)
            return fail(&err);
    return 0;
}

static int start(int processes, int counts)
{
    for (int i = 0; i < processes; i++) {
        pid_t pid = fork();
        if (pid < 0)
            return 1;
        if (pid == 0)
            exit(count_many(counts));
    }
    return 0;
}

static int wait_for_all(int processes)
{
    int failures = 0, status;
    for (int i = 0; i < processes; i++)
        if (wait(&status) < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
            failures++;
    return failures;
}

/* A holder's child, and a second request of the same thread, get an error. */
static int check_refusals(void)
{
    sdn_error err = {0};
    int status;
    sdn_lock *lock = sdn_lock_acquire(path, NULL, &err);
    if (lock == NULL)
        return fail(&err);
    if (sdn_lock_acquire(path, NULL, &err) != NULL || err.code != SDN_E_LOCK)
        return 1;
    pid_t pid = fork();
    if (pid == 0)
        exit(sdn_lock_check(lock, NULL) == SDN_E_FORKED && replace(lock, NULL, 0, &err) == SDN_E_FORKED ? 0 : 1);
    if (pid < 0 || waitpid(pid, &status, 0) != pid || status != 0)
        return 1;
    sdn_lock_release(lock);
    return 0;
}

int main(int argc, char **argv)
{
    int processes = argc == 3 ? atoi(argv[1]) : 4, counts = argc == 3 ? atoi(argv[2]) : 50;
    char directory[] = "/tmp/sdnc-alone-XXXXXX";
    if (mkdtemp(directory) == NULL || chdir(directory) != 0)
        return 2;
    int failures = start(processes, counts) + wait_for_all(processes);
    long count = read_counter();
    failures += check_refusals();
    failures += unlink(path) != 0;
    failures += chdir("/") != 0;
    failures += rmdir(directory) != 0; /* nothing else was in it */
    printf("%d processes counted to %ld of %ld, %d failures\n", processes, count, (long)processes * counts, failures);
    return failures == 0 && count == (long)processes * counts ? 0 : 1;
}
