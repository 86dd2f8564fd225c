#include "git/setup_place.h"

#include <string.h>

#include "base/error.h"
#include "repo/git.h"

/* Takes the next line off *text. */
static sdn_str take_line(sdn_str *text)
{
    const char *newline = text->len > 0 ? memchr(text->ptr, '\n', text->len) : NULL;
    sdn_str line = {text->ptr, newline != NULL ? (size_t)(newline - text->ptr) : text->len};
    size_t taken = line.len + (newline != NULL);
    *text = (sdn_str){text->ptr + taken, text->len - taken};
    return line;
}

sdn_code setup_place_find(setup_place *place, sdn_arena *arena, sdn_error *err)
{
    static const char *const arguments[] = {"rev-parse", "--is-inside-work-tree", "--show-prefix", "--show-cdup", NULL};
    sdn_str said;
    sdn_code code = git_run(NULL, arguments, &said, NULL, arena, err);
    if (code != SDN_OK)
        return code;
    if (!sdn_str_equal(take_line(&said), SDN_STR("true")))
        return sdn__fail(err, SDN_E_NOT_FOUND, NULL, "this directory is in no working tree of git; go into one");
    place->prefix = sdn_arena_copy_str(arena, take_line(&said));
    place->up = sdn_arena_copy_str(arena, take_line(&said));
    return place->prefix.ptr != NULL && place->up.ptr != NULL ? SDN_OK : sdn__fail_memory(err);
}

/* Removes the last part of a path that ends with a slash; -1: there is none. */
static int drop_last_part(sdn_buffer *path)
{
    if (path->len == 0)
        return -1;
    path->len--;
    while (path->len > 0 && path->bytes[path->len - 1] != '/')
        path->len--;
    return 0;
}

/* Adds one part of a path, without slashes; `is_last`: no slash follows. */
static int add_path_part(sdn_buffer *path, sdn_str part, bool is_last)
{
    if (part.len == 0 || sdn_str_equal(part, SDN_STR(".")))
        return 0;
    if (sdn_str_equal(part, SDN_STR("..")))
        return drop_last_part(path);
    sdn__buffer_add_str(path, part);
    if (!is_last)
        sdn__buffer_add(path, "/", 1);
    return 0;
}

int setup_place_inside(const setup_place *place, sdn_str path, sdn_buffer *inside)
{
    if (path.len > 0 && *path.ptr == '/')
        return -1;
    inside->len = 0;
    sdn__buffer_add_str(inside, place->prefix);
    while (path.len > 0 && !inside->out_of_memory) {
        const char *slash = memchr(path.ptr, '/', path.len);
        size_t len = slash != NULL ? (size_t)(slash - path.ptr) : path.len;
        size_t taken = len + (slash != NULL);
        if (add_path_part(inside, (sdn_str){path.ptr, len}, slash == NULL) != 0)
            return -1;
        path = (sdn_str){path.ptr + taken, path.len - taken};
    }
    return 0;
}
