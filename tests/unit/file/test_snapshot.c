#define _POSIX_C_SOURCE 200809L

#include "test.h"

#include "coarse_stamps.h"
#include "faults.h"
#include "files.h"
#include "tempdir.h"

#include "base/alloc.h"
#include "file/snapshot.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

static sdn_path resolved = SDN_PATH_INIT;
static sdn_snapshot snapshot = SDN_SNAPSHOT_INIT;

static int open_path(void **state)
{
    sdn_error err = {0};
    return tempdir_enter(state) != 0 || sdn__path_open("x.sdn", &resolved, &err) != SDN_OK;
}

static int close_path(void **state)
{
    sdn__snapshot_release(&snapshot);
    sdn__path_close(&resolved);
    return tempdir_leave(state);
}

static void take(void)
{
    sdn_error err = {0};
    sdn__snapshot_release(&snapshot);
    assert_ok(sdn__snapshot_take(&resolved, &snapshot, &err), err);
}

static bool is_same(void)
{
    bool same = false;
    sdn_error err = {0};
    assert_ok(sdn__snapshot_compare(&resolved, &snapshot, &same, &err), err);
    return same;
}

/* As if the file had been loaded long after its last change. */
static void take_long_after(void)
{
    take();
    snapshot.taken_ns = snapshot.stat.ctime_ns + (int64_t)5 * 1000 * 1000 * 1000;
}

/* Takes the snapshot and reads its content, which a later look may have to be compared with. */
static void load(void)
{
    sdn_content read = {0};
    bool changed = true;
    sdn_error err = {0};
    take();
    assert_ok(sdn__snapshot_read(&resolved, &snapshot, &(sdn_read_options){1 << 20, 1, 1}, &read, &changed, &err), err);
    sdn__free(read.bytes);
    assert_false(changed);
}

static sdn_sys_table uncounted;
static int reads;

static int64_t counted_read_at(int fd, void *bytes, size_t size, int64_t offset)
{
    reads++;
    return uncounted.read_at(fd, bytes, size, offset);
}

static void count_reads(void)
{
    uncounted = sdn__sys;
    reads = 0;
    sdn__sys.read_at = counted_read_at;
}

static void missing_file_has_a_snapshot_too(void **state)
{
    (void)state;
    take();
    assert_false(snapshot.exists);
    assert_int_equal(snapshot.fd, -1);
    assert_true(is_same());
    write_file("x.sdn", "");
    assert_false(is_same());
}

static void unchanged_file_is_the_same(void **state)
{
    (void)state;
    write_file("x.sdn", "text");
    take_long_after();
    assert_true(is_same());
}

static void reading_does_not_change_it(void **state)
{
    (void)state;
    write_file("x.sdn", "text");
    take_long_after();
    assert_string_equal(read_file("x.sdn"), "text");
    assert_true(is_same());
}

/* The stamps of a file written a moment ago do not tell whether it was written again. */
static void fresh_file_is_compared_by_content(void **state)
{
    (void)state;
    write_file("x.sdn", "text");
    load();
    assert_true(snapshot.has_hash);
    count_reads();
    assert_true(is_same());
    assert_int_equal(reads, 2); /* the content and the end */
}

static void doubt_ends_with_the_first_look_that_comes_late_enough(void **state)
{
    (void)state;
    write_file("x.sdn", "text");
    load();
    struct timespec pause = {0, 25 * 1000 * 1000};
    nanosleep(&pause, NULL);
    assert_true(is_same());
    count_reads();
    assert_true(is_same());
    assert_int_equal(reads, 0);
}

static void file_of_an_earlier_time_is_not_read_again(void **state)
{
    (void)state;
    write_file("x.sdn", "text");
    make_older("x.sdn", 100); /* its ctime is that of this call */
    load();
    assert_false(snapshot.has_hash);
    count_reads();
    assert_true(is_same());
    assert_int_equal(reads, 0);
}

