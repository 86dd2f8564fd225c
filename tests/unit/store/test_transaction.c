/* begin, commit, rollback and reload: the lock, and what other programs changed meanwhile. */
#include "test.h"

#include "files.h"
#include "temp_stores.h"

#include "base/alloc.h"
#include "os/sys.h"
#include "file/temp_name.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

static const char NOTES[] = "notes |id, text|\n    1, one\n    2, two\n";

/* ---- transactions ---- */

static int may_not_write(int directory, const char *name)
{
    (void)directory, (void)name;
    return -EACCES;
}

/* Before anything is edited; and where it becomes so later, before anything is written. */
static void a_file_that_may_not_be_written_is_refused_by_begin_and_save(void **state)
{
    static const char message[] = "may not write the file, which belongs to user ";
    sdn_error err = {0};
    (void)state;
    sdn_store *store = notes_of(NOTES);
    sdn__sys.may_write = may_not_write;
    assert_int_equal(chmod("x.sdn", 0444), 0);
    assert_int_equal(sdn_file_begin(sdn_store_file(store), &err), SDN_E_IO);
    assert_message_has(err, message);
    assert_int_equal(err.os_error, EACCES);
    assert_false(file_exists("x.sdn.lock"));
    edit_note(store, "1")->text = SDN_STR("new");
    assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_IO);
    assert_message_has(err, message);
    assert_int_equal(chmod("x.sdn", 0644), 0);
    begin_store(store);
    assert_int_equal(chmod("x.sdn", 0444), 0);
    assert_int_equal(sdn_file_commit(sdn_store_file(store), &err), SDN_E_IO);
    assert_content(NOTES);
    assert_int_equal(count_names(""), 3);
    assert_int_equal(chmod("x.sdn", 0644), 0);
    save_store(store);
    assert_content("notes |id, text|\n    1, new\n    2, two\n");
}

static void a_transaction_holds_the_lock_from_begin_to_commit(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES);
    assert_false(file_exists("x.sdn.lock"));
    begin_store(store);
    assert_true(file_exists("x.sdn.lock"));
    edit_note(store, "1")->text = SDN_STR("new");
    save_store(store); /* keeps it */
    assert_true(file_exists("x.sdn.lock"));
    assert_content("notes |id, text|\n    1, new\n    2, two\n");
    delete_note(store, "2");
    commit_store(store);
    assert_false(file_exists("x.sdn.lock"));
    assert_content("notes |id, text|\n    1, new\n");
    assert_int_equal(count_names(""), 3); /* the file, `.` and `..` */
}

static void rollback_ends_a_transaction(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES);
    begin_store(store);
    edit_note(store, "1")->text = SDN_STR("new");
    sdn_file_rollback(sdn_store_file(store));
    assert_false(file_exists("x.sdn.lock"));
    assert_string_equal(get_note(store, "1")->text.ptr, "one");
    assert_content(NOTES);
    begin_store(store);
    commit_store(store);
    sdn_file_rollback(NULL);
}

static void closing_ends_a_transaction(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES);
    begin_store(store);
    edit_note(store, "1")->text = SDN_STR("new");
    close_store(store);
    assert_false(file_exists("x.sdn.lock"));
    assert_content(NOTES);
}

static void transactions_do_not_nest_and_commit_needs_one(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES);
    sdn_error err = {0};
    assert_int_equal(sdn_file_commit(sdn_store_file(store), &err), SDN_E_MISUSE);
    assert_message_is(err.message, "x.sdn: no transaction is running; begin one, or use save");
    begin_store(store);
    assert_int_equal(sdn_file_begin(sdn_store_file(store), &err), SDN_E_MISUSE);
    assert_message_is(err.message, "x.sdn: a transaction is running already; commit or roll back first");
    assert_true(file_exists("x.sdn.lock"));
    commit_store(store);
}

static void begin_shows_the_newest_file(void **state)
{
    (void)state;
    sdn_store *a = notes_of(NOTES), *b = open_store(&note_record_type);
    edit_note(a, "1")->text = SDN_STR("new");
    save_store(a);
    assert_string_equal(get_note(b, "1")->text.ptr, "one");
    begin_store(b);
    assert_string_equal(get_note(b, "1")->text.ptr, "new");
    edit_note(b, "1")->number = 1;
    commit_store(b);
    assert_content("notes |id, text, no|\n    1, new, 1\n    2, two, 7\n");
}

static void begin_keeps_edits_while_the_file_is_the_same(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES);
    edit_note(store, "1")->text = SDN_STR("new");
    begin_store(store);
    assert_string_equal(get_note(store, "1")->text.ptr, "new");
    commit_store(store);
    assert_content("notes |id, text|\n    1, new\n    2, two\n");
}

