#include "test.h"

#include <sdn/time.h>

#include <stdio.h>
#include <string.h>

/* ---- dates ---- */

static void assert_date(const char *text, int year, int month, int day)
{
    sdn_date date = {1, 1, 1};
    char printed[SDN_DATE_SIZE];
    if (!sdn_date_parse(sdn_str_from(text), &date))
        fail_msg("refused: %s", text);
    assert_int_equal(date.year, year);
    assert_int_equal(date.month, month);
    assert_int_equal(date.day, day);
    assert_int_equal(sdn_date_print(date, printed), 10);
    assert_string_equal(printed, text);
}

static void dates_are_read_and_written(void **state)
{
    (void)state;
    assert_date("2026-01-31", 2026, 1, 31);
    assert_date("1970-01-01", 1970, 1, 1);
    assert_date("0000-01-01", 0, 1, 1);
    assert_date("9999-12-31", 9999, 12, 31);
    assert_date("2000-02-29", 2000, 2, 29);
    assert_date("2024-02-29", 2024, 2, 29);
    assert_date("0000-02-29", 0, 2, 29);
}

static void what_is_no_date_is_refused_and_changes_nothing(void **state)
{
    (void)state;
    static const char *const others[] = {
        "",           "2026",        "2026-01",     "2026-1-31",  "26-01-31",    "2026-01-32",  "2026-00-10",
        "2026-13-01", "2026-01-00",  "2026-02-29",  "1900-02-29", "2100-02-29",  "2026-04-31",  "2026-06-31",
        "2026-09-31", "2026-11-31",  "20260131",    "2026/01/31", "2026-01-31 ", " 2026-01-31", "2026-01-31T",
        "-001-01-01", "+2026-01-31", "10000-01-01", "2026-01-3x", "2026-W05-6"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        sdn_date date = {1, 2, 3};
        if (sdn_date_parse(sdn_str_from(others[i]), &date))
            fail_msg("taken: %s", others[i]);
        assert_int_equal(date.year, 1);
        assert_int_equal(date.month, 2);
        assert_int_equal(date.day, 3);
    }
}

static void what_is_no_date_is_not_written(void **state)
{
    (void)state;
    static const sdn_date others[] = {{0, 0, 0},     {2026, 0, 1},  {2026, 13, 1},    {2026, 2, 29},    {-1, 1, 1},
                                      {10000, 1, 1}, {2026, 1, 32}, {2026, 255, 255}, {INT16_MIN, 1, 1}};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        char printed[SDN_DATE_SIZE] = "before";
        assert_false(sdn_date_valid(others[i]));
        assert_int_equal(sdn_date_print(others[i], printed), 0);
        assert_string_equal(printed, "");
    }
}

/* ---- timestamps ---- */

static void assert_time(const char *text, int64_t seconds, uint32_t nanoseconds, const char *expected)
{
    sdn_timestamp time = {1, 1};
    char printed[SDN_TIMESTAMP_SIZE];
    if (!sdn_timestamp_parse(sdn_str_from(text), &time))
        fail_msg("refused: %s", text);
    if (time.seconds != seconds)
        fail_msg("%s: %lld, not %lld", text, (long long)time.seconds, (long long)seconds);
    assert_int_equal(time.nanoseconds, nanoseconds);
    assert_int_equal(sdn_timestamp_print(time, printed), strlen(expected));
    assert_string_equal(printed, expected);
}

static void timestamps_are_read_and_written_in_utc(void **state)
{
    (void)state;
    assert_time("1970-01-01T00:00:00Z", 0, 0, "1970-01-01T00:00:00Z");
    assert_time("2026-01-31T08:15:00Z", 1769847300, 0, "2026-01-31T08:15:00Z");
    assert_time("1969-12-31T23:59:59Z", -1, 0, "1969-12-31T23:59:59Z");
    assert_time("0000-01-01T00:00:00Z", INT64_C(-62167219200), 0, "0000-01-01T00:00:00Z");
    assert_time("9999-12-31T23:59:59.999999999Z", INT64_C(253402300799), 999999999, "9999-12-31T23:59:59.999999999Z");
    assert_time("1985-04-12T23:20:50.52Z", 482196050, 520000000, "1985-04-12T23:20:50.52Z"); /* RFC 3339, 5.8 */
    assert_time("1996-12-19T16:39:57-08:00", 851042397, 0, "1996-12-20T00:39:57Z");
    assert_time("1937-01-01T12:00:27.87+00:20", -1041337173, 870000000, "1937-01-01T11:40:27.87Z");
}