static void change_of_the_same_size_within_a_second_is_found(void **state)
{
    (void)state;
    coarse_stamps();
    for (int i = 0; i < 20; i++) {
        write_file("x.sdn", "text");
        load();
        assert_true(is_same());
        write_file("x.sdn", "next");
        assert_false(is_same());
    }
}

static void content_of_many_parts_is_compared_to_the_end(void **state)
{
    enum { SIZE = 600 * 1024 };
    static char text[SIZE + 1];
    (void)state;
    memset(text, 'a', SIZE);
    coarse_stamps();
    write_file("x.sdn", text);
    load();
    assert_true(is_same());
    text[SIZE - 1] = 'b';
    write_file("x.sdn", text);
    assert_false(is_same());
}

static void unreadable_content_is_reported(void **state)
{
    (void)state;
    sdn_error err = {0};
    bool same = false;
    write_file("x.sdn", "text");
    load();
    faults_arm(2, EIO, FAULT_INSTEAD); /* stat_at comes first */
    assert_int_equal(sdn__snapshot_compare(&resolved, &snapshot, &same, &err), SDN_E_IO);
    assert_int_equal(err.os_error, EIO);
}

/* ---- writers ---- */

static void open_for_writing_is_seen_until_it_is_closed(void **state)
{
    only_on_linux("a writer of a file is seen by a lease");
    (void)state;
    write_file("x.sdn", "text");
    take();
    assert_false(sdn__snapshot_is_being_written(&snapshot));
    int fd = sdn__sys.open_at(resolved.directory, "x.sdn", SDN_OPEN_WRITE, 0);
    assert_true(fd >= 0);
    assert_true(sdn__snapshot_is_being_written(&snapshot));
    sdn__sys.close(fd);
    assert_false(sdn__snapshot_is_being_written(&snapshot));
}

/* The question leaves nothing that would delay the next writer. */
static void asking_holds_nobody_up(void **state)
{
    (void)state;
    write_file("x.sdn", "text");
    take();
    assert_false(sdn__snapshot_is_being_written(&snapshot));
    int64_t before = sdn__sys.monotonic_ns();
    int fd = sdn__sys.open_at(resolved.directory, "x.sdn", SDN_OPEN_WRITE, 0);
    assert_true(sdn__sys.monotonic_ns() - before < (int64_t)1000 * 1000 * 1000);
    sdn__sys.close(fd);
}

static int refuse_lease(int fd)
{
    (void)fd;
    return -EACCES;
}

static void file_whose_writers_cannot_be_known_counts_as_at_rest(void **state)
{
    (void)state;
    write_file("x.sdn", "text");
    take();
    sdn__sys.is_being_written = refuse_lease;
    assert_false(sdn__snapshot_is_being_written(&snapshot));
}

static void missing_file_is_at_rest(void **state)
{
    (void)state;
    take();
    assert_false(sdn__snapshot_is_being_written(&snapshot));
}

static void removed_file_is_a_change(void **state)
{
    (void)state;
    write_file("x.sdn", "text");
    take_long_after();
    assert_int_equal(unlink("x.sdn"), 0);
    assert_false(is_same());
}

static void other_size_is_a_change(void **state)
{
    (void)state;
    write_file("x.sdn", "text");
    take_long_after();
    write_file("x.sdn", "longer text");
    assert_false(is_same());
}

static void same_size_with_put_back_mtime_is_a_change(void **state)
{
    (void)state;
    write_file("x.sdn", "text");
    make_older("x.sdn", 100);
    take_long_after();
    struct timespec pause = {0, 20 * 1000 * 1000}; /* past a tick of the kernel */
    nanosleep(&pause, NULL);
    write_file("x.sdn", "next");
    struct timespec times[2] = {
        {(time_t)(snapshot.stat.mtime_ns / 1000000000), (long)(snapshot.stat.mtime_ns % 1000000000)}};
    times[1] = times[0];
    int fd = sdn__sys.open_at(resolved.directory, "x.sdn", SDN_OPEN_WRITE, 0);
    assert_int_equal(futimens(fd, times), 0);
    sdn__sys.close(fd);
    assert_false(is_same());
}

