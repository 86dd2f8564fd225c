/* Loading: reading a file, and bringing what is loaded up to date. */
#include "store/file.h"

#include "base/alloc.h"
#include "store/merge.h"

/* A file that changes during each of this many reads is given up on. */
enum { READ_TRIES = 20 };

enum { NS_PER_US = 1000, NS_PER_MS = 1000 * 1000 };

/* The first pause between two looks at a file that somebody is writing, and the longest; each is twice the one before. */
static const int64_t first_pause_ns = 200 * NS_PER_US;
static const int64_t longest_pause_ns = 10 * NS_PER_MS;

/* A file that was there and is missing may be on its way: git and some editors remove a file before they make it anew. */
static const int64_t reappear_ns = 250 * NS_PER_MS;

/* The bytes of one snapshot of the file. */
typedef struct content {
    sdn_snapshot snapshot;
    char *bytes; /* SDN_PADDING NULs behind them */
    size_t len;
} content;

static void release_content(content *read)
{
    sdn__snapshot_release(&read->snapshot);
    sdn__free(read->bytes);
    read->bytes = NULL;
}

/* ---- waiting for other programs ---- */

static sdn_code fail_busy(const sdn_file *file, sdn_error *err)
{
    return sdn__fail(err, SDN_E_TIMEOUT, file->resolved.path,
                     "another program has the file open for writing (fuser shows which); try again when it is done");
}

void sdn__file_pause(const sdn_file *file, int64_t *pause_ns)
{
    int64_t longer_ns = *pause_ns != 0 ? *pause_ns * 2 : first_pause_ns;
    *pause_ns = longer_ns < longest_pause_ns ? longer_ns : longest_pause_ns;
    sdn__sys.sleep(*pause_ns);
    if (file->lock != NULL)
        (void)sdn_lock_refresh(file->lock, NULL); /* a lost lock is noticed by the save */
}

/* Waits as long as a program has the file of `snapshot` open for writing; *waited if it had. At the deadline whoever holds
 * the lock fails; a mere reader goes on with what is there. */
static sdn_code await_writers(const sdn_file *file, const sdn_snapshot *snapshot, bool *waited, sdn_error *err)
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

/* Takes the snapshot that is there; of a file that is missing only since a moment ago, the one that follows. */
static sdn_code take_version(const sdn_file *file, sdn_snapshot *snapshot, sdn_error *err)
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

/* ---- reading ---- */

/* One attempt; *changed tells that what was read may be a mixture, or was not read because somebody was writing it. */
static sdn_code try_to_read(const sdn_file *file, content *read, bool *changed, sdn_error *err)
{
    *read = (content){.snapshot = SDN_SNAPSHOT_INIT};
    sdn_code code = take_version(file, &read->snapshot, err);
    if (code == SDN_OK)
        code = await_writers(file, &read->snapshot, changed, err);
    if (code != SDN_OK || *changed)
        return code;
    return sdn__snapshot_read(&file->resolved, &read->snapshot, file->options.max_file_bytes, SDN_PADDING, &read->bytes,
                              &read->len, changed, err);
}

static bool is_over(const sdn_file *file, int tries)
{
    return tries >= READ_TRIES && sdn__sys.monotonic_ns() >= file->deadline_ns;
}

static sdn_code read_content(const sdn_file *file, content *read, sdn_error *err)
{
    int64_t pause_ns = 0;
    for (int tries = 1;; tries++) {
        bool changed = false;
        sdn_code code = try_to_read(file, read, &changed, err);
        if (code == SDN_OK && !changed)
            return SDN_OK;
        release_content(read);
        if (code != SDN_OK)
            return code;
        if (is_over(file, tries))
            return sdn__fail(err, SDN_E_IO, file->resolved.path,
                             "the file changes while it is read, again and again; try later");
        sdn__file_pause(file, &pause_ns);
    }
}

static void adopt(sdn_file *file, sdn_image *image, sdn_snapshot snapshot)
{
    sdn__image_free(file->image);
    sdn__snapshot_release(&file->snapshot);
    file->image = image;
    file->snapshot = snapshot;
}

/* Makes a image of what was read, which owns the bytes from then on; `type` counts only for the first one. */
static sdn_code parse(const sdn_file *file, content *read, const sdn_record_type *type, sdn_image **image,
                      sdn_error *err)
{
    char *bytes = read->bytes;
    read->bytes = NULL;
    sdn_code code = file->image != NULL ? sdn__image_renew(file->image, bytes, read->len, file->seed, image, err)
                                        : sdn__image_create(file->resolved.path, bytes, read->len, &file->options,
                                                            &type, type != NULL ? 1 : 0, file->seed, image, err);
    if (code == SDN_OK && file->options.strict && (code = sdn__image_require_clean(*image, err)) != SDN_OK)
        sdn__image_free(*image);
    return code;
}

