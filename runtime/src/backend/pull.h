/*
 * Pull: what the runtime asks of a backend when it loads a file or brings its image up to date, and what the backend gave.
 *
 * Three things can be given
 *   nothing    nothing changed
 *   content    bytes for an image: those of a text file, or all records as the text of one (replica_text.h)
 *   changes    records that were added, changed or deleted. They are made on the image at once, as edits whose rules are
 *              not judged. sdn__pull_keep makes them part of the image, sdn__pull_undo takes them back
 * A change that cannot be made so, because the record cannot be read, makes all records wanted: is_unclear.
 */
#ifndef SDN_BACKEND_PULL_H
#define SDN_BACKEND_PULL_H

#include <sdn/backend.h>

#include "backend/replica_text.h"
#include "table/image.h"

/* What the backend gave. */
typedef enum sdn_pulled { SDN_PULLED_NOTHING, SDN_PULLED_CONTENT, SDN_PULLED_CHANGES } sdn_pulled;

struct sdn_pull {
    /* what is asked */
    const char *path; /* for messages */
    const sdn_options *options;
    sdn_image *image; /* that is to be brought up to date; NULL: there is none, or it will be replaced in any case */
    const sdn_record_type *const *types; /* of the tables, if image is NULL */
    uint32_t type_count;
    sdn_image *known;  /* with records of the first ones, as they were when they were settled; NULL: none */
    bool wants_all;    /* it has unsaved edits, so changes cannot be made on it */
    bool follows_path; /* the path is followed, if it leads elsewhere by now */
    bool at_rest;      /* a file that another program is writing in place is waited for, also if it is the one loaded */
    /* what was given */
    sdn_pulled given;
    sdn_content content; /* followed by SDN_PADDING NULs */
    bool is_missing;     /* the content is empty because there is no file */
    bool has_records;    /* the content was made of records */
    bool is_unclear;
    sdn_replica_text text; /* of all records, while they are given */
    uint32_t text_tables;  /* how many tables it has */
};

/* To be called after the backend gave all: all records become content. SDN_E_MISUSE (there is no image, and no content
 * for one was given), SDN_E_NOMEM. */
sdn_code sdn__pull_end(sdn_pull *pull, sdn_error *err);

/* Makes the changes that were given part of the image, which may become another one. On failure they are still edits: the errors of
 * sdn__save_adopt. */
sdn_code sdn__pull_keep(const sdn_pull *pull, uint64_t seed, sdn_image **image, sdn_error *err);

/* Takes the changes back. */
void sdn__pull_undo(const sdn_pull *pull);

/* Frees what was given and not taken. */
void sdn__pull_release(sdn_pull *pull);

#endif
