/*
 * Table: the records of one table of one loaded file, how they are found, and what keeps rows from being read.
 *
 * Its parts, each a struct of its own; functions that need one part take that part
 *   slots         rows and records, what was changed since loading, how far keys are in order (index/slots.h)
 *   image_rows    rows whose text in the file is not in the buffer (image_rows.h)
 *   lookup        the key map, the indexes, keys of rows that cannot be read
 *   columns       which column of the file belongs to which field (table_header.c)
 *   refusal       what was done to records that makes a save impossible until rollback
 *   growing       the list that was appended to last
 *   problems      of reading (table_problems.c); violations: of rules, when last asked for (rules_list.c)
 *
 * Calling sequence: sdn__table_init; sdn__table_read for each table of its name in the document, sdn__table_loaded;
 * then anything else; sdn__table_release.
 */
#ifndef SDN_TABLE_TABLE_H
#define SDN_TABLE_TABLE_H

#include <sdn/store.h>

#include "base/buffer.h"
#include "base/error.h"
#include "index/key_map.h"
#include "index/ordered_index.h"
#include "index/slots.h"
#include "record/value.h"
#include "table/image_rows.h"
#include "text/document.h"

struct sdn_document_reader;

/* This many rows are read between the moment a key's entry in the map is prefetched and the moment it is used. */
enum { SDN_PENDING_KEYS = 32 };

typedef struct sdn_lookup {
    sdn_key_map keys;
    sdn_key_map unreadable_keys;
    /* Rows outside of this table of which only the keys count, in its unreadable_keys: those of earlier tables of the
     * name, and those after the end of one. NULL: none. */
    struct sdn_table *hidden;
    sdn_ordered_index by_key;
    sdn_ordered_index *indexes; /* in order; as many by hash follow, for look-ups by equality: hashed */
    sdn_ordered_index *hashed;
    uint32_t index_count;    /* as the type has; needed at release, when the type may be freed */
    uint64_t largest_number; /* of all keys seen that are plain numbers; never falls, so that none is given twice */
    sdn_key_entry pending[SDN_PENDING_KEYS]; /* while loading: prefetched, but not in the map yet */
    uint32_t pending_count;
} sdn_lookup;

typedef struct sdn_columns {
    size_t position;     /* of the table in the document; SDN_NO_TABLE if the file lacks it */
    uint32_t count;      /* of the table in the document */
    uint32_t *of_field;  /* per field: its column, or SDN_NO_COLUMN */
    uint32_t *repeats;   /* per field: the second column of its name, or SDN_NO_COLUMN */
    const char *missing; /* the problem's message if no row can be read because a column is missing; else NULL */
    struct sdn_enum_words *enum_words; /* per field: those of its enum, if it has one */
    uint32_t enum_word_count;
    sdn_cell *cells; /* scratch for one row */
    size_t cell_capacity;
    size_t *texts; /* offsets in a record of each sdn_str, of strings and open enums, in the order of their columns */
    uint32_t text_count;
    sdn_row_reader reader; /* of rows of the document */
    size_t number_offset;  /* in a record: of the key, if keys are texts in numeric order; else SDN_NO_OFFSET */
} sdn_columns;

/* What was done through pointers to records; each refuses saves until rollback. */
typedef struct sdn_refusal {
    const sdn_field *unset_field;        /* an optional one that got a value while its has_... is false; NULL: none */
    char edited_key[SDN_SHOWN_KEY_SIZE]; /* of a record whose key was written to; empty: none */
    bool text_was_lost;                  /* memory ran out in sdn_store_text */
} sdn_refusal;

/* The list that was appended to last. The memory after its elements is still free, so the next one is added without
 * copying them. */
typedef struct sdn_growing_list {
    char *items; /* in the table's arena; NULL: none */
    size_t count;
    size_t capacity; /* in elements */
} sdn_growing_list;

typedef struct sdn_problem_list {
    sdn_problem *items; /* in line order once complete */
    size_t count;
    size_t capacity;
    sdn_arena messages;
} sdn_problem_list;

/* A field with `on delete`, in the list of the table that it refers to. */
typedef struct sdn_referrer {
    struct sdn_table *table;
    uint32_t field;
    struct sdn_referrer *next;
} sdn_referrer;

typedef struct sdn_table {
    const sdn_record_type *type;
    sdn_document *document;
    sdn_slots slots;
    sdn_image_rows image_rows;
    sdn_lookup lookup;
    sdn_columns columns;
    sdn_refusal refusal;
    sdn_growing_list growing;
    sdn_problem_list problems;
    sdn_problem_list violations;
    bool
        has_open_rows; /* rows of which the end is not known, as that of an open quote: rows after them may depend on it */
    struct sdn_table **targets; /* per field: the table whose keys it refers to; NULL: none, or not open in this file */
    bool appends_rows;          /* new rows come last, whatever their keys: no file is written of the table */
    bool has_rules;             /* a field or an index has one, or a field has a target */
    sdn_referrer *on_delete;    /* per field: its place in the list of its target; NULL: no field has `on delete` */
    sdn_referrer *referrers;    /* the fields with `on delete` that refer to this table, in the order of their tables */
    struct sdn_row_encoder *encoder; /* made and freed by the save (encode/row_encode.h); NULL: none */
    sdn_arena arena;                 /* text and lists that are not in the buffer, and copies of records */
    uint32_t threads;                /* that may read a large table; 0 and 1: that of the caller alone */
} sdn_table;

