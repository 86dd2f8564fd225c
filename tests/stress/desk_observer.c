#include "desk_observer.h"

#include "coarse_stamps.h"

#include "os/sys.h"

#include <stdlib.h>
#include <string.h>

enum { PAUSED_ONE_IN = 4 };

static sdn_sys_table real;
static desk *at;
static replacement *latest; /* made by this process; NULL: none, or a new file has been written since */

static void pause_at_random(void)
{
    if (at->pause_us > 0 && rand() % PAUSED_ONE_IN == 0)
        real.sleep((int64_t)((unsigned)rand() % at->pause_us) * 1000);
}

/* Only saves write so. */
static int64_t noted_write(int fd, const void *bytes, size_t size)
{
    latest = NULL;
    return real.write(fd, bytes, size);
}

static int noted_is_being_written(int fd)
{
    if (latest != NULL) {
        pause_at_random();
        latest->looked_ns = monotonic_ns();
    }
    return real.is_being_written(fd);
}

static void note(uint64_t inode, int64_t began_ns)
{
    unsigned number = atomic_fetch_add(&at->replaced, 1);
    latest = &at->replacements[number % DESK_REPLACEMENTS];
    *latest = (replacement){inode, began_ns, 0};
}

static int noted_rename_at(int directory, const char *from, const char *to)
{
    sdn_stat old = {0};
    if (strcmp(to, CELLS_FILE) != 0)
        return real.rename_at(directory, from, to);
    pause_at_random();
    (void)real.stat_at(directory, to, &old);
    int64_t began_ns = monotonic_ns();
    int error = real.rename_at(directory, from, to);
    if (error == 0)
        note(old.inode, began_ns);
    return error;
}

static int noted_exchange_at(int directory, const char *a, const char *b)
{
    sdn_stat old = {0};
    if (strcmp(b, CELLS_FILE) != 0)
        return real.exchange_at(directory, a, b);
    pause_at_random();
    int64_t began_ns = monotonic_ns();
    int error = real.exchange_at(directory, a, b);
    if (error == 0 && real.stat_at(directory, a, &old) == 0)
        note(old.inode, began_ns);
    pause_at_random();
    return error;
}

void observe_replacements(desk *of)
{
    if (of->is_coarse)
        coarse_stamps();
    real = sdn__sys;
    at = of;
    sdn__sys.write = noted_write;
    sdn__sys.is_being_written = noted_is_being_written;
    sdn__sys.rename_at = noted_rename_at;
    sdn__sys.exchange_at = noted_exchange_at;
}
