/*
 * Walks between bounds against a model: an array of slots, sorted with qsort, of which those between the bounds are
 * picked one by one.
 *
 * SDN_TEST_ROUNDS sets how many random tables are tried (6).
 */
#include "test.h"

#include "record_types/basic.h"
#include "record_types/composite_key.h"
#include "tempdir.h"

#include "index/index_walk.h"
#include "table/changes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static sdn_table table;

static void enter_table(const sdn_record_type *type)
{
    assert_int_equal(sdn__table_init(&table, type, 42), 0);
}

static int enter(void **state)
{
    return tempdir_enter(state);
}

static void release_table(void)
{
    if (table.type != NULL)
        sdn__table_release(&table);
    table.type = NULL;
}

static int leave(void **state)
{
    release_table();
    return tempdir_leave(state);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, enter, leave)

static note *note_at(uint32_t slot)
{
    return sdn__slots_record(&table.slots, slot);
}

static pair *pair_at(uint32_t slot)
{
    return sdn__slots_record(&table.slots, slot);
}

static sdn_str text_of(const char *text)
{
    return sdn_arena_copy_str(&table.arena, sdn_str_from(text));
}

/* Adds a record, which the indexes learn of when they are built or, with `enters`, at once. */
static uint32_t add(const void *record, bool enters)
{
    assert_int_equal(sdn__table_reserve_change(&table), 0);
    assert_int_equal(sdn__slots_make_room(&table.slots, 0), 0);
    uint32_t slot = sdn__slots_add(&table.slots);
    memcpy(sdn__slots_record(&table.slots, slot), record, table.type->size);
    table.slots.order.keys_sorted = false;
    if (enters)
        sdn__ordered_index_insert(&table.lookup.by_key, slot);
    for (uint32_t i = 0; enters && i < table.type->index_count; i++)
        sdn__ordered_index_insert(&table.lookup.indexes[i], slot);
    table.slots.live_count++;
    return slot;
}

static uint32_t add_note(const char *id, const char *text, uint32_t number)
{
    note record;
    note_init(&record);
    record.id = text_of(id);
    record.text = text_of(text);
    record.number = number;
    return add(&record, true);
}

static uint32_t add_pair(const char *name, uint32_t number, bool flag)
{
    pair record = {.name = text_of(name), .number = number, .flag = flag};
    return add(&record, true);
}

static void erase(uint32_t slot)
{
    sdn__ordered_index_erase(&table.lookup.by_key, slot);
    for (uint32_t i = 0; i < table.type->index_count; i++)
        sdn__ordered_index_erase(&table.lookup.indexes[i], slot);
    table.slots.rows[slot].flags |= SDN_ROW_DELETED;
    table.slots.live_count--;
}

static const sdn_ordered_index *built(sdn_ordered_index *index)
{
    assert_int_equal(sdn__ordered_index_reserve(index, table.slots.live_count, 1), 0);
    sdn__ordered_index_build(index);
    return index;
}

static const sdn_ordered_index *by_text(void)
{
    return built(&table.lookup.indexes[NOTE_INDEX_TEXT_NUMBER]);
}

static const sdn_ordered_index *by_key(void)
{
    return built(&table.lookup.by_key);
}

/* ---- what a walk shows ---- */

/* The ids, or names and numbers, that a cursor shows, forward or backward. */
static const char *shown(sdn_cursor cursor)
{
    static char all[4096];
    size_t used = 0;
    all[0] = '\0';
    for (uint32_t slot; (slot = sdn__index_walk_next(&cursor)) != SDN_NO_SLOT;) {
        sdn_str name = table.type == &pair_record_type ? pair_at(slot)->name : note_at(slot)->id;
        used += (size_t)snprintf(all + used, sizeof all - used, "%.*s", (int)name.len, name.ptr);
        if (table.type == &pair_record_type)
            used += (size_t)snprintf(all + used, sizeof all - used, "%u%c", pair_at(slot)->number,
                                     pair_at(slot)->flag ? 't' : 'f');
        used += (size_t)snprintf(all + used, sizeof all - used, " ");
        assert_true(used < sizeof all);
    }
    return all;
}

/* That a walk shows these, each followed by a blank, and in reverse the same from the end. */
static void assert_shows(sdn_cursor cursor, const char *expected)
{
    char backward[4096], turned[4096] = "";
    assert_string_equal(shown(cursor), expected);
    strcpy(backward, shown(sdn__index_walk_reverse(cursor)));
    for (char *end; backward[0] != '\0'; *end = '\0') { /* cuts word after word off the end */
        backward[strlen(backward) - 1] = '\0';
        end = strrchr(backward, ' ');
        end = end != NULL ? end + 1 : backward;
        strcat(strcat(turned, end), " ");
    }
    assert_string_equal(turned, expected);
}

