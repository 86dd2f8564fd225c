/* Merges by the policies of the schema. Runs code of golden/ok (merging.schema), on files in memory. */
#include "test.h"

#include "faults.h"
#include "merging.h"
#include "temp_stores.h"
#include "tempdir.h"
#include "xorshift.h"

#include "store/file_bytes.h"

#include <stdio.h>
#include <string.h>

static sdn_error err;
static sdn_file *ours, *theirs;
static sdn_buffer notes;
static sdn_arena arena;

static void forget_files(void)
{
    sdn_file_close(ours);
    sdn_file_close(theirs);
    ours = theirs = NULL;
}

static int leave(void **state)
{
    forget_files();
    sdn__buffer_release(&notes);
    notes = (sdn_buffer)SDN_BUFFER_INIT;
    sdn_arena_release(&arena);
    return tempdir_leave(state);
}

#define TEST_MERGE(function) cmocka_unit_test_setup_teardown(function, tempdir_enter, leave)

static sdn_file *file_of(const char *text)
{
    sdn_file *file = sdn__file_from_bytes("x.sdn", (sdn_str){text, strlen(text)}, NULL, &err);
    assert_non_null(file);
    assert_non_null(sdn_file_store(file, &visit_record_type, &err));
    assert_non_null(sdn_file_store(file, &step_record_type, &err));
    return file;
}

static visit_store *visits_of(sdn_file *file)
{
    return visit_store_in_file(file, &err);
}

static step_store *steps_of(sdn_file *file)
{
    return step_store_in_file(file, &err);
}

static sdn_code merge_files(bool between_versions)
{
    const sdn_merge_options options = {.policy = SDN_ON_CONFLICT_FAIL,
                                       .equal_inserts_are_one = between_versions,
                                       .between_versions = between_versions,
                                       .notes = &notes};
    return sdn__file_merge(ours, theirs, &options, &err);
}

static void assert_merged(const char *expected)
{
    sdn_buffer bytes = SDN_BUFFER_INIT;
    assert_ok(sdn__file_to_bytes(theirs, &bytes, &err), err);
    sdn__buffer_add(&bytes, "", 1);
    assert_string_equal(bytes.bytes, expected);
    sdn__buffer_release(&bytes);
}

static void assert_notes(const char *expected)
{
    assert_int_equal(notes.len, strlen(expected));
    if (notes.len > 0)
        assert_memory_equal(notes.bytes, expected, notes.len);
}

/* ---- one field of one record ---- */

static sdn_file *file_with(const char *field, const char *cell)
{
    char text[300];
    snprintf(text, sizeof text, "visits |id, page, note, %s|\n    1, start, same, %s\n", field, cell);
    return file_of(text);
}

/* The field after a merge, as text; "conflict" if the merge failed. Cells are as in a file. */
static const char *merge_cells(bool between_versions, const char *field, const char *base, const char *our_cell,
                               const char *their_cell)
{
    forget_files();
    ours = file_with(field, our_cell);
    sdn_str wanted = sdn_field_text(&visit_record_type, sdn_field_find(&visit_record_type, sdn_str_from(field)),
                                    visit_store_get(visits_of(ours), 1), &arena);
    char text[100];
    snprintf(text, sizeof text, "%.*s", (int)wanted.len, wanted.ptr);
    sdn_file_close(ours);
    ours = file_with(field, base);
    theirs = file_with(field, their_cell);
    uint32_t position = sdn_field_find(&visit_record_type, sdn_str_from(field));
    visit *edited = visit_store_edit(visits_of(ours), 1, &err);
    assert_ok(visit_store_set(visits_of(ours), edited, position, text, &err), err);
    sdn_code code = merge_files(between_versions);
    if (code == SDN_E_CONFLICT)
        return "conflict";
    assert_ok(code, err);
    assert_int_equal(visit_store_conflicts(visits_of(ours), NULL), 0);
    return sdn_field_text(&visit_record_type, position, visit_store_get(visits_of(theirs), 1), &arena).ptr;
}

