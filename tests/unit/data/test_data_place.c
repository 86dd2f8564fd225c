/* Paths and URIs. */
#include "test.h"

#include <string.h>

#include <sdn/arena.h>

#include "data/data_place.h"

static void knows_uris(void **state)
{
    (void)state;
    assert_true(data_place_is_database("sqlite:todo.db"));
    assert_true(data_place_is_database("postgresql://host/todo"));
    assert_false(data_place_is_database("todo.sdn"));
    assert_false(data_place_is_database("./sqlite:todo.db"));
    assert_false(data_place_is_database("a/sqlite:x"));
    assert_false(data_place_is_database("other:todo.db"));
    assert_false(data_place_is_database("-"));
    assert_false(data_place_is_database(""));
}

static void finds_where_the_schema_is(void **state)
{
    static const char *const cases[][2] = {
        {"sqlite:todo.db", "todo.db"},
        {"sqlite:", ""},
        {"sqlite:../a/todo.db", "../a/todo.db"},
        {"sqlite:/a/todo.db", "/a/todo.db"},
        {"postgresql://user@host:5433/todo?sslmode=require", "todo"},
        {"postgresql://host", ""},
        {"postgresql://me:a/b@host", "b@host"},
        {"postgres://host/todo", "todo"},
        {"postgresql://host/", ""},
        {"postgresql://", ""},
        {"postgresql:///todo#x", "todo"},
    };
    sdn_arena arena = SDN_ARENA_INIT;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(data_place_path(cases[i][0], &arena), cases[i][1]);
    sdn_arena_release(&arena);
}

static void says_which_sdnc_has_a_database(void **state)
{
    static const char *const cases[][2] = {
        {"sqlite:todo.db", "sqlite:todo.db: this sdnc has no SQLite; use one that was built with the CMake option "
                           "SDN_SQLITE, or call a file './sqlite:...'"},
        {"postgresql://host/todo",
         "postgresql://host/todo: this sdnc has no PostgreSQL; use one that was built with the "
         "CMake option SDN_POSTGRES, or call a file './postgresql:...'"},
        {"postgres://host/todo", "postgres://host/todo: this sdnc has no PostgreSQL; use one that was built with the "
                                 "CMake option SDN_POSTGRES, or call a file './postgres:...'"},
    };
    sdn_error err = {0};
    (void)state;
    assert_int_equal(data_place_require_built("todo.sdn", &err), SDN_OK);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(data_place_require_built(cases[i][0], &err), SDN_E_MISUSE);
        assert_string_equal(err.message, cases[i][1]);
    }
}

static void shows_no_password(void **state)
{
    sdn_arena arena = SDN_ARENA_INIT;
    (void)state;
    assert_string_equal(data_place_shown("postgres://me:secret@host/todo", &arena), "postgres://me@host/todo");
    assert_string_equal(data_place_shown("a:password=b", &arena), "a:password=b");
    sdn_arena_release(&arena);
}

static void refuses_databases_for_files(void **state)
{
    sdn_error err = {0};
    (void)state;
    assert_int_equal(data_place_require_file("todo.sdn", &err), SDN_OK);
    assert_int_equal(data_place_require_file("sqlite:todo.db", &err), SDN_E_MISUSE);
    assert_non_null(strstr(err.message, "sqlite:todo.db: this command is for files"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_uris),
        cmocka_unit_test(finds_where_the_schema_is),
        cmocka_unit_test(says_which_sdnc_has_a_database),
        cmocka_unit_test(shows_no_password),
        cmocka_unit_test(refuses_databases_for_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
