/* The table a campaign prints: one row per operation, violations in full, and the exit status. */
#ifndef SDNC_FAULT_REPORT_H
#define SDNC_FAULT_REPORT_H

#include <stdbool.h>

/* Starts a row. What was counted goes to the row before. */
void report_row(const char *operation, int calls);

/* Counts a fault of this row; what report_violation says next is about it. */
void report_fault(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Prints and counts a violation, unless `holds`. Returns `holds`. */
bool report_check(bool holds, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Prints the table; `calls` names the second column. The exit status: 1 if there was a violation, or fewer
 * faults than `least`. */
int report_end(const char *calls, long least);

/* Whether the arguments of main ask for the full run; anything but `full`, `quick` or nothing ends the
 * program. */
bool report_is_full(int argc, char **argv);

#endif
