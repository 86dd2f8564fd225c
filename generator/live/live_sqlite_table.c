/*
 * Columns are compared by what SQLite says of them, rules by their text, which is searched in the statement that made the
 * table: whether it stands in a column or at the end makes no difference.
 */
#include "live/live_sqlite_private.h"

#include <string.h>

#include "diag/text.h"

/* A column as pragma_table_xinfo describes it. */
typedef struct live_column {
    const char *name;
    const char *type;
    const char *initial; /* the default; NULL: none */
    bool not_null;
    int key_place; /* in the primary key, from 1; 0: not in it */
} live_column;

typedef struct live_columns {
    live_column *items;
    size_t count;
} live_columns;

/* ---- columns ---- */

static const char *cell_text(sqlite3_stmt *row, int column, sdn_arena *arena)
{
    const char *text = (const char *)sqlite3_column_text(row, column);
    return text != NULL ? sdn_arena_copy_str(arena, sdn_str_from(text)).ptr : NULL;
}

static int list_columns(sqlite3 *db, const char *table, sdn_arena *arena, live_columns *list)
{
    static const char sql[] =
        "SELECT name, type, dflt_value, \"notnull\", pk, count(*) OVER () FROM pragma_table_xinfo(?1)";
    sqlite3_stmt *row = NULL;
    *list = (live_columns){NULL, 0};
    int result = sqlite3_prepare_v2(db, sql, -1, &row, NULL);
    if (result == SQLITE_OK)
        result = sqlite3_bind_text(row, 1, table, -1, SQLITE_STATIC);
    while (result == SQLITE_OK && (result = sqlite3_step(row)) == SQLITE_ROW) {
        if (list->items == NULL)
            list->items = sdn_arena_alloc(arena, (size_t)sqlite3_column_int(row, 5) * sizeof *list->items);
        live_column column = {.name = cell_text(row, 0, arena),
                              .type = cell_text(row, 1, arena),
                              .initial = cell_text(row, 2, arena),
                              .not_null = sqlite3_column_int(row, 3) != 0,
                              .key_place = sqlite3_column_int(row, 4)};
        result = list->items != NULL && column.name != NULL && column.type != NULL ? SQLITE_OK : SQLITE_NOMEM;
        if (result == SQLITE_OK)
            list->items[list->count++] = column;
    }
    sqlite3_finalize(row);
    return result == SQLITE_DONE ? SQLITE_OK : result;
}

static const live_column *find_column(const live_columns *list, const char *name)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i].name, name) == 0)
            return &list->items[i];
    return NULL;
}

static const char *describe_column(const live_column *column, sdn_arena *arena)
{
    sdn_buffer text = SDN_BUFFER_INIT;
    text_printf(&text, "%s%s", column->type, column->not_null ? " NOT NULL" : "");
    if (column->initial != NULL)
        text_printf(&text, " DEFAULT %s", column->initial);
    if (column->key_place != 0)
        text_printf(&text, ", number %d of the primary key", column->key_place);
    const char *made = text_copy(&text, arena).ptr;
    sdn__buffer_release(&text);
    return made != NULL ? made : "";
}

static bool is_rule(const char *part)
{
    return strncmp(part, "CONSTRAINT \"", 12) == 0;
}

static bool is_rule_of(const char *part, const char *table, const char *column)
{
    return is_rule(part) && live_is_rule_of(part + 12, table, column);
}

/* A rule as it stands at its column, where a reference does not name it. NULL when memory ran out. */
static const char *rule_at_column(const char *rule, sdn_arena *arena)
{
    static const char words[] = " FOREIGN KEY (";
    const char *start = strstr(rule, words), *end = start != NULL ? strstr(start, "\") REFERENCES ") : NULL;
    if (end == NULL)
        return rule;
    size_t before = (size_t)(start - rule), after = strlen(end + 2);
    char *made = sdn_arena_alloc(arena, before + after + 1);
    if (made != NULL) {
        memcpy(made, rule, before);
        memcpy(made + before, end + 2, after + 1);
    }
    return made;
}

/* ALTER TABLE that adds a column with its rules; NULL: rows that are there would need a value, or refer to something, or it
 * is in a key, or memory ran out. */
