/* Directories: paths upwards, names, roots of working trees. */
#include "test.h"

#include "files.h"
#include "repo/directory.h"
#include "tempdir.h"

#include <string.h>
#include <sys/stat.h>

static sdn_arena arena;

static int release(void **state)
{
    sdn_arena_release(&arena);
    return tempdir_leave(state);
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, tempdir_enter, release)

static void make_directory(const char *path)
{
    assert_int_equal(mkdir(path, 0777), 0);
}

static void directory_of_a_file_is_its_path_without_the_name(void **state)
{
    (void)state;
    assert_string_equal(directory_of_file("x", &arena), ".");
    assert_string_equal(directory_of_file("a/b/x", &arena), "a/b");
    assert_string_equal(directory_of_file("/x", &arena), "/");
    assert_string_equal(directory_join(".", "x", &arena), "x");
    assert_string_equal(directory_join("a", "x", &arena), "a/x");
    assert_string_equal(directory_join("/", "x", &arena), "/x");
    assert_string_equal(directory_join("a", "/x", &arena), "/x");
}

static void directories_are_walked_up_to_the_root(void **state)
{
    (void)state;
    make_directory("a");
    assert_string_equal(directory_above("a/b", &arena), "a");
    assert_string_equal(directory_above("a", &arena), ".");
    assert_string_equal(directory_above(".", &arena), "..");
    assert_string_equal(directory_above("a/..", &arena), "a/../..");
    assert_string_equal(directory_above("/a", &arena), "/");
    assert_null(directory_above("/", &arena));
    int levels = 0;
    for (const char *at = "."; at != NULL && levels < 1000; at = directory_above(at, &arena))
        levels++;
    assert_true(levels > 1 && levels < 100);
}

static void root_is_the_nearest_directory_with_git(void **state)
{
    (void)state;
    make_directory("a");
    make_directory("a/b");
    make_directory("a/b/c");
    make_directory(".git");
    assert_string_equal(directory_root("a/b/c", &arena), ".");
    write_file("a/b/.git", "gitdir: elsewhere\n");
    assert_string_equal(directory_root("a/b/c", &arena), "a/b");
}

static void names_are_listed_in_order(void **state)
{
    sdn_str_list names;
    (void)state;
    write_file("b.schema", "");
    write_file("a.schema", "");
    write_file("c.sdn", "");
    write_file(".schema", "");
    assert_int_equal(directory_list(".", ".schema", &arena, &names), 0);
    assert_int_equal(names.count, 2);
    assert_string_equal(names.items[0].ptr, "a.schema");
    assert_string_equal(names.items[1].ptr, "b.schema");
    assert_int_equal(directory_list("missing", ".schema", &arena, &names), 0);
    assert_int_equal(names.count, 0);
}

static void files_and_directories_are_told_apart(void **state)
{
    (void)state;
    make_directory("a");
    write_file("x", "text");
    assert_true(directory_exists("a") && !directory_exists("x") && !directory_exists("y"));
    assert_true(directory_has_file("x") && !directory_has_file("a") && !directory_has_file("y"));
    assert_string_equal(directory_read_small("x", &arena).ptr, "text");
    assert_int_equal(directory_read_small("y", &arena).len, 0);
    assert_int_equal(directory_read_small("a", &arena).len, 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        CASE(directory_of_a_file_is_its_path_without_the_name),
        CASE(directories_are_walked_up_to_the_root),
        CASE(root_is_the_nearest_directory_with_git),
        CASE(names_are_listed_in_order),
        CASE(files_and_directories_are_told_apart),
    };
    return run_cases(argc, argv, tests);
}
