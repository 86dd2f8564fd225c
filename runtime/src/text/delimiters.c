/*
 * How the delimiters come back: most texts are followed by a comma, so every NUL is taken for one, which needs neither a
 * note nor a search: a copy with commas in place of NULs is as fast as a copy can be. Only the other delimiters, quotes
 * and line ends, are noted (`others`), two bytes each: the position, and which one it is. Positions count from the last
 * mark, one every SDN_MARK_DISTANCE bytes, which tells where the entries after it begin. So the time for a copy is in
 * proportion to its length; and nothing depends on what happens to records or rows later.
 *
 * A row that holds NULs of its own has a problem: no record is read from it, and none of our NULs is written there. Such
 * rows are listed, and copied as they are.
 *
 * Invariants
 *   - All NULs outside of `own` are ours.
 *   - The delimiters between mark i and the next one are others[marks[i]] up to others[marks[i + 1]], of the last mark
 *     up to others[count], in the order of the text; there is no NUL of ours at or after mark mark_count.
 */
#include "text/delimiters.h"

#include "base/alloc.h"
#include "text/block.h"

#include <assert.h>
#include <string.h>

static const char delimiter_of_code[] = {',', '"', '\n', '\r'};

void sdn__delimiters_init(sdn_delimiters *d, const char *bytes, size_t len)
{
    *d = (sdn_delimiters){.bytes = bytes, .len = len};
}

static void release_added(sdn_delimiters *added)
{
    while (added != NULL) {
        sdn_delimiters *older = added->added;
        added->added = NULL;
        sdn__delimiters_release(added);
        sdn__free(added);
        added = older;
    }
}

void sdn__delimiters_release(sdn_delimiters *d)
{
    release_added(d->added);
    sdn__free(d->others);
    sdn__free(d->marks);
    sdn__free(d->own);
    sdn__delimiters_init(d, NULL, 0);
}

/* ---- while the text is read ---- */

/* How many there will be if the rest of the text has as many as what was read, up to the last mark; rather some too many,
 * but at most 64 times those so far. Arrays that double would leave as much behind, and take part of it from the heap,
 * where nothing else of their size comes to use it. */
static size_t expected_others(const sdn_delimiters *d)
{
    enum { MARKS_LEAST = 16, MOST_TIMES = 64 };
    if (d->mark_count < MARKS_LEAST)
        return 0;
    uint64_t all = (uint64_t)d->count * (d->len / SDN_MARK_DISTANCE + 1) / d->mark_count + d->count / 32;
    uint64_t most = (uint64_t)d->count * MOST_TIMES;
    uint64_t expected = all < most ? all : most;
    return expected < SIZE_MAX ? (size_t)expected : 0;
}

int sdn__delimiters_reserve(sdn_delimiters *d, size_t more)
{
    if (d->marks == NULL)
        d->marks = sdn__resize(NULL, d->len / SDN_MARK_DISTANCE + 1, sizeof *d->marks);
    if (d->marks == NULL)
        return -1;
    size_t needed = d->count + more + 1, expected = expected_others(d);
    if (needed <= d->capacity)
        return 0;
    return sdn__grow(&d->others, &d->capacity, needed > expected ? needed : expected, sizeof *d->others);
}

int sdn__delimiters_note_own(sdn_delimiters *d, const char *start, const char *end)
{
    if (sdn__reserve(&d->own, &d->own_capacity, d->own_count + 1, sizeof *d->own) != 0)
        return -1;
    d->own[d->own_count++] = (sdn_own_nuls){(size_t)(start - d->bytes), (size_t)(end - d->bytes)};
    return 0;
}

void sdn__delimiters_mark(sdn_delimiters *d, size_t at, const uint16_t *next)
{
    assert(at <= d->len);
    while (d->mark_count <= at / SDN_MARK_DISTANCE)
        d->marks[d->mark_count++] = (uint32_t)(next - d->others);
}

/* A part begins at a mark, so that positions from its marks are the same as from those of the whole text. */
void sdn__delimiters_init_part(sdn_delimiters *part, const sdn_delimiters *d, const char *start)
{
    size_t at = (size_t)(start - d->bytes) / SDN_MARK_DISTANCE * SDN_MARK_DISTANCE;
    sdn__delimiters_init(part, d->bytes + at, d->len - at);
}

int sdn__delimiters_append(sdn_delimiters *d, const sdn_delimiters *part)
{
    if (part->mark_count == 0)
        return 0;
    if (sdn__delimiters_reserve(d, part->count) != 0)
        return -1;
    sdn__delimiters_mark(d, (size_t)(part->bytes - d->bytes), d->others + d->count);
    assert((d->mark_count - 1) * SDN_MARK_DISTANCE == (size_t)(part->bytes - d->bytes));
    for (size_t i = 1; i < part->mark_count; i++)
        d->marks[d->mark_count++] = (uint32_t)d->count + part->marks[i];
    if (part->count > 0)
        memcpy(d->others + d->count, part->others, part->count * sizeof *part->others);
    d->count += part->count;
    return 0;
}

/* Whether the byte is in the text of these delimiters. */
static inline bool has_byte(const sdn_delimiters *d, const char *at)
{
    return (uintptr_t)at - (uintptr_t)d->bytes < d->len;
}

sdn_delimiters *sdn__delimiters_of_added(sdn_delimiters *d, const char *start, size_t len)
{
    if (d->added != NULL && has_byte(d->added, start))
        return d->added;
    sdn_delimiters *made = sdn__alloc(sizeof *made);
    if (made == NULL)
        return NULL;
    sdn__delimiters_init(made, start, len);
    made->added = d->added;
    d->added = made;
    return made;
}