/* Without the open descriptor the new file could get the old one's inode number. */
static void replaced_file_of_same_size_and_times_is_a_change(void **state)
{
    (void)state;
    for (int i = 0; i < 50; i++) {
        write_file("x.sdn", "text");
        take_long_after();
        assert_int_equal(unlink("x.sdn"), 0);
        write_file("x.sdn", "next");
        assert_int_not_equal(file_inode("x.sdn"), snapshot.stat.inode);
        assert_false(is_same());
    }
}

static void refuse(const char *reason)
{
    sdn_error err = {0};
    sdn_snapshot untouched = {.fd = -7};
    assert_int_equal(sdn__snapshot_take(&resolved, &untouched, &err), SDN_E_IO);
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
    sdn__sys.open_at = open_denied;
    refuse("cannot open the file for reading: Permission denied");
}

static void whole_file_is_read_with_padding(void **state)
{
    sdn_content read = {0};
    bool changed = true;
    sdn_error err = {0};
    (void)state;
    write_file("x.sdn", "text");
    take();
    for (int twice = 0; twice < 2; twice++) {
        assert_ok(sdn__snapshot_read(&resolved, &snapshot, &(sdn_read_options){4, 3, 1}, &read, &changed, &err), err);
        assert_int_equal(read.len, 4);
        assert_memory_equal(read.bytes, "text\0\0\0", 7);
        assert_false(changed);
        sdn__free(read.bytes);
    }
}

static void missing_file_reads_as_empty(void **state)
{
    sdn_content read = {.len = 7};
    bool changed = true;
    sdn_error err = {0};
    (void)state;
    take();
    assert_ok(sdn__snapshot_read(&resolved, &snapshot, &(sdn_read_options){0, 1, 1}, &read, &changed, &err), err);
    assert_int_equal(read.len, 0);
    assert_int_equal(read.bytes[0], '\0');
    assert_false(changed);
    sdn__free(read.bytes);
}

static int any_pages(void *start, size_t size)
{
    (void)start, (void)size;
    return 0;
}

static int64_t no_time(void)
{
    return 0;
}

static int64_t slow_clock(void)
{
    static int64_t now_ns;
    return now_ns += 2000000;
}

static void a_large_file_tells_whether_huge_pages_are_slow(void **state)
{
    enum { SIZE = 32 << 20 };
    (void)state;
    write_file("x.sdn", "text");
    assert_int_equal(truncate("x.sdn", SIZE), 0);
    take();
    for (int slow = 0; slow < 2; slow++) {
        sdn_content read = {0};
        bool changed = true;
        sdn_error err = {0};
        sdn_sys_table unchanged = sdn__sys;
        sdn__sys.thread_time_ns = slow ? slow_clock : no_time;
        sdn__sys.prefer_huge_pages = any_pages;
        assert_ok(sdn__snapshot_read(&resolved, &snapshot, &(sdn_read_options){SIZE, 3, 1}, &read, &changed, &err),
                  err);
        sdn__sys = unchanged;
        assert_int_equal(read.pages.huge_are_slow, slow);
        assert_int_equal(read.len, SIZE);
        assert_memory_equal(read.bytes, "text\0", 5);
        assert_memory_equal(read.bytes + SIZE - 1, "\0\0\0\0", 4);
        sdn__free(read.bytes);
    }
}

static void file_over_the_limit_is_refused(void **state)
{
    sdn_content read = {0};
    bool changed = false;
    sdn_error err = {0};
    (void)state;
    write_file("x.sdn", "text");
    take();
    assert_int_equal(sdn__snapshot_read(&resolved, &snapshot, &(sdn_read_options){3, 0, 1}, &read, &changed, &err),
                     SDN_E_LIMIT);
    assert_string_equal(err.message, "x.sdn: the file has 4 bytes, more than the limit of 3; raise the limit or "
                                     "split the file");
    assert_null(read.bytes);
}

