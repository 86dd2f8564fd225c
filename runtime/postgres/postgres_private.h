/*
 * An open PostgreSQL database, as the files of this folder see it.
 *
 *   postgres.c           opening, closing, the functions of the backend
 *   postgres_connect.c   the connection: settings, statements, what is left when it is lost
 *   postgres_lock.c      the lock, versions
 *   postgres_prepared.c  statements that each transaction has
 *   postgres_table.c     one table: whether it is as the record type wants it
 *   postgres_cell.c      columns as texts of fields
 *   postgres_value.c     fields of a record as literals
 *   postgres_pull.c      all records, or those that the log names
 *   postgres_push.c      changed records as statements
 *   postgres_commit.c    the commit, and what is done when it fails
 *   postgres_text.c      SQL as text
 *   postgres_error.c     errors
 *
 * Statements go to the server as text, several in one message, which is one trip; the server skips the rest, COMMIT
 * included, when one of them fails. A transaction is two trips: one takes the lock and brings what others changed, one
 * makes the changes and commits.
 *
 * Versions. Each table has a version in sdn_meta, which triggers count up once for each transaction of any program, and
 * its rows in sdn_log. The row of sdn_meta is the lock of the table too: who changes the table holds it until the end of
 * his transaction. What was pulled or pushed last is `settled`.
 *
 * Invariants
 *   - locked: a transaction is open that holds the rows of sdn_meta of all tables[], of which tables[].pulled is the version.
 *   - fresh: locked, and the settled versions are those of the rows, so nobody can have changed anything.
 *   - is_prepared: the connection has the prepared statements of tables[], or will have them when the statements that were
 *     begun are sent.
 *   - tables[i] is the table of number i of the file.
 */
#ifndef SDN_POSTGRES_PRIVATE_H
#define SDN_POSTGRES_PRIVATE_H

#include <libpq-fe.h>

#include <sdn/backend.h>

/* The number of a row in a table without key. */
#define SDN_POSTGRES_ROW_COLUMN "sdn_row"

/* Lines of the log that are pulled; if there are more, all records are. */
enum { SDN_POSTGRES_MOST_CHANGES = 10000 };

/* A settled version of which the log is never complete: all records are pulled. */
enum { SDN_POSTGRES_NO_VERSION = -1 };

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
    SDN_POSTGRES_CHANGE,  /* a row is deleted or changed, one that is there */
    SDN_POSTGRES_INSERT,  /* rows */
    SDN_POSTGRES_CHANGES, /* what others changed; its rows are an answer */
    SDN_POSTGRES_LOGGED,  /* whether all that was changed is in the log; the same */
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
    char *hash;               /* of its schema when it was opened */
    sdn_str *texts;           /* per field: of one row */
    sdn_postgres_text *made;  /* per field: what had to be made of its column */
    uint32_t *changed;        /* scratch: fields of one change */
    sdn_postgres_text others; /* columns that are no field and can be written, when it was looked at: `, "a"` */
    PGresult *answer;         /* rows of the last question about it; NULL: none */
    int64_t log_lines;        /* that the push writes; below 0: not known */
    bool is_asked;            /* the next answer that comes is for it */
    bool is_pushed;           /* the push that is under way changes it */
    bool has_many_changes;    /* more than one row of it */
} sdn_postgres_table;

/* What became of the last statements. */
typedef struct sdn_postgres_outcome {
    char state[6];  /* SQLSTATE of the one that failed, or "" */
    bool lost;      /* the connection is gone */
    bool in_commit; /* COMMIT was sent, and the server did not say what became of it */
} sdn_postgres_outcome;

/* Statements that are prepared. */
typedef struct sdn_postgres_prepared {
    bool is_done;
    sdn_postgres_text change;  /* that is prepared next */
    sdn_postgres_text changes; /* that are prepared, each followed by a NUL */
} sdn_postgres_prepared;

/* Tokens of transactions, as sdn_log has them. */
typedef struct sdn_postgres_tokens {
    char current[40]; /* of the one that is locked */
    char lost[40];    /* of the last one of which nobody knows whether it was committed */
    uint32_t count;   /* how many were made */
    bool was_found;   /* tables[].pulled are the versions of the commit that was lost, until they are settled */
    bool is_newest;   /* under the lock: tables[].pulled are what sdn_meta says */
} sdn_postgres_tokens;

