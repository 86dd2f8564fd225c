#include "backend/push.h"

#include "table/changes.h"

uint32_t sdn_push_table_count(const sdn_push *push)
{
    return (uint32_t)push->image->table_count;
}

const sdn_record_type *sdn_push_type(const sdn_push *push, uint32_t table)
{
    return push->image->tables[table]->type;
}

bool sdn_push_next(const sdn_push *push, uint32_t table, size_t *position, sdn_record_change *change)
{
    const sdn_slots *slots = &push->image->tables[table]->slots;
    while (*position < slots->changes.count) {
        const sdn_change *found = &slots->changes.items[(*position)++];
        bool is_deleted = (slots->rows[found->slot].flags & SDN_ROW_DELETED) != 0;
        if (!sdn__slots_is_changed(slots, found))
            continue;
        change->loaded = found->base;
        change->edited = is_deleted ? NULL : sdn__slots_record(slots, found->slot);
        return true;
    }
    return false;
}
