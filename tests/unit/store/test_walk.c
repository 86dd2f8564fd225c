/* Walks of a store: ranges, starts of texts, backward, in file order, and on through changes. */
#include "test.h"

#include "patched_saves.h"
#include "temp_stores.h"

#include "record_types/all_types.h"
#include "record_types/composite_key.h"

#include <math.h>
#include <stdio.h>

#define TEXT(literal)                 \
    {                                 \
        .text = SDN_STR_INIT(literal) \
    }

static const char *forward(sdn_cursor cursor)
{
    return ids_of(cursor);
}

static const char *backward(sdn_cursor cursor)
{
    return ids_of(sdn_cursor_reverse(cursor));
}

static sdn_cursor sorted(const sdn_store *store)
{
    return sdn_store_range(store, NOTE_INDEX_TEXT_NUMBER, NULL, 0, NULL, 0);
}

static sdn_cursor between_keys(const sdn_store *store, const char *low, const char *high)
{
    const sdn_value from = {.text = sdn_str_from(low)}, to = {.text = sdn_str_from(high)};
    return sdn_store_range(store, SDN_KEY_INDEX, &from, low != NULL, &to, high != NULL);
}

static const note *next(sdn_cursor *cursor)
{
    return sdn_cursor_next(cursor);
}

/* ---- backward ---- */

static void a_walk_over_all_goes_both_ways(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id|\n    1\n    2\n    9\n    10\n");
    assert_string_equal(forward(sdn_store_all(store)), "1 2 9 10 ");
    assert_string_equal(backward(sdn_store_all(store)), "10 9 2 1 ");
    assert_string_equal(backward(sdn_cursor_reverse(sdn_store_all(store))), "1 2 9 10 ");
}

static void records_that_are_not_sorted_go_both_ways_too(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, kind|\n    9, idea\n    x, fact\n    10, idea\n    2, idea\n");
    const sdn_value idea = {.enumerator = NOTE_KIND_IDEA};
    assert_string_equal(forward(sdn_store_all(store)), "2 9 10 x ");
    assert_string_equal(backward(sdn_store_all(store)), "x 10 9 2 ");
    assert_string_equal(backward(sdn_store_by(store, NOTE_INDEX_KIND, &idea)), "10 9 2 ");
}

static void nothing_is_nothing_from_either_end(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id|\n");
    assert_string_equal(backward(sdn_store_all(store)), "");
    assert_string_equal(backward(sdn_store_in_file_order(store)), "");
    assert_string_equal(backward(sorted(store)), "");
    assert_string_equal(backward(between_keys(store, "1", "2")), "");
}

static void reversing_begins_anew(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id|\n    1\n    2\n    3\n");
    sdn_cursor walks[] = {sdn_store_all(store), sdn_store_in_file_order(store), sorted(store),
                          between_keys(store, "1", "3")};
    for (size_t i = 0; i < sizeof walks / sizeof walks[0]; i++) {
        assert_string_equal(next(&walks[i])->id.ptr, "1");
        assert_string_equal(backward(walks[i]), "3 2 1 ");
        assert_string_equal(forward(walks[i]), "2 3 ");
    }
}

/* The record is written to without a call; beginning a walk has to see it. */
static void reversing_sees_what_was_written_before(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text|\n    1, a\n    2, b\n    3, c\n");
    sdn_cursor walk = sorted(store);
    edit_note(store, "1")->text = SDN_STR("z");
    assert_string_equal(backward(walk), "1 3 2 ");
}

static void the_last_record_is_the_first_of_the_reverse(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text|\n    1, b\n    2, c\n    3, a\n");
    sdn_cursor first = sorted(store), last = sdn_cursor_reverse(first);
    assert_string_equal(next(&first)->id.ptr, "3");
    assert_string_equal(next(&last)->id.ptr, "2");
}

