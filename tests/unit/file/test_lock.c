#define _XOPEN_SOURCE 700

#include "test.h"

#include "faults.h"
#include "files.h"
#include "locking.h"
#include "poor_system.h"
#include "tempdir.h"
#include "outcome.h"

#include <sdn/atomic_file.h>

#include "os/sys.h"
#include "file/lock_internal.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* Longer than an answer takes on a slow machine, and less than a lock is waited for. */
enum { LONG_MS = 5000 };

static void plan_phase2_single_process_acquires_lock(void **state)
{
    (void)state;
    sdn_lock *lock = must_acquire();
    assert_true(file_exists(LOCK_FILE));
    sdn_error err = {0};
    assert_ok(sdn_lock_check(lock, &err), err);
    sdn_lock_release(lock);
}

static void plan_phase2_second_process_waits_for_lock(void **state)
{
    (void)state;
    child holder = start_holder();
    sdn_error err = {0};
    must_time_out(0, &err);
    child_say(&holder);
    sdn_lock_release(must_acquire());
    assert_int_equal(child_finish(&holder), 0);
}

static void plan_phase2_lock_timeout_prevents_deadlock(void **state)
{
    char expected[64];
    sdn_error err = {0};
    (void)state;
    child holder = start_holder();
    double start = now_ms();
    must_time_out(150, &err);
    double waited = now_ms() - start;
    assert_true(waited >= 150 && waited < LONG_MS);
    snprintf(expected, sizeof expected, "todo_db.sdn: still locked by process %ld (", (long)holder.pid);
    assert_message_has(err, expected);
    assert_message_has(err, "try again later, or remove todo_db.sdn.lock if nobody uses the file any more");
    child_say(&holder);
    assert_int_equal(child_finish(&holder), 0);
}

static void plan_phase2_lock_released_on_drop(void **state)
{
    (void)state;
    sdn_lock_release(must_acquire());
    assert_false(file_exists(LOCK_FILE));
    must_be_free();
    sdn_lock_release(NULL);
}

static void plan_phase2_multiple_processes_serialize(void **state)
{
    (void)state;
    must_serialize(2, 100);
}

static void plan_phase2_stress_four_concurrent_processes(void **state)
{
    (void)state;
    must_serialize(4, 100);
}

static void plan_phase2_stale_lock_files_are_cleaned(void **state)
{
    (void)state;
    assert_true(plain_lock(LOCK_FILE));
    make_older(LOCK_FILE, 61);
    must_be_free();
}

static void lock_file_is_marked_and_says_who_holds_it(void **state)
{
    only_on_linux("POSIX knows no name of the program");
    char start[32];
    (void)state;
    sdn_lock *lock = must_acquire();
    assert_int_equal(file_mode(LOCK_FILE), 01644);
    const char *text = read_file(LOCK_FILE);
    snprintf(start, sizeof start, "%ld\n", (long)getpid());
    assert_int_equal(strncmp(text, start, strlen(start)), 0);
    const char *time_line = text + strlen(start);
    assert_true(llabs(strtoll(time_line, NULL, 10) / 1000000 - (long long)time(NULL)) < 10);
    assert_int_equal(strncmp(strchr(time_line, '\n'), "\nsdn-lock 1\n", 12), 0);
    assert_non_null(strstr(text, "\ntest_lock\n"));
    sdn_lock_release(lock);
}

static void timeout_of_zero_tries_once(void **state)
{
    sdn_error err = {0};
    (void)state;
    sdn_lock *lock = NULL;
    assert_ok(acquire(0, &lock, &err), err);
    sdn_lock_release(lock);
    child holder = start_holder();
    double start = now_ms();
    must_time_out(0, &err);
    assert_true(now_ms() - start < LONG_MS);
    child_kill(&holder);
}

static void endless_timeout_waits(void **state)
{
    sdn_lock *lock = NULL;
    sdn_error err = {0};
    (void)state;
    child holder = start_holder();
    child_say(&holder);
    assert_ok(acquire(SDN_LOCK_WAIT_FOREVER, &lock, &err), err);
    sdn_lock_release(lock);
    assert_int_equal(child_finish(&holder), 0);
}

