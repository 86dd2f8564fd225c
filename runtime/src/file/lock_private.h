/*
 * The parts of the lock, shared by lock.c and lock_*.c only.
 *
 *   lock.c           acquire, check, refresh, release: the life of a handle
 *   lock_file.c      our own lock file: made, marked, locked, and only then given its name
 *   lock_trial.c     which way to give it its name keeps the flock, on file systems that may lose it
 *   lock_judge.c     somebody else's lock file: live, dead or foreign
 *   lock_text.c      what stands in a lock file
 *   lock_wait.c      how long to wait before the next attempt
 *   lock_registry.c  all handles of the process, for fork and for a thread that would wait for itself
 *
 * A lock file of ours is held if and only if somebody has its flock. It gets its name after the flock and
 * loses the name before the flock, so a named, marked file without a flock has a dead owner. Whoever finds
 * one takes the flock, looks whether the name still means that file, and removes the name while holding the
 * flock: so no two can remove it, and nobody can remove a live one.
 */
#ifndef SDN_FILE_LOCK_PRIVATE_H
#define SDN_FILE_LOCK_PRIVATE_H

#include <sdn/lock.h>

#include "base/sys.h"
#include "file/path.h"

/* How our file gets its name. Each is tried where the one before does not work. */
typedef enum sdn_lock_method {
    SDN_LOCK_BY_LINK_FD,    /* a file without a name, linked */
    SDN_LOCK_BY_RENAME_NEW, /* a temporary file, renamed unless the name is there */
    SDN_LOCK_BY_LINK,       /* a temporary file, linked */
    SDN_LOCK_IN_PLACE       /* created under its name; locked and marked a moment later */
} sdn_lock_method;

struct sdn_lock {
    struct sdn_lock *next; /* in the registry */
    const sdn_path *resolved;
    sdn_path own_place; /* where place points if the handle was made from a path */

    int file;  /* ours; -1 if there is none. These three change under the registry's mutex. */
    int probe; /* somebody else's while it is judged, or -1 */
    int watch; /* tells of changes to it, or -1 */
    sdn_lock_method method;
    char *temp_name;   /* of `file` until it becomes the lock, or NULL */
    sdn_stat identity; /* of `file` */

    bool held;
    bool forked;     /* set in the child */
    int64_t process; /* the one that acquires */
    uint64_t thread;
    int64_t refreshed_ns; /* real time of the last text or refresh */
};

/* What an attempt to get the lock came to. */
typedef enum sdn_lock_step {
    SDN_STEP_HELD,
    SDN_STEP_TAKEN, /* the name is in use */
    SDN_STEP_BUSY,  /* by a live owner: wait */
    SDN_STEP_AGAIN, /* the hindrance is gone: try again at once */
    SDN_STEP_FAILED /* err is filled */
} sdn_lock_step;

typedef struct sdn_lock_wait {
    int64_t started_ns;
    int64_t timeout_ns; /* -1: for ever */
    int64_t cap_ns;     /* longest trust in the watch */
    bool watching;      /* the owner's file is watched */
    bool has_seen;
    sdn_stat seen; /* the owner's file when last looked at */
    unsigned lost_races;
    uint64_t random;
} sdn_lock_wait;

/* --- lock_file.c --- */

/* Makes our file, marked and locked, without the lock's name. */
sdn_code sdn__lock_file_prepare(sdn_lock *lock, sdn_error *err);

/* Tries to give it the name: HELD, TAKEN, AGAIN or FAILED. */
sdn_lock_step sdn__lock_file_publish(sdn_lock *lock, sdn_error *err);

/* Whether our file is still open and still what the lock's name means. 0, or a negative errno when that
 * cannot be seen; *is_ours is false then. */
int sdn__lock_file_look(const sdn_lock *lock, bool *is_ours);

/* As above for who can do nothing about a look that fails, except to look once more. */
bool sdn__lock_file_is_ours(const sdn_lock *lock);

/* Removes what prepare made under a temporary name. */
void sdn__lock_file_drop_temp(sdn_lock *lock);

/* Whether `name` means our file, as it was when it was marked, and whoever opens it meets our flock. */
bool sdn__lock_file_is_held_as(const sdn_lock *lock, const char *name);

/* --- lock_trial.c --- */

/* Sets the method to one that keeps the identity of our file, which is locked under its temporary name; where none does,
 * to SDN_LOCK_IN_PLACE. The temporary name may become another one. 0 or -ENOMEM. */
int sdn__lock_try_methods(sdn_lock *lock);

/* --- lock_judge.c --- */

/* Looks at the lock file that is in the way: HELD (it is our own after all), BUSY, AGAIN or FAILED. */
sdn_lock_step sdn__lock_inspect_owner(sdn_lock *lock, const sdn_lock_options *options, sdn_lock_wait *wait,
                                      sdn_error *err);

/* SDN_E_TIMEOUT, naming the holder as far as its file tells. */
sdn_code sdn__lock_fail_timeout(const sdn_lock *lock, const sdn_lock_wait *wait, sdn_error *err);

/* --- lock_text.c --- */

enum { SDN_LOCK_TEXT_SIZE = 512 };

typedef struct sdn_lock_text {
    bool empty;      /* nothing but NULs */
    bool is_ours;    /* written by this library */
    int64_t process; /* 0 if unknown */
    char host[64];   /* these are empty if unknown */
    char boot_id[48];
    char program[64];
} sdn_lock_text;

/* Writes who we are; each time with the present time and the same length. 0 or a negative errno. */
int sdn__lock_text_write(sdn_lock *lock);

/* Reads the text of an open lock file. 0 or a negative errno; then *text is empty. */
int sdn__lock_text_read(int fd, sdn_lock_text *text);

/* --- lock_wait.c --- */

/* May sleep a moment: a thread that had to wait not long ago gives way first. `process` is the one that waits. */
void sdn__lock_wait_start(sdn_lock_wait *wait, uint32_t timeout_ms, int64_t process);

/* Notes the owner's file, which tells a new owner from the one waited for. */
void sdn__lock_wait_note(sdn_lock_wait *wait, const sdn_stat *owner);

/* Whether it pays to watch the owner's file. */
bool sdn__lock_wait_wants_watch(const sdn_lock_wait *wait);

bool sdn__lock_wait_is_over(const sdn_lock_wait *wait);

/* Waits until the lock may have become free, or a while. */
void sdn__lock_wait_once(sdn_lock_wait *wait, int watch);

int64_t sdn__lock_wait_elapsed(const sdn_lock_wait *wait);

/* --- lock_registry.c --- */

/* Adds a handle whose descriptors are all -1. SDN_E_NOMEM. */
sdn_code sdn__lock_registry_add(sdn_lock *lock, sdn_error *err);

/* Takes the handle out and closes its descriptors; in the child of a fork they are closed already. */
void sdn__lock_registry_remove(sdn_lock *lock);

/* Around each change of a handle's descriptors: no fork happens between them. */
void sdn__lock_registry_enter(void);
void sdn__lock_registry_leave(void);

/* Closes one descriptor of a handle and sets it to -1. */
void sdn__lock_registry_close(int *fd);

/* Whether this thread holds the lock whose file is `identity`. */
bool sdn__lock_registry_held_here(const sdn_stat *identity);

/* A number of this thread that no other thread of the process has or had. */
uint64_t sdn__lock_thread_number(void);

#endif
