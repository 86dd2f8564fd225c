/*
 * An open PostgreSQL database, as the files of this folder see it.
 *
 *   postgres.c           opening, closing, the functions of the backend
 *   postgres_connect.c   the connection: settings, statements, what is left when it is lost
 *   postgres_lock.c      the lock, versions
 *   postgres_table.c     one table: whether it is as the record type wants it
 *   postgres_cell.c      columns as texts of fields
 *   postgres_value.c     fields of a record as literals
 *   postgres_pull.c      all records, or those that the log names
 *   postgres_push.c      changed records as statements
 *   postgres_commit.c    the commit, and what is done when it fails
 *   postgres_text.c      SQL as text
 *   postgres_error.c     errors
 *
 * Statements go to the server as text, several in one message, which is one trip; so nothing is prepared, and the server
 * skips the rest, COMMIT included, when one of them fails.
 *
 * Versions. Each table has a version in sdn_meta, which triggers count up once for each transaction of any program, and
 * its rows in sdn_log. The row of sdn_meta is the lock of the table too: who changes the table holds it until the end of
 * his transaction. What was pulled or pushed last is `settled`.
 *
 * Invariants
 *   - locked: a transaction is open that holds the rows of sdn_meta of all tables[].
 *   - fresh: locked, and the settled versions are those of the rows, so nobody can have changed anything.
 *   - knows_versions: locked, and tables[].pulled are the versions of the rows.
 *   - tables[i] is the table of number i of the file.
 */
#ifndef SDN_POSTGRES_PRIVATE_H
#define SDN_POSTGRES_PRIVATE_H

#include <libpq-fe.h>

#include <sdn/backend.h>

/* Text that grows. `failed`: there was no memory; then it is not what it should be. */
typedef struct sdn_postgres_text {
    char *bytes;
    size_t len;
    size_t capacity;
    bool failed;
} sdn_postgres_text;

/* What a statement does, for its errors. */
typedef enum sdn_postgres_kind {
    SDN_POSTGRES_OTHER,
    SDN_POSTGRES_CHANGE, /* a row is deleted or changed, one that is there */
    SDN_POSTGRES_INSERT, /* rows */
    SDN_POSTGRES_LOGGED, /* whether all that was changed is in the log */
    SDN_POSTGRES_COMMIT
} sdn_postgres_kind;

/* Statements that are sent together. */
typedef struct sdn_postgres_batch {
    sdn_postgres_text sql;
    sdn_postgres_text kinds; /* a byte for each statement */
} sdn_postgres_batch;

typedef struct sdn_postgres_table {
    const sdn_record_type *type;
    int64_t settled; /* version */
    int64_t pulled;
    char *hash;                      /* of its schema when it was opened */
    sdn_str *texts;                  /* per field: of one row */
    sdn_postgres_text *made;         /* per field: what had to be made of its column */
    uint32_t *changed;               /* scratch: fields of one change */
    sdn_postgres_text others;        /* columns that are no field and can be written, when it was looked at: `, "a"` */
    sdn_postgres_text source_others; /* the same: `, source."a"` */
    PGresult *changes;               /* of the pull that is under way; NULL: none */
    int64_t log_lines;               /* that the push writes; below 0: not known */
    bool is_pushed;                  /* the push that is under way changes it */
    bool has_many_changes;           /* more than one row of it */
} sdn_postgres_table;

/* What became of the last statements. */
typedef struct sdn_postgres_outcome {
    char state[6];  /* SQLSTATE of the one that failed, or "" */
    bool lost;      /* the connection is gone */
    bool in_commit; /* COMMIT was sent, and the server did not say what became of it */
} sdn_postgres_outcome;

typedef struct sdn_postgres {
    sdn_connection connection; /* the first member, see <sdn/backend.h> */
    PGconn *db;
    char *uri;
    char *shown; /* the URI for messages, without password */
    sdn_options options;
    sdn_postgres_table *tables;
    uint32_t table_count;
    sdn_postgres_batch batch;
    sdn_postgres_outcome outcome;
    char token[40];       /* of the transaction that is locked */
    uint32_t token_count; /* how many were made */
    char server[40];      /* when it was started; "": not known yet */
    bool is_other_server; /* than the one of the settled versions */
    unsigned lock_pulls;  /* how often was pulled since the lock was asked for */
    bool has_pulled;
    bool locked;
    bool fresh;
    bool knows_versions;
} sdn_postgres;

static inline sdn_postgres *sdn__postgres_of(sdn_connection *connection)
{
    return (sdn_postgres *)(void *)connection;
}

/* ---- postgres_error.c ---- */

/* Fills *err, unless it is NULL, with `place: text`, and returns `code`. */
sdn_code sdn__postgres_fail(sdn_error *err, sdn_code code, const char *place, const char *format, ...);
sdn_code sdn__postgres_fail_memory(sdn_error *err);

/* The same for a statement of a kind that failed; the outcome of `c` is filled. */
sdn_code sdn__postgres_fail_statement(const sdn_postgres *c, const PGresult *result, sdn_postgres_kind kind,
                                      sdn_error *err);

/* The same for a connection that cannot be made. */
sdn_code sdn__postgres_fail_connection(const sdn_postgres *c, const PGconn *db, sdn_error *err);

/* ---- postgres_text.c ---- */

