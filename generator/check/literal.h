/*
 * Numbers as schemas write them: decimal (1_000, -5), hexadecimal (0xFF) and, for f64, with a point or
 * exponent (1.5, -0.5, 1e9). A '_' may separate digits.
 */
#ifndef SDNC_CHECK_LITERAL_H
#define SDNC_CHECK_LITERAL_H

#include <stdbool.h>
#include <stdint.h>

#include <sdn/arena.h>
#include <sdn/str.h>

typedef struct literal_integer {
    uint64_t magnitude;
    bool negative;
    bool too_large; /* more than a uint64_t holds; magnitude is not set */
} literal_integer;

/* Reads a whole number. Returns false, with *made unchanged, if the text is not one. */
bool literal_read_integer(sdn_str text, literal_integer *made);

typedef enum literal_result {
    LITERAL_FINE,
    LITERAL_WRONG,   /* not a number */
    LITERAL_TOO_FAR, /* outside the range of a double: too large, or so small that it would become 0 */
    LITERAL_NO_MEMORY
} literal_result;

/* Reads a number; *made is set only if the result is LITERAL_FINE. The arena is used for temporary memory. */
literal_result literal_read_real(sdn_str text, sdn_arena *arena, double *made);

#endif
