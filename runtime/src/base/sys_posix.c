#define _GNU_SOURCE
#define _FILE_OFFSET_BITS 64
#define _TIME_BITS        64 /* dates after 2038 where a long has 32 bits */

#include "base/sys.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/inotify.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/xattr.h>
#endif

enum { NS_PER_S = 1000000000, PROC_PATH_SIZE = 48 };

/* The result of `call`, made again as long as a signal interrupts it. */
#define RETRIED(result, call) \
    do                        \
        (result) = (call);    \
    while ((result) < 0 && errno == EINTR)

static int outcome(int result)
{
    return result < 0 ? -errno : result;
}

static int64_t length(ssize_t result)
{
    return result < 0 ? -(int64_t)errno : (int64_t)result;
}

static int at(int directory)
{
    return directory == SDN_WORKING_DIRECTORY ? AT_FDCWD : directory;
}

/* Needs no permission to read the directory. */
#if defined(O_PATH)
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

/* The new descriptor, or -errno. Not 0, 1 or 2, which are free in a program that has closed them: its other threads go
 * on writing to its standard streams, and so into whatever is open under their numbers. */
static int new_descriptor(int fd)
{
    if (fd < 0 || fd > STDERR_FILENO)
        return outcome(fd);
    int moved = outcome(fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
    (void)close(fd);
    return moved;
}

static int sys_open_at(int directory, const char *name, unsigned flags, uint32_t mode)
{
    int opened;
    RETRIED(opened, openat(at(directory), name, open_flags(flags), (mode_t)mode));
    if (opened < 0 && (flags & SDN_OPEN_NOFOLLOW) != 0 && errno == EMLINK)
        return -ELOOP; /* what FreeBSD says for a symbolic link */
    int fd = new_descriptor(opened);
    if (opened >= 0 && fd < 0 && (flags & SDN_OPEN_CREATE) != 0)
        (void)unlinkat(at(directory), name, 0);
    return fd;
}

static int sys_open_unnamed(int directory, uint32_t mode)
{
#ifdef O_TMPFILE
    int fd;
    RETRIED(fd, openat(directory, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, (mode_t)mode));
    /* A kernel that does not know the flag sees an attempt to write to a directory. */
    if (fd < 0 && (errno == EISDIR || errno == EINVAL || errno == ENOSYS))
        return -EOPNOTSUPP;
    return new_descriptor(fd);
#else
    (void)directory, (void)mode;
    return -EOPNOTSUPP;
#endif
}

static int sys_close(int fd)
{
    /* On Linux the descriptor is gone even when a signal interrupted the call. */
    int result = close(fd);
    return result < 0 && errno == EINTR ? 0 : outcome(result);
}

static int64_t nanoseconds(struct timespec time)
{
    return (int64_t)time.tv_sec * NS_PER_S + time.tv_nsec;
}

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
#ifdef __APPLE__
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

static int sys_stat_fd(int fd, sdn_stat *stat)
{
    struct stat raw;
    int result;
    RETRIED(result, fstat(fd, &raw));
    if (result != 0)
        return -errno;
    convert_stat(&raw, stat);
    return 0;
}

static int sys_stat_at(int directory, const char *name, sdn_stat *stat)
{
    struct stat raw;
    int result;
    RETRIED(result, fstatat(at(directory), name, &raw, AT_SYMLINK_NOFOLLOW));
    if (result != 0)
        return -errno;
    convert_stat(&raw, stat);
    return 0;
}

static int64_t sys_read_at(int fd, void *bytes, size_t size, int64_t offset)
{
    ssize_t result;
    RETRIED(result, pread(fd, bytes, size, (off_t)offset));
    return length(result);
}

static int64_t sys_write(int fd, const void *bytes, size_t size)
{
    ssize_t result;
    RETRIED(result, write(fd, bytes, size));
    return length(result);
}

static int64_t sys_write_at(int fd, const void *bytes, size_t size, int64_t offset)
{
    ssize_t result;
    RETRIED(result, pwrite(fd, bytes, size, (off_t)offset));
    return length(result);
}

static int sys_sync(int fd)
{
#ifdef F_FULLFSYNC
    /* Here fsync stops at the drive's cache. */
    if (fcntl(fd, F_FULLFSYNC) == 0)
        return 0;
#endif
    return outcome(fsync(fd));
}

static int sys_set_mode(int fd, uint32_t mode)
{
    int result;
    RETRIED(result, fchmod(fd, (mode_t)mode));
    return outcome(result);
}

static int sys_set_owner(int fd, uint32_t uid, uint32_t gid)
{
    int result;
    RETRIED(result, fchown(fd, (uid_t)uid, (gid_t)gid));
    return outcome(result);
}

static int sys_set_times_now(int fd)
{
    int result;
    RETRIED(result, futimens(fd, NULL));
    return outcome(result);
}

static int sys_set_mtime(int fd, int64_t mtime_ns)
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

static int sys_may_write(int directory, const char *name)
{
    int result;
    RETRIED(result, faccessat(at(directory), name, W_OK, AT_EACCESS));
    return outcome(result);
}

#ifdef __linux__

static int sys_start_write_back(int fd)
{
    return outcome(sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WRITE));
}

