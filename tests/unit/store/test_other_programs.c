/* Programs that know nothing of locks: they write the file in place, put another one in its place, or move its
 * directory, at the worst moment. A store waits for them in `sleep`, so that is where they continue. */
#define _XOPEN_SOURCE 700

#include "test.h"

#include "coarse_stamps.h"
#include "files.h"
#include "temp_stores.h"

#include "os/sys.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char TWO[] = "notes |id, text|\n    1, one\n    2, two\n";
static const char first_half[] = "notes |id, text|\n    1, one\n";
static const char second_half[] = "    2, two\n    3, three\n";
static const char whole[] = "notes |id, text|\n    1, one\n    2, two\n    3, three\n";

static sdn_sys_table real;

static int enter(void **state)
{
    int failed = temp_stores_enter(state);
    real = sdn__sys;
    return failed;
}

static sdn_code begin(sdn_store *store, sdn_error *err)
{
    return sdn_file_begin(sdn_store_file(store), err);
}

static sdn_code commit(sdn_store *store, sdn_error *err)
{
    return sdn_file_commit(sdn_store_file(store), err);
}

static sdn_store *open_patiently(uint32_t timeout_ms)
{
    sdn_options options = sdn_options_default();
    options.lock_timeout_ms = timeout_ms;
    return open_store_with(&note_record_type, &options);
}

/* ---- an editor that writes in place ---- */

static int editor = -1;

static void write_on(const char *text)
{
    assert_int_equal(write(editor, text, strlen(text)), (ssize_t)strlen(text));
}

static void start_to_write(int flags, const char *text)
{
    editor = open(STORE_PATH, flags, 0666);
    assert_true(editor >= 0);
    write_on(text);
}

static void stop_writing(void)
{
    assert_int_equal(close(editor), 0);
    editor = -1;
}

/* The editor was asleep; now it writes the rest. */
static void finish_during_a_pause(int64_t ns)
{
    if (editor >= 0) {
        write_on(second_half);
        stop_writing();
    }
    real.sleep(ns);
}

/* A store that did not wait finds the rest later. */
static void finish_unless_done(void)
{
    if (editor >= 0) {
        write_on(second_half);
        stop_writing();
    }
}

static void a_file_that_is_being_written_is_not_taken_for_the_whole(void **state)
{
    only_on_linux("a writer of a file is seen by a lease");
    (void)state;
    sdn_error err = {0};
    sdn_store *store = notes_of(TWO);
    start_to_write(O_WRONLY | O_TRUNC, first_half);
    sdn__sys.sleep = finish_during_a_pause;
    assert_ok(begin(store, &err), err);
    insert_note(store, "9", "ours");
    assert_ok(commit(store, &err), err);
    finish_unless_done();
    assert_content("notes |id, text|\n    1, one\n    2, two\n    3, three\n    9, ours\n");
}

static void a_writer_that_comes_between_begin_and_commit_is_waited_for(void **state)
{
    only_on_linux("a writer of a file is seen by a lease");
    (void)state;
    sdn_error err = {0};
    sdn_store *store = notes_of(TWO);
    assert_ok(begin(store, &err), err);
    insert_note(store, "9", "ours");
    start_to_write(O_WRONLY | O_TRUNC, first_half);
    sdn__sys.sleep = finish_during_a_pause;
    assert_ok(commit(store, &err), err);
    finish_unless_done();
    assert_content("notes |id, text|\n    1, one\n    2, two\n    3, three\n    9, ours\n");
}

static void a_save_without_begin_waits_too(void **state)
{
    only_on_linux("a writer of a file is seen by a lease");
    (void)state;
    sdn_store *store = notes_of(TWO);
    insert_note(store, "9", "ours");
    start_to_write(O_WRONLY | O_TRUNC, first_half);
    sdn__sys.sleep = finish_during_a_pause;
    save_store(store);
    finish_unless_done();
    assert_content("notes |id, text|\n    1, one\n    2, two\n    3, three\n    9, ours\n");
}

/* As editors do that keep the file open; nothing has happened to it yet, and will before they close it. */
static void a_writer_that_has_written_nothing_yet_is_waited_for(void **state)
{
    only_on_linux("a writer of a file is seen by a lease");
    (void)state;
    sdn_error err = {0};
    sdn_store *store = notes_of(first_half);
    start_to_write(O_WRONLY | O_APPEND, "");
    sdn__sys.sleep = finish_during_a_pause;
    assert_ok(begin(store, &err), err);
    insert_note(store, "9", "ours");
    assert_ok(commit(store, &err), err);
    finish_unless_done();
    assert_content("notes |id, text|\n    1, one\n    2, two\n    3, three\n    9, ours\n");
}

