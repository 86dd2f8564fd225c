/*
 * What differs, object by object, in the order in which the DDL makes them. What is missing with its table or column is not
 * told. What makes the missing things is collected by steps, since they refer to each other across tables.
 */
#include "live/live_postgresql_private.h"

#include <string.h>

static const char *quoted(const pg_comparison *c, const char *name)
{
    return sql_name(&c->printer, "%s", name);
}

static bool has_table(const pg_comparison *c, const char *table)
{
    return live_objects_find(&c->live, LIVE_TABLE, table, table) != NULL;
}

static void add_fix(pg_comparison *c, live_kind kind, const char *fix)
{
    static const int steps[LIVE_FIX_STEPS] = {
        [LIVE_TABLE] = 0,    [LIVE_COLUMN] = 1,  [LIVE_RULE] = 2,      [LIVE_INDEX] = 3,
        [LIVE_FUNCTION] = 4, [LIVE_TRIGGER] = 5, [LIVE_REFERENCE] = 6, [LIVE_VERSION] = 7,
    };
    text_printf(&c->steps[steps[kind]], "%s%s", fix, fix[0] != '\0' ? ";\n" : "");
}

/* Notes that something is missing, unless its table is, too. */
static void note_missing_object(pg_comparison *c, const live_object *wanted, const char *what, const char *fix)
{
    if (wanted->kind == LIVE_TABLE || has_table(c, wanted->table))
        live_note(c->findings, "", "there is no %s '%s'", what, wanted->name);
    add_fix(c, wanted->kind, fix);
}

/* ---- tables and functions ---- */

static void compare_pg_table(pg_comparison *c, const live_object *wanted, const live_object *live)
{
    if (live == NULL)
        note_missing_object(c, wanted, "table", live_ddl_statement(c->ddl, LIVE_TABLE, wanted->name, c->printer.arena));
}

/* There can be several of one name, with other parameters. */
static bool has_function(const pg_comparison *c, const live_object *wanted)
{
    for (size_t i = 0; i < c->live.count; i++)
        if (c->live.items[i].kind == LIVE_FUNCTION && strcmp(c->live.items[i].name, wanted->name) == 0 &&
            strcmp(c->live.items[i].definition, wanted->definition) == 0)
            return true;
    return false;
}

/* How long the log is kept is no part of the schema; whatever is there was chosen. */
static bool is_left_alone(const pg_comparison *c, const live_object *function)
{
    return strcmp(function->name, DDL_PRUNE_FUNCTION) == 0 && !c->wish->compares_log_days;
}

static void note_other_function(pg_comparison *c, const live_object *wanted)
{
    if (strcmp(wanted->name, DDL_PRUNE_FUNCTION) == 0)
        live_note(c->findings, "", "sdn_log is not kept for as long as --log-days says: see function '%s'",
                  wanted->name);
    else
        live_note(c->findings, "", "function '%s' is not the one of the schema", wanted->name);
}

/* The DDL replaces functions, which is as good as making them. */
static void compare_function(pg_comparison *c, const live_object *wanted, const live_object *live)
{
    const char *fix = live_ddl_statement(c->ddl, LIVE_FUNCTION, wanted->name, c->printer.arena);
    if (live == NULL) {
        note_missing_object(c, wanted, "function", fix);
    } else if (!is_left_alone(c, wanted) && !has_function(c, wanted)) {
        note_other_function(c, wanted);
        add_fix(c, LIVE_FUNCTION, fix);
    }
}

/* ---- columns ---- */

static const char *column_definition(const pg_comparison *c, const live_object *column)
{
    return sql_format(&c->printer, "%s%s%s", column->definition, column->not_null, column->initial);
}

/* A column that has a former name of a missing one; NULL: there is none. */
static const char *former_name_of(const pg_comparison *c, const live_object *wanted)
{
    const sdn_field *field = live_field(c->wish->tables, wanted->table, wanted->name);
    for (uint32_t i = 0; field != NULL && i < field->was_count; i++)
        if (live_objects_find(&c->live, LIVE_COLUMN, wanted->table, field->was[i].ptr) != NULL)
            return field->was[i].ptr;
    return NULL;
}

/* Rows that are there need a value for it. */
static void note_lacking_column(pg_comparison *c, const live_object *wanted)
{
    const char *former = former_name_of(c, wanted), *table = quoted(c, wanted->table), *name = quoted(c, wanted->name);
    const char *definition = column_definition(c, wanted);
    bool can = wanted->not_null[0] == '\0' || wanted->initial[0] != '\0';
    if (former != NULL) {
        live_note(c->findings, NULL,
                  "table '%s', column '%s' is called '%s' now" LIVE_MEND("ALTER TABLE %s RENAME COLUMN %s TO %s"),
                  wanted->table, former, wanted->name, table, quoted(c, former), name);
        return;
    }
    live_note(c->findings, can ? "" : NULL, "table '%s' lacks column '%s': %s", wanted->table, wanted->name,
              definition);
    add_fix(c, LIVE_COLUMN, sql_format(&c->printer, "ALTER TABLE %s ADD COLUMN %s %s", table, name, definition));
}