static int64_t sys_list_attributes(int fd, char *names, size_t size)
{
    ssize_t result;
    RETRIED(result, flistxattr(fd, names, size));
    return length(result);
}

static int64_t sys_get_attribute(int fd, const char *name, void *value, size_t size)
{
    ssize_t result;
    RETRIED(result, fgetxattr(fd, name, value, size));
    return length(result);
}

static int sys_set_attribute(int fd, const char *name, const void *value, size_t size)
{
    int result;
    RETRIED(result, fsetxattr(fd, name, value, size, 0));
    return outcome(result);
}

static int sys_remove_attribute(int fd, const char *name)
{
    int result;
    RETRIED(result, fremovexattr(fd, name));
    return outcome(result);
}

static int sys_link_fd(int fd, int directory, const char *name)
{
    char path[PROC_PATH_SIZE];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    int result;
    RETRIED(result, linkat(AT_FDCWD, path, at(directory), name, AT_SYMLINK_FOLLOW));
    return outcome(result);
}

static int rename_with(unsigned flag, int directory, const char *from, const char *to)
{
    long result;
    RETRIED(result, syscall(SYS_renameat2, at(directory), from, at(directory), to, flag));
    if (result < 0 && (errno == ENOSYS || errno == EINVAL))
        return -EOPNOTSUPP;
    return result < 0 ? -errno : 0;
}

static int sys_rename_new_at(int directory, const char *from, const char *to)
{
    const unsigned no_replace = 1; /* RENAME_NOREPLACE, which not every libc names */
    return rename_with(no_replace, directory, from, to);
}

static int sys_exchange_at(int directory, const char *a, const char *b)
{
    const unsigned exchange = 2; /* RENAME_EXCHANGE */
    return rename_with(exchange, directory, a, b);
}

/* flock says nothing about other machines on any of these, or may not. */
static const uint32_t shared_file_systems[] = {
    0x00006969, /* NFS */
    0x0000517b, /* SMB */
    0xff534d42, /* CIFS */
    0xfe534d42, /* SMB2 */
    0x65735546, /* FUSE: sshfs and others */
    0x01021997, /* 9P */
    0x00c36400, /* Ceph */
    0x5346414f, /* AFS */
    0x6b414653, /* kAFS */
    0x73757245, /* Coda */
    0x0bd00bd0, /* Lustre */
    0x01161970, /* GFS2 */
    0x7461636f, /* OCFS2 */
    0x47504653, /* GPFS */
    0x19830326, /* BeeGFS */
    0x786f4256, /* VirtualBox shared folder */
    0xbacbacbc, /* VMware shared folder */
};