static void assert_no_lock(void)
{
    assert_int_equal(access("x.sdn.lock", F_OK), -1);
}

static void begin_gives_up_when_the_writer_takes_too_long(void **state)
{
    only_on_linux("a writer of a file is seen by a lease");
    (void)state;
    sdn_error err = {0};
    write_store(TWO);
    sdn_store *store = open_patiently(30);
    start_to_write(O_WRONLY | O_TRUNC, first_half);
    assert_int_equal(begin(store, &err), SDN_E_TIMEOUT);
    assert_string_equal(
        err.message,
        "x.sdn: another program has the file open for writing (fuser shows which); try again when it is done");
    assert_no_lock();
    finish_unless_done();
    assert_ok(begin(store, &err), err);
    assert_int_equal(sdn_store_count(store), 3);
    sdn_file_rollback(sdn_store_file(store));
}

static void commit_gives_up_and_keeps_the_edits(void **state)
{
    only_on_linux("a writer of a file is seen by a lease");
    (void)state;
    sdn_error err = {0};
    write_store(TWO);
    sdn_store *store = open_patiently(30);
    assert_ok(begin(store, &err), err);
    insert_note(store, "9", "ours");
    start_to_write(O_WRONLY | O_APPEND, "");
    assert_int_equal(commit(store, &err), SDN_E_TIMEOUT);
    assert_no_lock();
    assert_content(TWO);
    assert_true(sdn_file_changed(sdn_store_file(store)));
    write_on("    3, three\n");
    stop_writing();
    save_store(store);
    assert_content("notes |id, text|\n    1, one\n    2, two\n    3, three\n    9, ours\n");
}

static void a_timeout_of_zero_does_not_wait(void **state)
{
    only_on_linux("a writer of a file is seen by a lease");
    (void)state;
    sdn_error err = {0};
    write_store(TWO);
    sdn_store *store = open_patiently(0);
    start_to_write(O_WRONLY | O_APPEND, "");
    assert_int_equal(begin(store, &err), SDN_E_TIMEOUT);
    stop_writing();
    assert_ok(begin(store, &err), err);
    sdn_file_rollback(sdn_store_file(store));
}

static void open_waits_for_a_writer(void **state)
{
    only_on_linux("a writer of a file is seen by a lease");
    (void)state;
    write_store(TWO);
    start_to_write(O_WRONLY | O_TRUNC, first_half);
    sdn__sys.sleep = finish_during_a_pause;
    sdn_store *store = open_store(&note_record_type);
    finish_unless_done();
    assert_int_equal(sdn_store_count(store), 3);
}

static void reload_waits_for_a_writer(void **state)
{
    only_on_linux("a writer of a file is seen by a lease");
    (void)state;
    sdn_error err = {0};
    sdn_store *store = notes_of(TWO);
    start_to_write(O_WRONLY | O_TRUNC, first_half);
    sdn__sys.sleep = finish_during_a_pause;
    assert_ok(sdn_file_reload(sdn_store_file(store), &err), err);
    finish_unless_done();
    assert_int_equal(sdn_store_count(store), 3);
}

/* Who only reads need not wait for a program that has the file open all day. */
static void a_reader_goes_on_after_a_second(void **state)
{
    only_on_linux("a writer of a file is seen by a lease");
    (void)state;
    write_store(TWO);
    start_to_write(O_WRONLY | O_APPEND, "");
    int64_t before = sdn__sys.monotonic_ns();
    sdn_store *store = open_store(&note_record_type);
    int64_t waited_ms = (sdn__sys.monotonic_ns() - before) / (1000 * 1000);
    stop_writing();
    assert_int_equal(sdn_store_count(store), 2);
    assert_in_range(waited_ms, 900, 5000);
}

static int lease_refused(int fd)
{
    (void)fd;
    return -EACCES;
}

/* The file of another user: whether it is being written cannot be known, so its content counts. */
static void where_writers_cannot_be_known_nobody_is_waited_for(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_store *store = notes_of(TWO);
    sdn__sys.is_being_written = lease_refused;
    start_to_write(O_WRONLY | O_APPEND, "");
    assert_ok(begin(store, &err), err);
    sdn_file_rollback(sdn_store_file(store));
    stop_writing();
}

