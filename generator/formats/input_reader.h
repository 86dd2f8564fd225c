/*
 * Readers: rows of CSV, TSV, JSON (an array of objects) and JSON lines, as names and values.
 *
 * Calling sequence: input_reader_open; input_reader_next until it returns 0 or less; input_reader_release. The row is valid
 * until the next call. Errors have the line and column where the input is wrong, and say what was expected.
 */
#ifndef SDNC_FORMATS_INPUT_READER_H
#define SDNC_FORMATS_INPUT_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sdn/arena.h>
#include <sdn/error.h>
#include <sdn/str.h>

typedef enum input_kind {
    INPUT_TEXT,   /* text of CSV or TSV, which has no types; a string of JSON */
    INPUT_NUMBER, /* the text of a JSON number, as it was written */
    INPUT_TRUE,
    INPUT_FALSE,
    INPUT_NULL,
    INPUT_LIST,  /* of JSON: an array of such values */
    INPUT_OBJECT /* of JSON: an object, as its text; no field of a record can hold it */
} input_kind;

typedef struct input_value {
    input_kind kind;
    sdn_str text; /* without quotes and escapes */
    bool quoted;  /* CSV: it stood in quotes, so "" is an empty text and not nothing */
    const struct input_value *items;
    size_t item_count;
    uint32_t line, column; /* of its first byte, from 1, in bytes */
} input_value;

typedef struct input_field {
    sdn_str name;
    input_value value;
} input_field;

typedef struct input_row {
    const input_field *fields; /* in the order of the input */
    size_t count;
    uint32_t line;
} input_row;

typedef enum input_format { INPUT_CSV, INPUT_TSV, INPUT_JSON, INPUT_JSONL } input_format;

typedef struct input_reader input_reader;

/* `path` is what messages name. The text is the caller's, and stays as long as the reader. NULL: SDN_E_NOMEM, or the
 * header line of CSV is wrong (SDN_E_SYNTAX). */
input_reader *input_reader_open(input_format format, const char *path, sdn_str text, sdn_error *err);

/* The header line of CSV or TSV: its fields have the names of the columns, and where they stand. False for JSON, and for an
 * input without anything. They live as long as the reader. */
bool input_reader_header(const input_reader *reader, input_row *header);

/* 1: *row is the next row. 0: there is none. -1: error; SDN_E_SYNTAX, SDN_E_NOMEM, SDN_E_LIMIT. */
int input_reader_next(input_reader *reader, input_row *row, sdn_error *err);
void input_reader_release(input_reader *reader);

#endif
