#include "diag/source.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/error.h"
#include "diag/whole_file.h"
#include "os/sys.h"

/* What a source may be, and how much of it there may be: positions are 32-bit numbers. */
typedef struct source_limit {
    const char *name;
    size_t most;
} source_limit;

static const source_limit schema_limit = {"schema", SOURCE_SIZE_MAX};
static const source_limit data_limit = {"data file", UINT32_MAX - 1};

static sdn_str without_byte_order_mark(sdn_str bytes)
{
    if (bytes.len >= 3 && memcmp(bytes.ptr, "\xEF\xBB\xBF", 3) == 0)
        return (sdn_str){bytes.ptr + 3, bytes.len - 3};
    return bytes;
}

static uint32_t count_lines(sdn_str text)
{
    uint32_t count = 1;
    const char *end = text.ptr + text.len;
    for (const char *at = text.ptr; (at = memchr(at, '\n', (size_t)(end - at))) != NULL; at++)
        count++;
    return count;
}

static int index_lines(source_file *made, sdn_arena *arena)
{
    const char *start = made->text.ptr;
    const char *end = start + made->text.len;
    made->line_count = count_lines(made->text);
    uint32_t *starts = sdn_arena_alloc(arena, made->line_count * sizeof *starts);
    if (starts == NULL)
        return -1;
    uint32_t line = 0;
    starts[line++] = 0;
    for (const char *at = start; (at = memchr(at, '\n', (size_t)(end - at))) != NULL;)
        starts[line++] = (uint32_t)(++at - start);
    made->line_starts = starts;
    return 0;
}

static void start_empty(source_file *made, sdn_str path)
{
    static const uint32_t only_line[] = {0};
    *made = (source_file){.path = path, .text = SDN_STR(""), .bytes = SDN_STR("")};
    made->line_starts = only_line;
    made->line_count = 1;
}

/* Sets the text to bytes that outlive the source. */
static sdn_code set_text(source_file *made, sdn_str bytes, const source_limit *limit, sdn_arena *arena, sdn_error *err)
{
    if (bytes.len > limit->most)
        return sdn__fail(err, SDN_E_LIMIT, NULL, "a %s has at most %zu MiB", limit->name, limit->most >> 20);
    source_file filled = *made;
    filled.bytes = bytes;
    filled.text = without_byte_order_mark(bytes);
    if (index_lines(&filled, arena) != 0)
        return sdn__fail_memory(err);
    *made = filled;
    return SDN_OK;
}

static sdn_code copy_source_text(source_file *made, sdn_str bytes, const source_limit *limit, sdn_arena *arena,
                                 sdn_error *err)
{
    sdn_str copy = bytes.len <= limit->most ? sdn_arena_copy_str(arena, bytes) : bytes;
    return copy.ptr != NULL ? set_text(made, copy, limit, arena, err) : sdn__fail_memory(err);
}

sdn_code source_init(source_file *made, sdn_str path, sdn_str bytes, sdn_arena *arena, sdn_error *err)
{
    start_empty(made, path);
    return copy_source_text(made, bytes, &schema_limit, arena, err);
}

sdn_code source_init_data(source_file *made, sdn_str path, sdn_str bytes, sdn_arena *arena, sdn_error *err)
{
    start_empty(made, path);
    return set_text(made, bytes, &data_limit, arena, err);
}

/* All bytes of an open file, or one more than allowed. The caller frees *bytes. */
static int read_descriptor(int fd, const source_limit *limit, char **bytes, size_t *len)
{
    size_t capacity = 0;
    int64_t got = 1;
    *bytes = NULL;
    *len = 0;
    while (got > 0 && *len <= limit->most) {
        if (sdn__reserve(bytes, &capacity, *len + 4096, 1) != 0)
            got = -ENOMEM;
        else
            got = sdn__sys.read_at(fd, *bytes + *len, capacity - *len, (int64_t)*len);
        if (got > 0)
            *len += (size_t)got;
    }
    return got < 0 ? (int)got : 0;
}

/* The identity of an open file, which must be a regular one. */
static sdn_code identify(source_file *made, int fd, const source_limit *limit, sdn_error *err)
{
    sdn_stat stat;
    int failed = sdn__sys.stat_fd(fd, &stat);
    if (failed < 0)
        return sdn__fail_os(err, -failed, NULL, "cannot read this file");
    if (stat.kind == SDN_KIND_DIRECTORY)
        return sdn__fail(err, SDN_E_INVALID, NULL, "this is a directory, not a %s", limit->name);
    if (stat.kind != SDN_KIND_REGULAR)
        return sdn__fail(err, SDN_E_INVALID, NULL, "this is not a regular file");
    made->device = stat.device;
    made->inode = stat.inode;
    return SDN_OK;
}

