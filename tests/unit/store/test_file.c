/* Files: opening, transactions, saves, reloads, several stores of one file. */
#define _POSIX_C_SOURCE 200809L

#include "test.h"

#include "child.h"
#include "files.h"
#include "record_types/composite_key.h"
#include "temp_stores.h"

#include "base/alloc.h"
#include "base/sys.h"
#include "file/temp_name.h"
#include "text/crc32.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char NOTES[] = "notes |id, text|\n    1, one\n    2, two\n";

static void write_text(const char *text)
{
    write_bytes(STORE_PATH, text, strlen(text));
}

/* ---- opening what cannot be opened ---- */

static void a_directory_is_no_file(void **state)
{
    (void)state;
    assert_int_equal(mkdir(STORE_PATH, 0755), 0);
    sdn_error err = {0};
    assert_null(sdn_store_open(&note_record_type, STORE_PATH, NULL, &err));
    assert_string_equal(err.message, "x.sdn: this is a directory; give the path of a regular file");
    assert_string_equal(sdn_code_name(err.code), "SDN_E_IO");
}

static void a_missing_directory_is_an_error(void **state)
{
    (void)state;
    sdn_error err = {0};
    assert_null(sdn_store_open(&note_record_type, "no/such/x.sdn", NULL, &err));
    assert_int_equal(err.code, SDN_E_IO);
    assert_string_equal(err.message, "no/such/x.sdn: the directory no/such/ does not exist; create it first");
}

static void a_file_without_permission_is_an_error(void **state)
{
    (void)state;
    if (getuid() == 0)
        skip();
    write_text(NOTES);
    assert_int_equal(chmod(STORE_PATH, 0), 0);
    sdn_error err = {0};
    assert_null(sdn_store_open(&note_record_type, STORE_PATH, NULL, &err));
    assert_int_equal(err.code, SDN_E_IO);
    assert_message_has(err, "x.sdn: ");
    assert_message_has(err, "Permission denied");
}

static void a_path_of_null_is_misuse(void **state)
{
    (void)state;
    sdn_error err = {0};
    assert_null(sdn_store_open(&note_record_type, NULL, NULL, &err));
    assert_int_equal(err.code, SDN_E_MISUSE);
    assert_string_equal(err.message, "the path of the file is NULL");
}

static void bytes_that_are_no_text_are_refused_with_their_place(void **state)
{
    (void)state;
    write_bytes(STORE_PATH,
                "\x7f"
                "ELF\2\1\0\0",
                8);
    assert_open_fails(&note_record_type, NULL, SDN_E_SYNTAX,
                      "x.sdn:1:7: a NUL byte: this is not a text file; check the path");
    write_bytes(STORE_PATH, "notes |id|\n    1\nx: \xFF\n", 22);
    assert_open_fails(&note_record_type, NULL, SDN_E_SYNTAX,
                      "x.sdn:3:4: not valid UTF-8; check the path, or convert the file to UTF-8");
    write_text("Dear reader,\n");
    assert_open_fails(&note_record_type, NULL, SDN_E_SYNTAX,
                      "x.sdn:1:1: no table and no statement in this file; check the path");
}

static void garbage_of_any_kind_does_no_harm(void **state)
{
    (void)state;
    for (unsigned seed = 1; seed <= 300; seed++) {
        static const char letters[] = "notes|id, \"\\\n\r\t[]{}:=#";
        char bytes[512];
        srand(seed);
        size_t len = (size_t)rand() % sizeof bytes;
        for (size_t i = 0; i < len; i++) {
            char any = (char)(rand() % 256), likely = letters[(size_t)rand() % sizeof letters];
            bytes[i] = seed % 2 == 0 ? any : likely;
        }
        write_bytes(STORE_PATH, bytes, len);
        sdn_error err = {0};
        sdn_store *store = sdn_store_open(&note_record_type, STORE_PATH, NULL, &err);
        sdn_store_close(store);
        assert_true((store == NULL) == (err.code != SDN_OK));
        sdn_str after = read_bytes(STORE_PATH);
        assert_int_equal(after.len, len);
        assert_memory_equal(after.ptr, bytes, len);
    }
}

/* ---- checksums ---- */

