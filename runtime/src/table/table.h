/*
 * Table: the records of one table of one loaded file, and the edits made to them since.
 *
 * Every row of the file and every new record has a slot, numbered in file order, new ones after. A slot is a row
 * (where it stands in the file, and flags) and a record (the struct), neither of which ever moves.
 *
 * States of a slot
 *   readable     in the key map and the indexes; counted
 *   unreadable   a row that stays as it is; if it has a key, that is in `unreadable_keys`
 *   new          inserted since the file was loaded; no row yet, or one that is encoded already, see patched
 *   edited       has a change whose `base` is the record as loaded
 *   open         the caller may be writing to it; the change's `indexed` is the record as the indexes know it
 *   deleted      no longer found; its record stays for cursors that stopped there
 *   gone         deleted, and saved since
 *   patched      saved with another text than the buffer has, or added by a save: its text is in `patches`; that of a
 *                new record too, its line end behind it, unless the record was changed after it had been inserted
 *
 * Text of records stands in the file's buffer. The NULs behind it are written when a record is first handed out, for a
 * group of neighbours at once, and taken back before the buffer is read again; so until then the buffer is the file, and
 * rows that nobody came near are never touched.
 */
#ifndef SDN_TABLE_TABLE_H
#define SDN_TABLE_TABLE_H

#include <sdn/store.h>

#include "index/key_map.h"
#include "index/ordered_index.h"
#include "text/document.h"

enum {
    SDN_ROW_UNREADABLE = 1 << 0,
    SDN_ROW_NEW = 1 << 1,
    SDN_ROW_EDITED = 1 << 2,
    SDN_ROW_OPEN = 1 << 3,
    SDN_ROW_DELETED = 1 << 4,
    SDN_ROW_CARRIAGE_RETURN = 1 << 5, /* its line ends in \r\n */
    SDN_ROW_PATCHED = 1 << 6,
    SDN_ROW_TOUCHED = 1 << 7, /* stands in `touched` */
    SDN_ROW_NUMBERED = 1 << 8 /* of a new record: its key was given automatically, by number */
};

typedef struct sdn_table_row {
    uint32_t start;  /* in the document's bytes; of a patched row: its position in `patches` */
    uint32_t length; /* without the line end */
    uint32_t flags;  /* SDN_ROW_... */
    uint32_t change; /* position in `changes` plus 1, 0: none; of an unreadable row: its line number */
} sdn_table_row;

typedef struct sdn_change {
    uint32_t slot;
    void *base;    /* the record as loaded; NULL for a new one */
    void *indexed; /* the record as the indexes know it, valid while the slot is open */
} sdn_change;

typedef struct sdn_patch {
    sdn_str text;   /* of the row, as in the file; without its line end, which stands behind it */
    uint32_t start; /* where the row stood in the document's bytes; SDN_NO_POSITION: it was added behind all rows */
    uint32_t length;
} sdn_patch;

#define SDN_NO_POSITION UINT32_MAX

/* Rows added by saves whose texts stand one behind the other. */
typedef struct sdn_added_run {
    uint32_t slot;  /* of the first one */
    uint32_t count; /* their slots follow one another too */
} sdn_added_run;

/* Records stand in chunks of so many, which never move. */
enum { SDN_CHUNK_RECORDS = 256 };

/* NULs are written behind the text of so many neighbours at once. */
enum { SDN_GROUP_ROWS = 64 };

/* So many rows are read between the moment a key's place in the map is asked for and the moment it is used. */
enum { SDN_PENDING_KEYS = 32 };

/* At most this much of a key is shown in messages. */
enum { SDN_SHOWN_KEY_SIZE = 160 };

