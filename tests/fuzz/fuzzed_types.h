/* The record types that the fuzz targets of the data reader open each file with. */
#ifndef SDNC_FUZZ_FUZZED_TYPES_H
#define SDNC_FUZZ_FUZZED_TYPES_H

#include <sdn/record.h>

enum { RECORD_TYPES = 9 };

/* Every type of field, lists, optional fields; keys that are texts, numbers, of several fields, automatic, random, or
 * missing; references, unique indexes and the other rules. Each has a table of its own. */
extern const sdn_record_type *const record_types[RECORD_TYPES];

/* The position of the first one with rules, which may refuse a record; those after it have rules too. */
enum { FIRST_TYPE_WITH_RULES = 6 };

#endif