/* That the merge gives `expected` from either side. */
static void assert_symmetric(const char *field, const char *base, const char *a, const char *b, const char *expected)
{
    assert_string_equal(merge_cells(false, field, base, a, b), expected);
    assert_string_equal(merge_cells(false, field, base, b, a), expected);
    assert_string_equal(merge_cells(true, field, base, a, b), expected);
}

static void max_is_the_larger_value(void **state)
{
    (void)state;
    assert_symmetric("count", "1", "5", "3", "5");
    assert_symmetric("count", "9", "5", "3", "5"); /* both lowered it */
    assert_symmetric("count", "0", "4294967295", "1", "4294967295");
    assert_symmetric("score", "0.5", "0.25", "1e-3", "0.25");
    assert_symmetric("seen", "\"2026-01-01T00:00:00Z\"", "\"2026-01-02T00:00:00Z\"", "\"2026-01-01T23:59:59.9Z\"",
                     "2026-01-02T00:00:00Z");
}

static void min_is_the_smaller_value(void **state)
{
    (void)state;
    assert_symmetric("lowest", "0", "-5", "3", "-5");
    assert_symmetric("opened", "2026-01-05", "2026-01-04", "2025-12-31", "2025-12-31");
}

static void zeros_of_either_sign_have_an_order(void **state)
{
    (void)state;
    assert_symmetric("score", "0.5", "0.0", "-0.0", "0");
}

static void a_value_wins_against_none(void **state)
{
    (void)state;
    assert_symmetric("lowest", "4", "\"\"", "7", "7");
    assert_symmetric("seen", "\"2026-01-01T00:00:00Z\"", "\"\"", "\"2025-01-01T00:00:00Z\"", "2025-01-01T00:00:00Z");
}

static void what_one_side_changed_is_taken_whatever_the_policy(void **state)
{
    (void)state;
    assert_symmetric("count", "9", "5", "9", "5");
    assert_symmetric("lowest", "4", "\"\"", "4", "");
    assert_symmetric("lowest", "4", "8", "4", "8");
    assert_symmetric("tags", "\"a,b\"", "\"b,a\"", "\"a,b\"", "b,a");
    assert_string_equal(merge_cells(false, "owner", "ann", "ann", "bob"), "bob");
    assert_string_equal(merge_cells(false, "state", "new", "gone", "new"), "gone");
}

static void union_has_the_elements_of_both(void **state)
{
    (void)state;
    assert_symmetric("tags", "\"a,b\"", "\"a,b,z\"", "\"a,b,c\"", "a,b,c,z");
    assert_symmetric("tags", "\"\"", "x", "y", "x,y");
    assert_symmetric("tags", "x", "\"x,y\"", "\"y,x,z\"", "x,y,z");
    assert_symmetric("days", "2026-01-05", "\"2026-01-05;2026-01-09\"", "\"2026-01-02;2026-01-05\"",
                     "2026-01-05;2026-01-02;2026-01-09");
}

static void union_leaves_out_what_one_side_removed(void **state)
{
    (void)state;
    assert_symmetric("tags", "\"b,a,c\"", "\"b,a\"", "\"a,c,d\"", "a,d");
    assert_symmetric("tags", "\"a,b\"", "a", "b", "");
    assert_symmetric("tags", "\"a,b\"", "\"b,a,a\"", "\"a,b,b\"", "a,b"); /* repeated elements are one */
}

static void a_side_wins_where_the_schema_says_so(void **state)
{
    (void)state;
    assert_string_equal(merge_cells(false, "owner", "ann", "bob", "cid"), "bob");
    assert_string_equal(merge_cells(false, "state", "new", "known", "gone"), "gone");
}

static void between_versions_ours_is_the_one_merged_into(void **state)
{
    (void)state;
    assert_string_equal(merge_cells(true, "owner", "ann", "bob", "cid"), "cid");
    assert_string_equal(merge_cells(true, "state", "new", "known", "gone"), "known");
}