static void a_checksum_that_does_not_fit_is_refused(void **state)
{
    (void)state;
    write_text("#sdn-crc32:1\nnotes |id|\n");
    assert_open_fails(&note_record_type, NULL, SDN_E_CHECKSUM,
                      "x.sdn:1:1: the checksum does not fit the content: the file was damaged, or edited by hand; "
                      "check it, then remove this line, or set ignore_checksum");
}

static void a_wrong_checksum_can_be_ignored_and_is_put_right_by_a_save(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_options options = sdn_options_default();
    options.ignore_checksum = true;
    write_text("#sdn-crc32:1\nnotes |id|\n");
    sdn_store *store = sdn_store_open(&note_record_type, STORE_PATH, &options, &err);
    assert_non_null(store);
    insert_note(store, "3", "nothing");
    save_store(store);
    sdn_store_close(store);
    sdn_store *again = open_store(&note_record_type); /* without the option */
    assert_int_equal(sdn_store_count(again), 1);
}

static void a_checksum_that_fits_is_no_obstacle(void **state)
{
    (void)state;
    char text[128];
    snprintf(text, sizeof text, "#sdn-crc32:%lu\n%s", (unsigned long)sdn__crc32(0, NOTES, strlen(NOTES)), NOTES);
    sdn_store *store = notes_of(text);
    assert_int_equal(sdn_store_count(store), 2);
    insert_note(store, "3", "x");
    save_store(store);
    close_store(store);
    store = open_store(&note_record_type); /* what was saved fits again */
    assert_int_equal(sdn_store_count(store), 3);
}

static void a_file_that_gets_a_wrong_checksum_cannot_be_reloaded(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES);
    sdn_error err = {0};
    write_text("#sdn-crc32:1\nnotes |id|\n");
    assert_int_equal(sdn_file_reload(sdn_store_file(store), &err), SDN_E_CHECKSUM);
    assert_int_equal(sdn_store_count(store), 2); /* as it was */
    assert_int_equal(sdn_file_begin(sdn_store_file(store), &err), SDN_E_CHECKSUM);
    assert_false(file_exists("x.sdn.lock"));
}

/* ---- limits and options ---- */

static void a_file_larger_than_allowed_is_refused(void **state)
{
    (void)state;
    sdn_options options = sdn_options_default();
    options.max_file_bytes = strlen(NOTES);
    write_text(NOTES);
    sdn_store_close(sdn_store_open(&note_record_type, STORE_PATH, &options, NULL));
    options.max_file_bytes--;
    sdn_error err = {0};
    assert_null(sdn_store_open(&note_record_type, STORE_PATH, &options, &err));
    assert_int_equal(err.code, SDN_E_LIMIT);
    assert_string_equal(err.message,
                        "x.sdn: the file has 39 bytes, more than the limit of 38; raise the limit or split the file");
}

static void more_rows_than_allowed_are_refused(void **state)
{
    (void)state;
    sdn_options options = sdn_options_default();
    options.max_rows = 1;
    write_text(NOTES);
    assert_open_fails(&note_record_type, &options, SDN_E_LIMIT,
                      "x.sdn:3:1: more than 1 rows in a table; raise max_rows to read this file");
    assert_int_equal(file_exists("x.sdn.lock"), false);
}

static void more_columns_than_allowed_are_refused(void **state)
{
    (void)state;
    sdn_options options = sdn_options_default();
    options.max_columns = 1;
    write_text(NOTES);
    assert_open_fails(&note_record_type, &options, SDN_E_LIMIT,
                      "x.sdn:1:8: too many columns; raise max_columns to read this table");
}

static void a_cell_longer_than_allowed_is_a_problem(void **state)
{
    (void)state;
    sdn_options options = sdn_options_default();
    options.max_cell_bytes = 3;
    write_text("notes |id, text|\n    1, four\n    2, two\n");
    sdn_store *store = open_store_with(&note_record_type, &options);
    assert_problems(store, "2:8: the cell is too long; shorten it, or raise max_cell_bytes\n");
    assert_int_equal(sdn_store_count(store), 1);
}

