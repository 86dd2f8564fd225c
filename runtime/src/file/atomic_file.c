#include "file/atomic_file_internal.h"

#include "base/alloc.h"
#include "base/error.h"
#include "base/sys.h"
#include "file/file_attributes.h"
#include "file/guarded_descriptor.h"
#include "file/lock_internal.h"
#include "file/temp_name.h"

#include <errno.h>

enum { MOST_TEMP_NAMES = 3 };

/*
 * States: open (out.fd >= 0, temp_name names it), then closed (out.fd -1, temp_name names it), then in place (temp_name
 * NULL, or the old file that is yet to be removed). Freeing the handle removes what has the temporary name.
 *
 * The step that shows is an exchange of the two names, where the file system has it. Programs that do not lock may write
 * to the old file, or put another one under its name, between our last look and that step. After an exchange the old file
 * still has a name: it is looked at once more, and if it is not what was to be replaced, or somebody has it open for
 * writing, the names are exchanged back. So what such programs write never ends in a file without a name. Only then is
 * the old file removed.
 */
struct sdn_atomic_file {
    const sdn_path *resolved;
    const sdn_lock *lock;   /* NULL: replaced without one */
    sdn_snapshot *expected; /* what is replaced */
    sdn_atomic_file_options options;
    sdn_guarded_descriptor out;
    char *temp_name;
    sdn_stat written;          /* the new file, before it was closed */
    sdn_path own_place;        /* where place points if the handle was made from a path */
    sdn_snapshot own_expected; /* where expected points if the caller gave none */
};

sdn_atomic_file_options sdn_atomic_file_options_default(void)
{
    return (sdn_atomic_file_options){.durability = SDN_DURABLE, .break_links = false};
}

static sdn_atomic_file *make_handle(const sdn_lock *lock, const sdn_atomic_file_options *options)
{
    sdn_atomic_file *file = sdn__alloc(sizeof *file);
    if (file == NULL)
        return NULL;
    *file = (sdn_atomic_file){
        .lock = lock,
        .options = options != NULL ? *options : sdn_atomic_file_options_default(),
        .out = {.fd = -1},
        .own_place = SDN_PATH_INIT,
        .own_expected = SDN_SNAPSHOT_INIT,
    };
    return file;
}

/* A temporary file that cannot be removed is swept later, so that failure is ignored. */
static void free_handle(sdn_atomic_file *file)
{
    (void)sdn__guarded_close(&file->out);
    if (file->temp_name != NULL)
        (void)sdn__sys.unlink_at(file->resolved->directory, file->temp_name);
    sdn__free(file->temp_name);
    sdn__snapshot_release(&file->own_expected);
    sdn__path_close(&file->own_place);
    sdn__free(file);
}

/* Another program's change, at whatever moment it is found. */
static sdn_code fail_changed(const sdn_atomic_file *file, sdn_error *err)
{
    return sdn__fail(err, SDN_E_CONFLICT, file->resolved->path,
                     "the file was changed by another program; load it again, then save");
}

static sdn_code check_unchanged(const sdn_atomic_file *file, sdn_error *err)
{
    bool same;
    sdn_code code = sdn__snapshot_compare(file->resolved, file->expected, &same, err);
    return code == SDN_OK && !same ? fail_changed(file, err) : code;
}

/* Renaming over one of several names would silently part them. */
static sdn_code check_links(const sdn_atomic_file *file, sdn_error *err)
{
    uint64_t links = file->expected->exists ? file->expected->stat.links : 0;
    if (links <= 1 || file->options.break_links)
        return SDN_OK;
    return sdn__fail(err, SDN_E_IO, file->resolved->path,
                     "the file has %llu hard links, which a save would part; remove the others, or set "
                     "break_links in the options",
                     (unsigned long long)links);
}

/* Whether a given snapshot is still there is found out at the end, when it counts. */
static sdn_code choose_expected(sdn_atomic_file *file, sdn_snapshot *expected, sdn_error *err)
{
    if (expected != NULL) {
        file->expected = expected;
        return SDN_OK;
    }
    file->expected = &file->own_expected;
    return sdn__snapshot_take(file->resolved, &file->own_expected, err);
}

