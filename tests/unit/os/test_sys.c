#define _GNU_SOURCE /* F_GETSIG */

#include "test.h"

#include "child.h"
#include "files.h"
#include "tempdir.h"
#include "outcome.h"

#include <sdn/atomic_file.h>

#include "os/sys.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/syscall.h>
#endif

static sdn_sys_table real_sys;

static int open_here(const char *name, unsigned flags)
{
    return sdn__sys.open_at(SDN_WORKING_DIRECTORY, name, flags, 0666);
}

static void failures_are_negative_errno_values(void **state)
{
    sdn_stat stat;
    (void)state;
    assert_int_equal(open_here("missing", SDN_OPEN_READ), -ENOENT);
    assert_int_equal(sdn__sys.stat_at(SDN_WORKING_DIRECTORY, "missing", &stat), -ENOENT);
    assert_int_equal(sdn__sys.read_at(-1, &stat, sizeof stat, 0), -EBADF);
    assert_int_equal(sdn__sys.write(-1, "x", 1), -EBADF);
    assert_int_equal(sdn__sys.close(-1), -EBADF);
}

static void open_flags_mean_what_they_say(void **state)
{
    (void)state;
    write_file("file", "text");
    assert_int_equal(symlink("file", "link"), 0);
    assert_int_equal(mkfifo("pipe", 0666), 0);
    assert_int_equal(open_here("file", SDN_OPEN_WRITE | SDN_OPEN_CREATE), -EEXIST);
    assert_int_equal(open_here("link", SDN_OPEN_READ | SDN_OPEN_NOFOLLOW), -ELOOP);
    assert_int_equal(open_here("file", SDN_OPEN_READ | SDN_OPEN_DIRECTORY), -ENOTDIR);
    int fd = open_here("pipe", SDN_OPEN_READ | SDN_OPEN_NONBLOCK);
    assert_true(fd >= 0);
    assert_int_equal(sdn__sys.close(fd), 0);
    fd = open_here("file", SDN_OPEN_READ);
    assert_int_equal(sdn__sys.write(fd, "x", 1), -EBADF);
    assert_int_equal(sdn__sys.close(fd), 0);
}

static void stat_tells_kinds_apart(void **state)
{
    static const struct {
        const char *name;
        sdn_file_kind kind;
    } cases[] = {
        {"file", SDN_KIND_REGULAR},
        {"directory", SDN_KIND_DIRECTORY},
        {"link", SDN_KIND_SYMLINK},
        {"pipe", SDN_KIND_OTHER},
    };
    (void)state;
    write_file("file", "text");
    assert_int_equal(mkdir("directory", 0777), 0);
    assert_int_equal(symlink("file", "link"), 0);
    assert_int_equal(mkfifo("pipe", 0666), 0);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        sdn_stat stat;
        assert_int_equal(sdn__sys.stat_at(SDN_WORKING_DIRECTORY, cases[i].name, &stat), 0);
        assert_int_equal(stat.kind, cases[i].kind);
    }
}

static void exclusive_rename_replaces_nothing(void **state)
{
    (void)state;
    write_file("a", "a");
    write_file("b", "b");
    int error = sdn__sys.rename_new_at(SDN_WORKING_DIRECTORY, "a", "b");
    if (error == -EOPNOTSUPP)
        skip();
    assert_int_equal(error, -EEXIST);
    assert_string_equal(read_file("b"), "b");
    assert_int_equal(sdn__sys.rename_new_at(SDN_WORKING_DIRECTORY, "a", "c"), 0);
    assert_string_equal(read_file("c"), "a");
}

static void exchange_gives_each_file_the_other_name(void **state)
{
    (void)state;
    write_file("a", "a");
    write_file("b", "b");
    int error = sdn__sys.exchange_at(SDN_WORKING_DIRECTORY, "a", "b");
    if (error == -EOPNOTSUPP)
        skip();
    assert_int_equal(error, 0);
    assert_string_equal(read_file("a"), "b");
    assert_string_equal(read_file("b"), "a");
    assert_int_equal(sdn__sys.exchange_at(SDN_WORKING_DIRECTORY, "a", "c"), -ENOENT);
    assert_string_equal(read_file("a"), "b");
}

