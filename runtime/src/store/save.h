/*
 * Save: from the edits of a state to the bytes of the file, and from there to the state after it.
 *
 * Calling sequence: sdn_save_prepare; write save->pieces to the file; sdn_save_finish if that went well, else
 * sdn_save_cancel. All that can fail is done by prepare. Between, the state may not be used.
 *
 * What is written is read back before: each row by itself, as the row of its table that it is to be, and that of a new
 * record when it is inserted; or the whole file, where more than rows changes, or where it holds what cannot be read, or
 * quotes that those of a row could close.
 */
#ifndef SDN_STORE_SAVE_H
#define SDN_STORE_SAVE_H

#include "store/state.h"

typedef struct sdn_save {
    sdn_layout layout;
    sdn_pieces *pieces; /* what to write */
    sdn_pieces whole;   /* the bytes of `next` */
    sdn_state *next;    /* the state after the save; NULL: the old one with `records` in it */
    char *buffer;       /* the old one gets this buffer and document first; NULL: it keeps its own */
    size_t buffer_len;
    sdn_document document;
    void **records;     /* per row of the layout */
} sdn_save;

/* On failure *save needs neither finish nor cancel. SDN_E_MISUSE (a key was edited), SDN_E_INVALID, SDN_E_LIMIT,
 * SDN_E_NOMEM. */
sdn_code sdn_save_prepare(sdn_state *state, uint64_t seed, sdn_save *save, sdn_error *err);

/* Makes *state what the file is now. */
void sdn_save_finish(sdn_state **state, sdn_save *save);

/* Leaves the state as it was before. */
void sdn_save_cancel(sdn_state *state, sdn_save *save);

#endif
