/*
 * One table: whether it is as the record type wants it.
 *
 * What is required: all columns of the fields, of the types that sdnc ddl gives them; the key as primary key; further
 * columns that an INSERT may leave out; a line in sdn_meta. Rules of the schema are judged above, so a missing CHECK does
 * no harm; what a CHECK refuses is reported by the push.
 */
#include "postgres_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TYPE_NAME_SIZE = 40 };

/* ---- types ---- */

const char *sdn__postgres_type_of(const sdn_field *field)
{
    static const char *const types[] = {
        [SDN_TYPE_STRING] = "text",
        [SDN_TYPE_BOOL] = "boolean",
        [SDN_TYPE_I32] = "integer",
        [SDN_TYPE_I64] = "bigint",
        [SDN_TYPE_U32] = "bigint",
        [SDN_TYPE_U64] = "numeric(20,0)",
        [SDN_TYPE_F64] = "double precision",
        [SDN_TYPE_DATE] = "date",
        [SDN_TYPE_TIMESTAMP] = "timestamp with time zone",
        [SDN_TYPE_ENUM] = "text",
    };
    return types[field->type];
}

static void name_column_type(const sdn_field *field, char name[TYPE_NAME_SIZE])
{
    snprintf(name, TYPE_NAME_SIZE, "%s%s", sdn__postgres_type_of(field),
             (field->flags & SDN_FIELD_LIST) != 0 ? "[]" : "");
}

/* ---- columns ---- */

/* A column, as the system tables describe it. */
typedef struct described_column {
    const char *name;
    const char *type;
    bool may_be_left_out; /* of an INSERT */
    bool is_in_key;
    bool is_computed;
} described_column;

static bool is_true(const PGresult *rows, int row, int column)
{
    return PQgetvalue(rows, row, column)[0] == 't';
}

static described_column describe(const PGresult *rows, int row)
{
    return (described_column){PQgetvalue(rows, row, 0), PQgetvalue(rows, row, 1), is_true(rows, row, 2),
                              is_true(rows, row, 3), is_true(rows, row, 4)};
}

/* A backend that is new has to read the system tables itself, so this takes most of the time of a small load; a join would
 * take longer. */
static sdn_code ask_columns(sdn_postgres *c, const sdn_record_type *type, PGresult **rows, sdn_error *err)
{
    sdn_postgres_text *sql = &c->batch.sql, name = {NULL, 0, 0, false};
    sdn__postgres_add_name(&name, type->table.ptr);
    sdn_str quoted = {name.failed ? "" : name.bytes, name.failed ? 0 : name.len};
    sdn__postgres_add_text(
        sql, "SELECT attname, format_type(atttypid, atttypmod), NOT attnotnull OR atthasdef OR attidentity <> '', "
             "attnum = ANY((SELECT indkey FROM pg_index WHERE indisprimary AND indrelid = to_regclass(");
    sdn__postgres_add_literal(sql, quoted);
    sdn__postgres_add_text(sql,
                           "))::int2[]), attgenerated <> '' OR attidentity = 'a' FROM pg_attribute WHERE attnum > 0 "
                           "AND NOT attisdropped AND attrelid = to_regclass(");
    sdn__postgres_add_literal(sql, quoted);
    sdn__postgres_add_text(sql, ")");
    sql->failed = sql->failed || name.failed;
    free(name.bytes);
    sdn__postgres_end_statement(c, SDN_POSTGRES_OTHER);
    sdn_code code = sdn__postgres_run_first(c, rows, err);
    sdn__postgres_statements(c);
    return code;
}

static bool is_in_key(const sdn_record_type *type, uint32_t field)
{
    for (uint32_t i = 0; i < type->key.field_count; i++)
        if (type->key.fields[i] == field)
            return true;
    return false;
}

static sdn_code check_field(const sdn_postgres *c, const sdn_record_type *type, uint32_t number,
                            const described_column *column, sdn_error *err)
{
    char wanted[TYPE_NAME_SIZE];
    name_column_type(&type->fields[number], wanted);
    if (strcmp(column->type, wanted) != 0)
        return sdn_backend_fail(err, SDN_E_SYNTAX, c->shown,
                                "table '%s', column '%s' has the type %s, the schema wants %s; correct it: ALTER TABLE "
                                "\"%s\" ALTER COLUMN \"%s\" TYPE %s",
                                type->table.ptr, column->name, column->type, wanted, type->table.ptr, column->name,
                                wanted);
    if (column->is_in_key != is_in_key(type, number))
        return sdn_backend_fail(err, SDN_E_SYNTAX, c->shown,
                                "table '%s', column '%s' %s in its primary key, against the schema; make the key again",
                                type->table.ptr, column->name, column->is_in_key ? "is" : "is not");
    if (column->is_computed)
        return sdn_backend_fail(err, SDN_E_SYNTAX, c->shown,
                                "table '%s', column '%s' is computed, so it cannot be written; make it a plain column",
                                type->table.ptr, column->name);
    return SDN_OK;
}

/* A column that is no field. Those that can be written are noted. */
static sdn_code check_other_column(const sdn_postgres *c, sdn_postgres_table *table, const described_column *column,
                                   sdn_error *err)
{
    const sdn_record_type *type = table->type;
    if (type->key.field_count == 0 && strcmp(column->name, SDN_POSTGRES_ROW_COLUMN) == 0)
        return SDN_OK;
    if (!column->may_be_left_out && !column->is_computed)
        return sdn_backend_fail(err, SDN_E_SYNTAX, c->shown,
                                "table '%s', column '%s', which the schema does not know, is NOT NULL without DEFAULT, "
                                "so no record can be added; give it one: ALTER TABLE \"%s\" ALTER COLUMN \"%s\" SET "
                                "DEFAULT ...",
                                type->table.ptr, column->name, type->table.ptr, column->name);
    if (!column->is_computed) {
        sdn__postgres_add_text(&table->others, ", ");
        sdn__postgres_add_name(&table->others, column->name);
    }
    return SDN_OK;
}

