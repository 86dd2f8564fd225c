/* Prefixes of C names: where they come from, which are refused, and what declarations of one name then mean. */
#define _POSIX_C_SOURCE 200809L

#include "test.h"

#include "compile_text.h"
#include "files.h"
#include "tempdir.h"

#include <string.h>

#include "check/sema.h"

/* Checks a.schema of the test's directory, and what it imports, in a run with this prefix. */
static void check_files(compiled_text *f, const char *prefix)
{
    static const char *const files[] = {"a.schema", "b.schema"};
    load_request request = {.files = files, .file_count = file_exists("b.schema") ? 2 : 1};
    memset(f, 0, sizeof *f);
    diag_list_init(&f->diags, &f->arena);
    assert_int_equal(load_schemas(&request, &f->arena, &f->diags, &f->loaded), 0);
    assert_int_equal(sema_check(&f->loaded, sdn_str_from(prefix), &f->arena, &f->diags, &f->model), 0);
}

static const model_schema *schema_called(const compiled_text *f, const char *base_name)
{
    for (size_t i = 0; i < f->model.schema_count; i++)
        if (sdn_str_equal(f->model.schemas[i]->base_name, sdn_str_from(base_name)))
            return f->model.schemas[i];
    fail_msg("no schema %s", base_name);
    return NULL;
}

/* That the files are fine together. */
static void check_files_fine(compiled_text *f, const char *prefix)
{
    check_files(f, prefix);
    assert_string_equal(compile_messages(f), "");
}

/* That they have this one mistake. */
static void assert_mistake(const char *expected)
{
    compiled_text f;
    check_files(&f, "");
    const char *messages = compile_messages(&f);
    assert_memory_equal(messages, expected, strlen(expected));
    assert_null(strstr(messages + strlen(expected), ": error: "));
    compiled_text_release(&f);
}

static void a_schema_says_its_prefix_or_has_that_of_the_run(void **state)
{
    compiled_text f;
    (void)state;
    write_file("a.schema", "import \"c.schema\"; import \"d.schema\"; record R in r { c : C; d : D; }");
    write_file("b.schema", "prefix \"b_\"; enum B { x }");
    write_file("c.schema", "enum C { x }");
    write_file("d.schema", "enum D { x } prefix \"\";");
    check_files_fine(&f, "");
    assert_str(schema_called(&f, "a")->prefix, "");
    assert_str(schema_called(&f, "b")->prefix, "b_");
    assert_str(schema_called(&f, "c")->prefix, "");
    compiled_text_release(&f);
    check_files_fine(&f, "run_");
    assert_str(schema_called(&f, "a")->prefix, "run_");
    assert_str(schema_called(&f, "b")->prefix, "b_");
    assert_str(schema_called(&f, "c")->prefix, "run_");
    assert_str(schema_called(&f, "d")->prefix, "");
    compiled_text_release(&f);
}

