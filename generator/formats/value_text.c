/* Values as text, and text with some bytes replaced: what all formats are made of. */
#include <string.h>

#include "diag/text.h"
#include "formats/table_format.h"
#include "record/record.h"
#include "record/row_write.h"

bool type_is_number(sdn_type type)
{
    static const bool is_number[] = {
        [SDN_TYPE_I32] = true, [SDN_TYPE_I64] = true, [SDN_TYPE_U32] = true,
        [SDN_TYPE_U64] = true, [SDN_TYPE_F64] = true, [SDN_TYPE_ENUM] = false,
    };
    return is_number[type];
}

/* ---- values ---- */

sdn_str single_text(const sdn_field *field, const void *record, const void *value, char scratch[SDN_SCALAR_SIZE])
{
    sdn_str other;
    if (!sdn__field_is_other_word(field, record))
        return sdn__scalar_of(field)->print(field, value, scratch);
    memcpy(&other, (const char *)record + field->text_offset, sizeof other);
    return other;
}

static sdn_str joined_list(table_writer *writer, size_t position, const void *list)
{
    sdn_row_writer *row = &writer->row;
    row->len = 0;
    row->problem = NULL;
    sdn__write_list_text(row, writer->layout.fields[position], list);
    writer->out->out_of_memory = writer->out->out_of_memory || row->out_of_memory;
    return (sdn_str){row->len > 0 ? row->text : "", row->len};
}

sdn_str value_text(table_writer *writer, size_t position, const void *record)
{
    const sdn_field *field = layout_field(writer, position);
    const void *value = (const char *)record + field->offset;
    if (!sdn__field_present(field, record))
        return (sdn_str){NULL, 0};
    if ((field->flags & SDN_FIELD_LIST) != 0)
        return joined_list(writer, position, value);
    return single_text(field, record, value, writer->scratch);
}

/* ---- text ---- */

void add_text(sdn_buffer *out, const char *text)
{
    sdn__buffer_add(out, text, strlen(text));
}

void make_labels(table_writer *writer, void (*make)(const sdn_field *field, sdn_buffer *label))
{
    size_t count = writer->layout.field_count;
    sdn_buffer label = SDN_BUFFER_INIT;
    writer->labels = sdn_arena_alloc(&writer->arena, count * sizeof *writer->labels);
    for (size_t i = 0; writer->labels != NULL && i < count && !writer->out->out_of_memory; i++) {
        label.len = 0;
        make(layout_field(writer, i), &label);
        writer->labels[i] = text_copy(&label, &writer->arena);
        writer->out->out_of_memory = writer->labels[i].ptr == NULL;
    }
    writer->out->out_of_memory = writer->out->out_of_memory || writer->labels == NULL;
    sdn__buffer_release(&label);
}
