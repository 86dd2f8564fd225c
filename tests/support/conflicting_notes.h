/* Stores of notes whose edits are in conflict with what the file holds by now. */
#ifndef SDNC_TEST_CONFLICTING_NOTES_H
#define SDNC_TEST_CONFLICTING_NOTES_H

#include "temp_stores.h"

/* What most tests of merges start with. */
#define NOTES_BASE "notes |id, text, no|\n    1, one, 1\n    2, two, 2\n    3, three, 3\n"

/* The other cells of a record, as messages and conflicts show it. */
#define REST_OF_NOTE ", false, fact, left, \"\", \"\", \"\""

/* Writes `text` to STORE_PATH and opens it with this policy. */
sdn_store *notes_with(const char *text, sdn_conflict_policy policy);

/* That a save fails with just one conflict, of whole records. */
void assert_one_conflict(sdn_store *store, sdn_conflict_kind kind, const char *base, const char *theirs,
                         const char *ours);

/* One conflict of each kind, and a change that is in none: a store with edits of the first text while the file is the
 * second. */
#define CONFLICTING_BASE "notes |id, text, no|\n    1, one, 1\n    2, two, 2\n    3, three, 3\n    5, five, 5\n"
#define CONFLICTING_THEIRS \
    "notes |id, text, no|\n    1, theirs, 1\n    3, theirs, 3\n    5, five, 55\n    9, theirs, 9\n"
sdn_store *conflicting(sdn_conflict_policy policy);

#endif
