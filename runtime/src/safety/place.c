#include "safety/place.h"

#include "base/alloc.h"
#include "base/sys.h"
#include "safety/temp_name.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

enum { MOST_LINKS = 8, LONGEST_TARGET = 4096 };

/* A path on its way to being resolved: `text` is what remains, relative to `directory`. */
typedef struct walk {
    const char *path;
    int start;     /* of a relative path; not the walk's to close */
    int directory; /* the same as `start`, or the walk's own */
    char *text;
    bool is_link;
} walk;

static char *copy_text(const char *text, size_t len)
{
    char *copy = sdn_alloc(len + 1);
    if (copy != NULL) {
        memcpy(copy, text, len);
        copy[len] = '\0';
    }
    return copy;
}

static void close_directory(int directory)
{
    if (directory >= 0)
        (void)sdn_sys.close(directory);
}

static void leave_directory(walk *at)
{
    if (at->directory != at->start)
        close_directory(at->directory);
    at->directory = at->start;
}

/* The last part of the remaining text, and the length of what stands before it, slashes included. */
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

static sdn_code fail_directory(const walk *at, int error, const char *directory, sdn_error *err)
{
    if (error == -ENOENT)
        return sdn_fail(err, SDN_E_IO, at->path, "the directory %s does not exist; create it first",
                        directory);
    return sdn_fail_os(err, -error, at->path, "cannot open the directory %s", directory);
}

/* Moves into the directory named before the last part. */
static sdn_code enter_directory(walk *at, size_t len, sdn_error *err)
{
    char *name = len > 0 ? copy_text(at->text, len) : copy_text(".", 1);
    if (name == NULL)
        return sdn_fail_memory(err);
    sdn_code code = SDN_OK;
    int directory = sdn_sys.open_at(at->directory, name, SDN_OPEN_READ | SDN_OPEN_DIRECTORY, 0);
    if (directory < 0) {
        code = fail_directory(at, directory, name, err);
    } else {
        leave_directory(at);
        at->directory = directory;
    }
    sdn_free(name);
    return code;
}

/* Replaces the remaining text by the target of the link `name`; *followed is false if it is none. */
static sdn_code follow_link(walk *at, const char *name, bool *followed, sdn_error *err)
{
    char target[LONGEST_TARGET];
    int64_t len = sdn_sys.read_link_at(at->directory, name, target, sizeof target);
    *followed = len >= 0;
    if (len == -EINVAL || len == -ENOENT) /* not a link, or not there yet */
        return SDN_OK;
    if (len < 0)
        return sdn_fail_os(err, (int)-len, at->path, "cannot look at the file");
    if (len == 0 || len == LONGEST_TARGET)
        return sdn_fail(err, SDN_E_IO, at->path, "the target of the symbolic link %s is too long to follow",
                        name);
    char *text = copy_text(target, (size_t)len);
    if (text == NULL)
        return sdn_fail_memory(err);
    sdn_free(at->text);
    at->text = text;
    at->is_link = true;
    return SDN_OK;
}

/* Walks on until the last part is no link. */
static sdn_code resolve(walk *at, sdn_error *err)
{
    for (int links = 0; links <= MOST_LINKS; links++) {
        size_t before;
        const char *name = last_part(at->text, &before);
        if (at->path[0] == '\0')
            return sdn_fail(err, SDN_E_IO, at->path, "the path is empty; give the path of a file");
        if (names_directory(name))
            return sdn_fail(err, SDN_E_IO, at->path, "this names a directory; give the path of a file");
        sdn_code code = enter_directory(at, before, err);
        if (code != SDN_OK)
            return code;
        bool followed;
        code = follow_link(at, name, &followed, err);
        if (code != SDN_OK || !followed)
            return code;
    }
    return sdn_fail(err, SDN_E_IO, at->path, "more than %d symbolic links lead on from here; remove the loop",
                    MOST_LINKS);
}

/* Saves and locks need longer names for a while, and that they cannot be had should not show only then. */
static sdn_code check_length(const char *path, const char *name, const char *lock_name, sdn_error *err)
{
    size_t len = strlen(name), longest = len > strlen(lock_name) ? len : strlen(lock_name);
    size_t over = longest + SDN_TEMP_SUFFIX_SIZE - 1;
    if (over <= SDN_NAME_MAX)
        return SDN_OK;
    return sdn_fail_os(err, ENAMETOOLONG, path,
                       "the name of the file has %zu bytes; give it at most %zu, because the names of its lock and of "
                       "temporary files are longer",
                       len, over - SDN_NAME_MAX < len ? len - (over - SDN_NAME_MAX) : 0);
}

/* Where the path ends, relative to its directory. */
static const char *found_name(const walk *at)
{
    size_t before;
    return last_part(at->text, &before);
}

/* Takes over the directory of the walk. The start is needed later only if something is named from there. */
static sdn_code fill_place(walk *at, sdn_place *place, sdn_error *err)
{
    size_t before;
    const char *name = found_name(at);
    (void)last_part(at->path, &before);
    sdn_place made = {
        .directory = at->directory,
        .name = copy_text(name, strlen(name)),
        .lock_name = sdn_place_replace_extension(name, "sdn.lock"),
        .path = copy_text(at->path, strlen(at->path)),
        .parent = copy_text(at->path, before),
        .start = -1,
        .is_link = at->is_link,
    };
    at->directory = at->start;
    int error = sdn_sys.stat_fd(made.directory, &made.opened);
    made.is_local = sdn_sys.is_local(made.directory) == 1;
    bool has_memory = made.name != NULL && made.lock_name != NULL && made.path != NULL && made.parent != NULL;
    if (error == 0 && has_memory) {
        sdn_code code = check_length(at->path, made.name, made.lock_name, err);
        if (code == SDN_OK)
            *place = made;
        else
            sdn_place_close(&made);
        return code;
    }
    sdn_place_close(&made);
    return has_memory ? sdn_fail_os(err, -error, at->path, "cannot look at the directory") : sdn_fail_memory(err);
}

