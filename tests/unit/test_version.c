#define _POSIX_C_SOURCE 200809L

#include "test.h"

#include "faults.h"
#include "files.h"
#include "tempdir.h"

#include "base/alloc.h"
#include "safety/version.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

static sdn_place place = SDN_PLACE_INIT;
static sdn_version version = SDN_VERSION_INIT;

static int open_place(void **state)
{
    sdn_error err = {0};
    return tempdir_enter(state) != 0 || sdn_place_open("x.sdn", &place, &err) != SDN_OK;
}

static int close_place(void **state)
{
    sdn_version_release(&version);
    sdn_place_close(&place);
    return tempdir_leave(state);
}

static void take(void)
{
    sdn_error err = {0};
    sdn_version_release(&version);
    assert_ok(sdn_version_take(&place, &version, &err), err);
}

static sdn_version_verdict compare(void)
{
    sdn_version_verdict verdict = SDN_VERSION_SAME;
    sdn_error err = {0};
    assert_ok(sdn_version_compare(&place, &version, &verdict, &err), err);
    return verdict;
}

/* As if the file had been loaded long after its last change. */
static void take_settled(void)
{
    take();
    sdn_version_confirm(&version, version.stat.ctime_ns + (int64_t)1000 * 1000 * 1000);
}

static void missing_file_is_a_version_too(void **state)
{
    (void)state;
    take();
    assert_false(version.exists);
    assert_int_equal(version.fd, -1);
    assert_int_equal(compare(), SDN_VERSION_SAME);
    write_file("x.sdn", "");
    assert_int_equal(compare(), SDN_VERSION_CHANGED);
}

static void unchanged_file_is_the_same(void **state)
{
    (void)state;
    write_file("x.sdn", "text");
    take_settled();
    assert_int_equal(compare(), SDN_VERSION_SAME);
}

static void reading_does_not_change_it(void **state)
{
    (void)state;
    write_file("x.sdn", "text");
    take_settled();
    assert_string_equal(read_file("x.sdn"), "text");
    assert_int_equal(compare(), SDN_VERSION_SAME);
}

static void fresh_file_is_in_doubt_until_confirmed(void **state)
{
    (void)state;
    write_file("x.sdn", "text");
    take();
    assert_int_equal(compare(), SDN_VERSION_IN_DOUBT);
    sdn_version_confirm(&version, version.stat.ctime_ns + (int64_t)19 * 1000 * 1000);
    assert_int_equal(compare(), SDN_VERSION_IN_DOUBT);
    sdn_version_confirm(&version, version.stat.ctime_ns + (int64_t)20 * 1000 * 1000);
    assert_int_equal(compare(), SDN_VERSION_SAME);
}

static void removed_file_is_a_change(void **state)
{
    (void)state;
    write_file("x.sdn", "text");
    take_settled();
    assert_int_equal(unlink("x.sdn"), 0);
    assert_int_equal(compare(), SDN_VERSION_CHANGED);
}

static void other_size_is_a_change(void **state)
{
    (void)state;
    write_file("x.sdn", "text");
    take_settled();
    write_file("x.sdn", "longer text");
    assert_int_equal(compare(), SDN_VERSION_CHANGED);
}

static void same_size_with_put_back_mtime_is_a_change(void **state)
{
    (void)state;
    write_file("x.sdn", "text");
    make_older("x.sdn", 100);
    take_settled();
    struct timespec pause = {0, 20 * 1000 * 1000}; /* past a tick of the kernel */
    nanosleep(&pause, NULL);
    write_file("x.sdn", "next");
    struct timespec times[2] = {{version.stat.mtime_ns / 1000000000, version.stat.mtime_ns % 1000000000}};
    times[1] = times[0];
    int fd = sdn_sys.open_at(place.directory, "x.sdn", SDN_OPEN_WRITE, 0);
    assert_int_equal(futimens(fd, times), 0);
    sdn_sys.close(fd);
    assert_int_equal(compare(), SDN_VERSION_CHANGED);
}

/* Without the open descriptor the new file could get the old one's inode number. */
static void replaced_file_of_same_size_and_times_is_a_change(void **state)
{
    (void)state;
    for (int i = 0; i < 50; i++) {
        write_file("x.sdn", "text");
        take_settled();
        assert_int_equal(unlink("x.sdn"), 0);
        write_file("x.sdn", "next");
        assert_int_not_equal(file_inode("x.sdn"), version.stat.inode);
        assert_int_equal(compare(), SDN_VERSION_CHANGED);
    }
}

