#define _XOPEN_SOURCE 700

#include "scene.h"

#include "files.h"
#include "poor_system.h"
#include "tempdir.h"
#include "outcome.h"

#include "base/alloc.h"
#include "os/sys.h"
#include "file/temp_name.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>

enum { MOST_WAIT_MS = 300 };

const char scene_text[] =
    "# kept\nstray\n"
    "todos |id, keyword, area, priority, description, file, line, issue, blocked, status, valid|\n"
    "    1, TODO, parser, P1, first, a.c, 3, \"\", \"2,3\", open, true\n"
    "    2, FIXME, \"le\"\"xer\", urgent, second, b.c, 4, 17, [x], done, true\n"
    "    3, too, few\n"
    "    4, TODO, \"\", P2, fourth, a.c, 3, \"\", \"\", open, true\n"
    "    5, TODO, \"\", P2, fifth, c.c, 0, \"\", \"\", open, true\n"
    "    5, TODO, \"\", P2, fifth again, c.c, 0, \"\", \"\", open, true\n"
    "other |a, b|\n    1, 2\n";

static const char changed_text[] = "todos |id, description|\n    1, one\n    2, two\n    7, seven\n";

/* What the atomic files write. */
#define NEW_TEXT "todos |id, description|\n    1, new\n"

/* Nobody holds the lock for long here. */
static const sdn_lock_options patience = {MOST_WAIT_MS, 60000};

void scene_need(bool done, const char *what, const char *why)
{
    if (done)
        return;
    fprintf(stderr, "cannot %s: %s\n", what, why);
    abort();
}

static void need_ok(sdn_code code, const char *what, const sdn_error *err)
{
    scene_need(code == SDN_OK, what, err->message);
}

/* ---- pieces ---- */

sdn_code scene_change(todo_store *store, sdn_error *err)
{
    todo values;
    todo *first = todo_store_edit(store, "1", err);
    if (first == NULL)
        return err->code;
    first->description = todo_store_text(store, "changed, by us");
    todo_init(&values);
    values.id = SDN_STR("6"); /* an automatic number is another one the second time */
    values.description = SDN_STR("added");
    if (todo_store_insert(store, &values, err) == NULL)
        return err->code;
    return todo_store_delete(store, "4", err);
}

sdn_code scene_change_in_transaction(todo_store *store, sdn_error *err)
{
    sdn_code code = todo_store_begin(store, err);
    if (code != SDN_OK)
        return code;
    code = scene_change(store, err);
    if (code == SDN_OK)
        return todo_store_commit(store, err);
    todo_store_rollback(store);
    return code;
}

sdn_code scene_change_and_save(todo_store *store, sdn_error *err)
{
    sdn_code code = scene_change(store, err);
    return code == SDN_OK ? todo_store_save(store, err) : code;
}

static void open_store(scene *on)
{
    sdn_error err = {0};
    on->store = todo_store_open(SCENE_PATH, &on->options, &err);
    scene_need(on->store != NULL, "open the store", err.message);
}

static void edit_store(scene *on)
{
    sdn_error err = {0};
    if (todo_store_get(on->store, "4") != NULL)
        need_ok(scene_change(on->store, &err), "edit", &err);
    else {
        todo values;
        todo_init(&values);
        values.description = SDN_STR("added");
        scene_need(todo_store_insert(on->store, &values, &err) != NULL, "insert", err.message);
    }
}

static void begin_store(scene *on)
{
    sdn_error err = {0};
    need_ok(todo_store_begin(on->store, &err), "begin", &err);
}

static void acquire(scene *on)
{
    sdn_error err = {0};
    need_ok(acquire_lock(SCENE_PATH, &patience, &on->lock, &err), "lock", &err);
}

static void create_out(scene *on)
{
    sdn_error err = {0};
    need_ok(create_file(SCENE_PATH, on->lock, NULL, &on->out, &err), "create", &err);
}

static void copy_bytes(const char *from, char *bytes, size_t size)
{
    snprintf(bytes, size, "%s", read_file(from));
}

/* What a killed holder leaves: the marked file, without the flock. */
static void leave_dead_lock(scene *on)
{
    char text[512];
    acquire(on);
    copy_bytes(SCENE_LOCK, text, sizeof text);
    sdn_lock_release(on->lock);
    on->lock = NULL;
    write_file(SCENE_LOCK, text);
    scene_need(chmod(SCENE_LOCK, 01644) == 0, "mark", SCENE_LOCK);
}

