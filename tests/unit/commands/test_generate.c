#define _POSIX_C_SOURCE 200809L

#include "test.h"

#include "faults.h"
#include "files.h"
#include "compile_text.h"
#include "tempdir.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "commands/generate.h"

typedef struct run {
    command_status status;
    command_report report;
} run;

static run generate(generate_options options, const char *file)
{
    const char *files[] = {file, "b.schema"};
    run r = {COMMAND_FINE, {.out = SDN_BUFFER_INIT, .err = SDN_BUFFER_INIT}};
    options.schemas.files = files;
    options.schemas.file_count = strcmp(file, "a.schema") == 0 ? 2 : 1;
    r.status = command_generate(&options, &r.report);
    return r;
}

static void end(run *r)
{
    sdn__buffer_release(&r->report.out);
    sdn__buffer_release(&r->report.err);
}

static void assert_run(run *r, int status, const char *out, const char *err)
{
    assert_str(text_view(&r->report.err), err);
    assert_str(text_view(&r->report.out), out);
    assert_int_equal(r->status, status);
    end(r);
}

static int make_schemas(void **state)
{
    if (tempdir_enter(state) != 0)
        return -1;
    write_file("a.schema", "import \"c.schema\"; record A in a { key id : string; c : C; }");
    write_file("b.schema", "record B in b { x : u32; }");
    write_file("c.schema", "enum C { one, two }");
    write_file("bad.schema", "record A in a { x : y; }");
    return 0;
}

#define TEST_WITH_SCHEMAS(function) cmocka_unit_test_setup_teardown(function, make_schemas, tempdir_leave)

static void files_are_made_in_a_new_directory(void **state)
{
    run r = generate((generate_options){.out_dir = "out/deep//er/"}, "a.schema");
    (void)state;
    assert_run(&r, COMMAND_FINE, "", "");
    assert_true(file_exists("out/deep/er/a.h") && file_exists("out/deep/er/a.c"));
    assert_true(file_exists("out/deep/er/b.h") && file_exists("out/deep/er/b.c"));
    assert_false(file_exists("out/deep/er/c.h"));
}

static void a_file_that_is_right_is_left_alone(void **state)
{
    run r = generate((generate_options){.out_dir = "out"}, "a.schema");
    (void)state;
    end(&r);
    unsigned long long header = file_inode("out/a.h");
    write_file("out/a.c", "stale");
    r = generate((generate_options){.out_dir = "out"}, "a.schema");
    assert_run(&r, COMMAND_FINE, "", "");
    assert_true(file_inode("out/a.h") == header);
    assert_null(strstr(read_file("out/a.c"), "stale"));
}

static void a_mistake_leaves_everything_as_it_was(void **state)
{
    run r = generate((generate_options){.out_dir = "out", .depfile = "dep/d"}, "bad.schema");
    (void)state;
    assert_run(&r, COMMAND_FINDINGS, "",
               "bad.schema:1:21: error: unknown type 'y'\n"
               "    1 | record A in a { x : y; }\n"
               "      |                     ^\n"
               "      = help: known types are string, bool, i32, i64, u32, u64, f64, date, timestamp\n");
    assert_false(file_exists("out") || file_exists("dep"));
}

static void an_unreadable_schema_is_a_failure(void **state)
{
    run r = generate((generate_options){.out_dir = "out"}, "none.schema");
    (void)state;
    assert_run(&r, COMMAND_FAILED, "", "none.schema:1:1: error: cannot read this file: No such file or directory\n");
}

static void all_files_are_replaced_or_none(void **state)
{
    (void)state;
    assert_int_equal(mkdir("out", 0777), 0);
    assert_int_equal(mkdir("out/b.c", 0777), 0);
    write_file("out/a.h", "old");
    run r = generate((generate_options){.out_dir = "out"}, "a.schema");
    assert_int_equal(r.status, COMMAND_FAILED);
    assert_non_null(r.report.err.bytes);
    end(&r);
    assert_string_equal(read_file("out/a.h"), "old");
    assert_false(file_exists("out/a.c"));
}

static void a_failing_system_call_leaves_no_part(void **state)
{
    (void)state;
    for (int nth = 1;; nth++) {
        remove_tree("out");
        assert_int_equal(mkdir("out", 0777), 0);
        faults_arm(nth, EIO, FAULT_INSTEAD);
        run r = generate((generate_options){.out_dir = "out"}, "b.schema");
        const char *fired = faults_fired();
        command_status status = r.status;
        end(&r);
        if (fired == NULL)
            break;
        bool both = file_exists("out/b.h") && file_exists("out/b.c");
        bool none = !file_exists("out/b.h") && !file_exists("out/b.c");
        assert_true(status == COMMAND_FINE ? both : none);
    }
    faults_remove();
}

