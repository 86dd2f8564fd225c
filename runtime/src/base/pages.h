/*
 * Pages: large blocks, whose pages are made as the blocks fill.
 *
 * The kernel makes a page when it is first written, which takes longer than to fill it. So pages are fetched: many in one
 * call, shortly before they are written, and hardly more than will be. In blocks of some megabytes they are huge ones of
 * 2 MB where these are quicker; pages.c says what decides it.
 */
#ifndef SDN_BASE_PAGES_H
#define SDN_BASE_PAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is known of the machine's pages at present; all zero at first. The blocks of one load share it, so that a slow page
 * is met once. In its place NULL means small pages. */
typedef struct sdn_pages {
    bool huge_are_slow;
    bool huge_were_quick;
} sdn_pages;

/* A block that is filled from its start on. */
typedef struct sdn_page_block {
    char *start; /* from sdn__alloc_pages */
    size_t size;
    size_t fetched;   /* bytes from the start on whose pages are made, as far as that was wished */
    int64_t small_ns; /* how long small pages of 2 MB take; 0: not known */
} sdn_page_block;

/* All bytes of a file, in a block that sdn__free frees, and what filling it told of the pages. */
typedef struct sdn_content {
    char *bytes;
    size_t len;
    sdn_pages pages;
} sdn_content;

/* `size` bytes, at least 1, uninitialised, which sdn__free frees; NULL when memory ran out. A large block starts at a page.
 * Its pages use no memory until they are touched. */
void *sdn__alloc_pages(size_t size);

/* Makes the pages of the first `used` bytes of a block, which are going to be written, and of no more than 2 MB beyond
 * them, or 64 KB elsewhere. What was not fetched before is overwritten. Errors are ignored: the kernel makes the pages later. */
void sdn__fetch_pages(sdn_pages *pages, sdn_page_block *block, size_t used);

/* sdn__alloc_pages, and fetches all. */
void *sdn__alloc_whole(sdn_pages *pages, size_t size);

/* As sdn__alloc_whole, for a block that replaces `block`: copies its first `used` bytes and frees it. If the result is
 * NULL, `block` stays valid. `block` may be NULL if `used` is 0. */
void *sdn__move_whole(sdn_pages *pages, void *block, size_t used, size_t size);

#endif
