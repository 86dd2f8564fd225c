/*
 * Numbers as schemas write them: decimal (1_000, -5), hexadecimal (0xFF) and, for f64, with a point or
 * exponent (1.5, -0.5, 1e9). A '_' stands between digits.
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
    bool too_large; /* more than a uint64_t holds; magnitude means nothing */
} literal_integer;

/* Reads a whole number. False if the text is none; *made is unchanged then. */
bool literal_read_integer(sdn_str text, literal_integer *made);

typedef enum literal_result {
    LITERAL_FINE,
    LITERAL_WRONG,   /* not a number */
    LITERAL_TOO_FAR, /* beyond what a double holds: too large, or nearer to 0 than it can tell */
    LITERAL_NO_MEMORY
} literal_result;

/* Reads a number; *made is set only if it is fine. The arena holds what lasts until the end of the call only.
 */
literal_result literal_read_real(sdn_str text, sdn_arena *arena, double *made);

#endif
