/* A schema as pieces: tokens and comments, with what the layout keeps of the blanks between them. */
#include "test.h"

#include "commands/format_pieces.h"
#include "syntax/schema_token.h"

#include <stdio.h>
#include <string.h>

/* The pieces, one after another: `|` before each, `^` if it is the first on its line, `_` if blank lines are before it. */
static void assert_pieces(const char *text, const char *expected)
{
    sdn_arena arena = SDN_ARENA_INIT;
    source_file source;
    format_pieces pieces = {0};
    sdn_error err = {0};
    char shown[512];
    size_t used = 0;
    assert_ok(source_init(&source, SDN_STR("t.schema"), sdn_str_from(text), &arena, &err), err);
    format_pieces_read(&pieces, &source);
    assert_false(pieces.out_of_memory);
    for (size_t i = 0; i < pieces.count; i++) {
        const format_piece *piece = &pieces.items[i];
        used += (size_t)snprintf(shown + used, sizeof shown - used, "|%s%s%.*s", piece->first_on_line ? "^" : "",
                                 piece->blank_before ? "_" : "", (int)piece->text.len, piece->text.ptr);
    }
    assert_string_equal(shown, expected);
    assert_int_equal(pieces.items[pieces.count].kind, TOKEN_END);
    format_pieces_release(&pieces);
    sdn_arena_release(&arena);
}

static void tokens_know_their_lines_and_blank_lines(void **state)
{
    (void)state;
    assert_pieces("enum A { b }\n\n\nenum C { d }", "|^enum|A|{|b|}|^_enum|C|{|d|}");
}

static void comments_are_pieces_too(void **state)
{
    (void)state;
    assert_pieces("// a  \n/// b\nenum A { b } // c", "|^// a|^/// b|^enum|A|{|b|}|// c");
}

static void a_comment_before_the_end_of_an_item_is_moved_after_it(void **state)
{
    (void)state;
    assert_pieces("enum A { b // one\n, c }", "|^enum|A|{|b|,|// one|c|}");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens_know_their_lines_and_blank_lines),
        cmocka_unit_test(comments_are_pieces_too),
        cmocka_unit_test(a_comment_before_the_end_of_an_item_is_moved_after_it),
    };
    return run_cases(argc, argv, tests);
}