static void leave_temp(const char *base, const char *text)
{
    char *name = sdn__temp_name(base);
    scene_need(name != NULL, "name a temporary file of", base);
    write_file(name, text);
    make_older(name, 61);
    sdn__free(name);
}

static void leave_temps(void)
{
    leave_temp(SCENE_PATH, "half of it");
    leave_temp(SCENE_LOCK, "");
}

static int hold(child *parent, void *context)
{
    sdn_lock *lock = NULL;
    (void)context;
    if (acquire_lock(SCENE_PATH, &patience, &lock, NULL) != SDN_OK)
        return 1;
    child_say(parent);
    (void)child_hear(parent);
    sdn_lock_release(lock);
    return 0;
}

/* ---- prepare ---- */

static void nothing(scene *on)
{
    (void)on;
}

static void with_read_lock(scene *on)
{
    on->options.read_lock = true;
}

static void opened(scene *on)
{
    open_store(on);
}

static void opened_with_read_lock(scene *on)
{
    with_read_lock(on);
    open_store(on);
}

static void opened_then_changed(scene *on)
{
    open_store(on);
    write_file(SCENE_PATH, changed_text);
}

static void opened_then_changed_with_read_lock(scene *on)
{
    with_read_lock(on);
    opened_then_changed(on);
}

static void file_opened(scene *on)
{
    sdn_error err = {0};
    on->file = sdn_file_open(SCENE_PATH, &on->options, &err);
    scene_need(on->file != NULL, "open the file", err.message);
}

static void opened_beside_dead_lock(scene *on)
{
    open_store(on);
    leave_dead_lock(on);
    leave_temps();
}

static void opened_beside_old_plain_lock(scene *on)
{
    open_store(on);
    scene_need(plain_lock(SCENE_LOCK), "lock", SCENE_LOCK);
    make_older(SCENE_LOCK, 61);
}

static void opened_beside_holder(scene *on)
{
    on->options.lock_timeout_ms = 12;
    open_store(on);
    on->holder = child_start(hold, NULL);
    scene_need(child_hear(&on->holder), "start", "the holder");
}

static void edited(scene *on)
{
    open_store(on);
    edit_store(on);
}

static void edited_atomic(scene *on)
{
    on->options.durability = SDN_ATOMIC;
    edited(on);
}

static void begun(scene *on)
{
    open_store(on);
    begin_store(on);
}

static void begun_and_edited(scene *on)
{
    begun(on);
    edit_store(on);
}

static void begun_and_edited_atomic(scene *on)
{
    on->options.durability = SDN_ATOMIC;
    begun_and_edited(on);
}

/* A file whose owner, mode and attributes have to be given to the new one; the owner only as root. */
static void begun_on_a_special_file(scene *on)
{
    scene_need(chmod(SCENE_PATH, 0640) == 0, "chmod", SCENE_PATH);
    (void)setxattr(SCENE_PATH, "user.note", "kept", 4, 0); /* where there are attributes */
    if (geteuid() == 0)
        scene_need(chown(SCENE_PATH, 1234, 5678) == 0, "chown", SCENE_PATH);
    begun_and_edited(on);
}

/* The path of the scene leads to a directory that can be replaced. */
static void link_to_directory(void)
{
    scene_need(mkdir("d", 0777) == 0 && rename(SCENE_PATH, "d/target.sdn") == 0 &&
                   symlink("d/target.sdn", SCENE_PATH) == 0,
               "link", SCENE_PATH);
}

static void begun_through_a_link(scene *on)
{
    link_to_directory();
    begun_and_edited(on);
}

/* For a file that is being written all the time; the wait is short. */
static void opened_for_a_short_wait(scene *on)
{
    on->options.lock_timeout_ms = 12;
    open_store(on);
}

static void begun_for_a_short_wait(scene *on)
{
    opened_for_a_short_wait(on);
    begin_store(on);
    edit_store(on);
}

static void replace_directory(void)
{
    char text[SCENE_TEXT_SIZE];
    scene_read(text);
    scene_need(rename("d", "old") == 0 && mkdir("d", 0777) == 0, "replace", "the directory");
    write_file("d/target.sdn", text);
}

static void opened_then_moved(scene *on)
{
    link_to_directory();
    open_store(on);
    replace_directory();
}

