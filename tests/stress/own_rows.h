/*
 * A file in which every process has its own rows, so that a missing row has one owner.
 *
 *   common00...  rows of nobody, all with the same number: a version that shows fewer, or two numbers, is torn
 *   w00          how many changes owner w00 has made
 *   w00.17       made by change 17, removed by change 21
 *   a.5          appended by an editor
 *   tick         a number that always has the same length, counted by an editor that changes nothing else
 */
#ifndef SDNC_STRESS_OWN_ROWS_H
#define SDNC_STRESS_OWN_ROWS_H

#include "cell.h"
#include "change.h"

enum { COMMON_ROWS = 60, FIRST_TICK = 1000000 };

/* Writes a file of the common rows, with this number, and `owners` with no change made. */
void own_rows_start(const char *path, uint32_t number, const char *const *owners, int count);

/* ---- through the library ---- */

/* Makes change `number` of an owner in memory; rows of its last changes that are missing are added. */
bool own_rows_change(sdn_store *store, const char *owner, unsigned number, sdn_error *err);

/* How many changes of this owner the store shows; -1 if its row is missing or not whole. */
long own_rows_count(const sdn_store *store, const char *owner);

/* How many rows are missing, or not whole, that there must be after change `number`. */
unsigned own_rows_missing(const sdn_store *store, const char *owner, unsigned number);

/* How many whole common rows have the same number as the first one, which goes to *number. */
int own_rows_common(const sdn_store *store, uint32_t *number);

/* How many of the rows `owner`.first ... `owner`.last are missing, or not whole. */
unsigned own_rows_absent(const sdn_store *store, const char *owner, unsigned first, unsigned last);

/* The number of the row `tick`; 0 if it is missing. */
uint32_t own_rows_tick(const sdn_store *store);

/* ---- in the text ---- */

/* Where that number is in the text. */
size_t own_rows_find_tick(const char *text);

/* The text after change `number` of an owner, without rows that were appended; the caller frees it. */
char *own_rows_rewrite(const char *text, const char *owner, unsigned number);

#endif
