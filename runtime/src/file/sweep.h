/* Removing what killed writers left, for who knows that they are gone. <sdn/atomic_file.h> has the public
 * way. */
#ifndef SDN_FILE_SWEEP_H
#define SDN_FILE_SWEEP_H

#include "file/path.h"

/* Removes the temporary files of dead writers and waiters of this database: regular files with names that
 * this library made (file/temp_name.h) and whose flock nobody has. The caller has the lock, or the flock of
 * a dead owner's lock file that still has its name. What cannot be looked at or removed stays for the next
 * time. 0 or a negative errno. */
int sdn__sweep(const sdn_path *resolved);

#endif
