/* Rows of cells as text, for programs that read and write the file without the library. */
#ifndef SDNC_STRESS_ROW_TEXT_H
#define SDNC_STRESS_ROW_TEXT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* Writes the row of the cell that cell_make makes. */
void row_text_print(FILE *to, const char *name, uint32_t number);

/* Whether the row's first cell is `name`; then *number is the second. An empty name is that of no row. */
bool row_text_is(const char *row, const char *name, uint32_t *number);

/* The number in the row of this name; -1 if there is none. */
int64_t row_text_find(const char *text, const char *name);

/* Where the next row starts. */
const char *row_text_next(const char *row);

#endif
