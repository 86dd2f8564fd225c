#include "test.h"

#include "names/cname.h"

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
    model_schema schema = {.prefix = SDN_STR("")};
    model_enum status = {.name = SDN_STR("TodoStatus"), .schema = &schema};
    (void)state;
    assert_string_equal(cname_constant(&arena, &status, SDN_STR("wontFix")).ptr, "TODO_STATUS_WONT_FIX");
    assert_string_equal(cname_other(&arena, &status).ptr, "TODO_STATUS_OTHER_");
}

static void a_prefix_is_in_front_of_all_but_members(void **state)
{
    model_schema schema = {.prefix = SDN_STR("my2_net_")};
    model_enum status = {.name = SDN_STR("TodoStatus"), .schema = &schema};
    model_field fields[] = {{.name = SDN_STR("dueBy")}};
    model_record record = {.name = SDN_STR("HTTPLog"), .fields = fields, .field_count = 1, .schema = &schema};
    static const size_t first[] = {0};
    model_index index = {.fields = first, .field_count = 1};
    (void)state;
    assert_string_equal(cname_enum(&arena, &status).ptr, "my2_net_todo_status");
    assert_string_equal(cname_record(&arena, &record).ptr, "my2_net_http_log");
    assert_string_equal(cname_constant(&arena, &status, SDN_STR("wontFix")).ptr, "MY2_NET_TODO_STATUS_WONT_FIX");
    assert_string_equal(cname_other(&arena, &status).ptr, "MY2_NET_TODO_STATUS_OTHER_");
    assert_string_equal(cname_field_constant(&arena, &record, 0).ptr, "MY2_NET_HTTP_LOG_FIELD_DUE_BY");
    assert_string_equal(cname_index_constant(&arena, &record, &index).ptr, "MY2_NET_HTTP_LOG_INDEX_DUE_BY");
    assert_string_equal(cname_look_up(&arena, &record, &index).ptr, "my2_net_http_log_store_by_due_by");
    assert_string_equal(cname_index(&arena, &record, &index).ptr, "due_by");
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

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(snake_and_upper_break_at_words),
        cmocka_unit_test(constants_have_the_enum_in_front),
        cmocka_unit_test(a_prefix_is_in_front_of_all_but_members),
        cmocka_unit_test(guards_of_different_files_differ),
    };
    return run_cases_with(argc, argv, tests, arena_setup, arena_teardown);
}
