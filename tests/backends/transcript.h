/* What a program saw of its stores, as lines of text: `label: what`. The place of the stores is PLACE in it, so that
 * transcripts of two backends can be compared. */
#ifndef SDNC_TEST_TRANSCRIPT_H
#define SDNC_TEST_TRANSCRIPT_H

#include <sdn/store.h>

typedef struct transcript {
    const char *uri;  /* of the stores */
    const char *part; /* what labels begin with */
    size_t len;
    char text[1 << 18];
} transcript;

void say(transcript *t, const char *label, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* A code, with its message if it is a failure. */
void say_code(transcript *t, const char *label, sdn_code code, const sdn_error *err);

/* The same of what returns a record. */
void say_made(transcript *t, const char *label, const void *record, const sdn_error *err);

/* All records of a walk, in its order, and of the reverse one. */
void say_walk(transcript *t, const char *label, const sdn_record_type *type, sdn_cursor cursor);

/* All conflicts, and all problems, of a store. */
void say_conflicts(transcript *t, const char *label, const sdn_store *store);
void say_problems(transcript *t, const char *label, const sdn_store *store);

#endif