static sdn_code fail_create(const sdn_atomic_file *file, int error, sdn_error *err)
{
    if (error == -EACCES || error == -EPERM || error == -EROFS)
        return sdn__fail_os(err, -error, file->resolved->path,
                            "cannot create a file in the directory, which a save needs; make the directory writable");
    return sdn__fail_os(err, -error, file->resolved->path, "cannot create a temporary file in the directory");
}

/* A new database gets what the umask leaves of 0666; a copy of a private one must not be readable for a moment, nor one
 * writable to a group that may be another. One that all may read and its owner alone may write needs no other mode
 * later. */
static uint32_t first_mode(const sdn_snapshot *expected)
{
    const uint32_t usual = 0644;
    if (!expected->exists)
        return 0666;
    return expected->stat.mode == usual ? usual : 0600;
}

static sdn_code create_temp(sdn_atomic_file *file, sdn_error *err)
{
    const unsigned flags = SDN_OPEN_WRITE | SDN_OPEN_CREATE | SDN_OPEN_NOFOLLOW;
    const uint32_t mode = first_mode(file->expected);
    int fd = -EEXIST;
    for (int tries = 0; fd == -EEXIST && tries < MOST_TEMP_NAMES; tries++) {
        file->temp_name = sdn__temp_name(file->resolved->name);
        if (file->temp_name == NULL)
            return sdn__fail_memory(err);
        fd = sdn__guarded_open(&file->out, file->resolved->directory, file->temp_name, flags, mode);
        if (fd < 0)
            sdn__temp_name_drop(file->resolved->directory, &file->temp_name, fd);
    }
    if (fd < 0)
        return fail_create(file, fd, err);
    if (file->lock == NULL) /* a sweep takes a file whose flock is free for one whose writer is gone */
        (void)sdn__sys.try_lock(fd);
    return SDN_OK;
}

static sdn_code keep_attributes(const sdn_atomic_file *file, sdn_error *err)
{
    const sdn_snapshot *old = file->expected;
    return old->exists ? sdn__file_attributes_copy(file->resolved, old->fd, &old->stat, file->out.fd, err) : SDN_OK;
}

static sdn_code start(sdn_atomic_file *file, sdn_snapshot *expected, sdn_error *err)
{
    sdn_code code = file->lock != NULL ? sdn__lock_check_covers(file->lock, file->resolved, err) : SDN_OK;
    if (code == SDN_OK)
        code = choose_expected(file, expected, err);
    if (code == SDN_OK)
        code = check_links(file, err);
    if (code == SDN_OK)
        code = create_temp(file, err);
    if (code == SDN_OK)
        code = keep_attributes(file, err);
    return code;
}

sdn_code sdn__atomic_file_create_at(const sdn_path *resolved, const sdn_lock *lock, sdn_snapshot *expected,
                                    const sdn_atomic_file_options *options, sdn_atomic_file **file, sdn_error *err)
{
    sdn_atomic_file *made = make_handle(lock, options);
    if (made == NULL)
        return sdn__fail_memory(err);
    made->resolved = resolved;
    sdn_code code = start(made, expected, err);
    if (code == SDN_OK)
        *file = made;
    else
        free_handle(made);
    return code;
}

sdn_code sdn_atomic_file_create(const char *path, const sdn_lock *lock, const sdn_atomic_file_options *options,
                                sdn_atomic_file **file, sdn_error *err)
{
    sdn_atomic_file *made = make_handle(lock, options);
    if (made == NULL)
        return sdn__fail_memory(err);
    made->resolved = &made->own_place;
    sdn_code code = sdn__path_open(path, &made->own_place, err);
    if (code == SDN_OK)
        code = start(made, NULL, err);
    if (code == SDN_OK)
        *file = made;
    else
        free_handle(made);
    return code;
}

