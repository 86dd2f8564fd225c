#define _XOPEN_SOURCE 700

#include "test.h"

#include "child.h"
#include "faults.h"
#include "files.h"
#include "poor_system.h"
#include "tempdir.h"

#include <sdn/atomic_file.h>

#include "base/alloc.h"
#include "base/sys.h"
#include "file/temp_name.h"
#include "file/lock_internal.h"
#include "file/lock_private.h"
#include "file/path.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

static const char database[] = "todo_db.sdn";
static const char lock_file[] = "todo_db.sdn.lock";

static sdn_code acquire(uint32_t timeout_ms, sdn_lock **lock, sdn_error *err)
{
    sdn_lock_options options = sdn_lock_options_default();
    options.timeout_ms = timeout_ms;
    return sdn_lock_acquire(database, &options, lock, err);
}

static sdn_lock *must_acquire(void)
{
    sdn_lock *lock = NULL;
    sdn_error err = {0};
    assert_ok(acquire(10000, &lock, &err), err);
    return lock;
}

static void must_time_out(uint32_t timeout_ms, sdn_error *err)
{
    sdn_lock *lock = NULL;
    assert_int_equal(acquire(timeout_ms, &lock, err), SDN_E_TIMEOUT);
    assert_null(lock);
}

/* That the lock can be had at once and leaves nothing behind. */
static void must_be_free(void)
{
    double start = now_ms();
    sdn_lock_release(must_acquire());
    assert_true(now_ms() - start < 1000);
    assert_false(file_exists(lock_file));
    assert_int_equal(count_names(".tmp"), 0);
}

static void pause_ms(long ms)
{
    struct timespec time = {ms / 1000, ms % 1000 * 1000000};
    nanosleep(&time, NULL);
}

/* A child that says when it has the lock, then keeps it until it hears something or is ended. */
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

static child start_holder(void)
{
    child holder = child_start(hold, NULL);
    assert_true(child_hear(&holder));
    return holder;
}

static void plan_phase2_single_process_acquires_lock(void **state)
{
    (void)state;
    sdn_lock *lock = must_acquire();
    assert_true(file_exists(lock_file));
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
    assert_true(waited >= 150 && waited < 1000);
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
    assert_false(file_exists(lock_file));
    must_be_free();
    sdn_lock_release(NULL);
}

enum { MOST_PROCESSES = 4 };

/* Adds 1 to a number in a file in two steps that only the lock makes one. */
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

static void must_serialize(int processes, int rounds)
{
    child children[MOST_PROCESSES];
    write_file("count", "0");
    for (int i = 0; i < processes; i++)
        children[i] = child_start(count_up, &rounds);
    for (int i = 0; i < processes; i++)
        assert_int_equal(child_finish(&children[i]), 0);
    assert_int_equal(strtol(read_file("count"), NULL, 10), processes * rounds);
    assert_false(file_exists(lock_file));
    assert_int_equal(count_names(".tmp"), 0);
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
    assert_true(plain_lock(lock_file));
    make_older(lock_file, 61);
    must_be_free();
}

static void lock_file_is_marked_and_says_who_holds_it(void **state)
{
    char start[32];
    (void)state;
    sdn_lock *lock = must_acquire();
    assert_int_equal(file_mode(lock_file), 01644);
    const char *text = read_file(lock_file);
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
    assert_true(now_ms() - start < 100);
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
    assert_true(now_ms() - start < 100);
    assert_string_equal(err.message, "todo_db.sdn: this thread already holds the lock todo_db.sdn.lock; release it "
                                     "first");
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
    assert_ok(sdn_lock_acquire("before.sdn", NULL, &before, &err), err);
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
    assert_int_equal(symlink(database, "link.sdn"), 0);
    sdn_lock *first = must_acquire();
    assert_int_equal(sdn_lock_acquire("link.sdn", NULL, &second, &err), SDN_E_LOCK);
    sdn_lock_release(first);
}

static void lock_of_another_file_does_not_cover_this_one(void **state)
{
    sdn_path here = SDN_PATH_INIT, other = SDN_PATH_INIT;
    sdn_error err = {0};
    (void)state;
    assert_ok(sdn__path_open(database, &here, &err), err);
    assert_ok(sdn__path_open("feature_db.sdn", &other, &err), err);
    sdn_lock *lock = must_acquire();
    assert_ok(sdn__lock_check_covers(lock, &here, &err), err);
    assert_int_equal(sdn__lock_check_covers(lock, &other, &err), SDN_E_MISUSE);
    sdn_lock_release(lock);
    sdn__path_close(&here);
    sdn__path_close(&other);
}

/* --- Plain programs --- */

static void lock_of_a_namesake_elsewhere_does_not_cover_this_one(void **state)
{
    sdn_path place = SDN_PATH_INIT;
    sdn_error err = {0};
    (void)state;
    assert_int_equal(mkdir("sub", 0777), 0);
    assert_ok(sdn__path_open("sub/todo_db.sdn", &place, &err), err);
    sdn_lock *lock = must_acquire();
    assert_int_equal(sdn__lock_check_covers(lock, &place, &err), SDN_E_MISUSE);
    assert_string_equal(err.message,
                        "sub/todo_db.sdn: the lock given is that of todo_db.sdn; acquire the one of this file");
    sdn_lock_release(lock);
    sdn__path_close(&place);
}

static void plain_program_is_kept_out(void **state)
{
    (void)state;
    sdn_lock *lock = must_acquire();
    assert_false(plain_lock(lock_file));
    sdn_lock_release(lock);
    assert_true(plain_lock(lock_file));
}

