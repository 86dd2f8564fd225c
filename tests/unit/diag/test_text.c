#include "test.h"

#include "faults.h"
#include "compile_text.h"

#include <string.h>

#include "diag/text.h"

static void text_grows_by_format_and_repetition(void **state)
{
    sdn_buffer text = SDN_BUFFER_INIT;
    (void)state;
    assert_str(text_view(&text), "");
    text_printf(&text, "%d-%s", 12, "x");
    text_repeat(&text, '.', 3);
    text_repeat(&text, '.', 0);
    assert_str(text_view(&text), "12-x...");
    sdn__buffer_release(&text);
}

static void a_copy_outlives_the_buffer(void **state)
{
    sdn_arena arena = SDN_ARENA_INIT;
    sdn_buffer text = SDN_BUFFER_INIT;
    (void)state;
    text_printf(&text, "abc");
    sdn_str copy = text_copy(&text, &arena);
    sdn__buffer_release(&text);
    assert_str(copy, "abc");
    assert_int_equal(copy.ptr[3], '\0');
    sdn_arena_release(&arena);
}

static void lack_of_memory_is_remembered(void **state)
{
    sdn_arena arena = SDN_ARENA_INIT;
    sdn_buffer text = SDN_BUFFER_INIT;
    (void)state;
    faults_arm_memory(1);
    text_printf(&text, "abc");
    text_printf(&text, "def");
    faults_remove();
    assert_true(text.out_of_memory);
    assert_null(text_copy(&text, &arena).ptr);
    sdn__buffer_release(&text);
    sdn_arena_release(&arena);
}

static int remember_the_system(void **state)
{
    (void)state;
    faults_begin();
    return 0;
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_grows_by_format_and_repetition),
        cmocka_unit_test(a_copy_outlives_the_buffer),
        cmocka_unit_test(lack_of_memory_is_remembered),
    };
    return run_cases_with(argc, argv, tests, remember_the_system, NULL);
}
