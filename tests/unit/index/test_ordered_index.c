/*
 * The index against a model: an array of slots, sorted again for every comparison.
 *
 * SDN_TEST_ROUNDS sets how many random sequences are tried (8).
 */
#include "test.h"

#include "faults.h"
#include "record_types/basic.h"
#include "tempdir.h"

#include "index/index_walk.h"
#include "table/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The numbers of the records are less. */
enum { NUMBERS = 10 };

static sdn_table table;
static sdn_ordered_index by_key;
static sdn_ordered_index by_number; /* text, number */
static sdn_ordered_index by_hash;   /* of the same fields */

static int enter(void **state)
{
    if (tempdir_enter(state) != 0 || sdn__table_init(&table, &note_record_type, 42) != 0)
        return -1;
    sdn__ordered_index_init(&by_key, &table.slots, NULL);
    sdn__ordered_index_init(&by_number, &table.slots, &note_record_type.indexes[NOTE_INDEX_TEXT_NUMBER]);
    sdn__ordered_index_init_hashed(&by_hash, &table.slots, &note_record_type.indexes[NOTE_INDEX_TEXT_NUMBER], 42);
    return 0;
}

static int leave(void **state)
{
    sdn__ordered_index_release(&by_key);
    sdn__ordered_index_release(&by_number);
    sdn__ordered_index_release(&by_hash);
    sdn__table_release(&table);
    return tempdir_leave(state);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, enter, leave)

static note *record_of(uint32_t slot)
{
    return sdn__slots_record(&table.slots, slot);
}

static uint32_t add_slot(unsigned id, uint32_t number)
{
    char digits[16];
    int len = snprintf(digits, sizeof digits, "%u", id);
    uint32_t slot = sdn__slots_add(&table.slots);
    note record = note_of("", "same");
    record.id = sdn_arena_copy(&table.arena, digits, (size_t)len);
    record.number = number;
    memcpy(record_of(slot), &record, sizeof record);
    table.slots.live_count++;
    return slot;
}

static void drop_slot(uint32_t slot)
{
    table.slots.rows[slot].flags |= SDN_ROW_DELETED;
    table.slots.live_count--;
}

static void reserve(size_t inserts)
{
    assert_int_equal(sdn__ordered_index_reserve(&by_key, table.slots.live_count, inserts), 0);
    assert_int_equal(sdn__ordered_index_reserve(&by_number, table.slots.live_count, inserts), 0);
    assert_int_equal(sdn__ordered_index_reserve(&by_hash, table.slots.live_count, inserts), 0);
}

/* ---- the model ---- */

static int by_key_order(const void *a, const void *b)
{
    unsigned long x = strtoul(record_of(*(const uint32_t *)a)->id.ptr, NULL, 10);
    unsigned long y = strtoul(record_of(*(const uint32_t *)b)->id.ptr, NULL, 10);
    return (x > y) - (x < y);
}

static int by_number_order(const void *a, const void *b)
{
    uint32_t x = record_of(*(const uint32_t *)a)->number, y = record_of(*(const uint32_t *)b)->number;
    return x != y ? (x > y) - (x < y) : by_key_order(a, b);
}

static uint32_t *sorted;
static size_t sorted_count;

static void sort_model(int (*order)(const void *, const void *))
{
    sorted = realloc(sorted, (table.slots.live_count + 1) * sizeof *sorted);
    assert_non_null(sorted);
    sorted_count = sdn__slots_live(&table.slots, sorted);
    qsort(sorted, sorted_count, sizeof *sorted, order);
}

static void assert_walks_as_model(sdn_cursor cursor)
{
    for (size_t i = 0; i < sorted_count; i++)
        assert_int_equal(sdn__index_walk_next(&cursor), sorted[i]);
    assert_int_equal(sdn__index_walk_next(&cursor), SDN_NO_SLOT);
    assert_int_equal(sdn__index_walk_next(&cursor), SDN_NO_SLOT);
}

static void assert_is_sound(const sdn_ordered_index *index)
{
    const char *fault = sdn__ordered_index_fault(index);
    assert_string_equal(fault != NULL ? fault : "sound", "sound");
}