static void plain_lock_is_respected(void **state)
{
    sdn_error err = {0};
    (void)state;
    assert_true(plain_lock(lock_file));
    must_time_out(100, &err);
    assert_message_has(err, "still locked by another program after waiting");
    assert_true(file_exists(lock_file));
    plain_unlock(lock_file);
    must_be_free();
}

static void plain_lock_with_a_pid_is_named(void **state)
{
    sdn_error err = {0};
    (void)state;
    write_file(lock_file, "4711\n1769000000000000\n");
    must_time_out(0, &err);
    assert_message_has(err, "still locked by process 4711 of another program");
}

static void plain_lock_with_a_long_text_is_named_too(void **state)
{
    char text[4 * SDN_LOCK_TEXT_SIZE];
    sdn_error err = {0};
    (void)state;
    int start = snprintf(text, sizeof text, "4711\n1769000000000000\n");
    memset(text + start, 'x', sizeof text - (size_t)start);
    text[sizeof text - 1] = '\0';
    write_file(lock_file, text);
    must_time_out(0, &err);
    assert_message_has(err, "still locked by process 4711 of another program");
}

static void old_plain_lock_is_kept_when_breaking_is_off(void **state)
{
    const sdn_lock_options options = {.timeout_ms = 0, .foreign_stale_ms = 0};
    sdn_lock *lock = NULL;
    (void)state;
    assert_true(plain_lock(lock_file));
    make_older(lock_file, 100000);
    assert_int_equal(sdn_lock_acquire(database, &options, &lock, NULL), SDN_E_TIMEOUT);
    assert_true(file_exists(lock_file));
}

static sdn_sys_table real_sys;

/* The plain holder releases, and another one locks, between our judgement and our rename. */
static int rename_after_change_of_holder(int directory, const char *from, const char *to)
{
    sdn__sys.rename_at = real_sys.rename_at;
    assert_int_equal(unlink(lock_file), 0);
    write_file(lock_file, "new holder");
    return real_sys.rename_at(directory, from, to);
}

static void lock_of_a_new_plain_holder_is_put_back(void **state)
{
    sdn_error err = {0};
    (void)state;
    real_sys = sdn__sys;
    assert_true(plain_lock(lock_file));
    make_older(lock_file, 61);
    sdn__sys.rename_at = rename_after_change_of_holder;
    must_time_out(0, &err);
    assert_string_equal(read_file(lock_file), "new holder");
    assert_int_equal(count_names(".tmp"), 0);
}

static int fail_rename_new(int directory, const char *from, const char *to)
{
    (void)directory, (void)from, (void)to;
    return -EIO;
}

static void lock_of_a_new_plain_holder_is_put_back_by_a_link_if_need_be(void **state)
{
    sdn_error err = {0};
    (void)state;
    real_sys = sdn__sys;
    assert_true(plain_lock(lock_file));
    make_older(lock_file, 61);
    sdn__sys.rename_at = rename_after_change_of_holder;
    sdn__sys.rename_new_at = fail_rename_new;
    must_time_out(0, &err);
    assert_string_equal(read_file(lock_file), "new holder");
    assert_int_equal(count_names(".tmp"), 0);
}

static int rename_new_after_yet_another_holder(int directory, const char *from, const char *to)
{
    sdn__sys.rename_new_at = real_sys.rename_new_at;
    write_file(lock_file, "third holder");
    return real_sys.rename_new_at(directory, from, to);
}

/* The second one has lost its lock by then, as its own check will tell; the third must keep it. */
static void lock_that_cannot_be_put_back_leaves_nothing_behind(void **state)
{
    sdn_error err = {0};
    (void)state;
    real_sys = sdn__sys;
    assert_true(plain_lock(lock_file));
    make_older(lock_file, 61);
    sdn__sys.rename_at = rename_after_change_of_holder;
    sdn__sys.rename_new_at = rename_new_after_yet_another_holder;
    must_time_out(0, &err);
    assert_string_equal(read_file(lock_file), "third holder");
    assert_int_equal(count_names(".tmp"), 0);
}

static int rename_after_release(int directory, const char *from, const char *to)
{
    sdn__sys.rename_at = real_sys.rename_at;
    assert_int_equal(unlink(lock_file), 0);
    return real_sys.rename_at(directory, from, to);
}

static void old_plain_lock_released_before_it_is_broken_is_free(void **state)
{
    (void)state;
    real_sys = sdn__sys;
    assert_true(plain_lock(lock_file));
    make_older(lock_file, 61);
    sdn__sys.rename_at = rename_after_release;
    must_be_free();
    assert_ptr_equal(sdn__sys.rename_at, real_sys.rename_at);
}

/* --- Dead and silent holders --- */

static void dead_holder_is_replaced_at_once(void **state)
{
    (void)state;
    for (int i = 0; i < 20; i++) {
        child holder = start_holder();
        child_kill(&holder);
        assert_true(file_exists(lock_file));
        double start = now_ms();
        sdn_lock_release(must_acquire());
        assert_true(now_ms() - start < 100);
    }
    must_be_free();
}

static void what_a_dead_holder_was_writing_is_removed(void **state)
{
    (void)state;
    child holder = start_holder();
    char *ours = sdn__temp_name("todo_db.sdn"), *other = sdn__temp_name("other_db.sdn");
    write_file(ours, "half of it");
    write_file(other, "somebody else's");
    child_kill(&holder);
    sdn_lock_release(must_acquire());
    assert_false(file_exists(ours));
    assert_true(file_exists(other));
    sdn__free(ours);
    sdn__free(other);
}

