/*
 * Dates and points in time, in records and in files.
 *
 * A date is a day of the Gregorian calendar (ISO 8601: 2026-01-31), without a time zone. A timestamp is a point in time
 * in UTC. Its text has the form of RFC 3339: 2026-01-31T08:15:00Z, with up to nine decimals of the seconds. It is read
 * with any offset and written in UTC. Besides T and Z, t, z and a space instead of T are read.
 *
 * Seconds are counted as in POSIX, without leap seconds. The time 23:59:60 is read only at the end of a month in UTC,
 * where leap seconds occur; its value is that of the following second, as which it is written.
 *
 * Zero: a date of all zeros is no valid date and cannot be saved; a timestamp of zeros is the Unix epoch.
 */
#ifndef SDN_TIME_H
#define SDN_TIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sdn/api.h>
#include <sdn/str.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A day. */
typedef struct sdn_date {
    int16_t year;  /* 0 to 9999 */
    uint8_t month; /* 1 to 12 */
    uint8_t day;   /* 1 to 31 */
} sdn_date;

/* A point in time. */
typedef struct sdn_timestamp {
    int64_t seconds;      /* since 1970-01-01T00:00:00Z, leap seconds not counted */
    uint32_t nanoseconds; /* 0 to 999999999 */
} sdn_timestamp;

/* Room for the text of each, its NUL included. */
enum { SDN_DATE_SIZE = 11, SDN_TIMESTAMP_SIZE = 31 };

/* Whether the date exists. */
SDN_API bool sdn_date_valid(sdn_date date);

/* Whether the timestamp is in the years 0000 to 9999 and its nanoseconds are less than a second. */
SDN_API bool sdn_timestamp_valid(sdn_timestamp time);

/* Reads a text that is a date (timestamp) and nothing else. False if it is not; *date (*time) is unchanged then. */
SDN_API bool sdn_date_parse(sdn_str text, sdn_date *date);
SDN_API bool sdn_timestamp_parse(sdn_str text, sdn_timestamp *time);

/* Writes the text with its NUL; returns its length, 0 (and empty text) if the value is not valid. */
SDN_API size_t sdn_date_print(sdn_date date, char text[SDN_DATE_SIZE]);
SDN_API size_t sdn_timestamp_print(sdn_timestamp time, char text[SDN_TIMESTAMP_SIZE]);

/* The time now, in UTC, as the system's clock has it; the epoch if the system has no clock. */
SDN_API sdn_timestamp sdn_timestamp_now(void);

/* The day that a timestamp is in, in UTC; a date of zeros, which is not valid, if the timestamp is not valid. */
SDN_API sdn_date sdn_timestamp_date(sdn_timestamp time);

/* The day of sdn_timestamp_now. It is the day in UTC and not in the time zone of this machine, because files are shared
 * with others: near midnight the calendar on the wall may show another one. */
SDN_API sdn_date sdn_date_today(void);

/* Compares by time: less than, equal to or greater than 0. */
SDN_API int sdn_date_compare(sdn_date a, sdn_date b);
SDN_API int sdn_timestamp_compare(sdn_timestamp a, sdn_timestamp b);

#ifdef __cplusplus
}
#endif

#endif