static void edited_then_moved(scene *on)
{
    link_to_directory();
    edited(on);
    replace_directory();
}

static void begun_then_moved(scene *on)
{
    begun_through_a_link(on);
    replace_directory();
}

static void locked(scene *on)
{
    acquire(on);
}

static void locked_long_ago(scene *on)
{
    acquire(on);
    make_older(SCENE_LOCK, 61);
}

static void locked_with_leftovers(scene *on)
{
    acquire(on);
    leave_temps();
}

static void created(scene *on)
{
    acquire(on);
    create_out(on);
}

static void created_without_lock(scene *on)
{
    create_out(on);
}

static void written(scene *on)
{
    sdn_error err = {0};
    created(on);
    need_ok(sdn_atomic_file_write(on->out, NEW_TEXT, sizeof NEW_TEXT - 1, &err), "write", &err);
}

static void written_without_lock(scene *on)
{
    sdn_error err = {0};
    create_out(on);
    need_ok(sdn_atomic_file_write(on->out, NEW_TEXT, sizeof NEW_TEXT - 1, &err), "write", &err);
}

/* ---- run ---- */

static sdn_code run_open(scene *on, sdn_error *err)
{
    on->store = todo_store_open(SCENE_PATH, &on->options, err);
    return on->store != NULL ? SDN_OK : err->code;
}

static sdn_code run_file_open(scene *on, sdn_error *err)
{
    on->file = sdn_file_open(SCENE_PATH, &on->options, err);
    return on->file != NULL ? SDN_OK : err->code;
}

static sdn_code run_file_store(scene *on, sdn_error *err)
{
    on->store = todo_store_in_file(on->file, err);
    return on->store != NULL ? SDN_OK : err->code;
}

static sdn_code run_reload(scene *on, sdn_error *err)
{
    return todo_store_reload(on->store, err);
}

static sdn_code run_begin(scene *on, sdn_error *err)
{
    return todo_store_begin(on->store, err);
}

static sdn_code run_commit(scene *on, sdn_error *err)
{
    return todo_store_commit(on->store, err);
}

static sdn_code run_save(scene *on, sdn_error *err)
{
    return todo_store_save(on->store, err);
}

static sdn_code run_rollback(scene *on, sdn_error *err)
{
    (void)err;
    todo_store_rollback(on->store);
    return SDN_OK;
}

static sdn_code run_close(scene *on, sdn_error *err)
{
    (void)err;
    todo_store_close(on->store);
    on->store = NULL;
    return SDN_OK;
}

static sdn_code run_acquire(scene *on, sdn_error *err)
{
    return acquire_lock(SCENE_PATH, &patience, &on->lock, err);
}

static sdn_code run_check(scene *on, sdn_error *err)
{
    return sdn_lock_check(on->lock, err);
}

static sdn_code run_refresh(scene *on, sdn_error *err)
{
    return sdn_lock_refresh(on->lock, err);
}

static sdn_code run_release(scene *on, sdn_error *err)
{
    (void)err;
    sdn_lock_release(on->lock);
    on->lock = NULL;
    return SDN_OK;
}

static sdn_code run_sweep(scene *on, sdn_error *err)
{
    return sdn_atomic_file_sweep(SCENE_PATH, on->lock, err);
}

static sdn_code run_create(scene *on, sdn_error *err)
{
    return create_file(SCENE_PATH, on->lock, NULL, &on->out, err);
}

static sdn_code run_write(scene *on, sdn_error *err)
{
    return sdn_atomic_file_write(on->out, NEW_TEXT, sizeof NEW_TEXT - 1, err);
}

static sdn_code run_commit_out(scene *on, sdn_error *err)
{
    return sdn_atomic_file_commit(&on->out, err);
}

static sdn_code run_discard(scene *on, sdn_error *err)
{
    (void)err;
    sdn_atomic_file_discard(&on->out);
    return SDN_OK;
}

/* ---- run: what needs only memory ---- */

static sdn_code run_edit(scene *on, sdn_error *err)
{
    return todo_store_edit(on->store, "1", err) != NULL ? SDN_OK : err->code;
}

static sdn_code run_insert(scene *on, sdn_error *err)
{
    sdn_str texts[] = {SDN_STR_INIT("x"), SDN_STR_INIT("y")};
    todo values;
    todo_init(&values);
    values.description = SDN_STR("added");
    values.blocked = (sdn_str_list){texts, 2};
    return todo_store_insert(on->store, &values, err) != NULL ? SDN_OK : err->code;
}

