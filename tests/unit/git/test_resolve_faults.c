/*
 * resolve when something fails: each call to the system in turn, then each allocation. Whatever fails, the file is the one
 * that was there or the resolved one, and if the command does not end as it should it says why.
 */
#include "test.h"

#include <errno.h>
#include <string.h>

#include "faults.h"
#include "files.h"
#include "git/verbs.h"
#include "tempdir.h"

static const verb *const resolve_verbs[] = {&verb_resolve};
static const verb_set resolve_set = {resolve_verbs, 1};

#define HEADER "tasks |id, title|\n    1, scan\n"
#define BLOCK  "<<<<<<< ours\n    3, sum\n=======\n    3, emit\n>>>>>>> theirs\n"

static const char conflicted[] =
    HEADER "<<<<<<< ours\n    2, read\n    3, sum\n=======\n    2, parse\n    3, emit\n>>>>>>> theirs\n";

enum { WORDS_MAX = 5 };

/* A command, the file after it, and how it ends. */
static const struct {
    const char *words[WORDS_MAX];
    const char *resolved;
    command_status status;
} cases[] = {
    {{"t.sdn", NULL}, conflicted, COMMAND_FINDINGS},
    {{"--theirs", "t.sdn", NULL}, HEADER "    2, parse\n    3, emit\n", COMMAND_FINE},
    {{"--theirs", "t.sdn", "2", NULL}, HEADER "    2, parse\n" BLOCK, COMMAND_FINDINGS},
};

enum { CASES = sizeof cases / sizeof cases[0] };

static void assert_file_is_one_of(const char *old_text, const char *new_text)
{
    const char *text = read_file("t.sdn");
    if (strcmp(text, old_text) != 0)
        assert_string_equal(text, new_text);
}

/* Returns whether the command says that something is wrong. */
static bool run_case(size_t number)
{
    command_report report = COMMAND_REPORT_INIT;
    verb_invocation call;
    int count = 0;
    while (cases[number].words[count] != NULL)
        count++;
    command_status status = verb_read(&resolve_set, &verb_resolve, count, (char **)cases[number].words, &call, &report);
    if (status == COMMAND_FINE)
        status = verb_resolve.run(&call, &report);
    invocation_release(&call);
    bool said_why = report.err.len > 0 || report.out.out_of_memory || report.err.out_of_memory;
    if (!said_why)
        assert_int_equal(status, cases[number].status);
    sdn__buffer_release(&report.out);
    sdn__buffer_release(&report.err);
    return said_why;
}

static void each_command_does_its_work(void **state)
{
    (void)state;
    for (size_t i = 0; i < CASES; i++) {
        write_file("t.sdn", conflicted);
        assert_false(run_case(i));
        assert_file_is_one_of(cases[i].resolved, cases[i].resolved);
    }
}

static void after_a_failing_call_the_file_is_old_or_new(void **state)
{
    static const int errors[] = {EIO, EACCES, ENOSPC};
    (void)state;
    for (size_t i = 0; i < CASES; i++)
        for (int nth = 1, fired = 1; fired; nth++) {
            write_file("t.sdn", conflicted);
            faults_arm(nth, errors[nth % 3], FAULT_INSTEAD);
            bool said_why = run_case(i);
            fired = faults_fired() != NULL;
            faults_arm(0, 0, FAULT_INSTEAD);
            assert_file_is_one_of(said_why ? conflicted : cases[i].resolved, cases[i].resolved);
        }
}

static void after_a_failing_allocation_the_file_is_old_or_new(void **state)
{
    int fired_at_all = 0;
    (void)state;
    for (size_t i = 0; i < CASES; i++)
        for (int nth = 1, fired = 1; fired; nth++) {
            write_file("t.sdn", conflicted);
            faults_arm_memory(nth);
            bool said_why = run_case(i);
            fired = faults_fired_memory();
            fired_at_all += fired;
            faults_arm_memory(0);
            assert_file_is_one_of(said_why ? conflicted : cases[i].resolved, cases[i].resolved);
        }
    assert_true(fired_at_all > 50);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_IN_TEMPDIR(each_command_does_its_work),
        TEST_IN_TEMPDIR(after_a_failing_call_the_file_is_old_or_new),
        TEST_IN_TEMPDIR(after_a_failing_allocation_the_file_is_old_or_new),
    };
    return run_cases(argc, argv, tests);
}
