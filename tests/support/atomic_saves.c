#include "test.h"

#include "atomic_saves.h"
#include "outcome.h"

#include "os/sys.h"

#include <string.h>

sdn_atomic_file *must_create(void)
{
    sdn_atomic_file *file = NULL;
    sdn_error err = {0};
    assert_ok(create_file(TARGET_PATH, NULL, NULL, &file, &err), err);
    return file;
}

sdn_code replace_by(const char *text, sdn_error *err)
{
    sdn_atomic_file *file = NULL;
    sdn_code code = create_file(TARGET_PATH, NULL, NULL, &file, err);
    if (code != SDN_OK)
        return code;
    code = sdn_atomic_file_write(file, text, strlen(text), err);
    if (code == SDN_OK)
        code = sdn_atomic_file_commit(&file, err);
    sdn_atomic_file_discard(&file);
    return code;
}

sdn_code save(const char *text, sdn_error *err)
{
    const sdn_lock_options options = {.timeout_ms = 0, .foreign_stale_ms = 60000};
    sdn_atomic_file *file = NULL;
    sdn_lock *lock = NULL;
    sdn_code code = acquire_lock(TARGET_PATH, &options, &lock, err);
    if (code == SDN_OK)
        code = create_file(TARGET_PATH, lock, NULL, &file, err);
    if (code == SDN_OK)
        code = sdn_atomic_file_write(file, text, strlen(text), err);
    if (code == SDN_OK)
        code = sdn_atomic_file_commit(&file, err);
    sdn_atomic_file_discard(&file);
    sdn_lock_release(lock);
    return code;
}

void must_sweep(void)
{
    sdn_lock *lock = NULL;
    sdn_error err = {0};
    assert_ok(acquire_lock(TARGET_PATH, NULL, &lock, &err), err);
    assert_ok(sdn_atomic_file_sweep(TARGET_PATH, lock, &err), err);
    sdn_lock_release(lock);
}

int set_user_attribute(const char *value)
{
    int fd = sdn__sys.open_at(SDN_WORKING_DIRECTORY, TARGET_PATH, SDN_OPEN_READ, 0);
    int error = sdn__sys.set_attribute(fd, "user.origin", value, strlen(value));
    sdn__sys.close(fd);
    return error;
}