/* The index by hash shows the records with equal values in the order of their keys, forward and backward. */
static void assert_shows_equals_as_model(void)
{
    size_t next = 0;
    for (uint32_t number = 0; number < NUMBERS; number++) {
        sdn_value values[2] = {{.text = SDN_STR("same")}, {.u32 = number}};
        sdn_cursor cursor = sdn__index_walk_equal(&by_hash, values), back = sdn__index_walk_reverse(cursor);
        size_t first = next;
        for (; next < sorted_count && record_of(sorted[next])->number == number; next++)
            assert_int_equal(sdn__index_walk_next(&cursor), sorted[next]);
        assert_int_equal(sdn__index_walk_next(&cursor), SDN_NO_SLOT);
        for (size_t i = next; i > first; i--)
            assert_int_equal(sdn__index_walk_next(&back), sorted[i - 1]);
        assert_int_equal(sdn__index_walk_next(&back), SDN_NO_SLOT);
    }
    assert_int_equal(next, sorted_count);
}

static void assert_is_model(void)
{
    sort_model(by_key_order);
    assert_walks_as_model(sdn__index_walk_all(&by_key));
    for (size_t i = 0; i < sorted_count; i++)
        assert_int_equal(sdn__ordered_index_before(&by_key, sorted[i]), i > 0 ? sorted[i - 1] : SDN_NO_SLOT);
    sort_model(by_number_order);
    assert_walks_as_model(sdn__index_walk_all(&by_number));
    assert_shows_equals_as_model();
    assert_is_sound(&by_key);
    assert_is_sound(&by_number);
    assert_is_sound(&by_hash);
    free(sorted);
    sorted = NULL;
}

static void build_all(void)
{
    sdn__ordered_index_build(&by_key);
    sdn__ordered_index_build(&by_number);
    sdn__ordered_index_build(&by_hash);
}

/* ---- building ---- */

static void building_sorts_what_is_there(void **state)
{
    (void)state;
    static const unsigned counts[] = {0, 1, 2, 383, 384, 385, 768, 2000};
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        leave(NULL);
        enter(NULL);
        for (unsigned id = 0; id < counts[i]; id++)
            add_slot((id * 7919) % 2003 + 1, id % 10);
        reserve(0);
        build_all();
        assert_is_model();
    }
}

static void what_is_sorted_already_stays(void **state)
{
    (void)state;
    for (unsigned id = 1; id <= 1000; id++) {
        sdn_value key = {.text = SDN_STR("1")};
        sdn__key_order_track(&table.slots.order, table.type, add_slot(id, id % 3), &key, id);
    }
    assert_true(sdn__slots_are_sorted(&table.slots));
    reserve(0);
    build_all();
    assert_is_model();
}

/* ---- walks over equal values ---- */

static void a_walk_over_equal_values_starts_and_ends_with_them(void **state)
{
    (void)state;
    for (unsigned id = 1; id <= 3000; id++)
        add_slot(id, id % 3);
    reserve(0);
    build_all();
    for (uint32_t number = 0; number <= 3; number++) {
        sdn_value values[2] = {{.text = SDN_STR("same")}, {.u32 = number}};
        sdn_cursor cursor = sdn__index_walk_equal(&by_number, values);
        unsigned count = 0;
        for (uint32_t slot; (slot = sdn__index_walk_next(&cursor)) != SDN_NO_SLOT; count++)
            assert_int_equal(record_of(slot)->number, number);
        assert_int_equal(count, number < 3 ? 1000 : 0);
    }
}

/* ---- changing ---- */

static void insert(uint32_t slot)
{
    sdn__ordered_index_insert(&by_key, slot);
    sdn__ordered_index_insert(&by_number, slot);
    sdn__ordered_index_insert(&by_hash, slot);
}

static void erase(uint32_t slot)
{
    sdn__ordered_index_erase(&by_key, slot);
    sdn__ordered_index_erase(&by_number, slot);
    sdn__ordered_index_erase(&by_hash, slot);
    drop_slot(slot);
}

static void inserting_needs_only_what_was_reserved(void **state)
{
    (void)state;
    enum { INSERTS = 3000 };
    for (int at_front = 0; at_front < 2; at_front++) {
        leave(NULL);
        enter(NULL);
        for (unsigned id = 1; id <= 768; id++)
            add_slot(id + 10000, 0);
        reserve(INSERTS);
        build_all();
        for (unsigned i = 0; i < INSERTS; i++)
            insert(add_slot(at_front ? 5000 - i : 20000 + i, 0));
        assert_is_model();
    }
}

static void reserving_for_one_at_a_time_is_enough(void **state)
{
    (void)state;
    build_all();
    for (unsigned i = 0; i < 5000; i++) {
        reserve(1);
        if (i == 2)
            build_all();
        insert(add_slot((i * 7919) % 5003 + 1, i % 7));
    }
    assert_is_model();
}

