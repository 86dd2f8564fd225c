/*
 * Numbers in text: the same in every locale, and independent of the program's floating-point state.
 *
 * Integers are decimal: digits, `-` before them where the type has a sign, `_` between two digits. A real
 * number may also have a fraction (a point with digits on both sides) and an exponent (`e` or `E`, a sign,
 * digits).
 *
 * Text keys and checksums, which are digits only, are read by sdn__decimal (decimal.h says why that is another
 * function).
 */
#ifndef SDN_BASE_NUMBER_H
#define SDN_BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sdn/str.h>

/* Room for the text of any number written here, its NUL included. */
enum { SDN_NUMBER_SIZE = 32 };

/* The longest text that is read as a real number, in bytes; more than the exact digits of any double need. */
enum { SDN_REAL_MOST = 1200 };

/* Each reads a text that is a number and nothing else. False if it is not, or is outside the inclusive bounds; *number
 * is unchanged then. A real number is rounded to the nearest double; one that is too large for a double is refused. */
bool sdn__parse_signed(sdn_str text, int64_t low, int64_t high, int64_t *number);
bool sdn__parse_unsigned(sdn_str text, uint64_t high, uint64_t *number);
bool sdn__parse_real(sdn_str text, double *number);

/* As sdn__parse_unsigned, for hexadecimal digits without the `0x`. */
bool sdn__parse_hexadecimal(sdn_str digits, uint64_t high, uint64_t *number);

/* Each writes the number with a NUL and returns the length of the text. A real number gets the fewest digits from which
 * it is read back exactly. If it is infinite or not a number, the text is empty. */
size_t sdn__print_signed(int64_t number, char text[SDN_NUMBER_SIZE]);
size_t sdn__print_unsigned(uint64_t number, char text[SDN_NUMBER_SIZE]);
size_t sdn__print_real(double number, char text[SDN_NUMBER_SIZE]);

/* An integer for each double, in the same order, independent of the program's floating-point state. -0 and 0 have the
 * same one, NaN has the largest. */
uint64_t sdn__real_rank(const void *number);

#endif