static void a_field_without_policy_is_in_conflict(void **state)
{
    (void)state;
    ours = file_of("visits |id, page, note|\n    1, a, same\n");
    theirs = file_of("visits |id, page, note|\n    1, c, same\n");
    visit_store_edit(visits_of(ours), 1, &err)->page = SDN_STR("b");
    assert_int_equal(merge_files(false), SDN_E_CONFLICT);
}

/* ---- records ---- */

static void conflicts_beside_a_policy_stay_conflicts(void **state)
{
    (void)state;
    const sdn_conflict *conflicts;
    ours = file_of("visits |id, page, count, note|\n    1, a, 1, same\n");
    theirs = file_of("visits |id, page, count, note|\n    1, c, 3, same\n");
    visit *edited = visit_store_edit(visits_of(ours), 1, &err);
    edited->page = SDN_STR("b");
    edited->count = 2;
    assert_int_equal(merge_files(false), SDN_E_CONFLICT);
    assert_int_equal(visit_store_conflicts(visits_of(ours), &conflicts), 1);
    assert_string_equal(conflicts[0].field, "page");
}

static void a_record_of_changing_fields_alone_is_the_same_record(void **state)
{
    (void)state;
    ours = file_of("visits |id, count, seen|\n    1, 1, \"\"\n");
    theirs = file_of("visits |id, count, seen|\n    1, 3, \"\"\n");
    visit_store_edit(visits_of(ours), 1, &err)->count = 2;
    assert_ok(merge_files(false), err);
    assert_merged("visits |id, count, seen|\n    1, 3, \"\"\n");
}

static void a_record_that_shares_nothing_else_is_another_one(void **state)
{
    (void)state;
    ours = file_of("visits |id, page, count|\n    1, start, 1\n");
    theirs = file_of("visits |id, page, count|\n    1, other, 3\n");
    visit_store_edit(visits_of(ours), 1, &err)->count = 2;
    assert_int_equal(merge_files(false), SDN_E_CONFLICT);
}

static void an_unchanged_field_with_policy_shows_the_same_record(void **state)
{
    (void)state;
    ours = file_of("visits |id, page, owner|\n    1, start, ann\n");
    theirs = file_of("visits |id, page, owner|\n    1, other, ann\n");
    visit_store_edit(visits_of(ours), 1, &err)->owner = SDN_STR("bob");
    assert_ok(merge_files(false), err);
    assert_merged("visits |id, page, owner|\n    1, other, bob\n");
}

static void memory_that_runs_out_in_a_union_is_an_error(void **state)
{
    (void)state;
    int failures = 0;
    for (bool failed = true; failed; failures += failed) {
        forget_files();
        ours = file_of("visits |id, page, tags|\n    1, a, x\n");
        theirs = file_of("visits |id, page, tags|\n    1, a, \"x,y\"\n");
        visit *edited = visit_store_edit(visits_of(ours), 1, &err);
        visit_store_append_tags(visits_of(ours), edited, "z");
        faults_arm_memory(failures + 1);
        sdn_code code = merge_files(false);
        failed = faults_fired_memory();
        faults_remove();
        assert_int_equal(code, failed ? SDN_E_NOMEM : SDN_OK);
    }
    assert_true(failures > 3);
    assert_merged("visits |id, page, tags|\n    1, a, \"x,y,z\"\n");
}

/* ---- numbers ---- */

#define STEPS "steps |id, after, text|\n    1, \"\", one\n"

static const step *insert_step(const char *id, const char *after, const char *text)
{
    step values;
    step_init(&values);
    values.id = sdn_str_from(id);
    values.has_after = after[0] != '\0';
    values.after = sdn_str_from(after);
    values.text = sdn_str_from(text);
    const step *made = step_store_insert(steps_of(ours), &values, &err);
    assert_non_null(made);
    return made;
}

