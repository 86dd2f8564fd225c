/*
 * An open SQLite database, as the files of this folder see it.
 *
 *   sqlite.c         opening, closing, the lock, the functions of the backend
 *   sqlite_table.c   one table: whether it is as the record type wants it, and its statements
 *   sqlite_cell.c    columns of a row as texts of fields
 *   sqlite_bind.c    fields of a record as parameters of a statement
 *   sqlite_pull.c    all records, or those that the log names
 *   sqlite_push.c    changed records as statements of one transaction
 *   sqlite_error.c   errors
 *
 * Versions. Each table has a version in sdn_meta, which triggers count up with each row that any program changes, and a
 * line in sdn_log for each. What was pulled or pushed last is `settled`. PRAGMA data_version changes when another
 * connection committed anything: while it is the settled one, nothing has to be looked at.
 *
 * Invariants
 *   - locked: a write transaction is open, begun with BEGIN IMMEDIATE.
 *   - fresh: locked, and a pull was settled since, so nobody can have changed anything.
 *   - tables[i] is the table of number i of the file.
 */
#ifndef SDN_SQLITE_PRIVATE_H
#define SDN_SQLITE_PRIVATE_H

#include <sqlite3.h>

#include <sdn/backend.h>

/* The statements of a table that are kept. */
enum {
    SDN_SQLITE_META,   /* version, hash */
    SDN_SQLITE_ALL,    /* all rows */
    SDN_SQLITE_LOG,    /* the keys that changed since a version, and how often something did */
    SDN_SQLITE_ONE,    /* the row of a key of the log */
    SDN_SQLITE_KEY,    /* the values of a key of the log */
    SDN_SQLITE_INSERT, /* a row */
    SDN_SQLITE_DELETE, /* a row by its key, or by all of its fields */
    SDN_SQLITE_STATEMENTS
};

/* How many UPDATE statements are kept of a table. */
enum { SDN_SQLITE_UPDATES = 4 };

/* Text that grows. */
typedef struct sdn_sqlite_text {
    char *bytes;
    size_t len;
    size_t capacity;
} sdn_sqlite_text;

/* No PRAGMA data_version; and a settled version of which the log is never complete: all records are pulled. */
enum { SDN_SQLITE_NO_VERSION = -1 };

/* UPDATE of some fields. */
typedef struct sdn_sqlite_update {
    sqlite3_stmt *statement; /* NULL: none */
    uint32_t *fields;
    size_t count;
} sdn_sqlite_update;

typedef struct sdn_sqlite_table {
    const sdn_record_type *type;
    int64_t settled; /* version */
    int64_t pulled;
    int64_t expected; /* after a push, if nothing but its changes is logged */
    char *hash;       /* of its schema when it was opened */
    sqlite3_stmt *statements[SDN_SQLITE_STATEMENTS];
    sdn_sqlite_update updates[SDN_SQLITE_UPDATES];
    uint32_t next_update;  /* which of them is replaced next */
    sdn_str *texts;        /* per field: of one row */
    sdn_sqlite_text *made; /* per field: what had to be made of its column */
    uint32_t *changed;     /* scratch: fields of one change */
    sdn_row_writer writer;
} sdn_sqlite_table;

typedef struct sdn_sqlite {
    sdn_connection connection; /* the first member, see <sdn/backend.h> */
    sqlite3 *db;
    sqlite3_stmt *begin;
    sqlite3_stmt *commit;
    sqlite3_stmt *data_version;
    sdn_sqlite_table *tables;
    uint32_t table_count;
    uint32_t settled_tables; /* the first ones: the others were opened by a pull that is not settled */
    int64_t settled_data_version;
    int64_t pulled_data_version;
    bool has_pulled;
    bool is_behind;      /* rows changed with the last push that it did not change: by triggers, or for a reference */
    bool ignores_checks; /* CHECK is off, or may be */
    bool locked;
    bool fresh;
} sdn_sqlite;

static inline sdn_sqlite *sdn__sqlite_of(sdn_connection *connection)
{
    return (sdn_sqlite *)(void *)connection;
}

/* ---- sqlite.c ---- */

