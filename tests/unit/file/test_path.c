#define _POSIX_C_SOURCE 200809L

#include "test.h"

#include "faults.h"
#include "files.h"
#include "tempdir.h"

#include "base/alloc.h"
#include "os/sys.h"
#include "file/path.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void extension_is_replaced_as_plain_programs_do(void **state)
{
    static const struct {
        const char *name, *lock_name;
    } cases[] = {
        {"todo_db.sdn", "todo_db.sdn.lock"},
        {"x.db", "x.sdn.lock"},
        {"x", "x.sdn.lock"},
        {"a.b.c", "a.b.sdn.lock"},
        {"a.", "a.sdn.lock"},
        {".hidden", ".hidden.sdn.lock"},
        {".hidden.sdn", ".hidden.sdn.lock"},
        {"x.sdn.lock", "x.sdn.sdn.lock"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *made = sdn__path_replace_extension(cases[i].name, "sdn.lock");
        assert_string_equal(made, cases[i].lock_name);
        sdn__free(made);
    }
}

static void missing_file_is_fine(void **state)
{
    sdn_path resolved = SDN_PATH_INIT;
    sdn_error err = {0};
    (void)state;
    assert_ok(sdn__path_open("todo_db.sdn", &resolved, &err), err);
    assert_string_equal(resolved.name, "todo_db.sdn");
    assert_string_equal(resolved.lock_name, "todo_db.sdn.lock");
    assert_string_equal(resolved.path, "todo_db.sdn");
    assert_true(resolved.directory >= 0);
    sdn__path_close(&resolved);
    assert_int_equal(resolved.directory, -1);
}

static void name_that_leaves_no_room_for_a_save_is_refused(void **state)
{
    static const struct {
        size_t len, most;
        const char *extension;
    } cases[] = {{229, 229, ".sdn"},
                 {230, 229, ".sdn"},
                 {251, 229, ".sdn"},
                 {226, 225, ""},
                 {225, 225, ""},
                 {234, 234, ".extended"},
                 {235, 234, ".extended"},
                 {234, 234, ".longer_extension"},
                 {235, 234, ".longer_extension"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char name[300], expected[400];
        sdn_path resolved = SDN_PATH_INIT;
        sdn_error err = {0};
        size_t stem = cases[i].len - strlen(cases[i].extension);
        memset(name, 'x', stem);
        strcpy(name + stem, cases[i].extension);
        sdn_code code = sdn__path_open(name, &resolved, &err);
        sdn__path_close(&resolved);
        assert_int_equal(code, cases[i].len <= cases[i].most ? SDN_OK : SDN_E_IO);
        if (code == SDN_OK)
            continue;
        snprintf(expected, sizeof expected, "the name of the file has %zu bytes; give it at most %zu,", cases[i].len,
                 cases[i].most);
        assert_message_has(err, expected);
    }
}

static void missing_directory_is_named(void **state)
{
    sdn_path resolved = SDN_PATH_INIT;
    sdn_error err = {0};
    (void)state;
    assert_int_equal(sdn__path_open("doc/todo/todo_db.sdn", &resolved, &err), SDN_E_IO);
    assert_string_equal(err.message, "doc/todo/todo_db.sdn: the directory doc/todo/ does not exist; create it first");
}

static void directory_instead_of_file_is_refused(void **state)
{
    static const char *const paths[] = {"", ".", "..", "sub/", "sub/.", "/"};
    (void)state;
    assert_int_equal(mkdir("sub", 0777), 0);
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        sdn_path resolved = SDN_PATH_INIT;
        sdn_error err = {0};
        assert_int_equal(sdn__path_open(paths[i], &resolved, &err), SDN_E_IO);
        assert_message_has(err, "give the path of a file");
    }
}

static void symbolic_link_is_followed_to_its_target(void **state)
{
    sdn_path resolved = SDN_PATH_INIT;
    sdn_error err = {0};
    (void)state;
    assert_int_equal(mkdir("data", 0777), 0);
    write_file("data/real.db", "x");
    assert_int_equal(symlink("real.db", "data/second"), 0);
    assert_int_equal(symlink("data/second", "first.sdn"), 0);
    assert_ok(sdn__path_open("first.sdn", &resolved, &err), err);
    assert_string_equal(resolved.name, "real.db");
    assert_string_equal(resolved.lock_name, "real.sdn.lock");
    assert_string_equal(resolved.path, "first.sdn");
    sdn_stat stat;
    assert_int_equal(sdn__sys.stat_at(resolved.directory, resolved.name, &stat), 0);
    assert_int_equal(stat.inode, file_inode("data/real.db"));
    sdn__path_close(&resolved);
}

static void dangling_link_leads_to_the_missing_target(void **state)
{
    sdn_path resolved = SDN_PATH_INIT;
    sdn_error err = {0};
    (void)state;
    assert_int_equal(symlink("later.sdn", "link.sdn"), 0);
    assert_ok(sdn__path_open("link.sdn", &resolved, &err), err);
    assert_string_equal(resolved.name, "later.sdn");
    sdn__path_close(&resolved);
}

static void refuse_nameless(int fd)
{
    char path[40];
    sdn_path resolved = SDN_PATH_INIT;
    sdn_error err = {0};
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    assert_int_equal(sdn__path_open(path, &resolved, &err), SDN_E_IO);
    assert_message_has(err, ": this leads to a pipe, or to a file that was removed; give the path of a file");
    assert_int_equal(close(fd), 0);
}

static void link_to_what_has_no_name_is_refused(void **state)
{
    int ends[2];
    (void)state;
    assert_int_equal(pipe(ends), 0);
    refuse_nameless(ends[0]);
    assert_int_equal(close(ends[1]), 0);
    write_file("x.sdn", "x");
    int fd = open("x.sdn", O_RDONLY);
    assert_true(fd >= 0);
    assert_int_equal(unlink("x.sdn"), 0);
    refuse_nameless(fd);
}

static sdn_sys_table real_sys;
static int misses;

static int missing_at_first(int directory, const char *name, sdn_stat *stat)
{
    return misses-- > 0 ? -ENOENT : real_sys.stat_at(directory, name, stat);
}

/* Between the first look at it and the opening. */
static void target_that_appears_meanwhile_is_taken(void **state)
{
    sdn_path place = SDN_PATH_INIT;
    sdn_error err = {0};
    (void)state;
    write_file("x.sdn", "x");
    assert_int_equal(symlink("x.sdn", "link.sdn"), 0);
    real_sys = sdn__sys;
    sdn__sys.stat_at = missing_at_first;
    misses = 1;
    assert_ok(sdn__path_open("link.sdn", &place, &err), err);
    assert_string_equal(place.name, "x.sdn");
    assert_int_equal(misses, -1);
    sdn__path_close(&place);
}

static void make_chain(int links)
{
    for (int i = 0; i < links; i++) {
        char from[16], to[16];
        snprintf(from, sizeof from, "l%d", i);
        snprintf(to, sizeof to, "l%d", i + 1);
        assert_int_equal(symlink(to, from), 0);
    }
}

static void eight_links_are_followed(void **state)
{
    sdn_path resolved = SDN_PATH_INIT;
    sdn_error err = {0};
    (void)state;
    make_chain(8);
    assert_ok(sdn__path_open("l0", &resolved, &err), err);
    assert_string_equal(resolved.name, "l8");
    sdn__path_close(&resolved);
}

static void nine_links_are_refused(void **state)
{
    sdn_path resolved = SDN_PATH_INIT;
    sdn_error err = {0};
    (void)state;
    make_chain(9);
    assert_int_equal(sdn__path_open("l0", &resolved, &err), SDN_E_IO);
    assert_message_has(err, "l0: more than 8 symbolic links");
}

static int64_t target_len;

static int64_t link_of_some_length(int directory, const char *name, char *target, size_t size)
{
    (void)directory, (void)name;
    memset(target, 'x', size);
    return target_len >= 0 && (uint64_t)target_len < size ? target_len : (int64_t)size;
}

/* As no file system of Linux has them: some systems make links without a target, or with longer ones. */
static void target_that_cannot_be_followed_is_refused(void **state)
{
    static const int64_t lengths[] = {0, INT64_MAX};
    (void)state;
    sdn__sys.read_link_at = link_of_some_length;
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        sdn_path resolved = SDN_PATH_INIT;
        sdn_error err = {0};
        target_len = lengths[i];
        assert_int_equal(sdn__path_open("link.sdn", &resolved, &err), SDN_E_IO);
        assert_message_has(err, "link.sdn: the target of the symbolic link link.sdn is ");
        assert_null(resolved.name);
    }
}

