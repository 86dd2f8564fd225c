/* The wide scan for every processor, and the choice between the two, made when the library runs. */
#include "text/scan_wide.h"

#include "text/scan_wide.inc.h"

bool sdn__wide_scan_row_baseline(sdn_wide_scan *wide, const char *start, sdn_cell *cells, uint32_t expected,
                                 sdn_row_scan *scan, bool *is_text)
{
    return scan_row(wide, start, cells, expected, scan, is_text);
}

#ifdef SDN_AVX2
static bool has_avx2(void)
{
    return SDN_PROCESSOR_HAS("avx2") && SDN_PROCESSOR_HAS("bmi") && SDN_PROCESSOR_HAS("popcnt");
}
#endif

void sdn__wide_scan_init(sdn_wide_scan *wide, const char *end)
{
    *wide = (sdn_wide_scan){.row = sdn__wide_scan_row_baseline, .end = end};
#ifdef SDN_AVX2
    if (has_avx2())
        wide->row = sdn__wide_scan_row_avx2;
#endif
}
