/* That programs find no difference between a text file and a SQLite database (support/same_programs.h). */
#include "test.h"

#include "same_programs.h"
#include "sqlite_tables.h"
#include "tempdir.h"

#include <sdn/sqlite.h>

#include <stdio.h>

static void make_in_database(const sdn_record_type *type)
{
    make_table("x.db", type);
}

static void remove_database(void)
{
    remove("x.db");
    remove("x.db-wal");
    remove("x.db-shm");
}

static void programs_find_no_difference(void **state)
{
    (void)state;
    static const same_programs programs = {"sqlite:x.db", 3, make_in_database, remove_database};
    assert_int_equal(sdn_sqlite_use(NULL), SDN_OK);
    run_same_programs(&programs);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {TEST_IN_TEMPDIR(programs_find_no_difference)};
    return run_cases(argc, argv, tests);
}
