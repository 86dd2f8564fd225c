/* Rows made of records by functions that do not agree: what would not read back as it was is refused. */
#include "test.h"

#include "temp_people.h"
#include "temp_stores.h"

#include "store/file.h"

#include <string.h>

/* A vtable that does not write what it reads. */
static void write_another_text(const void *record, sdn_row_writer *row)
{
    note other = *(const note *)record;
    if (sdn_str_equal(other.text, SDN_STR("odd")))
        other.text = SDN_STR("even");
    note_record_type.write(&other, row);
}

static void what_would_not_read_back_is_refused(void **state)
{
    (void)state;
    static const char *const files[] = {"", "notes |id, text|\n    1, one\n"};
    sdn_record_type type = note_record_type;
    sdn_error err = {0};
    type.write = write_another_text;
    for (size_t i = 0; i < 4; i++) {
        sdn_store *store = store_of(&type, files[i / 2]);
        if (i == 3)
            edit_note(store, "1")->text = SDN_STR("odd");
        else
            insert_note(store, "", "odd");
        if (i == 1)
            insert_note(store, "", "even"); /* next to one that would */
        assert_int_equal(sdn_file_save(store->file, &err), SDN_E_INVALID);
        assert_non_null(strstr(err.message, "would not read back"));
        assert_content(files[i / 2]);
        close_store(store);
    }
}

/* If a row cannot be read the whole file is read again. */
static void nor_is_it_written_where_the_file_is_read_again(void **state)
{
    (void)state;
    static const char *const files[] = {"notes |id, text, no|\n    1, one, many\n",
                                        "log |id, text, no|\n    1, one, many\n"};
    sdn_error err = {0};
    for (size_t i = 0; i < 2; i++) {
        sdn_record_type type = i == 0 ? note_record_type : log_record_type;
        type.write = write_another_text;
        sdn_store *store = store_of(&type, files[i]);
        note made = note_of("2", "odd");
        assert_non_null(sdn_store_insert(store, &made, &err));
        assert_int_equal(sdn_file_save(store->file, &err), SDN_E_INVALID);
        assert_non_null(strstr(err.message, "would not read back"));
        assert_content(files[i]);
        close_store(store);
    }
}

/* A header that would be read as another one. */
static void columns_that_would_not_read_back_are_refused(void **state)
{
    (void)state;
    sdn_record_type type = note_record_type;
    sdn_field fields[16];
    sdn_error err = {0};
    memcpy(fields, type.fields, type.field_count * sizeof *fields);
    type.fields = fields;
    static const struct {
        const char *before, *table, *text, *tags;
    } names[] = {{"", "notes", "te,xt", "tags"},      {"", "notes", "te|xt", "tags"}, {"", "notes", " text", "tags"},
                 {"", "notes", "text", "tags|x"},     {"", "#notes", "text", "tags"}, {"", "no tes", "text", "tags"},
                 {"a: b\n", "no tes", "text", "tags"}};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        type.table = sdn_str_from(names[i].table);
        fields[NOTE_FIELD_TEXT].column = sdn_str_from(names[i].text);
        fields[NOTE_FIELD_TAGS].column = sdn_str_from(names[i].tags);
        sdn_store *store = store_of(&type, names[i].before);
        insert_note(store, "", "one");
        assert_int_equal(sdn_file_save(store->file, &err), SDN_E_INVALID);
        assert_content(names[i].before);
        close_store(store);
    }
}

/* A quote that was left open is closed by the new row, and what lies between is no text. */
static void a_save_that_could_not_be_read_at_all_is_refused(void **state)
{
    (void)state;
    static const char bytes[] = "other: \"w\nnotes |id, text|\n    1, a\n    2, b\0c\n";
    sdn_error err = {0};
    write_bytes(STORE_PATH, bytes, sizeof bytes - 1);
    sdn_store *store = open_store(&note_record_type);
    insert_note(store, "3", ", x");
    assert_int_equal(sdn_file_save(store->file, &err), SDN_E_INVALID);
    assert_message_has(err, "x.sdn:4:9: the edits of table 'notes' would not read back");
    assert_true(sdn_file_changed(store->file));
    close_store(store);
}

static const char *written_instead;

static void write_something_else(const void *memory, sdn_row_writer *row)
{
    const team *record = memory;
    bool other = sdn_str_equal(record->name, SDN_STR("new"));
    sdn_write_string(row, TEAM_FIELD_NAME, other ? sdn_str_from(written_instead) : record->name);
}

/* A mistake in functions written by hand must not reach the file. */
static void what_would_not_read_back_is_not_written(void **state)
{
    (void)state;
    static sdn_record_type type;
    static const char *const instead[] = {"other", ""};
    team values = {.name = SDN_STR("new")};
    type = team_record_type;
    type.write = write_something_else;
    for (size_t i = 0; i < sizeof instead / sizeof instead[0]; i++) {
        sdn_error err = {0};
        written_instead = instead[i];
        sdn_store *store = store_of(&type, "teams |name|\n    blue\n");
        assert_non_null(sdn_store_insert(store, &values, &err));
        assert_save_fails(
            store, SDN_E_INVALID,
            "x.sdn: the edits of table 'teams' would not read back as they are; nothing was written; save "
            "them one by one to find the record");
        assert_content("teams |name|\n    blue\n");
        close_store(store);
    }
}

static void write_other_text(const void *memory, sdn_row_writer *row)
{
    note changed = *(const note *)memory;
    changed.text = SDN_STR("something else");
    note_record_type.write(&changed, row);
}

static void write_other_key(const void *memory, sdn_row_writer *row)
{
    note changed = *(const note *)memory;
    changed.id = SDN_STR("other");
    note_record_type.write(&changed, row);
}

static void write_what_cannot_be_read(const void *memory, sdn_row_writer *row)
{
    note_record_type.write(memory, row);
    sdn_write_string(row, NOTE_FIELD_SIDE, SDN_STR("neither"));
}

static void assert_unfaithful_is_refused(const sdn_record_type *like, void (*write)(const void *, sdn_row_writer *))
{
    static const char content[] = "# nothing\n";
    sdn_record_type type = *like;
    sdn_error err = {0};
    note values = note_of("a", "text");
    type.write = write;
    sdn_store *store = store_of(&type, content);
    assert_non_null(sdn_store_insert(store, &values, &err));
    assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_INVALID);
    assert_message_has(err, "would not read back as they are; nothing was written; save them one by one");
    assert_true(sdn_file_changed(sdn_store_file(store)));
    assert_content(content);
    close_store(store);
}

static void a_writer_that_writes_other_values_is_refused(void **state)
{
    (void)state;
    assert_unfaithful_is_refused(&note_record_type, write_other_text);
    assert_unfaithful_is_refused(&note_record_type, write_other_key);
    assert_unfaithful_is_refused(&note_record_type, write_what_cannot_be_read);
    assert_unfaithful_is_refused(&log_record_type, write_other_text);
    assert_unfaithful_is_refused(&log_record_type, write_what_cannot_be_read);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(what_would_not_read_back_is_refused),
        TEST_WITH_STORES(a_save_that_could_not_be_read_at_all_is_refused),
        TEST_WITH_STORES(nor_is_it_written_where_the_file_is_read_again),
        TEST_WITH_STORES(columns_that_would_not_read_back_are_refused),
        TEST_WITH_STORES(what_would_not_read_back_is_not_written),
        TEST_WITH_STORES(a_writer_that_writes_other_values_is_refused),
    };
    return run_cases(argc, argv, tests);
}
