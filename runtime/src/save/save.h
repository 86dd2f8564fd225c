/*
 * Save: from the edits of an image to the bytes of the file, and to the image after the save.
 *
 * Contract
 *   sdn__save_prepare   checks the edits, encodes what they change, reads that back, and gets the memory for finish.
 *                       The image keeps its edits.
 *   sdn__save_lay_out   lists the bytes to write. Of a file with a checksum line it sums them all up. Of a replica, whose
 *                       file nobody writes, it is put off (sdn_image.is_late), unless the file might get too large.
 *   then the caller writes what sdn__save_pieces says and replaces the file, and calls exactly one of
 *   sdn__save_finish    the file was replaced: *image becomes what the file is now. Cannot fail.
 *   sdn__save_cancel    it was not: the image is as it was before prepare, edits included.
 *   From prepare to one of these the image may not be used, since the pieces point into its buffer.
 *
 * There are two ways to save
 *   patch   Only rows change, or headers are added to a file without rows in memory. Each encoded row is read back by
 *           itself, and finish patches the rows into the tables and keeps the pieces. All this looks at the edits alone;
 *           the file is not read again. The text that it no longer has stays in memory until there is so much of it that
 *           a whole save is made instead; since that is a part of the file's length, the work of it, divided among the
 *           saves that made it necessary, is in proportion to what they changed.
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
    sdn_image *next;   /* whole: the image after the save; NULL: the save patches */
    sdn_pieces pieces; /* patch: the file after the save, once it is laid out */
    bool is_late;      /* patch: laying it out was put off */
    /* patch, with added headers: the buffer and the document that the image gets, and that buffer as pieces; else NULL */
    char *buffer;
    size_t buffer_len;
    sdn_document document;
    sdn_pieces headers;
} sdn_save;

#define SDN_SAVE_INIT                                                                      \
    {                                                                                      \
        .plan = SDN_SAVE_PLAN_INIT, .pieces = SDN_PIECES_INIT, .headers = SDN_PIECES_INIT, \
    }

/* On failure *save needs neither finish nor cancel. SDN_E_MISUSE (a key was edited), SDN_E_INVALID, SDN_E_LIMIT,
 * SDN_E_SYNTAX (an unresolved git conflict), SDN_E_NOMEM. */
sdn_code sdn__save_prepare(sdn_image *image, uint64_t seed, sdn_save *save, sdn_error *err);

/* On failure *save needs to be cancelled. SDN_E_LIMIT (the file would get too large), SDN_E_NOMEM. */
sdn_code sdn__save_lay_out(sdn_image *image, sdn_save *save, sdn_error *err);

/* What to write, once it is laid out. */
static inline const sdn_pieces *sdn__save_pieces(const sdn_save *save)
{
    return save->next != NULL ? &save->next->pieces : &save->pieces;
}

/* Makes the edits part of the image, as if a save had written them, without judging the rules of the schema: they came
 * from where the records are kept. On failure *image is as it was, edits included. The errors of sdn__save_prepare and
 * sdn__save_lay_out. */
sdn_code sdn__save_adopt(sdn_image **image, uint64_t seed, sdn_error *err);

/* Appends what a save would write now, the file with all its edits, to *bytes. The rules of the schema are not looked
 * at. The image stays as it is. The errors of sdn__save_prepare. */
sdn_code sdn__save_copy(sdn_image *image, uint64_t seed, sdn_buffer *bytes, sdn_error *err);

void sdn__save_finish(sdn_image **image, sdn_save *save);
void sdn__save_cancel(sdn_save *save);

/* Frees an image and the encoders of its tables. NULL is allowed. */
void sdn__save_free_image(sdn_image *image);

#endif