static void add_words(void)
{
    static const char *const texts[] = {"", "a", "ab", "aba", "abb", "b", "ba", "\xC3\xA4", "\xFF", "\xFF\xFF"};
    char id[8];
    enter_table(&note_record_type);
    for (unsigned i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        snprintf(id, sizeof id, "%u", i);
        add_note(id, texts[i], i % 2);
    }
}

#define TEXT(literal)                 \
    {                                 \
        .text = SDN_STR_INIT(literal) \
    }

/* ---- bounds ---- */

static void bounds_include_their_values(void **state)
{
    (void)state;
    add_words();
    const sdn_value ab[] = {TEXT("ab")}, b[] = {TEXT("b")}, none[] = {TEXT("abc")};
    assert_shows(sdn__index_walk_range(by_text(), ab, 1, b, 1), "2 3 4 5 ");
    assert_shows(sdn__index_walk_range(by_text(), none, 1, b, 1), "5 ");
    assert_shows(sdn__index_walk_range(by_text(), none, 1, none, 1), "");
    assert_shows(sdn__index_walk_range(by_text(), ab, 1, ab, 1), "2 ");
}

static void a_bound_without_values_is_open(void **state)
{
    (void)state;
    add_words();
    const sdn_value ab[] = {TEXT("ab")};
    assert_shows(sdn__index_walk_range(by_text(), ab, 1, NULL, 0), "2 3 4 5 6 7 8 9 ");
    assert_shows(sdn__index_walk_range(by_text(), NULL, 0, ab, 1), "0 1 2 ");
    assert_shows(sdn__index_walk_range(by_text(), NULL, 0, NULL, 0), "0 1 2 3 4 5 6 7 8 9 ");
}

static void a_range_from_high_to_low_is_empty(void **state)
{
    (void)state;
    add_words();
    const sdn_value ab[] = {TEXT("ab")}, b[] = {TEXT("b")}, after[] = {TEXT("\xFF\xFF\xFF")};
    assert_shows(sdn__index_walk_range(by_text(), b, 1, ab, 1), "");
    assert_shows(sdn__index_walk_range(by_text(), after, 1, NULL, 0), "");
    assert_shows(sdn__index_walk_range(by_text(), after, 1, ab, 1), "");
}

static void walks_over_an_empty_index_end_at_once(void **state)
{
    (void)state;
    enter_table(&note_record_type);
    const sdn_value ab[] = {TEXT("ab")};
    assert_shows(sdn__index_walk_all(by_text()), "");
    assert_shows(sdn__index_walk_range(by_text(), ab, 1, ab, 1), "");
    assert_shows(sdn__index_walk_starting(by_text(), ab, 1), "");
}

static void bounds_may_have_more_fields_than_each_other(void **state)
{
    (void)state;
    enter_table(&pair_record_type);
    for (uint32_t i = 0; i < 12; i++)
        add_pair(i < 6 ? "x" : "y", i % 3, i % 2 == 0);
    const sdn_value x[] = {TEXT("x"), {.u32 = 1}}, y[] = {TEXT("y"), {.u32 = 1}, {.boolean = false}};
    assert_shows(sdn__index_walk_all(by_key()), "x0f x0t x1f x1t x2f x2t y0f y0t y1f y1t y2f y2t ");
    assert_shows(sdn__index_walk_range(by_key(), x, 1, x, 1), "x0f x0t x1f x1t x2f x2t ");
    assert_shows(sdn__index_walk_range(by_key(), x, 2, x, 2), "x1f x1t ");
    assert_shows(sdn__index_walk_range(by_key(), x, 2, x, 1), "x1f x1t x2f x2t ");
    assert_shows(sdn__index_walk_range(by_key(), x, 2, y, 3), "x1f x1t x2f x2t y0f y0t y1f ");
    assert_shows(sdn__index_walk_range(by_key(), y, 9, NULL, 0), "y1f y1t y2f y2t ");
}

/* ---- starts of texts ---- */

