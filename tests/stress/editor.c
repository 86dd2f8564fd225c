#define _GNU_SOURCE

#include "editor.h"

#include "own_rows.h"

#include <sdn/store.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_STEPS = 5, LARGEST = 1 << 20, APPENDS_IN_A_ROW = 8, LATE_ONE_IN = 4, BETWEEN_SAVES_US = 5000 };

typedef struct editor {
    const editor_job *job;
    desk *at;
    unsigned number;   /* of the change in the file */
    unsigned appended; /* rows, ever; those after the last rewrite are in the file */
    unsigned kept;     /* of them that are gone since */
    unsigned ticks;

    /* Of the save under way. */
    uint64_t inode;
    int64_t opening_ns, opened_ns;
    bool replaced; /* the name meant another file when this one was finished */
} editor;

static void need(bool done, const char *what)
{
    if (done)
        return;
    perror(what);
    abort();
}

static void pause_up_to(unsigned most_us)
{
    if (most_us > 0)
        usleep((useconds_t)rand() % most_us);
}

/* ---- files ---- */

/* From the start, as text in a buffer that lasts until the next call. */
static const char *read_all(int fd)
{
    static char text[LARGEST];
    size_t len = 0;
    ssize_t got;
    while ((got = pread(fd, text + len, sizeof text - 1 - len, (off_t)len)) > 0)
        len += (size_t)got;
    need(got == 0, "read");
    text[len] = '\0';
    return text;
}

static void write_all(int fd, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t wrote = write(fd, bytes, len);
        need(wrote > 0, "write");
        bytes += wrote;
        len -= (size_t)wrote;
    }
}

/* In one to five steps, with pauses before, between and after them. */
static void write_in_steps(const editor *me, int fd, const char *text)
{
    size_t left = strlen(text);
    for (int steps = 1 + rand() % MOST_STEPS; steps > 0 && left > 0; steps--) {
        size_t step = steps == 1 ? left : (size_t)rand() % (left + 1);
        pause_up_to(me->job->most_pause_us);
        write_all(fd, text, step);
        text += step;
        left -= step;
    }
    pause_up_to(me->job->most_pause_us);
}

static struct stat stat_path(const char *path)
{
    struct stat found = {0};
    need(stat(path, &found) == 0 || errno == ENOENT, "stat");
    return found;
}

static int open_file(editor *me, int flags)
{
    struct stat found;
    me->opening_ns = monotonic_ns();
    int fd = open(me->at->path, flags | O_CLOEXEC);
    need(fd >= 0 && fstat(fd, &found) == 0, "open");
    me->opened_ns = monotonic_ns();
    me->inode = found.st_ino;
    return fd;
}

static void close_file(editor *me, int fd)
{
    me->replaced = stat_path(me->at->path).st_ino != me->inode;
    need(close(fd) == 0, "close");
}

/* ---- saves in place ---- */

static void rewrite(editor *me)
{
    int fd = open_file(me, O_RDWR);
    char *text = own_rows_rewrite(read_all(fd), DESK_EDITOR, ++me->number);
    me->kept = me->appended;
    bool truncates_first = me->job->kind != EDITOR_OVERWRITES;
    if (truncates_first)
        need(ftruncate(fd, 0) == 0, "truncate");
    write_in_steps(me, fd, text);
    if (!truncates_first)
        need(ftruncate(fd, (off_t)strlen(text)) == 0, "truncate");
    close_file(me, fd);
    free(text);
}

static void append(editor *me)
{
    char name[NAME_SIZE], row[512];
    cell_value value;
    int fd = open_file(me, O_RDWR | O_APPEND);
    snprintf(name, sizeof name, "a.%u", ++me->appended);
    cell_make(&value, name, me->appended);
    cell_print_row(&value.cell, row, sizeof row);
    write_in_steps(me, fd, row);
    close_file(me, fd);
}

static void append_or_rewrite(editor *me)
{
    if (me->appended - me->kept == APPENDS_IN_A_ROW)
        rewrite(me);
    else
        append(me);
}

/* The size stays, and if it is soon after our save, so do the stamps of a file system that keeps no fractions. */
static void tick(editor *me)
{
    char digits[16];
    int fd = open_file(me, O_RDWR);
    off_t at = (off_t)own_rows_find_tick(read_all(fd));
    int len = snprintf(digits, sizeof digits, "%u", FIRST_TICK + ++me->ticks);
    need(pwrite(fd, digits, (size_t)len, at) == len, "write");
    close_file(me, fd);
}

/* The text is ready before the file is opened. */
static void truncate_and_write(editor *me)
{
    int from = open_file(me, O_RDONLY);
    const char *seen = read_all(from);
    char *text = own_rows_rewrite(seen, DESK_EDITOR, ++me->number);
    close_file(me, from);
    if (rand() % LATE_ONE_IN == 0)
        pause_up_to(BETWEEN_SAVES_US);
    desk_begin_period(me->at, seen);
    int fd = open_file(me, O_WRONLY | O_TRUNC);
    write_in_steps(me, fd, text);
    close_file(me, fd);
    desk_end_period(me->at);
    free(text);
}

