#include "test.h"

#include "faults.h"
#include "tempdir.h"

#include "base/buffer.h"

/* ---- buffer and allocation ---- */

static void buffer_grows_at_the_end(void **state)
{
    (void)state;
    sdn_buffer buffer = SDN_BUFFER_INIT;
    for (int i = 0; i < 1000; i++)
        sdn__buffer_add_str(&buffer, SDN_STR("abc"));
    sdn__buffer_add(&buffer, NULL, 0);
    assert_int_equal(buffer.len, 3000);
    assert_memory_equal(buffer.bytes + 2997, "abc", 3);
    sdn__buffer_release(&buffer);
    assert_int_equal(buffer.len, 0);
    assert_null(buffer.bytes);
}

static void buffer_remembers_that_memory_ran_out(void **state)
{
    (void)state;
    sdn_buffer buffer = SDN_BUFFER_INIT;
    sdn__buffer_add_str(&buffer, SDN_STR("abc"));
    faults_arm_memory(1);
    sdn__buffer_reserve(&buffer, 1000);
    assert_true(buffer.out_of_memory);
    sdn__buffer_add_str(&buffer, SDN_STR("d"));
    assert_int_equal(buffer.len, 3);
    sdn__buffer_release(&buffer);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(buffer_grows_at_the_end),
        TEST_IN_TEMPDIR(buffer_remembers_that_memory_ran_out),
    };
    return run_cases(argc, argv, tests);
}
