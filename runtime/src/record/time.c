/*
 * The calendar is the Gregorian one, extended to the year 0. Days are counted as in Howard Hinnant,
 * "chrono-Compatible Low-Level Date Algorithms" (days_from_civil, civil_from_days): years that start in
 * March, so that the leap day is the last of its year, and eras of 400 years, which all have the same number
 * of days.
 */
#include <sdn/time.h>

#include <stdio.h>

enum { DAYS_PER_ERA = 146097, YEARS_PER_ERA = 400, SECONDS_PER_DAY = 86400, NANOSECONDS_PER_SECOND = 1000000000 };

/* From 0000-03-01, where the first era starts, to 1970-01-01. */
enum { DAYS_BEFORE_EPOCH = 719468 };

/* 0000-01-01T00:00:00Z and 9999-12-31T23:59:59Z. */
#define FIRST_SECOND (-62167219200)
#define LAST_SECOND  253402300799

/* ---- the calendar ---- */

static bool is_leap_year(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap_year(year));
}

/* Days since 1970-01-01. The year may be -1, which January and February of the year 0 belong to here. */
static int64_t days_from_civil(sdn_date date)
{
    int month = date.month;
    int year = date.year - (month <= 2);
    int era = (year >= 0 ? year : year - (YEARS_PER_ERA - 1)) / YEARS_PER_ERA;
    int year_of_era = year - era * YEARS_PER_ERA;
    int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return (int64_t)era * DAYS_PER_ERA + day_of_era - DAYS_BEFORE_EPOCH;
}

static sdn_date civil_from_days(int64_t days)
{
    days += DAYS_BEFORE_EPOCH;
    int64_t era = (days >= 0 ? days : days - (DAYS_PER_ERA - 1)) / DAYS_PER_ERA;
    int day_of_era = (int)(days - era * DAYS_PER_ERA);
    int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int month_from_march = (5 * day_of_year + 2) / 153;
    int month = month_from_march + (month_from_march < 10 ? 3 : -9);
    int64_t year = era * YEARS_PER_ERA + year_of_era + (month <= 2);
    sdn_date date = {(int16_t)year, (uint8_t)month, (uint8_t)(day_of_year - (153 * month_from_march + 2) / 5 + 1)};
    return date;
}

bool sdn_date_valid(sdn_date date)
{
    return date.year >= 0 && date.year <= 9999 && date.month >= 1 && date.month <= 12 && date.day >= 1 &&
           date.day <= days_in_month(date.year, date.month);
}

bool sdn_timestamp_valid(sdn_timestamp time)
{
    return time.seconds >= FIRST_SECOND && time.seconds <= LAST_SECOND && time.nanoseconds < NANOSECONDS_PER_SECOND;
}

/* Counted from the year 0, so that the count is never negative and % is the remainder of rounding down. */
static unsigned time_of_day(sdn_timestamp time)
{
    return (unsigned)((time.seconds - FIRST_SECOND) % SECONDS_PER_DAY);
}

sdn_date sdn_timestamp_date(sdn_timestamp time)
{
    if (!sdn_timestamp_valid(time))
        return (sdn_date){0, 0, 0};
    return civil_from_days((time.seconds - time_of_day(time)) / SECONDS_PER_DAY);
}

/* ---- reading ---- */

/* Takes exactly `count` digits from the front of *text. */
static bool take_number(sdn_str *text, size_t count, int *number)
{
    *number = 0;
    if (text->len < count)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (text->ptr[i] < '0' || text->ptr[i] > '9')
            return false;
        *number = *number * 10 + (text->ptr[i] - '0');
    }
    text->ptr += count;
    text->len -= count;
    return true;
}

static bool take_letter(sdn_str *text, char letter, char other)
{
    if (text->len == 0 || (text->ptr[0] != letter && text->ptr[0] != other))
        return false;
    text->ptr++;
    text->len--;
    return true;
}

static bool take_date(sdn_str *text, sdn_date *date)
{
    int year, month, day;
    if (!take_number(text, 4, &year) || !take_letter(text, '-', '-') || !take_number(text, 2, &month) ||
        !take_letter(text, '-', '-') || !take_number(text, 2, &day))
        return false;
    *date = (sdn_date){(int16_t)year, (uint8_t)month, (uint8_t)day};
    return sdn_date_valid(*date);
}

/* The second may be 60; whether there is such a second is known only in UTC. */
static bool take_clock(sdn_str *text, int *second_of_day, bool *leap)
{
    int hour, minute, second;
    if (!take_number(text, 2, &hour) || !take_letter(text, ':', ':') || !take_number(text, 2, &minute) ||
        !take_letter(text, ':', ':') || !take_number(text, 2, &second))
        return false;
    *second_of_day = (hour * 60 + minute) * 60 + second;
    *leap = second == 60;
    return hour < 24 && minute < 60 && second <= 60;
}

