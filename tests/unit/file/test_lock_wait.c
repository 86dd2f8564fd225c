#define _XOPEN_SOURCE 700

#include "test.h"

#include "locking.h"
#include "poor_system.h"
#include "tempdir.h"

#include "os/sys.h"

#include <errno.h>
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- Plain programs --- */

static sdn_sys_table real_sys;

/* --- Lost locks, forks, time stamps --- */

static double age_ms(const char *path)
{
    struct stat found;
    struct timespec now;
    assert_int_equal(stat(path, &found), 0);
    clock_gettime(CLOCK_REALTIME, &now);
    return difftime(now.tv_sec, found.st_mtim.tv_sec) * 1e3 + (double)(now.tv_nsec - found.st_mtim.tv_nsec) / 1e6;
}

static void lock_is_born_young_after_a_long_wait(void **state)
{
    (void)state;
    child holder = start_holder();
    pid_t pid = fork(); /* the lock is given back after more than a second */
    if (pid == 0) {
        pause_ms(1200);
        child_say(&holder);
        _exit(0);
    }
    sdn_lock *lock = must_acquire();
    assert_true(age_ms(LOCK_FILE) < 500);
    sdn_lock_release(lock);
    assert_int_equal(child_finish(&holder), 0);
}

static int looks;

static int count_looks(int fd)
{
    looks++;
    return real_sys.try_lock(fd);
}

static void long_wait_does_not_look_all_the_time(void **state)
{
    only_on_linux("waiters are woken by inotify");
    sdn_error err = {0};
    (void)state;
    child holder = start_holder();
    real_sys = sdn__sys;
    sdn__sys.try_lock = count_looks;
    must_time_out(400, &err);
    assert_in_range(looks, 5, 60);
    child_kill(&holder);
}

/* --- Systems that lack something --- */

static void works_without_watches(void **state)
{
    (void)state;
    without_watches();
    must_work();
    child holder = start_holder();
    child_say(&holder);
    pause_ms(30);
    must_be_free();
    assert_int_equal(child_finish(&holder), 0);
}

static int watches_wanted;

static int refuse_to_open_watch(void)
{
    watches_wanted++;
    return -EMFILE;
}

static int refuse_to_add_watch(int watch, int fd)
{
    (void)watch, (void)fd;
    watches_wanted++;
    return -ENOSPC;
}

static int refuse_to_wait(int watch, int64_t timeout_ns)
{
    (void)watch, (void)timeout_ns;
    watches_wanted++;
    return -EIO;
}

static int64_t monotonic_time;

static int64_t monotonic_by_sleeping(void)
{
    return monotonic_time;
}

static void sleep_by_clock(int64_t ns)
{
    monotonic_time += ns;
}

/* Time passes while we sleep, and only then. */
static void wait_without_watching(void)
{
    sdn_error err = {0};
    watches_wanted = looks = 0;
    monotonic_time = real_sys.monotonic_ns();
    sdn__sys.monotonic_ns = monotonic_by_sleeping;
    sdn__sys.sleep = sleep_by_clock;
    sdn__sys.try_lock = count_looks;
    must_time_out(400, &err);
    assert_in_range(watches_wanted, 5, 400);
    assert_in_range(looks, 20, 800);
    sdn__sys = real_sys;
}

static void long_wait_without_a_watch_is_slept_through(void **state)
{
    only_on_linux("waiters are woken by inotify");
    (void)state;
    child holder = start_holder();
    real_sys = sdn__sys;
    sdn__sys.watch_open = refuse_to_open_watch;
    wait_without_watching();
    sdn__sys.watch_add = refuse_to_add_watch;
    wait_without_watching();
    sdn__sys.watch_wait = refuse_to_wait;
    wait_without_watching();
    child_kill(&holder);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_IN_TEMPDIR(lock_is_born_young_after_a_long_wait),
        TEST_IN_TEMPDIR(long_wait_does_not_look_all_the_time),
        TEST_IN_TEMPDIR(works_without_watches),
        TEST_IN_TEMPDIR(long_wait_without_a_watch_is_slept_through),
    };
    return run_cases(argc, argv, tests);
}
