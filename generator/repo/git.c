#include "repo/git.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/error.h"
#include "repo/directory.h"
#include "repo/process.h"

/* A path with `*` or `[` in it is not a pattern. */
#define LITERAL "--literal-pathspecs"

/* ---- running git ---- */

/* `git --no-pager [-C directory] ARGUMENT...`; to be freed, NULL when memory ran out. */
static const char **command_line(const char *directory, const char *const *arguments)
{
    size_t count = 0, used = 0;
    while (arguments[count] != NULL)
        count++;
    const char **made = sdn__alloc_zeroed(count + 5, sizeof *made);
    if (made == NULL)
        return NULL;
    made[used++] = "git";
    made[used++] = "--no-pager";
    if (directory != NULL) {
        made[used++] = "-C";
        made[used++] = directory;
    }
    memcpy(made + used, arguments, count * sizeof *made);
    return made;
}

/* What git said, from its first line without `fatal: ` or `error: `. */
static sdn_code git_refuses(const char *const *arguments, const process_result *result, sdn_error *err)
{
    const char *verb = arguments[strcmp(arguments[0], LITERAL) == 0];
    const char *text = result->err.len > 0 ? result->err.bytes : "";
    const char *end = result->err.len > 0 ? memchr(text, '\n', result->err.len) : NULL;
    int len = (int)(end != NULL ? (size_t)(end - text) : result->err.len);
    if (len > 7 && (memcmp(text, "fatal: ", 7) == 0 || memcmp(text, "error: ", 7) == 0)) {
        text += 7;
        len -= 7;
    }
    if (len == 0)
        return sdn__fail(err, SDN_E_NOT_FOUND, NULL, "git %s failed with exit code %d", verb, result->exit_code);
    return sdn__fail(err, SDN_E_NOT_FOUND, NULL, "git %s: %.*s", verb, len < 400 ? len : 400, text);
}

static sdn_code keep_output(const process_result *result, sdn_str *output, sdn_arena *arena, sdn_error *err)
{
    if (output == NULL)
        return SDN_OK;
    sdn_str copy = sdn_arena_copy(arena, result->out.len > 0 ? result->out.bytes : "", result->out.len);
    if (copy.ptr == NULL)
        return sdn__fail_memory(err);
    *output = copy;
    return SDN_OK;
}

sdn_code git_run(const char *directory, const char *const *arguments, sdn_str *output, int *exit_code, sdn_arena *arena,
                 sdn_error *err)
{
    process_result result;
    const char **line = command_line(directory, arguments);
    if (line == NULL)
        return sdn__fail_memory(err);
    sdn_code code = process_run(line, &result, err);
    if (code == SDN_OK && exit_code != NULL)
        *exit_code = result.exit_code;
    else if (code == SDN_OK && result.exit_code != 0)
        code = git_refuses(arguments, &result, err);
    if (code == SDN_OK)
        code = keep_output(&result, output, arena, err);
    process_release(&result);
    sdn__free(line);
    return code;
}

/* ---- paths ---- */

sdn_code git_place_of(const char *path, git_place *place, sdn_arena *arena, sdn_error *err)
{
    const char *slash = strrchr(path, '/');
    size_t len = slash != NULL ? (size_t)(slash - path) + 1 : 0;
    *place = (git_place){NULL, path};
    if (len == 0)
        return SDN_OK;
    sdn_str directory = sdn_arena_copy(arena, path, len);
    if (directory.ptr == NULL)
        return sdn__fail_memory(err);
    /* In a hook git says which repository is meant, by paths that are relative to where it started the hook. */
    if (getenv("GIT_DIR") == NULL && directory_exists(directory.ptr))
        *place = (git_place){directory.ptr, path + len};
    return SDN_OK;
}

