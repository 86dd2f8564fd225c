/* Opening a file that somebody changes meanwhile: what is read is one version of it, and no lock is taken. */
#define _POSIX_C_SOURCE 200809L

#include "test.h"

#include "files.h"
#include "temp_stores.h"

#include "os/sys.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { ROWS = 200, BYTES_PER_READ = 512 };

static sdn_sys_table real_sys;
static unsigned reads;        /* of a part of a file */
static unsigned change_at;    /* the read before which the file is changed */
static unsigned most_changes; /* how often it is, at every such read */
static unsigned changes;
static void (*change)(void);
static unsigned locks;

/* ---- a file whose versions can be told apart ---- */

/* Every row of a version ends in its letter. */
static const char *version_of(char letter, unsigned rows)
{
    static char text[64 * ROWS];
    size_t len = (size_t)sprintf(text, "notes |id, text|\n");
    for (unsigned i = 0; i < rows; i++)
        len += (size_t)sprintf(text + len, "    %u, \"some text of version %c\"\n", i + 1000, letter);
    return text;
}

static void assert_version(const sdn_store *store, char letter, unsigned rows)
{
    char expected[] = "some text of version ?";
    const sdn_problem *list;
    expected[strlen(expected) - 1] = letter;
    assert_int_equal(sdn_store_count(store), rows);
    assert_int_equal(sdn_store_problems(store, &list), 0);
    sdn_cursor cursor = sdn_store_all(store);
    for (const note *n; (n = sdn_cursor_next(&cursor)) != NULL;)
        assert_string_equal(n->text.ptr, expected);
}

/* ---- what others do to it ---- */

static void replace(void)
{
    write_file("new", version_of('b', ROWS));
    assert_int_equal(rename("new", STORE_PATH), 0);
}

static void rewrite_in_place(void)
{
    write_file(STORE_PATH, version_of('b', ROWS));
}

static void rewrite_shorter(void)
{
    write_file(STORE_PATH, version_of('b', ROWS / 2));
}

static void append(void)
{
    FILE *file = fopen(STORE_PATH, "ab");
    assert_non_null(file);
    fprintf(file, "    %u, \"some text of version a\"\n", 9000 + changes);
    fclose(file);
}

static void truncate_to_nothing(void)
{
    write_file(STORE_PATH, "");
}

static void remove_it(void)
{
    assert_int_equal(remove(STORE_PATH), 0);
}

/* ---- the seam ---- */

static int64_t read_in_parts(int fd, void *bytes, size_t size, int64_t offset)
{
    if (offset == 0)
        reads = 0; /* another attempt */
    if (reads++ == change_at && changes < most_changes) {
        changes++;
        change();
    }
    return real_sys.read_at(fd, bytes, size < BYTES_PER_READ ? size : BYTES_PER_READ, offset);
}

static int count_try_lock(int fd)
{
    locks++;
    return real_sys.try_lock(fd);
}

static int count_open_unnamed(int directory, uint32_t mode)
{
    locks++;
    return real_sys.open_unnamed(directory, mode);
}

/* Opens a file of version a that `how` changes before its read number `at`, `times` times. */
static sdn_store *open_changing(void (*how)(void), unsigned at, unsigned times, sdn_error *err)
{
    write_file(STORE_PATH, version_of('a', ROWS));
    make_older(STORE_PATH, 10);
    change = how;
    change_at = at;
    most_changes = times;
    reads = changes = locks = 0;
    real_sys = sdn__sys;
    sdn__sys.read_at = read_in_parts;
    sdn__sys.try_lock = count_try_lock;
    sdn__sys.open_unnamed = count_open_unnamed;
    sdn_store *store = sdn_store_open(&note_record_type, STORE_PATH, NULL, err);
    sdn__sys = real_sys;
    assert_int_equal(locks, 0);
    return store;
}

static const unsigned read_numbers[] = {0, 1, 7, 13};

static void assert_reads(void (*how)(void), char letter, unsigned rows)
{
    for (size_t i = 0; i < sizeof read_numbers / sizeof read_numbers[0]; i++) {
        sdn_error err = {0};
        sdn_store *store = open_changing(how, read_numbers[i], 1, &err);
        if (store == NULL)
            fail_msg("%s", err.message);
        assert_int_equal(changes, 1);
        assert_version(store, letter, rows);
        sdn_store_close(store);
    }
}

