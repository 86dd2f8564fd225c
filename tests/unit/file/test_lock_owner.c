/* Who holds a lock: plain programs, dead processes, other machines. */
#define _XOPEN_SOURCE 700

#include "test.h"

#include "files.h"
#include "locking.h"
#include "poor_system.h"
#include "tempdir.h"
#include "outcome.h"

#include "base/alloc.h"
#include "os/sys.h"
#include "file/temp_name.h"
#include "file/lock_internal.h"
#include "file/lock_private.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- Plain programs --- */

static void lock_of_a_namesake_elsewhere_does_not_cover_this_one(void **state)
{
    sdn_path resolved = SDN_PATH_INIT;
    sdn_error err = {0};
    (void)state;
    assert_int_equal(mkdir("sub", 0777), 0);
    assert_ok(sdn__path_open("sub/todo_db.sdn", &resolved, &err), err);
    sdn_lock *lock = must_acquire();
    assert_int_equal(sdn__lock_check_covers(lock, &resolved, &err), SDN_E_MISUSE);
    assert_string_equal(err.message,
                        "sub/todo_db.sdn: the lock given is that of todo_db.sdn; acquire the lock of this file");
    sdn_lock_release(lock);
    sdn__path_close(&resolved);
}

static void plain_program_is_kept_out(void **state)
{
    (void)state;
    sdn_lock *lock = must_acquire();
    assert_false(plain_lock(LOCK_FILE));
    sdn_lock_release(lock);
    assert_true(plain_lock(LOCK_FILE));
}

static void plain_lock_is_respected(void **state)
{
    sdn_error err = {0};
    (void)state;
    assert_true(plain_lock(LOCK_FILE));
    must_time_out(100, &err);
    assert_message_has(err, "still locked by another program after waiting");
    assert_true(file_exists(LOCK_FILE));
    plain_unlock(LOCK_FILE);
    must_be_free();
}

static void plain_lock_with_a_pid_is_named(void **state)
{
    sdn_error err = {0};
    (void)state;
    write_file(LOCK_FILE, "4711\n1769000000000000\n");
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
    write_file(LOCK_FILE, text);
    must_time_out(0, &err);
    assert_message_has(err, "still locked by process 4711 of another program");
}

static void old_plain_lock_is_kept_when_breaking_is_off(void **state)
{
    const sdn_lock_options options = {.timeout_ms = 0, .foreign_stale_ms = 0};
    sdn_lock *lock = NULL;
    (void)state;
    assert_true(plain_lock(LOCK_FILE));
    make_older(LOCK_FILE, 100000);
    assert_int_equal(acquire_lock(LOCKED_PATH, &options, &lock, NULL), SDN_E_TIMEOUT);
    assert_true(file_exists(LOCK_FILE));
}

static sdn_sys_table real_sys;

/* The plain holder releases, and another one locks, between our look and our rename. */
static int rename_after_change_of_holder(int directory, const char *from, const char *to)
{
    sdn__sys.rename_at = real_sys.rename_at;
    assert_int_equal(unlink(LOCK_FILE), 0);
    write_file(LOCK_FILE, "new holder");
    return real_sys.rename_at(directory, from, to);
}

static void lock_of_a_new_plain_holder_is_put_back(void **state)
{
    sdn_error err = {0};
    (void)state;
    real_sys = sdn__sys;
    assert_true(plain_lock(LOCK_FILE));
    make_older(LOCK_FILE, 61);
    sdn__sys.rename_at = rename_after_change_of_holder;
    must_time_out(0, &err);
    assert_string_equal(read_file(LOCK_FILE), "new holder");
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
    assert_true(plain_lock(LOCK_FILE));
    make_older(LOCK_FILE, 61);
    sdn__sys.rename_at = rename_after_change_of_holder;
    sdn__sys.rename_new_at = fail_rename_new;
    must_time_out(0, &err);
    assert_string_equal(read_file(LOCK_FILE), "new holder");
    assert_int_equal(count_names(".tmp"), 0);
}

