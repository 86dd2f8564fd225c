#include "save/save_readback.h"

#include "base/error.h"
#include "record/record.h"

/* ---- messages ---- */

/* An open quote in a row that cannot be read may reach into a row that is written after it. */
static sdn_code refuse_table(const sdn_image *image, const sdn_table *table, sdn_error *err)
{
    if (table->problems.count > 0)
        return sdn__fail_at(err, SDN_E_INVALID, image->document.path, table->problems.items[0].line,
                            table->problems.items[0].column,
                            "the edits of table '%s' would not read back as they are beside what cannot be read; "
                            "nothing was written; correct this first: %s",
                            table->type->table.ptr, table->problems.items[0].message);
    return sdn__fail(err, SDN_E_INVALID, image->document.path,
                     "the edits of table '%s' would not read back as they are; nothing was written; save them one by "
                     "one to find the record",
                     table->type->table.ptr);
}

sdn_code sdn__save_refuse_unreadable(const sdn_image *image, sdn_error *err)
{
    for (size_t i = 0; i < image->table_count; i++)
        if (image->tables[i]->problems.count > 0)
            return refuse_table(image, image->tables[i], err);
    return refuse_table(image, image->tables[0], err);
}

/* ---- rows ---- */

static sdn_code require_same_row(const sdn_image *image, const sdn_table_plan *plan, const sdn_encoded_row *row,
                                 sdn_error *err)
{
    bool same = false;
    sdn_code code = sdn__row_readback_compare(&plan->encoder->readback, &plan->encoder->columns, row->text,
                                              sdn__slots_record(&plan->table->slots, row->slot), &same, err);
    return code != SDN_OK || same ? code : refuse_table(image, plan->table, err);
}

sdn_code sdn__save_require_same_rows(const sdn_image *image, const sdn_save_plan *plan, sdn_error *err)
{
    sdn_code code = SDN_OK;
    for (size_t i = 0; i < plan->table_count; i++)
        for (size_t row = 0; row < plan->tables[i].row_count && code == SDN_OK; row++)
            code = require_same_row(image, &plan->tables[i], &plan->tables[i].rows[row], err);
    return code;
}

/* ---- the whole file ---- */

static bool same_in_order(const sdn_table *table, const sdn_table *next)
{
    size_t other = 0;
    for (size_t slot = 0; slot < table->slots.row_count; slot++) {
        if (!sdn__slots_is_live(&table->slots, slot))
            continue;
        while (other < next->slots.row_count && !sdn__slots_is_live(&next->slots, other))
            other++;
        if (other == next->slots.row_count ||
            !sdn_record_equal(table->type, sdn__slots_record(&table->slots, (uint32_t)slot),
                              sdn__slots_record(&next->slots, (uint32_t)other)))
            return false;
        other++;
    }
    return true;
}

/* Compares the changed records; the others are read from the same bytes as before. */
static bool same_by_key(const sdn_table *table, const sdn_table *next)
{
    for (size_t i = 0; i < table->slots.changes.count; i++) {
        sdn_value key[SDN_INDEX_FIELDS_MAX];
        uint32_t slot = table->slots.changes.items[i].slot;
        if (!sdn__slots_is_live(&table->slots, slot))
            continue;
        sdn__slots_key(&table->slots, slot, key);
        uint32_t found = sdn__key_map_find(&next->lookup.keys, key);
        if (found == SDN_NO_SLOT || !sdn_record_equal(table->type, sdn__slots_record(&table->slots, slot),
                                                      sdn__slots_record(&next->slots, found)))
            return false;
    }
    return true;
}

static bool same_table(const sdn_table *table, const sdn_table *next)
{
    if (table->slots.live_count != next->slots.live_count || table->problems.count != next->problems.count)
        return false;
    return table->type->key.field_count > 0 ? same_by_key(table, next) : same_in_order(table, next);
}

sdn_code sdn__save_require_same_image(const sdn_image *image, const sdn_image *next, sdn_error *err)
{
    for (size_t i = 0; i < image->table_count; i++)
        if (!same_table(image->tables[i], next->tables[i]))
            return refuse_table(image, image->tables[i], err);
    return SDN_OK;
}
