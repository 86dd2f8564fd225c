#include "safety/version.h"

#include "base/alloc.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

/* The file is read and hashed in parts of this size, so that a part stays in the cache from when its pages are cleared. */
enum { PART = 256 << 10 };

/* Time stamps may lag behind the clock by a tick of the kernel, 10 ms at most, so two changes this close together can
 * carry the same one. */
static const int64_t tick_ns = 20 * 1000 * 1000;

static const int64_t second_ns = 1000 * 1000 * 1000;

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

/* How far apart two changes must be to carry different stamps. Stamps of a whole second are those of a file system that
 * keeps no fraction; the coarsest in use count by two seconds. */
static int64_t resolution_of(const sdn_stat *stat)
{
    bool has_fraction = stat->mtime_ns % second_ns != 0 || stat->ctime_ns % second_ns != 0;
    return has_fraction ? tick_ns : 2 * second_ns + tick_ns;
}

/* Whether a change since then may have left the stamps as they were. */
static bool is_doubtful(const sdn_version *version)
{
    const sdn_stat *stat = &version->stat;
    return stat->mtime_ns >= stat->ctime_ns && version->taken_ns - stat->ctime_ns < resolution_of(stat);
}

/* ---- the hash ---- */

static uint64_t hash_part(uint64_t hash, const char *bytes, size_t len)
{
    return XXH3_64bits_withSeed(bytes, len, hash);
}

static uint64_t hash_of(const char *bytes, size_t len)
{
    uint64_t hash = 0;
    for (size_t done = 0; done < len; done += PART)
        hash = hash_part(hash, bytes + done, len - done < PART ? len - done : PART);
    return hash;
}

/* Fills `bytes` from `offset` on; fewer than `size` only at the end of the file. */
static int64_t read_part(int fd, char *bytes, size_t size, size_t offset)
{
    size_t done = 0;
    while (done < size) {
        int64_t got = sdn_sys.read_at(fd, bytes + done, size - done, (int64_t)(offset + done));
        if (got < 0)
            return got;
        if (got == 0)
            break;
        done += (size_t)got;
    }
    return (int64_t)done;
}

static int hash_file(int fd, char *part, uint64_t *hash)
{
    uint64_t made = 0;
    int64_t got = PART;
    for (size_t done = 0; got == PART; done += (size_t)got) {
        got = read_part(fd, part, PART, done);
        if (got < 0)
            return (int)got;
        if (got > 0)
            made = hash_part(made, part, (size_t)got);
    }
    *hash = made;
    return 0;
}

static int hash_content(int fd, uint64_t *hash)
{
    char *part = sdn_alloc(PART);
    if (part == NULL)
        return -ENOMEM;
    int error = hash_file(fd, part, hash);
    sdn_free(part);
    return error;
}

int sdn_version_settle(sdn_version *version)
{
    if (!version->exists || !is_doubtful(version))
        return 0;
    int error = hash_content(version->fd, &version->hash);
    version->has_hash = error == 0;
    return error;
}

/* ---- comparing ---- */

/* Without a hash there was no content that somebody relies on. */
static sdn_code compare_content(const sdn_place *place, sdn_version *version, bool *same, sdn_error *err)
{
    uint64_t hash;
    int64_t now_ns = sdn_sys.realtime_ns();
    if (!version->has_hash) {
        *same = true;
        return SDN_OK;
    }
    int error = hash_content(version->fd, &hash);
    if (error != 0)
        return sdn_fail_os(err, -error, place->path, "cannot read the file");
    *same = hash == version->hash;
    if (*same)
        version->taken_ns = now_ns;
    return SDN_OK;
}

sdn_code sdn_version_compare(const sdn_place *place, sdn_version *version, bool *same, sdn_error *err)
{
    sdn_stat now;
    int error = sdn_sys.stat_at(place->directory, place->name, &now);
    if (error != 0 && error != -ENOENT)
        return sdn_fail_os(err, -error, place->path, "cannot look at the file");
    bool exists = error == 0;
    if (exists && version->exists && looks_same(&version->stat, &now) && is_doubtful(version))
        return compare_content(place, version, same, err);
    *same = exists == version->exists && (!exists || looks_same(&version->stat, &now));
    return SDN_OK;
}

bool sdn_version_is_intact(sdn_version *version, const sdn_stat *now)
{
    const sdn_stat *then = &version->stat;
    uint64_t hash;
    if (!sdn_same_file(now, then) || now->size != then->size || now->mtime_ns != then->mtime_ns)
        return false;
    if (!version->has_hash || !is_doubtful(version))
        return true;
    return hash_content(version->fd, &hash) == 0 && hash == version->hash;
}

bool sdn_version_is_being_written(const sdn_version *version)
{
    return version->exists && sdn_sys.is_being_written(version->fd) == 1;
}

void sdn_version_release(sdn_version *version)
{
    if (version->fd >= 0)
        (void)sdn_sys.close(version->fd);
    *version = (sdn_version)SDN_VERSION_INIT;
}

/* Fills `bytes` from the start of the file; fewer than `size` only at the end of the file. */
static int64_t read_up_to(int fd, char *bytes, size_t size)
{
    size_t done = 0;
    int64_t got = PART;
    while (done < size && got > 0) {
        size_t part = size - done < PART ? size - done : PART;
        sdn_fetch_pages(bytes + done, part);
        got = read_part(fd, bytes + done, part, done);
        if (got < 0)
            return got;
        done += (size_t)got;
    }
    return (int64_t)done;
}

static sdn_code changed_while_read(const sdn_place *place, const sdn_version *version, int64_t got,
                                   bool *changed, sdn_error *err)
{
    sdn_stat now;
    int error = sdn_sys.stat_fd(version->fd, &now);
    if (error == -ENOENT || error == -ESTALE) { /* replaced, after which some network file systems know it no more */
        *changed = true;
        return SDN_OK;
    }
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

sdn_code sdn_version_read(const sdn_place *place, sdn_version *version, size_t limit, size_t padding,
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
    if (version->exists && is_doubtful(version)) {
        version->hash = hash_of(made, (size_t)size);
        version->has_hash = true;
    }
    *bytes = made;
    *len = (size_t)size;
    *changed = differs;
    return SDN_OK;
}
