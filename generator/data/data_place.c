#include "data/data_place.h"

#include <stdarg.h>
#include <string.h>

#include "backend/backends.h"
#include "backend/text_file.h"
#include "base/error.h"

bool data_place_is_database(const char *place)
{
    const sdn_backend *backend;
    return sdn__backend_of(place, &backend, NULL) != SDN_OK || backend != &sdn__text_backend;
}

/* Backends that sdnc can be built with. */
static const struct {
    const char *scheme;
    const char *database;
    const char *option;
} built_in[] = {
    {"sqlite", "SQLite", "SDN_SQLITE"},
    {"postgresql", "PostgreSQL", "SDN_POSTGRES"},
    {"postgres", "PostgreSQL", "SDN_POSTGRES"},
};

const char *data_place_shown(const char *place, sdn_arena *arena)
{
    if (!data_place_is_database(place))
        return place;
    char *shown = sdn_arena_alloc(arena, strlen(place) + 1);
    if (shown != NULL)
        sdn_uri_show(place, shown);
    return shown;
}

/* Fails as sdn__fail does, but of a place that is too long a password would be left. */
static SDN_PRINTF(3, 4) sdn_code fail_at(sdn_error *err, const char *place, const char *format, ...)
{
    sdn_arena arena = SDN_ARENA_INIT;
    va_list args;
    va_start(args, format);
    sdn__fail_args(err, SDN_E_MISUSE, data_place_shown(place, &arena), format, args);
    va_end(args);
    sdn_arena_release(&arena);
    return SDN_E_MISUSE;
}

sdn_code data_place_require_built(const char *place, sdn_error *err)
{
    const sdn_backend *backend;
    size_t len = strcspn(place, ":");
    if (sdn__backend_of(place, &backend, NULL) == SDN_OK)
        return SDN_OK;
    for (size_t i = 0; i < sizeof built_in / sizeof built_in[0]; i++)
        if (strncmp(built_in[i].scheme, place, len) == 0 && built_in[i].scheme[len] == '\0')
            return fail_at(err, place,
                           "this sdnc has no %s; use one that was built with the CMake option %s, or call a file "
                           "'./%s:...'",
                           built_in[i].database, built_in[i].option, built_in[i].scheme);
    return sdn__backend_of(place, &backend, err);
}

sdn_code data_place_require_file(const char *place, sdn_error *err)
{
    if (!data_place_is_database(place))
        return SDN_OK;
    return fail_at(err, place, "this command is for files; make one of the database with: sdnc copy DATABASE FILE");
}

const char *data_place_path(const char *uri, sdn_arena *arena)
{
    const char *path = strchr(uri, ':') + 1;
    if (strncmp(path, "//", 2) != 0)
        return path;
    path += 2;
    path += strcspn(path, "/?#"); /* user and host */
    path += *path == '/';
    return sdn_arena_copy(arena, path, strcspn(path, "?#")).ptr;
}