static void options_that_cannot_be_are_misuse(void **state)
{
    (void)state;
    sdn_options options = sdn_options_default();
    options.max_file_bytes = (size_t)UINT32_MAX + 1;
    assert_open_fails(&note_record_type, &options, SDN_E_MISUSE,
                      "sdn_options: max_file_bytes is at most 4294967295; start from sdn_options_default()");
    options = sdn_options_default();
    options.max_rows = UINT32_MAX;
    assert_open_fails(&note_record_type, &options, SDN_E_MISUSE,
                      "sdn_options: max_columns and max_rows are at most 4294967293");
    options = sdn_options_default();
    options.max_columns = UINT32_MAX;
    assert_open_fails(&note_record_type, &options, SDN_E_MISUSE,
                      "sdn_options: max_columns and max_rows are at most 4294967293");
}

static void defaults_are_those_documented(void **state)
{
    (void)state;
    sdn_options options = sdn_options_default();
    assert_int_equal(options.lock_timeout_ms, 10000);
    assert_int_equal(options.foreign_stale_ms, 60000);
    assert_int_equal(options.durability, SDN_DURABLE);
    assert_false(options.strict);
    assert_false(options.read_lock);
    assert_int_equal(options.max_file_bytes, 1 << 30);
    assert_int_equal(options.max_cell_bytes, 16 << 20);
    assert_int_equal(options.max_columns, 1000);
    assert_int_equal(options.max_rows, 10000000);
}

static void limits_of_zero_are_the_defaults(void **state)
{
    (void)state;
    sdn_options options = {.strict = true};
    write_bytes(STORE_PATH, "notes |id|\n    1\n", 17);
    sdn_store *store = open_store_with(&note_record_type, &options);
    insert_note(store, "2", "two");
    save_store(store);
    assert_content("notes |id, text|\n    1, nothing\n    2, two\n");
    sdn_error err = {0};
    write_bytes("x.sdn.lock", "", 0);
    assert_int_equal(sdn_file_begin(sdn_store_file(store), &err), SDN_E_TIMEOUT); /* it did not wait */
}

/* A program that could not open its store can clean up and ask all the same. */
static void functions_that_clean_up_or_ask_take_null(void **state)
{
    (void)state;
    const sdn_problem *problems = (const sdn_problem *)"";
    const sdn_conflict *conflicts = (const sdn_conflict *)"";
    sdn_file_close(NULL);
    sdn_store_close(NULL);
    sdn_file_rollback(NULL);
    assert_null(sdn_store_file(NULL));
    assert_false(sdn_file_changed(NULL));
    assert_int_equal(sdn_store_problems(NULL, &problems), 0);
    assert_null(problems);
    assert_int_equal(sdn_store_conflicts(NULL, &conflicts), 0);
    assert_null(conflicts);
}

static void lists_are_given_only_where_they_are_asked_for(void **state)
{
    (void)state;
    sdn_error err = {0};
    size_t count = 7;
    sdn_store *store = notes_of("notes |id, text|\n    1, one\n    2\n");
    assert_int_equal(sdn_store_problems(store, NULL), 1);
    assert_int_equal(sdn_store_conflicts(store, NULL), 0);
    assert_ok(sdn_store_validate(store, NULL, &count, &err), err);
    assert_int_equal(count, 0);
    assert_ok(sdn_store_validate(store, NULL, NULL, &err), err);
}

/* ---- strict ---- */

static void strict_refuses_any_problem(void **state)
{
    (void)state;
    sdn_options options = sdn_options_default();
    options.strict = true;
    write_text("notes |id, no|\n    1, 1\n    2, x\n    3, y\n");
    assert_open_fails(&note_record_type, &options, SDN_E_SYNTAX,
                      "x.sdn:3:8: column 'no': 'x' is not a whole number from 0 to 4294967295; correct it");
    write_text("notes |id|\n    1\nx: 1\nstray\n");
    assert_open_fails(&note_record_type, &options, SDN_E_SYNTAX,
                      "x.sdn:4:1: this line is not part of a table and starts no statement; correct it, or make it a "
                      "comment");
    write_text("notes |id|\n    1\n    1\n");
    assert_open_fails(&note_record_type, &options, SDN_E_SYNTAX,
                      "x.sdn:2:5: key '1' stands again further down, and that row counts; remove one of them");
}

static void strict_refuses_a_file_without_the_table(void **state)
{
    (void)state;
    sdn_options options = sdn_options_default();
    options.strict = true;
    write_text("other |id|\n    1\n");
    assert_open_fails(&note_record_type, &options, SDN_E_NOT_FOUND,
                      "x.sdn: no table 'notes' in this file (its first table: other); check the path");
    write_text("# c\n");
    assert_open_fails(&note_record_type, &options, SDN_E_NOT_FOUND,
                      "x.sdn: no table 'notes' in this file (its first table: none); check the path");
}

