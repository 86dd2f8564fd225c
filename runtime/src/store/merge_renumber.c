/* New records of both sides that got the same number: ours gets another one, if nothing refers to it. */
#include "store/merge_policy.h"

#include "base/error.h"
#include "edit/edit.h"
#include "record/record.h"
#include "record/scalar.h"
#include "record/value.h"

#include <stdio.h>
#include <string.h>

/* ---- which may not be renumbered ---- */

static void mark_record(const sdn_table *ours, uint32_t slot, uint8_t *referred)
{
    if (slot != SDN_NO_SLOT && ours->slots.rows[slot].change != 0)
        referred[ours->slots.rows[slot].change - 1] = 1;
}

static void mark_field(const sdn_table *ours, const sdn_field *field, const void *record, uint8_t *referred)
{
    sdn_any_list elements = sdn__elements_of(field, record);
    for (size_t i = 0; sdn__field_present(field, record) && i < elements.count; i++) {
        sdn_value key;
        memcpy(&key, sdn__list_item(elements, sdn__scalar_of(field), i), sdn__scalar_of(field)->size);
        mark_record(ours, sdn__key_map_find(&ours->lookup.keys, &key), referred);
    }
}

void sdn__mark_referred(const sdn_table *ours, sdn_table *const *tables, size_t count, uint8_t *referred)
{
    for (size_t i = 0; i < count; i++)
        for (uint32_t field = 0; field < tables[i]->type->field_count; field++)
            for (uint32_t slot = 0; tables[i]->targets[field] == ours && slot < tables[i]->slots.row_count; slot++)
                if (sdn__slots_is_live(&tables[i]->slots, slot))
                    mark_field(ours, &tables[i]->type->fields[field], sdn__slots_record(&tables[i]->slots, slot),
                               referred);
}

/* ---- another number ---- */

static void show_key(const sdn_record_type *type, const void *record, char shown[SDN_SHOWN_KEY_SIZE])
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    sdn__values_of(type, &type->key, record, key);
    sdn__key_show(type, key, shown);
}

static void add_note(const sdn_record_type *type, const void *before, const void *after, sdn_buffer *notes)
{
    char old[SDN_SHOWN_KEY_SIZE], given[SDN_SHOWN_KEY_SIZE], line[2 * SDN_SHOWN_KEY_SIZE + 200];
    show_key(type, before, old);
    show_key(type, after, given);
    int len = snprintf(line, sizeof line,
                       "table '%.100s': new record '%s' is '%s' now; the other side has a new record '%s' too\n",
                       type->table.ptr, old, given, old);
    sdn__buffer_add(notes, line, (size_t)len < sizeof line ? (size_t)len : sizeof line - 1);
}

sdn_code sdn__insert_renumbered(sdn_table *theirs, const void *record, sdn_buffer *notes, sdn_error *err)
{
    const void *inserted = NULL;
    sdn_code code = sdn__edit_insert_renumbered(theirs, record, &inserted, err);
    if (code != SDN_OK || notes == NULL)
        return code;
    add_note(theirs->type, record, inserted, notes);
    return notes->out_of_memory ? sdn__fail_memory(err) : SDN_OK;
}