/* Adds `, ALTER COLUMN "x" ...`, or for the first of these the beginning of the statement. */
static void add_action(const pg_comparison *c, const live_object *column, const char **alter, const char *action,
                       const char *what)
{
    const char *name = quoted(c, column->name);
    *alter = **alter == '\0' ? sql_format(&c->printer, "ALTER TABLE %s ALTER COLUMN %s %s%s", quoted(c, column->table),
                                          name, action, what)
                             : sql_format(&c->printer, "%s, ALTER COLUMN %s %s%s", *alter, name, action, what);
}

/* ALTER TABLE that makes a column as it is wanted; "" if none does. */
static const char *column_mend(const pg_comparison *c, const live_object *wanted, const live_object *live)
{
    static const char identity[] = " GENERATED ";
    const char *alter = "";
    size_t len = sizeof identity - 1;
    if (strncmp(wanted->initial, identity, len) == 0 || strncmp(live->initial, identity, len) == 0)
        return "";
    if (strcmp(wanted->definition, live->definition) != 0)
        add_action(c, wanted, &alter, "TYPE ", wanted->definition);
    if (strcmp(wanted->not_null, live->not_null) != 0)
        add_action(c, wanted, &alter, wanted->not_null[0] != '\0' ? "SET" : "DROP", " NOT NULL");
    if (strcmp(wanted->initial, live->initial) != 0)
        add_action(c, wanted, &alter, wanted->initial[0] != '\0' ? "SET" : "DROP DEFAULT", wanted->initial);
    return alter[0] != '\0' ? sql_format(&c->printer, LIVE_MEND("%s"), alter) : "";
}

static void compare_pg_column(pg_comparison *c, const live_object *wanted, const live_object *live)
{
    if (!has_table(c, wanted->table))
        return;
    if (live == NULL)
        note_lacking_column(c, wanted);
    else if (strcmp(column_definition(c, wanted), column_definition(c, live)) != 0)
        live_note(c->findings, NULL, "table '%s', column '%s' is %s; the schema wants %s%s", wanted->table,
                  wanted->name, column_definition(c, live), column_definition(c, wanted), column_mend(c, wanted, live));
}

/* Columns that the schema does not know must be such that a row can be without them. */
static void compare_unknown_column(pg_comparison *c, const live_object *live)
{
    if (live->not_null[0] != '\0' && live->initial[0] == '\0')
        live_note(c->findings, NULL,
                  "table '%s', column '%s', which the schema does not know, is %s: it needs a default: ALTER TABLE %s "
                  "ALTER COLUMN %s SET DEFAULT ...",
                  live->table, live->name, column_definition(c, live), quoted(c, live->table), quoted(c, live->name));
}

/* ---- rules and references ---- */

static bool is_rule_of_missing_column(const pg_comparison *c, const live_object *rule)
{
    for (size_t i = 0; i < c->wanted.count; i++) {
        const live_object *column = &c->wanted.items[i];
        if (column->kind == LIVE_COLUMN && live_is_rule_of(rule->name, column->table, column->name) &&
            live_objects_find(&c->live, LIVE_COLUMN, column->table, column->name) == NULL)
            return true;
    }
    return false;
}

/* Those of a table that is missing are made with it, but for references. */
static void note_lacking_rule(pg_comparison *c, const live_object *wanted, bool can)
{
    const char *name = quoted(c, wanted->name);
    if (!has_table(c, wanted->table) && wanted->kind == LIVE_RULE)
        return;
    if (has_table(c, wanted->table) && !is_rule_of_missing_column(c, wanted))
        live_note(c->findings, can ? "" : NULL, "table '%s' lacks CONSTRAINT %s %s", wanted->table, name,
                  wanted->definition);
    add_fix(c, wanted->kind,
            sql_format(&c->printer, "ALTER TABLE %s ADD CONSTRAINT %s %s", quoted(c, wanted->table), name,
                       wanted->definition));
}

static void note_strange_rule(pg_comparison *c, const live_object *live)
{
    const char *name = quoted(c, live->name);
    live_note(c->findings, NULL,
              "table '%s' has a rule that the schema does not: CONSTRAINT %s %s" LIVE_MEND(
                  "ALTER TABLE %s DROP CONSTRAINT %s"),
              live->table, name, live->definition, quoted(c, live->table), name);
}

/* One that is other than it should be has to go first. */
static void compare_rule(pg_comparison *c, const live_object *wanted, const live_object *live)
{
    if (live != NULL && strcmp(wanted->definition, live->definition) == 0)
        return;
    note_lacking_rule(c, wanted, live == NULL);
    if (live != NULL)
        note_strange_rule(c, live);
}

/* ---- indexes and triggers ---- */

/* Whether it is the first one of its table that is disabled, which is told for all of them. */
static bool is_first_disabled(const pg_comparison *c, const live_object *trigger)
{
    const live_object *item = c->live.items;
    while (item->kind != LIVE_TRIGGER || strcmp(item->table, trigger->table) != 0 || item->detail[0] == '\0' ||
           live_objects_find(&c->wanted, LIVE_TRIGGER, item->table, item->name) == NULL)
        item++;
    return item == trigger;
}

