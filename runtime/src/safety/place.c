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
    int directory;
    char *text;
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
        close_directory(at->directory);
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
    return SDN_OK;
}

/* Walks on until the last part is no link. */
static sdn_code resolve(walk *at, sdn_error *err)
{
    for (int links = 0; links <= MOST_LINKS; links++) {
        size_t before;
        const char *name = last_part(at->text, &before);
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

/* Takes over the directory of the walk. */
static sdn_code fill_place(walk *at, sdn_place *place, sdn_error *err)
{
    size_t before;
    const char *name = last_part(at->text, &before);
    sdn_place made = {
        .directory = at->directory,
        .name = copy_text(name, strlen(name)),
        .lock_name = sdn_place_replace_extension(name, "sdn.lock"),
        .path = copy_text(at->path, strlen(at->path)),
    };
    at->directory = SDN_WORKING_DIRECTORY;
    if (made.name == NULL || made.lock_name == NULL || made.path == NULL) {
        sdn_place_close(&made);
        return sdn_fail_memory(err);
    }
    sdn_code code = check_length(at->path, made.name, made.lock_name, err);
    if (code == SDN_OK)
        *place = made;
    else
        sdn_place_close(&made);
    return code;
}

sdn_code sdn_place_open(const char *path, sdn_place *place, sdn_error *err)
{
    if (path == NULL)
        return sdn_fail(err, SDN_E_MISUSE, NULL, "the path of the file is NULL");
    walk at = {path, SDN_WORKING_DIRECTORY, copy_text(path, strlen(path))};
    if (at.text == NULL)
        return sdn_fail_memory(err);
    sdn_code code = resolve(&at, err);
    if (code == SDN_OK)
        code = fill_place(&at, place, err);
    close_directory(at.directory);
    sdn_free(at.text);
    return code;
}

void sdn_place_close(sdn_place *place)
{
    close_directory(place->directory);
    sdn_free(place->name);
    sdn_free(place->lock_name);
    sdn_free(place->path);
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
