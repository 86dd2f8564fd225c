/* Names in directories: linking, renaming, exchanging, removing, listing. */
#include "os/sys_posix_private.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#ifdef SDN_LINUX
#include <sys/syscall.h>
#else
#include <dirent.h>
#endif

#ifdef SDN_LINUX

static int link_by_proc(int fd, int directory, const char *name)
{
    char path[PROC_PATH_SIZE];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    int result;
    RETRIED(result, linkat(AT_FDCWD, path, at_directory(directory), name, AT_SYMLINK_FOLLOW));
    return outcome(result);
}

/* Before Linux 6.10 only a privileged process may link a descriptor; to others the kernel says ENOENT. The way through
 * /proc takes longer, and needs it mounted. */
int sdn__sys_link_fd(int fd, int directory, const char *name)
{
    int result;
    RETRIED(result, linkat(fd, "", at_directory(directory), name, AT_EMPTY_PATH));
    return result == 0 || errno == EEXIST ? outcome(result) : link_by_proc(fd, directory, name);
}

static int rename_with(unsigned flag, int directory, const char *from, const char *to)
{
    long result;
    RETRIED(result, syscall(SYS_renameat2, at_directory(directory), from, at_directory(directory), to, flag));
    if (result < 0 && (errno == ENOSYS || errno == EINVAL))
        return -EOPNOTSUPP;
    return result < 0 ? -errno : 0;
}

int sdn__sys_rename_new_at(int directory, const char *from, const char *to)
{
    const unsigned no_replace = 1; /* RENAME_NOREPLACE, which not every libc names */
    return rename_with(no_replace, directory, from, to);
}

int sdn__sys_exchange_at(int directory, const char *a, const char *b)
{
    const unsigned exchange = 2; /* RENAME_EXCHANGE */
    return rename_with(exchange, directory, a, b);
}

#else /* callers do without: they link or rename by name */

int sdn__sys_link_fd(int fd, int directory, const char *name)
{
    (void)fd, (void)directory, (void)name;
    return -EOPNOTSUPP;
}

/* The file has both names for a moment. Whoever is killed then leaves a temporary name to the next sweep. */
int sdn__sys_rename_new_at(int directory, const char *from, const char *to)
{
    int error = sdn__sys_link_at(directory, from, to);
    if (error == -EPERM || error == -EMLINK || error == -ENOSYS || error == -EINVAL)
        return -EOPNOTSUPP; /* a file system without links */
    if (error != 0)
        return error;
    error = sdn__sys_unlink_at(directory, from);
    if (error != 0)
        (void)sdn__sys_unlink_at(directory, to);
    return error;
}

int sdn__sys_exchange_at(int directory, const char *a, const char *b)
{
    (void)directory, (void)a, (void)b;
    return -EOPNOTSUPP;
}

#endif

int sdn__sys_link_at(int directory, const char *from, const char *to)
{
    int result;
    RETRIED(result, linkat(at_directory(directory), from, at_directory(directory), to, 0));
    return outcome(result);
}

int sdn__sys_unlink_at(int directory, const char *name)
{
    int result;
    RETRIED(result, unlinkat(at_directory(directory), name, 0));
    return outcome(result);
}

int sdn__sys_rename_at(int directory, const char *from, const char *to)
{
    int result;
    RETRIED(result, renameat(at_directory(directory), from, at_directory(directory), to));
    return outcome(result);
}

int64_t sdn__sys_read_link_at(int directory, const char *name, char *target, size_t size)
{
    ssize_t result;
    RETRIED(result, readlinkat(at_directory(directory), name, target, size));
    return length(result);
}

static bool is_dot_name(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

#ifdef SDN_LINUX

/* Where in an entry of getdents64(2) its size is, in two bytes, and its name, with a NUL. */
enum { ENTRY_SIZE_AT = 16, ENTRY_NAME_AT = 19 };

static int each_entry(const char *entries, size_t len, sdn_each_name *each, void *context)
{
    int result = 0;
    uint16_t size;
    for (size_t at = 0; at < len && result == 0; at += size) {
        const char *name = entries + at + ENTRY_NAME_AT;
        memcpy(&size, entries + at + ENTRY_SIZE_AT, sizeof size);
        if (!is_dot_name(name))
            result = each(context, name);
    }
    return result;
}

/* Not readdir, which asks for status and flags of the descriptor and allocates 32 KiB. */
static int list_and_close(int fd, sdn_each_name *each, void *context)
{
    _Alignas(uint64_t) char entries[4096];
    int result = 0;
    long len = 1;
    while (len > 0 && result == 0) {
        RETRIED(len, syscall(SYS_getdents64, fd, entries, sizeof entries));
        result = len < 0 ? -errno : each_entry(entries, (size_t)len, each, context);
    }
    (void)sdn__sys_close(fd);
    return result;
}

#else

static int list_names(DIR *names, sdn_each_name *each, void *context)
{
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(names);
        if (entry == NULL && errno == EINTR)
            continue;
        if (entry == NULL)
            return -errno;
        int result = is_dot_name(entry->d_name) ? 0 : each(context, entry->d_name);
        if (result != 0)
            return result;
    }
}

static int list_and_close(int fd, sdn_each_name *each, void *context)
{
    DIR *names = fdopendir(fd);
    if (names == NULL) {
        int error = -errno;
        (void)sdn__sys_close(fd);
        return error;
    }
    int result = list_names(names, each, context);
    (void)closedir(names);
    return result;
}

#endif

int sdn__sys_list(int directory, sdn_each_name *each, void *context)
{
    /* A descriptor of its own: the position of a shared one would move for everybody. */
    int fd = sdn__sys_open_at(directory, ".", SDN_OPEN_READ | SDN_OPEN_DIRECTORY, 0);
    return fd < 0 ? fd : list_and_close(fd, each, context);
}