static int rename_new_after_yet_another_holder(int directory, const char *from, const char *to)
{
    sdn__sys.rename_new_at = real_sys.rename_new_at;
    write_file(LOCK_FILE, "third holder");
    return real_sys.rename_new_at(directory, from, to);
}

/* The second one has lost its lock by then, as its own check will tell; the third must keep it. */
static void lock_that_cannot_be_put_back_leaves_no_file(void **state)
{
    sdn_error err = {0};
    (void)state;
    real_sys = sdn__sys;
    assert_true(plain_lock(LOCK_FILE));
    make_older(LOCK_FILE, 61);
    sdn__sys.rename_at = rename_after_change_of_holder;
    sdn__sys.rename_new_at = rename_new_after_yet_another_holder;
    must_time_out(0, &err);
    assert_string_equal(read_file(LOCK_FILE), "third holder");
    assert_int_equal(count_names(".tmp"), 0);
}

static int rename_after_release(int directory, const char *from, const char *to)
{
    sdn__sys.rename_at = real_sys.rename_at;
    assert_int_equal(unlink(LOCK_FILE), 0);
    return real_sys.rename_at(directory, from, to);
}

static void old_plain_lock_released_before_it_is_broken_is_free(void **state)
{
    (void)state;
    real_sys = sdn__sys;
    assert_true(plain_lock(LOCK_FILE));
    make_older(LOCK_FILE, 61);
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
        assert_true(file_exists(LOCK_FILE));
        sdn_lock_release(must_acquire_at_once());
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
    static sdn_lock *volatile kept; /* stays in memory, where valgrind looks for pointers */
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
    make_older(LOCK_FILE, 100000);
    must_time_out(150, &err);
    assert_int_equal(kill(holder.pid, SIGCONT), 0);
    child_say(&holder);
    assert_int_equal(child_finish(&holder), 0);
}

static void marked_empty_file_is_what_a_power_cut_leaves(void **state)
{
    only_on_linux("no call of POSIX tells a file system of this machine");
    (void)state;
    write_file(LOCK_FILE, "");
    assert_int_equal(chmod(LOCK_FILE, 01644), 0);
    must_be_free();
}

static void marked_empty_file_on_a_network_proves_nothing(void **state)
{
    sdn_error err = {0};
    (void)state;
    on_a_network();
    write_file(LOCK_FILE, "");
    assert_int_equal(chmod(LOCK_FILE, 01644), 0);
    must_time_out(20, &err);
}

static void write_marked_text_of(const char *host, const char *boot_id)
{
    char text[512];
    snprintf(text, sizeof text, "4711\n1769000000000000\nsdn-lock 1\n%s\n%s\ntracker\n", host, boot_id);
    write_file(LOCK_FILE, text);
    assert_int_equal(chmod(LOCK_FILE, 01644), 0);
}

static void write_marked_text(const char *boot_id)
{
    write_marked_text_of("box", boot_id);
}

/* Its text reached the disk before the machine went down. */
static void lock_from_before_the_machine_started_is_taken_at_once(void **state)
{
    only_on_linux("no call of POSIX tells a file system of this machine");
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
    only_on_linux("no call of POSIX tells a file system of this machine");
    (void)state;
    write_file(LOCK_FILE, "");
    assert_int_equal(truncate(LOCK_FILE, 100), 0);
    assert_int_equal(chmod(LOCK_FILE, 01644), 0);
    must_be_free();
}

static void zeros_before_a_text_are_a_text(void **state)
{
    sdn_error err = {0};
    (void)state;
    FILE *file = fopen(LOCK_FILE, "w");
    assert_non_null(file);
    assert_int_equal(fwrite("\0\0text", 1, 6, file), 6);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(LOCK_FILE, 01644), 0);
    must_time_out(20, &err);
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
    make_older(LOCK_FILE, 61);
    must_be_free();
}

