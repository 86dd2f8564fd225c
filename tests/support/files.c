#define _POSIX_C_SOURCE 200809L

#include "files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static void need(bool done, const char *what, const char *path)
{
    if (done)
        return;
    fprintf(stderr, "cannot %s %s: %s\n", what, path, strerror(errno));
    abort();
}

void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    need(file != NULL, "create", path);
    need(fputs(text, file) >= 0, "write", path);
    need(fclose(file) == 0, "close", path);
}

const char *read_file(const char *path)
{
    static char text[1 << 20];
    FILE *file = fopen(path, "r");
    need(file != NULL, "open", path);
    size_t len = fread(text, 1, sizeof text - 1, file);
    text[len] = '\0';
    fclose(file);
    return text;
}

bool file_exists(const char *path)
{
    struct stat stat;
    return lstat(path, &stat) == 0;
}

static struct stat stat_of(const char *path)
{
    struct stat found;
    need(stat(path, &found) == 0, "stat", path);
    return found;
}

unsigned file_mode(const char *path)
{
    return (unsigned)stat_of(path).st_mode & 07777;
}

unsigned long long file_inode(const char *path)
{
    return (unsigned long long)stat_of(path).st_ino;
}

void make_older(const char *path, int seconds)
{
    struct timespec times[2];
    clock_gettime(CLOCK_REALTIME, &times[0]);
    times[0].tv_sec -= seconds;
    times[1] = times[0];
    need(utimensat(AT_FDCWD, path, times, AT_SYMLINK_NOFOLLOW) == 0, "set the time of", path);
}

size_t count_names_in(const char *directory, const char *part)
{
    size_t count = 0;
    DIR *names = opendir(directory);
    need(names != NULL, "list", directory);
    for (struct dirent *entry; (entry = readdir(names)) != NULL;)
        count += strstr(entry->d_name, part) != NULL;
    closedir(names);
    return count;
}

size_t count_names(const char *part)
{
    return count_names_in(".", part);
}

size_t count_open_descriptors(void)
{
    return count_names_in("/proc/self/fd", "");
}

bool plain_lock(const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0) {
        need(errno == EEXIST, "create", path);
        return false;
    }
    close(fd);
    return true;
}

void plain_unlock(const char *path)
{
    need(unlink(path) == 0, "remove", path);
}

double now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}