static void resolved_path_survives_a_change_of_the_working_directory(void **state)
{
    sdn_path resolved = SDN_PATH_INIT;
    sdn_error err = {0};
    (void)state;
    write_file("x.sdn", "x");
    unsigned long long inode = file_inode("x.sdn");
    assert_ok(sdn__path_open("x.sdn", &resolved, &err), err);
    assert_int_equal(mkdir("elsewhere", 0777), 0);
    assert_int_equal(chdir("elsewhere"), 0);
    sdn_stat stat;
    assert_int_equal(sdn__sys.stat_at(resolved.directory, resolved.name, &stat), 0);
    assert_int_equal(stat.inode, inode);
    sdn__path_close(&resolved);
    assert_int_equal(chdir(".."), 0);
}

static void every_failing_call_leaves_the_path_untouched_and_nothing_open(void **state)
{
    (void)state;
    make_chain(2);
    size_t open_before = count_open_descriptors();
    bool done = false;
    for (int nth = 1; !done; nth++) {
        sdn_path resolved = SDN_PATH_INIT;
        sdn_error err = {0};
        faults_arm(nth, 5, FAULT_INSTEAD);
        sdn_code code = sdn__path_open("l0", &resolved, &err);
        if (code != SDN_OK)
            assert_null(resolved.name);
        sdn__path_close(&resolved);
        done = faults_fired() == NULL;
        faults_remove();
        assert_int_equal(count_open_descriptors(), open_before);
    }
}

