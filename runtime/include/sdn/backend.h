/*
 * Backends: what keeps the records that a store shows. The contract between the runtime and the library of a backend.
 * Programs only call the one function of that library which arms it, and which calls sdn_backend_use.
 *
 * A store in memory is a replica: the records as they were at one version, and the unsaved edits. A backend can do three
 * things: load (all records, and which version they are of), pull (what changed since a version) and push (the edits,
 * made on a version). Merges, conflicts, rules, indexes and lifetimes are above it, and the same for all backends. The
 * text file is the first one.
 *
 * Which backend a file has
 *   `scheme:location`   that of the scheme, if it is armed. "sqlite", "postgresql" and "postgres" which are not armed:
 *                       SDN_E_MISUSE that names the library and the call; and of any other scheme before `://`
 *   anything else       the text file of that path; "./sqlite:x" is a file whose name begins with a scheme
 *
 * The runtime calls one function of a connection at a time, from the thread that has the file. It
 *   open ... close                  as the file
 *   pull, settle                    loads at first, then brings the replica up to date. settle says whether the replica
 *                                   is what was pulled: then that is the version from which the next pull goes on, and
 *                                   on which a push is made. Else the version before stays, as if nothing was pulled.
 *   lock, pull, settle, push        a save, which unlock ends
 *   lock, pull, settle ... pull, settle, push ... unlock
 *                                   a transaction of the program; it may be ended without push
 *   lock, pull, settle, unlock      a reload, or an open, with the option read_lock
 *
 * What holds
 *   - After push returned SDN_OK or SDN_W_NOT_DURABLE the edits are there for everybody, all of them, as durable as
 *     options->durability says, and the replica is of the version that has them. After any other code none of them is.
 *   - A push is made on the version that was settled last. If that is not the newest: SDN_E_CONFLICT; the runtime pulls,
 *     merges and pushes again until connection->deadline_ns. A backend whose lock keeps out all others never returns it.
 *   - No change is missed: a pull that was settled has all that others made until then and, if locked, until unlock.
 *   - lock waits at most options->lock_timeout_ms. After a failure nothing is held.
 *   - After a failure of pull or push the lock may be lost: is_locked says so. The transaction is over then; the edits
 *     stay pending.
 *   - If a push fails, and nobody can know whether the edits were made, it says so in connection->commit_unknown. The edits
 *     stay pending. Once find_out knows that they were made, and they are the same still, they are taken for saved.
 *   - Messages begin with connection->path, as those of sdn_file_open do, and say what to do.
 *
 * Records travel as the texts of their fields on their way in, as sdn_field_text gives and sdn_field_set takes them; and
 * as structs on their way out, of which sdn_record_diff tells the changed fields.
 */
#ifndef SDN_BACKEND_H
#define SDN_BACKEND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sdn/api.h>
#include <sdn/error.h>
#include <sdn/record.h>
#include <sdn/store.h>
#include <sdn/str.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What the runtime and a backend share of an open file; the first member of what the backend's open makes. The runtime
 * sets all members after open, but for commit_unknown, which open leaves false; open may set `path` to what messages are
 * to show instead, such as a URI without its password. */
typedef struct sdn_connection {
    const struct sdn_backend *backend; /* whose it is */
    const char *path;                  /* for messages: as the program gave it, or as open set it */
    const sdn_options *options;        /* of the file */
    bool commit_unknown;               /* see find_out */
    int64_t deadline_ns;               /* private */
} sdn_connection;

/* A pull that is under way; of the runtime. */
typedef struct sdn_pull sdn_pull;

/* A push that is under way; of the runtime. */
typedef struct sdn_push sdn_push;

/* The functions of a backend; a constant. */
typedef struct sdn_backend {
    const char *abi;    /* SDN_RECORD_ABI: the runtime that it was made for */
    const char *scheme; /* of its URIs, such as "sqlite": lower-case letters and digits */

    /* Opens what `path`, the whole URI, names. On failure *opened is untouched. */
    sdn_code (*open)(const char *path, const sdn_options *options, sdn_connection **opened, sdn_error *err);

    /* Keeps other writers out. SDN_E_TIMEOUT, SDN_E_LOCK, SDN_E_IO. */
    sdn_code (*lock)(sdn_connection *connection, sdn_error *err);

    /* Gives what there is, or what changed, to the functions below; nothing if nothing changed. */
    sdn_code (*pull)(sdn_connection *connection, sdn_pull *pull, sdn_error *err);

    /* Called after each pull that returned SDN_OK. */
    void (*settle)(sdn_connection *connection, bool accepted);

    /* Refuses, under the lock, what could not be saved to: SDN_E_IO. NULL: nothing is known before the push. */
    sdn_code (*require_writable)(sdn_connection *connection, sdn_error *err);

    /* Makes the edits, under the lock. `keep_lock`: a transaction goes on after it. */
    sdn_code (*push)(sdn_connection *connection, sdn_push *push, bool keep_lock, sdn_error *err);

    /* Finds out whether the edits of the last push were made, if that failed and set connection->commit_unknown because
     * nobody could know. Called before the next pull. If they were, settle is called as after a pull, of the version that
     * has them; it may be called again until then. NULL: a push never fails so. SDN_E_IO: still nobody knows. */
    sdn_code (*find_out)(sdn_connection *connection, bool *pushed, sdn_error *err);

    /* Whether the lock is held. */
    bool (*is_locked)(const sdn_connection *connection);

    /* Shows others that the lock is in use; called often. NULL: there is no need. */
    void (*keep_lock)(sdn_connection *connection);

    /* Gives the lock back, if it is held, and drops what was not pushed. */
    void (*unlock)(sdn_connection *connection);

    /* Gives back the lock, closes and frees. */
    void (*close)(sdn_connection *connection);
} sdn_backend;