static void a_number_that_is_taken_becomes_the_next(void **state)
{
    (void)state;
    ours = file_of(STEPS);
    theirs = file_of(STEPS "    2, \"\", zwei\n");
    insert_step("", "", "due");
    assert_ok(merge_files(false), err);
    assert_merged(STEPS "    2, \"\", zwei\n    3, \"\", due\n");
    assert_notes("table 'steps': new record '2' is '3' now; the other side has a new record '2' too\n");
    assert_int_equal(step_store_conflicts(steps_of(ours), NULL), 0);
}

static void the_next_number_is_one_that_neither_side_has(void **state)
{
    (void)state;
    ours = file_of(STEPS);
    theirs = file_of(STEPS "    2, \"\", zwei\n    4, \"\", vier\n");
    for (int i = 2; i <= 5; i++)
        insert_step("", "", "x");
    assert_ok(merge_files(false), err);
    assert_merged(STEPS "    2, \"\", zwei\n    3, \"\", x\n    4, \"\", vier\n    5, \"\", x\n    6, \"\", x\n"
                        "    7, \"\", x\n");
    assert_notes("table 'steps': new record '2' is '6' now; the other side has a new record '2' too\n"
                 "table 'steps': new record '4' is '7' now; the other side has a new record '4' too\n");
}

static void a_record_that_is_referred_to_keeps_its_number(void **state)
{
    (void)state;
    ours = file_of(STEPS);
    theirs = file_of(STEPS "    2, \"\", zwei\n");
    insert_step("", "", "due");
    insert_step("", "2", "tre");
    assert_int_equal(merge_files(false), SDN_E_CONFLICT);
    assert_notes("");
}

static void a_reference_of_theirs_means_theirs(void **state)
{
    (void)state;
    ours = file_of(STEPS);
    theirs = file_of(STEPS "    2, \"\", zwei\n    3, 2, drei\n");
    insert_step("", "", "due");
    assert_ok(merge_files(false), err);
    assert_merged(STEPS "    2, \"\", zwei\n    3, 2, drei\n    4, \"\", due\n");
}

static void a_key_that_a_program_gave_is_not_changed(void **state)
{
    (void)state;
    ours = file_of(STEPS);
    theirs = file_of(STEPS "    2, \"\", zwei\n");
    insert_step("2", "", "due");
    assert_int_equal(merge_files(false), SDN_E_CONFLICT);
}

static void between_versions_any_number_counts_as_given_automatically(void **state)
{
    (void)state;
    ours = file_of(STEPS);
    theirs = file_of(STEPS "    2, \"\", zwei\n    x, \"\", ics\n");
    insert_step("2", "", "due");
    assert_ok(merge_files(true), err);
    assert_merged(STEPS "    2, \"\", zwei\n    3, \"\", due\n    x, \"\", ics\n");
    ours = (sdn_file_close(ours), file_of(STEPS));
    insert_step("x", "", "ecs");
    theirs = (sdn_file_close(theirs), file_of(STEPS "    2, \"\", zwei\n    x, \"\", ics\n"));
    assert_int_equal(merge_files(true), SDN_E_CONFLICT); /* no number */
}

static void equal_new_records_of_versions_are_one(void **state)
{
    (void)state;
    ours = file_of(STEPS);
    theirs = file_of(STEPS "    2, \"\", two\n");
    insert_step("", "", "two");
    assert_ok(merge_files(true), err);
    assert_merged(STEPS "    2, \"\", two\n");
    assert_notes("");
}

static void a_number_beyond_the_type_is_an_error(void **state)
{
    (void)state;
    ours = file_of("visits |id, page|\n    4294967294, a\n");
    theirs = file_of("visits |id, page|\n    4294967294, a\n    4294967295, b\n");
    visit values;
    visit_init(&values);
    values.page = SDN_STR("c");
    assert_non_null(visit_store_insert(visits_of(ours), &values, &err));
    assert_int_equal(merge_files(false), SDN_E_LIMIT);
}