static void emptying_and_filling_again_is_possible(void **state)
{
    (void)state;
    uint32_t slots[600];
    reserve(1);
    build_all();
    for (int round = 0; round < 5; round++) {
        for (unsigned i = 0; i < 600; i++) {
            reserve(1);
            insert(slots[i] = add_slot(i + 1, i % 3));
        }
        assert_is_model();
        for (unsigned i = 0; i < 600; i++)
            erase(slots[round % 2 == 0 ? i : 599 - i]);
        assert_is_model();
    }
}

static void erasing_all_and_taking_all_back_needs_nothing_more(void **state)
{
    (void)state;
    enum { RECORDS = 2000 };
    static uint32_t slots[RECORDS];
    for (unsigned i = 0; i < RECORDS; i++)
        slots[i] = add_slot(i + 1, i % 5);
    for (unsigned i = 0; i < RECORDS; i++) {
        reserve(i + 2);
        build_all();
        erase(slots[i]);
    }
    assert_is_model();
    for (unsigned i = 0; i < RECORDS; i++) {
        table.slots.rows[slots[i]].flags = 0;
        table.slots.live_count++;
        insert(slots[i]);
    }
    assert_is_model();
}

static void reserving_without_memory_changes_nothing(void **state)
{
    (void)state;
    for (unsigned id = 1; id <= 1000; id++)
        add_slot(id, id % 2);
    reserve(0);
    build_all();
    for (int nth = 1; nth < 6; nth++) {
        faults_arm_memory(nth);
        (void)sdn__ordered_index_reserve(&by_key, table.slots.live_count, (size_t)nth * 1000);
        faults_arm_memory(nth);
        (void)sdn__ordered_index_reserve(&by_hash, table.slots.live_count, (size_t)nth * 1000);
        faults_remove();
        assert_is_model();
    }
}

/* Nor does it look like one that was made. */
static void reserving_again_makes_up_for_what_failed(void **state)
{
    (void)state;
    enum { RECORDS = 100000, INSERTS = 300 };
    bool fired = true;
    for (int nth = 1; fired; nth++) {
        assert_int_equal(sdn__ordered_index_reserve(&by_hash, 0, INSERTS), 0);
        faults_arm_memory(nth);
        int result = sdn__ordered_index_reserve(&by_hash, RECORDS, INSERTS);
        fired = faults_fired_memory();
        faults_arm_memory(0);
        assert_int_equal(result, fired ? -1 : 0);
        assert_int_equal(sdn__ordered_index_reserve(&by_hash, RECORDS, INSERTS), 0);
        assert_true(by_hash.bulk.capacity >= RECORDS + INSERTS);
        assert_true(by_hash.spare_count > INSERTS / SDN_INSERTS_PER_SPLIT);
        assert_true(by_hash.block_capacity >= RECORDS / SDN_BLOCK_SLOTS + by_hash.spare_count);
        assert_true(by_hash.spare_capacity >= RECORDS / SDN_BLOCK_SLOTS + by_hash.spare_count);
        sdn__ordered_index_release(&by_hash);
        sdn__ordered_index_init_hashed(&by_hash, &table.slots, &note_record_type.indexes[NOTE_INDEX_TEXT_NUMBER], 42);
    }
}

static void an_unbuilt_index_ignores_changes(void **state)
{
    (void)state;
    uint32_t slot = add_slot(1, 1);
    reserve(1);
    sdn__ordered_index_erase(&by_key, slot);
    sdn__ordered_index_insert(&by_key, slot);
    assert_false(by_key.built);
    build_all();
    assert_is_model();
}

/* ---- random changes, with cursors that continue through them ---- */

enum { CURSORS = 4, IDS = 3000 };

typedef struct walk {
    sdn_cursor cursor;
    long last; /* key of the last record returned, -1 before the first */
} walk;

static uint32_t slot_of_id[IDS + 1];
static walk walks[CURSORS];

/* The smallest key above `last`, or 0. */
static unsigned model_next(long last)
{
    for (unsigned id = (unsigned)(last + 1 > 1 ? last + 1 : 1); id <= IDS; id++)
        if (slot_of_id[id] != SDN_NO_SLOT)
            return id;
    return 0;
}

static void step(walk *each)
{
    unsigned expected = model_next(each->last);
    uint32_t slot = sdn__index_walk_next(&each->cursor);
    if (expected == 0) {
        assert_int_equal(slot, SDN_NO_SLOT);
        *each = (walk){sdn__index_walk_all(&by_key), -1};
        return;
    }
    assert_int_equal(slot, slot_of_id[expected]);
    each->last = (long)expected;
}