static sdn_code read_text(source_file *made, int fd, const source_limit *limit, sdn_arena *arena, sdn_error *err)
{
    char *bytes = NULL;
    size_t len = 0;
    int failed = read_descriptor(fd, limit, &bytes, &len);
    sdn_code code = failed < 0 ? sdn__fail_os(err, -failed, NULL, "cannot read this file")
                               : copy_source_text(made, (sdn_str){bytes, len}, limit, arena, err);
    sdn__free(bytes);
    return code;
}

/* The arena may be NULL: the text is then not read. */
static sdn_code open_source(source_file *made, sdn_str path, const source_limit *limit, sdn_arena *arena,
                            sdn_error *err)
{
    start_empty(made, path);
    int fd = sdn__sys.open_at(SDN_WORKING_DIRECTORY, path.ptr, SDN_OPEN_READ | SDN_OPEN_NONBLOCK, 0);
    if (fd < 0)
        return sdn__fail_os(err, -fd, NULL, "cannot read this file");
    sdn_code code = identify(made, fd, limit, err);
    if (code == SDN_OK && arena != NULL)
        code = read_text(made, fd, limit, arena, err);
    (void)sdn__sys.close(fd);
    return code;
}

sdn_code source_find(source_file *made, sdn_str path, sdn_error *err)
{
    return open_source(made, path, &schema_limit, NULL, err);
}

sdn_code source_read(source_file *made, sdn_str path, sdn_arena *arena, sdn_error *err)
{
    return open_source(made, path, &schema_limit, arena, err);
}

sdn_code source_read_data(source_file *made, sdn_str path, sdn_arena *arena, sdn_error *err)
{
    return open_source(made, path, &data_limit, arena, err);
}

static sdn_code read_stdin_source(source_file *made, const source_limit *limit, sdn_arena *arena, sdn_error *err)
{
    sdn_buffer bytes = SDN_BUFFER_INIT;
    start_empty(made, SDN_STR("<stdin>"));
    sdn_code code = read_whole_stream(stdin, NULL, limit->most, &bytes, err);
    if (code == SDN_OK)
        code = copy_source_text(made, (sdn_str){bytes.len > 0 ? bytes.bytes : "", bytes.len}, limit, arena, err);
    sdn__buffer_release(&bytes);
    return code;
}

sdn_code source_read_standard_input(source_file *made, sdn_arena *arena, sdn_error *err)
{
    return read_stdin_source(made, &schema_limit, arena, err);
}

sdn_code source_read_standard_data(source_file *made, sdn_arena *arena, sdn_error *err)
{
    return read_stdin_source(made, &data_limit, arena, err);
}

/* The last line that starts at or before the offset. */
static uint32_t line_at(const source_file *source, uint32_t offset)
{
    uint32_t low = 0;
    uint32_t high = source->line_count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (source->line_starts[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

source_position source_locate(const source_file *source, uint32_t offset)
{
    uint32_t line = line_at(source, offset);
    return (source_position){line + 1, offset - source->line_starts[line] + 1};
}

sdn_str source_line(const source_file *source, uint32_t line)
{
    size_t start = source->line_starts[line - 1];
    size_t end = line < source->line_count ? source->line_starts[line] - 1u : source->text.len;
    if (end > start && source->text.ptr[end - 1] == '\r')
        end--;
    return (sdn_str){source->text.ptr + start, end - start};
}

uint32_t source_offset(const source_file *source, uint32_t line, uint32_t column)
{
    if (line == 0 || line > source->line_count)
        return (uint32_t)source->text.len;
    size_t offset = (size_t)source->line_starts[line - 1] + (column > 0 ? column - 1u : 0);
    return (uint32_t)(offset < source->text.len ? offset : source->text.len);
}

source_position source_span_end(source_span span)
{
    source_position start = source_locate(span.source, span.start);
    size_t line_len = source_line(span.source, start.line).len;
    size_t left = line_len > start.column - 1u ? line_len - (start.column - 1u) : 0;
    return (source_position){start.line, start.column + (uint32_t)(span.len < left ? span.len : left)};
}

source_span source_join(source_span first, source_span last)
{
    first.len = last.start + last.len - first.start;
    return first;
}

sdn_str source_text(source_span span)
{
    return (sdn_str){span.source->text.ptr + span.start, span.len};
}

source_span source_whole(const source_file *source)
{
    return (source_span){source, 0, 0};
}