static void memory_that_runs_out_in_a_renumbering_is_an_error(void **state)
{
    (void)state;
    int failures = 0;
    for (bool failed = true; failed; failures += failed) {
        forget_files();
        sdn__buffer_release(&notes);
        notes = (sdn_buffer)SDN_BUFFER_INIT;
        ours = file_of(STEPS);
        theirs = file_of(STEPS "    2, \"\", zwei\n");
        insert_step("", "", "due");
        faults_arm_memory(failures + 1);
        sdn_code code = merge_files(false);
        failed = faults_fired_memory();
        faults_remove();
        assert_int_equal(code, failed ? SDN_E_NOMEM : SDN_OK);
    }
    assert_true(failures > 5);
    assert_merged(STEPS "    2, \"\", zwei\n    3, \"\", due\n");
}

/* ---- saves ---- */

static void a_save_decides_by_the_same_policies(void **state)
{
    (void)state;
    write_store("visits |id, page, note, count|\n    1, start, same, 1\n");
    ours = sdn_file_open(STORE_PATH, NULL, &err);
    visit_store *visits = visits_of(ours);
    visit values;
    visit_init(&values);
    values.page = SDN_STR("ours");
    visit_store_edit(visits, 1, &err)->count = 5;
    assert_int_equal(visit_store_insert(visits, &values, &err)->id, 2);
    write_store("visits |id, page, note, count|\n    1, start, same, 3\n    2, theirs, \"\", 0\n");
    assert_ok(sdn_file_save(ours, &err), err);
    assert_content(
        "visits |id, page, note, count|\n    1, start, same, 5\n    2, theirs, \"\", 0\n    3, ours, \"\", 0\n");
    assert_true(sdn_str_equal(visit_store_get(visits, 3)->page, SDN_STR("ours")));
    assert_int_equal(visit_store_conflicts(visits, NULL), 0);
}

/* ---- from either side the same ---- */

enum { TRIALS = 2000, TAGS = 6 };

/* What the fields with a symmetric policy hold. */
typedef struct drawn_visit {
    unsigned count; /* max */
    int lowest;     /* min; 0: absent */
    unsigned tags;  /* union: a bit for each */
} drawn_visit;

static drawn_visit draw_visit(uint64_t *random, drawn_visit from)
{
    if (test_below(random, 3) > 0)
        from.count = test_below(random, 4);
    if (test_below(random, 3) > 0)
        from.lowest = (int)test_below(random, 4);
    if (test_below(random, 3) > 0)
        from.tags = test_below(random, 1u << TAGS);
    return from;
}

static void put_tags(char *to, size_t size, unsigned tags)
{
    for (unsigned i = 0; i < TAGS; i++)
        if ((tags & 1u << i) != 0)
            snprintf(to + strlen(to), size - strlen(to), "%s%c", to[0] != '\0' ? "," : "", 'a' + i);
}

/* Of the tags those in `first` come first. */
static void put_visit(char *to, size_t size, drawn_visit v, unsigned first)
{
    char tags[2 * TAGS + 1] = "", lowest[12] = "\"\"";
    put_tags(tags, sizeof tags, v.tags & first);
    put_tags(tags, sizeof tags, v.tags & ~first);
    if (v.lowest != 0)
        snprintf(lowest, sizeof lowest, "%d", v.lowest);
    snprintf(to, size, "visits |id, page, count, lowest, tags|\n    1, start, %u, %s, \"%s\"\n", v.count, lowest, tags);
}

static unsigned merge_number(unsigned base, unsigned a, unsigned b, bool takes_larger)
{
    if (a == b || b == base)
        return a;
    if (a == base)
        return b;
    if (!takes_larger && (a == 0 || b == 0))
        return a + b; /* 0 is none */
    return (a > b) == takes_larger ? a : b;
}

