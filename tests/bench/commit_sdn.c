/*
 * What libsdn computes for a commit of one edit: begin, edit, commit, less the time inside system calls. The file is as
 * long as ever, but its bytes are not written: the copy of a large one would take the processor's cache, and what is to
 * be seen here is whether the rest depends on the size of the table, or on what was changed before.
 */
#include "bytes.h"
#include "peers.h"
#include "quiet_calls.h"
#include "rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* A copy, since its bytes get lost. */
static int copy_table(const bench_task *task, const char *path)
{
    byte_buffer bytes = bytes_read(task->path, 0);
    int result = bytes.ptr != NULL ? file_write(path, bytes.ptr, bytes.len, false) : -1;
    bytes_release(&bytes);
    return result;
}

static void remove_copy(const char *path)
{
    char lock[4200];
    snprintf(lock, sizeof lock, "%s-lock", path);
    unlink(lock);
    unlink(path);
}

void sdn_commit_one(todo_store *store, row_change change, sdn_error *err)
{
    if (todo_store_begin(store, err) != SDN_OK)
        return;
    todo *row = todo_store_edit(store, change.id, err);
    if (row != NULL)
        row->line = change.line;
    todo_store_commit(store, err);
}

/* Times of each commit, without what the system took of it and without the writes alone. */
typedef struct commit_times {
    uint64_t *own;
    uint64_t *with_calls;
} commit_times;

static void measure_commits(todo_store *store, const bench_task *task, commit_times times, sdn_error *err)
{
    for (uint32_t i = 0; i < task->before && err->code == SDN_OK; i++)
        sdn_commit_one(store, change_of(task->seed + i, task->rows), err);
    for (uint32_t i = 0; i < task->repeats && err->code == SDN_OK; i++) {
        row_change change = change_of(task->seed + task->before + i, task->rows);
        calls_time();
        uint64_t start = clock_ns();
        sdn_commit_one(store, change, err);
        uint64_t whole = clock_ns() - start;
        call_times calls = calls_time();
        times.own[i] = whole - calls.all;
        times.with_calls[i] = whole - calls.holes;
    }
}

int sdn_commit(const bench_task *task, measurement *measure)
{
    char path[4096];
    sdn_error err = {0};
    sdn_options options = sdn_options_default();
    options.durability = SDN_ATOMIC;
    snprintf(path, sizeof path, "%s.commit", task->path);
    commit_times times = {malloc(task->repeats * sizeof(uint64_t)), malloc(task->repeats * sizeof(uint64_t))};
    if (times.own == NULL || times.with_calls == NULL || copy_table(task, path) != 0)
        return -1;
    todo_store *store = todo_store_open(path, &options, &err);
    calls_write_holes();
    calls_take_time();
    measure_start(measure);
    if (store != NULL)
        measure_commits(store, task, times, &err);
    measure_stop(measure);
    measure->ns = median_of(times.own, task->repeats);
    measure->first_ns = median_of(times.with_calls, task->repeats);
    measure->units = 1;
    todo_store_close(store);
    remove_copy(path);
    free(times.own);
    free(times.with_calls);
    return err.code == SDN_OK ? 0 : complain("sdn", err.message);
}
