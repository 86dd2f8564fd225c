/* The errors for a file that is not what it should be; and that the file is left alone. */
#define _POSIX_C_SOURCE 200809L

#include "test.h"

#include "files.h"
#include "record_types/basic.h"
#include "tempdir.h"

#include "todo.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void refused(const char *path, const sdn_options *options, sdn_code code, const char *message)
{
    sdn_error err = {0};
    todo_store *store = todo_store_open(path, options, &err);
    assert_null(store);
    assert_string_equal(sdn_code_name(err.code), sdn_code_name(code));
    assert_string_equal(err.message, message);
}

static void a_missing_directory(void **state)
{
    (void)state;
    sdn_error err = {0};
    assert_null(todo_store_open("no/such/todo_db.sdn", NULL, &err));
    assert_int_equal(err.code, SDN_E_IO);
    assert_message_has(err, "no/such/todo_db.sdn: ");
    assert_message_has(err, "director");
    assert_string_equal(err.path, "no/such/todo_db.sdn");
    assert_false(file_exists("no"));
}

static void an_unreadable_file(void **state)
{
    (void)state;
    sdn_error err = {0};
    write_file("todo_db.sdn", "todos |id|\n    1\n");
    chmod("todo_db.sdn", 0);
    if (access("todo_db.sdn", R_OK) == 0 && geteuid() == 0) {
        /* root reads everything; drop to a user who does not */
        if (chmod(".", 0777) != 0 || seteuid(65534) != 0)
            skip();
    }
    todo_store *store = todo_store_open("todo_db.sdn", NULL, &err);
    if (geteuid() == 65534 && seteuid(0) != 0)
        fail();
    assert_null(store);
    assert_int_equal(err.code, SDN_E_IO);
    assert_message_has(err, "todo_db.sdn: ");
    assert_message_has(err, "Permission denied");
}

static void a_directory_as_database(void **state)
{
    (void)state;
    sdn_error err = {0};
    assert_int_equal(mkdir("todo_db.sdn", 0777), 0);
    assert_null(todo_store_open("todo_db.sdn", NULL, &err));
    assert_int_equal(err.code, SDN_E_IO);
    assert_message_has(err, "todo_db.sdn: ");
    assert_message_has(err, "directory");
}

static void write_bytes(const char *path, const char *bytes, size_t len)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
}

static void binary_garbage(void **state)
{
    (void)state;
    write_bytes("todo_db.sdn",
                "\x7f"
                "ELF\x02\x01\x01\0\0\0",
                10);
    refused("todo_db.sdn", NULL, SDN_E_SYNTAX, "todo_db.sdn:1:8: a NUL byte: this is not a text file; check the path");
    write_bytes("todo_db.sdn", "# fine\n\xff\xfe", 9);
    refused("todo_db.sdn", NULL, SDN_E_SYNTAX,
            "todo_db.sdn:2:1: not valid UTF-8; check the path, or convert the file to UTF-8");
}

static void a_text_that_is_no_table(void **state)
{
    (void)state;
    write_file("main.c", "/* a program */\nint main(void) { return 0; }\n");
    refused("main.c", NULL, SDN_E_SYNTAX, "main.c:1:1: no table and no statement in this file; check the path");
}

/* The tables of other programs are theirs: ours is added after them, and theirs stay. */
static void an_unknown_table(void **state)
{
    (void)state;
    sdn_error err = {0};
    static const char other[] = "users |id, name|\n    1, Ann Lee\n    2, \"Bob\n the second\"\n";
    write_file("todo_db.sdn", other);
    sdn_options strict = sdn_options_default();
    strict.strict = true;
    refused("todo_db.sdn", &strict, SDN_E_NOT_FOUND,
            "todo_db.sdn: no table 'todos' in this file (its first table: users); check the path");
    todo_store *store = todo_store_open("todo_db.sdn", NULL, &err);
    assert_non_null(store);
    assert_int_equal(todo_store_count(store), 0);
    todo values;
    todo_init(&values);
    assert_non_null(todo_store_insert(store, &values, &err));
    assert_ok(todo_store_save(store, &err), err);
    todo_store_close(store);
    const char *text = read_file("todo_db.sdn");
    assert_memory_equal(text, other, strlen(other));
    assert_string_equal(
        text + strlen(other),
        "\ntodos |id, keyword, area, priority, description, file, line, issue, blocked, status, valid|\n"
        "    1, TODO, \"\", P2, \"\", \"\", 0, \"\", \"\", open, true\n");
}