static void texts_that_start_so_are_shown(void **state)
{
    (void)state;
    add_words();
    const sdn_value empty[] = {TEXT("")}, a[] = {TEXT("a")}, ab[] = {TEXT("ab")}, last[] = {TEXT("\xFF")};
    const sdn_value half[] = {TEXT("\xC3")}, longer[] = {TEXT("abbb")};
    assert_shows(sdn__index_walk_starting(by_text(), a, 1), "1 2 3 4 ");
    assert_shows(sdn__index_walk_starting(by_text(), ab, 1), "2 3 4 ");
    assert_shows(sdn__index_walk_starting(by_text(), last, 1), "8 9 ");
    assert_shows(sdn__index_walk_starting(by_text(), half, 1), "7 ");
    assert_shows(sdn__index_walk_starting(by_text(), longer, 1), "");
    assert_shows(sdn__index_walk_starting(by_text(), empty, 1), "0 1 2 3 4 5 6 7 8 9 ");
    assert_shows(sdn__index_walk_starting(by_text(), NULL, 0), "0 1 2 3 4 5 6 7 8 9 ");
}

/* ---- keys that are numbers ---- */

static void numbered_keys_are_in_the_order_of_numbers(void **state)
{
    (void)state;
    static const char *const ids[] = {"10", "9", "1", "100", "007", "7", "1a", "x", "x10", "2"};
    enter_table(&note_record_type);
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++)
        add_note(ids[i], "", 0);
    const sdn_value two[] = {TEXT("2")}, ten[] = {TEXT("10")}, x[] = {TEXT("x")}, one[] = {TEXT("1")};
    assert_shows(sdn__index_walk_range(by_key(), two, 1, ten, 1), "2 007 7 9 10 ");
    assert_shows(sdn__index_walk_range(by_key(), ten, 1, NULL, 0), "10 100 1a x x10 ");
    assert_shows(sdn__index_walk_range(by_key(), NULL, 0, x, 1), "1 2 007 7 9 10 100 1a x ");
    assert_shows(sdn__index_walk_starting(by_key(), one, 1), "1 10 100 1a ");
    assert_shows(sdn__index_walk_starting(by_key(), x, 1), "x x10 ");
}

/* ---- against a model ---- */

enum { RECORDS = 1500 };

static uint64_t chance;

static unsigned below(unsigned limit)
{
    chance = chance * UINT64_C(6364136223846793005) + 1442695040888963407;
    return (unsigned)(chance >> 33) % limit;
}

static const char *random_text(void)
{
    static char text[4];
    size_t len = below(4);
    for (size_t i = 0; i < len; i++)
        text[i] = (char)('a' + below(3));
    text[len] = '\0';
    return text;
}

/* As documented: text by bytes, then number, then key as a number. */
static int model_order(uint32_t a, uint32_t b)
{
    const note *x = note_at(a), *y = note_at(b);
    int order = strcmp(x->text.ptr, y->text.ptr);
    if (order == 0)
        order = (x->number > y->number) - (x->number < y->number);
    if (order != 0)
        return order;
    unsigned long m = strtoul(x->id.ptr, NULL, 10), n = strtoul(y->id.ptr, NULL, 10);
    return (m > n) - (m < n);
}

static int by_model_order(const void *a, const void *b)
{
    return model_order(*(const uint32_t *)a, *(const uint32_t *)b);
}

static uint32_t sorted[4 * RECORDS];
static size_t sorted_count;

static void sort_model(void)
{
    assert_true(table.slots.live_count <= sizeof sorted / sizeof sorted[0]);
    sorted_count = sdn__slots_live(&table.slots, sorted);
    qsort(sorted, sorted_count, sizeof *sorted, by_model_order);
}

typedef struct bounds {
    char low[4], high[4];
    uint32_t low_number, high_number, low_count, high_count;
    bool is_start;
} bounds;

static bool is_between(const note *record, const bounds *b)
{
    int low = strcmp(record->text.ptr, b->low), high = strcmp(record->text.ptr, b->high);
    if (b->is_start)
        return strncmp(record->text.ptr, b->low, strlen(b->low)) == 0;
    if (b->low_count > 0 && (low < 0 || (low == 0 && b->low_count > 1 && record->number < b->low_number)))
        return false;
    return b->high_count == 0 || high < 0 || (high == 0 && (b->high_count == 1 || record->number <= b->high_number));
}

static bounds random_bounds(void)
{
    bounds b = {.low_number = below(4), .high_number = below(4), .low_count = below(3), .high_count = below(3)};
    strcpy(b.low, random_text());
    strcpy(b.high, below(3) == 0 ? b.low : random_text());
    b.is_start = below(4) == 0;
    return b;
}

