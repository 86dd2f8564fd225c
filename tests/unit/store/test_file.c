/* Files: opening, transactions, saves, reloads, several stores of one file. */
#include "test.h"

#include "faults.h"
#include "files.h"
#include "record_types/composite_key.h"
#include "temp_stores.h"

#include "os/sys.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char NOTES[] = "notes |id, text|\n    1, one\n    2, two\n";

/* ---- limits and options ---- */

static void a_file_larger_than_allowed_is_refused(void **state)
{
    (void)state;
    sdn_options options = sdn_options_default();
    options.max_file_bytes = strlen(NOTES);
    write_store(NOTES);
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
    write_store(NOTES);
    assert_open_fails(&note_record_type, &options, SDN_E_LIMIT,
                      "x.sdn:3:1: more than 1 rows in a table; raise max_rows to read this file");
    assert_int_equal(file_exists("x.sdn.lock"), false);
}

static void more_columns_than_allowed_are_refused(void **state)
{
    (void)state;
    sdn_options options = sdn_options_default();
    options.max_columns = 1;
    write_store(NOTES);
    assert_open_fails(&note_record_type, &options, SDN_E_LIMIT,
                      "x.sdn:1:8: too many columns; raise max_columns to read this table");
}

static void a_cell_longer_than_allowed_is_a_problem(void **state)
{
    (void)state;
    sdn_options options = sdn_options_default();
    options.max_cell_bytes = 3;
    write_store("notes |id, text|\n    1, four\n    2, two\n");
    sdn_store *store = open_store_with(&note_record_type, &options);
    assert_problems(store, "2:8: the cell is too long; shorten it, or raise max_cell_bytes\n");
    assert_int_equal(sdn_store_count(store), 1);
}

static void options_that_cannot_be_are_misuse(void **state)
{
    (void)state;
    sdn_options options = sdn_options_default();
#if SIZE_MAX > UINT32_MAX
    options.max_file_bytes = (size_t)UINT32_MAX + 1;
    assert_open_fails(&note_record_type, &options, SDN_E_MISUSE,
                      "sdn_options: max_file_bytes is at most 4294967295; start from sdn_options_default()");
    options = sdn_options_default();
#endif
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
static void functions_that_clean_up_or_ask_accept_null(void **state)
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
    write_store(TWO);
    sdn_file *file = sdn_file_open(STORE_PATH, &options, &err);
    assert_non_null(file);
    sdn_store *notes = store_in(file, &note_record_type), *log = store_in(file, &log_record_type);
    edit_note(notes, "1")->text = SDN_STR("ours");
    insert_note(log, "c", "ours");
    write_store(theirs);
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
    write_store("notes |id, text|\n    1, theirs\n\nlog |id, text|\n    a, x\n");
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
        write_store(text);
    }
    return real_sys.open_at(directory, name, flags, mode);
}

static void a_file_that_never_stands_still_is_a_conflict(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_options options = sdn_options_default();
    options.lock_timeout_ms = 0;
    write_store(NOTES);
    sdn_store *store = open_store_with(&note_record_type, &options);
    edit_note(store, "2")->text = SDN_STR("ours");
    real_sys = sdn__sys;
    rival_saves = 0;
    sdn__sys.open_at = open_while_others_save;
    assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_CONFLICT);
    assert_string_equal(err.message,
                        "x.sdn: the save was tried 5 times, and other programs changed the file each time; nothing "
                        "was written, try later");
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

/* A file of `len` bytes, and of enough pieces that some are smaller and some larger than a chunk. */
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
    memset(text, '#', (size_t)(strstr(text, "# x") - text)); /* one comment, and after it the table */
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

/* ---- directories that are replaced, files that are gone ---- */

static sdn_store *store_in_directory(void)
{
    assert_int_equal(mkdir("sub", 0777), 0);
    write_file("sub/x.sdn", "notes |id|\n    1\n");
    sdn_error err = {0};
    sdn_store *store = sdn_store_open(&note_record_type, "sub/x.sdn", NULL, &err);
    if (store == NULL)
        fail_msg("%s", err.message);
    return store;
}

static sdn_sys_table before_stubs;

/* Each look at the directory by its path finds another one. */
static int stat_of_another_directory(int directory, const char *name, sdn_stat *stat)
{
    static uint64_t looks;
    int error = before_stubs.stat_at(directory, name, stat);
    if (strcmp(name, "sub/") == 0)
        stat->inode += ++looks;
    return error;
}

static void a_directory_that_is_replaced_again_and_again_is_reported(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_store *store = store_in_directory();
    before_stubs = sdn__sys;
    sdn__sys.stat_at = stat_of_another_directory;
    assert_int_equal(sdn_file_begin(sdn_store_file(store), &err), SDN_E_IO);
    assert_string_equal(err.message, "sub/x.sdn: the directory is replaced again and again; try later");
    sdn__sys = before_stubs;
    assert_ok(sdn_file_begin(sdn_store_file(store), &err), err);
    sdn_store_close(store);
    assert_int_equal(count_names_in("sub", ""), 3); /* with . and .. */
}

