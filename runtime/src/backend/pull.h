/*
 * Pull: what the runtime asks of a backend when it brings a replica up to date, and what the backend gave.
 *
 * The text file gives the bytes of the file, which become an image.
 */
#ifndef SDN_BACKEND_PULL_H
#define SDN_BACKEND_PULL_H

#include <sdn/backend.h>

#include "base/pages.h"

/* What the backend gave. */
typedef enum sdn_pulled {
    SDN_PULLED_NOTHING, /* nothing changed */
    SDN_PULLED_CONTENT  /* all bytes, for an image */
} sdn_pulled;

struct sdn_pull {
    /* what is asked */
    bool is_first;     /* no version is settled yet: content is wanted in any case */
    bool follows_path; /* the path is followed, if it leads elsewhere by now */
    bool at_rest;      /* a file that another program is writing in place is waited for, also if it is the one loaded */
    /* what was given */
    sdn_pulled given;
    sdn_content content; /* followed by SDN_PADDING NULs */
    bool is_missing;     /* the content is empty because there is no file */
};

/* Frees what was given and not taken. */
void sdn__pull_release(sdn_pull *pull);

#endif