static const uint32_t fuse_type = 0x65735546;

static int file_system_of(int fd, uint32_t *type)
{
    struct statfs info;
    int result;
    RETRIED(result, fstatfs(fd, &info));
    if (result != 0)
        return -errno;
    *type = (uint32_t)info.f_type;
    return 0;
}

static bool is_shared(uint32_t type)
{
    for (size_t i = 0; i < sizeof shared_file_systems / sizeof shared_file_systems[0]; i++)
        if (type == shared_file_systems[i])
            return true;
    return false;
}

static int sys_is_local(int directory)
{
    uint32_t type;
    int error = file_system_of(directory, &type);
    return error != 0 ? error : !is_shared(type);
}

/* A read lease is granted only while nobody has the file open for writing, see fcntl(2). It is given back at once, or it
 * would hold up whoever wants to write next. Who opens the file for writing in between makes the kernel send a signal to
 * this process: SIGIO, which kills, unless another one is chosen. SIGURG is ignored by default. Giving the lease back
 * undoes the choice. NFS and SMB refuse a lease for reasons of their own. */
static int sys_is_being_written(int fd)
{
    if (fcntl(fd, F_SETSIG, SIGURG) != 0)
        return -errno;
    if (fcntl(fd, F_SETLEASE, F_RDLCK) != 0) {
        int error = -errno;
        uint32_t type;
        if (error != -EAGAIN)
            return error;
        return file_system_of(fd, &type) == 0 && (type == fuse_type || !is_shared(type)) ? 1 : -EINVAL;
    }
    (void)fcntl(fd, F_SETLEASE, F_UNLCK);
    return 0;
}