static sdn_code run_put(scene *on, sdn_error *err)
{
    todo values;
    todo_init(&values);
    values.id = SDN_STR("2");
    values.description = SDN_STR("put");
    return todo_store_put(on->store, &values, err) != NULL ? SDN_OK : err->code;
}

static sdn_code run_delete(scene *on, sdn_error *err)
{
    return todo_store_delete(on->store, "2", err);
}

static sdn_code run_validate(scene *on, sdn_error *err)
{
    const sdn_problem *list;
    size_t count;
    return todo_store_validate(on->store, &list, &count, err);
}

/* If text is lost, the save that would write it fails. */
static sdn_code run_text_and_save(scene *on, sdn_error *err)
{
    static char large[8192];
    const char *texts[] = {large, "b"};
    memset(large, 'a', sizeof large - 1);
    todo *one = todo_store_edit(on->store, "1", err);
    if (one == NULL)
        return err->code;
    one->description = todo_store_text(on->store, large);
    one->blocked = todo_store_list(on->store, texts, 2);
    return todo_store_save(on->store, err);
}

static sdn_code run_transaction(scene *on, sdn_error *err)
{
    return scene_change_in_transaction(on->store, err);
}

static sdn_code run_copy(scene *on, sdn_error *err)
{
    todo copy;
    if (todo_copy(&copy, todo_store_get(on->store, "2"), &on->arena) == 0)
        return SDN_OK;
    err->code = SDN_E_NOMEM;
    snprintf(err->message, sizeof err->message, "out of memory");
    return SDN_E_NOMEM;
}

/* ---- systems that lack something ---- */

static void without_exclusive_names(void)
{
    without_unnamed_files();
    without_exclusive_rename();
}

static void without_any_link(void)
{
    without_exclusive_names();
    without_links();
}

static int always_written(int fd)
{
    (void)fd;
    return 1;
}

static void with_an_endless_writer(void)
{
    sdn__sys.is_being_written = always_written;
}

static int looks_left; /* at which somebody is writing */

static int written_for_a_while(int fd)
{
    (void)fd;
    return looks_left-- > 0;
}

static void with_a_writer(void)
{
    looks_left = 3;
    sdn__sys.is_being_written = written_for_a_while;
}

static int (*real_exchange)(int directory, const char *a, const char *b);
static bool is_first_exchange;

/* Writes the file as it is: in place, or by another file that takes its name. */
static void touch_in_place(void)
{
    char text[SCENE_TEXT_SIZE];
    scene_read(text);
    write_file(SCENE_PATH, text);
}

static void touch_by_rename(void)
{
    char text[SCENE_TEXT_SIZE];
    scene_read(text);
    write_file("edited", text);
    scene_need(rename("edited", SCENE_PATH) == 0, "rename", SCENE_PATH);
}

/* The other program has descriptors of its own. */
static void touch_with_descriptors(void (*touch)(void))
{
    struct rlimit ours, theirs;
    getrlimit(RLIMIT_NOFILE, &ours);
    theirs = ours;
    theirs.rlim_cur = ours.rlim_max;
    setrlimit(RLIMIT_NOFILE, &theirs);
    touch();
    setrlimit(RLIMIT_NOFILE, &ours);
}

static int exchange_after(void (*touch)(void), int directory, const char *a, const char *b)
{
    if (is_first_exchange)
        touch_with_descriptors(touch);
    is_first_exchange = false;
    return real_exchange(directory, a, b);
}

static int exchange_after_write(int directory, const char *a, const char *b)
{
    return exchange_after(touch_in_place, directory, a, b);
}

static int exchange_after_rename(int directory, const char *a, const char *b)
{
    return exchange_after(touch_by_rename, directory, a, b);
}

static void replace_exchange(int (*by)(int directory, const char *a, const char *b))
{
    real_exchange = sdn__sys.exchange_at;
    is_first_exchange = true;
    sdn__sys.exchange_at = by;
}

/* Between the last look and the step that shows. */
static void with_a_write_in_the_last_moment(void)
{
    replace_exchange(exchange_after_write);
}

static void with_a_rename_in_the_last_moment(void)
{
    replace_exchange(exchange_after_rename);
}

static int64_t (*real_time)(void);

