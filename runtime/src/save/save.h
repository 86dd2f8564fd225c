/*
 * Save: from the edits of a image to the bytes of the file, and from there to the image after it.
 *
 * Calling sequence: sdn__save_prepare; write save->pieces to the file; sdn__save_finish if that went well, else
 * sdn__save_cancel. All that can fail is done by prepare. Between, the image may not be used.
 *
 * What is written is read back before: each row by itself, as the row of its table that it is to be, and that of a new
 * record when it is inserted; or the whole file, where more than rows changes, or where it holds what cannot be read, or
 * quotes that those of a row could close.
 */
#ifndef SDN_SAVE_SAVE_H
#define SDN_SAVE_SAVE_H

#include "table/image.h"

typedef struct sdn_save {
    sdn_layout layout;
    sdn_pieces *pieces; /* what to write */
    sdn_pieces whole;   /* the bytes of `next` */
    sdn_image *next;    /* the image after the save; NULL: the old one with `records` in it */
    char *buffer;       /* the old one gets this buffer and document first; NULL: it keeps its own */
    size_t buffer_len;
    sdn_document document;
    void **records; /* per row of the layout */
} sdn_save;

/* On failure *save needs neither finish nor cancel. SDN_E_MISUSE (a key was edited), SDN_E_INVALID, SDN_E_LIMIT,
 * SDN_E_NOMEM. */
sdn_code sdn__save_prepare(sdn_image *image, uint64_t seed, sdn_save *save, sdn_error *err);

/* Makes *image what the file is now. */
void sdn__save_finish(sdn_image **image, sdn_save *save);

/* Leaves the image as it was before. */
void sdn__save_cancel(sdn_image *image, sdn_save *save);

#endif
