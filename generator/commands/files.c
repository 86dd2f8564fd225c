#undef _POSIX_C_SOURCE
#undef _FILE_OFFSET_BITS
#undef _TIME_BITS
#define _POSIX_C_SOURCE   200809L
#define _FILE_OFFSET_BITS 64
#define _TIME_BITS        64

#include "commands/files.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <sdn/atomic_file.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/error.h"

/* --- comparing --- */

/* All of an open file; 0 or an errno. */
static int read_open_file(FILE *file, sdn_buffer *content)
{
    char chunk[4096];
    size_t got;
    errno = 0;
    while ((got = fread(chunk, 1, sizeof chunk, file)) > 0)
        sdn__buffer_add(content, chunk, got);
    if (ferror(file))
        return errno != 0 ? errno : EIO;
    return content->out_of_memory ? ENOMEM : 0;
}

static sdn_code keep(files_output *output, const sdn_buffer *content, sdn_arena *arena, sdn_error *err)
{
    output->before = sdn_arena_copy(arena, content->bytes, content->len);
    output->existed = true;
    output->same = sdn_str_equal(output->before, output->text);
    return output->before.ptr != NULL ? SDN_OK : sdn__fail_memory(err);
}

static sdn_code compare_with_file(files_output *output, sdn_arena *arena, sdn_error *err)
{
    sdn_buffer content = SDN_BUFFER_INIT;
    output->same = output->existed = false;
    FILE *file = fopen(output->path.ptr, "rb");
    if (file == NULL)
        return errno == ENOENT ? SDN_OK : sdn__fail_os(err, errno, output->path.ptr, "cannot read the existing file");
    int failed = read_open_file(file, &content);
    fclose(file);
    sdn_code code = failed == 0 ? keep(output, &content, arena, err)
                                : sdn__fail_os(err, failed, output->path.ptr, "cannot read the existing file");
    sdn__buffer_release(&content);
    return code;
}

sdn_code files_compare(files_output *outputs, size_t count, sdn_arena *arena, sdn_error *err)
{
    sdn_code code = SDN_OK;
    for (size_t i = 0; i < count && code == SDN_OK; i++)
        code = compare_with_file(&outputs[i], arena, err);
    return code;
}

/* --- directories --- */

static bool is_directory(const char *path)
{
    struct stat found;
    return stat(path, &found) == 0 && S_ISDIR(found.st_mode);
}

static sdn_code make_one(const char *path, sdn_error *err)
{
    if (mkdir(path, 0777) == 0)
        return SDN_OK;
    int failed = errno;
    return is_directory(path) ? SDN_OK : sdn__fail_os(err, failed, path, "cannot create this directory");
}

sdn_code files_make_directory(sdn_str path, sdn_error *err)
{
    char *copy = sdn__alloc(path.len + 1);
    if (copy == NULL)
        return sdn__fail_memory(err);
    memcpy(copy, path.ptr, path.len);
    copy[path.len] = '\0';
    sdn_code code = SDN_OK;
    for (size_t i = 1; i <= path.len && code == SDN_OK; i++) {
        if (copy[i] != '/' && i < path.len)
            continue;
        char kept = copy[i];
        copy[i] = '\0';
        code = make_one(copy, err);
        copy[i] = kept;
    }
    sdn__free(copy);
    return code;
}

/* --- writing --- */

/* `err` is not NULL. */
static sdn_code start_file(const char *path, sdn_str text, sdn_atomic_file **file, sdn_error *err)
{
    /* The files can be generated again, so there is no need to wait for the disk. */
    sdn_atomic_file_options options = {.durability = SDN_ATOMIC, .break_links = true};
    *file = sdn_atomic_file_create(path, NULL, &options, err);
    return *file != NULL ? sdn_atomic_file_write(*file, text.ptr, text.len, err) : err->code;
}

/* Best effort: the error that led here is the one to report. */
static void put_back(const files_output *output)
{
    sdn_error ignored = {0};
    sdn_atomic_file *file = NULL;
    if (!output->existed)
        (void)remove(output->path.ptr);
    else if (start_file(output->path.ptr, output->before, &file, &ignored) == SDN_OK)
        (void)sdn_atomic_file_commit(&file, NULL);
    sdn_atomic_file_discard(&file);
}

static sdn_code start_all(const files_output *outputs, size_t count, sdn_atomic_file **files, sdn_error *err)
{
    sdn_code code = SDN_OK;
    for (size_t i = 0; i < count && code == SDN_OK; i++)
        if (!outputs[i].same)
            code = start_file(outputs[i].path.ptr, outputs[i].text, &files[i], err);
    return code;
}

static sdn_code commit_all(const files_output *outputs, size_t count, sdn_atomic_file **files, sdn_error *err)
{
    for (size_t i = 0; i < count; i++) {
        sdn_code code = files[i] != NULL ? sdn_atomic_file_commit(&files[i], err) : SDN_OK;
        if (code == SDN_OK)
            continue;
        while (i-- > 0)
            if (!outputs[i].same)
                put_back(&outputs[i]);
        return code;
    }
    return SDN_OK;
}

sdn_code files_write(const files_output *outputs, size_t count, sdn_error *err)
{
    sdn_atomic_file **files = sdn__alloc_zeroed(count + 1, sizeof *files);
    if (files == NULL)
        return sdn__fail_memory(err);
    sdn_code code = start_all(outputs, count, files, err);
    if (code == SDN_OK)
        code = commit_all(outputs, count, files, err);
    for (size_t i = 0; i < count; i++)
        sdn_atomic_file_discard(&files[i]);
    sdn__free(files);
    return code;
}
