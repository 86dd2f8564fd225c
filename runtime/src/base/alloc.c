#include "base/alloc.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

sdn_allocator sdn__allocator_in_use = {realloc, aligned_alloc, free};

void *sdn__alloc(size_t size)
{
    return sdn__allocator_in_use.resize(NULL, size > 0 ? size : 1);
}

void *sdn__alloc_zeroed(size_t count, size_t size)
{
    void *block = sdn__resize(NULL, count, size);
    if (block != NULL)
        memset(block, 0, count * size);
    return block;
}

void *sdn__resize(void *block, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / 2 / size)
        return NULL;
    return sdn__allocator_in_use.resize(block, count * size > 0 ? count * size : 1);
}

void sdn__free(void *block)
{
    if (block != NULL)
        sdn__allocator_in_use.release(block);
}

int sdn__grow(void *array, size_t *capacity, size_t needed, size_t element_size)
{
    assert(needed > *capacity);
    size_t larger = *capacity < 8 ? 8 : *capacity * 2;
    if (larger < needed)
        larger = needed;
    void *block; /* copied as bytes: a T * must not be accessed as a void * (C11 6.5p7) */
    memcpy(&block, array, sizeof block);
    block = sdn__resize(block, larger, element_size);
    if (block == NULL)
        return -1;
    memcpy(array, &block, sizeof block);
    *capacity = larger;
    return 0;
}
