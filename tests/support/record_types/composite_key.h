/* Record types written by hand, for the kinds of keys that notes do not have. */
#ifndef SDNC_TEST_RECORD_TYPES_COMPOSITE_KEY_H
#define SDNC_TEST_RECORD_TYPES_COMPOSITE_KEY_H

#include <sdn/sdn.h>

typedef struct pair {
    uint32_t number;
    sdn_str name;
    bool flag;
    sdn_str value;
} pair;

/* Fields by position. */
enum { PAIR_FIELD_NUMBER, PAIR_FIELD_NAME, PAIR_FIELD_FLAG, PAIR_FIELD_VALUE };

/* Table `pairs`, key (name, number, flag). */
extern const sdn_record_type pair_record_type;

/* The same struct in table `numbered`, key `number`, numbered automatically. */
extern const sdn_record_type numbered_record_type;

#endif
