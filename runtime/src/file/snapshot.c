/*
 * Snapshot: detects that a file was changed since it was read, as git does with the stat data of its index.
 *
 * The cheap test compares device, inode, size, mtime and ctime. It is certain unless the file was changed twice within
 * the resolution of its time stamps: a second change may leave the stamps of the first (git: "racily clean"). Then, and
 * only then, the content is compared, by its hash (XXH3):
 *
 *   - A snapshot is doubtful while it was taken within that resolution after the last change. Its hash is kept, and
 *     every comparison reads the file, until one finds it unchanged at a time that leaves no doubt.
 *   - A snapshot whose mtime is before its ctime is never doubtful: a later write sets a newer mtime. Saves of ours set
 *     the mtime back for this reason (atomic_file.c: date_back).
 *
 * The file stays open, so that its inode number cannot be given to another file.
 */
#include "file/snapshot.h"

#include "base/alloc.h"
#include "os/crew.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

/* The file is read and hashed in parts that fit in the cache, which has them from when the kernel clears their
 * pages. */
enum { PART = 256 << 10 };

/* Time stamps are up to a tick of the kernel, 10 ms at most, older than the clock. So two changes this close together
 * can have the same stamp. */
static const int64_t tick_ns = 20 * 1000 * 1000;

static const int64_t second_ns = 1000 * 1000 * 1000;

static sdn_code refuse_kind(const sdn_path *resolved, sdn_file_kind kind, sdn_error *err)
{
    const char *found = kind == SDN_KIND_DIRECTORY ? "a directory"
                        : kind == SDN_KIND_SYMLINK ? "a symbolic link that just appeared"
                                                   : "a pipe, socket or device";
    return sdn__fail(err, SDN_E_IO, resolved->path, "this is %s; give the path of a regular file", found);
}

static sdn_code fail_open(const sdn_path *resolved, int error, sdn_error *err)
{
    if (error == -ELOOP)
        return refuse_kind(resolved, SDN_KIND_SYMLINK, err);
    if (error == -ENXIO) /* a socket */
        return refuse_kind(resolved, SDN_KIND_OTHER, err);
    return sdn__fail_os(err, -error, resolved->path, "cannot open the file for reading");
}

static sdn_code take_stat(const sdn_path *resolved, sdn_snapshot *snapshot, sdn_error *err)
{
    int error = sdn__sys.stat_fd(snapshot->fd, &snapshot->stat);
    if (error != 0)
        return sdn__fail_os(err, -error, resolved->path, "cannot look at the file");
    if (snapshot->stat.kind != SDN_KIND_REGULAR)
        return refuse_kind(resolved, snapshot->stat.kind, err);
    return SDN_OK;
}

sdn_code sdn__snapshot_take(const sdn_path *resolved, sdn_snapshot *snapshot, sdn_error *err)
{
    sdn_snapshot taken = SDN_SNAPSHOT_INIT;
    taken.taken_ns = sdn__sys.realtime_ns();
    taken.fd =
        sdn__sys.open_at(resolved->directory, resolved->name, SDN_OPEN_READ | SDN_OPEN_NOFOLLOW | SDN_OPEN_NONBLOCK, 0);
    if (taken.fd == -ENOENT) {
        taken.fd = -1;
        *snapshot = taken;
        return SDN_OK;
    }
    if (taken.fd < 0)
        return fail_open(resolved, taken.fd, err);
    taken.exists = true;
    sdn_code code = take_stat(resolved, &taken, err);
    if (code != SDN_OK)
        sdn__snapshot_release(&taken);
    else
        *snapshot = taken;
    return code;
}

/* Whether it is the same file, without a write that shows in the stamps. */
static bool looks_unwritten(const sdn_stat *a, const sdn_stat *b)
{
    return sdn__same_file(a, b) && a->size == b->size && a->mtime_ns == b->mtime_ns;
}

/* The time between two changes that is sure to give them different stamps. A stamp of a whole second means a file
 * system that keeps no fraction; the coarsest in use (FAT) counts by two seconds. */
static int64_t resolution_of(const sdn_stat *stat)
{
    bool has_fraction = stat->mtime_ns % second_ns != 0 || stat->ctime_ns % second_ns != 0;
    return has_fraction ? tick_ns : 2 * second_ns + tick_ns;
}

