/* A document that is read from text in memory and shown as text: its tables, rows and detached rows. */
#ifndef SDNC_TEST_SHOWN_DOCUMENT_H
#define SDNC_TEST_SHOWN_DOCUMENT_H

#include "text/document_reader.h"

/* What every case starts with and ends with. */
typedef struct shown_document {
    sdn_document document;
    sdn_arena arena;
    sdn_document_limits limits; /* 16 MiB a cell, 1,000 columns, 1,000 rows; a case may set others */
    char text[8192];            /* what was read so far */
    size_t used;
} shown_document;

extern shown_document shown;

int shown_document_enter(void **state);
int shown_document_leave(void **state);

#define TEST_WITH_DOCUMENT(function) \
    cmocka_unit_test_setup_teardown(function, shown_document_enter, shown_document_leave)

/* Reads all tables and rows of the bytes, and shows them: a table as `LINE:NAME(COLUMNS)`, followed by `+` if its header
 * line has a row; a row as its bytes, then `;` or, if it is detached, `!`, then its problem. */
sdn_code show_document(const char *bytes, size_t len, sdn_error *err);

/* That the tables and rows of a text are shown like this. */
void assert_tables(const char *text, const char *expected);

/* That the bytes cannot be read. */
void assert_refused(const char *bytes, size_t len, sdn_code code, const char *message);

#endif
