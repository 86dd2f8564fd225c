#define _POSIX_C_SOURCE 200809L

#include "plausible.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

enum { MOST_ERRORS = 20 };

typedef struct errors_of {
    const char *call;
    int errors[MOST_ERRORS];
} errors_of;

/* EINTR only where the table does not promise to repeat the call; below the table it is injected into every
 * call. */
/* clang-format off */
static const errors_of table[] = {
    {"open_at",
     {EIO, ENOSPC, EDQUOT, EACCES, EPERM, EROFS, EMFILE, ENFILE, ENOMEM, EBUSY, ENOENT, EEXIST, ELOOP,
      ESTALE}},
    {"open_unnamed",
     {EIO, EOPNOTSUPP, ENOSPC, EDQUOT, EACCES, EPERM, EROFS, EMFILE, ENFILE, ENOMEM, ENOSYS, ENOENT}},
    {"close", {EIO, ENOSPC, EDQUOT, EINTR}},
    {"stat_fd", {EIO, ENOMEM, EACCES, ESTALE, EOVERFLOW}},
    {"stat_at", {EIO, ENOMEM, EACCES, ENOENT, ELOOP, ESTALE, EOVERFLOW}},
    {"read_at", {EIO, ENOMEM, ESTALE, EACCES}},
    {"write", {EIO, ENOSPC, EDQUOT, EFBIG, ENOMEM, EROFS, EPERM}},
    {"write_at", {EIO, ENOSPC, EDQUOT, EFBIG, ENOMEM, EROFS, EPERM}},
    {"sync", {EIO, ENOSPC, EDQUOT, EINTR, EROFS, EINVAL, ENOMEM}},
    {"set_mode", {EIO, EPERM, EROFS, ENOMEM, EOPNOTSUPP, EACCES}},
    {"set_owner", {EIO, EPERM, EROFS, EDQUOT, ENOMEM, EOPNOTSUPP, EACCES}},
    {"set_times_now", {EIO, EPERM, EROFS, EACCES, ENOSYS}},
    {"set_mtime", {EIO, EPERM, EROFS, EACCES, ENOSYS}},
    {"may_write", {EACCES, EROFS, EIO, ENOENT, ENOSYS}},
    {"is_being_written", {EAGAIN, EACCES, EINVAL, ENOMEM, EOPNOTSUPP}},
    {"start_write_back", {EIO, ENOSPC, EINVAL, ENOSYS}},
    {"list_attributes", {EIO, EOPNOTSUPP, ENOMEM, ENOSYS, ERANGE, EACCES}},
    {"get_attribute", {EIO, EOPNOTSUPP, ENOMEM, ENODATA, ERANGE, EACCES}},
    {"set_attribute", {EIO, EOPNOTSUPP, ENOMEM, ENOSPC, EDQUOT, EPERM, EROFS, EACCES}},
    {"remove_attribute", {EIO, EOPNOTSUPP, ENOMEM, ENODATA, EPERM, EROFS, EACCES}},
    {"link_fd",
     {EIO, ENOENT, EEXIST, EPERM, EACCES, EXDEV, EMLINK, ENOSPC, EDQUOT, EROFS, ENOMEM, EOPNOTSUPP, ENOSYS,
      ELOOP}},
    {"link_at",
     {EIO, ENOENT, EEXIST, EPERM, EACCES, EXDEV, EMLINK, ENOSPC, EDQUOT, EROFS, ENOMEM, EOPNOTSUPP, ENOSYS}},
    {"unlink_at", {EIO, EACCES, EPERM, EBUSY, EROFS, ENOENT, ENOMEM}},
    {"rename_at", {EIO, ENOSPC, EDQUOT, EACCES, EPERM, EROFS, EBUSY, ENOMEM, EXDEV, ENOENT}},
    {"rename_new_at", {EIO, EOPNOTSUPP, EEXIST, ENOENT, ENOSPC, EDQUOT, EACCES, EPERM, EROFS, EBUSY, ENOMEM}},
    {"exchange_at", {EIO, EOPNOTSUPP, ENOENT, ENOSPC, EDQUOT, EACCES, EPERM, EROFS, EBUSY, ENOMEM}},
    {"read_link_at", {EIO, EACCES, ENOENT, ENOMEM, ELOOP}},
    {"list", {EIO, EACCES, ENOMEM, EMFILE, ENFILE, ENOENT}},
    {"is_local", {EIO, ENOSYS, ENOMEM, EACCES}},
    {"try_lock", {EIO, ENOLCK, EWOULDBLOCK, EOPNOTSUPP, ENOMEM}},
    {"unlock", {EIO, ENOLCK}},
    {"watch_open", {EMFILE, ENFILE, ENOMEM, ENOSYS}},
    {"watch_add", {ENOSPC, ENOENT, ENOMEM, EACCES}},
    {"watch_wait", {EIO, EINVAL}},
    {"host_name", {EIO, ENAMETOOLONG}},
    {"boot_id", {ENOSYS}},
    {"program_name", {ENOSYS}},
    {"random", {EIO, ENOSYS}},
};
/* clang-format on */

const int *plausible_errors(const char *call)
{
    static const int any[] = {EIO, 0};
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        if (strcmp(table[i].call, call) == 0)
            return table[i].errors;
    return any;
}

bool plausible_after(const char *call, int error)
{
    (void)call;
    return error != EEXIST && error != EWOULDBLOCK && error != EOPNOTSUPP && error != ENOSYS && error != ELOOP &&
           error != EXDEV && error != EMLINK && error != ENODATA && error != ERANGE;
}

#define NAMED(error)  \
    {                 \
        error, #error \
    }

const char *plausible_name(int error)
{
    static const struct {
        int error;
        const char *name;
    } names[] = {
        NAMED(EACCES), NAMED(EBUSY),      NAMED(EDQUOT),    NAMED(EEXIST), NAMED(EFBIG),  NAMED(EINTR),
        NAMED(EINVAL), NAMED(EIO),        NAMED(ELOOP),     NAMED(EMFILE), NAMED(EMLINK), NAMED(ENAMETOOLONG),
        NAMED(ENFILE), NAMED(ENODATA),    NAMED(ENOENT),    NAMED(ENOLCK), NAMED(ENOMEM), NAMED(ENOSPC),
        NAMED(ENOSYS), NAMED(EOPNOTSUPP), NAMED(EOVERFLOW), NAMED(EPERM),  NAMED(ERANGE), NAMED(EROFS),
        NAMED(ESTALE), NAMED(EAGAIN),     NAMED(EXDEV),
    };
    static char number[16];
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (names[i].error == error)
            return names[i].name;
    snprintf(number, sizeof number, "%d", error);
    return number;
}