static int leave_locked(child *parent, void *context)
{
    static sdn_lock *kept;
    (void)parent, (void)context;
    kept = must_acquire();
    _exit(kept == NULL);
}

static void holder_that_exits_without_release_is_replaced(void **state)
{
    (void)state;
    child holder = child_start(leave_locked, NULL);
    assert_int_equal(child_finish(&holder), 0);
    must_be_free();
}

static void stopped_holder_is_not_overtaken(void **state)
{
    sdn_error err = {0};
    (void)state;
    child holder = start_holder();
    assert_int_equal(kill(holder.pid, SIGSTOP), 0);
    make_older(lock_file, 100000);
    must_time_out(150, &err);
    assert_int_equal(kill(holder.pid, SIGCONT), 0);
    child_say(&holder);
    assert_int_equal(child_finish(&holder), 0);
}

static void marked_empty_file_is_what_a_power_cut_leaves(void **state)
{
    (void)state;
    write_file(lock_file, "");
    assert_int_equal(chmod(lock_file, 01644), 0);
    must_be_free();
}

static void marked_empty_file_on_a_network_proves_nothing(void **state)
{
    sdn_error err = {0};
    (void)state;
    on_a_network();
    write_file(lock_file, "");
    assert_int_equal(chmod(lock_file, 01644), 0);
    must_time_out(20, &err);
}

static void write_marked_text_of(const char *host, const char *boot_id)
{
    char text[512];
    snprintf(text, sizeof text, "4711\n1769000000000000\nsdn-lock 1\n%s\n%s\ntracker\n", host, boot_id);
    write_file(lock_file, text);
    assert_int_equal(chmod(lock_file, 01644), 0);
}

static void write_marked_text(const char *boot_id)
{
    write_marked_text_of("box", boot_id);
}

/* Its text reached the disk before the machine went down. */
static void lock_from_before_the_machine_started_is_taken_at_once(void **state)
{
    char host[64];
    sdn_error err = {0};
    (void)state;
    assert_int_equal(sdn__sys.host_name(host, sizeof host), 0);
    write_marked_text_of(host, "00000000-0000-0000-0000-000000000000");
    must_be_free();
    real_sys = sdn__sys;
    on_a_network();
    write_marked_text_of(host, "00000000-0000-0000-0000-000000000000");
    must_time_out(20, &err);
}

static int unknown_host(char *text, size_t size)
{
    snprintf(text, size, "%s", "");
    return -ENOSYS;
}

static void machine_without_a_name_trusts_no_text_from_before_it_started(void **state)
{
    sdn_error err = {0};
    (void)state;
    sdn__sys.host_name = unknown_host;
    write_marked_text_of("", "00000000-0000-0000-0000-000000000000");
    must_time_out(20, &err);
}

/* Some file systems have given the file its length by then, but not its content. */
static void marked_file_of_zeros_is_what_a_power_cut_leaves_too(void **state)
{
    (void)state;
    write_file(lock_file, "");
    assert_int_equal(truncate(lock_file, 100), 0);
    assert_int_equal(chmod(lock_file, 01644), 0);
    must_be_free();
}

static void zeros_before_a_text_are_a_text(void **state)
{
    sdn_error err = {0};
    (void)state;
    FILE *file = fopen(lock_file, "w");
    assert_non_null(file);
    assert_int_equal(fwrite("\0\0text", 1, 6, file), 6);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(lock_file, 01644), 0);
    must_time_out(20, &err);
}

static int host_of_two_lines(char *text, size_t size)
{
    snprintf(text, size, "box\n4711\x7f");
    return 0;
}

static void names_cannot_shift_the_lines_of_a_lock_file(void **state)
{
    (void)state;
    sdn__sys.host_name = host_of_two_lines;
    sdn_lock *lock = must_acquire();
    assert_non_null(strstr(read_file(lock_file), "\nsdn-lock 1\nbox?4711?\n"));
    sdn_lock_release(lock);
}

static int removals_lost;

static int unlink_and_repeat(int directory, const char *name)
{
    removals_lost += real_sys.unlink_at(directory, name) == 0;
    return real_sys.unlink_at(directory, name);
}

/* As a network file system has it that sends the request twice. */
static void dead_lock_that_is_gone_when_it_is_removed_is_free(void **state)
{
    (void)state;
    child holder = start_holder();
    child_kill(&holder);
    real_sys = sdn__sys;
    removals_lost = 0;
    sdn__sys.unlink_at = unlink_and_repeat;
    sdn_lock *lock = must_acquire();
    assert_true(removals_lost > 0);
    sdn__sys = real_sys;
    sdn_lock_release(lock);
    must_be_free();
}

static int64_t read_fails(int fd, void *bytes, size_t size, int64_t offset)
{
    (void)fd, (void)bytes, (void)size, (void)offset;
    return -EIO;
}

static void holder_whose_text_cannot_be_read_is_another_program(void **state)
{
    sdn_error err = {0};
    (void)state;
    child holder = start_holder();
    sdn__sys.read_at = read_fails;
    must_time_out(20, &err);
    assert_message_has(err, "still locked by another program after waiting");
    child_kill(&holder);
}

static void lock_of_another_machine_is_respected_until_it_is_old(void **state)
{
    sdn_error err = {0};
    (void)state;
    write_marked_text("00000000-0000-0000-0000-000000000000");
    must_time_out(20, &err);
    assert_message_has(err, "still locked by process 4711 (tracker) on host box after waiting ");
    make_older(lock_file, 61);
    must_be_free();
}

static int stat_of_a_removed_file;

