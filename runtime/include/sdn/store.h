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
 *   walks       sdn_cursor: all records, those with a value, in a range, or with the start of a text; in both directions
 *   problems    what could not be read, or breaks a rule
 *   conflicts   what both sides changed, see Merging
 *   fields      of records under edit: from text, elements of lists, copies of text and lists
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
 * References that a deletion clears (`on delete clear`) are no edits in this sense, and never a conflict: what the other
 * side made of such a field is kept, then references to the deleted record are cleared in it and in all other records of
 * the file, new ones too. One that cannot be cleared, or has `on delete refuse`, makes save and commit fail with
 * SDN_E_INVALID. If the deletion gives way (SDN_ON_CONFLICT_THEIRS) nothing is cleared.
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
 * from sdn_store_set, _append, _remove, _text and _list do.
 *
 * A pointer from edit, insert or put may be written through until the next call on the store other than edit, set,
 * append, remove, loaded, text, list or copy. Changing a key field that way is SDN_E_MISUSE, reported by save and
 * commit; use rename.
 *
 * A deletion may clear references in records of other stores (`on delete`). That is no call on these stores: a pointer
 * from edit that the program holds stays writable, and what was written through it counts, so that a reference which was
 * just assigned is cleared too, and one that was just replaced does not refuse. Text and lists that were read before
 * stay valid, as after an edit.
 *
 * Threads: a store belongs to one thread at a time, with all calls that take it, those on a const store included.
 * Lookups take a const store because no record changes, but they write: the first lookup by an index sorts it, and
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
    uint32_t threads;      /* that read a large file, up to 8; 0 is 1, the calling thread alone */
} sdn_options;

/* The options to start from: 10 s, 60 s, SDN_DURABLE, SDN_ON_CONFLICT_FAIL, all flags off; 1 GiB, 16 MiB, 1,000
 * columns, 10 million rows, 1 thread. Options that are all zero are allowed too, but do not wait for a lock that another
 * program holds. With 2 threads or more, others help to read a file of more than 16 MiB, and those of its tables that have
 * more than 4 MiB; they end before the function that reads it returns, and what is read is the same. A loaded file takes
 * memory for its bytes, for one record per row, and for lists of text up to 12 times its size. */
SDN_API sdn_options sdn_options_default(void);

/* ---- files ---- */

/*
 * Opens `path`; a file that does not exist is an empty one, and the first save creates it. `options` may be NULL. A path
 * that begins with the scheme of a backend, as `sqlite:` or `postgresql:`, is no file, but what that backend opens
 * (sdn/backend.h), SDN_E_MISUSE if it is not armed; a file of such a name is `./sqlite:...`.
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
 * const: it may refresh the lock; see Threads above. */
SDN_API const void *sdn_store_get(const sdn_store *store, const sdn_value *key);

/* Why sdn_store_get finds no record with this key: SDN_E_INVALID if a row with it cannot be read, with its line and the
 * reason in *err; SDN_E_NOT_FOUND if there is none; SDN_OK if there is a record. */
SDN_API sdn_code sdn_store_explain(const sdn_store *store, const sdn_value *key, sdn_error *err);

/* The record whose fields of type->indexes[index], a unique index, equal `values`, or NULL. If a file holds several
 * against the rule: the first in key order. */
SDN_API const void *sdn_store_find(const sdn_store *store, uint32_t index, const sdn_value *values);

/* A record of the store as it is in the file that was loaded, or saved since: the record itself if it has no unsaved
 * change, else a copy from before, which is valid as long as the record. NULL if it is new, or none of the store's.
 * sdn_record_diff of the two has the fields that were changed. May be called while the record is under edit; takes about
 * as long as sdn_store_get, for records without key a step more for every few hundred records. */
SDN_API const void *sdn_store_loaded(const sdn_store *store, const void *record);

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

