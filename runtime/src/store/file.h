/* An open file, as the functions on stores see it. */
#ifndef SDN_STORE_FILE_H
#define SDN_STORE_FILE_H

#include "store/state.h"

struct sdn_store {
    const sdn_record_type *type;
    sdn_file *file;
    size_t number; /* of its table in file->state->tables */
};

/* The table of a store; keeps a running transaction's lock fresh. */
sdn_table *sdn_store_table(const sdn_store *store);

/* The state its file is in. */
sdn_state *sdn_store_state(const sdn_store *store);

/* As sdn_store_table; settles the table, as everything that reads or inserts must. */
sdn_table *sdn_store_enter(const sdn_store *store);

#endif