/* The field of a column; type->field_count: none. */
static uint32_t field_of(const sdn_record_type *type, const char *column)
{
    uint32_t i = 0;
    while (i < type->field_count && strcmp(type->fields[i].column.ptr, column) != 0)
        i++;
    return i;
}

static const char *rest_of_definition(const sdn_field *field)
{
    return (field->flags & SDN_FIELD_OPTIONAL) != 0 ? "" : " NOT NULL DEFAULT ...";
}

static bool has_column(const PGresult *rows, const char *name)
{
    for (int row = 0; row < PQntuples(rows); row++)
        if (strcmp(PQgetvalue(rows, row, 0), name) == 0)
            return true;
    return false;
}

/* The latest former name of a missing column under which the table has one; its ptr is NULL if there is none. */
static sdn_str former_name(const sdn_record_type *type, const sdn_field *field, const PGresult *rows)
{
    for (uint32_t i = 0; i < field->was_count; i++)
        if (field_of(type, field->was[i].ptr) == type->field_count && has_column(rows, field->was[i].ptr))
            return field->was[i];
    return (sdn_str){NULL, 0};
}

/* A column under a former name is not read, as it is in a file: whoever else uses the database knows one name of it. */
static sdn_code require_column(const sdn_postgres *c, const sdn_record_type *type, uint32_t number,
                               const PGresult *rows, sdn_error *err)
{
    const sdn_field *field = &type->fields[number];
    char wanted[TYPE_NAME_SIZE];
    if (has_column(rows, field->column.ptr))
        return SDN_OK;
    sdn_str former = former_name(type, field, rows);
    if (former.ptr != NULL)
        return sdn_backend_fail(
            err, SDN_E_SYNTAX, c->shown,
            "table '%s', column '%s' is called '%s' now; rename it: ALTER TABLE \"%s\" RENAME COLUMN \"%s\" TO \"%s\"",
            type->table.ptr, former.ptr, field->column.ptr, type->table.ptr, former.ptr, field->column.ptr);
    name_column_type(field, wanted);
    return sdn_backend_fail(
        err, SDN_E_SYNTAX, c->shown,
        "table '%s' lacks column '%s'; if the schema is newer than the table add it: ALTER TABLE \"%s\" ADD COLUMN "
        "\"%s\" %s%s; if it is older, build the program with the newer schema",
        type->table.ptr, field->column.ptr, type->table.ptr, field->column.ptr, wanted, rest_of_definition(field));
}

/* Fields first: what is wrong with one of them may be why another column is there. */
static sdn_code check_columns(const sdn_postgres *c, sdn_postgres_table *table, const PGresult *rows, sdn_error *err)
{
    const sdn_record_type *type = table->type;
    sdn_code code = SDN_OK;
    table->others.len = 0;
    table->others.failed = false;
    if (PQntuples(rows) == 0)
        return sdn_backend_fail(err, SDN_E_SYNTAX, c->shown,
                                "there is no table '%s'; make it with: sdnc ddl --apply URI SCHEMA, or set search_path",
                                type->table.ptr);
    for (uint32_t i = 0; i < type->field_count && code == SDN_OK; i++)
        code = require_column(c, type, i, rows, err);
    for (int pass = 0; pass < 2; pass++)
        for (int row = 0; row < PQntuples(rows) && code == SDN_OK; row++) {
            described_column column = describe(rows, row);
            uint32_t field = field_of(type, column.name);
            if (pass == 0 && field < type->field_count)
                code = check_field(c, type, field, &column, err);
            else if (pass == 1 && field == type->field_count)
                code = check_other_column(c, table, &column, err);
        }
    return code;
}

/* ---- life ---- */

sdn_code sdn__postgres_table_check(sdn_postgres *c, sdn_postgres_table *table, sdn_error *err)
{
    PGresult *rows;
    sdn_code code = ask_columns(c, table->type, &rows, err);
    if (code == SDN_OK)
        code = check_columns(c, table, rows, err);
    PQclear(rows);
    return code == SDN_OK && table->others.failed ? sdn_backend_fail_memory(err) : code;
}

sdn_code sdn__postgres_table_open(sdn_postgres *c, const sdn_record_type *type, sdn_postgres_table *table,
                                  sdn_error *err)
{
    *table = (sdn_postgres_table){.type = type};
    sdn_code code = sdn__postgres_table_check(c, table, err);
    if (code != SDN_OK)
        return code;
    table->texts = calloc(type->field_count, sizeof *table->texts);
    table->made = calloc(type->field_count, sizeof *table->made);
    table->changed = calloc(type->field_count, sizeof *table->changed);
    bool ok = table->texts != NULL && table->made != NULL && table->changed != NULL;
    return ok ? SDN_OK : sdn_backend_fail_memory(err);
}

void sdn__postgres_table_release(sdn_postgres_table *table)
{
    for (uint32_t i = 0; table->made != NULL && i < table->type->field_count; i++)
        free(table->made[i].bytes);
    free(table->others.bytes);
    free(table->texts);
    free(table->made);
    free(table->changed);
    free(table->hash);
    *table = (sdn_postgres_table){.type = NULL};
}
