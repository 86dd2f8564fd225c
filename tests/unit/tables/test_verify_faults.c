/*
 * check, format and breaking when something fails: each call to the system in turn, then each allocation. Whatever fails,
 * what they said is either complete, or they fail and say so.
 */
#include "test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/verbs.h"
#include "faults.h"
#include "files.h"
#include "tables/verbs.h"
#include "tempdir.h"

#define SCHEMA(words, rule)                         \
    "enum Status { " words " }\n"                   \
    "record User in users { key name : string; }\n" \
    "record Task in tasks {\n"                      \
    "    key id : string = auto;\n"                 \
    "    title  : string " rule ";\n"               \
    "    status : Status = open;\n"                 \
    "    owner  : string? references User;\n"       \
    "    tags   : [string];\n"                      \
    "    order by key;\n"                           \
    "}\n"

static const char content[] = "#sdn-crc32:1\n"
                              "stray\n"
                              "tasks |id, title, status, owner, tag|\n"
                              "    3, \"\", doen, ann, \"a,b\"\n"
                              "<<<<<<< ours\n"
                              "    1, a, open, ann, x\n"
                              "=======\n"
                              "    1, b, open, ann, x\n"
                              ">>>>>>> theirs\n"
                              "    2, a, done, bob, y\n"
                              "    4, \"\", done, \"\", y\n"
                              "    4, a, done, \"\", y\n";

static const char plain[] = "tasks |id, title, status|\n    # three\n    3, a, stale\n    1, b, open\n";

static const verb *const verify_verbs[] = {&verb_check, &verb_format, &verb_breaking};
static const verb_set verify_set = {verify_verbs, sizeof verify_verbs / sizeof verify_verbs[0]};

enum { ARGUMENTS_MAX = 8 };

/* A command, and how it ends. */
static const struct {
    const verb *called;
    const char *words[ARGUMENTS_MAX];
    command_status status;
} cases[] = {
    {&verb_check, {"--schema", "new.schema", "a.sdn", "users.sdn", NULL}, COMMAND_FINDINGS},
    {&verb_check, {"--schema", "new.schema", "plain.sdn", NULL}, COMMAND_FINDINGS},
    {&verb_check, {"new.schema", "bad.schema", NULL}, COMMAND_FINDINGS},
    {&verb_format, {"--schema", "new.schema", "a.sdn", "plain.sdn", NULL}, COMMAND_FINE},
    {&verb_format, {"-d", "--schema", "new.schema", "plain.sdn", NULL}, COMMAND_FINDINGS},
    {&verb_format, {"--check", "--schema", "new.schema", "plain.sdn", "new.schema", NULL}, COMMAND_FINDINGS},
    {&verb_breaking,
     {"--against-file", "old.schema", "new.schema", "--data", "plain.sdn", "--data", "a.sdn", NULL},
     COMMAND_FINDINGS},
};

enum { CASES = sizeof cases / sizeof cases[0] };

static void write_inputs(void)
{
    write_file("old.schema", SCHEMA("open, done, stale", ""));
    write_file("new.schema", SCHEMA("open, done", "nonempty"));
    write_file("bad.schema", "record A in a { b : c; }\n");
    write_file("a.sdn", content);
    write_file("plain.sdn", plain);
    write_file("users.sdn", "users |name|\n    ann\n");
}

/* What a command said: standard output, then standard error. */
typedef struct outcome_of_run {
    command_status status;
    char *text;
    bool out_of_memory;
} outcome_of_run;

static outcome_of_run run_case(size_t number)
{
    command_report report = COMMAND_REPORT_INIT;
    verb_invocation call;
    int count = 0;
    while (cases[number].words[count] != NULL)
        count++;
    command_status status =
        verb_read(&verify_set, cases[number].called, count, (char **)(uintptr_t)cases[number].words, &call, &report);
    if (status == COMMAND_FINE)
        status = cases[number].called->run(&call, &report);
    invocation_release(&call);
    outcome_of_run outcome = {status, NULL, report.out.out_of_memory || report.err.out_of_memory};
    size_t size = report.out.len + report.err.len + 1;
    outcome.text = calloc(size, 1);
    assert_non_null(outcome.text);
    if (report.out.len > 0)
        memcpy(outcome.text, report.out.bytes, report.out.len);
    if (report.err.len > 0)
        memcpy(outcome.text + report.out.len, report.err.bytes, report.err.len);
    sdn__buffer_release(&report.out);
    sdn__buffer_release(&report.err);
    return outcome;
}

/* One run in which something failed, beside one in which nothing did. */
static void assert_complete_or_told(size_t number, const outcome_of_run *whole, int nth)
{
    outcome_of_run got = run_case(number);
    bool told = got.out_of_memory || strstr(got.text, "cannot ") != NULL;
    if (got.status == whole->status && !told && strcmp(got.text, whole->text) != 0)
        fail_msg("case %zu, failure %d: it ends as if nothing had failed, but says\n%s", number, nth, got.text);
    if (got.status == COMMAND_FAILED && got.text[0] == '\0' && !got.out_of_memory)
        fail_msg("case %zu, failure %d: no message", number, nth);
    free(got.text);
}

static void each_command_ends_as_it_should(void **state)
{
    (void)state;
    write_inputs();
    for (size_t i = 0; i < CASES; i++) {
        outcome_of_run got = run_case(i);
        if (got.status != cases[i].status)
            fail_msg("case %zu: status %d\n%s", i, (int)got.status, got.text);
        free(got.text);
    }
}

static void allocation_that_fails_is_told(void **state)
{
    (void)state;
    write_inputs();
    for (size_t i = 0; i < CASES; i++) {
        outcome_of_run whole = run_case(i);
        for (int nth = 1, fired = 1; fired; nth += nth < 100 ? 1 : 5) {
            faults_arm_memory(nth);
            assert_complete_or_told(i, &whole, nth);
            fired = faults_fired_memory();
            faults_arm_memory(0);
        }
        free(whole.text);
    }
}

static void call_that_fails_is_told(void **state)
{
    static const int errors[] = {EIO, EACCES, EMFILE};
    (void)state;
    write_inputs();
    for (size_t i = 0; i < CASES; i++) {
        outcome_of_run whole = run_case(i);
        for (int nth = 1, fired = 1; fired; nth++) {
            faults_arm(nth, errors[nth % 3], FAULT_INSTEAD);
            assert_complete_or_told(i, &whole, nth);
            fired = faults_fired() != NULL;
            faults_arm(0, 0, FAULT_INSTEAD);
        }
        free(whole.text);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_IN_TEMPDIR(each_command_ends_as_it_should),
        TEST_IN_TEMPDIR(allocation_that_fails_is_told),
        TEST_IN_TEMPDIR(call_that_fails_is_told),
    };
    return run_cases(argc, argv, tests);
}
