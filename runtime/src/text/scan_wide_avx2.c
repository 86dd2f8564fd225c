/* The wide scan for x86 processors since 2013; this file alone is compiled for them. */
#include "text/scan_wide.inc.h"

bool sdn__wide_scan_row_avx2(sdn_wide_scan *wide, const char *start, sdn_cell *cells, uint32_t expected,
                             sdn_row_scan *scan, bool *is_text)
{
    return scan_row(wide, start, cells, expected, scan, is_text);
}
