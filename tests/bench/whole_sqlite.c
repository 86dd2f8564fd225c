/*
 * bench_whole_sqlite get FILE KEY
 * bench_whole_sqlite update FILE KEY [durable|wal]
 *
 * The same as bench_whole_sdn, with SQLite: `durable` flushes with the rollback journal, which is the default
 * of SQLite, `wal` with a write-ahead log; nothing does not flush.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

static int fail(sqlite3 *db)
{
    fprintf(stderr, "bench_whole_sqlite: %s\n", sqlite3_errmsg(db));
    return -1;
}

static int get(sqlite3 *db, const char *key)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(db, "SELECT id, file, line, description FROM todos WHERE id=?", -1, &statement, NULL) != 0)
        return fail(db);
    sqlite3_bind_text(statement, 1, key, -1, SQLITE_STATIC);
    int found = sqlite3_step(statement) == SQLITE_ROW;
    if (found)
        printf("%s %s:%d %s\n", sqlite3_column_text(statement, 0), sqlite3_column_text(statement, 1),
               sqlite3_column_int(statement, 2), sqlite3_column_text(statement, 3));
    sqlite3_finalize(statement);
    return found ? 0 : fail(db);
}

static const char *settings(const char *mode)
{
    if (strcmp(mode, "wal") == 0)
        return "PRAGMA synchronous=FULL; PRAGMA journal_mode=WAL";
    return strcmp(mode, "durable") == 0 ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=OFF";
}

static int update(sqlite3 *db, const char *key, const char *mode)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_exec(db, settings(mode), NULL, NULL, NULL) != 0 ||
        sqlite3_prepare_v2(db, "UPDATE todos SET line=line+1 WHERE id=?", -1, &statement, NULL) != 0)
        return fail(db);
    sqlite3_bind_text(statement, 1, key, -1, SQLITE_STATIC);
    int done = sqlite3_step(statement) == SQLITE_DONE && sqlite3_changes(db) == 1;
    sqlite3_finalize(statement);
    return done ? 0 : fail(db);
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fputs("usage: bench_whole_sqlite get|update FILE KEY [durable|wal]\n", stderr);
        return 2;
    }
    sqlite3 *db = NULL;
    int result = -1;
    if (sqlite3_open_v2(argv[2], &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
        fail(db);
    else
        result = strcmp(argv[1], "get") == 0 ? get(db, argv[3]) : update(db, argv[3], argc > 4 ? argv[4] : "");
    sqlite3_close(db);
    return result == 0 ? 0 : 1;
}