/* The slots are sorted until a record is inserted that does not come last. */
static void a_backward_walk_goes_on_when_records_are_no_longer_sorted(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id|\n    1\n    2\n    4\n    6\n    7\n");
    sdn_cursor walk = sdn_cursor_reverse(sdn_store_all(store));
    assert_string_equal(next(&walk)->id.ptr, "7");
    assert_string_equal(next(&walk)->id.ptr, "6");
    insert_note(store, "3", "ahead");
    insert_note(store, "5", "ahead");
    insert_note(store, "8", "behind");
    delete_note(store, "2");
    assert_string_equal(forward(walk), "5 4 3 1 ");
}

/* ---- ranges ---- */

static void a_range_of_keys_is_that_of_numbers(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id|\n    10\n    9\n    100\n    x\n    2\n");
    assert_string_equal(forward(between_keys(store, "9", "10")), "9 10 ");
    assert_string_equal(backward(between_keys(store, "3", NULL)), "x 100 10 9 ");
    assert_string_equal(forward(between_keys(store, NULL, "99")), "2 9 10 ");
    assert_string_equal(forward(between_keys(store, "11", "99")), "");
    assert_string_equal(forward(between_keys(store, "10", "9")), "");
}

static void rows_that_cannot_be_read_are_not_in_a_range(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, no|\n    1, 1\n    2, bad\n    3, 3\n    4, 4\n");
    assert_string_equal(forward(between_keys(store, "2", "3")), "3 ");
    assert_string_equal(backward(between_keys(store, "1", "2")), "1 ");
}

static void a_range_goes_by_the_first_fields(void **state)
{
    (void)state;
    sdn_store *store =
        notes_of("notes |id, text, no|\n    1, b, 2\n    2, a, 3\n    3, b, 1\n    4, a, 1\n    5, c, 0\n");
    const sdn_value a[] = {TEXT("a"), {.u32 = 2}}, b[] = {TEXT("b"), {.u32 = 1}};
    const uint32_t index = NOTE_INDEX_TEXT_NUMBER;
    assert_string_equal(forward(sorted(store)), "4 2 3 1 5 ");
    assert_string_equal(forward(sdn_store_range(store, index, b, 1, b, 1)), "3 1 ");
    assert_string_equal(forward(sdn_store_range(store, index, a, 2, b, 2)), "2 3 ");
    assert_string_equal(backward(sdn_store_range(store, index, a, 2, b, 1)), "1 3 2 ");
    assert_string_equal(forward(sdn_store_range(store, index, a, 7, NULL, 0)), "2 3 1 5 ");
    assert_string_equal(forward(sdn_store_starting(store, index, (const sdn_value[]){TEXT("")}, 1)), "4 2 3 1 5 ");
}

static void a_text_key_starts_with_a_text(void **state)
{
    (void)state;
    sdn_store *store = store_of(&ordered_note_record_type,
                                "ordered_notes |id|\n    src/a.c\n    src/b/c.c\n    src\n    srd\n    tests/a.c\n");
    const sdn_value src = TEXT("src/");
    assert_string_equal(forward(sdn_store_starting(store, SDN_KEY_INDEX, &src, 1)), "src/a.c src/b/c.c ");
    assert_string_equal(backward(sdn_store_starting(store, SDN_KEY_INDEX, &src, 1)), "src/b/c.c src/a.c ");
    assert_string_equal(backward(sdn_store_starting(store, SDN_KEY_INDEX, NULL, 0)),
                        "tests/a.c srd src/b/c.c src/a.c src ");
}

static void numbered_text_keys_start_with_a_text_too(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id|\n    1\n    2\n    10\n    17\n    20\n    1a\n    b1\n");
    const sdn_value one = TEXT("1");
    assert_string_equal(forward(sdn_store_starting(store, SDN_KEY_INDEX, &one, 1)), "1 10 17 1a ");
    assert_string_equal(backward(sdn_store_starting(store, SDN_KEY_INDEX, &one, 1)), "1a 17 10 1 ");
}