static int64_t later(void)
{
    return real_time() + (int64_t)30 * 1000 * 1000 * 1000;
}

static void later_by_30_s(void)
{
    real_time = sdn__sys.realtime_ns;
    sdn__sys.realtime_ns = later;
}

/* ---- tables ---- */

static const unsigned saves = SCENE_SAVES | SCENE_PENDING;

/* clang-format off */
const operation scene_operations[] = {
    {"open, no file", 0, NULL, NULL, nothing, run_open},
    {"open", 0, scene_text, NULL, nothing, run_open},
    {"open, read lock", 0, scene_text, NULL, with_read_lock, run_open},
    {"open, no file, read lock", 0, NULL, NULL, with_read_lock, run_open},
    {"file open", 0, scene_text, NULL, nothing, run_file_open},
    {"file store", 0, scene_text, NULL, file_opened, run_file_store},
    {"reload, unchanged", 0, scene_text, NULL, opened, run_reload},
    {"reload, changed", 0, scene_text, NULL, opened_then_changed, run_reload},
    {"reload, changed, read lock", 0, scene_text, NULL, opened_then_changed_with_read_lock, run_reload},
    {"begin", SCENE_LOCKS, scene_text, NULL, opened, run_begin},
    {"begin, no file", SCENE_LOCKS, NULL, NULL, opened, run_begin},
    {"begin, edits pending", SCENE_LOCKS | SCENE_PENDING, scene_text, NULL, edited, run_begin},
    {"begin, file changed", SCENE_LOCKS, scene_text, NULL, opened_then_changed, run_begin},
    {"begin, holder died", SCENE_LOCKS | SCENE_FINDS_FILES, scene_text, NULL, opened_beside_dead_lock,
     run_begin},
    {"begin, old plain lock", SCENE_LOCKS | SCENE_FINDS_FILES, scene_text, NULL, opened_beside_old_plain_lock,
     run_begin},
    {"begin, lock held", SCENE_WAITS, scene_text, NULL, opened_beside_holder, run_begin},
    {"begin, lock held, no inotify", SCENE_WAITS, scene_text, without_watches, opened_beside_holder,
     run_begin},
    {"begin, no O_TMPFILE", SCENE_LOCKS, scene_text, without_unnamed_files, opened, run_begin},
    {"begin, no /proc", SCENE_LOCKS, scene_text, without_proc, opened, run_begin},
    {"begin, no renameat2", SCENE_LOCKS, scene_text, without_exclusive_names, opened, run_begin},
    {"begin, no link", SCENE_LOCKS | SCENE_UNSURE_LOCK, scene_text, without_any_link, opened, run_begin},
    {"commit, durable", saves | SCENE_ENDS, scene_text, NULL, begun_and_edited, run_commit},
    {"commit, atomic", saves | SCENE_ENDS, scene_text, NULL, begun_and_edited_atomic, run_commit},
    {"commit, no file", saves | SCENE_ENDS, NULL, NULL, begun_and_edited, run_commit},
    {"commit, owner and attributes", saves | SCENE_ENDS, scene_text, NULL, begun_on_a_special_file,
     run_commit},
    {"commit, through a link", saves | SCENE_ENDS, scene_text, NULL, begun_through_a_link, run_commit},
    {"begin, file being written", SCENE_LOCKS, scene_text, with_a_writer, opened_then_changed, run_begin},
    {"begin, file always being written", SCENE_LOCKS | SCENE_TIMES_OUT, scene_text, with_an_endless_writer,
     opened_for_a_short_wait, run_begin},
    {"begin, no leases", SCENE_LOCKS, scene_text, without_leases, opened_then_changed, run_begin},
    {"begin, directory replaced", SCENE_LOCKS, scene_text, NULL, opened_then_moved, run_begin},
    {"reload, directory replaced", 0, scene_text, NULL, opened_then_moved, run_reload},
    {"save, directory replaced", saves, scene_text, NULL, edited_then_moved, run_save},
    {"commit, directory replaced", saves | SCENE_ENDS, scene_text, NULL, begun_then_moved, run_commit},
    {"commit, file being written", saves | SCENE_ENDS, scene_text, with_a_writer, begun_and_edited, run_commit},
    {"commit, file always being written", saves | SCENE_ENDS | SCENE_TIMES_OUT, scene_text, with_an_endless_writer,
     begun_for_a_short_wait, run_commit},
    {"commit, written at the last moment", saves | SCENE_ENDS | SCENE_TAKES_BACK, scene_text,
     with_a_write_in_the_last_moment, begun_and_edited, run_commit},
    {"commit, renamed at the last moment", saves | SCENE_ENDS | SCENE_TAKES_BACK, scene_text,
     with_a_rename_in_the_last_moment, begun_and_edited, run_commit},
    {"commit, no leases", saves | SCENE_ENDS, scene_text, without_leases, begun_and_edited, run_commit},
    {"commit, no exchange", saves | SCENE_ENDS, scene_text, without_exchange, begun_and_edited, run_commit},
    {"commit, nothing to save", SCENE_ENDS, scene_text, NULL, begun, run_commit},
    {"save in a transaction", saves | SCENE_KEEPS_LOCK, scene_text, NULL, begun_and_edited, run_save},
    {"save, durable", saves, scene_text, NULL, edited, run_save},
    {"save, atomic", saves, scene_text, NULL, edited_atomic, run_save},
    {"save, no file", saves, NULL, NULL, edited, run_save},
    {"save, no O_TMPFILE", saves, scene_text, without_unnamed_files, edited, run_save},
    {"save, nothing to save", 0, scene_text, NULL, opened, run_save},
    {"rollback", 0, scene_text, NULL, begun_and_edited, run_rollback},
    {"rollback, no transaction", 0, scene_text, NULL, edited, run_rollback},
    {"close", 0, scene_text, NULL, opened_with_read_lock, run_close},
    {"close in a transaction", 0, scene_text, NULL, begun_and_edited, run_close},
    {"lock acquire", SCENE_LOCKS, scene_text, NULL, nothing, run_acquire},
    {"lock acquire, no file", SCENE_LOCKS, NULL, NULL, nothing, run_acquire},
    {"lock check", SCENE_LOCKS, scene_text, NULL, locked, run_check},
    {"lock refresh", SCENE_LOCKS, scene_text, later_by_30_s, locked_long_ago, run_refresh},
    {"lock release", 0, scene_text, NULL, locked, run_release},
    {"lock release, no O_TMPFILE", 0, scene_text, without_unnamed_files, locked, run_release},
    {"sweep", SCENE_LOCKS | SCENE_FINDS_FILES, scene_text, NULL, locked_with_leftovers, run_sweep},
    {"atomic file create", SCENE_LOCKS, scene_text, NULL, locked, run_create},
    {"atomic file create, no file", SCENE_LOCKS, NULL, NULL, locked, run_create},
    {"atomic file create, no lock", 0, scene_text, NULL, nothing, run_create},
    {"atomic file write", SCENE_LOCKS, scene_text, NULL, created, run_write},
    {"atomic file write, no lock", 0, scene_text, NULL, created_without_lock, run_write},
    {"atomic file commit", SCENE_SAVES | SCENE_LOCKS, scene_text, NULL, written, run_commit_out},
    {"atomic file commit, no file", SCENE_SAVES | SCENE_LOCKS, NULL, NULL, written, run_commit_out},
    {"atomic file commit, no lock", SCENE_SAVES, scene_text, NULL, written_without_lock, run_commit_out},
    {"atomic file discard", SCENE_LOCKS, scene_text, NULL, written, run_discard},
    {0},
};
/* clang-format on */

