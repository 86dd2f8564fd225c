/* That generated walks go by the right fields of the right index, in the order of each type. Runs code of golden/ok. */
#include "test.h"

#include "tempdir.h"
#include "types.h"
#include "walks.h"

#include <stdio.h>
#include <string.h>

static sdn_error err;
static sdn_file *file;
static sample_store *samples;
static visit_store *visits;
static meeting_store *meetings;

static int enter(void **state)
{
    if (tempdir_enter(state) != 0)
        return -1;
    file = sdn_file_open("x.sdn", NULL, &err);
    samples = sample_store_in_file(file, &err);
    visits = visit_store_in_file(file, &err);
    meetings = meeting_store_in_file(file, &err);
    return samples != NULL && visits != NULL && meetings != NULL ? 0 : -1;
}

static int leave(void **state)
{
    sdn_file_close(file);
    return tempdir_leave(state);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, enter, leave)

/* ---- every type ---- */

static const sdn_timestamp moments[] = {{-1, 500000000}, {0, 0}, {0, 1}, {0, 2}, {1, 0}};
static const sdn_date days[] = {{0, 12, 31}, {1, 1, 1}, {1999, 12, 31}, {2000, 1, 1}, {2000, 1, 2}};
static const char *const texts[] = {"", "B", "a", "aa", "b"};
static const double reals[] = {-1e300, -0.5, 0, 1e-300, 2};

enum { SAMPLES = 5 };

/* Sample number `i` of five has value number `i` of each type; the optional ones are absent in the first. */
static void insert_sample(int i)
{
    char name[2] = {(char)('1' + i), '\0'};
    sample s;
    sample_init(&s);
    s.name = sdn_str_from(name);
    s.text = sdn_str_from(texts[i]);
    s.truth = i > 2;
    s.small = (i - 2) * 1000000000;
    s.large = (i - 2) * INT64_C(4000000000000000000);
    s.number = (uint32_t)i * 1000000000u;
    s.huge = (uint64_t)i * UINT64_C(4000000000000000000);
    s.real = reals[i];
    s.day = days[i];
    s.moment = moments[i];
    s.level = (level)(i / 2);
    s.mood = (mood)(i < 4 ? i : 3);
    s.mood_text = SDN_STR("another");
    s.has_maybe_text = s.has_maybe_moment = i > 0;
    s.maybe_text = sdn_str_from(i > 0 ? texts[i] : "");
    if (i > 0)
        s.maybe_moment = moments[i];
    assert_ok(sample_store_insert(samples, &s, &err) != NULL ? SDN_OK : err.code, err);
}

/* In an order that is none of the indexes'. */
static void insert_samples(void)
{
    static const int order[] = {3, 0, 4, 2, 1};
    for (int i = 0; i < SAMPLES; i++)
        insert_sample(order[i]);
}

static const char *names(sample_cursor cursor)
{
    static char all[32];
    size_t used = 0;
    for (const sample *each; (each = sample_cursor_next(&cursor)) != NULL && used + 1 < sizeof all;)
        all[used++] = each->name.ptr[0];
    all[used] = '\0';
    return all;
}

static void each_type_has_its_order(void **state)
{
    (void)state;
    insert_samples();
    const sample_cursor walks[] = {
        sample_store_sorted_by_text(samples),   sample_store_sorted_by_truth(samples),
        sample_store_sorted_by_small(samples),  sample_store_sorted_by_large(samples),
        sample_store_sorted_by_number(samples), sample_store_sorted_by_huge(samples),
        sample_store_sorted_by_real(samples),   sample_store_sorted_by_day(samples),
        sample_store_sorted_by_moment(samples), sample_store_sorted_by_level(samples),
        sample_store_sorted_by_mood(samples),   sample_store_all(samples),
    };
    for (size_t i = 0; i < sizeof walks / sizeof walks[0]; i++) {
        assert_string_equal(names(walks[i]), "12345");
        assert_string_equal(names(sample_cursor_reverse(walks[i])), "54321");
    }
}

static void each_type_has_ranges(void **state)
{
    (void)state;
    insert_samples();
    const sample_cursor walks[] = {
        sample_store_between_text(samples, "B", "aa"),
        sample_store_between_small(samples, -1000000000, 1000000000),
        sample_store_between_large(samples, INT64_C(-4000000000000000000), INT64_C(4000000000000000001)),
        sample_store_between_number(samples, 1, 3999999999u),
        sample_store_between_huge(samples, 1, UINT64_C(15999999999999999999)),
        sample_store_between_real(samples, -0.5, 1e-300),
        sample_store_between_day(samples, days[1], days[3]),
        sample_store_between_moment(samples, moments[1], moments[3]),
    };
    for (size_t i = 0; i < sizeof walks / sizeof walks[0]; i++) {
        assert_string_equal(names(walks[i]), "234");
        assert_string_equal(names(sample_cursor_reverse(walks[i])), "432");
    }
    assert_string_equal(names(sample_store_between_level(samples, LEVEL_MID, LEVEL_HIGH)), "345");
    assert_string_equal(names(sample_store_between_mood(samples, MOOD_SO_SO, MOOD_OTHER_)), "345");
    assert_string_equal(names(sample_store_between_level(samples, LEVEL_HIGH, LEVEL_LOW)), "");
}