/* The holder lets go just before its file is looked at, whose descriptor some network file systems then know no more. */
static int stat_after_release(int fd, sdn_stat *stat)
{
    int error = real_sys.stat_fd(fd, stat);
    if (error != 0 || !file_exists(lock_file) || stat->inode != file_inode(lock_file))
        return error;
    assert_int_equal(unlink(lock_file), 0);
    return stat_of_a_removed_file;
}

static void file_removed_while_it_is_looked_at_is_a_released_lock(void **state)
{
    static const int answers[] = {-ENOENT, -ESTALE};
    (void)state;
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        write_file(lock_file, "1\n1\n");
        real_sys = sdn__sys;
        stat_of_a_removed_file = answers[i];
        sdn__sys.stat_fd = stat_after_release;
        sdn_lock *lock = NULL;
        sdn_error err = {0};
        sdn_code code = sdn_lock_acquire(database, NULL, &lock, &err);
        sdn__sys = real_sys;
        assert_ok(code, err);
        sdn_lock_release(lock);
    }
}

/* As `cp -r` makes one of a directory in which somebody holds the lock. */
static void copy_of_a_lock_file_is_held_by_nobody(void **state)
{
    static const char copy[] = "feature_db.sdn.lock";
    sdn_lock *lock = NULL, *other = NULL;
    sdn_error err = {0};
    (void)state;
    assert_ok(sdn_lock_acquire(database, NULL, &lock, &err), err);
    write_file(copy, read_file(lock_file));
    const sdn_lock_options at_once = {.timeout_ms = 0, .foreign_stale_ms = 60 * 1000};
    assert_ok(sdn_lock_acquire("feature_db.sdn", &at_once, &other, &err), err);
    sdn_lock_release(other);
    sdn_lock_release(lock);
}

static void copy_of_a_lock_file_of_another_machine_is_respected(void **state)
{
    sdn_error err = {0};
    (void)state;
    write_marked_text_of("elsewhere", "00000000-0000-0000-0000-000000000000");
    assert_int_equal(chmod(lock_file, 0644), 0);
    must_time_out(20, &err);
}

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
    assert_int_equal(mkdir(lock_file, 0777), 0);
    refuse("todo_db.sdn: the lock file todo_db.sdn.lock is a directory; remove it");
}

static void pipe_as_lock_file_is_refused(void **state)
{
    (void)state;
    assert_int_equal(mkfifo(lock_file, 0666), 0);
    refuse("todo_db.sdn: the lock file todo_db.sdn.lock is a pipe or device; remove it");
}

static void socket_as_lock_file_is_refused(void **state)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    (void)state;
    strcpy(address.sun_path, lock_file);
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
    assert_int_equal(mkdir(lock_file, 0777), 0);
    assert_int_equal(acquire(1000, &lock, NULL), SDN_E_LOCK);
    assert_null(lock);
}

static void link_as_lock_file_is_refused(void **state)
{
    (void)state;
    assert_int_equal(symlink("elsewhere", lock_file), 0);
    refuse("todo_db.sdn: the lock file todo_db.sdn.lock is a symbolic link; remove it");
    assert_false(file_exists("elsewhere"));
}

static void missing_path_is_misuse(void **state)
{
    sdn_lock *lock = NULL;
    sdn_error err = {0};
    (void)state;
    assert_int_equal(sdn_lock_acquire(NULL, NULL, &lock, &err), SDN_E_MISUSE);
    assert_string_equal(err.message, "the path of the file is NULL");
}

static void missing_directory_is_reported(void **state)
{
    sdn_lock *lock = NULL;
    sdn_error err = {0};
    (void)state;
    assert_int_equal(sdn_lock_acquire("no/x.sdn", NULL, &lock, &err), SDN_E_IO);
    assert_message_has(err, "no/x.sdn: the directory no/ does not exist; create it first");
}

/* --- Lost locks, forks, time stamps --- */

static void removed_lock_file_is_noticed(void **state)
{
    sdn_error err = {0};
    (void)state;
    sdn_lock *lock = must_acquire();
    assert_int_equal(unlink(lock_file), 0);
    assert_int_equal(sdn_lock_check(lock, &err), SDN_E_LOCK_LOST);
    assert_message_has(err, "todo_db.sdn: the lock file todo_db.sdn.lock was removed or replaced");
    sdn_lock_release(lock);
}

