/* Notes each replacement of the file in the desk, through the table of os/sys.h. */
#ifndef SDNC_STRESS_DESK_OBSERVER_H
#define SDNC_STRESS_DESK_OBSERVER_H

#include "desk.h"

/* From now on, for this process; some steps come later than they would, by up to pause_us of the desk,
 * and stamps are cut if it says so. */
void observe_replacements(desk *of);

#endif
