/*
 * Text as pointer and length.
 *
 * Every sdn_str that the library returns is followed by a NUL byte, so `ptr` is a C string unless the text itself has a
 * NUL. An sdn_str owns nothing; each function that returns one says who owns the memory. Text that is passed to the
 * library needs no NUL.
 */
#ifndef SDN_STR_H
#define SDN_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include <sdn/api.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A text. */
typedef struct sdn_str {
    const char *ptr; /* never NULL in a record of a store; the library accepts NULL with len 0 as empty text */
    size_t len;      /* bytes, without the NUL */
} sdn_str;

/* The value of a field `[string]`. */
typedef struct sdn_str_list {
    const sdn_str *items; /* NULL when count is 0 */
    size_t count;         /* of the elements */
} sdn_str_list;

/* An sdn_str constant from a string literal, usable in static initializers. */
#define SDN_STR_INIT(literal)          \
    {                                  \
        (literal), sizeof(literal) - 1 \
    }

/* An sdn_str value from a string literal. */
#ifdef __cplusplus
#define SDN_STR(literal) (sdn_str SDN_STR_INIT(literal))
#else
#define SDN_STR(literal) ((sdn_str)SDN_STR_INIT(literal))
#endif

/* A view of a C string; NULL gives empty text. */
static inline sdn_str sdn_str_from(const char *text)
{
    sdn_str str = {text != NULL ? text : "", text != NULL ? strlen(text) : 0};
    return str;
}

/* Whether both have the same bytes. */
static inline bool sdn_str_equal(sdn_str a, sdn_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

/* Compares byte by byte; a prefix comes first. Less than, equal to or greater than 0. */
SDN_API int sdn_str_compare(sdn_str a, sdn_str b);

/* Whether both have the same number of elements, equal and in the same order. */
SDN_API bool sdn_str_list_equal(sdn_str_list a, sdn_str_list b);

/* The position of the first element that equals `text`, or list.count if there is none. */
SDN_API size_t sdn_str_list_find(sdn_str_list list, sdn_str text);

/* Whether an element equals `text`. */
static inline bool sdn_str_list_has(sdn_str_list list, sdn_str text)
{
    return sdn_str_list_find(list, text) < list.count;
}

#ifdef __cplusplus
}
#endif

#endif
