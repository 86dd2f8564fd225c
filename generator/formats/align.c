#include "formats/align.h"

#include <stdint.h>

#include "base/alloc.h"
#include "diag/text.h"
#include "text/utf8.h"

/* ---- the width of a text ---- */

typedef struct character_range {
    uint32_t first, last;
} character_range;

/* Characters of East Asian width W or F (Unicode Standard Annex #11), with unassigned ones between them, and without
 * single symbols that are emoji in some fonts only. */
static const character_range wide[] = {
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x2329, 0x232A},   {0x23E9, 0x23EC},   {0x23F0, 0x23F0},
    {0x23F3, 0x23F3},   {0x25FD, 0x25FE},   {0x2614, 0x2615},   {0x2648, 0x2653},   {0x26A1, 0x26A1},
    {0x26AA, 0x26AB},   {0x2705, 0x2705},   {0x270A, 0x270B},   {0x2728, 0x2728},   {0x274C, 0x274C},
    {0x274E, 0x274E},   {0x2753, 0x2755},   {0x2757, 0x2757},   {0x2795, 0x2797},   {0x2B50, 0x2B50},
    {0x2B55, 0x2B55},   {0x2E80, 0x303E},   {0x3041, 0x33FF},   {0x3400, 0x4DBF},   {0x4E00, 0xA4CF},
    {0xA960, 0xA97F},   {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE10, 0xFE19},   {0xFE30, 0xFE6F},
    {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},   {0x17000, 0x18CFF}, {0x1B000, 0x1B2FF}, {0x1F004, 0x1F004},
    {0x1F0CF, 0x1F0CF}, {0x1F18E, 0x1F18E}, {0x1F191, 0x1F19A}, {0x1F200, 0x1F320}, {0x1F32D, 0x1F335},
    {0x1F337, 0x1F37C}, {0x1F37E, 0x1F393}, {0x1F3A0, 0x1F3CA}, {0x1F3CF, 0x1F3D3}, {0x1F3E0, 0x1F3F0},
    {0x1F3F8, 0x1F43E}, {0x1F440, 0x1F440}, {0x1F442, 0x1F4FC}, {0x1F4FF, 0x1F53D}, {0x1F54B, 0x1F567},
    {0x1F5FB, 0x1F64F}, {0x1F680, 0x1F6C5}, {0x1F6CC, 0x1F6CC}, {0x1F6D0, 0x1F6D7}, {0x1F6DC, 0x1F6DF},
    {0x1F6EB, 0x1F6EC}, {0x1F6F4, 0x1F6FC}, {0x1F7E0, 0x1F7F0}, {0x1F90C, 0x1F9FF}, {0x1FA70, 0x1FAFF},
    {0x20000, 0x3FFFD},
};

/* Marks that combine with the character before them, and characters that format text, in the most frequent scripts. */
static const character_range combining[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x05BF, 0x05BF}, {0x05C1, 0x05C2}, {0x05C4, 0x05C5},
    {0x0610, 0x061A}, {0x064B, 0x065F}, {0x0670, 0x0670}, {0x06D6, 0x06DC}, {0x0900, 0x0902}, {0x093C, 0x093C},
    {0x0941, 0x0948}, {0x094D, 0x094D}, {0x0E31, 0x0E31}, {0x0E34, 0x0E3A}, {0x0E47, 0x0E4E}, {0x1160, 0x11FF},
    {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200B, 0x200F}, {0x202A, 0x202E}, {0x2060, 0x2064}, {0x20D0, 0x20FF},
    {0x302A, 0x302D}, {0x3099, 0x309A}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}, {0xE0100, 0xE01EF},
};

static bool is_in(const character_range *ranges, size_t count, uint32_t character)
{
    size_t low = 0;
    while (low < count) {
        size_t middle = low + (count - low) / 2;
        if (character > ranges[middle].last)
            low = middle + 1;
        else
            count = middle;
    }
    return ranges[low].first <= character && character <= ranges[low].last;
}

static size_t character_width(uint32_t character)
{
    if (character < combining[0].first)
        return 1;
    if (is_in(combining, sizeof combining / sizeof combining[0] - 1, character))
        return 0;
    return is_in(wide, sizeof wide / sizeof wide[0] - 1, character) ? 2 : 1;
}

size_t text_width(sdn_str text)
{
    size_t width = 0;
    for (size_t at = 0; at < text.len;) {
        size_t length = (unsigned char)text.ptr[at] < 0x80 ? 1 : sdn__utf8_length(text.ptr + at, text.len - at);
        width += length > 1 ? character_width(sdn__utf8_decode(text.ptr + at, length)) : 1;
        at += length > 0 ? length : 1;
    }
    return width;
}

/* ---- columns ---- */

int align_init(align_columns *columns, size_t count)
{
    columns->count = count;
    columns->widths = sdn__alloc_zeroed(count, sizeof *columns->widths);
    columns->right = sdn__alloc_zeroed(count, sizeof *columns->right);
    return columns->widths != NULL && columns->right != NULL ? 0 : -1;
}

void align_release(align_columns *columns)
{
    sdn__free(columns->widths);
    sdn__free(columns->right);
    *columns = (align_columns){.widths = NULL};
}

void align_measure(align_columns *columns, const sdn_str *cells)
{
    for (size_t i = 0; i < columns->count; i++) {
        size_t width = text_width(cells[i]);
        if (width > columns->widths[i] && width <= ALIGN_WIDEST)
            columns->widths[i] = width;
    }
}

size_t align_total(const align_columns *columns)
{
    size_t total = 0;
    for (size_t i = 0; i < columns->count; i++)
        total += columns->widths[i] + (i + 1 < columns->count ? strlen(", ") : 0);
    return total;
}

void align_row(const align_columns *columns, const sdn_str *cells, sdn_buffer *out)
{
    for (size_t i = 0; i < columns->count; i++) {
        size_t width = text_width(cells[i]);
        size_t padding = columns->widths[i] > width ? columns->widths[i] - width : 0;
        text_repeat(out, ' ', columns->right[i] ? padding : 0);
        sdn__buffer_add_str(out, cells[i]);
        if (i + 1 == columns->count)
            return;
        sdn__buffer_add(out, ", ", 2);
        text_repeat(out, ' ', columns->right[i] ? 0 : padding);
    }
}
