/*
 * `git log --raw` has a line for each commit, that starts with \x01, and one for the file in it, that starts with as many
 * `:` as there are parents: `:MODE... MODE BLOB... BLOB STATUS\tPATH`, the parents first.
 */
#include "versions/history.h"

#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "diag/text.h"
#include "repo/git.h"

/* Digits of the name of a commit that are shown; --no-abbrev, which blobs need, is about commits too. */
enum { SHORT_ID = 10 };

/* The text up to a byte, which is skipped in *rest; all of it if the byte is not there. */
static sdn_str take_until(sdn_str *rest, char byte)
{
    const char *end = rest->len > 0 ? memchr(rest->ptr, byte, rest->len) : NULL;
    sdn_str taken = {rest->ptr, end != NULL ? (size_t)(end - rest->ptr) : rest->len};
    size_t skipped = taken.len + (end != NULL);
    rest->ptr += skipped;
    rest->len -= skipped;
    return taken;
}

static size_t count_commits(sdn_str output)
{
    size_t count = 0;
    for (size_t i = 0; i < output.len; i++)
        count += output.ptr[i] == '\x01';
    return count;
}

static void read_commit(sdn_str line, history_commit *commit)
{
    (void)take_until(&line, '\x01');
    commit->id = take_until(&line, '\t');
    commit->id.len = commit->id.len < SHORT_ID ? commit->id.len : SHORT_ID;
    commit->author = take_until(&line, '\t');
    commit->date = take_until(&line, '\t');
    commit->subject = line;
}

/* A blob of zeros stands for no file. */
static sdn_str take_blob(sdn_str *line)
{
    sdn_str blob = take_until(line, ' ');
    for (size_t i = 0; i < blob.len; i++)
        if (blob.ptr[i] != '0')
            return blob;
    return SDN_STR("");
}

static int read_blobs(sdn_str line, history_commit *commit, sdn_arena *arena)
{
    size_t parents = 0;
    while (parents < line.len && line.ptr[parents] == ':')
        parents++;
    sdn_str *before = sdn_arena_alloc(arena, parents * sizeof *before + 1);
    if (before == NULL)
        return -1;
    for (size_t i = 0; i < parents + 1; i++)
        (void)take_until(&line, ' '); /* modes */
    for (size_t i = 0; i < parents; i++)
        before[i] = take_blob(&line);
    commit->blob = take_blob(&line);
    commit->before = before;
    commit->before_count = parents;
    return 0;
}

/* Commits without a line about the file are left out: they are merges that took one of their versions. */
static int read_log(sdn_str output, history *found, sdn_arena *arena)
{
    history_commit *commits = sdn__arena_zeroed(arena, (count_commits(output) + 1) * sizeof *commits);
    size_t count = 0;
    if (commits == NULL)
        return -1;
    while (output.len > 0) {
        sdn_str line = take_until(&output, '\n');
        if (line.len > 0 && line.ptr[0] == '\x01')
            read_commit(line, &commits[count]);
        else if (line.len > 0 && line.ptr[0] == ':' && read_blobs(line, &commits[count++], arena) != 0)
            return -1;
    }
    found->commits = commits;
    found->count = count;
    return 0;
}

/* No such file, or no commit yet, is no error: the blob is empty then. */
static sdn_code read_head(const git_place *place, history *found, sdn_arena *arena, sdn_error *err)
{
    sdn_buffer name = SDN_BUFFER_INIT;
    text_printf(&name, "HEAD:./%s", place->name);
    const char *spelled = text_copy(&name, arena).ptr;
    sdn__buffer_release(&name);
    if (spelled == NULL)
        return sdn__fail_memory(err);
    const char *const arguments[] = {"rev-parse", "--verify", "--quiet", spelled, NULL};
    sdn_str output = SDN_STR("");
    int exit_code = 0;
    sdn_code code = git_run(place->directory, arguments, &output, &exit_code, arena, err);
    found->head = exit_code == 0 ? take_until(&output, '\n') : SDN_STR("");
    return code;
}

sdn_code history_read(const char *path, history *found, sdn_arena *arena, sdn_error *err)
{
    git_place place;
    sdn_str output = SDN_STR("");
    sdn_code code = git_place_of(path, &place, arena, err);
    if (code != SDN_OK)
        return code;
    const char *const arguments[] = {"log",         "--follow",     "-c",         "--raw",
                                     "--no-abbrev", "--date=short", "--no-color", "--format=%x01%H%x09%an%x09%ad%x09%s",
                                     "--",          place.name,     NULL};
    code = git_run(place.directory, arguments, &output, NULL, arena, err);
    if (code != SDN_OK)
        return code;
    return read_log(output, found, arena) == 0 ? read_head(&place, found, arena, err) : sdn__fail_memory(err);
}

sdn_code history_blob(const char *path, sdn_str blob, sdn_str *bytes, sdn_arena *arena, sdn_error *err)
{
    git_place place;
    sdn_str id = sdn_arena_copy_str(arena, blob);
    sdn_code code = id.ptr != NULL ? git_place_of(path, &place, arena, err) : sdn__fail_memory(err);
    if (code != SDN_OK)
        return code;
    const char *const arguments[] = {"cat-file", "blob", id.ptr, NULL};
    return git_run(place.directory, arguments, bytes, NULL, arena, err);
}
