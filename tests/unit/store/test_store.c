#include "test.h"

#include "record_types/composite_key.h"
#include "faults.h"
#include "temp_stores.h"

#include <stdio.h>
#include <string.h>

/* ---- looking ---- */

static void a_missing_file_is_an_empty_store(void **state)
{
    (void)state;
    sdn_store *store = open_store(&note_record_type);
    assert_int_equal(sdn_store_count(store), 0);
    assert_null(get_note(store, "1"));
    assert_null(get_note(store, ""));
    assert_string_equal(ids_of(sdn_store_all(store)), "");
    assert_problems(store, "");
    assert_false(sdn_file_changed(sdn_store_file(store)));
}

static void a_record_is_found_by_its_key(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text|\n    1, one\n    B-12, \"two, or so\"\n");
    assert_int_equal(sdn_store_count(store), 2);
    assert_string_equal(get_note(store, "1")->text.ptr, "one");
    assert_string_equal(get_note(store, "B-12")->text.ptr, "two, or so");
    assert_ptr_equal(get_note(store, "1"), get_note(store, "1"));
    assert_null(get_note(store, "01"));
    assert_null(get_note(store, "b-12"));
    sdn_value null = {.text = {NULL, 0}};
    assert_null(sdn_store_get(store, &null));
}

static void columns_are_found_by_name_and_absent_ones_are_defaults(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |weight, other, text, id|\n    3, x, one, 1\n");
    const note *one = get_note(store, "1");
    assert_string_equal(one->text.ptr, "one");
    assert_true(one->has_weight);
    assert_int_equal(one->weight, 3);
    assert_int_equal(one->number, 7);
    assert_int_equal(one->kind, NOTE_KIND_FACT);
    assert_false(one->has_link);
    assert_int_equal(one->tags.count, 0);
}

static void a_present_empty_text_is_empty_not_the_default(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text, no|\n    1, ,\n    2, \"\", \"\"\n");
    assert_string_equal(get_note(store, "1")->text.ptr, "");
    assert_string_equal(get_note(store, "2")->text.ptr, "");
    assert_int_equal(get_note(store, "1")->number, 7);
    assert_int_equal(get_note(store, "2")->number, 7);
}

static void every_text_is_terminated_wherever_it_is(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |text, link, id|\r\n"
                                "one,\"a\",1\r\n"
                                "  two , b , 2 \r\n"
                                "\"th\"\"ree\", \"c, d\", \"3\"\r\n"
                                "four,\"e\nf\",4\n"
                                "five\t, ,5");
    static const char *const expected[][2] = {
        {"one", "a"}, {"two", "b"}, {"th\"ree", "c, d"}, {"four", "e\nf"}, {"five", ""}};
    for (unsigned i = 0; i < 5; i++) {
        char id[8];
        snprintf(id, sizeof id, "%u", i + 1);
        const note *each = get_note(store, id);
        assert_non_null(each);
        assert_string_equal(each->id.ptr, id);
        assert_string_equal(each->text.ptr, expected[i][0]);
        assert_string_equal(each->link.ptr, expected[i][1]);
    }
    assert_string_equal(get_note(store, "1")->text.ptr, "one"); /* still, after its neighbours were */
}

static void all_goes_in_key_order(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id|\n    10\n    b\n    9\n    2\n    a\n    010\n");
    assert_string_equal(ids_of(sdn_store_all(store)), "2 9 010 10 a b ");
    close_store(store);
    store = store_of(&ordered_note_record_type, "ordered_notes |id|\n    10\n    b\n    9\n    2\n    a\n");
    assert_string_equal(ids_of(sdn_store_all(store)), "10 2 9 a b ");
}

static void by_an_index_goes_over_equal_values_in_key_order(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, kind, text, no|\n"
                                "    3, idea, x, 1\n    1, idea, x, 2\n    2, fact, x, 1\n    10, idea, y, 1\n");
    sdn_value idea = {.enumerator = NOTE_KIND_IDEA}, other = {.enumerator = NOTE_KIND_OTHER_};
    assert_string_equal(ids_of(sdn_store_by(store, NOTE_INDEX_KIND, &idea)), "1 3 10 ");
    assert_string_equal(ids_of(sdn_store_by(store, NOTE_INDEX_KIND, &other)), "");
    sdn_value x1[] = {{.text = SDN_STR("x")}, {.u32 = 1}};
    assert_string_equal(ids_of(sdn_store_by(store, NOTE_INDEX_TEXT_NUMBER, x1)), "2 3 ");
}

