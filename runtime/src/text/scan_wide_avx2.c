/* The wide scan for x86 processors with AVX2 (most since 2013). Only this file is compiled with those instructions. */
#include "text/scan_wide.inc.h"

bool sdn__wide_scan_row_avx2(sdn_wide_scan *wide, const char *start, sdn_cell *cells, uint32_t expected,
                             sdn_row_scan *scan, bool *is_text)
{
    return scan_row(wide, start, cells, expected, scan, is_text);
}
