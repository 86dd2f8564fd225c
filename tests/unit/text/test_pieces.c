#include "test.h"

#include "faults.h"
#include "xorshift.h"

#include "text/pieces.h"

#include <string.h>

static sdn_pieces pieces;

static int release(void **state)
{
    (void)state;
    sdn__pieces_release(&pieces);
    return 0;
}

/* ---- lines ---- */

static void a_cursor_goes_forward_through_pieces(void **state)
{
    (void)state;
    static const char bytes[] = "one\ntwo\n--three\nfour";
    sdn__pieces_add(&pieces, sdn__place_in_text(0), bytes, 8);
    sdn__pieces_add(&pieces, sdn__place_in_text(10), bytes + 10, 10);
    sdn_pieces_cursor cursor = sdn__pieces_cursor_at(&pieces, bytes);
    sdn__pieces_advance(&cursor, bytes + 6);
    assert_true(cursor.line == 2 && cursor.column == 3 && cursor.walk.index == 0);
    sdn__pieces_advance(&cursor, bytes + 12);
    assert_true(cursor.line == 3 && cursor.column == 3 && cursor.walk.index == 1);
    sdn__pieces_advance(&cursor, bytes + 20);
    assert_true(cursor.line == 4 && cursor.column == 5 && cursor.walk.index == 1);
}

static void of_pieces_with_one_end_the_first_is_gone_to(void **state)
{
    (void)state;
    static const char bytes[] = "one\ntwo\n";
    sdn__pieces_add(&pieces, sdn__place_in_text(0), bytes, 8);
    sdn__pieces_add(&pieces, sdn__place_added(8, 0), bytes + 4, 4);
    sdn_pieces_cursor cursor = sdn__pieces_cursor_at(&pieces, bytes);
    sdn__pieces_advance(&cursor, bytes + 8);
    assert_true(cursor.line == 3 && cursor.column == 1 && cursor.walk.index == 0);
}

static void a_cursor_does_not_leave_the_pieces(void **state)
{
    (void)state;
    static const char bytes[] = "one\ntwo\n--";
    sdn__pieces_add(&pieces, sdn__place_in_text(0), bytes, 8);
    sdn_pieces_cursor cursor = sdn__pieces_cursor_at(&pieces, bytes);
    sdn__pieces_advance(&cursor, bytes + 9);
    assert_true(cursor.line == 1 && cursor.column == 1 && cursor.at == bytes);
}

static void a_cursor_finds_a_piece_of_a_later_part(void **state)
{
    (void)state;
    static const char bytes[] = "a\nb\n";
    for (size_t i = 0; i < 1000; i++)
        sdn__pieces_add(&pieces, sdn__place_in_text(i), bytes, 2);
    sdn__pieces_add(&pieces, sdn__place_in_text(1000), bytes + 2, 2);
    sdn_pieces_cursor cursor = sdn__pieces_cursor_at(&pieces, bytes);
    sdn__pieces_advance(&cursor, bytes + 3);
    assert_true(cursor.line == 1001 && cursor.column == 2);
}

/* ---- bytes ---- */

static void pieces_equal_what_they_make_together(void **state)
{
    (void)state;
    sdn__pieces_add(&pieces, sdn__place_in_text(0), "one", 3);
    sdn__pieces_add(&pieces, sdn__place_in_text(3), "two", 3);
    assert_true(sdn__pieces_equal(&pieces, "onetwo", 6));
    assert_false(sdn__pieces_equal(&pieces, "onetwo", 5));
    assert_false(sdn__pieces_equal(&pieces, "onetwothree", 7));
    assert_false(sdn__pieces_equal(&pieces, "onetwi", 6));
}

static size_t count_pieces(const sdn_pieces *of)
{
    size_t count = 0;
    for (size_t i = 0; i < of->count; i++)
        count += of->parts[i].count;
    return count;
}

/* Neighbours in memory that are there for different things are found apart. */
static void what_continues_a_piece_is_one_with_it(void **state)
{
    (void)state;
    static const char bytes[] = "0123456789";
    const struct {
        uint64_t place;
        const char *bytes;
        size_t pieces;
    } cases[] = {
        {sdn__place_in_text(4), bytes, 1},       {sdn__place_in_text(6), bytes + 2, 1},
        {sdn__place_in_text(9), bytes + 4, 2},   {sdn__place_added(20, 1), bytes + 6, 3},
        {sdn__place_added(20, 7), bytes + 8, 3}, {sdn__place_added(21, 7), bytes, 4},
        {sdn__place_added(21, 8), bytes + 4, 5},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        sdn__pieces_add(&pieces, cases[i].place, cases[i].bytes, 2);
        assert_int_equal(count_pieces(&pieces), cases[i].pieces);
    }
    assert_true(sdn__pieces_equal(&pieces, "01234567890145", 14));
    assert_int_equal(sdn__pieces_before_end(&pieces, 3), '1');
}

/* ---- lists made from others ---- */

enum { TEXT = 4000 };

static char text[TEXT];

