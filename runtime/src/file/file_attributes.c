#include "file/file_attributes.h"

#include "base/alloc.h"

#include <errno.h>
#include <string.h>

enum {
    LONGEST_VALUE = 64 * 1024,
    OWNER_WRITES = 0200,
    OWNER_READS_AND_WRITES = 0600,
    OWNER_BITS = 0700,
    PERMISSION_BITS = 0777,
    ONE_CLASS = 07
};

static const char access_list[] = "system.posix_acl_access";

/* Copied, by name or prefix. The rest is not: signatures of the content (security.ima), data of a file system about the
 * file itself (trusted.overlay). */
static const char *const copied_names[] = {"user.", access_list, "security.selinux"};

/* ---- permission to replace the file ---- */

sdn_code sdn__file_attributes_check_writable(const sdn_path *resolved, const sdn_stat *old, uint32_t uid,
                                             sdn_error *err)
{
    if (old->uid == uid && (old->mode & OWNER_WRITES) != 0)
        return SDN_OK;
    int error = sdn__sys.may_write(resolved->directory, resolved->name);
    if (error != -EACCES && error != -EROFS) /* other errors show when it is replaced */
        return SDN_OK;
    return sdn__fail_os(err, -error, resolved->path,
                        "user %lu may not write the file, which belongs to user %lu and has the mode %04lo; "
                        "change its mode or owner first",
                        (unsigned long)uid, (unsigned long)old->uid, (unsigned long)old->mode);
}

/* ---- names of attributes ---- */

typedef struct attribute_names {
    char *bytes; /* each ended by a NUL; NULL: there are none */
    size_t len;
    char *value; /* room for LONGEST_VALUE bytes, in the same block */
} attribute_names;

static int list_attribute_names(int from, attribute_names *names)
{
    int64_t size = sdn__sys.list_attributes(from, NULL, 0);
    *names = (attribute_names){NULL, 0, NULL};
    if (size <= 0 || size > LONGEST_VALUE)
        return 0;
    names->bytes = sdn__alloc((size_t)size + LONGEST_VALUE);
    if (names->bytes == NULL)
        return -ENOMEM;
    names->value = names->bytes + size;
    int64_t len = sdn__sys.list_attributes(from, names->bytes, (size_t)size);
    names->len = len > 0 ? (size_t)len : 0;
    return 0;
}

static bool has_access_list(const attribute_names *names)
{
    for (size_t at = 0; at < names->len; at += strlen(names->bytes + at) + 1)
        if (strcmp(names->bytes + at, access_list) == 0)
            return true;
    return false;
}

/* ---- owner and mode ---- */

/* Whether the new file has owner and group of the old one. */
typedef enum kept_owner { KEPT_BOTH, KEPT_GROUP, KEPT_NO_GROUP } kept_owner;

static bool has_same_owner(const sdn_stat *old, const sdn_stat *now)
{
    return old->uid == now->uid && old->gid == now->gid;
}

static kept_owner keep_owner(const sdn_stat *old, const sdn_stat *now, int to)
{
    if (has_same_owner(old, now) || sdn__sys.set_owner(to, old->uid, old->gid) == 0)
        return KEPT_BOTH;
    /* Only root may change the owner, but a member of the old group may set the group. */
    if (old->gid == now->gid || sdn__sys.set_owner(to, SDN_KEEP_OWNER, old->gid) == 0)
        return KEPT_GROUP;
    return KEPT_NO_GROUP;
}

static uint32_t little_endian(const unsigned char *bytes, size_t count)
{
    uint32_t value = 0;
    while (count-- > 0)
        value = value << 8 | bytes[count];
    return value;
}

/* The permissions that an access list gives to everybody but the owner. Its format, of Linux: a version, 2, then a tag,
 * permissions and an id for each entry, little-endian. */
static uint32_t common_of_list(const unsigned char *list, int64_t len)
{
    enum { HEADER = 4, ENTRY = 8, OWNER = 0x01, MASK = 0x10, OTHERS = 0x20 };
    uint32_t common = ONE_CLASS, mask = ONE_CLASS, others = ONE_CLASS;
    if (len < HEADER || (len - HEADER) % ENTRY != 0 || little_endian(list, HEADER) != 2)
        return 0;
    for (const unsigned char *at = list + HEADER; at < list + len; at += ENTRY) {
        uint32_t tag = little_endian(at, 2), permissions = little_endian(at + 2, 2);
        if (tag == MASK)
            mask = permissions;
        else if (tag == OTHERS)
            others = permissions;
        else if (tag != OWNER)
            common &= permissions;
    }
    return common & mask & others & ONE_CLASS;
}