static void a_text_that_is_null_is_an_open_end(void **state)
{
    (void)state;
    insert_samples();
    assert_string_equal(names(sample_store_between_text(samples, "a", NULL)), "345");
    assert_string_equal(names(sample_store_between_text(samples, NULL, "a")), "123");
    assert_string_equal(names(sample_store_between_text(samples, NULL, NULL)), "12345");
    assert_string_equal(names(sample_store_between(samples, "2", NULL)), "2345");
    assert_string_equal(names(sample_store_between(samples, NULL, "2")), "12");
}

static void texts_are_found_by_their_start(void **state)
{
    (void)state;
    insert_samples();
    assert_string_equal(names(sample_store_starting_text(samples, "a")), "34");
    assert_string_equal(names(sample_store_starting_text(samples, "")), "12345");
    assert_string_equal(names(sample_store_starting(samples, "4")), "4");
    assert_string_equal(names(sample_store_starting_maybe_text(samples, "")), "2345");
}

static void absent_values_are_in_no_order(void **state)
{
    (void)state;
    insert_samples();
    assert_string_equal(names(sample_store_sorted_by_maybe_text(samples)), "2345");
    assert_string_equal(names(sample_store_between_maybe_moment(samples, moments[0], moments[2])), "23");
    assert_string_equal(names(sample_store_between_maybe_text(samples, NULL, "a")), "23");
}

static void file_order_is_that_of_inserting(void **state)
{
    (void)state;
    insert_samples();
    assert_string_equal(names(sample_store_in_file_order(samples)), "41532");
    assert_string_equal(names(sample_cursor_reverse(sample_store_in_file_order(samples))), "23514");
}

/* ---- several fields ---- */

static void insert_visit(uint16_t day, uint32_t number, const char *page, size size_value, bool seen)
{
    visit v;
    visit_init(&v);
    v.day = (sdn_date){2026, 1, (uint8_t)day};
    v.number = number;
    v.page = sdn_str_from(page);
    v.size = size_value;
    v.seen = seen;
    v.at = (sdn_timestamp){number, 0};
    v.has_score = number != 4;
    v.score = v.has_score ? number : 0;
    v.has_referer = number % 2 == 0;
    if (v.has_referer)
        v.referer = sdn_str_from(page);
    assert_ok(visit_store_insert(visits, &v, &err) != NULL ? SDN_OK : err.code, err);
}

static void insert_visits(void)
{
    insert_visit(2, 1, "/a", SIZE_LARGE, true);
    insert_visit(1, 4, "/b", SIZE_SMALL, false);
    insert_visit(1, 3, "/a/x", SIZE_MEDIUM, true);
    insert_visit(1, 2, "/a", SIZE_SMALL, false);
    insert_visit(3, 5, "/a", SIZE_MEDIUM, false);
}

static const char *numbers(visit_cursor cursor)
{
    static char all[32];
    size_t used = 0;
    for (const visit *each; (each = visit_cursor_next(&cursor)) != NULL && used + 1 < sizeof all;)
        all[used++] = (char)('0' + each->number);
    all[used] = '\0';
    return all;
}

static void first_fields_find_records_in_the_order_of_the_rest(void **state)
{
    (void)state;
    insert_visits();
    assert_string_equal(numbers(visit_store_by_page(visits, "/a")), "125"); /* by time */
    assert_string_equal(numbers(visit_store_starting_page(visits, "/a")), "1253");
    assert_string_equal(numbers(visit_store_between_page(visits, "/a/", "/b")), "34");
    assert_string_equal(numbers(visit_store_by_seen(visits, false)), "25"); /* 4 has no score */
    assert_string_equal(numbers(visit_store_by_day(visits, (sdn_date){2026, 1, 1})), "234");
    assert_string_equal(numbers(visit_cursor_reverse(visit_store_by_page(visits, "/a"))), "521");
}

static void the_last_field_has_a_range_among_equal_ones(void **state)
{
    (void)state;
    insert_visits();
    assert_string_equal(numbers(visit_store_between_page_size(visits, "/a", SIZE_MEDIUM, SIZE_LARGE)), "51");
    assert_string_equal(numbers(visit_store_between_size_page(visits, SIZE_SMALL, "/a", NULL)), "24");
    assert_string_equal(numbers(visit_store_starting_size_page(visits, SIZE_MEDIUM, "/a/")), "3");
    assert_string_equal(numbers(visit_store_between(visits, (sdn_date){2026, 1, 1}, 3, 9)), "34");
    assert_string_equal(numbers(visit_store_between_day(visits, (sdn_date){2026, 1, 2}, (sdn_date){2026, 1, 9})), "15");
    assert_string_equal(numbers(visit_store_sorted_by_size(visits)), "24351");
    assert_string_equal(numbers(visit_store_sorted_by_size_page(visits)), "24531");
}

