/*
 * Save: from the edits of an image to the bytes of the file, and to the image after the save.
 *
 * Contract
 *   sdn__save_prepare   does everything that can fail: checks the edits, lays out the file, reads back what is to be
 *                       written, gets the memory for what follows. The image keeps its edits.
 *   then the caller writes save->pieces and replaces the file, and calls exactly one of
 *   sdn__save_finish    the file was replaced: *image becomes what the file is now. Cannot fail.
 *   sdn__save_cancel    it was not: the image is as it was before prepare, edits included.
 *   From prepare to one of these the image may not be used, since save->pieces point into its buffer. The pieces are read through text/pieces.h alone.
 *
 * There are two ways to save
 *   patch   Only rows change, or headers are added to a file without rows in memory. Each encoded row is read back by
 *           itself, and finish patches the rows into the tables. The file is not read again.
 *   whole   Otherwise the new bytes are joined and parsed to an image that is compared with the edited one and replaces
 *           it. This is also the way for a file that holds what cannot be read, or quotes outside tables that a quote
 *           in a row could close: reading rows one by one would not notice the effect of such text on rows after it.
 */
#ifndef SDN_SAVE_SAVE_H
#define SDN_SAVE_SAVE_H

#include "base/buffer.h"
#include "save/layout.h"
#include "table/image.h"
#include "text/pieces.h"

typedef struct sdn_save {
    const sdn_pieces *pieces; /* what to write */
    sdn_layout layout;
    /* whole: */
    sdn_image *next;  /* the image after the save; NULL: the save patches */
    sdn_pieces whole; /* the bytes of `next` */
    /* patch: */
    void **records; /* per row of the layout: the record that its slot gets; its text is in layout.text */
    char *buffer;   /* with added headers: the buffer and the document that the image gets; else NULL */
    size_t buffer_len;
    sdn_document document;
} sdn_save;

/* On failure *save needs neither finish nor cancel. SDN_E_MISUSE (a key was edited), SDN_E_INVALID, SDN_E_LIMIT,
 * SDN_E_SYNTAX (an unresolved git conflict), SDN_E_NOMEM. */
sdn_code sdn__save_prepare(sdn_image *image, uint64_t seed, sdn_save *save, sdn_error *err);

/* Appends what a save would write now, the file with all its edits, to *bytes. The rules of the schema are not looked
 * at. The image stays as it is. The errors of sdn__save_prepare. */
sdn_code sdn__save_copy(sdn_image *image, uint64_t seed, sdn_buffer *bytes, sdn_error *err);

void sdn__save_finish(sdn_image **image, sdn_save *save);
void sdn__save_cancel(sdn_save *save);

/* Frees an image and the encoders of its tables. NULL is allowed. */
void sdn__save_free_image(sdn_image *image);

#endif