const operation scene_memory_operations[] = {
    {"edit", 0, scene_text, NULL, opened, run_edit},
    {"insert", 0, scene_text, NULL, opened, run_insert},
    {"insert, no file", 0, NULL, NULL, opened, run_insert},
    {"put", 0, scene_text, NULL, opened, run_put},
    {"delete", 0, scene_text, NULL, opened, run_delete},
    {"validate", 0, scene_text, NULL, edited, run_validate},
    {"text, list and save", SCENE_SAVES | SCENE_EDITS, scene_text, NULL, opened, run_text_and_save},
    {"begin, change, commit", SCENE_SAVES | SCENE_EDITS, scene_text, NULL, opened, run_transaction},
    {"copy", 0, scene_text, NULL, opened, run_copy},
    {0},
};

operation scene_operation(const char *name)
{
    const operation *what = scene_operations;
    while (what->name != NULL && strcmp(what->name, name) != 0)
        what++;
    scene_need(what->name != NULL, "find the operation", name);
    return *what;
}

/* ---- life ---- */

static void empty_directory(void)
{
    DIR *names = opendir(".");
    scene_need(names != NULL, "list", "the directory");
    for (struct dirent *entry; (entry = readdir(names)) != NULL;)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            scene_need(remove_tree(entry->d_name) == 0, "remove", entry->d_name);
    closedir(names);
}

