/*
 * Rows: how generated code reads the cells of a row into a struct and writes a struct's fields as cells.
 *
 * A parse function calls one sdn_read_... per field, in any order, on a reader the store has set up; each returns
 * false if the cell holds no value of the field's type, and sets row->problem_field and row->problem. A field whose
 * column the file lacks is left as it is, so the parse function starts from the defaults. The common cases are inline
 * functions.
 *
 * A write function calls one sdn_write_... per field on a writer; errors (text that is not UTF-8, no memory) stay
 * in the writer, where the store finds them.
 *
 * Without a store, sdn_record_from_row and sdn_record_to_row in <sdn/record.h> turn a row into a record and back. Below
 * them are sdn_row_reader_init and sdn_row_writer_init, for the cells one by one:
 *   sdn_row_reader reader;
 *   if (sdn_row_reader_init(&reader, &todo_record_type, text, &arena, &err) == SDN_OK)
 *       read = todo_parse_row(&todo, &reader);
 *   sdn_row_writer writer;
 *   if (sdn_row_writer_init(&writer, &todo_record_type) == SDN_OK) {
 *       todo_write_row(&todo, &writer);              or sdn_row_writer_fill, as often as you like
 *       title = sdn_row_writer_cell(&writer, TODO_FIELD_TITLE);
 *       sdn_row_writer_release(&writer);
 *   }
 */
#ifndef SDN_ROW_H
#define SDN_ROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sdn/api.h>
#include <sdn/arena.h>
#include <sdn/error.h>
#include <sdn/str.h>
#include <sdn/time.h>

