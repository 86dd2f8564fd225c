/* What git is asked: with a real repository, away from the configuration of whoever runs the test. */
#define _POSIX_C_SOURCE 200809L

#include "test.h"

#include "data/data_file.h"
#include "files.h"
#include "repo/git.h"
#include "tempdir.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static sdn_arena arena;
static sdn_error err;
static sdn_str text;

static void shell(const char *command)
{
    if (system(command) != 0)
        fail_msg("%s", command);
}

/* A repository with two commits: x.sdn says one, then two; sub/y.sdn, a schema. */
static int enter(void **state)
{
    static char here[4096];
    if (tempdir_enter(state) != 0 || getcwd(here, sizeof here) == NULL)
        return -1;
    setenv("HOME", here, 1);
    setenv("XDG_CONFIG_HOME", here, 1);
    setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
    setenv("GIT_AUTHOR_NAME", "a", 1);
    setenv("GIT_AUTHOR_EMAIL", "a@example.org", 1);
    setenv("GIT_COMMITTER_NAME", "c", 1);
    setenv("GIT_COMMITTER_EMAIL", "c@example.org", 1);
    unsetenv("GIT_DIR");
    if (system("git --version >/dev/null 2>&1") != 0)
        return 0;
    return system("git init -q . && mkdir sub && echo one >x.sdn && echo below >sub/y.sdn && "
                  "echo 'record A in as { key id : u32; }' >a.schema && git add . && git commit -qm one && "
                  "echo two >x.sdn && git commit -qam two && echo three >x.sdn && git add x.sdn && echo four >x.sdn");
}

static int leave(void **state)
{
    sdn_arena_release(&arena);
    return tempdir_leave(state);
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, enter, leave)

#define ONLY_WITH_GIT                                     \
    do {                                                  \
        if (system("git --version >/dev/null 2>&1") != 0) \
            skip();                                       \
    } while (0)

static void versions_are_read_from_revisions_and_the_index(void **state)
{
    (void)state;
    ONLY_WITH_GIT;
    assert_ok(git_read_blob("HEAD~1", "x.sdn", &text, &arena, &err), err);
    assert_string_equal(text.ptr, "one\n");
    assert_ok(git_read_blob("HEAD", "x.sdn", &text, &arena, &err), err);
    assert_string_equal(text.ptr, "two\n");
    assert_ok(git_read_blob("", "x.sdn", &text, &arena, &err), err);
    assert_string_equal(text.ptr, "three\n");
    assert_ok(git_read_blob("HEAD", "sub/y.sdn", &text, &arena, &err), err);
    assert_string_equal(text.ptr, "below\n");
}

static void paths_are_relative_to_the_current_directory(void **state)
{
    (void)state;
    ONLY_WITH_GIT;
    assert_int_equal(chdir("sub"), 0);
    assert_ok(git_read_blob("HEAD", "y.sdn", &text, &arena, &err), err);
    assert_string_equal(text.ptr, "below\n");
    assert_ok(git_read_blob("HEAD", "../x.sdn", &text, &arena, &err), err);
    assert_string_equal(text.ptr, "two\n");
    assert_ok(git_path_from_root("x.sdn", &text, &arena, &err), err);
    assert_string_equal(text.ptr, "../x.sdn");
    assert_int_equal(chdir(".."), 0);
}

static void files_in_a_directory_that_is_gone_are_found(void **state)
{
    (void)state;
    ONLY_WITH_GIT;
    shell("rm -r sub");
    assert_ok(git_read_blob("HEAD", "sub/y.sdn", &text, &arena, &err), err);
    assert_string_equal(text.ptr, "below\n");
}

