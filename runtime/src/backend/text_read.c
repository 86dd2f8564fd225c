/*
 * Text files: reading one that changed.
 *
 * How the file is read
 *   1. A snapshot is taken: the file is opened, and its stamps are noted (file/snapshot.h).
 *   2. If a program has it open for writing, that is waited for, and all begins again.
 *   3. It is read. If its stamps changed meanwhile, the bytes may be a mixture, and all begins again.
 * A file that is replaced meanwhile is no mixture: the old one stays open and is read to its end. If the snapshot that was
 * settled last still is what is on disk, nothing is read.
 */
#include "backend/text_file.h"

#include "backend/pull.h"
#include "backend/waiting.h"
#include "base/alloc.h"
#include "base/error.h"
#include "table/image.h"

/* A file that changes during each of this many reads is an error, unless the deadline is later. */
enum { READ_TRIES = 20 };

/* One snapshot of the file, read. */
typedef struct reading {
    sdn_snapshot snapshot;
    sdn_content content; /* followed by SDN_PADDING NULs */
} reading;

static void release_reading(reading *read)
{
    sdn__snapshot_release(&read->snapshot);
    sdn__free(read->content.bytes);
    read->content.bytes = NULL;
}

/* One attempt. *changed: it does not count, because the file was being written before, or was changed while it was
 * read. */
static sdn_code try_to_read(sdn_text_file *file, reading *read, bool *changed, sdn_error *err)
{
    *read = (reading){.snapshot = SDN_SNAPSHOT_INIT};
    sdn_code code = sdn__text_take_snapshot(file, &read->snapshot, err);
    if (code == SDN_OK)
        code = sdn__text_await_writers(file, &read->snapshot, changed, err);
    if (code != SDN_OK || *changed)
        return code;
    const sdn_options *options = file->connection.options;
    const sdn_read_options how = {options->max_file_bytes, SDN_PADDING, options->threads};
    return sdn__snapshot_read(&file->resolved, &read->snapshot, &how, &read->content, changed, err);
}

static sdn_code read_content(sdn_text_file *file, reading *read, sdn_error *err)
{
    int64_t pause_ns = 0;
    for (int tries = 1;; tries++) {
        bool changed = false;
        sdn_code code = try_to_read(file, read, &changed, err);
        if (code == SDN_OK && !changed)
            return SDN_OK;
        release_reading(read);
        if (code != SDN_OK)
            return code;
        if (sdn__gives_up(&file->connection, tries, READ_TRIES))
            return sdn__fail(err, SDN_E_IO, file->resolved.path,
                             "the file changes while it is read, again and again; try later");
        sdn__pause(&file->connection, &pause_ns);
    }
}

/* Whether the file is the one loaded and, with `at_rest`, nobody is writing it. */
static sdn_code is_loaded_file(sdn_text_file *file, bool at_rest, bool *same, sdn_error *err)
{
    bool waited = true;
    sdn_code code = SDN_OK;
    while (code == SDN_OK && waited) {
        waited = false;
        code = sdn__snapshot_compare(&file->resolved, &file->snapshot, same, err);
        if (code == SDN_OK && *same && at_rest)
            code = sdn__text_await_writers(file, &file->snapshot, &waited, err);
    }
    return code;
}

sdn_code sdn__text_pull(sdn_connection *connection, sdn_pull *pull, sdn_error *err)
{
    sdn_text_file *file = sdn__text_file_of(connection);
    bool same = false;
    reading read;
    sdn_code code = pull->follows_path ? sdn__text_follow_path(file, err) : SDN_OK;
    if (code == SDN_OK && !sdn_pull_is_first(pull))
        code = is_loaded_file(file, pull->at_rest, &same, err);
    if (code != SDN_OK || same)
        return code;
    code = read_content(file, &read, err);
    if (code != SDN_OK)
        return code;
    pull->given = SDN_PULLED_CONTENT;
    pull->content = read.content;
    pull->is_missing = !read.snapshot.exists;
    file->pulled = read.snapshot;
    file->has_pulled = true;
    return SDN_OK;
}

void sdn__text_settle(sdn_connection *connection, bool accepted)
{
    sdn_text_file *file = sdn__text_file_of(connection);
    if (!file->has_pulled)
        return;
    sdn_snapshot *dropped = accepted ? &file->snapshot : &file->pulled;
    sdn__snapshot_release(dropped);
    if (accepted)
        file->snapshot = file->pulled;
    file->pulled = (sdn_snapshot)SDN_SNAPSHOT_INIT;
    file->has_pulled = false;
}
