/*
 * Atomic file: the steps of a save, and what is true after each.
 *
 *   create     Makes a temporary file next to the target, with the attributes of the old file. If there is no database
 *              lock, it is locked with flock (sweep.c). The target is untouched.
 *   write      Adds content to the temporary file. If we are killed up to here, it stays and is swept later.
 *   commit 1.  Syncs the file, with SDN_DURABLE: after the rename no power cut can show an empty or partial file.
 *          2.  Closes it, which is where a network file system may report failed writes.
 *          3.  Checks for the last time: nobody has the old file open for writing, it is the expected one, the path
 *              leads to the same directory, the lock is ours. Until here every failure leaves the target unchanged.
 *          4.  Replaces the old file, by one rename or exchange: readers see the old file before, the new one after.
 *          5.  Syncs the directory, with SDN_DURABLE: the new name survives a power cut. If this fails, the save is
 *              done but not durable (SDN_W_NOT_DURABLE).
 *
 * Where the file system can, step 4 exchanges the two names instead of renaming over the old file. Programs that use no
 * lock may write to the old file, or put another one under its name, between the last check and the step. After an
 * exchange the old file still has a name, so it is checked once more (check_displaced). If it is not the expected one,
 * or somebody has it open for writing, the names are exchanged back. So what such programs write is never lost in a
 * file without a name. Only then is the old file removed.
 *
 * A network file system may carry out a step and lose the reply. So after a failed step the names are checked, and the
 * result is what they show.
 */
#include "file/atomic_file_internal.h"

#include "base/alloc.h"
#include "base/error.h"
#include "os/sys.h"
#include "file/file_attributes.h"
#include "file/lock_internal.h"
#include "file/open_descriptors.h"
#include "file/sweep.h"
#include "file/temp_name.h"

#include <assert.h>
#include <errno.h>

enum { MOST_TEMP_NAMES = 3 };

/* States: writing (out is open and has temp_name), closed (out.fd is -1), replaced (temp_name is NULL, or names the old
 * file, which is still to be removed). Freeing the handle removes the file that has the temporary name. */
struct sdn_atomic_file {
    const sdn_path *resolved;
    const sdn_lock *lock;   /* NULL: replaces without a lock */
    sdn_snapshot *expected; /* the file to replace */
    sdn_atomic_file_options options;
    sdn_descriptor out;
    char *temp_name;
    sdn_stat made;             /* the new file, when it was created */
    sdn_path own_path;         /* `resolved` points here if the handle was made from a path */
    sdn_snapshot own_expected; /* `expected` points here if the caller gave none */
};

sdn_atomic_file_options sdn_atomic_file_options_default(void)
{
    return (sdn_atomic_file_options){.durability = SDN_DURABLE, .break_links = false};
}

static sdn_atomic_file *make_atomic_file(const sdn_lock *lock, const sdn_atomic_file_options *options)
{
    sdn_atomic_file *file = sdn__alloc(sizeof *file);
    if (file == NULL)
        return NULL;
    *file = (sdn_atomic_file){
        .lock = lock,
        .options = options != NULL ? *options : sdn_atomic_file_options_default(),
        .out = SDN_DESCRIPTOR_INIT,
        .own_path = SDN_PATH_INIT,
        .own_expected = SDN_SNAPSHOT_INIT,
    };
    return file;
}

/* A failure to remove the temporary file is ignored, because it is swept later. */
static void free_atomic_file(sdn_atomic_file *file)
{
    (void)sdn__descriptor_close(&file->out);
    if (file->temp_name != NULL)
        (void)sdn__sys.unlink_at(file->resolved->directory, file->temp_name);
    sdn__free(file->temp_name);
    sdn__snapshot_release(&file->own_expected);
    sdn__path_close(&file->own_path);
    sdn__free(file);
}

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