static void same_thread_locking_again_fails_at_once(void **state)
{
    sdn_lock *second = NULL;
    sdn_error err = {0};
    (void)state;
    sdn_lock *first = must_acquire();
    double start = now_ms();
    assert_int_equal(acquire(10000, &second, &err), SDN_E_LOCK);
    assert_true(now_ms() - start < LONG_MS);
    assert_string_equal(err.message, "todo_db.sdn: this thread already holds the lock todo_db.sdn.lock; release it "
                                     "first");
    assert_null(sdn_lock_acquire(LOCKED_PATH, NULL, NULL)); /* the error may be NULL */
    assert_ok(sdn_lock_check(first, &err), err);
    sdn_lock_release(first);
    must_be_free();
}

static void *try_for_a_moment(void *code)
{
    sdn_lock *lock = NULL;
    *(sdn_code *)code = acquire(50, &lock, NULL);
    sdn_lock_release(lock);
    return NULL;
}

/* Whichever locks the thread took before and after it. */
static void same_thread_is_recognised_among_several_locks(void **state)
{
    sdn_lock *before = NULL, *lock = NULL;
    sdn_error err = {0};
    (void)state;
    assert_ok(acquire_lock("before.sdn", NULL, &before, &err), err);
    sdn_lock *held = must_acquire();
    assert_int_equal(acquire(1000, &lock, &err), SDN_E_LOCK);
    assert_message_has(err, "this thread already holds the lock todo_db.sdn.lock; release it first");
    sdn_lock_release(held);
    child holder = start_holder();
    must_time_out(20, &err);
    child_kill(&holder);
    sdn_lock_release(before);
}

static void another_thread_waits(void **state)
{
    sdn_code code = SDN_OK;
    pthread_t thread;
    (void)state;
    sdn_lock *lock = must_acquire();
    assert_int_equal(pthread_create(&thread, NULL, try_for_a_moment, &code), 0);
    pthread_join(thread, NULL);
    assert_int_equal(code, SDN_E_TIMEOUT);
    sdn_lock_release(lock);
}

static void link_and_target_share_one_lock(void **state)
{
    sdn_lock *second = NULL;
    sdn_error err = {0};
    (void)state;
    assert_int_equal(symlink(LOCKED_PATH, "link.sdn"), 0);
    sdn_lock *first = must_acquire();
    assert_int_equal(acquire_lock("link.sdn", NULL, &second, &err), SDN_E_LOCK);
    sdn_lock_release(first);
}

static void lock_of_another_file_does_not_cover_this_one(void **state)
{
    sdn_path here = SDN_PATH_INIT, other = SDN_PATH_INIT;
    sdn_error err = {0};
    (void)state;
    assert_ok(sdn__path_open(LOCKED_PATH, &here, &err), err);
    assert_ok(sdn__path_open("feature_db.sdn", &other, &err), err);
    sdn_lock *lock = must_acquire();
    assert_ok(sdn__lock_check_covers(lock, &here, &err), err);
    assert_int_equal(sdn__lock_check_covers(lock, &other, &err), SDN_E_MISUSE);
    sdn_lock_release(lock);
    sdn__path_close(&here);
    sdn__path_close(&other);
}

/* --- Plain programs --- */

static sdn_sys_table real_sys;

/* --- Files that are no lock files --- */

static void refuse(const char *reason)
{
    sdn_lock *lock = NULL;
    sdn_error err = {0};
    assert_int_equal(acquire(1000, &lock, &err), SDN_E_LOCK);
    assert_string_equal(err.message, reason);
}

static void directory_as_lock_file_is_refused(void **state)
{
    (void)state;
    assert_int_equal(mkdir(LOCK_FILE, 0777), 0);
    refuse("todo_db.sdn: the lock file todo_db.sdn.lock is a directory; remove it");
}

static void pipe_as_lock_file_is_refused(void **state)
{
    (void)state;
    assert_int_equal(mkfifo(LOCK_FILE, 0666), 0);
    refuse("todo_db.sdn: the lock file todo_db.sdn.lock is a pipe or device; remove it");
}

static void socket_as_lock_file_is_refused(void **state)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    (void)state;
    strcpy(address.sun_path, LOCK_FILE);
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_true(listener >= 0);
    assert_int_equal(bind(listener, (const struct sockaddr *)&address, sizeof address), 0);
    refuse("todo_db.sdn: the lock file todo_db.sdn.lock is a socket; remove it");
    assert_int_equal(close(listener), 0);
}

