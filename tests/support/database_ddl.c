#include "test.h"

#include "database.h"

#include <stdlib.h>
#include <string.h>

#include "diag/text.h"
#include "sql/ddl.h"

char *ddl_of(const char *dialect, const sdn_record_type *const *types, size_t count)
{
    sdn_buffer out = SDN_BUFFER_INIT;
    sdn_arena arena = SDN_ARENA_INIT;
    sql_printer printer = {&out, &arena, strcmp(dialect, "sqlite") == 0 ? SQL_SQLITE : SQL_POSTGRESQL};
    ddl_table tables[16];
    ddl_request request = {.tables = tables, .count = count, .log_days = DDL_LOG_DAYS};
    assert_true(count <= sizeof tables / sizeof tables[0]);
    for (size_t i = 0; i < count; i++)
        tables[i] = (ddl_table){types[i], "test.schema"};
    ddl_print(&printer, &request);
    const char *sql = sql_taken(&printer, &out);
    char *copy = malloc(strlen(sql) + 1);
    assert_non_null(copy);
    strcpy(copy, sql);
    sdn_arena_release(&arena);
    return copy;
}

void make_table(const sdn_record_type *type)
{
    make_tables(&type, 1);
}
