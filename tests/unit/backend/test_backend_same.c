/* That programs find no difference between a text file and a backend that gives records (support/same_programs.h). */
#include "test.h"

#include "memory_backend.h"
#include "same_programs.h"
#include "tempdir.h"

static void make_nothing(const sdn_record_type *type)
{
    (void)type;
}

static void forget_records(void)
{
    memory_backend_leave(NULL);
}

static void forget_and_give_all(void)
{
    memory_backend_leave(NULL);
    memory_state.knows_no_changes = true;
}

static void programs_find_no_difference(void **state)
{
    (void)state;
    static const same_programs programs = {"memory:", 1, make_nothing, forget_records};
    assert_int_equal(memory_backend_enter(NULL), 0);
    run_same_programs(&programs);
}

static void nor_if_the_backend_gives_all_records_each_time(void **state)
{
    (void)state;
    static const same_programs programs = {"memory:", 1, make_nothing, forget_and_give_all};
    assert_int_equal(memory_backend_enter(NULL), 0);
    memory_state.knows_no_changes = true;
    run_same_programs(&programs);
    assert_int_equal(memory_backend_leave(NULL), 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_IN_TEMPDIR(programs_find_no_difference),
        TEST_IN_TEMPDIR(nor_if_the_backend_gives_all_records_each_time),
    };
    return run_cases(argc, argv, tests);
}
