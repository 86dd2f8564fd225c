/* support/database_processes.h, on a server that crashes too. */
#include "test.h"

#include "database_processes.h"
#include "postgres_tables.h"
#include "tempdir.h"

#include "os/sys.h"

/* The server may still be at the commit of a process that was killed: until there is the replica alone. */
static void wait_for_silence(void)
{
    static const char others[] =
        "SELECT 1 / (count(*) <= 2)::int FROM pg_stat_activity WHERE backend_type = 'client backend'";
    int tries = 0;
    while (!try_sql(others) && tries++ < 500)
        sdn__sys.sleep(20 * SDN_NS_PER_MS);
    assert_true(tries < 500);
}

static void nothing_is_lost_when_processes_and_the_server_die(void **state)
{
    (void)state;
    static const database_processes processes = {
        .durability = SDN_DURABLE, .may_fail = true, .pause_ms = 60, .crash = end_server, .wait = wait_for_silence};
    run_database_processes(&processes);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {TEST_IN_TEMPDIR(nothing_is_lost_when_processes_and_the_server_die)};
    return run_cases(argc, argv, tests);
}
