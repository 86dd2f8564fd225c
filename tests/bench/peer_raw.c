/* What the system takes to move the bytes of the SDN file: no contestants but measures. */
#include "bytes.h"
#include "peers.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int copy_bytes(const bench_task *task, measurement *measure, bool touched)
{
    byte_buffer file = bytes_read(task->path, 0);
    char *copy = malloc(file.len);
    if (file.ptr == NULL || copy == NULL)
        return -1;
    if (touched)
        memset(copy, 1, file.len);
    measure_start(measure);
    memcpy(copy, file.ptr, file.len);
    measure_stop(measure);
    measure->units = copy[file.len / 2] == file.ptr[file.len / 2] ? task->rows : 0; /* so that the copy is made */
    free(copy);
    bytes_release(&file);
    return 0;
}

static int copy_touched(const bench_task *task, measurement *measure)
{
    return copy_bytes(task, measure, true);
}

static int copy_fresh(const bench_task *task, measurement *measure)
{
    return copy_bytes(task, measure, false);
}

static int read_file(const bench_task *task, measurement *measure)
{
    measure_start(measure);
    byte_buffer file = bytes_read(task->path, 0);
    measure_stop(measure);
    measure->units = task->rows;
    bytes_release(&file);
    return file.ptr != NULL ? 0 : -1;
}

/* A new file of the same bytes next to the SDN file. */
static int write_fresh(const bench_task *task, measurement *measure)
{
    char path[4096];
    snprintf(path, sizeof path, "%s.written", task->path);
    byte_buffer file = bytes_read(task->path, 0);
    if (file.ptr == NULL)
        return -1;
    unlink(path);
    measure_start(measure);
    int result = file_write(path, file.ptr, file.len, task->durable);
    measure_stop(measure);
    measure->units = task->rows;
    unlink(path);
    bytes_release(&file);
    return result;
}

/* A new file that takes the place of the old one, as safe editors do. */
static int write_and_rename(const bench_task *task, measurement *measure)
{
    char path[4096];
    snprintf(path, sizeof path, "%s.tmp", task->path);
    byte_buffer file = bytes_read(task->path, 0);
    if (file.ptr == NULL)
        return -1;
    int result = 0;
    measure_start(measure);
    for (uint32_t i = 0; i < task->repeats && result == 0; i++) {
        result = file_write(path, file.ptr, file.len, task->durable);
        if (result == 0)
            result = rename(path, task->path);
        if (result == 0 && task->durable)
            result = directory_sync(task->path);
    }
    measure_stop(measure);
    measure->units = task->repeats;
    bytes_release(&file);
    return result;
}

static int write_at_end(const bench_task *task, measurement *measure)
{
    static const char line[] =
        "    1, TODO, parser, P2, some_work_that_is_to_be_done, src/a.c, 17, \"\", \"\", open, true\n";
    int result = 0;
    measure_start(measure);
    for (uint32_t i = 0; i < task->repeats; i++) {
        int fd = open(task->path, O_WRONLY | O_APPEND);
        if (fd < 0 || write(fd, line, sizeof line - 1) < 0 || (task->durable && fsync(fd) != 0))
            result = -1;
        close(fd);
    }
    measure_stop(measure);
    measure->units = task->repeats;
    return result;
}

/* clang-format off */
const contestant contestant_memcpy = {
    .name = "memcpy", .extension = "sdn", .run = {[OP_LOAD] = copy_touched}};

const contestant contestant_memcpy_fresh = {
    .name = "memcpy-fresh",
    .extension = "sdn",
    .run = {[OP_LOAD] = copy_fresh},
};
/* clang-format on */

const contestant contestant_read = {.name = "read", .extension = "sdn", .run = {[OP_LOAD] = read_file}};

const contestant contestant_write = {
    .name = "write",
    .extension = "sdn",
    .run = {[OP_SAVE] = write_fresh, [OP_UPDATE] = write_and_rename, [OP_APPEND] = write_at_end},
};
