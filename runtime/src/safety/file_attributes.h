/* What a file carries besides its content, for a new file that takes the place of an old one. */
#ifndef SDN_SAFETY_FILE_ATTRIBUTES_H
#define SDN_SAFETY_FILE_ATTRIBUTES_H

#include "base/sys.h"

/* Gives the fresh file `to` owner, group, mode, access list and user attributes of the old file `from`, whose
 * stat is `old`, as far as the system lets us. Where the group cannot be kept, nobody but the owner gets
 * access, because the old bits were meant for another group. 0, or a negative errno if the mode came out
 * different. */
int sdn_file_attributes_copy(int from, const sdn_stat *old, int to);

#endif
