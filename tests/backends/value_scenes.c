#include "test.h"

#include "scenes.h"

#include "keys.h"
#include "types.h"

#include <math.h>
#include <string.h>

static sdn_error err;

/* ---- values ---- */

/* Of a field, as text; what is refused is told. */
typedef struct attempt {
    uint32_t field;
    const char *label;
    const char *text;
} attempt;

static const attempt attempts[] = {
    {SAMPLE_FIELD_TEXT, "text", ""},
    {SAMPLE_FIELD_TEXT, "text", " \t\r\n"},
    {SAMPLE_FIELD_TEXT, "text", "\x01\x7f"},
    {SAMPLE_FIELD_TEXT, "text", "\xef\xbf\xbf \xf4\x8f\xbf\xbf \xef\xbb\xbf"},
    {SAMPLE_FIELD_TEXT, "text", "'; DROP TABLE samples; -- \\ $1 %s ?1 :a"},
    {SAMPLE_FIELD_TEXT, "text", "NULL"},
    {SAMPLE_FIELD_TEXT, "text", "{}"},
    {SAMPLE_FIELD_TRUTH, "truth", "true"},
    {SAMPLE_FIELD_TRUTH, "truth", "t"},
    {SAMPLE_FIELD_SMALL, "small", "-2147483648"},
    {SAMPLE_FIELD_SMALL, "small", "2147483648"},
    {SAMPLE_FIELD_LARGE, "large", "-9223372036854775808"},
    {SAMPLE_FIELD_LARGE, "large", "9223372036854775807"},
    {SAMPLE_FIELD_NUMBER, "number", "4294967295"},
    {SAMPLE_FIELD_NUMBER, "number", "-1"},
    {SAMPLE_FIELD_HUGE, "huge", "9223372036854775807"},
    {SAMPLE_FIELD_HUGE, "huge", "9223372036854775808"},
    {SAMPLE_FIELD_HUGE, "huge", "18446744073709551615"},
    {SAMPLE_FIELD_REAL, "real", "0.1"},
    {SAMPLE_FIELD_REAL, "real", "1e308"},
    {SAMPLE_FIELD_REAL, "real", "-5e-324"},
    {SAMPLE_FIELD_REAL, "real", "3"},
    {SAMPLE_FIELD_REAL, "minus zero", "-0"},
    {SAMPLE_FIELD_REAL, "real", "2.5"},
    {SAMPLE_FIELD_REAL, "real without end", "inf"},
    {SAMPLE_FIELD_REAL, "real without end", "-inf"},
    {SAMPLE_FIELD_REAL, "no number", "nan"},
    {SAMPLE_FIELD_MAYBE_REAL, "no number, or absent", "nan"},
    {SAMPLE_FIELD_DAY, "day", "0001-01-01"},
    {SAMPLE_FIELD_DAY, "day", "9999-12-31"},
    {SAMPLE_FIELD_DAY, "day", "2026-02-30"},
    {SAMPLE_FIELD_DAY, "year 0", "0000-02-29"},
    {SAMPLE_FIELD_MOMENT, "moment", "0001-01-01T00:00:00Z"},
    {SAMPLE_FIELD_MOMENT, "moment", "9999-12-31T23:59:59.999999Z"},
    {SAMPLE_FIELD_MOMENT, "moment", "1969-12-31T23:59:59.000001Z"},
    {SAMPLE_FIELD_MOMENT, "moment", "2026-01-31T08:15:00+02:00"},
    {SAMPLE_FIELD_MOMENT, "nanoseconds", "2026-01-31T08:15:00.123456789Z"},
    {SAMPLE_FIELD_MOMENT, "year 0", "0000-01-01T00:00:00Z"},
    {SAMPLE_FIELD_LEVEL, "level", "high"},
    {SAMPLE_FIELD_LEVEL, "level", "highest"},
    {SAMPLE_FIELD_MOOD, "mood", "so-so"},
    {SAMPLE_FIELD_MOOD, "mood", "like \"this\""},
    {SAMPLE_FIELD_MOOD, "mood", ""},
    {SAMPLE_FIELD_MAYBE_TEXT, "maybe", ""},
    {SAMPLE_FIELD_MAYBE_TEXT, "maybe", "null"},
    {SAMPLE_FIELD_MAYBE_TRUTH, "maybe", "false"},
    {SAMPLE_FIELD_MAYBE_SMALL, "maybe", "0"},
    {SAMPLE_FIELD_MAYBE_LARGE, "maybe", "-1"},
    {SAMPLE_FIELD_MAYBE_NUMBER, "maybe", "0"},
    {SAMPLE_FIELD_MAYBE_HUGE, "maybe", "9223372036854775808"},
    {SAMPLE_FIELD_MAYBE_REAL, "maybe", "0"},
    {SAMPLE_FIELD_MAYBE_DAY, "maybe", "2026-01-31"},
    {SAMPLE_FIELD_MAYBE_DAY, "maybe", ""},
    {SAMPLE_FIELD_MAYBE_MOMENT, "maybe", "2026-01-31T08:15:00.5Z"},
    {SAMPLE_FIELD_MAYBE_LEVEL, "maybe", "low"},
    {SAMPLE_FIELD_MAYBE_MOOD, "maybe", "good"},
};

