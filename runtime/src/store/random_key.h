/* Random keys: short texts for new records, made so that two people who add records apart do not meet. */
#ifndef SDN_STORE_RANDOM_KEY_H
#define SDN_STORE_RANDOM_KEY_H

#include "table/table.h"

/*
 * Makes a key that no record and no unreadable row of the table has; its text is the table's.
 *
 * It is a letter and at least five letters or digits, those of Crockford's base 32 in lower case (no i, l, o,
 * u), so it needs no quotes and is hard to misread. It gets longer with the table: that it meets one of as
 * many keys as the table has, made elsewhere meanwhile, is less likely than one in 16 million. SDN_E_IO (no
 * random numbers), SDN_E_NOMEM.
 */
sdn_code sdn__random_key(sdn_table *table, sdn_str *key, sdn_error *err);

#endif
