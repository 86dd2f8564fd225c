#include "safety/version.h"

#include "base/alloc.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

/* Time stamps may lag behind the clock by a tick of the kernel, 10 ms at most, so two changes this close
 * together can carry the same one. */
static const int64_t doubtful_ns = 20 * 1000 * 1000;

static sdn_code refuse_kind(const sdn_place *place, sdn_file_kind kind, sdn_error *err)
{
    const char *found = kind == SDN_KIND_DIRECTORY ? "a directory"
                        : kind == SDN_KIND_SYMLINK ? "a symbolic link that just appeared"
                                                   : "a pipe, socket or device";
    return sdn_fail(err, SDN_E_IO, place->path, "this is %s; give the path of a regular file", found);
}

static sdn_code fail_open(const sdn_place *place, int error, sdn_error *err)
{
    if (error == -ELOOP)
        return refuse_kind(place, SDN_KIND_SYMLINK, err);
    if (error == -ENXIO) /* a socket */
        return refuse_kind(place, SDN_KIND_OTHER, err);
    return sdn_fail_os(err, -error, place->path, "cannot open the file for reading");
}

static sdn_code note(const sdn_place *place, sdn_version *version, sdn_error *err)
{
    int error = sdn_sys.stat_fd(version->fd, &version->stat);
    if (error != 0)
        return sdn_fail_os(err, -error, place->path, "cannot look at the file");
    if (version->stat.kind != SDN_KIND_REGULAR)
        return refuse_kind(place, version->stat.kind, err);
    return SDN_OK;
}

sdn_code sdn_version_take(const sdn_place *place, sdn_version *version, sdn_error *err)
{
    sdn_version taken = SDN_VERSION_INIT;
    taken.taken_ns = sdn_sys.realtime_ns();
    taken.fd = sdn_sys.open_at(place->directory, place->name,
                               SDN_OPEN_READ | SDN_OPEN_NOFOLLOW | SDN_OPEN_NONBLOCK, 0);
    if (taken.fd == -ENOENT) {
        taken.fd = -1;
        *version = taken;
        return SDN_OK;
    }
    if (taken.fd < 0)
        return fail_open(place, taken.fd, err);
    taken.exists = true;
    sdn_code code = note(place, &taken, err);
    if (code != SDN_OK)
        sdn_version_release(&taken);
    else
        *version = taken;
    return code;
}

static bool looks_same(const sdn_stat *a, const sdn_stat *b)
{
    return sdn_same_file(a, b) && a->size == b->size && a->mtime_ns == b->mtime_ns &&
           a->ctime_ns == b->ctime_ns;
}

static sdn_version_verdict judge(const sdn_version *version, const sdn_stat *now)
{
    if (!looks_same(&version->stat, now))
        return SDN_VERSION_CHANGED;
    bool is_fresh = version->taken_ns - version->stat.ctime_ns < doubtful_ns;
    return is_fresh && !version->dated_back ? SDN_VERSION_IN_DOUBT : SDN_VERSION_SAME;
}

sdn_code sdn_version_compare(const sdn_place *place, const sdn_version *version, sdn_version_verdict *verdict,
                             sdn_error *err)
{
    sdn_stat now;
    int error = sdn_sys.stat_at(place->directory, place->name, &now);
    if (error != 0 && error != -ENOENT)
        return sdn_fail_os(err, -error, place->path, "cannot look at the file");
    bool exists = error == 0;
    if (!exists || !version->exists)
        *verdict = exists == version->exists ? SDN_VERSION_SAME : SDN_VERSION_CHANGED;
    else
        *verdict = judge(version, &now);
    return SDN_OK;
}

void sdn_version_confirm(sdn_version *version, int64_t compared_ns)
{
    version->taken_ns = compared_ns;
}

void sdn_version_release(sdn_version *version)
{
    if (version->fd >= 0)
        (void)sdn_sys.close(version->fd);
    *version = (sdn_version)SDN_VERSION_INIT;
}

/* Fills `bytes` from the start of the file; fewer than `size` only at the end of the file. So much is read at a time as
 * stays in the cache from when its pages are cleared. */
static int64_t read_up_to(int fd, char *bytes, size_t size)
{
    enum { PART = 256 << 10 };
    size_t done = 0;
    while (done < size) {
        size_t part = size - done < PART ? size - done : PART;
        sdn_fetch_pages(bytes + done, part);
        int64_t got = sdn_sys.read_at(fd, bytes + done, part, (int64_t)done);
        if (got < 0)
            return got;
        if (got == 0)
            break;
        done += (size_t)got;
    }
    return (int64_t)done;
}

static sdn_code changed_while_read(const sdn_place *place, const sdn_version *version, int64_t got,
                                   bool *changed, sdn_error *err)
{
    sdn_stat now;
    int error = sdn_sys.stat_fd(version->fd, &now);
    if (error != 0)
        return sdn_fail_os(err, -error, place->path, "cannot look at the file");
    /* Not ctime: it changes when the file is replaced, which leaves this one whole. */
    *changed = got != now.size || version->stat.size != now.size || version->stat.mtime_ns != now.mtime_ns;
    return SDN_OK;
}

static sdn_code read_open(const sdn_place *place, const sdn_version *version, char *bytes, size_t size,
                          bool *changed, sdn_error *err)
{
    int64_t got = read_up_to(version->fd, bytes, size);
    if (got < 0)
        return sdn_fail_os(err, (int)-got, place->path, "cannot read the file");
    return changed_while_read(place, version, got, changed, err);
}

sdn_code sdn_version_read(const sdn_place *place, const sdn_version *version, size_t limit, size_t padding,
                          char **bytes, size_t *len, bool *changed, sdn_error *err)
{
    uint64_t size = version->exists ? (uint64_t)version->stat.size : 0;
    if (size > limit || size > SIZE_MAX / 2 - padding)
        return sdn_fail(
            err, SDN_E_LIMIT, place->path,
            "the file has %llu bytes, more than the limit of %zu; raise the limit or split the file",
            (unsigned long long)size, limit);
    char *made = sdn_alloc_pages((size_t)size + padding);
    if (made == NULL)
        return sdn_fail_memory(err);
    bool differs = false;
    sdn_code code = version->exists ? read_open(place, version, made, (size_t)size, &differs, err) : SDN_OK;
    if (code != SDN_OK) {
        sdn_free(made);
        return code;
    }
    memset(made + size, 0, padding);
    *bytes = made;
    *len = (size_t)size;
    *changed = differs;
    return SDN_OK;
}
