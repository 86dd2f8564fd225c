/* Record types written by hand, for the kinds of keys that notes do not have. */
#ifndef SDN_TEST_PAIR_H
#define SDN_TEST_PAIR_H

#include <sdn/sdn.h>

typedef struct pair {
    uint32_t number;
    sdn_str name;
    bool flag;
    sdn_str value;
} pair;

/* Table `pairs`, key (name, number, flag). */
extern const sdn_record_type pair_record_type;

/* The same struct in table `numbered`, key `number`, numbered automatically. */
extern const sdn_record_type numbered_record_type;

#endif
