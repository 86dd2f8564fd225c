#include "poor_system.h"

#include "os/sys.h"

#include <errno.h>

static int no_unnamed_file(int directory, uint32_t mode)
{
    (void)directory, (void)mode;
    return -EOPNOTSUPP;
}

void without_unnamed_files(void)
{
    sdn__sys.open_unnamed = no_unnamed_file;
}

static int no_name_for_descriptor(int fd, int directory, const char *name)
{
    (void)fd, (void)directory, (void)name;
    return -ENOENT;
}

void without_proc(void)
{
    sdn__sys.link_fd = no_name_for_descriptor;
}

static int no_renameat2(int directory, const char *from, const char *to)
{
    (void)directory, (void)from, (void)to;
    return -EOPNOTSUPP;
}

void without_exclusive_rename(void)
{
    sdn__sys.rename_new_at = no_renameat2;
}

void without_exchange(void)
{
    sdn__sys.exchange_at = no_renameat2;
}

static int no_link(int directory, const char *from, const char *to)
{
    (void)directory, (void)from, (void)to;
    return -EPERM;
}

void without_links(void)
{
    sdn__sys.link_at = no_link;
}

static int no_watch(void)
{
    return -EMFILE;
}

void without_watches(void)
{
    sdn__sys.watch_open = no_watch;
}

static int no_lease(int fd)
{
    (void)fd;
    return -EINVAL;
}

void without_leases(void)
{
    sdn__sys.is_being_written = no_lease;
}

static int no_random_numbers(void *bytes, size_t size)
{
    (void)bytes, (void)size;
    return -EIO;
}

void without_random_numbers(void)
{
    sdn__sys.random = no_random_numbers;
}

static int (*real_open_at)(int directory, const char *name, unsigned flags, uint32_t mode);
static int create_error;

static int open_existing(int directory, const char *name, unsigned flags, uint32_t mode)
{
    return (flags & SDN_OPEN_CREATE) != 0 ? -create_error : real_open_at(directory, name, flags, mode);
}

void without_new_files(int os_error)
{
    create_error = os_error;
    if (sdn__sys.open_at == open_existing)
        return;
    real_open_at = sdn__sys.open_at;
    sdn__sys.open_at = open_existing;
}

static int not_local(int directory)
{
    (void)directory;
    return 0;
}

void on_a_network(void)
{
    sdn__sys.is_local = not_local;
}