static drawn_visit merge_drawn(drawn_visit base, drawn_visit a, drawn_visit b)
{
    return (drawn_visit){merge_number(base.count, a.count, b.count, true),
                         (int)merge_number((unsigned)base.lowest, (unsigned)a.lowest, (unsigned)b.lowest, false),
                         (base.tags & a.tags & b.tags) | ((a.tags | b.tags) & ~base.tags)};
}

static void merge_drawn_files(drawn_visit base, drawn_visit a, drawn_visit b)
{
    char text[200];
    forget_files();
    put_visit(text, sizeof text, a, 0);
    ours = file_of(text);
    visit wanted;
    sdn_arena_release(&arena);
    assert_int_equal(visit_copy(&wanted, visit_store_get(visits_of(ours), 1), &arena), SDN_OK);
    sdn_file_close(ours);
    put_visit(text, sizeof text, base, 0);
    ours = file_of(text);
    put_visit(text, sizeof text, b, 0);
    theirs = file_of(text);
    *visit_store_edit(visits_of(ours), 1, &err) = wanted;
    assert_ok(merge_files(false), err);
}

/* That the record merged is that of the model. */
static void assert_is_model(drawn_visit base, drawn_visit a, drawn_visit b)
{
    char expected[200];
    bool union_is_due = a.tags != b.tags && a.tags != base.tags && b.tags != base.tags;
    put_visit(expected, sizeof expected, merge_drawn(base, a, b), union_is_due ? base.tags : 0);
    sdn_file *model = file_of(expected);
    bool same = visit_equal(visit_store_get(visits_of(model), 1), visit_store_get(visits_of(theirs), 1));
    sdn_file_close(model);
    assert_true(same);
}

static void random_merges_are_the_same_from_either_side(void **state)
{
    (void)state;
    uint64_t random = 0x5D17;
    for (int trial = 0; trial < TRIALS; trial++) {
        drawn_visit base = draw_visit(&random, (drawn_visit){0, 0, 0});
        drawn_visit a = draw_visit(&random, base), b = draw_visit(&random, base);
        merge_drawn_files(base, a, b);
        assert_is_model(base, a, b);
        merge_drawn_files(base, b, a);
        assert_is_model(base, a, b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_MERGE(max_is_the_larger_value),
        TEST_MERGE(min_is_the_smaller_value),
        TEST_MERGE(zeros_of_either_sign_have_an_order),
        TEST_MERGE(a_value_wins_against_none),
        TEST_MERGE(what_one_side_changed_is_taken_whatever_the_policy),
        TEST_MERGE(union_has_the_elements_of_both),
        TEST_MERGE(union_leaves_out_what_one_side_removed),
        TEST_MERGE(a_side_wins_where_the_schema_says_so),
        TEST_MERGE(between_versions_ours_is_the_one_merged_into),
        TEST_MERGE(a_field_without_policy_is_in_conflict),
        TEST_MERGE(conflicts_beside_a_policy_stay_conflicts),
        TEST_MERGE(a_record_of_changing_fields_alone_is_the_same_record),
        TEST_MERGE(a_record_that_shares_nothing_else_is_another_one),
        TEST_MERGE(an_unchanged_field_with_policy_shows_the_same_record),
        TEST_MERGE(memory_that_runs_out_in_a_union_is_an_error),
        TEST_MERGE(a_number_that_is_taken_becomes_the_next),
        TEST_MERGE(the_next_number_is_one_that_neither_side_has),
        TEST_MERGE(a_record_that_is_referred_to_keeps_its_number),
        TEST_MERGE(a_reference_of_theirs_means_theirs),
        TEST_MERGE(a_key_that_a_program_gave_is_not_changed),
        TEST_MERGE(between_versions_any_number_counts_as_given_automatically),
        TEST_MERGE(equal_new_records_of_versions_are_one),
        TEST_MERGE(a_number_beyond_the_type_is_an_error),
        TEST_MERGE(memory_that_runs_out_in_a_renumbering_is_an_error),
        TEST_MERGE(a_save_decides_by_the_same_policies),
        TEST_MERGE(random_merges_are_the_same_from_either_side),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
