/*
 * Stores: the records of one table of a text file, in memory, with lookups, edits and safe saves.
 *
 * Programs use the typed functions that sdnc generates (`todo_store_open`, `todo_store_get`, ...); each is a thin
 * wrapper around the function of the same name here, which takes the record type and untyped pointers.
 *
 * What is declared here
 *   options     how a file is opened and saved
 *   files       sdn_file: open and close, transactions, save, reload
 *   stores      sdn_store: one table of a file; lookups and edits
 *   walks       sdn_cursor: all records, or those with a value
 *   problems    what could not be read, or breaks a rule
 *   conflicts   what both sides changed, see Merging
 *   copies      text and lists for records under edit
 *
 * Calling sequence
 *   one table:       sdn_store_open ... sdn_store_close
 *   several tables:  sdn_file_open, sdn_file_store per record type, ... sdn_file_close (closes its stores too)
 *   change safely:   begin, any edits, commit (or rollback)
 *   or:              any edits, save: what others changed since the file was loaded is kept, see Merging
 *
 * States of a file
 *   idle            loaded; edits may be pending; no lock held
 *   transaction     between begin and commit or rollback: the lock is held and the store shows the newest file
 * Reading takes no lock: a save replaces the file in one step, so a reader sees the old or the new one.
 *
 * Other programs: an editor or a shell may write the file in place, without any lock. begin, save and commit wait until
 * no program has the file open for writing, for as long as lock_timeout_ms; then they fail with SDN_E_TIMEOUT. open and
 * reload wait a second at most and then read what is there. What such a program wrote is merged, and so is a file that
 * it put in the place of the old one. A file that has just disappeared is waited for too.
 *
 * Directories: begin, reload, save and commit follow the path if it leads to another directory than before: one that
 * was moved away and replaced by a copy, that git removed and made again, or a symbolic link that was changed. Unsaved
 * edits are merged with what the file there holds. If there is no such directory the call fails with SDN_E_IO. A
 * relative path starts where it started when the file was opened.
 *
 * Merging: begin, reload, save and commit find out whether the file changed since it was loaded. If it did, they read
 * it again and make the unsaved edits on what is there now, record by record (found by key) and field by field. Edits,
 * inserts, renames and deletes of both sides are kept, also those of people with an editor, unless they are in
 * conflict. A conflict is
 *   - a field that both sides changed, each to another value;
 *   - an edit of a record that the other side deleted, or the reverse; it counts as an edit of the row if only a column
 *     changed that the schema does not know;
 *   - a key that both sides gave to a record, unless both inserted the same record under a key that was not numbered
 *     automatically here;
 *   - a changed record whose row can no longer be read;
 *   - a changed record whose automatic number another record has now, which is assumed when no value besides the key is
 *     left of it.
 * With conflicts the call fails with SDN_E_CONFLICT, lists them all (sdn_store_conflicts), and neither file nor edits
 * change; or sdn_options.on_conflict says which side wins.
 *
 * Records without key never conflict: new ones are added after those in the file, and deleted ones are deleted if their
 * row is still there as it was. Of equal rows, those that the other side deleted count as the ones deleted here.
 *
 * A record that is deleted and inserted again under its key is a new one: its row has no cells in columns that the
 * schema does not know. To give a record new values put it, to give it another key rename it.
 *
 * Conflicts of git: a file with its markers (seven or more of `<`, `|`, `=`, `>` at the start of a line) can be opened,
 * and each conflict is a problem of every store of the file. Records outside the conflicts are loaded. Rows between the
 * markers count as rows that cannot be read, since it is not known which of them are right; their keys are not given to
 * new records. begin, save and commit fail with SDN_E_SYNTAX, at the line of the first conflict, and write nothing; so
 * does reload with unsaved edits, which stay pending. `strict` refuses to open the file. Once the conflicts are
 * resolved these calls succeed again.
 *
 * Lifetimes: records, their text, cursors and problem lists are valid until the next begin, reload, rollback, save,
 * commit or close of the store or its file. Insert, put, edit and delete never move a record. insert and put copy
 * what they are given. A text or list assigned into a record under edit must live until the save that writes it; those
 * from sdn_store_text and sdn_store_list do.
 *
 * A pointer from edit, insert or put may be written through until the next call on the store other than edit,
 * text, list or copy. Changing a key field that way is SDN_E_MISUSE, reported by save and commit; use rename.
 *
 * Threads: a store belongs to one thread at a time, with all calls that take it, those on a const store included.
 * Lookups take a const store because no record changes, but they write: sdn_store_get ends the text of the records near
 * the one it returns with NULs, in the buffer that the file was read into; the first lookup by an index sorts it; and
 * inside a transaction any call keeps the lock fresh. Lookups neither allocate nor fail.
 */