typedef struct sdn_table {
    const sdn_record_type *type;
    sdn_document *document;
    char *bytes;     /* the document's, writable */
    sdn_arena arena; /* text and lists that do not stand in the file's buffer, and copies of records */
    sdn_table_row *rows;
    size_t row_count;
    size_t row_capacity;
    size_t loaded_count; /* the slots that are rows of the file, or were when it was read */
    size_t buffer_count; /* the slots whose rows stand in the buffer, or did */
    bool *terminated;    /* per group of those: NULs stand behind its text */
    sdn_patch *patches;
    size_t patch_count;
    size_t patch_capacity;
    size_t saved_patches; /* so many of them are of rows in the file; those of new rows follow */
    size_t added_count;   /* rows of the file that saves added; their slots are the last of the loaded ones */
    sdn_added_run *runs;  /* these rows, but for those touched, in the order of slots */
    size_t run_count;
    size_t run_capacity;
    uint32_t *touched; /* slots whose row is no longer as it was read or added, in rising order: laying a file out,
                          * which is to take no time for the others, looks at these */
    size_t touched_count;
    size_t touched_sorted; /* differs while a save is settled */
    size_t touched_capacity;
    sdn_arena row_text;              /* the rows of new records, one behind the other */
    struct sdn_row_encoder *encoder; /* of rows; NULL until it is needed */
    bool is_patched;                 /* the table's rows in the file are not those in the buffer */
    char **chunks;                   /* records, the same number in each */
    size_t chunk_count;
    size_t chunk_capacity;
    char **slabs; /* the memory of one or more chunks each */
    size_t slab_count;
    size_t slab_capacity;
    size_t live_count;
    uint64_t largest_number; /* of all keys seen that are plain numbers; never falls, so that none is given twice */
    size_t sorted_prefix; /* this many slots, from the first on, hold their readable records in rising order of keys */
    bool keys_sorted;     /* those were all rows so far; while loading */
    sdn_value last_key[SDN_INDEX_FIELDS_MAX]; /* of the last of them; where keys order by number, that is enough */
    uint64_t last_number;
    sdn_key_entry pending[SDN_PENDING_KEYS]; /* keys on their way into the map */
    uint32_t pending_count;
    sdn_key_map keys;
    sdn_key_map unreadable_keys;
    struct sdn_table
        *hidden; /* rows outside of this table of which only the keys count, in its unreadable_keys: those of
                               * earlier tables of the name, and those after the end of one; NULL: none */
    sdn_ordered_index by_key;
    sdn_ordered_index *indexes; /* type->index_count of them */
    sdn_change *changes;
    size_t change_count;
    size_t change_capacity;
    size_t edit_count; /* the changes that have a base */
    void *spare_copy;  /* memory for the copy of a record; NULL: none */
    uint32_t *open_slots;
    size_t open_count;
    size_t open_capacity;
    const sdn_field *unset_field; /* got a value without getting present; refuses saves until rollback; NULL: none */
    char edited_key
        [SDN_SHOWN_KEY_SIZE]; /* of a record whose key was written through a pointer; refuses saves until rollback */
    bool text_was_lost;       /* memory ran out in sdn_store_text; refuses saves until rollback */
    sdn_problem *problems;    /* in line order once loaded */
    size_t problem_count;
    size_t problem_capacity;
    size_t position;   /* of the table in the document; SDN_NO_TABLE if the file lacks it */
    uint32_t *columns; /* per field: its column, or SDN_NO_COLUMN */
    uint32_t *repeats; /* per field: the second column of its name, or SDN_NO_COLUMN */
    const char
        *missing; /* the message of the problem that a column is missing without which no row can be read; or NULL */
    struct sdn_enum_words *words; /* per field: those of its enum, if it has one */
    uint32_t word_count;          /* of `words` */
    size_t *text_offsets;         /* where a record holds text: its sdn_str of strings and open enums */
    uint32_t text_count;
    struct sdn_table **targets; /* per field: the table whose keys it refers to; NULL: none, or not open in this file */
    sdn_problem *violations;    /* of rules, when last asked for */
    size_t violation_count;
    size_t violation_capacity;
    sdn_arena violation_arena; /* their messages */
    sdn_cell *cells;           /* scratch for one row */
    size_t cell_capacity;
    sdn_row_reader reader; /* of rows of the document */
    uint32_t column_count; /* of the table in the document */
} sdn_table;

#define SDN_NO_TABLE SIZE_MAX

/* ---- life (table.c) ---- */

/* An empty table. Returns 0, or -1 when memory ran out and *table needs no release. */
int sdn__table_init(sdn_table *table, const sdn_record_type *type, uint64_t seed);
void sdn__table_release(sdn_table *table);

/* A slot's record; never moves. */
static inline void *sdn__table_record(const sdn_table *table, uint32_t slot)
{
    return table->chunks[slot / SDN_CHUNK_RECORDS] + (size_t)(slot % SDN_CHUNK_RECORDS) * table->type->size;
}

/* A slot's record as the indexes know it. */
const void *sdn__table_indexed(const sdn_table *table, uint32_t slot);

/* The record as loaded, of an edited slot. */
const void *sdn__table_base(const sdn_table *table, uint32_t slot);

/* The key of a slot's record as the indexes know it. */
void sdn__table_key(const sdn_table *table, uint32_t slot, sdn_value *key);

/* Writes the slots of all readable, undeleted records to `slots`; returns their number, table->live_count. */
size_t sdn__table_live_slots(const sdn_table *table, uint32_t *slots);

/* Whether the slot holds a new record whose row is encoded. */
static inline bool sdn__table_has_cached_row(const sdn_table_row *row)
{
    const uint32_t both = SDN_ROW_NEW | SDN_ROW_PATCHED;
    return (row->flags & both) == both;
}

