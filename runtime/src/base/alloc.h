/* Heap memory. Every allocation of the runtime and the generator goes through these functions, so that tests can make
 * any of them fail. */
#ifndef SDN_BASE_ALLOC_H
#define SDN_BASE_ALLOC_H

#include <stddef.h>

typedef struct sdn_allocator {
    void *(*resize)(void *block, size_t size);     /* as realloc; size is never 0 */
    void *(*align)(size_t alignment, size_t size); /* as aligned_alloc; size is a multiple of alignment */
    void (*release)(void *block);                  /* as free, of what either of them returned */
} sdn_allocator;

/* Replaced by tests only, while no store is open. */
extern sdn_allocator sdn__allocator_in_use;

/* `size` bytes, at least 1, uninitialised; NULL when memory ran out. */
void *sdn__alloc(size_t size);

/* `count` zeroed elements; NULL when memory ran out or the product overflows. */
void *sdn__alloc_zeroed(size_t count, size_t size);

/* As realloc for count * size bytes; if the result is NULL, the old block stays valid. */
void *sdn__resize(void *block, size_t count, size_t size);

/* NULL is allowed. */
void sdn__free(void *block);

/* Makes room for `needed` elements, more than there is room for, in a growing array, doubling its capacity. `array` is
 * the address of the pointer to its elements, of any type. 0, or -1 when memory ran out; the array is unchanged then. */
int sdn__grow(void *array, size_t *capacity, size_t needed, size_t element_size);

/* The same, if the array has not enough room already. */
static inline int sdn__reserve(void *array, size_t *capacity, size_t needed, size_t element_size)
{
    return needed <= *capacity ? 0 : sdn__grow(array, capacity, needed, element_size);
}

#endif
