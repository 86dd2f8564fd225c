#include "test.h"

#include "names/cname.h"
#include "names/reserved_words.h"

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
    assert_string_equal(cname_constant(&arena, SDN_STR("TodoStatus"), SDN_STR("wontFix")).ptr, "TODO_STATUS_WONT_FIX");
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
        {"ifr_name", "a macro of the system's headers"},
        {"basename", "a macro of the system's headers"},
        {"no_argument", "a macro of the system's headers"},
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
        "id",
        "key",
        "index",
        "order",
        "open",
        "status",
        "line",
        "file",
        "import",
        "record",
        "integer",
        "nt",
        "in",
        "on",
        "sdnx",
        "time",
        "unixes",
        "major",
        "minor",
        "af_inet",
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
    assert_string_equal(cname_reserved_global(SDN_STR("main")), "the function that a program starts with");
    assert_string_equal(cname_reserved_global(SDN_STR("abi")), "a namespace of C++");
    assert_non_null(cname_reserved_global(SDN_STR("bug_t")));
    assert_null(cname_reserved_global(SDN_STR("bug_set_t")));
    assert_null(cname_reserved_global(SDN_STR("bug_clear_t")));
    assert_string_equal(cname_reserved_global(SDN_STR("SEEK_SET")), "a macro of the system's headers");
    assert_string_equal(cname_reserved_global(SDN_STR("LOG_ERR")), "a macro of the system's headers");
    assert_string_equal(cname_reserved_global(SDN_STR("AF_INET")), "a name of <sys/socket.h>");
    assert_string_equal(cname_reserved_global(SDN_STR("O_DIRECT")), "a name of <fcntl.h>");
    assert_string_equal(cname_reserved_global(SDN_STR("EX_USAGE")), "a name of <sysexits.h>");
    assert_string_equal(cname_reserved_global(SDN_STR("TIME_ACTIVE")), "a name of the system's headers");
    assert_string_equal(cname_reserved_global(SDN_STR("atomic_load")), "a name of the C library");
    assert_string_equal(cname_reserved_global(SDN_STR("getrlimit")), "a name of the system's C library");
    assert_string_equal(cname_reserved_global(SDN_STR("sin")), "a name of the C library");
    assert_string_equal(cname_reserved_global(SDN_STR("sinf")), "a name of the C library");
    assert_string_equal(cname_reserved_global(SDN_STR("casinhf64x")), "a name of the C library");
    assert_non_null(cname_reserved_global(SDN_STR("foo_t")));
    assert_non_null(cname_reserved_global(SDN_STR("int")));
    assert_null(cname_reserved_global(SDN_STR("f")));
    assert_null(cname_reserved_global(SDN_STR("leaff")));
    assert_null(cname_reserved_global(SDN_STR("todo_store_open")));
    assert_null(cname_reserved_global(SDN_STR("todo_store_by_t")));
    assert_null(cname_reserved_global(SDN_STR("TODO_STATUS_OTHER_")));
}

/* A constant is refused for what it is, not for how it begins: headers have names that begin like each of these. */
static void constants_that_no_header_has_are_free(void **state)
{
    static const char *const names[] = {
        "AF_TER",    "CLOCK_TICK", "E_MAIL", "F_OPEN",    "LC_OPEN",   "LOG_OPEN", "MSG_ERROR",
        "MSG_SENT",  "O_OPEN",     "P_LOW",  "POLL_OPEN", "SHUT_DOWN", "SIG_FINE", "SO_OPEN",
        "SOCK_LEFT", "S_ISOLATED", "S_OPEN", "TCP_OPEN",  "TIME_OUT",
    };
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (cname_reserved_global(sdn_str_from(names[i])) != NULL)
            fail_msg("%s is %s", names[i], cname_reserved_global(sdn_str_from(names[i])));
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

/* The lists are searched by halves: that finds every word, if they are sorted. */
static void assert_words_are_found(const reserved_list *table, const char *(*reserved)(sdn_str name))
{
    for (const reserved_list *list = table; list->words != NULL; list++) {
        sdn_str last = SDN_STR("");
        assert_int_equal(list->len, strlen(list->words));
        for (const char *word = list->words + 1; *word != '\0';) {
            sdn_str name = {word, strcspn(word, " ")};
            if (sdn_str_compare(last, name) >= 0)
                fail_msg("'%.*s' is not in order", (int)name.len, name.ptr);
            if (reserved(name) == NULL)
                fail_msg("'%.*s' is not found", (int)name.len, name.ptr);
            last = name;
            word += name.len + 1;
        }
    }
}

static void every_word_is_found(void **state)
{
    (void)state;
    assert_words_are_found(reserved_words, cname_reserved);
    assert_words_are_found(reserved_words, cname_reserved_global);
    assert_words_are_found(reserved_global_words, cname_reserved_global);
    assert_words_are_found(reserved_math_words, cname_reserved_global);
    assert_words_are_found(reserved_file_words, cname_reserved_file);
}

/* A table of names as cname_visible fills it. */
static name_table table_of(const sdn_str *names, size_t count)
{
    name_table table = {.arena = &arena};
    for (size_t i = 0; i < count; i++) {
        const void *value = names;
        assert_int_equal(name_table_add(&table, names[i], &value), 0);
    }
    return table;
}

static void locals_avoid_what_is_visible(void **state)
{
    static const sdn_str types[] = {SDN_STR_INIT("file"), SDN_STR_INIT("status")};
    name_table taken = table_of(types, 2);
    (void)state;
    assert_string_equal(cname_local(&arena, &taken, SDN_STR("file")).ptr, "file_");
    assert_string_equal(cname_local(&arena, &taken, SDN_STR("path")).ptr, "path");
}

static void parameters_meet_nothing(void **state)
{
    static const sdn_str types[] = {SDN_STR_INIT("status"), SDN_STR_INIT("level"), SDN_STR_INIT("level_value")};
    static const struct {
        const char *first, *second, *parameter;
    } cases[] = {
        {"line", "store", "line"},
        {"status", "line", "status_value"},
        {"store", "line", "store_value"},
        {"store", "store_value", "store_value_"},
        {"store_value", "store", "store_value"},
        {"level", "line", "level_value_"},
        {"createdAt", "line", "created_at"},
    };
    static const size_t both[] = {0, 1};
    name_table taken = table_of(types, 3);
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        model_field fields[] = {{.name = sdn_str_from(cases[i].first)}, {.name = sdn_str_from(cases[i].second)}};
        model_record record = {.fields = fields, .field_count = 2};
        model_index index = {.fields = both, .field_count = 2};
        assert_string_equal(cname_parameter(&arena, &taken, &record, &index, 0).ptr, cases[i].parameter);
    }
}

