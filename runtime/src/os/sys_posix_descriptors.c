/* Descriptors: opening, reading, writing, closing. */
#include "os/sys_posix_private.h"

#include <unistd.h>

/* Needs no permission to read the directory. */
#if defined(O_PATH) && defined(SDN_LINUX)
enum { PATH_ONLY = O_PATH };
#elif defined(O_SEARCH)
enum { PATH_ONLY = O_SEARCH };
#else
enum { PATH_ONLY = O_RDONLY };
#endif

static int open_flags(unsigned flags)
{
    int result = O_CLOEXEC;
    if ((flags & SDN_OPEN_READ) != 0 && (flags & SDN_OPEN_WRITE) != 0)
        result |= O_RDWR;
    else if ((flags & SDN_OPEN_WRITE) != 0)
        result |= O_WRONLY;
    else
        result |= (flags & SDN_OPEN_READ) != 0 ? O_RDONLY : PATH_ONLY;
    result |= (flags & SDN_OPEN_CREATE) != 0 ? O_CREAT | O_EXCL : 0;
    result |= (flags & SDN_OPEN_NOFOLLOW) != 0 ? O_NOFOLLOW : 0;
    result |= (flags & SDN_OPEN_NONBLOCK) != 0 ? O_NONBLOCK | O_NOCTTY : 0;
    result |= (flags & SDN_OPEN_DIRECTORY) != 0 ? O_DIRECTORY : 0;
    return result;
}

/* A program may have closed its standard streams. If a file were opened as descriptor 0, 1 or 2, another thread that
 * still writes to such a stream would write into the file. */
int sdn__sys_new_descriptor(int fd)
{
    if (fd < 0 || fd > STDERR_FILENO)
        return outcome(fd);
    int moved = outcome(fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
    (void)close(fd);
    return moved;
}

int sdn__sys_open_at(int directory, const char *name, unsigned flags, uint32_t mode)
{
    int opened;
    RETRIED(opened, openat(at_directory(directory), name, open_flags(flags), (mode_t)mode));
    if (opened < 0 && (flags & SDN_OPEN_NOFOLLOW) != 0 && errno == EMLINK)
        return -ELOOP; /* what FreeBSD says for a symbolic link */
    int fd = sdn__sys_new_descriptor(opened);
    if (opened >= 0 && fd < 0 && (flags & SDN_OPEN_CREATE) != 0)
        (void)unlinkat(at_directory(directory), name, 0);
    return fd;
}

int sdn__sys_open_unnamed(int directory, uint32_t mode)
{
#if defined(O_TMPFILE) && defined(SDN_LINUX)
    int fd;
    RETRIED(fd, openat(directory, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, (mode_t)mode));
    /* A kernel that does not know the flag sees an attempt to write to a directory. */
    if (fd < 0 && (errno == EISDIR || errno == EINVAL || errno == ENOSYS))
        return -EOPNOTSUPP;
    return sdn__sys_new_descriptor(fd);
#else
    (void)directory, (void)mode;
    return -EOPNOTSUPP;
#endif
}

int sdn__sys_close(int fd)
{
    /* On Linux the descriptor is gone even when a signal interrupted the call. */
    int result = close(fd);
    return result < 0 && errno == EINTR ? 0 : outcome(result);
}

int64_t sdn__sys_read_at(int fd, void *bytes, size_t size, int64_t offset)
{
    ssize_t result;
    RETRIED(result, pread(fd, bytes, size, (off_t)offset));
    return length(result);
}

int64_t sdn__sys_write(int fd, const void *bytes, size_t size)
{
    ssize_t result;
    RETRIED(result, write(fd, bytes, size));
    return length(result);
}

int64_t sdn__sys_write_at(int fd, const void *bytes, size_t size, int64_t offset)
{
    ssize_t result;
    RETRIED(result, pwrite(fd, bytes, size, (off_t)offset));
    return length(result);
}

int sdn__sys_sync(int fd)
{
#if defined(F_FULLFSYNC) && !defined(SDN_POSIX_ONLY)
    /* Here fsync stops at the drive's cache. */
    if (fcntl(fd, F_FULLFSYNC) == 0)
        return 0;
#endif
    return outcome(fsync(fd));
}

#ifdef SDN_LINUX

int sdn__sys_start_write_back(int fd)
{
    return outcome(sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WRITE));
}

#else

int sdn__sys_start_write_back(int fd)
{
    (void)fd;
    return -ENOSYS;
}

#endif
