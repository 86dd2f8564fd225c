/*
 * Dates and points in time, as records hold them and as files spell them.
 *
 * A date is a day of the Gregorian calendar (ISO 8601: 2026-01-31), without a time zone. A timestamp is a point in time
 * in UTC; files spell it as RFC 3339 does: 2026-01-31T08:15:00Z, with up to nine digits after the point of the seconds,
 * read with any offset and written in UTC.
 *
 * Seconds are counted as POSIX does, without leap seconds. 23:59:60 at the end of a month in UTC, where leap seconds are,
 * is read as the second after it, so it is not written back as it was; anywhere else there is no second 60. For the T
 * and Z of a timestamp, t, z and a blank in place of T are read too.
 *
 * The zero of both types: a date of all zeros is no date, and cannot be saved; a timestamp of zeros is the Unix epoch.
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

typedef struct sdn_date {
    int16_t year;  /* 0 to 9999 */
    uint8_t month; /* 1 to 12 */
    uint8_t day;   /* 1 to 31 */
} sdn_date;

typedef struct sdn_timestamp {
    int64_t seconds;      /* since 1970-01-01T00:00:00Z, leap seconds not counted */
    uint32_t nanoseconds; /* 0 to 999999999 */
} sdn_timestamp;

/* Room for the text of each, its NUL included. */
enum { SDN_DATE_SIZE = 11, SDN_TIMESTAMP_SIZE = 31 };

/* Whether the date exists. */
SDN_API bool sdn_date_valid(sdn_date date);

/* Whether the timestamp lies in the years 0000 to 9999 and its nanoseconds are less than a second. */
SDN_API bool sdn_timestamp_valid(sdn_timestamp time);

/* Reads a text that is a date (timestamp) and nothing else. False if it is not; *date (*time) is unchanged then. */
SDN_API bool sdn_date_parse(sdn_str text, sdn_date *date);
SDN_API bool sdn_timestamp_parse(sdn_str text, sdn_timestamp *time);

/* Writes the text with its NUL; returns its length, 0 (and empty text) if the value is not valid. */
SDN_API size_t sdn_date_print(sdn_date date, char text[SDN_DATE_SIZE]);
SDN_API size_t sdn_timestamp_print(sdn_timestamp time, char text[SDN_TIMESTAMP_SIZE]);

/* Earlier first: less than, equal to or greater than 0. */
SDN_API int sdn_date_compare(sdn_date a, sdn_date b);
SDN_API int sdn_timestamp_compare(sdn_timestamp a, sdn_timestamp b);

#ifdef __cplusplus
}
#endif

#endif
