/*
 * The backends that are armed, a list that only grows. Threads may open files while another one arms a backend: a place
 * in the list is taken in one atomic step, and what is there never changes again.
 *
 * A path is a URI only if its scheme is armed or is one of those that this project has, or if `://` is behind it, so that
 * all other files may have a colon in their names.
 */
#include "backend/backends.h"

#include "backend/text_file.h"
#include "base/error.h"

#include <stdatomic.h>
#include <string.h>

enum { MOST_BACKENDS = 8 };

static _Atomic(const sdn_backend *) armed[MOST_BACKENDS];

/* The backends that have a library of their own. */
static const struct {
    const char *scheme;
    const char *library;
    const char *call;
    bool has_password; /* may have one, after any mistake */
} known[] = {
    {"sqlite", "libsdn-sqlite", "sdn_sqlite_use()", false},
    {"postgresql", "libsdn-postgres", "sdn_postgres_use()", true},
    {"postgres", "libsdn-postgres", "sdn_postgres_use()", true},
};

/* ---- arming ---- */

static sdn_code require_backend(const sdn_backend *backend, sdn_error *err)
{
    if (backend == NULL || backend->abi != SDN_RECORD_ABI)
        return sdn__fail(
            err, SDN_E_MISUSE, NULL,
            "the backend was made for another version of the library; compile it again, with these headers");
    return SDN_OK;
}

sdn_code sdn_backend_use(const sdn_backend *backend, sdn_error *err)
{
    sdn_code code = require_backend(backend, err);
    if (code != SDN_OK)
        return code;
    for (int i = 0; i < MOST_BACKENDS; i++) {
        const sdn_backend *there = NULL;
        if (atomic_compare_exchange_strong(&armed[i], &there, backend) || there == backend)
            return SDN_OK;
        if (strcmp(there->scheme, backend->scheme) == 0)
            return sdn__fail(err, SDN_E_MISUSE, NULL, "another backend for '%s:' is in use already; choose one of them",
                             backend->scheme);
    }
    return sdn__fail(err, SDN_E_LIMIT, NULL, "there are %d backends in use already", MOST_BACKENDS);
}

/* ---- errors ---- */

sdn_code sdn_backend_fail(sdn_error *err, sdn_code code, const char *place, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    sdn__fail_args(err, code, place, format, args);
    va_end(args);
    return code;
}

sdn_code sdn_backend_fail_memory(sdn_error *err)
{
    return sdn__fail_memory(err);
}

/* ---- finding ---- */

static bool has_scheme(const char *path, const char *scheme)
{
    size_t len = strlen(scheme);
    return strncmp(path, scheme, len) == 0 && path[len] == ':';
}

static const sdn_backend *armed_for(const char *path)
{
    for (int i = 0; i < MOST_BACKENDS; i++) {
        const sdn_backend *backend = atomic_load(&armed[i]);
        if (backend == NULL)
            return NULL;
        if (has_scheme(path, backend->scheme))
            return backend;
    }
    return NULL;
}

/* `mysql://...`, `POSTGRES://...`: no more is said of it than the scheme, for it may have a password. */
static sdn_code require_no_authority(const char *path, sdn_error *err)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    size_t len = strspn(path, letters);
    len += len > 0 ? strcspn(path + len, ":/?#@ ") : 0;
    if (len == 0 || strncmp(path + len, "://", 3) != 0)
        return SDN_OK;
    return sdn__fail(
        err, SDN_E_MISUSE, NULL,
        "there is no database with '%.*s:'; schemes are lower-case: sqlite, postgresql, postgres; a file of "
        "that name is './%.*s:...'",
        (int)len, path, (int)len, path);
}

static sdn_code require_no_scheme(const char *path, sdn_error *err)
{
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (has_scheme(path, known[i].scheme))
            return sdn__fail(err, SDN_E_MISUSE, known[i].has_password || strstr(path, "://") != NULL ? NULL : path,
                             "nothing is armed for '%s:'; link %s and call %s first, or name a file './%s:...'",
                             known[i].scheme, known[i].library, known[i].call, known[i].scheme);
    return require_no_authority(path, err);
}

sdn_code sdn__backend_of(const char *path, const sdn_backend **backend, sdn_error *err)
{
    if (path == NULL)
        return sdn__fail(err, SDN_E_MISUSE, NULL, "the path of the file is NULL");
    const sdn_backend *found = armed_for(path);
    sdn_code code = found != NULL ? SDN_OK : require_no_scheme(path, err);
    if (code == SDN_OK)
        *backend = found != NULL ? found : &sdn__text_backend;
    return code;
}
