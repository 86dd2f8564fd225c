/*
 * The readers of CSV, TSV, JSON and JSON lines, and the schema that is inferred from what they read. The first byte is the
 * format, as one of its letters below; the rest is the text.
 *
 * Whatever is read is text, with names that differ and positions in the input. Written again in the same format, it is read
 * as the same. The inferred schema has no mistakes.
 */
#include "fuzz_target.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "diag/text.h"
#include "infer/infer_schema.h"
#include "text/utf8.h"

static void rows_broken(const char *what, sdn_str text)
{
    fprintf(stderr, "broken: %s\n%.*s\n", what, (int)text.len, text.ptr);
    abort();
}

/* ---- what a row must be ---- */

static bool is_sound(sdn_str text)
{
    for (size_t at = 0; at < text.len;) {
        size_t length = sdn__utf8_length(text.ptr + at, text.len - at);
        if (length == 0)
            return false;
        at += length;
    }
    return true;
}

static void check_value(const input_value *value)
{
    if (!is_sound(value->text) || value->line == 0 || value->column == 0)
        rows_broken("a value that is no text, or has no position", value->text);
    for (size_t i = 0; i < value->item_count; i++)
        check_value(&value->items[i]);
}

static void check_row(const input_row *row)
{
    for (size_t i = 0; i < row->count; i++) {
        check_value(&row->fields[i].value);
        if (!is_sound(row->fields[i].name))
            rows_broken("a name that is no text", row->fields[i].name);
        for (size_t j = 0; j < i && i < 64; j++)
            if (sdn_str_equal(row->fields[i].name, row->fields[j].name))
                rows_broken("a name that is there twice", row->fields[i].name);
    }
}

/* ---- writing it again ---- */

static void write_csv_cell(sdn_buffer *out, sdn_str text, bool quoted)
{
    for (size_t i = 0; i < text.len; i++)
        quoted = quoted || strchr(",\"\r\n", text.ptr[i]) != NULL;
    text_printf(out, "%s", quoted ? "\"" : "");
    for (size_t i = 0; i < text.len; i++) {
        sdn__buffer_add(out, text.ptr + i, 1);
        if (text.ptr[i] == '"')
            sdn__buffer_add(out, "\"", 1);
    }
    text_printf(out, "%s", quoted ? "\"" : "");
}

static void write_tsv_cell(sdn_buffer *out, sdn_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        const char *found = strchr("\tt\nn\rr\\\\", text.ptr[i]);
        bool escaped = found != NULL && strchr("\t\n\r\\", text.ptr[i]) != NULL;
        if (escaped)
            text_printf(out, "\\%c", found[1]);
        else
            sdn__buffer_add(out, text.ptr + i, 1);
    }
}

static void write_json_string(sdn_buffer *out, sdn_str text)
{
    sdn__buffer_add(out, "\"", 1);
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c < 0x20 || c == '"' || c == '\\')
            text_printf(out, "\\u%04x", c);
        else
            sdn__buffer_add(out, text.ptr + i, 1);
    }
    sdn__buffer_add(out, "\"", 1);
}

static void write_json_value(sdn_buffer *out, const input_value *value)
{
    if (value->kind == INPUT_TEXT)
        write_json_string(out, value->text);
    else if (value->kind != INPUT_LIST)
        sdn__buffer_add_str(out, value->text);
    for (size_t i = 0; i < value->item_count; i++) {
        sdn__buffer_add(out, i > 0 ? "," : "[", 1);
        write_json_value(out, &value->items[i]);
    }
    if (value->kind == INPUT_LIST)
        text_printf(out, value->item_count > 0 ? "]" : "[]");
}

static void write_field(input_format format, sdn_buffer *out, const input_field *field)
{
    if (format == INPUT_CSV) {
        write_csv_cell(out, field->value.text, field->value.quoted);
    } else if (format == INPUT_TSV) {
        write_tsv_cell(out, field->value.text);
    } else {
        write_json_string(out, field->name);
        sdn__buffer_add(out, ":", 1);
        write_json_value(out, &field->value);
    }
}

static bool is_table(input_format format)
{
    return format == INPUT_CSV || format == INPUT_TSV;
}

static void write_row(input_format format, sdn_buffer *out, const input_row *row)
{
    const char *separator = format == INPUT_TSV ? "\t" : ",";
    text_printf(out, is_table(format) ? "" : "{");
    for (size_t i = 0; i < row->count; i++) {
        text_printf(out, "%s", i > 0 ? separator : "");
        write_field(format, out, &row->fields[i]);
    }
    text_printf(out, is_table(format) ? "\n" : "}\n");
}

static void write_header(input_format format, sdn_buffer *out, const input_row *header)
{
    for (size_t i = 0; i < header->count; i++) {
        text_printf(out, "%s", i == 0 ? "" : format == INPUT_TSV ? "\t" : ",");
        if (format == INPUT_TSV)
            write_tsv_cell(out, header->fields[i].name);
        else
            write_csv_cell(out, header->fields[i].name, true);
    }
    text_printf(out, "\n");
}

/* ---- reading ---- */

/* Reads a text and writes what it holds; false if it has a mistake. One object of JSON, or an array, becomes lines. */
static bool read_and_write(input_format format, sdn_str text, sdn_buffer *out)
{
    sdn_error err = {0};
    input_row row;
    input_reader *reader = input_reader_open(format, "input", text, &err);
    int more = reader != NULL ? 1 : -1;
    if (reader != NULL && input_reader_header(reader, &row))
        write_header(format, out, &row);
    while (more == 1 && (more = input_reader_next(reader, &row, &err)) == 1) {
        check_row(&row);
        write_row(format, out, &row);
    }
    if (more < 0 && (err.code != SDN_E_SYNTAX || err.line == 0 || err.column == 0))
        rows_broken("an error without position", sdn_str_from(err.message));
    input_reader_release(reader);
    return more == 0;
}

static void check_schema(input_format format, sdn_str text)
{
    sdn_error err = {0};
    input_profile profile;
    sdn_buffer schema = SDN_BUFFER_INIT;
    input_profile_init(&profile, !is_table(format));
    infer_request request = {.profile = &profile, .input = "input", .table = SDN_STR("rows")};
    if (input_profile_read(&profile, format, "input", text, &err) != SDN_OK || input_names_assign(&profile.names) != 0)
        rows_broken("what was read is not read again", sdn_str_from(err.message));
    if (infer_schema(&request, &schema, &err) != SDN_OK && strstr(err.message, "would have a mistake") != NULL)
        rows_broken("the schema has a mistake", sdn_str_from(err.message));
    if (sdn__utf8_fault(text_view(&schema).ptr, schema.len) != NULL)
        rows_broken("the schema is no text", text_view(&schema));
    sdn__buffer_release(&schema);
    input_profile_release(&profile);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char letters[] = "ctjl";
    sdn_buffer once = SDN_BUFFER_INIT, twice = SDN_BUFFER_INIT;
    const char *letter = size > 0 && data[0] != '\0' ? strchr(letters, data[0]) : NULL;
    if (letter == NULL)
        return 0;
    input_format format = (input_format)(letter - letters);
    sdn_str text = {(const char *)data + 1, size - 1};
    if (read_and_write(format, text, &once)) {
        input_format again = is_table(format) ? format : INPUT_JSONL;
        check_schema(format, text);
        if (!read_and_write(again, text_view(&once), &twice) || !sdn_str_equal(text_view(&once), text_view(&twice)))
            rows_broken("what is written of the rows is read as others", text_view(&once));
    }
    sdn__buffer_release(&once);
    sdn__buffer_release(&twice);
    return 0;
}
