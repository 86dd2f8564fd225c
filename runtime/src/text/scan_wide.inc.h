/*
 * Code, not declarations: the first step of the wide scan, included by scan_wide.c and scan_wide_avx2.c and compiled in
 * each for other processors. Which instructions it uses is decided by the compiler's options (block.h).
 *
 * The method is that of simdjson (Langdale and Lemire, "Parsing Gigabytes of JSON per Second", 2019, section 3.1). A
 * block of 64 bytes becomes bit masks: commas, quotes, line feeds, spaces, rare bytes. The prefix xor of the quotes (bit
 * i is the parity of the quotes up to i) marks the bytes between an opening quote and its closing one. Commas and line
 * feeds outside them are the stops: cells are what is between stops. The positions of the bits are appended to lists,
 * eight at a time whether there are as many or not, since how many there are cannot be predicted.
 *
 * The parity is that of sdn__scan_row in all rows of one line whose quotes are closed and not escaped, whether they
 * enclose a cell or a part of one. But how a cell begins and ends is then told by the bytes next to the stops alone. So
 * a block is rough, and its rows are looked at one by one (scan_wide.c), unless
 *   - there are no backslashes, and no line feed is between quotes;
 *   - a stop follows each closing quote;
 *   - at most one blank, a space, follows a comma, and none is before a stop but the one after a comma;
 *   - no bracket may be the start of a cell.
 * Rare bytes are the exception that costs a branch for each block that has any.
 *
 * Invariants: the edge of a block is all that the next one depends on. What makes a block rough is noted in a block of
 * the row that it belongs to.
 */
#ifndef SDN_TEXT_SCAN_WIDE_INC_H
#define SDN_TEXT_SCAN_WIDE_INC_H

#include "base/compiler.h"
#include "text/block.h"
#include "text/scan_wide.h"

/* ---- the end of a block ---- */

/* What the next block must know: bits of masks at the end of the block, moved to the start of the next. */
typedef struct block_edge {
    uint64_t commas;    /* outside quotes, the last two bytes */
    uint64_t blanks;    /* the last byte */
    uint64_t closing;   /* the last byte is a closing quote */
    uint64_t is_escape; /* the last byte is a backslash that escapes the next one */
    uint64_t inside;    /* all bits set: the next byte is between quotes */
} block_edge;

/* The bytes that are `distance` after those in the mask. *edge: of the block before; on return, of this block. */
static inline uint64_t after(uint64_t mask, unsigned distance, uint64_t *edge)
{
    uint64_t moved = (mask << distance) + *edge;
    *edge = mask >> (64 - distance);
    return moved;
}

/* ---- rare bytes ---- */

/* What is in a block besides commas, quotes, line feeds and spaces. */
typedef struct rare_bytes {
    uint64_t backslashes;
    uint64_t tabs;
    uint64_t returns;  /* carriage returns before a line feed */
    uint64_t doubtful; /* brackets that may start a cell, tabs that may follow a comma; unless they are inside quotes */
    unsigned traits;   /* SDN_BLOCK_IS_FOREIGN or 0 */
} rare_bytes;

/* `has_next`: there is a byte after the block. */
SDN_ALWAYS_INLINE rare_bytes find_rare_bytes(const char *bytes, const sdn_block *block, bool has_next)
{
    uint64_t tabs = sdn__equal_at(bytes, '\t'), returns = sdn__equal_at(bytes, '\r');
    uint64_t brackets = sdn__equal_at(bytes, '[') | sdn__equal_at(bytes, '{');
    uint64_t backslashes = sdn__equal_at(bytes, '\\'), bars = sdn__equal_at(bytes, '|');
    uint64_t before_newline = block->newlines >> 1 | (uint64_t)(has_next && bytes[SDN_BLOCK_SIZE] == '\n') << 63;
    uint64_t before_cell = block->commas | block->newlines | block->spaces | tabs;
    bool is_foreign = (block->rare & ~(tabs | returns | brackets | backslashes | bars)) != 0;
    return (rare_bytes){
        .backslashes = backslashes,
        .tabs = tabs,
        .returns = returns & before_newline,
        .doubtful = (brackets & (before_cell << 1 | 1)) | (tabs & (block->commas << 1 | 1)),
        .traits = is_foreign ? SDN_BLOCK_IS_FOREIGN : 0,
    };
}