static void a_copied_cursor_walks_on_its_own(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id|\n    1\n    2\n    3\n");
    sdn_cursor first = sdn_store_all(store);
    sdn_cursor_next(&first);
    sdn_cursor second = first;
    assert_string_equal(ids_of(first), "2 3 ");
    sdn_cursor_next(&second);
    assert_string_equal(ids_of(second), "3 ");
}

/* ---- text of the store ---- */

static void text_and_lists_of_the_store_are_copies(void **state)
{
    (void)state;
    char text[] = "text";
    const char *texts[] = {text, "b"};
    sdn_store *store = notes_of("notes |id, text, tags|\n    1, one,\n");
    note *one = edit_note(store, "1");
    one->text = sdn_store_text(store, text);
    one->tags = sdn_store_list(store, texts, 2);
    text[0] = 'X';
    assert_string_equal(one->text.ptr, "text");
    assert_string_equal(one->tags.items[0].ptr, "text");
    assert_int_equal(one->tags.count, 2);
    assert_int_equal(sdn_store_list(store, NULL, 0).count, 0);
    assert_string_equal(sdn_store_text(store, NULL).ptr, "");
    save_store(store);
    assert_content("notes |id, text, tags|\n    1, text, \"text,b\"\n");
}

static void elements_of_any_type_are_copied_into_the_store(void **state)
{
    (void)state;
    uint64_t numbers[] = {1, 2, UINT64_MAX};
    sdn_store *store = notes_of("notes |id|\n    1\n");
    const uint64_t *copy = sdn_store_copy(store, numbers, 3, sizeof *numbers);
    const char *byte = sdn_store_copy(store, "x", 1, 1);
    assert_non_null(copy);
    assert_int_equal((uintptr_t)copy % sizeof *numbers, 0);
    memset(numbers, 0, sizeof numbers);
    assert_true(copy[0] == 1 && copy[1] == 2 && copy[2] == UINT64_MAX && *byte == 'x');
    assert_null(sdn_store_copy(store, NULL, 0, sizeof *numbers));
    assert_false(sdn_file_changed(sdn_store_file(store)));
    save_store(store);
}

/* More than there is, with a product that overflows among them: as when memory runs out. */
static void a_list_that_does_not_fit_is_noticed_by_save(void **state)
{
    (void)state;
    static const struct {
        size_t count, size;
    } cases[] = {{SIZE_MAX, 1}, {SIZE_MAX / 2 + 2, 2}, {SIZE_MAX / 8 + 2, 8}, {2, SIZE_MAX / 2 + 2}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        sdn_error err = {0};
        sdn_store *store = notes_of("notes |id|\n    1\n");
        assert_null(sdn_store_copy(store, "", cases[i].count, cases[i].size));
        assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_NOMEM);
        sdn_file_rollback(sdn_store_file(store));
        assert_ok(sdn_file_save(sdn_store_file(store), &err), err);
    }
}

static void elements_of_no_size_are_none(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id|\n    1\n");
    assert_null(sdn_store_copy(store, "x", 1, 0));
    save_store(store);
}

/* ---- other kinds of keys ---- */

static void records_without_key_go_in_file_order(void **state)
{
    (void)state;
    sdn_store *store =
        store_of(&log_record_type, "log |id, kind|\n    b, idea\n    a, fact\n    b, idea\n    , idea\n");
    sdn_value idea = {.enumerator = NOTE_KIND_IDEA};
    assert_int_equal(sdn_store_count(store), 4);
    assert_problems(store, "");
    assert_string_equal(ids_of(sdn_store_all(store)), "b a b  ");
    assert_string_equal(ids_of(sdn_store_by(store, NOTE_INDEX_KIND, &idea)), "b b  ");
    insert_note(store, "a", "x");
    put_note(store, "a", "y");
    assert_string_equal(ids_of(sdn_store_all(store)), "b a b  a a ");
    assert_null(get_note(store, "a"));
    sdn_file_rollback(sdn_store_file(store));
    assert_string_equal(ids_of(sdn_store_all(store)), "b a b  ");
}

static const pair *get_pair(sdn_store *store, const char *name, uint32_t number, bool flag)
{
    sdn_value key[] = {{.text = sdn_str_from(name)}, {.u32 = number}, {.boolean = flag}};
    return sdn_store_get(store, key);
}

