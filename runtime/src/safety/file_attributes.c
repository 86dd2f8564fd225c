#include "safety/file_attributes.h"

#include "base/alloc.h"

#include <string.h>

enum { LONGEST_VALUE = 64 * 1024, OWNER_BITS = 0700, PERMISSION_BITS = 0777 };

static const char access_list[] = "system.posix_acl_access";

/* Copied by name or by prefix. Not the rest: signatures of the content (security.ima), notes that a file
 * system keeps for itself (trusted.overlay). */
static const char *const copied[] = {"user.", access_list, "security.selinux"};

static bool has_same_owner(const sdn_stat *old, const sdn_stat *now)
{
    return old->uid == now->uid && old->gid == now->gid;
}

/* The bits of the old mode that the new file may have, given whose it is. */
static uint32_t keep_owner(const sdn_stat *old, const sdn_stat *now, int to)
{
    if (has_same_owner(old, now))
        return SDN_MODE_MASK;
    if (sdn_sys.set_owner(to, old->uid, old->gid) == 0)
        return SDN_MODE_MASK;
    /* Only root gives files away, but a member of the group may keep that. */
    if (old->gid == now->gid || sdn_sys.set_owner(to, SDN_KEEP_OWNER, old->gid) == 0)
        return PERMISSION_BITS;
    return OWNER_BITS;
}

/* A file system that has no modes of its own shows the same one for every file and may refuse to set it. */
static int keep_mode(uint32_t wanted, int to)
{
    sdn_stat now;
    int error = sdn_sys.set_mode(to, wanted);
    if (error != 0 && sdn_sys.stat_fd(to, &now) == 0 && now.mode == wanted)
        return 0;
    return error;
}

static bool is_copied(const char *name, bool with_access_list)
{
    if (!with_access_list && strcmp(name, access_list) == 0)
        return false;
    for (size_t i = 0; i < sizeof copied / sizeof copied[0]; i++)
        if (strncmp(name, copied[i], strlen(copied[i])) == 0)
            return true;
    return false;
}

static void copy_attribute(int from, int to, const char *name, char *value)
{
    int64_t len = sdn_sys.get_attribute(from, name, value, LONGEST_VALUE);
    if (len >= 0)
        (void)sdn_sys.set_attribute(to, name, value, (size_t)len);
}

static void copy_listed(int from, int to, bool with_access_list, char *names, size_t size)
{
    char *value = names + size; /* both in one block */
    int64_t len = sdn_sys.list_attributes(from, names, size);
    for (int64_t at = 0; at < len; at += (int64_t)strlen(names + at) + 1)
        if (is_copied(names + at, with_access_list))
            copy_attribute(from, to, names + at, value);
}

/* A convenience: an attribute that cannot be read or set, or memory that ran out, does not stop a save. */
static void copy_attributes(int from, int to, bool with_access_list)
{
    int64_t size = sdn_sys.list_attributes(from, NULL, 0);
    if (size <= 0 || size > LONGEST_VALUE)
        return;
    char *block = sdn_alloc((size_t)size + LONGEST_VALUE);
    if (block != NULL)
        copy_listed(from, to, with_access_list, block, (size_t)size);
    sdn_free(block);
}

/* A directory may give new files an access list. It goes before the mode is set, which would bring it to
 * life. */
static void drop_inherited_list(int to)
{
    (void)sdn_sys.remove_attribute(to, access_list);
}

int sdn_file_attributes_copy(int from, const sdn_stat *old, int to)
{
    sdn_stat now;
    int error = sdn_sys.stat_fd(to, &now);
    if (error != 0)
        return error;
    bool is_bare = sdn_sys.list_attributes(to, NULL, 0) == 0;
    if (!is_bare)
        drop_inherited_list(to);
    uint32_t bits = keep_owner(old, &now, to);
    bool is_right = is_bare && has_same_owner(old, &now) && old->mode == now.mode;
    error = is_right ? 0 : keep_mode(old->mode & bits, to);
    if (error == 0)
        copy_attributes(from, to, bits != OWNER_BITS);
    return error;
}
