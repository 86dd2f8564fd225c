/*
 * Which pages: huge ones of 2 MB, unless the machine is slow at them.
 *
 * To make 2 MB of small pages takes 0.3 to 0.5 ms, one huge page 0.1 to 0.2 ms, and later there are fewer misses of the
 * TLB. But in a virtual machine that gives free memory back to its host, the first touch of a huge page that was given
 * back takes 2 to 15 ms, while small pages mostly come from what was not. Which of the two it is shows only when a page
 * is touched. So
 *
 *   - a large block starts at a multiple of 2 MB, and asks for huge pages one by one, when it is filled so far;
 *   - each is timed, by the processor time of the thread, which other programs do not disturb;
 *   - after one that took over a millisecond all further pages of the load are small (sdn_pages). It cost as much as
 *     fifteen quick ones gain;
 *   - so blocks of fewer than eight huge pages have small ones. Small files take no part in any of this.
 *
 * Where huge pages are turned off the kernel makes small ones for the asking. Where the system has no such request, or
 * no way to make pages before they are written, they are made one at a time when they are.
 *
 * A huge page never reaches beyond the end of its block by more than a sixteenth.
 */
#include "base/pages.h"

#include "base/alloc.h"
#include "os/sys.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

/* PAGE is a multiple of the page size of most machines. For fewer bytes the system call costs more than it saves. */
enum { PAGE = 64 << 10, PAGES_LEAST = PAGE };

enum { HUGE_PAGE = 2 << 20, HUGE_PAGES_LEAST = 8, HUGE_PAGE_SPARE = HUGE_PAGE / 16 };

/* A huge page that takes longer is slow. */
static const int64_t slow_ns = SDN_NS_PER_MS;

static size_t rounded_up(size_t size, size_t page)
{
    return (size + page - 1) / page * page;
}

static size_t alignment_of(size_t size)
{
    return size + HUGE_PAGE_SPARE < (size_t)HUGE_PAGES_LEAST * HUGE_PAGE ? PAGE : HUGE_PAGE;
}

void *sdn__alloc_pages(size_t size)
{
    if (size < PAGES_LEAST || size > SIZE_MAX / 2)
        return sdn__resize(NULL, size, 1);
    return sdn__allocator_in_use.align(alignment_of(size), rounded_up(size, alignment_of(size)));
}

/* Whether the next page of a block is a huge one. */
static bool is_huge_next(const sdn_pages *pages, const sdn_page_block *block)
{
    return pages != NULL && !pages->huge_are_slow && alignment_of(block->size) == HUGE_PAGE &&
           block->fetched % HUGE_PAGE == 0 && block->fetched + HUGE_PAGE <= block->size + HUGE_PAGE_SPARE;
}

static void fetch_huge_page(sdn_pages *pages, sdn_page_block *block)
{
    char *page = block->start + block->fetched;
    int64_t began_ns = sdn__sys.thread_time_ns();
    if (sdn__sys.prefer_huge_pages(page, HUGE_PAGE) != 0) {
        pages->huge_are_slow = true; /* as good as: there are none */
        return;
    }
    if (sdn__sys.fetch_pages(page, HUGE_PAGE) != 0)
        *page = 0; /* which makes it, too */
    pages->huge_are_slow = sdn__sys.thread_time_ns() - began_ns > slow_ns;
    block->fetched += HUGE_PAGE;
}

static void fetch_small_pages(sdn_page_block *block, size_t used)
{
    if (used < block->fetched + PAGES_LEAST)
        return;
    size_t size = (used - block->fetched) / PAGE * PAGE;
    (void)sdn__sys.fetch_pages(block->start + block->fetched, size);
    block->fetched += size;
}

void sdn__fetch_pages(sdn_pages *pages, sdn_page_block *block, size_t used)
{
    assert(used <= block->size);
    if (block->size < PAGES_LEAST)
        return; /* it does not start at a page */
    while (block->fetched < used && is_huge_next(pages, block))
        fetch_huge_page(pages, block);
    fetch_small_pages(block, used);
}

void *sdn__alloc_whole(sdn_pages *pages, size_t size)
{
    sdn_page_block block = {sdn__alloc_pages(size), size, 0};
    if (block.start != NULL)
        sdn__fetch_pages(pages, &block, size);
    return block.start;
}

void *sdn__move_whole(sdn_pages *pages, void *block, size_t used, size_t size)
{
    void *moved = sdn__alloc_whole(pages, size);
    if (moved == NULL)
        return NULL;
    assert(used <= size);
    if (used > 0)
        memcpy(moved, block, used);
    sdn__free(block);
    return moved;
}
