/* Merges of tables that have a schema: values by type, policies, numbers of new records, rules. */
#include "test.h"

#include <stdio.h>
#include <string.h>

#include "files.h"
#include "merged_files.h"
#include "tempdir.h"

#define HEADER "users |id, name, seen, count, low, tags, note, boss|\n"

static const char schema[] = "record User in users {\n"
                             "    key id   : u32 = auto merge renumber;\n"
                             "    name     : string unique;\n"
                             "    seen     : timestamp? merge max;\n"
                             "    count    : u32 = 0 merge max;\n"
                             "    low      : i32 = 0 merge min;\n"
                             "    tags     : [string] merge union;\n"
                             "    note     : string merge theirs was \"remark\";\n"
                             "    boss     : u32? references User;\n"
                             "}\n";

static file_merge typed_merge(const char *base, const char *ours, const char *theirs)
{
    write_file("user.schema", schema);
    return merged_as(base, ours, theirs, "user.schema", MERGE_STYLE_MERGE);
}

static void expect_typed(const char *base, const char *ours, const char *theirs, file_merge_result result,
                         const char *text, const char *messages)
{
    file_merge merged = typed_merge(base, ours, theirs);
    assert_string_equal(merged.messages.bytes, messages);
    assert_string_equal(merged.text.bytes, text);
    assert_int_equal(merged.result, result);
    file_merge_release(&merged);
}

static void policies_decide_fields_that_both_changed(void **state)
{
    (void)state;
    expect_typed(HEADER "1, ann, \"2024-01-01T00:00:00Z\", 5, 5, \"a,b\", x, \"\"\n",
                 HEADER "1, ann, \"2024-03-01T00:00:00Z\", 7, 3, \"b,c\", y, \"\"\n",
                 HEADER "1, ann, \"2024-02-01T00:00:00Z\", 9, 4, \"a,b,d\", z, \"\"\n", FILE_MERGE_CLEAN,
                 HEADER "1, ann, \"2024-03-01T00:00:00Z\", 9, 3, \"b,c,d\", z, \"\"\n", "");
}

static void values_are_compared_by_type(void **state)
{
    (void)state;
    expect_typed(HEADER "1, ann, , 5, 5, a, x, \n", HEADER "01, \"ann\", \"\", 0_5, 005, [a], y, \n",
                 HEADER "1, bob, , 5, 5, a, x, \n", FILE_MERGE_CLEAN, HEADER "01, bob, \"\", 0_5, 005, [a], y, \n", "");
}

static void new_record_with_a_number_that_is_taken_gets_the_next_one(void **state)
{
    (void)state;
    expect_typed(HEADER "1, ann, , 5, 5, a, x, \n", HEADER "1, ann, , 5, 5, a, x, \n2, bob, , 5, 5, a, x, \n# end\n",
                 HEADER "1, ann, , 5, 5, a, x, \n2, carl, , 5, 5, a, x, 1\n3, dora, , 5, 5, a, x, 1\n",
                 FILE_MERGE_CLEAN,
                 HEADER "1, ann, , 5, 5, a, x, \n2, bob, , 5, 5, a, x, \n3, dora, , 5, 5, a, x, 1\n"
                        "4, carl, , 5, 5, a, x, 1\n# end\n",
                 "todo.sdn: new record '2' of theirs is '4' now\n");
}

static void new_record_that_is_referred_to_keeps_its_number(void **state)
{
    (void)state;
    expect_typed(
        HEADER "1, ann, , 5, 5, a, x, \n", HEADER "1, ann, , 5, 5, a, x, \n2, bob, , 5, 5, a, x, \n",
        HEADER "1, ann, , 5, 5, a, x, 2\n2, carl, , 5, 5, a, x, 1\n", FILE_MERGE_CONFLICTS,
        HEADER "1, ann, , 5, 5, a, x, 2\n<<<<<<< ours: 2\n2, bob, , 5, 5, a, x, \n=======\n"
               "2, carl, , 5, 5, a, x, 1\n>>>>>>> theirs: 2\n",
        "todo.sdn: 1 record merged, 1 conflict: record '2' was inserted on both sides, with different values\n");
}

/* The row refers to a number that no record had in base. */
static void new_record_that_an_unchanged_row_refers_to_keeps_its_number(void **state)
{
    (void)state;
    expect_typed(
        HEADER "1, ann, , 5, 5, a, x, 2\n", HEADER "2, bob, , 5, 5, a, x, \n",
        HEADER "1, ann, , 5, 5, a, x, 2\n2, carl, , 5, 5, a, x, 1\n", FILE_MERGE_CONFLICTS,
        HEADER "<<<<<<< ours: 2\n2, bob, , 5, 5, a, x, \n=======\n2, carl, , 5, 5, a, x, 1\n>>>>>>> theirs: 2\n",
        "todo.sdn: 0 records merged, 1 conflict: record '2' was inserted on both sides, with different values\n");
}