typedef struct sdn_postgres {
    sdn_connection connection; /* the first member, see <sdn/backend.h> */
    PGconn *db;
    long owner; /* the process that connected */
    char *uri;
    char *shown; /* the URI for messages, without password */
    sdn_options options;
    sdn_postgres_table *tables;
    uint32_t table_count;
    uint32_t settled_tables; /* the first ones: the others were opened by a pull that is not settled */
    sdn_postgres_batch batch;
    sdn_postgres_prepared prepared;
    sdn_postgres_outcome outcome;
    sdn_postgres_tokens tokens;
    char server[40];      /* when it was started; "": not known yet */
    bool is_other_server; /* than the one of the settled versions */
    unsigned lock_pulls;  /* how often was pulled since the lock was asked for */
    bool has_pulled;
    bool locked;
    bool fresh;
    bool expects_changes; /* others changed something the last time: what they change is asked for with the lock */
} sdn_postgres;

static inline sdn_postgres *sdn__postgres_of(sdn_connection *connection)
{
    return (sdn_postgres *)(void *)connection;
}

/* ---- postgres.c ---- */

/* Connects. On failure *opened is untouched. */
sdn_code sdn__postgres_open(const char *path, const sdn_options *options, sdn_connection **opened, sdn_error *err);
void sdn__postgres_close(sdn_connection *connection);

/* ---- postgres_error.c ---- */

/* Fills *err, unless it is NULL, for a statement of a kind that failed, and returns its code; the outcome of `c` is filled. */
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

/* ---- postgres_connect.c ---- */

/* Connects, anew if there was a connection. Locks are lost with it. */
sdn_code sdn__postgres_connect(sdn_postgres *c, sdn_error *err);

/* The same until somebody answers, for the lock timeout. */
sdn_code sdn__postgres_connect_again(sdn_postgres *c, sdn_error *err);

/* SDN_E_MISUSE in a child of the process that opened it: both would talk on one connection. */
sdn_code sdn__postgres_require_owner(const sdn_postgres *c, sdn_error *err);

/* Ends the connection; what runs first then makes a new one. The server is told, unless it is that of a parent. */
void sdn__postgres_disconnect(sdn_postgres *c);

/* Begins statements; ends one of them. */
sdn_postgres_text *sdn__postgres_statements(sdn_postgres *c);
void sdn__postgres_end_statement(sdn_postgres *c, sdn_postgres_kind kind);

/* The same for a question about a table: of its rows comes `answer`. To be asked in the order of the tables. */
void sdn__postgres_end_question(sdn_postgres *c, sdn_postgres_kind kind, uint32_t table);
void sdn__postgres_clear_answers(sdn_postgres *c);

/* Sends what was begun, and waits. *rows is what the last of them that gives rows gave, to be cleared; NULL if it fails or
 * `rows` is. */
sdn_code sdn__postgres_run(sdn_postgres *c, PGresult **rows, sdn_error *err);

/* The same; if the connection turns out to be dead, and no transaction was open on it, with a new one. */
sdn_code sdn__postgres_run_first(sdn_postgres *c, PGresult **rows, sdn_error *err);

/* COPY TO STDOUT, which was begun, after statements without rows: between these its lines are taken with PQgetCopyData,
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

/* Adds the query of the versions of all tables to statements. Reads what it, or ask_lock, gave into tables[].pulled;
 * SDN_E_SYNTAX: one has none, or was altered. */
void sdn__postgres_ask_versions(sdn_postgres *c);
sdn_code sdn__postgres_take_versions(sdn_postgres *c, const PGresult *rows, sdn_error *err);

/* Whether the versions that were read of the first `count` tables are the settled ones. */
bool sdn__postgres_are_settled(const sdn_postgres *c, uint32_t count);

/* ` IN ('a', 'b')` of all tables, or of those that are pushed. */
void sdn__postgres_add_tables(sdn_postgres *c, bool pushed_only);

/* ---- postgres_prepared.c ---- */

/* Adds the statements that prepare those that follow, if they are not prepared. */
void sdn__postgres_prepare(sdn_postgres *c);

/* Add prepared statements: one that takes the lock with the token and gives the versions, as the last rows; one for all that others
 * changed in a table since the settled version; one that fails if the version of a table is the settled one. Of the last
 * two come answers. */
