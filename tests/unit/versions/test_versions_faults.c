/*
 * diff and textconv when something fails: each call to the system in turn, then each allocation. Whatever fails, what they
 * printed is complete, or they say why it is not.
 */
#include "test.h"

#include <errno.h>
#include <string.h>

#include "faults.h"
#include "files.h"
#include "tempdir.h"
#include "versions/verbs.h"

static const verb *const version_verbs[] = {&verb_diff, &verb_textconv};
static const verb_set version_set = {version_verbs, sizeof version_verbs / sizeof version_verbs[0]};

enum { WORDS_MAX = 8 };

/* A command, what it prints, and how it ends. */
static const struct {
    const verb *called;
    const char *words[WORDS_MAX];
    const char *printed;
    command_status status;
} cases[] = {
    {&verb_diff,
     {"old.sdn", "new.sdn", "--schema", "task.schema", NULL},
     "~ 1  title: scan -> \"scan it\", tags: a,b -> a\n- 2  title: parse, status: done\n+ 3  title: emit, size: 7\n"
     "1 changed, 1 added, 1 deleted\n",
     COMMAND_FINDINGS},
    {&verb_diff,
     {"old.sdn", "new.sdn", "-f", "jsonl", "--schema", "task.schema", NULL},
     "{\"id\":\"1\",\"title\":\"scan it\",\"tags\":[\"a\"]}\n{\"id\":\"2\",\"$delete\":true}\n"
     "{\"id\":\"3\",\"title\":\"emit\",\"status\":\"open\",\"tags\":[],\"size\":7}\n",
     COMMAND_FINDINGS},
    {&verb_diff,
     {"old.sdn", "new.sdn", "--stat", "--schema", "task.schema", NULL},
     "tasks: 1 changed, 1 added, 1 deleted\n",
     COMMAND_FINDINGS},
    {&verb_textconv,
     {"old.sdn", NULL},
     "tasks |id, title, status, tags, size|\ntasks 1 title = scan\ntasks 1 status = open\ntasks 1 tags = a,b\n"
     "tasks 2 title = parse\ntasks 2 status = done\n",
     COMMAND_FINE},
};

enum { CASES = sizeof cases / sizeof cases[0] };

static void write_versions(void)
{
    write_file("task.schema", "enum Status { open, done }\n"
                              "record Task in tasks {\n"
                              "    key id : string = auto;\n"
                              "    title  : string;\n"
                              "    status : Status = open;\n"
                              "    tags   : [string];\n"
                              "    size   : u32?;\n"
                              "}\n");
    write_file("old.sdn", "tasks |id, title, status, tags, size|\n    1, scan, open, \"a,b\", \"\"\n"
                          "    2, parse, done, \"\", \"\"\n");
    write_file("new.sdn", "tasks |id, title, status, tags, size|\n    1, \"scan it\", open, a, \"\"\n"
                          "    3, emit, open, \"\", 7\n");
}

/* When the command ends as it should, its output is complete; else there is a message. Returns whether there is one. */
static bool run_case(size_t number)
{
    command_report report = COMMAND_REPORT_INIT;
    verb_invocation call;
    int count = 0;
    while (cases[number].words[count] != NULL)
        count++;
    command_status status =
        verb_read(&version_set, cases[number].called, count, (char **)cases[number].words, &call, &report);
    if (status == COMMAND_FINE)
        status = cases[number].called->run(&call, &report);
    invocation_release(&call);
    bool lacks_output = report.out.out_of_memory || report.err.out_of_memory;
    bool said_why = report.err.len > 0 || lacks_output;
    sdn__buffer_add(&report.out, "", 1);
    if (status == cases[number].status && !said_why)
        assert_string_equal(report.out.bytes, cases[number].printed);
    else if (!said_why)
        fail_msg("case %zu: no message", number);
    sdn__buffer_release(&report.out);
    sdn__buffer_release(&report.err);
    return said_why;
}

static void each_command_prints_its_lines(void **state)
{
    (void)state;
    write_versions();
    for (size_t i = 0; i < CASES; i++)
        assert_false(run_case(i));
}

static void failing_call_is_told(void **state)
{
    static const int errors[] = {EIO, EACCES, ENOENT};
    (void)state;
    write_versions();
    for (size_t i = 0; i < CASES; i++)
        for (int nth = 1, fired = 1; fired; nth++) {
            faults_arm(nth, errors[nth % 3], FAULT_INSTEAD);
            (void)run_case(i);
            fired = faults_fired() != NULL;
            faults_arm(0, 0, FAULT_INSTEAD);
        }
}

static void failing_allocation_is_told(void **state)
{
    int fired_at_all = 0;
    (void)state;
    write_versions();
    for (size_t i = 0; i < CASES; i++)
        for (int nth = 1, fired = 1; fired; nth++) {
            faults_arm_memory(nth);
            (void)run_case(i);
            fired = faults_fired_memory();
            fired_at_all += fired;
            faults_arm_memory(0);
        }
    assert_true(fired_at_all > 100);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_IN_TEMPDIR(each_command_prints_its_lines),
        TEST_IN_TEMPDIR(failing_call_is_told),
        TEST_IN_TEMPDIR(failing_allocation_is_told),
    };
    return run_cases(argc, argv, tests);
}
