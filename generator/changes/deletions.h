/* Deletes several records in whatever order works. */
#ifndef SDNC_CHANGES_DELETIONS_H
#define SDNC_CHANGES_DELETIONS_H

#include <stddef.h>

#include <sdn/store.h>

typedef struct deletion {
    sdn_store *store;
    const sdn_record_type *type;
    const void *record; /* of the store */
} deletion;

/* Deletes all of the records; the array is put into another order. On failure items[0] is the one that *err is about; the
 * transaction is to be rolled back. The errors of sdn_store_delete. */
sdn_code deletions_make(deletion *items, size_t count, sdn_error *err);

#endif