/* Only those that the schema wants are enabled. */
static void note_disabled(pg_comparison *c, const live_object *live)
{
    const char *table = quoted(c, live->table);
    if (is_first_disabled(c, live))
        live_note(c->findings, "",
                  "triggers of table '%s' are disabled" LIVE_MEND("ALTER TABLE %s ENABLE TRIGGER USER"), live->table,
                  table);
    add_fix(c, LIVE_TRIGGER, sql_format(&c->printer, "ALTER TABLE %s ENABLE TRIGGER %s", table, quoted(c, live->name)));
}

static void compare_made(pg_comparison *c, const live_object *wanted, const live_object *live)
{
    const char *what = wanted->kind == LIVE_INDEX ? "index" : "trigger";
    if (live == NULL)
        note_missing_object(c, wanted, what, wanted->definition);
    else if (strcmp(wanted->definition, live->definition) != 0)
        live_note(c->findings, NULL, "%s '%s' is not the one of the schema: %s", what, wanted->name, live->definition);
    if (live != NULL && wanted->kind == LIVE_TRIGGER && live->detail[0] != '\0')
        note_disabled(c, live);
}

/* ---- versions ---- */

static void compare_pg_version(pg_comparison *c, const live_object *wanted, const live_object *live)
{
    live_findings noted = LIVE_FINDINGS_INIT;
    live_note_version(&noted, &c->printer, wanted->table, !has_table(c, wanted->table),
                      live != NULL ? live->definition : "", wanted->definition);
    sdn__buffer_add_str(&c->findings->differences, text_view(&noted.differences));
    sdn__buffer_add_str(&c->steps[LIVE_FIX_STEPS - 1], text_view(&noted.fixes));
    c->findings->fixes.out_of_memory |= noted.differences.out_of_memory || noted.fixes.out_of_memory;
    live_findings_release(&noted);
}

/* ---- all ---- */

/* A column of the schema, or one that it calls otherwise now. */
static bool is_column_of_schema(const pg_comparison *c, const live_object *column)
{
    if (live_objects_find(&c->wanted, LIVE_COLUMN, column->table, column->name) != NULL)
        return true;
    for (size_t i = 0; i < c->wanted.count; i++) {
        const live_object *wanted = &c->wanted.items[i];
        if (wanted->kind != LIVE_COLUMN || strcmp(wanted->table, column->table) != 0 ||
            live_objects_find(&c->live, LIVE_COLUMN, wanted->table, wanted->name) != NULL)
            continue;
        const char *former = former_name_of(c, wanted);
        if (former != NULL && strcmp(former, column->name) == 0)
            return true;
    }
    return false;
}

/* Such a rule is as little a hindrance as its columns. */
static bool is_about_unknown_columns(const pg_comparison *c, const live_object *rule)
{
    for (size_t i = 0; i < c->live.count; i++) {
        const live_object *column = &c->live.items[i];
        if (column->kind == LIVE_COLUMN && strcmp(column->table, rule->table) == 0 &&
            strstr(rule->detail, sql_format(&c->printer, "\n%s\n", column->name)) != NULL &&
            is_column_of_schema(c, column))
            return false;
    }
    return rule->detail[0] != '\0';
}

static void compare_wanted(pg_comparison *c, const live_object *wanted)
{
    static void (*const compare[])(pg_comparison *, const live_object *, const live_object *) = {
        [LIVE_FUNCTION] = compare_function, [LIVE_TABLE] = compare_pg_table,     [LIVE_COLUMN] = compare_pg_column,
        [LIVE_RULE] = compare_rule,         [LIVE_REFERENCE] = compare_rule,     [LIVE_INDEX] = compare_made,
        [LIVE_TRIGGER] = compare_made,      [LIVE_VERSION] = compare_pg_version,
    };
    compare[wanted->kind](c, wanted, live_objects_find(&c->live, wanted->kind, wanted->table, wanted->name));
}

static void compare_unknown(pg_comparison *c, const live_object *live)
{
    bool is_ours = live_objects_find(&c->wanted, LIVE_TABLE, live->table, live->table) != NULL;
    if (!is_ours || live_objects_find(&c->wanted, live->kind, live->table, live->name) != NULL)
        return;
    if (live->kind == LIVE_COLUMN)
        compare_unknown_column(c, live);
    else if ((live->kind == LIVE_RULE || live->kind == LIVE_REFERENCE) && !is_about_unknown_columns(c, live))
        note_strange_rule(c, live);
}

void live_objects_compare(pg_comparison *c)
{
    for (size_t i = 0; i < c->wanted.count; i++)
        compare_wanted(c, &c->wanted.items[i]);
    for (size_t i = 0; i < c->live.count; i++)
        compare_unknown(c, &c->live.items[i]);
    for (int i = 0; i < LIVE_FIX_STEPS; i++) {
        c->findings->fixes.out_of_memory |= c->steps[i].out_of_memory;
        sdn__buffer_add_str(&c->findings->fixes, text_view(&c->steps[i]));
        sdn__buffer_release(&c->steps[i]);
        c->steps[i] = (sdn_buffer)SDN_BUFFER_INIT;
    }
}
