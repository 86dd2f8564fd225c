/*
 * SQLite: a table without rowid, so that a look-up by the text key is one descent, and the two indexes of the
 * schema. Enums and bools are integers, lists are text. Statements are prepared; rows come in one
 * transaction; the file is mapped. Equal durability: synchronous=FULL with the rollback journal, which is the
 * default; off where others do not flush.
 */
#include "peers.h"
#include "rows.h"

#include <sqlite3.h>
#include <stdio.h>
#include <unistd.h>

static const char schema[] =
    "CREATE TABLE todos(id TEXT PRIMARY KEY NOT NULL, keyword TEXT NOT NULL, area TEXT NOT NULL,"
    " priority INTEGER NOT NULL, description TEXT NOT NULL, file TEXT NOT NULL, line INTEGER NOT NULL, issue "
    "TEXT,"
    " blocked TEXT NOT NULL, status INTEGER NOT NULL, valid INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE INDEX by_status ON todos(status);"
    "CREATE INDEX by_place ON todos(file, line);";
static const char insert_sql[] = "INSERT INTO todos VALUES(?,?,?,?,?,?,?,?,?,?,?)";
static const char select_sql[] =
    "SELECT id, keyword, area, priority, description, file, line, issue, blocked, status, valid FROM todos";

/* A database and the statement at work; the first failure stays in `failed`. */
typedef struct db_session {
    sqlite3 *db;
    sqlite3_stmt *statement;
    bool failed;
} db_session;

static void check(db_session *session, int code)
{
    if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE || session->failed)
        return;
    session->failed = true;
    complain("sqlite", sqlite3_errmsg(session->db));
}

static void run_sql(db_session *session, const char *sql)
{
    check(session, sqlite3_exec(session->db, sql, NULL, NULL, NULL));
}

static void prepare(db_session *session, const char *sql)
{
    check(session, sqlite3_prepare_v3(session->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &session->statement, NULL));
}

