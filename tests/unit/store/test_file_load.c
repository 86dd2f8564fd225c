/* Opening a file: what is refused, checksums, strict opening. */
#include "test.h"

#include "files.h"
#include "record_types/composite_key.h"
#include "temp_stores.h"

#include "base/crc32.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char NOTES[] = "notes |id, text|\n    1, one\n    2, two\n";

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
    write_store(NOTES);
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

static void bytes_that_are_no_text_are_refused_with_their_position(void **state)
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
    write_store("Dear reader,\n");
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

static void a_checksum_that_does_not_match_is_refused(void **state)
{
    (void)state;
    write_store("#sdn-crc32:1\nnotes |id|\n");
    assert_open_fails(&note_record_type, NULL, SDN_E_CHECKSUM,
                      "x.sdn:1:1: the checksum does not match the content: the file was damaged, or edited by hand; "
                      "check it, then remove this line, or set ignore_checksum");
}

static void a_wrong_checksum_can_be_ignored_and_is_put_right_by_a_save(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_options options = sdn_options_default();
    options.ignore_checksum = true;
    write_store("#sdn-crc32:1\nnotes |id|\n");
    sdn_store *store = sdn_store_open(&note_record_type, STORE_PATH, &options, &err);
    assert_non_null(store);
    insert_note(store, "3", "nothing");
    save_store(store);
    sdn_store_close(store);
    sdn_store *again = open_store(&note_record_type); /* without the option */
    assert_int_equal(sdn_store_count(again), 1);
}

static void a_checksum_that_matches_is_no_obstacle(void **state)
{
    (void)state;
    char text[128];
    snprintf(text, sizeof text, "#sdn-crc32:%lu\n%s", (unsigned long)sdn__crc32(0, NOTES, strlen(NOTES)), NOTES);
    sdn_store *store = notes_of(text);
    assert_int_equal(sdn_store_count(store), 2);
    insert_note(store, "3", "x");
    save_store(store);
    close_store(store);
    store = open_store(&note_record_type); /* what was saved matches again */
    assert_int_equal(sdn_store_count(store), 3);
}

static void a_file_that_gets_a_wrong_checksum_cannot_be_reloaded(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES);
    sdn_error err = {0};
    write_store("#sdn-crc32:1\nnotes |id|\n");
    assert_int_equal(sdn_file_reload(sdn_store_file(store), &err), SDN_E_CHECKSUM);
    assert_int_equal(sdn_store_count(store), 2); /* as it was */
    assert_int_equal(sdn_file_begin(sdn_store_file(store), &err), SDN_E_CHECKSUM);
    assert_false(file_exists("x.sdn.lock"));
}

/* ---- strict ---- */

static void strict_refuses_any_problem(void **state)
{
    (void)state;
    sdn_options options = sdn_options_default();
    options.strict = true;
    write_store("notes |id, no|\n    1, 1\n    2, x\n    3, y\n");
    assert_open_fails(&note_record_type, &options, SDN_E_SYNTAX,
                      "x.sdn:3:8: column 'no': 'x' is not a whole number from 0 to 4294967295; correct it");
    write_store("notes |id|\n    1\nx: 1\nstray\n");
    assert_open_fails(&note_record_type, &options, SDN_E_SYNTAX,
                      "x.sdn:4:1: this line is not part of a table and starts no statement; correct it, or make it a "
                      "comment");
    write_store("notes |id|\n    1\n    1\n");
    assert_open_fails(&note_record_type, &options, SDN_E_SYNTAX,
                      "x.sdn:2:5: key '1' occurs again further down, and that row counts; remove one of them");
}

static void strict_refuses_a_file_without_the_table(void **state)
{
    (void)state;
    sdn_options options = sdn_options_default();
    options.strict = true;
    write_store("other |id|\n    1\n");
    assert_open_fails(&note_record_type, &options, SDN_E_NOT_FOUND,
                      "x.sdn: no table 'notes' in this file (its first table: other); check the path");
    write_store("# c\n");
    assert_open_fails(&note_record_type, &options, SDN_E_NOT_FOUND,
                      "x.sdn: no table 'notes' in this file (its first table: none); check the path");
}

static void strict_takes_what_is_clean(void **state)
{
    (void)state;
    sdn_options options = sdn_options_default();
    options.strict = true;
    assert_int_equal(sdn_store_count(open_store_with(&note_record_type, &options)), 0); /* no file */
    write_store("");
    assert_int_equal(sdn_store_count(open_store_with(&note_record_type, &options)), 0);
    write_store(NOTES);
    assert_int_equal(sdn_store_count(open_store_with(&note_record_type, &options)), 2);
}

static void strict_holds_for_stores_added_later(void **state)
{
    (void)state;
    sdn_options options = sdn_options_default();
    options.strict = true;
    write_store("notes |id, no|\n    1, x\nlog |id|\n    a\n");
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

static void strict_refuses_stray_lines_even_without_a_store(void **state)
{
    (void)state;
    sdn_options options = sdn_options_default();
    sdn_error err = {0};
    options.strict = true;
    write_bytes(STORE_PATH, "x: 1\n  2\nstray\n", 15);
    assert_null(sdn_file_open(STORE_PATH, &options, &err));
    assert_int_equal(err.code, SDN_E_SYNTAX);
    assert_int_equal(err.line, 3);
    assert_int_equal(err.column, 1);
}

static void strict_shortens_the_name_of_another_table(void **state)
{
    (void)state;
    char text[200];
    sdn_options options = sdn_options_default();
    sdn_error err = {0};
    options.strict = true;
    memset(text, 't', sizeof text);
    memcpy(text + 150, " |id|\n", 6);
    write_bytes(STORE_PATH, text, 156);
    assert_null(sdn_store_open(&note_record_type, STORE_PATH, &options, &err));
    assert_int_equal(err.code, SDN_E_NOT_FOUND);
    text[101] = '\0';
    assert_null(strstr(err.message, text));
    text[100] = '\0';
    assert_message_has(err, text);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(a_directory_is_no_file),
        TEST_WITH_STORES(a_missing_directory_is_an_error),
        TEST_WITH_STORES(a_file_without_permission_is_an_error),
        TEST_WITH_STORES(a_path_of_null_is_misuse),
        TEST_WITH_STORES(bytes_that_are_no_text_are_refused_with_their_position),
        TEST_WITH_STORES(garbage_of_any_kind_does_no_harm),
        TEST_WITH_STORES(a_checksum_that_does_not_match_is_refused),
        TEST_WITH_STORES(a_wrong_checksum_can_be_ignored_and_is_put_right_by_a_save),
        TEST_WITH_STORES(a_checksum_that_matches_is_no_obstacle),
        TEST_WITH_STORES(a_file_that_gets_a_wrong_checksum_cannot_be_reloaded),
        TEST_WITH_STORES(strict_refuses_any_problem),
        TEST_WITH_STORES(strict_refuses_a_file_without_the_table),
        TEST_WITH_STORES(strict_takes_what_is_clean),
        TEST_WITH_STORES(strict_holds_for_stores_added_later),
        TEST_WITH_STORES(strict_refuses_stray_lines_even_without_a_store),
        TEST_WITH_STORES(strict_shortens_the_name_of_another_table),
    };
    return run_cases(argc, argv, tests);
}
