#include "test.h"

#include "sqlite_tables.h"

#include <sdn/sqlite.h>

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const test_place place = {URI, true, sdn_sqlite_use, make_tables, drop_tables, skipped_cases};

static sqlite3 *open_database(void)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(DATABASE, &db), SQLITE_OK);
    sqlite3_busy_timeout(db, 10000);
    return db;
}

static bool run_with(sqlite3 *db, const char *sql)
{
    return sqlite3_exec(db, "PRAGMA synchronous = OFF; PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON", NULL,
                        NULL, NULL) == SQLITE_OK &&
           sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

bool try_sql(const char *sql)
{
    sqlite3 *db = open_database();
    bool ok = run_with(db, sql);
    sqlite3_close(db);
    return ok;
}

void run_sql(const char *sql)
{
    sqlite3 *db = open_database();
    if (!run_with(db, sql))
        fail_msg("%s: %s", sqlite3_errmsg(db), sql);
    sqlite3_close(db);
}

const char *sql_text(const char *sql)
{
    static char text[4096];
    sqlite3 *db = open_database();
    sqlite3_stmt *row = NULL;
    text[0] = '\0';
    if (sqlite3_prepare_v2(db, sql, -1, &row, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sqlite3_errmsg(db), sql);
    const char *separator = "";
    for (size_t used = 0; sqlite3_step(row) == SQLITE_ROW && used < sizeof text; separator = ",") {
        const char *found = (const char *)sqlite3_column_text(row, 0);
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s", separator, found != NULL ? found : "NULL");
    }
    sqlite3_finalize(row);
    sqlite3_close(db);
    return text;
}

void drop_tables(void)
{
    (void)remove(DATABASE);
    (void)remove(DATABASE "-wal");
    (void)remove(DATABASE "-shm");
}

void make_tables(const sdn_record_type *const *types, size_t count)
{
    char *sql = ddl_of("sqlite", types, count);
    run_sql(sql);
    free(sql);
}