/* ---- in the moment of the rename ---- */

static int exchanges;

static int exchange_after_an_open(int directory, const char *a, const char *b)
{
    if (exchanges++ == 0)
        start_to_write(O_WRONLY | O_TRUNC, first_half);
    return real.exchange_at(directory, a, b);
}

static void what_is_written_in_the_moment_of_a_save_is_merged(void **state)
{
    only_on_linux("two names are exchanged by renameat2");
    (void)state;
    sdn_error err = {0};
    sdn_store *store = notes_of(TWO);
    assert_ok(begin(store, &err), err);
    insert_note(store, "9", "ours");
    exchanges = 0;
    sdn__sys.exchange_at = exchange_after_an_open;
    sdn__sys.sleep = finish_during_a_pause;
    assert_ok(commit(store, &err), err);
    finish_unless_done();
    assert_int_equal(exchanges, 3); /* there, back, and once more for the merged rows */
    assert_content("notes |id, text|\n    1, one\n    2, two\n    3, three\n    9, ours\n");
}

static int exchange_after_a_replacement(int directory, const char *a, const char *b)
{
    if (exchanges++ == 0) {
        write_file("new", whole);
        assert_int_equal(rename("new", STORE_PATH), 0);
    }
    return real.exchange_at(directory, a, b);
}

static void what_is_put_there_in_the_moment_of_a_save_is_merged(void **state)
{
    only_on_linux("two names are exchanged by renameat2");
    (void)state;
    sdn_error err = {0};
    sdn_store *store = notes_of(TWO);
    assert_ok(begin(store, &err), err);
    insert_note(store, "9", "ours");
    exchanges = 0;
    sdn__sys.exchange_at = exchange_after_a_replacement;
    assert_ok(commit(store, &err), err);
    assert_content("notes |id, text|\n    1, one\n    2, two\n    3, three\n    9, ours\n");
}

/* ---- a file that goes away for a moment ---- */

static void put_it_back_during_a_pause(int64_t ns)
{
    write_store(whole);
    real.sleep(ns);
}

/* git removes a file and creates it again. */
static void a_file_that_is_missing_for_a_moment_is_waited_for(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_store *store = notes_of(TWO);
    assert_int_equal(unlink(STORE_PATH), 0);
    sdn__sys.sleep = put_it_back_during_a_pause;
    assert_ok(begin(store, &err), err);
    assert_int_equal(sdn_store_count(store), 3);
    sdn_file_rollback(sdn_store_file(store));
}

static void a_file_that_is_gone_for_good_is_an_empty_store(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_store *store = notes_of(TWO);
    assert_int_equal(unlink(STORE_PATH), 0);
    int64_t before = sdn__sys.monotonic_ns();
    assert_ok(begin(store, &err), err);
    assert_true(sdn__sys.monotonic_ns() - before < (int64_t)2000 * 1000 * 1000);
    assert_int_equal(sdn_store_count(store), 0);
    insert_note(store, "9", "ours");
    assert_ok(commit(store, &err), err);
    assert_int_equal(sdn_store_count(store), 1);
}

/* ---- time stamps of whole seconds ---- */

static void an_edit_of_the_same_size_within_a_second_is_kept(void **state)
{
    (void)state;
    sdn_error err = {0};
    coarse_stamps();
    for (int i = 0; i < 10; i++) {
        sdn_store *store = notes_of(TWO);
        assert_ok(begin(store, &err), err);
        edit_note(store, "2")->text = SDN_STR("ours");
        write_store("notes |id, text|\n    1, own\n    2, two\n");
        assert_ok(commit(store, &err), err);
        assert_content("notes |id, text|\n    1, own\n    2, ours\n");
        close_store(store);
    }
}

static void an_edit_within_a_second_of_our_own_save_is_kept(void **state)
{
    (void)state;
    sdn_error err = {0};
    coarse_stamps();
    sdn_store *store = notes_of(TWO);
    for (int i = 0; i < 10; i++) {
        edit_note(store, "2")->text = i % 2 == 0 ? SDN_STR("ours") : SDN_STR("we");
        save_store(store);
        write_store(i % 2 == 0 ? "notes |id, text|\n    1, own\n    2, ours\n"
                               : "notes |id, text|\n    1, one\n    2, we\n");
        assert_ok(sdn_file_reload(sdn_store_file(store), &err), err);
        assert_string_equal(get_note(store, "1")->text.ptr, i % 2 == 0 ? "own" : "one");
    }
}

