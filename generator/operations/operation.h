/*
 * Operations: what one row of the input of apply asks for.
 *
 *   {"id": "3", "status": "done"}        the record with this key gets these values; null clears; what is not named is kept
 *   {"id": "12", "area": "lexer", ...}   a record is added, if none has the key; or one without key, which is numbered
 *   {"id": "4", "$delete": true}         it is deleted; of a table without key: one record that has all of these values
 *   {"$table": "users", ...}             which table, in a file with several
 *   {"$if": "status = open", ...}        only if the record matches, otherwise nothing at all is done
 *
 * Rows of CSV have the same names as columns; there an empty cell clears.
 */
#ifndef SDNC_OPERATIONS_OPERATION_H
#define SDNC_OPERATIONS_OPERATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "changes/edit_session.h"
#include "formats/input_reader.h"
#include "query/where.h"

/* A field that the row names. */
typedef struct operation_field {
    uint32_t field;
    source_span place; /* of its value */
} operation_field;

typedef struct operation {
    const data_table *table;
    void *values; /* a record of the table's type that has the values of these fields, otherwise defaults */
    operation_field *fields;
    size_t field_count;
    where *condition;  /* NULL: none */
    source_span place; /* of the row */
    bool deletes;
    bool has_key;       /* all fields of the key are given */
    bool is_new;        /* it added the record */
    const void *record; /* of the store, once it was found or inserted; NULL: none */
} operation;

/* `len` bytes of the input from a line and column on, as far as that line goes; at least one. Line 0: the input as a whole. */
source_span operation_place_at(const source_file *source, uint32_t line, uint32_t column, size_t len);

/* Makes an operation of a row; `source` is the input. Mistakes are collected in the session. Returns 0, or -1 if there are
 * some, or memory ran out (session->diags.out_of_memory). The condition is to be released in any case. */
int operation_read(edit_session *session, const source_file *source, const input_row *row, operation *made);

/* The same for a row of data alone: its values are those of a record of the table, in the fields with these positions, one
 * for each of row->fields; no name has another meaning. Values that only JSON has become text, if the field is one. */
int operation_of_row(edit_session *session, const source_file *source, const data_table *table, const input_row *row,
                     const uint32_t *positions, operation *made);

/* Where a value stands in the input. */
source_span operation_place(const source_file *source, const input_value *value);

#endif
