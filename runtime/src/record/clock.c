/* What time it is, in UTC. */
#include <sdn/time.h>

#include "os/sys.h"

enum { CLOCK_NANOSECONDS = 1000000000 };

sdn_timestamp sdn_timestamp_now(void)
{
    int64_t now_ns = sdn__sys.realtime_ns();
    int64_t seconds = now_ns / CLOCK_NANOSECONDS, rest = now_ns % CLOCK_NANOSECONDS;
    if (rest < 0) { /* a clock that is set to before the epoch: / rounds towards zero */
        seconds--;
        rest += CLOCK_NANOSECONDS;
    }
    return (sdn_timestamp){.seconds = seconds, .nanoseconds = (uint32_t)rest};
}

sdn_date sdn_date_today(void)
{
    return sdn_timestamp_date(sdn_timestamp_now());
}
