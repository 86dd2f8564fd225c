/* Data files made to hurt. */
#ifndef SDNC_TEST_HOSTILE_FILES_H
#define SDNC_TEST_HOSTILE_FILES_H

#include <stddef.h>

#include <sdn/error.h>

typedef struct hostile_file {
    const char *what;
    const char *head; /* what the file starts with */
    const char *part; /* what then comes again and again; %u in it is a running number */
    const char *tail; /* what ends it */
    sdn_code code;    /* what opening it gives */
    /* How many times its size the file may take in memory, 2 MB aside. Rows cost a record each, however short they are,
     * and a problem each if they cannot be read, so files of many short rows need the most. */
    unsigned memory;
    size_t most_bytes;      /* larger ones are not tried; 0: any size the library opens */
    const char *key_prefix; /* not NULL: keys of rows are chosen to collide under the seed 0 */
} hostile_file;

extern const hostile_file hostile_files[];
extern const size_t hostile_file_count;

/* Writes such a file of about `size` bytes. 0 or -1. */
int hostile_file_write(const hostile_file *file, const char *path, size_t size);

#endif
