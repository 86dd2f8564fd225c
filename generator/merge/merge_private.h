/*
 * Private to the files of this folder.
 *
 * Each version of the file is a row of elements: the headers of tables, their rows, and one for the end. The same header
 * or row in the other versions is its peer: tables by name, rows by key. What is between elements is text: comments,
 * blank lines, statements of other programs.
 *
 * Phases, each a file; a phase reads what those before it left and changes nothing of it:
 *
 *   version.c   reads the tables of a version (headers), then its rows: elements
 *   types.c     the record types of all tables, over the columns of all versions
 *   columns.c   which columns the result has, and where they are in each version
 *   match.c     peers
 *   settle.c    whether each element is in the result: its state; whose order the result has
 *   weave.c     writes the result: text.c what stands before each element, element.c headers, record.c rows
 *   rules.c     the rules of the schema, which the result as a whole may break
 *
 * What cannot be merged as records without loss is left: merge_leave says why, and its code ends the merge.
 */
#ifndef SDNC_MERGE_MERGE_PRIVATE_H
#define SDNC_MERGE_MERGE_PRIVATE_H

#include <stdint.h>

#include <sdn/record.h>

#include "base/compiler.h"
#include "data/data_file.h"
#include "diag/text.h"
#include "merge/file_merge.h"
#include "text/document.h"

/* The versions, in the order in which git names them. */
typedef enum merge_side { MERGE_BASE, MERGE_OURS, MERGE_THEIRS, MERGE_SIDES } merge_side;

/* No element, no column, no table. */
#define MERGE_NONE UINT32_MAX

/* Whether an element is in the result. */
typedef enum merge_state {
    MERGE_STABLE, /* both sides have it: text is merged between two of these */
    MERGE_LONE,   /* one side has it, and the result */
    MERGE_GONE    /* the result has it not */
} merge_state;

/* Flags of an element. */
enum {
    MERGE_IS_HEADER = 1 << 0,
    MERGE_IS_END = 1 << 1,
    MERGE_ON_HEADER = 1 << 2, /* a row on the line of its header */
    MERGE_BY_TEXT = 1 << 3,   /* a row without a key that can be read: it is known by its text */
    MERGE_DISPUTED = 1 << 4   /* one side deleted it, the other edited it */
};

typedef struct merge_element {
    uint32_t start;              /* in the text of its version */
    uint32_t length;             /* without its line end */
    uint32_t hash;               /* of its key, or of its text */
    uint32_t peers[MERGE_SIDES]; /* its position in each version, or MERGE_NONE */
    uint16_t table;              /* position in the tables of the merge */
    uint8_t state;               /* merge_state */
    uint8_t flags;               /* MERGE_... */
} merge_element;

/* What a file has besides its lines. */
typedef struct merge_frame {
    bool has_mark;       /* a byte order mark */
    bool has_checksum;   /* a checksum line, which is no part of `text` */
    bool lacks_end;      /* the last line has no line end */
    bool ends_in_return; /* but a CR, which is no part of its text */
    bool has_returns;    /* the first line ends in CR LF */
    bool is_mixed;       /* lines end in both ways */
} merge_frame;

typedef struct merge_version {
    sdn_str text; /* of the file, without mark and checksum line; followed by SDN_PADDING NULs */
    merge_frame frame;
    sdn_document document;   /* its tables; of the rows only where they end */
    merge_element *elements; /* the last one is the end */
    size_t count;
    size_t capacity;
} merge_version;

/* One column of the result. */
typedef struct merge_column {
    sdn_str name;
    uint32_t field;           /* in the type */
    uint32_t at[MERGE_SIDES]; /* its position in each version, or MERGE_NONE */
} merge_column;

/* A row taken apart. */
typedef struct merge_row {
    sdn_str text; /* without line end */
    sdn_cell *cells;
    void *record;
} merge_row;

/* The numbers of a table whose new records may be renumbered. */
typedef struct merge_numbers {
    bool is_found;
    uint64_t largest;   /* of the keys of all versions, and those given since */
    uint64_t *referred; /* those that theirs refers to, in order */
    size_t count;
    size_t capacity;
} merge_numbers;