static void strict_takes_what_is_clean(void **state)
{
    (void)state;
    sdn_options options = sdn_options_default();
    options.strict = true;
    assert_int_equal(sdn_store_count(open_store_with(&note_record_type, &options)), 0); /* no file */
    write_text("");
    assert_int_equal(sdn_store_count(open_store_with(&note_record_type, &options)), 0);
    write_text(NOTES);
    assert_int_equal(sdn_store_count(open_store_with(&note_record_type, &options)), 2);
}

static void strict_holds_for_stores_added_later(void **state)
{
    (void)state;
    sdn_options options = sdn_options_default();
    options.strict = true;
    write_text("notes |id, no|\n    1, x\nlog |id|\n    a\n");
    sdn_error err = {0};
    sdn_file *file = sdn_file_open(STORE_PATH, &options, &err);
    assert_non_null(file);
    sdn_store *notes = sdn_file_store(file, &note_record_type, &err);
    sdn_code code = err.code;
    sdn_store *log = sdn_file_store(file, &log_record_type, NULL);
    size_t count = log != NULL ? sdn_store_count(log) : 0;
    sdn_store *pairs = sdn_file_store(file, &pair_record_type, &err);
    sdn_file_close(file);
    assert_null(notes);
    assert_int_equal(code, SDN_E_SYNTAX);
    assert_int_equal(count, 1);
    assert_null(pairs);
    assert_int_equal(err.code, SDN_E_NOT_FOUND);
}

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
    assert_string_equal(err.message, "x.sdn: no transaction is running; begin one, or use save");
    begin_store(store);
    assert_int_equal(sdn_file_begin(sdn_store_file(store), &err), SDN_E_MISUSE);
    assert_string_equal(err.message, "x.sdn: a transaction is running already; commit or roll back first");
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
    write_text(NOTES);
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
    write_text("notes |id, text|\n    1, theirs\n");
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
    write_text(NOTES);
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
    write_text(NOTES);
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
    write_text("notes |id, text|\n    3, three\n");
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
    write_text(NOTES);
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
    write_text(NOTES);
    assert_int_equal(chmod(STORE_PATH, 0444), 0);
    assert_int_equal(sdn_store_count(open_store(&note_record_type)), 2);
}

/* ---- several stores of one file ---- */

static const char TWO[] = "notes |id, text|\n    1, one\n    2, \"two\"\n\nlog |id, text|\n    a, x\n    b, y\n";

static void stores_of_one_file_are_saved_together(void **state)
{
    (void)state;
    sdn_file *file = open_file_of(TWO);
    sdn_error err = {0};
    sdn_store *notes = store_in(file, &note_record_type), *log = store_in(file, &log_record_type);
    assert_ptr_equal(sdn_store_file(notes), file);
    assert_ptr_equal(store_in(file, &note_record_type), notes);
    assert_ok(sdn_file_begin(file, &err), err);
    edit_note(notes, "1")->text = SDN_STR("new");
    insert_note(log, "c", "z");
    assert_ok(sdn_file_commit(file, &err), err);
    assert_content("notes |id, text|\n    1, new\n    2, \"two\"\n\nlog |id, text|\n    a, x\n    b, y\n    c, z\n");
    assert_string_equal(ids_of(sdn_store_all(log)), "a b c ");
    edit_note(notes, "2")->text = SDN_STR("newer");
    insert_note(log, "d", "z");
    sdn_file_rollback(file);
    assert_false(sdn_file_changed(file));
    assert_string_equal(ids_of(sdn_store_all(log)), "a b c ");
    sdn_store_close(notes); /* stays until its file is closed */
    assert_int_equal(sdn_store_count(notes), 2);
}

