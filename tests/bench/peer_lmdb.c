/*
 * LMDB: a mapped tree of keys and values; a value is a small header and the text one after the other, laid
 * out here. Rows are views of the map. It has no fields, so no indexes but the key.
 */
#include "bytes.h"
#include "peers.h"
#include "rows.h"

#include <lmdb.h>
#include <stdio.h>
#include <unistd.h>

/* ---- values ---- */

enum { TEXTS = 6 }; /* keyword, area, description, file, issue, blocked */

typedef struct value_header {
    uint32_t line;
    uint8_t priority;
    uint8_t status;
    uint8_t valid;
    uint8_t has_issue;
    uint8_t lens[TEXTS];
} value_header;

static size_t pack(const todo *row, char *value)
{
    char joined[64];
    sdn_str blocked = {joined, blocked_join(row->blocked, joined)};
    sdn_str none = {"", 0};
    sdn_str texts[TEXTS] = {row->keyword, row->area, row->description, row->file, row->has_issue ? row->issue : none,
                            blocked};
    value_header header = {row->line, (uint8_t)row->priority, (uint8_t)row->status, row->valid, row->has_issue, {0}};
    size_t len = sizeof header;
    for (int i = 0; i < TEXTS; i++) {
        header.lens[i] = (uint8_t)texts[i].len;
        memcpy(value + len, texts[i].ptr, texts[i].len);
        len += texts[i].len;
    }
    memcpy(value, &header, sizeof header);
    return len;
}

static void unpack(const MDB_val *key, const MDB_val *value, row_table *rows, todo *row)
{
    value_header header;
    memcpy(&header, value->mv_data, sizeof header);
    const char *at = (const char *)value->mv_data + sizeof header;
    sdn_str texts[TEXTS];
    for (int i = 0; i < TEXTS; i++) {
        texts[i].ptr = at;
        texts[i].len = header.lens[i];
        at += header.lens[i];
    }
    row->id.ptr = key->mv_data;
    row->id.len = key->mv_size;
    row->keyword = texts[0];
    row->area = texts[1];
    row->priority = (todo_priority)header.priority;
    row->description = texts[2];
    row->file = texts[3];
    row->line = header.line;
    row->has_issue = header.has_issue != 0;
    row->issue = texts[4];
    row->blocked = blocked_split(rows, texts[5]);
    row->status = (todo_status)header.status;
    row->valid = header.valid != 0;
}

/* ---- environments ---- */

typedef struct lmdb_session {
    MDB_env *env;
    MDB_txn *txn; /* the one at work */
    MDB_dbi dbi;
    bool failed;
} lmdb_session;

static void check(lmdb_session *session, int code)
{
    if (code == 0 || session->failed)
        return;
    session->failed = true;
    complain("lmdb", mdb_strerror(code));
}

static void begin(lmdb_session *session, unsigned flags)
{
    if (session->failed)
        return;
    check(session, mdb_txn_begin(session->env, NULL, flags, &session->txn));
    if (!session->failed)
        check(session, mdb_dbi_open(session->txn, NULL, 0, &session->dbi));
}

static void commit(lmdb_session *session)
{
    if (!session->failed)
        check(session, mdb_txn_commit(session->txn));
    session->txn = NULL;
}

static lmdb_session open_env(const bench_task *task, unsigned flags)
{
    lmdb_session session = {NULL, NULL, 0, false};
    check(&session, mdb_env_create(&session.env));
    if (!session.failed)
        check(&session, mdb_env_set_mapsize(session.env, (size_t)2 << 30));
    if (!session.failed)
        check(&session,
              mdb_env_open(session.env, task->path, MDB_NOSUBDIR | flags | (task->durable ? 0 : MDB_NOSYNC), 0644));
    return session;
}

static int close_env(lmdb_session *session)
{
    if (session->txn != NULL)
        mdb_txn_abort(session->txn);
    mdb_env_close(session->env);
    return session->failed ? -1 : 0;
}

static MDB_val key_of(sdn_str id)
{
    MDB_val key = {id.len, (void *)(uintptr_t)id.ptr};
    return key;
}

static void put_row(lmdb_session *session, const todo *row)
{
    char packed[512];
    MDB_val key = key_of(row->id);
    MDB_val value = {pack(row, packed), packed};
    if (!session->failed)
        check(session, mdb_put(session->txn, session->dbi, &key, &value, 0));
}

/* ---- operations ---- */