/* Every way to have a file open for writing counts, that of another descriptor of the same process too. */
static void whoever_has_a_file_open_for_writing_is_seen(void **state)
{
    only_on_linux("a writer of a file is seen by a lease");
    static const unsigned ways[] = {SDN_OPEN_WRITE, SDN_OPEN_READ | SDN_OPEN_WRITE};
    (void)state;
    write_file("file", "text");
    int fd = sdn__sys.open_at(SDN_WORKING_DIRECTORY, "file", SDN_OPEN_READ, 0);
    int reader = sdn__sys.open_at(SDN_WORKING_DIRECTORY, "file", SDN_OPEN_READ, 0);
    assert_int_equal(sdn__sys.is_being_written(fd), 0);
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        int writer = sdn__sys.open_at(SDN_WORKING_DIRECTORY, "file", ways[i], 0);
        assert_int_equal(sdn__sys.is_being_written(fd), 1);
        assert_int_equal(sdn__sys.close(writer), 0);
        assert_int_equal(sdn__sys.is_being_written(fd), 0);
    }
    sdn__sys.close(reader);
    sdn__sys.close(fd);
}

/* The choice of a signal outlives the asking where the answer is yes. A later test sees it sent, if the moments
 * meet. */
static void signal_of_whoever_opens_a_file_that_is_asked_about_is_one_that_is_ignored(void **state)
{
    (void)state;
    write_file("file", "text");
    int fd = open_here("file", SDN_OPEN_READ), writer = open_here("file", SDN_OPEN_WRITE);
    if (sdn__sys.is_being_written(fd) == 1)
        assert_int_equal(fcntl(fd, F_GETSIG), SIGURG);
    sdn__sys.close(writer);
    sdn__sys.close(fd);
}

/* Opens the file for writing, again and again, until nobody listens any more. */
static int write_all_the_time(child *parent, void *context)
{
    (void)context;
    child_say(parent);
    while (getppid() == parent->pid) {
        int writer = open_here("file", SDN_OPEN_WRITE);
        sdn__sys.close(writer);
    }
    return 0;
}

static int ask_many_times(child *parent, void *context)
{
    (void)parent, (void)context;
    int fd = open_here("file", SDN_OPEN_READ);
    for (int i = 0; i < 50000; i++)
        (void)sdn__sys.is_being_written(fd);
    sdn__sys.close(fd);
    return 0;
}

/* Who opens the file while it is asked about makes the system send a signal. */
static void asking_who_writes_does_not_end_the_process(void **state)
{
    (void)state;
    write_file("file", "text");
    child writer = child_start(write_all_the_time, NULL);
    assert_true(child_hear(&writer));
    child asker = child_start(ask_many_times, NULL);
    assert_int_equal(child_finish(&asker), 0);
    child_kill(&writer);
}

static void directory_can_be_opened_to_start_paths_from(void **state)
{
    sdn_stat stat;
    (void)state;
    assert_int_equal(mkdir("directory", 0777), 0);
    write_file("directory/file", "text");
    int fd = sdn__sys.open_at(SDN_WORKING_DIRECTORY, "directory", SDN_OPEN_DIRECTORY, 0);
    assert_true(fd >= 0);
    assert_int_equal(sdn__sys.stat_at(fd, "file", &stat), 0);
    assert_int_equal(stat.size, 4);
    sdn__sys.close(fd);
}

static int count_name(void *context, const char *name)
{
    assert_true(name[0] == 'n');
    ++*(int *)context;
    return 0;
}

static int stop_at_once(void *context, const char *name)
{
    (void)context, (void)name;
    return 42;
}

static void listing_shows_each_name_once_and_can_be_ended(void **state)
{
    int count = 0;
    (void)state;
    write_file("n1", "");
    write_file("n2", "");
    int directory = open_here(".", SDN_OPEN_READ | SDN_OPEN_DIRECTORY);
    for (int twice = 1; twice <= 2; twice++) {
        assert_int_equal(sdn__sys.list(directory, count_name, &count), 0);
        assert_int_equal(count, 2 * twice);
    }
    assert_int_equal(sdn__sys.list(directory, stop_at_once, NULL), 42);
    sdn__sys.close(directory);
}