void sdn__postgres_add(sdn_postgres_text *text, const char *bytes, size_t len);
void sdn__postgres_add_text(sdn_postgres_text *text, const char *words);
void sdn__postgres_add_name(sdn_postgres_text *text, const char *name);
void sdn__postgres_add_literal(sdn_postgres_text *text, sdn_str value);
void sdn__postgres_add_number(sdn_postgres_text *text, int64_t value);

/* Names of columns, with `before` before each and commas between: of all fields, or of those of the key, sdn_row without
 * one. */
void sdn__postgres_add_columns(sdn_postgres_text *text, const sdn_record_type *type, const char *before);
void sdn__postgres_add_key_columns(sdn_postgres_text *text, const sdn_record_type *type, const char *before);

/* A copy of a URI in which no password is left; to be freed. NULL: no memory. */
char *sdn__postgres_without_password(const char *uri);

/* ---- postgres_connect.c ---- */

/* Connects, anew if there was a connection. Locks are lost with it. */
sdn_code sdn__postgres_connect(sdn_postgres *c, sdn_error *err);

/* The same until somebody answers, for the lock timeout. */
sdn_code sdn__postgres_connect_again(sdn_postgres *c, sdn_error *err);

/* Ends the connection; what runs first then makes a new one. */
void sdn__postgres_disconnect(sdn_postgres *c);

/* Begins statements; ends one of them. */
sdn_postgres_text *sdn__postgres_statements(sdn_postgres *c);
void sdn__postgres_end_statement(sdn_postgres *c, sdn_postgres_kind kind);

/* Sends what was begun, and waits. *rows is what the last of them that gives rows gave, to be cleared; NULL if it fails or
 * `rows` is. */
sdn_code sdn__postgres_run(sdn_postgres *c, PGresult **rows, sdn_error *err);

/* The same, where nothing is open on the connection: if it turns out to be dead, with a new one. */
sdn_code sdn__postgres_run_first(sdn_postgres *c, PGresult **rows, sdn_error *err);

/* COPY TO STDOUT, which was begun as one statement: between these its lines are taken with PQgetCopyData,
 * all but a rest that nobody wants. */
sdn_code sdn__postgres_start_copy(sdn_postgres *c, sdn_error *err);
sdn_code sdn__postgres_end_copy(sdn_postgres *c, bool has_rest, sdn_error *err);

/* Waits a moment, of a random length up to `most_ms`. */
void sdn__postgres_pause(const sdn_postgres *c, int most_ms);

/* Nanoseconds of a clock; the time when the lock timeout that begins now is over. */
int64_t sdn__postgres_now(void);
int64_t sdn__postgres_deadline(const sdn_postgres *c);

/* ---- postgres_lock.c ---- */

sdn_code sdn__postgres_lock(sdn_connection *connection, sdn_error *err);
void sdn__postgres_unlock(sdn_connection *connection);
void sdn__postgres_forget_lock(sdn_postgres *c);

/* Adds the query of the versions of all tables to statements. Reads what it gave into tables[].pulled; SDN_E_SYNTAX: one
 * has none, or was altered. */
void sdn__postgres_ask_versions(sdn_postgres *c, bool for_update);
sdn_code sdn__postgres_take_versions(sdn_postgres *c, const PGresult *rows, sdn_error *err);

/* Whether the versions that were read are the settled ones. */
bool sdn__postgres_is_settled(const sdn_postgres *c);

/* ` IN ('a', 'b')` of all tables, or of those that are pushed. */
void sdn__postgres_add_tables(sdn_postgres *c, bool pushed_only);

/* ---- postgres_table.c ---- */

/* Looks at the table: notes the columns that are no field. SDN_E_SYNTAX: it is not there, or not as the type wants it. */
sdn_code sdn__postgres_table_check(sdn_postgres *c, sdn_postgres_table *table, sdn_error *err);

/* Looks at the table of a type, and prepares it. Release *table in any case. */
sdn_code sdn__postgres_table_open(sdn_postgres *c, const sdn_record_type *type, sdn_postgres_table *table,
                                  sdn_error *err);
void sdn__postgres_table_release(sdn_postgres_table *table);

/* The type of the column of a field, or of an element of a list, as format_type says it. */
const char *sdn__postgres_type_of(const sdn_field *field);

/* ---- postgres_cell.c ---- */

/* The text of a column as that of a field; in the column's own memory, or in that of the field. Its ptr is NULL for NULL.
 * False: no memory. */
bool sdn__postgres_cell(sdn_postgres_table *table, uint32_t field, const char *text, size_t len, bool is_null,
                        sdn_str *cell);

/* ---- postgres_value.c ---- */

/* Adds a field of a record as a literal. SDN_E_INVALID: the server cannot hold it. */
sdn_code sdn__postgres_add_value(const sdn_postgres *c, sdn_postgres_table *table, sdn_postgres_text *sql,
                                 uint32_t field, const void *record, sdn_error *err);

/* ---- postgres_pull.c, postgres_push.c, postgres_commit.c ---- */

sdn_code sdn__postgres_pull(sdn_connection *connection, sdn_pull *pull, sdn_error *err);
void sdn__postgres_settle(sdn_connection *connection, bool accepted);

/* Makes all changes, and commits. */
sdn_code sdn__postgres_write(sdn_postgres *c, const sdn_push *push, sdn_error *err);

sdn_code sdn__postgres_push(sdn_connection *connection, sdn_push *push, bool keep_lock, sdn_error *err);

#endif