static void a_file_in_place_of_the_directory_is_a_failure(void **state)
{
    (void)state;
    write_file("out", "x");
    run r = generate((generate_options){.out_dir = "out/deep"}, "a.schema");
    assert_run(&r, COMMAND_FAILED, "", "sdnc: out: cannot create this directory: File exists\n");
}

static void outputs_are_listed_without_reading_schemas(void **state)
{
    run r = generate((generate_options){.mode = GENERATE_LIST, .out_dir = "x/y"}, "not/there.schema");
    (void)state;
    assert_run(&r, COMMAND_FINE, "x/y/there.h\nx/y/there.c\n", "");
    r = generate((generate_options){.mode = GENERATE_LIST}, "a.schema");
    assert_run(&r, COMMAND_FINE, "a.h\na.c\nb.h\nb.c\n", "");
}

static void output_can_go_to_standard_output(void **state)
{
    run r = generate((generate_options){.mode = GENERATE_STDOUT}, "b.schema");
    (void)state;
    assert_int_equal(r.status, COMMAND_FINE);
    sdn__buffer_add(&r.report.out, "", 1);
    assert_non_null(strstr(r.report.out.bytes, "#ifndef"));
    assert_non_null(strstr(r.report.out.bytes, "#include \"b.h\""));
    end(&r);
}

static void check_names_what_is_stale(void **state)
{
    generate_options check = {.mode = GENERATE_CHECK, .out_dir = "out"};
    run r = generate(check, "b.schema");
    (void)state;
    assert_str(text_view(&r.report.err), "sdnc: out/b.h is not up to date\nsdnc: out/b.c is not up to date\n");
    assert_memory_equal(r.report.out.bytes, "--- /dev/null\n+++ out/b.h\n@@ -0,0 +1,", 35);
    assert_int_equal(r.status, COMMAND_FINDINGS);
    end(&r);
    assert_false(file_exists("out"));
    r = generate((generate_options){.out_dir = "out"}, "b.schema");
    end(&r);
    r = generate(check, "b.schema");
    assert_run(&r, COMMAND_FINE, "", "");
    write_file("out/b.h", "one\n");
    r = generate(check, "b.schema");
    assert_str(text_view(&r.report.err), "sdnc: out/b.h is not up to date\n");
    assert_memory_equal(r.report.out.bytes, "--- out/b.h\n+++ out/b.h\n@@ -1 +1,", 33);
    assert_int_equal(r.status, COMMAND_FINDINGS);
    end(&r);
}

static void warnings_are_printed_and_do_no_harm(void **state)
{
    static const char warning[] = "w.schema:1:8: warning: nothing from this import is used\n"
                                  "    1 | import \"c.schema\"; record W in w { a : string; }\n"
                                  "      |        ^^^^^^^^^^\n"
                                  "      = help: leave it out\n";
    (void)state;
    write_file("w.schema", "import \"c.schema\"; record W in w { a : string; }");
    run r = generate((generate_options){.out_dir = "out"}, "w.schema");
    assert_run(&r, COMMAND_FINE, "", warning);
    assert_true(file_exists("out/w.h"));
    r = generate((generate_options){.out_dir = "strict", .strict = true}, "w.schema");
    assert_memory_equal(r.report.err.bytes, "w.schema:1:8: error: nothing from this import is used\n", 52);
    assert_int_equal(r.status, COMMAND_FINDINGS);
    end(&r);
    assert_false(file_exists("strict"));
}

static void messages_come_as_json_too(void **state)
{
    generate_options options = {.out_dir = "out", .style = {.format = DIAG_JSON}};
    (void)state;
    run r = generate(options, "bad.schema");
    assert_run(&r, COMMAND_FINDINGS, "",
               "{\"severity\":\"error\",\"message\":\"unknown type 'y'\",\"file\":\"bad.schema\",\"line\":1,"
               "\"column\":21,\"end_line\":1,\"end_column\":22,\"notes\":[],\"help\":[\"known types are string, "
               "bool, i32, i64, u32, u64, f64, date, timestamp\"]}\n");
    write_file("out", "");
    r = generate(options, "b.schema");
    assert_memory_equal(r.report.err.bytes, "{\"severity\":\"error\",\"message\":\"out: ", 36);
    assert_int_equal(r.status, COMMAND_FAILED);
    end(&r);
}

