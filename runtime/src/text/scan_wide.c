/*
 * The wide scan for every processor, the choice between the two, made when the library runs, and the rows that are not
 * as simple as most.
 *
 * How much is scanned at once starts small and doubles, because what was scanned is lost whenever a row cannot be found
 * in the lists: after a table has ended, or after a quote in the middle of a cell, which turns parity around. So the time
 * stays linear in the size of the file.
 */
#include "text/scan_wide.h"

#include "text/scan_wide.inc.h"

#include <string.h>

/* How many bytes to scan at once, at first and at most; for a longer line more. */
enum { LEAST_REACH = 512, MOST_REACH = 1 << 13, MOST_LINE = 1 << 28 };

void sdn__find_stops_baseline(sdn_wide_scan *wide, const char *start, size_t reach)
{
    find_stops(wide, start, reach);
}

#ifdef SDN_AVX2
static bool has_avx2(void)
{
    return SDN_PROCESSOR_HAS("avx2") && SDN_PROCESSOR_HAS("bmi") && SDN_PROCESSOR_HAS("popcnt") &&
           SDN_PROCESSOR_HAS("pclmul");
}
#endif

void sdn__wide_scan_init(sdn_wide_scan *wide, const char *end)
{
    wide->find_stops = sdn__find_stops_baseline;
#ifdef SDN_AVX2
    if (has_avx2())
        wide->find_stops = sdn__find_stops_avx2;
#endif
    wide->end = end;
    wide->at = wide->chunk = wide->scanned = NULL;
    wide->reach = LEAST_REACH;
    wide->stop = wide->stops_end = wide->stops + 1;
    wide->line = wide->lines;
    wide->odd = wide->odd_blocks;
    wide->lines[0] = wide->odd_blocks[0] = UINT32_MAX;
}

/* ---- the place in the lists ---- */

static inline uint32_t odd_block_at(const uint32_t *odd)
{
    return *odd & ~(uint32_t)SDN_BLOCK_BITS;
}

/* Passes the odd blocks that end before a position. */
static void pass_odd_blocks(sdn_wide_scan *wide, uint32_t position)
{
    while (position >= SDN_STOPS_OF_BLOCK && odd_block_at(wide->odd) <= position - SDN_STOPS_OF_BLOCK)
        wide->odd++;
}

/* Moves on to the row at `start`, if a line feed outside quotes is before it. */
static bool find_in_lists(sdn_wide_scan *wide, const char *start)
{
    if (wide->chunk == NULL || start <= wide->chunk || start >= wide->scanned)
        return false;
    uint32_t position = (uint32_t)(start - wide->chunk);
    while (*wide->line < position - 1)
        wide->line++;
    if (*wide->line != position - 1)
        return false;
    wide->line++;
    while (wide->stop < wide->stops_end && *wide->stop < position)
        wide->stop++;
    return true;
}

static void enter_row(sdn_wide_scan *wide, const char *start)
{
    if (wide->at != start && !find_in_lists(wide, start)) {
        wide->reach = LEAST_REACH;
        wide->find_stops(wide, start, wide->reach);
    }
    wide->at = start;
}

/* Scans further, from the start of the row on. False if that cannot complete it: the text ends, the row has a line feed
 * inside quotes, or more cells than the lists have room for. */
static bool scan_further(sdn_wide_scan *wide)
{
    size_t len = (size_t)(wide->scanned - wide->at);
    bool is_alone = wide->at == wide->chunk;
    if (wide->scanned == wide->end || len > MOST_LINE)
        return false;
    if (is_alone && (len < wide->reach || memchr(wide->at, '\n', len) != NULL))
        return false;
    wide->reach = is_alone || wide->reach < MOST_REACH ? 2 * wide->reach : MOST_REACH;
    wide->find_stops(wide, wide->at, wide->reach);
    return true;
}

/* ---- cells ---- */

/* What the first byte of a cell tells about it. Added up over a row, they count such cells: in brackets from bit 16
 * on. */
enum { QUOTED = 1, BRACKETED = 1 << 16 };

static uint32_t start_kind_of(char c)
{
    return c == '"' ? QUOTED : c == '[' || c == '{' ? BRACKETED : 0;
}