static void failure_needs_no_error_to_be_written_to(void **state)
{
    sdn_lock *lock = NULL;
    (void)state;
    assert_int_equal(mkdir(LOCK_FILE, 0777), 0);
    assert_int_equal(acquire(1000, &lock, NULL), SDN_E_LOCK);
    assert_null(lock);
}

static void link_as_lock_file_is_refused(void **state)
{
    (void)state;
    assert_int_equal(symlink("elsewhere", LOCK_FILE), 0);
    refuse("todo_db.sdn: the lock file todo_db.sdn.lock is a symbolic link; remove it");
    assert_false(file_exists("elsewhere"));
}

static void missing_path_is_misuse(void **state)
{
    sdn_lock *lock = NULL;
    sdn_error err = {0};
    (void)state;
    assert_int_equal(acquire_lock(NULL, NULL, &lock, &err), SDN_E_MISUSE);
    assert_string_equal(err.message, "the path of the file is NULL");
}

static void missing_directory_is_reported(void **state)
{
    sdn_lock *lock = NULL;
    sdn_error err = {0};
    (void)state;
    assert_int_equal(acquire_lock("no/x.sdn", NULL, &lock, &err), SDN_E_IO);
    assert_message_has(err, "no/x.sdn: the directory no/ does not exist; create it first");
}

/* --- Lost locks, forks, time stamps --- */

static void removed_lock_file_is_noticed(void **state)
{
    sdn_error err = {0};
    (void)state;
    sdn_lock *lock = must_acquire();
    assert_int_equal(unlink(LOCK_FILE), 0);
    assert_int_equal(sdn_lock_check(lock, &err), SDN_E_LOCK_LOST);
    assert_message_has(err, "todo_db.sdn: the lock file todo_db.sdn.lock was removed or replaced");
    sdn_lock_release(lock);
}

static void replaced_lock_file_is_noticed_and_left_alone(void **state)
{
    (void)state;
    sdn_lock *lock = must_acquire();
    assert_int_equal(unlink(LOCK_FILE), 0);
    assert_true(plain_lock(LOCK_FILE));
    assert_int_equal(sdn_lock_check(lock, NULL), SDN_E_LOCK_LOST);
    sdn_lock_release(lock);
    assert_true(file_exists(LOCK_FILE));
}

static void close_descriptors_of(const char *path)
{
    unsigned long long inode = file_inode(path);
    for (int fd = 3; fd < 64; fd++) {
        struct stat found;
        if (fstat(fd, &found) == 0 && found.st_ino == inode)
            close(fd);
    }
}

/* As a program does that closes all descriptors it does not know. Without the descriptor the flock is gone. */
static void closed_descriptor_is_noticed(void **state)
{
    (void)state;
    sdn_lock *lock = must_acquire();
    close_descriptors_of(LOCK_FILE);
    int reused = dup(STDERR_FILENO);
    assert_int_equal(sdn_lock_check(lock, NULL), SDN_E_LOCK_LOST);
    sdn_lock_release(lock);
    assert_int_equal(close(reused), 0);
    must_be_free();
}

/* Code that closes our descriptor releases the lock. */
static void lock_whose_descriptor_is_closed_is_lost(void **state)
{
    sdn_error err = {0};
    (void)state;
    size_t open_before = count_open_descriptors();
    sdn_lock *lock = must_acquire();
    close_descriptors_of(LOCK_FILE);
    assert_int_equal(sdn_lock_check(lock, &err), SDN_E_LOCK_LOST);
    sdn_lock_release(lock);
    assert_int_equal(count_open_descriptors(), open_before);
    assert_true(file_exists(LOCK_FILE));
    must_be_free();
}

static int looks_left_to_fail;

static int stat_fails_for_a_while(int directory, const char *name, sdn_stat *stat)
{
    return looks_left_to_fail-- > 0 ? -EIO : real_sys.stat_at(directory, name, stat);
}

/* Not to know is not to have lost; and a lock file that stays would stop plain programs for a minute. */
static void failing_look_is_no_lost_lock(void **state)
{
    sdn_error err = {0};
    (void)state;
    sdn_lock *lock = must_acquire();
    real_sys = sdn__sys;
    looks_left_to_fail = 1;
    sdn__sys.stat_at = stat_fails_for_a_while;
    assert_int_equal(sdn_lock_check(lock, &err), SDN_E_IO);
    assert_int_equal(err.os_error, EIO);
    assert_message_has(err, "todo_db.sdn: cannot look at the lock file todo_db.sdn.lock");
    assert_ok(sdn_lock_check(lock, &err), err);
    looks_left_to_fail = 1;
    sdn_lock_release(lock);
    assert_false(file_exists(LOCK_FILE));
}

