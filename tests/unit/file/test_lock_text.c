/* The text of a lock file: what is read of our own, of other programs', and of damaged ones. */
#define _POSIX_C_SOURCE 200809L

#include "test.h"

#include "files.h"
#include "locking.h"
#include "poor_system.h"
#include "tempdir.h"

#include "file/lock_private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static sdn_lock_text text_of(const char *path)
{
    sdn_lock_text text;
    int fd = open(path, O_RDONLY);
    assert_true(fd >= 0);
    assert_int_equal(sdn__lock_text_read(fd, &text), 0);
    close(fd);
    return text;
}

static sdn_lock_text read_back(const char *content)
{
    write_file("x", content);
    return text_of("x");
}

static void a_text_of_ours_is_read_as_written(void **state)
{
    only_on_linux("POSIX knows no name of the program");
    (void)state;
    char host[64] = "", program[64] = "";
    sdn_lock *lock = must_acquire();
    sdn_lock_text text = text_of(LOCK_FILE);
    (void)sdn__sys.host_name(host, sizeof host);
    (void)sdn__sys.program_name(program, sizeof program);
    assert_true(text.is_ours);
    assert_false(text.empty);
    assert_int_equal(text.process, getpid());
    assert_string_equal(text.host, host);
    assert_string_equal(text.program, program);
    sdn_lock_release(lock);
}

static void of_other_programs_only_the_process_is_known(void **state)
{
    (void)state;
    sdn_lock_text text = read_back("4711\n0000000000000000\nother 1\nhost\nboot\nprogram\n");
    assert_false(text.is_ours);
    assert_false(text.empty);
    assert_int_equal(text.process, 4711);
    assert_string_equal(text.host, "");
    assert_int_equal(read_back("some text").process, 0);
}

static void missing_lines_are_unknown(void **state)
{
    (void)state;
    sdn_lock_text text = read_back("12\n0000000000000000\nsdn-lock 1\nhost");
    assert_true(text.is_ours);
    assert_string_equal(text.host, "host");
    assert_string_equal(text.boot_id, "");
    assert_string_equal(text.program, "");
}

static void long_lines_are_cut(void **state)
{
    (void)state;
    char content[SDN_LOCK_TEXT_SIZE + 100] = "1\n0000000000000000\nsdn-lock 1\n";
    size_t start = strlen(content);
    memset(content + start, 'h', sizeof content - 1 - start);
    sdn_lock_text text = read_back(content);
    assert_int_equal(strlen(text.host), sizeof text.host - 1);
    assert_string_equal(text.boot_id, "");
}

static void nothing_and_zeros_are_empty(void **state)
{
    (void)state;
    static const char zeros[20];
    assert_true(read_back("").empty);
    write_file("x", "");
    int fd = open("x", O_WRONLY);
    assert_int_equal(write(fd, zeros, sizeof zeros), sizeof zeros);
    assert_true(text_of("x").empty);
    assert_int_equal(write(fd, "x", 1), 1);
    close(fd);
    assert_false(text_of("x").empty);
}

static void a_read_that_fails_gives_an_empty_text(void **state)
{
    (void)state;
    sdn_lock_text text = {.is_ours = true, .process = 5};
    assert_int_equal(sdn__lock_text_read(-1, &text), -EBADF);
    assert_false(text.is_ours || text.empty);
    assert_int_equal(text.process, 0);
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
    assert_non_null(strstr(read_file(LOCK_FILE), "\nsdn-lock 1\nbox?4711?\n"));
    sdn_lock_release(lock);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_IN_TEMPDIR(a_text_of_ours_is_read_as_written),
        TEST_IN_TEMPDIR(of_other_programs_only_the_process_is_known),
        TEST_IN_TEMPDIR(missing_lines_are_unknown),
        TEST_IN_TEMPDIR(long_lines_are_cut),
        TEST_IN_TEMPDIR(nothing_and_zeros_are_empty),
        TEST_IN_TEMPDIR(a_read_that_fails_gives_an_empty_text),
        TEST_IN_TEMPDIR(names_cannot_shift_the_lines_of_a_lock_file),
    };
    return run_cases(argc, argv, tests);
}
