/* The verb `ddl`. */
#include "commands/verbs.h"

#include <string.h>

#include <sdn/store.h>

#include "base/alloc.h"
#include "commands/ddl.h"

static const verb_option ddl_verb_options[] = {
    {"--dialect", "-d", "DIALECT", "sqlite|postgresql", "the database that the SQL is for", false},
    {"--namespace", NULL, "NAME", NULL,
     "the schema of PostgreSQL for the tables, which must exist, instead of the first of the search path", false},
    {"--log-days", NULL, "N", NULL,
     "delete rows of sdn_log that are older than this now and then; 30 if it is not given, 0 keeps all", false},
    {"--check", NULL, "URI", NULL, "say in what the tables of this database differ, instead of printing SQL", false},
    {"--apply", NULL, "URI", NULL, "make what is missing in this database, and print the SQL that was run", false},
    {"--lock-timeout", NULL, "SECONDS", NULL, "how long to wait for the lock of the database; 10 if not given", false},
    {"-I", NULL, "DIR", NULL, "where imports are looked for, after the directory of the importing file", true},
    {0},
};

/* --check and --apply. */
static command_status read_database(const verb_invocation *call, command_report *report, ddl_options *options)
{
    options->applies = invocation_has(call, "--apply");
    options->uri = invocation_value(call, options->applies ? "--apply" : "--check");
    options->lock_timeout_ms = sdn_options_default().lock_timeout_ms;
    if (invocation_lock_timeout(call, report, &options->lock_timeout_ms) != COMMAND_FINE)
        return COMMAND_FAILED;
    options->live = options->uri != NULL ? live_database_of(options->uri) : NULL;
    if (options->uri != NULL && options->live == NULL)
        return usage_error(
            call, report,
            "the value of %s is no URI of a database that this sdnc was built with: sqlite:todo.db with the CMake "
            "option SDN_SQLITE, postgresql://host/todo with SDN_POSTGRES",
            options->applies ? "--apply" : "--check"); /* the value may have a password */
    return invocation_exclude(call, report, "--check", "--apply");
}

static command_status read_dialect(const verb_invocation *call, command_report *report, ddl_options *options)
{
    const char *dialect = invocation_value(call, "--dialect");
    if (options->live != NULL) {
        options->dialect = options->live->dialect;
        return invocation_exclude(call, report, "--dialect", options->applies ? "--apply" : "--check");
    }
    if (dialect == NULL)
        return usage_error(call, report, "no database given; use --dialect sqlite or --dialect postgresql");
    options->dialect = strcmp(dialect, "sqlite") == 0 ? SQL_SQLITE : SQL_POSTGRESQL;
    return COMMAND_FINE;
}

static command_status read_namespace(const verb_invocation *call, command_report *report, ddl_options *options)
{
    const char *name = invocation_value(call, "--namespace");
    options->namespace = name;
    if (name != NULL && options->dialect != SQL_POSTGRESQL)
        return usage_error(call, report, "--namespace is for PostgreSQL");
    if (name != NULL && (name[0] == '\0' || strlen(name) > SQL_POSTGRESQL_NAME_MOST))
        return usage_error(call, report, "--namespace is a name of 1 to %d bytes", (int)SQL_POSTGRESQL_NAME_MOST);
    return COMMAND_FINE;
}

static command_status read_log_days(const verb_invocation *call, command_report *report, ddl_options *options)
{
    options->has_log_days = invocation_has(call, "--log-days");
    return invocation_number(call, report, "--log-days", DDL_LOG_DAYS_MOST, DDL_LOG_DAYS, &options->log_days);
}

static command_status check_ddl_inputs(const verb_invocation *call, command_report *report)
{
    size_t inputs = 0;
    for (size_t i = 0; i < call->operand_count; i++)
        inputs += strcmp(call->operands[i], "-") == 0;
    return inputs > 1 ? usage_error(call, report, "standard input is given twice") : COMMAND_FINE;
}

static command_status run_ddl(const verb_invocation *call, command_report *report)
{
    const char **import_dirs = sdn__alloc_zeroed(call->given_count + 1, sizeof *import_dirs);
    if (import_dirs == NULL)
        return report_out_of_memory(report);
    ddl_options options = {
        .schemas = {.files = call->operands, .file_count = call->operand_count, .import_dirs = import_dirs},
        .style = call->style,
    };
    options.schemas.import_dir_count = invocation_values(call, "-I", import_dirs);
    command_status status = read_database(call, report, &options);
    if (status == COMMAND_FINE)
        status = read_dialect(call, report, &options);
    if (status == COMMAND_FINE)
        status = read_namespace(call, report, &options);
    if (status == COMMAND_FINE)
        status = read_log_days(call, report, &options);
    if (status == COMMAND_FINE)
        status = check_ddl_inputs(call, report);
    if (status == COMMAND_FINE)
        status = command_ddl(&options, report);
    sdn__free(import_dirs);
    return status;
}

const verb verb_ddl = {
    .name = "ddl",
    .usage = "(--dialect DIALECT | --check URI | --apply URI) [--namespace NAME] [--log-days N] "
             "[--lock-timeout SECONDS] [-I DIR]... SCHEMA...",
    .summary = "print the SQL that makes the tables of schemas in a database",
    .description =
        "Prints SQL for SQLite or PostgreSQL: a table for each record type, with the rules of the schema as "
        "constraints, "
        "its key, indexes and references, and triggers that count the versions of the table and log which rows each "
        "one "
        "changed. All of it is one transaction, which fails if one of the tables exists already.\n"
        "\n"
        "The text depends on the schemas alone, so it can be kept in the repository beside them: the difference shows "
        "what a change of a schema means for a database. Tables of imports are not printed unless they are "
        "given too.\n"
        "\n"
        "The triggers delete what is older than --log-days in the log. It is one for all tables of a database, so the "
        "SQL that was run last decides.\n"
        "\n"
        "With --check, a database such as sqlite:todo.db or postgresql://host/todo is compared with that: columns, "
        "rules, "
        "indexes, triggers, and the hash of the schema in sdn_meta. With --apply, tables, columns, indexes and "
        "triggers "
        "that are missing are made in it, in one transaction; on PostgreSQL rules and functions too. Nothing is if "
        "something else differs, or rows that are there would need a value: that needs a migration, which is yours to "
        "write; statements that may be part of it stand on lines of their own, behind four blanks. Columns, and rules "
        "that "
        "are about them alone, indexes and tables that the schema does not know are left alone; so is how long the log "
        "is "
        "kept, "
        "unless --log-days is given.",
    .exit_codes =
        "1 if a schema has a mistake, or a name or default that the database cannot have, or the database differs, or "
        "needs a migration; 2 if the command line is wrong or a file or database cannot be read; 3 if the database was "
        "locked.",
    .examples = "# A new database with the tables\n"
                "sdnc ddl --dialect sqlite todo.schema | sqlite3 -bail todo.db\n"
                "# The same on a server\n"
                "sdnc ddl --dialect postgresql todo.schema | psql -v ON_ERROR_STOP=1 work\n"
                "# Whether a database is as the schema wants it\n"
                "sdnc ddl --check sqlite:todo.db todo.schema\n"
                "# What is missing on a server is made\n"
                "sdnc ddl --apply postgresql://host/todo todo.schema",
    .options = ddl_verb_options,
    .operands_min = 1,
    .operands_max = SIZE_MAX,
    .operands = VERB_SCHEMA_FILE,
    .run = run_ddl,
};
