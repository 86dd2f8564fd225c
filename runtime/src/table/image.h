/*
 * Image: one loaded version of a file: its bytes, the document in them, and a table for each open store of the file.
 *
 * A new image is made when another program has changed the file. After a save of our own the file is usually not parsed
 * again: rows that were edited or added become patches (image_rows.h), and the file is a list of pieces of the buffer and
 * of these patches (text/pieces.h).
 */
#ifndef SDN_TABLE_IMAGE_H
#define SDN_TABLE_IMAGE_H

#include "base/pages.h"
#include "table/table.h"
#include "text/pieces.h"

/* The number of NULs after a file's bytes: one ends the last text, and scans may read a little ahead. */
enum { SDN_PADDING = 16 };

typedef struct sdn_image {
    const sdn_options *options; /* of the file; they outlive the image */
    char *buffer; /* the file as it was read, NULs after texts (text/delimiters.h), and SDN_PADDING NULs */
    size_t buffer_len;
    sdn_pieces pieces; /* the file as it is now: the buffer with what saves changed; see save/layout.h */
    bool is_late; /* the pieces lack what the last saves changed, and are made when they are needed: of a replica, whose
                        * file nobody writes */
    size_t late_len; /* the length that the file has then, but for line ends */
    sdn_document document;
    sdn_arena arena; /* the document's, and what saves added */
    sdn_table **tables;
    size_t table_count;
    size_t patched_bytes;  /* of rows that differ from the buffer */
    sdn_pages pages;       /* of the tables */
    bool has_loose_quotes; /* outside the tables above is an open quote, or may be one, that a new row could close */
} sdn_image;

/* Reads a file, whose bytes are followed by SDN_PADDING NULs, with tables of `types`. The image owns the bytes; on failure
 * they are freed. SDN_E_SYNTAX, SDN_E_LIMIT, SDN_E_NOMEM, SDN_E_CHECKSUM. */
sdn_code sdn__image_create(const char *path, sdn_content content, const sdn_options *options,
                           const sdn_record_type *const *types, size_t type_count, uint64_t seed, sdn_image **image,
                           sdn_error *err);

/* As sdn__image_create, for new content of the file of `image`: same path, options and tables. Automatic numbers
 * continue after those of `image`. */
sdn_code sdn__image_renew(const sdn_image *image, sdn_content content, uint64_t seed, sdn_image **renewed,
                          sdn_error *err);

/* Automatic numbers of `newer`, with the same tables, continue after those of `image` too. */
void sdn__image_keep_numbers(const sdn_image *image, sdn_image *newer);

/* NULL is allowed. */
void sdn__image_free(sdn_image *image);

/* Adds a table of one more type. On failure the image is as it was. */
sdn_code sdn__image_add_table(sdn_image *image, const sdn_record_type *type, uint64_t seed, sdn_error *err);

/* Removes the table that was added last. */
void sdn__image_drop_last_table(sdn_image *image);

/* Refuses an image with any problem, or a file with content but without one of the tables: SDN_E_SYNTAX,
 * SDN_E_NOT_FOUND. */
sdn_code sdn__image_require_clean(const sdn_image *image, sdn_error *err);

/* Refuses an image with an unresolved git conflict: SDN_E_SYNTAX, at its position. What is saved into one side of it
 * would be lost if the other is chosen. */
sdn_code sdn__image_require_resolved(const sdn_image *image, sdn_error *err);

/* The table that follows `table` in the file, or the first one if it is NULL; those that the file lacks come last. NULL
 * if there is none left. */
sdn_table *sdn__image_next_table(const sdn_image *image, const sdn_table *table);

/* Whether any table has unsaved edits. */
bool sdn__image_changed(const sdn_image *image);

/* Whether there are quotes before or between tables, except in comments. After the last table they do no harm. */
bool sdn__image_has_quotes_above_tables(const sdn_document *document);

#endif