static void a_store_may_be_added_while_others_have_given_out_records(void **state)
{
    (void)state;
    sdn_file *file = open_file_of("log |id, text|\n    a, x\n    b, y\n\nnotes |text, id|\r\none,1\r\n\"t,wo\",2");
    sdn_error err = {0};
    sdn_store *notes = store_in(file, &note_record_type);
    const note *one = get_note(notes, "1"), *two = get_note(notes, "2");
    note *edited = edit_note(notes, "1");
    edited->text = two->text;
    sdn_store *log = store_in(file, &log_record_type);
    assert_string_equal(two->text.ptr, "t,wo");
    assert_string_equal(two->id.ptr, "2");
    assert_string_equal(one->id.ptr, "1");
    assert_string_equal(edited->text.ptr, "t,wo");
    assert_string_equal(ids_of(sdn_store_all(log)), "a b ");
    insert_note(log, "c", "z");
    assert_ok(sdn_file_save(file, &err), err);
    assert_content("log |id, text|\n    a, x\n    b, y\n    c, z\n\nnotes |text, id|\r\n\"t,wo\",1\r\n\"t,wo\",2");
}

static void a_store_added_late_sees_what_is_in_the_file(void **state)
{
    (void)state;
    sdn_file *file = open_file_of(TWO);
    sdn_error err = {0};
    sdn_store *notes = store_in(file, &note_record_type);
    get_note(notes, "2");
    write_bytes(STORE_PATH, "log |id|\n    z\n", 15);
    sdn_store *log = store_in(file, &log_record_type); /* of the version that is loaded */
    assert_string_equal(ids_of(sdn_store_all(log)), "a b ");
    assert_ok(sdn_file_reload(file, &err), err);
    assert_string_equal(ids_of(sdn_store_all(log)), "z ");
    assert_int_equal(sdn_store_count(notes), 0);
}

/* The table of notes under another record type. */
static void one_table_has_one_record_type(void **state)
{
    (void)state;
    sdn_file *file = open_file_of(TWO);
    sdn_record_type other = log_record_type;
    sdn_error err = {0};
    other.name = "Other";
    other.table = SDN_STR("notes");
    store_in(file, &note_record_type);
    assert_null(sdn_file_store(file, &other, &err));
    assert_int_equal(err.code, SDN_E_MISUSE);
    assert_string_equal(err.message, "x.sdn: table 'notes' is open as record type Note already; use that store");
}

/* A type of an older contract begins with its name. */
static void a_type_made_for_another_runtime_is_misuse(void **state)
{
    static const char *const others[] = {NULL, "", "Note", "sdn 2", "sdn 30"};
    (void)state;
    sdn_file *file = open_file_of(TWO);
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        sdn_record_type type = {.abi = others[i]};
        sdn_error err = {0};
        assert_null(sdn_file_store(file, &type, &err));
        assert_int_equal(err.code, SDN_E_MISUSE);
        err.code = SDN_OK;
        assert_null(sdn_store_open(&type, STORE_PATH, NULL, &err));
        assert_int_equal(err.code, SDN_E_MISUSE);
        assert_string_equal(err.message,
                            "x.sdn: the code for this table was made for another version of the library: run its sdnc "
                            "on the schema again and compile what it makes; a record type written by hand needs "
                            ".abi = SDN_RECORD_ABI");
    }
    assert_non_null(store_in(file, &note_record_type));
}

static void two_missing_tables_are_both_appended(void **state)
{
    (void)state;
    sdn_file *file = open_file_of("# c\n");
    sdn_error err = {0};
    sdn_store *pairs = store_in(file, &pair_record_type), *numbered = store_in(file, &numbered_record_type);
    pair values = {.number = 0, .name = SDN_STR("n"), .value = SDN_STR("v")};
    assert_non_null(sdn_store_insert(pairs, &values, &err));
    assert_non_null(sdn_store_insert(numbered, &values, &err));
    assert_ok(sdn_file_save(file, &err), err);
    assert_content("# c\n\npairs |number, name, flag, value|\n    0, n, false, v\n"
                   "\nnumbered |number, name, flag, value|\n    1, n, false, v\n");
}

static void a_save_that_fails_in_one_store_saves_none(void **state)
{
    (void)state;
    sdn_file *file = open_file_of(TWO);
    sdn_error err = {0};
    sdn_store *notes = store_in(file, &note_record_type), *log = store_in(file, &log_record_type);
    const note *two = get_note(notes, "2");
    insert_note(log, "c", "z");
    edit_note(notes, "1")->text = SDN_STR("\xFF");
    assert_int_equal(sdn_file_save(file, &err), SDN_E_INVALID);
    assert_content(TWO);
    assert_string_equal(two->text.ptr, "two"); /* terminated again */
    assert_string_equal(ids_of(sdn_store_all(log)), "a b c ");
    sdn_file_rollback(file);
    insert_note(log, "c", "z");
    assert_ok(sdn_file_save(file, &err), err);
    assert_content("notes |id, text|\n    1, one\n    2, \"two\"\n\nlog |id, text|\n    a, x\n    b, y\n    c, z\n");
}

