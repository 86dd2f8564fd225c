/* A record type as text, with all that it says, to compare types that were made in different ways. C11. */
#ifndef SDNC_CAMPAIGN_TYPE_TEXT_H
#define SDNC_CAMPAIGN_TYPE_TEXT_H

#include <inttypes.h>
#include <stdio.h>

#include <sdn/sdn.h>

static inline void type_text_str(FILE *out, sdn_str text)
{
    fprintf(out, " '%.*s'(%zu)%s", (int)text.len, text.ptr, text.len, text.ptr[text.len] == '\0' ? "" : " unended");
}

/* Bytes, but for text, and for a timestamp, which has some that do not count. */
static inline void type_text_value(FILE *out, sdn_type type, const void *value)
{
    if (type == SDN_TYPE_STRING) {
        type_text_str(out, *(const sdn_str *)value);
    } else if (type == SDN_TYPE_TIMESTAMP) {
        const sdn_timestamp *time = (const sdn_timestamp *)value;
        fprintf(out, " %" PRId64 "+%" PRIu32, time->seconds, time->nanoseconds);
    } else {
        fputc(' ', out);
        for (size_t i = 0; i < sdn_type_size(type); i++)
            fprintf(out, "%02x", ((const unsigned char *)value)[i]);
    }
}

static inline void type_text_default(FILE *out, const sdn_field *field, const char *defaults)
{
    const char *value = defaults + field->offset;
    fprintf(out, "  default");
    if ((field->flags & SDN_FIELD_OPTIONAL) != 0)
        fprintf(out, " present=%d", *(const bool *)(defaults + field->presence_offset));
    if ((field->flags & SDN_FIELD_LIST) != 0) {
        const sdn_str_list *list = (const sdn_str_list *)(const void *)value;
        fprintf(out, " %zu%s:", list->count, list->items == NULL ? " NULL" : "");
        for (size_t i = 0; i < list->count; i++)
            type_text_value(out, field->type, (const char *)list->items + i * sdn_type_size(field->type));
    } else {
        type_text_value(out, field->type, value);
    }
    if (field->enumeration != NULL && field->enumeration->open)
        type_text_str(out, *(const sdn_str *)(const void *)(defaults + field->text_offset));
    fputc('\n', out);
}

static inline void type_text_enum(FILE *out, const sdn_enum_type *type)
{
    fprintf(out, "  enum %s open=%d:", type->name, type->open);
    for (uint32_t i = 0; i < type->count; i++)
        type_text_str(out, type->names[i]);
    fputc('\n', out);
}

static inline void type_text_field(FILE *out, const sdn_field *field, const char *defaults)
{
    fprintf(out, " field %s:", field->name);
    type_text_str(out, field->column);
    fprintf(out, " type=%d flags=%" PRIx32 " at %zu presence %zu text %zu separator=%d merge=%d was %" PRIu32 ":",
            (int)field->type, field->flags, field->offset, field->presence_offset, field->text_offset, field->separator,
            (int)field->merge, field->was_count);
    for (uint32_t i = 0; i < field->was_count; i++)
        type_text_str(out, field->was[i]);
    fprintf(out, " -> %s\n  doc %s\n", field->references != NULL ? field->references->name : "", field->doc);
    type_text_default(out, field, defaults);
    if ((field->flags & SDN_FIELD_RANGE) != 0) {
        fprintf(out, "  range");
        type_text_value(out, field->type, &field->low);
        type_text_value(out, field->type, &field->high);
        fputc('\n', out);
    }
    if (field->enumeration != NULL)
        type_text_enum(out, field->enumeration);
}

static inline void type_text_index(FILE *out, const char *what, const sdn_index_type *index)
{
    fprintf(out, " %s unique=%d:", what, index->unique);
    for (uint32_t i = 0; i < index->field_count; i++)
        fprintf(out, " %" PRIu32, index->fields[i]);
    fputc('\n', out);
}

static inline void type_text(FILE *out, const sdn_record_type *type)
{
    fprintf(out, "record %s:", type->name);
    type_text_str(out, type->table);
    fprintf(out, " size=%zu flags=%" PRIx32 " fields=%" PRIu32 " abi=%d\n doc %s\n", type->size, type->flags,
            type->field_count, type->abi == SDN_RECORD_ABI, type->doc);
    for (uint32_t i = 0; i < type->field_count; i++)
        type_text_field(out, &type->fields[i], (const char *)type->defaults);
    type_text_index(out, "key", &type->key);
    for (uint32_t i = 0; i < type->index_count; i++)
        type_text_index(out, "index", &type->indexes[i]);
}

#endif