/* A list of the first bytes of the text in pieces of one byte, which do not continue one another. */
static void make_pieces(size_t count)
{
    static char apart[2 * TEXT];
    for (size_t i = 0; i < count; i++) {
        text[i] = (char)('a' + i % 26);
        apart[2 * i] = text[i];
        sdn__pieces_add(&pieces, sdn__place_in_text(i), apart + 2 * i, 1);
    }
    assert_int_equal(count_pieces(&pieces), count);
}

static void make_many(void)
{
    make_pieces(TEXT);
}

static size_t count_shared(const sdn_pieces *of)
{
    size_t count = 0;
    for (size_t i = 0; i < of->count; i++)
        count += of->parts[i].is_shared;
    return count;
}

/* The list with one byte replaced by another text. */
static sdn_pieces with_another(size_t at, const char *bytes)
{
    sdn_pieces made = SDN_PIECES_INIT;
    sdn_pieces_walk walk = sdn__pieces_start(&pieces);
    sdn__pieces_pass(&walk, sdn__place_in_text(at), NULL, &made);
    sdn__pieces_pass(&walk, sdn__place_in_text(at + 1), NULL, NULL);
    sdn__pieces_add(&made, sdn__place_in_text(at), bytes, strlen(bytes));
    sdn__pieces_pass(&walk, SDN_PLACE_END, NULL, &made);
    return made;
}

static void parts_without_a_difference_are_shared(void **state)
{
    (void)state;
    make_many();
    size_t parts = pieces.count;
    sdn_pieces made = with_another(TEXT / 2, "X");
    assert_true(sdn__pieces_equal(&pieces, text, TEXT));
    assert_in_range(count_shared(&made), parts - 2, parts);
    text[TEXT / 2] = 'X';
    assert_true(sdn__pieces_equal(&made, text, TEXT));
    sdn__pieces_release(&made);
    text[TEXT / 2] = (char)('a' + TEXT / 2 % 26);
    assert_true(sdn__pieces_equal(&pieces, text, TEXT));
}

/* Also where it goes on in the part that both share. */
static void a_list_that_is_dropped_leaves_the_other_as_it_was(void **state)
{
    (void)state;
    static const char bytes[] = "0123456789";
    sdn__pieces_add(&pieces, sdn__place_in_text(0), bytes, 4);
    for (int i = 0; i < 2; i++) {
        sdn_pieces made = SDN_PIECES_INIT;
        sdn_pieces_walk walk = sdn__pieces_start(&pieces);
        sdn__pieces_pass(&walk, SDN_PLACE_END, NULL, &made);
        assert_int_equal(count_shared(&made), 1);
        sdn__pieces_add(&made, sdn__place_in_text(i == 0 ? 4 : 8), bytes + 4, 2);
        assert_true(sdn__pieces_equal(&made, bytes, 6));
        assert_int_equal(count_shared(&made), 0);
        sdn__pieces_release(&made);
        assert_true(sdn__pieces_equal(&pieces, bytes, 4));
    }
}

/* Where most pieces are dropped, those that are left come together again. */
static void parts_that_became_small_are_joined(void **state)
{
    (void)state;
    make_many();
    for (size_t at = 0; at < TEXT; at += 100) {
        sdn_pieces made = SDN_PIECES_INIT;
        sdn_pieces_walk walk = sdn__pieces_start(&pieces);
        sdn__pieces_pass(&walk, sdn__place_in_text(at), NULL, &made);
        sdn__pieces_pass(&walk, sdn__place_in_text(at + 99), NULL, NULL);
        sdn__pieces_pass(&walk, SDN_PLACE_END, NULL, &made);
        sdn__pieces_adopt(&pieces, &made);
        text[at / 100] = text[at + 99];
    }
    assert_int_equal(count_pieces(&pieces), TEXT / 100);
    assert_int_equal(pieces.count, 1);
    assert_true(sdn__pieces_equal(&pieces, text, TEXT / 100));
}

static void a_small_part_is_not_shared_after_a_small_one(void **state)
{
    (void)state;
    sdn_pieces made = SDN_PIECES_INIT;
    make_pieces(SDN_PART_PIECES + 10);
    assert_int_equal(pieces.count, 2);
    sdn_pieces_walk walk = sdn__pieces_start(&pieces);
    sdn__pieces_pass(&walk, sdn__place_in_text(SDN_PART_PIECES - 4), NULL, NULL);
    sdn__pieces_pass(&walk, SDN_PLACE_END, NULL, &made);
    assert_int_equal(made.count, 1);
    assert_true(sdn__pieces_equal(&made, text + SDN_PART_PIECES - 4, 14));
    sdn__pieces_release(&made);
}

/* The list without memory for more is not used, and the one that it was made from stays. */
static void no_memory_for_a_piece_leaves_the_other_list_as_it_was(void **state)
{
    (void)state;
    make_many();
    bool failed = true;
    for (int nth = 1; failed; nth++) {
        sdn_pieces made = SDN_PIECES_INIT;
        sdn_pieces_walk walk = sdn__pieces_start(&pieces);
        faults_arm_memory(nth);
        sdn__pieces_pass(&walk, SDN_PLACE_END, NULL, &made);
        sdn__pieces_add(&made, sdn__place_added(TEXT, 0), "more", 4);
        faults_remove();
        failed = made.out_of_memory;
        assert_true(failed || (made.len == TEXT + 4 && nth > 2));
        sdn__pieces_release(&made);
        assert_true(sdn__pieces_equal(&pieces, text, TEXT));
    }
}

