/*
 * Attributes of git. To start git takes longer than all else that a command on a small file does, so it is asked only if
 * the attribute is mentioned at all where attributes of the path can stand: in a .gitattributes from the directory of the
 * file to the root of the working tree, in info/attributes of the repository, and in those of the user and the system.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "repo/directory.h"
#include "repo/git.h"

/* Whether a text has this word in it. */
static bool has_word(sdn_str text, const char *word)
{
    size_t len = strlen(word);
    const char *end = text.ptr + text.len;
    for (const char *at = text.ptr; text.len >= len && (size_t)(end - at) >= len; at++) {
        at = memchr(at, word[0], (size_t)(end - at) - len + 1);
        if (at == NULL)
            return false;
        if (memcmp(at, word, len) == 0)
            return true;
    }
    return false;
}

/* The file `name` in `directory`, which may be NULL: then there is none. */
static bool file_mentions(const char *directory, const char *name, const char *attribute, sdn_arena *arena)
{
    const char *path = directory != NULL ? directory_join(directory, name, arena) : NULL;
    sdn_str text = path != NULL ? directory_read_small(path, arena) : SDN_STR("");
    return text.ptr != NULL && has_word(text, attribute);
}

/* The first line of a file after a prefix; NULL if it has another start. */
static const char *line_after(const char *path, const char *prefix, sdn_arena *arena)
{
    sdn_str text = path != NULL ? directory_read_small(path, arena) : SDN_STR("");
    size_t skipped = strlen(prefix);
    if (text.ptr == NULL || text.len <= skipped || memcmp(text.ptr, prefix, skipped) != 0)
        return NULL;
    return sdn_arena_copy(arena, text.ptr + skipped, strcspn(text.ptr + skipped, "\r\n")).ptr;
}

/* The directory of the repository that all working trees share: `.git`, or where a file of that name leads to. */
static const char *common_directory(const char *root, sdn_arena *arena)
{
    const char *git = directory_join(root, ".git", arena);
    if (git == NULL || directory_exists(git))
        return git;
    const char *linked = line_after(git, "gitdir: ", arena);
    const char *own = linked != NULL ? directory_join(root, linked, arena) : NULL;
    const char *file = own != NULL ? directory_join(own, "commondir", arena) : NULL;
    const char *common = line_after(file, "", arena);
    return common != NULL ? directory_join(own, common, arena) : own;
}

static bool user_mentions(const char *attribute, sdn_arena *arena)
{
    const char *config = getenv("XDG_CONFIG_HOME");
    if (config != NULL && config[0] != '\0')
        return file_mentions(config, "git/attributes", attribute, arena);
    return file_mentions(getenv("HOME"), ".config/git/attributes", attribute, arena);
}

static bool tree_mentions(const char *directory, const char *root, const char *attribute, sdn_arena *arena)
{
    for (const char *at = directory; at != NULL; at = directory_above(at, arena)) {
        if (file_mentions(at, ".gitattributes", attribute, arena))
            return true;
        if (strcmp(at, root) == 0)
            break;
    }
    return file_mentions(common_directory(root, arena), "info/attributes", attribute, arena);
}

/* Whether git may know a value of the attribute. In a hook the repository may be anywhere. */
static bool is_mentioned(const char *path, const char *attribute, sdn_arena *arena)
{
    const char *directory = directory_of_file(path, arena);
    const char *root = directory != NULL ? directory_root(directory, arena) : NULL;
    if (root == NULL)
        return getenv("GIT_DIR") != NULL;
    return tree_mentions(directory, root, attribute, arena) || user_mentions(attribute, arena) ||
           file_mentions("/etc", "gitattributes", attribute, arena);
}

/* From `path NUL attribute NUL value NUL`. */
static sdn_str attribute_value_in(sdn_str output)
{
    const char *at = output.ptr, *end = output.ptr + output.len;
    for (int i = 0; i < 2 && at < end; i++)
        at += strlen(at) + 1;
    if (at >= end || strcmp(at, "unspecified") == 0 || strcmp(at, "unset") == 0 || strcmp(at, "set") == 0)
        return SDN_STR("");
    return (sdn_str){at, strlen(at)};
}

sdn_code git_attribute(const char *path, const char *attribute, sdn_str *value, sdn_arena *arena, sdn_error *err)
{
    git_place place;
    sdn_str output = SDN_STR("");
    int exit_code = 0;
    *value = SDN_STR("");
    if (!is_mentioned(path, attribute, arena))
        return SDN_OK;
    sdn_code code = git_place_of(path, &place, arena, err);
    if (code != SDN_OK)
        return code;
    const char *const arguments[] = {"check-attr", "-z", attribute, "--", place.name, NULL};
    code = git_run(place.directory, arguments, &output, &exit_code, arena, err);
    if (code == SDN_OK && exit_code == 0)
        *value = attribute_value_in(output);
    return code;
}
