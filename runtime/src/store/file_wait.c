/*
 * Waiting for other programs, which write the file in place, or remove it and make it again, without a lock.
 *
 * All waiting is polling, in pauses that double up to a limit, until the deadline of the call (file->deadline_ns). A
 * call that holds the lock fails at the deadline; a reader without it goes on with what is there.
 */
#include "store/file.h"

#include "base/error.h"

/* The first pause between two looks at a file, and the longest. */
static const int64_t first_pause_ns = 200 * SDN_NS_PER_US;
static const int64_t longest_pause_ns = 10 * SDN_NS_PER_MS;

/* A file that was there and is missing may come back: git and some editors remove a file before they make the new
 * one. */
static const int64_t reappear_ns = 250 * SDN_NS_PER_MS;

void sdn__file_start_waiting(sdn_file *file, uint32_t most_ms)
{
    uint32_t wanted = file->options.lock_timeout_ms;
    uint32_t ms = wanted < most_ms ? wanted : most_ms;
    file->deadline_ns = ms == SDN_LOCK_WAIT_FOREVER ? INT64_MAX : sdn__sys.monotonic_ns() + (int64_t)ms * SDN_NS_PER_MS;
}

bool sdn__file_gives_up(const sdn_file *file, int tries, int least_tries)
{
    return tries >= least_tries && sdn__sys.monotonic_ns() >= file->deadline_ns;
}

void sdn__file_pause(const sdn_file *file, int64_t *pause_ns)
{
    int64_t longer_ns = *pause_ns != 0 ? *pause_ns * 2 : first_pause_ns;
    *pause_ns = longer_ns < longest_pause_ns ? longer_ns : longest_pause_ns;
    sdn__sys.sleep(*pause_ns);
    if (file->lock != NULL)
        (void)sdn_lock_refresh(file->lock, NULL); /* a lost lock is noticed by the save */
}

static sdn_code fail_busy(const sdn_file *file, sdn_error *err)
{
    return sdn__fail(err, SDN_E_TIMEOUT, file->resolved.path,
                     "another program has the file open for writing (fuser shows which); try again when it is done");
}

sdn_code sdn__file_await_writers(const sdn_file *file, const sdn_snapshot *snapshot, bool *waited, sdn_error *err)
{
    int64_t pause_ns = 0;
    *waited = false;
    while (sdn__snapshot_is_being_written(snapshot)) {
        if (sdn__sys.monotonic_ns() >= file->deadline_ns) {
            *waited = false;
            return file->lock != NULL ? fail_busy(file, err) : SDN_OK;
        }
        *waited = true;
        sdn__file_pause(file, &pause_ns);
    }
    return SDN_OK;
}

sdn_code sdn__file_take_snapshot(const sdn_file *file, sdn_snapshot *snapshot, sdn_error *err)
{
    int64_t started_ns = sdn__sys.monotonic_ns();
    int64_t pause_ns = 0;
    for (;;) {
        int64_t now_ns;
        sdn_code code = sdn__snapshot_take(&file->resolved, snapshot, err);
        if (code != SDN_OK || snapshot->exists || !file->snapshot.exists)
            return code;
        now_ns = sdn__sys.monotonic_ns();
        if (now_ns - started_ns >= reappear_ns || now_ns >= file->deadline_ns)
            return code;
        sdn__file_pause(file, &pause_ns);
    }
}
