/*
 * libsdn: typed record stores kept in text files.
 *
 * Concepts
 *   A *file* holds tables as text: a header line `name |column, column|`, then one row per record. A *record type*
 *   says how a row becomes a C struct; sdnc generates it from a .schema file. A *store* is one table of one file in
 *   memory. What a store does not understand (other tables, comments, unknown columns, rows it cannot read) stays in
 *   the file byte for byte, and a save changes only the lines of changed records.
 *
 * Calling sequence for one table (`record Todo in todos` in todo.schema)
 *   sdn_error err = {0};
 *   todo_store *todos = todo_store_open("todo_db.sdn", NULL, &err);
 *   todo_store_begin(todos, &err);                  lock, and see the newest file
 *   todo *t = todo_store_edit(todos, "17", &err);
 *   t->status = TODO_STATUS_DONE;
 *   todo_store_commit(todos, &err);                 atomic save, and unlock; see sdn_saved
 *   todo_store_close(todos);
 *
 * Calling sequence for several tables of one file (`record Person in people` too), which is opened, saved, closed once
 *   sdn_file *file = sdn_file_open("todo_db.sdn", NULL, &err);
 *   todo_store *todos = todo_store_in_file(file, &err);
 *   person_store *people = person_store_in_file(file, &err);
 *   sdn_file_begin(file, &err);
 *   ...                                             edits of both stores
 *   sdn_file_commit(file, &err);                    both tables are saved in one step, or neither
 *   sdn_file_close(file);                           closes the stores too
 *
 * Generated code, for a record `Todo` (<sdn/store.h> documents each function under its general name)
 *   todo                      the struct; owns nothing, its text belongs to the store or to the caller
 *   todo_init                 every field at its default; {0} is not that
 *   todo_copy, todo_equal     deep copy into an arena; comparison of all fields
 *   todo_record_type          the description of the struct, by which <sdn/record.h> does with any record what needs no
 *                             C type: print it, set a field from text, name the fields that two records differ in
 *   todo_parse_row, todo_write_row                       cells to struct and back, see <sdn/row.h>
 *   todo_status_name, todo_status_from_name              per enum: its spelling in the file, and back
 *   todo_set_issue _clear_issue, todo_set_status_text   assign to a field that may be absent, or to an open enum by its
 *                                                       word
 *   todo_store_open _close _begin _commit _rollback _save _reload _changed
 *   todo_store_get _edit _insert _put _delete _rename _explain _count _all _by_<fields> _problems
 *   todo_store_in_file_order  a walk over all records in the order of their rows
 *   todo_store_by_<first fields> _between_<fields> _starting_<fields> _sorted_by_<fields>, and _between _starting
 *                             walks over ranges, starts of texts and in the order of an index; the last two, of the key
 *   todo_cursor_next _reverse _delete     the next record of a walk; the walk from its other end; removes the record
 *                                         returned last
 *   todo_store_set            sets a field of a record under edit from its text
 *   todo_store_append_blocked _remove_blocked            add a value to a list of a record under edit, or remove it
 *   todo_store_text _list     copy text, and a list of it, into the store for a record under edit; the other lists that
 *                             the schema has: todo_store_bool_list _i32_list _u64_list ..., todo_store_<enum>_list
 *   todo_store_loaded         a record under edit as it is in the file
 *   todo_store_conflicts      what others changed and the unsaved edits too, see Merging in <sdn/store.h>
 *   todo_store_validate       what breaks a rule of the schema (range, nonempty, unique, references) in the file as it
 *                             is
 *   todo_store_in_file        the store of this table of an sdn_file that is open already, shared with other tables
 *
 * Fields by name, for a record `b` of the store `todos` that is under edit, and a user who typed `priority=high`
 *   uint32_t field = sdn_field_find(&todo_record_type, name);
 *   if (field < todo_record_type.field_count)
 *       todo_store_set(todos, b, field, "high", &err);          err says what is wrong with the text
 *   sdn_record_print(&todo_record_type, b, stdout);
 * and the names of the fields that were changed
 *   uint32_t fields[TODO_FIELD_VALID + 1];                       the last one
 *   const todo *before = todo_store_loaded(todos, b);            NULL if b is new
 *   size_t count = before != NULL ? sdn_record_diff(&todo_record_type, before, b, fields) : 0;
 *   for (size_t i = 0; i < count; i++)
 *       puts(todo_record_type.fields[fields[i]].name);
 *
 * Files: `todo_db.sdn` is locked by `todo_db.sdn.lock` next to it. The extension is replaced, so `todo_db.txt` has the
 * same lock: files that differ in their extension only wait for each other, and one thread cannot hold both. Names may
 * have 229 bytes with `.sdn`.
 *
 * Backends: a path that begins with the scheme of a backend, as `sqlite:`, opens what that keeps instead of a file, with
 * the same functions; see <sdn/backend.h>.
 *
 * Descriptors: an open store has two, of the directory and of the file as it was loaded; the latter keeps a replaced
 * file on disk until the store notices. A running transaction has one more, of the lock, and a relative path that names
 * a directory or a link another one, of where it starts. None of them is 0, 1 or 2, and none is inherited by a program
 * that is started.
 *
 * Access: a save puts a new file in the place of the old one, with its mode, owner, group, access list and user
 * attributes. If another user saves and these cannot be kept, nobody gains access, and nobody loses what everybody had.
 * A file that the user may not write, even an own one with mode 0444, is not replaced: begin and save fail with
 * SDN_E_IO. Root may.
 *
 * Processes and threads: any number of processes may update one file at once. A store belongs to one thread at a
 * time; several threads may each open their own. After fork the child must open its own stores.
 *
 * Errors: see <sdn/error.h>. A function that makes or finds something returns it, and NULL if it cannot; every other
 * function that can fail returns an sdn_code. Both fill an sdn_error, which may be NULL. Outputs are set on success only.
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
