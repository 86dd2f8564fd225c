/*
 * The changes that workers of the store campaign make, and what a file may therefore hold.
 *
 *   w03        how many changes worker 3 has made, unless it merges
 *   m01        the same of four merging workers, one part each, so that saves meet in one record
 *   w03.17     inserted by change 17 of worker 3, deleted by change 21
 *   gen, zgen  how many changes all others but the merging workers have made; first and last, always changed together
 *   acct0...   accounts, between which transactions move amounts
 */
#ifndef SDNC_STRESS_CHANGE_H
#define SDNC_STRESS_CHANGE_H

#include "cell.h"
#include "ledger.h"

enum { LIVE_ROWS = 4, NAME_SIZE = 32 };

#define CELLS_FILE "cells.sdn"
#define CELLS_LOCK "cells.sdn.lock"
#define CELLS_TEMP "cells.sdn.tmp" /* of plain programs */

/* A comment in the file that nobody may lose. */
#define CELLS_COMMENT "# a note between the tables, which no save may lose\n"

/* How many changes of each worker there are at least, or at most. */
typedef struct tally {
    unsigned counts[MOST_WORKERS];
} tally;

tally tally_acknowledged(const ledger *book);
tally tally_intended(const ledger *book);

void name_of_count(const ledger *book, int worker, char name[NAME_SIZE]);
void name_of_row(int worker, unsigned change, char name[NAME_SIZE]);

/* Writes the file as it is before the first change. */
void change_write_start(const ledger *book);

/* How many changes of this worker the store shows; false if its record is missing. */
bool change_count(const sdn_store *store, const ledger *book, int worker, unsigned *count);

/* Makes change `number` of a worker in memory. On failure err is filled. */
bool change_make(sdn_store *store, const ledger *book, int worker, unsigned number, sdn_error *err);

/* Moves an amount between two accounts in memory. On failure err is filled. */
bool change_move_amount(sdn_store *store, sdn_error *err);

/*
 * Checks that the store shows a whole state, with between `least` and `most` changes of each worker, and nothing
 * else. *generation gets the number in `gen`. What is wrong is a violation, reported with `who`; then false.
 */
bool change_check(const sdn_store *store, ledger *book, const tally *least, const tally *most, const char *who,
                  unsigned *generation);

#endif
