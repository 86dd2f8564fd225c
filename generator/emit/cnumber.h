/* Numbers as C literals with exactly that value. In the arena; the ptr is NULL when memory ran out. */
#ifndef SDNC_EMIT_CNUMBER_H
#define SDNC_EMIT_CNUMBER_H

#include <stdint.h>

#include <sdn/arena.h>
#include <sdn/str.h>

/* Of any signed type; INT64_MIN, which no literal can express, by its name. */
sdn_str cnumber_signed(sdn_arena *arena, int64_t number);

/* Of any unsigned type; with a `u` if it is too large for an int. */
sdn_str cnumber_unsigned(sdn_arena *arena, uint64_t number);

/* Of a finite double: the fewest digits that read back as the same value, always with a point or an exponent. */
sdn_str cnumber_real(sdn_arena *arena, double number);

#endif
