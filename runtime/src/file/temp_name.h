/*
 * Names of temporary files: `base.<16 hex digits>.tmp`. They say what file they belong to, and that this
 * library made them: the last eight digits follow from the first ones and the base. So a leftover is told
 * from a file that somebody else gave such a name, which is not ours to remove.
 */
#ifndef SDN_FILE_TEMP_NAME_H
#define SDN_FILE_TEMP_NAME_H

#include <stdbool.h>

/* What a temporary name adds to its base, the NUL included. */
enum { SDN_TEMP_SUFFIX_SIZE = sizeof ".0123456789abcdef.tmp" };

/* A fresh name, from sdn__alloc, so that sdn__free frees it; NULL when memory ran out. */
char *sdn__temp_name(const char *base);

/* After an open of this fresh name failed with `error`: frees the name, sets it to NULL, and removes the file
 * in case it was made all the same. One that was there before (-EEXIST) is not ours to remove. */
void sdn__temp_name_drop(int directory, char **name, int error);

/* Whether `name` is one that sdn__temp_name makes for `base`. */
bool sdn__temp_name_matches(const char *name, const char *base);

#endif