sdn_code sdn_atomic_file_write(sdn_atomic_file *file, const void *bytes, size_t len, sdn_error *err)
{
    const char *next = bytes;
    while (len > 0) {
        int64_t wrote = sdn__sys.write(file->out.fd, next, len);
        if (wrote <= 0) /* nothing written is no progress either */
            return sdn__fail_os(err, wrote < 0 ? (int)-wrote : EIO, file->resolved->path,
                                "cannot write the temporary file %s", file->temp_name);
        next += wrote;
        len -= (size_t)wrote;
    }
    return SDN_OK;
}

/* A failed sync is not tried again: the kernel has marked the lost pages clean, so a second one would succeed. Where
 * nothing is promised, writing is at least begun: ext4 does the same for a file that is renamed over another, which else
 * may be found empty after a power cut. */
static sdn_code flush(const sdn_atomic_file *file, sdn_error *err)
{
    if (file->options.durability != SDN_DURABLE) {
        (void)sdn__sys.start_write_back(file->out.fd);
        return SDN_OK;
    }
    int error = sdn__sys.sync(file->out.fd);
    if (error != 0)
        return sdn__fail_os(err, -error, file->resolved->path, "cannot flush the temporary file %s to disk",
                            file->temp_name);
    return SDN_OK;
}

/* Network file systems report a failed write as late as here. */
static sdn_code close_temp(sdn_atomic_file *file, sdn_error *err)
{
    int error = sdn__guarded_close(&file->out);
    if (error != 0)
        return sdn__fail_os(err, -error, file->resolved->path, "cannot finish the temporary file %s", file->temp_name);
    return SDN_OK;
}

/* Opens the new file for whoever keeps its snapshot, while failing is still possible. */
static sdn_code open_saved(const sdn_atomic_file *file, sdn_snapshot *saved, sdn_error *err)
{
    if (saved == NULL)
        return SDN_OK;
    const sdn_path temp = {
        .directory = file->resolved->directory, .name = file->temp_name, .path = file->resolved->path, .start = -1};
    sdn_code code = sdn__snapshot_take(&temp, saved, err);
    int error = code == SDN_OK ? sdn__snapshot_keep_hash(saved) : 0;
    return error != 0
               ? sdn__fail_os(err, -error, file->resolved->path, "cannot read the temporary file %s", file->temp_name)
               : code;
}

static sdn_code fail_rename(const sdn_atomic_file *file, int error, sdn_error *err)
{
    if (error == -EBUSY)
        return sdn__fail_os(err, -error, file->resolved->path,
                            "cannot replace the file because it is a mount point; mount its directory instead");
    if (error == -EPERM || error == -EACCES)
        return sdn__fail_os(
            err, -error, file->resolved->path,
            "cannot replace the file, which in a directory with the sticky bit only its owner may; save as "
            "that user, or take the bit away");
    return sdn__fail_os(err, -error, file->resolved->path, "cannot replace the file by %s", file->temp_name);
}

/* Whether the name means the new file. */
static bool is_in_place(const sdn_atomic_file *file)
{
    sdn_stat named;
    return sdn__sys.stat_at(file->resolved->directory, file->resolved->name, &named) == 0 &&
           sdn__same_file(&named, &file->written);
}

/* ---- the last looks ---- */

/* A program that has the file open for writing goes on to write to what has no name any more. */
static sdn_code check_quiet(const sdn_atomic_file *file, sdn_error *err)
{
    if (!sdn__snapshot_is_being_written(file->expected))
        return SDN_OK;
    return sdn__fail(err, SDN_E_CONFLICT, file->resolved->path,
                     "another program has the file open for writing; save again when it is done");
}

static sdn_code check_place(const sdn_atomic_file *file, sdn_error *err)
{
    bool is_current = true;
    sdn_code code = sdn__path_check(file->resolved, &is_current, err);
    if (code == SDN_OK && !is_current)
        return sdn__fail(err, SDN_E_CONFLICT, file->resolved->path,
                         "the directory was moved or replaced by another one; load the file again, then save");
    return code;
}

/* The writers before the stamps: one that is done by now has left its mark on them. */
static sdn_code check_all(const sdn_atomic_file *file, sdn_error *err)
{
    sdn_code code = check_quiet(file, err);
    if (code == SDN_OK)
        code = check_unchanged(file, err);
    if (code == SDN_OK)
        code = check_place(file, err);
    if (code == SDN_OK && file->lock != NULL)
        code = sdn_lock_check(file->lock, err);
    return code;
}