static void bad_prefixes_are_refused_once(void **state)
{
    static const struct {
        const char *text, *errors;
    } cases[] = {
        {"prefix \"net\"; record Log in l { a : u32; }",
         "1:8: error: \"net\" cannot be a prefix: it does not end in '_'\n"},
        {"prefix \"sdn_\"; record A in a { a : u32; } enum B { b }",
         "1:8: error: \"sdn_\" cannot be a prefix: it is that of the sdn library\n"},
        {"prefix \"Net_\"; enum Int { a } enum A { a } record a in a { a : u32; }",
         "1:8: error: \"Net_\" cannot be a prefix: it may have the letters a-z, digits and '_' only\n"},
        {"prefix \"a_\"; prefix \"a_\";", "1:14: error: the prefix is given twice\n"},
        {"prefix \"\"; prefix \"a_\"; prefix \"b\";",
         "1:12: error: the prefix is given twice\n1:25: error: the prefix is given twice\n"},
        {"prefix \"a\"; enum E { x } record E in e { a : u32; }",
         "1:8: error: \"a\" cannot be a prefix: it does not end in '_'\n1:33: error: duplicate record 'E'\n"},
        {"prefix \"a\"; enum A_ { x } enum string { a }",
         "1:8: error: \"a\" cannot be a prefix: it does not end in '_'\n"
         "1:18: error: 'A_' cannot name an enum: it is reserved for generated code: it ends in '_'\n"
         "1:32: error: 'string' cannot name an enum: it is a type of the language\n"},
        {"prefix net_; record Log in l { a : u32; }", "1:8: error: expected a text in double quotes, found 'net_'\n"},
        {"prefix 'net_'; record Log in l { a : u32; }", "1:8: error: a text must be in double quotes\n"},
        {"prefix 'Net'; record Log in l { a : u32; }", "1:8: error: a text must be in double quotes\n"},
        {"prefix \"Net; record Log in l { a : u32; }", "1:8: error: this text has no closing '\"' on its line\n"},
        {"prefix \"net_; record Log in l { a : u32; }", "1:8: error: this text has no closing '\"' on its line\n"},
        {"prefix; record Log in l { a : u32; }", "1:7: error: expected a text in double quotes, found ';'\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_errors(cases[i].text, cases[i].errors);
}

static void what_was_meant_is_in_the_help(void **state)
{
    (void)state;
    assert_messages("prefix \"HttpServer\";", "t.schema:1:8: error: \"HttpServer\" cannot be a prefix: it may have the "
                                              "letters a-z, digits and '_' only\n"
                                              "    1 | prefix \"HttpServer\";\n"
                                              "      |        ^^^^^^^^^^^^\n"
                                              "      = help: write \"http_server_\"\n");
    assert_messages("prefix \"sdn_\";",
                    "t.schema:1:8: error: \"sdn_\" cannot be a prefix: it is that of the sdn library\n"
                    "    1 | prefix \"sdn_\";\n"
                    "      |        ^^^^^^\n"
                    "      = help: an example is \"net_\"\n");
}

static void a_prefix_makes_reserved_names_usable(void **state)
{
    compiled_text f;
    (void)state;
    check_fine(
        &f, "prefix \"net_\"; record Log in l { a : u32; } record Stat in s { a : Int; } record Time in t { a : u32; }"
            "record Index in i { a : u32; } record Link in k { a : u32; } record Socket in o { a : u32; }"
            "enum Int { max, min } enum NULL { a } enum class { a } open enum errno { a } enum SdnFile { a }");
    compiled_text_release(&f);
}

static void names_that_are_taken_after_all_are_refused(void **state)
{
    static const struct {
        const char *text, *errors;
    } cases[] = {
        {"prefix \"net_\"; record T in t { a : u32; }",
         "1:23: error: record 'T' would need the C name 'net_t', which is "
         "reserved for types of the system: it ends in '_t'\n"},
        {"prefix \"pthread_\"; enum Create { a }", "1:25: error: enum 'Create' would need the C name 'pthread_create', "
                                                   "which is a name of the system's C library\n"},
        {"prefix \"int_\"; enum Fast8 { max }", "1:29: error: enumerator 'max' would need the C name 'INT_FAST8_MAX', "
                                                "which is a macro of the system's headers\n"},
        {"prefix \"net_\"; enum string { a }",
         "1:21: error: 'string' cannot name an enum: it is a type of the language\n"},
        {"prefix \"net_\"; enum A_ { a }",
         "1:21: error: 'A_' cannot name an enum: it is reserved for generated code: it ends in '_'\n"},
        {"prefix \"net_\"; enum _A { a }",
         "1:21: error: '_A' cannot name an enum: it is reserved for the compiler: it begins with '_'\n"},
        {"prefix \"net_\"; enum A__B { a }",
         "1:21: error: 'A__B' cannot name an enum: it is reserved for the compiler: it holds '__'\n"},
        {"prefix \"net_\"; record A in a { int : u32; }",
         "1:32: error: 'int' cannot name a field: it is a keyword of C\n"},
        {"prefix \"net_\"; enum A { b } record a in a { a : u32; }",
         "1:36: error: record 'a' and enum 'A' would both need the C name 'net_a'\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_errors(cases[i].text, cases[i].errors);
}

/* The help after a message about a name at file scope. */
static void assert_help(const char *text, const char *help)
{
    compiled_text f;
    check_text(&f, text);
    const char *found = strstr(compile_messages(&f), "= help: ");
    assert_non_null(found);
    assert_string_equal(found + strlen("= help: "), help);
    compiled_text_release(&f);
}

static void the_help_says_whether_a_prefix_helps(void **state)
{
    static const char with_prefix[] = "choose another name, or give the schema a prefix, as in: prefix \"net_\";\n";
    (void)state;
    assert_help("record Log in l { a : u32; }", with_prefix);
    assert_help("record Int in l { a : u32; }", with_prefix);
    assert_help("record sdn_log in l { a : u32; }", with_prefix);
    assert_help("enum Int { max }", with_prefix);
    assert_help("enum seek { set }", with_prefix);
    assert_help("enum size_t { a }", "choose another name\n");
    assert_help("enum my_t { a }", "choose another name\n");
    assert_help("enum string { a }", "choose another name\n");
    assert_help("enum A_ { a }", "choose another name\n");
    assert_help("record A in a { int : u32; }", "choose another name\n");
    assert_help("prefix \"net_\"; enum T { a }", "choose another name\n");
    assert_help("prefix \"pthread_\"; enum Create { a }", "choose another name, or give the schema another prefix\n");
}

static void one_name_in_two_schemas_needs_two_prefixes(void **state)
{
    compiled_text f;
    (void)state;
    write_file("a.schema", "prefix \"a_\"; enum Kind { x } record Log in l { k : Kind; }");
    write_file("b.schema", "enum Kind { y } record Entry in l { k : Kind; }");
    check_files_fine(&f, "");
    assert_str(schema_called(&f, "a")->records[0].fields[0].type.enumeration->enumerators[0].name, "x");
    assert_str(schema_called(&f, "b")->records[0].fields[0].type.enumeration->enumerators[0].name, "y");
    compiled_text_release(&f);
    check_files(&f, "a_"); /* both have the same now */
    assert_string_equal(compile_messages(&f),
                        "b.schema:1:6: error: duplicate enum 'Kind'\n"
                        "    1 | enum Kind { y } record Entry in l { k : Kind; }\n"
                        "      |      ^^^^\n"
                        "a.schema:1:19: note: first declared here\n"
                        "    1 | prefix \"a_\"; enum Kind { x } record Log in l { k : Kind; }\n"
                        "      |                   ^^^^\n"
                        "      = help: rename one of them, or give one of the schemas a prefix of its own\n");
    compiled_text_release(&f);
}

static void prefixed_names_that_meet_are_refused(void **state)
{
    (void)state;
    write_file("a.schema", "prefix \"net_\"; record Log in l { a : u32; }");
    write_file("b.schema", "enum NetLog { x }");
    assert_mistake("b.schema:1:6: error: enum 'NetLog' and record 'Log' would both need the C name 'net_log'\n");
    write_file("b.schema", "prefix \"net_log_\"; enum Store { x }");
    assert_mistake("b.schema:1:25: error: enum 'Store' and record 'Log' would both need the C name 'net_log_store'\n");
    write_file("b.schema", "prefix \"net_log_\"; enum field { a }");
    assert_mistake("b.schema:1:33: error: enumerator 'a' and field 'a' would both need the C name 'NET_LOG_FIELD_A'\n");
}

static void ones_own_declaration_comes_before_an_imported_one(void **state)
{
    compiled_text f;
    (void)state;
    write_file("a.schema", "prefix \"a_\"; import \"b.schema\"; enum Kind { mine }\n"
                           "record R in r { k : Kind = mine; f : Flag; l : string references Log; }\n"
                           "record Log in log { key id : string; }");
    write_file("b.schema", "enum Kind { theirs } enum Flag { f } record Log in log { key id : u32; }");
    check_files(&f, "b_");
    assert_string_equal(compile_messages(&f), "");
    const model_schema *a = schema_called(&f, "a"), *b = schema_called(&f, "b");
    assert_ptr_equal(a->records[0].fields[0].type.enumeration, a->enums[0]);
    assert_ptr_equal(a->records[0].fields[1].type.enumeration, b->enums[1]);
    assert_ptr_equal(a->records[0].fields[2].references, &a->records[1]);
    compiled_text_release(&f);
}

static void a_name_of_two_imports_is_ambiguous_where_it_is_used(void **state)
{
    compiled_text f;
    (void)state;
    write_file("b.schema", "prefix \"b_\"; enum Kind { x } record Log in log { key id : u32; } enum B { x }");
    write_file("c.schema",
               "prefix \"c_\"; record Kind in k { key id : u32; } record Log in log { key id : u32; } enum C { x }");
    write_file("a.schema", "import \"b.schema\"; import \"c.schema\"; record R in r { b : B; c : C; }");
    check_files_fine(&f, "");
    compiled_text_release(&f);
    write_file("a.schema", "import \"b.schema\"; import \"c.schema\"; record R in r { b : Kind; }");
    assert_mistake("a.schema:1:59: error: 'Kind' is declared by two of the imported schemas\n");
    write_file("a.schema", "import \"b.schema\"; import \"c.schema\"; record R in r { b : u32 references Log; }");
    assert_mistake("a.schema:1:74: error: 'Log' is declared by two of the imported schemas\n");
}

/* Of what is not imported the message names one. */
static void a_homonym_out_of_view_is_not_found(void **state)
{
    (void)state;
    write_file("a.schema", "record R in r { k : Kind; }");
    write_file("b.schema", "prefix \"b_\"; enum Kind { x }");
    assert_mistake("a.schema:1:21: error: unknown type 'Kind'\n");
}

/* Nothing is known of the C names of a schema whose prefix is wrong, so nothing is said of them. */
static void a_bad_prefix_causes_no_further_errors(void **state)
{
    (void)state;
    write_file("a.schema", "prefix \"a\"; enum Kind { x } record Log in l { k : Kind; }");
    write_file("b.schema", "import \"a.schema\"; enum Kind { y } record R in l { k : Kind = y; l : string references "
                           "R; key id : string; }");
    assert_mistake("a.schema:1:8: error: \"a\" cannot be a prefix: it does not end in '_'\n");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_IN_TEMPDIR(a_schema_says_its_prefix_or_has_that_of_the_run),
        cmocka_unit_test(bad_prefixes_are_refused_once),
        cmocka_unit_test(what_was_meant_is_in_the_help),
        cmocka_unit_test(a_prefix_makes_reserved_names_usable),
        cmocka_unit_test(names_that_are_taken_after_all_are_refused),
        cmocka_unit_test(the_help_says_whether_a_prefix_helps),
        TEST_IN_TEMPDIR(one_name_in_two_schemas_needs_two_prefixes),
        TEST_IN_TEMPDIR(prefixed_names_that_meet_are_refused),
        TEST_IN_TEMPDIR(ones_own_declaration_comes_before_an_imported_one),
        TEST_IN_TEMPDIR(a_name_of_two_imports_is_ambiguous_where_it_is_used),
        TEST_IN_TEMPDIR(a_homonym_out_of_view_is_not_found),
        TEST_IN_TEMPDIR(a_bad_prefix_causes_no_further_errors),
    };
    return run_cases(argc, argv, tests);
}