/* Stores the cell from `at` to `stop`, which is a comma or the end of the line. Returns what its first byte tells. */
static uint32_t store_cell(const char *at, const char *stop, sdn_cell *cell)
{
    sdn_str text = sdn__trimmed(at, stop);
    uint32_t start_kind = start_kind_of(*text.ptr), quoted = start_kind & QUOTED;
    bool is_spaced = text.len > 0 && text.ptr + text.len < stop;
    cell->ptr = text.ptr + quoted;
    cell->len = (uint32_t)text.len - 2 * quoted;
    cell->form = quoted != 0 ? SDN_CELL_QUOTED : is_spaced ? SDN_CELL_SPACED : SDN_CELL_BARE;
    return start_kind;
}

/* Whether the quotes of a cell are where the parity says; marks it if it has escapes. */
static bool check_cell(sdn_cell *cell)
{
    const char *end = cell->ptr + cell->len;
    bool escapes;
    if (cell->len == UINT32_MAX) /* a single quote, of which both ends were cut off: length 1 - 2 */
        return false;
    if (cell->form != SDN_CELL_QUOTED)
        return memchr(cell->ptr, '"', cell->len) == NULL;
    if (sdn__closing_quote(cell->ptr, end + 1, &escapes) != end)
        return false;
    if (escapes)
        cell->form = SDN_CELL_ESCAPED;
    return true;
}

/* Stores the cells of a row that may be of the accepted kind: no cell in brackets, and all quotes at the ends of cells. */
static bool store_rough_cells(const sdn_wide_scan *wide, sdn_line line, sdn_cell *cells, uint32_t count)
{
    const char *at = line.start;
    for (uint32_t i = 0; i < count; i++) {
        const char *stop = i + 1 < count ? wide->chunk + wide->stop[i] : line.end;
        if (store_cell(at, stop, &cells[i]) >= BRACKETED || !check_cell(&cells[i]))
            return false;
        at = stop + 1;
    }
    return true;
}

/* ---- rows ---- */

/* What is odd in the blocks of the row that ends at a position. */
static unsigned traits_of_row(const sdn_wide_scan *wide, uint32_t end)
{
    unsigned traits = 0;
    for (const uint32_t *odd = wide->odd; odd_block_at(odd) <= end; odd++)
        traits |= *odd & SDN_BLOCK_BITS;
    return traits;
}

/* Stores the cells of the row at wide->at, of which the lists have `expected` stops and the line feed. */
static bool store_cells(sdn_wide_scan *wide, sdn_line line, unsigned traits, sdn_cell *cells, uint32_t expected)
{
    if (memchr(line.start, '\n', (size_t)(line.end - line.start)) != NULL) /* inside quotes */
        return false;
    if ((traits & SDN_BLOCK_IS_ROUGH) != 0)
        return store_rough_cells(wide, line, cells, expected);
    const char *first = sdn__skip_blanks(line.start, line.end);
    memcpy(cells, sdn__wide_scan_cells(wide, first, line, expected), expected * sizeof *cells);
    return true;
}

/* Moves on to the row at `start`, and scans until the lists have all of it. False if they cannot. */
static bool find_in_text(sdn_wide_scan *wide, const char *start)
{
    enter_row(wide, start);
    while (*wide->line == UINT32_MAX)
        if (!scan_further(wide))
            return false;
    pass_odd_blocks(wide, (uint32_t)(start - wide->chunk));
    return true;
}

bool sdn__wide_scan_row(sdn_wide_scan *wide, const char *start, sdn_cell *cells, uint32_t expected, sdn_row_scan *scan,
                        bool *is_text)
{
    if (start == wide->end || expected == 0 || !find_in_text(wide, start))
        return false;
    sdn_line line = sdn__wide_scan_line(wide);
    unsigned traits = traits_of_row(wide, *wide->line);
    bool has_stops = expected <= (size_t)(wide->stops_end - wide->stop) && wide->stop[expected - 1] == *wide->line;
    if (!has_stops || !store_cells(wide, line, traits, cells, expected)) {
        wide->at = NULL;
        return false;
    }
    sdn__wide_scan_pass(wide, line, expected);
    pass_odd_blocks(wide, (uint32_t)(line.next - wide->chunk));
    *scan = (sdn_row_scan){.line = line, .count = expected};
    *is_text = (traits & SDN_BLOCK_IS_FOREIGN) == 0;
    return true;
}
