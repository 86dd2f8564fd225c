/*
 * What the schema wants is made in a database in memory, by the same DDL; then both are compared, object by object. So
 * nothing is said twice of how a schema becomes tables.
 *
 * To apply: what is missing is made by the statements of that database, which are in order, and an altered table by ALTER
 * TABLE; then all is compared again before it is committed.
 */
#include "live/live_sqlite_private.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

#include "base/error.h"
#include "diag/text.h"

/* ---- objects ---- */

/* The statement that made an object; NULL: it is not there. */
static int find_object(sqlite3 *db, const char *type, const char *name, sdn_arena *arena, const char **sql)
{
    sqlite3_stmt *row = NULL;
    *sql = NULL;
    int result = sqlite3_prepare_v2(db, "SELECT sql FROM sqlite_schema WHERE type = ?1 AND name = ?2", -1, &row, NULL);
    if (result == SQLITE_OK)
        result = sqlite3_bind_text(row, 1, type, -1, SQLITE_STATIC);
    if (result == SQLITE_OK)
        result = sqlite3_bind_text(row, 2, name, -1, SQLITE_STATIC);
    if (result == SQLITE_OK)
        result = sqlite3_step(row);
    if (result == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(row, 0);
        *sql = sdn_arena_copy_str(arena, sdn_str_from(text != NULL ? text : "")).ptr;
        result = *sql != NULL ? SQLITE_DONE : SQLITE_NOMEM;
    }
    sqlite3_finalize(row);
    return result == SQLITE_DONE ? SQLITE_OK : result;
}

/* The table of the elements of a list, `todos.blocked`, whose rows would have to be made of those of a table that is there. */
static int needs_rows(const comparison *c, const char *type, const char *name, bool *needs)
{
    const char *dot = strchr(name, '.'), *sql = NULL;
    sdn_str base = dot != NULL ? sdn_arena_copy(c->arena, name, (size_t)(dot - name)) : SDN_STR("");
    *needs = false;
    if (dot == NULL || strcmp(type, "table") != 0)
        return SQLITE_OK;
    int result = base.ptr != NULL ? find_object(c->live, "table", base.ptr, c->arena, &sql) : SQLITE_NOMEM;
    *needs = sql != NULL;
    return result;
}

/* What is missing with its table is not told. */
static int note_missing(comparison *c, const char *type, const char *name, const char *table, const char *sql)
{
    const char *table_sql = NULL;
    bool needs = false;
    int result = needs_rows(c, type, name, &needs);
    if (result == SQLITE_OK)
        result = find_object(c->live, "table", table, c->arena, &table_sql);
    if (result != SQLITE_OK)
        return result;
    if (strcmp(type, "table") != 0 && table_sql == NULL)
        live_fix(c->findings, sql);
    else
        live_note(c->findings, needs ? NULL : sql, "there is no %s '%s'", type, name);
    return SQLITE_OK;
}

/* ---- how long the log is kept ---- */

static const char *pruning_fix(const comparison *c, const char *wanted)
{
    char *sql = sqlite3_mprintf("DROP TRIGGER IF EXISTS \"" DDL_PRUNE_TRIGGER "\"%s%s", wanted != NULL ? ";\n" : "",
                                wanted != NULL ? wanted : "");
    const char *made = sql != NULL ? sdn_arena_copy_str(c->arena, sdn_str_from(sql)).ptr : NULL;
    sqlite3_free(sql);
    return made;
}

/* The trigger that prunes is no part of the schema, and one that is there or is not is as it was chosen. */
static int compare_pruning(comparison *c)
{
    const char *wanted = NULL, *live = NULL, *log = NULL, *wanted_plain = "", *live_plain = "";
    int result = find_object(c->wanted, "trigger", DDL_PRUNE_TRIGGER, c->arena, &wanted);
    if (result == SQLITE_OK)
        result = find_object(c->live, "trigger", DDL_PRUNE_TRIGGER, c->arena, &live);
    if (result == SQLITE_OK)
        result = find_object(c->live, "table", "sdn_log", c->arena, &log);
    if (result != SQLITE_OK || (log != NULL && !c->wish->compares_log_days))
        return result;
    if (wanted != NULL)
        wanted_plain = statement_plain(wanted, c->arena);
    if (live != NULL)
        live_plain = statement_plain(live, c->arena);
    const char *fix = pruning_fix(c, wanted);
    if (wanted_plain == NULL || live_plain == NULL || fix == NULL)
        return SQLITE_NOMEM;
    if (log == NULL)
        live_fix(c->findings, fix);
    else if (strcmp(wanted_plain, live_plain) != 0)
        live_note(c->findings, fix, "sdn_log is not kept for as long as --log-days says: %s",
                  live != NULL ? live_plain : "there is no trigger '" DDL_PRUNE_TRIGGER "'");
    return SQLITE_OK;
}

/* ---- all objects ---- */

