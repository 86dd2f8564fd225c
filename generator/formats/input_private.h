/*
 * What the readers of all formats share: the text, the position in it, and the row that is being made.
 *
 * A position has a line and a column, which are kept while the text is read: `line_start` is the first byte of `line`.
 * Texts without quotes or escapes are not copied, others are decoded into the arena of the row.
 */
#ifndef SDNC_FORMATS_INPUT_PRIVATE_H
#define SDNC_FORMATS_INPUT_PRIVATE_H

#include "base/compiler.h"
#include "formats/input_reader.h"

/* What a format does. Each returns as input_reader_next does; `begin` 1 if rows may follow. */
typedef struct input_grammar {
    int (*begin)(input_reader *reader, sdn_error *err); /* reads what comes before the first row */
    int (*next)(input_reader *reader, sdn_error *err);  /* reads a row into reader->fields */
} input_grammar;

/* What JSON needs beyond that. */
typedef struct input_json_state {
    bool in_array;      /* the rows are elements of an array */
    uint32_t last_line; /* that the last row ended in; 0: there was none */
    input_value *items; /* elements of the lists that are open */
    size_t item_count;
    size_t item_capacity;
} input_json_state;

struct input_reader {
    const input_grammar *grammar;
    const char *path;
    const char *at, *end;
    const char *line_start;
    uint32_t line;
    bool is_over; /* the last row was read */

    input_field *fields; /* of the row */
    size_t field_count;
    size_t field_capacity;
    uint32_t row_line;
    sdn_arena row; /* decoded texts of the row */

    sdn_arena names_arena;
    input_field *names; /* CSV, TSV: of the columns, from the header line */
    size_t name_count;
    char separator; /* CSV, TSV: between cells */

    input_json_state json;
};

extern const input_grammar input_separated, input_json, input_jsonl;

/* Fails at a position. Returns -1. */
int input_fail(const input_reader *reader, sdn_error *err, uint32_t line, uint32_t column, const char *format, ...)
    SDN_PRINTF(5, 6);

/* The line and column of a byte of the current line, as arguments of input_fail. */
#define INPUT_PLACE(reader, byte) (reader)->line, input_column((reader), (byte))

/* SDN_E_NOMEM; returns -1. */
int input_no_memory(sdn_error *err);

/* Adds a field to the row. Returns 0, or -1 when memory ran out. */
int input_add_field(input_reader *reader, const input_field *field);

/* The position of a name that is among the fields of the row, or the names, twice; `count` if there is none. `name_at` is
 * the first of `count` names that are `stride` bytes apart. -1: memory ran out. */
int input_find_twice(const sdn_str *name_at, size_t stride, size_t count, size_t *position);

/* A byte of the current line as its column. */
static inline uint32_t input_column(const input_reader *reader, const char *at)
{
    return (uint32_t)(at - reader->line_start) + 1;
}

/* A line begins at `start`. */
static inline void input_begin_line(input_reader *reader, const char *start)
{
    reader->line++;
    reader->line_start = start;
}

/* Reads a JSON string at reader->at, its opening quote, into *text. 0, or -1 with the error. */
int json_string(input_reader *reader, sdn_str *text, sdn_error *err);

/* The end of the JSON number at `at`; NULL if there is none. */
const char *json_number_end(const char *at, const char *end);

#endif
