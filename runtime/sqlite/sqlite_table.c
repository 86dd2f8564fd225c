/*
 * One table: whether it is as the record type wants it, and the statements on it.
 *
 * What is required: all columns of the fields, of the types that sdnc ddl gives them; the key as primary key; further
 * columns that an INSERT may leave out; a line in sdn_meta. Rules of the schema are judged above, so a missing CHECK does
 * no harm; what a CHECK refuses is reported by the push.
 */
#include "sqlite_private.h"

#include <stdlib.h>
#include <string.h>

/* The number of a row in a table without key. */
#define ROW_COLUMN "sdn_row"

#define DDL_ADVICE "make it with: sdnc ddl --apply URI SCHEMA"

static bool is_keyless_type(const sdn_record_type *type)
{
    return type->key.field_count == 0;
}

/* ---- texts ---- */

static void add_columns(sqlite3_str *sql, const sdn_record_type *type)
{
    for (uint32_t i = 0; i < type->field_count; i++)
        sqlite3_str_appendf(sql, "%s\"%w\"", i > 0 ? ", " : "", type->fields[i].column.ptr);
}

static void add_key_columns(sqlite3_str *sql, const sdn_record_type *type)
{
    if (is_keyless_type(type))
        sqlite3_str_appendall(sql, ROW_COLUMN);
    for (uint32_t i = 0; i < type->key.field_count; i++)
        sqlite3_str_appendf(sql, "%s\"%w\"", i > 0 ? ", " : "", type->fields[type->key.fields[i]].column.ptr);
}

/* A row without key is the first one whose columns are equal. */
static void add_equal_row(sqlite3_str *sql, const sdn_record_type *type, int parameter)
{
    sqlite3_str_appendf(sql, " WHERE " ROW_COLUMN " = (SELECT " ROW_COLUMN " FROM \"%w\" WHERE ", type->table.ptr);
    for (uint32_t i = 0; i < type->field_count; i++) {
        bool list = (type->fields[i].flags & SDN_FIELD_LIST) != 0;
        sqlite3_str_appendf(sql, list ? "%sjson(\"%w\") IS json(?%d)" : "%s\"%w\" IS ?%d", i > 0 ? " AND " : "",
                            type->fields[i].column.ptr, parameter + (int)i);
    }
    sqlite3_str_appendall(sql, " ORDER BY " ROW_COLUMN " LIMIT 1)");
}

/* The row of a record, whose parameters begin with this one. */
static void add_where(sqlite3_str *sql, const sdn_record_type *type, int parameter)
{
    if (is_keyless_type(type))
        add_equal_row(sql, type, parameter);
    for (uint32_t i = 0; i < type->key.field_count; i++)
        sqlite3_str_appendf(sql, "%s\"%w\" = ?%d", i > 0 ? " AND " : " WHERE ",
                            type->fields[type->key.fields[i]].column.ptr, parameter + (int)i);
}

/* The row of a key of the log. */
static void add_where_logged(sqlite3_str *sql, const sdn_record_type *type)
{
    if (is_keyless_type(type))
        sqlite3_str_appendall(sql, " WHERE " ROW_COLUMN " = json_extract(?1, '$[0]')");
    for (uint32_t i = 0; i < type->key.field_count; i++)
        sqlite3_str_appendf(sql, "%s\"%w\" = json_extract(?1, '$[%u]')", i > 0 ? " AND " : " WHERE ",
                            type->fields[type->key.fields[i]].column.ptr, i);
}

static void add_insert(sqlite3_str *sql, const sdn_record_type *type)
{
    sqlite3_str_appendf(sql, "INSERT INTO \"%w\" (", type->table.ptr);
    add_columns(sql, type);
    sqlite3_str_appendall(sql, ") VALUES (");
    for (uint32_t i = 0; i < type->field_count; i++)
        sqlite3_str_appendf(sql, i > 0 ? ", ?%u" : "?%u", i + 1);
    sqlite3_str_appendall(sql, ")");
}

static void add_select(sqlite3_str *sql, const sdn_record_type *type)
{
    sqlite3_str_appendall(sql, "SELECT ");
    add_columns(sql, type);
    sqlite3_str_appendf(sql, " FROM \"%w\"", type->table.ptr);
}

