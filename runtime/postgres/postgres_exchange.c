/*
 * Records that exchange keys, changed by one statement.
 *
 * A key is judged row by row, so an update that gives a row the key of another one fails, even if that one gives it up in
 * the same statement. Rows that are deleted and inserted again would not: but then what refers to them may be cleared (on
 * delete clear). So no row takes the key of another one: the values move instead. A record whose new key one of the
 * changed rows has now is written into that row, with what that record's own row has in columns that are no field; the
 * records that are left get the rows that are left, and these get new keys.
 *
 * Columns of the rows in between have a blank in their names, which those of a user hardly have: "sdn a0", ... is the key of
 * the row that is written, "sdn k0", ... that of the record before, and "sdn f0", ... are its new values.
 */
#include "postgres_private.h"

/* Columns whose names begin with `before`; `positions` NULL: from 0 on. */
static void add_numbered(sdn_postgres_text *sql, const char *before, const uint32_t *positions, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        sdn__postgres_add_text(sql, i > 0 ? ", " : "");
        sdn__postgres_add_text(sql, before);
        sdn__postgres_add_number(sql, positions != NULL ? positions[i] : i);
        sdn__postgres_add_text(sql, "\"");
    }
}

static void add_old_key(sdn_postgres_text *sql, const sdn_record_type *type)
{
    add_numbered(sql, "\"sdn k", NULL, type->key.field_count);
}

static void add_new_key(sdn_postgres_text *sql, const sdn_record_type *type)
{
    add_numbered(sql, "\"sdn f", type->key.fields, type->key.field_count);
}

static void add_record(sdn_postgres_text *sql, const sdn_record_type *type)
{
    add_old_key(sql, type);
    sdn__postgres_add_text(sql, ", ");
    add_numbered(sql, "\"sdn f", NULL, type->field_count);
}

/* ---- the changed records ---- */

/* `'x'::text`: in a list of rows nothing else says which type it is. */
static sdn_code add_typed_values(sdn_postgres *c, sdn_postgres_table *table, const sdn_index_type *key,
                                 const void *record, sdn_error *err)
{
    const sdn_record_type *type = table->type;
    uint32_t count = key != NULL ? key->field_count : type->field_count;
    sdn_code code = SDN_OK;
    for (uint32_t i = 0; i < count && code == SDN_OK; i++) {
        const sdn_field *field = &type->fields[key != NULL ? key->fields[i] : i];
        code = sdn__postgres_add_value(c, table, &c->batch.sql, (uint32_t)(field - type->fields), record, err);
        sdn__postgres_add_text(&c->batch.sql, "::");
        sdn__postgres_add_text(&c->batch.sql, sdn__postgres_type_of(field));
        sdn__postgres_add_text(&c->batch.sql, (field->flags & SDN_FIELD_LIST) != 0 ? "[]" : "");
        sdn__postgres_add_text(&c->batch.sql, i + 1 < count ? ", " : "");
    }
    return code;
}

/* `WITH made (...) AS (VALUES ...)`. */
static sdn_code add_made(sdn_postgres *c, const sdn_push *push, uint32_t number, sdn_error *err)
{
    sdn_postgres_table *table = &c->tables[number];
    sdn_postgres_text *sql = &c->batch.sql;
    sdn_record_change change;
    sdn_code code = SDN_OK;
    const char *separator = ") AS (VALUES (";
    sdn__postgres_add_text(sql, "WITH made (");
    add_record(sql, table->type);
    for (size_t at = 0; code == SDN_OK && sdn_push_next(push, number, &at, &change);) {
        if (!sdn__postgres_is_update(&change))
            continue;
        sdn__postgres_add_text(sql, separator);
        separator = ", (";
        code = add_typed_values(c, table, &table->type->key, change.loaded, err);
        sdn__postgres_add_text(sql, ", ");
        if (code == SDN_OK)
            code = add_typed_values(c, table, NULL, change.edited, err);
        sdn__postgres_add_text(sql, ")");
    }
    sdn__postgres_add_text(sql, ")");
    return code;
}

/* ---- where they go ---- */

/* ` FROM made AS m WHERE NOT EXISTS (...)`: whose new key, or for rows whose old key, is not among those of the other kind.
 * NOT IN would compare each with each if they are many. */
