/* Statements in the text of the DDL, and the text for temporary tables. */
#include "test.h"

#include <string.h>

#include "live/live_postgresql_private.h"
#include "record_types/basic.h"

static const char ddl[] = "-- a\n"
                          "CREATE TABLE IF NOT EXISTS sdn_meta (\n    tbl text\n);\n"
                          "CREATE OR REPLACE FUNCTION sdn_lock() RETURNS trigger\nAS $$\nBEGIN\n    a;\nEND\n$$;\n"
                          "CREATE TABLE \"a\" (\n    -- );\n    \"b\" text DEFAULT ');',\n    c\n);\n"
                          "CREATE OR REPLACE FUNCTION \"a log\"() RETURNS trigger\nAS $$\n$$;\nCREATE b;\n";

static void finds_statements(void **state)
{
    sdn_arena arena = SDN_ARENA_INIT;
    (void)state;
    assert_string_equal(live_ddl_statement(ddl, LIVE_TABLE, "sdn_meta", &arena),
                        "CREATE TABLE IF NOT EXISTS sdn_meta (\n    tbl text\n)");
    assert_string_equal(live_ddl_statement(ddl, LIVE_TABLE, "a", &arena),
                        "CREATE TABLE \"a\" (\n    -- );\n    \"b\" text DEFAULT ');',\n    c\n)");
    assert_string_equal(live_ddl_statement(ddl, LIVE_FUNCTION, "sdn_lock", &arena),
                        "CREATE OR REPLACE FUNCTION sdn_lock() RETURNS trigger\nAS $$\nBEGIN\n    a;\nEND\n$$");
    assert_string_equal(live_ddl_statement(ddl, LIVE_FUNCTION, "a log", &arena),
                        "CREATE OR REPLACE FUNCTION \"a log\"() RETURNS trigger\nAS $$\n$$");
    assert_string_equal(live_ddl_statement(ddl, LIVE_TABLE, "sdn_met", &arena), "");
    assert_string_equal(live_ddl_statement(ddl, LIVE_FUNCTION, "a", &arena), "");
    sdn_arena_release(&arena);
}

static void names_functions_of_temporary_tables(void **state)
{
    sdn_arena arena = SDN_ARENA_INIT;
    ddl_table table = {&note_record_type, "note.schema"};
    ddl_request tables = {.tables = &table, .count = 1};
    live_wish wish = {.tables = &tables};
    (void)state;
    const char *text = live_ddl_temporary(&wish, &arena);
    assert_non_null(text);
    assert_null(strstr(text, "BEGIN;\n"));
    assert_null(strstr(text, "COMMIT;\n"));
    assert_ptr_equal(strstr(text, "SET LOCAL search_path = pg_temp, pg_temp;\n"), text);
    assert_null(strstr(text, "to_regnamespace"));
    size_t calls = 0;
    for (const char *at = text; (at = strstr(at, " EXECUTE FUNCTION ")) != NULL; at++, calls++)
        assert_memory_equal(at, " EXECUTE FUNCTION pg_temp.", strlen(" EXECUTE FUNCTION pg_temp."));
    assert_true(calls >= 6);
    sdn_arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_statements),
        cmocka_unit_test(names_functions_of_temporary_tables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
