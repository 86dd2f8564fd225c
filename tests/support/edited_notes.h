/* That one change to a store of notes makes exactly one text of another. Failure ends the test. */
#ifndef SDNC_TEST_EDITED_NOTES_H
#define SDNC_TEST_EDITED_NOTES_H

/* Sets the text of the record `id`. */
void assert_edited(const char *before, const char *id, const char *text, const char *after);

void assert_deleted(const char *before, const char *id, const char *after);

/* Inserts a record for each character of `ids`, which is its key. */
void assert_inserted(const char *before, const char *ids, const char *after);

#endif
