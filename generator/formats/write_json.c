/*
 * JSON (RFC 8259): an object for each record, one a line; `json` puts them into an array. Keys are the names of the
 * fields. Numbers have the digits of their text in a file: those of 64 bits are numbers too, and real numbers have the
 * fewest digits from which the same number is read.
 */
#include "formats/table_format.h"
#include "record/record.h"

/* Whether the text of a value stands in JSON as it is. */
static const bool is_bare_in_json[] = {
    [SDN_TYPE_BOOL] = true, [SDN_TYPE_I32] = true, [SDN_TYPE_I64] = true,   [SDN_TYPE_U32] = true,
    [SDN_TYPE_U64] = true,  [SDN_TYPE_F64] = true, [SDN_TYPE_ENUM] = false,
};

static void add_item(table_writer *writer, const sdn_field *field, sdn_str text)
{
    if (text.ptr == NULL)
        add_text(writer->out, "null");
    else if (is_bare_in_json[field->type])
        sdn__buffer_add_str(writer->out, text);
    else
        add_json_string(writer->out, text);
}

void add_json_value(table_writer *writer, size_t position, const void *record)
{
    const sdn_field *field = layout_field(writer, position);
    const sdn_scalar *scalar = sdn__scalar_of(field);
    sdn_any_list items = sdn__elements_of(field, record);
    bool is_list = (field->flags & SDN_FIELD_LIST) != 0;
    if (!sdn__field_present(field, record)) {
        add_text(writer->out, "null");
        return;
    }
    add_text(writer->out, is_list ? "[" : "");
    for (size_t i = 0; i < items.count; i++) {
        add_text(writer->out, i > 0 ? "," : "");
        add_item(writer, field, single_text(field, record, sdn__list_item(items, scalar, i), writer->scratch));
    }
    add_text(writer->out, is_list ? "]" : "");
}

/* ---- records ---- */

static void json_label(const sdn_field *field, sdn_buffer *label)
{
    add_json_string(label, sdn_str_from(field->name));
    add_text(label, ":");
}

static void add_object(table_writer *writer, const void *record)
{
    for (size_t i = 0; i < writer->layout.field_count; i++) {
        sdn__buffer_add(writer->out, i > 0 ? "," : "{", 1);
        sdn__buffer_add_str(writer->out, writer->labels[i]);
        add_json_value(writer, i, record);
    }
    add_text(writer->out, writer->layout.field_count > 0 ? "}" : "{}");
}

static void begin_jsonl(table_writer *writer)
{
    make_labels(writer, json_label);
}

static void jsonl_row(table_writer *writer, const void *record)
{
    add_object(writer, record);
    add_text(writer->out, "\n");
}

static void end_jsonl(table_writer *writer)
{
    (void)writer;
}

static void begin_json(table_writer *writer)
{
    make_labels(writer, json_label);
    add_text(writer->out, "[");
}

static void json_row(table_writer *writer, const void *record)
{
    add_text(writer->out, writer->row_count > 0 ? ",\n" : "\n");
    add_object(writer, record);
}

static void end_json(table_writer *writer)
{
    add_text(writer->out, writer->row_count > 0 ? "\n]\n" : "]\n");
}

const table_format format_json = {"json", begin_json, json_row, end_json};
const table_format format_jsonl = {"jsonl", begin_jsonl, jsonl_row, end_jsonl};
