#define _XOPEN_SOURCE 700

#include "tempdir.h"

#include "child.h"
#include "faults.h"

#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char before[PATH_MAX];
static char directory[PATH_MAX];

int tempdir_enter(void **state)
{
    const char *parent = getenv("TMPDIR");
    (void)state;
    faults_begin();
    if (getcwd(before, sizeof before) == NULL)
        return -1;
    snprintf(directory, sizeof directory, "%s/sdnc-test-XXXXXX", parent != NULL ? parent : "/tmp");
    if (mkdtemp(directory) == NULL)
        return -1;
    return chdir(directory);
}

int tempdir_leave(void **state)
{
    (void)state;
    faults_remove();
    child_end_all();
    if (chdir(before) != 0)
        return -1;
    return remove_tree(directory);
}

static int remove_one(const char *path, const struct stat *stat, int type, struct FTW *walk)
{
    (void)stat, (void)type, (void)walk;
    return remove(path);
}

int remove_tree(const char *path)
{
    enum { OPEN_DIRECTORIES = 16 };
    return nftw(path, remove_one, OPEN_DIRECTORIES, FTW_DEPTH | FTW_PHYS);
}
