/*
 * The wide scan of one row, for a source file that is compiled for one kind of processor. What it may use beyond the
 * baseline is the compiler's to know (block.h).
 */
#ifndef SDN_TEXT_SCAN_WIDE_INC_H
#define SDN_TEXT_SCAN_WIDE_INC_H

#include "base/compiler.h"
#include "text/block.h"
#include "text/scan_wide.h"

/* ---- blocks ---- */

/* The block at `start`, which lies before the end. Behind the text it is filled with spaces. */
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

/* What stands directly behind a backslash that counts, which every other one of a run does. `escapes`: such a one stands
 * before the block, on return: at its end. */
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

/* What may hold of a block, and of a row. */
enum {
    IS_SIMPLE = 1 << 0, /* no backslashes, and a stop behind each quote that closes */
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
}

/* ---- rows ---- */

/* What a row turns out to be while its cells are found. */
typedef struct row_so_far {
    unsigned quotes; /* that no backslash precedes */
    unsigned traits; /* of all its blocks */
} row_so_far;

/* Looks at the text from `start` on, which is outside quotes. */
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

/* Goes on to the next block that has a stop; false at the end of the text, and behind a line feed that was taken for a
 * comma. */
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

/* Leaves what stands behind the line feed at `end`; false if that is not the first one of the row. */
static inline bool leave_row(sdn_wide_scan *wide, row_so_far *r, const char *end)
{
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

/* Blanks are the least but control characters: most bytes are known not to be blank by one comparison. */
static inline bool may_be_blank(char c)
{
    return (unsigned char)c <= ' ';
}

/* The first byte that is no blank; the NUL behind the text is none. */
static inline const char *skip_blanks(const char *at)
{
    at += *at == ' '; /* what mostly stands behind a comma, and alone */
    if (SDN_UNLIKELY(may_be_blank(*at)))
        while (is_blank(*at))
            at++;
    return at;
}

/* What the first letter of a cell says about it; and how many such cells a row has, in one number. */
enum { QUOTED = 1, BRACKETED = 1 << 16 };
static const uint32_t starts[256] = {['"'] = QUOTED, ['['] = BRACKETED, ['{'] = BRACKETED};

/* The cell from `at` to `stop`, where a comma or the line's end stands. Whether it is quoted is as good as random, so
 * there is nothing here to be guessed wrong. Returns how it starts. */
static inline uint32_t take_cell(const char *at, const char *stop, sdn_cell *cell)
{
    const char *start = skip_blanks(at), *end = stop;
    uint32_t start_kind = starts[(unsigned char)*start], quoted = start_kind & QUOTED;
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

/* Where the line's content ends whose line feed is at `newline`. */
static inline const char *before_newline(const char *line, const char *newline)
{
    return newline > line && newline[-1] == '\r' ? newline - 1 : newline;
}

/* Takes `count` cells, and counts how they start. The stop behind them, which is the row's line feed if the row is of the
 * kind wanted; NULL if the text ends first. */
static inline const char *take_cells(sdn_wide_scan *wide, row_so_far *r, const char *line, sdn_cell *cell,
                                     uint32_t count, uint64_t *start_kinds)
{
    const char *at = line, *block = wide->block;
    uint64_t stops = wide->stops, kinds = 0; /* these in registers */
    for (const sdn_cell *last = cell + count - 1;; cell++) {
        if (stops == 0) {
            if (!find_stops(wide, r))
                return NULL;
            block = wide->block;
            stops = wide->stops;
        }
        const char *stop = block + sdn__first_bit(stops);
        stops &= stops - 1;
        if (cell == last) {
            *start_kinds = kinds + take_cell(at, before_newline(line, stop), cell);
            wide->stops = stops;
            return stop;
        }
        kinds += take_cell(at, stop, cell);
        at = stop + 1;
    }
}

/* Whether the quotes of each cell are where they were taken to be; notes which cells have escapes. */
static bool check_cells(sdn_cell *cells, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const char *end = cells[i].ptr + cells[i].len;
        bool escapes;
        if (cells[i].len == UINT32_MAX) /* one quote alone, whose ends were taken off */
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

/* Whether the cells are what they seem: none is in brackets, and all quotes are at their ends, or may be elsewhere. */
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
    const char *newline = take_cells(wide, &r, start, cells, expected, &start_kinds);
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