sdn_code sdn__file_load(sdn_file *file, const sdn_record_type *type, sdn_error *err)
{
    content read;
    sdn_image *image = NULL;
    sdn_code code = read_content(file, &read, err);
    if (code != SDN_OK)
        return code;
    code = parse(file, &read, type, &image, err);
    if (code == SDN_OK)
        adopt(file, image, read.snapshot);
    else
        release_content(&read);
    return code;
}

/* ---- merging ---- */

/* The conflicts of all stores together, and the first of them. */
static size_t count_conflicts(const sdn_file *file, const sdn_store **first)
{
    size_t count = 0;
    for (size_t i = file->store_count; i-- > 0;) {
        count += file->stores[i]->conflicts.count;
        if (file->stores[i]->conflicts.count > 0)
            *first = file->stores[i];
    }
    return count;
}

static sdn_code merge_into(sdn_file *file, sdn_image *newest, sdn_error *err)
{
    sdn_code code = SDN_OK;
    const sdn_store *first = NULL;
    for (size_t i = 0; i < file->store_count && code == SDN_OK; i++)
        code = sdn__merge(file->image->tables[i], newest->tables[i], file->options.on_conflict,
                          &file->stores[i]->conflicts, err);
    if (code != SDN_OK || file->options.on_conflict != SDN_ON_CONFLICT_FAIL)
        return code;
    size_t count = count_conflicts(file, &first);
    return count > 0 ? sdn__conflict_fail(first->type, &first->conflicts, count, file->resolved.path, err) : SDN_OK;
}

/* ---- bringing up to date ---- */

static sdn_code is_loaded_content(const sdn_file *file, const content *read, bool *same, sdn_error *err)
{
    *same = false;
    if (read->snapshot.exists != file->snapshot.exists || read->len != file->image->len)
        return SDN_OK;
    return sdn__image_compare(file->image, read->bytes, read->len, same, err);
}

/* A file that was touched, or written anew as it was, is still the one loaded; the new look at it replaces the old one,
 * so that the question does not come back. */
static void adopt_version(sdn_file *file, content *read)
{
    sdn__snapshot_release(&file->snapshot);
    file->snapshot = read->snapshot;
    read->snapshot = (sdn_snapshot)SDN_SNAPSHOT_INIT;
}

static sdn_code adopt_content(sdn_file *file, content *read, sdn_error *err)
{
    sdn_image *newest = NULL;
    sdn_code code = parse(file, read, NULL, &newest, err);
    if (code != SDN_OK)
        return code;
    bool changed = sdn__image_changed(file->image);
    if (changed)
        code = sdn__image_require_resolved(newest, err);
    if (changed && code == SDN_OK)
        code = merge_into(file, newest, err);
    if (code != SDN_OK) {
        sdn__image_free(newest);
        return code;
    }
    adopt(file, newest, read->snapshot);
    read->snapshot = (sdn_snapshot)SDN_SNAPSHOT_INIT;
    return SDN_OK;
}

/* Whether the file is the one loaded and, with `at_rest`, nobody is writing it. */
static sdn_code is_loaded_file(sdn_file *file, bool at_rest, bool *same, sdn_error *err)
{
    bool waited = true;
    sdn_code code = SDN_OK;
    while (code == SDN_OK && waited) {
        waited = false;
        code = sdn__snapshot_compare(&file->resolved, &file->snapshot, same, err);
        if (code == SDN_OK && *same && at_rest)
            code = await_writers(file, &file->snapshot, &waited, err);
    }
    return code;
}

sdn_code sdn__file_refresh(sdn_file *file, bool at_rest, sdn_error *err)
{
    bool same = false;
    content read;
    sdn_code code = is_loaded_file(file, at_rest, &same, err);
    if (code != SDN_OK || same)
        return code;
    code = read_content(file, &read, err);
    if (code != SDN_OK)
        return code;
    code = is_loaded_content(file, &read, &same, err);
    if (code == SDN_OK && same)
        adopt_version(file, &read);
    else if (code == SDN_OK)
        code = adopt_content(file, &read, err);
    release_content(&read);
    return code;
}

/* ---- stale pointers ---- */

/* Whether the program runs under AddressSanitizer, which sees to all memory then, though the library was built without. */
#if defined(__GNUC__) && defined(__ELF__)
extern void __asan_init(void) __attribute__((weak));

static bool runs_under_sanitizer(void)
{
    return __asan_init != NULL;
}
#else
static bool runs_under_sanitizer(void)
{
    return false;
}
#endif

/* Under AddressSanitizer records are made anew whenever their lifetime ends, so that the use of an old one is found at
 * once, and not only where the file happened to change. */
void sdn__file_end_lifetimes(sdn_file *file)
{
    sdn_image *image = NULL;
    char *bytes = NULL;
    size_t len = 0;
    if (!runs_under_sanitizer() || sdn__image_changed(file->image) ||
        sdn__image_copy_bytes(file->image, &bytes, &len, NULL) != SDN_OK ||
        sdn__image_renew(file->image, bytes, len, file->seed, &image, NULL) != SDN_OK)
        return;
    sdn__image_free(file->image);
    file->image = image;
}