static int removals_left_to_fail;

static int unlink_fails_for_a_while(int directory, const char *name)
{
    return removals_left_to_fail-- > 0 ? -EIO : real_sys.unlink_at(directory, name);
}

static void release_tries_twice_to_remove_the_file(void **state)
{
    (void)state;
    sdn_lock *lock = must_acquire();
    real_sys = sdn__sys;
    removals_left_to_fail = 1;
    sdn__sys.unlink_at = unlink_fails_for_a_while;
    sdn_lock_release(lock);
    assert_false(file_exists(LOCK_FILE));
}

static int use_inherited_lock(child *parent, void *context)
{
    sdn_lock *lock = context;
    (void)parent;
    sdn_error err = {0};
    if (sdn_lock_check(lock, &err) != SDN_E_FORKED || sdn_lock_refresh(lock, NULL) != SDN_E_FORKED)
        return 1;
    if (acquire(20, &lock, &err) != SDN_E_TIMEOUT)
        return 2;
    sdn_lock_release(context);
    return file_exists(LOCK_FILE) ? 0 : 3;
}

static void lock_does_not_pass_to_a_child(void **state)
{
    sdn_error err = {0};
    (void)state;
    sdn_lock *lock = must_acquire();
    child forked = child_start(use_inherited_lock, lock);
    assert_int_equal(child_finish(&forked), 0);
    assert_ok(sdn_lock_check(lock, &err), err);
    sdn_lock_release(lock);
    must_be_free();
}

static int64_t another_process(void)
{
    return 1;
}

static void process_made_without_fork_handlers_is_noticed(void **state)
{
    (void)state;
    real_sys = sdn__sys;
    sdn_lock *lock = must_acquire();
    sdn__sys.process_id = another_process;
    assert_int_equal(sdn_lock_check(lock, NULL), SDN_E_FORKED);
    sdn_lock_release(lock);
    assert_true(file_exists(LOCK_FILE));
    sdn__sys = real_sys;
    must_be_free();
}

/* Lives on for a while when its parent is dead. */
static int outlive(child *parent, void *context)
{
    (void)parent, (void)context;
    pause_ms(2000);
    return 0;
}

static int hold_with_a_child(child *parent, void *context)
{
    static sdn_lock *kept;
    (void)context;
    kept = must_acquire();
    (void)child_start(outlive, NULL);
    child_say(parent);
    (void)child_hear(parent);
    return kept == NULL;
}

static void surviving_child_does_not_keep_a_dead_parents_lock(void **state)
{
    (void)state;
    child holder = child_start(hold_with_a_child, NULL);
    assert_true(child_hear(&holder));
    kill(holder.pid, SIGKILL);
    double start = now_ms();
    sdn_lock_release(must_acquire());
    assert_true(now_ms() - start < LONG_MS);
    child_kill(&holder);
}

static int64_t ahead_ns;

static int64_t clock_ahead(void)
{
    return real_sys.realtime_ns() + ahead_ns;
}

static void refresh_renews_an_old_time_stamp_only(void **state)
{
    sdn_error err = {0};
    struct stat found;
    (void)state;
    real_sys = sdn__sys;
    sdn_lock *lock = must_acquire();
    make_older(LOCK_FILE, 30);
    sdn__sys.realtime_ns = clock_ahead;
    ahead_ns = (int64_t)19 * 1000 * 1000 * 1000;
    assert_ok(sdn_lock_refresh(lock, &err), err);
    assert_int_equal(stat(LOCK_FILE, &found), 0);
    assert_true(time(NULL) - found.st_mtime >= 29);
    ahead_ns = (int64_t)21 * 1000 * 1000 * 1000;
    assert_ok(sdn_lock_refresh(lock, &err), err);
    assert_int_equal(stat(LOCK_FILE, &found), 0);
    assert_true(time(NULL) - found.st_mtime < 10);
    sdn_lock_release(lock);
}