static sdn_code resolve_from(int start, const char *path, sdn_place *place, sdn_error *err)
{
    walk at = {path, start, start, copy_text(path, strlen(path)), false};
    if (at.text == NULL)
        return sdn_fail_memory(err);
    sdn_code code = resolve(&at, err);
    if (code == SDN_OK)
        code = fill_place(&at, place, err);
    leave_directory(&at);
    sdn_free(at.text);
    return code;
}

/* Whether the path names something from where it starts that may be moved or replaced later. */
static bool needs_start(const sdn_place *place)
{
    return place->path[0] != '/' && (place->is_link || place->parent[0] != '\0');
}

static sdn_code open_from_here(const char *path, sdn_place *place, sdn_error *err)
{
    int start = sdn_sys.open_at(SDN_WORKING_DIRECTORY, ".", SDN_OPEN_DIRECTORY, 0);
    if (start < 0)
        return sdn_fail_os(err, -start, path, "cannot open the working directory, where the path starts");
    sdn_code code = resolve_from(start, path, place, err);
    if (code == SDN_OK && needs_start(place))
        place->start = start;
    else
        close_directory(start);
    return code;
}

sdn_code sdn_place_open(const char *path, sdn_place *place, sdn_error *err)
{
    if (path == NULL)
        return sdn_fail(err, SDN_E_MISUSE, NULL, "the path of the file is NULL");
    if (path[0] == '/')
        return resolve_from(SDN_WORKING_DIRECTORY, path, place, err);
    return open_from_here(path, place, err);
}

/* ---- later looks ---- */

static int start_of(const sdn_place *place)
{
    return place->start >= 0 ? place->start : SDN_WORKING_DIRECTORY;
}

/* A link can lead anywhere, so the whole way is gone once more. */
static sdn_code check_link(const sdn_place *place, bool *is_current, sdn_error *err)
{
    sdn_place now;
    sdn_code code = resolve_from(start_of(place), place->path, &now, err);
    if (code != SDN_OK)
        return code;
    *is_current = sdn_same_file(&now.opened, &place->opened) && strcmp(now.name, place->name) == 0;
    sdn_place_close(&now);
    return SDN_OK;
}

/* The file's directory is where the path starts, so it can be removed, but not replaced. */
static sdn_code check_start(const sdn_place *place, bool *is_current, sdn_error *err)
{
    sdn_stat now;
    int error = sdn_sys.stat_fd(place->directory, &now);
    if (error != 0)
        return sdn_fail_os(err, -error, place->path, "cannot look at the directory");
    if (now.links == 0)
        return sdn_fail(err, SDN_E_IO, place->path, "the directory was removed; open the file again by a path that exists");
    *is_current = true;
    return SDN_OK;
}

/* With the slash at its end the name is followed even where it is a link. */
static sdn_code check_directory(const sdn_place *place, bool *is_current, sdn_error *err)
{
    sdn_stat now;
    int error = sdn_sys.stat_at(start_of(place), place->parent, &now);
    bool is_gone = error == -ENOENT || error == -ENOTDIR;
    if (error != 0 && !is_gone)
        return sdn_fail_os(err, -error, place->path, "cannot look at the directory");
    *is_current = !is_gone && sdn_same_file(&now, &place->opened);
    return SDN_OK;
}

sdn_code sdn_place_check(const sdn_place *place, bool *is_current, sdn_error *err)
{
    if (place->is_link)
        return check_link(place, is_current, err);
    return place->parent[0] == '\0' ? check_start(place, is_current, err) : check_directory(place, is_current, err);
}

sdn_code sdn_place_reopen(sdn_place *place, sdn_error *err)
{
    sdn_place now;
    sdn_code code = resolve_from(start_of(place), place->path, &now, err);
    if (code != SDN_OK)
        return code;
    now.start = place->start;
    now.is_link = now.is_link || place->is_link; /* which may be away only while it is made anew */
    place->start = -1;
    sdn_place_close(place);
    *place = now;
    return SDN_OK;
}

void sdn_place_close(sdn_place *place)
{
    close_directory(place->directory);
    close_directory(place->start);
    sdn_free(place->name);
    sdn_free(place->lock_name);
    sdn_free(place->path);
    sdn_free(place->parent);
    *place = (sdn_place)SDN_PLACE_INIT;
}

char *sdn_place_replace_extension(const char *name, const char *extension)
{
    const char *dot = strrchr(name, '.');
    size_t stem = dot != NULL && dot != name ? (size_t)(dot - name) : strlen(name);
    size_t len = strlen(extension);
    char *replaced = sdn_alloc(stem + 1 + len + 1);
    if (replaced == NULL)
        return NULL;
    memcpy(replaced, name, stem);
    replaced[stem] = '.';
    memcpy(replaced + stem + 1, extension, len + 1);
    return replaced;
}
