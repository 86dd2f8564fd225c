/*
 * The one seam to the operating system.
 *
 * Every system call of the runtime goes through the table `sdn__sys`. Only sys_posix*.c include <fcntl.h>,
 * <unistd.h> and <sys/...>; tests replace members of the table to make a call fail, be slow or do its work
 * and then report an error.
 *
 * Errors: a call that fails returns a negative errno value such as -ENOENT and never touches errno above this
 * line; what it returns otherwise is 0 unless its comment says more. A call interrupted by a signal is
 * retried, except close and sync (after which the state is unknown) and the two that wait, which return early.
 * On a network file system a call that makes, moves or removes a name may have succeeded before it was retried;
 * the retry then reports -EEXIST or -ENOENT, so callers check whether the name is as they want it.
 * Every descriptor is opened close-on-exec, and none is 0, 1 or 2.
 */
#ifndef SDN_OS_SYS_H
#define SDN_OS_SYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum sdn_file_kind {
    SDN_KIND_REGULAR,
    SDN_KIND_DIRECTORY,
    SDN_KIND_SYMLINK,
    SDN_KIND_OTHER /* pipe, socket, device */
} sdn_file_kind;

typedef struct sdn_stat {
    uint64_t device;
    uint64_t inode;
    int64_t size;     /* bytes */
    int64_t mtime_ns; /* since the Unix epoch */
    int64_t ctime_ns;
    uint64_t links;
    uint32_t mode; /* the permission bits, 07777 */
    uint32_t uid;
    uint32_t gid;
    sdn_file_kind kind;
} sdn_stat;

/* Valid only while one of the two is open or has a name: inode numbers are reused. */
static inline bool sdn__same_file(const sdn_stat *a, const sdn_stat *b)
{
    return a->device == b->device && a->inode == b->inode;
}

/* How open_at opens. With neither READ nor WRITE the descriptor only serves as `directory` of other calls. */
enum {
    SDN_OPEN_READ = 1 << 0,
    SDN_OPEN_WRITE = 1 << 1,
    SDN_OPEN_CREATE = 1 << 2,   /* the name must be new: -EEXIST otherwise */
    SDN_OPEN_NOFOLLOW = 1 << 3, /* a symbolic link is -ELOOP */
    SDN_OPEN_NONBLOCK = 1 << 4, /* a pipe does not hold up the call */
    SDN_OPEN_DIRECTORY = 1 << 5 /* anything but a directory is -ENOTDIR */
};

enum {
    SDN_MODE_STICKY = 01000,
    SDN_MODE_MASK = 07777,
    SDN_NAME_MAX = 255 /* longest file name, without the NUL */
};

/* Times are in nanoseconds. */
enum { SDN_NS_PER_US = 1000, SDN_NS_PER_MS = 1000 * 1000 };

/* As `directory` of a call: the working directory of the process. */
#define SDN_WORKING_DIRECTORY (-1000)

/* As uid or gid of set_owner: leave it as it is. */
#define SDN_KEEP_OWNER UINT32_MAX

/* Called for each name of a directory; anything but 0 ends the listing and is returned by it. */
typedef int sdn_each_name(void *context, const char *name);

/* A pointer to a function for each call; sys_calls.def lists them and says what each does. */
typedef struct sdn_sys_table {
#define SDN_SYS_CALL(type, name, parameters, arguments) type(*name) parameters;
#include "os/sys_calls.def"
} sdn_sys_table;

/* The table in use. Only tests change it, and they restore it. */
extern sdn_sys_table sdn__sys;

#endif
