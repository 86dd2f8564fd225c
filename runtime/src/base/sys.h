/*
 * The one seam to the operating system.
 *
 * Every system call of the runtime goes through the table `sdn__sys`. Only sys_posix.c sees <fcntl.h>,
 * <unistd.h> and <sys/...>; tests replace members of the table to make a call fail, be slow or do its work
 * and then report an error.
 *
 * Errors: a call that fails returns a negative errno value such as -ENOENT and never touches errno above this
 * line; what it returns otherwise is 0 unless its comment says more. A call interrupted by a signal is
 * retried, except close and sync (after which the state is unknown) and the two that wait, which end early.
 * Where a network file system had done it already, the second try of a call that makes, moves or removes a
 * name reports -EEXIST or -ENOENT: callers look whether it is as they want it.
 * Every descriptor is opened close-on-exec, and none is 0, 1 or 2.
 */
#ifndef SDN_BASE_SYS_H
#define SDN_BASE_SYS_H

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

/* Only while one of the two is open or has a name: a number that is free is used again. */
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

/* As `directory` of the calls below: the working directory of the process. */
#define SDN_WORKING_DIRECTORY (-1000)

/* As uid or gid of set_owner: leave it as it is. */
#define SDN_KEEP_OWNER UINT32_MAX

/* Called for each name of a directory; anything but 0 ends the listing and is returned by it. */
typedef int sdn_each_name(void *context, const char *name);

typedef struct sdn_sys_table {
    /* Files. The descriptor, or a negative errno. Of `mode` the bits of the umask are taken away. */
    int (*open_at)(int directory, const char *name, unsigned flags, uint32_t mode);
    /* A file without a name, open for reading and writing; -EOPNOTSUPP where there is no such thing. */
    int (*open_unnamed)(int directory, uint32_t mode);
    int (*close)(int fd);
    int (*stat_fd)(int fd, sdn_stat *stat);
    int (*stat_at)(int directory, const char *name, sdn_stat *stat);      /* of the link itself */
    int64_t (*read_at)(int fd, void *bytes, size_t size, int64_t offset); /* bytes read, 0 at the end */
    int64_t (*write)(int fd, const void *bytes, size_t size);             /* bytes written, perhaps fewer than size */
    int64_t (*write_at)(int fd, const void *bytes, size_t size, int64_t offset);
    int (*sync)(int fd);
    int (*set_mode)(int fd, uint32_t mode);
    int (*set_owner)(int fd, uint32_t uid, uint32_t gid);
    int (*set_times_now)(int fd);
    int (*set_mtime)(int fd, int64_t mtime_ns); /* since the Unix epoch */
    /* 1 while any process has the file open for writing, 0 while none has; negative where the system does not say:
     * -EACCES for the file of another user, -EINVAL on a file system or system that cannot. `fd` is open for reading
     * only. Who opens the file for writing in that moment makes the process get SIGURG. */
    int (*is_being_written)(int fd);
    /* Starts to write the file's data to disk without waiting for it; a wish that may be refused. */
    int (*start_write_back)(int fd);

    /* Whether this process, with its effective ids, may write the file; -EACCES, -EROFS. */
    int (*may_write)(int directory, const char *name);

    /* Extended attributes: names are NUL-terminated one after another. The length, or a negative errno;
     * size 0 asks for the length only. */
    int64_t (*list_attributes)(int fd, char *names, size_t size);
    int64_t (*get_attribute)(int fd, const char *name, void *value, size_t size);
    int (*set_attribute)(int fd, const char *name, const void *value, size_t size);
    int (*remove_attribute)(int fd, const char *name);

    /* Names. */
    int (*link_fd)(int fd, int directory, const char *name); /* gives an unnamed file its name */
    int (*link_at)(int directory, const char *from, const char *to);
    int (*unlink_at)(int directory, const char *name);
    int (*rename_at)(int directory, const char *from, const char *to);     /* replaces `to` */
    int (*rename_new_at)(int directory, const char *from, const char *to); /* -EEXIST if `to` is there */
    int (*exchange_at)(int directory, const char *a, const char *b); /* in one step; -EOPNOTSUPP where it cannot */
    int64_t (*read_link_at)(int directory, const char *name, char *target, size_t size); /* length, no NUL */
    int (*list)(int directory, sdn_each_name *each, void *context);                      /* without . and .. */
    int (*is_local)(int directory); /* 1 on a file system of this machine alone, 0 on a shared or unknown one */

    /* The exclusive flock of the open file; try_lock is -EWOULDBLOCK while another one has it. */
    int (*try_lock)(int fd);
    int (*unlock)(int fd);

    /* Waiting. A watch reports that a watched file was closed by a writer, lost a name or had its attributes
     * changed. watch_wait: 1 after an event, 0 when the time passed or a signal came. */
    int (*watch_open)(void);
    int (*watch_add)(int watch, int fd);
    int (*watch_wait)(int watch, int64_t timeout_ns);
    void (*sleep)(int64_t ns);

    int64_t (*monotonic_ns)(void);
    int64_t (*realtime_ns)(void); /* since the Unix epoch */

    /* Fetches all pages of memory that starts and ends with one; a wish that may be refused. */
    int (*fetch_pages)(void *start, size_t size);

    /* Who we are. Texts are cut to fit and always NUL-terminated. */
    int64_t (*process_id)(void);
    int (*host_name)(char *text, size_t size);
    int (*boot_id)(char *text, size_t size); /* differs after each start of the machine; -ENOSYS if unknown */
    int (*program_name)(char *text, size_t size);
    int (*random)(void *bytes, size_t size); /* fills all of it */
} sdn_sys_table;

/* The table in use. Changed by tests only, which put it back. */
extern sdn_sys_table sdn__sys;

#endif