static db_session open_session(const bench_task *task)
{
    db_session session = {NULL, NULL, false};
    check(&session, sqlite3_open_v2(task->path, &session.db,
                                    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL));
    run_sql(&session, "PRAGMA cache_size=-262144; PRAGMA mmap_size=2147418112");
    run_sql(&session, task->durable ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=OFF");
    return session;
}

static int close_session(db_session *session)
{
    sqlite3_finalize(session->statement);
    sqlite3_close(session->db);
    return session->failed ? -1 : 0;
}

/* ---- rows ---- */

static void bind_text(db_session *session, int column, sdn_str text)
{
    check(session, sqlite3_bind_text(session->statement, column, text.ptr, (int)text.len, SQLITE_STATIC));
}

static void bind_number(db_session *session, int column, uint32_t number)
{
    check(session, sqlite3_bind_int64(session->statement, column, number));
}

static void insert_row(db_session *session, const todo *row)
{
    char joined[64];
    sdn_str blocked = {joined, blocked_join(row->blocked, joined)};
    bind_text(session, 1, row->id);
    bind_text(session, 2, row->keyword);
    bind_text(session, 3, row->area);
    bind_number(session, 4, row->priority);
    bind_text(session, 5, row->description);
    bind_text(session, 6, row->file);
    bind_number(session, 7, row->line);
    if (row->has_issue)
        bind_text(session, 8, row->issue);
    else
        check(session, sqlite3_bind_null(session->statement, 8));
    bind_text(session, 9, blocked);
    bind_number(session, 10, row->status);
    bind_number(session, 11, row->valid);
    check(session, sqlite3_step(session->statement));
    check(session, sqlite3_reset(session->statement));
}

/* A view that lasts until the next step. */
static sdn_str column_text(sqlite3_stmt *statement, int column)
{
    sdn_str text = {(const char *)sqlite3_column_text(statement, column),
                    (size_t)sqlite3_column_bytes(statement, column)};
    return text;
}

static sdn_str keep_text(row_table *rows, sqlite3_stmt *statement, int column)
{
    sdn_str text = column_text(statement, column);
    return rows_text(rows, text.ptr, text.len);
}

static uint32_t column_number(sqlite3_stmt *statement, int column)
{
    return (uint32_t)sqlite3_column_int(statement, column);
}

static void keep_row(row_table *rows, sqlite3_stmt *statement)
{
    todo *row = rows_add(rows);
    row->id = keep_text(rows, statement, 0);
    row->keyword = keep_text(rows, statement, 1);
    row->area = keep_text(rows, statement, 2);
    row->priority = (todo_priority)column_number(statement, 3);
    row->description = keep_text(rows, statement, 4);
    row->file = keep_text(rows, statement, 5);
    row->line = column_number(statement, 6);
    row->has_issue = sqlite3_column_type(statement, 7) != SQLITE_NULL;
    if (row->has_issue)
        row->issue = keep_text(rows, statement, 7);
    if (sqlite3_column_bytes(statement, 8) > 0)
        row->blocked = blocked_split(rows, keep_text(rows, statement, 8));
    row->status = (todo_status)column_number(statement, 9);
    row->valid = column_number(statement, 10) != 0;
}

static void select_rows(db_session *session, row_table *rows)
{
    prepare(session, select_sql);
    while (!session->failed && sqlite3_step(session->statement) == SQLITE_ROW)
        keep_row(rows, session->statement);
}

/* ---- operations ---- */

static int save(const bench_task *task, measurement *measure)
{
    row_table rows = ROWS_INIT;
    rows_make(&rows, task->rows);
    unlink(task->path);
    measure_start(measure);
    db_session session = open_session(task);
    run_sql(&session, schema);
    run_sql(&session, "BEGIN");
    prepare(&session, insert_sql);
    for (size_t i = 0; i < rows.count && !session.failed; i++)
        insert_row(&session, &rows.items[i]);
    measure_lap(measure);
    run_sql(&session, "COMMIT");
    measure_stop(measure);
    measure->units = rows.count;
    measure->checksum = rows_sum(&rows);
    rows_release(&rows);
    return close_session(&session);
}

static int load(const bench_task *task, measurement *measure)
{
    row_table rows = ROWS_INIT;
    measure_start(measure);
    db_session session = open_session(task);
    select_rows(&session, &rows);
    measure_lap(measure);
    measure->checksum = rows_sum(&rows);
    measure_stop(measure);
    measure->units = rows.count;
    rows_release(&rows);
    return close_session(&session);
}

/* One row as views of the database's memory. */
static uint64_t sum_row(sqlite3_stmt *statement, row_table *lists)
{
    todo row;
    todo_init(&row);
    row.id = column_text(statement, 0);
    row.keyword = column_text(statement, 1);
    row.area = column_text(statement, 2);
    row.priority = (todo_priority)column_number(statement, 3);
    row.description = column_text(statement, 4);
    row.file = column_text(statement, 5);
    row.line = column_number(statement, 6);
    row.has_issue = sqlite3_column_type(statement, 7) != SQLITE_NULL;
    if (row.has_issue)
        row.issue = column_text(statement, 7);
    row.blocked = blocked_split(lists, column_text(statement, 8));
    row.status = (todo_status)column_number(statement, 9);
    row.valid = column_number(statement, 10) != 0;
    return row_sum(&row);
}

static uint64_t sum_all(db_session *session, row_table *lists)
{
    uint64_t sum = 0;
    while (!session->failed && sqlite3_step(session->statement) == SQLITE_ROW)
        sum += sum_row(session->statement, lists);
    check(session, sqlite3_reset(session->statement));
    return sum;
}

static int iterate(const bench_task *task, measurement *measure)
{
    row_table lists = ROWS_INIT;
    db_session session = open_session(task);
    prepare(&session, select_sql);
    sum_all(&session, &lists);
    measure_start(measure);
    measure->checksum = sum_all(&session, &lists);
    measure_stop(measure);
    measure->units = task->rows;
    rows_release(&lists);
    return close_session(&session);
}

static uint64_t first_number(db_session *session)
{
    uint64_t number = 0;
    if (sqlite3_step(session->statement) == SQLITE_ROW)
        number = column_number(session->statement, 0);
    sqlite3_reset(session->statement);
    return number;
}

static uint64_t find_line(db_session *session, const char *id)
{
    sqlite3_bind_text(session->statement, 1, id, -1, SQLITE_STATIC);
    return first_number(session);
}

static int lookup(const bench_task *task, measurement *measure)
{
    row_picks picks = picks_make(task);
    db_session session = open_session(task);
    run_sql(&session, "BEGIN");
    prepare(&session, "SELECT line FROM todos WHERE id=?");
    find_line(&session, picks.keys[0].id);
    measure_start(measure);
    for (uint32_t i = 0; i < picks.count; i++)
        measure->checksum += find_line(&session, picks.keys[i].id);
    measure_stop(measure);
    measure->units = picks.count;
    run_sql(&session, "COMMIT");
    picks_release(&picks);
    return close_session(&session);
}

static uint64_t sum_status(db_session *session)
{
    uint64_t sum = 0;
    bind_number(session, 1, WANTED_STATUS);
    while (sqlite3_step(session->statement) == SQLITE_ROW)
        sum += column_number(session->statement, 0);
    check(session, sqlite3_reset(session->statement));
    return sum;
}

static int by_status(const bench_task *task, measurement *measure)
{
    db_session session = open_session(task);
    prepare(&session, "SELECT line FROM todos WHERE status=?");
    measure_start(measure);
    sum_status(&session);
    measure_lap(measure);
    measure->checksum = sum_status(&session);
    measure_stop(measure);
    measure->units = 1;
    return close_session(&session);
}

static uint64_t sum_place(db_session *session, const row_place *place)
{
    uint64_t sum = 0;
    sqlite3_bind_text(session->statement, 1, place->file, -1, SQLITE_STATIC);
    bind_number(session, 2, place->line);
    while (sqlite3_step(session->statement) == SQLITE_ROW)
        sum += text_sum(column_text(session->statement, 0));
    check(session, sqlite3_reset(session->statement));
    return sum;
}

static int by_place(const bench_task *task, measurement *measure)
{
    row_picks picks = picks_make(task);
    db_session session = open_session(task);
    run_sql(&session, "BEGIN");
    prepare(&session, "SELECT id FROM todos WHERE file=? AND line=?");
    measure_start(measure);
    sum_place(&session, &picks.places[0]);
    measure_lap(measure);
    for (uint32_t i = 0; i < picks.count; i++)
        measure->checksum += sum_place(&session, &picks.places[i]);
    measure_stop(measure);
    measure->units = picks.count;
    run_sql(&session, "COMMIT");
    picks_release(&picks);
    return close_session(&session);
}

static const char update_sql[] = "UPDATE todos SET line=? WHERE id=?";

static void update_one(db_session *session, row_change change)
{
    bind_number(session, 1, change.line);
    check(session, sqlite3_bind_text(session->statement, 2, change.id, -1, SQLITE_TRANSIENT));
    check(session, sqlite3_step(session->statement));
    check(session, sqlite3_reset(session->statement));
}

static int update(const bench_task *task, measurement *measure)
{
    db_session session = open_session(task);
    prepare(&session, update_sql);
    measure_start(measure);
    for (uint32_t i = 0; i < task->repeats && !session.failed; i++)
        update_one(&session, change_of(task->seed + i, task->rows));
    measure_stop(measure);
    measure->units = task->repeats;
    return close_session(&session);
}

static int append(const bench_task *task, measurement *measure)
{
    row_text text;
    todo row;
    db_session session = open_session(task);
    row_make(task->rows, &text, &row);
    prepare(&session, "SELECT max(CAST(id AS INTEGER)) FROM todos");
    uint64_t number = first_number(&session);
    sqlite3_finalize(session.statement);
    prepare(&session, insert_sql);
    measure_start(measure);
    for (uint32_t i = 0; i < task->repeats && !session.failed; i++) {
        row.id.len = (size_t)snprintf(text.id, sizeof text.id, "%u", (unsigned)(++number));
        insert_row(&session, &row);
    }
    measure_stop(measure);
    measure->units = task->repeats;
    return close_session(&session);
}

/* The second of two connections saves; rows are its unit, so there is nothing to merge. */
static int merge(const bench_task *task, measurement *measure)
{
    db_session theirs = open_session(task);
    db_session ours = open_session(task);
    prepare(&theirs, update_sql);
    prepare(&ours, update_sql);
    update_one(&theirs, change_of(task->seed, task->rows));
    measure_start(measure);
    update_one(&ours, change_of(task->seed + 1, task->rows));
    measure_stop(measure);
    measure->units = 1;
    int result = close_session(&theirs);
    return close_session(&ours) == 0 ? result : -1;
}

const contestant contestant_sqlite = {
    .name = "sqlite",
    .extension = "sqlite",
    .run = {[OP_SAVE] = save,
            [OP_LOAD] = load,
            [OP_ITERATE] = iterate,
            [OP_LOOKUP] = lookup,
            [OP_BY_STATUS] = by_status,
            [OP_BY_PLACE] = by_place,
            [OP_UPDATE] = update,
            [OP_APPEND] = append,
            [OP_MERGE] = merge,
            [OP_NUMBERS_SAVE] = sqlite_numbers_save,
            [OP_NUMBERS_LOOKUP] = sqlite_numbers_lookup},
};