/* Arms a backend for the whole process, for good; again: nothing is done. To be called before files are opened with its
 * scheme. SDN_E_MISUSE: it was made for another runtime, or another backend has the scheme; SDN_E_LIMIT: there are too
 * many. */
SDN_API sdn_code sdn_backend_use(const sdn_backend *backend, sdn_error *err);

/* Copies a path or URI without the passwords that a URI may have: `user:password@`, and all parameters but those that are
 * known to be harmless, such as host, user and sslmode. Of a `postgresql:` without `//` only that is left. `shown` has room
 * for as many bytes as `uri` has, with its NUL. */
SDN_API void sdn_uri_show(const char *uri, char *shown);

/* Fills *err, unless it is NULL, with `place: text`, and returns `code`. The text is made of `format` as printf does: what
 * is wrong, and what to do. `place` is connection->path; NULL: the message is the text alone. Control characters are
 * escaped, and what is too long is cut off. */
SDN_API sdn_code sdn_backend_fail(sdn_error *err, sdn_code code, const char *place, const char *format, ...)
    SDN_PRINTF(4, 5);

/* The same for SDN_E_NOMEM, with a fixed text. */
SDN_API sdn_code sdn_backend_fail_memory(sdn_error *err);

/* ---- for pull ---- */

/* How many tables of the file are open, and the type of one. They count from 0, in the order in which they were opened. */
SDN_API uint32_t sdn_pull_table_count(const sdn_pull *pull);
SDN_API const sdn_record_type *sdn_pull_type(const sdn_pull *pull, uint32_t table);

/* Whether all records are wanted in any case: no version is settled yet, or a table was opened since. */
SDN_API bool sdn_pull_is_first(const sdn_pull *pull);

/* How many tables, the first ones, the runtime has as they were at the version that was settled, though all records are
 * wanted: a table was opened since. See sdn_pull_added. */
SDN_API uint32_t sdn_pull_known_count(const sdn_pull *pull);

/* Whether all records are wanted if anything changed: edits are pending, which are merged into them. */
SDN_API bool sdn_pull_wants_all(const sdn_pull *pull);

/* What follows are all records, table after table; to be called before the first one. Also for a backend that does not
 * know what changed, only that something did. SDN_E_MISUSE: changes were given already. */
SDN_API sdn_code sdn_pull_all(sdn_pull *pull, sdn_error *err);

/* Instead of sdn_pull_all, if none of the tables that are known changed since: only the records of the others follow.
 * SDN_E_MISUSE: as sdn_pull_all, or no table is known. SDN_E_NOMEM. */
SDN_API sdn_code sdn_pull_added(sdn_pull *pull, sdn_error *err);

/* A record: one of all, or one that was added or changed. One text for each field of the type; one without pointer is
 * that of an absent value. A text that holds no value of its field is allowed: the record becomes a problem of the store,
 * as a row of a file that cannot be read, and its key is taken; the message names the key, and the line is that of no file. SDN_E_SYNTAX (a text that is not UTF-8, or holds a NUL;
 * *err names record and field), SDN_E_LIMIT, SDN_E_NOMEM, SDN_E_MISUSE (one of all, of an earlier table than the one
 * before). */
SDN_API sdn_code sdn_pull_record(sdn_pull *pull, uint32_t table, const sdn_str *texts, sdn_error *err);

/* A record that is gone: the texts of its key. It need not be known. Changed records without key cannot be given one by
 * one; give all. SDN_E_NOMEM, SDN_E_MISUSE (with all records, or of a table without key). */
SDN_API sdn_code sdn_pull_gone(sdn_pull *pull, uint32_t table, const sdn_str *key, sdn_error *err);

/* ---- for push ---- */

/* As those of a pull. */
SDN_API uint32_t sdn_push_table_count(const sdn_push *push);
SDN_API const sdn_record_type *sdn_push_type(const sdn_push *push, uint32_t table);

/* The table that is to be written at a position, from 0 on. Tables come before those that they refer to: if the deletion of
 * a record clears what refers to it, that is written by then, or gone. Of tables that refer to each other any may be the
 * first. */
SDN_API uint32_t sdn_push_table(const sdn_push *push, uint32_t position);

/* A record that was changed. */
typedef struct sdn_record_change {
    const void *loaded; /* as it is at the version; NULL: it is new */
    const void *edited; /* as it is to be; NULL: it is deleted. With another key than `loaded` it is renamed */
} sdn_record_change;

/* The next change of a table; *position is 0 at first. False: there is no other. A record that was deleted, and one that
 * was inserted with its key, are a change of that record. */
SDN_API bool sdn_push_next(const sdn_push *push, uint32_t table, size_t *position, sdn_record_change *change);

#ifdef __cplusplus
}
#endif

#endif