static void a_file_may_be_opened_without_stores(void **state)
{
    (void)state;
    sdn_file *file = open_file_of(TWO);
    sdn_error err = {0};
    assert_false(sdn_file_changed(file));
    assert_ok(sdn_file_begin(file, &err), err);
    assert_ok(sdn_file_commit(file, &err), err);
    assert_ok(sdn_file_save(file, &err), err);
    sdn_file_rollback(file);
    assert_content(TWO);
    sdn_file_close(NULL);
    sdn_store_close(NULL);
}

static void a_merge_that_fails_in_one_store_merges_none(void **state)
{
    (void)state;
    static const char theirs[] = "notes |id, text|\n    1\n    2, two\n\nlog |id, text|\n    a, x\n";
    sdn_error err = {0};
    sdn_options options = sdn_options_default();
    options.on_conflict = SDN_ON_CONFLICT_OURS;
    write_text(TWO);
    sdn_file *file = sdn_file_open(STORE_PATH, &options, &err);
    assert_non_null(file);
    sdn_store *notes = store_in(file, &note_record_type), *log = store_in(file, &log_record_type);
    edit_note(notes, "1")->text = SDN_STR("ours");
    insert_note(log, "c", "ours");
    write_text(theirs);
    assert_int_equal(sdn_file_save(file, &err), SDN_E_INVALID);
    assert_content(theirs);
    assert_string_equal(get_note(notes, "1")->text.ptr, "ours");
    assert_string_equal(ids_of(sdn_store_all(log)), "a b c ");
    sdn_file_close(file);
}

static void a_store_without_edits_shows_what_was_merged(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_file *file = open_file_of(TWO);
    sdn_store *notes = store_in(file, &note_record_type), *log = store_in(file, &log_record_type);
    insert_note(log, "c", "z");
    write_text("notes |id, text|\n    1, theirs\n\nlog |id, text|\n    a, x\n");
    assert_ok(sdn_file_save(file, &err), err);
    assert_string_equal(get_note(notes, "1")->text.ptr, "theirs");
    assert_string_equal(ids_of(sdn_store_all(notes)), "1 ");
    assert_content("notes |id, text|\n    1, theirs\n\nlog |id, text|\n    a, x\n    c, z\n");
}

/* ---- saving ---- */

static sdn_sys_table real_sys;
static int rival_saves;

/* Another program that does not lock writes the file each time we are about to. */
static int open_while_others_save(int directory, const char *name, unsigned flags, uint32_t mode)
{
    if ((flags & SDN_OPEN_CREATE) != 0 && strncmp(name, STORE_PATH, strlen(STORE_PATH)) == 0 &&
        strstr(name, ".lock") == NULL) {
        char text[64];
        snprintf(text, sizeof text, "notes |id, text|\n    1, %d\n    2, two\n", ++rival_saves);
        write_text(text);
    }
    return real_sys.open_at(directory, name, flags, mode);
}

static void a_file_that_never_stands_still_is_a_conflict(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_options options = sdn_options_default();
    options.lock_timeout_ms = 0;
    write_text(NOTES);
    sdn_store *store = open_store_with(&note_record_type, &options);
    edit_note(store, "2")->text = SDN_STR("ours");
    real_sys = sdn__sys;
    rival_saves = 0;
    sdn__sys.open_at = open_while_others_save;
    assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_CONFLICT);
    assert_string_equal(err.message,
                        "x.sdn: other programs change the file each time that it is to be saved; nothing was "
                        "written, try later");
    assert_in_range(rival_saves, 2, 20);
    assert_true(sdn_file_changed(sdn_store_file(store)));
    sdn__sys = real_sys;
    save_store(store);
    char expected[64];
    snprintf(expected, sizeof expected, "notes |id, text|\n    1, %d\n    2, ours\n", rival_saves);
    assert_content(expected);
}

static int64_t disk_left;