static sdn_sys_table real_sys;

static int64_t read_one_byte(int fd, void *bytes, size_t size, int64_t offset)
{
    return real_sys.read_at(fd, bytes, size < 1 ? size : 1, offset);
}

/* More than an allocation may have, which no limit can allow. */
static void file_larger_than_memory_is_refused_whatever_the_limit(void **state)
{
    sdn_content read = {.len = 7};
    bool changed = false;
    sdn_error err = {0};
    (void)state;
    write_file("x.sdn", "text");
    take();
    snapshot.stat.size = INT64_MAX;
    assert_int_equal(
        sdn__snapshot_read(&resolved, &snapshot, &(sdn_read_options){SIZE_MAX, 64, 1}, &read, &changed, &err),
        SDN_E_LIMIT);
    assert_message_has(err, "x.sdn: the file has 9223372036854775807 bytes, more than the limit");
    assert_null(read.bytes);
    assert_int_equal(read.len, 7);
}

static void short_reads_are_put_together(void **state)
{
    sdn_content read = {0};
    bool changed = true;
    sdn_error err = {0};
    (void)state;
    write_file("x.sdn", "text in pieces");
    take();
    real_sys = sdn__sys;
    sdn__sys.read_at = read_one_byte;
    assert_ok(sdn__snapshot_read(&resolved, &snapshot, &(sdn_read_options){100, 1, 1}, &read, &changed, &err), err);
    assert_string_equal(read.bytes, "text in pieces");
    assert_false(changed);
    sdn__free(read.bytes);
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
    real_sys = sdn__sys;
    for (size_t i = 0; i < 2; i++) {
        sdn_content read = {0};
        bool changed = false;
        sdn_error err = {0};
        write_file("x.sdn", "text");
        take();
        sdn__sys.read_at = readers[i];
        assert_ok(sdn__snapshot_read(&resolved, &snapshot, &(sdn_read_options){100, 1, 1}, &read, &changed, &err), err);
        assert_true(changed);
        sdn__free(read.bytes);
    }
}

static int64_t read_while_replaced(int fd, void *bytes, size_t size, int64_t offset)
{
    write_file("new", "entirely new");
    assert_int_equal(rename("new", "x.sdn"), 0);
    return real_sys.read_at(fd, bytes, size, offset);
}

static int forgotten = -ESTALE;

static int stat_of_a_forgotten_file(int fd, sdn_stat *stat)
{
    (void)fd, (void)stat;
    return forgotten;
}

/* As on network file systems, where an open file that was replaced is good for nothing. */
static void file_that_is_known_no_more_is_to_be_read_again(void **state)
{
    static const int errors[] = {-ESTALE, -ENOENT};
    (void)state;
    write_file("x.sdn", "text");
    take();
    sdn__sys.stat_fd = stat_of_a_forgotten_file;
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
        sdn_content read = {0};
        bool changed = false;
        sdn_error err = {0};
        forgotten = errors[i];
        assert_ok(sdn__snapshot_read(&resolved, &snapshot, &(sdn_read_options){100, 1, 1}, &read, &changed, &err), err);
        assert_true(changed);
        sdn__free(read.bytes);
    }
}

static void file_replaced_while_read_is_read_whole(void **state)
{
    sdn_content read = {0};
    bool changed = true;
    sdn_error err = {0};
    (void)state;
    write_file("x.sdn", "text");
    take();
    real_sys = sdn__sys;
    sdn__sys.read_at = read_while_replaced;
    assert_ok(sdn__snapshot_read(&resolved, &snapshot, &(sdn_read_options){100, 1, 1}, &read, &changed, &err), err);
    assert_string_equal(read.bytes, "text");
    assert_false(changed);
    assert_false(is_same());
    sdn__free(read.bytes);
}