/* Whether the row is in the file no longer. A pending deletion has a change. */
static inline bool sdn__table_is_gone(const sdn_table_row *row)
{
    return (row->flags & SDN_ROW_DELETED) != 0 && row->change == 0;
}

/* The text of a row of the file. */
static inline sdn_str sdn__table_row_text(const sdn_table *table, uint32_t slot)
{
    const sdn_table_row *row = &table->rows[slot];
    if ((row->flags & SDN_ROW_PATCHED) != 0)
        return table->patches[row->start].text;
    return (sdn_str){table->document->bytes + row->start, row->length};
}

/* Where a row stands in the document's bytes; ptr is NULL for one that was added since. */
static inline sdn_str sdn__table_row_place(const sdn_table *table, uint32_t slot)
{
    const sdn_table_row *row = &table->rows[slot];
    uint32_t start = row->start, length = row->length;
    if ((row->flags & SDN_ROW_PATCHED) != 0) {
        start = table->patches[row->start].start;
        length = table->patches[row->start].length;
    }
    return start != SDN_NO_POSITION ? (sdn_str){table->document->bytes + start, length} : (sdn_str){NULL, 0};
}

/* How many slots, the first ones, are rows that came with the document. */
static inline size_t sdn__table_read_count(const sdn_table *table)
{
    return table->loaded_count - table->added_count;
}

/* The line number of an unreadable row. */
static inline uint32_t sdn__table_line(const sdn_table *table, uint32_t slot)
{
    return table->rows[slot].change;
}

/* Makes room for `count` rows in all, more than there are, and their keys. Returns 0, or -1 when memory ran out. */
int sdn__table_expect_rows(sdn_table *table, size_t count);

/* Whether there is memory for the record of one more slot; and makes it, without a slot. Returns 0, or -1 when memory ran
 * out. */
static inline bool sdn__table_has_room_for_record(const sdn_table *table)
{
    return table->row_count / SDN_CHUNK_RECORDS < table->chunk_count;
}
int sdn__table_room_for_record(sdn_table *table);

/* Notes the key of a record in a slot behind all others: keys that rise from row to row, as those that are numbered
 * mostly do, need no sorting later. */
void sdn__table_track_order(sdn_table *table, uint32_t slot, const sdn_value *key, uint64_t number);

/* Adds a slot with an uninitialised record. SDN_NO_SLOT when memory ran out. */
uint32_t sdn__table_add_slot(sdn_table *table);

/* Finds the tables that fields of this one refer to among the tables of its file. */
void sdn__table_link(sdn_table *table, sdn_table *const *tables, size_t count);

/* The table's text in the document, or NULL if the file lacks it. */
const sdn_table_text *sdn__table_text_of(const sdn_table *table);

/* ---- loading (table_load.c and the parts in table_load_parts.h) ---- */

/* Gets ready for the rows of the document's table at `position`, forgetting those of an earlier one of that name. */
sdn_code sdn__table_claim(sdn_table *table, sdn_document *document, size_t position, sdn_row_taker *taker,
                          sdn_error *err);

/* Notes the number that a key is or holds, for the next automatic one; returns it, or 0. */
uint64_t sdn__table_count_number(sdn_table *table, const sdn_value *key);

/* Whether a row that cannot be read, or is not read, has the key. */
bool sdn__table_is_unread(const sdn_table *table, const sdn_value *key);

/* SDN_E_INVALID, and what keeps the row from being read, if such a row has the key; else SDN_OK. */
sdn_code sdn__table_refuse_unread(const sdn_table *table, const sdn_value *key, sdn_error *err);

/* The first line of such a row. */
uint32_t sdn__table_unread_line(const sdn_table *table, const sdn_value *key);

/* The column that was probably meant to be that of a field without one: its name differs in case, or in `_`, `-`, or
 * blanks. SDN_NO_COLUMN if there is none. */
uint32_t sdn__table_near_column(const sdn_table *table, uint32_t field);

/* A header that was probably meant to be that of a table which the file lacks. */
typedef struct sdn_misplaced {
    const char *at; /* NULL: there is none */
    uint32_t line;
    char message[320]; /* what is wrong with it, what to do */
} sdn_misplaced;

/* Looks for one in the block of another statement, after `name:`, and under a name that differs as near columns do. */
sdn_misplaced sdn__table_find_misplaced(const sdn_table *table);

/* To be called once after the document is read. SDN_E_NOMEM. */
sdn_code sdn__table_loaded(sdn_table *table, sdn_document *document, char *bytes, sdn_error *err);