static void replaced_lock_file_is_noticed_and_left_alone(void **state)
{
    (void)state;
    sdn_lock *lock = must_acquire();
    assert_int_equal(unlink(lock_file), 0);
    assert_true(plain_lock(lock_file));
    assert_int_equal(sdn_lock_check(lock, NULL), SDN_E_LOCK_LOST);
    sdn_lock_release(lock);
    assert_true(file_exists(lock_file));
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

/* As a program does that closes whatever it does not know. Without the descriptor the flock is gone. */
static void closed_descriptor_is_noticed(void **state)
{
    (void)state;
    sdn_lock *lock = must_acquire();
    close_descriptors_of(lock_file);
    int reused = dup(STDERR_FILENO);
    assert_int_equal(sdn_lock_check(lock, NULL), SDN_E_LOCK_LOST);
    sdn_lock_release(lock);
    assert_int_equal(close(reused), 0);
    must_be_free();
}

/* Whoever closes our descriptor gives the lock up for us. */
static void lock_whose_descriptor_is_closed_is_lost(void **state)
{
    sdn_error err = {0};
    (void)state;
    size_t open_before = count_open_descriptors();
    sdn_lock *lock = must_acquire();
    close_descriptors_of(lock_file);
    assert_int_equal(sdn_lock_check(lock, &err), SDN_E_LOCK_LOST);
    sdn_lock_release(lock);
    assert_int_equal(count_open_descriptors(), open_before);
    assert_true(file_exists(lock_file));
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
    assert_false(file_exists(lock_file));
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
    assert_false(file_exists(lock_file));
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
    return file_exists(lock_file) ? 0 : 3;
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
    assert_true(file_exists(lock_file));
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
    assert_true(now_ms() - start < 500);
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
    make_older(lock_file, 30);
    sdn__sys.realtime_ns = clock_ahead;
    ahead_ns = (int64_t)19 * 1000 * 1000 * 1000;
    assert_ok(sdn_lock_refresh(lock, &err), err);
    assert_int_equal(stat(lock_file, &found), 0);
    assert_true(time(NULL) - found.st_mtime >= 29);
    ahead_ns = (int64_t)21 * 1000 * 1000 * 1000;
    assert_ok(sdn_lock_refresh(lock, &err), err);
    assert_int_equal(stat(lock_file, &found), 0);
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
    make_older(lock_file, 30);
    sdn__sys.realtime_ns = clock_ahead;
    ahead_ns = (int64_t)-3600 * 1000 * 1000 * 1000;
    assert_ok(sdn_lock_refresh(lock, &err), err);
    assert_int_equal(stat(lock_file, &found), 0);
    assert_true(time(NULL) - found.st_mtime < 10);
    sdn_lock_release(lock);
}

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
    assert_true(age_ms(lock_file) < 500);
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
    sdn_error err = {0};
    (void)state;
    child holder = start_holder();
    real_sys = sdn__sys;
    sdn__sys.try_lock = count_looks;
    must_time_out(400, &err);
    assert_in_range(looks, 5, 60);
    child_kill(&holder);
}

static int times_set;

static int count_set_times(int fd)
{
    times_set++;
    return real_sys.set_times_now(fd);
}

static void time_stamp_is_set_by_name_on_a_network(void **state)
{
    (void)state;
    real_sys = sdn__sys;
    sdn__sys.set_times_now = count_set_times;
    must_be_free();
    assert_int_equal(times_set, 0);
    on_a_network();
    must_be_free();
    assert_int_equal(times_set, 1);
}

/* --- Systems that lack something --- */

static int no_set_mode(int fd, uint32_t mode)
{
    (void)fd, (void)mode;
    return -EPERM;
}

static void must_work(void)
{
    sdn_error err = {0};
    size_t open_before = count_open_descriptors();
    must_be_free();
    assert_int_equal(count_open_descriptors(), open_before);
    child holder = start_holder();
    assert_false(plain_lock(lock_file));
    assert_int_equal(file_mode(lock_file), 01644);
    must_time_out(30, &err);
    child_kill(&holder);
    must_be_free();
    must_serialize(4, 30);
}

static void works_without_unnamed_files(void **state)
{
    (void)state;
    without_unnamed_files();
    must_work();
}

static int unnamed_not_permitted(int directory, uint32_t mode)
{
    (void)directory, (void)mode;
    return -EPERM;
}

static void works_where_unnamed_files_are_not_permitted(void **state)
{
    (void)state;
    sdn__sys.open_unnamed = unnamed_not_permitted;
    must_work();
}

static void works_without_proc(void **state)
{
    (void)state;
    without_proc();
    must_work();
}

static void works_without_exclusive_rename(void **state)
{
    (void)state;
    without_unnamed_files();
    without_exclusive_rename();
    must_work();
}

static void works_with_exclusive_create_alone(void **state)
{
    (void)state;
    without_unnamed_files();
    without_exclusive_rename();
    without_links();
    must_work();
}

/* What a link is on some file systems of other programs: another file to the kernel. */
static int link_as_another_file(int directory, const char *from, const char *to)
{
    (void)directory;
    char *text = strdup(read_file(from));
    assert_false(file_exists(to));
    write_file(to, text);
    assert_int_equal(chmod(to, file_mode(from)), 0);
    free(text);
    return 0;
}

static int rename_as_another_file(int directory, const char *from, const char *to)
{
    if (file_exists(to))
        return -EEXIST;
    return link_as_another_file(directory, from, to) == 0 ? real_sys.unlink_at(directory, from) : -EIO;
}

static void works_where_a_link_is_another_file(void **state)
{
    (void)state;
    on_a_network();
    without_exclusive_rename();
    sdn__sys.link_at = link_as_another_file;
    must_work();
}

static void works_where_a_renamed_file_is_another_one(void **state)
{
    (void)state;
    real_sys = sdn__sys;
    on_a_network();
    sdn__sys.rename_new_at = rename_as_another_file;
    must_work();
}

/* With an inode number that is the same, and a flock that is not. */
static int try_lock_of_names(int fd)
{
    sdn_stat stat;
    return real_sys.stat_fd(fd, &stat) == 0 && stat.links > 1 ? 0 : real_sys.try_lock(fd);
}

static sdn_lock_method method_used(void)
{
    sdn_lock *lock = must_acquire();
    sdn_lock_method method = lock->method;
    sdn_lock_release(lock);
    assert_int_equal(count_names("."), 2);
    return method;
}

static void way_that_keeps_the_flock_is_found_out_by_trial(void **state)
{
    (void)state;
    real_sys = sdn__sys;
    assert_int_equal(method_used(), SDN_LOCK_BY_LINK_FD);
    on_a_network();
    assert_int_equal(method_used(), SDN_LOCK_BY_RENAME_NEW);
    without_exclusive_rename();
    assert_int_equal(method_used(), SDN_LOCK_BY_LINK);
    sdn__sys.try_lock = try_lock_of_names;
    assert_int_equal(method_used(), SDN_LOCK_IN_PLACE);
    must_work();
}