static void add_statement(sqlite3_str *sql, const sdn_record_type *type, int which)
{
    switch (which) {
    case SDN_SQLITE_META:
        sqlite3_str_appendf(sql, "SELECT version, schema_hash FROM sdn_meta WHERE tbl = %Q", type->table.ptr);
        break;
    case SDN_SQLITE_ALL:
        add_select(sql, type);
        sqlite3_str_appendall(sql, " ORDER BY ");
        add_key_columns(sql, type);
        break;
    case SDN_SQLITE_LOG:
        sqlite3_str_appendf(sql,
                            "SELECT key, count(*), min(op), max(op) FROM sdn_log WHERE tbl = %Q AND version > ?1 "
                            "GROUP BY key",
                            type->table.ptr);
        break;
    case SDN_SQLITE_ONE:
        add_select(sql, type);
        add_where_logged(sql, type);
        break;
    case SDN_SQLITE_KEY:
        sqlite3_str_appendall(sql, "SELECT ");
        for (uint32_t i = 0; i < type->key.field_count; i++)
            sqlite3_str_appendf(sql, "%sjson_extract(?1, '$[%u]')", i > 0 ? ", " : "", i);
        break;
    case SDN_SQLITE_INSERT:
        add_insert(sql, type);
        break;
    default:
        sqlite3_str_appendf(sql, "DELETE FROM \"%w\"", type->table.ptr);
        add_where(sql, type, 1);
        break;
    }
}

/* ---- statements ---- */

/* Prepares a text and frees it. */
static sdn_code prepare_text(const sdn_sqlite *c, sqlite3_str *sql, sqlite3_stmt **statement, sdn_error *err)
{
    char *text = sqlite3_str_finish(sql);
    if (text == NULL)
        return sdn_backend_fail_memory(err);
    int result = sqlite3_prepare_v3(c->db, text, -1, SQLITE_PREPARE_PERSISTENT, statement, NULL);
    sqlite3_free(text);
    return result == SQLITE_OK ? SDN_OK : sdn__sqlite_fail_db(c, result, SDN_E_INVALID, err);
}

sdn_code sdn__sqlite_statement(const sdn_sqlite *c, sdn_sqlite_table *table, int which, sqlite3_stmt **statement,
                               sdn_error *err)
{
    sdn_code code = SDN_OK;
    if (table->statements[which] == NULL) {
        sqlite3_str *sql = sqlite3_str_new(c->db);
        add_statement(sql, table->type, which);
        code = prepare_text(c, sql, &table->statements[which], err);
    }
    *statement = table->statements[which];
    return code;
}

static sdn_code make_update(const sdn_sqlite *c, const sdn_sqlite_table *table, sdn_sqlite_update *update, size_t count,
                            sdn_error *err)
{
    sqlite3_str *sql = sqlite3_str_new(c->db);
    sqlite3_str_appendf(sql, "UPDATE \"%w\" SET ", table->type->table.ptr);
    for (size_t i = 0; i < count; i++)
        sqlite3_str_appendf(sql, "%s\"%w\" = ?%d", i > 0 ? ", " : "", table->type->fields[table->changed[i]].column.ptr,
                            (int)i + 1);
    add_where(sql, table->type, (int)count + 1);
    sqlite3_finalize(update->statement);
    update->statement = NULL;
    memcpy(update->fields, table->changed, count * sizeof *update->fields);
    update->count = count;
    return prepare_text(c, sql, &update->statement, err);
}

sdn_code sdn__sqlite_update(const sdn_sqlite *c, sdn_sqlite_table *table, size_t count, sqlite3_stmt **statement,
                            sdn_error *err)
{
    sdn_sqlite_update *update = NULL;
    for (uint32_t i = 0; i < SDN_SQLITE_UPDATES && update == NULL; i++)
        if (table->updates[i].statement != NULL && table->updates[i].count == count &&
            memcmp(table->updates[i].fields, table->changed, count * sizeof *table->changed) == 0)
            update = &table->updates[i];
    sdn_code code = SDN_OK;
    if (update == NULL) {
        update = &table->updates[table->next_update];
        table->next_update = (table->next_update + 1) % SDN_SQLITE_UPDATES;
        code = make_update(c, table, update, count, err);
    }
    *statement = update->statement;
    return code;
}