/* ---- saves by rename ---- */

static bool is_same(const struct stat *a, const struct stat *b)
{
    return a->st_ino == b->st_ino && a->st_size == b->st_size && a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
           a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

static void exchange(const char *a, const char *b)
{
    need(renameat2(AT_FDCWD, a, AT_FDCWD, b, RENAME_EXCHANGE) == 0, "exchange");
}

/* True if the file that was read was replaced, and nothing else. Otherwise what was there is put back, unless that has
 * been replaced already, which then stays. */
static bool exchange_if_same(const editor *me, const char *temp, const struct stat *seen)
{
    struct stat ours = stat_path(temp);
    exchange(temp, me->at->path);
    struct stat out = stat_path(temp);
    if (is_same(&out, seen))
        return true;
    exchange(temp, me->at->path);
    out = stat_path(temp);
    if (out.st_ino == ours.st_ino)
        return false;
    exchange(temp, me->at->path);
    return true;
}

static void write_temp(const char *temp, const char *text)
{
    int fd = open(temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    need(fd >= 0, "create");
    write_all(fd, text, strlen(text));
    need(close(fd) == 0, "close");
}

static bool try_to_rename(editor *me, const char *temp)
{
    struct stat seen;
    int from = open_file(me, O_RDONLY);
    need(fstat(from, &seen) == 0, "stat");
    const char *text = read_all(from);
    char *made = own_rows_rewrite(text, DESK_EDITOR, me->number);
    write_temp(temp, made);
    free(made);
    struct stat now = stat_path(me->at->path);
    bool done = is_same(&now, &seen);
    if (done) {
        me->inode = stat_path(temp).st_ino;
        desk_begin_period(me->at, text);
        done = exchange_if_same(me, temp, &seen);
        desk_end_period(me->at);
    }
    need(close(from) == 0 && unlink(temp) == 0, "remove");
    return done;
}

static void save_by_rename(editor *me)
{
    me->number++;
    while (!try_to_rename(me, "edited~"))
        atomic_fetch_add(&me->at->retried, 1);
    me->replaced = stat_path(me->at->path).st_ino != me->inode;
}

/* ---- what came of it ---- */

/* Whether the file was opened so that no look could tell. */
static bool was_unseen(const editor *me)
{
    const replacement *by = desk_find_replacement(me->at, me->inode);
    return me->job->kind != EDITOR_RENAMES && by != NULL && by->looked_ns != 0 && me->opening_ns < by->began_ns &&
           by->looked_ns < me->opened_ns;
}

static void count_lost(editor *me, unsigned missing)
{
    if (was_unseen(me)) {
        atomic_fetch_add(&me->at->unseen, 1);
        return;
    }
    atomic_fetch_add(&me->at->lost_saves, 1);
    ledger_violation(me->at->book, "editor: %u rows of its change %u are not in the file", missing, me->number);
}

/* What is lost counts once. */
static void forget_lost(editor *me, long found, uint32_t ticks)
{
    me->ticks = ticks;
    if (found >= 0)
        me->number = (unsigned)found;
    me->kept = me->appended;
}

static void check(editor *me)
{
    desk_wait_idle(me->at);
    sdn_store *store = desk_open(me->at, me->at->path);
    if (store == NULL)
        return;
    (void)desk_check_common(me->at, store, "editor");
    long found = own_rows_count(store, DESK_EDITOR);
    unsigned missing = own_rows_missing(store, DESK_EDITOR, me->number) +
                       own_rows_absent(store, "a", me->kept + 1, me->appended) + (found != (long)me->number) +
                       (own_rows_tick(store) != FIRST_TICK + me->ticks);
    uint32_t ticks = own_rows_tick(store) - FIRST_TICK;
    sdn_store_close(store);
    atomic_fetch_add(&me->at->saves, 1);
    atomic_fetch_add(&me->at->into_replaced, me->replaced);
    if (missing == 0)
        return;
    count_lost(me, missing);
    forget_lost(me, found, ticks);
}

/* ---- the process ---- */

static void save(editor *me)
{
    static void (*const ways[])(editor *) = {
        [EDITOR_REWRITES] = rewrite, [EDITOR_OVERWRITES] = rewrite,           [EDITOR_APPENDS] = append_or_rewrite,
        [EDITOR_TICKS] = tick,       [EDITOR_TRUNCATES] = truncate_and_write, [EDITOR_RENAMES] = save_by_rename,
    };
    ways[me->job->kind](me);
}

int run_editor(child *parent, void *context)
{
    editor me = {.job = context};
    (void)parent;
    me.at = me.job->at;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    srand((unsigned)getpid());
    for (int i = 0; i < me.job->saves && !atomic_load(&me.at->book->over); i++) {
        save(&me);
        check(&me);
        pause_up_to(BETWEEN_SAVES_US);
    }
    return 0;
}
