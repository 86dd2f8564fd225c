/* The one door to the heap: every allocation of the runtime and the generator goes through here, so that tests
 * can make any of them fail. */
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

/* As sdn__alloc; what is large starts a page of its own, and takes no memory as long as it is not touched. */
void *sdn__alloc_pages(size_t size);

/* Fetches pages that are written to from end to end now, all together: one by one, as they are touched, that takes the
 * system more time. A hint. */
void sdn__fetch_pages(char *start, size_t size);

/* Both in one. */
void *sdn__alloc_whole(size_t size);

/* As sdn__alloc_whole, for what takes the place of `block`: its first `used` bytes are moved there and it is freed. On NULL
 * it stays valid. Takes NULL with `used` 0. */
void *sdn__move_whole(void *block, size_t used, size_t size);

/* `count` zeroed elements; NULL when memory ran out or the product overflows. */
void *sdn__alloc_zeroed(size_t count, size_t size);

/* As realloc for count * size bytes; on NULL the old block stays valid. */
void *sdn__resize(void *block, size_t count, size_t size);

/* Takes NULL. */
void sdn__free(void *block);

/* Makes room for `needed` elements in a growing array, doubling its capacity. `array` is the address of the pointer to
 * its elements, of whatever type. Returns 0, or -1 when memory ran out and the array is as before. */
int sdn__reserve(void *array, size_t *capacity, size_t needed, size_t element_size);

#endif
