/* That programs find no difference between a text file and a PostgreSQL database (support/same_programs.h). */
#include "test.h"

#include "postgres_tables.h"
#include "same_programs.h"
#include "tempdir.h"

#include <sdn/postgres.h>

static void programs_find_no_difference(void **state)
{
    (void)state;
    static const same_programs programs = {URI, 3, make_table, drop_tables};
    assert_int_equal(sdn_postgres_use(NULL), SDN_OK);
    drop_tables(); /* of another test */
    run_same_programs(&programs);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {TEST_IN_TEMPDIR(programs_find_no_difference)};
    return run_cases(argc, argv, tests);
}