static void worktrees_and_hooks_have_the_same_files(void **state)
{
    (void)state;
    ONLY_WITH_GIT;
    shell("git worktree add -q other HEAD~1 2>/dev/null");
    assert_ok(git_read_blob("HEAD", "other/x.sdn", &text, &arena, &err), err);
    assert_string_equal(text.ptr, "one\n");
    setenv("GIT_DIR", ".git", 1);
    assert_ok(git_read_blob("HEAD", "sub/y.sdn", &text, &arena, &err), err);
    assert_string_equal(text.ptr, "below\n");
    unsetenv("GIT_DIR");
}

static void a_conflict_in_the_index_is_said(void **state)
{
    (void)state;
    ONLY_WITH_GIT;
    shell("blob=$(git rev-parse HEAD:x.sdn) && git update-index --force-remove x.sdn"
          " && printf '100644 %s 2\\tx.sdn\\n' $blob | git update-index --index-info");
    assert_int_equal(git_read_blob("", "x.sdn", &text, &arena, &err), SDN_E_NOT_FOUND);
    assert_string_equal(err.message, "the index of git has a conflict here; settle it, then run: git add x.sdn");
    assert_ok(git_read_blob("HEAD", "x.sdn", &text, &arena, &err), err);
}

static void what_is_not_there_is_said_in_the_words_of_git(void **state)
{
    bool has = true;
    (void)state;
    ONLY_WITH_GIT;
    assert_int_equal(git_read_blob("HEAD", "z.sdn", &text, &arena, &err), SDN_E_NOT_FOUND);
    assert_message_has(err, "z.sdn");
    assert_int_equal(git_read_blob("nowhere", "x.sdn", &text, &arena, &err), SDN_E_NOT_FOUND);
    assert_message_has(err, "git show: ");
    assert_message_has(err, "nowhere");
    assert_int_equal(git_read_blob("--output=z", "x.sdn", &text, &arena, &err), SDN_E_NOT_FOUND);
    assert_false(file_exists("z"));
    assert_ok(git_has_file("HEAD", "x.sdn", &has, &arena, &err), err);
    assert_true(has);
    assert_ok(git_has_file("HEAD", "z.sdn", &has, &arena, &err), err);
    assert_false(has);
    assert_ok(git_has_file("", "x.sdn", &has, &arena, &err), err);
    assert_true(has);
    assert_ok(git_has_file("", "[x]*", &has, &arena, &err), err);
    assert_false(has);
    assert_int_equal(git_has_file("nowhere", "x.sdn", &has, &arena, &err), SDN_E_NOT_FOUND);
}

static const char *attribute(const char *path)
{
    assert_ok(git_attribute(path, "sdn-schema", &text, &arena, &err), err);
    return text.ptr;
}

static void attributes_are_found_wherever_they_stand(void **state)
{
    (void)state;
    ONLY_WITH_GIT;
    assert_string_equal(attribute("x.sdn"), "");
    write_file(".gitattributes", "[attr]table sdn-schema=a.schema\nx.sdn table\n");
    assert_string_equal(attribute("x.sdn"), "a.schema");
    assert_string_equal(attribute("sub/y.sdn"), "");
    write_file("sub/.gitattributes", "*.sdn sdn-schema=b.schema:B\n");
    assert_string_equal(attribute("sub/y.sdn"), "b.schema:B");
    write_file("sub/.gitattributes", "*.sdn -sdn-schema\n");
    assert_string_equal(attribute("sub/y.sdn"), "");
    shell("rm .gitattributes sub/.gitattributes; mkdir -p .git/info; echo '*.sdn sdn-schema=c.schema' "
          ">.git/info/attributes");
    assert_string_equal(attribute("sub/y.sdn"), "c.schema");
    shell("git worktree add -q other HEAD 2>/dev/null");
    assert_string_equal(attribute("other/x.sdn"), "c.schema");
    shell("rm .git/info/attributes; mkdir -p git; echo '*.sdn sdn-schema=d.schema' >git/attributes");
    assert_string_equal(attribute("x.sdn"), "d.schema");
}