static void refresh_renews_when_the_clock_was_set_back(void **state)
{
    sdn_error err = {0};
    struct stat found;
    (void)state;
    real_sys = sdn__sys;
    sdn_lock *lock = must_acquire();
    make_older(LOCK_FILE, 30);
    sdn__sys.realtime_ns = clock_ahead;
    ahead_ns = (int64_t)-3600 * 1000 * 1000 * 1000;
    assert_ok(sdn_lock_refresh(lock, &err), err);
    assert_int_equal(stat(LOCK_FILE, &found), 0);
    assert_true(time(NULL) - found.st_mtime < 10);
    sdn_lock_release(lock);
}

static int times_set;

static int count_set_times(int fd)
{
    times_set++;
    return real_sys.set_times_now(fd);
}

static void time_stamp_is_set_by_name_on_a_network(void **state)
{
    only_on_linux("no call of POSIX tells a file system of this machine");
    (void)state;
    real_sys = sdn__sys;
    sdn__sys.set_times_now = count_set_times;
    must_be_free();
    assert_int_equal(times_set, 0);
    on_a_network();
    must_be_free();
    assert_int_equal(times_set, 1);
}

/* --- Failures --- */

static sdn_code use_lock(sdn_error *err)
{
    sdn_lock *lock = NULL;
    sdn_code code = acquire(200, &lock, err);
    if (code == SDN_OK)
        code = sdn_lock_check(lock, err);
    sdn_lock_release(lock);
    return code;
}

static void must_sweep(void)
{
    sdn_error err = {0};
    sdn_lock *lock = must_acquire();
    assert_ok(sdn_atomic_file_sweep(LOCKED_PATH, lock, &err), err);
    sdn_lock_release(lock);
}

static void leave_dead_lock(void)
{
    child holder = start_holder();
    child_kill(&holder);
}

static void leave_old_plain_lock(void)
{
    assert_true(plain_lock(LOCK_FILE));
    make_older(LOCK_FILE, 61);
}

static void leave_nothing(void)
{
}

/* After any failure the lock is free or taken over at once, and no descriptor and no file is left.
 */
static void fail_each_call(fault_kind kind, int error, void (*prepare)(void))
{
    size_t open_before = count_open_descriptors();
    bool fired = true;
    for (int nth = 1; fired; nth++) {
        sdn_error err = {0};
        prepare();
        faults_arm(nth, error, kind);
        sdn_code code = use_lock(&err);
        const char *call = faults_fired();
        fired = call != NULL;
        faults_remove();
        if (code != SDN_OK && err.message[0] == '\0')
            fail_msg("%s failed without a message", call);
        assert_int_equal(count_open_descriptors(), open_before);
        if (fired && strcmp(call, "unlink_at") != 0 && count_names(".tmp") != 0)
            fail_msg("%s failed and left a temporary file", call);
        if (file_exists(LOCK_FILE) && prepare == leave_old_plain_lock)
            make_older(LOCK_FILE, 61);
        must_sweep();
        assert_int_equal(count_names("."), 2); /* . and .. */
    }
}

static void every_failing_call_leaves_no_lock(void **state)
{
    (void)state;
    fail_each_call(FAULT_INSTEAD, EIO, leave_nothing);
    fail_each_call(FAULT_AFTER, EIO, leave_nothing);
    fail_each_call(FAULT_INSTEAD, ENOSPC, leave_nothing);
}

static void every_failing_call_in_a_take_over_leaves_no_lock(void **state)
{
    (void)state;
    fail_each_call(FAULT_INSTEAD, EIO, leave_dead_lock);
    fail_each_call(FAULT_AFTER, EIO, leave_dead_lock);
}

static void every_failing_call_in_breaking_a_plain_lock_leaves_no_lock(void **state)
{
    (void)state;
    fail_each_call(FAULT_INSTEAD, EIO, leave_old_plain_lock);
    fail_each_call(FAULT_AFTER, EIO, leave_old_plain_lock);
}

static void fail_each_allocation(void)
{
    size_t open_before = count_open_descriptors();
    bool fired = true;
    for (int nth = 1; fired; nth++) {
        sdn_error err = {0};
        faults_arm_memory(nth);
        sdn_code code = use_lock(&err);
        fired = faults_fired_memory();
        faults_arm_memory(0);
        assert_int_equal(code, fired ? SDN_E_NOMEM : SDN_OK);
        assert_int_equal(count_open_descriptors(), open_before);
        assert_int_equal(count_names("."), 2); /* . and .. */
    }
}