/* The bytes that are escaped: those after the first, third, ... backslash of a run. */
SDN_ALWAYS_INLINE uint64_t escaped(uint64_t backslashes, uint64_t *is_escape)
{
    uint64_t found = *is_escape;
    *is_escape = 0;
    for (backslashes &= ~found; backslashes != 0;) {
        uint64_t first = backslashes & -backslashes;
        backslashes &= ~(first | first << 1);
        found |= first << 1;
        *is_escape = first >> 63;
    }
    return found;
}

/* ---- blocks ---- */

typedef struct block_stops {
    uint64_t stops;
    uint64_t lines;  /* the line feeds among them */
    unsigned traits; /* SDN_BLOCK_... */
} block_stops;

/* Goes on to a block; the edge is that of the block before, and on return that of this one. */
SDN_ALWAYS_INLINE block_stops find_stops_of(const char *bytes, bool has_next, block_edge *edge)
{
    sdn_block block = sdn__block_at(bytes);
    rare_bytes rare = {.traits = 0};
    if (SDN_UNLIKELY((block.rare | edge->is_escape) != 0)) {
        rare = find_rare_bytes(bytes, &block, has_next);
        block.quotes &= ~escaped(rare.backslashes, &edge->is_escape);
    }
    uint64_t inside = sdn__odd_up_to(block.quotes) ^ edge->inside, blanks = block.spaces | rare.tabs;
    uint64_t commas = block.commas & ~inside, lines = block.newlines & ~inside, stops = commas | lines;
    uint64_t ends = stops | rare.returns, comma_before_last = after(commas, 2, &edge->commas);
    edge->inside = 0 - (inside >> 63);

    uint64_t cut_off = after(blanks, 1, &edge->blanks) & ((blanks & comma_before_last) | (ends & ~comma_before_last));
    uint64_t misplaced = after(block.quotes & ~inside, 1, &edge->closing) & ~ends;
    uint64_t rough = cut_off | misplaced | (block.newlines & inside) | (rare.doubtful & ~inside) | rare.backslashes;
    return (block_stops){stops, lines, rare.traits | (rough != 0 ? (unsigned)SDN_BLOCK_IS_ROUGH : 0)};
}

/* ---- lists ---- */

/* Appends the position of the lowest bit in a mask, if there is one, and something else if there is none. */
static inline uint32_t *append_bit(uint32_t *list, uint64_t *mask, uint32_t base)
{
    *list = base + sdn__first_bit(*mask);
    *mask &= *mask - 1;
    return list + 1;
}

static inline uint32_t *append_four(uint32_t *list, uint64_t *mask, uint32_t base)
{
    list = append_bit(list, mask, base);
    list = append_bit(list, mask, base);
    list = append_bit(list, mask, base);
    return append_bit(list, mask, base);
}

/* Appends the positions of the bits in a mask, of which the first is `base`. Room for 64 of them must be there. */
static inline uint32_t *append_stops(uint32_t *list, uint64_t mask, uint32_t base)
{
    uint32_t *next = list + sdn__count_bits(mask);
    do
        list = append_four(append_four(list, &mask, base), &mask, base);
    while (SDN_UNLIKELY(mask != 0));
    return next;
}

/* The same where there is mostly one, or none. */
static inline uint32_t *append_lines(uint32_t *list, uint64_t mask, uint32_t base)
{
    uint32_t *next = list + sdn__count_bits(mask);
    do
        list = append_bit(list, &mask, base);
    while (SDN_UNLIKELY(mask != 0));
    return next;
}

