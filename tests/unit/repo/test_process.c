/* Running programs: what they print, how they end, and that none is waited for in vain. */
#include "test.h"

#include "repo/process.h"

#include <stdlib.h>
#include <string.h>

static process_result result;
static sdn_error err;

static void run_script(const char *script)
{
    const char *const arguments[] = {"sh", "-c", script, NULL};
    assert_ok(process_run(arguments, &result, &err), err);
}

static void assert_printed(const sdn_buffer *printed, const char *expected)
{
    assert_int_equal(printed->len, strlen(expected));
    assert_memory_equal(printed->len > 0 ? printed->bytes : "", expected, printed->len);
}

static void both_outputs_and_the_exit_code_are_kept(void **state)
{
    (void)state;
    run_script("echo out; echo err >&2; exit 3");
    assert_printed(&result.out, "out\n");
    assert_printed(&result.err, "err\n");
    assert_int_equal(result.exit_code, 3);
    process_release(&result);
}

/* Each output is larger than a pipe, and they are written by turns. */
static void large_outputs_do_not_stop_the_program(void **state)
{
    (void)state;
    run_script("i=0; while [ $i -lt 40 ]; do head -c 10000 /dev/zero; head -c 10000 /dev/zero >&2; i=$((i + 1)); done");
    assert_int_equal(result.out.len, 400000);
    assert_int_equal(result.err.len, 400000);
    process_release(&result);
}

static void signal_that_ends_a_program_is_its_exit_code(void **state)
{
    (void)state;
    run_script("kill -9 $$");
    assert_int_equal(result.exit_code, 128 + 9);
    process_release(&result);
}

static void program_has_no_input_and_the_plain_locale(void **state)
{
    (void)state;
    run_script("cat; echo $LC_ALL");
    assert_printed(&result.out, "C\n");
    process_release(&result);
}

static void arguments_are_no_shell_text(void **state)
{
    const char *const arguments[] = {"printf", "%s|%s", "a b; echo c", "$HOME *", NULL};
    (void)state;
    assert_ok(process_run(arguments, &result, &err), err);
    assert_printed(&result.out, "a b; echo c|$HOME *");
    process_release(&result);
}

static void missing_program_is_an_error(void **state)
{
    const char *const arguments[] = {"no-such-program-of-sdnc", NULL};
    (void)state;
    assert_int_equal(process_run(arguments, &result, &err), SDN_E_NOT_FOUND);
    assert_string_equal(err.message, "the program 'no-such-program-of-sdnc' is not installed, or not in PATH");
    process_release(&result);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_outputs_and_the_exit_code_are_kept),
        cmocka_unit_test(large_outputs_do_not_stop_the_program),
        cmocka_unit_test(signal_that_ends_a_program_is_its_exit_code),
        cmocka_unit_test(program_has_no_input_and_the_plain_locale),
        cmocka_unit_test(arguments_are_no_shell_text),
        cmocka_unit_test(missing_program_is_an_error),
    };
    return run_cases(argc, argv, tests);
}