static int compare_object(comparison *c, sqlite3_stmt *row)
{
    const char *type = (const char *)sqlite3_column_text(row, 0), *name = (const char *)sqlite3_column_text(row, 1);
    const char *table = (const char *)sqlite3_column_text(row, 2), *sql = (const char *)sqlite3_column_text(row, 3);
    const char *live_sql = NULL;
    if (type == NULL || name == NULL || table == NULL || sql == NULL)
        return SQLITE_NOMEM;
    int result = find_object(c->live, type, name, c->arena, &live_sql);
    if (result != SQLITE_OK)
        return result;
    if (live_sql == NULL)
        return note_missing(c, type, name, table, sql);
    if (strcmp(type, "table") == 0)
        return comparison_table(c, name, sql, live_sql);
    const char *wanted_plain = statement_plain(sql, c->arena), *live_plain = statement_plain(live_sql, c->arena);
    if (wanted_plain == NULL || live_plain == NULL)
        return SQLITE_NOMEM;
    if (strcmp(wanted_plain, live_plain) != 0)
        live_note(c->findings, NULL, "%s '%s' is not the one of the schema: %s", type, name, live_plain);
    return SQLITE_OK;
}

static int compare_objects(comparison *c)
{
    static const char sql[] =
        "SELECT type, name, tbl_name, sql FROM sqlite_schema "
        "WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND name <> '" DDL_PRUNE_TRIGGER "' ORDER BY rowid";
    sqlite3_stmt *row = NULL;
    int result = sqlite3_prepare_v2(c->wanted, sql, -1, &row, NULL);
    while (result == SQLITE_OK && (result = sqlite3_step(row)) == SQLITE_ROW)
        result = compare_object(c, row);
    sqlite3_finalize(row);
    return result == SQLITE_DONE ? SQLITE_OK : result;
}

/* ---- versions ---- */

/* *hash is "" if there is none. */
static int live_hash(const comparison *c, const char *table, const char **hash)
{
    sqlite3_stmt *row = NULL;
    const char *meta;
    *hash = "";
    int result = find_object(c->live, "table", "sdn_meta", c->arena, &meta);
    if (result != SQLITE_OK || meta == NULL)
        return result;
    result = sqlite3_prepare_v2(c->live, "SELECT schema_hash FROM sdn_meta WHERE tbl = ?1", -1, &row, NULL);
    if (result == SQLITE_OK)
        result = sqlite3_bind_text(row, 1, table, -1, SQLITE_STATIC);
    if (result == SQLITE_OK)
        result = sqlite3_step(row);
    if (result == SQLITE_ROW && sqlite3_column_text(row, 0) != NULL)
        *hash = sdn_arena_copy_str(c->arena, sdn_str_from((const char *)sqlite3_column_text(row, 0))).ptr;
    sqlite3_finalize(row);
    if (*hash == NULL)
        return SQLITE_NOMEM;
    return result == SQLITE_ROW || result == SQLITE_DONE ? SQLITE_OK : result;
}

static int compare_version(comparison *c, sqlite3_stmt *row)
{
    const char *table = (const char *)sqlite3_column_text(row, 0), *hash = (const char *)sqlite3_column_text(row, 1);
    const char *live = "", *table_sql = NULL;
    if (table == NULL || hash == NULL)
        return SQLITE_NOMEM;
    int result = live_hash(c, table, &live);
    if (result == SQLITE_OK)
        result = find_object(c->live, "table", table, c->arena, &table_sql);
    sql_printer printer = {&c->findings->fixes, c->arena, SQL_SQLITE};
    if (result == SQLITE_OK)
        live_note_version(c->findings, &printer, table, table_sql == NULL, live, hash);
    return result;
}

static int compare_versions(comparison *c)
{
    sqlite3_stmt *row = NULL;
    int result = sqlite3_prepare_v2(c->wanted, "SELECT tbl, schema_hash FROM sdn_meta ORDER BY tbl", -1, &row, NULL);
    while (result == SQLITE_OK && (result = sqlite3_step(row)) == SQLITE_ROW)
        result = compare_version(c, row);
    sqlite3_finalize(row);
    return result == SQLITE_DONE ? SQLITE_OK : result;
}

/* ---- all ---- */

static int compare_all(comparison *c)
{
    live_findings *findings = c->findings;
    int result = compare_objects(c);
    if (result == SQLITE_OK)
        result = compare_pruning(c);
    if (result == SQLITE_OK)
        result = compare_versions(c);
    bool has_memory = !findings->differences.out_of_memory && !findings->migrations.out_of_memory &&
                      !findings->fixes.out_of_memory && !findings->remarks.out_of_memory;
    return result == SQLITE_OK && !has_memory ? SQLITE_NOMEM : result;
}