static void a_composite_key_has_ranges_of_its_last_field(void **state)
{
    (void)state;
    sdn_store *store =
        store_of(&pair_record_type, "pairs |number, name, flag, value|\n"
                                    "    2, a, true, p\n    1, a, false, q\n    1, b, true, r\n    7, a, false, s\n");
    const sdn_value low[] = {TEXT("a"), {.u32 = 2}}, high[] = {TEXT("a"), {.u32 = 6}};
    sdn_cursor walk = sdn_store_range(store, SDN_KEY_INDEX, low, 2, high, 2);
    assert_string_equal(((const pair *)sdn_cursor_next(&walk))->value.ptr, "p");
    assert_null(sdn_cursor_next(&walk));
    walk = sdn_cursor_reverse(sdn_store_range(store, SDN_KEY_INDEX, low, 1, high, 1));
    assert_string_equal(((const pair *)sdn_cursor_next(&walk))->value.ptr, "s");
    assert_string_equal(((const pair *)sdn_cursor_next(&walk))->value.ptr, "p");
    assert_string_equal(((const pair *)sdn_cursor_next(&walk))->value.ptr, "q");
    assert_null(sdn_cursor_next(&walk));
}

static void records_that_lack_a_field_are_not_in_its_order(void **state)
{
    (void)state;
    sdn_store *store = store_of(&all_types_record_type, "everything |id, level, maybe_i32|\n"
                                                        "    1, low, 5\n    2, low,\n    3, low, -5\n");
    sdn_cursor walk = sdn_store_range(store, ALL_TYPES_INDEX_LEVEL_MAYBE_I32, NULL, 0, NULL, 0);
    assert_problems(store, "");
    assert_int_equal(sdn_store_count(store), 3);
    assert_int_equal(((const all_types *)sdn_cursor_next(&walk))->maybe_i32, -5);
    assert_int_equal(((const all_types *)sdn_cursor_next(&walk))->maybe_i32, 5);
    assert_null(sdn_cursor_next(&walk));
}

/* No file has them, but a record under edit may. */
static void what_is_not_a_number_comes_after_all_numbers(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_store *store = store_of(&all_types_record_type, "everything |id, f64|\n    1, 1e300\n    2, -2\n    3, 0\n");
    const sdn_value key = {.u64 = 2}, zero = {.f64 = 0}, nan_value = {.f64 = (double)NAN};
    all_types *second = sdn_store_edit(store, &key, &err);
    assert_non_null(second);
    second->f64 = (double)NAN;
    sdn_cursor from_zero = sdn_store_range(store, ALL_TYPES_INDEX_F64, &zero, 1, NULL, 0);
    assert_true(((const all_types *)sdn_cursor_next(&from_zero))->f64 == 0);
    assert_true(((const all_types *)sdn_cursor_next(&from_zero))->f64 > 0);
    assert_true(isnan(((const all_types *)sdn_cursor_next(&from_zero))->f64));
    assert_null(sdn_cursor_next(&from_zero));
    sdn_cursor only = sdn_store_range(store, ALL_TYPES_INDEX_F64, &nan_value, 1, &nan_value, 1);
    assert_non_null(sdn_cursor_next(&only));
    assert_null(sdn_cursor_next(&only));
}

static void records_without_key_have_no_order_of_keys(void **state)
{
    (void)state;
    sdn_store *store = store_of(&log_record_type, "log |id, text|\n    b, x\n    a, y\n    c, x\n");
    const sdn_value a = TEXT("a"), x = TEXT("x");
    assert_string_equal(forward(sdn_store_range(store, SDN_KEY_INDEX, &a, 1, &a, 1)), "b a c ");
    assert_string_equal(forward(sdn_store_starting(store, SDN_KEY_INDEX, &a, 1)), "b a c ");
    assert_string_equal(backward(sdn_store_all(store)), "c a b ");
    assert_string_equal(backward(sdn_store_range(store, NOTE_INDEX_TEXT_NUMBER, &x, 1, &x, 1)), "c b ");
}

/* ---- file order ---- */

