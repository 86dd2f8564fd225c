/* A value assigned to an optional field whose has_... stays false would be dropped without a word: it is misuse. */
#include "test.h"

#include "record_types/all_types.h"
#include "temp_stores.h"

#include <stdio.h>

static sdn_store *store;

static int open_every(void **state)
{
    if (temp_stores_enter(state) != 0)
        return -1;
    store = open_store(&all_types_record_type);
    return 0;
}

static all_types *edit_first(void)
{
    sdn_error err = {0};
    const sdn_value key[] = {{.u64 = 1}};
    all_types *record = sdn_store_edit(store, key, &err);
    assert_non_null(record);
    return record;
}

static sdn_code save(sdn_error *err)
{
    return sdn_file_save(sdn_store_file(store), err);
}

static void insert_first(const all_types *values)
{
    sdn_error err = {0};
    assert_non_null(sdn_store_insert(store, values, &err));
    assert_ok(save(&err), err);
}

static all_types plain(void)
{
    all_types values;
    all_types_init(&values);
    return values;
}

/* Each kind of value, without its presence. */
static void assign(all_types *record, int kind)
{
    static const int32_t numbers[] = {1};
    switch (kind) {
    case 0:
        record->maybe_text = SDN_STR("x");
        break;
    case 1:
        record->maybe_flag = true;
        break;
    case 2:
        record->maybe_i32 = 1;
        break;
    case 3:
        record->maybe_f64 = 0.5;
        break;
    case 4:
        record->maybe_day = (sdn_date){2026, 1, 31};
        break;
    case 5:
        record->maybe_level = ALL_TYPES_LEVEL_HIGH;
        break;
    default:
        record->maybe_i32s = (sdn_i32_list){numbers, 1};
        break;
    }
}

enum { KINDS = 7 };

static const char *const fields[KINDS] = {"maybe_text", "maybe_flag",  "maybe_i32", "maybe_f64",
                                          "maybe_day",  "maybe_level", "maybe_i32s"};

static void assert_misuse(sdn_error err, int kind, const char *what)
{
    char expected[200];
    assert_int_equal(err.code, SDN_E_MISUSE);
    snprintf(expected, sizeof expected, "x.sdn: table 'everything': field '%s' %s", fields[kind], what);
    assert_string_equal(err.message, expected);
}

static void an_insert_of_a_value_that_is_not_present_is_refused(void **state)
{
    (void)state;
    for (int kind = 0; kind < KINDS; kind++) {
        all_types values = plain();
        sdn_error err = {0};
        assign(&values, kind);
        assert_null(sdn_store_insert(store, &values, &err));
        assert_misuse(err, kind, "has a value, but its has_... is false; set both, or clear both");
        assert_null(sdn_store_put(store, &values, NULL));
    }
    assert_int_equal(sdn_store_count(store), 0);
}

static void an_edit_of_a_value_that_is_not_present_is_not_saved_as_if_it_were(void **state)
{
    sdn_file *file = sdn_store_file(store);
    all_types values = plain();
    (void)state;
    insert_first(&values);
    for (int kind = 0; kind < KINDS; kind++) {
        sdn_error err = {0};
        assign(edit_first(), kind);
        assert_true(sdn_file_changed(file));
        assert_int_equal(save(&err), SDN_E_MISUSE);
        assert_misuse(err, kind, "of a record got a value while its has_... is false; roll back, then set both");
        sdn_file_rollback(file);
        assert_false(sdn_file_changed(file));
        assert_ok(save(&err), err);
    }
}

static void a_record_written_to_after_its_insert_counts_too(void **state)
{
    all_types values = plain();
    sdn_error err = {0};
    (void)state;
    all_types *record = sdn_store_insert(store, &values, &err);
    assert_non_null(record);
    assign(record, 0);
    assert_int_equal(save(&err), SDN_E_MISUSE);
}

static void a_merge_does_not_make_it_right(void **state)
{
    all_types values = plain();
    sdn_error err = {0};
    (void)state;
    insert_first(&values);
    sdn_store *other = open_store(&all_types_record_type);
    assert_non_null(sdn_store_insert(other, &values, &err));
    assert_ok(sdn_file_save(sdn_store_file(other), &err), err);
    close_store(other);
    assign(edit_first(), 2);
    assert_int_equal(save(&err), SDN_E_MISUSE);
    assert_misuse(err, 2, "of a record got a value while its has_... is false; roll back, then set both");
}

/* What was there and is taken away may keep its value. */
static void a_value_may_be_left_where_it_is_no_longer_present(void **state)
{
    all_types values = plain();
    sdn_error err = {0};
    (void)state;
    values.has_maybe_text = values.has_maybe_i32 = true;
    values.maybe_text = SDN_STR("x");
    values.maybe_i32 = 5;
    insert_first(&values);
    all_types *record = edit_first();
    record->has_maybe_text = record->has_maybe_i32 = false;
    assert_int_equal(sdn_store_count(store), 1); /* ends the edit */
    edit_first()->flag = true;
    all_types left = *edit_first();
    left.u32 = 7;
    assert_non_null(sdn_store_put(store, &left, &err));
    assert_ok(save(&err), err);
    assert_false(edit_first()->has_maybe_text);
    left = *edit_first();
    left.id = 0;
    assert_non_null(sdn_store_insert(store, &left, &err)); /* saved, it is as in the file */
}

static void what_is_present_is_no_misuse(void **state)
{
    all_types values = plain();
    sdn_error err = {0};
    (void)state;
    insert_first(&values);
    all_types *record = edit_first();
    record->has_maybe_i32 = true;
    record->maybe_i32 = 3;
    assert_ok(save(&err), err);
    values = *edit_first();
    values.has_maybe_i32 = false;
    values.maybe_i32 = 0;
    assert_non_null(sdn_store_put(store, &values, &err));
    assert_ok(save(&err), err);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_every, temp_stores_leave)

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(an_insert_of_a_value_that_is_not_present_is_refused),
        TEST(an_edit_of_a_value_that_is_not_present_is_not_saved_as_if_it_were),
        TEST(a_record_written_to_after_its_insert_counts_too),
        TEST(a_merge_does_not_make_it_right),
        TEST(a_value_may_be_left_where_it_is_no_longer_present),
        TEST(what_is_present_is_no_misuse),
    };
    return run_cases(argc, argv, tests);
}
