/*
 * Which pages: huge ones of 2 MB, if they promise to be quicker, as long as they are.
 *
 * To make 2 MB of small pages takes from 0.1 ms, on a machine of one's own, to 10 ms in some virtual ones. A huge page
 * mostly takes 0.1 to 0.2 ms, and later there are fewer misses of the TLB. But in a virtual machine that gives free
 * memory back to its host, the first touch of a huge page that was given back takes 2 to 15 ms, while small pages mostly
 * come from what was not. What either costs shows only when pages are touched. So
 *
 *   - a block in which there is room for two huge pages starts at a multiple of 2 MB, and asks for them one by one, when
 *     it is filled so far;
 *   - before the first, some small pages are made and timed. They are those behind the last huge page, which mostly are
 *     needed anyway. If as many bytes as the huge pages have would take less than 2.5 ms as small pages, there is less to
 *     gain than a slow one can cost: the block has small ones. Once a huge page of the load was quick, half a millisecond
 *     is enough;
 *   - each huge page is timed. After one that took over a millisecond, and longer than small pages in its place, all
 *     further pages of the load are small (sdn_pages). It costs no more than one such page, whatever the machine;
 *   - all this by the processor time of the thread, which other programs do not disturb.
 *
 * So small files take no part in any of this, on a machine with cheap pages nor do those of some megabytes. Memory of the
 * heap that was used before has its pages already: they cost nothing, and no huge ones are asked for.
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

enum { HUGE_PAGE = 2 << 20, HUGE_PAGES_LEAST = 2, HUGE_PAGE_SPARE = HUGE_PAGE / 16 };

/* How many small pages are timed: enough for a guess, and little where each takes 20 us. Not for a block with so many
 * huge pages that these are worthwhile anyway. */
enum { SAMPLE = PAGE, HUGE_PAGES_SURE = 16 };

/* A huge page that takes longer may be slow. */
static const int64_t slow_ns = SDN_NS_PER_MS;

/* How long small pages have to take instead, before the first huge one of a load and after. */
static const int64_t promising_ns = 5 * SDN_NS_PER_MS / 2, worthwhile_ns = SDN_NS_PER_MS / 2;

static size_t rounded_up(size_t size, size_t page)
{
    return (size + page - 1) / page * page;
}

/* How many bytes of a block, from its start on, can be huge pages. */
static size_t huge_part(size_t size)
{
    size_t part = (size + HUGE_PAGE_SPARE) / HUGE_PAGE * HUGE_PAGE;
    return part < (size_t)HUGE_PAGES_LEAST * HUGE_PAGE ? 0 : part;
}

void *sdn__alloc_pages(size_t size)
{
    if (size < PAGES_LEAST || size > SIZE_MAX / 2)
        return sdn__resize(NULL, size, 1);
    size_t huge = huge_part(size), page = huge > 0 ? HUGE_PAGE : PAGE;
    size_t needed = size < huge + SAMPLE ? huge + SAMPLE : size; /* `size` alone without huge pages */
    return sdn__allocator_in_use.align(page, rounded_up(needed, page));
}

static void make_pages(char *start, size_t size)
{
    enum { SMALLEST_PAGE = 4096 };
    if (sdn__sys.fetch_pages(start, size) != 0)
        for (size_t at = 0; at < size; at += SMALLEST_PAGE)
            start[at] = 0; /* which makes it, too */
}

/* Finds out what small pages cost the block, once. */
static void sample_small_pages(sdn_page_block *block)
{
    int64_t began_ns = sdn__sys.thread_time_ns();
    make_pages(block->start + huge_part(block->size), SAMPLE);
    int64_t took_ns = sdn__sys.thread_time_ns() - began_ns;
    block->small_ns = took_ns > 0 ? took_ns * (HUGE_PAGE / SAMPLE) : 1;
}

/* Whether the block is to have huge pages as long as they are quick. */
static bool are_huge_worthwhile(const sdn_pages *pages, sdn_page_block *block)
{
    size_t count = huge_part(block->size) / HUGE_PAGE;
    if (count >= HUGE_PAGES_SURE)
        return true;
    if (block->small_ns == 0)
        sample_small_pages(block);
    return block->small_ns >= (pages->huge_were_quick ? worthwhile_ns : promising_ns) / (int64_t)count;
}

/* Whether the next page of a block is a huge one. */
static bool is_huge_next(const sdn_pages *pages, sdn_page_block *block)
{
    return pages != NULL && !pages->huge_are_slow && block->fetched % HUGE_PAGE == 0 &&
           block->fetched < huge_part(block->size) && are_huge_worthwhile(pages, block);
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
    int64_t took_ns = sdn__sys.thread_time_ns() - began_ns;
    pages->huge_are_slow = took_ns > slow_ns && took_ns > block->small_ns;
    pages->huge_were_quick = true; /* else it makes no difference */
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
    sdn_page_block block = {.start = sdn__alloc_pages(size), .size = size};
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
