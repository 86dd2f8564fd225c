#include "test.h"

#include "emit/cname.h"

#include <string.h>

static sdn_arena arena;

static int arena_setup(void **state)
{
    (void)state;
    arena = (sdn_arena)SDN_ARENA_INIT;
    return 0;
}

static int arena_teardown(void **state)
{
    (void)state;
    sdn_arena_release(&arena);
    return 0;
}

static void snake_and_upper_break_at_words(void **state)
{
    static const struct {
        const char *name, *snake, *upper;
    } cases[] = {
        {"Todo", "todo", "TODO"},
        {"TodoStatus", "todo_status", "TODO_STATUS"},
        {"HTTPServer2", "http_server2", "HTTP_SERVER2"},
        {"HTTPServer2Go", "http_server2_go", "HTTP_SERVER2_GO"},
        {"MP3File", "mp3_file", "MP3_FILE"},
        {"X509Cert", "x509_cert", "X509_CERT"},
        {"P0", "p0", "P0"},
        {"A", "a", "A"},
        {"ABTest", "ab_test", "AB_TEST"},
        {"createdAt", "created_at", "CREATED_AT"},
        {"wont_fix", "wont_fix", "WONT_FIX"},
        {"UPPER_CASE", "upper_case", "UPPER_CASE"},
        {"Snake_Case", "snake_case", "SNAKE_CASE"},
        {"userID", "user_id", "USER_ID"},
        {"", "", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_string_equal(cname_snake(&arena, sdn_str_from(cases[i].name)).ptr, cases[i].snake);
        assert_string_equal(cname_upper(&arena, sdn_str_from(cases[i].name)).ptr, cases[i].upper);
    }
}

static void constants_have_the_enum_in_front(void **state)
{
    (void)state;
    assert_string_equal(cname_constant(&arena, SDN_STR("TodoStatus"), SDN_STR("wontFix")).ptr,
                        "TODO_STATUS_WONT_FIX");
    assert_string_equal(cname_other(&arena, SDN_STR("TodoStatus")).ptr, "TODO_STATUS_OTHER_");
}

static void guards_of_different_files_differ(void **state)
{
    static const char *const bases[] = {
        "todo", "to_do", "to-do", "to__do", "to.do", "_todo", "todo_", "to x2Ddo", "tox2Ddo", "\xC3\xA9t\xC3\xA9",
    };
    size_t count = sizeof bases / sizeof bases[0];
    (void)state;
    assert_string_equal(cname_guard(&arena, SDN_STR("todo")).ptr, "SDNC_TODO_SCHEMA_H");
    assert_string_equal(cname_guard(&arena, SDN_STR("to-do")).ptr, "SDNC_TOx2DDO_SCHEMA_H");
    for (size_t i = 0; i < count; i++) {
        sdn_str guard = cname_guard(&arena, sdn_str_from(bases[i]));
        assert_null(strstr(guard.ptr, "__"));
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(guard.ptr, cname_guard(&arena, sdn_str_from(bases[k])).ptr);
    }
}

static void names_that_would_break_c_are_reserved(void **state)
{
    static const struct {
        const char *name, *reason;
    } cases[] = {
        {"int", "a keyword of C"},
        {"Int", "a keyword of C"},
        {"typeof", "a keyword of C"},
        {"bool", "a keyword of C"},
        {"true", "a keyword of C"},
        {"class", "a keyword of C++"},
        {"co_await", "a keyword of C++"},
        {"CoAwait", "a keyword of C++"},
        {"linux", "a macro that compilers predefine"},
        {"unix", "a macro that compilers predefine"},
        {"i386", "a macro that compilers predefine"},
        {"NULL", "a macro of the system's headers"},
        {"EOF", "a macro of the system's headers"},
        {"I", "a macro of the system's headers"},
        {"errno", "a macro of the system's headers"},
        {"assert", "a macro of the system's headers"},
        {"stdin", "a macro of the system's headers"},
        {"INT32_MAX", "a macro of the system's headers"},
        {"uint32_t", "a type of the C library"},
        {"sdn_str", "reserved for the sdn library"},
        {"SdnStr", "reserved for the sdn library"},
        {"_id", "reserved for the compiler: it begins with '_'"},
        {"a__b", "reserved for the compiler: it holds '__'"},
        {"a_", "reserved for generated code: it ends in '_'"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *reason = cname_reserved(sdn_str_from(cases[i].name));
        if (reason == NULL)
            fail_msg("%s passed", cases[i].name);
        assert_string_equal(reason, cases[i].reason);
    }
}

static void plain_names_are_free(void **state)
{
    static const char *const names[] = {
        "id", "key", "index", "order", "open", "status", "line", "file", "import", "record", "integer", "nt", "in",
        "on", "sdnx", "time", "unixes", "major", "minor",
        "a_name_that_is_much_longer_than_any_word_in_the_lists_of_words_that_are_reserved_somewhere",
    };
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (cname_reserved(sdn_str_from(names[i])) != NULL)
            fail_msg("%s is %s", names[i], cname_reserved(sdn_str_from(names[i])));
}

static void global_names_must_not_be_the_librarys(void **state)
{
    (void)state;
    assert_string_equal(cname_reserved_global(SDN_STR("index")), "a name of the system's C library");
    assert_string_equal(cname_reserved_global(SDN_STR("log")), "a name of the C library");
    assert_string_equal(cname_reserved_global(SDN_STR("SEEK_SET")), "a macro of the system's headers");
    assert_string_equal(cname_reserved_global(SDN_STR("LOG_ERR")), "a macro of the system's headers");
    assert_string_equal(cname_reserved_global(SDN_STR("atomic_init")), "a name of the C library");
    assert_non_null(cname_reserved_global(SDN_STR("foo_t")));
    assert_non_null(cname_reserved_global(SDN_STR("int")));
    assert_null(cname_reserved_global(SDN_STR("todo_store_open")));
    assert_null(cname_reserved_global(SDN_STR("TODO_STATUS_OTHER_")));
}

static void headers_of_the_system_are_not_hidden(void **state)
{
    (void)state;
    assert_non_null(cname_reserved_file(SDN_STR("string")));
    assert_non_null(cname_reserved_file(SDN_STR("String")));
    assert_non_null(cname_reserved_file(SDN_STR("unistd")));
    assert_null(cname_reserved_file(SDN_STR("todo")));
    assert_null(cname_reserved_file(SDN_STR("")));
}

static void fields_take_their_members(void **state)
{
    model_enum open = {.name = SDN_STR("Status"), .open = true};
    model_field field = {.name = SDN_STR("dueBy"),
                         .type = {.scalar = MODEL_ENUM, .enumeration = &open, .optional = true}};
    sdn_str_list names;
    (void)state;
    assert_int_equal(cname_of_field(&arena, &field, &names), 0);
    assert_int_equal(names.count, 3);
    assert_string_equal(names.items[0].ptr, "due_by");
    assert_string_equal(names.items[1].ptr, "has_due_by");
    assert_string_equal(names.items[2].ptr, "due_by_text");
}

static void locals_avoid_what_is_visible(void **state)
{
    static const sdn_str types[] = {SDN_STR_INIT("file"), SDN_STR_INIT("status"), SDN_STR_INIT("key_value")};
    sdn_str_list taken = {types, 3};
    (void)state;
    assert_string_equal(cname_local(&arena, taken, SDN_STR("file")).ptr, "file_");
    assert_string_equal(cname_local(&arena, taken, SDN_STR("path")).ptr, "path");
    assert_string_equal(cname_parameter(&arena, taken, SDN_STR("status")).ptr, "status_value");
    assert_string_equal(cname_parameter(&arena, taken, SDN_STR("store")).ptr, "store_value");
    assert_string_equal(cname_parameter(&arena, taken, SDN_STR("line")).ptr, "line");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(snake_and_upper_break_at_words),
        cmocka_unit_test(constants_have_the_enum_in_front),
        cmocka_unit_test(guards_of_different_files_differ),
        cmocka_unit_test(names_that_would_break_c_are_reserved),
        cmocka_unit_test(plain_names_are_free),
        cmocka_unit_test(global_names_must_not_be_the_librarys),
        cmocka_unit_test(headers_of_the_system_are_not_hidden),
        cmocka_unit_test(fields_take_their_members),
        cmocka_unit_test(locals_avoid_what_is_visible),
    };
    return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
