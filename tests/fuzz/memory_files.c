#include "memory_files.h"

#include <errno.h>
#include <string.h>

#include "os/sys.h"

static const memory_file *table;
static size_t table_count;
static sdn_sys_table real;

static int open_file(int directory, const char *name, unsigned flags, uint32_t mode)
{
    (void)directory;
    (void)mode;
    if (flags & (SDN_OPEN_WRITE | SDN_OPEN_CREATE))
        return -EROFS;
    for (size_t i = 0; i < table_count; i++)
        if (sdn_str_equal(table[i].name, sdn_str_from(name)))
            return (int)i;
    return -ENOENT;
}

static int close_file(int fd)
{
    (void)fd;
    return 0;
}

static int stat_file(int fd, sdn_stat *stat)
{
    *stat = (sdn_stat){.device = 1,
                       .inode = (uint64_t)fd + 1,
                       .size = (int64_t)table[fd].bytes.len,
                       .links = 1,
                       .kind = SDN_KIND_REGULAR};
    return 0;
}

static int64_t read_file(int fd, void *bytes, size_t size, int64_t offset)
{
    sdn_str all = table[fd].bytes;
    size_t at = (size_t)offset < all.len ? (size_t)offset : all.len;
    size_t got = size < all.len - at ? size : all.len - at;
    if (got > 0)
        memcpy(bytes, all.ptr + at, got);
    return (int64_t)got;
}

void memory_files_enter(const memory_file *files, size_t count)
{
    real = sdn__sys;
    table = files;
    table_count = count;
    sdn__sys.open_at = open_file;
    sdn__sys.close = close_file;
    sdn__sys.stat_fd = stat_file;
    sdn__sys.read_at = read_file;
}

void memory_files_leave(void)
{
    sdn__sys = real;
}
