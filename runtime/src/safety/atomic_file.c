#include "safety/atomic_file_internal.h"

#include "base/alloc.h"
#include "base/error.h"
#include "base/sys.h"
#include "safety/file_attributes.h"
#include "safety/lock_internal.h"
#include "safety/temp_name.h"

#include <errno.h>

enum { MOST_TEMP_NAMES = 3 };

/* States: open (fd >= 0, temp_name names it), then closed (fd -1, temp_name names it), then in place
 * (temp_name NULL). Whatever fails before the last one, freeing the handle removes the temporary file. */
struct sdn_atomic_file {
    const sdn_place *place;
    const sdn_lock *lock;        /* NULL: replaced without one */
    const sdn_version *expected; /* what is replaced */
    sdn_atomic_file_options options;
    int fd;
    char *temp_name;
    sdn_stat written;         /* the new file, before it was closed */
    int64_t mtime_ns;         /* that the new file was dated back to; INT64_MIN: it was not */
    sdn_place own_place;      /* where place points if the handle was made from a path */
    sdn_version own_expected; /* where expected points if the caller gave none */
};

sdn_atomic_file_options sdn_atomic_file_options_default(void)
{
    return (sdn_atomic_file_options){.durability = SDN_DURABLE, .break_links = false};
}

static sdn_atomic_file *make_handle(const sdn_lock *lock, const sdn_atomic_file_options *options)
{
    sdn_atomic_file *file = sdn_alloc(sizeof *file);
    if (file == NULL)
        return NULL;
    *file = (sdn_atomic_file){
        .lock = lock,
        .options = options != NULL ? *options : sdn_atomic_file_options_default(),
        .fd = -1,
        .mtime_ns = INT64_MIN,
        .own_place = SDN_PLACE_INIT,
        .own_expected = SDN_VERSION_INIT,
    };
    return file;
}

/* A temporary file that cannot be removed is swept later, so that failure is ignored. */
static void free_handle(sdn_atomic_file *file)
{
    if (file->fd >= 0)
        (void)sdn_sys.close(file->fd);
    if (file->temp_name != NULL)
        (void)sdn_sys.unlink_at(file->place->directory, file->temp_name);
    sdn_free(file->temp_name);
    sdn_version_release(&file->own_expected);
    sdn_place_close(&file->own_place);
    sdn_free(file);
}

static sdn_code check_unchanged(const sdn_atomic_file *file, sdn_error *err)
{
    sdn_version_verdict verdict;
    sdn_code code = sdn_version_compare(file->place, file->expected, &verdict, err);
    if (code == SDN_OK && verdict == SDN_VERSION_CHANGED)
        return sdn_fail(err, SDN_E_CONFLICT, file->place->path,
                        "the file was changed by another program; load it again, then save");
    return code;
}

/* Renaming over one of several names would silently part them. */
static sdn_code check_links(const sdn_atomic_file *file, sdn_error *err)
{
    uint64_t links = file->expected->exists ? file->expected->stat.links : 0;
    if (links <= 1 || file->options.break_links)
        return SDN_OK;
    return sdn_fail(err, SDN_E_IO, file->place->path,
                    "the file has %llu hard links, which a save would part; remove the others, or set "
                    "break_links in the options",
                    (unsigned long long)links);
}

static sdn_code choose_expected(sdn_atomic_file *file, const sdn_version *expected, sdn_error *err)
{
    if (expected != NULL) {
        file->expected = expected;
        return check_unchanged(file, err);
    }
    file->expected = &file->own_expected;
    return sdn_version_take(file->place, &file->own_expected, err);
}

static sdn_code fail_create(const sdn_atomic_file *file, int error, sdn_error *err)
{
    if (error == -EACCES || error == -EPERM || error == -EROFS)
        return sdn_fail_os(
            err, -error, file->place->path,
            "cannot create a file in the directory, which a save needs; make the directory writable");
    return sdn_fail_os(err, -error, file->place->path, "cannot create a temporary file in the directory");
}