static void add_from_left(sdn_postgres_text *sql, const sdn_record_type *type, bool rows)
{
    const sdn_index_type *key = &type->key;
    sdn__postgres_add_text(sql, " FROM made AS m WHERE NOT EXISTS (SELECT FROM made AS o WHERE (");
    add_numbered(sql, rows ? "m.\"sdn k" : "o.\"sdn k", NULL, key->field_count);
    sdn__postgres_add_text(sql, ") = (");
    add_numbered(sql, rows ? "o.\"sdn f" : "m.\"sdn f", key->fields, key->field_count);
    sdn__postgres_add_text(sql, ")))");
}

/* Those, numbered. */
static void add_left(sdn_postgres_text *sql, const sdn_record_type *type, bool rows)
{
    sdn__postgres_add_text(sql, "(SELECT ");
    if (rows)
        add_old_key(sql, type);
    else
        add_record(sql, type);
    sdn__postgres_add_text(sql, ", row_number() OVER () AS \"sdn n\"");
    add_from_left(sql, type, rows);
}

/* `, placed (...) AS (...)`: each record with the key of the row that it is written into. */
static void add_placed(sdn_postgres_text *sql, const sdn_record_type *type)
{
    sdn__postgres_add_text(sql, ", placed (");
    add_numbered(sql, "\"sdn a", NULL, type->key.field_count);
    sdn__postgres_add_text(sql, ", ");
    add_record(sql, type);
    sdn__postgres_add_text(sql, ") AS (SELECT ");
    add_new_key(sql, type);
    sdn__postgres_add_text(sql, ", ");
    add_record(sql, type);
    sdn__postgres_add_text(sql, " FROM made WHERE (");
    add_new_key(sql, type);
    sdn__postgres_add_text(sql, ") IN (SELECT ");
    add_old_key(sql, type);
    sdn__postgres_add_text(sql, " FROM made) UNION ALL SELECT ");
    add_numbered(sql, "l.\"sdn k", NULL, type->key.field_count);
    sdn__postgres_add_text(sql, ", ");
    add_numbered(sql, "m.\"sdn k", NULL, type->key.field_count);
    sdn__postgres_add_text(sql, ", ");
    add_numbered(sql, "m.\"sdn f", NULL, type->field_count);
    sdn__postgres_add_text(sql, " FROM ");
    add_left(sql, type, true);
    sdn__postgres_add_text(sql, " AS l JOIN ");
    add_left(sql, type, false);
    sdn__postgres_add_text(sql, " AS m USING (\"sdn n\"))");
}

/* The update, and a value that cannot be had if a row is not there. */
static void add_update_of_made(sdn_postgres_text *sql, const sdn_postgres_table *table)
{
    const sdn_record_type *type = table->type;
    sdn__postgres_add_text(sql, ", done AS (UPDATE ");
    sdn__postgres_add_name(sql, type->table.ptr);
    sdn__postgres_add_text(sql, " AS r SET (");
    sdn__postgres_add_columns(sql, type, "");
    sdn__postgres_add(sql, table->others.bytes, table->others.len);
    sdn__postgres_add_text(sql, ") = (SELECT ");
    add_numbered(sql, "placed.\"sdn f", NULL, type->field_count);
    sdn__postgres_add(sql, table->others.bytes, table->others.len);
    sdn__postgres_add_text(sql, " FROM ");
    sdn__postgres_add_name(sql, type->table.ptr);
    sdn__postgres_add_text(sql, " AS o WHERE (");
    sdn__postgres_add_key_columns(sql, type, "o.");
    sdn__postgres_add_text(sql, ") = (");
    add_numbered(sql, "placed.\"sdn k", NULL, type->key.field_count);
    sdn__postgres_add_text(sql, ")) FROM placed WHERE (");
    sdn__postgres_add_key_columns(sql, type, "r.");
    sdn__postgres_add_text(sql, ") = (");
    add_numbered(sql, "placed.\"sdn a", NULL, type->key.field_count);
    sdn__postgres_add_text(sql, ") RETURNING 1) SELECT 1 / (count(*) = (SELECT count(*) FROM made))::int FROM done");
}

sdn_code sdn__postgres_exchange(sdn_postgres *c, const sdn_push *push, uint32_t number, sdn_error *err)
{
    sdn_postgres_table *table = &c->tables[number];
    table->log_lines = INT32_MIN;                             /* nobody counts them */
    sdn_code code = sdn__postgres_table_check(c, table, err); /* which columns are no field, by now */
    if (code == SDN_OK)
        code = add_made(c, push, number, err);
    add_placed(&c->batch.sql, table->type);
    add_update_of_made(&c->batch.sql, table);
    sdn__postgres_end_statement(c, SDN_POSTGRES_CHANGE);
    return code;
}
