/*
 * Descriptors that a forked child must not keep.
 *
 * Close-on-exec closes a descriptor when a child runs another program. A child that goes on with this one keeps it, and
 * with a flock or write access to a file through it, for as long as it lives. So a descriptor of that kind is opened and
 * noted in one step, as far as fork can see, and the child closes what is noted.
 */
#ifndef SDN_FILE_GUARDED_DESCRIPTOR_H
#define SDN_FILE_GUARDED_DESCRIPTOR_H

#include "base/error.h"

/* Closed: fd is -1. Must not move while it is open. */
typedef struct sdn_guarded_descriptor {
    struct sdn_guarded_descriptor *next;
    int fd;
} sdn_guarded_descriptor;

/* As sdn__sys.open_at; *guarded is closed, and stays so on failure. Also -ENOMEM. */
int sdn__guarded_open(sdn_guarded_descriptor *guarded, int directory, const char *name, unsigned flags, uint32_t mode);

/* Closes it if it is open. 0, or the negative errno of close; it is closed all the same. */
int sdn__guarded_close(sdn_guarded_descriptor *guarded);

#endif