/* `makes`: a database that is not there should have been made. */
static sdn_code fail_live(sqlite3 *db, int result, bool makes, const char *uri, sdn_error *err)
{
    int kind = result & 0xff;
    sdn_code code = kind == SQLITE_BUSY || kind == SQLITE_LOCKED        ? SDN_E_TIMEOUT
                    : kind == SQLITE_NOTADB || kind == SQLITE_CORRUPT   ? SDN_E_SYNTAX
                    : kind == SQLITE_CONSTRAINT || kind == SQLITE_ERROR ? SDN_E_INVALID
                                                                        : SDN_E_IO;
    if (kind == SQLITE_NOMEM || db == NULL)
        return sdn__fail_memory(err);
    if (kind == SQLITE_CANTOPEN && makes && sqlite3_system_errno(db) == ENOENT)
        return sdn__fail(err, code, uri, "the directory of the database does not exist; make it first");
    if (kind == SQLITE_CANTOPEN && makes)
        return sdn__fail(err, code, uri,
                         "the database can be neither opened nor made; look at the rights of its directory");
    if (kind == SQLITE_CANTOPEN)
        return sdn__fail(err, code, uri, "the database cannot be opened; --apply makes one");
    return sdn__fail(err, code, uri, "%s (SQLite)%s", sqlite3_errmsg(db),
                     code == SDN_E_TIMEOUT ? "; another program has the database locked, try again when it is done"
                                           : "");
}

static sdn_code make_wanted(comparison *c, const char *uri, sdn_error *err)
{
    sdn_buffer ddl = SDN_BUFFER_INIT;
    sql_printer printer = {&ddl, c->arena, SQL_SQLITE};
    ddl_print(&printer, c->wish->tables);
    sdn__buffer_add(&ddl, "", 1);
    int result = ddl.out_of_memory ? SQLITE_NOMEM : sqlite3_open(":memory:", &c->wanted);
    if (result == SQLITE_OK)
        result = sqlite3_exec(c->wanted, ddl.bytes, NULL, NULL, NULL);
    sdn__buffer_release(&ddl);
    return result == SQLITE_OK ? SDN_OK : fail_live(c->wanted, result, false, uri, err);
}

static int open_live(comparison *c, const char *uri, int flags)
{
    uint32_t timeout_ms = c->wish->lock_timeout_ms;
    int result = sqlite3_open_v2(strchr(uri, ':') + 1, &c->live, flags, NULL);
    if (result == SQLITE_OK)
        result = sqlite3_busy_timeout(c->live, timeout_ms < INT_MAX ? (int)timeout_ms : INT_MAX);
    return result;
}

/* What is missing is made; then nothing may be missing any more. */
static int make_missing(comparison *c, bool *made)
{
    live_findings again = LIVE_FINDINGS_INIT;
    comparison second = *c;
    second.findings = &again;
    sdn__buffer_add(&c->findings->fixes, "", 1);
    c->findings->fixes.len -= !c->findings->fixes.out_of_memory;
    int result = c->findings->fixes.out_of_memory ? SQLITE_NOMEM
                                                  : sqlite3_exec(c->live, c->findings->fixes.bytes, NULL, NULL, NULL);
    if (result == SQLITE_OK)
        result = compare_all(&second);
    *made = again.differences.len == 0;
    if (result == SQLITE_OK && !*made) {
        sdn__buffer_add_str(&c->findings->migrations, text_view(&again.differences));
        result = c->findings->migrations.out_of_memory ? SQLITE_NOMEM : SQLITE_OK;
    }
    live_findings_release(&again);
    return result;
}

static int apply_to_live(comparison *c)
{
    bool made = false;
    int result = sqlite3_exec(c->live, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    if (result == SQLITE_OK)
        result = compare_all(c);
    if (result == SQLITE_OK && c->findings->migrations.len == 0)
        result = make_missing(c, &made);
    return result == SQLITE_OK && made ? sqlite3_exec(c->live, "COMMIT", NULL, NULL, NULL) : result;
}

/* All of it at one version. */
static int check_live(comparison *c)
{
    int result = sqlite3_exec(c->live, "BEGIN", NULL, NULL, NULL);
    return result == SQLITE_OK ? compare_all(c) : result;
}

/* Closing a database ends a transaction without its changes. */
static sdn_code run_comparison(const char *uri, const live_wish *wish, int flags, int (*run)(comparison *),
                               live_findings *findings, sdn_error *err)
{
    sdn_arena arena = SDN_ARENA_INIT;
    comparison c = {.findings = findings, .arena = &arena, .wish = wish};
    sdn_code code = make_wanted(&c, uri, err);
    int result = code == SDN_OK ? open_live(&c, uri, flags) : SQLITE_OK;
    if (code == SDN_OK && result == SQLITE_OK)
        result = run(&c);
    if (code == SDN_OK && result != SQLITE_OK)
        code = fail_live(c.live, result, (flags & SQLITE_OPEN_CREATE) != 0, uri, err);
    sqlite3_close(c.live);
    sqlite3_close(c.wanted);
    sdn_arena_release(&arena);
    return code;
}

static sdn_code check_sqlite(const char *uri, const live_wish *wish, live_findings *findings, sdn_error *err)
{
    return run_comparison(uri, wish, SQLITE_OPEN_READONLY, check_live, findings, err);
}

static sdn_code apply_sqlite(const char *uri, const live_wish *wish, live_findings *findings, sdn_error *err)
{
    return run_comparison(uri, wish, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, apply_to_live, findings, err);
}

static const char *const sqlite_schemes[] = {"sqlite", NULL};

const live_database live_sqlite = {sqlite_schemes, SQL_SQLITE,
                                   "; copy the rows to a new one: 'A schema that changes' in docs/databases.md",
                                   check_sqlite, apply_sqlite};
