/*
 * Numbers in text, the same in every locale and whatever the program's floating-point state is.
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

/* Room for the text of any number that is written here, its NUL included. */
enum { SDN_NUMBER_SIZE = 32 };

/* The longest text that is read as a real number, in bytes; more than the digits of any double take. */
enum { SDN_REAL_MOST = 1200 };

/* Each reads a text that is a number and nothing else. False if it is not, or lies outside the bounds, which
 * are inclusive; *number is unchanged then. A real number is rounded to the nearest double; one too large is
 * refused. */
bool sdn__parse_signed(sdn_str text, int64_t low, int64_t high, int64_t *number);
bool sdn__parse_unsigned(sdn_str text, uint64_t high, uint64_t *number);
bool sdn__parse_real(sdn_str text, double *number);

/* As sdn__parse_unsigned, for hexadecimal digits without the `0x`. */
bool sdn__parse_hexadecimal(sdn_str digits, uint64_t high, uint64_t *number);

/* Each writes the number with its NUL and returns its length. A real number gets as few digits as it takes to
 * read it back exactly; 0 and no text if it is infinite or not a number. */
size_t sdn__print_signed(int64_t number, char text[SDN_NUMBER_SIZE]);
size_t sdn__print_unsigned(uint64_t number, char text[SDN_NUMBER_SIZE]);
size_t sdn__print_real(double number, char text[SDN_NUMBER_SIZE]);

/* A number for each double, in their order, whatever the program's floating-point state is: -0 and 0 have the same,
 * what is not a number has the largest. */
uint64_t sdn__real_rank(const void *number);

#endif
