/* Which errors a call through the table of os/sys.h can meet in the world. */
#ifndef SDNC_FAULT_PLAUSIBLE_H
#define SDNC_FAULT_PLAUSIBLE_H

#include <stdbool.h>

/* The errors of a call, ended by 0; the first is the most usual. */
const int *plausible_errors(const char *call);

/* Whether the call can have done its work and still report this error: not where the error says that there
 * was nothing to do it on. */
bool plausible_after(const char *call, int error);

/* "EIO" */
const char *plausible_name(int error);

#endif
