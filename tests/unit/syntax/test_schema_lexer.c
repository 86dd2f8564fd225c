#include "test.h"

#include "compile_text.h"

#include <string.h>

#include "schema_tokens.h"
#include "syntax/schema_lexer.h"

typedef struct expected_token {
    int kind;
    const char *text;
    schema_fault fault;
} expected_token;

/* `expected` ends with TOKEN_END. */
static void assert_tokens(const char *text, const expected_token *expected)
{
    sdn_arena arena = SDN_ARENA_INIT;
    source_file source;
    sdn_error err = {0};
    schema_lexer lexer;
    schema_token token;
    assert_ok(source_init(&source, SDN_STR("t"), sdn_str_from(text), &arena, &err), err);
    schema_lexer_init(&lexer, &source);
    do {
        schema_lexer_next(&lexer, &token);
        assert_int_equal(token.kind, expected->kind);
        assert_int_equal(token.fault, expected->fault);
        if (expected->text != NULL)
            assert_str(token.text, expected->text);
    } while (expected++->kind != TOKEN_END);
    schema_lexer_next(&lexer, &token);
    assert_int_equal(token.kind, TOKEN_END);
    sdn_arena_release(&arena);
}

#define TOKENS(text, ...) assert_tokens(text, (const expected_token[]){__VA_ARGS__, {TOKEN_END, "", SCHEMA_FAULT_NONE}})

static void names_numbers_and_marks(void **state)
{
    (void)state;
    TOKENS("a_1 -12 1.5 1..2 0x1F", {TOKEN_IDENT, "a_1", 0}, {TOKEN_NUMBER, "-12", 0}, {TOKEN_NUMBER, "1.5", 0},
           {TOKEN_NUMBER, "1", 0}, {TOKEN_DOTS, "..", 0}, {TOKEN_NUMBER, "2", 0}, {TOKEN_NUMBER, "0x1F", 0});
    TOKENS("-1..-0.5 1e9..1E-9 1_000 1.5e+3 -5e2 0x1e-5", {TOKEN_NUMBER, "-1", 0}, {TOKEN_DOTS, "..", 0},
           {TOKEN_NUMBER, "-0.5", 0}, {TOKEN_NUMBER, "1e9", 0}, {TOKEN_DOTS, "..", 0}, {TOKEN_NUMBER, "1E-9", 0},
           {TOKEN_NUMBER, "1_000", 0}, {TOKEN_NUMBER, "1.5e+3", 0}, {TOKEN_NUMBER, "-5e2", 0},
           {TOKEN_NUMBER, "0x1e", 0}, {TOKEN_NUMBER, "-5", 0});
    TOKENS("2026-01-31; 2026-01-31T08:15:00.5+02:00", {TOKEN_STRING, "2026-01-31", SCHEMA_FAULT_DATE},
           {TOKEN_SEMI, ";", 0}, {TOKEN_STRING, "2026-01-31T08:15:00.5+02:00", SCHEMA_FAULT_DATE});
    TOKENS("...", {TOKEN_NOTHING, "...", SCHEMA_FAULT_CHARACTER});
    TOKENS("{}()[]:;,=?", {TOKEN_LBRACE, "{", 0}, {TOKEN_RBRACE, "}", 0}, {TOKEN_LPAREN, "(", 0},
           {TOKEN_RPAREN, ")", 0}, {TOKEN_LBRACKET, "[", 0}, {TOKEN_RBRACKET, "]", 0}, {TOKEN_COLON, ":", 0},
           {TOKEN_SEMI, ";", 0}, {TOKEN_COMMA, ",", 0}, {TOKEN_EQUALS, "=", 0}, {TOKEN_QUESTION, "?", 0});
}

static void every_keyword_has_its_token(void **state)
{
    size_t count = 0;
    (void)state;
    for (int kind = 1; kind < 64; kind++) {
        const char *keyword = schema_token_keyword(kind);
        if (keyword == NULL)
            continue;
        count++;
        assert_true(schema_token_is_name(kind));
        TOKENS(keyword, {kind, keyword, 0});
    }
    assert_int_equal(count, 20);
}

static void a_word_that_starts_like_a_keyword_is_a_name(void **state)
{
    (void)state;
    TOKENS("records Key inn by_", {TOKEN_IDENT, "records", 0}, {TOKEN_IDENT, "Key", 0}, {TOKEN_IDENT, "inn", 0},
           {TOKEN_IDENT, "by_", 0});
}

static void texts_lose_their_quotes_and_keep_their_escapes(void **state)
{
    (void)state;
    TOKENS("\"\" \"a b\" \"q\\\"q\\\\\" \"// no\"", {TOKEN_STRING, "", 0}, {TOKEN_STRING, "a b", 0},
           {TOKEN_STRING, "q\\\"q\\\\", 0}, {TOKEN_STRING, "// no", 0});
}