static void change_at_random(unsigned spread)
{
    unsigned id = (unsigned)rand() % spread + 1;
    if (slot_of_id[id] == SDN_NO_SLOT) {
        reserve(1);
        insert(slot_of_id[id] = add_slot(id, (uint32_t)rand() % 5));
    } else if (rand() % 3 == 0) { /* another position in one index, the same in the other */
        uint32_t slot = slot_of_id[id];
        reserve(1);
        sdn__ordered_index_erase(&by_number, slot);
        sdn__ordered_index_erase(&by_hash, slot);
        record_of(slot)->number = (uint32_t)rand() % 5;
        sdn__ordered_index_insert(&by_number, slot);
        sdn__ordered_index_insert(&by_hash, slot);
    } else {
        erase(slot_of_id[id]);
        slot_of_id[id] = SDN_NO_SLOT;
    }
}

static void agrees_with_a_model_through_random_changes(void **state)
{
    (void)state;
    const char *rounds = getenv("SDN_TEST_ROUNDS");
    unsigned most = rounds != NULL ? (unsigned)strtoul(rounds, NULL, 10) : 8;
    for (unsigned seed = 1; seed <= most; seed++) {
        print_message("seed %u\n", seed);
        leave(NULL);
        enter(NULL);
        srand(seed);
        for (unsigned id = 0; id <= IDS; id++)
            slot_of_id[id] = SDN_NO_SLOT;
        for (unsigned id = 1; id <= IDS; id += seed % 3 + 1)
            slot_of_id[id] = add_slot(id, id % 5);
        reserve(1);
        build_all();
        for (int i = 0; i < CURSORS; i++)
            walks[i] = (walk){sdn__index_walk_all(&by_key), -1};
        for (int change = 0; change < 6000; change++) {
            change_at_random(seed % 2 == 0 ? IDS : 700);
            step(&walks[rand() % CURSORS]);
            if (change % 1000 == 0)
                assert_is_model();
        }
        assert_is_model();
    }
}

static void a_walk_ends_after_a_last_record_that_is_erased(void **state)
{
    (void)state;
    uint32_t first = add_slot(1, 1), last = add_slot(2, 2);
    reserve(1);
    build_all();
    sdn_cursor cursor = sdn__index_walk_all(&by_key);
    assert_int_equal(sdn__index_walk_next(&cursor), first);
    assert_int_equal(sdn__index_walk_next(&cursor), last);
    erase(last);
    assert_int_equal(sdn__index_walk_next(&cursor), SDN_NO_SLOT);
}

/* ---- by hash ---- */

enum { CANDIDATES = 400000 };

typedef struct candidate {
    uint32_t hash;
    uint32_t number;
} candidate;

static int by_hash_of_candidate(const void *a, const void *b)
{
    const candidate *x = a, *y = b;
    return x->hash != y->hash ? (x->hash > y->hash) - (x->hash < y->hash)
                              : (x->number > y->number) - (x->number < y->number);
}

/* Two numbers with the same hash: among so many there are some. */
static void find_twins(uint32_t twins[2])
{
    candidate *all = malloc(CANDIDATES * sizeof *all);
    assert_non_null(all);
    for (uint32_t i = 0; i < CANDIDATES; i++) {
        sdn_value values[2] = {{.text = SDN_STR("same")}, {.u32 = i}};
        all[i] = (candidate){sdn__ordered_index_hash(&by_hash, values), i};
    }
    qsort(all, CANDIDATES, sizeof *all, by_hash_of_candidate);
    size_t at = 1;
    while (at < CANDIDATES && all[at].hash != all[at - 1].hash)
        at++;
    assert_true(at < CANDIDATES);
    twins[0] = all[at - 1].number;
    twins[1] = all[at].number;
    free(all);
}

/* Records of the two numbers lie among each other, in the order of their keys. */
static void assert_twins_are_told_apart(const uint32_t twins[2], unsigned first, unsigned end)
{
    for (unsigned which = 0; which < 2; which++) {
        sdn_value values[2] = {{.text = SDN_STR("same")}, {.u32 = twins[which]}};
        sdn_cursor cursor = sdn__index_walk_equal(&by_hash, values), back = sdn__index_walk_reverse(cursor);
        for (unsigned id = first; id < end; id++)
            if (id % 2 == which)
                assert_int_equal(sdn__index_walk_next(&cursor), slot_of_id[id]);
        for (unsigned id = end; id-- > first;)
            if (id % 2 == which)
                assert_int_equal(sdn__index_walk_next(&back), slot_of_id[id]);
        assert_int_equal(sdn__index_walk_next(&cursor), SDN_NO_SLOT);
        assert_int_equal(sdn__index_walk_next(&back), SDN_NO_SLOT);
    }
    assert_is_sound(&by_hash);
}