static void a_change_of_the_same_size_right_after_loading_is_noticed(void **state)
{
    (void)state;
    for (int i = 0; i < 20; i++) {
        sdn_store *store = notes_of(NOTES);
        FILE *file = fopen(STORE_PATH, "r+");
        assert_non_null(file);
        fseek(file, 24, SEEK_SET);
        fputs("ONE", file);
        fclose(file);
        edit_note(store, "2")->text = SDN_STR("ours");
        save_store(store);
        assert_content("notes |id, text|\n    1, ONE\n    2, ours\n");
        close_store(store);
    }
}

static int64_t (*real_read_at)(int fd, void *bytes, size_t size, int64_t offset);
static int reads;

static int64_t count_reads(int fd, void *bytes, size_t size, int64_t offset)
{
    reads++;
    return real_read_at(fd, bytes, size, offset);
}

static void what_was_just_saved_is_not_read_again(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES);
    edit_note(store, "1")->text = SDN_STR("saved");
    save_store(store);
    real_read_at = sdn__sys.read_at;
    sdn__sys.read_at = count_reads;
    reads = 0;
    begin_store(store);
    edit_note(store, "1")->number = 1;
    commit_store(store);
    sdn__sys.read_at = real_read_at;
    assert_int_equal(reads, 0);
}

static void a_change_of_the_same_size_right_after_a_save_is_noticed(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES);
    for (int i = 0; i < 50; i++) {
        char two[2] = {(char)('a' + i % 26), '\0'}, shown[2] = {(char)('A' + i % 26), '\0'};
        sdn_error err = {0};
        edit_note(store, "2")->text = sdn_store_text(store, two);
        save_store(store);
        FILE *file = fopen(STORE_PATH, "r+");
        assert_non_null(file);
        sdn_str bytes = read_bytes(STORE_PATH);
        fseek(file, (long)bytes.len - 2, SEEK_SET);
        fputs(shown, file);
        fclose(file);
        assert_ok(sdn_file_reload(sdn_store_file(store), &err), err);
        assert_string_equal(get_note(store, "2")->text.ptr, shown);
    }
}

static void a_file_touched_without_change_is_no_conflict(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES);
    get_note(store, "1");
    edit_note(store, "2")->text = SDN_STR("ours");
    write_store(NOTES);
    save_store(store);
    assert_content("notes |id, text|\n    1, one\n    2, ours\n");
}

static void a_program_that_does_not_lock_is_noticed_at_commit(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES);
    sdn_error err = {0};
    begin_store(store);
    edit_note(store, "1")->text = SDN_STR("ours");
    write_store("notes |id, text|\n    1, theirs\n");
    assert_int_equal(sdn_file_commit(sdn_store_file(store), &err), SDN_E_CONFLICT); /* of record 1 */
    assert_false(file_exists("x.sdn.lock")); /* commit always ends a transaction */
    assert_content("notes |id, text|\n    1, theirs\n");
    assert_true(sdn_file_changed(sdn_store_file(store)));
    assert_string_equal(get_note(store, "1")->text.ptr, "ours");
}

static void a_commit_that_fails_keeps_the_edits(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES);
    sdn_error err = {0};
    begin_store(store);
    edit_note(store, "1")->text = SDN_STR("\xFF");
    insert_note(store, "3", "three");
    assert_int_equal(sdn_file_commit(sdn_store_file(store), &err), SDN_E_INVALID);
    assert_false(file_exists("x.sdn.lock"));
    assert_content(NOTES);
    begin_store(store);
    assert_string_equal(ids_of(sdn_store_all(store)), "1 2 3 ");
    edit_note(store, "1")->text = SDN_STR("fine");
    commit_store(store);
    assert_content("notes |id, text|\n    1, fine\n    2, two\n    3, three\n");
}

static void a_lock_of_another_program_is_waited_for_no_longer_than_asked(void **state)
{
    (void)state;
    sdn_options options = sdn_options_default();
    options.lock_timeout_ms = 30;
    write_store(NOTES);
    sdn_store *store = open_store_with(&note_record_type, &options);
    sdn_error err = {0};
    assert_true(plain_lock("x.sdn.lock"));
    assert_int_equal(sdn_file_begin(sdn_store_file(store), &err), SDN_E_TIMEOUT);
    edit_note(store, "1")->text = SDN_STR("new");
    assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_TIMEOUT);
    assert_content(NOTES);
    plain_unlock("x.sdn.lock");
    save_store(store);
    assert_content("notes |id, text|\n    1, new\n    2, two\n");
}

/* They may belong to the holder. */
static void temporary_files_are_removed_under_the_lock_only(void **state)
{
    (void)state;
    sdn_options options = sdn_options_default();
    options.lock_timeout_ms = 0;
    write_store(NOTES);
    sdn_store *store = open_store_with(&note_record_type, &options);
    sdn_error err = {0};
    char *temp = sdn__temp_name(STORE_PATH);
    write_file(temp, "half of it");
    assert_true(plain_lock("x.sdn.lock"));
    assert_int_equal(sdn_file_begin(sdn_store_file(store), &err), SDN_E_TIMEOUT);
    assert_string_equal(read_file(temp), "half of it");
    plain_unlock("x.sdn.lock");
    begin_store(store);
    assert_false(file_exists(temp));
    sdn__free(temp);
}

