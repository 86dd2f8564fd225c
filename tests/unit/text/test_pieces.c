#include "test.h"

#include "text/pieces.h"

static void a_cursor_goes_forward_through_pieces(void **state)
{
    (void)state;
    static const char bytes[] = "one\ntwo\n--three\nfour";
    sdn_pieces pieces = SDN_PIECES_INIT;
    sdn_pieces_cursor cursor = {0, bytes, 1, 1};
    sdn__pieces_add(&pieces, bytes, 8);
    sdn__pieces_add(&pieces, bytes + 10, 10);
    sdn__pieces_advance(&pieces, &cursor, bytes + 6);
    assert_true(cursor.line == 2 && cursor.column == 3 && cursor.piece == 0);
    sdn__pieces_advance(&pieces, &cursor, bytes + 12);
    assert_true(cursor.line == 3 && cursor.column == 3 && cursor.piece == 1);
    sdn__pieces_advance(&pieces, &cursor, bytes + 20);
    assert_true(cursor.line == 4 && cursor.column == 5 && cursor.piece == 1);
    sdn__pieces_release(&pieces);
}

static void of_pieces_with_one_end_the_first_is_gone_to(void **state)
{
    (void)state;
    static const char bytes[] = "one\ntwo\n";
    sdn_pieces pieces = SDN_PIECES_INIT;
    sdn_pieces_cursor cursor = {0, bytes, 1, 1};
    sdn__pieces_add(&pieces, bytes, 8);
    sdn__pieces_add(&pieces, bytes + 4, 4);
    sdn__pieces_advance(&pieces, &cursor, bytes + 8);
    assert_true(cursor.line == 3 && cursor.column == 1 && cursor.piece == 0);
    sdn__pieces_release(&pieces);
}

static void a_cursor_does_not_leave_the_pieces(void **state)
{
    (void)state;
    static const char bytes[] = "one\ntwo\n--";
    sdn_pieces pieces = SDN_PIECES_INIT;
    sdn_pieces_cursor cursor = {0, bytes, 1, 1};
    sdn__pieces_add(&pieces, bytes, 8);
    sdn__pieces_advance(&pieces, &cursor, bytes + 9);
    assert_true(cursor.line == 1 && cursor.column == 1 && cursor.at == bytes);
    sdn__pieces_release(&pieces);
}

static void pieces_equal_what_they_make_together(void **state)
{
    (void)state;
    sdn_pieces pieces = SDN_PIECES_INIT;
    sdn__pieces_add_str(&pieces, SDN_STR("one"));
    sdn__pieces_add_str(&pieces, SDN_STR("two"));
    assert_true(sdn__pieces_equal(&pieces, "onetwo", 6));
    assert_false(sdn__pieces_equal(&pieces, "onetwo", 5));
    assert_false(sdn__pieces_equal(&pieces, "onetwothree", 7));
    assert_false(sdn__pieces_equal(&pieces, "onetwi", 6));
    sdn__pieces_release(&pieces);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cursor_goes_forward_through_pieces),
        cmocka_unit_test(a_cursor_does_not_leave_the_pieces),
        cmocka_unit_test(pieces_equal_what_they_make_together),
        cmocka_unit_test(of_pieces_with_one_end_the_first_is_gone_to),
    };
    return run_cases(argc, argv, tests);
}