/* ---- later checks ---- */

static sdn_path open_place(const char *path)
{
    sdn_path place = SDN_PATH_INIT;
    sdn_error err = {0};
    assert_ok(sdn__path_open(path, &place, &err), err);
    return place;
}

static void assert_current(const sdn_path *place, bool expected)
{
    bool is_current = !expected;
    sdn_error err = {0};
    assert_ok(sdn__path_check(place, &is_current, &err), err);
    assert_int_equal(is_current, expected);
}

static void directory_that_was_replaced_is_noticed(void **state)
{
    (void)state;
    assert_int_equal(mkdir("sub", 0777), 0);
    sdn_path place = open_place("sub/x.sdn");
    assert_current(&place, true);
    assert_int_equal(rename("sub", "moved"), 0);
    assert_current(&place, false);
    write_file("sub", "a file");
    assert_current(&place, false);
    assert_int_equal(unlink("sub"), 0);
    assert_int_equal(mkdir("sub", 0777), 0);
    assert_current(&place, false);
    sdn_error err = {0};
    assert_ok(sdn__path_reopen(&place, &err), err);
    assert_current(&place, true);
    sdn__path_close(&place);
}

static void every_failing_call_of_a_check_is_reported(void **state)
{
    static const char *const paths[] = {"x.sdn", "sub/x.sdn", "link.sdn"};
    (void)state;
    assert_int_equal(mkdir("sub", 0777), 0);
    assert_int_equal(symlink("sub/x.sdn", "link.sdn"), 0);
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        sdn_path place = open_place(paths[i]);
        bool done = false;
        for (int nth = 1; !done; nth++) {
            bool is_current;
            sdn_error err = {0};
            faults_arm(nth, EIO, FAULT_INSTEAD);
            sdn_code code = sdn__path_check(&place, &is_current, &err);
            done = faults_fired() == NULL;
            faults_remove();
            if (done || code != SDN_E_IO) /* whether the directory is local is not needed here */
                assert_int_equal(code, SDN_OK);
        }
        sdn__path_close(&place);
    }
}

static void every_failing_allocation_is_reported(void **state)
{
    (void)state;
    make_chain(2);
    size_t open_before = count_open_descriptors();
    for (int nth = 1;; nth++) {
        sdn_path resolved = SDN_PATH_INIT;
        sdn_error err = {0};
        faults_arm_memory(nth);
        sdn_code code = sdn__path_open("l0", &resolved, &err);
        bool fired = faults_fired_memory();
        faults_remove();
        sdn__path_close(&resolved);
        assert_int_equal(count_open_descriptors(), open_before);
        if (!fired)
            break;
        assert_int_equal(code, SDN_E_NOMEM);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(extension_is_replaced_as_plain_programs_do),
        TEST_IN_TEMPDIR(missing_file_is_fine),
        TEST_IN_TEMPDIR(missing_directory_is_named),
        TEST_IN_TEMPDIR(name_that_leaves_no_room_for_a_save_is_refused),
        TEST_IN_TEMPDIR(directory_instead_of_file_is_refused),
        TEST_IN_TEMPDIR(symbolic_link_is_followed_to_its_target),
        TEST_IN_TEMPDIR(dangling_link_leads_to_the_missing_target),
        TEST_IN_TEMPDIR(link_to_what_has_no_name_is_refused),
        TEST_IN_TEMPDIR(eight_links_are_followed),
        TEST_IN_TEMPDIR(nine_links_are_refused),
        TEST_IN_TEMPDIR(resolved_path_survives_a_change_of_the_working_directory),
        TEST_IN_TEMPDIR(every_failing_call_leaves_the_path_untouched_and_nothing_open),
        TEST_IN_TEMPDIR(target_that_appears_meanwhile_is_taken),
        TEST_IN_TEMPDIR(directory_that_was_replaced_is_noticed),
        TEST_IN_TEMPDIR(every_failing_call_of_a_check_is_reported),
        TEST_IN_TEMPDIR(every_failing_allocation_is_reported),
        TEST_IN_TEMPDIR(target_that_cannot_be_followed_is_refused),
    };
    return run_cases(argc, argv, tests);
}
