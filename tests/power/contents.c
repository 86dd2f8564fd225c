#include "contents.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LARGEST = 1 << 20 };

contents contents_read(const char *path)
{
    contents what = {NULL, 0};
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return what;
    what.bytes = malloc(LARGEST);
    if (what.bytes != NULL)
        what.size = fread(what.bytes, 1, LARGEST, file);
    fclose(file);
    return what;
}

bool contents_write(const char *path, const contents *what)
{
    FILE *file = fopen(path, "wb");
    if (file == NULL)
        return false;
    bool ok = fwrite(what->bytes, 1, what->size, file) == what->size;
    return fclose(file) == 0 && ok;
}

bool contents_equal(const contents *a, const contents *b)
{
    if (a->bytes == NULL || b->bytes == NULL)
        return a->bytes == b->bytes;
    return a->size == b->size && memcmp(a->bytes, b->bytes, a->size) == 0;
}
