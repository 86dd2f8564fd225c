/*
 * Code, not declarations: the wide scan of one row, included by scan_wide.c and scan_wide_avx2.c and compiled in each
 * for other processors. Which instructions it uses is decided by the compiler's options (block.h).
 *
 * The method is that of simdjson (Langdale and Lemire, "Parsing Gigabytes of JSON per Second", 2019, section 3.1). A
 * block of 64 bytes becomes four bit masks: commas, quotes, line feeds, backslashes. Quotes after a backslash that
 * escapes them are removed. The prefix xor of the quotes (bit i is the parity of the quotes up to i) marks the bytes
 * between an opening quote and its closing one, for the whole block in six steps. Commas outside them and line feeds
 * are the stops, and the cells are what is between stops: no byte is looked at one by one but at the ends of cells. The
 * parity, and whether a backslash is pending, are carried from block to block.
 *
 * Parity is right only if quotes open and close cells, and are not literal bytes in the middle of a bare one. So a row
 * is accepted at once only if
 *   - in all its blocks, a stop follows each closing quote, and there are no backslashes (IS_SIMPLE), and
 *   - the number of quotes is twice the number of cells that start with one.
 * In other rows each cell is checked (check_cells), and if a quote is elsewhere the row is rejected. Brackets reject
 * it.
 *
 * Invariants: wide->stops, newlines and quotes have no bits below wide->at; newlines is a subset of stops; a row starts
 * outside quotes. After a rejected row wide->at is NULL, and the next row starts a new block with parity 0.
 */
#ifndef SDN_TEXT_SCAN_WIDE_INC_H
#define SDN_TEXT_SCAN_WIDE_INC_H

#include <assert.h>

#include "base/compiler.h"
#include "text/block.h"
#include "text/scan_wide.h"

/* ---- blocks ---- */

/* The block at `start`, which is before the end. After the end of the text it is filled with spaces. */
SDN_ALWAYS_INLINE sdn_block block_at(const char *start, const char *end)
{
    char last[SDN_BLOCK_SIZE];
    size_t left = (size_t)(end - start);
    if (left < SDN_BLOCK_SIZE) {
        memset(last, ' ', sizeof last);
        start = memcpy(last, start, left);
    }
    return sdn__block_at(start);
}

/* The bytes that are escaped: those after the first, third, ... backslash of a run. *escapes: 1 if the byte before the
 * block escapes its first byte; on return, 1 if its last byte escapes the next one. */
static uint64_t escaped(uint64_t backslashes, uint64_t *escapes)
{
    uint64_t found = *escapes;
    *escapes = 0;
    for (backslashes &= ~found; backslashes != 0;) {
        uint64_t first = backslashes & -backslashes;
        backslashes &= ~(first | first << 1);
        found |= first << 1;
        *escapes = first >> 63;
    }
    return found;
}

/* Properties of a block, and of a row that has them in all its blocks. */
enum {
    IS_SIMPLE = 1 << 0, /* no backslashes, and a stop after each closing quote */
    IS_PLAIN = 1 << 1   /* ASCII without a NUL */
};

/* Goes on to the block at `start`. */
SDN_ALWAYS_INLINE void enter_block(sdn_wide_scan *wide, const char *start)
{
    sdn_block block = block_at(start, wide->end);
    bool is_escaped = (block.backslashes | wide->escapes) != 0;
    if (is_escaped)
        block.quotes &= ~escaped(block.backslashes, &wide->escapes);
    uint64_t inside = sdn__odd_up_to(block.quotes) ^ wide->inside;
    uint64_t stops = (block.commas & ~inside) | block.newlines;
    uint64_t closing = block.quotes & ~inside;
    bool is_simple = (((closing << 1 | wide->closes) & ~stops) | block.backslashes) == 0;
    wide->traits = (is_simple ? IS_SIMPLE : 0u) | (block.is_plain ? IS_PLAIN : 0u);
    wide->closes = closing >> 63;
    wide->block = start;
    wide->stops = stops;
    wide->newlines = block.newlines;
    wide->quotes = block.quotes;
    wide->inside = 0 - (inside >> 63);
    assert((wide->newlines & ~wide->stops) == 0);
}

/* ---- rows ---- */

/* What is known of a row while its cells are found. */
typedef struct row_so_far {
    unsigned quotes; /* that are not escaped by a backslash */
    unsigned traits; /* of all its blocks */
} row_so_far;

/* Starts at `start`, which is outside quotes. */
SDN_NOINLINE static void begin(sdn_wide_scan *wide, const char *start)
{
    wide->inside = wide->closes = wide->escapes = 0;
    enter_block(wide, start);
}

SDN_ALWAYS_INLINE void enter_row(sdn_wide_scan *wide, row_so_far *r, const char *start)
{
    if (wide->at != start)
        begin(wide, start);
    *r = (row_so_far){.traits = wide->traits};
}

/* Goes on to the next block that has a stop. False at the end of the text, and if a stop before was the line feed of
 * the row, which then has too few cells. */
SDN_NOINLINE static bool find_stops(sdn_wide_scan *wide, row_so_far *r)
{
    do {
        if (wide->newlines != 0 || wide->end - wide->block <= SDN_BLOCK_SIZE)
            return false;
        r->quotes += sdn__count_bits(wide->quotes);
        enter_block(wide, wide->block + SDN_BLOCK_SIZE);
        r->traits &= wide->traits;
    } while (wide->stops == 0);
    return true;
}

