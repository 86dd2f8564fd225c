/*
 * Save plan: what a save writes of the edits of an image: the rows and headers that it encodes, and where they go.
 *
 * Making a plan takes as long as what was edited since the last save, however many rows the tables have, and however
 * many of them earlier saves changed. Where all this lies in the file among what stays as it is, is found by the layout
 * (layout.h).
 *
 * As long as a plan lives, nothing else may be allocated from the document's arena, and no edit be made.
 */
#ifndef SDN_SAVE_SAVE_PLAN_H
#define SDN_SAVE_SAVE_PLAN_H

#include "encode/row_encode.h"
#include "save/placement.h"
#include "table/image.h"

typedef struct sdn_encoded_row {
    uint32_t slot;
    sdn_str text; /* without line end, which follows it in memory */
    void *record; /* what the slot gets if the save patches; until then NULL */
} sdn_encoded_row;

/* What is written of one table. */
typedef struct sdn_table_plan {
    sdn_table *table;
    sdn_row_encoder *encoder;
    sdn_str header;   /* up to its second bar; ptr is NULL if that of the file stays */
    uint32_t *visits; /* slots of rows of the file that are encoded, deleted, or followed by new rows; rising */
    size_t visit_count;
    sdn_placement *placements; /* of new rows, in file order */
    size_t placement_count;
    sdn_encoded_row
        *rows; /* rows of the file in the order of their slots, then new ones that are not cached as placed */
    size_t row_count;
    size_t row_capacity;
    size_t rewritten_count; /* the first of `rows`: those that are in the file */
} sdn_table_plan;

typedef struct sdn_save_plan {
    sdn_table_plan *tables; /* those with edits, in file order */
    size_t table_count;
    sdn_str sum;             /* for the checksum line; ptr is NULL: that stays, or there is none */
    sdn_arena text;          /* all that is encoded; its first block may be the last one of the document's arena */
    size_t cached_bytes;     /* of new rows that were encoded before and cached */
    size_t superseded_bytes; /* of rows that are rewritten or deleted */
    bool keeps_order;        /* rows keep their order, new rows follow all others in the order of their slots, and no
                              * header of the file changes */
    bool keeps_lines;        /* no line above the last table, nor in it, gets another number */
    bool adds_table;         /* there are headers of tables that the file lacks */
} sdn_save_plan;

#define SDN_SAVE_PLAN_INIT     \
    {                          \
        .text = SDN_ARENA_INIT \
    }

/* Plans a save of all edits; open records are flushed. Release *plan in any case. SDN_E_INVALID (a value that cannot be
 * written; a column that cannot be added), SDN_E_LIMIT, SDN_E_NOMEM. */
sdn_code sdn__save_plan_make(const sdn_image *image, sdn_save_plan *plan, sdn_error *err);

void sdn__save_plan_release(sdn_save_plan *plan);

#endif