static void rule_that_the_merge_breaks_is_a_conflict(void **state)
{
    (void)state;
    expect_typed(
        HEADER "1, ann, , 5, 5, a, x, \n8, bob, , 5, 5, a, x, \n",
        HEADER "1, zoe, , 5, 5, a, x, \n8, bob, , 5, 5, a, x, \n",
        HEADER "1, ann, , 5, 5, a, x, \n8, zoe, , 5, 5, a, x, \n", FILE_MERGE_CONFLICTS,
        HEADER "1, zoe, , 5, 5, a, x, \n8, zoe, , 5, 5, a, x, \n",
        "todo.sdn: 1 record merged, 2 conflicts:\n"
        "    table 'users', record '1': field 'name' is 'zoe', against the rule unique: record '8' has the same; "
        "use another value\n"
        "    table 'users', record '8': field 'name' is 'zoe', against the rule unique: record '1' has the same; "
        "use another value\n");
    expect_typed(
        HEADER "1, ann, , 5, 5, a, x, \n8, bob, , 5, 5, a, x, \n", HEADER "8, bob, , 5, 5, a, x, \n",
        HEADER "1, ann, , 5, 5, a, x, \n8, bob, , 5, 5, a, x, 1\n", FILE_MERGE_CONFLICTS,
        HEADER "8, bob, , 5, 5, a, x, 1\n",
        "todo.sdn: 1 record merged, 1 conflict: table 'users', record '8': field 'boss' is '1', against its rule "
        "references User: table 'users' has no such record; correct it, or insert that record first\n");
}

static void rule_that_a_side_breaks_is_none(void **state)
{
    (void)state;
    expect_typed(HEADER "1, ann, , 5, 5, a, x, \n8, bob, , 5, 5, a, x, \n",
                 HEADER "1, zoe, , 5, 5, a, x, \n8, zoe, , 5, 5, a, x, \n",
                 HEADER "1, ann, , 6, 5, a, x, \n8, bob, , 5, 5, a, x, \n", FILE_MERGE_CLEAN,
                 HEADER "1, zoe, , 6, 5, a, x, \n8, zoe, , 5, 5, a, x, \n", "");
}

static void column_under_an_older_name_is_the_same(void **state)
{
    (void)state;
    expect_typed("users |id, name, remark|\n1, ann, x\n", "users |id, name, note|\n1, ann, x\n",
                 "users |id, name, remark|\n1, bob, y\n", FILE_MERGE_CLEAN, "users |id, name, note|\n1, bob, y\n", "");
    expect_typed("users |id, name, remark|\n1, ann, x\n", "users |id, name, remark|\n1, bob, y\n",
                 "users |id, name, note|\n1, ann, x\n", FILE_MERGE_CLEAN, "users |id, name, note|\n1, bob, y\n", "");
}

static void new_column_has_the_default_in_rows_of_the_other_side(void **state)
{
    (void)state;
    expect_typed("users |id, name|\n1, ann\n", "users |id, name|\n1, ann\n2, bob\n",
                 "users |id, name, count|\n1, ann, 7\n", FILE_MERGE_CLEAN,
                 "users |id, name, count|\n1, ann, 7\n2, bob, 0\n", "");
}

static void schema_that_is_missing_or_wrong_is_none(void **state)
{
    static const char *const schemas[] = {"none.schema", "broken.schema"};
    (void)state;
    write_file("broken.schema", "<<<<<<< ours\nrecord User in users {\n");
    for (int i = 0; i < 2; i++) {
        file_merge merged = merged_as("users |id, name|\n1, ann\n2, bob\n", "users |id, name|\n1, eva\n2, bob\n",
                                      "users |id, name|\n1, ann\n2, kim\n", schemas[i], MERGE_STYLE_MERGE);
        assert_string_equal(merged.text.bytes, "users |id, name|\n1, eva\n2, kim\n");
        file_merge_release(&merged);
    }
}

static void key_that_stands_twice_is_left_unless_one_side_left_the_table(void **state)
{
    (void)state;
    file_merge merged =
        typed_merge("users |id, name|\n1, ann\n", "users |id, name|\n1, ann\n1, bob\n", "users |id, name|\n1, eva\n");
    assert_string_equal(merged.messages.bytes,
                        "todo.sdn: cannot be merged as records: table 'users' has the key '1' twice in ours\n");
    file_merge_release(&merged);
    expect_typed("# a\nusers |id, name|\n1, ann\n", "# b\nusers |id, name|\n1, ann\n",
                 "# a\nusers |id, name|\n1, ann\n1, bob\n", FILE_MERGE_CLEAN, "# b\nusers |id, name|\n1, ann\n1, bob\n",
                 "");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_IN_TEMPDIR(policies_decide_fields_that_both_changed),
        TEST_IN_TEMPDIR(values_are_compared_by_type),
        TEST_IN_TEMPDIR(new_record_with_a_number_that_is_taken_gets_the_next_one),
        TEST_IN_TEMPDIR(new_record_that_is_referred_to_keeps_its_number),
        TEST_IN_TEMPDIR(new_record_that_an_unchanged_row_refers_to_keeps_its_number),
        TEST_IN_TEMPDIR(rule_that_the_merge_breaks_is_a_conflict),
        TEST_IN_TEMPDIR(rule_that_a_side_breaks_is_none),
        TEST_IN_TEMPDIR(column_under_an_older_name_is_the_same),
        TEST_IN_TEMPDIR(new_column_has_the_default_in_rows_of_the_other_side),
        TEST_IN_TEMPDIR(schema_that_is_missing_or_wrong_is_none),
        TEST_IN_TEMPDIR(key_that_stands_twice_is_left_unless_one_side_left_the_table),
    };
    return run_cases(argc, argv, tests);
}
