#include "git/steady_file.h"

#include <stdint.h>

#include "base/error.h"
#include "file/snapshot.h"
#include "table/image.h"

sdn_code steady_file_read(const char *name, sdn_str *bytes, sdn_error *err)
{
    sdn_path path = SDN_PATH_INIT;
    sdn_snapshot snapshot = SDN_SNAPSHOT_INIT;
    const sdn_read_options options = {.limit = UINT32_MAX, .padding = SDN_PADDING};
    sdn_content read = {0};
    bool changed = false;
    sdn_code code = sdn__path_open(name, &path, err);
    if (code == SDN_OK)
        code = sdn__snapshot_take(&path, &snapshot, err);
    if (code == SDN_OK && !snapshot.exists)
        code = sdn__fail(err, SDN_E_NOT_FOUND, name, "there is no such file; check the path");
    if (code == SDN_OK)
        code = sdn__snapshot_read(&path, &snapshot, &options, &read, &changed, err);
    if (code == SDN_OK && changed)
        code = sdn__fail(err, SDN_E_IO, name, "another program is writing this file; try again");
    sdn__snapshot_release(&snapshot);
    sdn__path_close(&path);
    *bytes = (sdn_str){read.bytes, read.len};
    return code;
}
