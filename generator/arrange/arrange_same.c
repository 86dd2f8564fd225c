/* A comparison that shares nothing with arranging but the library: two opened files, record by record. */
#include <string.h>

#include "arrange/arrange.h"
#include "base/error.h"
#include "record/value.h"

static bool is_sorted_by_key(const sdn_record_type *type)
{
    return (type->flags & SDN_RECORD_ORDER_BY_KEY) != 0;
}

/* The record of the newer table that is to equal one of the older: the next one, or that of the same key. */
static const void *counterpart(const data_table *after, const void *record, sdn_cursor *next)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    if (!is_sorted_by_key(after->type))
        return sdn_cursor_next(next);
    sdn__values_of(after->type, &after->type->key, record, key);
    return sdn_store_get(after->store, key);
}

static bool is_same_table(const data_table *before, const data_table *after)
{
    sdn_cursor old = sdn_store_all(before->store), new = sdn_store_all(after->store);
    if (!sdn_str_equal(before->type->table, after->type->table) ||
        before->type->field_count != after->type->field_count ||
        sdn_store_count(before->store) != sdn_store_count(after->store) ||
        sdn_store_problems(before->store, NULL) != sdn_store_problems(after->store, NULL))
        return false;
    for (const void *record; (record = sdn_cursor_next(&old)) != NULL;) {
        const void *other = counterpart(after, record, &new);
        if (other == NULL || !sdn_record_equal(before->type, record, other))
            return false;
    }
    return true;
}

sdn_code arrange_require_same(const data_file *before, const data_file *after, sdn_error *err)
{
    for (size_t i = 0; i < before->table_count; i++)
        if (i >= after->table_count || !is_same_table(&before->tables[i], &after->tables[i]))
            return sdn__fail(err, SDN_E_INVALID, before->path.ptr,
                             "table '%s' would not have the same records in another layout; the file is left as it is",
                             before->tables[i].type->table.ptr);
    return SDN_OK;
}
