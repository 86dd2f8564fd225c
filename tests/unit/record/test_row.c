/* Rows outside of files. */
#include "test.h"

#include "faults.h"
#include "record_types/all_types.h"
#include "record_types/basic.h"
#include "record_types/composite_key.h"
#include "record_types/rules.h"
#include "tempdir.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static sdn_arena arena;

static int setup(void **state)
{
    arena = (sdn_arena)SDN_ARENA_INIT;
    return tempdir_enter(state);
}

static int teardown(void **state)
{
    sdn_arena_release(&arena);
    return tempdir_leave(state);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

static const char WHOLE[] = "7, \"a, \\\"b\\\"\", 5, true, odd, \"right-hand side\", there , \"\", \"x,y\"";

static note read_note(const char *row)
{
    sdn_error err = {0};
    note record;
    assert_ok(sdn_record_from_row(&note_record_type, &record, sdn_str_from(row), &arena, &err), err);
    return record;
}

/* ---- reading ---- */

static void assert_whole(const note *record)
{
    assert_string_equal(record->id.ptr, "7");
    assert_string_equal(record->text.ptr, "a, \"b\"");
    assert_int_equal(record->number, 5);
    assert_true(record->done);
    assert_int_equal(record->kind, NOTE_KIND_OTHER_);
    assert_string_equal(record->kind_text.ptr, "odd");
    assert_int_equal(record->side, NOTE_SIDE_RIGHT);
    assert_true(record->has_link);
    assert_string_equal(record->link.ptr, "there");
    assert_false(record->has_weight);
    assert_int_equal(record->tags.count, 2);
    assert_string_equal(record->tags.items[1].ptr, "y");
}

static void a_row_is_read_in_the_order_of_the_fields(void **state)
{
    (void)state;
    note record = read_note(WHOLE);
    assert_whole(&record);
}

/* The text given may be freed, and has nothing after it that can be read. */
static void nothing_of_the_text_is_kept(void **state)
{
    (void)state;
    size_t len = strlen(WHOLE);
    char *text = malloc(len);
    sdn_error err = {0};
    note record;
    assert_non_null(text);
    memcpy(text, WHOLE, len);
    assert_ok(sdn_record_from_row(&note_record_type, &record, (sdn_str){text, len}, &arena, &err), err);
    memset(text, 'x', len);
    free(text);
    assert_whole(&record);
}

static void blanks_and_a_line_end_around_a_row_do_not_count(void **state)
{
    (void)state;
    note record = read_note("    1, \"x\" ,5,false,,,,,\n");
    assert_string_equal(record.text.ptr, "x");
    record = read_note("1,x,5,false,,,,,a\r\n");
    assert_string_equal(record.tags.items[0].ptr, "a");
    record = read_note("1,\"two\nlines\",5,false,,,,,");
    assert_string_equal(record.text.ptr, "two\nlines");
}

static void empty_cells_are_defaults(void **state)
{
    (void)state;
    note record = read_note("1,,,,,,,,"), defaults = note_of("1", "");
    assert_true(sdn_record_equal(&note_record_type, &record, &defaults));
}

static void assert_not_read(const sdn_record_type *type, sdn_str row, sdn_code code, const char *message)
{
    sdn_error err = {0};
    char before[sizeof(person)], record[sizeof(person)];
    memset(before, 'b', sizeof before);
    memcpy(record, before, sizeof before);
    assert_int_equal(sdn_record_from_row(type, record, row, &arena, &err), code);
    assert_string_equal(err.message, message);
    assert_memory_equal(record, before, sizeof before);
    assert_int_equal(sdn_record_from_row(type, record, row, &arena, NULL), code);
}

static void what_is_not_one_row_is_refused(void **state)
{
    (void)state;
    const sdn_record_type *type = &pair_record_type;
    assert_not_read(type, SDN_STR("1, x, true"), SDN_E_SYNTAX,
                    "the row has 3 cells, the record 4 fields; correct the row");
    assert_not_read(type, SDN_STR("1, x, true, y, z"), SDN_E_SYNTAX,
                    "the row has 5 cells, the record 4 fields; correct the row");
    assert_not_read(type, SDN_STR(""), SDN_E_SYNTAX, "the row has 1 cell, the record 4 fields; correct the row");
    assert_not_read(type, (sdn_str){NULL, 0}, SDN_E_SYNTAX, "the row has 1 cell, the record 4 fields; correct the row");
    assert_not_read(&team_record_type, SDN_STR("a, b"), SDN_E_SYNTAX,
                    "the row has 2 cells, the record 1 field; correct the row");
    assert_not_read(type, SDN_STR("1, x, true, y\n2, x, true, y\n"), SDN_E_SYNTAX,
                    "the text goes on after the row; give one row");
    assert_not_read(type, SDN_STR("1, \"x, true, y"), SDN_E_SYNTAX,
                    "the row: a quote is not closed; add the closing quote");
    assert_not_read(type, SDN_STR("1, \xFF, true, y"), SDN_E_SYNTAX,
                    "the row is not valid UTF-8 or holds a NUL byte; rows are text only");
    assert_not_read(type, (sdn_str){"1, \0, true, y", 13}, SDN_E_SYNTAX,
                    "the row is not valid UTF-8 or holds a NUL byte; rows are text only");
}

static void what_is_no_value_is_refused_by_name(void **state)
{
    (void)state;
    assert_not_read(&pair_record_type, SDN_STR("1, x, yes, y"), SDN_E_INVALID,
                    "field 'flag': 'yes' is neither true nor false; correct it");
    assert_not_read(&note_record_type, SDN_STR("1,,,,,middle,,,"), SDN_E_INVALID,
                    "field 'side': 'middle' is none of left, right-hand side; correct it");
    assert_not_read(&person_record_type, SDN_STR("a, A,, \"\", 30,,, here,,,,"), SDN_E_INVALID,
                    "field 'badge' is empty, and has no default; give it a value");
}

/* Only the length is looked at: there is no such text. */
static void what_no_file_can_hold_is_refused(void **state)
{
    (void)state;
#if SIZE_MAX > UINT32_MAX
    assert_not_read(&pair_record_type, (sdn_str){"x", (size_t)UINT32_MAX + 1}, SDN_E_LIMIT,
                    "the row is larger than 4 GiB; shorten it");
#endif
}

static void the_cells_can_be_read_one_by_one(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_row_reader row;
    sdn_str text;
    note record;
    assert_ok(sdn_row_reader_init(&row, &note_record_type, sdn_str_from(WHOLE), &arena, &err), err);
    assert_true(sdn_read_string(&row, NOTE_FIELD_TEXT, &text));
    assert_string_equal(text.ptr, "a, \"b\"");
    assert_true(note_record_type.parse(&record, &row));
    assert_whole(&record);
    assert_false(sdn_read_bool(&row, NOTE_FIELD_TEXT, &record.done));
    assert_int_equal(row.problem_field, NOTE_FIELD_TEXT);
    assert_int_equal(sdn_row_reader_init(&row, &note_record_type, SDN_STR("x"), &arena, &err), SDN_E_SYNTAX);
    assert_int_equal(row.problem_field, NOTE_FIELD_TEXT); /* *row is as it was */
}

/* ---- writing ---- */

static void assert_row(const note *record, const char *expected)
{
    sdn_error err = {0};
    sdn_str row = sdn_record_to_row(&note_record_type, record, &arena, &err);
    if (row.ptr == NULL)
        fail_msg("%s", err.message);
    assert_string_equal(row.ptr, expected);
    assert_int_equal(row.len, strlen(expected));
}

static void a_record_is_written_as_a_row(void **state)
{
    (void)state;
    note record = read_note(WHOLE);
    assert_row(&record, "7, \"a, \\\"b\\\"\", 5, true, odd, \"right-hand side\", there, \"\", \"x,y\"");
}

static void values_that_no_file_can_hold_are_refused_by_name(void **state)
{
    (void)state;
    sdn_error err = {0};
    note record = note_of("1", "\xFF");
    assert_null(sdn_record_to_row(&note_record_type, &record, &arena, &err).ptr);
    assert_int_equal(err.code, SDN_E_INVALID);
    assert_string_equal(err.message, "field 'text' is not valid UTF-8 or holds a NUL byte; files hold text only");
    assert_null(sdn_record_to_row(&note_record_type, &record, &arena, NULL).ptr);
}

static void a_writer_is_used_for_many_records(void **state)
{
    (void)state;
    sdn_row_writer writer = {.type = NULL};
    sdn_row_writer_release(&writer);
    assert_int_equal(sdn_row_writer_init(&writer, &note_record_type), SDN_OK);
    for (int round = 0; round < 2; round++) {
        note record = note_of("1", round == 0 ? "a b" : "c");
        sdn_row_writer_fill(&writer, &record);
        assert_null(writer.problem);
        sdn_str cell = sdn_row_writer_cell(&writer, NOTE_FIELD_TEXT);
        assert_true(sdn_str_equal(cell, round == 0 ? SDN_STR("\"a b\"") : SDN_STR("c")));
    }
    sdn_row_writer_release(&writer);
    sdn_row_writer_release(&writer);
}

static void whatever_is_written_reads_back(void **state)
{
    (void)state;
    uint64_t seed = 11;
    for (int round = 0; round < 300; round++) {
        sdn_error err = {0};
        all_types record = all_types_random(&seed, &arena), back;
        sdn_str row = sdn_record_to_row(&all_types_record_type, &record, &arena, &err);
        if (row.ptr == NULL)
            fail_msg("%s", err.message);
        assert_ok(sdn_record_from_row(&all_types_record_type, &back, row, &arena, &err), err);
        if (!sdn_record_equal(&all_types_record_type, &record, &back))
            fail_msg("does not read back: %s", row.ptr);
    }
}

/* A row of one cell, which is empty, is no empty line. */
static void a_record_of_one_field_reads_back(void **state)
{
    (void)state;
    sdn_error err = {0};
    team record = {SDN_STR("")}, back;
    sdn_str row = sdn_record_to_row(&team_record_type, &record, &arena, &err);
    assert_string_equal(row.ptr, "\"\"");
    assert_ok(sdn_record_from_row(&team_record_type, &back, row, &arena, &err), err);
    assert_true(sdn_record_equal(&team_record_type, &record, &back));
}

/* ---- memory ---- */

/* Cells are read eight bytes at a time, also the last one. Sanitizers see whether they can be. */
static void eight_bytes_can_be_read_from_the_last_cell(void **state)
{
    (void)state;
    enum { ROW = 3 << 20 }; /* larger than the blocks an arena begins with */
    static const sdn_field fields[] = {
        {.name = "text", .type = SDN_TYPE_STRING},
        {.name = "number", .type = SDN_TYPE_U32},
    };
    static const sdn_record_type type = {.fields = fields, .field_count = 2};
    sdn_error err = {0};
    sdn_row_reader row;
    uint32_t number = 0;
    char *text = malloc(ROW);
    assert_non_null(text);
    memset(text, 'x', ROW);
    text[ROW - 2] = ',';
    text[ROW - 1] = '7';
    assert_ok(sdn_row_reader_init(&row, &type, (sdn_str){text, ROW}, &arena, &err), err);
    assert_true(sdn_read_u32(&row, 1, &number));
    assert_int_equal(number, 7);
    free(text);
}

/* Longer than the first blocks of an arena: the row takes one, the cells another. */
static char huge[1 << 20];

static void without_memory_nothing_is_read_or_written(void **state)
{
    (void)state;
    note record = note_of("1", "");
    memset(huge, 'h', sizeof huge);
    huge[0] = '\\'; /* a cell with an escape is copied once more */
    record.text = (sdn_str){huge, sizeof huge};
    sdn_str row = {NULL, 0};
    int failures = 0;
    for (bool fired = true; fired; failures++) {
        sdn_error err = {0};
        faults_arm_memory(failures + 1);
        row = sdn_record_to_row(&note_record_type, &record, &arena, &err);
        fired = faults_fired_memory();
        faults_arm_memory(0);
        assert_int_equal(row.ptr == NULL, fired);
        assert_int_equal(err.code, fired ? SDN_E_NOMEM : SDN_OK);
    }
    assert_true(failures > 3);
    int reads = 0;
    for (bool fired = true; fired; reads++) {
        sdn_error err = {0};
        sdn_arena fresh = SDN_ARENA_INIT;
        note back = note_of("9", "before"), before = back;
        faults_arm_memory(reads + 1);
        sdn_code code = sdn_record_from_row(&note_record_type, &back, row, &fresh, &err);
        fired = faults_fired_memory();
        faults_arm_memory(0);
        assert_int_equal(code, fired ? SDN_E_NOMEM : SDN_OK);
        assert_int_equal(err.code, code);
        assert_true(sdn_record_equal(&note_record_type, &back, fired ? &before : &record));
        sdn_arena_release(&fresh);
    }
    assert_true(reads > 2);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(a_row_is_read_in_the_order_of_the_fields),
        TEST(nothing_of_the_text_is_kept),
        TEST(blanks_and_a_line_end_around_a_row_do_not_count),
        TEST(empty_cells_are_defaults),
        TEST(what_is_not_one_row_is_refused),
        TEST(what_is_no_value_is_refused_by_name),
        TEST(what_no_file_can_hold_is_refused),
        TEST(the_cells_can_be_read_one_by_one),
        TEST(a_record_is_written_as_a_row),
        TEST(values_that_no_file_can_hold_are_refused_by_name),
        TEST(a_writer_is_used_for_many_records),
        TEST(whatever_is_written_reads_back),
        TEST(a_record_of_one_field_reads_back),
        TEST(eight_bytes_can_be_read_from_the_last_cell),
        TEST(without_memory_nothing_is_read_or_written),
    };
    return run_cases(argc, argv, tests);
}
