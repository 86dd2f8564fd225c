/*
 * State: one version of a file in memory: its bytes, the document they make, and a table for each store of the file.
 *
 * A save builds the next state before it replaces the file, so that nothing can fail once the file is replaced.
 */
#ifndef SDN_STORE_STATE_H
#define SDN_STORE_STATE_H

#include "store/table.h"

/* NULs behind a file's bytes: one ends the last text, and scanning may look a little ahead. */
enum { SDN_PADDING = 16 };

typedef struct sdn_state {
    char *buffer; /* the whole file, SDN_PADDING NULs behind it */
    size_t len;
    sdn_document document;
    sdn_arena arena; /* the document's */
    sdn_table **tables;
    size_t table_count;
} sdn_state;

/* Reads `len` bytes at `buffer` as a file with tables of `types`. On success the new state owns the buffer; on failure
 * the caller keeps it. The errors of sdn_document_read; SDN_E_CHECKSUM. */
sdn_code sdn_state_create(const char *path, char *buffer, size_t len, const sdn_options *options,
                          const sdn_record_type *const *types, size_t type_count, uint64_t seed, sdn_state **state,
                          sdn_error *err);

/* Takes NULL. */
void sdn_state_free(sdn_state *state);

/* Adds a table of one more type. On failure the state is as it was. */
sdn_code sdn_state_add_table(sdn_state *state, const sdn_record_type *type, uint64_t seed, sdn_error *err);

/* Takes the table added last away again. */
void sdn_state_drop_last_table(sdn_state *state);

/* Refuses a state with any problem, or a file with content but without one of the tables: SDN_E_SYNTAX,
 * SDN_E_NOT_FOUND. */
sdn_code sdn_state_require_clean(const sdn_state *state, sdn_error *err);

/* Whether any table has unsaved edits. */
bool sdn_state_changed(const sdn_state *state);

/* Takes the NULs out of the buffer, and puts them back. */
void sdn_state_restore_bytes(sdn_state *state);
void sdn_state_terminate_again(sdn_state *state);

/* Lists in table->violations which rules its records break. The table is one of the state's, and settled.
 * SDN_E_NOMEM. */
sdn_code sdn_state_validate(sdn_state *state, sdn_table *table, sdn_error *err);

/* The content of the file with the edits of this state, and the state it will then have; this one is unchanged.
 * SDN_E_MISUSE (a key was edited), SDN_E_INVALID, SDN_E_LIMIT, SDN_E_NOMEM. */
sdn_code sdn_state_advance(sdn_state *state, uint64_t seed, sdn_state **next, sdn_error *err);

#endif