/* Replacing one of several names of a file would silently separate it from the others. */
static sdn_code check_links(const sdn_atomic_file *file, sdn_error *err)
{
    uint64_t links = file->expected->exists ? file->expected->stat.links : 0;
    if (links <= 1 || file->options.break_links)
        return SDN_OK;
    return sdn__fail(err, SDN_E_IO, file->resolved->path,
                     "the file has %llu hard links, which a save would separate; remove the others, or set "
                     "break_links in the options",
                     (unsigned long long)links);
}

/* Whether a given snapshot is still current is checked in commit. */
static sdn_code choose_expected(sdn_atomic_file *file, sdn_snapshot *expected, sdn_error *err)
{
    if (expected != NULL) {
        file->expected = expected;
        return SDN_OK;
    }
    file->expected = &file->own_expected;
    return sdn__snapshot_take(file->resolved, &file->own_expected, err);
}

static sdn_code fail_temp_create(const sdn_atomic_file *file, int error, sdn_error *err)
{
    if (error == -EACCES || error == -EPERM || error == -EROFS)
        return sdn__fail_os(err, -error, file->resolved->path,
                            "cannot create a file in the directory, which a save needs; make the directory writable");
    return sdn__fail_os(err, -error, file->resolved->path, "cannot create a temporary file in the directory");
}

static sdn_code fail_temp_stat(const sdn_atomic_file *file, int error, sdn_error *err)
{
    return sdn__fail_os(err, -error, file->resolved->path, "cannot look at the temporary file %s", file->temp_name);
}

/* A new database gets 0666 less the umask. The copy of a private file must not be readable by others for a moment, nor
 * be writable by a group that may be the wrong one. The usual mode 0644 is right from the start, which saves a call. */
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
        fd = sdn__descriptor_open_at(&file->out, file->resolved->directory, file->temp_name, flags, mode);
        if (fd < 0)
            sdn__temp_name_drop(file->resolved->directory, &file->temp_name, fd);
    }
    if (fd < 0)
        return fail_temp_create(file, fd, err);
    if (file->lock == NULL) /* tells a sweep that its writer lives */
        (void)sdn__sys.try_lock(fd);
    int error = sdn__sys.stat_fd(fd, &file->made);
    return error != 0 ? fail_temp_stat(file, error, err) : SDN_OK;
}

static sdn_code keep_attributes(const sdn_atomic_file *file, sdn_error *err)
{
    const sdn_snapshot *old = file->expected;
    return old->exists ? sdn__file_attributes_copy(file->resolved, old->fd, &old->stat, file->out.fd, &file->made, err)
                       : SDN_OK;
}

static sdn_code start_temp_file(sdn_atomic_file *file, sdn_snapshot *expected, sdn_error *err)
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
    sdn_atomic_file *made = make_atomic_file(lock, options);
    if (made == NULL)
        return sdn__fail_memory(err);
    made->resolved = resolved;
    sdn_code code = start_temp_file(made, expected, err);
    if (code == SDN_OK)
        *file = made;
    else
        free_atomic_file(made);
    return code;
}

/* The same path was resolved for the lock. Whether it still leads there is one of the last checks. */
static sdn_code resolve_target(sdn_atomic_file *file, const char *path, sdn_error *err)
{
    if (file->lock != NULL && sdn__path_is_repeated(sdn__lock_path(file->lock), path)) {
        file->resolved = sdn__lock_path(file->lock);
        return SDN_OK;
    }
    file->resolved = &file->own_path;
    return sdn__path_open(path, &file->own_path, err);
}

sdn_atomic_file *sdn_atomic_file_create(const char *path, const sdn_lock *lock, const sdn_atomic_file_options *options,
                                        sdn_error *err)
{
    sdn_atomic_file *file = make_atomic_file(lock, options);
    if (file == NULL) {
        sdn__fail_memory(err);
        return NULL;
    }
    sdn_code code = resolve_target(file, path, err);
    if (code == SDN_OK)
        code = start_temp_file(file, NULL, err);
    if (code == SDN_OK)
        return file;
    free_atomic_file(file);
    return NULL;
}

