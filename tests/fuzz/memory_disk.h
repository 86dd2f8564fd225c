/*
 * A disk in memory: one directory of files, reached through the table of os/sys.h, so that a fuzzer opens, locks
 * and saves thousands of times a second and each run is the same as the last.
 *
 * What it does as Linux does: names that are links to files, files without names, exclusive creation, flock, renames
 * over files that others have open, time stamps that only change with a tick of the clock. Its clock does not move but
 * for what is waited and what memory_disk_pass lets pass. There are no subdirectories and no symbolic links.
 */
#ifndef SDNC_FUZZ_MEMORY_DISK_H
#define SDNC_FUZZ_MEMORY_DISK_H

#include <stdbool.h>
#include <stdint.h>

#include <sdn/str.h>

/* From now on there is an empty disk and no other. Ends in memory_disk_leave. */
void memory_disk_enter(void);

/* Puts the real table back. Aborts if a descriptor is still open. */
void memory_disk_leave(void);

/* Makes or replaces a file as an editor would: in one step, with a new inode. */
void memory_disk_put(const char *name, sdn_str bytes);

/* As put, but in place, also while somebody reads the file. */
void memory_disk_overwrite(const char *name, sdn_str bytes);

/* The content of a file, valid until it changes; ptr is NULL if there is none. */
sdn_str memory_disk_get(const char *name);

/* How many names there are. */
size_t memory_disk_count(void);

/* Which version of a name it is: another after each change of what a reader would find there. 0: no such name. */
uint64_t memory_disk_version(const char *name);

/* Lets time pass. */
void memory_disk_pass(int64_t ns);

/* From now on the `nth` call (from 1) that can fail does so, with `error`; 0 ends it. */
void memory_disk_fail(int nth, int error);

/* Whether it did. */
bool memory_disk_failed(void);

#endif
