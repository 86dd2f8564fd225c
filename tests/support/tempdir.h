/* A directory for one test. */
#ifndef SDNC_TEST_TEMPDIR_H
#define SDNC_TEST_TEMPDIR_H

/* cmocka fixtures: make a directory and enter it; end the children that still run, put the system calls back,
 * leave the directory and remove it with all that is in it. */
int tempdir_enter(void **state);
int tempdir_leave(void **state);

/* Removes a file or a directory with all that is in it. 0 or -1. */
int remove_tree(const char *path);

#endif