static sdn_cursor walk_between(const bounds *b)
{
    const sdn_value low[] = {{.text = sdn_str_from(b->low)}, {.u32 = b->low_number}};
    const sdn_value high[] = {{.text = sdn_str_from(b->high)}, {.u32 = b->high_number}};
    return b->is_start ? sdn__index_walk_starting(by_text(), low, 1)
                       : sdn__index_walk_range(by_text(), low, b->low_count, high, b->high_count);
}

static void assert_walks_as_model(const bounds *b)
{
    sdn_cursor forward = walk_between(b), backward = sdn__index_walk_reverse(forward);
    for (size_t i = 0; i < sorted_count; i++)
        if (is_between(note_at(sorted[i]), b))
            assert_int_equal(sdn__index_walk_next(&forward), sorted[i]);
    for (size_t i = sorted_count; i > 0; i--)
        if (is_between(note_at(sorted[i - 1]), b))
            assert_int_equal(sdn__index_walk_next(&backward), sorted[i - 1]);
    assert_int_equal(sdn__index_walk_next(&forward), SDN_NO_SLOT);
    assert_int_equal(sdn__index_walk_next(&backward), SDN_NO_SLOT);
}

static uint32_t next_id;

static uint32_t add_random(void)
{
    char id[16];
    snprintf(id, sizeof id, "%u", (next_id++ * 7919) % 100003 + 1);
    return add_note(id, random_text(), below(4));
}

static void start_random(unsigned seed, unsigned most)
{
    release_table();
    enter_table(&note_record_type);
    chance = seed;
    next_id = 0;
    for (unsigned i = below(most); i > 0; i--)
        add_random();
    by_text();
}

static unsigned rounds(void)
{
    const char *given = getenv("SDN_TEST_ROUNDS");
    return given != NULL ? (unsigned)strtoul(given, NULL, 10) : 6;
}

static void random_ranges_are_those_of_the_model(void **state)
{
    (void)state;
    for (unsigned seed = 1; seed <= rounds(); seed++) {
        print_message("seed %u\n", seed);
        start_random(seed, RECORDS);
        sort_model();
        for (int i = 0; i < 40; i++) {
            bounds b = random_bounds();
            assert_walks_as_model(&b);
        }
    }
}

/* ---- changes while walks are under way ---- */

enum { WALKS = 6 };

/* A walk, and where it is: the record it was shown last, as it was then. */
typedef struct walk {
    bounds b;
    sdn_cursor cursor;
    bool backward;
    bool has_last;
    char text[4];
    uint32_t number;
    unsigned long id;
    bool moved[4 * RECORDS]; /* by slot, since it began */
} walk;

static walk walks[WALKS];

static void begin_walk(walk *w)
{
    memset(w, 0, sizeof *w);
    w->b = random_bounds();
    w->backward = below(2) == 0;
    w->cursor = walk_between(&w->b);
    if (w->backward)
        w->cursor = sdn__index_walk_reverse(w->cursor);
}

/* Whether a record is ahead of the walk: after the place of its last one, or before that. */
static bool is_ahead(const walk *w, uint32_t slot)
{
    const note *record = note_at(slot);
    unsigned long id = strtoul(record->id.ptr, NULL, 10);
    int order = strcmp(record->text.ptr, w->text);
    if (order == 0)
        order = (record->number > w->number) - (record->number < w->number);
    if (order == 0)
        order = (id > w->id) - (id < w->id);
    return !w->has_last || (w->backward ? order < 0 : order > 0);
}

static uint32_t model_next(const walk *w)
{
    sort_model();
    for (size_t i = 0; i < sorted_count; i++) {
        uint32_t slot = sorted[w->backward ? sorted_count - 1 - i : i];
        if (is_between(note_at(slot), &w->b) && !w->moved[slot] && is_ahead(w, slot))
            return slot;
    }
    return SDN_NO_SLOT;
}

static void step(walk *w)
{
    uint32_t slot = sdn__index_walk_next(&w->cursor);
    assert_int_equal(slot, model_next(w));
    if (slot == SDN_NO_SLOT) {
        begin_walk(w);
        return;
    }
    w->has_last = true;
    strcpy(w->text, note_at(slot)->text.ptr);
    w->number = note_at(slot)->number;
    w->id = strtoul(note_at(slot)->id.ptr, NULL, 10);
}