static void offsets_are_taken_off(void **state)
{
    (void)state;
    assert_time("2026-01-01T00:30:00+01:00", 1767223800, 0, "2025-12-31T23:30:00Z");
    assert_time("2026-01-01T00:00:00+00:00", 1767225600, 0, "2026-01-01T00:00:00Z");
    assert_time("2026-01-01T00:00:00-00:00", 1767225600, 0, "2026-01-01T00:00:00Z");
    assert_time("2026-01-01T00:00:00-23:59", 1767311940, 0, "2026-01-01T23:59:00Z");
    assert_time("2026-01-01T00:00:00+23:59", 1767139260, 0, "2025-12-31T00:01:00Z");
}

static void fractions_keep_up_to_nine_digits(void **state)
{
    (void)state;
    assert_time("1970-01-01T00:00:00.5Z", 0, 500000000, "1970-01-01T00:00:00.5Z");
    assert_time("1970-01-01T00:00:00.000000001Z", 0, 1, "1970-01-01T00:00:00.000000001Z");
    assert_time("1970-01-01T00:00:00.120000000Z", 0, 120000000, "1970-01-01T00:00:00.12Z");
    assert_time("1970-01-01T00:00:00.000Z", 0, 0, "1970-01-01T00:00:00Z");
    assert_time("1969-12-31T23:59:59.25Z", -1, 250000000, "1969-12-31T23:59:59.25Z");
}

static void other_spellings_are_read(void **state)
{
    (void)state;
    assert_time("1970-01-01t00:00:01z", 1, 0, "1970-01-01T00:00:01Z");
    assert_time("1970-01-01 00:00:01+00:00", 1, 0, "1970-01-01T00:00:01Z");
}

static void a_leap_second_is_the_second_after_it(void **state)
{
    (void)state;
    assert_time("2016-12-31T23:59:60Z", 1483228800, 0, "2017-01-01T00:00:00Z");
    assert_time("1990-12-31T15:59:60-08:00", 662688000, 0, "1991-01-01T00:00:00Z");
    assert_time("2015-07-01T01:59:60.75+02:00", 1435708800, 750000000, "2015-07-01T00:00:00.75Z");
}

static void what_is_no_time_is_refused_and_changes_nothing(void **state)
{
    (void)state;
    static const char *const others[] = {"",
                                         "2026-01-31",
                                         "2026-01-31T",
                                         "2026-01-31T08",
                                         "2026-01-31T08:1",
                                         "2026-01-31T08:15Z",
                                         "2026-01-31T08:15:0",
                                         "2026-01-31T08:15:00+01:0",
                                         "2026-01-31T08:15:00",
                                         "2026-01-31T8:15:00Z",
                                         "2026-01-31T24:00:00Z",
                                         "2026-01-31T08:60:00Z",
                                         "2026-01-31T08:15:61Z",
                                         "2026-02-30T08:15:00Z",
                                         "2026-01-31T08:15:00.Z",
                                         "2026-01-31T08:15:00.1234567890Z",
                                         "2026-01-31T08:15:00,5Z",
                                         "2026-01-31T08:15:00+1:00",
                                         "2026-01-31T08:15:00+0100",
                                         "2026-01-31T08:15:00+24:00",
                                         "2026-01-31T08:15:00+01:60",
                                         "2026-01-31T08:15:00+01",
                                         "2026-01-31T08:15:00Z ",
                                         "2026-01-31  08:15:00Z",
                                         "2026-01-31_08:15:00Z",
                                         "2026-01-31T08:15:00ZZ",
                                         "2026-01-31T08:15:00 Z",
                                         "0000-01-01T00:00:00+00:01",
                                         "9999-12-31T23:59:59-00:01",
                                         "9999-12-31T23:59:60Z",
                                         "2026-01-31T08:15:60Z",
                                         "2026-01-30T23:59:60Z",
                                         "2016-12-31T23:59:60+01:00"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        sdn_timestamp time = {7, 8};
        if (sdn_timestamp_parse(sdn_str_from(others[i]), &time))
            fail_msg("taken: %s", others[i]);
        assert_int_equal(time.seconds, 7);
        assert_int_equal(time.nanoseconds, 8);
    }
}

static void what_is_no_time_is_not_written(void **state)
{
    (void)state;
    static const sdn_timestamp others[] = {
        {0, 1000000000}, {INT64_C(253402300800), 0}, {INT64_C(-62167219201), 0}, {INT64_MAX, 0}, {INT64_MIN, 0},
        {0, UINT32_MAX}};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        char printed[SDN_TIMESTAMP_SIZE] = "before";
        assert_false(sdn_timestamp_valid(others[i]));
        assert_int_equal(sdn_timestamp_print(others[i], printed), 0);
        assert_string_equal(printed, "");
    }
}