#define SDN_NO_TABLE SIZE_MAX

/* ---- life (table.c) ---- */

/* An empty table. Returns 0, or -1 when memory ran out and *table needs no release. */
int sdn__table_init(sdn_table *table, const sdn_record_type *type, uint64_t seed);
void sdn__table_release(sdn_table *table);

/* Finds the tables that fields of this one refer to, among the tables of its file, and adds those with `on delete` to
 * the lists of these tables, which were emptied before. */
void sdn__table_link(sdn_table *table, sdn_table *const *tables, size_t count);

/* Whether a field has a rule that records may break; most have none. */
static inline bool sdn__table_has_rule(const sdn_table *table, uint32_t field)
{
    return (table->type->fields[field].flags & (SDN_FIELD_NONEMPTY | SDN_FIELD_RANGE)) != 0 ||
           table->targets[field] != NULL;
}

/* Makes room for `count` rows in all, which are more than there are, and for their keys. Returns 0, or -1 when memory
 * ran out. */
int sdn__table_expect_rows(sdn_table *table, size_t count);

/* The table's text in the document, or NULL if the file lacks it. */
const sdn_table_text *sdn__table_text_of(const sdn_table *table);

/* Where the text of a row of the file is, or of a cached row; NULs end the texts of its record (text/delimiters.h). */
static inline sdn_str sdn__table_row_text(const sdn_table *table, uint32_t slot)
{
    const sdn_row *row = &table->slots.rows[slot];
    if (sdn__row_has_patch(row))
        return table->image_rows.patches[row->start].text;
    return (sdn_str){table->document->bytes + row->start, row->length};
}

/* A copy of that text as it is in the file, which replaces what `copy` holds. Its ptr is NULL when memory ran out. */
sdn_str sdn__table_copy_row(const sdn_table *table, uint32_t slot, sdn_buffer *copy);

/* Where the row is in the document's bytes; ptr is NULL for one that was added since. */
static inline sdn_str sdn__table_row_in_buffer(const sdn_table *table, uint32_t slot)
{
    const sdn_row *row = &table->slots.rows[slot];
    uint32_t start = row->start, length = row->length;
    if (sdn__row_has_patch(row)) {
        start = table->image_rows.patches[row->start].start;
        length = table->image_rows.patches[row->start].length;
    }
    return start != SDN_NO_POSITION ? (sdn_str){table->document->bytes + start, length} : (sdn_str){NULL, 0};
}

/* The number of slots, the first ones, that are rows of the document. */
static inline size_t sdn__table_read_count(const sdn_table *table)
{
    return table->slots.loaded_count - table->image_rows.added_count;
}

/* The line number of an unreadable row. */
static inline uint32_t sdn__table_line(const sdn_table *table, uint32_t slot)
{
    return table->slots.rows[slot].change;
}

/* ---- loading (the files in table_private.h) ---- */

/* Reads the rows of the table that the reader has reached, its detached rows included, and forgets those of an earlier
 * table of that name. Its own errors: SDN_E_LIMIT, SDN_E_NOMEM; the reader keeps those of reading. */
sdn_code sdn__table_read(sdn_table *table, struct sdn_document_reader *reader, sdn_error *err);

/* Automatic keys continue after this number. */
static inline void sdn__table_note_number(sdn_table *table, uint64_t number)
{
    if (number > table->lookup.largest_number)
        table->lookup.largest_number = number;
}

/* Notes the number in a key; returns it, or 0 if there is none. */
uint64_t sdn__table_count_number(sdn_table *table, const sdn_value *key);

/* Whether a row that is not read has this key: an unreadable one, or one outside of the table. */
bool sdn__table_is_unread(const sdn_table *table, const sdn_value *key);

/* SDN_E_INVALID if such a row has the key, and why that row is not read; else SDN_OK. */
sdn_code sdn__table_refuse_unread(const sdn_table *table, const sdn_value *key, sdn_error *err);

/* The first line of such a row, which exists. */
uint32_t sdn__table_unread_line(const sdn_table *table, const sdn_value *key);

/* Whether two names of columns or tables differ at most in case, `_`, `-` or blanks. */
bool sdn__table_names_are_near(sdn_str a, sdn_str b);

/* The column that was probably meant for a field without column: its name differs only in case, `_`, `-` or blanks.
 * SDN_NO_COLUMN if there is none. */
uint32_t sdn__table_near_column(const sdn_table *table, uint32_t field);

/* A header that was probably meant for a table which the file does not have. */
typedef struct sdn_misplaced {
    const char *at; /* its name; NULL: there is none */
    size_t name_len;
    uint32_t line;
    char message[320]; /* what is wrong with it, what to do */
} sdn_misplaced;

/* Looks for one in the block of another statement, after `name:`, and with a name that differs only in case, `_`, `-`
 * or blanks. */
sdn_misplaced sdn__table_find_misplaced(const sdn_table *table);

/* To be called once, after the document was read. SDN_E_NOMEM. */
sdn_code sdn__table_loaded(sdn_table *table, sdn_document *document, sdn_error *err);

/* Adds `lines` to the line numbers of problems and unreadable rows. */
void sdn__table_shift_lines(sdn_table *table, uint32_t lines);

/* ---- checks for tests (table_check.c) ---- */

/* Checks the invariants of all parts, and that the key map and the indexes hold exactly the live records. Takes as long
 * as sorting the table. Returns NULL, or which invariant does not hold. */
const char *sdn__table_fault(const sdn_table *table);

#endif
