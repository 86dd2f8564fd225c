/*
 * Replica text: records that a backend gives one by one, as the text of a file. So a replica of a database is an image as
 * that of a file is, and all that is known of images holds for it.
 *
 * The text is what a new file would be: tables one after the other, each with the columns of its record type, in their
 * order. A row that holds a text which is no value of its field is written all the same; the loader makes a problem of it.
 */
#ifndef SDN_BACKEND_REPLICA_TEXT_H
#define SDN_BACKEND_REPLICA_TEXT_H

#include <sdn/record.h>

#include "base/buffer.h"
#include "base/pages.h"

typedef struct sdn_replica_text {
    sdn_buffer bytes;
    const sdn_record_type *type; /* of the table that was begun last; NULL: none */
    sdn_row_writer writer;       /* of one row of it */
    sdn_arena scratch;           /* of one row */
    void *record;                /* of the type: scratch for a list, which is read and written again */
} sdn_replica_text;

#define SDN_REPLICA_TEXT_INIT                               \
    {                                                       \
        .bytes = SDN_BUFFER_INIT, .scratch = SDN_ARENA_INIT \
    }

/* Begins a table. SDN_E_NOMEM. */
sdn_code sdn__replica_text_begin(sdn_replica_text *text, const sdn_record_type *type, sdn_error *err);

/* Adds a row of it, with a text for each field. SDN_E_SYNTAX (not UTF-8, or a NUL), SDN_E_LIMIT (longer than
 * max_bytes), SDN_E_NOMEM. */
sdn_code sdn__replica_text_add(sdn_replica_text *text, const sdn_str *texts, size_t max_bytes, const char *path,
                               sdn_error *err);

/* Moves the bytes to *content, followed by SDN_PADDING NULs. SDN_E_NOMEM. */
sdn_code sdn__replica_text_take(sdn_replica_text *text, sdn_content *content, sdn_error *err);

void sdn__replica_text_release(sdn_replica_text *text);

#endif