static int try_lock_of_nothing(int fd)
{
    (void)fd;
    return 0;
}

static void file_system_without_flock_is_an_error(void **state)
{
    sdn_error err = {0};
    sdn_lock *lock = NULL;
    (void)state;
    on_a_network();
    sdn__sys.try_lock = try_lock_of_nothing;
    assert_int_equal(sdn_lock_acquire(database, NULL, &lock, &err), SDN_E_IO);
    assert_message_has(err, "cannot lock the lock file todo_db.sdn.lock; use a file system that supports flock");
    assert_int_equal(count_names("."), 2);
}

/* A file that is named before it is locked has the mark from the start, which no plain program's has. */
static void who_dies_between_making_and_locking_in_place_does_not_stop_the_others(void **state)
{
    sdn_error err = {0};
    (void)state;
    real_sys = sdn__sys;
    on_a_network();
    without_exclusive_rename();
    without_links();
    write_file(lock_file, "");
    assert_int_equal(chmod(lock_file, 01600), 0);
    make_older(lock_file, 1);
    must_time_out(30, &err);
    make_older(lock_file, 3);
    must_be_free();
    write_file(lock_file, ""); /* of a plain program */
    make_older(lock_file, 3);
    must_time_out(30, &err);
}

static void file_made_in_place_is_born_with_the_mark(void **state)
{
    (void)state;
    real_sys = sdn__sys;
    on_a_network();
    without_exclusive_rename();
    without_links();
    sdn__sys.set_mode = no_set_mode;
    sdn_lock *lock = must_acquire();
    assert_int_equal(file_mode(lock_file), 01600);
    sdn_lock_release(lock);
}

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

static void whatever_forbids_new_files_is_explained(void **state)
{
    static const int forbidden[] = {EACCES, EPERM, EROFS};
    (void)state;
    real_sys = sdn__sys;
    without_unnamed_files();
    for (size_t i = 0; i < sizeof forbidden / sizeof forbidden[0]; i++) {
        sdn_lock *lock = NULL;
        sdn_error err = {0};
        without_new_files(forbidden[i]);
        assert_int_equal(acquire(1000, &lock, &err), SDN_E_IO);
        assert_int_equal(err.os_error, forbidden[i]);
        assert_message_has(err, "todo_db.sdn: cannot create the lock file todo_db.sdn.lock; make the directory "
                                "writable: ");
    }
}

static void temporary_names_that_are_all_taken_are_an_error(void **state)
{
    sdn_lock *lock = NULL;
    sdn_error err = {0};
    (void)state;
    real_sys = sdn__sys;
    without_unnamed_files();
    without_new_files(EEXIST);
    assert_int_equal(acquire(1000, &lock, &err), SDN_E_IO);
    assert_string_equal(err.message, "todo_db.sdn: cannot create the lock file todo_db.sdn.lock: File exists");
    assert_int_equal(count_names("."), 2);
}

static int always_locked(int fd)
{
    (void)fd;
    return -EWOULDBLOCK;
}

/* Nobody else knows our file, so nobody can have it locked for long. */
static void own_file_that_is_never_free_is_an_error(void **state)
{
    sdn_lock *lock = NULL;
    sdn_error err = {0};
    (void)state;
    sdn__sys.try_lock = always_locked;
    assert_int_equal(acquire(1000, &lock, &err), SDN_E_IO);
    assert_message_has(err, "todo_db.sdn: cannot lock the lock file todo_db.sdn.lock; use a file system that "
                            "supports flock");
    assert_false(file_exists(lock_file));
}

static int unknown_rename_new(int directory, const char *from, const char *to)
{
    (void)directory, (void)from, (void)to;
    return -ENOSYS;
}

static void works_where_exclusive_rename_is_unknown(void **state)
{
    (void)state;
    without_unnamed_files();
    sdn__sys.rename_new_at = unknown_rename_new;
    must_be_free();
}

static int64_t write_nothing(int fd, const void *bytes, size_t size, int64_t offset)
{
    (void)fd, (void)bytes, (void)size, (void)offset;
    return 0;
}

