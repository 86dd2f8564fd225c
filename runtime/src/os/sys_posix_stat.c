/* What is known of a file and can be set: size, times, mode, owner, permission to write, extended attributes. */
#include "os/sys_posix_private.h"

#include <sys/stat.h>
#include <unistd.h>

#ifdef SDN_LINUX
#include <sys/xattr.h>
#endif

static sdn_file_kind kind_of(mode_t mode)
{
    if (S_ISREG(mode))
        return SDN_KIND_REGULAR;
    if (S_ISDIR(mode))
        return SDN_KIND_DIRECTORY;
    return S_ISLNK(mode) ? SDN_KIND_SYMLINK : SDN_KIND_OTHER;
}

static void convert_stat(const struct stat *from, sdn_stat *to)
{
    to->device = (uint64_t)from->st_dev;
    to->inode = (uint64_t)from->st_ino;
    to->size = (int64_t)from->st_size;
#if defined(__APPLE__) && !defined(SDN_POSIX_ONLY)
    to->mtime_ns = nanoseconds(from->st_mtimespec);
    to->ctime_ns = nanoseconds(from->st_ctimespec);
#else
    to->mtime_ns = nanoseconds(from->st_mtim);
    to->ctime_ns = nanoseconds(from->st_ctim);
#endif
    to->links = (uint64_t)from->st_nlink;
    to->mode = (uint32_t)from->st_mode & SDN_MODE_MASK;
    to->uid = (uint32_t)from->st_uid;
    to->gid = (uint32_t)from->st_gid;
    to->kind = kind_of(from->st_mode);
}

int sdn__sys_stat_fd(int fd, sdn_stat *stat)
{
    struct stat raw;
    int result;
    RETRIED(result, fstat(fd, &raw));
    if (result != 0)
        return -errno;
    convert_stat(&raw, stat);
    return 0;
}

int sdn__sys_stat_at(int directory, const char *name, sdn_stat *stat)
{
    struct stat raw;
    int result;
    RETRIED(result, fstatat(at_directory(directory), name, &raw, AT_SYMLINK_NOFOLLOW));
    if (result != 0)
        return -errno;
    convert_stat(&raw, stat);
    return 0;
}

int sdn__sys_set_mode(int fd, uint32_t mode)
{
    int result;
    RETRIED(result, fchmod(fd, (mode_t)mode));
    return outcome(result);
}

int sdn__sys_set_owner(int fd, uint32_t uid, uint32_t gid)
{
    int result;
    RETRIED(result, fchown(fd, (uid_t)uid, (gid_t)gid));
    return outcome(result);
}

int sdn__sys_set_times_now(int fd)
{
    int result;
    RETRIED(result, futimens(fd, NULL));
    return outcome(result);
}

int sdn__sys_set_mtime(int fd, int64_t mtime_ns)
{
    const int64_t second = 1000 * 1000 * 1000;
    int64_t rest = (mtime_ns % second + second) % second;
    struct timespec times[2] = {{.tv_nsec = UTIME_OMIT}};
    int result;
    times[1].tv_sec = (time_t)((mtime_ns - rest) / second);
    times[1].tv_nsec = (long)rest;
    RETRIED(result, futimens(fd, times));
    return outcome(result);
}

int sdn__sys_may_write(int directory, const char *name)
{
    int result;
    RETRIED(result, faccessat(at_directory(directory), name, W_OK, AT_EACCESS));
    return outcome(result);
}

#ifdef SDN_LINUX

int64_t sdn__sys_list_attributes(int fd, char *names, size_t size)
{
    ssize_t result;
    RETRIED(result, flistxattr(fd, names, size));
    return length(result);
}

int64_t sdn__sys_get_attribute(int fd, const char *name, void *value, size_t size)
{
    ssize_t result;
    RETRIED(result, fgetxattr(fd, name, value, size));
    return length(result);
}

int sdn__sys_set_attribute(int fd, const char *name, const void *value, size_t size)
{
    int result;
    RETRIED(result, fsetxattr(fd, name, value, size, 0));
    return outcome(result);
}

int sdn__sys_remove_attribute(int fd, const char *name)
{
    int result;
    RETRIED(result, fremovexattr(fd, name));
    return outcome(result);
}

#else /* no extended attributes are kept */

int64_t sdn__sys_list_attributes(int fd, char *names, size_t size)
{
    (void)fd, (void)names, (void)size;
    return 0;
}

int64_t sdn__sys_get_attribute(int fd, const char *name, void *value, size_t size)
{
    (void)fd, (void)name, (void)value, (void)size;
    return -ENOSYS;
}

int sdn__sys_set_attribute(int fd, const char *name, const void *value, size_t size)
{
    (void)fd, (void)name, (void)value, (void)size;
    return -ENOSYS;
}

int sdn__sys_remove_attribute(int fd, const char *name)
{
    (void)fd, (void)name;
    return -ENOSYS;
}

#endif
