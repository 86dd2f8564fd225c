/* Random values for the fields of records, for the programs that driver.c writes. C11. */
#ifndef SDNC_CAMPAIGN_DRIVER_SUPPORT_H
#define SDNC_CAMPAIGN_DRIVER_SUPPORT_H

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include <sdn/sdn.h>

#include "type_text.h"

enum { DRIVER_ROWS = 12, DRIVER_LIST_MAX = 4 };

#define PICK_OF(r, list) ((list)[draw_below((r), sizeof(list) / sizeof(list)[0])])

static inline uint64_t draw_bits(uint64_t *r)
{
    uint64_t z = *r += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static inline size_t draw_below(uint64_t *r, size_t count)
{
    return (size_t)(draw_bits(r) % count);
}

static inline bool draw_bool(uint64_t *r)
{
    return draw_bits(r) % 2 == 0;
}

/* The longest text is put together from pieces; `least` 1: it is not empty. */
static inline sdn_str draw_str(uint64_t *r, size_t least, sdn_arena *arena)
{
    static const char *const pieces[] = {"a",
                                         "Zz",
                                         " ",
                                         ",",
                                         ";",
                                         "|",
                                         "\"",
                                         "\\",
                                         "\n",
                                         "\r",
                                         "\t",
                                         "[",
                                         "]",
                                         "{",
                                         "}",
                                         "#",
                                         "//",
                                         "'",
                                         "`",
                                         "true",
                                         "null",
                                         "table",
                                         "0",
                                         "-1",
                                         "007",
                                         "1e9",
                                         "=",
                                         ":",
                                         "\x01",
                                         "\xC3\xA4",
                                         "\xF0\x9F\x8E\x89",
                                         "2026-01-31",
                                         "word",
                                         "x",
                                         "y",
                                         "_",
                                         ".",
                                         "/"};
    char text[64];
    size_t len = 0;
    for (size_t count = least + draw_below(r, 5); count > 0; count--)
        len += (size_t)snprintf(text + len, sizeof text - len, "%s", PICK_OF(r, pieces));
    return sdn_arena_copy(arena, text, len);
}

/* Near an end of the range in every other case. */
static inline int64_t draw_signed(uint64_t *r, int64_t low, int64_t high)
{
    uint64_t width = (uint64_t)high - (uint64_t)low;
    uint64_t step = draw_bits(r) >> draw_below(r, 64);
    step = width == UINT64_MAX ? step : step % (width + 1);
    return draw_bool(r) ? (int64_t)((uint64_t)low + step) : (int64_t)((uint64_t)high - step);
}

static inline uint64_t draw_unsigned(uint64_t *r, uint64_t low, uint64_t high)
{
    uint64_t step = draw_bits(r) >> draw_below(r, 64);
    step = high - low == UINT64_MAX ? step : step % (high - low + 1);
    return draw_bool(r) ? low + step : high - step;
}

static inline int32_t draw_i32(uint64_t *r, int32_t low, int32_t high)
{
    return (int32_t)draw_signed(r, low, high);
}

static inline int64_t draw_i64(uint64_t *r, int64_t low, int64_t high)
{
    return draw_signed(r, low, high);
}

static inline uint32_t draw_u32(uint64_t *r, uint32_t low, uint32_t high)
{
    return (uint32_t)draw_unsigned(r, low, high);
}

static inline uint64_t draw_u64(uint64_t *r, uint64_t low, uint64_t high)
{
    return draw_unsigned(r, low, high);
}

static inline double draw_f64(uint64_t *r, double low, double high)
{
    static const double some[] = {0.0,
                                  1.0,
                                  -1.0,
                                  0.1,
                                  -0.3,
                                  1e9,
                                  1e-300,
                                  -1.7976931348623157e308,
                                  1.7976931348623157e308,
                                  4.9406564584124654e-324,
                                  123456789.125,
                                  3.0000000000000004};
    double value = draw_bool(r) ? PICK_OF(r, some) : (double)(int64_t)draw_bits(r) / 1048576.0;
    return value < low ? low : value > high ? high : value;
}

static inline sdn_date draw_date(uint64_t *r)
{
    sdn_date date = {(int16_t)draw_below(r, 10000), (uint8_t)(1 + draw_below(r, 12)), (uint8_t)(1 + draw_below(r, 28))};
    return date;
}

static inline sdn_timestamp draw_timestamp(uint64_t *r)
{
    sdn_timestamp time = {draw_signed(r, -62167219200, 253402300799), (uint32_t)draw_below(r, 1000000000)};
    if (draw_bool(r))
        time.nanoseconds = 0;
    return time;
}

/* Ends the program with a message that names the line and the record. */
#define DEMAND(holds, record)                                                               \
    do {                                                                                    \
        if (!(holds)) {                                                                     \
            printf("%s:%d: %s: %s\n%s\n", __FILE__, __LINE__, record, #holds, err.message); \
            return 1;                                                                       \
        }                                                                                   \
    } while (0)

#endif
