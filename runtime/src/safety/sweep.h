/* Removing what killed writers left, for who knows that they are gone. <sdn/atomic_file.h> has the public
 * way. */
#ifndef SDN_SAFETY_SWEEP_H
#define SDN_SAFETY_SWEEP_H

#include "safety/place.h"

/* Removes the temporary files of dead writers and waiters of this database: regular files with names that
 * this library made (safety/temp_name.h) and whose flock nobody has. The caller has the lock, or the flock of
 * a dead owner's lock file that still has its name. What cannot be looked at or removed stays for the next
 * time. 0 or a negative errno. */
int sdn_sweep(const sdn_place *place);

#endif