static int64_t write_while_there_is_room(int fd, const void *bytes, size_t size)
{
    if (disk_left <= 0)
        return -28; /* ENOSPC */
    disk_left -= (int64_t)size;
    return real_sys.write(fd, bytes, size);
}

/* A file of `len` bytes, and of so many pieces that some are smaller and some larger than a chunk. */
static char *large_text(size_t len)
{
    static const char start[] = "notes |id, text|\n    1, one\n    2, two\n# ";
    char *text = malloc(len + 1);
    assert_non_null(text);
    memset(text, 'x', len);
    memcpy(text, start, sizeof start - 1);
    text[len - 1] = '\n';
    text[len] = '\0';
    return text;
}

static void a_disk_that_is_full_at_any_point_keeps_the_old_file(void **state)
{
    (void)state;
    const size_t len = 400 * 1000;
    char *part = large_text(len), *text = malloc(2 * len + 1), *expected = malloc(2 * len + 8);
    assert_true(text != NULL && expected != NULL);
    memcpy(text, part, len);
    memset(text, '#', (size_t)(strstr(text, "# x") - text)); /* one comment, and behind it the table */
    memcpy(text + len, part, len + 1);
    const char *edited = strstr(text, "two\n");
    snprintf(expected, 2 * len + 8, "%.*sedited%s", (int)(edited - text), text, edited + 3);
    sdn_code code = SDN_E_IO;
    real_sys = sdn__sys;
    for (int64_t room = 0; code != SDN_OK; room += 100 * 1000) {
        sdn_error err = {0};
        sdn_store *store = notes_of(text);
        edit_note(store, "2")->text = SDN_STR("edited");
        sdn__sys.write = write_while_there_is_room;
        disk_left = room;
        code = sdn_file_save(sdn_store_file(store), &err);
        sdn__sys = real_sys;
        if (code != SDN_OK) {
            assert_int_equal(code, SDN_E_IO);
            assert_int_equal(err.os_error, 28);
            assert_true(strcmp(read_bytes(STORE_PATH).ptr, text) == 0);
            save_store(store);
        }
        assert_true(strcmp(read_bytes(STORE_PATH).ptr, expected) == 0);
        close_store(store);
    }
    free(part);
    free(text);
    free(expected);
}

/* Where the last chunk is just full, nothing is left to be written at the end. */
static void files_around_the_size_of_a_chunk_are_written_whole(void **state)
{
    (void)state;
    for (size_t after = 2 * 256 * 1024 - 1; after <= 2 * 256 * 1024 + 1; after++) {
        char *text = large_text(after - 3); /* `edited` is 3 longer than `two` */
        sdn_store *store = notes_of(text);
        edit_note(store, "2")->text = SDN_STR("edited");
        save_store(store);
        sdn_str wrote = read_bytes(STORE_PATH);
        const char *edited = strstr(wrote.ptr, "edited\n# xxx");
        assert_int_equal(wrote.len, after);
        assert_non_null(edited);
        assert_string_equal(edited + 6, strstr(text, "two\n# xxx") + 3);
        close_store(store);
        free(text);
    }
}

/* ---- saving ---- */

static void a_save_keeps_the_mode_and_goes_through_links(void **state)
{
    (void)state;
    write_text(NOTES);
    assert_int_equal(rename(STORE_PATH, "real.sdn"), 0);
    assert_int_equal(symlink("real.sdn", STORE_PATH), 0);
    assert_int_equal(chmod("real.sdn", 0640), 0);
    sdn_store *store = open_store(&note_record_type);
    edit_note(store, "1")->text = SDN_STR("new");
    save_store(store);
    struct stat link;
    assert_int_equal(lstat(STORE_PATH, &link), 0);
    assert_true(S_ISLNK(link.st_mode));
    assert_int_equal(file_mode("real.sdn"), 0640);
    assert_content("notes |id, text|\n    1, new\n    2, two\n");
}

static void save_after_save_works_without_reloading(void **state)
{
    (void)state;
    sdn_store *store = open_store(&note_record_type);
    for (int i = 0; i < 50; i++) {
        note *added = insert_note(store, "", "x");
        added->number = (uint32_t)i;
        save_store(store);
        assert_false(sdn_file_changed(sdn_store_file(store)));
    }
    assert_int_equal(sdn_store_count(store), 50);
    close_store(store);
    store = open_store(&note_record_type);
    assert_int_equal(sdn_store_count(store), 50);
    assert_int_equal(get_note(store, "50")->number, 49);
}

