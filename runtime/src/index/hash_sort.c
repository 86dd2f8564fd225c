#include "index/hash_sort.h"

enum { HASH_BYTES = 4, BYTE_VALUES = 256 };

static unsigned byte_of(uint32_t hash, unsigned byte)
{
    return hash >> 8 * byte & (BYTE_VALUES - 1);
}

/* Moves the items to `to`, in the order of one byte. `counts` tells how many have each value of it; afterwards, where
 * these end. */
static void distribute_by_byte(const sdn_hash_item *from, sdn_hash_item *to, size_t count, unsigned byte,
                               uint32_t counts[BYTE_VALUES])
{
    uint32_t start = 0;
    for (unsigned value = 0; value < BYTE_VALUES; value++) {
        uint32_t here = counts[value];
        counts[value] = start;
        start += here;
    }
    for (size_t i = 0; i < count; i++)
        to[counts[byte_of(from[i].hash, byte)]++] = from[i];
}

/* After an even number of passes the items are where they were. */
void sdn__hash_sort(sdn_hash_item *items, sdn_hash_item *spare, size_t count)
{
    uint32_t counts[HASH_BYTES][BYTE_VALUES] = {{0}};
    for (size_t i = 0; i < count; i++)
        for (unsigned byte = 0; byte < HASH_BYTES; byte++)
            counts[byte][byte_of(items[i].hash, byte)]++;
    for (unsigned byte = 0; byte < HASH_BYTES; byte += 2) {
        distribute_by_byte(items, spare, count, byte, counts[byte]);
        distribute_by_byte(spare, items, count, byte + 1, counts[byte + 1]);
    }
}