/* The permissions that everybody but the owner has. With an access list the group bits of the mode are its mask, which
 * gives no permission to anybody. */
static uint32_t common_access(const sdn_stat *old, int from, const attribute_names *names)
{
    if (!has_access_list(names))
        return old->mode >> 3 & old->mode & ONE_CLASS;
    int64_t len = sdn__sys.get_attribute(from, access_list, names->value, LONGEST_VALUE);
    return common_of_list((const unsigned char *)names->value, len);
}

/* The new owner could read and write the old file, so it keeps these permissions. */
static uint32_t owner_bits(const sdn_stat *old, const sdn_stat *now)
{
    return (old->mode & OWNER_BITS) | (old->uid != now->uid ? OWNER_READS_AND_WRITES : 0);
}

/* The mode with which nobody gains access and nobody loses a permission that everybody had. If the group is not kept,
 * members of the old group and of the new one may be in either class now, so both classes get the permissions that both
 * had. With an access list this is the mode until the list is set. */
static uint32_t mode_for(kept_owner kept, const sdn_stat *old, const sdn_stat *now, uint32_t common, bool has_list)
{
    const uint32_t both = common << 3 | common;
    if (kept == KEPT_NO_GROUP)
        return owner_bits(old, now) | both;
    uint32_t mode = kept == KEPT_BOTH ? old->mode : (old->mode & PERMISSION_BITS) | owner_bits(old, now);
    return has_list ? (mode & ~(uint32_t)(PERMISSION_BITS & ~OWNER_BITS)) | both : mode;
}

/* A file system without modes shows the same one for every file, and may refuse to set it. */
static int keep_mode(uint32_t wanted, int to)
{
    sdn_stat now;
    int error = sdn__sys.set_mode(to, wanted);
    if (error != 0 && sdn__sys.stat_fd(to, &now) == 0 && now.mode == wanted)
        return 0;
    return error;
}

/* ---- all of it ---- */

static bool is_copied(const char *name, bool with_access_list)
{
    if (!with_access_list && strcmp(name, access_list) == 0)
        return false;
    for (size_t i = 0; i < sizeof copied_names / sizeof copied_names[0]; i++)
        if (strncmp(name, copied_names[i], strlen(copied_names[i])) == 0)
            return true;
    return false;
}

static void copy_attribute(int from, int to, const char *name, char *value)
{
    int64_t len = sdn__sys.get_attribute(from, name, value, LONGEST_VALUE);
    if (len >= 0)
        (void)sdn__sys.set_attribute(to, name, value, (size_t)len);
}

/* An attribute that cannot be read or set does not stop a save. */
static void copy_attributes(int from, int to, bool with_access_list, const attribute_names *names)
{
    for (size_t at = 0; at < names->len; at += strlen(names->bytes + at) + 1)
        if (is_copied(names->bytes + at, with_access_list))
            copy_attribute(from, to, names->bytes + at, names->value);
}

/* A directory may give new files a default access list. It is removed before the mode is set, because the mode sets the
 * mask of the list, with which its entries take effect. */
static void drop_inherited_list(int to)
{
    (void)sdn__sys.remove_attribute(to, access_list);
}

static int copy(int from, const sdn_stat *old, const sdn_stat *now, int to)
{
    attribute_names names;
    bool is_bare = sdn__sys.list_attributes(to, NULL, 0) == 0;
    int error = list_attribute_names(from, &names);
    if (error != 0)
        return error;
    if (!is_bare)
        drop_inherited_list(to);
    kept_owner kept = keep_owner(old, now, to);
    uint32_t mode = mode_for(kept, old, now, common_access(old, from, &names), has_access_list(&names));
    if (!is_bare || !has_same_owner(old, now) || mode != now->mode)
        error = keep_mode(mode, to);
    if (error == 0)
        copy_attributes(from, to, kept != KEPT_NO_GROUP, &names);
    sdn__free(names.bytes);
    return error;
}

sdn_code sdn__file_attributes_copy(const sdn_path *resolved, int from, const sdn_stat *old, int to,
                                   const sdn_stat *made, sdn_error *err)
{
    sdn_code code = sdn__file_attributes_check_writable(resolved, old, made->uid, err);
    if (code != SDN_OK)
        return code;
    int error = copy(from, old, made, to);
    if (error == -ENOMEM)
        return sdn__fail_memory(err);
    if (error != 0)
        return sdn__fail_os(err, -error, resolved->path, "cannot give the new file the old one's permissions");
    return SDN_OK;
}
