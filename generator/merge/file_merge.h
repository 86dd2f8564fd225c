/*
 * A three-way merge of whole SDN files: record by record, and field by field, as saves merge (store/merge.h).
 *
 * What records are not made of is merged too: comments and blank lines by the row below them, other text, the order of
 * rows, columns, rows that cannot be read, rows of tables without key. Nothing of either side is lost: what cannot be
 * merged is put between conflict markers, or the whole file is left to a merge of text lines.
 *
 * The merge works on the text of the rows, not on stores: rows that nobody changed are copied as they are, and only rows
 * that both sides changed are read. So it takes the time of reading three files, and little more memory than they do.
 *
 * Between the markers of a record stand its rows as both sides have them, with the fields that are not in conflict merged;
 * the labels name the record and the fields in conflict.
 *
 * Of two orders ours is kept unless only theirs changed the order of the table; the same holds for the order of columns,
 * line ends, the byte order mark and the line end of the last line.
 */
#ifndef SDNC_MERGE_FILE_MERGE_H
#define SDNC_MERGE_FILE_MERGE_H

#include <stdbool.h>
#include <stddef.h>

#include <sdn/arena.h>
#include <sdn/error.h>
#include <sdn/str.h>

#include "base/buffer.h"

typedef enum merge_style { MERGE_STYLE_MERGE, MERGE_STYLE_DIFF3, MERGE_STYLE_ZDIFF3 } merge_style;

typedef struct file_merge_request {
    sdn_str base, ours, theirs; /* the three versions; each is followed by SDN_PADDING (table/image.h) NULs */
    const char *path;           /* of the file, for messages and to find its schema */
    const char *schema;         /* FILE or FILE:Record; NULL: it is looked for; a broken one counts as none */
    unsigned marker_size;       /* git's %L, 7 usually */
    merge_style style;
    const char *labels[3]; /* of base, ours, theirs, after the markers */
} file_merge_request;

typedef enum file_merge_result {
    FILE_MERGE_CLEAN,
    FILE_MERGE_CONFLICTS, /* `text` has markers round what is in conflict */
    FILE_MERGE_AS_TEXT    /* it cannot be merged as records without losing something: `messages` says why */
} file_merge_result;

typedef struct file_merge {
    file_merge_result result;
    sdn_buffer text;     /* the merged file */
    sdn_buffer messages; /* for people: what was merged, each conflict in a line, rules that the result breaks */
    size_t record_count; /* how many records were taken over from theirs, or merged */
    size_t conflict_count;
} file_merge;

/* *merged is to be released in any case. SDN_E_NOMEM, SDN_E_LIMIT; everything else is a result. */
sdn_code file_merge_run(const file_merge_request *request, file_merge *merged, sdn_error *err);
void file_merge_release(file_merge *merged);

#endif
