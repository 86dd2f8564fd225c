/* The types of record_types/basic.h, made from a schema at run time, for the same structs. */
#ifndef SDNC_TEST_DYNAMIC_NOTES_H
#define SDNC_TEST_DYNAMIC_NOTES_H

#include <sdn/record.h>

typedef struct dynamic_note_types {
    const sdn_record_type *plain;   /* as note_record_type */
    const sdn_record_type *ordered; /* as ordered_note_record_type */
} dynamic_note_types;

/* Made by the first call, and kept until the program ends. Failure ends the test. */
const dynamic_note_types *dynamic_notes(void);

#endif