/* Adds `lines` to the line numbers of problems and unreadable rows. */
void sdn__table_shift_lines(sdn_table *table, uint32_t lines);

/* ---- looking (table.c) ---- */

/* Writes the NULs of a group. */
void sdn__table_terminate(sdn_table *table, size_t group);

/* The record of a slot, its text NUL-terminated. */
static inline void *sdn__table_hand_out(sdn_table *table, uint32_t slot)
{
    if (slot < table->buffer_count && !table->terminated[slot / SDN_GROUP_ROWS])
        sdn__table_terminate(table, slot / SDN_GROUP_ROWS);
    return sdn__table_record(table, slot);
}

/* Whether the readable records stand in the order of their keys, those that are deleted among them. */
static inline bool sdn__table_is_sorted(const sdn_table *table)
{
    return table->sorted_prefix >= table->row_count || table->type->key.field_count == 0;
}

/* The text of a row of the file as it is there, without the NULs, which its neighbours lose too until one is handed out. */
sdn_str sdn__table_row_as_written(sdn_table *table, uint32_t slot);

/* Takes all NULs back out of the buffer, so that it is the file again; and puts them where they were. */
void sdn__table_restore_bytes(sdn_table *table);
void sdn__table_terminate_again(sdn_table *table);

/* ---- editing (table_edit.c) ---- */

/* Brings the indexes up to date with what was written to open records. To be called before anything that reads. */
void sdn__table_flush_open_slots(sdn_table *table);
static inline void sdn__table_flush_open(sdn_table *table)
{
    if (table->open_count > 0)
        sdn__table_flush_open_slots(table);
}

bool sdn__table_changed(const sdn_table *table);

/* Whether the change leaves a record that differs from the file, or takes one away. */
bool sdn__table_is_changed(const sdn_table *table, const sdn_change *change);

/* SDN_E_INVALID if another row has the key of a record too. */
sdn_code sdn__table_require_one_row(const sdn_table *table, const sdn_value *key, sdn_error *err);

/* Says why there is no record with the key: SDN_E_NOT_FOUND, or SDN_E_INVALID if its row cannot be read. */
sdn_code sdn__table_not_found(const sdn_table *table, const sdn_value *key, sdn_error *err);

void *sdn__table_edit(sdn_table *table, const sdn_value *key, sdn_error *err);
void *sdn__table_insert(sdn_table *table, const void *values, sdn_error *err);
/* As sdn__table_insert, for a record that was accepted before: its values and rules are checked when it is saved. `flags`
 * is SDN_ROW_NUMBERED or 0. */
sdn_code sdn__table_insert_unchecked(sdn_table *table, const void *values, uint32_t flags, sdn_error *err);

void *sdn__table_put(sdn_table *table, const void *values, sdn_error *err);
sdn_code sdn__table_delete(sdn_table *table, const sdn_value *key, sdn_error *err);
/* The same for the record of a slot. */
sdn_code sdn__table_delete_slot(sdn_table *table, uint32_t slot, sdn_error *err);
sdn_code sdn__table_rename(sdn_table *table, const sdn_value *key, const sdn_value *new_key, sdn_error *err);

/* The steps of renaming, for several records that may take each other's keys: each is taken out from under its key, and then
 * put under one that no other has; `key` from sdn__table_own_key, or NULL for that which it had. The table is settled. */
int sdn__table_own_key(sdn_table *table, const sdn_value *key, sdn_value *owned); /* 0, or -1: memory ran out */
sdn_code sdn__table_vacate_key(sdn_table *table, uint32_t slot, sdn_error *err);
void sdn__table_take_key(sdn_table *table, uint32_t slot, const sdn_value *key);

void sdn__table_rollback(sdn_table *table);

/* ---- after a save (table_patch.c) ---- */

/* Makes room for `count` more patches. Returns 0, or -1 when memory ran out. */
int sdn__table_reserve_patches(sdn_table *table, size_t count);

/* Makes room for what a save notes that encoded `rows` rows. Returns 0, or -1 when memory ran out. */
int sdn__table_reserve_save(sdn_table *table, size_t rows);

/* Notes the row of a new record, its line end behind it. Room is reserved. */
void sdn__table_cache_row(sdn_table *table, uint32_t slot, sdn_str text);

/* Forgets that row: the record is no longer what it says. */
void sdn__table_uncache_row(sdn_table *table, uint32_t slot);

/* Notes that the slot's row is `text` now, and its record `record`; both stay as long as the table. Room is reserved. */
void sdn__table_patch(sdn_table *table, uint32_t slot, sdn_str text, const void *record);

/* Notes that all changes are in the file; those with a row of their own were patched. The bytes are restored. */
void sdn__table_mark_saved(sdn_table *table);

#endif