static void a_key_may_have_several_fields(void **state)
{
    (void)state;
    sdn_store *store = store_of(&pair_record_type, "pairs |number, name, flag, value|\n"
                                                   "    1, a, true, one\n    1, b, true, two\n    2, a, true, three\n"
                                                   "    1, a, false, four\n    1, a, true, five\n");
    sdn_error err = {0};
    assert_int_equal(sdn_store_count(store), 4);
    assert_string_equal(get_pair(store, "a", 1, true)->value.ptr, "five");
    assert_string_equal(get_pair(store, "a", 1, false)->value.ptr, "four");
    assert_string_equal(get_pair(store, "b", 1, true)->value.ptr, "two");
    assert_null(get_pair(store, "b", 2, true));
    assert_problems(store,
                    "2:5: key 'a, 1, true' occurs again further down, and that row counts; remove one of them\n");
    sdn_cursor cursor = sdn_store_all(store);
    static const char *const expected[] = {"four", "five", "three", "two"};
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(((const pair *)sdn_cursor_next(&cursor))->value.ptr, expected[i]);
    pair values = {.number = 1, .name = SDN_STR("b"), .flag = true, .value = SDN_STR("x")};
    assert_null(sdn_store_insert(store, &values, &err));
    assert_message_is(err.message,
                      "x.sdn: table 'pairs' has a record 'b, 1, true' already; use another key, or change that record");
}

static void a_number_key_of_zero_asks_for_the_next_number(void **state)
{
    (void)state;
    sdn_store *store =
        store_of(&numbered_record_type, "numbered |number, value|\n    9, nine\n    41, x, y\n    10, ten\n");
    sdn_error err = {0};
    pair values = {.name = SDN_STR(""), .value = SDN_STR("new")};
    pair *added = sdn_store_insert(store, &values, &err);
    assert_int_equal(added->number, 42);
    sdn_cursor cursor = sdn_store_all(store);
    static const uint32_t expected[] = {9, 10, 42};
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(((const pair *)sdn_cursor_next(&cursor))->number, expected[i]);
    values.number = UINT32_MAX;
    assert_non_null(sdn_store_insert(store, &values, &err));
    values.number = 0;
    assert_null(sdn_store_insert(store, &values, &err));
    assert_message_is(err.message, "x.sdn: no number is left for a new record of table 'numbered'; give it a key");
}

static void a_number_key_that_is_empty_is_a_problem(void **state)
{
    (void)state;
    sdn_store *store = store_of(&numbered_record_type, "numbered |number, value|\n    , nine\n    0, zero\n");
    assert_problems(store, "2:5: column 'number': the cell is empty, and the column has no default; fill it in\n");
    sdn_value key = {.u32 = 0};
    assert_non_null(sdn_store_get(store, &key));
}

static void a_text_that_could_not_be_kept_keeps_the_record_from_being_saved(void **state)
{
    (void)state;
    static const char content[] = "notes |id, text|\n    1, x\n";
    sdn_error err = {0};
    sdn_store *store = notes_of(content);
    note *n = edit_note(store, "1");
    do { /* until the arena needs another block */
        faults_arm_memory(1);
        n->text = sdn_store_text(store, "some text of the record");
    } while (n->text.len > 0);
    faults_remove();
    assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_NOMEM);
    assert_content(content);
    sdn_file_rollback(sdn_store_file(store));
    edit_note(store, "1")->text = SDN_STR("y");
    save_store(store);
    assert_content("notes |id, text|\n    1, y\n");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(a_missing_file_is_an_empty_store),
        TEST_WITH_STORES(a_record_is_found_by_its_key),
        TEST_WITH_STORES(columns_are_found_by_name_and_absent_ones_are_defaults),
        TEST_WITH_STORES(a_present_empty_text_is_empty_not_the_default),
        TEST_WITH_STORES(every_text_is_terminated_wherever_it_is),
        TEST_WITH_STORES(all_goes_in_key_order),
        TEST_WITH_STORES(by_an_index_goes_over_equal_values_in_key_order),
        TEST_WITH_STORES(a_copied_cursor_walks_on_its_own),
        TEST_WITH_STORES(text_and_lists_of_the_store_are_copies),
        TEST_WITH_STORES(elements_of_any_type_are_copied_into_the_store),
        TEST_WITH_STORES(a_list_that_does_not_fit_is_noticed_by_save),
        TEST_WITH_STORES(records_without_key_go_in_file_order),
        TEST_WITH_STORES(a_key_may_have_several_fields),
        TEST_WITH_STORES(a_number_key_of_zero_asks_for_the_next_number),
        TEST_WITH_STORES(a_number_key_that_is_empty_is_a_problem),
        TEST_WITH_STORES(elements_of_no_size_are_none),
        TEST_WITH_STORES(a_text_that_could_not_be_kept_keeps_the_record_from_being_saved),
    };
    return run_cases(argc, argv, tests);
}
