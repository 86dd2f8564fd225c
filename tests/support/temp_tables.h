/* The tables of temp_stores.h in a place that has tables. Where the place is a text file these do nothing. */
#ifndef SDNC_TEST_TEMP_TABLES_H
#define SDNC_TEST_TEMP_TABLES_H

#include <sdn/record.h>

/* Removes all. */
void forget_tables(void);

/* Makes the table of a type, and those that it refers to, unless they are there; with what is in STORE_PATH. */
void know_table(const sdn_record_type *type);
void know_tables(const sdn_record_type *const *types, size_t count);

/* Another program makes the records of all tables those that are in STORE_PATH. */
void take_over_tables(void);

/* That the records of all tables are those of a file with this text. */
void assert_store_tables(const char *text);

#endif
