/* Loading: reading a file, and bringing what is loaded up to date. */
#include "store/file.h"

#include "base/alloc.h"
#include "store/merge.h"

/* A file that changes during every one of so many reads is given up on. */
enum { READ_TRIES = 20 };

/* The bytes of one version of the file. */
typedef struct content {
    sdn_version version;
    char *bytes; /* SDN_PADDING NULs behind them */
    size_t len;
} content;

static void release_content(content *read)
{
    sdn_version_release(&read->version);
    sdn_free(read->bytes);
    read->bytes = NULL;
}

static sdn_code read_content(const sdn_file *file, content *read, sdn_error *err)
{
    for (int tries = 0; tries < READ_TRIES; tries++) {
        bool changed = false;
        *read = (content){.version = SDN_VERSION_INIT};
        sdn_code code = sdn_version_take(&file->place, &read->version, err);
        if (code == SDN_OK)
            code = sdn_version_read(&file->place, &read->version, file->options.max_file_bytes, SDN_PADDING,
                                    &read->bytes, &read->len, &changed, err);
        if (code == SDN_OK && !changed)
            return SDN_OK;
        release_content(read);
        if (code != SDN_OK)
            return code;
    }
    return sdn_fail(err, SDN_E_IO, file->place.path, "the file changes while it is read, again and again; try later");
}

static void adopt(sdn_file *file, sdn_state *state, sdn_version version)
{
    sdn_state_free(file->state);
    sdn_version_release(&file->version);
    file->state = state;
    file->version = version;
}

/* Makes a state of what was read, which owns the bytes from then on; `type` counts only for the first one. */
static sdn_code parse(const sdn_file *file, content *read, const sdn_record_type *type, sdn_state **state,
                      sdn_error *err)
{
    char *bytes = read->bytes;
    read->bytes = NULL;
    sdn_code code = file->state != NULL
                        ? sdn_state_renew(file->state, bytes, read->len, file->seed, state, err)
                        : sdn_state_create(file->place.path, bytes, read->len, &file->options, &type,
                                           type != NULL ? 1 : 0, file->seed, state, err);
    if (code == SDN_OK && file->options.strict && (code = sdn_state_require_clean(*state, err)) != SDN_OK)
        sdn_state_free(*state);
    return code;
}

sdn_code sdn_file_load(sdn_file *file, const sdn_record_type *type, sdn_error *err)
{
    content read;
    sdn_state *state = NULL;
    sdn_code code = read_content(file, &read, err);
    if (code != SDN_OK)
        return code;
    code = parse(file, &read, type, &state, err);
    if (code == SDN_OK)
        adopt(file, state, read.version);
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

static sdn_code merge_into(sdn_file *file, sdn_state *newest, sdn_error *err)
{
    sdn_code code = SDN_OK;
    const sdn_store *first = NULL;
    for (size_t i = 0; i < file->store_count && code == SDN_OK; i++)
        code = sdn_merge(file->state->tables[i], newest->tables[i], file->options.on_conflict,
                         &file->stores[i]->conflicts, err);
    if (code != SDN_OK || file->options.on_conflict != SDN_ON_CONFLICT_FAIL)
        return code;
    size_t count = count_conflicts(file, &first);
    return count > 0 ? sdn_conflict_fail(first->type, &first->conflicts, count, file->place.path, err) : SDN_OK;
}

/* ---- bringing up to date ---- */

static sdn_code is_loaded_content(const sdn_file *file, const content *read, bool *same, sdn_error *err)
{
    *same = false;
    if (read->version.exists != file->version.exists || read->len != file->state->len)
        return SDN_OK;
    return sdn_state_compare(file->state, read->bytes, read->len, same, err);
}

/* A file that was touched, or written anew as it was, is still the one loaded; the new look at it replaces the old one,
 * so that the question does not come back. */
static void adopt_version(sdn_file *file, content *read)
{
    sdn_version_release(&file->version);
    file->version = read->version;
    read->version = (sdn_version)SDN_VERSION_INIT;
}

static sdn_code adopt_content(sdn_file *file, content *read, sdn_error *err)
{
    sdn_state *newest = NULL;
    sdn_code code = parse(file, read, NULL, &newest, err);
    if (code != SDN_OK)
        return code;
    if (sdn_state_changed(file->state))
        code = merge_into(file, newest, err);
    if (code != SDN_OK) {
        sdn_state_free(newest);
        return code;
    }
    adopt(file, newest, read->version);
    read->version = (sdn_version)SDN_VERSION_INIT;
    return SDN_OK;
}

sdn_code sdn_file_refresh(sdn_file *file, bool trusts_stamps, sdn_error *err)
{
    sdn_version_verdict verdict = SDN_VERSION_CHANGED;
    content read;
    sdn_code code = sdn_version_compare(&file->place, &file->version, &verdict, err);
    if (code != SDN_OK || verdict == SDN_VERSION_SAME || (verdict == SDN_VERSION_IN_DOUBT && trusts_stamps))
        return code;
    code = read_content(file, &read, err);
    if (code != SDN_OK)
        return code;
    bool same = false;
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
void sdn_file_end_lifetimes(sdn_file *file)
{
    sdn_state *state = NULL;
    char *bytes = NULL;
    size_t len = 0;
    if (!runs_under_sanitizer() || sdn_state_changed(file->state) ||
        sdn_state_copy_bytes(file->state, &bytes, &len, NULL) != SDN_OK ||
        sdn_state_renew(file->state, bytes, len, file->seed, &state, NULL) != SDN_OK)
        return;
    sdn_state_free(file->state);
    file->state = state;
}