sdn_code sdn_atomic_file_write(sdn_atomic_file *file, const void *bytes, size_t len, sdn_error *err)
{
    assert(file->out.fd >= 0);
    const char *next = bytes;
    while (len > 0) {
        int64_t wrote = sdn__sys.write(file->out.fd, next, len);
        if (wrote <= 0) /* 0 bytes would be no progress */
            return sdn__fail_os(err, wrote < 0 ? (int)-wrote : EIO, file->resolved->path,
                                "cannot write the temporary file %s", file->temp_name);
        next += wrote;
        len -= (size_t)wrote;
    }
    return SDN_OK;
}

/* A failed sync is not repeated: the kernel has marked the lost pages clean, so the second one would succeed. With
 * SDN_ATOMIC writing to disk is only started, which makes an empty file after a power cut unlikely; ext4 does the same
 * when a file is renamed over another one. */
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

/* Network file systems may report failed writes only here. */
static sdn_code close_temp(sdn_atomic_file *file, sdn_error *err)
{
    int error = sdn__descriptor_close(&file->out);
    if (error != 0)
        return sdn__fail_os(err, -error, file->resolved->path, "cannot finish the temporary file %s", file->temp_name);
    return SDN_OK;
}

/* Takes the snapshot of the new file before the replacing step, after which nothing may fail. */
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
            "cannot replace the file: in a directory with the sticky bit only the owner of the file may; save as "
            "that user, or clear the bit");
    return sdn__fail_os(err, -error, file->resolved->path, "cannot replace the file with %s", file->temp_name);
}

/* Whether the name of the database means the new file. */
static bool is_replaced(const sdn_atomic_file *file)
{
    sdn_stat named;
    return sdn__sys.stat_at(file->resolved->directory, file->resolved->name, &named) == 0 &&
           sdn__same_file(&named, &file->made);
}

/* ---- the last checks ---- */

/* A program that has the file open for writing would go on to write to a file without a name. */
static sdn_code check_no_writer(const sdn_atomic_file *file, sdn_error *err)
{
    if (!sdn__snapshot_is_being_written(file->expected))
        return SDN_OK;
    return sdn__fail(err, SDN_E_CONFLICT, file->resolved->path,
                     "another program has the file open for writing; save again when it is done");
}

static sdn_code check_path(const sdn_atomic_file *file, sdn_error *err)
{
    bool is_current = true;
    sdn_code code = sdn__path_check(file->resolved, &is_current, err);
    if (code == SDN_OK && !is_current)
        return sdn__fail(err, SDN_E_CONFLICT, file->resolved->path,
                         "the directory was moved or replaced by another one; load the file again, then save");
    return code;
}

/* Writers are checked before time stamps: a writer that has closed the file by now shows in the stamps. */
static sdn_code check_all(const sdn_atomic_file *file, sdn_error *err)
{
    sdn_code code = check_no_writer(file, err);
    if (code == SDN_OK)
        code = check_unchanged(file, err);
    if (code == SDN_OK)
        code = check_path(file, err);
    if (code == SDN_OK && file->lock != NULL)
        code = sdn_lock_check(file->lock, err);
    return code;
}

/* ---- the replacing step ---- */

static void forget_temp(sdn_atomic_file *file)
{
    sdn__free(file->temp_name);
    file->temp_name = NULL;
}

static sdn_code end_rename(sdn_atomic_file *file, int error, sdn_error *err)
{
    if (error != 0 && !is_replaced(file))
        return fail_rename(file, error, err);
    forget_temp(file);
    return SDN_OK;
}

static sdn_code rename_over(sdn_atomic_file *file, sdn_error *err)
{
    return end_rename(file, sdn__sys.rename_at(file->resolved->directory, file->temp_name, file->resolved->name), err);
}

/* Whether the file system, or a filter of system calls (seccomp), does not know the call. A filter reports EPERM, which
 * has other causes too, so the names are checked. */
