/*
 * Threads of one process exclude each other, also while others fork.
 *
 * Each thread adds to a plain variable under the lock. The thread sanitizer does not know the lock, so the
 * variable is atomic but counted in two steps, and an overlap loses a count. Meanwhile a thread forks
 * children that hold on to what they inherited: none of them may keep the lock.
 *
 * lock_threads [rounds]   (default 100, for each thread)
 */
#define _DEFAULT_SOURCE

#include "test.h"

#include "tempdir.h"
#include "outcome.h"

#include <sdn/lock.h>

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { THREADS = 4, MOST_CHILDREN = 20 };

static long rounds = 100;

static atomic_long count;
static atomic_int inside;
static atomic_int failures;
static atomic_bool is_over;

static void visit(void)
{
    if (atomic_fetch_add(&inside, 1) != 0)
        atomic_fetch_add(&failures, 1);
    long before = atomic_load(&count);
    sched_yield();
    atomic_store(&count, before + 1);
    atomic_fetch_sub(&inside, 1);
}

static void *count_up(void *unused)
{
    for (long i = 0; i < rounds; i++) {
        sdn_lock *lock = NULL;
        if (acquire_lock("x.sdn", NULL, &lock, NULL) != SDN_OK) {
            atomic_fetch_add(&failures, 1);
            continue;
        }
        visit();
        if (sdn_lock_check(lock, NULL) != SDN_OK || sdn_lock_refresh(lock, NULL) != SDN_OK)
            atomic_fetch_add(&failures, 1);
        sdn_lock_release(lock);
    }
    return unused;
}

static pid_t fork_sleeper(void)
{
    pid_t pid = fork();
    if (pid == 0) {
        alarm(60); /* should the test end without ending us */
        pause();
        _exit(0);
    }
    return pid;
}

static void *fork_children(void *unused)
{
    pid_t children[MOST_CHILDREN] = {0};
    int next = 0;
    while (!atomic_load(&is_over)) {
        pid_t *slot = &children[next++ % MOST_CHILDREN];
        if (*slot > 0) {
            kill(*slot, SIGKILL);
            waitpid(*slot, NULL, 0);
        }
        *slot = fork_sleeper();
        usleep(2000);
    }
    for (int i = 0; i < MOST_CHILDREN; i++)
        if (children[i] > 0) {
            kill(children[i], SIGKILL);
            waitpid(children[i], NULL, 0);
        }
    return unused;
}

static void run_threads(void)
{
    pthread_t threads[THREADS];
    atomic_store(&count, 0);
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, count_up, NULL), 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
}

static void must_have_excluded(void)
{
    assert_int_equal(atomic_load(&failures), 0);
    assert_int_equal(atomic_load(&count), THREADS * rounds);
}

static void threads_exclude_each_other(void **state)
{
    (void)state;
    run_threads();
    must_have_excluded();
}

static void threads_exclude_each_other_while_children_are_forked(void **state)
{
    pthread_t forker;
    (void)state;
    atomic_store(&is_over, false);
    assert_int_equal(pthread_create(&forker, NULL, fork_children, NULL), 0);
    run_threads();
    atomic_store(&is_over, true);
    pthread_join(forker, NULL);
    must_have_excluded();
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_IN_TEMPDIR(threads_exclude_each_other),
        TEST_IN_TEMPDIR(threads_exclude_each_other_while_children_are_forked),
    };
    if (argc > 1)
        rounds = strtol(argv[1], NULL, 10);
    return cmocka_run_group_tests_name("lock threads", tests, NULL, NULL);
}