#ifndef SDN_STORE_H
#define SDN_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sdn/api.h>
#include <sdn/atomic_file.h>
#include <sdn/error.h>
#include <sdn/record.h>
#include <sdn/str.h>

#ifdef __cplusplus
extern "C" {
#endif

/* An open file, with the stores of its tables. */
typedef struct sdn_file sdn_file;

/* One table of an open file. */
typedef struct sdn_store sdn_store;

/* ---- options ---- */

/* What is done with conflicts. */
typedef enum sdn_conflict_policy {
    SDN_ON_CONFLICT_FAIL,  /* SDN_E_CONFLICT */
    SDN_ON_CONFLICT_OURS,  /* the unsaved edits win; against a row that cannot be read they fail with SDN_E_INVALID */
    SDN_ON_CONFLICT_THEIRS /* the file wins: the edits in conflict are dropped, the others kept */
} sdn_conflict_policy;

/* How a file is opened and saved. */
typedef struct sdn_options {
    uint32_t lock_timeout_ms;  /* how long begin and save wait for the lock, and for programs that write the file in
                                * place; 0: try once; UINT32_MAX: wait without limit */
    uint32_t foreign_stale_ms; /* when a lock file made by another kind of program counts as abandoned; 0: never */
    sdn_durability durability; /* what a save promises: SDN_DURABLE or SDN_ATOMIC */
    sdn_conflict_policy on_conflict; /* which side wins */
    bool strict;                     /* open refuses a file with any problem, or without the table */
    bool read_lock;                  /* open and reload take the lock while they read */
    bool ignore_checksum;  /* open a file whose #sdn-crc32 line does not match; the next save corrects the line */
    bool break_links;      /* save a file that has other hard links, which then keep the old content */
    size_t max_file_bytes; /* at most 4 GiB - 1; 0 here and in the next three: as sdn_options_default */
    size_t max_cell_bytes; /* as it is in the file */
    uint32_t max_columns;  /* of one table */
    uint32_t max_rows;     /* of one table */
} sdn_options;

/* The options to start from: 10 s, 60 s, SDN_DURABLE, SDN_ON_CONFLICT_FAIL, all flags off; 1 GiB, 16 MiB, 1,000
 * columns, 10 million rows. Options that are all zero are allowed too, but do not wait for a lock that another program
 * holds. A loaded file takes memory for its bytes, for one record per row, and for lists of text up to 12 times its
 * size. */
SDN_API sdn_options sdn_options_default(void);

/* ---- files ---- */

/*
 * Opens `path`; a file that does not exist is an empty one, and the first save creates it. `options` may be NULL.
 * Returns NULL on error: SDN_E_IO (no such directory, not readable, a directory or device), SDN_E_SYNTAX (not a text
 * file of tables), SDN_E_CHECKSUM, SDN_E_LIMIT, SDN_E_NOMEM; with read_lock the errors of sdn_file_begin too.
 */
SDN_API sdn_file *sdn_file_open(const char *path, const sdn_options *options, sdn_error *err);

/* Closes the file, its stores, and a running transaction; unsaved edits are dropped. NULL is allowed. */
SDN_API void sdn_file_close(sdn_file *file);

/* Takes the lock and brings every store of the file up to date. SDN_E_TIMEOUT, SDN_E_LOCK, SDN_E_IO, SDN_E_MISUSE (a
 * transaction is running), SDN_E_CONFLICT (unsaved edits are in conflict with what the file is now), and the errors of
 * open. After a failure no lock is held and nothing has changed. */
SDN_API sdn_code sdn_file_begin(sdn_file *file, sdn_error *err);

/* Saves every store of the file, releases the lock, ends the transaction. On failure the file is as it was and the
 * edits stay pending. SDN_E_INVALID (a value breaks a rule, or cannot be written to the file as it is: a column that is
 * twice in the header, a missing column or table while one with nearly its name is there, a table inside the block of
 * another statement), SDN_E_SYNTAX (an unresolved git conflict), SDN_E_MISUSE (no transaction; a key was edited, or a
 * value of an absent field), SDN_E_LOCK_LOST, SDN_E_CONFLICT (a program that does not lock changed the file: in
 * conflict with the edits, or in every try of the save), SDN_E_TIMEOUT (one keeps it open for writing; or the directory
 * was replaced and the lock there is held), SDN_E_IO, SDN_E_NOMEM.
 * SDN_W_NOT_DURABLE: saved. */
SDN_API sdn_code sdn_file_commit(sdn_file *file, sdn_error *err);

/* Forgets all unsaved edits; ends a running transaction. NULL is allowed. */
SDN_API void sdn_file_rollback(sdn_file *file);

/* Saves all edits under the lock; inside a transaction the lock is kept, unless the directory was replaced and the lock
 * there cannot be taken: then the call fails and the transaction is over. Without edits nothing is touched. The errors
 * of begin and commit. If it fails after a merge, the edits are pending on what the file is now. */
SDN_API sdn_code sdn_file_save(sdn_file *file, sdn_error *err);

/* Reads the file again if it changed; unsaved edits are merged into it. SDN_E_CONFLICT; SDN_E_INVALID, SDN_E_LIMIT
 * (they cannot be made on what the file is now); otherwise as open. */
SDN_API sdn_code sdn_file_reload(sdn_file *file, sdn_error *err);

/* Whether there are unsaved edits; false for NULL. */
SDN_API bool sdn_file_changed(const sdn_file *file);

/* ---- stores ---- */

/* The store of one table of an open file, generated as todo_store_in_file; the same one each time it is asked for. It
 * is closed with the file, and saves, transactions and reloads of the file or of any of its stores are of all of them.
 * NULL on error: SDN_E_NOMEM; SDN_E_LIMIT; SDN_E_MISUSE if another record type already has the table, or the type was
 * made for another version of the library; with `strict` also SDN_E_SYNTAX and SDN_E_NOT_FOUND. */
SDN_API sdn_store *sdn_file_store(sdn_file *file, const sdn_record_type *type, sdn_error *err);

/* sdn_file_open and sdn_file_store in one; the file belongs to the store. */
SDN_API sdn_store *sdn_store_open(const sdn_record_type *type, const char *path, const sdn_options *options,
                                  sdn_error *err);

/* Closes a store from sdn_store_open with its file. A store from sdn_file_store stays until its file is closed. */
SDN_API void sdn_store_close(sdn_store *store);

/* The file a store belongs to. NULL for NULL, which sdn_file_close, sdn_file_rollback and sdn_file_changed allow. */
SDN_API sdn_file *sdn_store_file(const sdn_store *store);

/* The record with this key (type->key.field_count values), or NULL. Not for two threads at once, though the store is
 * const: it may write NULs after text in the file's buffer, and refresh the lock; see Threads above. */
SDN_API const void *sdn_store_get(const sdn_store *store, const sdn_value *key);

/* Why sdn_store_get finds no record with this key: SDN_E_INVALID if a row with it cannot be read, with its line and the
 * reason in *err; SDN_E_NOT_FOUND if there is none; SDN_OK if there is a record. */
SDN_API sdn_code sdn_store_explain(const sdn_store *store, const sdn_value *key, sdn_error *err);

/* The record whose fields of type->indexes[index], a unique index, equal `values`, or NULL. If a file holds several
 * against the rule: the first in key order. */
SDN_API const void *sdn_store_find(const sdn_store *store, uint32_t index, const sdn_value *values);

/* How many records there are, unreadable rows not counted. */
SDN_API size_t sdn_store_count(const sdn_store *store);

/* The record with this key, for writing; marks it changed. A value that is assigned to an optional field which is and
 * stays absent makes the next save fail with SDN_E_MISUSE, until rollback. SDN_E_NOT_FOUND; SDN_E_INVALID if several
 * rows have the key, or the one that has it cannot be read, with the reason in *err; SDN_E_NOMEM. */
SDN_API void *sdn_store_edit(sdn_store *store, const sdn_value *key, sdn_error *err);

/* Adds a copy of *values; an automatic or random key that is empty (0) is filled. SDN_E_EXISTS (also when a row that
 * cannot be read has the key, even one after the end of its table or in an earlier table of that name, or when another
 * record has a value that must be unique), SDN_E_INVALID (a key, or a text that is part of it, is empty; a broken rule;
 * a column that is twice in the header), SDN_E_LIMIT, SDN_E_IO (no random numbers), SDN_E_MISUSE (an optional field has
 * a value but is absent), SDN_E_NOMEM. References are checked only while the store of the other table is open in the
 * same file. */
SDN_API void *sdn_store_insert(sdn_store *store, const void *values, sdn_error *err);

/* Adds a copy of *values, or makes the record of that key equal to it. SDN_E_INVALID also if several rows have the
 * key, or if an existing record would break a rule, unique included; otherwise as insert. To swap unique values of two
 * records use edit: a save checks the records only as they are then. */
SDN_API void *sdn_store_put(sdn_store *store, const void *values, sdn_error *err);

/* Deletes the record with this key. The errors of edit. While records still refer to it, save and commit fail with
 * SDN_E_INVALID. */
SDN_API sdn_code sdn_store_delete(sdn_store *store, const sdn_value *key, sdn_error *err);

/* Gives a record another key. Its row stays where it is, with `order by key` too, and keeps its comment and its cells
 * in columns that the schema does not know; the key is a field that was edited. A walk that returned this record last
 * goes on after its new position; any other may show it again or skip it. SDN_E_NOT_FOUND; SDN_E_EXISTS: the new key
 * is taken, even if by an unreadable row, or another record has a value of it that must be unique; SDN_E_INVALID: the
 * new key is empty or breaks a rule, or several rows have the old one, or the one that has it cannot be read;
 * SDN_E_NOMEM. While records refer to the old key, save and commit fail with SDN_E_INVALID. */
SDN_API sdn_code sdn_store_rename(sdn_store *store, const sdn_value *key, const sdn_value *new_key, sdn_error *err);

/* ---- walks ---- */

/*
 * A walk over records. It owns nothing and may be copied. It stays valid after edit, insert, put and delete: it goes
 * on, in key order, after the last record that it returned, and shows each matching record once.
 */
typedef struct sdn_cursor {
    const sdn_store *store;                 /* private */
    const struct sdn_ordered_index *index;  /* private */
    sdn_value values[SDN_INDEX_FIELDS_MAX]; /* private; text looked up by must outlive the cursor */
    uint32_t value_count;                   /* private */
    uint32_t last;                          /* private */
    uint32_t block;                         /* private */
    uint32_t position;                      /* private */
    uint64_t generation;                    /* private */
} sdn_cursor;

/* All records, in key order; in file order if they have no key. */
SDN_API sdn_cursor sdn_store_all(const sdn_store *store);

/* The records whose fields of type->indexes[index] equal `values`, in key order. */
SDN_API sdn_cursor sdn_store_by(const sdn_store *store, uint32_t index, const sdn_value *values);

/* The next record, or NULL at the end. */
SDN_API const void *sdn_cursor_next(sdn_cursor *cursor);

/* Deletes the record that a cursor of this store returned last, as sdn_store_delete does; the walk goes on. This is how
 * records without key are deleted. SDN_E_MISUSE: it has returned none yet, or belongs to another store;
 * SDN_E_NOT_FOUND: that record was deleted already; otherwise as sdn_store_delete. */
SDN_API sdn_code sdn_cursor_delete(const sdn_cursor *cursor, sdn_store *store, sdn_error *err);

/* ---- problems ---- */

/* The problems found when the file was last read, in line order; *list is the store's; `list` may be NULL. Returns
 * their number; 0 for a NULL store. */
SDN_API size_t sdn_store_problems(const sdn_store *store, const sdn_problem **list);

/* Lists every rule that a record breaks as it is now (range, nonempty, unique, references), in file order, new records
 * last; saves only look at changed records. A problem has the line and column of the cell in the file, line 0 for a new
 * record. *list is the store's and valid as long as other problem lists, but not after the next such call. On failure
 * the outputs are untouched; each may be NULL. SDN_E_NOMEM. */
SDN_API sdn_code sdn_store_validate(sdn_store *store, const sdn_problem **list, size_t *count, sdn_error *err);

/* ---- conflicts ---- */

/* What is in conflict. */
typedef enum sdn_conflict_kind {
    SDN_CONFLICT_FIELD,       /* the field was changed differently by both sides */
    SDN_CONFLICT_EDIT_DELETE, /* edited here, deleted in the file */
    SDN_CONFLICT_DELETE_EDIT, /* deleted here, edited in the file, if only in a column that the schema does not know */
    SDN_CONFLICT_INSERT,      /* both sides gave the key to a record, by insert or rename */
    SDN_CONFLICT_UNREADABLE,  /* changed here; the row in the file can no longer be read */
    SDN_CONFLICT_REPLACED     /* changed here; the file has another record under its automatic number */
} sdn_conflict_kind;

/* One conflict. The texts are those of the field as a file would hold them, or of all fields if `field` is NULL; "" for
 * a side that has no record. The records are structs of the store's type, for typed access; NULL for a side that has
 * none. */
typedef struct sdn_conflict {
    sdn_conflict_kind kind;    /* what is in conflict */
    const char *key;           /* of the record, for people */
    const char *field;         /* as in the schema; NULL: the record as a whole */
    const char *base;          /* as loaded */
    const char *theirs;        /* in the file now */
    const char *ours;          /* with the unsaved edits */
    const void *base_record;   /* as base, typed */
    const void *theirs_record; /* as theirs */
    const void *ours_record;   /* as ours */
} sdn_conflict;

/* The conflicts that the last begin, reload, save or commit found, edits and deletions before inserts; those that a
 * policy decided are listed too. Valid until the next such call or close. `list` may be NULL. Returns their number; 0
 * for a NULL store. */
SDN_API size_t sdn_store_conflicts(const sdn_store *store, const sdn_conflict **list);

/* ---- copies ---- */

/* Copies into the memory of the store, to be assigned to a record under edit. If memory runs out the result is empty
 * and saves fail with SDN_E_NOMEM until rollback. */
SDN_API sdn_str sdn_store_text(sdn_store *store, const char *text);
SDN_API sdn_str_list sdn_store_list(sdn_store *store, const char *const *texts, size_t count);

/* The same for the elements of any other list: `count` of `size` bytes each. NULL when count is 0. */
SDN_API void *sdn_store_copy(sdn_store *store, const void *items, size_t count, size_t size);

#ifdef __cplusplus
}
#endif

#endif