static bool is_exchange_unsupported(const sdn_atomic_file *file, int error)
{
    return error == -EOPNOTSUPP || (error == -EPERM && !is_replaced(file));
}

static sdn_code name_new_file(sdn_atomic_file *file, sdn_error *err)
{
    int error = sdn__sys.rename_new_at(file->resolved->directory, file->temp_name, file->resolved->name);
    if (is_exchange_unsupported(file, error))
        return rename_over(file, err);
    if (error == -EEXIST && !is_replaced(file))
        return fail_changed(file, err);
    return end_rename(file, error, err);
}

/* After an exchange: whether the old file is the expected one and nobody writes to it. Again writers before stamps. */
static sdn_code check_displaced(const sdn_atomic_file *file, sdn_error *err)
{
    sdn_stat displaced;
    bool has_no_writer = !sdn__snapshot_is_being_written(file->expected);
    int error = sdn__sys.stat_at(file->resolved->directory, file->temp_name, &displaced);
    if (error != 0)
        return sdn__fail_os(err, -error, file->resolved->path, "cannot look at the replaced file");
    return has_no_writer && sdn__snapshot_is_intact(file->expected, &displaced) ? SDN_OK : fail_changed(file, err);
}

/* The displaced file keeps its temporary name until the user acts. */
static sdn_code fail_displaced(sdn_atomic_file *file, int error, sdn_error *err)
{
    sdn_code code = sdn__fail_os(err, -error, file->resolved->path,
                                 "another program changed the file at the moment of the "
                                 "save; what it wrote is in %s: rename that file back",
                                 file->temp_name);
    forget_temp(file);
    return code;
}

/* Exchanging back has moved the file of a third program, which had replaced ours, to the temporary name. It would have
 * replaced the displaced file in the same way, so it gets the name. */
static sdn_code restore_third_file(sdn_atomic_file *file, sdn_error *err)
{
    int error = sdn__sys.rename_at(file->resolved->directory, file->temp_name, file->resolved->name);
    if (error != 0)
        return fail_displaced(file, error, err);
    forget_temp(file);
    return fail_changed(file, err);
}

/* Gives the displaced file its name back. The file that has the temporary name then is removed with the handle only if
 * it is known to be ours. Returns `reason`, which *err tells, unless something worse happens. */
static sdn_code exchange_back(sdn_atomic_file *file, sdn_code reason, sdn_error *err)
{
    sdn_stat returned;
    const sdn_path *resolved = file->resolved;
    int error = sdn__sys.exchange_at(resolved->directory, file->temp_name, resolved->name);
    bool is_seen = sdn__sys.stat_at(resolved->directory, file->temp_name, &returned) == 0;
    if (is_seen && sdn__same_file(&returned, &file->made))
        return reason;
    if (error != 0)
        return fail_displaced(file, error, err);
    if (is_seen)
        return restore_third_file(file, err);
    forget_temp(file);
    return reason;
}

/* If the displaced file cannot be removed now, freeing the handle tries again, and a sweep later. */
static sdn_code exchange(sdn_atomic_file *file, sdn_error *err)
{
    const sdn_path *resolved = file->resolved;
    int error = sdn__sys.exchange_at(resolved->directory, file->temp_name, resolved->name);
    if (is_exchange_unsupported(file, error))
        return rename_over(file, err);
    if (error == -ENOENT && !is_replaced(file))
        return fail_changed(file, err);
    if (error != 0 && !is_replaced(file))
        return fail_rename(file, error, err);
    sdn_code code = check_displaced(file, err);
    if (code != SDN_OK)
        return exchange_back(file, code, err);
    if (sdn__sys.unlink_at(resolved->directory, file->temp_name) == 0)
        forget_temp(file);
    return SDN_OK;
}

static sdn_code replace_target(sdn_atomic_file *file, sdn_error *err)
{
    assert(file->out.fd < 0);
    sdn_code code = check_all(file, err);
    if (code != SDN_OK)
        return code;
    return file->expected->exists ? exchange(file, err) : name_new_file(file, err);
}

