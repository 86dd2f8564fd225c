/* Sweeping: which temporary files are removed, and which are left. */
#define _XOPEN_SOURCE 700

#include "test.h"

#include "atomic_saves.h"
#include "files.h"
#include "tempdir.h"

#include "base/alloc.h"
#include "os/sys.h"
#include "file/temp_name.h"

#include <sys/stat.h>
#include <unistd.h>

/* --- Sweeping --- */

/* A file under a name that we made for `base`; the caller frees the name. */
static char *leave_temp(const char *base, int age)
{
    char *name = sdn__temp_name(base);
    write_file(name, "leftover");
    make_older(name, age);
    return name;
}

static void sweep_spares_what_belongs_to_others(void **state)
{
    static const char *const others[] = {
        "notes.tmp",
        "todo_db.sdn.0123456789abcdef.tmp.txt",
        "todo_db.sdn.0123456789abcde.tmp",
        "todo_db.sdn.0123456789abcdef.tmp", /* our form, but not a name of ours */
        "todo_db.sdn.lock.0123456789abcdef.tmp",
        "feature_db.sdn.0123456789abcdef.tmp",
        "feature_db.sdn.tmp",
        "todo_db.sdn.tmp", /* of `sed ... > todo_db.sdn.tmp && mv`, or of a user */
        "todo_db.tmp",
    };
    enum { COUNT = sizeof others / sizeof others[0] };
    (void)state;
    for (size_t i = 0; i < COUNT; i++) {
        write_file(others[i], "mine");
        make_older(others[i], 3600);
    }
    sdn__free(leave_temp(TARGET_PATH, 0));
    must_sweep();
    for (size_t i = 0; i < COUNT; i++)
        assert_true(file_exists(others[i]));
    assert_int_equal(count_names("."), COUNT + 2);
}

static void sweep_spares_what_is_no_file(void **state)
{
    (void)state;
    char *directory = sdn__temp_name(TARGET_PATH), *pipe = sdn__temp_name(TARGET_PATH),
         *link = sdn__temp_name(TARGET_PATH);
    assert_int_equal(mkdir(directory, 0777), 0);
    assert_int_equal(mkfifo(pipe, 0666), 0);
    assert_int_equal(symlink("target", link), 0);
    must_sweep();
    assert_true(file_exists(directory) && file_exists(pipe) && file_exists(link));
    sdn__free(directory);
    sdn__free(pipe);
    sdn__free(link);
}

static void sweep_spares_what_is_being_written_without_a_lock(void **state)
{
    sdn_error err = {0};
    (void)state;
    sdn_atomic_file *file = must_create();
    must_sweep();
    assert_ok(sdn_atomic_file_write(file, "new", 3, &err), err);
    assert_ok(sdn_atomic_file_commit(&file, &err), err);
    assert_string_equal(read_file(TARGET_PATH), "new");
}

static void sweep_takes_old_temporary_lock_files_of_dead_waiters_only(void **state)
{
    static const char lock_file[] = "todo_db.sdn.lock";
    (void)state;
    char *old = leave_temp(lock_file, 61), *young = leave_temp(lock_file, 0), *waiting = leave_temp(lock_file, 61);
    int fd = sdn__sys.open_at(SDN_WORKING_DIRECTORY, waiting, SDN_OPEN_READ, 0);
    assert_int_equal(sdn__sys.try_lock(fd), 0);
    must_sweep();
    assert_false(file_exists(old));
    assert_true(file_exists(young));
    assert_true(file_exists(waiting));
    sdn__sys.close(fd);
    sdn__free(old);
    sdn__free(young);
    sdn__free(waiting);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_IN_TEMPDIR(sweep_spares_what_belongs_to_others),
        TEST_IN_TEMPDIR(sweep_spares_what_is_no_file),
        TEST_IN_TEMPDIR(sweep_spares_what_is_being_written_without_a_lock),
        TEST_IN_TEMPDIR(sweep_takes_old_temporary_lock_files_of_dead_waiters_only),
    };
    return run_cases(argc, argv, tests);
}