/* ---- whether the table is as the type wants it ---- */

const char *sdn__sqlite_column_type(const sdn_field *field)
{
    if ((field->flags & SDN_FIELD_LIST) != 0)
        return "TEXT";
    switch (field->type) {
    case SDN_TYPE_BOOL:
    case SDN_TYPE_I32:
    case SDN_TYPE_I64:
    case SDN_TYPE_U32:
        return "INTEGER";
    case SDN_TYPE_U64:
        return "ANY";
    case SDN_TYPE_F64:
        return "REAL";
    default:
        return "TEXT";
    }
}

/* A column, as pragma_table_xinfo describes it. */
typedef struct described_column {
    const char *name;
    const char *type;
    bool not_null;
    bool has_default;
    int key_place; /* in the primary key, from 1; 0: not in it */
    int hidden;    /* not 0: a column that is computed */
} described_column;

static described_column describe(sqlite3_stmt *row)
{
    described_column column = {.name = (const char *)sqlite3_column_text(row, 0),
                               .type = (const char *)sqlite3_column_text(row, 1),
                               .not_null = sqlite3_column_int(row, 2) != 0,
                               .has_default = sqlite3_column_type(row, 3) != SQLITE_NULL,
                               .key_place = sqlite3_column_int(row, 4),
                               .hidden = sqlite3_column_int(row, 5)};
    column.name = column.name != NULL ? column.name : "";
    column.type = column.type != NULL ? column.type : "";
    return column;
}

static bool fits(const described_column *column, const sdn_field *field)
{
    const char *wanted = sdn__sqlite_column_type(field);
    return sqlite3_stricmp(column->type, wanted) == 0 || sqlite3_stricmp(column->type, "ANY") == 0 ||
           (strcmp(wanted, "INTEGER") == 0 && sqlite3_stricmp(column->type, "INT") == 0);
}

static int place_in_key(const sdn_record_type *type, uint32_t field)
{
    for (uint32_t i = 0; i < type->key.field_count; i++)
        if (type->key.fields[i] == field)
            return (int)i + 1;
    return 0;
}

static sdn_code check_field(const sdn_sqlite *c, const sdn_record_type *type, uint32_t number,
                            const described_column *column, sdn_error *err)
{
    const sdn_field *field = &type->fields[number];
    if (!fits(column, field))
        return sdn_backend_fail(
            err, SDN_E_SYNTAX, c->connection.path,
            "table '%s', column '%s' has the type %s, the schema wants %s; make the column again, or "
            "correct the schema",
            type->table.ptr, column->name, column->type, sdn__sqlite_column_type(field));
    if ((column->key_place != 0) != (place_in_key(type, number) != 0))
        return sdn_backend_fail(
            err, SDN_E_SYNTAX, c->connection.path,
            "table '%s', column '%s' %s in its primary key, against the schema; make the table again", type->table.ptr,
            column->name, column->key_place != 0 ? "is" : "is not");
    if (column->hidden != 0)
        return sdn_backend_fail(err, SDN_E_SYNTAX, c->connection.path,
                                "table '%s', column '%s' is computed, so it cannot be written; make it a plain column",
                                type->table.ptr, column->name);
    return SDN_OK;
}

static sdn_code check_other_column(const sdn_sqlite *c, const sdn_record_type *type, const described_column *column,
                                   sdn_error *err)
{
    bool is_row = is_keyless_type(type) && strcmp(column->name, ROW_COLUMN) == 0;
    if (is_row || column->hidden != 0 || (!column->not_null && column->key_place == 0) || column->has_default)
        return SDN_OK;
    return sdn_backend_fail(
        err, SDN_E_SYNTAX, c->connection.path,
        "table '%s', column '%s', which the schema does not know, is NOT NULL without DEFAULT, so no "
        "record can be added; give it a default, or add it to the schema",
        type->table.ptr, column->name);
}

/* With `others` the columns that are no field are looked at, else the fields. */
static sdn_code check_column(const sdn_sqlite *c, const sdn_record_type *type, const described_column *column,
                             bool others, bool *found, sdn_error *err)
{
    uint32_t i = 0;
    while (i < type->field_count && strcmp(type->fields[i].column.ptr, column->name) != 0)
        i++;
    if (i == type->field_count)
        return others ? check_other_column(c, type, column, err) : SDN_OK;
    found[i] = true;
    return others ? SDN_OK : check_field(c, type, i, column, err);
}

