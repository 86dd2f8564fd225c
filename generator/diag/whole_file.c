#include "diag/whole_file.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "base/error.h"

sdn_code read_whole_stream(FILE *stream, const char *name, size_t most, sdn_buffer *bytes, sdn_error *err)
{
    enum { CHUNK = 1 << 16 };
    size_t got = 1;
    errno = 0;
    while (got > 0 && bytes->len <= most) {
        sdn__buffer_reserve(bytes, CHUNK);
        if (bytes->out_of_memory)
            return sdn__fail_memory(err);
        got = fread(bytes->bytes + bytes->len, 1, CHUNK, stream);
        bytes->len += got;
    }
    return ferror(stream) ? sdn__fail_os(err, errno != 0 ? errno : EIO, name, "this file cannot be read") : SDN_OK;
}

sdn_code read_whole_file(const char *path, sdn_buffer *bytes, sdn_error *err)
{
    if (strcmp(path, "-") == 0)
        return read_whole_stream(stdin, "<stdin>", SIZE_MAX, bytes, err);
    errno = 0;
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return sdn__fail_os(err, errno != 0 ? errno : EIO, path, "this file cannot be read");
    sdn_code code = read_whole_stream(file, path, SIZE_MAX, bytes, err);
    fclose(file);
    return code;
}

sdn_code read_whole_to_arena(const char *path, sdn_str *bytes, sdn_arena *arena, sdn_error *err)
{
    sdn_buffer read = SDN_BUFFER_INIT;
    sdn_code code = read_whole_file(path, &read, err);
    if (code == SDN_OK && (*bytes = sdn_arena_copy(arena, read.len > 0 ? read.bytes : "", read.len)).ptr == NULL)
        code = sdn__fail_memory(err);
    sdn__buffer_release(&read);
    return code;
}

sdn_code replace_whole_file(const char *path, const sdn_lock *lock, const sdn_atomic_file_options *options,
                            sdn_str bytes, sdn_error *err)
{
    sdn_atomic_file *file = sdn_atomic_file_create(path, lock, options, err);
    if (file == NULL)
        return err->code;
    sdn_code code = sdn_atomic_file_write(file, bytes.ptr, bytes.len, err);
    if (code == SDN_OK)
        code = sdn_atomic_file_commit(&file, err);
    sdn_atomic_file_discard(&file);
    return code;
}