static void a_prefix_of_the_run_is_that_of_imports_too(void **state)
{
    run r = generate((generate_options){.out_dir = "out", .prefix = "net_"}, "a.schema");
    (void)state;
    assert_run(&r, COMMAND_FINE, "", "");
    assert_non_null(strstr(read_file("out/a.h"), "} net_a;"));
    assert_non_null(strstr(read_file("out/a.h"), "enum net_c c;"));
    assert_non_null(strstr(read_file("out/b.h"), "} net_b;"));
    r = generate((generate_options){.mode = GENERATE_CHECK, .out_dir = "out", .prefix = "net_"}, "a.schema");
    assert_run(&r, COMMAND_FINE, "", "");
    write_file("c.schema", "prefix \"c_\"; enum C { one, two }");
    r = generate((generate_options){.out_dir = "out", .prefix = "net_"}, "a.schema");
    assert_run(&r, COMMAND_FINE, "", "");
    assert_non_null(strstr(read_file("out/a.h"), "enum c_c c;"));
}

static void a_prefix_of_the_run_is_checked_first(void **state)
{
    sdn_error err = {0};
    (void)state;
    assert_int_equal(generate_check_prefix("", &err), SDN_OK);
    assert_int_equal(generate_check_prefix("net_", &err), SDN_OK);
    assert_int_equal(generate_check_prefix("Net", &err), SDN_E_INVALID);
    assert_string_equal(err.message, "'Net' cannot be a prefix: it may have the letters a-z, digits and '_' only; "
                                     "did you mean 'net_'?");
    assert_int_equal(generate_check_prefix("sdn_", &err), SDN_E_INVALID);
    assert_string_equal(err.message, "'sdn_' cannot be a prefix: it is that of the sdn library; an example is 'net_'");
    faults_arm_memory(1);
    assert_int_equal(generate_check_prefix("net", &err), SDN_E_NOMEM);
    faults_remove();
}

static void the_ast_is_shown_as_it_was_read(void **state)
{
    (void)state;
    write_file("ast.schema", "import \"c.schema\";\n/// Doc.\nopen enum E { a, b = \"B\" }\nenum { z }\n"
                             "/// One\n/// two.\nrecord R in rs {\n    /// Id.\n    key id : string = random;\n"
                             "    n : i32? = -5 column \"N\" range -10..10 was [\"a\", \"b\"];\n    x;\n"
                             "    index by n, id;\n    /// Look-up.\n    unique index by n;\n    order by key;\n}\n"
                             "record S in ss { key (a, b); a : u32; b : nothing references R; }");
    run r = generate((generate_options){.mode = GENERATE_AST}, "ast.schema");
    assert_str(text_view(&r.report.out), "schema ast.schema\n"
                                         "  import \"c.schema\" @1:8\n"
                                         "  open enum E @3:1\n"
                                         "    /// Doc.\n"
                                         "    a @3:15\n"
                                         "    b = \"B\" @3:18\n"
                                         "  enum ? @4:1\n"
                                         "    z @4:8\n"
                                         "  record R in rs @7:1\n"
                                         "    /// One\n"
                                         "    /// two.\n"
                                         "    key field id : string @9:9\n"
                                         "      /// Id.\n"
                                         "      = random @9:23\n"
                                         "    field n : i32? @10:5\n"
                                         "      = -5 @10:16\n"
                                         "      column \"N\" @10:19\n"
                                         "      range -10..10 @10:30\n"
                                         "      was [\"a\", \"b\"] @10:44\n"
                                         "    index by n, id @12:5\n"
                                         "    unique index by n @14:5\n"
                                         "      /// Look-up.\n"
                                         "    order by key @15:5\n"
                                         "    incomplete\n"
                                         "  record S in ss @17:1\n"
                                         "    field a : u32 @17:30\n"
                                         "    field b : nothing @17:39\n"
                                         "      references R @17:51\n"
                                         "    key a, b @17:18\n"
                                         "  incomplete\n");
    assert_int_equal(r.status, COMMAND_FINDINGS);
    end(&r);
}

static void the_depfile_names_all_outputs_and_inputs(void **state)
{
    run r = generate((generate_options){.out_dir = "my out$#", .depfile = "dep/a.d"}, "a.schema");
    (void)state;
    assert_run(&r, COMMAND_FINE, "", "");
    assert_string_equal(read_file("dep/a.d"), "my\\ out$$\\#/a.h \\\nmy\\ out$$\\#/a.c \\\n"
                                              "my\\ out$$\\#/b.h \\\nmy\\ out$$\\#/b.c: \\\n"
                                              "  a.schema \\\n  b.schema \\\n  c.schema\n");
}

/* A backslash before one that is escaped would escape it: such backslashes are doubled, others are not. */
static void backslashes_before_blanks_are_doubled(void **state)
{
    (void)state;
    assert_int_equal(mkdir("in\\ two\\\\ x\\y", 0777), 0);
    write_file("in\\ two\\\\ x\\y/z.schema", "enum Z { a }");
    run r = generate((generate_options){.out_dir = "out\\#", .depfile = "d"}, "in\\ two\\\\ x\\y/z.schema");
    assert_run(&r, COMMAND_FINE, "", "");
    assert_string_equal(read_file("d"), "out\\\\\\#/z.h \\\nout\\\\\\#/z.c: \\\n"
                                        "  in\\\\\\ two\\\\\\\\\\ x\\y/z.schema\n");
}

