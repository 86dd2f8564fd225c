#include "bug.h"
#include "tracker_api.h"

/* Adds a bug to a file. Returns its number, or 0. */
TRACKER_API uint32_t tracker_report(const char *path, const char *title);