static void a_unique_index_has_walks(void **state)
{
    (void)state;
    insert_visits();
    assert_string_equal(numbers(visit_store_sorted_by_referer(visits)), "24");
    assert_string_equal(numbers(visit_store_starting_referer(visits, "/b")), "4");
    assert_string_equal(numbers(visit_store_between_referer(visits, NULL, "/a/z")), "2");
    assert_int_equal(visit_store_by_referer(visits, "/b")->number, 4);
}

/* Parameters that meet others: each is used in its place. */
static void parameters_keep_their_places(void **state)
{
    (void)state;
    meeting m;
    for (uint32_t i = 0; i < 6; i++) {
        char lowest[2] = {(char)('a' + i), '\0'};
        meeting_init(&m);
        m.prefix = SDN_STR("p");
        m.lowest = sdn_str_from(lowest);
        m.highest = SDN_STR("h");
        m.low_line = i % 2;
        m.line = i;
        m.high_line = i;
        m.size = (int32_t)i;
        assert_ok(meeting_store_insert(meetings, &m, &err) != NULL ? SDN_OK : err.code, err);
    }
    meeting_cursor walk = meeting_store_between_low_line_line(meetings, 1, 2, 4);
    assert_int_equal(meeting_cursor_next(&walk)->line, 3);
    assert_null(meeting_cursor_next(&walk));
    walk = meeting_store_between_highest_wanted_size(meetings, "h", false, 5, 9);
    assert_int_equal(meeting_cursor_next(&walk)->line, 5);
    assert_null(meeting_cursor_next(&walk));
    walk = meeting_store_starting(meetings, "p", "d");
    assert_int_equal(meeting_cursor_next(&walk)->line, 3);
    assert_null(meeting_cursor_next(&walk));
    walk = meeting_store_between(meetings, "p", "e", NULL);
    assert_int_equal(meeting_cursor_next(&walk)->line, 4);
    assert_int_equal(meeting_cursor_next(&walk)->line, 5);
    assert_null(meeting_cursor_next(&walk));
}

/* ---- the example in LANGUAGE.md ---- */

static const char *shown(task_cursor cursor)
{
    static char all[128];
    size_t used = 0;
    all[0] = '\0';
    for (const task *each; (each = task_cursor_next(&cursor)) != NULL && used + 16 < sizeof all;)
        used += (size_t)snprintf(all + used, sizeof all - used, "%s%s %u", used > 0 ? ", " : "", each->project.ptr,
                                 (unsigned)each->number);
    return all;
}

static void write_tasks(void)
{
    static const char rows[] = "tasks |project, number, status, due|\n"
                               "    web, 2, todo, \"2026-03-01\"\n"
                               "    api, 1, todo, \"2026-02-01\"\n"
                               "    web, 1, doing,\n"
                               "    api, 10, todo, \"2026-02-15\"\n"
                               "    api, 9, done, \"2026-01-20\"\n";
    FILE *to = fopen("tasks.sdn", "wb");
    assert_non_null(to);
    assert_int_equal(fputs(rows, to) >= 0, 1);
    assert_int_equal(fclose(to), 0);
}

static void the_language_reference_is_right(void **state)
{
    (void)state;
    write_tasks();
    task_store *tasks = task_store_open("tasks.sdn", NULL, &err);
    assert_non_null(tasks);
    sdn_date from = {2026, 2, 1}, to = {2026, 2, 28};
    assert_string_equal(shown(task_store_all(tasks)), "api 1, api 9, api 10, web 1, web 2");
    assert_string_equal(shown(task_store_in_file_order(tasks)), "web 2, api 1, web 1, api 10, api 9");
    assert_string_equal(shown(task_store_by_project(tasks, "api")), "api 1, api 9, api 10");
    assert_string_equal(shown(task_store_between(tasks, "api", 2, 10)), "api 9, api 10");
    assert_string_equal(shown(task_store_starting_project(tasks, "w")), "web 1, web 2");
    assert_string_equal(shown(task_store_between_status_due(tasks, STATUS_TODO, from, to)), "api 1, api 10");
    assert_string_equal(shown(task_store_sorted_by_status_due(tasks)), "api 1, api 10, web 2, api 9");
    assert_string_equal(shown(task_cursor_reverse(task_store_by_project(tasks, "api"))), "api 10, api 9, api 1");
    assert_string_equal(shown(task_store_between_project(tasks, "b", NULL)), "web 1, web 2");
    assert_string_equal(shown(task_store_by_status(tasks, STATUS_DOING)), "");
    task_store_close(tasks);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(each_type_has_its_order),
        TEST(each_type_has_ranges),
        TEST(a_text_that_is_null_is_an_open_end),
        TEST(texts_are_found_by_their_start),
        TEST(absent_values_are_in_no_order),
        TEST(file_order_is_that_of_inserting),
        TEST(first_fields_find_records_in_the_order_of_the_rest),
        TEST(the_last_field_has_a_range_among_equal_ones),
        TEST(a_unique_index_has_walks),
        TEST(parameters_keep_their_places),
        TEST(the_language_reference_is_right),
    };
    return run_cases(argc, argv, tests);
}
