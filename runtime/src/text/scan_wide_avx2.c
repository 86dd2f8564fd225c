/* The wide scan for x86 processors with AVX2 (most since 2013). Only this file is compiled with those instructions. */
#include "text/scan_wide.inc.h"

void sdn__find_stops_avx2(sdn_wide_scan *wide, const char *start, size_t reach)
{
    find_stops(wide, start, reach);
}