static sample_store *open_samples(const transcript *t)
{
    sample_store *store = sample_store_open(t->uri, NULL, &err);
    assert_ok(store != NULL ? SDN_OK : err.code, err);
    return store;
}

/* What another program reads, which opens the table then. */
static void say_field(transcript *t, const char *label, uint32_t field)
{
    sdn_arena arena = SDN_ARENA_INIT;
    sample_store *store = open_samples(t);
    const sample *found = sample_store_get(store, "x");
    assert_non_null(found);
    say(t, label, "%s is '%s'", sample_record_type.fields[field].name,
        sdn_field_text(&sample_record_type, field, found, &arena).ptr);
    say_problems(t, label, (const sdn_store *)store);
    sample_store_close(store);
    sdn_arena_release(&arena);
}

static void try_value(transcript *t, sample_store *store, const attempt *a)
{
    sample *found = sample_store_edit(store, "x", &err);
    assert_non_null(found);
    say_code(t, a->label, sample_store_set(store, found, a->field, a->text, &err), &err);
    sdn_code code = sample_store_save(store, &err);
    say_code(t, a->label, code, &err);
    if (code != SDN_OK)
        sample_store_rollback(store);
    say_field(t, a->label, a->field);
}

static sdn_str long_text(void)
{
    static char text[1000000];
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)(i % 61 == 0 ? '\n' : ' ' + i % 95);
    return (sdn_str){text, sizeof text};
}

/* Records that have the values of each attempt in turn, so that each index has something to sort. */
static void fill_samples(transcript *t, sample_store *store)
{
    char name[8] = "00";
    sample values;
    sample_init(&values);
    values.day = (sdn_date){2026, 1, 31};
    values.name = SDN_STR("x");
    say_made(t, "x", sample_store_insert(store, &values, &err), &err);
    for (size_t i = 0; i < sizeof attempts / sizeof attempts[0]; i += 2) {
        name[0] = (char)('0' + i / 10);
        name[1] = (char)('0' + i % 10);
        values.name = sample_store_text(store, name);
        if (strchr(attempts[i].label, ' ') == NULL && strcmp(attempts[i].label, "nanoseconds") != 0)
            say_code(t, name, sample_store_set(store, &values, attempts[i].field, attempts[i].text, &err), &err);
        say_made(t, name, sample_store_insert(store, &values, &err), &err);
    }
    say_code(t, "save", sample_store_save(store, &err), &err);
}

static void walk_samples(transcript *t)
{
    sample_store *store = open_samples(t);
    for (uint32_t i = 0; i < sample_record_type.index_count; i++)
        say_walk(t, "index", &sample_record_type, sdn_store_range((const sdn_store *)store, i, NULL, 0, NULL, 0));
    sample_store_close(store);
}

void play_values(transcript *t)
{
    t->part = "values";
    make_table_of(t, &sample_record_type);
    sample_store *store = open_samples(t);
    fill_samples(t, store);
    walk_samples(t);
    for (size_t i = 0; i < sizeof attempts / sizeof attempts[0]; i++)
        try_value(t, store, &attempts[i]);
    sample *found = sample_store_edit(store, "x", &err);
    found->real = NAN;
    say_code(t, "no number", sample_store_save(store, &err), &err);
    sample_store_rollback(store);
    found = sample_store_edit(store, "x", &err);
    found->has_maybe_real = true;
    found->maybe_real = INFINITY;
    say_code(t, "no number", sample_store_save(store, &err), &err);
    say_field(t, "no number", SAMPLE_FIELD_MAYBE_REAL);
    sample_store_rollback(store);
    found = sample_store_edit(store, "x", &err);
    found->text = (sdn_str){"a\0b", 3};
    say_code(t, "NUL in a text", sample_store_save(store, &err), &err);
    sample_store_rollback(store);
    found = sample_store_edit(store, "x", &err);
    found->text = (sdn_str){"\xed\xa0\x80", 3};
    say_code(t, "half a character", sample_store_save(store, &err), &err);
    sample_store_rollback(store);
    sample_store_edit(store, "x", &err)->text = long_text();
    sample_store_edit(store, "x", &err)->text.len = 2000; /* an index over it has no more */
    say_code(t, "long text", sample_store_save(store, &err), &err);
    say_field(t, "long text", SAMPLE_FIELD_TEXT);
    sample_store_edit(store, "x", &err)->text = long_text();
    say_code(t, "text that is too long for an index", sample_store_save(store, &err), &err);
    sample_store_rollback(store);
    sample_store_close(store);
}

/* ---- keys ---- */

typedef struct keyed {
    const sdn_record_type *type;
    const char *rows[6];
} keyed;