static void every_failing_allocation_leaves_no_lock(void **state)
{
    (void)state;
    without_unnamed_files(); /* the way with the most allocations */
    fail_each_allocation();
    on_a_network(); /* where the ways are tried first */
    fail_each_allocation();
}

static void be_on_a_network_without_links(void)
{
    on_a_network();
    without_exclusive_rename();
    without_links();
}

/* A file of a trial may be left, for a sweep. */
static void every_failing_call_on_a_network_leaves_no_lock(void **state)
{
    void (*const systems[])(void) = {on_a_network, be_on_a_network_without_links};
    (void)state;
    for (size_t i = 0; i < sizeof systems / sizeof systems[0]; i++) {
        bool fired = true;
        for (int nth = 1; fired; nth++) {
            sdn_error err = {0};
            systems[i]();
            faults_arm(nth, EIO, FAULT_INSTEAD);
            (void)use_lock(&err);
            fired = faults_fired() != NULL;
            faults_remove();
            assert_false(file_exists(LOCK_FILE));
        }
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_IN_TEMPDIR(plan_phase2_single_process_acquires_lock),
        TEST_IN_TEMPDIR(plan_phase2_second_process_waits_for_lock),
        TEST_IN_TEMPDIR(plan_phase2_lock_timeout_prevents_deadlock),
        TEST_IN_TEMPDIR(plan_phase2_lock_released_on_drop),
        TEST_IN_TEMPDIR(plan_phase2_multiple_processes_serialize),
        TEST_IN_TEMPDIR(plan_phase2_stress_four_concurrent_processes),
        TEST_IN_TEMPDIR(plan_phase2_stale_lock_files_are_cleaned),
        TEST_IN_TEMPDIR(lock_file_is_marked_and_says_who_holds_it),
        TEST_IN_TEMPDIR(timeout_of_zero_tries_once),
        TEST_IN_TEMPDIR(endless_timeout_waits),
        TEST_IN_TEMPDIR(same_thread_locking_again_fails_at_once),
        TEST_IN_TEMPDIR(another_thread_waits),
        TEST_IN_TEMPDIR(link_and_target_share_one_lock),
        TEST_IN_TEMPDIR(lock_of_another_file_does_not_cover_this_one),
        TEST_IN_TEMPDIR(directory_as_lock_file_is_refused),
        TEST_IN_TEMPDIR(pipe_as_lock_file_is_refused),
        TEST_IN_TEMPDIR(link_as_lock_file_is_refused),
        TEST_IN_TEMPDIR(missing_path_is_misuse),
        TEST_IN_TEMPDIR(missing_directory_is_reported),
        TEST_IN_TEMPDIR(removed_lock_file_is_noticed),
        TEST_IN_TEMPDIR(replaced_lock_file_is_noticed_and_left_alone),
        TEST_IN_TEMPDIR(closed_descriptor_is_noticed),
        TEST_IN_TEMPDIR(failing_look_is_no_lost_lock),
        TEST_IN_TEMPDIR(release_tries_twice_to_remove_the_file),
        TEST_IN_TEMPDIR(lock_does_not_pass_to_a_child),
        TEST_IN_TEMPDIR(process_made_without_fork_handlers_is_noticed),
        TEST_IN_TEMPDIR(surviving_child_does_not_keep_a_dead_parents_lock),
        TEST_IN_TEMPDIR(refresh_renews_an_old_time_stamp_only),
        TEST_IN_TEMPDIR(time_stamp_is_set_by_name_on_a_network),
        TEST_IN_TEMPDIR(every_failing_call_leaves_no_lock),
        TEST_IN_TEMPDIR(every_failing_call_in_a_take_over_leaves_no_lock),
        TEST_IN_TEMPDIR(every_failing_call_in_breaking_a_plain_lock_leaves_no_lock),
        TEST_IN_TEMPDIR(every_failing_allocation_leaves_no_lock),
        TEST_IN_TEMPDIR(same_thread_is_recognised_among_several_locks),
        TEST_IN_TEMPDIR(socket_as_lock_file_is_refused),
        TEST_IN_TEMPDIR(failure_needs_no_error_to_be_written_to),
        TEST_IN_TEMPDIR(lock_whose_descriptor_is_closed_is_lost),
        TEST_IN_TEMPDIR(refresh_renews_when_the_clock_was_set_back),
        TEST_IN_TEMPDIR(every_failing_call_on_a_network_leaves_no_lock),
    };
    return run_cases(argc, argv, tests);
}