/* Whether a change after the snapshot may have left the stamps as they were. */
static bool is_doubtful(const sdn_snapshot *snapshot)
{
    const sdn_stat *stat = &snapshot->stat;
    return stat->mtime_ns >= stat->ctime_ns && snapshot->taken_ns - stat->ctime_ns < resolution_of(stat);
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

/* Reads `size` bytes at `offset`; fewer only at the end of the file. */
static int64_t read_part(int fd, char *bytes, size_t size, size_t offset)
{
    size_t done = 0;
    while (done < size) {
        int64_t got = sdn__sys.read_at(fd, bytes + done, size - done, (int64_t)(offset + done));
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
    char *part = sdn__alloc(PART);
    if (part == NULL)
        return -ENOMEM;
    int error = hash_file(fd, part, hash);
    sdn__free(part);
    return error;
}

int sdn__snapshot_keep_hash(sdn_snapshot *snapshot)
{
    if (!snapshot->exists || !is_doubtful(snapshot))
        return 0;
    int error = hash_content(snapshot->fd, &snapshot->hash);
    snapshot->has_hash = error == 0;
    return error;
}

/* ---- comparing ---- */

/* For a file whose stamps show no change: whether its content is that of the snapshot. Without a hash nobody has read
 * the content, so a change would not matter. 0 or a negative errno. */
static int check_content(sdn_snapshot *snapshot, bool *same)
{
    uint64_t hash;
    int64_t now_ns = sdn__sys.realtime_ns();
    *same = true;
    if (!snapshot->has_hash || !is_doubtful(snapshot))
        return 0;
    int error = hash_content(snapshot->fd, &hash);
    *same = error == 0 && hash == snapshot->hash;
    if (*same)
        snapshot->taken_ns = now_ns;
    return error;
}

sdn_code sdn__snapshot_compare(const sdn_path *resolved, sdn_snapshot *snapshot, bool *same, sdn_error *err)
{
    sdn_stat now;
    int error = sdn__sys.stat_at(resolved->directory, resolved->name, &now);
    if (error != 0 && error != -ENOENT)
        return sdn__fail_os(err, -error, resolved->path, "cannot look at the file");
    bool exists = error == 0;
    if (!exists || !snapshot->exists) {
        *same = exists == snapshot->exists;
        return SDN_OK;
    }
    bool unchanged = looks_unwritten(&snapshot->stat, &now) && snapshot->stat.ctime_ns == now.ctime_ns;
    error = unchanged ? check_content(snapshot, &unchanged) : 0;
    if (error != 0)
        return sdn__fail_os(err, -error, resolved->path, "cannot read the file");
    *same = unchanged;
    return SDN_OK;
}

/* ctime is not compared: a rename changes it. */
bool sdn__snapshot_is_intact(sdn_snapshot *snapshot, const sdn_stat *now)
{
    bool same = looks_unwritten(&snapshot->stat, now);
    return same && check_content(snapshot, &same) == 0 && same;
}

bool sdn__snapshot_is_being_written(const sdn_snapshot *snapshot)
{
    return snapshot->exists && sdn__sys.is_being_written(snapshot->fd) == 1;
}

void sdn__snapshot_release(sdn_snapshot *snapshot)
{
    if (snapshot->fd >= 0)
        (void)sdn__sys.close(snapshot->fd);
    *snapshot = (sdn_snapshot)SDN_SNAPSHOT_INIT;
}

/* ---- reading ---- */

/* Pieces are of whole huge pages: no two threads make the same one. */
sdn_read_sizes sdn__read_sizes_in_use = {.least = 16 << 20, .piece = 4 << 20};

/* A file while it is read to a block, by one thread or several. */
typedef struct file_reading {
    int fd;
    sdn_page_block block;
    size_t size; /* of the file */
    size_t piece;
    struct {
        sdn_pages pages;
        size_t stopped; /* the piece that was not read whole; SIZE_MAX: none */
        int64_t got;    /* of it */
    } workers[SDN_MOST_THREADS];
} file_reading;

/* Reads bytes `at` to `end` of the file to the same place of the block. Returns how many, fewer only at the end of the
 * file, or a negative errno. */
static int64_t read_range(const file_reading *read, sdn_pages *pages, size_t at, size_t end)
{
    sdn_page_block block = read->block;
    if (block.fetched < at)
        block.fetched = at;
    size_t done = at;
    int64_t got = PART;
    while (done < end && got > 0) {
        size_t part = end - done < PART ? end - done : PART;
        sdn__fetch_pages(pages, &block, done + part);
        got = read_part(read->fd, block.start + done, part, done);
        if (got < 0)
            return got;
        done += (size_t)got;
    }
    return (int64_t)(done - at);
}

static bool read_piece(void *context, unsigned worker, size_t piece)
{
    file_reading *read = context;
    size_t at = piece * read->piece, len = read->size - at < read->piece ? read->size - at : read->piece;
    int64_t got = read_range(read, &read->workers[worker].pages, at, at + len);
    if (got == (int64_t)len)
        return true;
    read->workers[worker].stopped = piece;
    read->workers[worker].got = got;
    return false;
}

/* What one thread would have come to, which reads the pieces in their order: the first that could not be read whole ends
 * the reading, and each before it was read. */
static int64_t outcome_of(const file_reading *read)
{
    size_t first = SIZE_MAX;
    int64_t outcome = (int64_t)read->size;
    for (size_t i = 0; i < SDN_MOST_THREADS; i++) {
        if (read->workers[i].stopped >= first)
            continue;
        first = read->workers[i].stopped;
        int64_t got = read->workers[i].got;
        outcome = got < 0 ? got : (int64_t)(first * read->piece) + got;
    }
    return outcome;
}

/* What pages cost is found out before there are several threads. */
static void begin_reading(file_reading *read, sdn_pages pages)
{
    size_t first = read->size < PART ? read->size : PART;
    if (read->piece < read->size)
        sdn__fetch_pages(&pages, &read->block, first);
    for (size_t i = 0; i < SDN_MOST_THREADS; i++) {
        read->workers[i].pages = pages;
        read->workers[i].stopped = SIZE_MAX;
    }
}

/* Reads the file from its start on into a block, except its last `padding` bytes; fewer only at the end of the file. */
static int64_t read_up_to(int fd, sdn_content *content, const sdn_read_options *options)
{
    bool is_large = options->threads > 1 && content->len > sdn__read_sizes_in_use.least;
    size_t piece = is_large ? sdn__read_sizes_in_use.piece : content->len;
    file_reading read = {
        .fd = fd,
        .block = {.start = content->bytes, .size = content->len + options->padding},
        .size = content->len,
        .piece = piece,
    };
    begin_reading(&read, content->pages);
    sdn__crew_share(options->threads, is_large ? (content->len - 1) / piece + 1 : 1, read_piece, &read);
    for (size_t i = 0; i < SDN_MOST_THREADS; i++)
        content->pages.huge_are_slow = content->pages.huge_are_slow || read.workers[i].pages.huge_are_slow;
    return outcome_of(&read);
}

static sdn_code changed_while_read(const sdn_path *resolved, const sdn_snapshot *snapshot, int64_t got, bool *changed,
                                   sdn_error *err)
{
    sdn_stat now;
    int error = sdn__sys.stat_fd(snapshot->fd, &now);
    if (error == -ENOENT || error == -ESTALE) { /* replaced; some network file systems then report this */
        *changed = true;
        return SDN_OK;
    }
    if (error != 0)
        return sdn__fail_os(err, -error, resolved->path, "cannot look at the file");
    /* Not ctime: it changes when the file is replaced, which does not change what we read. */
    *changed = got != now.size || snapshot->stat.size != now.size || snapshot->stat.mtime_ns != now.mtime_ns;
    return SDN_OK;
}

static sdn_code read_open(const sdn_path *resolved, const sdn_snapshot *snapshot, sdn_content *content,
                          const sdn_read_options *options, bool *changed, sdn_error *err)
{
    int64_t got = read_up_to(snapshot->fd, content, options);
    if (got < 0)
        return sdn__fail_os(err, (int)-got, resolved->path, "cannot read the file");
    return changed_while_read(resolved, snapshot, got, changed, err);
}

sdn_code sdn__snapshot_refuse_size(const sdn_path *resolved, uint64_t size, size_t limit, sdn_error *err)
{
    return sdn__fail(err, SDN_E_LIMIT, resolved->path,
                     "the file has %llu bytes, more than the limit of %zu; raise the limit or split the file",
                     (unsigned long long)size, limit);
}

sdn_code sdn__snapshot_read(const sdn_path *resolved, sdn_snapshot *snapshot, const sdn_read_options *options,
                            sdn_content *content, bool *changed, sdn_error *err)
{
    size_t limit = options->limit, padding = options->padding;
    uint64_t size = snapshot->exists ? (uint64_t)snapshot->stat.size : 0;
    if (size > limit || size > SIZE_MAX / 2 - padding)
        return sdn__snapshot_refuse_size(resolved, size, limit, err);
    sdn_content made = {.bytes = sdn__alloc_pages((size_t)size + padding), .len = (size_t)size};
    if (made.bytes == NULL)
        return sdn__fail_memory(err);
    bool differs = false;
    sdn_code code = snapshot->exists ? read_open(resolved, snapshot, &made, options, &differs, err) : SDN_OK;
    if (code != SDN_OK) {
        sdn__free(made.bytes);
        return code;
    }
    memset(made.bytes + made.len, 0, padding);
    if (!differs && snapshot->exists && is_doubtful(snapshot)) {
        snapshot->hash = hash_of(made.bytes, made.len);
        snapshot->has_hash = true;
    }
    *content = made;
    *changed = differs;
    return SDN_OK;
}
