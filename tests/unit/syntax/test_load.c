#define _POSIX_C_SOURCE 200809L

#include "test.h"

#include "files.h"
#include "compile_text.h"
#include "tempdir.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Loads files of the test's directory, with "inc" as import directory. */
static void load(compiled_text *f, const char *const *files, size_t count)
{
    static const char *const dirs[] = {"inc"};
    load_request request = {.files = files, .file_count = count, .import_dirs = dirs, .import_dir_count = 1};
    memset(f, 0, sizeof *f);
    diag_list_init(&f->diags, &f->arena);
    assert_int_equal(load_schemas(&request, &f->arena, &f->diags, &f->loaded), 0);
}

#define LOAD(f, ...) \
    load((f), (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static int make_files(void **state)
{
    return tempdir_enter(state) != 0 || mkdir("inc", 0777) != 0 || mkdir("sub", 0777) != 0 ? -1 : 0;
}

#define TEST_WITH_DIRS(function) cmocka_unit_test_setup_teardown(function, make_files, tempdir_leave)

/* "a b c": the base names in dependency order. */
static void assert_order(const compiled_text *f, const char *expected)
{
    char names[256] = "";
    for (size_t i = 0; i < f->loaded.unit_count; i++) {
        strncat(names, i > 0 ? " " : "", 2);
        strncat(names, f->loaded.ordered[i]->base_name.ptr, f->loaded.ordered[i]->base_name.len);
    }
    assert_string_equal(names, expected);
}

static void a_base_name_is_the_file_name_without_its_end(void **state)
{
    static const struct {
        const char *path, *base;
    } cases[] = {
        {"a.schema", "a"},  {"x/y/a.schema", "a"},  {"a.b.schema", "a.b"},
        {"a.txt", "a.txt"}, {".schema", ".schema"}, {"d/", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_str(load_base_name(sdn_str_from(cases[i].path)), cases[i].base);
}

static void imports_come_before_what_imports_them(void **state)
{
    compiled_text f;
    (void)state;
    write_file("a.schema", "import \"b.schema\"; import \"c.schema\";");
    write_file("b.schema", "import \"sub/d.schema\";");
    write_file("c.schema", "import \"sub/../sub/d.schema\";");
    write_file("sub/d.schema", "import \"e.schema\";");
    write_file("inc/e.schema", "");
    LOAD(&f, "a.schema", "b.schema");
    assert_string_equal(compile_messages(&f), "");
    assert_order(&f, "e d b c a");
    assert_true(f.loaded.units[0]->requested && f.loaded.units[1]->requested);
    assert_false(f.loaded.units[2]->requested);
    compiled_text_release(&f);
}

static void the_importing_files_directory_comes_first(void **state)
{
    compiled_text f;
    (void)state;
    write_file("sub/a.schema", "import \"b.schema\";");
    write_file("sub/b.schema", "");
    write_file("inc/b.schema", "bad");
    LOAD(&f, "sub/a.schema");
    assert_string_equal(compile_messages(&f), "");
    compiled_text_release(&f);
}

static void one_file_by_many_paths_is_read_once(void **state)
{
    compiled_text f;
    (void)state;
    write_file("a.schema", "");
    assert_int_equal(symlink("a.schema", "link.schema"), 0);
    LOAD(&f, "a.schema", "./a.schema", "sub/../a.schema", "link.schema");
    assert_int_equal(f.loaded.unit_count, 1);
    compiled_text_release(&f);
}

static void a_circle_of_imports_is_shown(void **state)
{
    compiled_text f;
    (void)state;
    write_file("a.schema", "import \"b.schema\";");
    write_file("b.schema", "import \"c.schema\";");
    write_file("c.schema", "import \"a.schema\";");
    LOAD(&f, "a.schema");
    assert_string_equal(compile_messages(&f), "c.schema:1:8: error: these imports form a cycle\n"
                                              "    1 | import \"a.schema\";\n"
                                              "      |        ^^^^^^^^^^\n"
                                              "a.schema:1:8: note: which is imported here\n"
                                              "    1 | import \"b.schema\";\n"
                                              "      |        ^^^^^^^^^^\n"
                                              "b.schema:1:8: note: which is imported here\n"
                                              "    1 | import \"c.schema\";\n"
                                              "      |        ^^^^^^^^^^\n"
                                              "      = help: move what both need into a schema of its own\n");
    assert_order(&f, "c b a");
    compiled_text_release(&f);
}

static void a_chain_of_imports_may_be_long(void **state)
{
    char name[32], text[64];
    compiled_text f;
    (void)state;
    for (int i = 0; i < 2000; i++) {
        snprintf(name, sizeof name, "f%d.schema", i);
        snprintf(text, sizeof text, "import \"f%d.schema\";", (i + 1) % 2000);
        write_file(name, text);
    }
    LOAD(&f, "f0.schema");
    assert_int_equal(f.diags.count, 1);
    compiled_text_release(&f);
}

static void a_missing_file_is_an_error_where_it_is_named(void **state)
{
    compiled_text f;
    (void)state;
    write_file("a.schema", "import \"none.schema\"; import \"/none.schema\"; import \"inc\"; import \"\";");
    LOAD(&f, "none.schema", "a.schema");
    assert_true(f.loaded.unreadable);
    assert_string_equal(
        compile_messages(&f),
        "none.schema:1:1: error: cannot read this file: No such file or directory\n"
        "\na.schema:1:8: error: cannot find \"none.schema\"\n"
        "    1 | import \"none.schema\"; import \"/none.schema\"; import \"inc\"; import \"\";\n"
        "      |        ^^^^^^^^^^^^^\n"
        "      = help: an import is looked for in the directory of the importing file, then in those given by "
        "-I\n"
        "\na.schema:1:30: error: cannot find \"/none.schema\"\n"
        "    1 | import \"none.schema\"; import \"/none.schema\"; import \"inc\"; import \"\";\n"
        "      |                              ^^^^^^^^^^^^^^\n"
        "\na.schema:1:53: error: the name of a schema file ends in '.schema'\n"
        "    1 | import \"none.schema\"; import \"/none.schema\"; import \"inc\"; import \"\";\n"
        "      |                                                     ^^^^^\n"
        "\na.schema:1:67: error: an import needs the name of a schema file\n"
        "    1 | import \"none.schema\"; import \"/none.schema\"; import \"inc\"; import \"\";\n"
        "      |                                                                   ^^\n");
    compiled_text_release(&f);
}

static void an_import_that_is_no_schema_is_not_read(void **state)
{
    compiled_text f;
    (void)state;
    write_file("secret", "password hunter2\n");
    write_file("a.schema", "import \"secret\";");
    LOAD(&f, "a.schema");
    assert_string_equal(compile_messages(&f), "a.schema:1:8: error: the name of a schema file ends in '.schema'\n"
                                              "    1 | import \"secret\";\n"
                                              "      |        ^^^^^^^^\n");
    compiled_text_release(&f);
}

static void file_names_that_make_no_header_are_refused(void **state)
{
    compiled_text f;
    (void)state;
    write_file("a.txt", "");
    write_file("String.schema", "");
    write_file("a b.schema", "");
    write_file("x.schema", "");
    write_file("sub/X.schema", "");
    LOAD(&f, "a.txt", "String.schema", "a b.schema", "x.schema", "sub/X.schema");
    assert_string_equal(compile_messages(&f),
                        "a.txt:1:1: error: the name of a schema file ends in '.schema'\n"
                        "      = help: rename the file\n"
                        "\nString.schema:1:1: error: 'String' cannot name a schema: 'String.h' is the name "
                        "of a system header\n"
                        "      = help: rename the schema file\n"
                        "\na b.schema:1:1: error: 'a b' cannot name a C header\n"
                        "      = help: use the letters A-Z and a-z, digits, '_', '-', '.' and '+'\n"
                        "\nsub/X.schema:1:1: error: another schema of this run is called 'x' too\n"
                        "x.schema:1:1: note: the other one, whose files would have the same names\n"
                        "      = help: rename one of them; upper and lower case do not make a difference\n");
    compiled_text_release(&f);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_base_name_is_the_file_name_without_its_end),
        TEST_WITH_DIRS(imports_come_before_what_imports_them),
        TEST_WITH_DIRS(the_importing_files_directory_comes_first),
        TEST_WITH_DIRS(one_file_by_many_paths_is_read_once),
        TEST_WITH_DIRS(a_circle_of_imports_is_shown),
        TEST_WITH_DIRS(a_chain_of_imports_may_be_long),
        TEST_WITH_DIRS(a_missing_file_is_an_error_where_it_is_named),
        TEST_WITH_DIRS(an_import_that_is_no_schema_is_not_read),
        TEST_WITH_DIRS(file_names_that_make_no_header_are_refused),
    };
    return run_cases(argc, argv, tests);
}