static void a_lost_lock_is_noticed_before_anything_is_written(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES);
    sdn_error err = {0};
    begin_store(store);
    edit_note(store, "1")->text = SDN_STR("new");
    assert_int_equal(remove("x.sdn.lock"), 0);
    assert_int_equal(sdn_file_commit(sdn_store_file(store), &err), SDN_E_LOCK_LOST);
    assert_content(NOTES);
    save_store(store);
    assert_content("notes |id, text|\n    1, new\n    2, two\n");
}

/* ---- reading ---- */

static void reload_shows_the_newest_file(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES);
    sdn_error err = {0};
    assert_ok(sdn_file_reload(sdn_store_file(store), &err), err);
    assert_string_equal(get_note(store, "1")->text.ptr, "one");
    write_store("notes |id, text|\n    3, three\n");
    assert_ok(sdn_file_reload(sdn_store_file(store), &err), err);
    assert_string_equal(ids_of(sdn_store_all(store)), "3 ");
    assert_int_equal(remove(STORE_PATH), 0);
    assert_ok(sdn_file_reload(sdn_store_file(store), &err), err);
    assert_int_equal(sdn_store_count(store), 0);
}

static void a_reload_that_fails_keeps_what_was_loaded(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES);
    sdn_error err = {0};
    write_bytes(STORE_PATH, "\0", 1);
    assert_int_equal(sdn_file_reload(sdn_store_file(store), &err), SDN_E_SYNTAX);
    assert_string_equal(get_note(store, "1")->text.ptr, "one");
    assert_int_equal(sdn_file_begin(sdn_store_file(store), &err), SDN_E_SYNTAX);
    assert_false(file_exists("x.sdn.lock"));
    assert_string_equal(get_note(store, "1")->text.ptr, "one");
}

static void with_read_lock_reading_waits_for_writers(void **state)
{
    (void)state;
    sdn_options options = sdn_options_default();
    options.read_lock = true;
    options.lock_timeout_ms = 30;
    sdn_error err = {0};
    write_store(NOTES);
    sdn_store *store = open_store_with(&note_record_type, &options);
    assert_false(file_exists("x.sdn.lock"));
    assert_true(plain_lock("x.sdn.lock"));
    assert_null(sdn_store_open(&note_record_type, STORE_PATH, &options, &err));
    assert_int_equal(err.code, SDN_E_TIMEOUT);
    assert_int_equal(sdn_file_reload(sdn_store_file(store), &err), SDN_E_TIMEOUT);
    assert_int_equal(sdn_store_count(open_store(&note_record_type)), 2); /* others do not wait */
    plain_unlock("x.sdn.lock");
    assert_ok(sdn_file_reload(sdn_store_file(store), &err), err);
    begin_store(store);
    assert_ok(sdn_file_reload(sdn_store_file(store), &err), err); /* the lock is held already */
    commit_store(store);
}

static void a_store_needs_no_write_permission_to_be_read(void **state)
{
    (void)state;
    write_store(NOTES);
    assert_int_equal(chmod(STORE_PATH, 0444), 0);
    assert_int_equal(sdn_store_count(open_store(&note_record_type)), 2);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(a_file_that_may_not_be_written_is_refused_by_begin_and_save),
        TEST_WITH_STORES(a_transaction_holds_the_lock_from_begin_to_commit),
        TEST_WITH_STORES(rollback_ends_a_transaction),
        TEST_WITH_STORES(closing_ends_a_transaction),
        TEST_WITH_STORES(transactions_do_not_nest_and_commit_needs_one),
        TEST_WITH_STORES(begin_shows_the_newest_file),
        TEST_WITH_STORES(begin_keeps_edits_while_the_file_is_the_same),
        TEST_WITH_STORES(a_change_of_the_same_size_right_after_loading_is_noticed),
        TEST_WITH_STORES(what_was_just_saved_is_not_read_again),
        TEST_WITH_STORES(a_change_of_the_same_size_right_after_a_save_is_noticed),
        TEST_WITH_STORES(a_file_touched_without_change_is_no_conflict),
        TEST_WITH_STORES(a_program_that_does_not_lock_is_noticed_at_commit),
        TEST_WITH_STORES(a_commit_that_fails_keeps_the_edits),
        TEST_WITH_STORES(a_lock_of_another_program_is_waited_for_no_longer_than_asked),
        TEST_WITH_STORES(temporary_files_are_removed_under_the_lock_only),
        TEST_WITH_STORES(a_lost_lock_is_noticed_before_anything_is_written),
        TEST_WITH_STORES(reload_shows_the_newest_file),
        TEST_WITH_STORES(a_reload_that_fails_keeps_what_was_loaded),
        TEST_WITH_STORES(with_read_lock_reading_waits_for_writers),
        TEST_WITH_STORES(a_store_needs_no_write_permission_to_be_read),
    };
    return run_cases(argc, argv, tests);
}