static void refuse(const char *reason)
{
    sdn_error err = {0};
    sdn_version untouched = {.fd = -7};
    assert_int_equal(sdn_version_take(&place, &untouched, &err), SDN_E_IO);
    assert_int_equal(untouched.fd, -7);
    assert_message_has(err, "x.sdn: ");
    assert_message_has(err, reason);
}

static void directory_is_refused(void **state)
{
    (void)state;
    assert_int_equal(mkdir("x.sdn", 0777), 0);
    refuse("this is a directory; give the path of a regular file");
}

static void pipe_is_refused_without_waiting(void **state)
{
    (void)state;
    assert_int_equal(mkfifo("x.sdn", 0666), 0);
    refuse("this is a pipe, socket or device");
}

static void socket_is_refused(void **state)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "x.sdn"};
    (void)state;
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_true(listener >= 0);
    assert_int_equal(bind(listener, (const struct sockaddr *)&address, sizeof address), 0);
    refuse("this is a pipe, socket or device; give the path of a regular file");
    assert_int_equal(close(listener), 0);
}

static void link_that_appears_later_is_refused(void **state)
{
    (void)state;
    write_file("other", "secret");
    assert_int_equal(symlink("other", "x.sdn"), 0);
    refuse("this is a symbolic link");
}

static int open_denied(int directory, const char *name, unsigned flags, uint32_t mode)
{
    (void)directory, (void)name, (void)flags, (void)mode;
    return -EACCES;
}

static void unreadable_file_is_refused(void **state)
{
    (void)state;
    write_file("x.sdn", "text");
    sdn_sys.open_at = open_denied;
    refuse("cannot open the file for reading: Permission denied");
}

static void whole_file_is_read_with_padding(void **state)
{
    char *bytes = NULL;
    size_t len = 0;
    bool changed = true;
    sdn_error err = {0};
    (void)state;
    write_file("x.sdn", "text");
    take();
    for (int twice = 0; twice < 2; twice++) {
        assert_ok(sdn_version_read(&place, &version, 4, 3, &bytes, &len, &changed, &err), err);
        assert_int_equal(len, 4);
        assert_memory_equal(bytes, "text\0\0\0", 7);
        assert_false(changed);
        sdn_free(bytes);
    }
}

static void missing_file_reads_as_empty(void **state)
{
    char *bytes = NULL;
    size_t len = 1;
    bool changed = true;
    sdn_error err = {0};
    (void)state;
    take();
    assert_ok(sdn_version_read(&place, &version, 0, 1, &bytes, &len, &changed, &err), err);
    assert_int_equal(len, 0);
    assert_int_equal(bytes[0], '\0');
    assert_false(changed);
    sdn_free(bytes);
}

static void file_over_the_limit_is_refused(void **state)
{
    char *bytes = NULL;
    size_t len = 0;
    bool changed = false;
    sdn_error err = {0};
    (void)state;
    write_file("x.sdn", "text");
    take();
    assert_int_equal(sdn_version_read(&place, &version, 3, 0, &bytes, &len, &changed, &err), SDN_E_LIMIT);
    assert_string_equal(err.message,
                        "x.sdn: the file has 4 bytes, more than the limit of 3; raise the limit or "
                        "split the file");
    assert_null(bytes);
}

static sdn_sys_table real_sys;

static int64_t read_one_byte(int fd, void *bytes, size_t size, int64_t offset)
{
    return real_sys.read_at(fd, bytes, size < 1 ? size : 1, offset);
}

/* More than an allocation may have, which no limit can allow. */
static void file_larger_than_memory_is_refused_whatever_the_limit(void **state)
{
    char *bytes = NULL;
    size_t len = 7;
    bool changed = false;
    sdn_error err = {0};
    (void)state;
    write_file("x.sdn", "text");
    take();
    version.stat.size = INT64_MAX;
    assert_int_equal(sdn_version_read(&place, &version, SIZE_MAX, 64, &bytes, &len, &changed, &err), SDN_E_LIMIT);
    assert_message_has(err, "x.sdn: the file has 9223372036854775807 bytes, more than the limit");
    assert_null(bytes);
    assert_int_equal(len, 7);
}

static void short_reads_are_put_together(void **state)
{
    char *bytes = NULL;
    size_t len = 0;
    bool changed = true;
    sdn_error err = {0};
    (void)state;
    write_file("x.sdn", "text in pieces");
    take();
    real_sys = sdn_sys;
    sdn_sys.read_at = read_one_byte;
    assert_ok(sdn_version_read(&place, &version, 100, 1, &bytes, &len, &changed, &err), err);
    assert_string_equal(bytes, "text in pieces");
    assert_false(changed);
    sdn_free(bytes);
}

