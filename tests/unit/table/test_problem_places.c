/* What problems are about, and which part of which line is wrong. Their messages are tested where they are made. */
#include "test.h"

#include "record_types/composite_key.h"
#include "temp_people.h"
#include "temp_stores.h"

#include <stdio.h>
#include <string.h>

static const char *word_of(sdn_problem_kind kind)
{
    static const char *const words[] = {"other",     "conflict", "row",  "value",
                                        "duplicate", "column",   "rule", "reference"};
    return words[kind];
}

/* A line for each problem: its kind, the part of the line that is wrong, its field and rule. */
static void assert_places(const sdn_problem *problems, size_t count, const char *expected)
{
    char found[1000] = "";
    for (size_t i = 0; i < count; i++) {
        const sdn_problem *p = &problems[i];
        size_t used = strlen(found);
        snprintf(found + used, sizeof found - used, "%s %u:%u-%u %s %s\n", word_of(p->kind), (unsigned)p->line,
                 (unsigned)p->column, (unsigned)p->end_column, p->field != NULL ? p->field : "-",
                 p->rule != NULL ? p->rule : "-");
    }
    assert_string_equal(found, expected);
}

static void assert_read_places(const sdn_record_type *type, const char *text, const char *expected)
{
    const sdn_problem *problems;
    sdn_store *store = store_of(type, text);
    size_t count = sdn_store_problems(store, &problems);
    assert_places(problems, count, expected);
    close_store(store);
}

static void assert_broken_rules(const char *text, const char *expected)
{
    const sdn_problem *problems;
    size_t count = 0;
    sdn_error err = {0};
    sdn_file *file = open_file_of(text);
    (void)store_in(file, &team_record_type);
    assert_ok(sdn_store_validate(store_in(file, &person_record_type), &problems, &count, &err), err);
    assert_places(problems, count, expected);
}

/* ---- rows ---- */

static void the_place_of_a_wrong_value_is_its_cell(void **state)
{
    (void)state;
    assert_read_places(&note_record_type, "notes |id, no, text|\n    1, many , one\n", "value 2:8-12 number -\n");
    assert_read_places(&note_record_type, "notes |id, no, text|\n    1, \"many\", one\n", "value 2:8-14 number -\n");
}

static void a_value_over_several_lines_is_wrong_to_the_end_of_its_first(void **state)
{
    (void)state;
    assert_read_places(&note_record_type, "notes |id, no|\n    1, \"ma\r\nny\"\n", "value 2:8-11 number -\n");
}

static void an_empty_cell_has_one_column(void **state)
{
    (void)state;
    assert_read_places(&note_record_type, "notes |id, text|\n    \"\", one\n", "value 2:5-7 id -\n");
    assert_read_places(&pair_record_type, "pairs |number, name, flag|\n    1, , true\n", "value 2:8-9 name -\n");
}

static void a_row_of_other_cells_is_wrong_as_a_whole(void **state)
{
    (void)state;
    assert_read_places(&note_record_type, "notes |id, text|\r\n    1, one, two  \r\n", "row 2:5-16 - -\n");
}

static void a_byte_that_no_row_may_hold_is_the_place(void **state)
{
    (void)state;
    assert_read_places(&note_record_type, "notes |id, text|\n    1, one \xff two\n", "row 2:12-13 - -\n");
}

static void the_earlier_row_of_two_with_one_key_is_the_place(void **state)
{
    (void)state;
    assert_read_places(&note_record_type, "notes |id, text|\n    1, one\n    1, two\n", "duplicate 2:5-11 id -\n");
}

/* ---- headers ---- */

static void a_misspelt_column_is_the_place(void **state)
{
    (void)state;
    assert_read_places(&note_record_type, "notes |id, Text|\n    1, one\n", "column 1:12-16 text -\n");
}

static void a_column_that_is_there_twice_is_the_place(void **state)
{
    (void)state;
    assert_read_places(&note_record_type, "notes |id, text, text|\n    1, one, two\n", "column 1:18-22 - -\n");
}

static void the_header_is_where_a_column_is_missing(void **state)
{
    (void)state;
    assert_read_places(&note_record_type, "  notes |text| # all\n    one\n", "column 1:3-15 id -\n");
}

static void the_name_of_a_table_that_is_there_twice_is_the_place(void **state)
{
    (void)state;
    assert_read_places(&note_record_type, "notes |id|\n    1\nnotes |id|\n    2\n", "other 1:1-6 - -\n");
}

