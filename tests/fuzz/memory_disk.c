#include "memory_disk.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "os/sys.h"

enum { MOST_FILES = 64, MOST_NAMES = 64, MOST_OPEN = 64, DIRECTORY = 1000 };

static const int64_t tick_ns = 4 * 1000 * 1000;

typedef struct file {
    bool used;
    char *bytes;
    size_t len;
    size_t capacity;
    uint64_t number; /* inodes are used again, as on a real disk, but never while one is in use */
    uint64_t version;
    uint32_t mode;
    unsigned names;
    unsigned opens;
    int64_t mtime;
    int64_t ctime;
    int locked_by; /* descriptor, -1: nobody */
} file;

typedef struct name {
    char text[SDN_NAME_MAX + 1];
    file *of; /* NULL: a free entry */
} name;

typedef struct descriptor {
    bool used;
    bool writes;
    file *of; /* NULL: the directory */
    size_t at;
} descriptor;

static sdn_sys_table real;
static file files[MOST_FILES];
static name names[MOST_NAMES];
static descriptor open_files[MOST_OPEN];
static int64_t clock_ns;
static uint64_t versions;
static uint64_t chance;
static int countdown;
static int error_to_report;
static bool failed;

/* ---- time and faults ---- */

static int64_t stamp(void)
{
    return clock_ns - clock_ns % tick_ns;
}

static int64_t now(void)
{
    return clock_ns += 1000; /* no two looks at a clock are the same */
}

void memory_disk_pass(int64_t ns)
{
    clock_ns += ns;
}

static void sleep_for(int64_t ns)
{
    memory_disk_pass(ns > 0 ? ns : 1);
}

void memory_disk_fail(int nth, int error)
{
    countdown = nth;
    error_to_report = error;
    failed = false;
}

bool memory_disk_failed(void)
{
    return failed;
}

/* 0, or what the call is to report instead of being made. */
static int fault(void)
{
    if (countdown == 0 || --countdown != 0)
        return 0;
    failed = true;
    return -error_to_report;
}

/* ---- files and names ---- */

static void changed(file *f)
{
    f->mtime = f->ctime = stamp();
    f->version = ++versions;
}

static file *new_file(uint32_t mode)
{
    for (size_t i = 0; i < MOST_FILES; i++)
        if (!files[i].used) {
            files[i] = (file){.used = true, .number = i + 1, .mode = mode, .locked_by = -1};
            changed(&files[i]);
            return &files[i];
        }
    return NULL;
}

static void drop_if_unused(file *f)
{
    if (f->names > 0 || f->opens > 0)
        return;
    free(f->bytes);
    *f = (file){.used = false};
}

static name *find(const char *text)
{
    for (size_t i = 0; i < MOST_NAMES; i++)
        if (names[i].of != NULL && strcmp(names[i].text, text) == 0)
            return &names[i];
    return NULL;
}

static int add_name(const char *text, file *f)
{
    if (find(text) != NULL)
        return -EEXIST;
    for (size_t i = 0; i < MOST_NAMES; i++)
        if (names[i].of == NULL) {
            snprintf(names[i].text, sizeof names[i].text, "%s", text);
            names[i].of = f;
            f->names++;
            f->ctime = stamp();
            return 0;
        }
    return -ENOSPC;
}

static void remove_name(name *n)
{
    file *f = n->of;
    n->of = NULL;
    f->names--;
    f->ctime = stamp();
    drop_if_unused(f);
}

static int write_into(file *f, size_t at, const void *bytes, size_t size)
{
    if (at + size > f->capacity) {
        size_t larger = 2 * (at + size);
        char *moved = realloc(f->bytes, larger);
        if (moved == NULL)
            return -ENOSPC;
        f->bytes = moved;
        f->capacity = larger;
    }
    if (size > 0)
        memcpy(f->bytes + at, bytes, size);
    if (at + size > f->len)
        f->len = at + size;
    changed(f);
    return 0;
}

static void require(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "memory disk: %s\n", what);
    abort();
}

void memory_disk_put(const char *text, sdn_str bytes)
{
    file *f = new_file(0644);
    require(f != NULL && write_into(f, 0, bytes.ptr, bytes.len) == 0, "full");
    name *old = find(text);
    if (old != NULL)
        remove_name(old);
    require(add_name(text, f) == 0, "no room for a name");
}

