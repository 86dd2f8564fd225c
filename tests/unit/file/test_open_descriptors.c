/* Descriptors that a forked child must not keep, and which locks a thread holds. */
#define _POSIX_C_SOURCE 200809L

#include "test.h"

#include "child.h"
#include "files.h"
#include "tempdir.h"

#include "file/open_descriptors.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

static sdn_descriptor first, second, third;

static void open_at(sdn_descriptor *descriptor, const char *name)
{
    *descriptor = (sdn_descriptor)SDN_DESCRIPTOR_INIT;
    assert_true(sdn__descriptor_open_at(descriptor, AT_FDCWD, name, SDN_OPEN_READ, 0) >= 0);
}

static bool is_open(int fd)
{
    return fcntl(fd, F_GETFD) >= 0;
}

/* In a child: 0 if what the parent opened is closed and marked as such. */
static int count_kept(child *parent, void *context)
{
    const int *fds = context;
    (void)parent;
    return is_open(fds[0]) + is_open(fds[1]) + (first.fd != -1) + (second.fd != -1);
}

static void a_forked_child_has_none_of_them(void **state)
{
    (void)state;
    write_file("a", "");
    open_at(&first, "a");
    open_at(&second, "a");
    int fds[] = {first.fd, second.fd};
    child one = child_start(count_kept, fds);
    assert_int_equal(child_finish(&one), 0);
    assert_true(is_open(fds[0]) && is_open(fds[1]));
    assert_int_equal(sdn__descriptor_close(&first), 0);
    assert_int_equal(sdn__descriptor_close(&second), 0);
    assert_false(is_open(fds[0]) || is_open(fds[1]));
}

/* In a child: whether the descriptor that is not listed any more is open. */
static int is_kept(child *parent, void *context)
{
    (void)parent;
    return is_open(*(const int *)context);
}

static void what_is_forgotten_stays_open_in_a_child(void **state)
{
    (void)state;
    write_file("a", "");
    open_at(&first, "a");
    int fd = first.fd;
    sdn__descriptor_forget(&first);
    assert_int_equal(first.fd, -1);
    child one = child_start(is_kept, &fd);
    assert_int_equal(child_finish(&one), 1);
    close(fd);
}

/* The list keeps the others, whichever of them is closed first. */
static void they_are_closed_in_any_order(void **state)
{
    (void)state;
    write_file("a", "");
    size_t before = count_open_descriptors();
    open_at(&first, "a");
    open_at(&second, "a");
    open_at(&third, "a");
    assert_int_equal(sdn__descriptor_close(&second), 0);
    sdn__descriptor_close_last(&first);
    assert_int_equal(sdn__descriptor_close(&third), 0);
    assert_int_equal(first.fd & second.fd & third.fd, -1);
    assert_int_equal(count_open_descriptors(), before);
}

static void closing_what_is_closed_does_nothing(void **state)
{
    (void)state;
    first = (sdn_descriptor)SDN_DESCRIPTOR_INIT;
    assert_int_equal(sdn__descriptor_close(&first), 0);
    sdn__descriptor_close_last(&first);
    assert_int_equal(first.fd, -1);
}

static void what_cannot_be_opened_stays_closed(void **state)
{
    (void)state;
    first = (sdn_descriptor)SDN_DESCRIPTOR_INIT;
    assert_int_equal(sdn__descriptor_open_at(&first, AT_FDCWD, "missing", SDN_OPEN_READ, 0), -ENOENT);
    assert_int_equal(first.fd, -1);
}

static void *ask_in_another_thread(void *file)
{
    static bool found;
    found = sdn__descriptor_is_held_here(file);
    return &found;
}

static void a_lock_is_held_by_the_thread_that_marked_it(void **state)
{
    (void)state;
    sdn_stat file, other;
    pthread_t thread;
    void *found;
    write_file("a", "");
    write_file("b", "");
    open_at(&first, "a");
    assert_int_equal(sdn__sys.stat_fd(first.fd, &file), 0);
    assert_int_equal(sdn__sys.stat_at(AT_FDCWD, "b", &other), 0);
    assert_false(sdn__descriptor_is_held_here(&file));
    sdn__descriptor_mark_held(&first, &file);
    assert_true(sdn__descriptor_is_held_here(&file));
    assert_false(sdn__descriptor_is_held_here(&other));
    assert_int_equal(pthread_create(&thread, NULL, ask_in_another_thread, &file), 0);
    assert_int_equal(pthread_join(thread, &found), 0);
    assert_false(*(bool *)found);
    sdn__descriptor_close_last(&first);
    assert_false(sdn__descriptor_is_held_here(&file));
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_IN_TEMPDIR(a_forked_child_has_none_of_them),
        TEST_IN_TEMPDIR(what_is_forgotten_stays_open_in_a_child),
        TEST_IN_TEMPDIR(they_are_closed_in_any_order),
        TEST_IN_TEMPDIR(closing_what_is_closed_does_nothing),
        TEST_IN_TEMPDIR(what_cannot_be_opened_stays_closed),
        TEST_IN_TEMPDIR(a_lock_is_held_by_the_thread_that_marked_it),
    };
    return run_cases(argc, argv, tests);
}