/* ---- the step that shows ---- */

static void forget_temp(sdn_atomic_file *file)
{
    sdn__free(file->temp_name);
    file->temp_name = NULL;
}

/* A network file system may take a step and lose the reply, so whether it was taken is looked at. */
static sdn_code note_in_place(sdn_atomic_file *file, int error, sdn_error *err)
{
    if (error != 0 && !is_in_place(file))
        return fail_rename(file, error, err);
    forget_temp(file);
    return SDN_OK;
}

static sdn_code rename_over(sdn_atomic_file *file, sdn_error *err)
{
    return note_in_place(file, sdn__sys.rename_at(file->resolved->directory, file->temp_name, file->resolved->name),
                         err);
}

/* Refused by a file system, or by a filter of system calls that does not know it. The code of the latter has other meanings
 * too, so whether the step was taken is looked at. */
static bool is_unsupported(const sdn_atomic_file *file, int error)
{
    return error == -EOPNOTSUPP || (error == -EPERM && !is_in_place(file));
}

static sdn_code name_new_file(sdn_atomic_file *file, sdn_error *err)
{
    int error = sdn__sys.rename_new_at(file->resolved->directory, file->temp_name, file->resolved->name);
    if (is_unsupported(file, error))
        return rename_over(file, err);
    if (error == -EEXIST && !is_in_place(file))
        return fail_changed(file, err);
    return note_in_place(file, error, err);
}

/* Whether what had the name is what was to be replaced, and is at rest; again the writers before the stamps. */
static sdn_code check_displaced(const sdn_atomic_file *file, sdn_error *err)
{
    sdn_stat displaced;
    bool is_quiet = !sdn__snapshot_is_being_written(file->expected);
    int error = sdn__sys.stat_at(file->resolved->directory, file->temp_name, &displaced);
    if (error != 0)
        return sdn__fail_os(err, -error, file->resolved->path, "cannot look at the replaced file");
    return is_quiet && sdn__snapshot_is_intact(file->expected, &displaced) ? SDN_OK : fail_changed(file, err);
}

/* The displaced file keeps its temporary name, which nobody removes now. */
static sdn_code fail_displaced(sdn_atomic_file *file, int error, sdn_error *err)
{
    sdn_code code = sdn__fail_os(err, -error, file->resolved->path,
                                 "another program changed the file in the moment of the "
                                 "save; what it wrote is in %s: give that file its name back",
                                 file->temp_name);
    forget_temp(file);
    return code;
}

/* Yet another program has put its file in the place of ours, as it would have in that of the displaced one. */
static sdn_code pass_on(sdn_atomic_file *file, sdn_error *err)
{
    int error = sdn__sys.rename_at(file->resolved->directory, file->temp_name, file->resolved->name);
    if (error != 0)
        return fail_displaced(file, error, err);
    forget_temp(file);
    return fail_changed(file, err);
}

/* Gives the displaced file its name back. What has the temporary name then is removed if it is known to be ours. The
 * result is `reason`, which *err tells, if nothing worse happens. */
static sdn_code take_back(sdn_atomic_file *file, sdn_code reason, sdn_error *err)
{
    sdn_stat returned;
    const sdn_path *resolved = file->resolved;
    int error = sdn__sys.exchange_at(resolved->directory, file->temp_name, resolved->name);
    bool is_seen = sdn__sys.stat_at(resolved->directory, file->temp_name, &returned) == 0;
    if (is_seen && sdn__same_file(&returned, &file->written))
        return reason;
    if (error != 0)
        return fail_displaced(file, error, err);
    if (is_seen)
        return pass_on(file, err);
    forget_temp(file);
    return reason;
}