/* To start git costs more than all else. */
static void git_is_not_run_where_nothing_mentions_the_attribute(void **state)
{
    char *path = strdup(getenv("PATH"));
    (void)state;
    ONLY_WITH_GIT;
    write_file(".gitattributes", "*.sdn merge=sdn\n");
    setenv("PATH", "/nowhere", 1);
    sdn_code code = git_attribute("x.sdn", "sdn-schema", &text, &arena, &err);
    write_file(".gitattributes", "*.sdn sdn-schema=a.schema\n");
    sdn_code asked = git_attribute("x.sdn", "sdn-schema", &text, &arena, &err);
    setenv("PATH", path, 1);
    free(path);
    assert_ok(code, err);
    assert_int_equal(asked, SDN_E_NOT_FOUND);
    assert_message_has(err, "'git' is not installed");
}

/* ---- data files in git ---- */

static void data_files_and_schemas_are_opened_from_revisions(void **state)
{
    data_file file;
    diag_list diags;
    (void)state;
    ONLY_WITH_GIT;
    write_file("z.sdn", "as |id, v|\n    1, x\n");
    write_file("b.schema", "import \"a.schema\";\nrecord B in bs { key id : u64; }\n");
    shell("git add . && git commit -qm three");
    write_file("z.sdn", "as |id, v|\n    1, x\n    2, y\n");
    write_file("a.schema", "record A in as { key id : string; v : string; }\n");
    data_request request = {.path = "z.sdn", .revision = "HEAD", .schema = "b.schema", .schema_revision = "HEAD"};
    diag_list_init(&diags, &arena);
    assert_ok(data_file_open(&file, &request, &diags, &err), err);
    assert_string_equal(file.path.ptr, "HEAD:z.sdn");
    assert_int_equal(sdn_store_count(file.tables[0].store), 1);
    assert_int_equal(file.tables[0].type->fields[0].type, SDN_TYPE_U32);
    assert_int_equal(file.tables[0].record->field_count, 1);
    data_file_close(&file);
    request.schema_revision = "HEAD~1";
    assert_int_equal(data_file_open(&file, &request, &diags, &err), SDN_E_INVALID);
    assert_int_equal(diags.errors, 1);
    data_file_close(&file);
    diag_list_release(&diags);
}

static void schema_of_the_attribute_counts_before_the_nearest(void **state)
{
    data_file file;
    diag_list diags;
    data_request request = {.path = "sub/z.sdn"};
    (void)state;
    ONLY_WITH_GIT;
    write_file("sub/z.sdn", "as |id, v|\n    1, x\n");
    write_file("sub/near.schema", "record A in as { key id : i32; }\n");
    write_file(".gitattributes", "*.sdn sdn-schema=a.schema\n");
    diag_list_init(&diags, &arena);
    assert_ok(data_file_open(&file, &request, &diags, &err), err);
    assert_string_equal(file.schema_path.ptr, "a.schema");
    data_file_close(&file);
    assert_int_equal(chdir("sub"), 0);
    request.path = "z.sdn";
    assert_ok(data_file_open(&file, &request, &diags, &err), err);
    assert_string_equal(file.schema_path.ptr, "../a.schema");
    data_file_close(&file);
    assert_int_equal(chdir(".."), 0);
    diag_list_release(&diags);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        CASE(versions_are_read_from_revisions_and_the_index),
        CASE(paths_are_relative_to_the_current_directory),
        CASE(files_in_a_directory_that_is_gone_are_found),
        CASE(worktrees_and_hooks_have_the_same_files),
        CASE(a_conflict_in_the_index_is_said),
        CASE(what_is_not_there_is_said_in_the_words_of_git),
        CASE(attributes_are_found_wherever_they_stand),
        CASE(git_is_not_run_where_nothing_mentions_the_attribute),
        CASE(data_files_and_schemas_are_opened_from_revisions),
        CASE(schema_of_the_attribute_counts_before_the_nearest),
    };
    return run_cases(argc, argv, tests);
}
