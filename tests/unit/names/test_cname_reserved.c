/* Names that C, its library or the library of stores have taken. */
#include "test.h"

#include "names/cname.h"

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
    assert_null(cname_reserved_global(SDN_STR("bug_store_append_t")));
    assert_null(cname_reserved_global(SDN_STR("bug_store_remove_t")));
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
    assert_null(cname_reserved_global(SDN_STR("todo_store_between_t")));
    assert_null(cname_reserved_global(SDN_STR("todo_store_starting_t")));
    assert_null(cname_reserved_global(SDN_STR("todo_store_sorted_by_a_t")));
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

static void a_prefix_frees_words_but_not_their_form(void **state)
{
    static const char *const freed[] = {"int", "Class", "NULL", "Linux", "sdn_str", "SdnFile", "main", "Log"};
    static const char *const refused[] = {"_Log", "Log_", "Lo__g", "_", "__"};
    (void)state;
    for (size_t i = 0; i < sizeof freed / sizeof freed[0]; i++)
        assert_null(cname_reserved_type(SDN_STR("net_"), sdn_str_from(freed[i])));
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
        assert_non_null(cname_reserved_type(SDN_STR("net_"), sdn_str_from(refused[i])));
    for (size_t i = 0; i < 6; i++)
        assert_ptr_equal(cname_reserved_type(SDN_STR(""), sdn_str_from(freed[i])),
                         cname_reserved(sdn_str_from(freed[i])));
    assert_non_null(cname_reserved_type(SDN_STR(""), SDN_STR("int")));
}

static void prefixes_are_the_start_of_names(void **state)
{
    static const struct {
        const char *prefix, *reason, *meant;
    } cases[] = {
        {"", NULL, ""},
        {"net_", NULL, "net_"},
        {"a_", NULL, "a_"},
        {"net2_x_", NULL, "net2_x_"},
        {"int_", NULL, "int_"},
        {"sd_", NULL, "sd_"},
        {"net", "it does not end in '_'", "net_"},
        {"Net_", "it may have the letters a-z, digits and '_' only", "net_"},
        {"HttpServer", "it may have the letters a-z, digits and '_' only", "http_server_"},
        {"net-", "it may have the letters a-z, digits and '_' only", ""},
        {"n\xC3\xA4t_", "it may have the letters a-z, digits and '_' only", ""},
        {" net_", "it may have the letters a-z, digits and '_' only", ""},
        {"_", "it does not start with a letter", ""},
        {"_net_", "it does not start with a letter", ""},
        {"2_", "it does not start with a letter", ""},
        {"net__", "it holds '__', which is reserved for the compiler", ""},
        {"a__b_", "it holds '__', which is reserved for the compiler", ""},
        {"sdn_", "it is that of the sdn library", ""},
        {"sdn_x_", "it is that of the sdn library", ""},
        {"sdnc_", "it is that of the sdn library", ""},
        {"sdn", "it does not end in '_'", ""},
    };
    sdn_arena arena = SDN_ARENA_INIT;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *reason = cname_bad_prefix(sdn_str_from(cases[i].prefix));
        assert_string_equal(reason != NULL ? reason : "fine", cases[i].reason != NULL ? cases[i].reason : "fine");
        if (reason != NULL)
            assert_string_equal(cname_meant_prefix(&arena, sdn_str_from(cases[i].prefix)).ptr, cases[i].meant);
    }
    sdn_arena_release(&arena);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_prefix_frees_words_but_not_their_form),
        cmocka_unit_test(prefixes_are_the_start_of_names),
        cmocka_unit_test(names_that_would_break_c_are_reserved),
        cmocka_unit_test(plain_names_are_free),
        cmocka_unit_test(global_names_must_not_be_the_librarys),
        cmocka_unit_test(constants_that_no_header_has_are_free),
        cmocka_unit_test(headers_of_the_system_are_not_hidden),
    };
    return run_cases(argc, argv, tests);
}