/* More than the system gives at once. */
static void listing_of_many_names_shows_each_once(void **state)
{
    enum { MANY = 500 };
    int count = 0;
    (void)state;
    for (int i = 0; i < MANY; i++) {
        char name[64];
        snprintf(name, sizeof name, "n%.*s%d", i % 40, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", i);
        write_file(name, "");
    }
    int directory = open_here(".", SDN_OPEN_READ | SDN_OPEN_DIRECTORY);
    assert_int_equal(sdn__sys.list(directory, count_name, &count), 0);
    assert_int_equal(count, MANY);
    sdn__sys.close(directory);
}

static void watch_reports_a_removed_name(void **state)
{
    (void)state;
    int watch = sdn__sys.watch_open();
    if (watch < 0)
        skip();
    write_file("file", "text");
    int fd = open_here("file", SDN_OPEN_READ);
    assert_int_equal(sdn__sys.watch_add(watch, fd), 0);
    assert_int_equal(sdn__sys.watch_wait(watch, 1000000), 0);
    assert_int_equal(unlink("file"), 0);
    assert_int_equal(sdn__sys.watch_wait(watch, 1000000), 1);
    assert_int_equal(sdn__sys.watch_wait(watch, 1000000), 0);
    sdn__sys.close(fd);
    sdn__sys.close(watch);
}

static void watch_that_cannot_be_is_an_error(void **state)
{
    (void)state;
    int watch = sdn__sys.watch_open();
    if (watch < 0)
        skip();
    int closed = open_here(".", SDN_OPEN_READ | SDN_OPEN_DIRECTORY);
    assert_int_equal(sdn__sys.close(closed), 0);
    assert_int_equal(sdn__sys.watch_add(watch, closed), -ENOENT);
    assert_int_equal(sdn__sys.watch_wait(watch, -1), -EINVAL);
    sdn__sys.close(watch);
}

static void texts_are_cut_to_fit(void **state)
{
    only_on_linux("POSIX knows no name of the program");
    char text[4] = "xxx";
    (void)state;
    (void)sdn__sys.program_name(text, sizeof text);
    assert_string_equal(text, "tes");
    (void)sdn__sys.host_name(text, sizeof text);
    assert_int_equal(text[3], '\0');
    (void)sdn__sys.boot_id(text, sizeof text);
    assert_int_equal(text[3], '\0');
}

static volatile sig_atomic_t signals;

static void count_signal(int number)
{
    (void)number;
    signals++;
}

static void set_storm(long interval_us)
{
    const struct itimerval timer = {{0, interval_us}, {0, interval_us}};
    assert_int_equal(setitimer(ITIMER_REAL, &timer, NULL), 0);
}

static void signal_ends_a_wait(void **state)
{
    struct sigaction action = {.sa_handler = count_signal};
    (void)state;
    int watch = sdn__sys.watch_open();
    if (watch < 0)
        skip();
    assert_int_equal(sigaction(SIGALRM, &action, NULL), 0);
    double start = now_ms();
    set_storm(5000);
    int result = sdn__sys.watch_wait(watch, (int64_t)60 * 1000 * 1000 * 1000);
    set_storm(0);
    assert_int_equal(result, 0);
    assert_true(now_ms() - start < 30000);
    sdn__sys.close(watch);
}

static sdn_code save_once(sdn_error *err)
{
    sdn_lock *lock = NULL;
    sdn_atomic_file *file = NULL;
    sdn_code code = acquire_lock("x.sdn", NULL, &lock, err);
    if (code == SDN_OK)
        code = create_file("x.sdn", lock, NULL, &file, err);
    if (code == SDN_OK)
        code = sdn_atomic_file_write(file, "text", 4, err);
    if (code == SDN_OK)
        code = sdn_atomic_file_commit(&file, err);
    sdn_atomic_file_discard(&file);
    sdn_lock_release(lock);
    return code;
}

static void signals_do_not_fail_a_save(void **state)
{
    struct sigaction action = {.sa_handler = count_signal}; /* without SA_RESTART */
    sdn_error err = {0};
    sdn_code code = SDN_OK;
    (void)state;
    signals = 0;
    assert_int_equal(sigaction(SIGALRM, &action, NULL), 0);
    set_storm(200);
    for (int i = 0; i < 200 && code == SDN_OK; i++)
        code = save_once(&err);
    set_storm(0);
    assert_ok(code, err);
    assert_true(signals > 10);
}

/* --- A program that has closed its standard streams --- */

static const char stray_text[] = "a warning of the program\n";

/* What a thread of such a program does at any moment. */
static void write_to_standard_streams(void)
{
    for (int fd = 0; fd <= 2; fd++) {
        ssize_t wrote = write(fd, stray_text, sizeof stray_text - 1);
        (void)wrote;
    }
}

static int64_t write_among_strays(int fd, const void *bytes, size_t size)
{
    write_to_standard_streams();
    return real_sys.write(fd, bytes, size);
}

static int64_t write_at_among_strays(int fd, const void *bytes, size_t size, int64_t offset)
{
    int64_t result = real_sys.write_at(fd, bytes, size, offset);
    write_to_standard_streams();
    return result;
}

static sdn_code save_unlocked(sdn_error *err)
{
    sdn_atomic_file *file = NULL;
    sdn_code code = create_file("y.sdn", NULL, NULL, &file, err);
    if (code == SDN_OK)
        code = sdn_atomic_file_write(file, "text", 4, err);
    return code == SDN_OK ? sdn_atomic_file_commit(&file, err) : code;
}

static bool lock_file_reads_as_written(sdn_error *err)
{
    sdn_lock *lock = NULL;
    if (acquire_lock("x.sdn", NULL, &lock, err) != SDN_OK)
        return false;
    bool is_clean = strstr(read_file("x.sdn.lock"), "warning") == NULL;
    sdn_lock_release(lock);
    return is_clean;
}

static int save_without_standard_streams(child *parent, void *context)
{
    sdn_error err = {0};
    (void)parent, (void)context;
    for (int fd = 0; fd <= 2; fd++)
        (void)close(fd);
    real_sys = sdn__sys;
    sdn__sys.write = write_among_strays;
    sdn__sys.write_at = write_at_among_strays;
    return save_once(&err) == SDN_OK && save_unlocked(&err) == SDN_OK && lock_file_reads_as_written(&err) ? 0 : 1;
}

static void what_is_written_to_closed_standard_streams_stays_out_of_the_file(void **state)
{
    (void)state;
    child one = child_start(save_without_standard_streams, NULL);
    assert_int_equal(child_finish(&one), 0);
    assert_string_equal(read_file("x.sdn"), "text");
    assert_string_equal(read_file("y.sdn"), "text");
    assert_int_equal(count_names("."), 4);
}

static int note_name(void *context, const char *name)
{
    (void)context, (void)name;
    for (int fd = 0; fd <= 2; fd++)
        if (fcntl(fd, F_GETFD) != -1)
            return 1;
    return 0;
}

/* Every call that makes a descriptor, with all of the low numbers free. */
static int open_without_standard_streams(child *parent, void *context)
{
    unsigned char byte;
    char text[64];
    (void)parent, (void)context;
    for (int fd = 0; fd <= 2; fd++)
        (void)close(fd);
    int fds[] = {open_here(".", SDN_OPEN_READ | SDN_OPEN_DIRECTORY), open_here("new", SDN_OPEN_WRITE | SDN_OPEN_CREATE),
                 sdn__sys.open_unnamed(SDN_WORKING_DIRECTORY, 0600), sdn__sys.watch_open()};
    for (size_t i = 0; i < sizeof fds / sizeof fds[0]; i++)
        if (fds[i] >= 0 && (fds[i] < 3 || (fcntl(fds[i], F_GETFD) & FD_CLOEXEC) == 0))
            return 10 + (int)i;
    (void)sdn__sys.random(&byte, 1);
    (void)sdn__sys.boot_id(text, sizeof text);
    return sdn__sys.list(fds[0], note_name, NULL) + note_name(NULL, "");
}

static void no_descriptor_takes_the_number_of_a_standard_stream(void **state)
{
    (void)state;
    child one = child_start(open_without_standard_streams, NULL);
    assert_int_equal(child_finish(&one), 0);
}

/* The last free descriptor is a low one: there is nowhere to move it. */
static int open_with_the_last_descriptor(child *parent, void *context)
{
    struct rlimit limit;
    (void)parent, (void)context;
    (void)close(0);
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return 2;
    limit.rlim_cur = 3; /* the hard limit stays, which valgrind does not let go down */
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
        return 2;
    if (open_here(".", SDN_OPEN_READ) >= 0)
        return 4;
    int fd = open_here("new", SDN_OPEN_WRITE | SDN_OPEN_CREATE);
    return fd == -EINVAL || fd == -EMFILE ? access("new", F_OK) == 0 : 3;
}

static void file_that_cannot_be_opened_above_the_standard_streams_is_not_made(void **state)
{
    (void)state;
    child one = child_start(open_with_the_last_descriptor, NULL);
    assert_int_equal(child_finish(&one), 0);
}

/* 0 if this process is known by its own id, and by that of no other one. Asked often, because what is asked often is
 * noted. */
static int know_own_id(child *parent, void *context)
{
    bool is_known = true;
    (void)parent, (void)context;
    for (int i = 0; i < 1000; i++)
        is_known = is_known && sdn__sys.process_id() == getpid();
    return is_known ? 0 : 1;
}

static void forked_child_has_an_id_of_its_own(void **state)
{
    (void)state;
    assert_int_equal(know_own_id(NULL, NULL), 0);
    child one = child_start(know_own_id, NULL);
    assert_int_equal(child_finish(&one), 0);
    assert_int_equal(know_own_id(NULL, NULL), 0);
}

/* Such a child runs no fork handlers. */
static void child_of_a_bare_clone_has_an_id_of_its_own(void **state)
{
    only_on_linux("other systems have no such call");
    (void)state;
#ifdef __linux__
    int status = -1;
    assert_int_equal(know_own_id(NULL, NULL), 0);
#ifdef __s390__
    long made = syscall(SYS_clone, 0, SIGCHLD, 0, 0, 0); /* its own order: the stack comes first */
#else
    long made = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
#endif
    if (made == 0)
        _exit(know_own_id(NULL, NULL));
    assert_true(made > 0);
    assert_int_equal(waitpid((pid_t)made, &status, 0), (pid_t)made);
    assert_int_equal(status, 0);
#endif
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_IN_TEMPDIR(failures_are_negative_errno_values),
        TEST_IN_TEMPDIR(open_flags_mean_what_they_say),
        TEST_IN_TEMPDIR(stat_tells_kinds_apart),
        TEST_IN_TEMPDIR(exclusive_rename_replaces_nothing),
        TEST_IN_TEMPDIR(exchange_gives_each_file_the_other_name),
        TEST_IN_TEMPDIR(whoever_has_a_file_open_for_writing_is_seen),
        TEST_IN_TEMPDIR(directory_can_be_opened_to_start_paths_from),
        TEST_IN_TEMPDIR(listing_shows_each_name_once_and_can_be_ended),
        TEST_IN_TEMPDIR(listing_of_many_names_shows_each_once),
        TEST_IN_TEMPDIR(watch_reports_a_removed_name),
        TEST_IN_TEMPDIR(signal_of_whoever_opens_a_file_that_is_asked_about_is_one_that_is_ignored),
        TEST_IN_TEMPDIR(asking_who_writes_does_not_end_the_process),
        TEST_IN_TEMPDIR(texts_are_cut_to_fit),
        TEST_IN_TEMPDIR(signals_do_not_fail_a_save),
        TEST_IN_TEMPDIR(watch_that_cannot_be_is_an_error),
        TEST_IN_TEMPDIR(signal_ends_a_wait),
        TEST_IN_TEMPDIR(what_is_written_to_closed_standard_streams_stays_out_of_the_file),
        TEST_IN_TEMPDIR(no_descriptor_takes_the_number_of_a_standard_stream),
        TEST_IN_TEMPDIR(file_that_cannot_be_opened_above_the_standard_streams_is_not_made),
        TEST_IN_TEMPDIR(forked_child_has_an_id_of_its_own),
        TEST_IN_TEMPDIR(child_of_a_bare_clone_has_an_id_of_its_own),
    };
    return run_cases(argc, argv, tests);
}
