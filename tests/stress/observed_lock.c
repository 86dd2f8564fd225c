#define _POSIX_C_SOURCE 200809L

#include "observed_lock.h"

#include "os/sys.h"

#include <string.h>
#include <unistd.h>

static sdn_sys_table real;
static ledger *book;
static int worker;
static const char *lock_name;
static bool holds;
static pid_t process;

/* Naming the lock file is what takes the lock. */
static int note_named(int error, const char *name)
{
    if (error == 0 && strcmp(name, lock_name) == 0) {
        holds = true;
        ledger_holds(book, worker);
    }
    return error;
}

static int observed_link_fd(int fd, int directory, const char *name)
{
    return note_named(real.link_fd(fd, directory, name), name);
}

static int observed_link_at(int directory, const char *from, const char *to)
{
    return note_named(real.link_at(directory, from, to), to);
}

static int observed_rename_new_at(int directory, const char *from, const char *to)
{
    return note_named(real.rename_new_at(directory, from, to), to);
}

/* Who does not hold it removes a dead one's. */
static int observed_unlink_at(int directory, const char *name)
{
    if (holds && strcmp(name, lock_name) == 0) {
        if (getpid() != process)
            ledger_violation(book, "the child of worker %d removed the lock of its parent", worker);
        else
            ledger_leaves(book, worker);
        holds = false;
    }
    return real.unlink_at(directory, name);
}

void observe_lock(ledger *of, int number, const char *name)
{
    real = sdn__sys;
    book = of;
    worker = number;
    lock_name = name;
    process = getpid();
    sdn__sys.link_fd = observed_link_fd;
    sdn__sys.link_at = observed_link_at;
    sdn__sys.rename_new_at = observed_rename_new_at;
    sdn__sys.unlink_at = observed_unlink_at;
}
