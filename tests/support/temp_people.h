/* People (record_types/rules.h) in a store. */
#ifndef SDNC_TEST_TEMP_PEOPLE_H
#define SDNC_TEST_TEMP_PEOPLE_H

#include "record_types/rules.h"

sdn_value key_of(const char *id);

/* The record with this key, or NULL. */
const person *get_person(const sdn_store *store, const char *id);

/* A failure ends the test. */
person *edit_person(sdn_store *store, const char *id);
person *insert_person(sdn_store *store, const person *values);

#endif