/* A displaced file that cannot be removed now is tried again with the handle, and swept later. */
static sdn_code exchange(sdn_atomic_file *file, sdn_error *err)
{
    const sdn_path *resolved = file->resolved;
    int error = sdn__sys.exchange_at(resolved->directory, file->temp_name, resolved->name);
    if (is_unsupported(file, error))
        return rename_over(file, err);
    if (error == -ENOENT && !is_in_place(file))
        return fail_changed(file, err);
    if (error != 0 && !is_in_place(file))
        return fail_rename(file, error, err);
    sdn_code code = check_displaced(file, err);
    if (code != SDN_OK)
        return take_back(file, code, err);
    if (sdn__sys.unlink_at(resolved->directory, file->temp_name) == 0)
        forget_temp(file);
    return SDN_OK;
}

static sdn_code replace(sdn_atomic_file *file, sdn_error *err)
{
    sdn_code code = check_all(file, err);
    if (code != SDN_OK)
        return code;
    return file->expected->exists ? exchange(file, err) : name_new_file(file, err);
}

/* Whoever changes the file later leaves the time of the present tick or a later one; the last write left that of the
 * present tick at most. So a nanosecond tells the two apart, and a second where the file system keeps no fraction. Where
 * it cannot be done, versions stay in doubt a while. */
static void date_back(const sdn_atomic_file *file)
{
    (void)sdn__sys.set_mtime(file->out.fd, file->written.mtime_ns - 1);
}

static sdn_code note_written(sdn_atomic_file *file, sdn_error *err)
{
    int error = sdn__sys.stat_fd(file->out.fd, &file->written);
    if (error != 0)
        return sdn__fail_os(err, -error, file->resolved->path, "cannot look at the temporary file %s", file->temp_name);
    return SDN_OK;
}

/* `saved` NULL: nobody keeps the snapshot. */
static sdn_code put_in_place(sdn_atomic_file *file, sdn_snapshot *saved, sdn_error *err)
{
    sdn_code code = note_written(file, err);
    if (code == SDN_OK && saved != NULL)
        date_back(file);
    if (code == SDN_OK)
        code = flush(file, err);
    if (code == SDN_OK)
        code = close_temp(file, err);
    if (code == SDN_OK)
        code = open_saved(file, saved, err);
    if (code == SDN_OK)
        code = replace(file, err);
    return code;
}

static sdn_code flush_directory(const sdn_atomic_file *file, sdn_error *err)
{
    int error = file->options.durability == SDN_DURABLE ? sdn__sys.sync(file->resolved->directory) : 0;
    if (error == 0)
        return SDN_OK;
    (void)sdn__fail_os(
        err, -error, file->resolved->path,
        "saved, but the directory could not be flushed to disk; a power cut may bring the old file back");
    if (err != NULL)
        err->code = SDN_W_NOT_DURABLE;
    return SDN_W_NOT_DURABLE;
}

/* The rename itself changed the file's ctime. Should this look fail, or show that another program has written to the new
 * file since it got the name, the snapshot looks changed: that costs a reload, nothing else. */
static void note_saved(sdn_snapshot *saved)
{
    sdn_stat now;
    int64_t looked_ns = sdn__sys.realtime_ns();
    if (sdn__sys.stat_fd(saved->fd, &now) != 0 || now.size != saved->stat.size || now.mtime_ns != saved->stat.mtime_ns)
        return;
    saved->stat = now;
    saved->taken_ns = looked_ns;
}

sdn_code sdn__atomic_file_commit_snapshot(sdn_atomic_file **file, sdn_snapshot *saved, sdn_error *err)
{
    sdn_snapshot made = SDN_SNAPSHOT_INIT;
    sdn_code code = put_in_place(*file, &made, err);
    if (code == SDN_OK) {
        note_saved(&made);
        code = flush_directory(*file, err);
        *saved = made;
    } else {
        sdn__snapshot_release(&made);
    }
    free_handle(*file);
    *file = NULL;
    return code;
}

sdn_code sdn_atomic_file_commit(sdn_atomic_file **file, sdn_error *err)
{
    sdn_code code = put_in_place(*file, NULL, err);
    if (code == SDN_OK)
        code = flush_directory(*file, err);
    free_handle(*file);
    *file = NULL;
    return code;
}

void sdn_atomic_file_discard(sdn_atomic_file **file)
{
    if (*file == NULL)
        return;
    free_handle(*file);
    *file = NULL;
}
