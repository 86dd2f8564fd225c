#include "test.h"

#include "postgres_tables.h"

#include <libpq-fe.h>
#include <stdlib.h>
#include <string.h>

#include "diag/text.h"
#include "sql/ddl.h"

static void ignore_notices(void *context, const char *message)
{
    (void)context;
    (void)message;
}

static PGconn *connect_to_server(void)
{
    PGconn *db = PQconnectdb(URI);
    PQsetNoticeProcessor(db, ignore_notices, NULL);
    return db;
}

bool try_sql(const char *sql)
{
    PGconn *db = connect_to_server();
    PGresult *result = PQstatus(db) == CONNECTION_OK ? PQexec(db, sql) : NULL;
    bool ok = PQresultStatus(result) == PGRES_COMMAND_OK || PQresultStatus(result) == PGRES_TUPLES_OK;
    PQclear(result);
    PQfinish(db);
    return ok;
}

void run_sql(const char *sql)
{
    PGconn *db = connect_to_server();
    PGresult *result = PQexec(db, sql);
    if (PQresultStatus(result) != PGRES_COMMAND_OK && PQresultStatus(result) != PGRES_TUPLES_OK)
        fail_msg("%s: %s", PQerrorMessage(db), sql);
    PQclear(result);
    PQfinish(db);
}

const char *sql_text(const char *sql)
{
    static char text[4096];
    PGconn *db = connect_to_server();
    PGresult *result = PQexec(db, sql);
    if (PQresultStatus(result) != PGRES_TUPLES_OK)
        fail_msg("%s: %s", PQerrorMessage(db), sql);
    const char *found = PQntuples(result) == 0           ? ""
                        : PQgetisnull(result, 0, 0) == 1 ? "NULL"
                                                         : PQgetvalue(result, 0, 0);
    strncpy(text, found, sizeof text - 1);
    PQclear(result);
    PQfinish(db);
    return text;
}

void drop_tables(void)
{
    run_sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
}

void make_tables(const sdn_record_type *const *types, size_t count)
{
    sdn_buffer out = SDN_BUFFER_INIT;
    sdn_arena arena = SDN_ARENA_INIT;
    sql_printer printer = {&out, &arena, SQL_POSTGRESQL};
    ddl_table tables[4];
    ddl_request request = {.tables = tables, .count = count, .log_days = DDL_LOG_DAYS};
    assert_true(count <= sizeof tables / sizeof tables[0]);
    for (size_t i = 0; i < count; i++)
        tables[i] = (ddl_table){types[i], "test.schema"};
    ddl_print(&printer, &request);
    const char *sql = sql_taken(&printer, &out);
    run_sql(sql);
    sdn_arena_release(&arena);
}

void make_table(const sdn_record_type *type)
{
    make_tables(&type, 1);
}
