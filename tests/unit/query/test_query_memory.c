/* What happens when memory runs out: it is said, nothing is half done, and nothing leaks (which sanitizers see). */
#include "test.h"

#include <string.h>

#include "faults.h"
#include "rows/record_order.h"
#include "query/where.h"
#include "todo.h"

/* Compiles an expression with each allocation failing once. */
static void compile_without_memory(const char *expression)
{
    bool fired = true;
    for (int nth = 1; fired; nth++) {
        sdn_arena arena = SDN_ARENA_INIT;
        diag_list diags;
        diag_list_init(&diags, &arena);
        faults_arm_memory(nth);
        where *compiled = where_compile("where", expression, &todo_record_type, &arena, &diags);
        fired = faults_fired_memory();
        faults_remove();
        assert_int_equal(diags.out_of_memory, fired);
        if (fired)
            assert_null(compiled);
        where_release(compiled);
        diag_list_release(&diags);
        sdn_arena_release(&arena);
    }
}

static void a_compilation_fails_with_any_allocation(void **state)
{
    static const char *const expressions[] = {
        "status = open and (line > 5 or area in (a, b, 'c''d')) and not valid and file ~ '^x' and blocked has 9",
        "status in (open, 'wip', 'other') or issue absent or id > 5 or [area] = [file]",
        "status = opne",
        "lnie = 5",
        "nothing_like_it = 5",
        "status = nothing_like_it",
        "line >",
        "line == 5",
        "file ~ '('",
        "",
    };
    (void)state;
    for (size_t i = 0; i < sizeof expressions / sizeof expressions[0]; i++)
        compile_without_memory(expressions[i]);
}

static void a_list_of_fields_fails_with_any_allocation(void **state)
{
    static const char *const lists[] = {"id,-line,[area]", "id,lnie", "nothing_like_it", "id,id", "[id"};
    (void)state;
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        bool fired = true;
        for (int nth = 1; fired; nth++) {
            sdn_arena arena = SDN_ARENA_INIT;
            diag_list diags;
            field_choices choices = {0};
            diag_list_init(&diags, &arena);
            faults_arm_memory(nth);
            bool fine = field_choices_read("fields", lists[i], &todo_record_type, &arena, &diags, &choices);
            fired = faults_fired_memory();
            faults_remove();
            assert_int_equal(diags.out_of_memory, fired);
            assert_false(fired && fine);
            diag_list_release(&diags);
            sdn_arena_release(&arena);
        }
    }
}

static void a_sort_that_fails_changes_nothing(void **state)
{
    todo records[3];
    const void *sorted[3];
    field_choice choice = {TODO_FIELD_LINE, true};
    record_order order = {&todo_record_type, {&choice, 1}};
    (void)state;
    for (uint32_t i = 0; i < 3; i++) {
        records[i] = *(const todo *)todo_record_type.defaults;
        records[i].line = i;
        sorted[i] = &records[i];
    }
    faults_arm_memory(1);
    assert_int_equal(record_order_sort(&order, sorted, 3), -1);
    faults_remove();
    assert_ptr_equal(sorted[0], &records[0]);
    assert_int_equal(record_order_sort(&order, sorted, 3), 0);
    assert_ptr_equal(sorted[0], &records[2]);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_compilation_fails_with_any_allocation),
        cmocka_unit_test(a_list_of_fields_fails_with_any_allocation),
        cmocka_unit_test(a_sort_that_fails_changes_nothing),
    };
    return run_cases(argc, argv, tests);
}
