/* replay FILE|DIRECTORY...: gives each file, at any depth, to the fuzz target once, under any compiler. */
#define _POSIX_C_SOURCE 200809L

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "fuzz_target.h"

static int replay_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    struct stat info;
    if (file == NULL || fstat(fileno(file), &info) != 0) {
        fprintf(stderr, "cannot read %s\n", path);
        if (file != NULL)
            fclose(file);
        return -1;
    }
    /* Exactly as large as the file, so that a sanitizer sees a read beyond it. */
    size_t size = (size_t)info.st_size;
    uint8_t *bytes = malloc(size > 0 ? size : 1);
    bool whole = bytes != NULL && fread(bytes, 1, size, file) == size;
    fclose(file);
    if (whole)
        LLVMFuzzerTestOneInput(bytes, size);
    free(bytes);
    return whole ? 0 : -1;
}

static int replay(const char *path, int *count);

static int replay_directory(const char *path, DIR *directory, int *count)
{
    int status = 0;
    char name[4096];
    for (const struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        int len = snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
        if (entry->d_name[0] != '.' && len > 0 && (size_t)len < sizeof name)
            status |= replay(name, count);
    }
    closedir(directory);
    return status;
}

static int replay(const char *path, int *count)
{
    DIR *directory = opendir(path);
    if (directory != NULL)
        return replay_directory(path, directory, count);
    ++*count;
    return replay_file(path);
}

int main(int argc, char **argv)
{
    int status = 0;
    int count = 0;
    for (int i = 1; i < argc; i++)
        status |= replay(argv[i], &count);
    printf("%d inputs\n", count);
    return status == 0 && count > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