static void values_of_one_hash_are_told_apart(void **state)
{
    (void)state;
    uint32_t twins[2];
    find_twins(twins);
    for (unsigned id = 1000; id < 2000; id++) /* in falling order of the keys */
        slot_of_id[2999 - id] = add_slot(2999 - id, twins[(2999 - id) % 2]);
    reserve(1);
    build_all();
    assert_twins_are_told_apart(twins, 1000, 2000);
    for (unsigned id = 1000; id < 1500; id++)
        erase(slot_of_id[id]);
    assert_twins_are_told_apart(twins, 1500, 2000);
    for (unsigned id = 2000; id < IDS; id++) {
        reserve(1);
        insert(slot_of_id[id] = add_slot(id, twins[id % 2]));
    }
    assert_twins_are_told_apart(twins, 1500, IDS);
}

static void a_walk_over_equals_goes_on_through_changes(void **state)
{
    (void)state;
    uint32_t slots[6];
    for (unsigned i = 0; i < 6; i++)
        slots[i] = add_slot(10 * (i + 1), i == 3 ? 1 : 0);
    reserve(3);
    build_all();
    const sdn_value values[2] = {{.text = SDN_STR("same")}, {.u32 = 0}};
    sdn_cursor cursor = sdn__index_walk_equal(&by_hash, values), back = sdn__index_walk_reverse(cursor);
    assert_int_equal(sdn__index_walk_next(&cursor), slots[0]);
    assert_int_equal(sdn__index_walk_next(&cursor), slots[1]);
    assert_int_equal(sdn__index_walk_next(&back), slots[5]);
    insert(add_slot(5, 0)); /* behind it, and ahead of the one that goes back */
    uint32_t between = add_slot(25, 0);
    insert(between);
    erase(slots[1]);
    assert_int_equal(sdn__index_walk_next(&cursor), between);
    assert_int_equal(sdn__index_walk_next(&cursor), slots[2]);
    assert_int_equal(sdn__index_walk_next(&cursor), slots[4]);
    assert_int_equal(sdn__index_walk_next(&back), slots[4]);
    assert_int_equal(sdn__index_walk_next(&back), slots[2]);
    erase(slots[5]);
    assert_int_equal(sdn__index_walk_next(&cursor), SDN_NO_SLOT);
    insert(slots[1] = add_slot(60, 0)); /* more ahead of a walk at its end */
    assert_int_equal(sdn__index_walk_next(&cursor), slots[1]);
}

static void a_broken_index_by_hash_is_found(void **state)
{
    (void)state;
    for (unsigned id = 1; id <= 1000; id++)
        add_slot(id, id % NUMBERS);
    reserve(1);
    build_all();
    uint32_t *hashes = sdn__block_hashes(&by_hash.blocks[1]);
    hashes[5]++;
    assert_string_equal(sdn__ordered_index_fault(&by_hash), "a hash is not that of its record");
    hashes[5]--;
    by_hash.blocks[1].first_hash--;
    assert_string_equal(sdn__ordered_index_fault(&by_hash), "the first hash of a block is another");
    by_hash.blocks[1].first_hash++;
    uint32_t *slots = by_hash.blocks[0].slots, first = slots[0];
    slots[0] = slots[1];
    slots[1] = first;
    assert_string_equal(sdn__ordered_index_fault(&by_hash), "slots are not in order");
}

static void a_deleted_record_in_the_index_is_found(void **state)
{
    (void)state;
    uint32_t slot = add_slot(1, 1);
    reserve(1);
    build_all();
    assert_is_sound(&by_key);
    drop_slot(slot);
    assert_string_equal(sdn__ordered_index_fault(&by_key), "a slot is in the index that does not belong there");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(building_sorts_what_is_there),
        TEST(what_is_sorted_already_stays),
        TEST(a_walk_over_equal_values_starts_and_ends_with_them),
        TEST(inserting_needs_only_what_was_reserved),
        TEST(reserving_again_makes_up_for_what_failed),
        TEST(reserving_for_one_at_a_time_is_enough),
        TEST(emptying_and_filling_again_is_possible),
        TEST(erasing_all_and_taking_all_back_needs_nothing_more),
        TEST(reserving_without_memory_changes_nothing),
        TEST(an_unbuilt_index_ignores_changes),
        TEST(agrees_with_a_model_through_random_changes),
        TEST(a_walk_ends_after_a_last_record_that_is_erased),
        TEST(values_of_one_hash_are_told_apart),
        TEST(a_walk_over_equals_goes_on_through_changes),
        TEST(a_broken_index_by_hash_is_found),
        TEST(a_deleted_record_in_the_index_is_found),
    };
    return run_cases(argc, argv, tests);
}
