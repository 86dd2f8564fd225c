#define _POSIX_C_SOURCE 200809L

#include "disk.h"
#include "disk_log.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What a disk writes whole or not at all. */
enum { BLOCK = 4096 };

typedef struct cut {
    size_t event; /* the first that is too late */
    size_t flush; /* the events before this one are safe */
    int acknowledged;
} cut;

static uint64_t random_state;

/* xorshift64 */
static uint64_t next_random(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}

static bool is_cut_mark(const disk_event *event, const char *bytes)
{
    return event->kind == DISK_MARK && event->size >= 3 && memcmp(bytes, "cut", 3) == 0;
}

/* The number of the event that is the mark "cut", or of all events if there is none. */
static size_t find_cut_mark(const disk_log *log)
{
    size_t position = 0, number = 0;
    const char *bytes;
    for (const disk_event *event; (event = disk_log_next(log, &position, &bytes)) != NULL; number++)
        if (is_cut_mark(event, bytes))
            break;
    return number;
}

static cut cut_at(const disk_log *log, size_t moment)
{
    cut found = {.event = moment};
    size_t position = 0;
    const char *bytes;
    for (size_t i = 0; i < moment; i++) {
        const disk_event *event = disk_log_next(log, &position, &bytes);
        if (event->kind == DISK_FLUSH)
            found.flush = i;
        else if (event->kind == DISK_MARK)
            (void)sscanf(bytes, "ack %d", &found.acknowledged);
    }
    return found;
}

static bool write_at(int image, const char *bytes, size_t size, uint64_t offset)
{
    return pwrite(image, bytes, size, (off_t)offset) == (ssize_t)size;
}

/* Every other block of the write, at random. */
static bool write_some(int image, const char *bytes, size_t size, uint64_t offset)
{
    bool ok = true;
    for (size_t at = 0; at < size && ok;) {
        size_t len = BLOCK - (offset + at) % BLOCK;
        if (len > size - at)
            len = size - at;
        if (next_random() >> 40 & 1)
            ok = write_at(image, bytes + at, len, offset + at);
        at += len;
    }
    return ok;
}

typedef bool write_function(int image, const char *bytes, size_t size, uint64_t offset);

static bool write_none(int image, const char *bytes, size_t size, uint64_t offset)
{
    (void)image, (void)bytes, (void)size, (void)offset;
    return true;
}

static bool replay(const disk_log *log, const cut *where, write_function *write_unsafe, int image)
{
    size_t position = 0;
    bool ok = true;
    const char *bytes;
    for (size_t i = 0; i < where->event && ok; i++) {
        const disk_event *event = disk_log_next(log, &position, &bytes);
        if (event->kind == DISK_WRITE)
            ok = (i < where->flush ? write_at : write_unsafe)(image, bytes, event->size, event->offset);
    }
    return ok;
}

static write_function *unsafe_writes(const char *moment)
{
    if (strcmp(moment, "received") == 0)
        return write_at;
    return strcmp(moment, "flushed") == 0 ? write_none : write_some;
}

int power_image(char **arguments)
{
    disk_log log;
    int image = open(arguments[0], O_WRONLY);
    const char *moment = arguments[2];
    random_state = strtoull(arguments[3], NULL, 10) * 2654435761u + 88172645463325252u;
    if (image < 0 || !disk_log_read(arguments[1], &log)) {
        perror("power_cuts image");
        return 1;
    }
    size_t event = find_cut_mark(&log);
    if (strcmp(moment, "earlier") == 0)
        event = (size_t)(next_random() >> 16) % (event + 1);
    cut where = cut_at(&log, event);
    bool ok = replay(&log, &where, unsafe_writes(moment), image);
    if (!ok)
        perror("power_cuts image");
    free(log.bytes);
    close(image);
    printf("%d\n", where.acknowledged);
    return !ok;
}
