/*
 * Private to lock.c and lock_*.c. Read the top of lock.c first: it explains the protocol.
 *
 *   lock.c        acquire, check, refresh, release: the life of a handle
 *   lock_file.c   our lock file: created, marked, locked, and only then given its name
 *   lock_name.c   how it gets the name, and whether the name still means it
 *   lock_owner.c  another owner's lock file: alive, dead or foreign
 *   lock_text.c   the content of a lock file
 *   lock_wait.c   how long to wait before the next attempt
 */
#ifndef SDN_FILE_LOCK_PRIVATE_H
#define SDN_FILE_LOCK_PRIVATE_H

#include <sdn/lock.h>

#include "os/sys.h"
#include "file/open_descriptors.h"
#include "file/path.h"

/* How our lock file gets its name. Each is tried where the one before does not work. */
typedef enum sdn_lock_method {
    SDN_LOCK_BY_LINK_FD,    /* a file without a name, linked */
    SDN_LOCK_BY_RENAME_NEW, /* a temporary file, renamed unless the name exists */
    SDN_LOCK_BY_LINK,       /* a temporary file, linked */
    SDN_LOCK_BY_CREATE      /* created under its name; locked and marked a moment later */
} sdn_lock_method;

struct sdn_lock {
    const sdn_path *resolved;
    sdn_path own_path; /* `resolved` points here if the handle was made from a path */

    sdn_descriptor file;  /* our lock file; open while the lock is held, except in a forked child */
    sdn_descriptor probe; /* another owner's lock file while it is inspected */
    sdn_descriptor watch; /* reports changes to that file */
    sdn_lock_method method;
    char *temp_name;   /* of `file` until it gets the lock's name, or NULL */
    sdn_stat identity; /* of `file` */

    int64_t process;      /* the process that acquired it */
    int64_t refreshed_ns; /* real time of the last text or refresh */
};

/* The result of an attempt to get the lock. */
typedef enum sdn_lock_step {
    SDN_STEP_HELD,
    SDN_STEP_TAKEN, /* the name is in use */
    SDN_STEP_BUSY,  /* by a live owner: wait */
    SDN_STEP_AGAIN, /* the obstacle is gone: try again at once */
    SDN_STEP_FAILED /* err is filled */
} sdn_lock_step;

typedef struct sdn_lock_wait {
    int64_t started_ns;
    int64_t timeout_ns; /* -1: no limit */
    int64_t cap_ns;     /* the longest time to rely on the watch alone */
    bool watching;      /* the owner's file is watched */
    bool has_seen;
    sdn_stat seen; /* the owner's file when it was last inspected */
    unsigned lost_races;
    uint64_t random;
} sdn_lock_wait;

/* --- lock_file.c --- */

/* Makes our file, marked and locked, without the lock's name. With SDN_LOCK_BY_CREATE there is none yet. */
sdn_code sdn__lock_file_prepare(sdn_lock *lock, sdn_error *err);

/* Tries to give it the name: HELD, TAKEN, AGAIN or FAILED. */
sdn_lock_step sdn__lock_file_publish(sdn_lock *lock, sdn_error *err);

/* Removes what prepare made under a temporary name. */
void sdn__lock_file_drop_temp(sdn_lock *lock);

/* --- lock_name.c --- */

/* Gives our file the lock's name by the method of the handle, which is not SDN_LOCK_BY_CREATE. 0 or a negative
 * errno. */
int sdn__lock_name_give(const sdn_lock *lock);

/* Sets the method to use after give failed with `error`. True if it is worth another attempt with a new file: also with
 * the same method, where somebody's sweep removed our temporary file. */
bool sdn__lock_name_next_method(sdn_lock *lock, int error);

/* Sets the method to one with which our file, locked under its temporary name, keeps its identity and its flock; to
 * SDN_LOCK_BY_CREATE if there is none. May change the temporary name. 0 or -ENOMEM. */
int sdn__lock_name_try_methods(sdn_lock *lock);

/* Whether the lock's name means our file. */
bool sdn__lock_name_is_ours(const sdn_lock *lock);

/* Whether our file is still open, and the lock's name still means it. 0, or a negative errno if that cannot be found
 * out; *is_ours is false then. */
int sdn__lock_name_check(const sdn_lock *lock, bool *is_ours);

/* As sdn__lock_name_check, tried twice if it fails. */
bool sdn__lock_name_is_held(const sdn_lock *lock);

/* Whether `name` means our file, and a program that opens it by this name finds it locked. */
bool sdn__lock_name_keeps_flock(const sdn_lock *lock, const char *name);

/* --- lock_owner.c --- */

/* Inspects the lock file that has the name: HELD (it is ours after all), BUSY, AGAIN or FAILED. */
sdn_lock_step sdn__lock_inspect_owner(sdn_lock *lock, const sdn_lock_options *options, sdn_lock_wait *wait,
                                      sdn_error *err);

/* SDN_E_TIMEOUT; the message names the holder as far as its file tells. */
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

/* Writes who we are and the present time; always the same length. 0 or a negative errno. */
int sdn__lock_text_write(sdn_lock *lock);

/* Reads the text of an open lock file. 0 or a negative errno; then *text is empty. */
int sdn__lock_text_read(int fd, sdn_lock_text *text);

/* --- lock_wait.c --- */

/* May sleep up to a millisecond: a thread that had to wait not long ago lets others go first. `process` is the one that
 * waits. */
void sdn__lock_wait_start(sdn_lock_wait *wait, uint32_t timeout_ms, int64_t process);

/* Notes the owner's file, which tells a new owner from the one waited for. */
void sdn__lock_wait_note(sdn_lock_wait *wait, const sdn_stat *owner);

/* Whether it pays to watch the owner's file. */
bool sdn__lock_wait_wants_watch(const sdn_lock_wait *wait);

bool sdn__lock_wait_is_over(const sdn_lock_wait *wait);

/* Waits until the watch reports a change, or for a while. */
void sdn__lock_wait_once(sdn_lock_wait *wait, int watch);

int64_t sdn__lock_wait_elapsed(const sdn_lock_wait *wait);

#endif
