/* The difference of two texts, as patch and git read it. */
#ifndef SDNC_COMMANDS_UNIFIED_DIFF_H
#define SDNC_COMMANDS_UNIFIED_DIFF_H

#include <sdn/str.h>

#include "base/buffer.h"

/*
 * Appends the changes from one text to the other: two lines with the names, then hunks with three lines of
 * context; nothing if the texts are the same. An old_name of "/dev/null" says that there is no old file.
 * Names that a patch could misread are quoted as git does.
 *
 * Memory and time are in proportion to the number of lines. If the texts differ much, the result is correct but may not
 * be the shortest. Returns 0 if the texts are the same, 1 if they differ, -1 when
 * memory ran out.
 */
int unified_diff(sdn_buffer *out, const char *old_name, const char *new_name, sdn_str old_text, sdn_str new_text);

#endif
