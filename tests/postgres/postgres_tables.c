#include "test.h"

#include "postgres_tables.h"

#include <sdn/postgres.h>

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>

const test_place place = {URI, true, sdn_postgres_use, make_tables, drop_tables, skipped_cases};

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
    text[0] = '\0';
    size_t used = 0;
    for (int row = 0; row < PQntuples(result) && used < sizeof text; row++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s", row > 0 ? "," : "",
                                 PQgetisnull(result, row, 0) == 1 ? "NULL" : PQgetvalue(result, row, 0));
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
    char *sql = ddl_of("postgresql", types, count);
    run_sql(sql);
    free(sql);
}
