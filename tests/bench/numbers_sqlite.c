/* SQLite on the table whose key is a number: that is its rowid. */
#include "numbers.h"
#include "peers.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

static int fail(sqlite3 *db)
{
    int result = complain("sqlite", sqlite3_errmsg(db));
    sqlite3_close(db);
    return result;
}

static sqlite3 *open_numbers(const bench_task *task)
{
    char path[4096];
    sqlite3 *db = NULL;
    numbers_path(task, path, sizeof path);
    sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
    sqlite3_exec(db, "PRAGMA cache_size=-262144; PRAGMA mmap_size=2147418112; PRAGMA synchronous=OFF", NULL, NULL,
                 NULL);
    return db;
}

static void insert_reading(sqlite3_stmt *statement, uint64_t number)
{
    char sensor[SENSOR_SIZE];
    int len = (int)reading_sensor(number, sensor);
    sqlite3_bind_int64(statement, 1, (sqlite3_int64)number);
    sqlite3_bind_text(statement, 2, sensor, len, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 3, reading_value(number));
    sqlite3_step(statement);
    sqlite3_reset(statement);
}

int sqlite_numbers_save(const bench_task *task, measurement *measure)
{
    char path[4096];
    sqlite3_stmt *statement = NULL;
    numbers_path(task, path, sizeof path);
    unlink(path);
    measure_start(measure);
    sqlite3 *db = open_numbers(task);
    sqlite3_exec(db,
                 "CREATE TABLE readings(number INTEGER PRIMARY KEY, sensor TEXT NOT NULL, value INTEGER NOT NULL);"
                 "BEGIN",
                 NULL, NULL, NULL);
    if (sqlite3_prepare_v2(db, "INSERT INTO readings VALUES(?,?,?)", -1, &statement, NULL) != SQLITE_OK)
        return fail(db);
    for (uint32_t i = 1; i <= task->rows; i++)
        insert_reading(statement, i);
    sqlite3_finalize(statement);
    if (sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
        return fail(db);
    measure_stop(measure);
    measure->units = task->rows;
    return sqlite3_close(db) == SQLITE_OK ? 0 : -1;
}

static uint32_t find_value(sqlite3_stmt *statement, uint32_t number)
{
    sqlite3_bind_int64(statement, 1, number);
    uint32_t value = sqlite3_step(statement) == SQLITE_ROW ? (uint32_t)sqlite3_column_int64(statement, 0) : 0;
    sqlite3_reset(statement);
    return value;
}

int sqlite_numbers_lookup(const bench_task *task, measurement *measure)
{
    sqlite3_stmt *statement = NULL;
    sqlite3 *db = open_numbers(task);
    sqlite3_exec(db, "BEGIN", NULL, NULL, NULL);
    if (sqlite3_prepare_v3(db, "SELECT value FROM readings WHERE number=?", -1, SQLITE_PREPARE_PERSISTENT, &statement,
                           NULL) != SQLITE_OK)
        return fail(db);
    uint32_t *picks = numbers_picks(task);
    find_value(statement, picks[0]);
    measure_start(measure);
    for (uint32_t i = 0; i < task->repeats; i++)
        measure->checksum += find_value(statement, picks[i]);
    measure_stop(measure);
    measure->units = task->repeats;
    free(picks);
    sqlite3_finalize(statement);
    return sqlite3_close(db) == SQLITE_OK ? 0 : -1;
}