static void text_need_not_end_in_a_nul(void **state)
{
    (void)state;
    sdn_date date;
    sdn_timestamp time;
    assert_true(sdn_date_parse((sdn_str){"2026-01-319", 10}, &date));
    assert_false(sdn_date_parse((sdn_str){"2026-01-31", 9}, &date));
    assert_true(sdn_timestamp_parse((sdn_str){"1970-01-01T00:00:00.123Z", 24}, &time));
    assert_false(sdn_timestamp_parse((sdn_str){"1970-01-01T00:00:00.123Z", 23}, &time));
    assert_false(sdn_date_parse((sdn_str){NULL, 0}, &date));
}

/* ---- the whole calendar ---- */

/* Counts every day of it by hand, and compares at both ends of each month. */
static void every_day_has_its_number(void **state)
{
    (void)state;
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int64_t seconds = INT64_C(-62167219200);
    for (int year = 0; year <= 9999; year++)
        for (int month = 1; month <= 12; month++) {
            bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
            int days = lengths[month - 1] + (month == 2 && leap ? 1 : 0);
            for (int day = 1; day <= days; day++, seconds += 86400) {
                if (day != 1 && day < 28)
                    continue; /* the middle of a month is dull, and there are 3.6 million days */
                char expected[64], printed[SDN_TIMESTAMP_SIZE];
                sdn_timestamp time = {0, 0};
                snprintf(expected, sizeof expected, "%04d-%02d-%02dT00:00:00Z", year, month, day);
                sdn_timestamp_print((sdn_timestamp){seconds, 0}, printed);
                bool read = sdn_timestamp_parse(sdn_str_from(expected), &time);
                if (strcmp(printed, expected) != 0 || !read || time.seconds != seconds)
                    fail_msg("%s: %s", expected, printed);
            }
        }
    assert_true(seconds == INT64_C(253402300800));
}

static void a_time_is_in_a_day(void **state)
{
    (void)state;
    static const struct {
        sdn_timestamp time;
        sdn_date day;
    } cases[] = {
        {{0, 0}, {1970, 1, 1}},         {{-1, 999999999}, {1969, 12, 31}}, {{86399, 999999999}, {1970, 1, 1}},
        {{86400, 0}, {1970, 1, 2}},     {{-62167219200, 0}, {0, 1, 1}},    {{253402300799, 999999999}, {9999, 12, 31}},
        {{-62167219201, 0}, {0, 0, 0}}, {{253402300800, 0}, {0, 0, 0}},    {{0, 1000000000}, {0, 0, 0}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(sdn_date_compare(sdn_timestamp_date(cases[i].time), cases[i].day), 0);
}

static void earlier_comes_first(void **state)
{
    (void)state;
    static const sdn_date dates[] = {{0, 0, 0}, {1999, 12, 31}, {2000, 1, 1}, {2000, 1, 2}, {2000, 2, 1}, {2001, 1, 1}};
    for (size_t i = 0; i < 6; i++)
        for (size_t j = 0; j < 6; j++) {
            int order = sdn_date_compare(dates[i], dates[j]);
            assert_int_equal((order > 0) - (order < 0), (i > j) - (i < j));
        }
    static const sdn_timestamp times[] = {{INT64_MIN, 0}, {-1, 0}, {-1, 5}, {0, 0}, {0, 1}, {INT64_MAX, 0}};
    for (size_t i = 0; i < 6; i++)
        for (size_t j = 0; j < 6; j++) {
            int order = sdn_timestamp_compare(times[i], times[j]);
            assert_int_equal((order > 0) - (order < 0), (i > j) - (i < j));
        }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_read_and_written),
        cmocka_unit_test(what_is_no_date_is_refused_and_changes_nothing),
        cmocka_unit_test(what_is_no_date_is_not_written),
        cmocka_unit_test(timestamps_are_read_and_written_in_utc),
        cmocka_unit_test(offsets_are_taken_off),
        cmocka_unit_test(fractions_keep_up_to_nine_digits),
        cmocka_unit_test(other_spellings_are_read),
        cmocka_unit_test(a_leap_second_is_the_second_after_it),
        cmocka_unit_test(what_is_no_time_is_refused_and_changes_nothing),
        cmocka_unit_test(what_is_no_time_is_not_written),
        cmocka_unit_test(text_need_not_end_in_a_nul),
        cmocka_unit_test(every_day_has_its_number),
        cmocka_unit_test(a_time_is_in_a_day),
        cmocka_unit_test(earlier_comes_first),
    };
    return run_cases(argc, argv, tests);
}