static bool is_column_of_field(const sdn_record_type *type, sdn_str name)
{
    for (uint32_t i = 0; i < type->field_count; i++)
        if (sdn_str_equal(type->fields[i].column, name))
            return true;
    return false;
}

static bool has_column(const sdn_sqlite *c, const sdn_record_type *type, sdn_str name)
{
    sqlite3_stmt *row = NULL;
    int result = sqlite3_prepare_v2(c->db, "SELECT 1 FROM pragma_table_xinfo(?1) WHERE name = ?2", -1, &row, NULL);
    if (result == SQLITE_OK)
        result = sqlite3_bind_text(row, 1, type->table.ptr, -1, SQLITE_STATIC);
    if (result == SQLITE_OK)
        result = sqlite3_bind_text(row, 2, name.ptr, (int)name.len, SQLITE_STATIC);
    if (result == SQLITE_OK)
        result = sqlite3_step(row);
    sqlite3_finalize(row);
    return result == SQLITE_ROW;
}

/* The latest former name of a missing column under which the table has one; its ptr is NULL if there is none. */
static sdn_str former_name(const sdn_sqlite *c, const sdn_record_type *type, const sdn_field *field)
{
    for (uint32_t i = 0; i < field->was_count; i++)
        if (!is_column_of_field(type, field->was[i]) && has_column(c, type, field->was[i]))
            return field->was[i];
    return (sdn_str){NULL, 0};
}

/* A column under a former name is not read, as it is in a file: whoever else uses the database knows one name of it. */
static sdn_code fail_without_column(const sdn_sqlite *c, const sdn_record_type *type, const sdn_field *field,
                                    sdn_error *err)
{
    sdn_str former = former_name(c, type, field);
    if (former.ptr != NULL)
        return sdn_backend_fail(
            err, SDN_E_SYNTAX, c->connection.path,
            "table '%s', column '%s' is called '%s' now; rename it: ALTER TABLE \"%s\" RENAME COLUMN \"%s\" TO \"%s\"",
            type->table.ptr, former.ptr, field->column.ptr, type->table.ptr, former.ptr, field->column.ptr);
    return sdn_backend_fail(err, SDN_E_SYNTAX, c->connection.path,
                            "table '%s' lacks column '%s'; if the schema is newer than the table add it: ALTER TABLE "
                            "\"%s\" ADD COLUMN \"%s\" %s%s; if it is older, build the program with the newer schema",
                            type->table.ptr, field->column.ptr, type->table.ptr, field->column.ptr,
                            sdn__sqlite_column_type(field),
                            (field->flags & SDN_FIELD_OPTIONAL) != 0 ? "" : " NOT NULL DEFAULT ...");
}

static sdn_code require_found(const sdn_sqlite *c, const sdn_record_type *type, const bool *found, bool any,
                              sdn_error *err)
{
    if (!any)
        return sdn_backend_fail(err, SDN_E_SYNTAX, c->connection.path, "there is no table '%s'; " DDL_ADVICE,
                                type->table.ptr);
    for (uint32_t i = 0; i < type->field_count; i++)
        if (!found[i])
            return fail_without_column(c, type, &type->fields[i], err);
    return SDN_OK;
}

static sdn_code check_columns(const sdn_sqlite *c, const sdn_record_type *type, bool others, bool *found,
                              sdn_error *err)
{
    static const char sql[] = "SELECT name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo(?1)";
    sqlite3_stmt *row = NULL;
    bool any = false;
    sdn_code code = SDN_OK;
    int result = sqlite3_prepare_v2(c->db, sql, -1, &row, NULL);
    if (result == SQLITE_OK)
        result = sqlite3_bind_text(row, 1, type->table.ptr, -1, SQLITE_STATIC);
    while (result == SQLITE_OK && code == SDN_OK && (result = sqlite3_step(row)) == SQLITE_ROW) {
        described_column column = describe(row);
        code = check_column(c, type, &column, others, found, err);
        any = true;
        result = SQLITE_OK;
    }
    if (code == SDN_OK && result != SQLITE_DONE)
        code = sdn__sqlite_fail_db(c, result, SDN_E_INVALID, err);
    sqlite3_finalize(row);
    return code == SDN_OK ? require_found(c, type, found, any, err) : code;
}