/* Sets the new file's mtime back by a nanosecond (a second, where the file system keeps no fraction). A later change
 * gets the time of the present tick or a later one, so it always changes the mtime, and the snapshot can rely on the
 * stamps alone (snapshot.c). Where the time cannot be set, snapshots have to compare content for a while. */
static sdn_code date_back(const sdn_atomic_file *file, sdn_error *err)
{
    sdn_stat written;
    int error = sdn__sys.stat_fd(file->out.fd, &written);
    if (error != 0)
        return fail_temp_stat(file, error, err);
    (void)sdn__sys.set_mtime(file->out.fd, written.mtime_ns - 1);
    return SDN_OK;
}

/* Steps 1 to 4 of commit. `saved` gets the snapshot of the new file; NULL is allowed. */
static sdn_code commit_file(sdn_atomic_file *file, sdn_snapshot *saved, sdn_error *err)
{
    assert(file->out.fd >= 0);
    sdn_code code = saved != NULL ? date_back(file, err) : SDN_OK;
    if (code == SDN_OK)
        code = flush(file, err);
    if (code == SDN_OK)
        code = close_temp(file, err);
    if (code == SDN_OK)
        code = open_saved(file, saved, err);
    if (code == SDN_OK)
        code = replace_target(file, err);
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

/* The rename changed the new file's ctime, so its stat is taken again. If that fails, or another program has written to
 * the new file since, the snapshot stays as it is and compares as changed, which only costs a reload. */
static void note_saved(sdn_snapshot *saved)
{
    sdn_stat now;
    int64_t now_ns = sdn__sys.realtime_ns();
    if (sdn__sys.stat_fd(saved->fd, &now) != 0 || now.size != saved->stat.size || now.mtime_ns != saved->stat.mtime_ns)
        return;
    saved->stat = now;
    saved->taken_ns = now_ns;
}

sdn_code sdn__atomic_file_commit_snapshot(sdn_atomic_file **file, sdn_snapshot *saved, sdn_error *err)
{
    sdn_snapshot made = SDN_SNAPSHOT_INIT;
    sdn_code code = commit_file(*file, &made, err);
    if (code == SDN_OK) {
        note_saved(&made);
        code = flush_directory(*file, err);
        *saved = made;
    } else {
        sdn__snapshot_release(&made);
    }
    free_atomic_file(*file);
    *file = NULL;
    return code;
}

sdn_code sdn_atomic_file_commit(sdn_atomic_file **file, sdn_error *err)
{
    sdn_code code = commit_file(*file, NULL, err);
    if (code == SDN_OK)
        code = flush_directory(*file, err);
    free_atomic_file(*file);
    *file = NULL;
    return code;
}

void sdn_atomic_file_discard(sdn_atomic_file **file)
{
    if (*file == NULL)
        return;
    free_atomic_file(*file);
    *file = NULL;
}

/* ---- sweep ---- */

sdn_code sdn__atomic_file_sweep_at(const sdn_path *resolved, const sdn_lock *lock, sdn_error *err)
{
    if (lock == NULL)
        return sdn__fail(err, SDN_E_MISUSE, resolved->path,
                         "leftovers can be removed only under the lock; acquire it first");
    sdn_code code = sdn__lock_check_covers(lock, resolved, err);
    if (code != SDN_OK)
        return code;
    int error = sdn__sweep(resolved);
    if (error != 0)
        return sdn__fail_os(err, -error, resolved->path, "cannot list the directory to remove leftovers");
    return SDN_OK;
}

sdn_code sdn_atomic_file_sweep(const char *path, const sdn_lock *lock, sdn_error *err)
{
    sdn_path resolved;
    sdn_code code = sdn__path_open(path, &resolved, err);
    if (code != SDN_OK)
        return code;
    code = sdn__atomic_file_sweep_at(&resolved, lock, err);
    sdn__path_close(&resolved);
    return code;
}