static void rows_that_cannot_be_read_are_told_and_kept(void **state)
{
    (void)state;
    sdn_error err = {0};
    static const char text[] = "todos |id, line, valid|\n"
                               "    1, 10, true\n"
                               "    2, ten, true\n"
                               "    3, 10\n"
                               "    , 10, true\n"
                               "    1, 11, true\n"
                               "    4, 10, maybe\n"
                               "    5, \"10, true\n"
                               "    6, 4294967296, true\n"
                               "    7, 11, true\n";
    static const struct {
        uint32_t line, column;
        const char *message;
    } expected[] = {
        {2, 5, "key '1' occurs again further down, and that row counts; remove one of them"},
        {3, 8, "column 'line': 'ten' is not a whole number from 0 to 4294967295; correct it"},
        {4, 5, "the row has 2 cells, the header 3 columns; correct the row"},
        {5, 5, "the key is empty; give the row a key"},
        {7, 12, "column 'valid': 'maybe' is neither true nor false; correct it"},
        {8, 8, "a quote is not closed; add the closing quote"},
        {9, 8, "column 'line': '4294967296' is not a whole number from 0 to 4294967295; correct it"},
    };
    write_file("todo_db.sdn", text);
    todo_store *store = todo_store_open("todo_db.sdn", NULL, &err);
    const sdn_problem *problems;
    size_t count = todo_store_problems(store, &problems);
    for (size_t i = 0; i < count && i < 7; i++) {
        assert_string_equal(problems[i].message, expected[i].message);
        assert_int_equal(problems[i].line, expected[i].line);
        assert_int_equal(problems[i].column, expected[i].column);
    }
    assert_int_equal(count, 7);
    assert_int_equal(todo_store_count(store), 2);
    assert_null(todo_store_edit(store, "1", &err));
    assert_int_equal(err.code, SDN_E_INVALID);
    todo_store_edit(store, "7", &err)->line = 12;
    assert_ok(todo_store_save(store, &err), err);
    todo_store_close(store);
    char wanted[sizeof text];
    memcpy(wanted, text, sizeof text);
    strstr(wanted, "7, 11")[4] = '2';
    assert_string_equal(read_file("todo_db.sdn"), wanted);
}

/* A number without a default: where its column is missing, a row says nothing about it, not even zero. */
static void a_missing_column_without_default_is_added_even_for_a_zero(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_field fields[NOTE_FIELD_TAGS + 1];
    sdn_record_type type = note_record_type;
    memcpy(fields, type.fields, sizeof fields);
    fields[NOTE_FIELD_NUMBER].flags &= ~(uint32_t)SDN_FIELD_DEFAULT;
    type.fields = fields;
    write_file("notes.sdn", "notes |id|\n");
    sdn_store *store = sdn_store_open(&type, "notes.sdn", NULL, &err);
    note values;
    note_init(&values);
    assert_non_null(sdn_store_insert(store, &values, &err));
    assert_ok(sdn_file_save(sdn_store_file(store), &err), err);
    assert_string_equal(read_file("notes.sdn"), "notes |id, no|\n    1, 7\n");
    sdn_store_close(store);

    static const char old_row[] = "notes |id|\n    1\n";
    write_file("notes.sdn", old_row);
    store = sdn_store_open(&type, "notes.sdn", NULL, &err);
    assert_non_null(sdn_store_insert(store, &values, &err));
    assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_INVALID);
    assert_string_equal(err.message, "notes.sdn:2:1: column 'no' cannot be added while this row cannot be read; "
                                     "correct the row");
    assert_string_equal(read_file("notes.sdn"), old_row);
    sdn_store_close(store);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_IN_TEMPDIR(a_missing_directory),
        TEST_IN_TEMPDIR(an_unreadable_file),
        TEST_IN_TEMPDIR(a_directory_as_database),
        TEST_IN_TEMPDIR(binary_garbage),
        TEST_IN_TEMPDIR(a_text_that_is_no_table),
        TEST_IN_TEMPDIR(an_unknown_table),
        TEST_IN_TEMPDIR(rows_that_cannot_be_read_are_told_and_kept),
        TEST_IN_TEMPDIR(a_missing_column_without_default_is_added_even_for_a_zero),
    };
    return run_cases(argc, argv, tests);
}
