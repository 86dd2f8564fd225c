#include "test.h"

#include "sqlite_tables.h"

#include <sqlite3.h>
#include <string.h>

static sqlite3 *open_database(const char *path)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    sqlite3_busy_timeout(db, 10000);
    return db;
}

static void run(sqlite3 *db, const char *sql)
{
    char *message = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
        fail_msg("%s: %s", message, sql);
}

void run_sql(const char *database, const char *sql)
{
    sqlite3 *db = open_database(database);
    run(db, "PRAGMA synchronous = OFF; PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON");
    run(db, sql);
    sqlite3_close(db);
}

const char *sql_text(const char *database, const char *sql)
{
    static char text[4096];
    sqlite3 *db = open_database(database);
    sqlite3_stmt *row = NULL;
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &row, NULL), SQLITE_OK);
    int result = sqlite3_step(row);
    const char *found = result == SQLITE_ROW ? (const char *)sqlite3_column_text(row, 0) : "";
    strncpy(text, found != NULL ? found : "NULL", sizeof text - 1);
    sqlite3_finalize(row);
    sqlite3_close(db);
    return text;
}

static const char *column_type(const sdn_field *field)
{
    static const char *const types[] = {
        [SDN_TYPE_STRING] = "TEXT", [SDN_TYPE_BOOL] = "INTEGER", [SDN_TYPE_I32] = "INTEGER",
        [SDN_TYPE_I64] = "INTEGER", [SDN_TYPE_U32] = "INTEGER",  [SDN_TYPE_U64] = "ANY",
        [SDN_TYPE_F64] = "REAL",    [SDN_TYPE_DATE] = "TEXT",    [SDN_TYPE_TIMESTAMP] = "TEXT",
        [SDN_TYPE_ENUM] = "TEXT",
    };
    return (field->flags & SDN_FIELD_LIST) != 0 ? "TEXT" : types[field->type];
}

/* The columns of an index, each after `before`. */
static void add_index_columns(sqlite3_str *sql, const sdn_record_type *type, const sdn_index_type *index,
                              const char *before)
{
    for (uint32_t i = 0; i < index->field_count; i++)
        sqlite3_str_appendf(sql, "%s%s\"%w\"", i > 0 ? ", " : "", before, type->fields[index->fields[i]].column.ptr);
    if (index->field_count == 0)
        sqlite3_str_appendf(sql, "%ssdn_row", before);
}

static void add_table(sqlite3_str *sql, const sdn_record_type *type)
{
    bool keyed = type->key.field_count > 0;
    sqlite3_str_appendf(sql, "CREATE TABLE \"%w\" (", type->table.ptr);
    for (uint32_t i = 0; i < type->field_count; i++)
        sqlite3_str_appendf(sql, "%s\"%w\" %s%s", i > 0 ? ", " : "", type->fields[i].column.ptr,
                            column_type(&type->fields[i]),
                            (type->fields[i].flags & SDN_FIELD_OPTIONAL) != 0 ? "" : " NOT NULL");
    for (uint32_t i = 0; i < type->field_count; i++)
        if (type->fields[i].references != NULL && (type->fields[i].flags & SDN_FIELD_LIST) == 0)
            sqlite3_str_appendf(sql, ", FOREIGN KEY (\"%w\") REFERENCES \"%w\" DEFERRABLE INITIALLY DEFERRED",
                                type->fields[i].column.ptr, type->fields[i].references->table.ptr);
    if (keyed) {
        sqlite3_str_appendall(sql, ", PRIMARY KEY (");
        add_index_columns(sql, type, &type->key, "");
        sqlite3_str_appendall(sql, ")) STRICT, WITHOUT ROWID;");
    } else {
        sqlite3_str_appendall(sql, ", sdn_row INTEGER PRIMARY KEY AUTOINCREMENT) STRICT;");
    }
}

static void add_unique_indexes(sqlite3_str *sql, const sdn_record_type *type)
{
    for (uint32_t i = 0; i < type->index_count; i++) {
        if (!type->indexes[i].unique)
            continue;
        sqlite3_str_appendf(sql, "CREATE UNIQUE INDEX \"%w unique %u\" ON \"%w\" (", type->table.ptr, i,
                            type->table.ptr);
        add_index_columns(sql, type, &type->indexes[i], "");
        sqlite3_str_appendall(sql, ");");
    }
}

