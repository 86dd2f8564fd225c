/*
 * Path: from the path that a caller gives to a directory descriptor and a name.
 *
 * resolve() walks the path as the kernel would, but only as far as the last part: it opens the directory that the text
 * before the last slash names, and reads the last part as a link. If it is one, its target is the remaining text,
 * relative to that directory, and the walk goes on, at most MOST_LINKS times. The result names a file that is no link,
 * which may be missing, in a directory that is open.
 *
 * sdn__path_check tells later whether the path still leads there. Three cases, the cheapest first:
 *
 *   a name without a slash, no link   the directory can be removed, but not replaced: look at its link count
 *   a directory before the name       stat the directory's path and compare
 *   the last part is a link           resolve again and compare
 */
#include "file/path.h"

#include "base/alloc.h"
#include "os/sys.h"
#include "file/temp_name.h"

#include <assert.h>
#include <errno.h>
#include <stdbool.h>
#include <string.h>

enum { MOST_LINKS = 8, LONGEST_TARGET = 4096 };

/* A path that is being resolved: `text` is the rest of it, relative to `directory`. */
typedef struct path_walk {
    const char *path;
    int start;     /* of a relative path; not owned */
    int directory; /* `start`, or owned */
    char *text;
    bool is_link;
} path_walk;

static char *copy_path_text(const char *text, size_t len)
{
    char *copy = sdn__alloc(len + 1);
    if (copy != NULL) {
        memcpy(copy, text, len);
        copy[len] = '\0';
    }
    return copy;
}

static void close_directory(int directory)
{
    if (directory >= 0)
        (void)sdn__sys.close(directory);
}

static void leave_directory(path_walk *at)
{
    if (at->directory != at->start)
        close_directory(at->directory);
    at->directory = at->start;
}

/* The last part of the text, and the length of the text before it, slashes included. */
static const char *last_part(const char *text, size_t *before)
{
    const char *slash = strrchr(text, '/');
    *before = slash != NULL ? (size_t)(slash - text) + 1 : 0;
    return text + *before;
}