/* The ends of the lists, which are being filled. */
typedef struct stop_lists {
    uint32_t *stops;
    uint32_t *lines;
    uint32_t *odd;
} stop_lists;

/* Adds what is in the blocks from `at` on, whose position is `base`, up to `most`, or until the lists are full. Returns
 * where it stopped. */
SDN_ALWAYS_INLINE const char *add_blocks(const sdn_wide_scan *wide, const char *at, const char *most, uint32_t base,
                                         bool has_next, block_edge *edge, stop_lists *lists)
{
    block_edge last = *edge; /* these two stay in registers */
    stop_lists to = *lists;
    const uint32_t *full = wide->stops + 1 + SDN_MOST_STOPS;
    for (; at < most && to.stops < full; at += SDN_BLOCK_SIZE, base += SDN_BLOCK_SIZE) {
        block_stops found = find_stops_of(at, has_next, &last);
        to.stops = append_stops(to.stops, found.stops, base);
        to.lines = append_lines(to.lines, found.lines, base);
        if (SDN_UNLIKELY(found.traits != 0)) {
            *to.odd++ = base | found.traits;
            full = to.odd < wide->odd_blocks + SDN_MOST_ODD_BLOCKS ? full : wide->stops;
        }
    }
    *edge = last;
    *lists = to;
    return at;
}

/* Adds the last block, which is less than a whole one, filled up with spaces. Returns where it stopped. */
SDN_NOINLINE static const char *add_last_block(const sdn_wide_scan *wide, const char *at, uint32_t base,
                                               block_edge *edge, stop_lists *lists)
{
    char last[SDN_BLOCK_SIZE];
    memset(last, ' ', sizeof last);
    memcpy(last, at, (size_t)(wide->end - at));
    bool is_added = add_blocks(wide, last, last + sizeof last, base, false, edge, lists) != last;
    return is_added ? wide->end : at;
}

/* ---- cells ---- */

/* Where a cell has 16 bytes. */
#if defined(__AVX2__) && defined(__LP64__)
enum { CELLS_AT_ONCE = 8 };

/* The two bytes after a stop. `chunk` is where the list counts from; after the text there is a NUL. */
static inline int16_t pair_after(const char *chunk, uint32_t stop)
{
    int16_t pair;
    memcpy(&pair, chunk + (uint32_t)(stop + 1), sizeof pair);
    return pair;
}

static inline __m128i pairs_after(const char *chunk, const uint32_t *stops)
{
    __m128i pairs = _mm_cvtsi32_si128(pair_after(chunk, stops[0]));
    pairs = _mm_insert_epi16(pairs, pair_after(chunk, stops[1]), 1);
    pairs = _mm_insert_epi16(pairs, pair_after(chunk, stops[2]), 2);
    pairs = _mm_insert_epi16(pairs, pair_after(chunk, stops[3]), 3);
    pairs = _mm_insert_epi16(pairs, pair_after(chunk, stops[4]), 4);
    pairs = _mm_insert_epi16(pairs, pair_after(chunk, stops[5]), 5);
    pairs = _mm_insert_epi16(pairs, pair_after(chunk, stops[6]), 6);
    return _mm_insert_epi16(pairs, pair_after(chunk, stops[7]), 7);
}

/* Stores cells 0, 1, 4, 5 of eight, or 2, 3, 6, 7: from the starts of their texts, lengths and forms. */
static inline void store_four(sdn_cell *cells, __m256i starts, __m256i sizes)
{
    __m256i even = _mm256_unpacklo_epi64(starts, sizes), odd = _mm256_unpackhi_epi64(starts, sizes);
    _mm_storeu_si128((__m128i *)(void *)&cells[0], _mm256_castsi256_si128(even));
    _mm_storeu_si128((__m128i *)(void *)&cells[1], _mm256_castsi256_si128(odd));
    _mm_storeu_si128((__m128i *)(void *)&cells[4], _mm256_extracti128_si256(even, 1));
    _mm_storeu_si128((__m128i *)(void *)&cells[5], _mm256_extracti128_si256(odd, 1));
}