/* ---- with several threads ---- */

enum { PIECE = 64 << 10, PIECES = 20, LARGE = PIECE * PIECES - 1000 };

/* What read_at does in piece i: reads at most so many bytes, or fails, if less than 0. */
static int64_t outcomes[PIECES];

static int64_t read_piece_as_told(int fd, void *bytes, size_t size, int64_t offset)
{
    size_t piece = (size_t)offset / PIECE;
    if (outcomes[piece] < 0)
        return outcomes[piece];
    int64_t left = outcomes[piece] - offset % PIECE;
    return left > 0 ? real_sys.read_at(fd, bytes, size < (size_t)left ? size : (size_t)left, offset) : 0;
}

static sdn_read_sizes usual_sizes;

static void write_large_file(char *text)
{
    for (size_t i = 0; i < LARGE; i++)
        text[i] = (char)('a' + i * 7 % 23 + i / PIECE % 3);
    text[LARGE] = '\0';
    write_file("x.sdn", text);
    take();
}

/* Reads the large file with that many threads, in pieces that end as `outcomes` says. */
static sdn_code read_large(unsigned threads, sdn_content *read, bool *changed, sdn_error *err)
{
    real_sys = sdn__sys;
    usual_sizes = sdn__read_sizes_in_use;
    sdn__sys.read_at = read_piece_as_told;
    sdn__read_sizes_in_use = (sdn_read_sizes){.least = LARGE - 1, .piece = PIECE};
    sdn_code code =
        sdn__snapshot_read(&resolved, &snapshot, &(sdn_read_options){LARGE, 2, threads}, read, changed, err);
    sdn__read_sizes_in_use = usual_sizes;
    sdn__sys = real_sys;
    return code;
}

static void read_pieces_whole(void)
{
    for (size_t i = 0; i < PIECES; i++)
        outcomes[i] = PIECE;
}

static void several_threads_read_what_one_reads(void **state)
{
    (void)state;
    char *text = malloc(LARGE + 1);
    assert_non_null(text);
    write_large_file(text);
    read_pieces_whole();
    for (unsigned threads = 0; threads < 10; threads++) {
        sdn_content read = {0};
        bool changed = true;
        sdn_error err = {0};
        assert_ok(read_large(threads, &read, &changed, &err), err);
        assert_int_equal(read.len, LARGE);
        assert_memory_equal(read.bytes, text, LARGE);
        assert_memory_equal(read.bytes + LARGE, "\0\0", 2);
        assert_false(changed);
        sdn__free(read.bytes);
    }
    free(text);
}

/* The first thing that goes wrong in the file counts, whichever thread meets it first. */
static void of_several_failures_that_at_the_lowest_offset_counts(void **state)
{
    (void)state;
    char *text = malloc(LARGE + 1);
    assert_non_null(text);
    write_large_file(text);
    for (unsigned i = 0; i < 60; i++) {
        size_t failing = i % PIECES, other = (i * 7 + 3) % PIECES;
        sdn_content read = {.len = 7};
        bool changed = false;
        sdn_error err = {0};
        read_pieces_whole();
        outcomes[other] = -ENODEV;
        outcomes[failing] = i < 30 ? -EIO : 100;
        int first = other < failing ? ENODEV : i < 30 ? EIO : 0;
        sdn_code code = read_large(1 + i % 4, &read, &changed, &err);
        if (first == 0) {
            assert_ok(code, err); /* a file that became shorter while it was read */
            assert_true(changed);
            assert_memory_equal(read.bytes, text, failing * PIECE + 100);
            sdn__free(read.bytes);
            continue;
        }
        assert_int_equal(code, SDN_E_IO);
        assert_int_equal(err.os_error, first);
        assert_null(read.bytes);
        assert_int_equal(read.len, 7);
    }
    free(text);
}

