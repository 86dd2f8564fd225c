/*
 * Waiting for other programs, which write the file in place, or remove it and make it again, without a lock.
 *
 * A call that holds the lock fails at the deadline; a reader without it goes on with what is there.
 */
#include "backend/text_file.h"

#include "backend/waiting.h"
#include "base/error.h"
#include "os/sys.h"

/* A file that was there and is missing may come back: git and some editors remove a file before they make the new
 * one. */
static const int64_t reappear_ns = 250 * SDN_NS_PER_MS;

static sdn_code fail_busy(const sdn_text_file *file, sdn_error *err)
{
    return sdn__fail(err, SDN_E_TIMEOUT, file->resolved.path,
                     "another program has the file open for writing (fuser shows which); try again when it is done");
}

sdn_code sdn__text_await_writers(sdn_text_file *file, const sdn_snapshot *snapshot, bool *waited, sdn_error *err)
{
    int64_t pause_ns = 0;
    *waited = false;
    while (sdn__snapshot_is_being_written(snapshot)) {
        if (sdn__sys.monotonic_ns() >= file->connection.deadline_ns) {
            *waited = false;
            return file->lock != NULL ? fail_busy(file, err) : SDN_OK;
        }
        *waited = true;
        sdn__pause(&file->connection, &pause_ns);
    }
    return SDN_OK;
}

sdn_code sdn__text_take_snapshot(sdn_text_file *file, sdn_snapshot *snapshot, sdn_error *err)
{
    int64_t started_ns = sdn__sys.monotonic_ns();
    int64_t pause_ns = 0;
    for (;;) {
        int64_t now_ns;
        sdn_code code = sdn__snapshot_take(&file->resolved, snapshot, err);
        if (code != SDN_OK || snapshot->exists || !file->snapshot.exists)
            return code;
        now_ns = sdn__sys.monotonic_ns();
        if (now_ns - started_ns >= reappear_ns || now_ns >= file->connection.deadline_ns)
            return code;
        sdn__pause(&file->connection, &pause_ns);
    }
}