/* Each schema is imported by the next two, so that the number of ways to the first doubles with each. */
static void schemas_that_meet_on_many_ways_count_once(void **state)
{
    enum { SCHEMAS = 60 };
    static char base_names[SCHEMAS][4];
    model_schema schemas[SCHEMAS];
    const model_schema *imports[SCHEMAS][2];
    name_table names = {.arena = &arena};
    (void)state;
    for (size_t i = 0; i < SCHEMAS; i++) {
        base_names[i][0] = (char)('a' + i / 26);
        base_names[i][1] = (char)('a' + i % 26);
        imports[i][0] = i > 0 ? &schemas[i - 1] : NULL;
        imports[i][1] = i > 1 ? &schemas[i - 2] : NULL;
        schemas[i] = (model_schema){
            .base_name = sdn_str_from(base_names[i]), .imports = imports[i], .import_count = i < 2 ? i : 2};
    }
    assert_int_equal(cname_visible(&schemas[SCHEMAS - 1], &names), 0);
}

/* Whether a list of names has this one, and once. */
static bool has_once(sdn_str_list names, const char *wanted)
{
    size_t count = 0;
    for (size_t i = 0; i < names.count; i++)
        count += sdn_str_equal(names.items[i], sdn_str_from(wanted));
    return count == 1;
}

static void each_type_of_list_takes_one_function(void **state)
{
    static const char *const taken[] = {"big_bug_store_u32_list", "big_bug_store_date_list",
                                        "big_bug_store_my_level_list", "big_bug_store_list"};
    model_enum level = {.name = SDN_STR("MyLevel")};
    model_field fields[] = {
        {.name = SDN_STR("a"), .type = {.scalar = MODEL_U32, .list = true}},
        {.name = SDN_STR("b"), .type = {.scalar = MODEL_ENUM, .enumeration = &level, .list = true}},
        {.name = SDN_STR("c"), .type = {.scalar = MODEL_U32, .list = true}},
        {.name = SDN_STR("d"), .type = {.scalar = MODEL_STRING, .list = true}},
        {.name = SDN_STR("e"), .type = {.scalar = MODEL_U64}},
        {.name = SDN_STR("f"), .type = {.scalar = MODEL_DATE, .list = true}},
        {.name = SDN_STR("g"), .type = {.scalar = MODEL_ENUM, .enumeration = &level, .list = true}},
    };
    static const bool copies[] = {true, true, false, false, false, true, false};
    model_record record = {.name = SDN_STR("BigBug"), .fields = fields, .field_count = 7};
    sdn_str_list names;
    (void)state;
    assert_int_equal(cname_of_record(&arena, &record, &names), 0);
    for (size_t i = 0; i < sizeof taken / sizeof taken[0]; i++)
        assert_true(has_once(names, taken[i]));
    assert_false(has_once(names, "big_bug_store_u64_list"));
    for (size_t i = 0; i < record.field_count; i++)
        assert_int_equal(cname_copies_list(&record, i), copies[i]);
    assert_string_equal(cname_list_copier(&arena, &record, &fields[1].type).ptr, "big_bug_store_my_level_list");
}

static void only_closed_enums_have_lists(void **state)
{
    model_enum enumeration = {.name = SDN_STR("Level")};
    sdn_str_list names;
    (void)state;
    assert_int_equal(cname_of_enum(&arena, &enumeration, &names), 0);
    assert_string_equal(names.items[names.count - 1].ptr, "level_list");
    enumeration.open = true;
    assert_int_equal(cname_of_enum(&arena, &enumeration, &names), 0);
    assert_string_equal(names.items[names.count - 1].ptr, "LEVEL_OTHER_");
    for (size_t i = 0; i < names.count; i++)
        assert_string_not_equal(names.items[i].ptr, "level_list");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(snake_and_upper_break_at_words),
        cmocka_unit_test(constants_have_the_enum_in_front),
        cmocka_unit_test(guards_of_different_files_differ),
        cmocka_unit_test(names_that_would_break_c_are_reserved),
        cmocka_unit_test(plain_names_are_free),
        cmocka_unit_test(global_names_must_not_be_the_librarys),
        cmocka_unit_test(constants_that_no_header_has_are_free),
        cmocka_unit_test(headers_of_the_system_are_not_hidden),
        cmocka_unit_test(fields_take_their_members),
        cmocka_unit_test(locals_avoid_what_is_visible),
        cmocka_unit_test(parameters_meet_nothing),
        cmocka_unit_test(every_word_is_found),
        cmocka_unit_test(schemas_that_meet_on_many_ways_count_once),
        cmocka_unit_test(each_type_of_list_takes_one_function),
        cmocka_unit_test(only_closed_enums_have_lists),
    };
    return run_cases_with(argc, argv, tests, arena_setup, arena_teardown);
}
