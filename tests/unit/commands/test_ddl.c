#include "test.h"

#include "compile_text.h"
#include "faults.h"
#include "files.h"
#include "tempdir.h"

#include <string.h>

#include "commands/ddl.h"

typedef struct ddl_result {
    command_status status;
    command_report report;
} ddl_result;

static ddl_result run_ddl(sql_dialect dialect, const char *file)
{
    ddl_options options = {.dialect = dialect, .schemas = {.files = &file, .file_count = 1}};
    ddl_result r = {COMMAND_FINE, COMMAND_REPORT_INIT};
    r.status = command_ddl(&options, &r.report);
    return r;
}

static void end(ddl_result *r)
{
    sdn__buffer_release(&r->report.out);
    sdn__buffer_release(&r->report.err);
}

/* Whether there is a part in what was printed. */
static bool has(const sdn_buffer *text, const char *part)
{
    size_t len = strlen(part);
    for (size_t i = 0; i + len <= text->len; i++)
        if (memcmp(text->bytes + i, part, len) == 0)
            return true;
    return false;
}

static int make_schemas(void **state)
{
    if (tempdir_enter(state) != 0)
        return -1;
    write_file("a.schema",
               "import \"b.schema\";\n"
               "enum E { x, y = \"it's\\n\" }\n"
               "/// doc\n"
               "record A in a { key (k, t); k : u64; t : timestamp; e : E = y; l : [E] = [x, y]; r : string? "
               "references B on delete clear; d : string unique; s : [string] nonempty; u : [u64] = [1] "
               "range 1..18446744073709551615; index by r, d; }");
    write_file("b.schema", "record B in b { key id : string; } record Event in events { what : f64 range 0..1; }");
    write_file("bad.schema", "import \"b.schema\"; record A in sdn_log { xmin : y; }");
    write_file("names.schema", "record A in sdn_log { xmin : u32 column \"sdn_row\"; a : date = \"0000-01-01\"; }");
    return 0;
}

#define TEST_WITH_SCHEMAS(function) cmocka_unit_test_setup_teardown(function, make_schemas, tempdir_leave)

static void tables_of_imports_are_referred_to_but_not_made(void **state)
{
    (void)state;
    for (int dialect = SQL_SQLITE; dialect <= SQL_POSTGRESQL; dialect++) {
        ddl_result r = run_ddl((sql_dialect)dialect, "a.schema");
        assert_int_equal(r.status, COMMAND_FINE);
        assert_true(has(&r.report.out, "CREATE TABLE \"a\" ("));
        assert_true(has(&r.report.out, "REFERENCES \"b\" (\"id\") ON DELETE SET NULL"));
        assert_false(has(&r.report.out, "CREATE TABLE \"b\" ("));
        assert_true(has(&r.report.out, "from a.schema."));
        assert_true(has(&r.report.out, "\n-- a.r refers to table b, which must be there.\n"));
        end(&r);
    }
}

static void nothing_is_printed_of_a_schema_with_a_mistake(void **state)
{
    static const struct {
        const char *file;
        command_status status;
        const char *part;
    } cases[] = {
        {"bad.schema", COMMAND_FINDINGS, "unknown type 'y'"},
        {"names.schema", COMMAND_FINDINGS, "names.schema:1:13: error: every database has a table 'sdn_log' of sdnc"},
        {"missing.schema", COMMAND_FAILED, "missing.schema"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ddl_result r = run_ddl(SQL_SQLITE, cases[i].file);
        assert_int_equal(r.status, cases[i].status);
        assert_int_equal(r.report.out.len, 0);
        assert_true(has(&r.report.err, cases[i].part));
        end(&r);
    }
}

/* Every allocation in turn fails: the command says so, or prints all of it. */
static void lack_of_memory_is_reported_by_ddl(void **state)
{
    static const char *const inputs[] = {"a.schema", "b.schema", "names.schema"};
    (void)state;
    for (size_t i = 0; i < 2 * sizeof inputs / sizeof inputs[0]; i++)
        for (int nth = 1;; nth++) {
            faults_arm_memory(nth);
            ddl_result r = run_ddl((sql_dialect)(i % 2), inputs[i / 2]);
            bool fired = faults_fired_memory();
            if (r.status == COMMAND_FINE)
                assert_true(has(&r.report.out, "\nCOMMIT;\n"));
            else if (fired && i / 2 < 2)
                assert_int_equal(r.status, COMMAND_FAILED);
            end(&r);
            if (!fired)
                break;
        }
    faults_remove();
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_SCHEMAS(tables_of_imports_are_referred_to_but_not_made),
        TEST_WITH_SCHEMAS(nothing_is_printed_of_a_schema_with_a_mistake),
        TEST_WITH_SCHEMAS(lack_of_memory_is_reported_by_ddl),
    };
    return run_cases(argc, argv, tests);
}
