/*
 * Plain lock files and ours keep each other out.
 *
 * Some processes take the lock as a plain program does (O_CREAT|O_EXCL, then unlink), some through the
 * library; each adds to a counter while it holds it. The checker is memory that all share: who enters finds
 * nobody inside, and the counter, which is read and written in two steps, ends at the number of acquisitions.
 *
 * plain_lock_interop [acquisitions]   (default 1000, over all processes)
 */
#define _DEFAULT_SOURCE

#include "test.h"

#include "child.h"
#include "files.h"
#include "jitter.h"
#include "tempdir.h"
#include "mutex_checker.h"
#include "outcome.h"

#include <sdn/lock.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static long acquisitions = 1000;

static const char lock_file[] = "x.sdn.lock";

static int run_plain(child *parent, void *context)
{
    mutex_checker *shared = context;
    (void)parent;
    while (mutex_checker_take_turn(shared)) {
        for (useconds_t pause = 20; !plain_lock(lock_file); pause = pause < 2000 ? pause * 2 : pause)
            usleep(pause);
        mutex_checker_enter(shared, 100);
        mutex_checker_leave(shared);
        plain_unlock(lock_file);
        usleep(100);
    }
    return 0;
}

static int run_ours(child *parent, void *context)
{
    mutex_checker *shared = context;
    (void)parent;
    while (mutex_checker_take_turn(shared)) {
        sdn_lock *lock = NULL;
        sdn_error err = {0};
        if (acquire_lock("x.sdn", NULL, &lock, &err) != SDN_OK) {
            fprintf(stderr, "%s\n", err.message);
            return 1;
        }
        mutex_checker_enter(shared, 100);
        mutex_checker_leave(shared);
        sdn_lock_release(lock);
        usleep(100);
    }
    return 0;
}

static int run_ours_with_pauses(child *parent, void *context)
{
    jitter_calls((unsigned)getpid());
    return run_ours(parent, context);
}

static void must_exclude_each_other(int plain, int ours, int (*body)(child *, void *))
{
    enum { MOST = 16 };
    child children[MOST];
    mutex_checker *shared = mutex_checker_new(acquisitions);
    double start = now_ms();
    for (int i = 0; i < plain + ours; i++)
        children[i] = child_start(i < plain ? run_plain : body, shared);
    for (int i = 0; i < plain + ours; i++)
        assert_int_equal(child_finish(&children[i]), 0);
    mutex_checker_report(shared);
    printf("%d plain, %d ours: %ld acquisitions in %.0f ms\n", plain, ours, acquisitions, now_ms() - start);
    assert_int_equal(mutex_checker_violations(shared), 0);
    assert_int_equal(mutex_checker_count(shared), acquisitions);
    assert_false(file_exists(lock_file));
    assert_int_equal(count_names("."), 2);
    mutex_checker_free(shared);
}

static void one_plain_and_one_of_ours_alternate(void **state)
{
    (void)state;
    must_exclude_each_other(1, 1, run_ours);
}

static void three_plain_and_three_of_ours_exclude_each_other(void **state)
{
    (void)state;
    must_exclude_each_other(3, 3, run_ours);
}

static void eight_of_ours_exclude_each_other(void **state)
{
    (void)state;
    must_exclude_each_other(0, 8, run_ours);
}

static void rare_interleavings_let_nobody_in(void **state)
{
    (void)state;
    must_exclude_each_other(2, 4, run_ours_with_pauses);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_IN_TEMPDIR(one_plain_and_one_of_ours_alternate),
        TEST_IN_TEMPDIR(three_plain_and_three_of_ours_exclude_each_other),
        TEST_IN_TEMPDIR(eight_of_ours_exclude_each_other),
        TEST_IN_TEMPDIR(rare_interleavings_let_nobody_in),
    };
    if (argc > 1)
        acquisitions = strtol(argv[1], NULL, 10);
    return cmocka_run_group_tests_name("plain lock interop", tests, NULL, NULL);
}