void memory_disk_overwrite(const char *text, sdn_str bytes)
{
    name *n = find(text);
    if (n == NULL) {
        memory_disk_put(text, bytes);
        return;
    }
    n->of->len = 0;
    require(write_into(n->of, 0, bytes.ptr, bytes.len) == 0, "full");
}

sdn_str memory_disk_get(const char *text)
{
    const name *n = find(text);
    if (n == NULL)
        return (sdn_str){NULL, 0};
    return (sdn_str){n->of->bytes != NULL ? n->of->bytes : "", n->of->len};
}

size_t memory_disk_count(void)
{
    size_t count = 0;
    for (size_t i = 0; i < MOST_NAMES; i++)
        count += names[i].of != NULL;
    return count;
}

uint64_t memory_disk_version(const char *text)
{
    const name *n = find(text);
    return n != NULL ? n->of->version : 0;
}

/* ---- descriptors ---- */

/* Descriptors start at 3, as a program would have them. */
static int open_one(file *f, bool writes)
{
    for (int i = 3; i < MOST_OPEN; i++)
        if (!open_files[i].used) {
            open_files[i] = (descriptor){true, writes, f, 0};
            if (f != NULL)
                f->opens++;
            return i;
        }
    return -EMFILE;
}

static int open_at(int directory, const char *text, unsigned flags, uint32_t mode)
{
    int error = fault();
    (void)directory;
    if (error != 0)
        return error;
    if ((flags & SDN_OPEN_DIRECTORY) != 0)
        return strcmp(text, ".") == 0 ? open_one(NULL, false) : -ENOTDIR;
    name *n = find(text);
    bool create = (flags & SDN_OPEN_CREATE) != 0;
    if (create == (n != NULL))
        return create ? -EEXIST : -ENOENT;
    file *f = create ? new_file(mode & 0755) : n->of;
    if (f == NULL)
        return -ENOSPC;
    if (create && (error = add_name(text, f)) != 0) {
        drop_if_unused(f);
        return error;
    }
    return open_one(f, (flags & SDN_OPEN_WRITE) != 0);
}

static int open_unnamed(int directory, uint32_t mode)
{
    int error = fault();
    (void)directory;
    file *f = error == 0 ? new_file(mode) : NULL;
    return error != 0 ? error : f != NULL ? open_one(f, true) : -ENOSPC;
}

static descriptor *at(int fd)
{
    require(fd >= 3 && fd < MOST_OPEN && open_files[fd].used, "a descriptor that is not open");
    return &open_files[fd];
}

static int close_one(int fd)
{
    descriptor *d = at(fd);
    d->used = false;
    if (d->of == NULL)
        return 0;
    if (d->of->locked_by == fd)
        d->of->locked_by = -1;
    d->of->opens--;
    drop_if_unused(d->of);
    return 0;
}

static int describe(const file *f, sdn_stat *stat)
{
    *stat = (sdn_stat){.device = 1, .inode = DIRECTORY, .links = 2, .mode = 0755, .kind = SDN_KIND_DIRECTORY};
    if (f != NULL)
        *stat = (sdn_stat){.device = 1,
                           .inode = f->number,
                           .size = (int64_t)f->len,
                           .mtime_ns = f->mtime,
                           .ctime_ns = f->ctime,
                           .links = f->names,
                           .mode = f->mode,
                           .kind = SDN_KIND_REGULAR};
    return 0;
}

static int stat_fd(int fd, sdn_stat *stat)
{
    int error = fault();
    return error != 0 ? error : describe(at(fd)->of, stat);
}

static int stat_at(int directory, const char *text, sdn_stat *stat)
{
    int error = fault();
    const name *n = find(text);
    (void)directory;
    if (error != 0)
        return error;
    return n != NULL ? describe(n->of, stat) : -ENOENT;
}

static int64_t read_at(int fd, void *bytes, size_t size, int64_t offset)
{
    int error = fault();
    const file *f = at(fd)->of;
    if (error != 0)
        return error;
    size_t from = (size_t)offset < f->len ? (size_t)offset : f->len;
    size_t got = size < f->len - from ? size : f->len - from;
    if (got > 0)
        memcpy(bytes, f->bytes + from, got);
    return (int64_t)got;
}

