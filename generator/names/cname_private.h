/* Letters, words and joining. Private to the files named cname. */
#ifndef SDNC_NAMES_CNAME_PRIVATE_H
#define SDNC_NAMES_CNAME_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

#include <sdn/arena.h>
#include <sdn/str.h>

/* The parts one after the other; the ptr is NULL if memory ran out, or if the ptr of a part is NULL. */
sdn_str cname_join(sdn_arena *arena, sdn_str first, const char *between, sdn_str second);

/* ASCII letters, independent of the locale. */

static inline bool cname_is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static inline bool cname_is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static inline bool cname_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline char cname_to_lower(char c)
{
    return cname_is_upper(c) ? (char)(c - 'A' + 'a') : c;
}

static inline char cname_to_upper(char c)
{
    return cname_is_lower(c) ? (char)(c - 'a' + 'A') : c;
}

/* Whether a new word starts at `i`. */
static inline bool cname_breaks_before(sdn_str name, size_t i)
{
    if (i == 0 || !cname_is_upper(name.ptr[i]))
        return false;
    char before = name.ptr[i - 1];
    if (cname_is_lower(before) || cname_is_digit(before))
        return true;
    return cname_is_upper(before) && i + 1 < name.len && cname_is_lower(name.ptr[i + 1]);
}

#endif