static int sys_watch_open(void)
{
    return new_descriptor(inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
}

static int sys_watch_add(int watch, int fd)
{
    char path[PROC_PATH_SIZE];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    int result;
    RETRIED(result, inotify_add_watch(watch, path, IN_ATTRIB | IN_CLOSE_WRITE | IN_DELETE_SELF));
    return result < 0 ? -errno : 0;
}

static int sys_watch_wait(int watch, int64_t timeout_ns)
{
    struct pollfd wanted = {watch, POLLIN, 0};
    struct timespec timeout = {(time_t)(timeout_ns / NS_PER_S), (long)(timeout_ns % NS_PER_S)};
    int ready = ppoll(&wanted, 1, &timeout, NULL);
    if (ready < 0)
        return errno == EINTR ? 0 : -errno;
    if (ready == 0)
        return 0;
    _Alignas(struct inotify_event) char events[4096];
    while (read(watch, events, sizeof events) > 0) /* only that something happened matters */
        ;
    return 1;
}

/* The boot id cannot change while the process runs, and opening a file of /proc is dear. */
static pthread_once_t boot_id_once = PTHREAD_ONCE_INIT;
static char boot_id_text[40];

static void read_boot_id(void)
{
    int fd = sys_open_at(SDN_WORKING_DIRECTORY, "/proc/sys/kernel/random/boot_id", SDN_OPEN_READ, 0);
    if (fd < 0)
        return;
    int64_t len = sys_read_at(fd, boot_id_text, sizeof boot_id_text - 1, 0);
    (void)sys_close(fd);
    boot_id_text[len > 0 ? len : 0] = '\0';
    boot_id_text[strcspn(boot_id_text, "\n")] = '\0';
}

static int sys_boot_id(char *text, size_t size)
{
    pthread_once(&boot_id_once, read_boot_id);
    snprintf(text, size, "%s", boot_id_text);
    return boot_id_text[0] != '\0' ? 0 : -ENOSYS;
}

static int sys_program_name(char *text, size_t size)
{
    snprintf(text, size, "%s", program_invocation_short_name);
    return 0;
}

static int sys_random(void *bytes, size_t size)
{
    ssize_t result;
    RETRIED(result, getrandom(bytes, size, 0));
    if (result < 0)
        return -errno;
    return (size_t)result == size ? 0 : -EIO;
}

#else /* other systems: less comfort, the same guarantees */

static int64_t sys_list_attributes(int fd, char *names, size_t size)
{
    (void)fd, (void)names, (void)size;
    return 0;
}

static int64_t sys_get_attribute(int fd, const char *name, void *value, size_t size)
{
    (void)fd, (void)name, (void)value, (void)size;
    return -ENOSYS;
}

static int sys_set_attribute(int fd, const char *name, const void *value, size_t size)
{
    (void)fd, (void)name, (void)value, (void)size;
    return -ENOSYS;
}

static int sys_remove_attribute(int fd, const char *name)
{
    (void)fd, (void)name;
    return -ENOSYS;
}

static int sys_link_fd(int fd, int directory, const char *name)
{
    (void)fd, (void)directory, (void)name;
    return -EOPNOTSUPP;
}

static int sys_rename_new_at(int directory, const char *from, const char *to)
{
    (void)directory, (void)from, (void)to;
    return -EOPNOTSUPP;
}

static int sys_exchange_at(int directory, const char *a, const char *b)
{
    (void)directory, (void)a, (void)b;
    return -EOPNOTSUPP;
}

static int sys_start_write_back(int fd)
{
    (void)fd;
    return -ENOSYS;
}

static int sys_is_being_written(int fd)
{
    (void)fd;
    return -EINVAL;
}

static int sys_is_local(int directory)
{
    (void)directory;
    return 0;
}

static int sys_watch_open(void)
{
    return -ENOSYS;
}

static int sys_watch_add(int watch, int fd)
{
    (void)watch, (void)fd;
    return -ENOSYS;
}

static int sys_watch_wait(int watch, int64_t timeout_ns)
{
    (void)watch, (void)timeout_ns;
    return -ENOSYS;
}

static int sys_boot_id(char *text, size_t size)
{
    snprintf(text, size, "%s", "");
    return -ENOSYS;
}

static int sys_program_name(char *text, size_t size)
{
#if defined(__FreeBSD__) || defined(__NetBSD__) || defined(__OpenBSD__) || defined(__APPLE__)
    snprintf(text, size, "%s", getprogname());
    return 0;
#else
    snprintf(text, size, "%s", "");
    return -ENOSYS;
#endif
}

static int sys_random(void *bytes, size_t size)
{
    int fd = sys_open_at(SDN_WORKING_DIRECTORY, "/dev/urandom", SDN_OPEN_READ, 0);
    if (fd < 0)
        return fd;
    ssize_t result;
    RETRIED(result, read(fd, bytes, size));
    int error = result < 0 ? -errno : (size_t)result == size ? 0 : -EIO;
    (void)sys_close(fd);
    return error;
}

#endif

static int sys_link_at(int directory, const char *from, const char *to)
{
    int result;
    RETRIED(result, linkat(at(directory), from, at(directory), to, 0));
    return outcome(result);
}

static int sys_unlink_at(int directory, const char *name)
{
    int result;
    RETRIED(result, unlinkat(at(directory), name, 0));
    return outcome(result);
}

static int sys_rename_at(int directory, const char *from, const char *to)
{
    int result;
    RETRIED(result, renameat(at(directory), from, at(directory), to));
    return outcome(result);
}

static int64_t sys_read_link_at(int directory, const char *name, char *target, size_t size)
{
    ssize_t result;
    RETRIED(result, readlinkat(at(directory), name, target, size));
    return length(result);
}

static int list_names(DIR *names, sdn_each_name *each, void *context)
{
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(names);
        if (entry == NULL && errno == EINTR)
            continue;
        if (entry == NULL)
            return -errno;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        int result = each(context, entry->d_name);
        if (result != 0)
            return result;
    }
}