static void add_log(sqlite3_str *sql, const sdn_record_type *type, const char *row, const char *operation)
{
    sqlite3_str_appendf(
        sql,
        "UPDATE sdn_meta SET version = version + 1 WHERE tbl = %Q; INSERT INTO sdn_log (tbl, version, key, "
        "op) VALUES (%Q, (SELECT version FROM sdn_meta WHERE tbl = %Q), json_array(",
        type->table.ptr, type->table.ptr, type->table.ptr);
    add_index_columns(sql, type, &type->key, row);
    sqlite3_str_appendf(sql, "), %Q);", operation);
}

/* A trigger as sdnc ddl prints it; a rename is the deletion of the old key. */
static void add_trigger(sqlite3_str *sql, const sdn_record_type *type, const char *event, bool is_rename)
{
    bool takes_away = is_rename || strcmp(event, "DELETE") == 0;
    sqlite3_str_appendf(sql, "CREATE TRIGGER \"%w log %s%s\" AFTER %s", type->table.ptr, event,
                        is_rename ? " rename" : "", event);
    if (is_rename) {
        sqlite3_str_appendall(sql, " OF ");
        add_index_columns(sql, type, &type->key, "");
        sqlite3_str_appendall(sql, ", rowid, oid, _rowid_");
    }
    sqlite3_str_appendf(sql, " ON \"%w\"", type->table.ptr);
    if (is_rename) {
        sqlite3_str_appendall(sql, " WHEN (");
        add_index_columns(sql, type, &type->key, "OLD.");
        sqlite3_str_appendall(sql, ") IS NOT (");
        add_index_columns(sql, type, &type->key, "NEW.");
        sqlite3_str_appendall(sql, ")");
    }
    sqlite3_str_appendall(sql, " BEGIN ");
    add_log(sql, type, takes_away ? "OLD." : "NEW.",
            takes_away                     ? "delete"
            : strcmp(event, "INSERT") == 0 ? "insert"
                                           : "update");
    sqlite3_str_appendall(sql, "END;");
}

void make_table(const char *database, const sdn_record_type *type)
{
    static const char common[] =
        "CREATE TABLE IF NOT EXISTS sdn_meta (tbl TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL, schema_hash "
        "TEXT "
        "NOT NULL) STRICT, WITHOUT ROWID;"
        "CREATE TABLE IF NOT EXISTS sdn_log (tbl TEXT NOT NULL, version INTEGER NOT NULL, key TEXT NOT NULL, op TEXT "
        "NOT "
        "NULL, at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, PRIMARY KEY (tbl, version)) STRICT, WITHOUT ROWID;"
        "DROP TRIGGER IF EXISTS \"sdn_log prune\";"
        "CREATE TRIGGER \"sdn_log prune\" AFTER INSERT ON sdn_log WHEN NEW.version % 256 = 0 BEGIN "
        "DELETE FROM sdn_log WHERE tbl = NEW.tbl AND version < (SELECT version FROM sdn_log WHERE tbl = NEW.tbl AND "
        "(at "
        ">= datetime('now', '-30 days') OR version >= (SELECT min(version) + 1024 FROM sdn_log WHERE tbl = NEW.tbl)) "
        "ORDER BY version LIMIT 1); END;";
    sqlite3_str *sql = sqlite3_str_new(NULL);
    sqlite3_str_appendall(sql, common);
    add_table(sql, type);
    add_unique_indexes(sql, type);
    add_trigger(sql, type, "INSERT", false);
    add_trigger(sql, type, "UPDATE", false);
    add_trigger(sql, type, "UPDATE", true);
    add_trigger(sql, type, "DELETE", false);
    sqlite3_str_appendf(
        sql,
        "INSERT INTO sdn_meta VALUES (%Q, 1, 'abc'); INSERT INTO sdn_log VALUES (%Q, 1, '[]', 'create', "
        "'');",
        type->table.ptr, type->table.ptr);
    char *text = sqlite3_str_finish(sql);
    assert_non_null(text);
    run_sql(database, text);
    sqlite3_free(text);
}
