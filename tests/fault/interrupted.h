/* Signals that interrupt, below the table of os/sys.h: the C library's calls, wrapped by the linker. */
#ifndef SDNC_FAULT_INTERRUPTED_H
#define SDNC_FAULT_INTERRUPTED_H

/* From now on each system call returns EINTR that many times before it is made, except those that may not be
 * repeated (close, fsync) and those that wait. */
void interrupted_begin(int times);
void interrupted_end(void);

/* How many calls were interrupted since then. */
long interrupted_count(void);

#endif