static int64_t write_at(int fd, const void *bytes, size_t size, int64_t offset)
{
    int error = fault();
    descriptor *d = at(fd);
    require(d->writes, "written to, but opened for reading");
    if (error == 0)
        error = write_into(d->of, (size_t)offset, bytes, size);
    return error != 0 ? error : (int64_t)size;
}

static int64_t write_on(int fd, const void *bytes, size_t size)
{
    descriptor *d = at(fd);
    int64_t wrote = write_at(fd, bytes, size, (int64_t)d->at);
    if (wrote > 0)
        d->at += (size_t)wrote;
    return wrote;
}

static int sync_one(int fd)
{
    (void)at(fd);
    return fault();
}

static int set_mode(int fd, uint32_t mode)
{
    int error = fault();
    if (error == 0) {
        at(fd)->of->mode = mode;
        at(fd)->of->ctime = stamp();
    }
    return error;
}

static int set_owner(int fd, uint32_t uid, uint32_t gid)
{
    (void)uid;
    (void)gid;
    (void)at(fd);
    return fault();
}

static int set_times_now(int fd)
{
    int error = fault();
    if (error == 0)
        at(fd)->of->mtime = at(fd)->of->ctime = stamp();
    return error;
}

static int set_mtime(int fd, int64_t mtime_ns)
{
    int error = fault();
    if (error != 0)
        return error;
    at(fd)->of->mtime = mtime_ns;
    at(fd)->of->ctime = stamp();
    return 0;
}

static int may_write(int directory, const char *which)
{
    (void)directory, (void)which;
    return fault();
}

/* Nobody but the store writes here, and it has closed what it wrote. */
static int is_being_written(int fd)
{
    (void)at(fd);
    return fault();
}

static int start_write_back(int fd)
{
    (void)at(fd);
    return fault();
}

static int64_t list_attributes(int fd, char *text, size_t size)
{
    (void)at(fd);
    (void)text;
    (void)size;
    return 0;
}

/* ---- names ---- */

static int link_fd(int fd, int directory, const char *text)
{
    int error = fault();
    (void)directory;
    return error != 0 ? error : add_name(text, at(fd)->of);
}

static int link_at(int directory, const char *from, const char *to)
{
    int error = fault();
    name *n = find(from);
    (void)directory;
    return error != 0 ? error : n != NULL ? add_name(to, n->of) : -ENOENT;
}

static int unlink_at(int directory, const char *text)
{
    int error = fault();
    name *n = find(text);
    (void)directory;
    if (error != 0)
        return error;
    if (n == NULL)
        return -ENOENT;
    remove_name(n);
    return 0;
}

static int rename_new_at(int directory, const char *from, const char *to)
{
    int error = fault();
    name *n = find(from);
    (void)directory;
    if (error != 0)
        return error;
    if (n == NULL || find(to) != NULL)
        return n == NULL ? -ENOENT : -EEXIST;
    snprintf(n->text, sizeof n->text, "%s", to);
    n->of->ctime = stamp();
    return 0;
}

static int rename_at(int directory, const char *from, const char *to)
{
    int error = fault();
    name *old = find(to);
    if (error != 0)
        return error;
    if (old != NULL && old != find(from))
        remove_name(old);
    int due = countdown; /* one call, one chance to fail */
    countdown = 0;
    error = rename_new_at(directory, from, to);
    countdown = due;
    return error;
}

static int exchange_at(int directory, const char *a, const char *b)
{
    int error = fault();
    name *first = find(a);
    name *second = find(b);
    (void)directory;
    if (error != 0)
        return error;
    if (first == NULL || second == NULL)
        return -ENOENT;
    file *of = first->of;
    first->of = second->of;
    second->of = of;
    first->of->ctime = second->of->ctime = stamp();
    return 0;
}

static int64_t read_link_at(int directory, const char *text, char *target, size_t size)
{
    int error = fault();
    (void)directory;
    (void)target;
    (void)size;
    if (error != 0)
        return error;
    return find(text) != NULL ? -EINVAL : -ENOENT;
}

/* Of the names as they were at the start: `each` may remove some. */
static int list(int directory, sdn_each_name *each, void *context)
{
    int error = fault();
    (void)directory;
    for (size_t i = 0; i < MOST_NAMES && error == 0; i++)
        if (names[i].of != NULL) {
            char text[SDN_NAME_MAX + 1];
            memcpy(text, names[i].text, sizeof text);
            error = each(context, text);
        }
    return error;
}

