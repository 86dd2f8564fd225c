/*
 * Files in memory in place of those on disk: schemas are read from a table, through the seam of os/sys.h.
 * Nothing else of the file system is there; what a command tries beyond reading fails.
 */
#ifndef SDNC_FUZZ_MEMORY_FILES_H
#define SDNC_FUZZ_MEMORY_FILES_H

#include <stddef.h>

#include <sdn/str.h>

typedef struct memory_file {
    sdn_str name; /* as an import or a command line gives it */
    sdn_str bytes;
} memory_file;

/* From now on these are the files there are. The table is the caller's and must stay until _leave. */
void memory_files_enter(const memory_file *files, size_t count);

/* Puts the real table back. */
void memory_files_leave(void);

#endif
