/*
 * Processes that add records to one store at once, through begin, insert, commit: exactly the acknowledged records are
 * there in the end. And a holder killed with SIGKILL in its transaction hardly delays the next one.
 *
 * store_processes [processes adds kills [ms]]   (default 4 250 25 100; `ms` is the longest delay)
 */
#define _DEFAULT_SOURCE
#define _XOPEN_SOURCE 700

#include "test.h"

#include "child.h"
#include "files.h"
#include "tempdir.h"

#include "todo.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_PROCESSES = 64, MOST_ADDS = 100000, MOST_KILLS = 10000, MOST_MS = 60000 };

static int processes = 4;
static int adds = 250;
static int kills = 25;
static int most_delay_ms = 100;

static bool add_one(todo_store *store, const char *description)
{
    todo values;
    todo_init(&values);
    values.description = sdn_str_from(description);
    return todo_store_begin(store, NULL) == SDN_OK && todo_store_insert(store, &values, NULL) != NULL &&
           todo_store_commit(store, NULL) == SDN_OK;
}

static int add_many(child *parent, void *context)
{
    (void)parent;
    todo_store *store = todo_store_open("todo_db.sdn", NULL, NULL);
    for (int i = 0; i < adds; i++) {
        char description[64];
        snprintf(description, sizeof description, "%s.%d", (const char *)context, i);
        if (!add_one(store, description))
            return 1;
    }
    todo_store_close(store);
    return 0;
}

/* Every process's records are there, each once, and ids are 1, 2, 3, ... */
static void check_all(void)
{
    static unsigned char seen[MOST_PROCESSES][MOST_ADDS];
    sdn_error err = {0};
    const sdn_problem *problems;
    memset(seen, 0, sizeof seen);
    todo_store *store = todo_store_open("todo_db.sdn", NULL, &err);
    assert_non_null(store);
    assert_int_equal(todo_store_problems(store, &problems), 0);
    assert_int_equal(todo_store_count(store), processes * adds);
    int number = 0;
    todo_cursor cursor = todo_store_all(store);
    for (const todo *t; (t = todo_cursor_next(&cursor)) != NULL;) {
        int process, add;
        assert_int_equal(sscanf(t->description.ptr, "%d.%d", &process, &add), 2);
        assert_int_equal(seen[process][add]++, 0);
        assert_int_equal(atoi(t->id.ptr), ++number);
    }
    todo_store_close(store);
}

static void concurrent_adds_leave_exactly_the_acknowledged_records(void **state)
{
    (void)state;
    char names[MOST_PROCESSES][16];
    child children[MOST_PROCESSES];
    double start = now_ms();
    for (int i = 0; i < processes; i++) {
        snprintf(names[i], sizeof names[i], "%d", i);
        children[i] = child_start(add_many, names[i]);
    }
    for (int i = 0; i < processes; i++)
        assert_int_equal(child_finish(&children[i]), 0);
    double took = now_ms() - start;
    check_all();
    assert_int_equal(count_names(".lock"), 0);
    assert_int_equal(count_names(".tmp"), 0);
    printf("%d processes x %d adds: %d records, %.0f adds/s\n", processes, adds, processes * adds,
           1000.0 * processes * adds / took);
}

static int hold(child *parent, void *context)
{
    (void)context;
    todo_store *store = todo_store_open("todo_db.sdn", NULL, NULL);
    todo values;
    todo_init(&values);
    if (todo_store_begin(store, NULL) != SDN_OK || todo_store_insert(store, &values, NULL) == NULL)
        return 1;
    child_say(parent);
    for (;;)
        pause();
}

static int by_size(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static void a_killed_holder_delays_the_next_begin_by_less_than_100_ms(void **state)
{
    (void)state;
    static double delays[MOST_KILLS];
    sdn_error err = {0};
    todo_store *store = todo_store_open("todo_db.sdn", NULL, &err);
    assert_non_null(store);
    for (int i = 0; i < kills; i++) {
        child holder = child_start(hold, NULL);
        assert_true(child_hear(&holder));
        child_kill(&holder);
        double start = now_ms();
        assert_ok(todo_store_begin(store, &err), err);
        delays[i] = now_ms() - start;
        todo_store_rollback(store);
        assert_true(delays[i] < most_delay_ms);
    }
    assert_int_equal(todo_store_count(store), 0);
    todo_store_close(store);
    qsort(delays, (size_t)kills, sizeof delays[0], by_size);
    printf("%d killed holders: the next begin took %.2f ms at the median, %.2f ms at most\n", kills, delays[kills / 2],
           delays[kills - 1]);
}

static int number(const char *text, int most)
{
    int value = atoi(text);
    if (value < 1 || value > most) {
        fprintf(stderr, "store_processes: %s is not a number from 1 to %d\n", text, most);
        exit(2);
    }
    return value;
}

int main(int argc, char **argv)
{
    if (argc >= 4) {
        processes = number(argv[1], MOST_PROCESSES);
        adds = number(argv[2], MOST_ADDS);
        kills = number(argv[3], MOST_KILLS);
        most_delay_ms = argc > 4 ? number(argv[4], MOST_MS) : most_delay_ms;
    }
    const struct CMUnitTest tests[] = {
        TEST_IN_TEMPDIR(concurrent_adds_leave_exactly_the_acknowledged_records),
        TEST_IN_TEMPDIR(a_killed_holder_delays_the_next_begin_by_less_than_100_ms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
