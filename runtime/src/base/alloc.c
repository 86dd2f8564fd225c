#include "base/alloc.h"

#include "base/sys.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

sdn_allocator sdn_allocator_in_use = {realloc, aligned_alloc, free};

/* Of most machines, or a multiple of it. */
enum { LARGE_PAGE = 2 << 20 };

void *sdn_alloc(size_t size)
{
    return sdn_allocator_in_use.resize(NULL, size > 0 ? size : 1);
}

void *sdn_alloc_large(size_t size)
{
    if (size < LARGE_PAGE || size > SIZE_MAX / 2)
        return sdn_resize(NULL, size, 1);
    size_t whole = size / LARGE_PAGE * LARGE_PAGE; /* the rest stays in small pages, which take no more than it needs */
    size_t aligned = whole < size ? whole + LARGE_PAGE : whole;
    void *block = sdn_allocator_in_use.align(LARGE_PAGE, aligned);
    if (block != NULL)
        (void)sdn_sys.advise_large_pages(block, whole);
    return block;
}

void *sdn_alloc_zeroed(size_t count, size_t size)
{
    void *block = sdn_resize(NULL, count, size);
    if (block != NULL)
        memset(block, 0, count * size);
    return block;
}

void *sdn_resize(void *block, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / 2 / size)
        return NULL;
    return sdn_allocator_in_use.resize(block, count * size > 0 ? count * size : 1);
}

void sdn_free(void *block)
{
    if (block != NULL)
        sdn_allocator_in_use.release(block);
}

int sdn_reserve(void *array, size_t *capacity, size_t needed, size_t element_size)
{
    if (needed <= *capacity)
        return 0;
    size_t larger = *capacity < 8 ? 8 : *capacity * 2;
    if (larger < needed)
        larger = needed;
    void *block; /* moved as bytes: a T * may not be written to as if it were a void * */
    memcpy(&block, array, sizeof block);
    block = sdn_resize(block, larger, element_size);
    if (block == NULL)
        return -1;
    memcpy(array, &block, sizeof block);
    *capacity = larger;
    return 0;
}
