/* That generated stores keep what they are given: every type, its lists and its extremes go through a file and back,
 * by every kind of key, under every rule. Runs code of golden/ok. */
#include "test.h"

#include "extremes.h"
#include "faults.h"
#include "keys.h"
#include "list_rules.h"
#include "lists.h"
#include "positions.h"
#include "rules.h"
#include "tempdir.h"
#include "types.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define PATH "x.sdn"

static sdn_error err;

static void write_file(const char *text)
{
    FILE *file = fopen(PATH, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

/* Whether the file has this text in it. */
static bool file_has(const char *text)
{
    static char bytes[1 << 14];
    FILE *file = fopen(PATH, "rb");
    assert_non_null(file);
    size_t len = fread(bytes, 1, sizeof bytes - 1, file);
    assert_int_equal(fclose(file), 0);
    bytes[len] = '\0';
    return strstr(bytes, text) != NULL;
}

#define assert_inserted(record)      assert_ok((record) != NULL ? SDN_OK : err.code, err)
#define assert_text(found, expected) assert_string_equal((found).ptr, expected)

/* Opens the table of a record type as it is in the file, runs `...` with `store`, and closes it. */
#define WITH_STORE(type, ...)                                      \
    do {                                                           \
        type##_store *store = type##_store_open(PATH, NULL, &err); \
        assert_ok(store != NULL ? SDN_OK : err.code, err);         \
        __VA_ARGS__                                                \
        type##_store_close(store);                                 \
    } while (0)

/* Every type. */

static sample full_sample(void)
{
    sample s;
    sample_init(&s);
    s.name = SDN_STR("full");
    s.text = SDN_STR("a, \"b\"\nc");
    s.truth = true;
    s.small = -12;
    s.large = -3000000000;
    s.number = 4000000000u;
    s.huge = 10000000000000000000u;
    s.real = -0.1;
    s.day = (sdn_date){1999, 12, 31};
    s.moment = (sdn_timestamp){-1, 500000000};
    s.level = LEVEL_MID;
    s.mood = MOOD_OTHER_;
    s.mood_text = SDN_STR("so, so");
    s.has_maybe_text = s.has_maybe_truth = s.has_maybe_small = s.has_maybe_large = s.has_maybe_number = true;
    s.has_maybe_huge = s.has_maybe_real = s.has_maybe_day = s.has_maybe_moment = s.has_maybe_level = true;
    s.has_maybe_mood = true;
    s.maybe_text = SDN_STR("there");
    s.maybe_truth = true;
    s.maybe_small = 5;
    s.maybe_large = 6;
    s.maybe_number = 7;
    s.maybe_huge = 8;
    s.maybe_real = 9.25;
    s.maybe_day = (sdn_date){2000, 2, 29};
    s.maybe_moment = (sdn_timestamp){1, 1};
    s.maybe_level = LEVEL_HIGH;
    s.maybe_mood = MOOD_BAD;
    return s;
}

/* As the defaults are, with the one date that has none. */
static sample plain_sample(void)
{
    sample s;
    sample_init(&s);
    s.name = SDN_STR("plain");
    s.day = (sdn_date){2026, 1, 31};
    return s;
}

static void every_type_survives_a_file(void **state)
{
    sample full = full_sample();
    sample plain = plain_sample();
    (void)state;
    WITH_STORE(sample, {
        assert_inserted(sample_store_insert(store, &full, &err));
        assert_inserted(sample_store_insert(store, &plain, &err));
        assert_ok(sample_store_save(store, &err), err);
    });
    WITH_STORE(sample, {
        assert_int_equal(sample_store_problems(store, &(const sdn_problem *){NULL}), 0);
        assert_true(sample_equal(sample_store_get(store, "full"), &full));
        assert_true(sample_equal(sample_store_get(store, "plain"), &plain));
    });
    assert_true(file_has("\"1969-12-31T23:59:59.5Z\""));
    assert_true(file_has("\"2000-02-29\""));
}

static size_t count_of(sample_cursor cursor)
{
    size_t count = 0;
    while (sample_cursor_next(&cursor) != NULL)
        count++;
    return count;
}

static void every_type_is_looked_up_by(void **state)
{
    sample full = full_sample();
    sample plain = plain_sample();
    (void)state;
    WITH_STORE(sample, {
        assert_inserted(sample_store_insert(store, &full, &err));
        assert_inserted(sample_store_insert(store, &plain, &err));
        assert_int_equal(count_of(sample_store_by_text(store, "a, \"b\"\nc")), 1);
        assert_int_equal(count_of(sample_store_by_truth(store, false)), 1);
        assert_int_equal(count_of(sample_store_by_small(store, -12)), 1);
        assert_int_equal(count_of(sample_store_by_large(store, -3000000000)), 1);
        assert_int_equal(count_of(sample_store_by_number(store, 4000000000u)), 1);
        assert_int_equal(count_of(sample_store_by_huge(store, 10000000000000000000u)), 1);
        assert_int_equal(count_of(sample_store_by_real(store, -0.1)), 1);
        assert_int_equal(count_of(sample_store_by_real(store, -0.0)), 1);
        assert_int_equal(count_of(sample_store_by_day(store, (sdn_date){1999, 12, 31})), 1);
        assert_int_equal(count_of(sample_store_by_moment(store, (sdn_timestamp){-1, 500000000})), 1);
        assert_int_equal(count_of(sample_store_by_moment(store, (sdn_timestamp){-1, 500000001})), 0);
        assert_int_equal(count_of(sample_store_by_level(store, LEVEL_MID)), 1);
        assert_int_equal(count_of(sample_store_by_mood(store, MOOD_OTHER_)), 1);
        assert_int_equal(count_of(sample_store_by_maybe_text(store, "there")), 1);
        assert_int_equal(count_of(sample_store_by_maybe_text(store, "")), 0);
        assert_int_equal(count_of(sample_store_by_maybe_moment(store, (sdn_timestamp){0, 0})), 0);
        assert_int_equal(count_of(sample_store_by_text_truth_number_mood(store, "text", false, 0, MOOD_GOOD)), 1);
    });
}

/* Lists. */

static lists full_lists(void)
{
    static const sdn_str texts[] = {SDN_STR_INIT("a, b"), SDN_STR_INIT(""), SDN_STR_INIT("\"]")};
    static const bool truths[] = {false, true, false};
    static const int32_t small[] = {INT32_MIN, -1, INT32_MAX};
    static const int64_t large[] = {INT64_MIN, 0, INT64_MAX};
    static const uint32_t numbers[] = {UINT32_MAX};
    static const uint64_t huge[] = {0, UINT64_MAX};
    static const double reals[] = {-0.0, DBL_MAX, DBL_TRUE_MIN, 0.1};
    static const sdn_date days[] = {{0, 1, 1}, {9999, 12, 31}};
    static const sdn_timestamp moments[] = {{0, 0}, {253402300799, 999999999}};
    static const colour colours[] = {COLOUR_BLUE, COLOUR_BLUE, COLOUR_GREEN};
    static const double semicolons[] = {1.5, -2.5};
    lists l;
    lists_init(&l);
    l.id = SDN_STR("full");
    l.texts = (sdn_str_list){texts, 3};
    l.truths = (sdn_bool_list){truths, 3};
    l.small = (sdn_i32_list){small, 3};
    l.large = (sdn_i64_list){large, 3};
    l.numbers = (sdn_u32_list){numbers, 1};
    l.huge = (sdn_u64_list){huge, 2};
    l.reals = (sdn_f64_list){reals, 4};
    l.days = (sdn_date_list){days, 2};
    l.moments = (sdn_timestamp_list){moments, 2};
    l.colour_list = (colour_list){colours, 3};
    l.semicolons = (sdn_f64_list){semicolons, 2};
    return l;
}

static void lists_of_every_type_survive_a_file(void **state)
{
    lists full = full_lists();
    lists plain;
    (void)state;
    lists_init(&plain);
    plain.id = SDN_STR("plain");
    WITH_STORE(lists, {
        assert_inserted(lists_store_insert(store, &full, &err));
        assert_inserted(lists_store_insert(store, &plain, &err));
        assert_ok(lists_store_save(store, &err), err);
    });
    WITH_STORE(lists, {
        assert_true(lists_equal(lists_store_get(store, "full"), &full));
        assert_true(lists_equal(lists_store_get(store, "plain"), &plain));
    });
    assert_true(file_has("1.5;-2.5"));
}

static void list_defaults_are_set(void **state)
{
    lists l;
    (void)state;
    lists_init(&l);
    assert_int_equal(l.small_set.count, 3);
    assert_int_equal(l.small_set.items[0], INT32_MIN);
    assert_true(l.large_set.items[0] == INT64_MIN && l.large_set.items[1] == INT64_MAX);
    assert_true(l.huge_set.count == 1 && l.huge_set.items[0] == UINT64_MAX);
    assert_true(l.truths_set.items[0] && !l.truths_set.items[1]);
    assert_true(signbit(l.reals_set.items[1]) && l.reals_set.items[3] == DBL_TRUE_MIN);
    assert_int_equal(l.days_set.items[0].year, 2026);
    assert_int_equal(l.moments_set.items[1].nanoseconds, 123456789);
    assert_int_equal(l.colours_set.items[0], COLOUR_BLUE);
    assert_int_equal(l.many.count, 13);
    assert_true(l.truths.items == NULL && l.truths.count == 0);
}

/* A copy shares nothing with what it was made from. */
static void lists_are_copied(void **state)
{
    sdn_arena arena = SDN_ARENA_INIT;
    lists full = full_lists();
    lists copy;
    (void)state;
    assert_int_equal(lists_copy(&copy, &full, &arena), 0);
    assert_true(lists_equal(&copy, &full));
    assert_ptr_not_equal(copy.reals.items, full.reals.items);
    assert_ptr_not_equal(copy.colour_list.items, full.colour_list.items);
    copy.moments.count--;
    assert_false(lists_equal(&copy, &full));
    sdn_arena_release(&arena);
}

/* Fields of records under edit. */

/* Makes the lists of the file those of full_lists, by their values: what was there is removed. */
static void fill_lists(lists_store *store, lists *to, const lists *from)
{
#define REFILL(list, member)                                                  \
    do {                                                                      \
        while (to->list.count > 0)                                            \
            lists_store_remove_##list(store, to, to->list.items[0] member);   \
        for (size_t i = 0; i < from->list.count; i++)                         \
            lists_store_append_##list(store, to, from->list.items[i] member); \
    } while (0)
    REFILL(texts, .ptr);
    REFILL(texts_set, .ptr);
    REFILL(truths, );
    REFILL(truths_set, );
    REFILL(small, );
    REFILL(small_set, );
    REFILL(large, );
    REFILL(large_set, );
    REFILL(numbers, );
    REFILL(numbers_set, );
    REFILL(huge, );
    REFILL(huge_set, );
    REFILL(reals, );
    REFILL(reals_set, );
    REFILL(days, );
    REFILL(days_set, );
    REFILL(moments, );
    REFILL(moments_set, );
    REFILL(colour_list, );
    REFILL(colours_set, );
    REFILL(semicolons, );
    REFILL(many, );
#undef REFILL
}

static void lists_are_made_value_by_value(void **state)
{
    lists full = full_lists(), plain;
    (void)state;
    lists_init(&plain);
    plain.id = SDN_STR("full");
    WITH_STORE(lists, {
        assert_inserted(lists_store_insert(store, &plain, &err));
        fill_lists(store, lists_store_edit(store, "full", &err), &full);
        assert_ok(lists_store_save(store, &err), err);
    });
    WITH_STORE(lists, { assert_true(lists_equal(lists_store_get(store, "full"), &full)); });
}

/* What a program does that takes `NAME=TEXT` from its user. */
static void fields_are_set_by_name(void **state)
{
    static const char *const given[][2] = {{"text", "new, text"},  {"truth", "true"},      {"small", "-5"},
                                           {"day", "2026-11-29"},  {"level", "high"},      {"mood", "so-so"},
                                           {"maybe_mood", "glum"}, {"maybe_text", "there"}};
    enum { GIVEN = sizeof given / sizeof given[0] };
    sample plain = plain_sample();
    (void)state;
    WITH_STORE(sample, {
        assert_inserted(sample_store_insert(store, &plain, &err));
        assert_ok(sample_store_save(store, &err), err);
        sample *edited = sample_store_edit(store, "plain", &err);
        for (size_t i = 0; i < GIVEN; i++) {
            uint32_t field = sdn_field_find(&sample_record_type, sdn_str_from(given[i][0]));
            assert_ok(sample_store_set(store, edited, field, given[i][1], &err), err);
        }
        assert_int_equal(sample_store_set(store, edited, SAMPLE_FIELD_LEVEL, "hihg", &err), SDN_E_INVALID);
        assert_string_equal(err.message, "field 'level': 'hihg' is none of low, mid, high; correct it");
        assert_int_equal(sample_store_set(store, edited, SAMPLE_FIELD_NAME, "other", &err), SDN_E_MISUSE);
        uint32_t fields[SAMPLE_FIELD_MAYBE_MOOD + 1];
        const sample *before = sample_store_loaded(store, edited);
        assert_true(sample_equal(before, &plain));
        assert_int_equal(sdn_record_diff(&sample_record_type, before, edited, fields), GIVEN);
        assert_string_equal(sample_record_type.fields[fields[0]].name, "text");
        assert_int_equal(fields[GIVEN - 1], SAMPLE_FIELD_MAYBE_MOOD);
        assert_ok(sample_store_save(store, &err), err);
    });
    WITH_STORE(sample, {
        sdn_arena arena = SDN_ARENA_INIT;
        const sample *saved = sample_store_get(store, "plain");
        for (size_t i = 0; i < GIVEN; i++) {
            uint32_t field = sdn_field_find(&sample_record_type, sdn_str_from(given[i][0]));
            assert_string_equal(sdn_field_text(&sample_record_type, field, saved, &arena).ptr, given[i][1]);
        }
        assert_null(sample_store_loaded(store, &plain));
        sdn_arena_release(&arena);
    });
}

static void rows_are_read_and_written_without_a_store(void **state)
{
    sdn_arena arena = SDN_ARENA_INIT;
    sample full = full_sample(), read;
    sdn_row_reader reader;
    sdn_row_writer writer;
    (void)state;
    sdn_str row = sdn_record_to_row(&sample_record_type, &full, &arena, &err);
    assert_non_null(row.ptr);
    assert_ok(sdn_record_from_row(&sample_record_type, &read, row, &arena, &err), err);
    assert_true(sample_equal(&full, &read));
    assert_ok(sdn_row_reader_init(&reader, &sample_record_type, row, &arena, &err), err);
    assert_true(sample_parse_row(&read, &reader));
    assert_true(sample_equal(&full, &read));
    assert_int_equal(sdn_row_writer_init(&writer, &sample_record_type), SDN_OK);
    sample_write_row(&full, &writer);
    assert_true(sdn_str_equal(sdn_row_writer_cell(&writer, SAMPLE_FIELD_TEXT), SDN_STR("\"a, \\\"b\\\"\\nc\"")));
    sdn_row_writer_release(&writer);
    sdn_arena_release(&arena);
}

/* Extremes. */

static void assert_extremes(const extreme *e)
{
    assert_true(e->small_least == INT32_MIN && e->small_most == INT32_MAX);
    assert_true(e->large_least == INT64_MIN && e->large_most == INT64_MAX);
    assert_true(e->number_most == UINT32_MAX && e->huge_most == UINT64_MAX);
    assert_true(e->real_minus_zero == 0 && signbit(e->real_minus_zero));
    assert_true(e->real_most == DBL_MAX && e->real_least == -DBL_MAX);
    assert_true(e->real_normal == DBL_MIN && e->real_tiny == DBL_TRUE_MIN);
    assert_true(e->real_large == (double)1e300 && e->real_third == 0x1.5555555555555p-2 && e->real_integer == 100);
    assert_true(e->day_first.year == 0 && e->day_last.day == 31 && e->day_leap.month == 2);
    assert_true(e->moment_first.seconds == -62167219200 && e->moment_last.nanoseconds == 999999999);
    assert_true(e->moment_epoch.seconds == 0 && e->moment_offset.seconds == 1769827500);
}

static void extremes_survive_a_file(void **state)
{
    extreme e;
    (void)state;
    extreme_init(&e);
    assert_extremes(&e);
    e.id = SDN_STR("x");
    WITH_STORE(extreme, {
        assert_inserted(extreme_store_insert(store, &e, &err));
        assert_ok(extreme_store_save(store, &err), err);
    });
    WITH_STORE(extreme, {
        assert_extremes(extreme_store_get(store, "x"));
        assert_true(extreme_equal(extreme_store_get(store, "x"), &e));
    });
}

static void what_no_file_can_hold_is_refused(void **state)
{
    extreme e;
    (void)state;
    WITH_STORE(extreme, {
        extreme_init(&e);
        e.id = SDN_STR("x");
        e.real_tiny = NAN;
        assert_null(extreme_store_insert(store, &e, &err));
        assert_int_equal(err.code, SDN_E_INVALID);
        extreme_init(&e);
        e.id = SDN_STR("x");
        e.day_leap = (sdn_date){2023, 2, 29};
        assert_null(extreme_store_insert(store, &e, &err));
        assert_int_equal(err.code, SDN_E_INVALID);
    });
}

static void bounds_at_the_ends_hold(void **state)
{
    bounded b;
    (void)state;
    WITH_STORE(bounded, {
        bounded_init(&b);
        b.id = INT64_MIN;
        b.small = INT32_MIN;
        b.huge = UINT64_MAX;
        b.real = -1e300;
        assert_inserted(bounded_store_insert(store, &b, &err));
        b.id = INT64_MAX;
        b.small = 0;
        assert_null(bounded_store_insert(store, &b, &err));
        assert_int_equal(err.code, SDN_E_INVALID);
        b.small = -1;
        assert_inserted(bounded_store_insert(store, &b, &err));
        assert_ok(bounded_store_save(store, &err), err);
    });
    WITH_STORE(bounded, {
        assert_int_equal(bounded_store_count(store), 2);
        assert_non_null(bounded_store_get(store, INT64_MIN));
        assert_int_equal(bounded_store_get(store, INT64_MAX)->small, -1);
    });
}

/* Keys. */

static void numbers_count_on(void **state)
{
    by_i32 small;
    by_i64 large;
    by_u64 huge;
    (void)state;
    by_i32_init(&small);
    by_i64_init(&large);
    by_u64_init(&huge);
    WITH_STORE(by_i32, {
        assert_int_equal(by_i32_store_insert(store, &small, &err)->id, 1);
        small.id = -7;
        assert_int_equal(by_i32_store_insert(store, &small, &err)->id, -7);
        small.id = 0;
        assert_int_equal(by_i32_store_insert(store, &small, &err)->id, 2);
        assert_non_null(by_i32_store_get(store, -7));
    });
    WITH_STORE(by_i64, {
        large.id = 5000000000;
        assert_inserted(by_i64_store_insert(store, &large, &err));
        large.id = 0;
        assert_true(by_i64_store_insert(store, &large, &err)->id == 5000000001);
    });
    WITH_STORE(by_u64, {
        huge.id = UINT64_MAX - 1;
        assert_inserted(by_u64_store_insert(store, &huge, &err));
        huge.id = 0;
        assert_true(by_u64_store_insert(store, &huge, &err)->id == UINT64_MAX);
        assert_null(by_u64_store_insert(store, &huge, &err));
        assert_non_null(by_u64_store_get(store, UINT64_MAX));
    });
}

static void days_and_moments_are_keys(void **state)
{
    by_day d;
    by_moment m;
    (void)state;
    by_day_init(&d);
    by_moment_init(&m);
    WITH_STORE(by_day, {
        d.day = (sdn_date){2026, 3, 1};
        assert_inserted(by_day_store_insert(store, &d, &err));
        d.day = (sdn_date){2026, 2, 28};
        assert_inserted(by_day_store_insert(store, &d, &err));
        assert_null(by_day_store_insert(store, &d, &err));
        assert_int_equal(err.code, SDN_E_EXISTS);
        by_day_cursor all = by_day_store_all(store);
        assert_int_equal(by_day_cursor_next(&all)->day.month, 2);
        assert_int_equal(by_day_cursor_next(&all)->day.month, 3);
        assert_ok(by_day_store_delete(store, (sdn_date){2026, 3, 1}, &err), err);
        assert_null(by_day_store_get(store, (sdn_date){2026, 3, 1}));
    });
    WITH_STORE(by_moment, {
        m.at = (sdn_timestamp){1769847300, 1};
        assert_inserted(by_moment_store_insert(store, &m, &err));
        assert_non_null(by_moment_store_get(store, (sdn_timestamp){1769847300, 1}));
        assert_null(by_moment_store_get(store, (sdn_timestamp){1769847300, 0}));
    });
}

static void random_keys_are_short_and_differ(void **state)
{
    by_chance c;
    (void)state;
    by_chance_init(&c);
    WITH_STORE(by_chance, {
        for (size_t i = 0; i < 100; i++) {
            const by_chance *made = by_chance_store_insert(store, &c, &err);
            assert_inserted(made);
            assert_in_range(made->id.len, 1, 32);
            assert_ptr_equal(by_chance_store_get(store, made->id.ptr), made);
        }
        assert_int_equal(by_chance_store_count(store), 100);
    });
}

static void four_fields_are_a_key(void **state)
{
    const sdn_timestamp noon = {43200, 0};
    const sdn_date day = {2026, 1, 31};
    by_four f;
    (void)state;
    by_four_init(&f);
    f.side = SIDE_RIGHT;
    f.moment = noon;
    f.day = day;
    WITH_STORE(by_four, {
        assert_inserted(by_four_store_insert(store, &f, &err));
        f.truth = true;
        assert_inserted(by_four_store_insert(store, &f, &err));
        assert_ok(by_four_store_save(store, &err), err);
    });
    WITH_STORE(by_four, {
        assert_true(by_four_store_get(store, true, SIDE_RIGHT, noon, day)->truth);
        assert_non_null(by_four_store_get(store, false, SIDE_RIGHT, noon, day));
        assert_null(by_four_store_get(store, true, SIDE_LEFT, noon, day));
        assert_ok(by_four_store_delete(store, true, SIDE_RIGHT, noon, day, &err), err);
        assert_int_equal(by_four_store_count(store), 1);
    });
}

/* Rules. */

static team good_team(const char *name, int64_t rank)
{
    team t;
    team_init(&t);
    t.name = sdn_str_from(name);
    t.rank = rank;
    t.touched = (sdn_timestamp){rank, 0};
    return t;
}

static person good_person(const char *id, const char *email)
{
    static const double scores[] = {0.5};
    person p;
    person_init(&p);
    p.id = p.last = sdn_str_from(id);
    p.email = sdn_str_from(email);
    p.scores = (sdn_f64_list){scores, 1};
    p.team = SDN_STR("red");
    p.place = 1;
    return p;
}

static void unique_fields_find_one_record(void **state)
{
    person ann = good_person("ann", "ann@x");
    person bob = good_person("bob", "ann@x");
    (void)state;
    ann.first = bob.first = SDN_STR("A");
    WITH_STORE(person, {
        assert_inserted(person_store_insert(store, &ann, &err));
        assert_null(person_store_insert(store, &bob, &err));
        assert_int_equal(err.code, SDN_E_EXISTS);
        bob.email = SDN_STR("bob@x");
        assert_inserted(person_store_insert(store, &bob, &err)); /* neither has a badge */
        assert_text(person_store_by_email(store, "ann@x")->id, "ann");
        assert_text(person_store_by_first_last(store, "A", "bob")->id, "bob");
        assert_null(person_store_by_email(store, "cat@x"));
        assert_null(person_store_by_badge(store, 0));
        person *edited = person_store_edit(store, "bob", &err);
        edited->has_badge = true;
        edited->badge = 17;
        assert_text(person_store_by_badge(store, 17)->id, "bob");
    });
}

static void assert_refused(person_store *store, person values, const char *part)
{
    assert_null(person_store_insert(store, &values, &err));
    assert_int_equal(err.code, SDN_E_INVALID);
    assert_message_has(err, part);
}

static void broken_rules_are_refused(void **state)
{
    person old = good_person("x", "x@x");
    person unborn = good_person("x", "x@x");
    person untried = good_person("x", "x@x");
    (void)state;
    old.age = 151;
    unborn.age = -1;
    untried.scores = (sdn_f64_list){NULL, 0};
    WITH_STORE(person, {
        assert_refused(store, good_person("x", ""), "email");
        assert_refused(store, old, "age");
        assert_refused(store, unborn, "age");
        assert_refused(store, untried, "scores");
        assert_int_equal(person_store_count(store), 0);
    });
}

static void references_hold_where_both_stores_are_open(void **state)
{
    sdn_file *file = sdn_file_open(PATH, NULL, &err);
    team red = good_team("red", 1);
    place here;
    (void)state;
    assert_non_null(file);
    place_init(&here);
    here.name = SDN_STR("here");
    person_store *people = person_store_in_file(file, &err);
    team_store *teams = team_store_in_file(file, &err);
    place_store *places = place_store_in_file(file, &err);
    person ann = good_person("ann", "ann@x");
    assert_inserted(place_store_insert(places, &here, &err));
    assert_inserted(team_store_insert(teams, &red, &err));
    assert_inserted(person_store_insert(people, &ann, &err));
    person *edited = person_store_edit(people, "ann", &err);
    edited->has_boss = true;
    edited->boss = SDN_STR("ann"); /* her own */
    team_store_edit(teams, "red", &err)->has_lead = true;
    team_store_edit(teams, "red", &err)->lead = SDN_STR("ann");
    assert_ok(sdn_file_save(file, &err), err);
    person_store_edit(people, "ann", &err)->place = 99;
    assert_int_equal(sdn_file_save(file, &err), SDN_E_INVALID);
    assert_message_has(err, "place");
    sdn_file_close(file);
}

static void validation_lists_what_is_in_the_file(void **state)
{
    const sdn_problem *list = NULL;
    size_t count = 0;
    (void)state;
    write_file("teams |name, touched, rank, open|\n"
               "    red,  \"2026-01-31T08:15:00Z\", 0, true\n"
               "    blue, \"2026-01-31T08:15:00Z\", 2, true\n");
    WITH_STORE(team, {
        assert_int_equal(team_store_count(store), 2);
        assert_int_equal(team_store_problems(store, &list), 0);
        assert_ok(team_store_validate(store, &list, &count, &err), err);
        assert_true(count >= 2); /* the rank is out of range, two were touched at one time */
        assert_int_equal(list[0].line, 2);
        assert_int_equal(list[count - 1].line, 3);
        for (size_t i = 0; i < count; i++)
            assert_true(list[i].column > 0 && list[i].message[0] != '\0');
    });
}

static void columns_are_read_by_their_old_names(void **state)
{
    (void)state;
    write_file("people |id, mail, alias, scores, team, place|\n"
               "    ann, \"ann@x\", annie, 0.5, red, 1\n");
    WITH_STORE(person, {
        assert_text(person_store_by_email(store, "ann@x")->nick, "annie");
        person_store_edit(store, "ann", &err)->email = SDN_STR("new@x");
        assert_ok(person_store_save(store, &err), err);
    });
    assert_true(file_has("people |id, mail, alias, scores, team, place|"));
    assert_true(file_has("new@x"));
}

/* Rules of lists. */

static project good_project(void)
{
    static const uint32_t scores[] = {1, 5};
    static const int64_t offsets[] = {-10, 0, 10};
    static const double shares[] = {0, 0.5, 1};
    static const stage reviewed[] = {STAGE_RUN};
    project p;
    project_init(&p);
    p.scores = (sdn_u32_list){scores, 2};
    p.offsets = (sdn_i64_list){offsets, 3};
    p.shares = (sdn_f64_list){shares, 3};
    p.reviewed = (stage_list){reviewed, 1};
    return p;
}

/* The same with one bad list, and the field or element and the value that the message must name. */
typedef struct bad_project {
    project values;
    const char *field, *value;
} bad_project;

enum { BAD_PROJECTS = 6 };

static void make_bad_projects(bad_project bad[BAD_PROJECTS])
{
    static const uint32_t low[] = {3, 0}, high[] = {5, 4, 6};
    static const int64_t below[] = {-11}, above[] = {0, 0, 0, 11};
    static const double beyond[] = {0.5, 1.0000000000000002};
    for (size_t i = 0; i < BAD_PROJECTS; i++)
        bad[i] = (bad_project){good_project(), "'scores', element 2,", "0"};
    bad[0].values.scores = (sdn_u32_list){low, 2};
    bad[1].values.scores = (sdn_u32_list){high, 3};
    bad[1].field = "'scores', element 3,";
    bad[1].value = "6";
    bad[2].values.offsets = (sdn_i64_list){below, 1};
    bad[3].values.offsets = (sdn_i64_list){above, 4};
    bad[4].values.shares = (sdn_f64_list){beyond, 2};
    bad[5].values.scores = (sdn_u32_list){NULL, 0};
    bad[2].field = "'offsets', element 1,";
    bad[3].field = "'offsets', element 4,";
    bad[2].value = "-11";
    bad[3].value = "11";
    bad[4].field = "'shares', element 2,";
    bad[4].value = "1.0000000000000002";
    bad[5].field = "'scores'";
    bad[5].value = "empty";
}

static void assert_names(const bad_project *bad)
{
    char said[64];
    snprintf(said, sizeof said, "field %s is %s", bad->field, bad->value);
    assert_message_has(err, said);
}

static void a_bad_element_is_refused_and_named(void **state)
{
    bad_project bad[BAD_PROJECTS];
    (void)state;
    make_bad_projects(bad);
    for (size_t i = 0; i < BAD_PROJECTS; i++)
        WITH_STORE(project, {
            project fine = good_project();
            const project *made = project_store_insert(store, &fine, &err);
            assert_inserted(made);
            uint32_t id = made->id;
            assert_null(project_store_insert(store, &bad[i].values, &err));
            assert_int_equal(err.code, SDN_E_INVALID);
            assert_names(&bad[i]);
            bad[i].values.id = id;
            assert_null(project_store_put(store, &bad[i].values, &err));
            assert_int_equal(err.code, SDN_E_INVALID);
            assert_names(&bad[i]);
            assert_ok(project_store_begin(store, &err), err);
            *project_store_edit(store, id, &err) = bad[i].values;
            assert_int_equal(project_store_commit(store, &err), SDN_E_INVALID);
            assert_names(&bad[i]);
            *project_store_edit(store, id, &err) = fine;
            project_store_edit(store, id, &err)->id = id;
            assert_ok(project_store_save(store, &err), err);
        });
}

static void bad_elements_in_a_file_are_listed(void **state)
{
    const sdn_problem *list = NULL;
    size_t count = 0;
    (void)state;
    write_file("projects |id, scores, offsets, shares, reviewed|\n"
               "    1, \"1,5\", \"-10;10\", \"0,1\", run\n"
               "    2, \"1,7,8\", 11, \"-0.5,1\", plan\n"
               "    3, 2, 0, 0, \"\"\n");
    WITH_STORE(project, {
        assert_int_equal(project_store_problems(store, &list), 0);
        assert_ok(project_store_validate(store, &list, &count, &err), err);
        assert_int_equal(count, 4);
        assert_true(list[0].line == 3 && list[1].line == 3 && list[2].line == 3 && list[3].line == 4);
        assert_non_null(strstr(list[0].message, "field 'scores', element 2, is 7"));
        assert_non_null(strstr(list[1].message, "field 'offsets', element 1, is 11"));
        assert_non_null(strstr(list[2].message, "field 'shares', element 1, is -0.5"));
        assert_non_null(strstr(list[3].message, "field 'reviewed' is empty"));
        project_store_edit(store, 1, &err)->scores.count = 1; /* the old rows do not keep it from being saved */
        assert_ok(project_store_save(store, &err), err);
    });
}

/* A file with a project, a piece called wing, and place 1. */
static sdn_file *open_projects(project_store **projects, piece_store **pieces)
{
    sdn_file *file = sdn_file_open(PATH, NULL, &err);
    project first = good_project();
    piece wing;
    place here;
    assert_non_null(file);
    *projects = project_store_in_file(file, &err);
    *pieces = piece_store_in_file(file, &err);
    place_store *places = place_store_in_file(file, &err);
    piece_init(&wing);
    place_init(&here);
    wing.name = SDN_STR("wing");
    here.name = SDN_STR("here");
    assert_inserted(project_store_insert(*projects, &first, &err));
    assert_inserted(piece_store_insert(*pieces, &wing, &err));
    assert_inserted(place_store_insert(places, &here, &err));
    return file;
}

static void each_element_refers_to_a_record(void **state)
{
    static const uint32_t own[] = {1, 1}, bad[] = {1, 9};
    static const sdn_str good_pieces[] = {SDN_STR_INIT("wing")};
    static const sdn_str bad_pieces[] = {SDN_STR_INIT("wing"), SDN_STR_INIT("tail")};
    project_store *projects;
    piece_store *pieces;
    (void)state;
    sdn_file *file = open_projects(&projects, &pieces);
    project second = good_project();
    second.before = second.places = (sdn_u32_list){own, 2};
    second.pieces = (sdn_str_list){good_pieces, 1};
    assert_inserted(project_store_insert(projects, &second, &err));
    project wrong = second;
    wrong.before = (sdn_u32_list){bad, 2};
    assert_null(project_store_insert(projects, &wrong, &err));
    assert_int_equal(err.code, SDN_E_INVALID);
    assert_message_has(err, "field 'before', element 2, is '9', against its rule references Project");
    wrong = second;
    wrong.id = 2;
    wrong.pieces = (sdn_str_list){bad_pieces, 2};
    assert_null(project_store_put(projects, &wrong, &err));
    assert_message_has(err, "field 'pieces', element 2, is 'tail', against its rule references Piece");
    assert_ok(sdn_file_begin(file, &err), err);
    project_store_edit(projects, 2, &err)->places.items = bad;
    assert_int_equal(sdn_file_commit(file, &err), SDN_E_INVALID);
    assert_message_has(err, "field 'places', element 2, is '9', against its rule references Place");
    project_store_edit(projects, 2, &err)->places.items = own;
    assert_ok(sdn_file_save(file, &err), err);
    assert_ok(piece_store_delete(pieces, "wing", &err), err);
    assert_int_equal(sdn_file_save(file, &err), SDN_E_INVALID);
    assert_message_has(err, "field 'pieces', element 1, is 'wing'");
    sdn_file_close(file);
}

static void bad_references_in_a_file_are_listed(void **state)
{
    const sdn_problem *list = NULL;
    size_t count = 0;
    (void)state;
    write_file("projects |id, scores, before, pieces, reviewed|\n"
               "    1, 1, \"1,2\", wing, run\n"
               "    2, 1, \"1,7\", \"wing,tail\", run\n"
               "\npieces |name|\n    wing\n");
    sdn_file *file = sdn_file_open(PATH, NULL, &err);
    project_store *projects = project_store_in_file(file, &err);
    assert_non_null(piece_store_in_file(file, &err));
    assert_ok(project_store_validate(projects, &list, &count, &err), err);
    assert_int_equal(count, 2);
    assert_true(list[0].line == 3 && list[1].line == 3);
    assert_non_null(strstr(list[0].message, "field 'before', element 2, is '7'"));
    assert_non_null(strstr(list[1].message, "field 'pieces', element 2, is 'tail'"));
    sdn_file_close(file);
}

/* Unique words. */

static project with_weather(weather value, const char *word)
{
    project p = good_project();
    p.has_weather = true;
    p.weather = value;
    p.weather_text = sdn_str_from(word);
    return p;
}

static void assert_taken(project_store *store, project p, const char *message)
{
    assert_null(project_store_insert(store, &p, &err));
    assert_int_equal(err.code, SDN_E_EXISTS);
    assert_message_has(err, message);
}

/* The words that the enum does not know have one number, but each is a value of its own. */
static void an_open_enum_can_be_unique(void **state)
{
    (void)state;
    WITH_STORE(project, {
        project none = good_project(), stormy = with_weather(WEATHER_STORMY, ""),
                so_so = with_weather(WEATHER_OTHER_, "so so"), hot = with_weather(WEATHER_OTHER_, "hot");
        assert_inserted(project_store_insert(store, &none, &err));
        assert_inserted(project_store_insert(store, &none, &err));
        assert_inserted(project_store_insert(store, &stormy, &err));
        assert_taken(store, stormy, "field 'weather' is 'stormy', against the rule unique: record '3' has the same");
        assert_inserted(project_store_insert(store, &so_so, &err));
        assert_inserted(project_store_insert(store, &hot, &err));
        assert_taken(store, hot, "field 'weather' is 'hot', against the rule unique: record '5' has the same");
        assert_taken(store, so_so, "field 'weather' is 'so so', against the rule unique: record '4' has the same");
        assert_int_equal(project_store_by_weather(store, WEATHER_STORMY)->id, 3);
        assert_int_equal(project_store_by_weather(store, WEATHER_OTHER_)->id, 4);
        assert_null(project_store_by_weather(store, WEATHER_CALM));
        assert_ok(project_store_save(store, &err), err);
    });
}

static void an_edited_word_stays_unique(void **state)
{
    const sdn_problem *list = NULL;
    size_t count = 0;
    (void)state;
    write_file("projects |id, scores, reviewed, weather|\n"
               "    1, 1, run, hot\n    2, 1, run, cold\n    3, 1, run, wet\n");
    WITH_STORE(project, {
        assert_ok(project_store_validate(store, &list, &count, &err), err);
        assert_int_equal(count, 0);
        project_store_edit(store, 2, &err)->weather_text = SDN_STR("wet");
        assert_int_equal(project_store_save(store, &err), SDN_E_INVALID);
        assert_message_has(err, "record '2': field 'weather' is 'wet', against the rule unique: record '3'");
        assert_ok(project_store_validate(store, &list, &count, &err), err);
        assert_int_equal(count, 2);
        project_store_edit(store, 3, &err)->weather_text = SDN_STR("cold");
        assert_ok(project_store_save(store, &err), err);
        project again = with_weather(WEATHER_OTHER_, "hot");
        again.id = 1;
        assert_non_null(project_store_put(store, &again, &err));
        assert_ok(project_store_save(store, &err), err);
        project_store_edit(store, 2, &err)->weather = WEATHER_CALM;
        assert_non_null(project_store_by_weather(store, WEATHER_CALM));
        assert_ok(project_store_save(store, &err), err);
    });
}

static void words_are_unique_together_with_other_fields(void **state)
{
    (void)state;
    WITH_STORE(project, {
        project p = good_project();
        p.has_region = p.has_mood = true;
        p.region = SDN_STR("north");
        p.mood = WEATHER_OTHER_;
        p.mood_text = SDN_STR("grim");
        assert_inserted(project_store_insert(store, &p, &err));
        p.mood_text = SDN_STR("gay");
        assert_inserted(project_store_insert(store, &p, &err));
        p.region = SDN_STR("south");
        assert_inserted(project_store_insert(store, &p, &err));
        assert_taken(store, p, "fields 'region', 'mood' are 'south, gay', against the rule unique: record '3'");
        assert_int_equal(project_store_by_region_mood(store, "north", WEATHER_OTHER_)->id, 1);
        assert_ok(project_store_save(store, &err), err);
    });
}

/* Copies of lists. */

/* Fills every list of the piece under edit from arrays that do not outlive the call. */
static void fill_piece(piece_store *store, piece *p)
{
    bool flags[] = {true, false};
    int32_t small[] = {-1, INT32_MIN};
    uint64_t huge[] = {UINT64_MAX};
    sdn_date days[] = {{2026, 1, 31}, {1999, 12, 31}};
    sdn_timestamp moments[] = {{-1, 500000000}};
    stage stages[] = {STAGE_RUN, STAGE_PLAN, STAGE_RUN};
    p->flags = piece_store_bool_list(store, flags, 2);
    p->small = piece_store_i32_list(store, small, 2);
    p->huge = piece_store_u64_list(store, huge, 1);
    p->days = piece_store_date_list(store, days, 2);
    p->moments = piece_store_timestamp_list(store, moments, 1);
    p->stages = piece_store_stage_list(store, stages, 3);
    memset(flags, 0, sizeof flags);
    memset(small, 0, sizeof small);
    memset(huge, 0, sizeof huge);
    memset(days, 0, sizeof days);
    memset(moments, 0, sizeof moments);
    memset(stages, 0, sizeof stages);
}

static void assert_filled(const piece *p)
{
    assert_true(p->flags.count == 2 && p->flags.items[0] && !p->flags.items[1]);
    assert_true(p->small.count == 2 && p->small.items[0] == -1 && p->small.items[1] == INT32_MIN);
    assert_true(p->huge.count == 1 && p->huge.items[0] == UINT64_MAX);
    assert_true(p->days.count == 2 && p->days.items[0].year == 2026 && p->days.items[1].day == 31);
    assert_true(p->moments.count == 1 && p->moments.items[0].nanoseconds == 500000000);
    assert_true(p->stages.count == 3 && p->stages.items[0] == STAGE_RUN && p->stages.items[1] == STAGE_PLAN);
}

static void lists_are_copied_into_the_store(void **state)
{
    (void)state;
    WITH_STORE(piece, {
        piece p;
        piece_init(&p);
        p.name = SDN_STR("wing");
        assert_inserted(piece_store_insert(store, &p, &err));
        piece *edited = piece_store_edit(store, "wing", &err);
        fill_piece(store, edited);
        assert_filled(edited);
        assert_true(piece_store_u64_list(store, NULL, 0).items == NULL);
        assert_int_equal(piece_store_u64_list(store, NULL, 0).count, 0);
        assert_ok(piece_store_save(store, &err), err);
    });
    WITH_STORE(piece, { assert_filled(piece_store_get(store, "wing")); });
}

/* More than the store has allocated, so that it must ask for memory. */
static void a_list_that_was_lost_is_noticed_by_save(void **state)
{
    static uint64_t many[1 << 17];
    (void)state;
    WITH_STORE(piece, {
        faults_arm_memory(1);
        sdn_u64_list lost = piece_store_u64_list(store, many, sizeof many / sizeof many[0]);
        assert_true(faults_fired_memory());
        faults_remove();
        assert_true(lost.items == NULL && lost.count == 0);
        assert_int_equal(piece_store_save(store, &err), SDN_E_NOMEM);
        piece_store_rollback(store);
        assert_ok(piece_store_save(store, &err), err);
    });
}

/* Reflection. */

static const sdn_field *field_of(const sdn_record_type *type, const char *name)
{
    for (uint32_t i = 0; i < type->field_count; i++)
        if (strcmp(type->fields[i].name, name) == 0)
            return &type->fields[i];
    fail_msg("no field %s", name);
    return NULL;
}

static void the_tables_say_what_the_schema_says(void **state)
{
    const sdn_field *email = field_of(&person_record_type, "email");
    const sdn_field *rank = field_of(&team_record_type, "rank");
    const sdn_field *colours = field_of(&lists_record_type, "colour_list");
    (void)state;
    assert_text(email->column, "e-mail");
    assert_string_equal(email->doc, "Where the mail goes.");
    assert_true(email->was_count == 1 && email->flags == SDN_FIELD_NONEMPTY);
    assert_int_equal(rank->flags, SDN_FIELD_RANGE);
    assert_true(rank->low.i64 == 1 && rank->high.i64 == INT64_MAX);
    assert_true(colours->type == SDN_TYPE_ENUM && colours->enumeration == &colour_enum_type);
    assert_int_equal(colours->flags, SDN_FIELD_LIST);
    assert_int_equal(field_of(&lists_record_type, "semicolons")->separator, ';');
    assert_ptr_equal(field_of(&person_record_type, "boss")->references, &person_record_type);
    assert_ptr_equal(field_of(&person_record_type, "place")->references, &place_record_type);
    assert_ptr_equal(field_of(&team_record_type, "lead")->references, &person_record_type);
    assert_int_equal(person_record_type.flags, SDN_RECORD_KEY_RANDOM);
    assert_true(person_record_type.indexes[PERSON_INDEX_EMAIL].unique);
    assert_false(person_record_type.indexes[3].unique);
}

/* Indexes of unique fields come before the others. */
static void positions_are_the_order_of_the_record_type(void **state)
{
    (void)state;
    static const named_position fields[] = {
        {PERSON_FIELD_ID, "id"},         {PERSON_FIELD_EMAIL, "email"}, {PERSON_FIELD_BADGE, "badge"},
        {PERSON_FIELD_NICK, "nick"},     {PERSON_FIELD_BOSS, "boss"},   {PERSON_FIELD_PLACE, "place"},
        {PERSON_FIELD_SCORES, "scores"}, {PERSON_FIELD_AGE, "age"},     {PERSON_FIELD_TEAM, "team"},
        {PERSON_FIELD_FIRST, "first"},   {PERSON_FIELD_LAST, "last"},
    };
    static const named_position indexes[] = {
        {PERSON_INDEX_EMAIL, "email"},
        {PERSON_INDEX_BADGE, "badge"},
        {PERSON_INDEX_FIRST_LAST, "first_last"},
        {PERSON_INDEX_AGE, "age"},
    };
    assert_field_positions(&person_record_type, fields, sizeof fields / sizeof fields[0]);
    assert_index_positions(&person_record_type, indexes, sizeof indexes / sizeof indexes[0]);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_IN_TEMPDIR(every_type_survives_a_file),
        TEST_IN_TEMPDIR(every_type_is_looked_up_by),
        TEST_IN_TEMPDIR(lists_of_every_type_survive_a_file),
        cmocka_unit_test(list_defaults_are_set),
        cmocka_unit_test(lists_are_copied),
        TEST_IN_TEMPDIR(lists_are_made_value_by_value),
        TEST_IN_TEMPDIR(fields_are_set_by_name),
        cmocka_unit_test(rows_are_read_and_written_without_a_store),
        TEST_IN_TEMPDIR(extremes_survive_a_file),
        TEST_IN_TEMPDIR(what_no_file_can_hold_is_refused),
        TEST_IN_TEMPDIR(bounds_at_the_ends_hold),
        TEST_IN_TEMPDIR(numbers_count_on),
        TEST_IN_TEMPDIR(days_and_moments_are_keys),
        TEST_IN_TEMPDIR(random_keys_are_short_and_differ),
        TEST_IN_TEMPDIR(four_fields_are_a_key),
        TEST_IN_TEMPDIR(unique_fields_find_one_record),
        TEST_IN_TEMPDIR(broken_rules_are_refused),
        TEST_IN_TEMPDIR(references_hold_where_both_stores_are_open),
        TEST_IN_TEMPDIR(validation_lists_what_is_in_the_file),
        TEST_IN_TEMPDIR(columns_are_read_by_their_old_names),
        TEST_IN_TEMPDIR(a_bad_element_is_refused_and_named),
        TEST_IN_TEMPDIR(bad_elements_in_a_file_are_listed),
        TEST_IN_TEMPDIR(each_element_refers_to_a_record),
        TEST_IN_TEMPDIR(bad_references_in_a_file_are_listed),
        TEST_IN_TEMPDIR(an_open_enum_can_be_unique),
        TEST_IN_TEMPDIR(an_edited_word_stays_unique),
        TEST_IN_TEMPDIR(words_are_unique_together_with_other_fields),
        TEST_IN_TEMPDIR(lists_are_copied_into_the_store),
        TEST_IN_TEMPDIR(a_list_that_was_lost_is_noticed_by_save),
        cmocka_unit_test(the_tables_say_what_the_schema_says),
        cmocka_unit_test(positions_are_the_order_of_the_record_type),
    };
    return run_cases(argc, argv, tests);
}
