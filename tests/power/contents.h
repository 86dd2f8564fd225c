/* Whole files in memory. */
#ifndef SDNC_TEST_POWER_CONTENTS_H
#define SDNC_TEST_POWER_CONTENTS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct contents {
    char *bytes; /* NULL: there is no such file */
    size_t size;
} contents;

/* Released by free(result.bytes). */
contents contents_read(const char *path);

bool contents_write(const char *path, const contents *what);

bool contents_equal(const contents *a, const contents *b);

#endif