static int64_t read_while_truncated(int fd, void *bytes, size_t size, int64_t offset)
{
    write_file("x.sdn", "te");
    return real_sys.read_at(fd, bytes, size, offset);
}

static int64_t read_while_appended(int fd, void *bytes, size_t size, int64_t offset)
{
    write_file("x.sdn", "text and more");
    return real_sys.read_at(fd, bytes, size, offset);
}

static void file_written_while_read_is_reported(void **state)
{
    int64_t (*const readers[])(int, void *, size_t, int64_t) = {read_while_truncated, read_while_appended};
    (void)state;
    real_sys = sdn_sys;
    for (size_t i = 0; i < 2; i++) {
        char *bytes = NULL;
        size_t len = 0;
        bool changed = false;
        sdn_error err = {0};
        write_file("x.sdn", "text");
        take();
        sdn_sys.read_at = readers[i];
        assert_ok(sdn_version_read(&place, &version, 100, 1, &bytes, &len, &changed, &err), err);
        assert_true(changed);
        sdn_free(bytes);
    }
}

static int64_t read_while_replaced(int fd, void *bytes, size_t size, int64_t offset)
{
    write_file("new", "entirely new");
    assert_int_equal(rename("new", "x.sdn"), 0);
    return real_sys.read_at(fd, bytes, size, offset);
}

static void file_replaced_while_read_is_read_whole(void **state)
{
    char *bytes = NULL;
    size_t len = 0;
    bool changed = true;
    sdn_error err = {0};
    (void)state;
    write_file("x.sdn", "text");
    take();
    real_sys = sdn_sys;
    sdn_sys.read_at = read_while_replaced;
    assert_ok(sdn_version_read(&place, &version, 100, 1, &bytes, &len, &changed, &err), err);
    assert_string_equal(bytes, "text");
    assert_false(changed);
    assert_int_equal(compare(), SDN_VERSION_CHANGED);
    sdn_free(bytes);
}

static sdn_code take_and_read(sdn_error *err)
{
    char *bytes = NULL;
    size_t len;
    bool changed;
    sdn_version_verdict verdict;
    sdn_version_release(&version);
    sdn_code code = sdn_version_take(&place, &version, err);
    if (code == SDN_OK)
        code = sdn_version_read(&place, &version, 100, 1, &bytes, &len, &changed, err);
    if (code == SDN_OK)
        code = sdn_version_compare(&place, &version, &verdict, err);
    sdn_free(bytes);
    return code;
}

static void every_failing_call_is_reported_and_nothing_stays_open(void **state)
{
    (void)state;
    write_file("x.sdn", "text");
    size_t open_before = count_open_descriptors();
    for (int nth = 1;; nth++) {
        sdn_error err = {0};
        faults_arm(nth, EIO, FAULT_INSTEAD);
        sdn_code code = take_and_read(&err);
        bool fired = faults_fired() != NULL;
        faults_remove();
        sdn_version_release(&version);
        assert_int_equal(count_open_descriptors(), open_before);
        if (!fired)
            break;
        assert_int_equal(code, SDN_E_IO);
        assert_int_equal(err.os_error, EIO);
    }
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, open_place, close_place)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(missing_file_is_a_version_too),
        TEST(unchanged_file_is_the_same),
        TEST(reading_does_not_change_it),
        TEST(fresh_file_is_in_doubt_until_confirmed),
        TEST(removed_file_is_a_change),
        TEST(other_size_is_a_change),
        TEST(same_size_with_put_back_mtime_is_a_change),
        TEST(replaced_file_of_same_size_and_times_is_a_change),
        TEST(directory_is_refused),
        TEST(pipe_is_refused_without_waiting),
        TEST(link_that_appears_later_is_refused),
        TEST(unreadable_file_is_refused),
        TEST(whole_file_is_read_with_padding),
        TEST(missing_file_reads_as_empty),
        TEST(file_over_the_limit_is_refused),
        TEST(short_reads_are_put_together),
        TEST(file_written_while_read_is_reported),
        TEST(file_replaced_while_read_is_read_whole),
        TEST(every_failing_call_is_reported_and_nothing_stays_open),
        TEST(socket_is_refused),
        TEST(file_larger_than_memory_is_refused_whatever_the_limit),
    };
    return cmocka_run_group_tests_name("version", tests, NULL, NULL);
}