static void the_name_of_a_misplaced_table_is_the_place(void **state)
{
    (void)state;
    assert_read_places(&note_record_type, "Notes |id|\n    1\n", "other 1:1-6 - -\n");
}

/* ---- other lines ---- */

static void the_opening_marker_of_a_git_conflict_is_the_place(void **state)
{
    (void)state;
    assert_read_places(&note_record_type, "notes |id|\n<<<<<<< HEAD\n  1\n=======\n  2\n>>>>>>> b\n",
                       "conflict 2:1-13 - -\n");
}

static void a_line_outside_all_tables_is_the_place(void **state)
{
    (void)state;
    assert_read_places(&note_record_type, "notes |id|\n    1\nx: 1\nwhat is this \n", "other 4:1-13 - -\n");
}

static void the_statement_that_ends_a_table_is_the_place(void **state)
{
    (void)state;
    assert_read_places(&note_record_type, "notes |id, text|\n    1, one\nx:\n    2, two\n", "other 3:1-3 - -\n");
}

/* ---- rules ---- */

static void the_place_of_a_broken_rule_is_its_cell(void **state)
{
    (void)state;
    assert_broken_rules("people |id, badge, age, name|\n    1, 1, 200, \"\"\n",
                        "rule 2:16-18 name nonempty\nrule 2:11-14 age range\n");
}

static void a_reference_to_nothing_is_of_its_own_kind(void **state)
{
    (void)state;
    assert_broken_rules("teams |name|\n    a\npeople |id, badge, name, team|\n    1, 1, ann, bees\n",
                        "reference 4:16-20 team references\n");
}

static void a_value_that_two_records_have_is_named_at_both(void **state)
{
    (void)state;
    assert_broken_rules("people |id, badge, name, born|\n    1, 7, ann, 2000-01-01\n    2, 7, bob, 2000-01-02\n",
                        "rule 2:8-9 badge unique\nrule 3:8-9 badge unique\n");
}

static void a_field_without_column_is_wrong_in_the_whole_row(void **state)
{
    (void)state;
    assert_broken_rules("people |id, badge|\n    1, 7\n", "rule 2:5-9 name nonempty\n");
}

static void a_new_record_has_no_place(void **state)
{
    (void)state;
    const sdn_problem *problems;
    size_t count = 0;
    sdn_store *store = store_of(&person_record_type, "people |id, badge, name|\n");
    person values = person_of("1", 7);
    person *made = insert_person(store, &values);
    made->name = SDN_STR("");
    assert_int_equal(sdn_store_validate(store, &problems, &count, NULL), SDN_OK);
    assert_places(problems, count, "rule 0:0-0 name nonempty\n");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(the_place_of_a_wrong_value_is_its_cell),
        TEST_WITH_STORES(a_value_over_several_lines_is_wrong_to_the_end_of_its_first),
        TEST_WITH_STORES(an_empty_cell_has_one_column),
        TEST_WITH_STORES(a_row_of_other_cells_is_wrong_as_a_whole),
        TEST_WITH_STORES(a_byte_that_no_row_may_hold_is_the_place),
        TEST_WITH_STORES(the_earlier_row_of_two_with_one_key_is_the_place),
        TEST_WITH_STORES(a_misspelt_column_is_the_place),
        TEST_WITH_STORES(a_column_that_is_there_twice_is_the_place),
        TEST_WITH_STORES(the_header_is_where_a_column_is_missing),
        TEST_WITH_STORES(the_name_of_a_table_that_is_there_twice_is_the_place),
        TEST_WITH_STORES(the_name_of_a_misplaced_table_is_the_place),
        TEST_WITH_STORES(the_opening_marker_of_a_git_conflict_is_the_place),
        TEST_WITH_STORES(a_line_outside_all_tables_is_the_place),
        TEST_WITH_STORES(the_statement_that_ends_a_table_is_the_place),
        TEST_WITH_STORES(the_place_of_a_broken_rule_is_its_cell),
        TEST_WITH_STORES(a_reference_to_nothing_is_of_its_own_kind),
        TEST_WITH_STORES(a_value_that_two_records_have_is_named_at_both),
        TEST_WITH_STORES(a_field_without_column_is_wrong_in_the_whole_row),
        TEST_WITH_STORES(a_new_record_has_no_place),
    };
    return run_cases(argc, argv, tests);
}
