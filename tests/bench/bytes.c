#define _DEFAULT_SOURCE
#include "bytes.h"

#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "contestant.h"

/* Opens for reading and returns the size; -1 after a message. */
static int open_sized(const char *path, size_t *size)
{
    struct stat info;
    int fd = open(path, O_RDONLY);
    if (fd < 0 || fstat(fd, &info) != 0) {
        complain(path, "cannot be opened");
        return -1;
    }
    *size = (size_t)info.st_size;
    return fd;
}

byte_buffer bytes_read(const char *path, size_t padding)
{
    byte_buffer all = {NULL, 0, 0};
    size_t size = 0;
    int fd = open_sized(path, &size);
    if (fd < 0)
        return all;
    all.ptr = malloc(size + padding + 1);
    while (all.ptr != NULL && all.len < size) {
        ssize_t got = read(fd, all.ptr + all.len, size - all.len);
        if (got <= 0)
            break;
        all.len += (size_t)got;
    }
    close(fd);
    return all;
}

byte_buffer bytes_map(const char *path)
{
    byte_buffer all = {NULL, 0, 0};
    int fd = open_sized(path, &all.len);
    if (fd < 0)
        return all;
    void *map = mmap(NULL, all.len, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
    all.ptr = map == MAP_FAILED ? NULL : map;
    close(fd);
    return all;
}

void bytes_unmap(byte_buffer *bytes)
{
    munmap(bytes->ptr, bytes->len);
}

void bytes_add(byte_buffer *bytes, const char *text, size_t len)
{
    if (bytes->capacity - bytes->len < len) {
        bytes->capacity = bytes->capacity * 2 + len + 4096;
        bytes->ptr = realloc(bytes->ptr, bytes->capacity);
        if (bytes->ptr == NULL) {
            complain("bench", "memory ran out");
            exit(1);
        }
    }
    if (len > 0)
        memcpy(bytes->ptr + bytes->len, text, len);
    bytes->len += len;
}

void bytes_add_str(byte_buffer *bytes, sdn_str text)
{
    bytes_add(bytes, text.ptr, text.len);
}

void bytes_release(byte_buffer *bytes)
{
    free(bytes->ptr);
}

/* In parts: one large write takes up to three times as long, which would flatter what it is compared with. */
static int write_all(int fd, const char *text, size_t len)
{
    enum { PART = 256 << 10 };
    while (len > 0) {
        ssize_t done = write(fd, text, len < PART ? len : PART);
        if (done <= 0)
            return -1;
        text += done;
        len -= (size_t)done;
    }
    return 0;
}

int file_write(const char *path, const char *text, size_t len, bool durable)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (fd < 0)
        return complain(path, "cannot be created");
    int result = write_all(fd, text, len);
    if (durable && fsync(fd) != 0)
        result = -1;
    if (close(fd) != 0)
        result = -1;
    return result == 0 ? 0 : complain(path, "cannot be written");
}

int directory_sync(const char *path)
{
    char copy[4096];
    snprintf(copy, sizeof copy, "%s", path);
    int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY);
    if (fd < 0)
        return -1;
    int result = fsync(fd);
    close(fd);
    return result;
}
