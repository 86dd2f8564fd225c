/*
 * Scenes: what the fault campaigns run, fail, and look at afterwards.
 *
 * An operation is one public call, or a few that belong together. `prepare` brings about what it needs,
 * without faults; `run` is done under faults; scene_close ends all that is open. All of it happens in the
 * working directory.
 */
#ifndef SDNC_FAULT_SCENE_H
#define SDNC_FAULT_SCENE_H

#include <stdbool.h>
#include <stddef.h>

#include <sdn/sdn.h>

#include "child.h"
#include "todo.h"

#define SCENE_PATH "x.sdn"
#define SCENE_LOCK "x.sdn.lock"

enum { SCENE_TEXT_SIZE = 1 << 14 };

typedef struct scene {
    sdn_options options;
    todo_store *store;
    sdn_file *file; /* the store's if it is not the store's own */
    sdn_lock *lock;
    sdn_atomic_file *out;
    child holder; /* of the lock, in another process; pid 0: none */
    sdn_arena arena;
} scene;

enum {
    SCENE_SAVES = 1 << 0,       /* OK means that the new content is in the file; the content stays otherwise */
    SCENE_LOCKS = 1 << 1,       /* OK means that the lock is held */
    SCENE_WAITS = 1 << 2,       /* somebody else has the lock */
    SCENE_PENDING = 1 << 3,     /* after a failure the edits stay, and go to the file with the next commit */
    SCENE_KEEPS_LOCK = 1 << 4,  /* the lock was held before and is held after, also on failure */
    SCENE_FINDS_FILES = 1 << 5, /* a lock file or temporary files of others are there at the start */
    SCENE_UNSURE_LOCK = 1 << 6, /* the lock file is made before it is ours for sure, as plain programs do */
    SCENE_ENDS = 1 << 7,        /* ends a transaction, also when it fails */
    SCENE_EDITS = 1 << 8,       /* makes several edits, some of which may stay when it fails */
    SCENE_TIMES_OUT = 1 << 9,   /* somebody writes the file in place for longer than it waits */
    SCENE_TAKES_BACK = 1 << 10  /* after the exchange the file is found to be another one; if it cannot be
                                   given its name back, the new one keeps it, and the other stays under a third */
};

typedef struct operation {
    const char *name;
    unsigned flags;
    const char *initial;   /* content at the start; NULL: no file */
    void (*without)(void); /* takes something away from the system, or NULL */
    void (*prepare)(scene *on);
    sdn_code (*run)(scene *on, sdn_error *err);
} operation;

/* Every operation that calls the system; then those that only need memory. Each ends in one without a name.
 */
extern const operation scene_operations[];
extern const operation scene_memory_operations[];

/* The content most operations start with: comments, another table, unreadable and duplicate rows among the
 * records. */
extern const char scene_text[];

/* The operation of this name. */
operation scene_operation(const char *name);

/* Removes every file of the working directory, writes the initial content, prepares. Any failure ends the
 * program. */
void scene_open(scene *on, const operation *what);

/* Closes what is open. */
void scene_close(scene *on);

/* All records, look-ups and problems of the scene's store as text; "" without one. */
void scene_show(const scene *on, char text[SCENE_TEXT_SIZE]);

/* An edit, an insert and a delete. */
sdn_code scene_change(todo_store *store, sdn_error *err);

/* The same within begin and commit, or followed by save. */
sdn_code scene_change_in_transaction(todo_store *store, sdn_error *err);
sdn_code scene_change_and_save(todo_store *store, sdn_error *err);

/* Removes every file of the working directory and writes scene_text. */
void scene_start(void);

/* begin, one more edit, commit; opens a store if there is none. */
sdn_code scene_follow_up(scene *on, sdn_error *err);

/* The content of the file, or "(none)". */
void scene_read(char text[SCENE_TEXT_SIZE]);

/* That another store gets the lock without waiting. */
sdn_code scene_lock_at_once(sdn_error *err);

/* Ends the program unless `done`. */
void scene_need(bool done, const char *what, const char *why);

#endif