static void file_order_is_that_of_the_rows(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, no|\n    9, 1\n    5, bad\n    10, 1\n    # 7\n    2, 1\n    x, 1\n");
    assert_string_equal(forward(sdn_store_in_file_order(store)), "9 10 2 x ");
    assert_string_equal(backward(sdn_store_in_file_order(store)), "x 2 10 9 ");
    delete_note(store, "10");
    insert_note(store, "1", "new");
    insert_note(store, "30", "new");
    insert_note(store, "3", "new");
    delete_note(store, "30");
    rename_note(store, "9", "4");
    assert_string_equal(forward(sdn_store_in_file_order(store)), "4 2 x 1 3 ");
    assert_string_equal(backward(sdn_store_in_file_order(store)), "3 1 x 2 4 ");
    sdn_file_rollback(sdn_store_file(store));
    assert_string_equal(forward(sdn_store_in_file_order(store)), "9 10 2 x ");
}

static void new_rows_find_their_place_when_they_are_saved(void **state)
{
    (void)state;
    sdn_store *store = store_of(&ordered_note_record_type, "ordered_notes |id|\n    b\n    d\n");
    insert_note(store, "c", "");
    insert_note(store, "a", "");
    insert_note(store, "e", "");
    assert_string_equal(forward(sdn_store_in_file_order(store)), "b d c a e ");
    save_store(store);
    assert_string_equal(forward(sdn_store_in_file_order(store)), "a b c d e ");
    assert_string_equal(backward(sdn_store_in_file_order(store)), "e d c b a ");
}

/* A save that patches the tables leaves them in the order of the file. */
static void file_order_is_right_after_a_patch(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text|\n    3, c\n    1, a\n    2, b\n");
    insert_note(store, "0", "z");
    delete_note(store, "1");
    assert_true(save_patches(store, "notes |id, text|\n    3, c\n    2, b\n    0, z\n"));
    assert_string_equal(forward(sdn_store_in_file_order(store)), "3 2 0 ");
    assert_string_equal(backward(sdn_store_in_file_order(store)), "0 2 3 ");
}

static void a_walk_in_file_order_goes_on_through_changes(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id|\n    5\n    3\n    4\n    1\n");
    sdn_cursor to_end = sdn_store_in_file_order(store), to_start = sdn_cursor_reverse(to_end);
    assert_string_equal(next(&to_end)->id.ptr, "5");
    assert_string_equal(next(&to_start)->id.ptr, "1");
    delete_note(store, "5");
    delete_note(store, "3");
    delete_note(store, "1");
    insert_note(store, "2", "new");
    rename_note(store, "4", "40");
    assert_string_equal(forward(to_end), "40 2 ");
    assert_string_equal(forward(to_start), "40 ");
}

/* ---- changes on the way ---- */

static void assert_deletes_all(sdn_store *store, sdn_cursor walk, size_t expected)
{
    sdn_error err = {0};
    size_t count = 0;
    for (; next(&walk) != NULL; count++)
        assert_ok(sdn_cursor_delete(&walk, store, &err), err);
    assert_int_equal(count, expected);
    sdn_file_rollback(sdn_store_file(store));
}

static void any_walk_may_delete_what_it_shows(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text|\n    1, ab\n    3, ab\n    2, b\n    4, abc\n    5, ab\n");
    const sdn_value ab = TEXT("ab");
    for (int reverse = 0; reverse < 2; reverse++) {
        sdn_cursor (*way)(sdn_cursor) = sdn_cursor_reverse;
        for (int turn = 0; turn < 5; turn++) {
            sdn_cursor walks[] = {sdn_store_all(store), sdn_store_in_file_order(store), sorted(store),
                                  sdn_store_starting(store, NOTE_INDEX_TEXT_NUMBER, &ab, 1),
                                  between_keys(store, "2", "4")};
            static const size_t counts[] = {5, 5, 5, 4, 3};
            assert_deletes_all(store, reverse ? way(walks[turn]) : walks[turn], counts[turn]);
        }
    }
}

/* Moves each record of a walk by `step`, and asserts that each was met once. */
static void assert_moves_each_once(sdn_store *store, sdn_cursor walk, int step, const char *expected)
{
    char met[64] = "";
    size_t used = 0;
    for (const note *each; used + 8 < sizeof met && (each = next(&walk)) != NULL;) {
        used += (size_t)snprintf(met + used, sizeof met - used, "%s ", each->id.ptr);
        note *record = edit_note(store, each->id.ptr);
        record->number = (uint32_t)((int)record->number + step);
    }
    assert_string_equal(met, expected);
    sdn_file_rollback(sdn_store_file(store));
}

