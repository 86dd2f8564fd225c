#include "test.h"

#include "index/hash_sort.h"

#include <stdlib.h>

enum { MOST = 5000 };

static sdn_hash_item items[MOST], spare[MOST];

/* Slots ascend before, so those of one hash must ascend afterwards. */
static void assert_sorts(size_t count, uint32_t hashes)
{
    static bool seen[MOST];
    for (uint32_t i = 0; i < count; i++) {
        items[i] = (sdn_hash_item){(uint32_t)rand() * UINT32_C(2654435761) % hashes * (UINT32_MAX / hashes), i};
        seen[i] = false;
    }
    sdn__hash_sort(items, spare, count);
    for (size_t i = 0; i < count; i++) {
        assert_true(items[i].slot < count && !seen[items[i].slot]);
        seen[items[i].slot] = true;
        if (i > 0 && items[i - 1].hash == items[i].hash)
            assert_true(items[i - 1].slot < items[i].slot);
        else if (i > 0)
            assert_true(items[i - 1].hash < items[i].hash);
    }
}

static void items_are_sorted_by_hash_then_by_slot(void **state)
{
    (void)state;
    static const size_t counts[] = {0, 1, 2, 3, 255, 256, 257, MOST};
    static const uint32_t hashes[] = {1, 2, 250, 70000, UINT32_MAX};
    srand(1);
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        for (size_t j = 0; j < sizeof hashes / sizeof *hashes; j++)
            assert_sorts(counts[i], hashes[j]);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(items_are_sorted_by_hash_then_by_slot)};
    return run_cases(argc, argv, tests);
}