void sdn__delimiters_keep_added(sdn_delimiters *d, sdn_delimiters *replaced)
{
    assert(d->added == NULL);
    d->added = replaced->added;
    replaced->added = NULL;
}

/* ---- copies ---- */

/* Copies bytes whose NULs are all ours, with commas in their place; they may be copied to where they are. */
static void copy_with_commas(const char *from, size_t len, char *to)
{
    char last[SDN_BLOCK_SIZE] = {0};
    for (; len >= SDN_BLOCK_SIZE; from += SDN_BLOCK_SIZE, to += SDN_BLOCK_SIZE, len -= SDN_BLOCK_SIZE)
        sdn__fill_nuls(from, ',', to);
    memcpy(last, from, len);
    sdn__fill_nuls(last, ',', last);
    memcpy(to, last, len);
}

/* The first entry of `own` that ends after `offset`; own_count if there is none. */
static size_t own_after(const sdn_delimiters *d, size_t offset)
{
    size_t low = 0, high = d->own_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (offset < d->own[middle].end)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* How many bytes from `at` up to `end` come before those of entry `own`. */
static size_t bytes_before(const sdn_delimiters *d, size_t own, size_t at, size_t end)
{
    if (own < d->own_count && d->own[own].start < end)
        end = d->own[own].start > at ? d->own[own].start : at;
    return end - at;
}

/* How many bytes from `at` up to `end` are of entry `own`, given that `at` is in it or at `end`. */
static size_t bytes_within(const sdn_delimiters *d, size_t own, size_t at, size_t end)
{
    return at == end ? 0 : (d->own[own].end < end ? d->own[own].end : end) - at;
}

/* Copies from offset `at` up to `end`, with commas in place of all NULs of ours. */
static void copy_all(const sdn_delimiters *d, size_t at, size_t end, char *to)
{
    for (size_t own = own_after(d, at); at < end; own++) {
        size_t ours = bytes_before(d, own, at, end), theirs = bytes_within(d, own, at + ours, end);
        copy_with_commas(d->bytes + at, ours, to);
        if (theirs > 0)
            memmove(to + ours, d->bytes + at + ours, theirs);
        at += ours + theirs;
        to += ours + theirs;
    }
}

/* Writes the delimiters that are no commas to a copy of what is from offset `at` up to `end`. */
static void put_others(const sdn_delimiters *d, size_t at, size_t end, char *to)
{
    for (size_t mark = at / SDN_MARK_DISTANCE; mark < d->mark_count && mark * SDN_MARK_DISTANCE < end; mark++) {
        size_t stop = mark + 1 < d->mark_count ? d->marks[mark + 1] : d->count, from_mark = mark * SDN_MARK_DISTANCE;
        for (size_t i = d->marks[mark]; i < stop; i++) {
            size_t offset = from_mark + d->others[i] % SDN_CODE_OF_ENTRY;
            if (offset >= at && offset < end)
                to[offset - at] = delimiter_of_code[d->others[i] / SDN_CODE_OF_ENTRY];
        }
    }
}

void sdn__delimiters_copy(const sdn_delimiters *d, const char *from, size_t len, char *to)
{
    while (d != NULL && !has_byte(d, from))
        d = d->added;
    if (d != NULL && d->mark_count > 0) {
        size_t at = (size_t)(from - d->bytes);
        assert(len <= d->len - at);
        copy_all(d, at, at + len, to);
        put_others(d, at, at + len, to);
    } else if (len > 0) {
        memmove(to, from, len);
    }
}

/* ---- the text itself ---- */

/* The NULs among fewer than 64 bytes. */
static uint64_t nuls_of_short(const char *bytes, size_t len)
{
    char block[SDN_BLOCK_SIZE];
    memset(block, ' ', sizeof block);
    memcpy(block, bytes, len);
    return sdn__equal_at(block, '\0');
}

/* Sets the bits of all NULs of the text, or removes them. */
static void change_bits(const sdn_delimiters *d, uint64_t *nuls, bool set)
{
    for (size_t at = 0; at < d->len; at += SDN_BLOCK_SIZE, nuls++) {
        size_t left = d->len - at;
        uint64_t found =
            left < SDN_BLOCK_SIZE ? nuls_of_short(d->bytes + at, left) : sdn__equal_at(d->bytes + at, '\0');
        *nuls = set ? *nuls | found : *nuls & ~found;
    }
}

void sdn__delimiters_restore(sdn_delimiters *d, char *bytes, uint64_t *nuls)
{
    assert(bytes == d->bytes);
    if (nuls != NULL)
        change_bits(d, nuls, true);
    sdn__delimiters_copy(d, bytes, d->len, bytes);
    if (nuls != NULL)
        change_bits(d, nuls, false); /* of those that the text has itself */
    d->count = d->mark_count = 0;
}

void sdn__delimiters_take_again(sdn_delimiters *d, char *bytes, const uint64_t *nuls)
{
    static const size_t offset = 0;
    assert(bytes == d->bytes);
    for (size_t word = 0, count = sdn__delimiters_bitmap_len(d); word < count; word++)
        for (uint64_t left = nuls[word]; left != 0; left &= left - 1) {
            const sdn_str before = {bytes + word * 64 + sdn__lowest_bit(left) - 1, 1};
            sdn__delimiters_take(d, &before, &offset, 1);
        }
}