/* What the versions have of a table. */
typedef struct merge_table {
    sdn_str name;
    const sdn_record_type *type;
    const sdn_table_text *headers[MERGE_SIDES]; /* NULL: that version lacks the table */
    uint32_t first[MERGE_SIDES];                /* the element of the header, or MERGE_NONE */
    uint32_t row_count[MERGE_SIDES];            /* elements after it */
    sdn_str *names;                             /* of the columns of all versions, each once */
    size_t name_count;
    uint32_t *column_of[MERGE_SIDES]; /* per field: its column in that version, or SDN_NO_COLUMN */
    merge_column *columns;            /* of the result */
    uint32_t column_count;
    bool has_columns_of[MERGE_SIDES]; /* the columns of the result are those of that version, in their order */
    bool drops_columns;               /* a column of one side is not in the result */
    bool is_typed;                    /* a schema describes it */
    bool by_text;                     /* rows are known by their text */
    merge_side order;                 /* whose order of rows the result has */
    merge_row rows[MERGE_SIDES];      /* room for one row each */
    merge_numbers numbers;
} merge_table;

/* The text that is being written. */
typedef struct merge_output {
    sdn_buffer text;
    sdn_buffer conflicts; /* messages, a line each */
    const char *line_end; /* of all lines, or, if `keeps_line_ends`, of those that have none of their own */
    bool keeps_line_ends; /* lines end as they do in the version that they are from */
    uint32_t header_row; /* a header was written whose own row, this element of `header_side`, may follow on its line */
    merge_side header_side;
    uint32_t header_indent; /* of the last header */
    sdn_buffer later;       /* lines for the end of the table */
    bool at_table_end;      /* what is written stands after the last row that both sides have */
    bool on_header;         /* the line of that header is not ended yet */
} merge_output;

typedef struct file_merger {
    const file_merge_request *request;
    file_merge *result;
    merge_version versions[MERGE_SIDES];
    merge_table *tables;
    size_t table_count;
    merge_side table_order; /* whose order of tables the result has */
    data_file types;        /* an open file without rows: its tables have the types */
    uint64_t seed;          /* of hashes: differs from run to run, so that no file can be made to collide */
    bool try_again;         /* a table was found whose rows must be known by their text */
    merge_output output;
    sdn_arena arena;     /* of the merge */
    sdn_arena row_arena; /* of what was read from rows; emptied row by row */
    sdn_error *err;
} file_merger;

/* The other side. */
static inline merge_side merge_other(merge_side side)
{
    return side == MERGE_OURS ? MERGE_THEIRS : MERGE_OURS;
}

static inline merge_element *merge_element_at(const file_merger *m, merge_side side, uint32_t position)
{
    return &m->versions[side].elements[position];
}

static inline bool merge_is_row(const merge_element *element)
{
    return (element->flags & (MERGE_IS_HEADER | MERGE_IS_END)) == 0;
}

/* The text of an element, without its line end. */
static inline sdn_str merge_element_text(const file_merger *m, merge_side side, uint32_t position)
{
    const merge_element *element = merge_element_at(m, side, position);
    return (sdn_str){m->versions[side].text.ptr + element->start, element->length};
}

/* ---- version.c ---- */

/* Reads frame and tables of a version. */
sdn_code merge_version_open(file_merger *m, merge_side side);

/* Reads the rows, once types and columns are known. */
sdn_code merge_version_read(file_merger *m, merge_side side);
void merge_version_release(merge_version *version);

/* ---- types.c ---- */

/* Lists the tables of all versions and finds their record types. */
sdn_code merge_find_types(file_merger *m);

/* Gives a table the type that it has without schema, in which each column is a field. */
sdn_code merge_untype(file_merger *m, merge_table *table);

/* ---- columns.c ---- */

/* Decides the columns of a table. */
sdn_code merge_columns(file_merger *m, merge_table *table);

/* Whether two versions that have the table have the same columns in the same order. */
bool merge_has_same_columns(const merge_table *table, merge_side a, merge_side b);

/* ---- row.c: rows taken apart ---- */

/* Reads the key of a row whose cells are given; `count` of them, the first column_count + 1 are stored. False: the row has
 * none. It is valid until the next key or row of that version is read. */
bool merge_row_key(file_merger *m, merge_table *table, merge_side side, uint32_t count, const sdn_cell *cells,
                   sdn_value *key);

/* Takes the text of a row of a version apart, into table->rows[side]. False: it cannot be read as a record. What was read
 * is valid until merge_rows_forget. */
bool merge_row_read(file_merger *m, merge_table *table, merge_side side, sdn_str text);
void merge_rows_forget(file_merger *m);

/* ---- match.c ---- */

/* Finds the peers of all elements. m->try_again: the rows are to be read and matched again. */
sdn_code merge_match(file_merger *m);

/* Whether two rows have the same text, but for blanks around it. */
bool merge_is_equal_text(const file_merger *m, merge_side a, uint32_t i, merge_side b, uint32_t j);

