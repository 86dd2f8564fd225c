/* The clock, set by the test. */
#define _POSIX_C_SOURCE 200809L
#include "test.h"

#include "os/sys.h"
#include "tempdir.h"

#include <sdn/time.h>

#include <stdlib.h>
#include <time.h>

static int64_t set_ns;

static int64_t set_clock(void)
{
    return set_ns;
}

static void the_time_is_that_of_the_system(void **state)
{
    (void)state;
    int64_t before = (int64_t)time(NULL);
    sdn_timestamp now = sdn_timestamp_now();
    int64_t after = (int64_t)time(NULL);
    assert_true(sdn_timestamp_valid(now));
    assert_in_range(now.seconds + 1, before, after + 1); /* time() may be a tick behind */
    assert_true(sdn_date_valid(sdn_date_today()));
}

static void assert_now(int64_t ns, int64_t seconds, uint32_t nanoseconds)
{
    set_ns = ns;
    sdn_timestamp now = sdn_timestamp_now();
    assert_int_equal(now.seconds, seconds);
    assert_int_equal(now.nanoseconds, nanoseconds);
}

static void a_time_is_rounded_to_no_unit(void **state)
{
    (void)state;
    sdn__sys.realtime_ns = set_clock;
    assert_now(1234567890123456789, 1234567890, 123456789);
    assert_now(0, 0, 0);
    assert_now(-1, -1, 999999999);
    assert_now(-1000000000, -1, 0);
    assert_now(-1000000001, -2, 999999999);
}

static void assert_today(int64_t seconds, sdn_date expected)
{
    set_ns = seconds * 1000000000;
    sdn_date today = sdn_date_today();
    assert_int_equal(sdn_date_compare(today, expected), 0);
}

/* Whatever the time zone of this machine is. */
static void the_day_is_that_in_utc(void **state)
{
    (void)state;
    static const char *const zones[] = {"UTC0", "EARLY-14", "LATE12"};
    sdn__sys.realtime_ns = set_clock;
    for (size_t i = 0; i < sizeof zones / sizeof zones[0]; i++) {
        assert_int_equal(setenv("TZ", zones[i], 1), 0);
        tzset();
        assert_today(1769817599, (sdn_date){2026, 1, 30}); /* 2026-01-30T23:59:59Z */
        assert_today(1769817600, (sdn_date){2026, 1, 31});
        assert_today(-1, (sdn_date){1969, 12, 31});
    }
    unsetenv("TZ");
    tzset();
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_IN_TEMPDIR(the_time_is_that_of_the_system),
        TEST_IN_TEMPDIR(a_time_is_rounded_to_no_unit),
        TEST_IN_TEMPDIR(the_day_is_that_in_utc),
    };
    return run_cases(argc, argv, tests);
}