#ifdef __cplusplus
extern "C" {
#endif

struct sdn_enum_type;
struct sdn_record_type;
struct sdn_enum_words;

/* How a cell is written in the file. */
typedef enum sdn_cell_form {
    SDN_CELL_BARE,   /* without quotes, a comma or line end directly after it */
    SDN_CELL_SPACED, /* without quotes, with blanks before the comma or line end */
    SDN_CELL_QUOTED, /* between quotes, without escapes; the text excludes the quotes */
    SDN_CELL_ESCAPED /* between quotes, with escapes or doubled quotes still in the text */
} sdn_cell_form;

/* One cell of a row, as it is in the file. */
typedef struct sdn_cell {
    const char *ptr;    /* its text, without quotes */
    uint32_t len;       /* bytes */
    sdn_cell_form form; /* what has to be done to it */
} sdn_cell;

/* The position of a cell that the file does not have. */
#define SDN_NO_COLUMN UINT32_MAX

/* A row that is being read; set up by the store. */
typedef struct sdn_row_reader {
    const struct sdn_record_type *type; /* of the record */
    const sdn_cell *cells;              /* of this row, in file order; from each ptr on 8 bytes can be read */
    const uint32_t *columns;            /* per field: the position of its cell, or SDN_NO_COLUMN */
    sdn_arena *arena;                   /* for text that has to be copied, and for lists */
    const struct sdn_enum_words *words; /* private; per field, or NULL */
    const char *problem;                /* what is wrong with the cell of problem_field; NULL: nothing */
    uint32_t problem_field;             /* number of the field */
    bool out_of_memory;                 /* a text or a list could not be copied */
} sdn_row_reader;

/* A reader of one row of text, whose cells are in the order of the fields; see sdn_record_from_row. The text is copied to
 * `arena`, which also holds what is read; nothing needs to be released. *row is set on success only. SDN_E_SYNTAX,
 * SDN_E_LIMIT, SDN_E_NOMEM. */
SDN_API sdn_code sdn_row_reader_init(sdn_row_reader *row, const struct sdn_record_type *type, sdn_str text,
                                     sdn_arena *arena, sdn_error *err);

/* Reads the cell of field number `field` into *value, in any form that a cell can have; false: see row->problem. */
SDN_API bool sdn_read_any_string(sdn_row_reader *row, uint32_t field, sdn_str *value);

/* Reads the cell of field number `field` into *value; false: see row->problem. */
static inline bool sdn_read_string(sdn_row_reader *row, uint32_t field, sdn_str *value)
{
    uint32_t column = row->columns[field];
    if (column == SDN_NO_COLUMN)
        return true;
    const sdn_cell *cell = &row->cells[column];
    if (cell->form != SDN_CELL_BARE && cell->form != SDN_CELL_QUOTED)
        return sdn_read_any_string(row, field, value);
    value->ptr = cell->len > 0 ? cell->ptr : "";
    value->len = cell->len;
    return true;
}

/* The same for the other types; the word of an open enum is read into *text where no enumerator has it. */
SDN_API bool sdn_read_bool(sdn_row_reader *row, uint32_t field, bool *value);
SDN_API bool sdn_read_i32(sdn_row_reader *row, uint32_t field, int32_t *value);
SDN_API bool sdn_read_i64(sdn_row_reader *row, uint32_t field, int64_t *value);
SDN_API bool sdn_read_u32(sdn_row_reader *row, uint32_t field, uint32_t *value);
SDN_API bool sdn_read_u64(sdn_row_reader *row, uint32_t field, uint64_t *value);
SDN_API bool sdn_read_f64(sdn_row_reader *row, uint32_t field, double *value);
SDN_API bool sdn_read_date(sdn_row_reader *row, uint32_t field, sdn_date *value);
SDN_API bool sdn_read_timestamp(sdn_row_reader *row, uint32_t field, sdn_timestamp *value);
SDN_API bool sdn_read_enum(sdn_row_reader *row, uint32_t field, uint32_t *value);
SDN_API bool sdn_read_open_enum(sdn_row_reader *row, uint32_t field, uint32_t *value, sdn_str *text);

/* Reads a list of anything: `list` is the sdn_<T>_list of the field's type. */
SDN_API bool sdn_read_list(sdn_row_reader *row, uint32_t field, void *list);

/* The same for a list of text. */
static inline bool sdn_read_string_list(sdn_row_reader *row, uint32_t field, sdn_str_list *value)
{
    uint32_t column = row->columns[field];
    if (column == SDN_NO_COLUMN || row->cells[column].len > 0)
        return sdn_read_list(row, field, value);
    value->items = NULL;
    value->count = 0;
    return true;
}

/* Whether an optional field's cell holds anything; always true, so that it chains with the read that follows. */
static inline bool sdn_read_present(sdn_row_reader *row, uint32_t field, bool *present)
{
    uint32_t column = row->columns[field];
    if (column != SDN_NO_COLUMN)
        *present = row->cells[column].len > 0;
    return true;
}

/* The bytes of one field's cell inside a writer's text. */
typedef struct sdn_written_cell {
    size_t start; /* where it begins */
    size_t len;   /* bytes */
    bool empty;   /* no value: written as other empty cells of the column are */
} sdn_written_cell;

/* A row that is being written; set up by the store. */
typedef struct sdn_row_writer {
    const struct sdn_record_type *type; /* of the record */
    char *text;                         /* the cells written so far, one after the other; owned by the writer */
    size_t len;                         /* bytes written */
    size_t capacity;                    /* bytes allocated */
    sdn_written_cell *cells;            /* per field; owned by the writer */
    const char *problem;                /* what is wrong with the value of problem_field; NULL: nothing */
    uint32_t problem_field;             /* number of the field */
    bool out_of_memory;                 /* text or cells could not grow */
} sdn_row_writer;

/* An empty writer, to be released. On SDN_E_NOMEM it is empty too, and needs no release. */
SDN_API sdn_code sdn_row_writer_init(sdn_row_writer *row, const struct sdn_record_type *type);

/* Frees the memory of a writer. One that is all zeros, or was released, is allowed. */
SDN_API void sdn_row_writer_release(sdn_row_writer *row);

/* Writes every field of `record`, replacing what was there; see row->problem and row->out_of_memory. */
SDN_API void sdn_row_writer_fill(sdn_row_writer *row, const void *record);

/* The cell written for a field, with its quotes; valid until the next write or release. */
SDN_API sdn_str sdn_row_writer_cell(const sdn_row_writer *row, uint32_t field);

/* Each writes the cell of field number `field`. */
SDN_API void sdn_write_string(sdn_row_writer *row, uint32_t field, sdn_str value);
SDN_API void sdn_write_bool(sdn_row_writer *row, uint32_t field, bool value);
SDN_API void sdn_write_i32(sdn_row_writer *row, uint32_t field, int32_t value);
SDN_API void sdn_write_i64(sdn_row_writer *row, uint32_t field, int64_t value);
SDN_API void sdn_write_u32(sdn_row_writer *row, uint32_t field, uint32_t value);
SDN_API void sdn_write_u64(sdn_row_writer *row, uint32_t field, uint64_t value);
SDN_API void sdn_write_f64(sdn_row_writer *row, uint32_t field, double value);
SDN_API void sdn_write_date(sdn_row_writer *row, uint32_t field, sdn_date value);
SDN_API void sdn_write_timestamp(sdn_row_writer *row, uint32_t field, sdn_timestamp value);
SDN_API void sdn_write_enum(sdn_row_writer *row, uint32_t field, uint32_t value);
SDN_API void sdn_write_open_enum(sdn_row_writer *row, uint32_t field, uint32_t value, sdn_str text);
SDN_API void sdn_write_string_list(sdn_row_writer *row, uint32_t field, sdn_str_list value);

/* Writes a list of anything: `list` is the sdn_<T>_list of the field's type. */
SDN_API void sdn_write_list(sdn_row_writer *row, uint32_t field, const void *list);

/* Writes an empty cell if the optional value is absent; returns `present`, so that the value is written only then. */
SDN_API bool sdn_write_present(sdn_row_writer *row, uint32_t field, bool present);

#ifdef __cplusplus
}
#endif

#endif
