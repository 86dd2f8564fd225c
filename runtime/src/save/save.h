/*
 * Save: from the edits of an image to the bytes of the file, and to the image after the save.
 *
 * Contract
 *   sdn__save_prepare   checks the edits, encodes what they change, reads that back, and gets the memory for finish.
 *                       The image keeps its edits.
 *   sdn__save_lay_out   lists the bytes to write: save->pieces. It belongs to writing the file: it walks through all
 *                       that differs from the file as it was read, where prepare and finish look at the edits alone.
 *   then the caller writes the pieces and replaces the file, and calls exactly one of
 *   sdn__save_finish    the file was replaced: *image becomes what the file is now. Cannot fail.
 *   sdn__save_cancel    it was not: the image is as it was before prepare, edits included.
 *   From prepare to one of these the image may not be used, since save->pieces point into its buffer. The pieces are read through text/pieces.h alone.
 *
 * There are two ways to save
 *   patch   Only rows change, or headers are added to a file without rows in memory. Each encoded row is read back by
 *           itself, and finish patches the rows into the tables. The file is not read again. The text that it no longer
 *           has stays in memory until there is so much of it that a whole save is made instead; since that is a part of
 *           the file's length, the work of it, divided among the saves that made it necessary, is in proportion to what
 *           they changed.
 *   whole   Otherwise the new bytes are joined and parsed to an image that is compared with the edited one and replaces
 *           it. This is also the way for a file with open quotes, or quotes outside tables that a quote in a row could
 *           close: reading rows one by one would not notice the effect of such text on rows after it; and where the
 *           problems of other rows would get other lines.
 */
#ifndef SDN_SAVE_SAVE_H
#define SDN_SAVE_SAVE_H

#include "base/buffer.h"
#include "save/save_plan.h"
#include "text/pieces.h"

typedef struct sdn_save {
    sdn_save_plan plan;
    sdn_pieces pieces; /* what to write, once it is laid out */
    sdn_image *next;   /* whole: the image after the save; NULL: the save patches */
    /* patch, with added headers: the buffer and the document that the image gets; else NULL */
    char *buffer;
    size_t buffer_len;
    sdn_document document;
} sdn_save;

#define SDN_SAVE_INIT                                          \
    {                                                          \
        .plan = SDN_SAVE_PLAN_INIT, .pieces = SDN_PIECES_INIT, \
    }

/* On failure *save needs neither finish nor cancel. SDN_E_MISUSE (a key was edited), SDN_E_INVALID, SDN_E_LIMIT,
 * SDN_E_SYNTAX (an unresolved git conflict), SDN_E_NOMEM. */
sdn_code sdn__save_prepare(sdn_image *image, uint64_t seed, sdn_save *save, sdn_error *err);

/* On failure *save needs to be cancelled. SDN_E_LIMIT (the file would get too large), SDN_E_NOMEM. */
sdn_code sdn__save_lay_out(const sdn_image *image, sdn_save *save, sdn_error *err);

/* In the place of sdn__save_lay_out where no file is written of the image: its records are kept elsewhere. Cannot
 * fail. */
void sdn__save_measure(const sdn_image *image, sdn_save *save);

/* Makes the edits part of the image, as if a save had written them, without judging the rules of the schema: they came
 * from where the records are kept. On failure *image is as it was, edits included. The errors of sdn__save_prepare. */
sdn_code sdn__save_adopt(sdn_image **image, uint64_t seed, sdn_error *err);

/* Appends what a save would write now, the file with all its edits, to *bytes. The rules of the schema are not looked
 * at. The image stays as it is. The errors of sdn__save_prepare. */
sdn_code sdn__save_copy(sdn_image *image, uint64_t seed, sdn_buffer *bytes, sdn_error *err);

void sdn__save_finish(sdn_image **image, sdn_save *save);
void sdn__save_cancel(sdn_save *save);

/* Frees an image and the encoders of its tables. NULL is allowed. */
void sdn__save_free_image(sdn_image *image);

#endif