static sdn_code check_table(const sdn_sqlite *c, const sdn_record_type *type, sdn_error *err)
{
    bool *found = calloc(type->field_count, sizeof *found);
    if (found == NULL)
        return sdn_backend_fail_memory(err);
    sdn_code code = check_columns(c, type, false, found, err);
    if (code == SDN_OK)
        code = check_columns(c, type, true, found, err);
    free(found);
    return code;
}

/* ---- the version ---- */

static sdn_code note_hash(sdn_sqlite_table *table, const char *hash, bool *same, sdn_error *err)
{
    *same = table->hash == NULL || strcmp(table->hash, hash) == 0;
    if (table->hash != NULL)
        return SDN_OK;
    table->hash = malloc(strlen(hash) + 1);
    if (table->hash == NULL)
        return sdn_backend_fail_memory(err);
    strcpy(table->hash, hash);
    return SDN_OK;
}

static sdn_code read_meta(const sdn_sqlite *c, sdn_sqlite_table *table, sqlite3_stmt *row, int64_t *version,
                          sdn_error *err)
{
    const char *hash = (const char *)sqlite3_column_text(row, 1);
    bool same = true;
    *version = sqlite3_column_int64(row, 0);
    sdn_code code = note_hash(table, hash != NULL ? hash : "", &same, err);
    if (code == SDN_OK && !same)
        code =
            sdn_backend_fail(err, SDN_E_SYNTAX, c->connection.path,
                             "table '%s' was altered since it was opened; open the file again", table->type->table.ptr);
    return code;
}

sdn_code sdn__sqlite_version(const sdn_sqlite *c, sdn_sqlite_table *table, int64_t *version, sdn_error *err)
{
    sqlite3_stmt *row;
    sdn_code code = sdn__sqlite_statement(c, table, SDN_SQLITE_META, &row, err);
    if (code != SDN_OK)
        return code;
    int result = sqlite3_step(row);
    if (result == SQLITE_ROW)
        code = read_meta(c, table, row, version, err);
    else if (result == SQLITE_DONE)
        code = sdn_backend_fail(err, SDN_E_SYNTAX, c->connection.path,
                                "table '%s' has no line in sdn_meta; " DDL_ADVICE, table->type->table.ptr);
    else
        code = sdn__sqlite_fail_db(c, result, SDN_E_INVALID, err);
    sqlite3_reset(row);
    return code;
}

/* ---- life ---- */

sdn_code sdn__sqlite_table_open(const sdn_sqlite *c, const sdn_record_type *type, sdn_sqlite_table *table,
                                sdn_error *err)
{
    *table = (sdn_sqlite_table){.type = type};
    sdn_code code = check_table(c, type, err);
    if (code != SDN_OK)
        return code;
    table->texts = calloc(type->field_count, sizeof *table->texts);
    table->made = calloc(type->field_count, sizeof *table->made);
    table->changed = calloc(type->field_count, sizeof *table->changed);
    bool ok = table->texts != NULL && table->made != NULL && table->changed != NULL &&
              sdn_row_writer_init(&table->writer, type) == SDN_OK;
    for (int i = 0; i < SDN_SQLITE_UPDATES && ok; i++) {
        table->updates[i].fields = calloc(type->field_count, sizeof *table->updates[i].fields);
        ok = table->updates[i].fields != NULL;
    }
    return ok ? SDN_OK : sdn_backend_fail_memory(err);
}

void sdn__sqlite_table_release(sdn_sqlite_table *table)
{
    for (int i = 0; i < SDN_SQLITE_STATEMENTS; i++)
        sqlite3_finalize(table->statements[i]);
    for (int i = 0; i < SDN_SQLITE_UPDATES; i++) {
        sqlite3_finalize(table->updates[i].statement);
        free(table->updates[i].fields);
    }
    for (uint32_t i = 0; table->made != NULL && i < table->type->field_count; i++)
        free(table->made[i].bytes);
    sdn_row_writer_release(&table->writer);
    free(table->texts);
    free(table->made);
    free(table->changed);
    free(table->hash);
    *table = (sdn_sqlite_table){.type = NULL};
}