/* ---- the tests ---- */

static void a_file_replaced_while_it_is_read_is_read_as_it_was(void **state)
{
    (void)state;
    assert_reads(replace, 'a', ROWS);
}

static void a_store_of_a_replaced_file_knows_that_it_is_old(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_store *store = open_changing(replace, 3, 1, &err);
    assert_non_null(store);
    assert_ok(sdn_file_reload(sdn_store_file(store), &err), err);
    assert_version(store, 'b', ROWS);
    sdn_store_close(store);
}

static void a_file_rewritten_in_place_is_read_again(void **state)
{
    (void)state;
    assert_reads(rewrite_in_place, 'b', ROWS);
}

static void a_file_that_got_shorter_is_read_again(void **state)
{
    (void)state;
    assert_reads(rewrite_shorter, 'b', ROWS / 2);
}

static void a_file_that_got_longer_is_read_again(void **state)
{
    (void)state;
    assert_reads(append, 'a', ROWS + 1);
}

static void a_file_truncated_to_nothing_is_read_again(void **state)
{
    (void)state;
    assert_reads(truncate_to_nothing, 'a', 0);
}

static void a_file_removed_while_it_is_read_is_read_as_it_was(void **state)
{
    (void)state;
    assert_reads(remove_it, 'a', ROWS);
}

static void a_file_that_changes_a_few_times_is_read_in_the_end(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_store *store = open_changing(append, 2, 5, &err);
    if (store == NULL)
        fail_msg("%s", err.message);
    assert_int_equal(changes, 5);
    assert_version(store, 'a', ROWS + 5);
    sdn_store_close(store);
}

static void a_file_that_never_stops_changing_is_an_error(void **state)
{
    (void)state;
    sdn_error err = {0};
    assert_null(open_changing(append, 2, 1000, &err));
    assert_int_equal(err.code, SDN_E_IO);
    assert_string_equal(err.message, "x.sdn: the file changes while it is read, again and again; try later");
    assert_in_range(changes, 20, 500);
    assert_true(count_open_descriptors() < 20);
}

static void a_file_that_grows_beyond_the_limit_is_refused_unread(void **state)
{
    (void)state;
    sdn_options options = sdn_options_default();
    write_file(STORE_PATH, version_of('a', ROWS));
    options.max_file_bytes = 100;
    real_sys = sdn__sys;
    sdn__sys.read_at = read_in_parts;
    most_changes = reads = 0;
    sdn_error err = {0};
    sdn_store *store = sdn_store_open(&note_record_type, STORE_PATH, &options, &err);
    sdn__sys = real_sys;
    assert_null(store);
    assert_int_equal(err.code, SDN_E_LIMIT);
    assert_int_equal(reads, 0);
}

static void a_lock_held_by_another_program_does_not_hold_up_reading(void **state)
{
    (void)state;
    write_file(STORE_PATH, version_of('a', ROWS));
    assert_true(plain_lock("x.sdn.lock"));
    sdn_store *store = open_store(&note_record_type);
    assert_version(store, 'a', ROWS);
    assert_int_equal(sdn_file_reload(sdn_store_file(store), NULL), SDN_OK);
    assert_true(file_exists("x.sdn.lock"));
    plain_unlock("x.sdn.lock");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(a_file_replaced_while_it_is_read_is_read_as_it_was),
        TEST_WITH_STORES(a_store_of_a_replaced_file_knows_that_it_is_old),
        TEST_WITH_STORES(a_file_rewritten_in_place_is_read_again),
        TEST_WITH_STORES(a_file_that_got_shorter_is_read_again),
        TEST_WITH_STORES(a_file_that_got_longer_is_read_again),
        TEST_WITH_STORES(a_file_truncated_to_nothing_is_read_again),
        TEST_WITH_STORES(a_file_removed_while_it_is_read_is_read_as_it_was),
        TEST_WITH_STORES(a_file_that_changes_a_few_times_is_read_in_the_end),
        TEST_WITH_STORES(a_file_that_never_stops_changing_is_an_error),
        TEST_WITH_STORES(a_file_that_grows_beyond_the_limit_is_refused_unread),
        TEST_WITH_STORES(a_lock_held_by_another_program_does_not_hold_up_reading),
    };
    return run_cases(argc, argv, tests);
}
