/* Systems that lack something: ways to make the lock file, and how a way that holds is found. */
#define _XOPEN_SOURCE 700

#include "test.h"

#include "files.h"
#include "locking.h"
#include "poor_system.h"
#include "tempdir.h"
#include "outcome.h"

#include "os/sys.h"
#include "file/lock_private.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* --- Plain programs --- */

static sdn_sys_table real_sys;

/* --- Systems that lack something --- */

static int no_set_mode(int fd, uint32_t mode)
{
    (void)fd, (void)mode;
    return -EPERM;
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
    only_on_linux("a lock file is named after it was made without a name");
    (void)state;
    real_sys = sdn__sys;
    assert_int_equal(method_used(), SDN_LOCK_BY_LINK_FD);
    on_a_network();
    assert_int_equal(method_used(), SDN_LOCK_BY_RENAME_NEW);
    without_exclusive_rename();
    assert_int_equal(method_used(), SDN_LOCK_BY_LINK);
    sdn__sys.try_lock = try_lock_of_names;
    assert_int_equal(method_used(), SDN_LOCK_BY_CREATE);
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
    assert_int_equal(acquire_lock(LOCKED_PATH, NULL, &lock, &err), SDN_E_IO);
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
    write_file(LOCK_FILE, "");
    assert_int_equal(chmod(LOCK_FILE, 01600), 0);
    make_older(LOCK_FILE, 1);
    must_time_out(30, &err);
    make_older(LOCK_FILE, 3);
    must_be_free();
    write_file(LOCK_FILE, ""); /* of a plain program */
    make_older(LOCK_FILE, 3);
    must_time_out(30, &err);
    write_file(LOCK_FILE, "4711"); /* somebody has written to it since */
    assert_int_equal(chmod(LOCK_FILE, 01600), 0);
    make_older(LOCK_FILE, 3);
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
    assert_int_equal(file_mode(LOCK_FILE), 01600);
    sdn_lock_release(lock);
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
    assert_false(file_exists(LOCK_FILE));
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
    assert_false(file_exists(LOCK_FILE));
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
    sdn_code code = acquire_lock(LOCKED_PATH, &options, &lock, NULL);
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
    assert_true(plain_lock(LOCK_FILE));
    assert_int_equal(stat(LOCK_FILE, &found), 0);
    int64_t made = (int64_t)found.st_mtim.tv_sec * 1000 * ms + found.st_mtim.tv_nsec;
    sdn__sys.realtime_ns = fixed_clock;
    clock_time = made + 1999 * ms;
    assert_int_equal(acquire_in_place(1), SDN_E_TIMEOUT);
    clock_time = made + 2500 * ms;
    assert_int_equal(acquire_in_place(3000), SDN_E_TIMEOUT);
    assert_int_equal(acquire_in_place(1), SDN_OK);
    write_file(LOCK_FILE, "4711");
    assert_int_equal(stat(LOCK_FILE, &found), 0);
    clock_time = (int64_t)found.st_mtim.tv_sec * 1000 * ms + found.st_mtim.tv_nsec + ms;
    assert_int_equal(acquire_in_place(1), SDN_OK);
}

static int mode_without_mark(int fd, uint32_t mode)
{
    return real_sys.set_mode(fd, mode & 0777);
}

static int unnamed_without_mark(int directory, uint32_t mode)
{
    return real_sys.open_unnamed(directory, mode & 0777);
}

static void umask_takes_nothing_of_the_mark(void **state)
{
    (void)state;
    mode_t before = umask(0777);
    sdn_lock *lock = must_acquire();
    (void)umask(before);
    assert_int_equal(file_mode(LOCK_FILE), 01644);
    sdn_lock_release(lock);
}

static void text_serves_where_the_mark_is_not_kept(void **state)
{
    (void)state;
    real_sys = sdn__sys;
    sdn__sys.set_mode = mode_without_mark;
    sdn__sys.open_unnamed = unnamed_without_mark;
    child holder = start_holder();
    child_kill(&holder);
    assert_int_equal(file_mode(LOCK_FILE), 0644);
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
    only_on_linux("the calls counted are those of Linux");
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
    if (strcmp(name, LOCK_FILE) == 0)
        return -EACCES;
    return real_sys.open_at(directory, name, flags, mode);
}

static int open_denied_for_writing(int directory, const char *name, unsigned flags, uint32_t mode)
{
    if (strcmp(name, LOCK_FILE) == 0 && (flags & SDN_OPEN_WRITE) != 0)
        return -EACCES;
    return real_sys.open_at(directory, name, flags, mode);
}

static int refuse_other_locks(int fd)
{
    return ++lock_calls > 1 ? -EBADF : real_sys.try_lock(fd);
}

static void lock_file_that_cannot_be_opened_for_writing_is_waited_for(void **state)
{
    only_on_linux("a lock file is named after it was made without a name");
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

static int failing_looks;

static int stat_of_lock_fails(int directory, const char *name, sdn_stat *stat)
{
    if (strcmp(name, LOCK_FILE) == 0 && failing_looks-- > 0)
        return -EIO;
    return real_sys.stat_at(directory, name, stat);
}

static void file_made_in_place_that_cannot_be_looked_at_is_tried_again(void **state)
{
    (void)state;
    without_unnamed_files();
    on_a_network();
    without_exclusive_rename();
    without_links();
    real_sys = sdn__sys;
    sdn__sys.stat_at = stat_of_lock_fails;
    failing_looks = 3;
    sdn_lock_release(must_acquire());
    assert_false(file_exists(LOCK_FILE));
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
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
        TEST_IN_TEMPDIR(umask_takes_nothing_of_the_mark),
        TEST_IN_TEMPDIR(text_serves_where_the_mark_is_not_kept),
        TEST_IN_TEMPDIR(lock_file_is_opened_for_writing_where_flock_needs_it),
        TEST_IN_TEMPDIR(unreadable_lock_file_is_waited_for),
        TEST_IN_TEMPDIR(lost_reply_of_a_network_file_system_is_seen_through),
        TEST_IN_TEMPDIR(unsteady_inode_numbers_end_in_a_timeout),
        TEST_IN_TEMPDIR(whatever_forbids_new_files_is_explained),
        TEST_IN_TEMPDIR(temporary_names_that_are_all_taken_are_an_error),
        TEST_IN_TEMPDIR(own_file_that_is_never_free_is_an_error),
        TEST_IN_TEMPDIR(works_where_exclusive_rename_is_unknown),
        TEST_IN_TEMPDIR(write_without_progress_is_an_error),
        TEST_IN_TEMPDIR(fresh_empty_file_is_given_time_where_files_are_made_in_place),
        TEST_IN_TEMPDIR(lock_file_that_cannot_be_opened_for_writing_is_waited_for),
        TEST_IN_TEMPDIR(file_made_in_place_that_cannot_be_looked_at_is_tried_again),
    };
    return run_cases(argc, argv, tests);
}