/* ---- a directory that is moved, replaced or removed ---- */

static void make_directory_with(const char *directory, const char *text)
{
    char path[64];
    assert_int_equal(mkdir(directory, 0777), 0);
    snprintf(path, sizeof path, "%s/x.sdn", directory);
    write_file(path, text);
}

/* As `mv data data.bak; cp -r data.bak data`. */
static void replace_directory(const char *text)
{
    assert_int_equal(rename("data", "data.bak"), 0);
    make_directory_with("data", text);
}

static void remove_directory(void)
{
    assert_int_equal(unlink("data/x.sdn"), 0);
    assert_int_equal(rmdir("data"), 0);
}

/* Opened by a relative path, or by an absolute one. */
static sdn_store *open_in_data(bool is_absolute)
{
    static char path[4200];
    sdn_error err = {0};
    char here[4096] = "";
    if (is_absolute)
        assert_non_null(getcwd(here, sizeof here));
    snprintf(path, sizeof path, "%s%sdata/x.sdn", here, is_absolute ? "/" : "");
    sdn_store *store = sdn_store_open(&note_record_type, path, NULL, &err);
    if (store == NULL)
        fail_msg("%s", err.message);
    return store;
}

static void assert_follows(bool is_absolute, bool begins)
{
    sdn_error err = {0};
    make_directory_with("data", TWO);
    sdn_store *store = open_in_data(is_absolute);
    replace_directory(TWO);
    if (begins)
        assert_ok(begin(store, &err), err);
    edit_note(store, "2")->text = SDN_STR("ours");
    assert_ok(begins ? commit(store, &err) : sdn_file_save(sdn_store_file(store), &err), err);
    assert_string_equal(read_file("data/x.sdn"), "notes |id, text|\n    1, one\n    2, ours\n");
    assert_string_equal(read_file("data.bak/x.sdn"), TWO);
    sdn_store_close(store);
}

static void a_transaction_goes_to_the_directory_that_the_path_means(void **state)
{
    (void)state;
    assert_follows(true, true);
}

static void so_does_one_of_a_relative_path(void **state)
{
    (void)state;
    assert_follows(false, true);
}

static void so_does_a_save(void **state)
{
    (void)state;
    assert_follows(true, false);
}

static void so_does_a_save_of_a_relative_path(void **state)
{
    (void)state;
    assert_follows(false, false);
}

static void a_relative_path_keeps_its_start(void **state)
{
    (void)state;
    sdn_error err = {0};
    make_directory_with("data", TWO);
    assert_int_equal(mkdir("elsewhere", 0777), 0);
    sdn_store *store = open_in_data(false);
    assert_int_equal(chdir("elsewhere"), 0);
    make_directory_with("data", TWO);
    assert_ok(begin(store, &err), err);
    edit_note(store, "2")->text = SDN_STR("ours");
    assert_ok(commit(store, &err), err);
    sdn_store_close(store);
    assert_int_equal(chdir(".."), 0);
    assert_string_equal(read_file("data/x.sdn"), "notes |id, text|\n    1, one\n    2, ours\n");
    assert_string_equal(read_file("elsewhere/data/x.sdn"), TWO);
}

static void a_directory_replaced_during_a_transaction_is_followed(void **state)
{
    (void)state;
    sdn_error err = {0};
    make_directory_with("data", TWO);
    sdn_store *store = open_in_data(true);
    assert_ok(begin(store, &err), err);
    edit_note(store, "2")->text = SDN_STR("ours");
    replace_directory("notes |id, text|\n    1, theirs\n    2, two\n");
    assert_ok(commit(store, &err), err);
    assert_string_equal(read_file("data/x.sdn"), "notes |id, text|\n    1, theirs\n    2, ours\n");
    assert_string_equal(read_file("data.bak/x.sdn"), TWO);
    assert_int_equal(access("data/x.sdn.lock", F_OK), -1);
    assert_int_equal(access("data.bak/x.sdn.lock", F_OK), -1);
    sdn_store_close(store);
}

