/*
 * PostgreSQL as a backend of stores, the library libsdn-postgres: `todo_store_open("postgresql://host/database", ...)`.
 *
 * The tables of the database are those that `sdnc ddl --dialect postgresql` prints, with their triggers and sdn_meta and
 * sdn_log beside them; the library never makes or alters any. Columns that the schema does not know stay untouched; they
 * must allow NULL or have a default. All records are in memory; the server has the truth.
 *
 * The URI is that of libpq, with all of its parameters: sslmode, connect_timeout, options, ... Over a network ask for
 * sslmode=verify-full: what libpq does by itself is encrypted if the server likes, and not checked. A password is better
 * kept in ~/.pgpass; one in the URI is never shown in a message.
 *
 * What the options mean
 *   lock_timeout_ms      how long begin and save wait for other transactions that change the tables; 0: not at all
 *   durability           SDN_DURABLE waits until the server has flushed each commit; SDN_ATOMIC does not: a crash of the
 *                        server may undo the last commits, never a part of one (synchronous_commit)
 *   max_file_bytes       of all records as text
 *   foreign_stale_ms, ignore_checksum, break_links: nothing
 *
 * What differs from a file
 *   - Stores that are opened after the first one load all tables of the file again, so open them first. With unsaved edits
 *     that is SDN_E_MISUSE.
 *   - A transaction that makes no call for a minute is ended by the server, and so is one whose connection is lost. Its
 *     commit takes place all the same if nobody changed the tables since; else it is SDN_E_LOCK_LOST, nothing is written,
 *     and the edits stay pending: save merges them.
 *   - A connection that is lost during the commit: the library asks the server whether it took place. If the server cannot
 *     be reached within lock_timeout_ms: SDN_E_IO, `commit unknown`; the edits stay pending.
 *   - Timestamps have microseconds, and there is no year 0: SDN_E_INVALID, nothing is written.
 *   - Records without key keep their order, but not their place among equal ones.
 *   - A table whose sdn_meta says that it was altered: SDN_E_SYNTAX; close the file and open it again.
 *   - The connection has settings and prepared statements of its own, so a pool between must give it one for as long as the
 *     file is open.
 *   - After fork the file belongs to the parent. In the child begin, save, commit and reload are SDN_E_MISUSE, and close
 *     leaves the connection to the parent, with its transaction.
 */
#ifndef SDN_POSTGRES_H
#define SDN_POSTGRES_H

#include <sdn/api.h>
#include <sdn/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Arms the schemes `postgresql:` and `postgres:`, which mean the same, for the whole process. Call it once, before the first file is opened with it; again:
 * nothing is done. The errors of sdn_backend_use. */
SDN_API sdn_code sdn_postgres_use(sdn_error *err);

#ifdef __cplusplus
}
#endif

#endif