static const char *add_column_fix(const comparison *c, const char *table, const live_column *column, const char *plain)
{
    sdn_buffer text = SDN_BUFFER_INIT;
    bool can = column->key_place == 0 && (!column->not_null || column->initial != NULL);
    size_t len = strlen(column->name);
    text_printf(&text, "ALTER TABLE \"%s\" ADD COLUMN", table);
    const char *part;
    for (const char *at = NULL; can && (part = statement_part(plain, &at, c->arena)) != NULL;) {
        bool is_column = part[0] == '"' && strncmp(part + 1, column->name, len) == 0 && part[len + 1] == '"';
        if (!is_column && !is_rule_of(part, table, column->name))
            continue;
        const char *there = is_column ? part : rule_at_column(part, c->arena);
        can = there != NULL && (there == part || column->initial == NULL);
        text_printf(&text, " %s", there != NULL ? there : "");
    }
    const char *made = can ? text_copy(&text, c->arena).ptr : NULL;
    sdn__buffer_release(&text);
    return made;
}

/* A column that has a former name of a missing one; NULL: there is none. */
static const char *former_column(const comparison *c, const char *table, const char *column, const live_columns *live)
{
    const sdn_field *field = live_field(c->wish->tables, table, column);
    for (uint32_t i = 0; field != NULL && i < field->was_count; i++)
        if (find_column(live, field->was[i].ptr) != NULL)
            return field->was[i].ptr;
    return NULL;
}

static void note_missing_column(comparison *c, const char *table, const live_column *wanted, const live_columns *live,
                                const char *plain)
{
    const char *former = former_column(c, table, wanted->name, live);
    if (former != NULL)
        live_note(
            c->findings, NULL,
            "table '%s', column '%s' is called '%s' now" LIVE_MEND("ALTER TABLE \"%s\" RENAME COLUMN \"%s\" TO \"%s\""),
            table, former, wanted->name, table, former, wanted->name);
    else
        live_note(c->findings, add_column_fix(c, table, wanted, plain), "table '%s' lacks column '%s': %s", table,
                  wanted->name, describe_column(wanted, c->arena));
}

static bool is_same_but_default(const live_column *a, const live_column *b)
{
    return sqlite3_stricmp(a->type, b->type) == 0 && a->not_null == b->not_null && a->key_place == b->key_place;
}

static bool is_same_column_default(const live_column *a, const live_column *b)
{
    return a->initial == NULL || b->initial == NULL ? a->initial == b->initial : strcmp(a->initial, b->initial) == 0;
}

static void compare_column(comparison *c, const char *table, const live_column *wanted, const live_columns *columns,
                           const char *plain)
{
    const live_column *live = find_column(columns, wanted->name);
    if (live == NULL)
        note_missing_column(c, table, wanted, columns, plain);
    else if (is_same_but_default(wanted, live) && !is_same_column_default(wanted, live))
        live_remark(c->findings,
                    "note: table '%s', column '%s' is %s; the schema wants %s: only INSERTs that leave it out see the "
                    "default",
                    table, live->name, describe_column(live, c->arena), describe_column(wanted, c->arena));
    else if (!is_same_but_default(wanted, live))
        live_note(c->findings, NULL, "table '%s', column '%s' is %s; the schema wants %s", table, live->name,
                  describe_column(live, c->arena), describe_column(wanted, c->arena));
}

/* Columns that the schema does not know must be such that a row can be without them. */
static void compare_other_column(comparison *c, const char *table, const live_column *live)
{
    if (live->key_place != 0 || (live->not_null && live->initial == NULL))
        live_note(c->findings, NULL,
                  "table '%s', column '%s', which the schema does not know, is %s: it needs a default", table,
                  live->name, describe_column(live, c->arena));
}

/* ---- rules ---- */

static bool is_rule_of_missing(const char *part, const char *table, const live_columns *wanted,
                               const live_columns *live)
{
    for (size_t i = 0; i < wanted->count; i++)
        if (find_column(live, wanted->items[i].name) == NULL && is_rule_of(part, table, wanted->items[i].name))
            return true;
    return false;
}

/* Whether a rule is in the statement of a table, wherever it stands there. */
static bool has_rule(const char *plain, const char *rule, sdn_arena *arena)
{
    const char *at_column = rule_at_column(rule, arena);
    return strstr(plain, rule) != NULL || (at_column != NULL && strstr(plain, at_column) != NULL);
}

/* A column of the schema, or one that it calls otherwise now. */
static bool is_known_live_column(const comparison *c, const char *table, const char *column, const live_columns *wanted,
                                 const live_columns *live)
{
    if (find_column(wanted, column) != NULL)
        return true;
    for (size_t i = 0; i < wanted->count; i++) {
        const char *name = wanted->items[i].name;
        const char *former = find_column(live, name) == NULL ? former_column(c, table, name, live) : NULL;
        if (former != NULL && strcmp(former, column) == 0)
            return true;
    }
    return false;
}