static int save(const bench_task *task, measurement *measure)
{
    char lock[4096];
    row_table rows = ROWS_INIT;
    rows_make(&rows, task->rows);
    snprintf(lock, sizeof lock, "%s-lock", task->path);
    unlink(task->path);
    unlink(lock);
    measure_start(measure);
    lmdb_session session = open_env(task, 0);
    begin(&session, 0);
    for (size_t i = 0; i < rows.count; i++)
        put_row(&session, &rows.items[i]);
    measure_lap(measure);
    commit(&session);
    measure_stop(measure);
    measure->units = rows.count;
    measure->checksum = rows_sum(&rows);
    rows_release(&rows);
    return close_env(&session);
}

static MDB_cursor *open_cursor(lmdb_session *session)
{
    MDB_cursor *cursor = NULL;
    if (!session->failed)
        check(session, mdb_cursor_open(session->txn, session->dbi, &cursor));
    return cursor;
}

static int load(const bench_task *task, measurement *measure)
{
    MDB_val key, value;
    row_table rows = ROWS_INIT;
    measure_start(measure);
    lmdb_session session = open_env(task, MDB_RDONLY);
    begin(&session, MDB_RDONLY);
    MDB_cursor *cursor = open_cursor(&session);
    while (cursor != NULL && mdb_cursor_get(cursor, &key, &value, MDB_NEXT) == 0)
        unpack(&key, &value, &rows, rows_add(&rows));
    measure_lap(measure);
    measure->checksum = rows_sum(&rows);
    measure_stop(measure);
    measure->units = rows.count;
    mdb_cursor_close(cursor);
    rows_release(&rows);
    return close_env(&session);
}

static uint64_t sum_all(lmdb_session *session, row_table *lists)
{
    MDB_val key, value;
    uint64_t sum = 0;
    MDB_cursor *cursor = open_cursor(session);
    while (cursor != NULL && mdb_cursor_get(cursor, &key, &value, MDB_NEXT) == 0) {
        todo row;
        unpack(&key, &value, lists, &row);
        sum += row_sum(&row);
    }
    mdb_cursor_close(cursor);
    return sum;
}

static int iterate(const bench_task *task, measurement *measure)
{
    row_table lists = ROWS_INIT;
    lmdb_session session = open_env(task, MDB_RDONLY);
    begin(&session, MDB_RDONLY);
    sum_all(&session, &lists);
    measure_start(measure);
    measure->checksum = sum_all(&session, &lists);
    measure_stop(measure);
    measure->units = task->rows;
    rows_release(&lists);
    return close_env(&session);
}

static uint32_t find_line(lmdb_session *session, const char *id)
{
    value_header header = {0};
    MDB_val value;
    MDB_val key = key_of(sdn_str_from(id));
    if (mdb_get(session->txn, session->dbi, &key, &value) == 0)
        memcpy(&header, value.mv_data, sizeof header);
    return header.line;
}

static int lookup(const bench_task *task, measurement *measure)
{
    row_picks picks = picks_make(task);
    lmdb_session session = open_env(task, MDB_RDONLY);
    begin(&session, MDB_RDONLY);
    measure_start(measure);
    for (uint32_t i = 0; i < picks.count && !session.failed; i++)
        measure->checksum += find_line(&session, picks.keys[i].id);
    measure_stop(measure);
    measure->units = picks.count;
    picks_release(&picks);
    return close_env(&session);
}

static void update_one(lmdb_session *session, row_change change)
{
    char packed[512];
    MDB_val value;
    MDB_val key = key_of(sdn_str_from(change.id));
    begin(session, 0);
    if (session->failed)
        return;
    check(session, mdb_get(session->txn, session->dbi, &key, &value));
    memcpy(packed, value.mv_data, value.mv_size);
    memcpy(packed + offsetof(value_header, line), &change.line, sizeof change.line);
    value.mv_data = packed;
    check(session, mdb_put(session->txn, session->dbi, &key, &value, 0));
    commit(session);
}

static int update(const bench_task *task, measurement *measure)
{
    lmdb_session session = open_env(task, 0);
    measure_start(measure);
    for (uint32_t i = 0; i < task->repeats && !session.failed; i++)
        update_one(&session, change_of(task->seed + i, task->rows));
    measure_stop(measure);
    measure->units = task->repeats;
    return close_env(&session);
}

/* clang-format off */
const contestant contestant_lmdb = {
    .name = "lmdb",
    .extension = "lmdb",
    .run = {[OP_SAVE] = save,
            [OP_LOAD] = load,
            [OP_ITERATE] = iterate,
            [OP_LOOKUP] = lookup,
            [OP_UPDATE] = update},
};
/* clang-format on */
