/*
 * A disk that logs its requests, as a file that a loop device takes for its backing: the kernel turns
 * each request of the loop device into a request here, a flush into FUSE_FSYNC. (The loop device claims a
 * volatile cache and no FUA, so that a write with FUA comes as a write and a flush.) Between the file system
 * under test and this log lie only caches that a power cut takes too: its pages, and its buffers of the loop
 * device. The loop driver itself keeps nothing, and this file is opened with FOPEN_DIRECT_IO, so the kernel
 * has no pages of it.
 *
 * It speaks the kernel's own protocol, so no library is needed.
 */
#define _GNU_SOURCE

#include "disk.h"
#include "disk_log.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fuse.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { MOST_WRITTEN_AT_ONCE = 1 << 20, REQUEST_SIZE = MOST_WRITTEN_AT_ONCE + 4096 };

enum { NODE_ROOT = FUSE_ROOT_ID, NODE_DISK, NODE_MARK };

typedef struct disk {
    int fuse;
    int image;
    int log;
    uint64_t size;
    bool is_cut;
    bool failed; /* the log is not complete: every later request fails */
} disk;

static void answer(const disk *d, const struct fuse_in_header *request, int error, const void *bytes, size_t size)
{
    size_t len = error == 0 ? size : 0;
    struct fuse_out_header header = {(uint32_t)(sizeof header + len), error, request->unique};
    struct iovec parts[] = {{&header, sizeof header}, {(void *)(uintptr_t)bytes, len}};
    (void)writev(d->fuse, parts, 2); /* fails for a request that was interrupted; nobody waits for it then */
}

static struct fuse_attr attributes(const disk *d, uint64_t node)
{
    struct fuse_attr attr = {.ino = node, .nlink = 1, .blksize = 4096};
    attr.mode = node == NODE_ROOT ? S_IFDIR | 0700 : S_IFREG | 0600;
    attr.size = node == NODE_DISK ? d->size : 0;
    attr.blocks = attr.size / 512;
    return attr;
}

static void note(disk *d, disk_event_kind kind, uint64_t offset, const void *bytes, uint32_t size)
{
    if (!d->is_cut && !disk_log_append(d->log, kind, offset, bytes, size))
        d->failed = true;
}

static void do_init(const disk *d, const struct fuse_in_header *request, const struct fuse_init_in *in)
{
    struct fuse_init_out out = {
        .major = FUSE_KERNEL_VERSION,
        .minor = in->minor < FUSE_KERNEL_MINOR_VERSION ? in->minor : FUSE_KERNEL_MINOR_VERSION,
        .max_readahead = in->max_readahead,
        .flags = in->flags & (FUSE_BIG_WRITES | FUSE_MAX_PAGES),
        .max_write = MOST_WRITTEN_AT_ONCE,
        .max_pages = MOST_WRITTEN_AT_ONCE / 4096,
        .time_gran = 1,
    };
    answer(d, request, 0, &out, sizeof out);
}

static void do_lookup(const disk *d, const struct fuse_in_header *request, const char *name)
{
    uint64_t node = strcmp(name, "disk") == 0 ? NODE_DISK : strcmp(name, "mark") == 0 ? NODE_MARK : 0;
    struct fuse_entry_out out = {
        .nodeid = node, .entry_valid = UINT32_MAX, .attr_valid = UINT32_MAX, .attr = attributes(d, node)};
    answer(d, request, node == 0 ? -ENOENT : 0, &out, sizeof out);
}

static void do_getattr(const disk *d, const struct fuse_in_header *request)
{
    struct fuse_attr_out out = {.attr_valid = UINT32_MAX, .attr = attributes(d, request->nodeid)};
    answer(d, request, 0, &out, sizeof out);
}

static void do_open(const disk *d, const struct fuse_in_header *request)
{
    struct fuse_open_out out = {.open_flags = FOPEN_DIRECT_IO};
    answer(d, request, 0, &out, sizeof out);
}

