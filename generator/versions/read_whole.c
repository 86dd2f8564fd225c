#include "versions/read_whole.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"

static sdn_code read_stream(FILE *stream, const char *path, sdn_str *bytes, sdn_arena *arena, sdn_error *err)
{
    enum { CHUNK = 1 << 16 };
    sdn_buffer read = SDN_BUFFER_INIT;
    size_t got = 1;
    errno = 0;
    while (got > 0 && !read.out_of_memory) {
        sdn__buffer_reserve(&read, CHUNK);
        got = read.out_of_memory ? 0 : fread(read.bytes + read.len, 1, CHUNK, stream);
        read.len += got;
    }
    sdn_code code = SDN_OK;
    if (ferror(stream))
        code = sdn__fail_os(err, errno != 0 ? errno : EIO, path, "this file cannot be read");
    else if (read.out_of_memory || (*bytes = sdn_arena_copy(arena, read.bytes, read.len)).ptr == NULL)
        code = sdn__fail_memory(err);
    sdn__buffer_release(&read);
    return code;
}

sdn_code read_whole_file(const char *path, sdn_str *bytes, sdn_arena *arena, sdn_error *err)
{
    if (strcmp(path, "-") == 0)
        return read_stream(stdin, "<stdin>", bytes, arena, err);
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return sdn__fail_os(err, errno, path, "this file cannot be read");
    sdn_code code = read_stream(file, path, bytes, arena, err);
    fclose(file);
    return code;
}