static void write_without_progress_is_an_error(void **state)
{
    sdn_lock *lock = NULL;
    sdn_error err = {0};
    (void)state;
    sdn__sys.write_at = write_nothing;
    assert_int_equal(acquire(1000, &lock, &err), SDN_E_IO);
    assert_int_equal(err.os_error, EIO);
    assert_message_has(err, "todo_db.sdn: cannot write the lock file todo_db.sdn.lock");
    assert_false(file_exists(lock_file));
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

static int64_t clock_time;

static int64_t fixed_clock(void)
{
    return clock_time;
}

static sdn_code acquire_in_place(uint32_t stale_ms)
{
    const sdn_lock_options options = {.timeout_ms = 0, .foreign_stale_ms = stale_ms};
    sdn_lock *lock = NULL;
    sdn_code code = sdn_lock_acquire(database, &options, &lock, NULL);
    sdn_lock_release(lock);
    return code;
}

/* It may be one of ours, which is made first and marked a moment later. */
static void fresh_empty_file_is_given_time_where_files_are_made_in_place(void **state)
{
    const int64_t ms = 1000 * 1000;
    struct stat found;
    (void)state;
    without_unnamed_files();
    without_exclusive_rename();
    without_links();
    assert_true(plain_lock(lock_file));
    assert_int_equal(stat(lock_file, &found), 0);
    int64_t made = (int64_t)found.st_mtim.tv_sec * 1000 * ms + found.st_mtim.tv_nsec;
    sdn__sys.realtime_ns = fixed_clock;
    clock_time = made + 1999 * ms;
    assert_int_equal(acquire_in_place(1), SDN_E_TIMEOUT);
    clock_time = made + 2500 * ms;
    assert_int_equal(acquire_in_place(3000), SDN_E_TIMEOUT);
    assert_int_equal(acquire_in_place(1), SDN_OK);
    write_file(lock_file, "4711");
    assert_int_equal(stat(lock_file, &found), 0);
    clock_time = (int64_t)found.st_mtim.tv_sec * 1000 * ms + found.st_mtim.tv_nsec + ms;
    assert_int_equal(acquire_in_place(1), SDN_OK);
}

static int mode_without_mark(int fd, uint32_t mode)
{
    return real_sys.set_mode(fd, mode & 0777);
}

static void text_serves_where_the_mark_is_not_kept(void **state)
{
    (void)state;
    real_sys = sdn__sys;
    sdn__sys.set_mode = mode_without_mark;
    child holder = start_holder();
    child_kill(&holder);
    assert_int_equal(file_mode(lock_file), 0644);
    must_be_free();
}

static int lock_calls;

/* The first call is for our own file, the second for the one found. */
static int refuse_second_lock(int fd)
{
    return ++lock_calls == 2 ? -EBADF : real_sys.try_lock(fd);
}

static void lock_file_is_opened_for_writing_where_flock_needs_it(void **state)
{
    (void)state;
    child holder = start_holder();
    child_kill(&holder);
    real_sys = sdn__sys;
    sdn__sys.try_lock = refuse_second_lock;
    sdn_lock_release(must_acquire());
    assert_int_equal(lock_calls, 3);
    must_be_free();
}

static int open_denied(int directory, const char *name, unsigned flags, uint32_t mode)
{
    if (strcmp(name, lock_file) == 0)
        return -EACCES;
    return real_sys.open_at(directory, name, flags, mode);
}

static int open_denied_for_writing(int directory, const char *name, unsigned flags, uint32_t mode)
{
    if (strcmp(name, lock_file) == 0 && (flags & SDN_OPEN_WRITE) != 0)
        return -EACCES;
    return real_sys.open_at(directory, name, flags, mode);
}

static int refuse_other_locks(int fd)
{
    return ++lock_calls > 1 ? -EBADF : real_sys.try_lock(fd);
}

static void lock_file_that_cannot_be_opened_for_writing_is_waited_for(void **state)
{
    sdn_error err = {0};
    (void)state;
    child holder = start_holder();
    real_sys = sdn__sys;
    sdn__sys.open_at = open_denied_for_writing;
    sdn__sys.try_lock = refuse_other_locks;
    lock_calls = 0;
    must_time_out(20, &err);
    assert_true(lock_calls > 1);
    child_kill(&holder);
}

static void unreadable_lock_file_is_waited_for(void **state)
{
    sdn_error err = {0};
    (void)state;
    child holder = start_holder();
    real_sys = sdn__sys;
    sdn__sys.open_at = open_denied;
    must_time_out(50, &err);
    child_say(&holder);
    sdn_lock_release(must_acquire());
    assert_int_equal(child_finish(&holder), 0);
}

static int link_and_lose_reply(int fd, int directory, const char *name)
{
    int error = real_sys.link_fd(fd, directory, name);
    return error != 0 ? error : -EIO;
}

static int link_and_repeat(int fd, int directory, const char *name)
{
    (void)real_sys.link_fd(fd, directory, name);
    return real_sys.link_fd(fd, directory, name);
}

static void lost_reply_of_a_network_file_system_is_seen_through(void **state)
{
    (void)state;
    real_sys = sdn__sys;
    sdn__sys.link_fd = link_and_lose_reply;
    must_be_free();
    sdn__sys.link_fd = link_and_repeat;
    must_be_free();
}

static int stat_with_unsteady_inode(int directory, const char *name, sdn_stat *stat)
{
    static uint64_t next = UINT64_MAX / 2;
    int error = real_sys.stat_at(directory, name, stat);
    stat->inode = next++;
    return error;
}

static void unsteady_inode_numbers_end_in_a_timeout(void **state)
{
    sdn_error err = {0};
    (void)state;
    child holder = start_holder();
    child_kill(&holder);
    real_sys = sdn__sys;
    sdn__sys.stat_at = stat_with_unsteady_inode;
    must_time_out(50, &err);
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
    assert_ok(sdn_atomic_file_sweep(database, lock, &err), err);
    sdn_lock_release(lock);
}

static void leave_dead_lock(void)
{
    child holder = start_holder();
    child_kill(&holder);
}

static void leave_old_plain_lock(void)
{
    assert_true(plain_lock(lock_file));
    make_older(lock_file, 61);
}

static void leave_nothing(void)
{
}

/* Whatever fails, the lock is free or taken over at once afterwards, and nothing is left open or lying about.
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
        if (file_exists(lock_file) && prepare == leave_old_plain_lock)
            make_older(lock_file, 61);
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

static void every_failing_allocation_leaves_no_lock(void **state)
{
    (void)state;
    size_t open_before = count_open_descriptors();
    bool fired = true;
    without_unnamed_files(); /* the way with the most allocations */
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
        TEST_IN_TEMPDIR(plain_program_is_kept_out),
        TEST_IN_TEMPDIR(plain_lock_is_respected),
        TEST_IN_TEMPDIR(plain_lock_with_a_pid_is_named),
        TEST_IN_TEMPDIR(old_plain_lock_is_kept_when_breaking_is_off),
        TEST_IN_TEMPDIR(lock_of_a_new_plain_holder_is_put_back),
        TEST_IN_TEMPDIR(lock_of_a_new_plain_holder_is_put_back_by_a_link_if_need_be),
        TEST_IN_TEMPDIR(dead_holder_is_replaced_at_once),
        TEST_IN_TEMPDIR(what_a_dead_holder_was_writing_is_removed),
        TEST_IN_TEMPDIR(holder_that_exits_without_release_is_replaced),
        TEST_IN_TEMPDIR(stopped_holder_is_not_overtaken),
        TEST_IN_TEMPDIR(marked_empty_file_is_what_a_power_cut_leaves),
        TEST_IN_TEMPDIR(marked_empty_file_on_a_network_proves_nothing),
        TEST_IN_TEMPDIR(lock_from_before_the_machine_started_is_taken_at_once),
        TEST_IN_TEMPDIR(lock_of_another_machine_is_respected_until_it_is_old),
        TEST_IN_TEMPDIR(file_removed_while_it_is_looked_at_is_a_released_lock),
        TEST_IN_TEMPDIR(copy_of_a_lock_file_is_held_by_nobody),
        TEST_IN_TEMPDIR(copy_of_a_lock_file_of_another_machine_is_respected),
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
        TEST_IN_TEMPDIR(lock_is_born_young_after_a_long_wait),
        TEST_IN_TEMPDIR(long_wait_does_not_look_all_the_time),
        TEST_IN_TEMPDIR(time_stamp_is_set_by_name_on_a_network),
        TEST_IN_TEMPDIR(works_without_unnamed_files),
        TEST_IN_TEMPDIR(works_where_unnamed_files_are_not_permitted),
        TEST_IN_TEMPDIR(works_without_proc),
        TEST_IN_TEMPDIR(works_without_exclusive_rename),
        TEST_IN_TEMPDIR(works_with_exclusive_create_alone),
        TEST_IN_TEMPDIR(works_where_a_link_is_another_file),
        TEST_IN_TEMPDIR(works_where_a_renamed_file_is_another_one),
        TEST_IN_TEMPDIR(way_that_keeps_the_flock_is_found_out_by_trial),
        TEST_IN_TEMPDIR(file_system_without_flock_is_an_error),
        TEST_IN_TEMPDIR(who_dies_between_making_and_locking_in_place_does_not_stop_the_others),
        TEST_IN_TEMPDIR(file_made_in_place_is_born_with_the_mark),
        TEST_IN_TEMPDIR(works_without_watches),
        TEST_IN_TEMPDIR(text_serves_where_the_mark_is_not_kept),
        TEST_IN_TEMPDIR(lock_file_is_opened_for_writing_where_flock_needs_it),
        TEST_IN_TEMPDIR(unreadable_lock_file_is_waited_for),
        TEST_IN_TEMPDIR(lost_reply_of_a_network_file_system_is_seen_through),
        TEST_IN_TEMPDIR(unsteady_inode_numbers_end_in_a_timeout),
        TEST_IN_TEMPDIR(every_failing_call_leaves_no_lock),
        TEST_IN_TEMPDIR(every_failing_call_in_a_take_over_leaves_no_lock),
        TEST_IN_TEMPDIR(every_failing_call_in_breaking_a_plain_lock_leaves_no_lock),
        TEST_IN_TEMPDIR(every_failing_allocation_leaves_no_lock),
        TEST_IN_TEMPDIR(same_thread_is_recognised_among_several_locks),
        TEST_IN_TEMPDIR(lock_of_a_namesake_elsewhere_does_not_cover_this_one),
        TEST_IN_TEMPDIR(plain_lock_with_a_long_text_is_named_too),
        TEST_IN_TEMPDIR(lock_that_cannot_be_put_back_leaves_nothing_behind),
        TEST_IN_TEMPDIR(old_plain_lock_released_before_it_is_broken_is_free),
        TEST_IN_TEMPDIR(machine_without_a_name_trusts_no_text_from_before_it_started),
        TEST_IN_TEMPDIR(marked_file_of_zeros_is_what_a_power_cut_leaves_too),
        TEST_IN_TEMPDIR(zeros_before_a_text_are_a_text),
        TEST_IN_TEMPDIR(names_cannot_shift_the_lines_of_a_lock_file),
        TEST_IN_TEMPDIR(dead_lock_that_is_gone_when_it_is_removed_is_free),
        TEST_IN_TEMPDIR(holder_whose_text_cannot_be_read_is_another_program),
        TEST_IN_TEMPDIR(socket_as_lock_file_is_refused),
        TEST_IN_TEMPDIR(failure_needs_no_error_to_be_written_to),
        TEST_IN_TEMPDIR(lock_whose_descriptor_is_closed_is_lost),
        TEST_IN_TEMPDIR(refresh_renews_when_the_clock_was_set_back),
        TEST_IN_TEMPDIR(whatever_forbids_new_files_is_explained),
        TEST_IN_TEMPDIR(temporary_names_that_are_all_taken_are_an_error),
        TEST_IN_TEMPDIR(own_file_that_is_never_free_is_an_error),
        TEST_IN_TEMPDIR(works_where_exclusive_rename_is_unknown),
        TEST_IN_TEMPDIR(write_without_progress_is_an_error),
        TEST_IN_TEMPDIR(long_wait_without_a_watch_is_slept_through),
        TEST_IN_TEMPDIR(fresh_empty_file_is_given_time_where_files_are_made_in_place),
        TEST_IN_TEMPDIR(lock_file_that_cannot_be_opened_for_writing_is_waited_for),
    };
    return run_cases(argc, argv, tests);
}