static int is_local(int directory)
{
    (void)directory;
    return 1;
}

/* ---- locks ---- */

static int try_lock(int fd)
{
    int error = fault();
    file *f = at(fd)->of;
    if (error != 0)
        return error;
    if (f->locked_by >= 0 && f->locked_by != fd)
        return -EWOULDBLOCK;
    f->locked_by = fd;
    return 0;
}

static int unlock(int fd)
{
    int error = fault();
    file *f = at(fd)->of;
    if (error == 0 && f->locked_by == fd)
        f->locked_by = -1;
    return error;
}

static int watch_open(void)
{
    return -ENOSYS;
}

static int watch_add(int watch, int fd)
{
    (void)watch;
    (void)fd;
    return -ENOSYS;
}

static int watch_wait(int watch, int64_t timeout_ns)
{
    (void)watch;
    sleep_for(timeout_ns);
    return 0;
}

/* ---- who we are ---- */

static int64_t process_id(void)
{
    return 1000;
}

static int host_name(char *text, size_t size)
{
    snprintf(text, size, "memory");
    return 0;
}

static int boot_id(char *text, size_t size)
{
    snprintf(text, size, "00000000-0000-0000-0000-000000000000");
    return 0;
}

static int program_name(char *text, size_t size)
{
    snprintf(text, size, "fuzzer");
    return 0;
}

static int random_bytes(void *bytes, size_t size)
{
    int error = fault();
    char *to = bytes;
    for (size_t i = 0; i < size; i++) {
        chance = chance * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        to[i] = (char)(chance >> 56);
    }
    return error;
}

/* ---- the table ---- */

static void install_files(void)
{
    sdn__sys.open_at = open_at;
    sdn__sys.open_unnamed = open_unnamed;
    sdn__sys.close = close_one;
    sdn__sys.stat_fd = stat_fd;
    sdn__sys.stat_at = stat_at;
    sdn__sys.read_at = read_at;
    sdn__sys.write = write_on;
    sdn__sys.write_at = write_at;
    sdn__sys.sync = sync_one;
    sdn__sys.set_mode = set_mode;
    sdn__sys.set_owner = set_owner;
    sdn__sys.set_times_now = set_times_now;
    sdn__sys.set_mtime = set_mtime;
    sdn__sys.may_write = may_write;
    sdn__sys.is_being_written = is_being_written;
    sdn__sys.start_write_back = start_write_back;
    sdn__sys.list_attributes = list_attributes; /* there are none, so nobody gets or sets one */
    sdn__sys.link_fd = link_fd;
    sdn__sys.link_at = link_at;
    sdn__sys.unlink_at = unlink_at;
    sdn__sys.rename_at = rename_at;
    sdn__sys.rename_new_at = rename_new_at;
    sdn__sys.exchange_at = exchange_at;
    sdn__sys.read_link_at = read_link_at;
    sdn__sys.list = list;
}

static void install_rest(void)
{
    sdn__sys.is_local = is_local;
    sdn__sys.try_lock = try_lock;
    sdn__sys.unlock = unlock;
    sdn__sys.watch_open = watch_open;
    sdn__sys.watch_add = watch_add;
    sdn__sys.watch_wait = watch_wait;
    sdn__sys.sleep = sleep_for;
    sdn__sys.monotonic_ns = now;
    sdn__sys.realtime_ns = now;
    sdn__sys.process_id = process_id;
    sdn__sys.host_name = host_name;
    sdn__sys.boot_id = boot_id;
    sdn__sys.program_name = program_name;
    sdn__sys.random = random_bytes;
}

void memory_disk_enter(void)
{
    real = sdn__sys;
    clock_ns = INT64_C(1000000000) * 1000000000;
    versions = 0;
    chance = 1;
    memory_disk_fail(0, 0);
    install_files();
    install_rest();
}

void memory_disk_leave(void)
{
    for (size_t i = 0; i < MOST_NAMES; i++)
        if (names[i].of != NULL)
            remove_name(&names[i]);
    for (int i = 0; i < MOST_OPEN; i++)
        require(!open_files[i].used, "a descriptor was left open");
    sdn__sys = real;
}
