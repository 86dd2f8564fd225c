/*
 * The requests that a disk received, in order: writes, flushes, and marks that programs put between them.
 *
 * A disk may lose, or do in any order, what it received since the last flush it answered; all before that
 * flush is safe. So the state after a power cut at a moment is the disk as it began, plus every write before
 * the last flush, plus any part of the writes between that flush and the moment.
 */
#ifndef SDNC_TEST_DISK_LOG_H
#define SDNC_TEST_DISK_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum disk_event_kind { DISK_WRITE, DISK_FLUSH, DISK_MARK } disk_event_kind;

/* Followed in the file by `size` bytes: those written, or the text of a mark. */
typedef struct disk_event {
    uint32_t kind;
    uint32_t size;
    uint64_t offset;
} disk_event;

/* Appends one event to an open log. False on failure. */
bool disk_log_append(int fd, disk_event_kind kind, uint64_t offset, const void *bytes, uint32_t size);

/* A whole log in memory. */
typedef struct disk_log {
    char *bytes;
    size_t size;
} disk_log;

/* False if it cannot be read. Released by free(log->bytes). */
bool disk_log_read(const char *path, disk_log *log);

/* The event at *position with its bytes, and *position moved past it; NULL at the end. */
const disk_event *disk_log_next(const disk_log *log, size_t *position, const char **bytes);

#endif
