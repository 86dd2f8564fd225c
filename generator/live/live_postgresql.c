/*
 * What the schema wants is made by the DDL as temporary tables of the same server, in a transaction that is rolled back; so
 * the server itself says how it understands both, and nothing is said twice of how a schema becomes tables. It takes no
 * right but to make temporary tables, and to read sdn_meta.
 *
 * To apply: what is missing is made in the order in which it depends on each other; then all is compared again before it
 * is committed. Two that apply wait for each other.
 */
#include "live/live_postgresql_private.h"

#include <string.h>

#include <sdn/store.h>

#include "base/error.h"

static sdn_code run_statement(const pg_comparison *c, const char *sql, PGresult **rows, sdn_error *err)
{
    sdn__postgres_add_text(sdn__postgres_statements(c->db), sql);
    sdn__postgres_end_statement(c->db, SDN_POSTGRES_OTHER);
    return sdn__postgres_run(c->db, rows, err);
}

/* ---- the namespace ---- */

static sdn_code take_space(pg_comparison *c, const PGresult *rows, sdn_error *err)
{
    const char *wanted = c->wish->tables->namespace;
    if (PQntuples(rows) > 0) {
        c->space = sdn_arena_copy_str(c->printer.arena, sdn_str_from(PQgetvalue(rows, 0, 0))).ptr;
        return c->space != NULL ? SDN_OK : sdn__fail_memory(err);
    }
    if (wanted == NULL)
        return sdn__fail(err, SDN_E_INVALID, c->db->shown,
                         "the search path of this role has no schema; give one with --namespace");
    return sdn__fail(err, SDN_E_INVALID, c->db->shown, "there is no schema '%s'; make it: CREATE SCHEMA \"%s\"", wanted,
                     wanted);
}

static sdn_code find_space(pg_comparison *c, sdn_error *err)
{
    const char *wanted = c->wish->tables->namespace;
    sdn_postgres_text *sql = sdn__postgres_statements(c->db);
    PGresult *rows;
    sdn__postgres_add_text(sql, "SELECT nspname FROM pg_namespace WHERE nspname = ");
    if (wanted != NULL)
        sdn__postgres_add_literal(sql, sdn_str_from(wanted));
    else
        sdn__postgres_add_text(sql, "current_schema()");
    sdn__postgres_end_statement(c->db, SDN_POSTGRES_OTHER);
    sdn_code code = sdn__postgres_run(c->db, &rows, err);
    if (code == SDN_OK)
        code = take_space(c, rows, err);
    PQclear(rows);
    return code;
}

/* ---- what is wanted, what is there ---- */

/* Both as statements, with the real namespace and with that of temporary tables. */
static sdn_code list_wanted(pg_comparison *c, sdn_error *err)
{
    const char *temporary = live_ddl_temporary(c->wish, c->printer.arena);
    c->ddl = live_ddl(c->wish, c->space, c->printer.arena);
    if (temporary == NULL || c->ddl == NULL)
        return sdn__fail_memory(err);
    sdn_code code = run_statement(c, "SAVEPOINT sdn_wanted", NULL, err);
    if (code == SDN_OK)
        code = run_statement(c, temporary, NULL, err);
    if (code != SDN_OK && strcmp(c->db->outcome.state, "42P01") == 0)
        code = sdn__fail(err, SDN_E_INVALID, c->db->shown,
                         "a table refers to one of another schema; give that schema too");
    if (code == SDN_OK)
        code = live_objects_list(c, true, &c->wanted, err);
    return code == SDN_OK ? run_statement(c, "ROLLBACK TO sdn_wanted", NULL, err) : code;
}

static sdn_code compare_live(pg_comparison *c, sdn_error *err)
{
    live_findings *findings = c->findings;
    sdn_code code = live_objects_list(c, false, &c->live, err);
    if (code != SDN_OK)
        return code;
    live_objects_compare(c);
    bool has_memory =
        !findings->differences.out_of_memory && !findings->migrations.out_of_memory && !findings->fixes.out_of_memory;
    return has_memory ? SDN_OK : sdn__fail_memory(err);
}

