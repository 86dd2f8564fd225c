/*
 * Random keys: short texts for new records, so that people who add records independently do not choose the same key.
 *
 * A key is a letter and at least five letters or digits, those of Crockford's base 32 in lower case (no i, l, o, u), so
 * it needs no quotes and is hard to misread. Its length grows with the table: the chance that it equals one of as many
 * keys as the table has, made elsewhere in the meantime, is below one in 16 million.
 */
#ifndef SDN_EDIT_RANDOM_KEY_H
#define SDN_EDIT_RANDOM_KEY_H

#include "table/table.h"

/* Makes a key that no record and no unreadable row of the table has; its text is the table's. SDN_E_IO (no random
 * numbers), SDN_E_NOMEM. */
sdn_code sdn__random_key(sdn_table *table, sdn_str *key, sdn_error *err);

#endif