/* A new database gets what the umask leaves of 0666; a copy of a private one must not be readable for a moment, nor one
 * writable to a group that may be another. One that all may read and its owner alone may write needs no other mode
 * later. */
static uint32_t first_mode(const sdn_version *expected)
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
        file->temp_name = sdn_temp_name(file->place->name);
        if (file->temp_name == NULL)
            return sdn_fail_memory(err);
        fd = sdn_sys.open_at(file->place->directory, file->temp_name, flags, mode);
        if (fd < 0)
            sdn_temp_name_drop(file->place->directory, &file->temp_name, fd);
    }
    if (fd < 0)
        return fail_create(file, fd, err);
    file->fd = fd;
    if (file->lock == NULL) /* a sweep takes a file whose flock is free for one whose writer is gone */
        (void)sdn_sys.try_lock(fd);
    return SDN_OK;
}

static sdn_code keep_attributes(const sdn_atomic_file *file, sdn_error *err)
{
    const sdn_version *old = file->expected;
    return old->exists ? sdn_file_attributes_copy(file->place, old->fd, &old->stat, file->fd, err) : SDN_OK;
}

static sdn_code start(sdn_atomic_file *file, const sdn_version *expected, sdn_error *err)
{
    sdn_code code = file->lock != NULL ? sdn_lock_check_covers(file->lock, file->place, err) : SDN_OK;
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

sdn_code sdn_atomic_file_create_at(const sdn_place *place, const sdn_lock *lock, const sdn_version *expected,
                                   const sdn_atomic_file_options *options, sdn_atomic_file **file,
                                   sdn_error *err)
{
    sdn_atomic_file *made = make_handle(lock, options);
    if (made == NULL)
        return sdn_fail_memory(err);
    made->place = place;
    sdn_code code = start(made, expected, err);
    if (code == SDN_OK)
        *file = made;
    else
        free_handle(made);
    return code;
}

sdn_code sdn_atomic_file_create(const char *path, const sdn_lock *lock,
                                const sdn_atomic_file_options *options, sdn_atomic_file **file,
                                sdn_error *err)
{
    sdn_atomic_file *made = make_handle(lock, options);
    if (made == NULL)
        return sdn_fail_memory(err);
    made->place = &made->own_place;
    sdn_code code = sdn_place_open(path, &made->own_place, err);
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
        int64_t wrote = sdn_sys.write(file->fd, next, len);
        if (wrote <= 0) /* nothing written is no progress either */
            return sdn_fail_os(err, wrote < 0 ? (int)-wrote : EIO, file->place->path,
                               "cannot write the temporary file %s", file->temp_name);
        next += wrote;
        len -= (size_t)wrote;
    }
    return SDN_OK;
}

/* A failed sync is not tried again: the kernel has marked the lost pages clean, so a second one would
 * succeed. */
static sdn_code flush(const sdn_atomic_file *file, sdn_error *err)
{
    int error = file->options.durability == SDN_DURABLE ? sdn_sys.sync(file->fd) : 0;
    if (error != 0)
        return sdn_fail_os(err, -error, file->place->path, "cannot flush the temporary file %s to disk",
                           file->temp_name);
    return SDN_OK;
}

/* Network file systems report a failed write as late as here. */
static sdn_code close_temp(sdn_atomic_file *file, sdn_error *err)
{
    int error = sdn_sys.close(file->fd);
    file->fd = -1;
    if (error != 0)
        return sdn_fail_os(err, -error, file->place->path, "cannot finish the temporary file %s",
                           file->temp_name);
    return SDN_OK;
}

/* Opens the new file for whoever keeps its version, while failing is still possible. */
static sdn_code open_saved(const sdn_atomic_file *file, sdn_version *saved, sdn_error *err)
{
    if (saved == NULL)
        return SDN_OK;
    const sdn_place temp = {file->place->directory, file->temp_name, NULL, file->place->path};
    return sdn_version_take(&temp, saved, err);
}

