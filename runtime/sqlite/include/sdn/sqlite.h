/*
 * SQLite as a backend of stores, the library libsdn-sqlite: `todo_store_open("sqlite:todo.db", ...)`.
 *
 * The tables of the database are those that `sdnc ddl --dialect sqlite` prints, with their triggers and sdn_meta and
 * sdn_log beside them; the library never makes or alters any. Columns that the schema does not know stay untouched; they
 * must allow NULL or have a default.
 *
 * What the options mean
 *   lock_timeout_ms      how long another program may have the database locked
 *   durability           SDN_DURABLE flushes each commit (synchronous FULL); SDN_ATOMIC leaves that to the system: a power
 *                        cut may undo the last commits, never a part of one (synchronous NORMAL)
 *   max_file_bytes       of all records as text
 *   foreign_stale_ms, ignore_checksum, break_links: nothing
 * The database is brought into WAL mode if it can be.
 *
 * What differs from a file
 *   - A path names a database that exists; "sqlite:" is followed by it.
 *   - Stores that are opened after the first one load all tables of the file again, so open them first. With unsaved edits
 *     that is SDN_E_MISUSE.
 *   - When somebody commits in between, a save in a transaction may lose the lock after it has saved: then the transaction
 *     is over, and commit returns SDN_E_MISUSE.
 *   - Records without key keep their order, but not their place among equal ones.
 *   - An f64 of -0 comes back as 0.
 *   - A table that was altered since it was opened: SDN_E_SYNTAX; close the file and open it again.
 */
#ifndef SDN_SQLITE_H
#define SDN_SQLITE_H

#include <sdn/api.h>
#include <sdn/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Arms the scheme `sqlite:` for the whole process. Call it once, before the first file is opened with it; again: nothing
 * is done. The errors of sdn_backend_use. */
SDN_API sdn_code sdn_sqlite_use(sdn_error *err);

#ifdef __cplusplus
}
#endif

#endif
