/* Removes temporary files that killed processes left. sdn_atomic_file_sweep (atomic_file.c) is the public function. */
#ifndef SDN_FILE_SWEEP_H
#define SDN_FILE_SWEEP_H

#include "file/path.h"

/* Removes the temporary files of dead writers and waiters of this database: regular files with a name that this library
 * made (temp_name.h) and whose flock is free. The caller holds the lock, or the flock of a dead owner's lock file that
 * still has its name. What cannot be inspected or removed stays for the next sweep. 0 or a negative errno. */
int sdn__sweep(const sdn_path *resolved);

#endif