/* What git says of a path that the index has in conflict would not be understood: it has no such version, but three. */
static sdn_code explain_missing(const git_place *place, const char *path, sdn_arena *arena, sdn_error *err)
{
    sdn_str unmerged = SDN_STR("");
    sdn_error ignored = {0};
    const char *const arguments[] = {LITERAL, "ls-files", "--unmerged", "--", place->name, NULL};
    sdn_code code = git_run(place->directory, arguments, &unmerged, NULL, arena, &ignored);
    if (code == SDN_OK && unmerged.len > 0)
        return sdn__fail(err, SDN_E_NOT_FOUND, NULL,
                         "the index of git has a conflict here; settle it, then run: git add %s", path);
    return SDN_E_NOT_FOUND;
}

/* `REVISION:./name`, from the directory of the file, which may be in another repository than the current one. */
sdn_code git_read_blob(const char *revision, const char *path, sdn_str *bytes, sdn_arena *arena, sdn_error *err)
{
    git_place place;
    sdn_buffer name = SDN_BUFFER_INIT;
    sdn_code code = git_place_of(path, &place, arena, err);
    if (code != SDN_OK)
        return code;
    if (revision[0] == '-') /* git would take it for an option */
        return sdn__fail(err, SDN_E_NOT_FOUND, NULL, "'%s' is not a revision", revision);
    sdn__buffer_add(&name, revision, strlen(revision));
    sdn__buffer_add(&name, place.name[0] == '/' ? ":" : ":./", place.name[0] == '/' ? 1 : 3);
    sdn__buffer_add(&name, place.name, strlen(place.name) + 1);
    if (name.out_of_memory)
        code = sdn__fail_memory(err);
    else
        code = git_run(place.directory, (const char *const[]){"show", name.bytes, NULL}, bytes, NULL, arena, err);
    sdn__buffer_release(&name);
    return code == SDN_E_NOT_FOUND && revision[0] == '\0' ? explain_missing(&place, path, arena, err) : code;
}

sdn_code git_has_file(const char *revision, const char *path, bool *has, sdn_arena *arena, sdn_error *err)
{
    git_place place;
    sdn_str names = SDN_STR("");
    sdn_code code = git_place_of(path, &place, arena, err);
    if (code != SDN_OK)
        return code;
    const char *const in_index[] = {LITERAL, "ls-files", "--", place.name, NULL};
    const char *const in_tree[] = {LITERAL, "ls-tree", "--name-only", revision, "--", place.name, NULL};
    if (revision[0] == '-')
        return sdn__fail(err, SDN_E_NOT_FOUND, NULL, "'%s' is not a revision", revision);
    code = git_run(place.directory, revision[0] == '\0' ? in_index : in_tree, &names, NULL, arena, err);
    if (code == SDN_OK)
        *has = names.len > 0;
    return code;
}

static sdn_str without_line_end(sdn_str text)
{
    while (text.len > 0 && (text.ptr[text.len - 1] == '\n' || text.ptr[text.len - 1] == '\r'))
        text.len--;
    return text;
}

sdn_code git_top_level(sdn_str *path, sdn_arena *arena, sdn_error *err)
{
    sdn_str output = SDN_STR("");
    const char *const arguments[] = {"rev-parse", "--show-toplevel", NULL};
    sdn_code code = git_run(NULL, arguments, &output, NULL, arena, err);
    if (code != SDN_OK)
        return code;
    *path = sdn_arena_copy_str(arena, without_line_end(output));
    return path->ptr != NULL ? SDN_OK : sdn__fail_memory(err);
}

sdn_code git_path_from_root(const char *path, sdn_str *made, sdn_arena *arena, sdn_error *err)
{
    sdn_str up = SDN_STR("");
    const char *const arguments[] = {"rev-parse", "--show-cdup", NULL};
    sdn_code code = git_run(NULL, arguments, &up, NULL, arena, err);
    if (code != SDN_OK)
        return code;
    up = without_line_end(up);
    sdn_buffer joined = SDN_BUFFER_INIT;
    sdn__buffer_add_str(&joined, up);
    sdn__buffer_add(&joined, path, strlen(path));
    if (!joined.out_of_memory)
        *made = sdn_arena_copy(arena, joined.bytes, joined.len);
    bool failed = joined.out_of_memory || made->ptr == NULL;
    sdn__buffer_release(&joined);
    return failed ? sdn__fail_memory(err) : SDN_OK;
}