/* One to nine digits after a point, or nothing. */
static bool take_fraction(sdn_str *text, uint32_t *nanoseconds)
{
    uint32_t unit = NANOSECONDS_PER_SECOND;
    int digit;
    *nanoseconds = 0;
    if (!take_letter(text, '.', '.'))
        return true;
    while (unit > 1 && take_number(text, 1, &digit)) {
        unit /= 10;
        *nanoseconds += (uint32_t)digit * unit;
    }
    return unit < NANOSECONDS_PER_SECOND;
}

/* Seconds that local time is ahead of UTC. */
static bool take_offset(sdn_str *text, int *offset)
{
    int hours, minutes;
    *offset = 0;
    if (take_letter(text, 'Z', 'z'))
        return true;
    int sign = text->len > 0 && text->ptr[0] == '-' ? -1 : 1;
    if (!take_letter(text, '+', '-') || !take_number(text, 2, &hours) || !take_letter(text, ':', ':') ||
        !take_number(text, 2, &minutes))
        return false;
    *offset = sign * (hours * 60 + minutes) * 60;
    return hours < 24 && minutes < 60;
}

/* A leap second comes before midnight UTC between two months; `seconds` is that midnight then. */
static bool may_follow_leap_second(int64_t seconds)
{
    int64_t days = seconds / SECONDS_PER_DAY;
    return seconds % SECONDS_PER_DAY == 0 && civil_from_days(days).day == 1;
}

bool sdn_date_parse(sdn_str text, sdn_date *date)
{
    sdn_date taken;
    if (!take_date(&text, &taken) || text.len > 0)
        return false;
    *date = taken;
    return true;
}

bool sdn_timestamp_parse(sdn_str text, sdn_timestamp *time)
{
    sdn_date date;
    int second_of_day, offset;
    bool leap;
    sdn_timestamp taken;
    bool fits = take_date(&text, &date) && (take_letter(&text, 'T', 't') || take_letter(&text, ' ', ' ')) &&
                take_clock(&text, &second_of_day, &leap) && take_fraction(&text, &taken.nanoseconds) &&
                take_offset(&text, &offset) && text.len == 0;
    if (!fits)
        return false;
    taken.seconds = days_from_civil(date) * SECONDS_PER_DAY + second_of_day - offset;
    if (!sdn_timestamp_valid(taken) || (leap && !may_follow_leap_second(taken.seconds)))
        return false;
    *time = taken;
    return true;
}

/* ---- writing ---- */

size_t sdn_date_print(sdn_date date, char text[SDN_DATE_SIZE])
{
    text[0] = '\0';
    if (!sdn_date_valid(date))
        return 0;
    unsigned year = (unsigned)date.year, month = date.month, day = date.day;
    return (size_t)snprintf(text, SDN_DATE_SIZE, "%04u-%02u-%02u", year % 10000, month % 100, day % 100);
}

/* Writes the point and the digits up to the last that is not 0; nothing for 0. Returns the length. */
static size_t print_fraction(uint32_t nanoseconds, char *text)
{
    if (nanoseconds == 0)
        return 0;
    size_t len = 10; /* the point and nine digits */
    text[0] = '.';
    for (size_t i = 9; i > 0; i--, nanoseconds /= 10)
        text[i] = (char)('0' + nanoseconds % 10);
    while (text[len - 1] == '0')
        len--;
    return len;
}

size_t sdn_timestamp_print(sdn_timestamp time, char text[SDN_TIMESTAMP_SIZE])
{
    text[0] = '\0';
    if (!sdn_timestamp_valid(time))
        return 0;
    unsigned second = time_of_day(time);
    size_t len = sdn_date_print(sdn_timestamp_date(time), text);
    len += (size_t)snprintf(text + len, SDN_TIMESTAMP_SIZE - len, "T%02u:%02u:%02u", second / 3600 % 24,
                            second / 60 % 60, second % 60);
    len += print_fraction(time.nanoseconds, text + len);
    text[len++] = 'Z';
    text[len] = '\0';
    return len;
}

/* ---- order ---- */

int sdn_date_compare(sdn_date a, sdn_date b)
{
    int order = (a.year > b.year) - (a.year < b.year);
    if (order == 0)
        order = (a.month > b.month) - (a.month < b.month);
    return order != 0 ? order : (a.day > b.day) - (a.day < b.day);
}

int sdn_timestamp_compare(sdn_timestamp a, sdn_timestamp b)
{
    int order = (a.seconds > b.seconds) - (a.seconds < b.seconds);
    return order != 0 ? order : (a.nanoseconds > b.nanoseconds) - (a.nanoseconds < b.nanoseconds);
}