/* The rules of a table that are about columns that the schema does not know are as little a hindrance as these. One of the
 * name of a rule of the schema is about a column that was given another name. */
static bool is_strange(comparison *c, const char *table, const char *rule, const char *wanted_sql,
                       const live_columns *wanted, const live_columns *live)
{
    bool names_unknown = false;
    const char *end = strchr(rule + 12, '"');
    sdn_str start = end != NULL ? sdn_arena_copy(c->arena, rule, (size_t)(end + 1 - rule)) : SDN_STR("");
    if (start.ptr == NULL || strstr(wanted_sql, start.ptr) != NULL)
        return true;
    for (size_t i = 0; i < live->count; i++) {
        const char *column = live->items[i].name;
        if (!statement_names(end, column))
            continue;
        if (is_known_live_column(c, table, column, wanted, live))
            return true;
        names_unknown = true;
    }
    return !names_unknown;
}

static void compare_rules(comparison *c, const char *table, const char *wanted_sql, const char *live_sql,
                          const live_columns *wanted, const live_columns *live)
{
    const char *part;
    for (const char *at = NULL; (part = statement_part(wanted_sql, &at, c->arena)) != NULL;)
        if (is_rule(part) && !has_rule(live_sql, part, c->arena) && !is_rule_of_missing(part, table, wanted, live))
            live_note(c->findings, NULL, "table '%s' lacks %s", table, part);
    for (const char *at = NULL; (part = statement_part(live_sql, &at, c->arena)) != NULL;)
        if (is_rule(part) && strstr(wanted_sql, part) == NULL && is_strange(c, table, part, wanted_sql, wanted, live))
            live_note(c->findings, NULL, "table '%s' has a rule that the schema does not: %s", table, part);
}

/* ---- the table ---- */

static int table_option(sqlite3 *db, const char *table, const char **option)
{
    static const char sql[] = "SELECT iif(strict, 'STRICT', 'not STRICT') || iif(wr, ', WITHOUT ROWID', '') "
                              "FROM pragma_table_list(?1) WHERE schema = 'main'";
    static const char *const options[] = {"STRICT", "STRICT, WITHOUT ROWID", "not STRICT", "not STRICT, WITHOUT ROWID"};
    sqlite3_stmt *row = NULL;
    int result = sqlite3_prepare_v2(db, sql, -1, &row, NULL);
    if (result == SQLITE_OK)
        result = sqlite3_bind_text(row, 1, table, -1, SQLITE_STATIC);
    if (result == SQLITE_OK)
        result = sqlite3_step(row);
    for (size_t i = 0; i < sizeof options / sizeof options[0] && result == SQLITE_ROW; i++)
        if (strcmp((const char *)sqlite3_column_text(row, 0), options[i]) == 0)
            *option = options[i];
    sqlite3_finalize(row);
    return result == SQLITE_ROW || result == SQLITE_DONE ? SQLITE_OK : result;
}

static int compare_options(comparison *c, const char *table)
{
    const char *wanted = "", *live = "";
    int result = table_option(c->wanted, table, &wanted);
    if (result == SQLITE_OK)
        result = table_option(c->live, table, &live);
    if (result == SQLITE_OK && strcmp(wanted, live) != 0)
        live_note(c->findings, NULL, "table '%s' is %s; the schema wants %s", table, live, wanted);
    return result;
}

int comparison_table(comparison *c, const char *name, const char *wanted_sql, const char *live_sql)
{
    live_columns wanted, live;
    const char *wanted_plain = statement_plain(wanted_sql, c->arena), *live_plain = statement_plain(live_sql, c->arena);
    if (wanted_plain == NULL || live_plain == NULL)
        return SQLITE_NOMEM;
    int result = list_columns(c->wanted, name, c->arena, &wanted);
    if (result == SQLITE_OK)
        result = list_columns(c->live, name, c->arena, &live);
    for (size_t i = 0; i < wanted.count && result == SQLITE_OK; i++)
        compare_column(c, name, &wanted.items[i], &live, wanted_plain);
    for (size_t i = 0; result == SQLITE_OK && i < live.count; i++)
        if (find_column(&wanted, live.items[i].name) == NULL)
            compare_other_column(c, name, &live.items[i]);
    if (result == SQLITE_OK)
        compare_rules(c, name, wanted_plain, live_plain, &wanted, &live);
    return result == SQLITE_OK ? compare_options(c, name) : result;
}