static void a_directory_removed_and_made_again_is_found(void **state)
{
    (void)state;
    sdn_error err = {0};
    make_directory_with("data", TWO);
    sdn_store *store = open_in_data(true);
    remove_directory();
    make_directory_with("data", whole);
    assert_ok(sdn_file_reload(sdn_store_file(store), &err), err);
    assert_int_equal(sdn_store_count(store), 3);
    assert_ok(begin(store, &err), err);
    insert_note(store, "9", "ours");
    assert_ok(commit(store, &err), err);
    sdn_store_close(store);
}

static void a_directory_that_is_gone_is_an_error(void **state)
{
    (void)state;
    sdn_error err = {0};
    make_directory_with("data", TWO);
    sdn_store *store = open_in_data(false);
    edit_note(store, "2")->text = SDN_STR("ours");
    remove_directory();
    assert_int_equal(sdn_file_reload(sdn_store_file(store), &err), SDN_E_IO);
    assert_string_equal(err.message, "data/x.sdn: the directory data/ does not exist; create it first");
    assert_int_equal(begin(store, &err), SDN_E_IO);
    assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_IO);
    assert_int_equal(sdn_store_count(store), 2);
    make_directory_with("data", TWO);
    assert_ok(sdn_file_save(sdn_store_file(store), &err), err);
    assert_string_equal(read_file("data/x.sdn"), "notes |id, text|\n    1, one\n    2, ours\n");
    sdn_store_close(store);
}

static void a_commit_without_its_directory_fails_and_keeps_the_edits(void **state)
{
    (void)state;
    sdn_error err = {0};
    make_directory_with("data", TWO);
    sdn_store *store = open_in_data(false);
    assert_ok(begin(store, &err), err);
    edit_note(store, "2")->text = SDN_STR("ours");
    assert_int_equal(rename("data", "data.bak"), 0);
    assert_int_equal(commit(store, &err), SDN_E_IO);
    assert_string_equal(read_file("data.bak/x.sdn"), TWO);
    assert_int_equal(rename("data.bak", "data"), 0);
    assert_ok(sdn_file_save(sdn_store_file(store), &err), err);
    assert_string_equal(read_file("data/x.sdn"), "notes |id, text|\n    1, one\n    2, ours\n");
    sdn_store_close(store);
}

static void a_save_in_a_transaction_without_its_directory_ends_it(void **state)
{
    (void)state;
    sdn_error err = {0};
    make_directory_with("data", TWO);
    sdn_store *store = open_in_data(false);
    assert_ok(begin(store, &err), err);
    edit_note(store, "2")->text = SDN_STR("ours");
    assert_int_equal(rename("data", "data.bak"), 0);
    assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_IO);
    assert_int_equal(commit(store, &err), SDN_E_MISUSE);
    assert_int_equal(rename("data.bak", "data"), 0);
    assert_ok(begin(store, &err), err);
    assert_ok(commit(store, &err), err);
    assert_string_equal(read_file("data/x.sdn"), "notes |id, text|\n    1, one\n    2, ours\n");
    sdn_store_close(store);
}

static void a_working_directory_that_is_gone_is_an_error(void **state)
{
    (void)state;
    sdn_error err = {0};
    make_directory_with("data", TWO);
    assert_int_equal(chdir("data"), 0);
    sdn_store *store = open_store(&note_record_type);
    assert_int_equal(chdir(".."), 0);
    remove_directory();
    assert_int_equal(sdn_file_reload(sdn_store_file(store), &err), SDN_E_IO);
    assert_string_equal(err.message, "x.sdn: the directory was removed; open the file again by a path that exists");
    assert_int_equal(begin(store, &err), SDN_E_IO);
    assert_int_equal(sdn_store_count(store), 2);
}

/* As releases are switched. */
static void a_link_to_another_directory_is_followed(void **state)
{
    (void)state;
    sdn_error err = {0};
    make_directory_with("first", TWO);
    make_directory_with("second", TWO);
    assert_int_equal(symlink("first", "data"), 0);
    sdn_store *store = open_in_data(true);
    assert_int_equal(unlink("data"), 0);
    assert_int_equal(symlink("second", "data"), 0);
    edit_note(store, "2")->text = SDN_STR("ours");
    assert_ok(sdn_file_save(sdn_store_file(store), &err), err);
    assert_string_equal(read_file("first/x.sdn"), TWO);
    assert_string_equal(read_file("second/x.sdn"), "notes |id, text|\n    1, one\n    2, ours\n");
    sdn_store_close(store);
}