/* Stores the cells that follow each of eight stops, of which *stops is the first, and end at the next one. A condition is
 * a number of all bits, which is -1, or 0. */
static inline void store_cells_after(const char *chunk, const uint32_t *stops, sdn_cell *cells)
{
    __m128i pairs = pairs_after(chunk, stops), first = _mm_and_si128(pairs, _mm_set1_epi16(0xFF));
    __m128i is_blank = _mm_cmpeq_epi16(first, _mm_set1_epi16(' ')), quote = _mm_set1_epi16('"');
    __m128i is_quoted = _mm_or_si128(_mm_cmpeq_epi16(first, quote),
                                     _mm_and_si128(is_blank, _mm_cmpeq_epi16(_mm_srli_epi16(pairs, 8), quote)));
    __m256i blanks = _mm256_cvtepi16_epi32(is_blank), quotes = _mm256_cvtepi16_epi32(is_quoted);
    __m256i before = _mm256_loadu_si256((const __m256i *)(const void *)stops);
    __m256i stop = _mm256_loadu_si256((const __m256i *)(const void *)(stops + 1));
    __m256i start = _mm256_sub_epi32(_mm256_sub_epi32(before, _mm256_set1_epi32(-1)), _mm256_add_epi32(blanks, quotes));
    __m256i len = _mm256_add_epi32(_mm256_sub_epi32(stop, start), quotes);
    __m256i form = _mm256_and_si256(quotes, _mm256_set1_epi32(SDN_CELL_QUOTED)), zero = _mm256_setzero_si256();
    __m256i base = _mm256_set1_epi64x((int64_t)(intptr_t)chunk);
    store_four(cells, _mm256_add_epi64(base, _mm256_unpacklo_epi32(start, zero)), _mm256_unpacklo_epi32(len, form));
    store_four(cells + 2, _mm256_add_epi64(base, _mm256_unpackhi_epi32(start, zero)), _mm256_unpackhi_epi32(len, form));
}
#endif

/* Stores the cells before all stops. Those of eight stops at once if that reads nothing after the NUL behind the text. */
SDN_ALWAYS_INLINE void store_all_cells(sdn_wide_scan *wide)
{
    sdn_cell *cells = wide->cells;
    const uint32_t *before = wide->stops, *last = wide->stops_end - 1;
#if defined(__AVX2__) && defined(__LP64__)
    for (; before + CELLS_AT_ONCE <= last; before += CELLS_AT_ONCE, cells += CELLS_AT_ONCE)
        store_cells_after(wide->chunk, before, cells);
#endif
    for (; before < last; before++, cells++) {
        const char *at = wide->chunk + (uint32_t)(before[0] + 1);
        sdn__wide_scan_set_cell(cells, at + (*at == ' '), wide->chunk + before[1]);
    }
}

SDN_ALWAYS_INLINE void find_stops(sdn_wide_scan *wide, const char *start, size_t reach)
{
    block_edge edge = {.inside = 0};
    stop_lists lists = {wide->stops + 1, wide->lines, wide->odd_blocks};
    size_t left = (size_t)(wide->end - start), whole = left - left % SDN_BLOCK_SIZE;
    const char *at = add_blocks(wide, start, start + (reach < whole ? reach : whole), 0, true, &edge, &lists);
    if (reach > whole && at == start + whole && whole < left)
        at = add_last_block(wide, at, (uint32_t)whole, &edge, &lists);
    wide->chunk = start;
    wide->scanned = at;
    wide->stop = wide->stops + 1;
    wide->stops_end = lists.stops;
    wide->line = wide->lines;
    wide->odd = wide->odd_blocks;
    *lists.lines = *lists.odd = UINT32_MAX;
    wide->stops[0] = UINT32_MAX; /* the chunk begins after it */
    store_all_cells(wide);
}

#endif