/* ---- applying ---- */

static sdn_code wait_for_others(const pg_comparison *c, sdn_error *err)
{
    sdn_postgres_text *sql = sdn__postgres_statements(c->db);
    sdn__postgres_add_text(sql, "SELECT pg_advisory_xact_lock(hashtext('sdnc ddl --apply ' || ");
    sdn__postgres_add_literal(sql, sdn_str_from(c->space));
    sdn__postgres_add_text(sql, "))");
    sdn__postgres_end_statement(c->db, SDN_POSTGRES_OTHER);
    return sdn__postgres_run(c->db, NULL, err);
}

/* What is missing is made; then nothing may be missing any more. */
static sdn_code make_what_is_missing(pg_comparison *c, bool *made, sdn_error *err)
{
    live_findings again = LIVE_FINDINGS_INIT, *first = c->findings;
    sdn__buffer_add(&first->fixes, "", 1);
    if (first->fixes.out_of_memory)
        return sdn__fail_memory(err);
    first->fixes.len--;
    sdn_code code = first->fixes.len > 0 ? run_statement(c, first->fixes.bytes, NULL, err) : SDN_OK;
    c->findings = &again;
    if (code == SDN_OK)
        code = compare_live(c, err);
    c->findings = first;
    *made = again.differences.len == 0;
    if (code == SDN_OK && !*made)
        sdn__buffer_add_str(&first->migrations, text_view(&again.differences));
    live_findings_release(&again);
    return code;
}

static sdn_code apply_comparison(pg_comparison *c, sdn_error *err)
{
    bool made = false;
    sdn_code code = wait_for_others(c, err);
    if (code == SDN_OK)
        code = compare_live(c, err);
    if (code == SDN_OK && c->findings->migrations.len == 0)
        code = make_what_is_missing(c, &made, err);
    return code == SDN_OK && made ? run_statement(c, "COMMIT", NULL, err) : code;
}

/* ---- all ---- */

static sdn_code run_in_transaction(pg_comparison *c, sdn_code (*run)(pg_comparison *, sdn_error *), sdn_error *err)
{
    sdn_code code = run_statement(c, "BEGIN; SET LOCAL standard_conforming_strings = on", NULL, err);
    if (code == SDN_OK)
        code = find_space(c, err);
    if (code == SDN_OK)
        code = list_wanted(c, err);
    return code == SDN_OK ? run(c, err) : code;
}

/* Closing a connection ends a transaction without its changes. */
static sdn_code with_connection(const char *uri, const live_wish *wish, live_findings *findings,
                                sdn_code (*run)(pg_comparison *, sdn_error *), sdn_error *err)
{
    sdn_arena arena = SDN_ARENA_INIT;
    sdn_connection *connection = NULL;
    sdn_options options = sdn_options_default();
    options.lock_timeout_ms = wish->lock_timeout_ms;
    sdn_code code = sdn__postgres_open(uri, &options, &connection, err);
    if (code != SDN_OK)
        return code;
    pg_comparison c = {.db = sdn__postgres_of(connection), .wish = wish, .findings = findings};
    c.printer = (sql_printer){&findings->fixes, &arena, SQL_POSTGRESQL};
    code = run_in_transaction(&c, run, err);
    sdn__postgres_close(connection);
    sdn_arena_release(&arena);
    return code;
}

static sdn_code check_postgresql(const char *uri, const live_wish *wish, live_findings *findings, sdn_error *err)
{
    return with_connection(uri, wish, findings, compare_live, err);
}

static sdn_code apply_postgresql(const char *uri, const live_wish *wish, live_findings *findings, sdn_error *err)
{
    return with_connection(uri, wish, findings, apply_comparison, err);
}

static const char *const postgresql_schemes[] = {"postgresql", "postgres", NULL};

const live_database live_postgresql = {postgresql_schemes, SQL_POSTGRESQL, "", check_postgresql, apply_postgresql};
