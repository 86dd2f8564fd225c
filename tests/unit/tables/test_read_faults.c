/*
 * select and get when something fails: each call to the system in turn, then each allocation. Whatever fails, what they
 * printed is either complete, or they say why it is not.
 */
#include "test.h"

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
                             "    size   : u32?;\n"
                             "}\n";

static const char content[] = "tasks |id, title, status, tags, size|\n"
                              "    1, scan, done, \"a,b\", 7\n"
                              "    2, parse, open, \"\", \"\"\n"
                              "    3, emit, open, a, 7\n";

static const verb *const read_verbs[] = {&verb_select, &verb_get};
static const verb_set read_set = {read_verbs, sizeof read_verbs / sizeof read_verbs[0]};

enum { WORDS_MAX = 12 };

/* A command, and what it prints. */
static const struct {
    const verb *called;
    const char *words[WORDS_MAX];
    const char *printed;
} cases[] = {
    {&verb_select,
     {STORE_PATH, "--where", "status = open and tags has a or size in (1, 7)", "--fields", "id,tags", NULL},
     "tasks |id, tags|\n    1, \"a,b\"\n    3, a\n"},
    {&verb_select,
     {STORE_PATH, "--where", "title ~ 'a|e'", "--sort", "-size,id", "--fields", "-title,-tags", "-f", "csv", NULL},
     "id,status,size\n1,done,7\n3,open,7\n2,open,\n"},
    {&verb_select,
     {STORE_PATH, "--group-by", "size", "--sort", "-count", "-f", "table", NULL},
     "tasks |size, count|\n          7,     2\n         \"\",     1\n"},
    {&verb_get, {STORE_PATH, "3", "title", NULL}, "emit\n"},
    {&verb_get, {STORE_PATH, "3", "title", "size", NULL}, "title: emit\nsize:  7\n"},
};

enum { CASES = sizeof cases / sizeof cases[0] };

static void write_files(void)
{
    write_bytes("task.schema", schema, sizeof schema - 1);
    write_store(content);
}

/* Runs a command. When all is well, or is said to be, its output is complete. */
static command_status run_case(size_t number, const char *failed)
{
    command_report report = COMMAND_REPORT_INIT;
    verb_invocation call;
    int count = 0;
    const char *words[WORDS_MAX + 2] = {"--schema",
                                        "task.schema"}; /* else one that cannot be looked for counts as none */
    while (cases[number].words[count] != NULL) {
        words[count + 2] = cases[number].words[count];
        count++;
    }
    command_status status = verb_read(&read_set, cases[number].called, count + 2, (char **)words, &call, &report);
    if (status == COMMAND_FINE)
        status = cases[number].called->run(&call, &report);
    invocation_release(&call);
    bool lacks_output = report.out.out_of_memory || report.err.out_of_memory;
    bool said_why = report.err.len > 0 || lacks_output;
    sdn__buffer_add(&report.out, "", 1);
    if (status == COMMAND_FINE && !lacks_output && report.err.len == 0)
        assert_string_equal(report.out.bytes, cases[number].printed);
    if (status != COMMAND_FINE && !said_why)
        fail_msg("case %zu, %s failed: no message", number, failed);
    sdn__buffer_release(&report.out);
    sdn__buffer_release(&report.err);
    return status;
}

static void each_command_prints_its_records(void **state)
{
    (void)state;
    write_files();
    for (size_t i = 0; i < CASES; i++)
        assert_int_equal(run_case(i, "nothing"), COMMAND_FINE);
}

static void call_that_fails_is_told(void **state)
{
    static const int errors[] = {EIO, EACCES, ENOENT};
    (void)state;
    write_files();
    for (size_t i = 0; i < CASES; i++)
        for (int nth = 1, fired = 1; fired; nth++) {
            faults_arm(nth, errors[nth % 3], FAULT_INSTEAD);
            (void)run_case(i, "a call");
            fired = faults_fired() != NULL;
            faults_arm(0, 0, FAULT_INSTEAD);
        }
}

static void allocation_that_fails_is_told(void **state)
{
    (void)state;
    write_files();
    for (size_t i = 0; i < CASES; i++)
        for (int nth = 1, fired = 1; fired; nth++) {
            faults_arm_memory(nth);
            (void)run_case(i, "an allocation");
            fired = faults_fired_memory();
            faults_arm_memory(0);
        }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(each_command_prints_its_records),
        TEST_WITH_STORES(call_that_fails_is_told),
        TEST_WITH_STORES(allocation_that_fails_is_told),
    };
    return run_cases(argc, argv, tests);
}