/*
 * Deletes the record with this key. The errors of edit. What happens to the records that refer to it is said by their
 * fields, if their store is open in the same file (of the key, and of the one that the record was loaded with if it was
 * renamed since):
 *   nothing                      the deletion succeeds; while they still refer to it, save and commit fail with
 *                                SDN_E_INVALID
 *   SDN_FIELD_ON_DELETE_REFUSE   SDN_E_INVALID, and *err names the first record and field; a record does not stand in
 *                                the way of its own deletion
 *   SDN_FIELD_ON_DELETE_CLEAR    they are edited: an optional field becomes absent, a list loses all elements that are
 *                                the key. SDN_E_INVALID if a list without SDN_FIELD_OPTIONAL would be left empty against
 *                                SDN_FIELD_NONEMPTY, or if several rows have the key of the record to be edited. Like
 *                                other edited records these must keep all their rules when they are saved
 * On failure, SDN_E_NOMEM included, nothing has changed. A store that is opened later is cleared when it is opened.
 *
 * Cost: without such fields that of one search. With them, for each field: a search if an index of its store, or its
 * key, starts with the field and has no optional field after it (the first few deletions do not yet build it); else a
 * look at every record of its store.
 */
SDN_API sdn_code sdn_store_delete(sdn_store *store, const sdn_value *key, sdn_error *err);

/* Gives a record another key. Its row stays where it is, with `order by key` too, and keeps its comment and its cells
 * in columns that the schema does not know; the key is a field that was edited. A walk that returned this record last
 * goes on after its new position, within its bounds; any other may show it again or skip it. SDN_E_NOT_FOUND; SDN_E_EXISTS: the new key
 * is taken, even if by an unreadable row, or another record has a value of it that must be unique; SDN_E_INVALID: the
 * new key is empty or breaks a rule, or several rows have the old one, or the one that has it cannot be read;
 * SDN_E_NOMEM. While records refer to the old key, save and commit fail with SDN_E_INVALID; a rename is no deletion, so
 * SDN_FIELD_ON_DELETE_... mean nothing here. */
SDN_API sdn_code sdn_store_rename(sdn_store *store, const sdn_value *key, const sdn_value *new_key, sdn_error *err);

/* ---- walks ---- */

/*
 * A walk over records in one direction. It owns nothing and may be copied.
 *
 * It stays valid after edit, insert, put, delete and rename: it goes on after the last record that it returned, or
 * where that was, and shows each matching record once. A record that is inserted behind it is not shown, one ahead of
 * it is; so a walk at its end goes on when there is more. Two kinds of change move a record within the order:
 *   - An edit of a field that a walk over a range goes by. A walk that began before does not show the record any more,
 *     if it has not yet; so a loop may change the field that it goes by, and still meets each record once. (A walk over
 *     records that are equal in all fields of its index has no such field: it shows those that become equal ahead of
 *     it.)
 *   - A rename, see sdn_store_rename.
 *
 * Text that is looked up by, as a value, bound or start, must outlive the cursor. So must a text of your own that was
 * assigned to a field of the index of a record that the walk returned, even if it is replaced meanwhile.
 */
typedef struct sdn_cursor {
    const sdn_store *store;                 /* private */
    const struct sdn_ordered_index *index;  /* private */
    sdn_value low[SDN_INDEX_FIELDS_MAX];    /* private */
    sdn_value high[SDN_INDEX_FIELDS_MAX];   /* private */
    sdn_value passed[SDN_INDEX_FIELDS_MAX]; /* private */
    uint32_t low_count;                     /* private */
    uint32_t high_count;                    /* private */
    uint32_t flags;                         /* private */
    uint32_t last;                          /* private */
    uint32_t block;                         /* private */
    uint32_t position;                      /* private */
    uint64_t generation;                    /* private */
    uint64_t started;                       /* private */
} sdn_cursor;

/* In the place of an index: the key. */
#define SDN_KEY_INDEX UINT32_MAX

/* All records, in key order; in file order if they have no key. */
SDN_API sdn_cursor sdn_store_all(const sdn_store *store);

/* All records in the order of their rows in the file; new ones come last, in the order in which they were inserted,
 * also with `order by key`, whose rows find their place when they are saved. A walk that inserts a record for each that
 * it is shown has no end. */
SDN_API sdn_cursor sdn_store_in_file_order(const sdn_store *store);