static sdn_code take_and_read(sdn_error *err)
{
    sdn_content read = {0};
    bool changed;
    bool same;
    sdn__snapshot_release(&snapshot);
    sdn_code code = sdn__snapshot_take(&resolved, &snapshot, err);
    if (code == SDN_OK)
        code = sdn__snapshot_read(&resolved, &snapshot, &(sdn_read_options){100, 1, 1}, &read, &changed, err);
    if (code == SDN_OK)
        code = sdn__snapshot_compare(&resolved, &snapshot, &same, err);
    sdn__free(read.bytes);
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
        sdn__snapshot_release(&snapshot);
        assert_int_equal(count_open_descriptors(), open_before);
        if (!fired)
            break;
        assert_int_equal(code, SDN_E_IO);
        assert_int_equal(err.os_error, EIO);
    }
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, open_path, close_path)

static void missing_file_has_no_content_to_keep(void **state)
{
    (void)state;
    take();
    assert_int_equal(sdn__snapshot_keep_hash(&snapshot), 0);
    assert_false(snapshot.has_hash);
}

/* Programs set such stamps; that the file system keeps fractions shows in the other one. */
static void stamp_of_a_whole_second_does_not_mean_a_coarse_file_system(void **state)
{
    const int64_t second = 1000 * 1000 * 1000;
    (void)state;
    write_file("x.sdn", "text");
    for (int is_coarse = 0; is_coarse < 2; is_coarse++) {
        take();
        snapshot.stat.mtime_ns = 100 * second;
        snapshot.stat.ctime_ns = is_coarse ? 100 * second : 100 * second - second / 2;
        snapshot.taken_ns = snapshot.stat.ctime_ns + second;
        assert_int_equal(sdn__snapshot_keep_hash(&snapshot), 0);
        assert_int_equal(snapshot.has_hash, is_coarse);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(missing_file_has_a_snapshot_too),
        TEST(unchanged_file_is_the_same),
        TEST(reading_does_not_change_it),
        TEST(fresh_file_is_compared_by_content),
        TEST(doubt_ends_with_the_first_look_that_comes_late_enough),
        TEST(file_of_an_earlier_time_is_not_read_again),
        TEST(change_of_the_same_size_within_a_second_is_found),
        TEST(content_of_many_parts_is_compared_to_the_end),
        TEST(unreadable_content_is_reported),
        TEST(open_for_writing_is_seen_until_it_is_closed),
        TEST(asking_holds_nobody_up),
        TEST(file_whose_writers_cannot_be_known_counts_as_at_rest),
        TEST(missing_file_is_at_rest),
        TEST(removed_file_is_a_change),
        TEST(other_size_is_a_change),
        TEST(same_size_with_put_back_mtime_is_a_change),
        TEST(replaced_file_of_same_size_and_times_is_a_change),
        TEST(directory_is_refused),
        TEST(pipe_is_refused_without_waiting),
        TEST(link_that_appears_later_is_refused),
        TEST(unreadable_file_is_refused),
        TEST(whole_file_is_read_with_padding),
        TEST(a_large_file_tells_whether_huge_pages_are_slow),
        TEST(missing_file_reads_as_empty),
        TEST(file_over_the_limit_is_refused),
        TEST(short_reads_are_put_together),
        TEST(file_written_while_read_is_reported),
        TEST(file_that_is_known_no_more_is_to_be_read_again),
        TEST(file_replaced_while_read_is_read_whole),
        TEST(several_threads_read_what_one_reads),
        TEST(of_several_failures_that_at_the_lowest_offset_counts),
        TEST(every_failing_call_is_reported_and_nothing_stays_open),
        TEST(socket_is_refused),
        TEST(file_larger_than_memory_is_refused_whatever_the_limit),
        TEST(missing_file_has_no_content_to_keep),
        TEST(stamp_of_a_whole_second_does_not_mean_a_coarse_file_system),
    };
    return run_cases(argc, argv, tests);
}