/* However often, and wherever: the pieces and their parts do not become more. */
static void replacing_one_byte_again_and_again_leaves_as_many_parts(void **state)
{
    (void)state;
    uint64_t seed = 1;
    make_many();
    size_t parts = pieces.count;
    for (int i = 0; i < 3000; i++) {
        size_t at = test_below(&seed, TEXT);
        static const char *const others[] = {"A", "B", "C"};
        const char *other = others[i % 3];
        sdn_pieces made = with_another(at, other);
        text[at] = other[0];
        sdn__pieces_adopt(&pieces, &made);
        assert_int_equal(made.count, 0);
        assert_int_equal(count_pieces(&pieces), TEXT);
        assert_in_range(pieces.count, parts, 2 * parts);
    }
    assert_int_equal(count_shared(&pieces), 0);
    assert_true(sdn__pieces_equal(&pieces, text, TEXT));
}

static void what_is_added_at_the_end_fills_the_last_part(void **state)
{
    (void)state;
    static char apart[2 * TEXT];
    for (size_t i = 0; i < 500; i++) {
        sdn_pieces made = SDN_PIECES_INIT;
        sdn_pieces_walk walk = sdn__pieces_start(&pieces);
        apart[2 * i] = text[i] = (char)('a' + i % 26);
        sdn__pieces_pass(&walk, SDN_PLACE_END, NULL, &made);
        sdn__pieces_add(&made, sdn__place_added(0, (uint32_t)i), apart + 2 * i, 1);
        sdn__pieces_adopt(&pieces, &made);
    }
    assert_int_equal(pieces.count, (500 + SDN_PART_PIECES - 1) / SDN_PART_PIECES);
    assert_true(sdn__pieces_equal(&pieces, text, 500));
}

/* A walk stops within a piece, and what is left has the place of its first byte. */
static void a_piece_is_cut_where_a_place_is_within(void **state)
{
    (void)state;
    static const char read[] = "0123456789", added[] = "abcdefgh";
    sdn_pieces made = SDN_PIECES_INIT;
    sdn__pieces_add(&pieces, sdn__place_in_text(100), read, 10);
    sdn__pieces_add(&pieces, sdn__place_added(110, 1), added, 8);
    sdn_pieces_walk walk = sdn__pieces_start(&pieces);
    sdn__pieces_pass(&walk, sdn__place_in_text(103), read + 3, &made);
    assert_true(walk.place == sdn__place_in_text(103) && sdn__pieces_here(&walk).ptr == read + 3);
    sdn__pieces_pass(&walk, sdn__place_in_text(105), read + 5, NULL);
    sdn__pieces_pass(&walk, sdn__place_added(110, 5), added + 4, &made);
    assert_true(walk.place == sdn__place_added(110, 5) && sdn__pieces_here(&walk).ptr == added + 4);
    sdn__pieces_pass(&walk, sdn__place_added(110, 6), added + 5, NULL);
    sdn__pieces_pass(&walk, SDN_PLACE_END, NULL, &made);
    assert_null(sdn__pieces_here(&walk).ptr);
    assert_true(sdn__pieces_equal(&made, "01256789abcdfgh", 15));
    assert_int_equal(count_pieces(&made), 4);
    assert_true(made.parts[0].items[1].place == sdn__place_in_text(105));
    assert_true(made.parts[0].items[3].place == sdn__place_added(110, 6));
    sdn__pieces_release(&made);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(pieces_equal_what_they_make_together, release),
        cmocka_unit_test_teardown(what_continues_a_piece_is_one_with_it, release),
        cmocka_unit_test_teardown(a_cursor_goes_forward_through_pieces, release),
        cmocka_unit_test_teardown(of_pieces_with_one_end_the_first_is_gone_to, release),
        cmocka_unit_test_teardown(a_cursor_does_not_leave_the_pieces, release),
        cmocka_unit_test_teardown(a_cursor_finds_a_piece_of_a_later_part, release),
        cmocka_unit_test_teardown(parts_without_a_difference_are_shared, release),
        cmocka_unit_test_teardown(a_list_that_is_dropped_leaves_the_other_as_it_was, release),
        cmocka_unit_test_teardown(parts_that_became_small_are_joined, release),
        cmocka_unit_test_teardown(a_small_part_is_not_shared_after_a_small_one, release),
        cmocka_unit_test_teardown(no_memory_for_a_piece_leaves_the_other_list_as_it_was, release),
        cmocka_unit_test_teardown(replacing_one_byte_again_and_again_leaves_as_many_parts, release),
        cmocka_unit_test_teardown(what_is_added_at_the_end_fills_the_last_part, release),
        cmocka_unit_test_teardown(a_piece_is_cut_where_a_place_is_within, release),
    };
    return run_cases(argc, argv, tests);
}
