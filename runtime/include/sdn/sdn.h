/*
 * libsdn: typed record stores kept in text files.
 *
 * Concepts
 *   A *file* holds tables as text: a header line `name |column, column|`, then one row per record. A *record type*
 *   says how a row becomes a C struct; sdnc generates it from a .schema file. A *store* is one table of one file in
 *   memory. What a store does not understand (other tables, comments, unknown columns, rows it cannot read) stays in
 *   the file byte for byte, and a save changes only the lines of changed records.
 *
 * Calling sequence (for `record Todo in todos` in todo.schema)
 *   sdn_error err = {0};
 *   todo_store *todos = todo_store_open("todo_db.sdn", NULL, &err);
 *   todo_store_begin(todos, &err);                  lock, and see the newest file
 *   todo *t = todo_store_edit(todos, "17", &err);
 *   t->status = TODO_STATUS_DONE;
 *   todo_store_commit(todos, &err);                 atomic save, and unlock; see sdn_saved
 *   todo_store_close(todos);
 *
 * Generated code, for a record `Todo` (<sdn/store.h> documents each function under its general name)
 *   todo                      the struct; owns nothing, its text belongs to the store or to the caller
 *   todo_init                 every field at its default; {0} is not that
 *   todo_copy, todo_equal     deep copy into an arena; comparison of all fields
 *   todo_parse_row, todo_write_row, todo_record_type     for generic code, see <sdn/record.h>
 *   todo_status_name, todo_status_from_name              per enum: its spelling in the file, and back
 *   todo_set_issue _clear_issue, todo_set_status_text   assign to a field that may be absent, or to an open enum by its word
 *   todo_store_open _close _begin _commit _rollback _save _reload _changed
 *   todo_store_get _edit _insert _put _delete _rename _explain _count _all _by_<fields> _problems
 *   todo_cursor_next _delete  the next record of a walk; removes the one returned last
 *   todo_store_text _list     copy text, and a list of it, into the store for a record under edit; the other lists that
 *                             the schema has: todo_store_bool_list _i32_list _u64_list ..., todo_store_<enum>_list
 *   todo_store_conflicts      what others changed that does not fit the unsaved edits, see Merging in <sdn/store.h>
 *   todo_store_validate       what breaks a rule of the schema (range, nonempty, unique, references) in the file as it is
 *   todo_store_in_file             a store within an sdn_file that several tables share
 *
 * Files: `todo_db.sdn` is locked by `todo_db.sdn.lock` next to it, the extension replaced, so `todo_db.txt` has the same
 * lock: two files that differ in their extension alone wait for each other, and one thread cannot hold both. Names may
 * have 229 bytes with `.sdn`. An open store has two descriptors, those of the directory and of the file as it was
 * loaded, which keeps a replaced file on disk until the store notices; a running transaction has the one of the lock
 * besides, and a relative path that names a directory or a link one more, of where it starts. None of them is 0, 1 or 2,
 * and none is inherited by a program that is started.
 * A save puts a new file in the place of the old one, with its mode, owner, group, access list and user attributes. Where
 * another user saves and these cannot be kept, nobody gains access, and nobody loses what all had. A file that the user
 * may not write, a mode of 0444 on one's own included, is not replaced: begin and save say so with SDN_E_IO. Root may.
 *
 * Processes and threads: any number of processes may update one file at once. A store belongs to one thread at a
 * time; several threads may each open their own. After fork the child must open its own stores.
 *
 * Errors: see <sdn/error.h>. Every function that can fail returns a code (or NULL) and fills an sdn_error.
 */
#ifndef SDN_SDN_H
#define SDN_SDN_H

#include <sdn/api.h>
#include <sdn/arena.h>
#include <sdn/atomic_file.h>
#include <sdn/error.h>
#include <sdn/list.h>
#include <sdn/lock.h>
#include <sdn/record.h>
#include <sdn/row.h>
#include <sdn/store.h>
#include <sdn/str.h>
#include <sdn/time.h>
#include <sdn/version.h>

#endif
