/* How expressions are cut into tokens. */
#include "test.h"

#include <stdio.h>
#include <string.h>

#include "diag/diag.h"
#include "query/where_lexer.h"
#include "where_tokens.h"

/* The tokens of a text: a letter for the kind, and what the token holds, separated by blanks. */
static void assert_tokens(const char *text, const char *expected)
{
    static const char kinds[] = {
        [WHERE_TOKEN_AND] = '&',     [WHERE_TOKEN_OR] = '|',        [WHERE_TOKEN_NOT] = '!',
        [WHERE_TOKEN_IN] = 'I',      [WHERE_TOKEN_HAS] = 'H',       [WHERE_TOKEN_IS] = 'S',
        [WHERE_TOKEN_ABSENT] = 'A',  [WHERE_TOKEN_PRESENT] = 'P',   [WHERE_TOKEN_NAME] = 'n',
        [WHERE_TOKEN_NUMBER] = '9',  [WHERE_TOKEN_BRACKETED] = 'b', [WHERE_TOKEN_TEXT] = 't',
        [WHERE_TOKEN_LPAREN] = 'p',  [WHERE_TOKEN_RPAREN] = 'q',    [WHERE_TOKEN_COMMA] = 'c',
        [WHERE_TOKEN_COMPARE] = '=',
    };
    sdn_arena arena = SDN_ARENA_INIT;
    source_file source;
    where_lexer lexer;
    where_token token;
    sdn_buffer shown = SDN_BUFFER_INIT;
    assert_int_equal(source_init(&source, SDN_STR("where"), sdn_str_from(text), &arena, NULL), SDN_OK);
    where_lexer_init(&lexer, &source);
    for (where_lexer_next(&lexer, &token); token.kind != 0; where_lexer_next(&lexer, &token))
        text_printf(&shown, "%s%c%.*s", shown.len > 0 ? " " : "", kinds[token.kind], DIAG_STR(token.text));
    if (token.fault != NULL)
        text_printf(&shown, " fault at %lu+%lu", (unsigned long)token.span.start, (unsigned long)token.span.len);
    sdn__buffer_add(&shown, "", 1);
    assert_string_equal(shown.bytes, expected);
    sdn__buffer_release(&shown);
    sdn_arena_release(&arena);
}

static void words_of_the_language_are_found_in_any_case(void **state)
{
    (void)state;
    assert_tokens("and OR Not in Has iS ABSENT present", "&and |OR !Not Iin HHas SiS AABSENT Ppresent");
    assert_tokens("android orb notes inn hash isa absents present_",
                  "nandroid norb nnotes ninn nhash nisa nabsents npresent_");
}

static void names_numbers_and_texts_are_cut_where_they_end(void **state)
{
    (void)state;
    assert_tokens("a=b", "na == nb");
    assert_tokens("a>=-5", "na =>= 9-5");
    assert_tokens("src/a-b.c x@y+z _1", "nsrc/a-b.c nx@y+z n_1");
    assert_tokens("\xC3\xA9t\xC3\xA9<1", "n\xC3\xA9t\xC3\xA9 =< 91");
    assert_tokens("5 -5 +5 .5 1e-9 1.5.2 2024-01-31T08:15:00.5+01:00", "95 9-5 9+5 9.5 91e-9 91.5.2 "
                                                                       "92024-01-31T08:15:00.5+01:00");
    assert_tokens("'a b' \"c'd\" 'e''f' '' [due date] [x]]y]", "ta b tc'd te''f t bdue date bx]]y");
    assert_tokens("in(a,'b')", "Iin p( na c, tb q)");
    assert_tokens("a != b ~ c <= d < e > f >= g", "na =!= nb =~ nc =<= nd =< ne => nf =>= ng");
    assert_tokens(" \t\r\n", "");
}

static void what_is_no_token_has_a_fault_with_its_place(void **state)
{
    static const char *const wrong[] = {"==", "===", "!==", "<>", "=<", "=>", "=~", "~=", "~~", "!~", "&", "&&",
                                        "|",  "||",  "!",   ":",  ":=", "-",  "+",  "*",  "/",  "%",  "^", ";",
                                        "`",  "'",   "\"",  "[",  "{",  "}",  "\\", "?",  "#",  "$",  "@", "\x01"};
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        char text[16], expected[40];
        snprintf(text, sizeof text, "a %s b", wrong[i]);
        snprintf(expected, sizeof expected, "na fault at 2+%zu", strlen(wrong[i]));
        assert_tokens(text, expected);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_of_the_language_are_found_in_any_case),
        cmocka_unit_test(names_numbers_and_texts_are_cut_where_they_end),
        cmocka_unit_test(what_is_no_token_has_a_fault_with_its_place),
    };
    return run_cases(argc, argv, tests);
}
