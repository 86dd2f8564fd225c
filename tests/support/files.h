/* Files as tests want them: any failure ends the test, or the child it is in. */
#ifndef SDNC_TEST_FILES_H
#define SDNC_TEST_FILES_H

#include <stdbool.h>
#include <stddef.h>

void write_file(const char *path, const char *text);

/* The content as a C string in a buffer that lasts until the next call. */
const char *read_file(const char *path);

bool file_exists(const char *path);

/* Permission bits, with the sticky and set-id ones. */
unsigned file_mode(const char *path);

unsigned long long file_inode(const char *path);

/* Sets the modification time to `seconds` ago. */
void make_older(const char *path, int seconds);

/* How many names in the working directory contain `part`. */
size_t count_names(const char *part);
size_t count_names_in(const char *directory, const char *part);

size_t count_open_descriptors(void);

/* As a plain program takes and gives back its lock: create the file, which must be new, and remove it. */
bool plain_lock(const char *path);
void plain_unlock(const char *path);

double now_ms(void);

#endif