/* Make and ninja see by its age that the command ran. */
static void the_depfile_is_written_though_nothing_changed(void **state)
{
    const generate_options options = {.out_dir = "out", .depfile = "d"};
    (void)state;
    run r = generate(options, "a.schema");
    assert_run(&r, COMMAND_FINE, "", "");
    unsigned long long depfile = file_inode("d"), header = file_inode("out/a.h");
    r = generate(options, "a.schema");
    assert_run(&r, COMMAND_FINE, "", "");
    assert_true(file_inode("out/a.h") == header);
    assert_true(file_inode("d") != depfile);
}

static void the_depfile_takes_no_path_with_a_line_end(void **state)
{
    run r = generate((generate_options){.out_dir = "my\nout", .depfile = "dep/a.d"}, "a.schema");
    (void)state;
    assert_run(&r, COMMAND_FAILED, "",
               "sdnc: my\\nout/a.h: a depfile cannot hold this path, which has a line end; rename it\n");
    assert_false(file_exists("dep/a.d"));
    assert_false(file_exists("my\nout"));
    r = generate((generate_options){.out_dir = "my\nout"}, "a.schema");
    assert_run(&r, COMMAND_FINE, "", "");
}

/* Every allocation in turn fails: the command says so and nothing is written, or does its work. */
static void lack_of_memory_is_reported(void **state)
{
    static const char *const inputs[] = {"a.schema", "bad.schema", "many.schema", "net.schema", "nets.schema"};
    (void)state;
    write_file("net.schema", "prefix \"net_\"; import \"c.schema\"; enum C { x } record Log in log { c : C; }");
    write_file("nets.schema", "prefix \"Net\"; prefix 'a'; import \"net.schema\"; import \"c.schema\"; enum Log { x }"
                              "record A in a { c : C; l : string references Log; } enum int { x }");
    write_file("many.schema", "import \"no.schema\"; enum A { a, b = \"x\\n\", B } open enum a { c } record "
                              "R in r { key id : strng = auto;\n"
                              "/// doc\nx : [string] = [\"a\", \"b\"]; y : u32 = -1 column \"q\"; index by "
                              "y, z; order by key; w q; } record Log in l { a : u32; }");
    for (size_t i = 0; i < sizeof inputs / sizeof inputs[0]; i++)
        for (int nth = 1;; nth++) {
            remove_tree("out");
            faults_arm_memory(nth);
            run r = generate((generate_options){.out_dir = "out", .depfile = "out/d"}, inputs[i]);
            bool fired = faults_fired_memory();
            command_status status = r.status;
            end(&r);
            if (!fired)
                break;
            if (status == COMMAND_FAILED)
                assert_false((file_exists("out/a.h") || file_exists("out/net.h")) && file_exists("out/d"));
        }
    faults_remove();
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_SCHEMAS(files_are_made_in_a_new_directory),
        TEST_WITH_SCHEMAS(a_file_that_is_right_is_left_alone),
        TEST_WITH_SCHEMAS(a_mistake_leaves_everything_as_it_was),
        TEST_WITH_SCHEMAS(an_unreadable_schema_is_a_failure),
        TEST_WITH_SCHEMAS(all_files_are_replaced_or_none),
        TEST_WITH_SCHEMAS(a_failing_system_call_leaves_no_part),
        TEST_WITH_SCHEMAS(a_file_in_place_of_the_directory_is_a_failure),
        TEST_WITH_SCHEMAS(outputs_are_listed_without_reading_schemas),
        TEST_WITH_SCHEMAS(output_can_go_to_standard_output),
        TEST_WITH_SCHEMAS(check_names_what_is_stale),
        TEST_WITH_SCHEMAS(the_depfile_names_all_outputs_and_inputs),
        TEST_WITH_SCHEMAS(the_depfile_takes_no_path_with_a_line_end),
        TEST_WITH_SCHEMAS(backslashes_before_blanks_are_doubled),
        TEST_WITH_SCHEMAS(the_depfile_is_written_though_nothing_changed),
        TEST_WITH_SCHEMAS(warnings_are_printed_and_do_no_harm),
        TEST_WITH_SCHEMAS(messages_come_as_json_too),
        TEST_WITH_SCHEMAS(a_prefix_of_the_run_is_that_of_imports_too),
        TEST_WITH_SCHEMAS(a_prefix_of_the_run_is_checked_first),
        TEST_WITH_SCHEMAS(the_ast_is_shown_as_it_was_read),
        TEST_WITH_SCHEMAS(lack_of_memory_is_reported),
    };
    return run_cases(argc, argv, tests);
}
