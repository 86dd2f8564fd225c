#define _POSIX_C_SOURCE 200809L

#include "plain_program.h"

#include "change.h"
#include "files.h"
#include "row_text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* ---- the lock ---- */

static bool try_to_lock(const char *lock_path)
{
    char text[64];
    int fd = open(lock_path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (fd < 0 && errno != EEXIST)
        abort();
    if (fd < 0)
        return false;
    int len = snprintf(text, sizeof text, "%ld\n%ld\n", (long)getpid(), (long)time(NULL));
    if (write(fd, text, (size_t)len) != len)
        abort();
    close(fd);
    return true;
}

static void sleep_ms(int64_t ms)
{
    struct timespec time = {ms / 1000, ms % 1000 * 1000000};
    nanosleep(&time, NULL);
}

bool plain_acquire(const char *lock_path, const atomic_bool *over)
{
    int64_t start = monotonic_ns();
    while (!try_to_lock(lock_path)) {
        if (over != NULL && atomic_load(over))
            return false;
        int64_t half_seconds = (monotonic_ns() - start) / 500000000;
        sleep_ms(half_seconds < 6 ? (int64_t)10 << half_seconds : 500);
    }
    return true;
}

void plain_release(const char *lock_path)
{
    if (unlink(lock_path) != 0)
        abort();
}

/* ---- the change ---- */

typedef struct rewrite {
    FILE *to;
    uint32_t number; /* of the change */
    char count_name[NAME_SIZE];
    char new_row[NAME_SIZE];
    char old_row[NAME_SIZE]; /* empty: nothing to delete yet */
} rewrite;

static void copy_row(rewrite *change, const char *row, size_t len)
{
    uint32_t number;
    if (row_text_is(row, change->count_name, &number)) {
        row_text_print(change->to, change->count_name, change->number);
        row_text_print(change->to, change->new_row, change->number);
    } else if (row_text_is(row, "gen", &number)) {
        row_text_print(change->to, "gen", number + 1);
    } else if (row_text_is(row, "zgen", &number)) {
        row_text_print(change->to, "zgen", number + 1);
    } else if (!row_text_is(row, change->old_row, &number)) {
        fwrite(row, 1, len, change->to);
    }
}

/* Some programs copy the times of the file they replace: a change does not always show in them. */
static void keep_times(FILE *of)
{
    struct stat old;
    if (stat(CELLS_FILE, &old) != 0)
        abort();
    struct timespec times[2] = {old.st_atim, old.st_mtim};
    if (futimens(fileno(of), times) != 0)
        abort();
}

static void write_changed(rewrite *change, const char *text, bool keeps_times)
{
    change->to = fopen(CELLS_TEMP, "w");
    if (change->to == NULL)
        abort();
    for (const char *row = text, *next; *row != '\0'; row = next) {
        next = row_text_next(row);
        copy_row(change, row, (size_t)(next - row));
    }
    if (fflush(change->to) != 0)
        abort();
    if (keeps_times)
        keep_times(change->to);
    fclose(change->to);
}

static bool change_text(ledger *book, int worker)
{
    worker_entry *entry = &book->entries[worker];
    unsigned acknowledged = atomic_load(&entry->acknowledged);
    rewrite change = {.number = acknowledged + 1};
    name_of_count(book, worker, change.count_name);
    name_of_row(worker, change.number, change.new_row);
    if (change.number > LIVE_ROWS)
        name_of_row(worker, change.number - LIVE_ROWS, change.old_row);
    const char *text = read_file(CELLS_FILE);
    int64_t found = row_text_find(text, change.count_name);
    if (found != acknowledged)
        return ledger_violation(book, "plain program %d finds %lld changes of its own, %u are acknowledged", worker,
                                (long long)found, acknowledged);
    atomic_store(&entry->intended, change.number);
    write_changed(&change, text, change.number % 3 == 0);
    if (rename(CELLS_TEMP, CELLS_FILE) != 0)
        return ledger_violation(book, "plain program %d: its temporary file is gone", worker);
    atomic_store(&entry->acknowledged, change.number);
    return true;
}

bool plain_change(ledger *book, int worker)
{
    ledger_asks(book, worker);
    if (!plain_acquire(CELLS_LOCK, &book->over))
        return false;
    ledger_holds(book, worker);
    bool done = change_text(book, worker);
    ledger_leaves(book, worker);
    if (unlink(CELLS_LOCK) != 0)
        return ledger_violation(book, "the lock of plain program %d is gone", worker);
    return done;
}