static int stat_of_a_removed_file;

/* The holder releases the lock just before its file is inspected; some network file systems then reject its descriptor.
 * */
static int stat_after_release(int fd, sdn_stat *stat)
{
    int error = real_sys.stat_fd(fd, stat);
    if (error != 0 || !file_exists(LOCK_FILE) || stat->inode != file_inode(LOCK_FILE))
        return error;
    assert_int_equal(unlink(LOCK_FILE), 0);
    return stat_of_a_removed_file;
}

static void file_removed_while_it_is_looked_at_is_a_released_lock(void **state)
{
    static const int answers[] = {-ENOENT, -ESTALE};
    (void)state;
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        write_file(LOCK_FILE, "1\n1\n");
        real_sys = sdn__sys;
        stat_of_a_removed_file = answers[i];
        sdn__sys.stat_fd = stat_after_release;
        sdn_lock *lock = NULL;
        sdn_error err = {0};
        sdn_code code = acquire_lock(LOCKED_PATH, NULL, &lock, &err);
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
    assert_ok(acquire_lock(LOCKED_PATH, NULL, &lock, &err), err);
    write_file(copy, read_file(LOCK_FILE));
    const sdn_lock_options at_once = {.timeout_ms = 0, .foreign_stale_ms = 60 * 1000};
    assert_ok(acquire_lock("feature_db.sdn", &at_once, &other, &err), err);
    sdn_lock_release(other);
    sdn_lock_release(lock);
}

static void copy_of_a_lock_file_of_another_machine_is_respected(void **state)
{
    sdn_error err = {0};
    (void)state;
    write_marked_text_of("elsewhere", "00000000-0000-0000-0000-000000000000");
    assert_int_equal(chmod(LOCK_FILE, 0644), 0);
    must_time_out(20, &err);
}

static int removal_error;

static int lock_removal_fails(int directory, const char *name)
{
    return strcmp(name, LOCK_FILE) == 0 ? removal_error : real_sys.unlink_at(directory, name);
}

static void dead_lock_that_may_not_be_removed_is_explained(void **state)
{
    static const int errors[] = {-EPERM, -EACCES, -EIO};
    (void)state;
    child holder = start_holder();
    child_kill(&holder);
    real_sys = sdn__sys;
    sdn__sys.unlink_at = lock_removal_fails;
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
        sdn_lock *lock = NULL;
        sdn_error err = {0};
        removal_error = errors[i];
        assert_int_equal(acquire(0, &lock, &err), SDN_E_IO);
        assert_null(lock);
        if (errors[i] != -EIO)
            assert_message_has(err, "cannot remove the lock file todo_db.sdn.lock, whose holder is dead");
    }
    sdn__sys = real_sys;
    sdn_lock_release(must_acquire());
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
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
        TEST_IN_TEMPDIR(lock_of_a_namesake_elsewhere_does_not_cover_this_one),
        TEST_IN_TEMPDIR(plain_lock_with_a_long_text_is_named_too),
        TEST_IN_TEMPDIR(lock_that_cannot_be_put_back_leaves_no_file),
        TEST_IN_TEMPDIR(old_plain_lock_released_before_it_is_broken_is_free),
        TEST_IN_TEMPDIR(machine_without_a_name_trusts_no_text_from_before_it_started),
        TEST_IN_TEMPDIR(marked_file_of_zeros_is_what_a_power_cut_leaves_too),
        TEST_IN_TEMPDIR(zeros_before_a_text_are_a_text),
        TEST_IN_TEMPDIR(dead_lock_that_is_gone_when_it_is_removed_is_free),
        TEST_IN_TEMPDIR(holder_whose_text_cannot_be_read_is_another_program),
        TEST_IN_TEMPDIR(dead_lock_that_may_not_be_removed_is_explained),
    };
    return run_cases(argc, argv, tests);
}
