/* Statements without what does not matter in them. */
#include "test.h"

#include "live/live_sqlite_private.h"

static void drops_comments_and_blanks(void **state)
{
    static const char *const cases[][2] = {
        {"", ""},
        {"CREATE TABLE a (\n    -- it's a\n    b TEXT\n)", "CREATE TABLE a ( b TEXT )"},
        {"a  \t\n b ", "a b"},
        {" a --x", "a"},
        {"'a  --b' \"c  d\"", "'a  --b' \"c  d\""},
        {"'it''s  '  'x'", "'it''s  ' 'x'"},
        {"'open", "'open"},
    };
    sdn_arena arena = SDN_ARENA_INIT;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(statement_plain(cases[i][0], &arena), cases[i][1]);
    sdn_arena_release(&arena);
}

static void finds_parts(void **state)
{
    static const char *const parts[] = {"\"a,\" TEXT DEFAULT ',)'", "CHECK (a IN ('x', ')'))", "c"};
    sdn_arena arena = SDN_ARENA_INIT;
    const char *part, *at = NULL;
    size_t count = 0;
    (void)state;
    for (;
         (part = statement_part("CREATE TABLE \"t (\" ( \"a,\" TEXT DEFAULT ',)', CHECK (a IN ('x', ')')), c ) STRICT",
                                &at, &arena)) != NULL;
         count++)
        assert_string_equal(part, parts[count]);
    assert_int_equal(count, 3);
    at = NULL;
    assert_null(statement_part("CREATE", &at, &arena));
    sdn_arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(drops_comments_and_blanks),
        cmocka_unit_test(finds_parts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
