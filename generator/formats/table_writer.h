/*
 * Writers: records as text in one of several formats, row by row.
 *
 *   sdn       a table of an SDN file: reads back with the same schema
 *   table     the same, aligned for people (align.h); still SDN
 *   vertical  a line `name: value` for each field, an empty line between records
 *   json      one array of objects; jsonl: one object in each line
 *   csv, tsv  RFC 4180, and tab-separated with escapes \t \n \r \\; a header line with the names of the columns
 *   md        a table of GitHub's Markdown
 *   sql       CREATE TABLE and INSERT for SQLite
 *   html      one page that needs no other file, with sorting and filtering
 *
 * Tables have the columns of the file: sdn, table, csv, tsv, md and html. The others have the names of the fields in the
 * schema. In JSON an absent value is null, a list an array, a number a number, an enum its word, a date its text.
 *
 * Calling sequence: table_writer_begin, table_writer_row for each record, table_writer_end, table_writer_release. What is
 * written is appended to `out`, which the caller may print and empty between rows.
 */
#ifndef SDNC_FORMATS_TABLE_WRITER_H
#define SDNC_FORMATS_TABLE_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sdn/record.h>

#include "base/buffer.h"

typedef struct table_format table_format;

/* The names of all formats, separated by '|', for the option -f. */
extern const char table_format_names[];

/* The format with this name, or NULL. */
const table_format *table_format_find(const char *name);

/* What is written, and how. */
typedef struct table_layout {
    const sdn_record_type *type;
    const uint32_t *fields; /* positions in type->fields, in the order wanted; they live as long as the writer */
    size_t field_count;
    bool color;     /* formats for people may use it */
    unsigned width; /* of the terminal: `table` is written as `vertical` if it is wider; 0: any */
} table_layout;

typedef struct table_writer table_writer;

/* NULL when memory ran out. */
table_writer *table_writer_begin(const table_format *format, const table_layout *layout, sdn_buffer *out);

/* `table` aligns columns, so it keeps its records until the end: they must live that long. Returns 0, or -1 when memory
 * ran out; that is also in out->out_of_memory. */
int table_writer_row(table_writer *writer, const void *record);
int table_writer_end(table_writer *writer);
void table_writer_release(table_writer *writer);

#endif