static void a_text_ends_with_its_line(void **state)
{
    (void)state;
    TOKENS("\"abc\n;", {TOKEN_STRING, "abc", SCHEMA_FAULT_UNTERMINATED}, {TOKEN_SEMI, ";", 0});
    TOKENS("\"abc\\", {TOKEN_STRING, "abc\\", SCHEMA_FAULT_UNTERMINATED});
    TOKENS("\"", {TOKEN_STRING, "", SCHEMA_FAULT_UNTERMINATED});
    TOKENS("\"a\n", {TOKEN_STRING, "a", SCHEMA_FAULT_UNTERMINATED});
    TOKENS("\"a\n=\"b", {TOKEN_STRING, "a", SCHEMA_FAULT_UNTERMINATED}, {TOKEN_EQUALS, "=", 0},
           {TOKEN_STRING, "b", SCHEMA_FAULT_UNTERMINATED});
    TOKENS("\"a\nb\"c\"", {TOKEN_STRING, "a", SCHEMA_FAULT_UNTERMINATED}, {TOKEN_IDENT, "b", 0},
           {TOKEN_STRING, "c", 0});
}

static void a_text_that_ends_in_the_next_line_is_one_token(void **state)
{
    (void)state;
    TOKENS("\"a\n b\";", {TOKEN_STRING, "a\n b", SCHEMA_FAULT_UNTERMINATED}, {TOKEN_SEMI, ";", 0});
    TOKENS("\"a\\\r\n\\\"\"", {TOKEN_STRING, "a\\\r\n\\\"", SCHEMA_FAULT_UNTERMINATED});
    TOKENS("\"a\nb\" unique", {TOKEN_STRING, "a\nb", SCHEMA_FAULT_UNTERMINATED}, {TOKEN_UNIQUE, "unique", 0});
    TOKENS("\"a\nb\", \"c\"", {TOKEN_STRING, "a\nb", SCHEMA_FAULT_UNTERMINATED}, {TOKEN_COMMA, ",", 0},
           {TOKEN_STRING, "c", 0});
}

static void comments_are_left_out_and_doc_comments_are_not(void **state)
{
    (void)state;
    TOKENS("a // b\nc //// d\n/// e \nf//", {TOKEN_IDENT, "a", 0}, {TOKEN_IDENT, "c", 0}, {TOKEN_DOC, "/// e ", 0},
           {TOKEN_IDENT, "f", 0});
}

static void comments_of_other_languages_are_faults(void **state)
{
    (void)state;
    TOKENS("# a\nb", {TOKEN_NOTHING, "# a", SCHEMA_FAULT_HASH_COMMENT}, {TOKEN_IDENT, "b", 0});
    TOKENS("/* a **/ b", {TOKEN_NOTHING, "/* a **/", SCHEMA_FAULT_BLOCK_COMMENT}, {TOKEN_IDENT, "b", 0});
    TOKENS("/* a b", {TOKEN_NOTHING, "/* a b", SCHEMA_FAULT_BLOCK_COMMENT});
}

static void other_quotes_and_letters_are_faults(void **state)
{
    (void)state;
    TOKENS("'a' \xE2\x80\x9C"
           "b\xE2\x80\x9D",
           {TOKEN_STRING, "a", SCHEMA_FAULT_QUOTES}, {TOKEN_STRING, NULL, SCHEMA_FAULT_QUOTES});
    TOKENS("\xC3\xA9t\xC3\xA9 $$$;", {TOKEN_IDENT, NULL, SCHEMA_FAULT_NAME},
           {TOKEN_NOTHING, "$$$", SCHEMA_FAULT_CHARACTER}, {TOKEN_SEMI, ";", 0});
    TOKENS("\x01'", {TOKEN_NOTHING, "\x01", SCHEMA_FAULT_CHARACTER}, {TOKEN_NOTHING, "'", SCHEMA_FAULT_CHARACTER});
}

static void the_first_token_of_a_line_is_marked(void **state)
{
    sdn_arena arena = SDN_ARENA_INIT;
    source_file source;
    sdn_error err = {0};
    schema_lexer lexer;
    schema_token token;
    static const bool first[] = {true, false, true, true};
    (void)state;
    assert_ok(source_init(&source, SDN_STR("t"), SDN_STR("a b\r\n  c\n\n d"), &arena, &err), err);
    schema_lexer_init(&lexer, &source);
    for (size_t i = 0; i < sizeof first / sizeof first[0]; i++) {
        schema_lexer_next(&lexer, &token);
        assert_int_equal(token.first_on_line, first[i]);
    }
    sdn_arena_release(&arena);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_numbers_and_marks),
        cmocka_unit_test(every_keyword_has_its_token),
        cmocka_unit_test(a_word_that_starts_like_a_keyword_is_a_name),
        cmocka_unit_test(texts_lose_their_quotes_and_keep_their_escapes),
        cmocka_unit_test(a_text_ends_with_its_line),
        cmocka_unit_test(a_text_that_ends_in_the_next_line_is_one_token),
        cmocka_unit_test(comments_are_left_out_and_doc_comments_are_not),
        cmocka_unit_test(comments_of_other_languages_are_faults),
        cmocka_unit_test(other_quotes_and_letters_are_faults),
        cmocka_unit_test(the_first_token_of_a_line_is_marked),
    };
    return run_cases(argc, argv, tests);
}
