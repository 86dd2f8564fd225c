#include "index/key_order.h"

#include <assert.h>

#include "record/value.h"

void sdn__key_order_init(sdn_key_order *order)
{
    *order = (sdn_key_order){.keys_sorted = true};
}

static void set_last(sdn_key_order *order, const sdn_record_type *type, const sdn_value *key, uint64_t number)
{
    order->last_number = number;
    for (uint32_t i = 0; i < type->key.field_count; i++)
        order->last_key[i] = key[i];
}

/* Where text keys are ordered by number, a text that is not a number has the number 0, so it follows no other key. */
void sdn__key_order_track(sdn_key_order *order, const sdn_record_type *type, uint32_t slot, const sdn_value *key,
                          uint64_t number)
{
    bool follows = sdn__key_orders_by_number(type)
                       ? number > order->last_number
                       : order->sorted_prefix == 0 || sdn__key_compare(type, order->last_key, key) < 0;
    assert(slot >= order->sorted_prefix);
    order->keys_sorted = order->keys_sorted && follows;
    if (!order->keys_sorted)
        return;
    order->sorted_prefix = (size_t)slot + 1;
    set_last(order, type, key, number);
}

void sdn__key_order_limit(sdn_key_order *order, size_t count)
{
    if (order->sorted_prefix > count)
        order->sorted_prefix = count;
}

void sdn__key_order_resume(sdn_key_order *order, const sdn_record_type *type, size_t count, const sdn_value *last_key)
{
    assert(order->sorted_prefix >= count);
    order->sorted_prefix = count;
    if (count == 0) {
        order->keys_sorted = true;
        order->last_number = 0;
    } else if (last_key != NULL) {
        order->keys_sorted = true;
        set_last(order, type, last_key, sdn__key_number(type, last_key));
    }
}