void scene_start(void)
{
    empty_directory();
    write_file(SCENE_PATH, scene_text);
}

static int64_t time_of_scene;

static int64_t stopped_clock(void)
{
    return time_of_scene;
}

/* Whether the file of a snapshot is read again depends on how long ago it was written. So that the calls of an operation
 * are the same each time, however slow the machine, no time goes by: the file is always fresh. */
static void stop_clock(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    time_of_scene = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
    sdn__sys.realtime_ns = stopped_clock;
}

void scene_open(scene *on, const operation *what)
{
    empty_directory();
    stop_clock();
    *on = (scene){.options = sdn_options_default(), .arena = SDN_ARENA_INIT};
    on->options.lock_timeout_ms = MOST_WAIT_MS;
    if (what->initial != NULL)
        write_file(SCENE_PATH, what->initial);
    what->prepare(on);
}

void scene_close(scene *on)
{
    sdn_atomic_file_discard(&on->out);
    sdn_lock_release(on->lock);
    todo_store_close(on->store);
    sdn_file_close(on->file);
    sdn_arena_release(&on->arena);
    if (on->holder.pid != 0)
        child_kill(&on->holder);
    *on = (scene){.options = on->options, .arena = SDN_ARENA_INIT};
}

/* ---- looking ---- */

static void append(char text[SCENE_TEXT_SIZE], const char *more)
{
    size_t used = strlen(text);
    snprintf(text + used, SCENE_TEXT_SIZE - used, "%s", more);
}

static void show_cursor(todo_cursor cursor, char text[SCENE_TEXT_SIZE])
{
    char line[256];
    for (const todo *each; (each = todo_cursor_next(&cursor)) != NULL;) {
        snprintf(line, sizeof line, "%.20s:%.40s:%.20s:%d:%.20s:%u:%zu:%d ", each->id.ptr, each->description.ptr,
                 each->area.ptr, (int)each->priority, each->file.ptr, (unsigned)each->line, each->blocked.count,
                 (int)each->status);
        append(text, line);
    }
    append(text, "| ");
}

void scene_show(const scene *on, char text[SCENE_TEXT_SIZE])
{
    char line[64];
    text[0] = '\0';
    if (on->store == NULL)
        return;
    const sdn_problem *problems;
    show_cursor(todo_store_all(on->store), text);
    show_cursor(todo_store_by_status(on->store, TODO_STATUS_OPEN), text);
    show_cursor(todo_store_by_status(on->store, TODO_STATUS_DONE), text);
    show_cursor(todo_store_by_file_line(on->store, "a.c", 3), text);
    snprintf(line, sizeof line, "%zu, %zu problems, %d", todo_store_count(on->store),
             todo_store_problems(on->store, &problems), todo_store_changed(on->store));
    append(text, line);
}

void scene_read(char text[SCENE_TEXT_SIZE])
{
    snprintf(text, SCENE_TEXT_SIZE, "%s", file_exists(SCENE_PATH) ? read_file(SCENE_PATH) : "(none)");
}

static sdn_code add_after(todo_store *store, sdn_error *err)
{
    todo values;
    todo_init(&values);
    values.id = SDN_STR("99");
    values.description = SDN_STR("after");
    return todo_store_put(store, &values, err) != NULL ? todo_store_commit(store, err) : err->code;
}

sdn_code scene_follow_up(scene *on, sdn_error *err)
{
    on->options.lock_timeout_ms = 0; /* there is nobody to wait for */
    if (on->store == NULL)
        on->store = todo_store_open(SCENE_PATH, &on->options, err);
    if (on->store == NULL)
        return err->code;
    sdn_code code = todo_store_begin(on->store, err);
    return code == SDN_OK ? add_after(on->store, err) : code;
}

sdn_code scene_lock_at_once(sdn_error *err)
{
    sdn_lock *lock = NULL;
    const sdn_lock_options once = {0, 60000};
    sdn_code code = acquire_lock(SCENE_PATH, &once, &lock, err);
    sdn_lock_release(lock);
    return code;
}
