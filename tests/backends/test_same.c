/* That programs find no difference between a text file and a database (support/same_programs.h). */
#include "test.h"

#include "place.h"
#include "same_programs.h"
#include "tempdir.h"

static void programs_find_no_difference(void **state)
{
    (void)state;
    const same_programs programs = {place.uri, 3, make_table_at_place, place.drop_tables};
    assert_int_equal(place.use(NULL), SDN_OK);
    place.drop_tables(); /* of another test */
    run_same_programs(&programs);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {TEST_IN_TEMPDIR(programs_find_no_difference)};
    return run_cases(argc, argv, tests);
}
