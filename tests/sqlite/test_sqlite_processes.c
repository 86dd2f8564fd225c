/* support/database_processes.h. */
#include "test.h"

#include "database_processes.h"
#include "tempdir.h"

static void wait_for_nobody(void)
{
}

static void nothing_is_lost_when_processes_are_killed(void **state)
{
    (void)state;
    static const database_processes processes = {.durability = SDN_ATOMIC, .pause_ms = 30, .wait = wait_for_nobody};
    run_database_processes(&processes);
    assert_string_equal(sql_text("PRAGMA integrity_check"), "ok");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {TEST_IN_TEMPDIR(nothing_is_lost_when_processes_are_killed)};
    return run_cases(argc, argv, tests);
}
