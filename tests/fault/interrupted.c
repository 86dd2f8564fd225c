#define _GNU_SOURCE

#include "interrupted.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/vfs.h>
#include <sys/xattr.h>
#include <time.h>

static int times;
static int left;
static const void *last;
static long count;

/* Whether the call of `name` is to be interrupted now; each is, `times` times in a row. */
static bool is_interrupted(const void *name)
{
    if (times == 0)
        return false;
    if (last != name || left < 0)
        left = times;
    last = name;
    if (left-- == 0) {
        left = -1;
        return false;
    }
    count++;
    errno = EINTR;
    return true;
}

/* Stands in for the function `name` of the C library where sys_posix*.c call it. */
#define WRAP(type, name, parameters, arguments)                            \
    type __real_##name parameters;                                         \
    type __wrap_##name parameters;                                         \
    type __wrap_##name parameters                                          \
    {                                                                      \
        static const char here;                                            \
        return is_interrupted(&here) ? (type)-1 : __real_##name arguments; \
    }

WRAP(int, fchmod, (int f, mode_t m), (f, m))
WRAP(int, fchown, (int f, uid_t u, gid_t g), (f, u, g))
WRAP(ssize_t, fgetxattr, (int f, const char *n, void *v, size_t s), (f, n, v, s))
WRAP(ssize_t, flistxattr, (int f, char *n, size_t s), (f, n, s))
WRAP(int, fsetxattr, (int f, const char *n, const void *v, size_t s, int o), (f, n, v, s, o))
WRAP(int, fremovexattr, (int f, const char *n), (f, n))
WRAP(int, flock, (int f, int o), (f, o))
WRAP(int, fstat64, (int f, struct stat64 *s), (f, s))
WRAP(int, fstatat64, (int d, const char *n, struct stat64 *s, int o), (d, n, s, o))
WRAP(int, fstatfs64, (int f, struct statfs64 *s), (f, s))
WRAP(int, futimens, (int f, const struct timespec *t), (f, t))
WRAP(ssize_t, getrandom, (void *b, size_t n, unsigned o), (b, n, o))
WRAP(int, inotify_add_watch, (int f, const char *n, uint32_t m), (f, n, m))
WRAP(int, linkat, (int d, const char *n, int e, const char *m, int o), (d, n, e, m, o))
WRAP(ssize_t, pread64, (int f, void *b, size_t n, off64_t o), (f, b, n, o))
WRAP(ssize_t, pwrite64, (int f, const void *b, size_t n, off64_t o), (f, b, n, o))
WRAP(ssize_t, readlinkat, (int d, const char *n, char *b, size_t s), (d, n, b, s))
WRAP(int, renameat, (int d, const char *n, int e, const char *m), (d, n, e, m))
WRAP(int, unlinkat, (int d, const char *n, int o), (d, n, o))
WRAP(ssize_t, write, (int f, const void *b, size_t n), (f, b, n))

int __real_openat64(int directory, const char *name, int flags, ...);
int __wrap_openat64(int directory, const char *name, int flags, ...);

int __wrap_openat64(int directory, const char *name, int flags, ...)
{
    static const char here;
    va_list args;
    va_start(args, flags);
    mode_t mode = va_arg(args, mode_t);
    va_end(args);
    return is_interrupted(&here) ? -1 : __real_openat64(directory, name, flags, mode);
}

long __real_syscall(long number, ...);
long __wrap_syscall(long number, ...);

/* Only renameat2 is called this way. */
long __wrap_syscall(long number, ...)
{
    static const char here;
    va_list args;
    va_start(args, number);
    int from_directory = va_arg(args, int);
    const char *from = va_arg(args, const char *);
    int to_directory = va_arg(args, int);
    const char *to = va_arg(args, const char *);
    unsigned flags = va_arg(args, unsigned);
    va_end(args);
    return is_interrupted(&here) ? -1 : __real_syscall(number, from_directory, from, to_directory, to, flags);
}

void interrupted_begin(int how_often)
{
    times = how_often;
    left = -1;
    last = 0;
    count = 0;
}

void interrupted_end(void)
{
    times = 0;
}

long interrupted_count(void)
{
    return count;
}