static void a_change_of_directory_does_no_harm(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES);
    assert_int_equal(mkdir("d", 0755), 0);
    assert_int_equal(chdir("d"), 0);
    edit_note(store, "1")->text = SDN_STR("new");
    sdn_error err = {0};
    sdn_code code = sdn_file_save(sdn_store_file(store), &err);
    assert_int_equal(chdir(".."), 0);
    assert_ok(code, err);
    assert_content("notes |id, text|\n    1, new\n    2, two\n");
}

static void no_descriptor_is_left_open(void **state)
{
    (void)state;
    size_t before = count_open_descriptors();
    for (int i = 0; i < 5; i++) {
        sdn_store *store = notes_of(NOTES);
        edit_note(store, "1")->text = SDN_STR("new");
        save_store(store);
        begin_store(store);
        close_store(store);
    }
    assert_int_equal(count_open_descriptors(), before);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(a_directory_is_no_file),
        TEST_WITH_STORES(a_missing_directory_is_an_error),
        TEST_WITH_STORES(a_file_without_permission_is_an_error),
        TEST_WITH_STORES(a_path_of_null_is_misuse),
        TEST_WITH_STORES(a_file_that_may_not_be_written_is_refused_by_begin_and_save),
        TEST_WITH_STORES(bytes_that_are_no_text_are_refused_with_their_place),
        TEST_WITH_STORES(garbage_of_any_kind_does_no_harm),
        TEST_WITH_STORES(a_checksum_that_does_not_fit_is_refused),
        TEST_WITH_STORES(a_wrong_checksum_can_be_ignored_and_is_put_right_by_a_save),
        TEST_WITH_STORES(a_checksum_that_fits_is_no_obstacle),
        TEST_WITH_STORES(a_file_that_gets_a_wrong_checksum_cannot_be_reloaded),
        TEST_WITH_STORES(a_file_larger_than_allowed_is_refused),
        TEST_WITH_STORES(more_rows_than_allowed_are_refused),
        TEST_WITH_STORES(more_columns_than_allowed_are_refused),
        TEST_WITH_STORES(a_cell_longer_than_allowed_is_a_problem),
        TEST_WITH_STORES(options_that_cannot_be_are_misuse),
        TEST_WITH_STORES(defaults_are_those_documented),
        TEST_WITH_STORES(limits_of_zero_are_the_defaults),
        TEST_WITH_STORES(functions_that_clean_up_or_ask_take_null),
        TEST_WITH_STORES(lists_are_given_only_where_they_are_asked_for),
        TEST_WITH_STORES(strict_refuses_any_problem),
        TEST_WITH_STORES(strict_refuses_a_file_without_the_table),
        TEST_WITH_STORES(strict_takes_what_is_clean),
        TEST_WITH_STORES(strict_holds_for_stores_added_later),
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
        TEST_WITH_STORES(stores_of_one_file_are_saved_together),
        TEST_WITH_STORES(a_store_may_be_added_while_others_have_given_out_records),
        TEST_WITH_STORES(a_store_added_late_sees_what_is_in_the_file),
        TEST_WITH_STORES(one_table_has_one_record_type),
        TEST_WITH_STORES(a_type_made_for_another_runtime_is_misuse),
        TEST_WITH_STORES(two_missing_tables_are_both_appended),
        TEST_WITH_STORES(a_save_that_fails_in_one_store_saves_none),
        TEST_WITH_STORES(a_file_may_be_opened_without_stores),
        TEST_WITH_STORES(a_save_keeps_the_mode_and_goes_through_links),
        TEST_WITH_STORES(save_after_save_works_without_reloading),
        TEST_WITH_STORES(a_change_of_directory_does_no_harm),
        TEST_WITH_STORES(no_descriptor_is_left_open),
        TEST_WITH_STORES(a_merge_that_fails_in_one_store_merges_none),
        TEST_WITH_STORES(a_store_without_edits_shows_what_was_merged),
        TEST_WITH_STORES(a_file_that_never_stands_still_is_a_conflict),
        TEST_WITH_STORES(a_disk_that_is_full_at_any_point_keeps_the_old_file),
        TEST_WITH_STORES(files_around_the_size_of_a_chunk_are_written_whole),
    };
    return run_cases(argc, argv, tests);
}
