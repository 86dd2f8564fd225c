#include "data/data_place.h"

#include <string.h>

#include "backend/backends.h"
#include "backend/text_file.h"
#include "base/error.h"

bool data_place_is_database(const char *place)
{
    const sdn_backend *backend;
    return sdn__backend_of(place, &backend, NULL) != SDN_OK || backend != &sdn__text_backend;
}

sdn_code data_place_require_file(const char *place, sdn_error *err)
{
    if (!data_place_is_database(place))
        return SDN_OK;
    return sdn__fail(err, SDN_E_MISUSE, place,
                     "this command is for files; make one of the database with: sdnc copy DATABASE FILE");
}

const char *data_place_path(const char *uri, sdn_arena *arena)
{
    const char *path = strchr(uri, ':') + 1;
    if (strncmp(path, "//", 2) != 0)
        return path;
    size_t len = strcspn(path, "?#");
    const char *name = path + len;
    while (name[-1] != '/')
        name--;
    return sdn_arena_copy(arena, name, (size_t)(path + len - name)).ptr;
}