static const keyed tables[] = {
    {&by_text_record_type, {"a", "\"b, c\"", "\"\"", "\xc3\xa9", "A"}},
    {&by_number_record_type, {"0, first", "4294967295, last", "0, \"\"", "7, seven"}},
    {&by_i32_record_type, {"0", "-2147483648", "2147483647", "0"}},
    {&by_i64_record_type, {"0", "-9223372036854775808", "9223372036854775806", "0"}},
    {&by_u64_record_type, {"0", "9223372036854775808", "18446744073709551614", "0"}},
    {&by_day_record_type, {"2026-01-31", "0001-01-01", "9999-12-31", "2026-01-31"}},
    {&by_moment_record_type,
     {"\"2026-01-31T08:15:00Z\"", "\"1969-12-31T23:59:59.5Z\"", "\"2026-01-31T09:15:00+01:00\""}},
    {&by_pair_record_type, {"a, 1, one", "a, 4294967295, two", "\"b c\", 1, three", "a, 1, again", "\"\", 1, none"}},
    {&by_four_record_type,
     {"true, left, \"2026-01-31T08:15:00Z\", 2026-01-31", "false, right, \"2026-01-31T08:15:00Z\", 2026-01-31",
      "true, left, \"2026-01-31T08:15:00Z\", 2026-01-30"}},
    {&by_clash_record_type, {"-1, 18446744073709551615, 1, 2026-01-31", "-1, 1, 1, 2026-01-31"}},
    {&entry_record_type, {"b", "a", "b", "\"\""}},
};

static sdn_store *open_keyed(const transcript *t, const sdn_record_type *type)
{
    sdn_store *store = sdn_store_open(type, t->uri, NULL, &err);
    assert_ok(store != NULL ? SDN_OK : err.code, err);
    return store;
}

static void insert_keyed(transcript *t, sdn_store *store, const sdn_record_type *type, const char *row)
{
    static union {
        by_four four;
        by_pair pair;
        by_clash clash;
        by_number number;
        entry entry;
    } values;
    sdn_arena arena = SDN_ARENA_INIT;
    assert_ok(sdn_record_from_row(type, &values, sdn_str_from(row), &arena, &err), err);
    say_made(t, row, sdn_store_insert(store, &values, &err), &err);
    sdn_arena_release(&arena);
}

static void play_keyed(transcript *t, const keyed *k)
{
    t->part = k->type->name;
    make_table_of(t, k->type);
    sdn_store *a = open_keyed(t, k->type), *b = open_keyed(t, k->type);
    for (size_t i = 0; i < sizeof k->rows / sizeof k->rows[0] && k->rows[i] != NULL; i++)
        insert_keyed(t, a, k->type, k->rows[i]);
    say_code(t, "save", sdn_file_save(sdn_store_file(a), &err), &err);
    say_walk(t, "saved", k->type, sdn_store_all(a));
    say_code(t, "reload", sdn_file_reload(sdn_store_file(b), &err), &err);
    say_walk(t, "seen", k->type, sdn_store_all(b));
    sdn_cursor cursor = sdn_store_all(b);
    sdn_cursor_next(&cursor);
    say_code(t, "delete", sdn_cursor_delete(&cursor, b, &err), &err);
    say_code(t, "save", sdn_file_save(sdn_store_file(b), &err), &err);
    insert_keyed(t, a, k->type, k->rows[0]);
    say_code(t, "save with what was deleted", sdn_file_save(sdn_store_file(a), &err), &err);
    say_code(t, "reload", sdn_file_reload(sdn_store_file(a), &err), &err);
    say_walk(t, "merged", k->type, sdn_store_all(a));
    sdn_store_close(a);
    sdn_store_close(b);
    a = open_keyed(t, k->type);
    say_walk(t, "opened again", k->type, sdn_store_all(a));
    say_problems(t, "opened again", a);
    sdn_store_close(a);
}

static void rename_keys(transcript *t)
{
    t->part = "renames";
    by_pair_store *pairs = by_pair_store_open(t->uri, NULL, &err);
    by_number_store *numbers = by_number_store_open(t->uri, NULL, &err);
    by_day_store *days = by_day_store_open(t->uri, NULL, &err);
    assert_true(pairs != NULL && numbers != NULL && days != NULL);
    say_code(t, "pair", by_pair_store_rename(pairs, "b c", 1, "b", 0, &err), &err);
    say_code(t, "pair", by_pair_store_save(pairs, &err), &err);
    say_walk(t, "pair", &by_pair_record_type, by_pair_store_all(pairs).base);
    say_code(t, "number", by_number_store_rename(numbers, 7, 8, &err), &err);
    say_code(t, "number", by_number_store_rename(numbers, 4294967295, 7, &err), &err);
    say_code(t, "number", by_number_store_save(numbers, &err), &err);
    say_walk(t, "number", &by_number_record_type, by_number_store_all(numbers).base);
    say_code(t, "day", by_day_store_rename(days, (sdn_date){9999, 12, 31}, (sdn_date){2000, 2, 29}, &err), &err);
    say_code(t, "day", by_day_store_save(days, &err), &err);
    say_walk(t, "day", &by_day_record_type, by_day_store_all(days).base);
    by_pair_store_close(pairs);
    by_number_store_close(numbers);
    by_day_store_close(days);
}

void play_keys(transcript *t)
{
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
        play_keyed(t, &tables[i]);
    rename_keys(t);
}
