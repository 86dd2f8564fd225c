#include "encode/value_refusal.h"

#include "base/error.h"
#include "record/record.h"
#include "record/scalar.h"
#include "record/value.h"

#include <stdio.h>
#include <string.h>

/* Finds the first value of an enum field, or of a list of enums, that the enum does not have. Other fields have
 * none. */
static bool find_no_enumerator(const sdn_field *field, const void *record, uint32_t *number)
{
    const void *value = (const char *)record + field->offset;
    bool is_list = (field->flags & SDN_FIELD_LIST) != 0;
    sdn_any_list list = is_list ? sdn__list_at(value) : (sdn_any_list){value, 1};
    for (size_t i = 0; field->type == SDN_TYPE_ENUM && i < list.count; i++) {
        memcpy(number, sdn__list_item(list, sdn__scalar_of(field), i), sizeof *number);
        if (*number > field->enumeration->count || (*number == field->enumeration->count && !field->enumeration->open))
            return true;
    }
    return false;
}

/* Writes ", record 'KEY'", or nothing for a record without key. */
static void name_record(const sdn_record_type *type, const void *record, char *to, size_t size)
{
    char key[SDN_SHOWN_KEY_SIZE];
    sdn_value values[SDN_INDEX_FIELDS_MAX];
    to[0] = '\0';
    if (type->key.field_count == 0)
        return;
    sdn__values_of(type, &type->key, record, values);
    sdn__key_show(type, values, key);
    snprintf(to, size, ", record '%s'", key);
}

sdn_code sdn__row_refuse_value(const sdn_table *table, const sdn_row_writer *writer, const void *record, sdn_error *err)
{
    char named[SDN_SHOWN_KEY_SIZE + sizeof ", record ''"];
    uint32_t number;
    const sdn_record_type *type = table->type;
    const sdn_field *field = &type->fields[writer->problem_field];
    name_record(type, record, named, sizeof named);
    if (find_no_enumerator(field, record, &number))
        return sdn__fail(err, SDN_E_INVALID, table->document->path,
                         "table '%s'%s: field '%s' is %lu, which is none of the values of enum %s; "
                         "assign one of them",
                         type->table.ptr, named, field->name, (unsigned long)number, field->enumeration->name);
    return sdn__fail(err, SDN_E_INVALID, table->document->path, "table '%s'%s: field '%s' %s", type->table.ptr, named,
                     field->name, writer->problem);
}
