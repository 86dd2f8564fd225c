#define _XOPEN_SOURCE 700

#include "test.h"

#include "locking.h"

#include "files.h"
#include "outcome.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

sdn_code acquire(uint32_t timeout_ms, sdn_lock **lock, sdn_error *err)
{
    sdn_lock_options options = sdn_lock_options_default();
    options.timeout_ms = timeout_ms;
    return acquire_lock(LOCKED_PATH, &options, lock, err);
}

static sdn_lock *must_acquire_within(uint32_t timeout_ms)
{
    sdn_lock *lock = NULL;
    sdn_error err = {0};
    assert_ok(acquire(timeout_ms, &lock, &err), err);
    return lock;
}

sdn_lock *must_acquire(void)
{
    return must_acquire_within(10000);
}

sdn_lock *must_acquire_at_once(void)
{
    return must_acquire_within(0);
}

void must_time_out(uint32_t timeout_ms, sdn_error *err)
{
    sdn_lock *lock = NULL;
    assert_int_equal(acquire(timeout_ms, &lock, err), SDN_E_TIMEOUT);
    assert_null(lock);
}

void must_be_free(void)
{
    sdn_lock_release(must_acquire_at_once());
    assert_false(file_exists(LOCK_FILE));
    assert_int_equal(count_names(".tmp"), 0);
}

void pause_ms(long ms)
{
    struct timespec time = {ms / 1000, ms % 1000 * 1000000};
    nanosleep(&time, NULL);
}

/* Takes the lock, says so, and keeps it until it hears something or is ended. */
static int hold(child *parent, void *context)
{
    sdn_lock *lock = NULL;
    (void)context;
    if (acquire(10000, &lock, NULL) != SDN_OK)
        return 1;
    child_say(parent);
    (void)child_hear(parent);
    sdn_lock_release(lock);
    return 0;
}

child start_holder(void)
{
    child holder = child_start(hold, NULL);
    assert_true(child_hear(&holder));
    return holder;
}

/* Adds 1 to a number in a file, in two steps that only the lock makes one. */
static int count_up(child *parent, void *context)
{
    const int rounds = *(const int *)context;
    (void)parent;
    for (int i = 0; i < rounds; i++) {
        sdn_lock *lock = NULL;
        char text[32];
        if (acquire(30000, &lock, NULL) != SDN_OK)
            return 1;
        long count = strtol(read_file("count"), NULL, 10);
        sched_yield();
        snprintf(text, sizeof text, "%ld", count + 1);
        write_file("count", text);
        sdn_lock_release(lock);
    }
    return 0;
}

enum { MOST_PROCESSES = 4 };

void must_serialize(int processes, int rounds)
{
    child children[MOST_PROCESSES];
    write_file("count", "0");
    for (int i = 0; i < processes; i++)
        children[i] = child_start(count_up, &rounds);
    for (int i = 0; i < processes; i++)
        assert_int_equal(child_finish(&children[i]), 0);
    assert_int_equal(strtol(read_file("count"), NULL, 10), processes * rounds);
    assert_false(file_exists(LOCK_FILE));
    assert_int_equal(count_names(".tmp"), 0);
}

void must_work(void)
{
    sdn_error err = {0};
    size_t open_before = count_open_descriptors();
    must_be_free();
    assert_int_equal(count_open_descriptors(), open_before);
    child holder = start_holder();
    assert_false(plain_lock(LOCK_FILE));
    assert_int_equal(file_mode(LOCK_FILE), 01644);
    must_time_out(30, &err);
    child_kill(&holder);
    must_be_free();
    must_serialize(4, 30);
}