void sdn__postgres_ask_lock(sdn_postgres *c);
void sdn__postgres_ask_changes(sdn_postgres *c, uint32_t number);
void sdn__postgres_ask_logged(sdn_postgres *c, uint32_t number);

/* A statement that changes a row: between these its text is made, with $1 and so on for values, which are to be added after
 * them, and a parenthesis. */
sdn_postgres_text *sdn__postgres_begin_change(sdn_postgres *c);
void sdn__postgres_execute_change(sdn_postgres *c);

/* ---- postgres_table.c ---- */

/* Looks at the table, with statements that were begun before: notes the columns that are no field. SDN_E_SYNTAX: it is not there, or not as the type wants it. */
sdn_code sdn__postgres_table_check(sdn_postgres *c, sdn_postgres_table *table, sdn_error *err);

/* Looks at the table of a type, and prepares it. Release *table in any case. */
sdn_code sdn__postgres_table_open(sdn_postgres *c, const sdn_record_type *type, sdn_postgres_table *table,
                                  sdn_error *err);
void sdn__postgres_table_release(sdn_postgres_table *table);

/* The type of the column of a field, or of an element of a list, as format_type says it. */
const char *sdn__postgres_type_of(const sdn_field *field);

/* ---- postgres_cell.c ---- */

/* Makes of the text of a column that of its field, which is in memory of the field. False: no memory. */
bool sdn__postgres_make_cell(sdn_postgres_table *table, uint32_t number, sdn_str *cell);

/* The text of a column as that of a field. Its ptr is NULL for NULL, in both. Most are the same. */
static inline bool sdn__postgres_cell(sdn_postgres_table *table, uint32_t field, sdn_str text, sdn_str *cell)
{
    const sdn_field *of = &table->type->fields[field];
    bool is_same = (of->flags & SDN_FIELD_LIST) == 0 && of->type != SDN_TYPE_BOOL && of->type != SDN_TYPE_TIMESTAMP;
    *cell = text;
    return is_same || text.ptr == NULL || sdn__postgres_make_cell(table, field, cell);
}

/* ---- postgres_value.c ---- */

/* Adds a field of a record as a literal. SDN_E_INVALID: the server cannot hold it. */
sdn_code sdn__postgres_add_value(const sdn_postgres *c, sdn_postgres_table *table, sdn_postgres_text *sql,
                                 uint32_t number, const void *record, sdn_error *err);

/* ---- postgres_exchange.c ---- */

static inline bool sdn__postgres_is_update(const sdn_record_change *change)
{
    return change->loaded != NULL && change->edited != NULL;
}

/* Adds a statement that makes all updates of a table, of which some may exchange keys; what was begun is sent before. */
sdn_code sdn__postgres_exchange(sdn_postgres *c, const sdn_push *push, uint32_t number, sdn_error *err);

/* ---- postgres_pull.c, postgres_push.c, postgres_commit.c ---- */

sdn_code sdn__postgres_pull(sdn_connection *connection, sdn_pull *pull, sdn_error *err);
void sdn__postgres_settle(sdn_connection *connection, bool accepted);

/* How many lines of the log, `l`, are of a table; -1 if triggers may have changed the rows before they were written: those
 * of sdnc are none that do. */
#define SDN_POSTGRES_COUNT_LINES                                                                                       \
    "CASE WHEN EXISTS (SELECT FROM pg_trigger WHERE tgrelid = to_regclass(quote_ident(l.tbl)) AND tgtype & 3 = 3 AND " \
    "NOT "                                                                                                             \
    "tgisinternal) THEN -1 ELSE count(*) END"

/* The version of a table that was pushed, and how many lines of it the log has, as counted by SDN_POSTGRES_COUNT_LINES. */
void sdn__postgres_take_pushed_version(sdn_postgres_table *table, const char *version, const char *lines);

/* Makes all changes, and commits. */
sdn_code sdn__postgres_write(sdn_postgres *c, const sdn_push *push, sdn_error *err);

sdn_code sdn__postgres_push(sdn_connection *connection, sdn_push *push, bool keep_lock, sdn_error *err);
sdn_code sdn__postgres_find_out(sdn_connection *connection, bool *pushed, sdn_error *err);

#endif
