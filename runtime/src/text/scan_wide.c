#include "text/scan_wide.h"

#include "text/block.h"

void sdn_wide_scan_init(sdn_wide_scan *wide, const char *end)
{
    *wide = (sdn_wide_scan){.end = end};
}

/* ---- blocks ---- */

/* The block at `start`, which lies before the end. Behind the text it is filled with spaces. */
static inline sdn_block block_at(const char *start, const char *end)
{
    size_t left = (size_t)(end - start);
    if (left >= SDN_BLOCK_SIZE)
        return sdn_block_at(start);
    char last[SDN_BLOCK_SIZE];
    memset(last, ' ', sizeof last);
    memcpy(last, start, left);
    return sdn_block_at(last);
}

static inline void enter_block(sdn_wide_scan *wide, const char *start)
{
    sdn_block block = block_at(start, wide->end);
    wide->block = start;
    wide->marks = block.marks;
    wide->is_plain = block.is_plain;
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
static inline const char *skip(const char *at)
{
    at += *at == ' '; /* what mostly stands behind a comma, and alone */
    if (may_be_blank(*at))
        while (is_blank(*at))
            at++;
    return at;
}

/* A cell while it is read. */
typedef struct reading {
    const char *start;   /* its first byte that is no blank */
    const char *quote;   /* NULL: a bare cell; else its last quote so far, which is `start` while it is open */
    const char *escaped; /* of a quoted cell: what stands behind its last backslash or first of two quotes; NULL: none */
} reading;

static inline bool is_open(const reading *r)
{
    return r->quote == r->start;
}

/* A quote opens the cell, or closes it, or is one of two in it; false if it does none of that. */
static inline bool take_quote(reading *r, const char *quote)
{
    if (is_open(r)) {
        if (quote == r->escaped)
            return true;
        if (quote[1] == '"')
            r->escaped = quote + 1;
        else
            r->quote = quote;
        return true;
    }
    bool opens = r->quote == NULL && quote == r->start;
    r->quote = quote;
    r->escaped = NULL;
    return opens;
}

/* A backslash counts in quotes only. */
static inline void take_backslash(reading *r, const char *backslash)
{
    if (is_open(r) && backslash != r->escaped)
        r->escaped = backslash + 1;
}

static inline bool end_quoted_cell(const reading *r, const char *stop, sdn_cell *cell)
{
    sdn_cell_form form = r->escaped != NULL ? SDN_CELL_ESCAPED : SDN_CELL_QUOTED;
    *cell = (sdn_cell){r->start + 1, (uint32_t)(r->quote - r->start - 1), form};
    return skip(r->quote + 1) == stop;
}

/* The cell ends before `stop`; false if it is of another kind. */
static inline bool end_cell(const reading *r, const char *stop, sdn_cell *cell)
{
    const char *start = r->start, *end = stop;
    if (r->quote != NULL)
        return end_quoted_cell(r, stop, cell);
    if (end > start && may_be_blank(end[-1]))
        while (end > start && is_blank(end[-1]))
            end--;
    *cell = (sdn_cell){start, (uint32_t)(end - start), end == stop ? SDN_CELL_BARE : SDN_CELL_SPACED};
    return (*start | 0x20) != '{'; /* nor `[` */
}

/* Where the line's content ends whose line feed is at `newline`. */
static inline const char *before_newline(const char *line, const char *newline)
{
    return newline > line && newline[-1] == '\r' ? newline - 1 : newline;
}

/* ---- rows ---- */

/* Goes from mark to mark. The line feed behind the row, or NULL if it does not have cells up to `last`, or is of another
 * kind. */
static inline const char *scan_cells(sdn_wide_scan *wide, const char *line, sdn_cell *cell, const sdn_cell *last,
                                     bool *is_text)
{
    reading r = {skip(line), NULL, NULL};
    for (;;) {
        while (wide->marks == 0) {
            if (wide->end - wide->block <= SDN_BLOCK_SIZE)
                return NULL;
            enter_block(wide, wide->block + SDN_BLOCK_SIZE);
            *is_text = *is_text && wide->is_plain;
        }
        const char *mark = wide->block + sdn_first_bit(wide->marks);
        wide->marks &= wide->marks - 1;
        if (*mark == ',') {
            if (is_open(&r))
                continue;
            if (cell == last || !end_cell(&r, mark, cell++))
                return NULL;
            r.start = skip(mark + 1);
            r.quote = NULL;
        } else if (*mark == '\n') {
            return cell == last && !is_open(&r) && end_cell(&r, before_newline(line, mark), cell) ? mark : NULL;
        } else if (*mark == '\\') {
            take_backslash(&r, mark);
        } else if (!take_quote(&r, mark)) {
            return NULL;
        }
    }
}

bool sdn_wide_scan_row(sdn_wide_scan *wide, const char *start, sdn_cell *cells, uint32_t expected, sdn_row_scan *scan,
                       bool *is_text)
{
    sdn_wide_scan local = *wide; /* in registers */
    if (start == local.end || expected == 0)
        return false;
    if (local.at != start)
        enter_block(&local, start);
    bool plain = local.is_plain;
    const char *newline = scan_cells(&local, start, cells, cells + expected - 1, &plain);
    if (newline == NULL) {
        wide->at = NULL;
        return false;
    }
    local.at = newline + 1;
    *wide = local;
    *scan = (sdn_row_scan){.line = {start, before_newline(start, newline), newline + 1}, .count = expected};
    *is_text = plain;
    return true;
}
