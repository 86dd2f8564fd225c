#include "test.h"

#include <string.h>

#include "base/arena.h"
#include "sql/sql_text.h"

/* A printer of each dialect. */
typedef struct printers {
    sdn_buffer out;
    sdn_arena arena;
    sql_printer sqlite, postgresql;
} printers;

static int make_printers(void **state)
{
    static printers made;
    made = (printers){.out = SDN_BUFFER_INIT, .arena = SDN_ARENA_INIT};
    made.sqlite = (sql_printer){&made.out, &made.arena, SQL_SQLITE};
    made.postgresql = (sql_printer){&made.out, &made.arena, SQL_POSTGRESQL};
    *state = &made;
    return 0;
}

static int release_printers(void **state)
{
    printers *p = *state;
    sdn__buffer_release(&p->out);
    sdn_arena_release(&p->arena);
    return 0;
}

#define TEST_WITH_PRINTERS(function) cmocka_unit_test_setup_teardown(function, make_printers, release_printers)

static void names_are_quoted(void **state)
{
    printers *p = *state;
    assert_string_equal(sql_name(&p->sqlite, "select"), "\"select\"");
    assert_string_equal(sql_name(&p->postgresql, "%s.%s range", "a", "b\"c"), "\"a.b\"\"c range\"");
    assert_string_equal(sql_name(&p->postgresql, "%s", ""), "\"\"");
}

#define NAME_63 "a23456789b23456789c23456789d23456789e23456789f23456789g23456789"

static void only_postgresql_has_short_names(void **state)
{
    printers *p = *state;
    assert_int_equal(strlen(NAME_63), SQL_POSTGRESQL_NAME_MOST);
    assert_string_equal(sql_name(&p->postgresql, NAME_63), "\"" NAME_63 "\"");
    assert_string_equal(sql_name(&p->sqlite, NAME_63 "x"), "\"" NAME_63 "x\"");
    assert_string_equal(sql_name(&p->postgresql, NAME_63 "x"),
                        "\"a23456789b23456789c23456789d23456789e23456789f~014ccd1443b3f015\"");
}

static void shortened_names_differ(void **state)
{
    printers *p = *state;
    const char *first = sql_name(&p->postgresql, NAME_63 "%d", 1), *second = sql_name(&p->postgresql, NAME_63 "%d", 2);
    assert_int_equal(strlen(first), SQL_POSTGRESQL_NAME_MOST + 2);
    assert_int_equal(strlen(second), SQL_POSTGRESQL_NAME_MOST + 2);
    assert_string_not_equal(first, second);
    assert_string_equal(first, sql_name(&p->postgresql, NAME_63 "%d", 1));
}

static void texts_are_one_line(void **state)
{
    static const struct {
        const char *text, *sqlite, *postgresql;
    } cases[] = {
        {"", "''", "''"},
        {"plain \xc3\xbc", "'plain \xc3\xbc'", "'plain \xc3\xbc'"},
        {"it's", "'it''s'", "'it''s'"},
        {"back\\slash", "'back\\slash'", "'back\\slash'"},
        {"a\nb", "('a'||char(10)||'b')", "E'a\\x0ab'"},
        {"'\\\n", "('''\\'||char(10)||'')", "E'''\\\\\\x0a'"},
        {"\x01\x1f\x7f", "(''||char(1)||''||char(31)||''||char(127)||'')", "E'\\x01\\x1f\\x7f'"},
    };
    printers *p = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_string_equal(sql_literal(&p->sqlite, sdn_str_from(cases[i].text)), cases[i].sqlite);
        assert_string_equal(sql_literal(&p->postgresql, sdn_str_from(cases[i].text)), cases[i].postgresql);
    }
}

/* A carriage return ends a comment of PostgreSQL. */
static void nothing_gets_out_of_a_comment(void **state)
{
    static const char expected[] = "  -- one\n  --\n  -- two DROP TABLE x;\n";
    printers *p = *state;
    sql_comment(&p->postgresql, "  ", SDN_STR("one\n\ntwo\rDROP TABLE x;"));
    sql_comment(&p->postgresql, "  ", SDN_STR(""));
    assert_int_equal(p->out.len, strlen(expected));
    assert_memory_equal(p->out.bytes, expected, p->out.len);
}

/* The published values of FNV-1a. */
static void the_hash_is_fnv_1a(void **state)
{
    (void)state;
    assert_int_equal(sql_hash(SDN_STR("")), UINT64_C(0xcbf29ce484222325));
    assert_int_equal(sql_hash(SDN_STR("a")), UINT64_C(0xaf63dc4c8601ec8c));
    assert_int_equal(sql_hash(SDN_STR("foobar")), UINT64_C(0x85944171f73967e8));
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_PRINTERS(names_are_quoted),
        TEST_WITH_PRINTERS(only_postgresql_has_short_names),
        TEST_WITH_PRINTERS(shortened_names_differ),
        TEST_WITH_PRINTERS(texts_are_one_line),
        TEST_WITH_PRINTERS(nothing_gets_out_of_a_comment),
        cmocka_unit_test(the_hash_is_fnv_1a),
    };
    return run_cases(argc, argv, tests);
}
