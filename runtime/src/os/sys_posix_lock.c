/* Who else uses a file: flock, on which file systems it holds, and read leases, which tell whether a file is being
 * written. */
#include "os/sys_posix_private.h"

/* flock is the one call that POSIX does not have and that has no other form. Its own locks (F_SETLK of fcntl) are dropped
 * as soon as any descriptor of the file is closed anywhere in the process, and do not keep threads from each other. */
#include <sys/file.h>
#ifndef LOCK_EX
#error "libsdn needs flock(), which this system does not declare; see docs/building.md, Platforms"
#endif

#ifdef SDN_LINUX
#include <signal.h>
#include <sys/vfs.h>
#endif

int sdn__sys_try_lock(int fd)
{
    int result;
    RETRIED(result, flock(fd, LOCK_EX | LOCK_NB));
    return outcome(result);
}

int sdn__sys_unlock(int fd)
{
    int result;
    RETRIED(result, flock(fd, LOCK_UN));
    return outcome(result);
}

#ifdef SDN_LINUX

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

int sdn__sys_is_local(int directory)
{
    uint32_t type = 0;
    int error = file_system_of(directory, &type);
    return error != 0 ? error : !is_shared(type);
}

/* A read lease is granted only while nobody has the file open for writing, see fcntl(2). It is given back at once:
 * while we hold it, a process that opens the file for writing has to wait. If a process does so in between, the kernel
 * sends a signal to this one: by default SIGIO, which kills it, so SIGURG is chosen, which is ignored by default.
 * Giving the lease back undoes the choice. NFS and SMB refuse a lease for reasons of their own. */
int sdn__sys_is_being_written(int fd)
{
    if (fcntl(fd, F_SETSIG, SIGURG) != 0)
        return -errno;
    if (fcntl(fd, F_SETLEASE, F_RDLCK) != 0) {
        int error = -errno;
        uint32_t type = 0;
        if (error != -EAGAIN)
            return error;
        return file_system_of(fd, &type) == 0 && (type == fuse_type || !is_shared(type)) ? 1 : -EINVAL;
    }
    (void)fcntl(fd, F_SETLEASE, F_UNLCK);
    return 0;
}

#else /* every file system counts as shared, and nothing is known of writers */

int sdn__sys_is_local(int directory)
{
    (void)directory;
    return 0;
}

int sdn__sys_is_being_written(int fd)
{
    (void)fd;
    return -EINVAL;
}

#endif