static void a_walk_may_change_the_field_that_it_goes_by(void **state)
{
    (void)state;
    sdn_store *store =
        notes_of("notes |id, text, no|\n    1, a, 10\n    2, a, 20\n    3, a, 30\n    4, a, 40\n    5, b, 10\n");
    const sdn_value low[] = {TEXT("a"), {.u32 = 15}}, high[] = {TEXT("a"), {.u32 = 1000}};
    for (int step = -15; step <= 15; step += 5) {
        assert_moves_each_once(store, sorted(store), step + 15, "1 2 3 4 5 ");
        assert_moves_each_once(store, sdn_cursor_reverse(sorted(store)), step + 15, "5 4 3 2 1 ");
        sdn_cursor range = sdn_store_range(store, NOTE_INDEX_TEXT_NUMBER, low, 2, high, 2);
        assert_moves_each_once(store, range, step, "2 3 4 ");
        range = sdn_store_range(store, NOTE_INDEX_TEXT_NUMBER, low, 2, high, 2);
        assert_moves_each_once(store, sdn_cursor_reverse(range), step, "4 3 2 ");
    }
}

static void a_walk_begun_later_shows_what_was_moved(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text|\n    1, a\n    2, b\n    3, c\n");
    sdn_cursor before = sorted(store);
    edit_note(store, "1")->text = SDN_STR("x");
    insert_note(store, "9", "bb");
    sdn_cursor after = sorted(store);
    assert_string_equal(forward(before), "2 9 3 ");
    assert_string_equal(backward(before), "1 3 9 2 ");
    assert_string_equal(forward(after), "2 9 3 1 ");
}

/* Changes are numbered from 1 again after a save; what was noted under a number before must not count. */
static void a_save_forgets_what_was_moved(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text|\n    1, a\n    2, b\n    3, c\n");
    assert_string_equal(forward(sorted(store)), "1 2 3 ");
    edit_note(store, "1")->text = SDN_STR("x");
    edit_note(store, "2")->text = SDN_STR("y");
    save_store(store);
    sdn_cursor walk = sorted(store);
    edit_note(store, "3")->number = 3;
    edit_note(store, "2")->kind = NOTE_KIND_IDEA;
    assert_string_equal(forward(walk), "1 2 ");
    assert_string_equal(forward(sorted(store)), "3 1 2 ");
}

/* A field of another index does not move a record in this one. */
static void only_the_fields_of_the_index_move_a_record(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, kind, text|\n    1, idea, a\n    2, fact, b\n    3, idea, c\n");
    sdn_cursor by_text = sorted(store), by_kind = sdn_store_range(store, NOTE_INDEX_KIND, NULL, 0, NULL, 0);
    edit_note(store, "3")->kind = NOTE_KIND_FACT;
    edit_note(store, "2")->text = SDN_STR("0");
    assert_string_equal(forward(by_text), "1 3 ");
    assert_string_equal(forward(by_kind), "1 2 ");
}

/* All fields of the index are equal: no edit moves a record within the walk. */
static void a_walk_over_equal_records_shows_what_becomes_one(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, kind|\n    1, idea\n    2, fact\n    3, idea\n    4, fact\n");
    const sdn_value idea = {.enumerator = NOTE_KIND_IDEA};
    sdn_cursor walk = sdn_store_by(store, NOTE_INDEX_KIND, &idea), back = sdn_cursor_reverse(walk);
    assert_string_equal(next(&walk)->id.ptr, "1");
    assert_string_equal(next(&back)->id.ptr, "3");
    edit_note(store, "4")->kind = NOTE_KIND_IDEA;
    edit_note(store, "2")->kind = NOTE_KIND_IDEA;
    assert_string_equal(forward(walk), "2 3 4 ");
    assert_string_equal(forward(back), "2 1 ");
}