/* Keeps what comes after the line feed at `end`. False if that is not the first line feed of the row. */
static inline bool leave_row(sdn_wide_scan *wide, row_so_far *r, const char *end)
{
    assert(end >= wide->block && end - wide->block < SDN_BLOCK_SIZE);
    uint64_t before = (UINT64_C(1) << (end - wide->block)) - 1, newlines = wide->newlines;
    r->quotes += sdn__count_bits(wide->quotes & before);
    wide->quotes &= ~before;
    wide->newlines = newlines & (newlines - 1);
    wide->at = end + 1;
    return (newlines & before) == 0;
}

/* ---- cells ---- */

static inline bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* One comparison tells that most bytes are not blanks: only control characters are smaller. */
static inline bool may_be_blank(char c)
{
    return (unsigned char)c <= ' ';
}

/* The first byte that is not a blank; the NUL after the text is not one. */
static inline const char *skip_blanks(const char *at)
{
    at += *at == ' '; /* mostly there is exactly one space after a comma */
    if (SDN_UNLIKELY(may_be_blank(*at)))
        while (is_blank(*at))
            at++;
    return at;
}

/* What the first byte of a cell tells about it. Added up over a row, they count such cells: in brackets from bit 16
 * on. */
enum { QUOTED = 1, BRACKETED = 1 << 16 };
static const uint32_t start_kind_of[256] = {['"'] = QUOTED, ['['] = BRACKETED, ['{'] = BRACKETED};

/* Stores the cell from `at` to `stop`, which is a comma or the end of the line. Whether a cell is quoted cannot be
 * predicted, so there are no branches on it. Returns what its first byte tells. */
static inline uint32_t store_cell(const char *at, const char *stop, sdn_cell *cell)
{
    const char *start = skip_blanks(at), *end = stop;
    assert(start <= stop);
    uint32_t start_kind = start_kind_of[(unsigned char)*start], quoted = start_kind & QUOTED;
    unsigned form = quoted * SDN_CELL_QUOTED;
    if (SDN_UNLIKELY(end > start && may_be_blank(end[-1]))) {
        end = start + sdn__trimmed(start, end).len;
        form = quoted != 0 || end == stop ? form : SDN_CELL_SPACED;
    }
    cell->ptr = start + quoted;
    cell->len = (uint32_t)(end - start) - 2 * quoted;
    cell->form = (sdn_cell_form)form;
    return start_kind;
}

/* The end of the content of a line whose line feed is at `newline`. */
static inline const char *before_newline(const char *line, const char *newline)
{
    return newline > line && newline[-1] == '\r' ? newline - 1 : newline;
}

/* Stores `count` cells, and adds up what their first bytes tell. Returns the stop after them, which is the row's line
 * feed if the row is of the accepted kind; NULL if there are fewer stops. */
static inline const char *store_cells(sdn_wide_scan *wide, row_so_far *r, const char *line, sdn_cell *cell,
                                      uint32_t count, uint64_t *start_kinds)
{
    const char *at = line, *block = wide->block;
    uint64_t stops = wide->stops, kinds = 0; /* kept in registers */
    for (const sdn_cell *last = cell + count - 1;; cell++) {
        if (stops == 0) {
            if (!find_stops(wide, r))
                return NULL;
            block = wide->block;
            stops = wide->stops;
        }
        const char *stop = block + sdn__lowest_bit(stops);
        stops &= stops - 1;
        if (cell == last) {
            *start_kinds = kinds + store_cell(at, before_newline(line, stop), cell);
            wide->stops = stops;
            return stop;
        }
        kinds += store_cell(at, stop, cell);
        at = stop + 1;
    }
}

/* Whether the quotes of each cell are where the parity says; marks the cells that have escapes. */
static bool check_cells(sdn_cell *cells, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const char *end = cells[i].ptr + cells[i].len;
        bool escapes;
        if (cells[i].len == UINT32_MAX) /* a single quote, of which both ends were cut off: length 1 - 2 */
            return false;
        if (cells[i].form != SDN_CELL_QUOTED) {
            if (memchr(cells[i].ptr, '"', cells[i].len) != NULL)
                return false;
        } else if (sdn__closing_quote(cells[i].ptr, end + 1, &escapes) != end) {
            return false;
        } else if (escapes) {
            cells[i].form = SDN_CELL_ESCAPED;
        }
    }
    return true;
}

/* Whether the row is of the accepted kind: no cell in brackets, and all quotes at the ends of cells. */
static inline bool accept_cells(const row_so_far *r, uint64_t start_kinds, sdn_cell *cells, uint32_t count)
{
    if (start_kinds >= BRACKETED)
        return false;
    return ((r->traits & IS_SIMPLE) != 0 && r->quotes == 2 * start_kinds) || check_cells(cells, count);
}

SDN_ALWAYS_INLINE bool scan_row(sdn_wide_scan *wide, const char *start, sdn_cell *cells, uint32_t expected,
                                sdn_row_scan *scan, bool *is_text)
{
    row_so_far r;
    uint64_t start_kinds;
    if (start == wide->end || expected == 0)
        return false;
    enter_row(wide, &r, start);
    const char *newline = store_cells(wide, &r, start, cells, expected, &start_kinds);
    wide->at = NULL;
    if (newline == NULL || *newline != '\n')
        return false;
    bool accepted = leave_row(wide, &r, newline) && accept_cells(&r, start_kinds, cells, expected);
    if (!accepted) {
        wide->at = NULL;
        return false;
    }
    scan->line = (sdn_line){start, before_newline(start, newline), newline + 1};
    scan->count = expected;
    scan->problem = scan->fault = NULL;
    *is_text = (r.traits & IS_PLAIN) != 0;
    return true;
}

#endif
