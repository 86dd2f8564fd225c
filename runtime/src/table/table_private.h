/*
 * Private to the files that load a table. Each calls only those below it:
 *
 *   table_load.c      from the rows of a document to records
 *   table_parts.c     several threads that read rows
 *   table_unread.c    the keys of rows that are not read
 *   table_header.c    which column belongs to which field, and what is wrong with the header
 *   table_problems.c  the list of problems, and their positions
 */
#ifndef SDN_TABLE_TABLE_PRIVATE_H
#define SDN_TABLE_TABLE_PRIVATE_H

#include "base/swar.h"
#include "record/record.h"
#include "table/table.h"
#include "text/document_reader.h"

/* ---- table_problems.c ---- */

/* What a problem is about. */
typedef struct sdn_subject {
    sdn_problem_kind kind;
    const sdn_field *field; /* NULL: none */
    sdn_str text;           /* of the document: what is wrong; empty: something is missing there */
} sdn_subject;

/* Notes a problem. SDN_E_NOMEM. */
SDN_PRINTF(4, 5)
sdn_code sdn__table_note(sdn_table *table, sdn_subject about, sdn_error *err, const char *format, ...);

/* To be called after the last row: finds the line numbers of problems and of rows that are not read, adds the problems
 * of the whole file, and sorts. SDN_E_NOMEM. */
sdn_code sdn__table_finish_problems(sdn_table *table, sdn_error *err);

/* ---- table_header.c ---- */

/* Finds the column of each field and notes what is wrong with the header. SDN_E_NOMEM. */
sdn_code sdn__table_read_header(sdn_table *table, const sdn_table_text *text, sdn_error *err);

/* Notes that the table read before is replaced by a later one of its name. SDN_E_NOMEM. */
sdn_code sdn__table_note_earlier(sdn_table *table, const sdn_table_text *later, sdn_error *err);

/* Notes at the header, once, which columns are missing without which no row can be read. SDN_E_NOMEM. */
sdn_code sdn__table_note_missing_columns(sdn_table *table, sdn_error *err);

/* Notes what sdn__table_find_misplaced finds. SDN_E_NOMEM. */
sdn_code sdn__table_note_misplaced(sdn_table *table, sdn_error *err);

/* Whether the header lacks a column of the key without which no row can be read. */
bool sdn__table_lacks_key(const sdn_table *table);

/* ---- table_unread.c ---- */

/* Reads the key of a row whose other cells may be unreadable. False if there is no key, or it cannot be read. */
bool sdn__table_read_key(sdn_table *table, const sdn_row_scan *scan, sdn_row_reader *reader, void *record);

/* Remembers the key of an unreadable row, so that no new record takes it. SDN_E_NOMEM. */
sdn_code sdn__table_keep_unreadable_key(sdn_table *table, uint32_t slot, sdn_error *err);

/* SDN_E_LIMIT: the table has max_rows rows before the one at `at`. */
sdn_code sdn__table_refuse_more_rows(sdn_table *table, const char *at, sdn_error *err);

/* Copies the keys of all rows to the hidden ones, before a later table of that name replaces them. SDN_E_NOMEM,
 * SDN_E_LIMIT. */
sdn_code sdn__table_hide_rows(sdn_table *table, sdn_error *err);

/* Adds the key of a detached row to the hidden ones. SDN_E_NOMEM, SDN_E_LIMIT. */
sdn_code sdn__table_read_detached_row(sdn_table *table, const sdn_row_scan *scan, sdn_error *err);

/* ---- rows and keys, of table_load.c and table_parts.c ---- */

static inline sdn_row sdn__table_row_at(const sdn_document *document, sdn_line line)
{
    return (sdn_row){
        .start = (uint32_t)(line.start - document->bytes),
        .length = (uint32_t)(line.end - line.start),
        .flags = *line.end == '\r' ? SDN_ROW_CARRIAGE_RETURN : 0,
    };
}

/* Reads the key of a record if it is a number of up to eight digits without leading zeros, as most automatic keys are. */
static inline bool sdn__table_short_key(const sdn_table *table, const char *record, uint32_t *number)
{
    size_t offset = table->columns.number_offset;
    if (offset == SDN_NO_OFFSET)
        return false;
    const sdn_str *key = (const sdn_str *)(const void *)(record + offset);
    size_t at = (uintptr_t)key->ptr - (uintptr_t)table->document->bytes; /* eight bytes can only be read there */
    return key->len - 1 < 8 && at < table->document->len && (*key->ptr != '0' || key->len == 1) &&
           sdn__short_number_at(key->ptr, (uint32_t)key->len, number);
}

/* ---- table_parts.c ---- */

/* Rows that another thread has read. */
typedef struct sdn_table_part {
    const char *start;
    const char *end;
    const char *stop;     /* it was read up to here */
    const char *rows_end; /* after the line end of the last row */
    sdn_row *rows;
    uint32_t *numbers;   /* of each key: sdn__table_short_key, or SDN_NO_SHORT_KEY */
    sdn_page_block slab; /* of the records */
    size_t count;        /* of rows; their records start at the slab */
    size_t capacity;
    sdn_delimiters delimiters;
    sdn_arena arena;
    bool is_read;
    bool is_unwanted;
    bool is_adopted; /* set by table_load.c, which then owns the slab */
} sdn_table_part;

#define SDN_NO_SHORT_KEY UINT32_MAX

typedef struct sdn_table_parts sdn_table_parts;

/* Sizes in bytes, which tests make smaller: of the file, which must be larger; of the text that is read before other threads
 * are started; of a part, 0: some for each thread. Changed while no file is loaded. */
typedef struct sdn_part_sizes {
    size_t least;
    size_t first;
    size_t part;
    bool others_first; /* the calling thread waits until the others have taken all parts */
} sdn_part_sizes;
extern sdn_part_sizes sdn__part_sizes_in_use;

/* Where sdn__table_parts_start is to be called; after the end of the text: nowhere. */
const char *sdn__table_parts_begin(const sdn_table *table, const sdn_document_reader *reader);

/* Has other threads read parts of the rows from reader->at on. NULL when memory ran out. The first part is there. */
sdn_table_parts *sdn__table_parts_start(const sdn_table *table, const sdn_document_reader *reader);

/* Passes the parts that start before `at`, once nobody reads them; to be called before NULs are written there. */
void sdn__table_parts_leave(sdn_table_parts *split, const char *at);

/* The same, and the part that starts there, where a line starts that is next: if another thread has read it. NULL: the
 * caller has to. */
sdn_table_part *sdn__table_parts_at(sdn_table_parts *split, const char *at);

/* Where the next part starts; after the end of the text if there is none. */
const char *sdn__table_parts_boundary(const sdn_table_parts *split);

/* Waits for all threads, writes the NULs of adopted parts unless loading failed, and frees all but what was adopted. */
void sdn__table_parts_end(sdn_table_parts *split, bool failed);

#endif