static bool names_directory(const char *name)
{
    return name[0] == '\0' || strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

static sdn_code fail_directory(const path_walk *at, int error, const char *directory, sdn_error *err)
{
    if (error == -ENOENT)
        return sdn__fail(err, SDN_E_IO, at->path, "the directory %s does not exist; create it first", directory);
    return sdn__fail_os(err, -error, at->path, "cannot open the directory %s", directory);
}

/* Moves into the directory named before the last part. */
static sdn_code enter_directory(path_walk *at, size_t len, sdn_error *err)
{
    char *name = len > 0 ? copy_path_text(at->text, len) : copy_path_text(".", 1);
    if (name == NULL)
        return sdn__fail_memory(err);
    sdn_code code = SDN_OK;
    int directory = sdn__sys.open_at(at->directory, name, SDN_OPEN_READ | SDN_OPEN_DIRECTORY, 0);
    if (directory < 0) {
        code = fail_directory(at, directory, name, err);
    } else {
        leave_directory(at);
        at->directory = directory;
    }
    sdn__free(name);
    return code;
}

/* Replaces the text by the target of the link `name`; *followed is false if it is no link. */
static sdn_code follow_link(path_walk *at, const char *name, bool *followed, sdn_error *err)
{
    char target[LONGEST_TARGET];
    int64_t len = sdn__sys.read_link_at(at->directory, name, target, sizeof target);
    *followed = len >= 0;
    if (len == -EINVAL || len == -ENOENT) /* not a link, or not there yet */
        return SDN_OK;
    if (len < 0)
        return sdn__fail_os(err, (int)-len, at->path, "cannot look at the file");
    if (len == 0 || len == LONGEST_TARGET)
        return sdn__fail(err, SDN_E_IO, at->path, "the target of the symbolic link %s is too long to follow", name);
    char *text = copy_path_text(target, (size_t)len);
    if (text == NULL)
        return sdn__fail_memory(err);
    sdn__free(at->text);
    at->text = text;
    at->is_link = true;
    return SDN_OK;
}

/* A link of /proc/PID/fd that leads to a pipe, or to a removed file, has a text that is no path: a save would create a
 * file of that name. Such a link is recognised by this: the path can be opened, but the name does not exist. */
static sdn_code refuse_nameless(const path_walk *at, const char *name, sdn_error *err)
{
    sdn_stat named;
    if (!at->is_link || sdn__sys.stat_at(at->directory, name, &named) != -ENOENT)
        return SDN_OK;
    int opened = sdn__sys.open_at(at->start, at->path, SDN_OPEN_READ | SDN_OPEN_NONBLOCK, 0);
    if (opened < 0)
        return SDN_OK;
    (void)sdn__sys.close(opened);
    if (sdn__sys.stat_at(at->directory, name, &named) != -ENOENT)
        return SDN_OK;
    return sdn__fail(err, SDN_E_IO, at->path,
                     "this leads to a pipe, or to a file that was removed; give the path of a file");
}

/* Follows links until the last part is no link. */
static sdn_code resolve(path_walk *at, sdn_error *err)
{
    for (int links = 0; links <= MOST_LINKS; links++) {
        size_t before;
        const char *name = last_part(at->text, &before);
        if (at->path[0] == '\0')
            return sdn__fail(err, SDN_E_IO, at->path, "the path is empty; give the path of a file");
        if (names_directory(name))
            return sdn__fail(err, SDN_E_IO, at->path, "this names a directory; give the path of a file");
        sdn_code code = enter_directory(at, before, err);
        if (code != SDN_OK)
            return code;
        bool followed;
        code = follow_link(at, name, &followed, err);
        if (code != SDN_OK)
            return code;
        if (!followed)
            return refuse_nameless(at, name, err);
    }
    return sdn__fail(err, SDN_E_IO, at->path,
                     "more than %d symbolic links follow each other from here; remove the loop", MOST_LINKS);
}

/* Saves and locks use longer names. A name that leaves no room for them is refused when it is opened, not at the
 * save. */
static sdn_code check_length(const char *path, const char *name, const char *lock_name, sdn_error *err)
{
    size_t len = strlen(name), longest = len > strlen(lock_name) ? len : strlen(lock_name);
    size_t over = longest + SDN_TEMP_SUFFIX_SIZE - 1;
    if (over <= SDN_NAME_MAX)
        return SDN_OK;
    return sdn__fail_os(err, ENAMETOOLONG, path,
                        "the name of the file has %zu bytes; give it at most %zu, because the names of its lock and of "
                        "temporary files are longer",
                        len, over - SDN_NAME_MAX < len ? len - (over - SDN_NAME_MAX) : 0);
}

/* Takes over the directory of the walk. open_from_here sets `start`. */
static sdn_code fill_path(path_walk *at, sdn_path *resolved, sdn_error *err)
{
    size_t before;
    const char *name = last_part(at->text, &before);
    (void)last_part(at->path, &before);
    assert(at->directory >= 0);
    sdn_path made = {
        .directory = at->directory,
        .name = copy_path_text(name, strlen(name)),
        .lock_name = sdn__path_replace_extension(name, "sdn.lock"),
        .path = copy_path_text(at->path, strlen(at->path)),
        .parent = copy_path_text(at->path, before),
        .start = -1,
        .is_link = at->is_link,
    };
    at->directory = at->start;
    int error = sdn__sys.stat_fd(made.directory, &made.opened);
    made.is_local = sdn__sys.is_local(made.directory) == 1;
    bool has_memory = made.name != NULL && made.lock_name != NULL && made.path != NULL && made.parent != NULL;
    if (error == 0 && has_memory) {
        sdn_code code = check_length(at->path, made.name, made.lock_name, err);
        if (code == SDN_OK)
            *resolved = made;
        else
            sdn__path_close(&made);
        return code;
    }
    sdn__path_close(&made);
    return has_memory ? sdn__fail_os(err, -error, at->path, "cannot look at the directory") : sdn__fail_memory(err);
}

static sdn_code resolve_from(int start, const char *path, sdn_path *resolved, sdn_error *err)
{
    path_walk at = {path, start, start, copy_path_text(path, strlen(path)), false};
    if (at.text == NULL)
        return sdn__fail_memory(err);
    sdn_code code = resolve(&at, err);
    if (code == SDN_OK)
        code = fill_path(&at, resolved, err);
    leave_directory(&at);
    sdn__free(at.text);
    return code;
}

/* Whether a later check has to follow the path from its start again. */
static bool needs_start(const sdn_path *resolved)
{
    return resolved->path[0] != '/' && (resolved->is_link || resolved->parent[0] != '\0');
}

static sdn_code open_from_here(const char *path, sdn_path *resolved, sdn_error *err)
{
    int start = sdn__sys.open_at(SDN_WORKING_DIRECTORY, ".", SDN_OPEN_DIRECTORY, 0);
    if (start < 0)
        return sdn__fail_os(err, -start, path, "cannot open the working directory, where the path starts");
    sdn_code code = resolve_from(start, path, resolved, err);
    if (code == SDN_OK && needs_start(resolved))
        resolved->start = start;
    else
        close_directory(start);
    return code;
}

sdn_code sdn__path_open(const char *path, sdn_path *resolved, sdn_error *err)
{
    if (path == NULL)
        return sdn__fail(err, SDN_E_MISUSE, NULL, "the path of the file is NULL");
    if (path[0] == '/')
        return resolve_from(SDN_WORKING_DIRECTORY, path, resolved, err);
    return open_from_here(path, resolved, err);
}

/* ---- later checks ---- */

static int start_of(const sdn_path *resolved)
{
    return resolved->start >= 0 ? resolved->start : SDN_WORKING_DIRECTORY;
}

/* A link can lead anywhere, so the path is resolved again. */
static sdn_code check_link(const sdn_path *resolved, bool *is_current, sdn_error *err)
{
    sdn_path now;
    sdn_code code = resolve_from(start_of(resolved), resolved->path, &now, err);
    if (code != SDN_OK)
        return code;
    *is_current = sdn__same_file(&now.opened, &resolved->opened) && strcmp(now.name, resolved->name) == 0;
    sdn__path_close(&now);
    return SDN_OK;
}

/* The file's directory is the start of the path, so it can be removed, but not replaced. */
static sdn_code check_start(const sdn_path *resolved, bool *is_current, sdn_error *err)
{
    sdn_stat now;
    int error = sdn__sys.stat_fd(resolved->directory, &now);
    if (error != 0)
        return sdn__fail_os(err, -error, resolved->path, "cannot look at the directory");
    if (now.links == 0)
        return sdn__fail(err, SDN_E_IO, resolved->path,
                         "the directory was removed; open the file again by a path that exists");
    *is_current = true;
    return SDN_OK;
}

/* The slash at the end of `parent` makes stat_at follow it even if it is a link. */
static sdn_code check_directory(const sdn_path *resolved, bool *is_current, sdn_error *err)
{
    sdn_stat now;
    int error = sdn__sys.stat_at(start_of(resolved), resolved->parent, &now);
    bool is_gone = error == -ENOENT || error == -ENOTDIR;
    if (error != 0 && !is_gone)
        return sdn__fail_os(err, -error, resolved->path, "cannot look at the directory");
    *is_current = !is_gone && sdn__same_file(&now, &resolved->opened);
    return SDN_OK;
}

sdn_code sdn__path_check(const sdn_path *resolved, bool *is_current, sdn_error *err)
{
    if (resolved->is_link)
        return check_link(resolved, is_current, err);
    return resolved->parent[0] == '\0' ? check_start(resolved, is_current, err)
                                       : check_directory(resolved, is_current, err);
}

bool sdn__path_is_repeated(const sdn_path *resolved, const char *path)
{
    sdn_stat first, now;
    if (path == NULL || strcmp(resolved->path, path) != 0)
        return false;
    if (path[0] == '/')
        return true;
    int start = resolved->start >= 0 ? resolved->start : resolved->directory;
    return sdn__sys.stat_fd(start, &first) == 0 && sdn__sys.stat_at(SDN_WORKING_DIRECTORY, ".", &now) == 0 &&
           sdn__same_file(&first, &now);
}

sdn_code sdn__path_reopen(sdn_path *resolved, sdn_error *err)
{
    sdn_path now;
    sdn_code code = resolve_from(start_of(resolved), resolved->path, &now, err);
    if (code != SDN_OK)
        return code;
    now.start = resolved->start;
    now.is_link = now.is_link || resolved->is_link; /* a missing link may be about to be created again */
    resolved->start = -1;
    sdn__path_close(resolved);
    *resolved = now;
    return SDN_OK;
}

void sdn__path_close(sdn_path *resolved)
{
    close_directory(resolved->directory);
    close_directory(resolved->start);
    sdn__free(resolved->name);
    sdn__free(resolved->lock_name);
    sdn__free(resolved->path);
    sdn__free(resolved->parent);
    *resolved = (sdn_path)SDN_PATH_INIT;
}

char *sdn__path_replace_extension(const char *name, const char *extension)
{
    const char *dot = strrchr(name, '.');
    size_t stem = dot != NULL && dot != name ? (size_t)(dot - name) : strlen(name);
    size_t len = strlen(extension);
    char *replaced = sdn__alloc(stem + 1 + len + 1);
    if (replaced == NULL)
        return NULL;
    memcpy(replaced, name, stem);
    replaced[stem] = '.';
    memcpy(replaced + stem + 1, extension, len + 1);
    return replaced;
}