static void what_is_inserted_ahead_is_shown_within_the_bounds(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id|\n    10\n    20\n    30\n    40\n");
    sdn_cursor up = between_keys(store, "10", "30"), down = sdn_cursor_reverse(up);
    assert_string_equal(next(&up)->id.ptr, "10");
    assert_string_equal(next(&down)->id.ptr, "30");
    insert_note(store, "9", "");
    insert_note(store, "15", "");
    insert_note(store, "25", "");
    insert_note(store, "31", "");
    put_note(store, "20", "changed");
    assert_string_equal(forward(up), "15 20 25 30 ");
    assert_string_equal(forward(down), "25 20 15 10 ");
}

static void a_renamed_record_does_not_lead_out_of_the_bounds(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id|\n    10\n    20\n    30\n    40\n    50\n");
    sdn_cursor up = between_keys(store, "20", "40"), down = sdn_cursor_reverse(up);
    assert_string_equal(next(&up)->id.ptr, "20");
    assert_string_equal(next(&down)->id.ptr, "40");
    rename_note(store, "20", "5");
    rename_note(store, "40", "45");
    assert_string_equal(forward(up), "30 ");
    assert_string_equal(forward(down), "30 ");
}

static void a_walk_at_an_end_goes_on_when_there_is_more(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text|\n    5, b\n");
    sdn_cursor walks[] = {sorted(store), sdn_cursor_reverse(sorted(store)), sdn_cursor_reverse(sdn_store_all(store))};
    for (size_t i = 0; i < 3; i++) {
        assert_non_null(next(&walks[i]));
        assert_null(next(&walks[i]));
    }
    insert_note(store, "9", "c");
    insert_note(store, "4", "a");
    assert_string_equal(forward(walks[0]), "9 ");
    assert_string_equal(forward(walks[1]), "4 ");
    assert_string_equal(forward(walks[2]), "4 ");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(a_walk_over_all_goes_both_ways),
        TEST_WITH_STORES(records_that_are_not_sorted_go_both_ways_too),
        TEST_WITH_STORES(nothing_is_nothing_from_either_end),
        TEST_WITH_STORES(reversing_begins_anew),
        TEST_WITH_STORES(reversing_sees_what_was_written_before),
        TEST_WITH_STORES(the_last_record_is_the_first_of_the_reverse),
        TEST_WITH_STORES(a_backward_walk_goes_on_when_records_are_no_longer_sorted),
        TEST_WITH_STORES(a_range_of_keys_is_that_of_numbers),
        TEST_WITH_STORES(rows_that_cannot_be_read_are_not_in_a_range),
        TEST_WITH_STORES(a_range_goes_by_the_first_fields),
        TEST_WITH_STORES(a_text_key_starts_with_a_text),
        TEST_WITH_STORES(numbered_text_keys_start_with_a_text_too),
        TEST_WITH_STORES(a_composite_key_has_ranges_of_its_last_field),
        TEST_WITH_STORES(records_that_lack_a_field_are_not_in_its_order),
        TEST_WITH_STORES(what_is_not_a_number_comes_after_all_numbers),
        TEST_WITH_STORES(records_without_key_have_no_order_of_keys),
        TEST_WITH_STORES(file_order_is_that_of_the_rows),
        TEST_WITH_STORES(new_rows_find_their_place_when_they_are_saved),
        TEST_WITH_STORES(file_order_is_right_after_a_patch),
        TEST_WITH_STORES(a_walk_in_file_order_goes_on_through_changes),
        TEST_WITH_STORES(any_walk_may_delete_what_it_shows),
        TEST_WITH_STORES(a_walk_may_change_the_field_that_it_goes_by),
        TEST_WITH_STORES(a_walk_begun_later_shows_what_was_moved),
        TEST_WITH_STORES(a_save_forgets_what_was_moved),
        TEST_WITH_STORES(only_the_fields_of_the_index_move_a_record),
        TEST_WITH_STORES(a_walk_over_equal_records_shows_what_becomes_one),
        TEST_WITH_STORES(what_is_inserted_ahead_is_shown_within_the_bounds),
        TEST_WITH_STORES(a_renamed_record_does_not_lead_out_of_the_bounds),
        TEST_WITH_STORES(a_walk_at_an_end_goes_on_when_there_is_more),
    };
    return run_cases(argc, argv, tests);
}