/* The records whose fields of type->indexes[index] equal `values`, in key order. For these walks an index is kept by the
 * hash of its fields, for all others in its order; each is built on the first walk that needs it. */
SDN_API sdn_cursor sdn_store_by(const sdn_store *store, uint32_t index, const sdn_value *values);

/*
 * The records from `low` to `high`, both included, in the order of type->indexes[index]: that of its fields, one after
 * the other, and then of the key. Records that lack an optional field of the index are not in it. A bound is the values
 * of the first low_count (high_count) fields; of 0 fields that end is open, and the pointer may be NULL. So
 *   all records in the order of the index      0 and 0 values
 *   those whose first fields are equal         the same values twice
 *   and whose next field is in a range         the same values, and then the ends of the range
 *   from one place in the order on             values, and 0
 * `low` after `high` is an empty walk. Counts above the number of fields count as that number.
 *
 * Values are in the order of numbers and time, of bytes (text), of the schema (enums; other words of an open one are
 * equal, and come last), false before true. SDN_KEY_INDEX walks in the order of the key: where text keys are numbered
 * automatically, those that are numbers come first, ordered by number, and "9" is before "10". Records without key have
 * none: then it is sdn_store_all.
 *
 * The first walk in the order of an index sorts it; after that, beginning one takes the time of a binary search, and a
 * step does not depend on the number of records.
 */
SDN_API sdn_cursor sdn_store_range(const sdn_store *store, uint32_t index, const sdn_value *low, uint32_t low_count,
                                   const sdn_value *high, uint32_t high_count);

/* The records whose first count - 1 fields of the index equal `values`, and whose next field, a text, starts with the
 * last of them; in the order of the index. With automatic text keys, of which those with one start are not next to each
 * other, the walk looks at every record. `count` 0: all. */
SDN_API sdn_cursor sdn_store_starting(const sdn_store *store, uint32_t index, const sdn_value *values, uint32_t count);

/* The walk that shows the same records from its other end, begun anew: the last record of a walk is the first of the
 * reverse one. A walk over all or over a key or index is reversed in its order, one in file order from the newest
 * record to the first row. */
SDN_API sdn_cursor sdn_cursor_reverse(sdn_cursor cursor);

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

/* One conflict. The texts are those of the field, as sdn_field_text gives them and sdn_store_set takes them; if `field` is
 * NULL those of the record, as sdn_record_to_row; "" for a side that has no record. The records are structs of the
 * store's type, for typed access; NULL for a side that has none. */
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

/* The conflicts that the last begin, reload, save or commit found, edits and deletions before inserts; those that
 * `on_conflict` decided are listed too, but not what the schema decides (sdn_merge_policy). Valid until the next such
 * call or close. `list` may be NULL. Returns their number; 0 for a NULL store. */
SDN_API size_t sdn_store_conflicts(const sdn_store *store, const sdn_conflict **list);

/* ---- fields of records under edit ---- */

/* Sets a field from its text, as sdn_field_set does; text and lists are kept in the store. `record` is under edit; or
 * any other struct, such as the values for an insert. SDN_E_MISUSE: a record of the store that is not under edit, or a
 * field of its key, which rename changes; otherwise as sdn_field_set. On failure the record is unchanged. */
SDN_API sdn_code sdn_store_set(sdn_store *store, void *record, uint32_t field, sdn_str text, sdn_error *err);

/* Adds an element at the end of a list of such a record, or removes all that equal it. `field` is a list, and `element`
 * points to what its elements are: an sdn_str, an int32_t, an enum, ...; a text is copied. An absent list becomes
 * present with its first element, and absent without its last. If memory runs out the record is unchanged and saves fail
 * with SDN_E_NOMEM until rollback. The elements are not changed where they are: to append copies the list, unless it is
 * the one appended to last, so many elements in a row cost as much as one copy; to remove copies it always. */
SDN_API void sdn_store_append(sdn_store *store, void *record, uint32_t field, const void *element);
SDN_API void sdn_store_remove(sdn_store *store, void *record, uint32_t field, const void *element);

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