/* Whether the path leads to the file that was opened still; else SDN_E_IO. */
sdn_code sdn__sqlite_require_place(const sdn_sqlite *c, sdn_error *err);

/* ---- sqlite_error.c ---- */

/* Fills *err, unless it is NULL, for a call of SQLite that returned `result`, with its message, and returns the code.
 * `taken` is that for a value that must be unique. */
sdn_code sdn__sqlite_fail_db(const sdn_sqlite *c, int result, sdn_code taken, sdn_error *err);

/* ---- sqlite_table.c ---- */

/* Looks at the table of a type, and prepares it. SDN_E_SYNTAX (it is not there, or not as the type wants it), SDN_E_IO,
 * SDN_E_NOMEM. Release *table in any case. */
sdn_code sdn__sqlite_table_open(const sdn_sqlite *c, const sdn_record_type *type, sdn_sqlite_table *table,
                                sdn_error *err);
void sdn__sqlite_table_release(sdn_sqlite_table *table);

/* A statement of the table, prepared when it is first used. */
sdn_code sdn__sqlite_statement(const sdn_sqlite *c, sdn_sqlite_table *table, int which, sqlite3_stmt **statement,
                               sdn_error *err);

/* The UPDATE of table->changed[0 .. count): parameters are these fields, then those of the key; without a key all
 * fields. */
sdn_code sdn__sqlite_update(const sdn_sqlite *c, sdn_sqlite_table *table, size_t count, sqlite3_stmt **statement,
                            sdn_error *err);

/* The type of the column of a field. */
const char *sdn__sqlite_column_type(const sdn_field *field);

/* ---- sqlite_cell.c ---- */

/* The columns of the current row from `column` on as texts, of `count` fields: table->texts[0 .. count). They are valid
 * until the next step or call. `fields` says which; NULL: the first ones. SDN_E_NOMEM. */
sdn_code sdn__sqlite_cells(sdn_sqlite_table *table, sqlite3_stmt *row, const uint32_t *fields, uint32_t count,
                           sdn_error *err);

/* Appends to a text. False: no memory. */
bool sdn__sqlite_add(sdn_sqlite_text *text, const char *bytes, size_t len);

/* ---- sqlite_bind.c ---- */

/* Binds field `number` of a record to a parameter. A result of SQLite. Texts must live until the statement is reset. */
int sdn__sqlite_bind(sdn_sqlite_table *table, sqlite3_stmt *statement, int parameter, uint32_t number,
                     const void *record);

/* ---- sqlite_exchange.c ---- */

static inline bool sdn__sqlite_is_update(const sdn_record_change *change)
{
    return change->loaded != NULL && change->edited != NULL;
}

/* Makes all updates of a table with a key, of which some exchange what must be unique. On failure all is to be rolled
 * back. */
sdn_code sdn__sqlite_exchange(sdn_sqlite *c, const sdn_push *push, uint32_t number, sdn_error *err);

/* To be called under the lock: puts CHECK on again, if an exchange could not. SDN_E_NOMEM. */
sdn_code sdn__sqlite_check_rules(sdn_sqlite *c, sdn_error *err);

/* ---- sqlite_pull.c, sqlite_push.c ---- */

/* Runs a statement whose parameters gave `bound`, and resets it. *rows: how many rows it changed, not counting those of
 * triggers. */
int sdn__sqlite_run(const sdn_sqlite *c, sqlite3_stmt *statement, int bound, int *rows);

sdn_code sdn__sqlite_pull(sdn_connection *connection, sdn_pull *pull, sdn_error *err);
void sdn__sqlite_settle(sdn_connection *connection, bool accepted);

/* Makes all changes, without committing. */
sdn_code sdn__sqlite_write(sdn_sqlite *c, sdn_push *push, sdn_error *err);

/* The version of a table, and whether its schema is the one that was opened: else SDN_E_SYNTAX. */
sdn_code sdn__sqlite_version(const sdn_sqlite *c, sdn_sqlite_table *table, int64_t *version, sdn_error *err);

/* What PRAGMA data_version says. */
sdn_code sdn__sqlite_data_version(const sdn_sqlite *c, int64_t *version, sdn_error *err);

#endif
