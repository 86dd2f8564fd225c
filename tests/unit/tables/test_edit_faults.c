/*
 * set, add, rm and apply when something fails: each call to the system in turn, then each allocation. Whatever fails, a
 * command that does not end well has changed nothing, has said why, and left nothing behind; one that ends well has made
 * its change.
 */
#include "test.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "faults.h"
#include "tables/verbs.h"
#include "temp_stores.h"
#include "tempdir.h"

static const char schema[] = "enum Status { open, done }\n"
                             "record Task in tasks {\n"
                             "    key id : string = auto;\n"
                             "    title  : string;\n"
                             "    status : Status = open;\n"
                             "    tags   : [string];\n"
                             "    next   : string? references Task on delete clear;\n"
                             "}\n";

static const char before[] = "tasks |id, title, status, tags, next|\n"
                             "    1, scan, done, a, \"\"\n"
                             "    2, parse, open, \"\", 1\n";

static const char input[] = "{\"id\": \"2\", \"tags\": [\"b\", \"c, d\"]}\n"
                            "{\"id\": \"1\", \"$delete\": true}\n"
                            "{\"id\": \"7\", \"title\": \"link\", \"next\": \"8\"}\n"
                            "{\"id\": \"8\", \"title\": \"run\"}\n";

static const verb *const edit_verbs[] = {&verb_set_fields, &verb_add, &verb_rm, &verb_apply};
static const verb_set edit_set = {edit_verbs, sizeof edit_verbs / sizeof edit_verbs[0]};

enum { WORDS_MAX = 9 };

/* A command, and the file after it. */
typedef struct command_case {
    const verb *called;
    const char *words[WORDS_MAX];
    const char *after;
} command_case;

static const command_case cases[] = {
    {&verb_set_fields,
     {STORE_PATH, "2", "status=done", "tags+=b", "id=3", "--if", "status = open", NULL},
     "tasks |id, title, status, tags, next|\n    1, scan, done, a, \"\"\n    3, parse, done, b, 1\n"},
    {&verb_set_fields,
     {STORE_PATH, "--where", "title ~ '^p'", "--sort", "-id", "title=x", "--print", "id,tags", NULL},
     "tasks |id, title, status, tags, next|\n    1, scan, done, a, \"\"\n    2, x, open, \"\", 1\n"},
    {&verb_add,
     {STORE_PATH, "title=link", "tags=a,b", NULL},
     "tasks |id, title, status, tags, next|\n    1, scan, done, a, \"\"\n    2, parse, open, \"\", 1\n"
     "    3, link, open, \"a,b\", \"\"\n"},
    {&verb_rm, {STORE_PATH, "1", NULL}, "tasks |id, title, status, tags, next|\n    2, parse, open, \"\", \"\"\n"},
    {&verb_apply,
     {STORE_PATH, "ops.jsonl", NULL},
     "tasks |id, title, status, tags, next|\n    2, parse, open, [\"b\", \"c, d\"], \"\"\n"
     "    7, link, open, \"\", 8\n    8, run, open, \"\", \"\"\n"},
};

enum { CASES = sizeof cases / sizeof cases[0] };

static void write_files(void)
{
    write_bytes("task.schema", schema, sizeof schema - 1);
    write_bytes("ops.jsonl", input, sizeof input - 1);
    write_store(before);
}

static size_t count_files(void)
{
    size_t count = 0;
    DIR *directory = opendir(".");
    assert_non_null(directory);
    while (readdir(directory) != NULL)
        count++;
    closedir(directory);
    return count;
}

static command_status run_command(const command_case *tested, bool *said_why)
{
    command_report report = COMMAND_REPORT_INIT;
    verb_invocation call;
    int count = 0;
    while (tested->words[count] != NULL)
        count++;
    command_status status = verb_read(&edit_set, tested->called, count, (char **)tested->words, &call, &report);
    if (status == COMMAND_FINE)
        status = tested->called->run(&call, &report);
    invocation_release(&call);
    *said_why = report.err.len > 0 || report.err.out_of_memory;
    if (status != COMMAND_FINE)
        assert_int_equal(report.out.len, 0);
    sdn__buffer_release(&report.out);
    sdn__buffer_release(&report.err);
    return status;
}

/* Compares the file with what the status promises. */
static void assert_outcome(const command_case *tested, command_status status, bool said_why, const char *failed)
{
    sdn_str content = read_bytes(STORE_PATH);
    const char *expected = status == COMMAND_FINE ? tested->after : before;
    if (strcmp(content.ptr, expected) != 0)
        fail_msg("sdnc %s, %s failed, status %d: %s", tested->called->name, failed, (int)status, content.ptr);
    if (status != COMMAND_FINE && !said_why)
        fail_msg("sdnc %s, %s failed: no message", tested->called->name, failed);
}

static void each_command_makes_its_change(void **state)
{
    (void)state;
    for (size_t i = 0; i < CASES; i++) {
        bool said_why;
        write_files();
        assert_int_equal(run_command(&cases[i], &said_why), COMMAND_FINE);
        assert_outcome(&cases[i], COMMAND_FINE, true, "nothing");
        assert_false(said_why);
    }
}

static void call_that_fails_leaves_the_file_as_it_was(void **state)
{
    (void)state;
    static const int errors[] = {EIO, ENOSPC, EACCES, ENOENT};
    for (size_t i = 0; i < CASES; i++)
        for (int nth = 1, fired = 1; fired; nth++) {
            bool said_why;
            write_files();
            size_t files = count_files();
            faults_arm(nth, errors[nth % 4], FAULT_INSTEAD);
            command_status status = run_command(&cases[i], &said_why);
            fired = faults_fired() != NULL;
            char failed[64];
            snprintf(failed, sizeof failed, "call %d, %s,", nth, fired ? faults_fired() : "none");
            faults_arm(0, 0, FAULT_INSTEAD);
            assert_outcome(&cases[i], status, said_why, failed);
            assert_true(count_files() <= files + 1); /* a lock file or temporary one that could not be removed */
            (void)remove("x.sdn.lock");
        }
}

static void allocation_that_fails_leaves_the_file_as_it_was(void **state)
{
    (void)state;
    for (size_t i = 0; i < CASES; i++)
        for (int nth = 1, fired = 1; fired; nth++) {
            bool said_why;
            write_files();
            size_t files = count_files();
            faults_arm_memory(nth);
            command_status status = run_command(&cases[i], &said_why);
            fired = faults_fired_memory();
            faults_arm_memory(0);
            assert_outcome(&cases[i], status, said_why, "an allocation");
            assert_int_equal(count_files(), files);
        }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(each_command_makes_its_change),
        TEST_WITH_STORES(call_that_fails_leaves_the_file_as_it_was),
        TEST_WITH_STORES(allocation_that_fails_leaves_the_file_as_it_was),
    };
    return run_cases(argc, argv, tests);
}