static void a_transaction_ends_if_its_directory_is_gone(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_store *store = store_in_directory();
    assert_ok(sdn_file_begin(sdn_store_file(store), &err), err);
    insert_note(store, "2", "two");
    assert_int_equal(rename("sub", "moved"), 0);
    assert_int_equal(sdn_file_commit(sdn_store_file(store), &err), SDN_E_IO);
    assert_message_has(err, "the directory sub/ does not exist");
    assert_int_equal(rename("moved", "sub"), 0);
    sdn_store_close(store);
    assert_string_equal(read_file("sub/x.sdn"), "notes |id|\n    1\n");
}

static void waiting_may_be_without_limit(void **state)
{
    (void)state;
    sdn_options options = sdn_options_default();
    options.lock_timeout_ms = UINT32_MAX;
    write_store("notes |id|\n    1\n");
    sdn_store *store = open_store_with(&note_record_type, &options);
    insert_note(store, "2", "x");
    save_store(store);
    begin_store(store);
    commit_store(store);
}

static void a_missing_file_is_waited_for_no_longer_than_for_the_lock(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_options options = sdn_options_default();
    options.lock_timeout_ms = 1;
    write_store("notes |id|\n    1\n");
    sdn_store *store = open_store_with(&note_record_type, &options);
    assert_int_equal(unlink(STORE_PATH), 0);
    assert_ok(sdn_file_reload(sdn_store_file(store), &err), err);
    assert_int_equal(sdn_store_count(store), 0);
}

static void a_store_that_runs_out_of_memory_is_not_added(void **state)
{
    (void)state;
    bool fired = true;
    for (int nth = 1; fired; nth++) {
        sdn_error err = {0};
        sdn_file *file = open_file_of("notes |id, no|\n    1, many\n    2, 2\n");
        faults_arm_memory(nth);
        sdn_store *store = sdn_file_store(file, &note_record_type, &err);
        fired = faults_fired_memory();
        faults_remove();
        if (store == NULL)
            assert_int_equal(err.code, SDN_E_NOMEM);
        assert_int_equal(sdn_store_count(store_in(file, &note_record_type)), 1);
    }
}

static int looks, odd_look;

static int stat_of_another_directory_once(int directory, const char *name, sdn_stat *stat)
{
    int error = before_stubs.stat_at(directory, name, stat);
    if (strcmp(name, "sub/") == 0)
        stat->inode += ++looks == odd_look;
    return error;
}

static void a_directory_that_is_replaced_once_is_followed(void **state)
{
    (void)state;
    sdn_store *store = store_in_directory();
    before_stubs = sdn__sys;
    sdn__sys.stat_at = stat_of_another_directory_once;
    for (odd_look = 1; odd_look <= 6; odd_look++) {
        char id[16];
        sdn_error err = {0};
        snprintf(id, sizeof id, "%d", odd_look + 1);
        looks = 0;
        insert_note(store, id, "x");
        assert_ok(sdn_file_save(sdn_store_file(store), &err), err);
    }
    sdn__sys = before_stubs;
    assert_int_equal(sdn_store_count(store), 7);
    sdn_store_close(store);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(a_file_larger_than_allowed_is_refused),
        TEST_WITH_STORES(more_rows_than_allowed_are_refused),
        TEST_WITH_STORES(more_columns_than_allowed_are_refused),
        TEST_WITH_STORES(a_cell_longer_than_allowed_is_a_problem),
        TEST_WITH_STORES(options_that_cannot_be_are_misuse),
        TEST_WITH_STORES(defaults_are_those_documented),
        TEST_WITH_STORES(limits_of_zero_are_the_defaults),
        TEST_WITH_STORES(functions_that_clean_up_or_ask_accept_null),
        TEST_WITH_STORES(lists_are_given_only_where_they_are_asked_for),
        TEST_WITH_STORES(stores_of_one_file_are_saved_together),
        TEST_WITH_STORES(a_store_may_be_added_while_others_have_given_out_records),
        TEST_WITH_STORES(a_store_added_late_sees_what_is_in_the_file),
        TEST_WITH_STORES(one_table_has_one_record_type),
        TEST_WITH_STORES(a_type_made_for_another_runtime_is_misuse),
        TEST_WITH_STORES(two_missing_tables_are_both_appended),
        TEST_WITH_STORES(a_save_that_fails_in_one_store_saves_none),
        TEST_WITH_STORES(a_file_may_be_opened_without_stores),
        TEST_WITH_STORES(a_merge_that_fails_in_one_store_merges_none),
        TEST_WITH_STORES(a_store_without_edits_shows_what_was_merged),
        TEST_WITH_STORES(a_file_that_never_stands_still_is_a_conflict),
        TEST_WITH_STORES(a_disk_that_is_full_at_any_point_keeps_the_old_file),
        TEST_WITH_STORES(files_around_the_size_of_a_chunk_are_written_whole),
        TEST_WITH_STORES(a_directory_that_is_replaced_again_and_again_is_reported),
        TEST_WITH_STORES(a_transaction_ends_if_its_directory_is_gone),
        TEST_WITH_STORES(waiting_may_be_without_limit),
        TEST_WITH_STORES(a_missing_file_is_waited_for_no_longer_than_for_the_lock),
        TEST_WITH_STORES(a_store_that_runs_out_of_memory_is_not_added),
        TEST_WITH_STORES(a_directory_that_is_replaced_once_is_followed),
    };
    return run_cases(argc, argv, tests);
}
