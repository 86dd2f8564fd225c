/*
 * Open descriptors that a forked child must not keep.
 *
 * A forked child shares the open files of its parent, and with them their flocks and the right to write. While the
 * child has such a file open, a killed parent seems to hold its lock, and a saved file seems to be open for writing.
 * Close-on-exec does not help a child that runs no other program. So these descriptors are kept in one list, and a fork
 * handler closes them in the child. Opening and listing are one step under a mutex that fork takes too: no child can
 * have a descriptor of this kind that is open and not in the list.
 *
 * The list also tells which locks a thread holds, so that no thread waits for itself.
 */
#ifndef SDN_FILE_OPEN_DESCRIPTORS_H
#define SDN_FILE_OPEN_DESCRIPTORS_H

#include "os/sys.h"

/* Must not move while it is open. */
typedef struct sdn_descriptor {
    struct sdn_descriptor *next; /* in the list */
    int fd;                      /* -1: closed, and not in the list; a fork closes it in the child */
    const sdn_stat *held_file;   /* the lock file that is held through it, or NULL */
    uint64_t thread;             /* the thread that holds it */
} sdn_descriptor;

#define SDN_DESCRIPTOR_INIT                                    \
    {                                                          \
        .next = NULL, .fd = -1, .held_file = NULL, .thread = 0 \
    }

/* As the calls of sdn__sys with these names, for a closed *descriptor, which stays closed on failure. The descriptor's
 * number, or a negative errno; also -ENOMEM. */
int sdn__descriptor_open_at(sdn_descriptor *descriptor, int directory, const char *name, unsigned flags, uint32_t mode);
int sdn__descriptor_open_unnamed(sdn_descriptor *descriptor, int directory, uint32_t mode);
int sdn__descriptor_open_watch(sdn_descriptor *descriptor);

/* Closes it if it is open. 0, or the negative errno of close; it is closed in any case. */
int sdn__descriptor_close(sdn_descriptor *descriptor);

/* As sdn__descriptor_close, but a child that is forked meanwhile may keep it. For a lock that is already released, and
 * for watches: to close one can take the kernel some 10 ms, which must not hold up other threads. */
void sdn__descriptor_close_last(sdn_descriptor *descriptor);

/* Takes it out of the list without closing it, because another file has its number now. */
void sdn__descriptor_forget(sdn_descriptor *descriptor);

/* Notes that this thread holds the lock file `file` through the open descriptor. `file` must outlive it. */
void sdn__descriptor_mark_held(sdn_descriptor *descriptor, const sdn_stat *file);

/* Whether this thread holds the lock file `file`. */
bool sdn__descriptor_is_held_here(const sdn_stat *file);

/* A number of this thread that no other thread of the process has or had. */
uint64_t sdn__thread_number(void);

#endif
