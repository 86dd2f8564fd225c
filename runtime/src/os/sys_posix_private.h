/*
 * What the files sys_posix*.c share. To be included first, for the sake of sys_features.h.
 *
 * A member `name` of sdn__sys is the function sdn__sys_<name>, declared here from the list of calls.
 */
#ifndef SDN_OS_SYS_POSIX_PRIVATE_H
#define SDN_OS_SYS_POSIX_PRIVATE_H

#include "os/sys_features.h" /* first */

#include "os/sys.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/types.h>
#include <time.h>

#define SDN_SYS_CALL(type, name, parameters, arguments) type sdn__sys_##name parameters;
#include "os/sys_calls.def"

enum { NS_PER_S = 1000000000, PROC_PATH_SIZE = 48 };

/* The result of `call`, made again as long as a signal interrupts it. */
#define RETRIED(result, call) \
    do                        \
        (result) = (call);    \
    while ((result) < 0 && errno == EINTR)

static inline int outcome(int result)
{
    return result < 0 ? -errno : result;
}

static inline int64_t length(ssize_t result)
{
    return result < 0 ? -(int64_t)errno : (int64_t)result;
}

static inline int at_directory(int directory)
{
    return directory == SDN_WORKING_DIRECTORY ? AT_FDCWD : directory;
}

static inline int64_t nanoseconds(struct timespec time)
{
    return (int64_t)time.tv_sec * NS_PER_S + time.tv_nsec;
}

/* A descriptor that was just opened, moved above 2 if need be; or -errno. */
int sdn__sys_new_descriptor(int fd);

#endif