/* Whether one side left a table as it was, to the byte, or both made the same of it. */
bool merge_table_is_untouched(const merge_table *table);

/* The key of a row that has one. Its text stays where it is: in the version, or in the arena of rows. */
void merge_key_of(file_merger *m, merge_side side, uint32_t position, sdn_value *key);

/* ---- settle.c ---- */

/* Finds the states of all elements. */
sdn_code merge_settle(file_merger *m);

/* Decides whose order of tables, and of the rows of each table, the result has. */
void merge_find_order(file_merger *m);

/* ---- weave.c ---- */

/* Writes the result. */
sdn_code merge_weave(file_merger *m);

/* ---- text.c ---- */

/* Writes what stands before an element that both sides have, whose positions are given: text, merged, and the elements
 * that one side alone has. */
sdn_code merge_text_before(file_merger *m, const uint32_t *peers);

/* ---- compose.c ---- */

/* Which value a field of a merged record has: that of a version (a merge_side), or one of these. */
enum { MERGE_MIXED = MERGE_SIDES, MERGE_DISPUTE };

/* A record that is being merged: its rows are in table->rows. */
typedef struct merge_work {
    merge_table *table;
    sdn_str texts[MERGE_SIDES]; /* of its rows; ptr NULL: the version lacks it */
    uint8_t *picks;             /* per field */
    void *mixed;                /* a record with the values that were made of both */
    bool theirs_is_form;        /* theirs differs from base in its form alone */
    uint32_t dispute_count;     /* of fields in dispute */
} merge_work;

/* The row of the merged record, in the arena of rows; fields in dispute have the value of that version. Its ptr is NULL
 * if the cells would not be read as they are. SDN_E_NOMEM. */
sdn_code merge_compose(file_merger *m, const merge_work *work, merge_side disputed, sdn_str *row);

/* ---- renumber.c ---- */

/* Before the rows of a record that both sides inserted are read: reads what merge_renumber must know of the table. */
sdn_code merge_find_numbers(file_merger *m, merge_table *table);

/* Gives the new record of theirs another number, if the schema allows it and nothing refers to it, and writes its row.
 * *done: it has one, and the work has no row of theirs any more. */
sdn_code merge_renumber(file_merger *m, const merge_work *work, bool *done);
void merge_numbers_release(merge_numbers *numbers);

/* ---- dispute.c: conflicts of records ---- */

/* Writes the rows of a record with fields in dispute between markers. */
void merge_dispute_fields(file_merger *m, const merge_work *work, const char *key, const sdn_str *rows);

/* A record that is in dispute as a whole. */
typedef struct merge_whole_dispute {
    const merge_table *table;
    const char *key;
    sdn_str rows[MERGE_SIDES];     /* ptr NULL: none */
    const char *what;              /* for the message */
    const char *said[MERGE_SIDES]; /* after the key on the labels; NULL: nothing */
} merge_whole_dispute;

/* Writes its rows between markers. */
sdn_code merge_dispute_rows(file_merger *m, const merge_whole_dispute *dispute);

/* ---- element.c ---- */

/* Writes a header or row that is in the result. */
sdn_code merge_element_put(file_merger *m, merge_side side, uint32_t position);

/* ---- record.c ---- */

/* Writes the row of an element that is in the result. */
sdn_code merge_record(file_merger *m, merge_side side, uint32_t position);

/* ---- output.c ---- */

/* What messages call the versions. */
extern const char *const merge_side_names[MERGE_SIDES];

/* Ends the merge: the file is left to a merge of text lines, for the reason given. Returns SDN_E_CONFLICT, which no other
 * function returns; or SDN_E_NOMEM. */
sdn_code merge_leave(file_merger *m, const char *format, ...) SDN_PRINTF(2, 3);

/* Writes a line, or a row of several, with its line end. */
void merge_put_line(file_merger *m, merge_side side, sdn_str line);

/* Writes a line at the end of the table, which merge_put_end_of_table says is there. */
void merge_put_later(file_merger *m, merge_side side, sdn_str line);
void merge_put_end_of_table(file_merger *m);

/* Ends the line of a header, which a row of its own could have followed. */
void merge_put_header_end(file_merger *m);

/* Writes a marker: `mark` as often as it is to be, and what follows it. */
void merge_put_marker(file_merger *m, char mark, const char *label, sdn_str more);

/* ---- rules.c ---- */

/* Checks the rules of the schema on the result; each that neither side breaks is a conflict. */
sdn_code merge_check_rules(file_merger *m);

#endif
