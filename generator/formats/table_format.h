/*
 * What the formats share. A format is one struct of three functions; none of them fails, because memory that ran out is
 * remembered in writer->out.
 */
#ifndef SDNC_FORMATS_TABLE_FORMAT_H
#define SDNC_FORMATS_TABLE_FORMAT_H

#include <sdn/arena.h>
#include <sdn/row.h>

#include "diag/escape.h"
#include "formats/table_writer.h"
#include "record/scalar.h"

struct table_format {
    const char *name;
    void (*begin)(table_writer *writer);
    void (*row)(table_writer *writer, const void *record);
    void (*end)(table_writer *writer);
};

struct table_writer {
    const table_format *format;
    table_layout layout;
    sdn_buffer *out;
    size_t row_count; /* of those before the current one */
    sdn_arena arena;  /* of what a format prepares when it begins */
    sdn_str *labels;  /* for each field of the layout what is written before or above its values; set by some formats */
    size_t indent;    /* of values, where a format aligns them */
    sdn_row_writer row; /* scratch: the cells of a record, or the text of a list */
    char scratch[SDN_SCALAR_SIZE];
    const void **kept; /* the records, if a format has to see all of them before it can write */
    size_t kept_capacity;
};

extern const table_format format_sdn, format_table, format_vertical, format_json, format_jsonl, format_csv, format_tsv,
    format_markdown, format_sql, format_html;

/* The field at a position of the layout. */
static inline const sdn_field *layout_field(const table_writer *writer, size_t position)
{
    return &writer->layout.type->fields[writer->layout.fields[position]];
}

/* Whether values of the type are numbers: columns of them are aligned to the right. */
bool type_is_number(sdn_type type);

/* ---- values ---- */

/* The text of a field's value, as sdn_field_text has it; ptr is NULL if the value is absent. It is valid until the next
 * call. */
sdn_str value_text(table_writer *writer, size_t position, const void *record);

/* The text of one value that is no list; ptr is NULL if no file can hold it. */
sdn_str single_text(const sdn_field *field, const void *record, const void *value, char scratch[SDN_SCALAR_SIZE]);

/* ---- text ---- */

/* Adds a C string. */
void add_text(sdn_buffer *out, const char *text);

/* Prepares writer->labels: `make` appends the label of a field. */
void make_labels(table_writer *writer, void (*make)(const sdn_field *field, sdn_buffer *label));

/* The parts of an HTML page that are the same for all tables, as lines that end with NULL: what stands in <style>, and in
 * <script>, which sorts and filters the rows of the only table of the page. */
extern const char *const html_style[], *const html_script[];

/* A value as JSON; one that is absent, or that no file can hold, is null. */
void add_json_value(table_writer *writer, size_t position, const void *record);

#endif
