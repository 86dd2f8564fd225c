/* All waiting is polling, in pauses that double up to a limit, until the deadline of the call. */
#include "backend/waiting.h"

#include <sdn/lock.h>

#include "os/sys.h"

/* The first pause between two looks, and the longest. */
static const int64_t first_pause_ns = 200 * SDN_NS_PER_US;
static const int64_t longest_pause_ns = 10 * SDN_NS_PER_MS;

void sdn__start_waiting(sdn_connection *connection, uint32_t most_ms)
{
    uint32_t wanted = connection->options->lock_timeout_ms;
    uint32_t ms = wanted < most_ms ? wanted : most_ms;
    connection->deadline_ns =
        ms == SDN_LOCK_WAIT_FOREVER ? INT64_MAX : sdn__sys.monotonic_ns() + (int64_t)ms * SDN_NS_PER_MS;
}

bool sdn__gives_up(const sdn_connection *connection, int tries, int least_tries)
{
    return tries >= least_tries && sdn__sys.monotonic_ns() >= connection->deadline_ns;
}

void sdn__pause(sdn_connection *connection, int64_t *pause_ns)
{
    int64_t longer_ns = *pause_ns != 0 ? *pause_ns * 2 : first_pause_ns;
    *pause_ns = longer_ns < longest_pause_ns ? longer_ns : longest_pause_ns;
    sdn__sys.sleep(*pause_ns);
    if (connection->backend->keep_lock != NULL)
        connection->backend->keep_lock(connection);
}
