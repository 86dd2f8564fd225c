#define _POSIX_C_SOURCE 200809L

#include "disk_log.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { EVENT_ALIGNMENT = 8 };

static size_t padding_after(size_t size)
{
    return (EVENT_ALIGNMENT - size % EVENT_ALIGNMENT) % EVENT_ALIGNMENT;
}

bool disk_log_append(int fd, disk_event_kind kind, uint64_t offset, const void *bytes, uint32_t size)
{
    static char zeros[EVENT_ALIGNMENT];
    disk_event event = {(uint32_t)kind, size, offset};
    size_t padding = padding_after(size);
    struct iovec parts[] = {{&event, sizeof event}, {(void *)(uintptr_t)bytes, size}, {zeros, padding}};
    return writev(fd, parts, 3) == (ssize_t)(sizeof event + size + padding);
}

static bool read_whole(int fd, char *bytes, size_t size)
{
    size_t done = 0;
    while (done < size) {
        ssize_t got = read(fd, bytes + done, size - done);
        if (got <= 0)
            return false;
        done += (size_t)got;
    }
    return true;
}

bool disk_log_read(const char *path, disk_log *log)
{
    struct stat stat;
    bool ok = false;
    int fd = open(path, O_RDONLY);
    if (fd < 0)
        return false;
    if (fstat(fd, &stat) == 0) {
        *log = (disk_log){malloc((size_t)stat.st_size + 1), (size_t)stat.st_size};
        ok = log->bytes != NULL && read_whole(fd, log->bytes, log->size);
    }
    close(fd);
    return ok;
}

const disk_event *disk_log_next(const disk_log *log, size_t *position, const char **bytes)
{
    if (log->size - *position < sizeof(disk_event))
        return NULL;
    const disk_event *event = (const void *)(log->bytes + *position);
    *bytes = log->bytes + *position + sizeof *event;
    *position += sizeof *event + event->size + padding_after(event->size);
    return event;
}
