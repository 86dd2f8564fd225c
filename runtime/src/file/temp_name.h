/*
 * Names of temporary files: `base.<16 hex digits>.tmp`. The base is the name of the file that they belong to. The first
 * eight digits are random, the last eight are a hash of these and the base. So a sweep can tell a leftover of this
 * library from a file to which somebody else gave a name of this form.
 */
#ifndef SDN_FILE_TEMP_NAME_H
#define SDN_FILE_TEMP_NAME_H

#include <stdbool.h>

/* Bytes that a temporary name adds to its base, the NUL included. */
enum { SDN_TEMP_SUFFIX_SIZE = sizeof ".0123456789abcdef.tmp" };

/* A new name, freed with sdn__free; NULL when memory ran out. */
char *sdn__temp_name(const char *base);

/* After an open of this new name failed with `error`: frees the name and sets it to NULL. Removes the file too, because
 * a network file system may have created it and lost the reply; but not after -EEXIST, when the file is not ours. */
void sdn__temp_name_drop(int directory, char **name, int error);

/* Whether `name` is one that sdn__temp_name makes for `base`. */
bool sdn__temp_name_matches(const char *name, const char *base);

#endif