static sdn_code fail_rename(const sdn_atomic_file *file, int error, sdn_error *err)
{
    if (error == -EBUSY)
        return sdn_fail_os(
            err, -error, file->place->path,
            "cannot replace the file because it is a mount point; mount its directory instead");
    if (error == -EPERM || error == -EACCES)
        return sdn_fail_os(err, -error, file->place->path,
                           "cannot replace the file, which in a directory with the sticky bit only its owner may; save as "
                           "that user, or take the bit away");
    return sdn_fail_os(err, -error, file->place->path, "cannot replace the file by %s", file->temp_name);
}

/* Whether the name means the new file. */
static bool is_in_place(const sdn_atomic_file *file)
{
    sdn_stat named;
    return sdn_sys.stat_at(file->place->directory, file->place->name, &named) == 0 &&
           sdn_same_file(&named, &file->written);
}

/* The last looks directly before the one step that shows: nothing may come between. A network file system may
 * take that step and lose the reply. */
static sdn_code replace(sdn_atomic_file *file, sdn_error *err)
{
    sdn_code code = check_unchanged(file, err);
    if (code == SDN_OK && file->lock != NULL)
        code = sdn_lock_check(file->lock, err);
    if (code != SDN_OK)
        return code;
    int error = sdn_sys.rename_at(file->place->directory, file->temp_name, file->place->name);
    if (error != 0 && !is_in_place(file))
        return fail_rename(file, error, err);
    sdn_free(file->temp_name);
    file->temp_name = NULL;
    return SDN_OK;
}

/* Whoever changes the file later leaves the time of the present tick or a later one; the last write left that of the
 * present tick at most. So a nanosecond tells the two apart. Where it cannot be done, versions stay in doubt a while. */
static void date_back(sdn_atomic_file *file)
{
    if (sdn_sys.set_mtime(file->fd, file->written.mtime_ns - 1) == 0)
        file->mtime_ns = file->written.mtime_ns - 1;
}

static sdn_code note_written(sdn_atomic_file *file, sdn_error *err)
{
    int error = sdn_sys.stat_fd(file->fd, &file->written);
    if (error != 0)
        return sdn_fail_os(err, -error, file->place->path, "cannot look at the temporary file %s", file->temp_name);
    return SDN_OK;
}

/* `saved` NULL: nobody keeps the version. */
static sdn_code put_in_place(sdn_atomic_file *file, sdn_version *saved, sdn_error *err)
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
    int error = file->options.durability == SDN_DURABLE ? sdn_sys.sync(file->place->directory) : 0;
    if (error == 0)
        return SDN_OK;
    (void)sdn_fail_os(
        err, -error, file->place->path,
        "saved, but the directory could not be flushed to disk; a power cut may bring the old file back");
    if (err != NULL)
        err->code = SDN_W_NOT_DURABLE;
    return SDN_W_NOT_DURABLE;
}

/* The rename itself changed the file's ctime. Should this look fail, the version looks changed: that costs a
 * reload, nothing else. */
static void note_saved(const sdn_atomic_file *file, sdn_version *saved)
{
    int64_t now = sdn_sys.realtime_ns();
    if (sdn_sys.stat_fd(saved->fd, &saved->stat) != 0)
        return;
    saved->taken_ns = now;
    saved->dated_back = saved->stat.mtime_ns == file->mtime_ns; /* not cut to the resolution of the file system */
}

sdn_code sdn_atomic_file_commit_version(sdn_atomic_file **file, sdn_version *saved, sdn_error *err)
{
    sdn_version made = SDN_VERSION_INIT;
    sdn_code code = put_in_place(*file, &made, err);
    if (code == SDN_OK) {
        note_saved(*file, &made);
        code = flush_directory(*file, err);
        *saved = made;
    } else {
        sdn_version_release(&made);
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