static int sys_list(int directory, sdn_each_name *each, void *context)
{
    /* A descriptor of its own: the position of a shared one would move for everybody. */
    int fd = sys_open_at(directory, ".", SDN_OPEN_READ | SDN_OPEN_DIRECTORY, 0);
    if (fd < 0)
        return fd;
    DIR *names = fdopendir(fd);
    if (names == NULL) {
        int error = -errno;
        (void)sys_close(fd);
        return error;
    }
    int result = list_names(names, each, context);
    (void)closedir(names);
    return result;
}

static int sys_try_lock(int fd)
{
    int result;
    RETRIED(result, flock(fd, LOCK_EX | LOCK_NB));
    return outcome(result);
}

static int sys_unlock(int fd)
{
    int result;
    RETRIED(result, flock(fd, LOCK_UN));
    return outcome(result);
}

static void sys_sleep(int64_t ns)
{
    struct timespec time = {(time_t)(ns / NS_PER_S), (long)(ns % NS_PER_S)};
    (void)nanosleep(&time, NULL);
}

static int64_t sys_monotonic_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return nanoseconds(now);
}

static int64_t sys_realtime_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return nanoseconds(now);
}

static int sys_fetch_pages(void *start, size_t size)
{
#ifdef MADV_POPULATE_WRITE
    return outcome(madvise(start, size, MADV_POPULATE_WRITE));
#else
    (void)start;
    (void)size;
    return -ENOSYS;
#endif
}

static int64_t sys_process_id(void)
{
    return (int64_t)getpid();
}

/* Asked once: a host that gets another name is the same host, and its locks go on. */
static pthread_once_t host_name_once = PTHREAD_ONCE_INIT;
static char host_name_text[256];
static int host_name_error;

static void read_host_name(void)
{
    host_name_error = outcome(gethostname(host_name_text, sizeof host_name_text));
    host_name_text[sizeof host_name_text - 1] = '\0'; /* not promised for a name that was cut */
}

static int sys_host_name(char *text, size_t size)
{
    pthread_once(&host_name_once, read_host_name);
    snprintf(text, size, "%s", host_name_text);
    return host_name_error;
}

sdn_sys_table sdn__sys = {
    .open_at = sys_open_at,
    .open_unnamed = sys_open_unnamed,
    .close = sys_close,
    .stat_fd = sys_stat_fd,
    .stat_at = sys_stat_at,
    .read_at = sys_read_at,
    .write = sys_write,
    .write_at = sys_write_at,
    .sync = sys_sync,
    .set_mode = sys_set_mode,
    .set_owner = sys_set_owner,
    .set_times_now = sys_set_times_now,
    .set_mtime = sys_set_mtime,
    .may_write = sys_may_write,
    .is_being_written = sys_is_being_written,
    .start_write_back = sys_start_write_back,
    .list_attributes = sys_list_attributes,
    .get_attribute = sys_get_attribute,
    .set_attribute = sys_set_attribute,
    .remove_attribute = sys_remove_attribute,
    .link_fd = sys_link_fd,
    .link_at = sys_link_at,
    .unlink_at = sys_unlink_at,
    .rename_at = sys_rename_at,
    .rename_new_at = sys_rename_new_at,
    .exchange_at = sys_exchange_at,
    .read_link_at = sys_read_link_at,
    .list = sys_list,
    .is_local = sys_is_local,
    .try_lock = sys_try_lock,
    .unlock = sys_unlock,
    .watch_open = sys_watch_open,
    .watch_add = sys_watch_add,
    .watch_wait = sys_watch_wait,
    .sleep = sys_sleep,
    .monotonic_ns = sys_monotonic_ns,
    .realtime_ns = sys_realtime_ns,
    .fetch_pages = sys_fetch_pages,
    .process_id = sys_process_id,
    .host_name = sys_host_name,
    .boot_id = sys_boot_id,
    .program_name = sys_program_name,
    .random = sys_random,
};
