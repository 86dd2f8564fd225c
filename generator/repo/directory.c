#include "repo/directory.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "os/sys.h"

enum { LEVELS_MAX = 64, LINKS_MAX = 40, PATH_SIZE = 4096, SMALL_FILE_MAX = 1 << 20 };

static bool opens(const char *path, unsigned flags)
{
    int fd = sdn__sys.open_at(SDN_WORKING_DIRECTORY, path, flags, 0);
    if (fd >= 0)
        (void)sdn__sys.close(fd);
    return fd >= 0;
}

bool directory_exists(const char *path)
{
    return opens(path, SDN_OPEN_DIRECTORY);
}

bool directory_has_file(const char *path)
{
    return opens(path, 0) && !directory_exists(path);
}

/* ---- paths ---- */

static const char *copy_path(const char *path, size_t len, sdn_arena *arena)
{
    return sdn_arena_copy(arena, path, len).ptr;
}

const char *directory_of_file(const char *path, sdn_arena *arena)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL)
        return ".";
    return slash == path ? "/" : copy_path(path, (size_t)(slash - path), arena);
}

const char *directory_join(const char *path, const char *name, sdn_arena *arena)
{
    sdn_buffer joined = SDN_BUFFER_INIT;
    if (strcmp(path, ".") == 0 || name[0] == '/')
        return copy_path(name, strlen(name), arena);
    sdn__buffer_add(&joined, path, strlen(path));
    if (strcmp(path, "/") != 0)
        sdn__buffer_add(&joined, "/", 1);
    sdn__buffer_add(&joined, name, strlen(name));
    const char *copy = joined.out_of_memory ? NULL : copy_path(joined.bytes, joined.len, arena);
    sdn__buffer_release(&joined);
    return copy;
}

const char *directory_follow_links(const char *path, sdn_arena *arena)
{
    char target[PATH_SIZE];
    for (int links = 0; path != NULL && links < LINKS_MAX; links++) {
        int64_t len = sdn__sys.read_link_at(SDN_WORKING_DIRECTORY, path, target, sizeof target);
        if (len <= 0 || len >= (int64_t)sizeof target)
            return path;
        target[len] = '\0';
        const char *directory = directory_of_file(path, arena);
        path = directory != NULL ? directory_join(directory, target, arena) : NULL;
    }
    return path;
}

/* The root has itself above it. */
static bool is_root(const char *path, sdn_arena *arena)
{
    sdn_stat here, above;
    const char *parent = directory_join(path, "..", arena);
    return parent == NULL || sdn__sys.stat_at(SDN_WORKING_DIRECTORY, path, &here) != 0 ||
           sdn__sys.stat_at(SDN_WORKING_DIRECTORY, parent, &above) != 0 || sdn__same_file(&here, &above);
}

const char *directory_above(const char *path, sdn_arena *arena)
{
    const char *slash = strrchr(path, '/');
    const char *last = slash != NULL ? slash + 1 : path;
    if (strcmp(path, ".") == 0)
        return is_root(path, arena) ? NULL : "..";
    if (strcmp(last, "..") == 0 || strcmp(last, ".") == 0)
        return is_root(path, arena) ? NULL : directory_join(path, "..", arena);
    if (strcmp(path, "/") == 0)
        return NULL;
    return directory_of_file(path, arena);
}

const char *directory_root(const char *path, sdn_arena *arena)
{
    for (int level = 0; path != NULL && level < LEVELS_MAX; level++, path = directory_above(path, arena)) {
        sdn_stat found;
        const char *git = directory_join(path, ".git", arena);
        if (git != NULL && sdn__sys.stat_at(SDN_WORKING_DIRECTORY, git, &found) == 0)
            return path;
    }
    return NULL;
}

/* ---- names ---- */

typedef struct name_list {
    const char *suffix;
    sdn_arena *arena;
    sdn_str *names; /* base/alloc memory */
    size_t count;
    size_t capacity;
} name_list;

static int keep_name(void *context, const char *name)
{
    name_list *list = context;
    size_t len = strlen(name), suffix = strlen(list->suffix);
    if (len <= suffix || strcmp(name + len - suffix, list->suffix) != 0)
        return 0;
    sdn_str copy = sdn_arena_copy(list->arena, name, len);
    if (copy.ptr == NULL || sdn__reserve(&list->names, &list->capacity, list->count + 1, sizeof *list->names) != 0)
        return -ENOMEM;
    list->names[list->count++] = copy;
    return 0;
}

static int in_order(const void *a, const void *b)
{
    return sdn_str_compare(*(const sdn_str *)a, *(const sdn_str *)b);
}

int directory_list(const char *path, const char *suffix, sdn_arena *arena, sdn_str_list *names)
{
    name_list list = {.suffix = suffix, .arena = arena};
    sdn_str_list copy = {NULL, 0};
    int fd = sdn__sys.open_at(SDN_WORKING_DIRECTORY, path, SDN_OPEN_READ | SDN_OPEN_DIRECTORY, 0);
    int failed = fd >= 0 ? sdn__sys.list(fd, keep_name, &list) : 0;
    if (fd >= 0)
        (void)sdn__sys.close(fd);
    if (list.count > 0)
        qsort(list.names, list.count, sizeof *list.names, in_order);
    if (failed != -ENOMEM && sdn_arena_copy_list(arena, (sdn_str_list){list.names, list.count}, &copy) != SDN_OK)
        failed = -ENOMEM;
    sdn__free(list.names);
    *names = copy;
    return failed == -ENOMEM ? -1 : 0;
}

/* ---- files ---- */

static sdn_str read_small(int fd, sdn_arena *arena)
{
    sdn_stat stat;
    if (sdn__sys.stat_fd(fd, &stat) != 0 || stat.kind != SDN_KIND_REGULAR || stat.size > SMALL_FILE_MAX)
        return SDN_STR("");
    char *bytes = sdn_arena_alloc(arena, (size_t)stat.size + 1);
    if (bytes == NULL)
        return (sdn_str){NULL, 0};
    size_t len = 0;
    int64_t got = 1;
    while (len < (size_t)stat.size && got > 0) {
        got = sdn__sys.read_at(fd, bytes + len, (size_t)stat.size - len, (int64_t)len);
        len += got > 0 ? (size_t)got : 0;
    }
    bytes[len] = '\0';
    return (sdn_str){bytes, len};
}

sdn_str directory_read_small(const char *path, sdn_arena *arena)
{
    int fd = sdn__sys.open_at(SDN_WORKING_DIRECTORY, path, SDN_OPEN_READ | SDN_OPEN_NONBLOCK, 0);
    if (fd < 0)
        return SDN_STR("");
    sdn_str text = read_small(fd, arena);
    (void)sdn__sys.close(fd);
    return text;
}
