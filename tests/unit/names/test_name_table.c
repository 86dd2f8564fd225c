#include "test.h"

#include <stdio.h>
#include <string.h>

#include "names/name_table.h"

static void names_lead_to_their_first_values(void **state)
{
    static char names[1000][8];
    sdn_arena arena = SDN_ARENA_INIT;
    name_table table = {.arena = &arena};
    (void)state;
    assert_null(name_table_find(&table, SDN_STR("n1")));
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 1000; i++) {
            static const char other = 'x';
            snprintf(names[i], sizeof names[i], "n%d", i);
            const void *value = round == 0 ? names[i] : &other;
            assert_int_equal(name_table_add(&table, sdn_str_from(names[i]), &value), 0);
            assert_ptr_equal(value, names[i]);
        }
    assert_int_equal(table.count, 1000);
    assert_ptr_equal(name_table_find(&table, SDN_STR("n77")), names[77]);
    assert_null(name_table_find(&table, SDN_STR("n1000")));
    sdn_arena_release(&arena);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_lead_to_their_first_values),
    };
    return run_cases(argc, argv, tests);
}