/* An edit of the text or number, or of neither. */
static void edit_random(uint32_t slot)
{
    assert_int_equal(sdn__table_reserve_change(&table), 0);
    note *record = sdn__table_open_slot(&table, slot);
    sdn_str text = record->text;
    uint32_t number = record->number;
    assert_non_null(record);
    if (below(3) > 0)
        record->text = text_of(random_text());
    if (below(3) > 0)
        record->number = below(4);
    bool moves = !sdn_str_equal(text, record->text) || number != record->number;
    sdn__table_flush_open(&table);
    for (int i = 0; i < WALKS; i++)
        walks[i].moved[slot] = walks[i].moved[slot] || moves;
}

static void change_random(void)
{
    unsigned what = below(4);
    sort_model();
    if (sorted_count == 0 || (what == 0 && table.slots.row_count < 4 * RECORDS))
        add_random();
    else if (what == 1)
        erase(sorted[below((unsigned)sorted_count)]);
    else
        edit_random(sorted[below((unsigned)sorted_count)]);
}

static void walks_go_on_as_the_model_through_changes(void **state)
{
    (void)state;
    for (unsigned seed = 1; seed <= rounds(); seed++) {
        print_message("seed %u\n", seed);
        start_random(seed + 1000, seed % 6 == 0 ? RECORDS : 150);
        for (int i = 0; i < WALKS; i++)
            begin_walk(&walks[i]);
        for (int change = 0; change < 120; change++) {
            change_random();
            for (unsigned steps = below(4); steps > 0; steps--)
                step(&walks[below(WALKS)]);
        }
        const char *fault = sdn__ordered_index_fault(by_text());
        assert_string_equal(fault != NULL ? fault : "sound", "sound");
    }
}

/* ---- what the model does not do ---- */

static void a_walk_backward_does_not_meet_what_replaces_its_last_record(void **state)
{
    (void)state;
    add_words();
    sdn_cursor cursor = sdn__index_walk_reverse(sdn__index_walk_all(by_text()));
    unsigned count = 0;
    for (uint32_t slot; count < 20 && (slot = sdn__index_walk_next(&cursor)) != SDN_NO_SLOT; count++) {
        note record = *note_at(slot);
        erase(slot);
        add(&record, true);
    }
    assert_int_equal(count, 10);
}

static void a_copy_of_a_cursor_walks_on_its_own(void **state)
{
    (void)state;
    add_words();
    sdn_cursor cursor = sdn__index_walk_reverse(sdn__index_walk_all(by_text()));
    assert_int_equal(sdn__index_walk_next(&cursor), 9);
    sdn_cursor copy = cursor;
    assert_int_equal(sdn__index_walk_next(&cursor), 8);
    assert_int_equal(sdn__index_walk_next(&copy), 8);
    assert_int_equal(sdn__index_walk_next(&copy), 7);
    assert_int_equal(sdn__index_walk_next(&cursor), 7);
}

static void walks_go_from_block_to_block(void **state)
{
    (void)state;
    enter_table(&note_record_type);
    char id[16];
    for (unsigned i = 1; i <= 1200; i++) {
        snprintf(id, sizeof id, "%u", i);
        add_note(id, "same", i);
    }
    sdn_value low[] = {TEXT("same"), {.u32 = 380}}, high[] = {TEXT("same"), {.u32 = 790}};
    sdn_cursor forward = sdn__index_walk_range(by_text(), low, 2, high, 2);
    sdn_cursor backward = sdn__index_walk_reverse(forward);
    for (uint32_t number = 380; number <= 790; number++)
        assert_int_equal(note_at(sdn__index_walk_next(&forward))->number, number);
    for (uint32_t number = 790; number >= 380; number--)
        assert_int_equal(note_at(sdn__index_walk_next(&backward))->number, number);
    assert_int_equal(sdn__index_walk_next(&forward), SDN_NO_SLOT);
    assert_int_equal(sdn__index_walk_next(&backward), SDN_NO_SLOT);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(bounds_include_their_values),
        TEST(a_bound_without_values_is_open),
        TEST(a_range_from_high_to_low_is_empty),
        TEST(walks_over_an_empty_index_end_at_once),
        TEST(bounds_may_have_more_fields_than_each_other),
        TEST(texts_that_start_so_are_shown),
        TEST(numbered_keys_are_in_the_order_of_numbers),
        TEST(random_ranges_are_those_of_the_model),
        TEST(walks_go_on_as_the_model_through_changes),
        TEST(a_walk_backward_does_not_meet_what_replaces_its_last_record),
        TEST(a_copy_of_a_cursor_walks_on_its_own),
        TEST(walks_go_from_block_to_block),
    };
    return run_cases(argc, argv, tests);
}
