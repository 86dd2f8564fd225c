/* Git prints paths relative to the root of the repository, separated by NULs. `git ls-files` prints one that is unmerged
 * several times, one after the other. */
#include "tables/check_list.h"

#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "repo/git.h"

enum { GIT_ARGUMENTS = 10 };

/* The arguments of the git command that prints the paths. */
static void listing_command(check_version version, const char *revision, const char *arguments[GIT_ARGUMENTS])
{
    static const char *const on_disk[] = {"ls-files", "-z", NULL};
    static const char *const staged[] = {"diff", "--cached", "--name-only", "-z", "--diff-filter=d",
                                         "--",   "*.sdn",    "*.schema",    NULL};
    const char *const of_revision[] = {"ls-tree", "-r", "-z", "--name-only", "--full-tree", revision, NULL};
    const char *const *chosen = version == CHECK_ON_DISK ? on_disk : version == CHECK_STAGED ? staged : of_revision;
    size_t i = 0;
    do
        arguments[i] = chosen[i];
    while (chosen[i++] != NULL);
}

bool check_list_ends_in(const char *path, const char *extension)
{
    size_t len = strlen(path), wanted = strlen(extension);
    return len > wanted && strcmp(path + len - wanted, extension) == 0;
}

/* The way from the current directory to the root, such as "../"; without its line end. */
static sdn_code way_to_root(sdn_str *way, sdn_arena *arena, sdn_error *err)
{
    static const char *const arguments[] = {"rev-parse", "--show-cdup", NULL};
    sdn_code code = git_run(NULL, arguments, way, NULL, arena, err);
    while (code == SDN_OK && way->len > 0 && strchr("\r\n", way->ptr[way->len - 1]) != NULL)
        way->len--;
    return code;
}

static const char *path_from_root(sdn_str way, const char *path, sdn_arena *arena)
{
    size_t len = strlen(path);
    char *joined = sdn_arena_alloc(arena, way.len + len + 1);
    if (joined == NULL)
        return NULL;
    memcpy(joined, way.ptr, way.len);
    memcpy(joined + way.len, path, len + 1);
    return joined;
}

/* The number of paths in what git printed, at most. */
static size_t count_paths(sdn_str printed)
{
    size_t count = 0;
    for (size_t i = 0; i < printed.len; i++)
        count += printed.ptr[i] == '\0';
    return count;
}

static sdn_code take_paths(sdn_str printed, sdn_str way, const char *extension, checked_paths *list, sdn_arena *arena,
                           sdn_error *err)
{
    const char *end = printed.ptr + printed.len, *before = "";
    list->count = 0;
    list->paths = sdn_arena_alloc(arena, (count_paths(printed) + 1) * sizeof *list->paths);
    if (list->paths == NULL)
        return sdn__fail_memory(err);
    for (const char *path = printed.ptr, *stop; (stop = memchr(path, '\0', (size_t)(end - path))) != NULL;
         path = stop + 1) {
        if (!check_list_ends_in(path, extension) || strcmp(path, before) == 0)
            continue;
        before = path;
        list->paths[list->count] = path_from_root(way, path, arena);
        if (list->paths[list->count++] == NULL)
            return sdn__fail_memory(err);
    }
    return SDN_OK;
}

sdn_code check_list_repository(check_version version, const char *revision, const char *extension, checked_paths *list,
                               sdn_arena *arena, sdn_error *err)
{
    const char *arguments[GIT_ARGUMENTS];
    sdn_str root, way, printed;
    if (version == CHECK_REVISION && revision[0] == '-') /* git would take it for an option */
        return sdn__fail(err, SDN_E_NOT_FOUND, NULL, "'%s' is not a revision", revision);
    listing_command(version, revision, arguments);
    sdn_code code = git_top_level(&root, arena, err);
    if (code == SDN_OK)
        code = way_to_root(&way, arena, err);
    if (code == SDN_OK)
        code = git_run(root.ptr, arguments, &printed, NULL, arena, err);
    return code == SDN_OK ? take_paths(printed, way, extension, list, arena, err) : code;
}

void check_list_subtract(checked_paths *from, const checked_paths *those)
{
    size_t kept = 0;
    for (size_t i = 0; i < from->count; i++) {
        bool found = false;
        for (size_t k = 0; k < those->count && !found; k++)
            found = strcmp(from->paths[i], those->paths[k]) == 0;
        if (!found)
            from->paths[kept++] = from->paths[i];
    }
    from->count = kept;
}