static void do_read(const disk *d, const struct fuse_in_header *request, const struct fuse_read_in *in)
{
    static char bytes[MOST_WRITTEN_AT_ONCE];
    size_t size = in->size < sizeof bytes ? in->size : sizeof bytes;
    ssize_t got = request->nodeid == NODE_DISK ? pread(d->image, bytes, size, (off_t)in->offset) : 0;
    answer(d, request, got < 0 ? -EIO : 0, bytes, got < 0 ? 0 : (size_t)got);
}

static void do_write(disk *d, const struct fuse_in_header *request, const struct fuse_write_in *in)
{
    const char *bytes = (const char *)(in + 1);
    struct fuse_write_out out = {.size = in->size};
    if (request->nodeid == NODE_MARK) {
        note(d, DISK_MARK, 0, bytes, in->size);
        d->is_cut = d->is_cut || (in->size >= 3 && memcmp(bytes, "cut", 3) == 0);
    } else {
        note(d, DISK_WRITE, in->offset, bytes, in->size);
        if (pwrite(d->image, bytes, in->size, (off_t)in->offset) != (ssize_t)in->size)
            d->failed = true;
    }
    answer(d, request, d->failed ? -EIO : 0, &out, sizeof out);
}

static void do_fsync(disk *d, const struct fuse_in_header *request)
{
    if (request->nodeid == NODE_DISK)
        note(d, DISK_FLUSH, 0, NULL, 0);
    answer(d, request, d->failed ? -EIO : 0, NULL, 0);
}

static void do_request(disk *d, const struct fuse_in_header *request)
{
    const void *in = request + 1;
    switch (request->opcode) {
    case FUSE_INIT:
        do_init(d, request, in);
        break;
    case FUSE_LOOKUP:
        do_lookup(d, request, in);
        break;
    case FUSE_GETATTR:
    case FUSE_SETATTR: /* a truncation to 0 of `mark` */
        do_getattr(d, request);
        break;
    case FUSE_OPEN:
        do_open(d, request);
        break;
    case FUSE_READ:
        do_read(d, request, in);
        break;
    case FUSE_WRITE:
        do_write(d, request, in);
        break;
    case FUSE_FSYNC:
        do_fsync(d, request);
        break;
    case FUSE_RELEASE:
        answer(d, request, 0, NULL, 0);
        break;
    case FUSE_FORGET:
    case FUSE_BATCH_FORGET:
    case FUSE_INTERRUPT: /* these have no answer */
        break;
    default: /* discarding among them: file systems do without, and write zeros themselves */
        answer(d, request, -ENOSYS, NULL, 0);
    }
}

static void serve(disk *d)
{
    static uint64_t request[REQUEST_SIZE / sizeof(uint64_t)];
    for (;;) {
        ssize_t got = read(d->fuse, request, sizeof request);
        if (got >= (ssize_t)sizeof(struct fuse_in_header))
            do_request(d, (const void *)request);
        else if (got >= 0 || (errno != EINTR && errno != ENOENT))
            return; /* ENODEV: unmounted */
    }
}

static bool open_files(disk *d, const char *image, const char *log)
{
    struct stat stat;
    d->image = open(image, O_RDWR | O_CLOEXEC);
    d->log = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    d->fuse = open("/dev/fuse", O_RDWR | O_CLOEXEC);
    if (d->image < 0 || d->log < 0 || d->fuse < 0 || fstat(d->image, &stat) != 0)
        return false;
    d->size = (uint64_t)stat.st_size;
    return true;
}

static bool mount_at(const disk *d, const char *mount_point)
{
    char options[80];
    snprintf(options, sizeof options, "fd=%d,rootmode=40000,user_id=0,group_id=0", d->fuse);
    return mount("power_disk", mount_point, "fuse.power_disk", MS_NOSUID | MS_NODEV, options) == 0;
}

int power_disk(char **arguments)
{
    disk d = {.fuse = -1};
    if (!open_files(&d, arguments[0], arguments[1]) || !mount_at(&d, arguments[2])) {
        perror("power_cuts disk");
        return 1;
    }
    pid_t child = fork();
    if (child == 0) {
        (void)!freopen("/dev/null", "w", stdout); /* the process that waits for the end of our output */
        setsid();
        serve(&d);
    }
    return child < 0;
}
