/*
 * State: one version of a file in memory: its bytes, the document they make, and a table for each store of the file.
 *
 * A save is prepared in full before it replaces the file, so that nothing can fail once the file is replaced. Where all
 * goes well without, the file is not read anew for it: rows that were edited or added are patched into the tables, and
 * the file is what the buffer and the patches make together. Otherwise the next image is made from the new bytes.
 */
#ifndef SDN_TABLE_IMAGE_H
#define SDN_TABLE_IMAGE_H

#include "table/table.h"

/* NULs behind a file's bytes: one ends the last text, and scanning may look a little ahead. */
enum { SDN_PADDING = 16 };

typedef struct sdn_image {
    const sdn_options *options; /* of the file; they outlive the image */
    char *buffer;               /* the file as it was read, SDN_PADDING NULs behind it */
    size_t buffer_len;
    size_t len; /* of the file as it is: the buffer with the patches */
    sdn_document document;
    sdn_arena arena; /* the document's, and what saves added */
    sdn_table **tables;
    size_t table_count;
    size_t patched_bytes;  /* of rows that differ from the buffer */
    bool has_loose_quotes; /* outside the tables above stand quotes that may be open; those of a row could close them */
} sdn_image;

/* Reads `len` bytes at `buffer`, from sdn__alloc, as a file with tables of `types`. The image owns the buffer; on failure
 * it is freed. The errors of sdn__document_read; SDN_E_CHECKSUM. */
sdn_code sdn__image_create(const char *path, char *buffer, size_t len, const sdn_options *options,
                           const sdn_record_type *const *types, size_t type_count, uint64_t seed, sdn_image **image,
                           sdn_error *err);

/* As sdn__image_create, for another content of the file that `image` is of: same path, options and tables. Automatic
 * numbers go on from those of `image`. */
sdn_code sdn__image_renew(const sdn_image *image, char *buffer, size_t len, uint64_t seed, sdn_image **renewed,
                          sdn_error *err);

/* Takes NULL. */
void sdn__image_free(sdn_image *image);

/* Adds a table of one more type. On failure the image is as it was. */
sdn_code sdn__image_add_table(sdn_image *image, const sdn_record_type *type, uint64_t seed, sdn_error *err);

/* Takes the table added last away again. */
void sdn__image_drop_last_table(sdn_image *image);

/* Refuses a image with any problem, or a file with content but without one of the tables: SDN_E_SYNTAX,
 * SDN_E_NOT_FOUND. */
sdn_code sdn__image_require_clean(const sdn_image *image, sdn_error *err);

/* Refuses a image with an unresolved git conflict, at its place: SDN_E_SYNTAX. What is saved into one half of it would be
 * lost when the other is chosen. */
sdn_code sdn__image_require_resolved(const sdn_image *image, sdn_error *err);

/* Whether any table has unsaved edits. */
bool sdn__image_changed(const sdn_image *image);

/* Takes the NULs out of the buffer, and puts them back. */
void sdn__image_restore_bytes(sdn_image *image);
void sdn__image_terminate_again(sdn_image *image);

/* Whether quotes stand before or between tables, in comments aside. Behind all tables they do no harm. */
bool sdn__image_has_quotes_above_tables(const sdn_document *document);

#endif