static void a_link_to_another_file_is_followed(void **state)
{
    (void)state;
    sdn_error err = {0};
    make_directory_with("data", TWO);
    write_file("data/y.sdn", TWO);
    assert_int_equal(symlink("data/x.sdn", STORE_PATH), 0);
    sdn_store *store = open_store(&note_record_type);
    assert_int_equal(unlink(STORE_PATH), 0);
    assert_int_equal(symlink("data/y.sdn", STORE_PATH), 0);
    assert_ok(begin(store, &err), err);
    edit_note(store, "2")->text = SDN_STR("ours");
    assert_ok(commit(store, &err), err);
    assert_string_equal(read_file("data/x.sdn"), TWO);
    assert_string_equal(read_file("data/y.sdn"), "notes |id, text|\n    1, one\n    2, ours\n");
}

/* `ln -sf` removes a link before it creates it again. */
static void a_link_that_was_missing_when_looked_at_is_followed_again(void **state)
{
    (void)state;
    sdn_error err = {0};
    make_directory_with("data", TWO);
    assert_int_equal(symlink("data/x.sdn", STORE_PATH), 0);
    sdn_store *store = open_store(&note_record_type);
    assert_int_equal(unlink(STORE_PATH), 0);
    assert_ok(sdn_file_reload(sdn_store_file(store), &err), err);
    assert_int_equal(sdn_store_count(store), 0);
    assert_int_equal(symlink("data/x.sdn", STORE_PATH), 0);
    assert_ok(begin(store, &err), err);
    edit_note(store, "2")->text = SDN_STR("ours");
    assert_ok(commit(store, &err), err);
    assert_string_equal(read_file("data/x.sdn"), "notes |id, text|\n    1, one\n    2, ours\n");
}

static void unsaved_edits_are_merged_with_what_the_new_directory_holds(void **state)
{
    (void)state;
    sdn_error err = {0};
    make_directory_with("data", TWO);
    sdn_store *store = open_in_data(true);
    edit_note(store, "2")->text = SDN_STR("ours");
    replace_directory("notes |id, text|\n    1, one\n    2, theirs\n");
    assert_int_equal(begin(store, &err), SDN_E_CONFLICT);
    assert_string_equal(read_file("data/x.sdn"), "notes |id, text|\n    1, one\n    2, theirs\n");
    sdn_store_close(store);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, enter, temp_stores_leave)

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(a_file_that_is_being_written_is_not_taken_for_the_whole),
        TEST(a_writer_that_comes_between_begin_and_commit_is_waited_for),
        TEST(a_save_without_begin_waits_too),
        TEST(a_writer_that_has_written_nothing_yet_is_waited_for),
        TEST(begin_gives_up_when_the_writer_takes_too_long),
        TEST(commit_gives_up_and_keeps_the_edits),
        TEST(a_timeout_of_zero_does_not_wait),
        TEST(open_waits_for_a_writer),
        TEST(reload_waits_for_a_writer),
        TEST(a_reader_goes_on_after_a_second),
        TEST(where_writers_cannot_be_known_nobody_is_waited_for),
        TEST(what_is_written_in_the_moment_of_a_save_is_merged),
        TEST(what_is_put_there_in_the_moment_of_a_save_is_merged),
        TEST(a_file_that_is_missing_for_a_moment_is_waited_for),
        TEST(a_file_that_is_gone_for_good_is_an_empty_store),
        TEST(an_edit_of_the_same_size_within_a_second_is_kept),
        TEST(an_edit_within_a_second_of_our_own_save_is_kept),
        TEST(a_transaction_goes_to_the_directory_that_the_path_means),
        TEST(so_does_one_of_a_relative_path),
        TEST(so_does_a_save),
        TEST(so_does_a_save_of_a_relative_path),
        TEST(a_relative_path_keeps_its_start),
        TEST(a_directory_replaced_during_a_transaction_is_followed),
        TEST(a_directory_removed_and_made_again_is_found),
        TEST(a_directory_that_is_gone_is_an_error),
        TEST(a_commit_without_its_directory_fails_and_keeps_the_edits),
        TEST(a_save_in_a_transaction_without_its_directory_ends_it),
        TEST(a_working_directory_that_is_gone_is_an_error),
        TEST(a_link_to_another_directory_is_followed),
        TEST(a_link_to_another_file_is_followed),
        TEST(a_link_that_was_missing_when_looked_at_is_followed_again),
        TEST(unsaved_edits_are_merged_with_what_the_new_directory_holds),
    };
    return run_cases(argc, argv, tests);
}
