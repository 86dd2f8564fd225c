#include "test.h"

#include "broken.h"
#include "faults.h"
#include "record_types/basic.h"
#include "tempdir.h"

#include "table/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A table of this test's own, whose slots are made by hand. */
static sdn_table table;
static sdn_key_map map;

static int enter(void **state)
{
    if (tempdir_enter(state) != 0 || sdn__table_init(&table, &note_record_type, 42) != 0)
        return -1;
    sdn__key_map_init(&map, &table.slots, 42);
    return 0;
}

static int leave(void **state)
{
    sdn__key_map_release(&map);
    sdn__table_release(&table);
    return tempdir_leave(state);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, enter, leave)

static uint32_t add_slot(const char *id)
{
    uint32_t slot = sdn__slots_add(&table.slots);
    note record = note_of("", "");
    record.id = sdn_arena_copy(&table.arena, id, strlen(id));
    memcpy(sdn__slots_record(&table.slots, slot), &record, sizeof record);
    return slot;
}

/* The short way gives the answer of the long one, or none. */
static uint32_t find_key(const sdn_value *key)
{
    uint32_t slot = sdn__key_map_find(&map, key), dense;
    if (sdn__key_map_find_dense(&map, key, &dense))
        assert_int_equal(dense, slot);
    return slot;
}

static uint32_t find(const char *id)
{
    sdn_value key = {.text = sdn_str_from(id)};
    return find_key(&key);
}

static uint32_t tag_of(uint32_t slot)
{
    return sdn__key_map_tag_of_slot(&map, slot);
}

static uint32_t insert(const char *id)
{
    uint32_t slot = add_slot(id);
    assert_int_equal(sdn__key_map_reserve_for(&map, tag_of(slot)), 0);
    sdn__key_map_insert(&map, slot, tag_of(slot));
    return slot;
}

static void an_empty_map_finds_nothing(void **state)
{
    (void)state;
    assert_int_equal(find("a"), SDN_NO_SLOT);
    sdn__key_map_erase(&map, add_slot("a"));
    assert_int_equal(map.count, 0);
}

static void keys_are_found_by_their_bytes(void **state)
{
    (void)state;
    uint32_t a = insert("a"), b = insert("b");
    assert_int_equal(find("a"), a);
    assert_int_equal(find("b"), b);
    assert_int_equal(find("A"), SDN_NO_SLOT);
    assert_int_equal(find(""), SDN_NO_SLOT);
    sdn_value null = {.text = {NULL, 0}};
    assert_int_equal(find_key(&null), SDN_NO_SLOT);
}

static void erasing_takes_out_that_slot_only(void **state)
{
    (void)state;
    uint32_t a = insert("a"), same = add_slot("a");
    sdn__key_map_erase(&map, same); /* the key is there, but for another slot */
    assert_int_equal(find("a"), a);
    sdn__key_map_erase(&map, a);
    assert_int_equal(find("a"), SDN_NO_SLOT);
    assert_int_equal(map.count, 0);
}

static void a_slot_may_take_the_place_of_another(void **state)
{
    (void)state;
    uint32_t a = insert("a"), same = add_slot("a");
    sdn__key_map_replace(&map, a, same);
    assert_int_equal(find("a"), same);
    assert_int_equal(map.count, 1);
    sdn__key_map_replace(&map, a, add_slot("a")); /* no longer there: nothing happens */
    assert_int_equal(find("a"), same);
}

static void numbers_are_erased_and_replaced_for_their_slot_only(void **state)
{
    (void)state;
    sdn__key_map_erase(&map, add_slot("7"));
    assert_int_equal(map.count, 0);
    uint32_t seven = insert("7"), same = add_slot("7");
    sdn__key_map_erase(&map, same);
    sdn__key_map_replace(&map, same, add_slot("7"));
    assert_int_equal(find("7"), seven);
    assert_int_equal(map.count, 1);
}

static void a_scattered_map_may_be_empty(void **state)
{
    (void)state;
    uint32_t a = add_slot("a");
    assert_int_equal(sdn__key_map_scatter(&map), 0);
    sdn__key_map_erase(&map, a);
    assert_int_equal(map.count, 0);
    assert_int_equal(find("a"), SDN_NO_SLOT);
}

static uint32_t enter_key(uint32_t slot)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    sdn__slots_key(&table.slots, slot, key);
    return sdn__key_map_enter(&map, slot, sdn__key_map_tag(&map, key));
}

static void entering_tells_who_has_the_key_already(void **state)
{
    (void)state;
    assert_int_equal(sdn__key_map_scatter(&map), 0);
    assert_int_equal(sdn__key_map_reserve(&map, 8), 0);
    uint32_t a = add_slot("a"), b = add_slot("b"), same = add_slot("a");
    assert_int_equal(enter_key(a), SDN_NO_SLOT);
    assert_int_equal(enter_key(b), SDN_NO_SLOT);
    assert_int_equal(enter_key(same), a);
    assert_int_equal(map.count, 2);
    assert_int_equal(find("a"), a);
    assert_int_equal(find("b"), b);
}

static void keys_of_one_hash_are_told_apart(void **state)
{
    (void)state;
    assert_int_equal(sdn__key_map_scatter(&map), 0);
    assert_int_equal(sdn__key_map_reserve(&map, 8), 0);
    uint32_t a = add_slot("a"), b = add_slot("b");
    assert_int_equal(sdn__key_map_enter(&map, a, 5), SDN_NO_SLOT);
    assert_int_equal(sdn__key_map_enter(&map, b, 5), SDN_NO_SLOT);
    assert_int_equal(sdn__key_map_enter(&map, add_slot("a"), 5), a);
    assert_int_equal(sdn__key_map_enter(&map, add_slot("b"), 5), b);
}

static void numbers_are_found_as_they_are_written(void **state)
{
    (void)state;
    static const char *const ids[] = {"0",           "7",          "07",          "007",
                                      "2147483647",  "2147483648", "4294967295",  "4294967303",
                                      "02147483647", "9999999999", "12345678901", "7x"};
    enum { COUNT = sizeof ids / sizeof *ids };
    uint32_t slots[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        assert_int_equal(find(ids[i]), SDN_NO_SLOT);
        slots[i] = insert(ids[i]);
    }
    for (size_t i = 0; i < COUNT; i++)
        assert_int_equal(find(ids[i]), slots[i]);
    assert_int_equal(find("00"), SDN_NO_SLOT);
    assert_int_equal(find("1"), SDN_NO_SLOT);
    assert_int_equal(find("-7"), SDN_NO_SLOT);
    assert_int_equal(find("4294967296"), SDN_NO_SLOT); /* the tag has room for less */
    for (size_t i = 0; i < COUNT; i++)
        sdn__key_map_erase(&map, slots[i]);
    assert_int_equal(map.count, 0);
}

static void room_for_a_number_of_keys_is_enough_for_them(void **state)
{
    (void)state;
    for (uint32_t count = 1; count < 600; count++) {
        assert_int_equal(count % 2 == 0 ? sdn__key_map_scatter(&map) : 0, 0);
        assert_int_equal(sdn__key_map_reserve(&map, count), 0);
        size_t capacity = map.capacity;
        assert_true(count <= (map.is_scattered ? capacity / 4 * 3 : capacity));
        assert_int_equal(sdn__key_map_reserve(&map, count), 0);
        assert_int_equal(map.capacity, capacity);
        sdn__key_map_release(&map);
    }
}

static void growing_without_memory_keeps_the_map(void **state)
{
    (void)state;
    uint32_t a = insert("a");
    faults_arm_memory(1);
    assert_int_equal(sdn__key_map_reserve(&map, 1000), -1);
    assert_int_equal(find("a"), a);
    assert_int_equal(sdn__key_map_reserve(&map, 1000), 0);
    assert_int_equal(find("a"), a);
}

/* A tag has one of at most 2^32 values, no matter how much memory there is. */
static void no_map_has_more_places_than_slots_can_count(void **state)
{
    (void)state;
    uint32_t seven = insert("7");
    for (int scattered = 0; scattered < 2 && SIZE_MAX > UINT32_MAX; scattered++) {
        assert_int_equal(sdn__key_map_reserve(&map, (size_t)UINT32_MAX + (scattered == 0)), -1);
        assert_int_equal(find("7"), seven);
        assert_int_equal(sdn__key_map_scatter(&map), 0);
    }
}

static void room_for_fewer_keys_than_there_are_is_there(void **state)
{
    (void)state;
    insert("7");
    insert("8");
    size_t capacity = map.capacity;
    assert_int_equal(sdn__key_map_reserve(&map, 1), 0);
    assert_int_equal(map.capacity, capacity);
}

static void a_bucket_is_searched_alike_with_and_without_wide_instructions(void **state)
{
    (void)state;
    sdn_key_entry bucket[SDN_KEY_BUCKET];
    for (unsigned found = 0; found < 1 << SDN_KEY_BUCKET; found++) {
        for (unsigned i = 0; i < SDN_KEY_BUCKET; i++)
            bucket[i] = (sdn_key_entry){(found >> i & 1) != 0 ? 7 : i % 2 * UINT32_MAX, 7};
        assert_int_equal(sdn__bucket_matches(bucket, 7), found);
        assert_int_equal(sdn__bucket_matches_plain(bucket, 7), found);
    }
}

/* Deleting and inserting again, all of one home: entries go on in the buckets behind it, and come back. */
static void more_keys_than_a_bucket_holds_are_found(void **state)
{
    (void)state;
    enum { COUNT = 3 * SDN_KEY_BUCKET };
    uint32_t slots[COUNT];
    assert_int_equal(sdn__key_map_scatter(&map), 0);
    assert_int_equal(sdn__key_map_reserve(&map, 2 * COUNT), 0);
    for (unsigned i = 0, number = 0; i < COUNT; number++) {
        char id[16];
        snprintf(id, sizeof id, "%u", number);
        if (sdn__key_map_home(&map, SDN_TAG_OF_NUMBER | number) == map.capacity - SDN_KEY_BUCKET)
            slots[i++] = insert(id);
    }
    assert_null(sdn__key_map_fault(&map));
    for (unsigned i = 0; i < COUNT; i += 2) {
        sdn__key_map_erase(&map, slots[i]);
        assert_null(sdn__key_map_fault(&map));
    }
    assert_int_equal(map.count, COUNT / 2);
}

/* ---- keys that are numbers ---- */

/* Numbers around the largest that a tag holds, and around those of the other types; each type has some of them. */
static const uint64_t numbers[] = {0,
                                   1,
                                   7,
                                   INT32_MAX - 1,
                                   INT32_MAX,
                                   (uint64_t)INT32_MAX + 1,
                                   UINT32_MAX,
                                   (uint64_t)UINT32_MAX + 1,
                                   (uint64_t)UINT32_MAX + 8,
                                   INT64_MAX,
                                   (uint64_t)INT64_MAX + 1,
                                   UINT64_MAX};

enum { NUMBERS = sizeof numbers / sizeof *numbers };

/* Fills in a value of the type; false if it has no such number. Numbers from 2^63 on are negative ones of i64. */
static bool value_of(sdn_type type, uint64_t number, sdn_value *value)
{
    *value = (sdn_value){.u64 = 0};
    if (type == SDN_TYPE_U32 || type == SDN_TYPE_I32)
        value->u32 = (uint32_t)number;
    else
        value->u64 = number;
    return number <= UINT32_MAX || type == SDN_TYPE_U64 || type == SDN_TYPE_I64;
}

static void find_numbers_of(sdn_type type, bool falling)
{
    const sdn_field field = {.name = "id", .type = type};
    const sdn_record_type record_type = {
        .name = "Number", .size = sizeof(sdn_value), .fields = &field, .field_count = 1, .key = {.field_count = 1}};
    sdn_slots slots;
    sdn_value key;
    sdn__slots_init(&slots, &record_type);
    sdn__key_map_init(&map, &slots, 42);
    for (size_t i = 0; i < NUMBERS; i++) {
        if (!value_of(type, numbers[falling ? NUMBERS - 1 - i : i], &key))
            continue;
        assert_int_equal(find_key(&key), SDN_NO_SLOT);
        uint32_t slot = sdn__slots_add(&slots);
        memcpy(sdn__slots_record(&slots, slot), &key, sizeof key);
        assert_int_equal(sdn__key_map_number(&map, &key, tag_of(slot)), sdn__key_number(map.slots->type, &key));
        assert_int_equal(sdn__key_map_reserve_for(&map, tag_of(slot)), 0);
        sdn__key_map_insert(&map, slot, tag_of(slot));
        assert_int_equal(find_key(&key), slot);
    }
    assert_null(sdn__key_map_fault(&map));
    assert_int_equal(map.count, slots.row_count);
    sdn__key_map_release(&map);
    sdn__slots_release(&slots);
}

static void numbers_of_one_hash_are_told_apart(void **state)
{
    (void)state;
    const sdn_field field = {.name = "id", .type = SDN_TYPE_U64};
    const sdn_record_type record_type = {
        .name = "Number", .size = sizeof(uint64_t), .fields = &field, .field_count = 1, .key = {.field_count = 1}};
    const sdn_value other = {.u64 = UINT64_MAX - 2};
    sdn_slots slots;
    sdn__slots_init(&slots, &record_type);
    sdn__key_map_init(&map, &slots, 42);
    assert_int_equal(sdn__key_map_scatter(&map), 0);
    for (uint64_t i = 0; i < 2; i++) {
        uint32_t slot = sdn__slots_add(&slots);
        *(uint64_t *)sdn__slots_record(&slots, slot) = UINT64_MAX - i;
        assert_int_equal(sdn__key_map_enter(&map, slot, sdn__key_map_tag(&map, &other)), SDN_NO_SLOT);
    }
    assert_int_equal(find_key(&other), SDN_NO_SLOT);
    sdn__key_map_release(&map);
    sdn__slots_release(&slots);
}

static void numbers_of_all_types_are_found(void **state)
{
    (void)state;
    static const sdn_type types[] = {SDN_TYPE_U32, SDN_TYPE_U64, SDN_TYPE_I32, SDN_TYPE_I64};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        find_numbers_of(types[i], false);
        find_numbers_of(types[i], true);
    }
}

/* The hash has 32 bits: among that many pairs some collide, whichever the function. */
static void keys_with_the_same_hash_are_told_apart(void **state)
{
    (void)state;
    enum { PRESENT = 40000, ABSENT = 1500000 };
    char id[16];
    for (unsigned i = 0; i < PRESENT; i++) {
        snprintf(id, sizeof id, "k%u", i);
        insert(id);
    }
    for (unsigned i = 0; i < PRESENT + ABSENT; i++) {
        snprintf(id, sizeof id, "k%u", i);
        uint32_t slot = find(id);
        if (slot != (i < PRESENT ? i : SDN_NO_SLOT))
            fail_msg("%s is found in slot %u", id, slot);
    }
}

/* ---- against a model ---- */
/* ---- against a model ---- */

enum { KEYS = 500 };

static uint32_t expected[KEYS]; /* by number of the key; SDN_NO_SLOT: not there */

/* Numbers that rise stay sorted; others scatter the map sooner or later. */
static void name_key(char *id, size_t size, unsigned key, unsigned kind)
{
    static const char *const forms[] = {"k%u", "%u", "1%05u"};
    snprintf(id, size, forms[kind], kind == 1 ? key * key : key);
}

static void change_at_random(unsigned key, unsigned kind)
{
    char id[16];
    name_key(id, sizeof id, key, kind);
    assert_int_equal(find(id), expected[key]);
    if (expected[key] == SDN_NO_SLOT) {
        expected[key] = insert(id);
    } else if (rand() % 4 == 0) {
        uint32_t other = add_slot(id);
        sdn__key_map_replace(&map, expected[key], other);
        expected[key] = other;
    } else {
        sdn__key_map_erase(&map, expected[key]);
        expected[key] = SDN_NO_SLOT;
    }
}

static void assert_as_expected(unsigned kind)
{
    size_t count = 0;
    for (unsigned key = 0; key < KEYS; key++) {
        char id[16];
        name_key(id, sizeof id, key, kind);
        assert_int_equal(find(id), expected[key]);
        count += expected[key] != SDN_NO_SLOT;
    }
    assert_int_equal(map.count, count);
    const char *fault = sdn__key_map_fault(&map);
    assert_string_equal(fault != NULL ? fault : "sound", "sound");
}

static void forget_all(unsigned seed)
{
    print_message("seed %u\n", seed);
    srand(seed);
    for (unsigned key = 0; key < KEYS; key++)
        expected[key] = SDN_NO_SLOT;
}

static void agrees_with_a_model_through_random_changes(void **state)
{
    (void)state;
    for (unsigned seed = 1; seed <= 12; seed++) {
        forget_all(seed);
        map.seed = seed;
        for (int change = 0; change < 20000; change++)
            change_at_random((unsigned)rand() % (seed % 2 == 0 ? KEYS : 20), seed % 3);
        assert_as_expected(seed % 3);
        assert_true(map.is_scattered);
        sdn__key_map_release(&map);
    }
}

/* As a table that is read, changed, rolled back: the keys rise, and come back after they were erased. */
static void stays_sorted_while_keys_rise_or_come_back(void **state)
{
    (void)state;
    for (unsigned seed = 1; seed <= 8; seed++) {
        unsigned last = 0;
        forget_all(seed);
        for (int change = 0; change < 20000; change++) {
            if (last + 8 < KEYS && rand() % 50 == 0) { /* with gaps */
                last += 1 + (unsigned)rand() % 8;
                change_at_random(last, 1 + seed % 2);
            }
            unsigned key = (unsigned)rand() % (last + 1);
            char id[16];
            name_key(id, sizeof id, key, 1 + seed % 2);
            assert_int_equal(find(id), expected[key]);
            if (expected[key] != SDN_NO_SLOT && rand() % 2 == 0) {
                sdn__key_map_erase(&map, expected[key]);
                assert_int_equal(find(id), SDN_NO_SLOT);
                sdn__key_map_insert(&map, expected[key], tag_of(expected[key])); /* without a reservation */
            } else if (expected[key] != SDN_NO_SLOT && rand() % 4 == 0) {
                uint32_t other = add_slot(id);
                sdn__key_map_replace(&map, expected[key], other);
                expected[key] = other;
            }
        }
        assert_as_expected(1 + seed % 2);
        assert_false(map.is_scattered);
        assert_int_equal(sdn__key_map_scatter(&map), 0);
        assert_as_expected(1 + seed % 2);
        sdn__key_map_release(&map);
    }
}

/* As most tables that are numbered automatically: the number gives the slot, up to the first change. */
static void consecutive_numbers_are_found_in_their_slots(void **state)
{
    (void)state;
    enum { ROWS = 300 };
    char id[16];
    for (unsigned i = 0; i < ROWS; i++) {
        snprintf(id, sizeof id, "%u", i < 250 ? 7 + i : 9 + i); /* with a gap */
        assert_int_equal(insert(id), i);
        expected[i] = i;
    }
    assert_int_equal(map.dense, 250);
    for (unsigned change = 240; change > 0; change -= 40) {
        snprintf(id, sizeof id, "%u", 7 + change);
        if (change % 80 == 0) {
            sdn__key_map_erase(&map, change);
            expected[change] = SDN_NO_SLOT;
        } else {
            expected[change] = add_slot(id);
            sdn__key_map_replace(&map, change, expected[change]);
        }
        assert_int_equal(map.dense, change);
        for (unsigned i = 0; i < ROWS; i++) {
            snprintf(id, sizeof id, "%u", i < 250 ? 7 + i : 9 + i);
            assert_int_equal(find(id), expected[i]);
        }
    }
    static const char *const absent[] = {"0", "6", "257", "258", "309", "2147483647", "8x"};
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++)
        assert_int_equal(find(absent[i]), SDN_NO_SLOT);
}

/* Of these numbers 0, and those of nine digits and more, take the long way. */
static void consecutive_numbers_of_any_length_are_found(void **state)
{
    (void)state;
    static const unsigned firsts[] = {0, 1, 95, 99999995, 2147483640};
    enum { COUNT = 8 };
    char id[COUNT][16];
    for (size_t i = 0; i < sizeof firsts / sizeof *firsts; i++) {
        for (unsigned k = 0; k < COUNT; k++) {
            snprintf(id[k], sizeof id[k], "%u", firsts[i] + k);
            assert_int_equal(insert(id[k]), k);
        }
        for (unsigned k = 0; k < COUNT; k++) {
            const sdn_value key = {.text = sdn_str_from(id[k])};
            uint32_t slot;
            assert_int_equal(find_key(&key), k);
            assert_int_equal(sdn__key_map_find_dense(&map, &key, &slot), strlen(id[k]) <= 8 && id[k][0] != '0');
        }
        sdn__key_map_release(&map);
        sdn__table_release(&table);
        assert_int_equal(sdn__table_init(&table, &note_record_type, 42), 0);
    }
}

static void a_key_that_breaks_the_sequence_scatters_the_map(void **state)
{
    (void)state;
    static const char *const others[] = {"6", "a", "007", "2147483648"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        uint32_t five = insert("5"), seven = insert("7");
        assert_false(map.is_scattered);
        uint32_t other = add_slot(others[i]);
        faults_arm_memory(1);
        assert_int_equal(sdn__key_map_reserve_for(&map, tag_of(other)), -1);
        assert_false(map.is_scattered);
        assert_int_equal(find("7"), seven);
        assert_int_equal(sdn__key_map_reserve_for(&map, tag_of(other)), 0);
        sdn__key_map_insert(&map, other, tag_of(other));
        assert_true(map.is_scattered);
        assert_int_equal(find("5"), five);
        assert_int_equal(find("7"), seven);
        assert_int_equal(find(others[i]), other);
        sdn__key_map_release(&map);
    }
}

/* ---- that what is wrong is found ---- */

static void assert_fault(const char *wanted)
{
    const char *fault = sdn__key_map_fault(&map);
    assert_string_equal(fault != NULL ? fault : "sound", wanted);
}

static void a_broken_sorted_map_is_found(void **state)
{
    (void)state;
    insert("1"), insert("2"), insert("3");
    assert_int_equal(map.dense, 3);
    WITH(map.capacity, 2, "a sorted map has more entries than room for them");
    WITH(map.entries[0].tag, 5, "a sorted map is not in order");
    WITH(map.entries[2].tag, SDN_TAG_OF_NUMBER | 9, "an entry is not dense");
    WITH(map.count, 4, "the number of keys is wrong");
    WITH(map.first, 2, "the number of the first entry is another");
    map.dense = 2;
    WITH(map.entries[2].tag, SDN_TAG_OF_NUMBER | 9, "a key is not found, or has another tag");
}

static void a_broken_scattered_map_is_found(void **state)
{
    (void)state;
    uint32_t a = insert("a"), twin = add_slot("a");
    size_t at = 0;
    while (map.entries[at].slot != a)
        at++;
    assert_int_equal(at % SDN_KEY_BUCKET, 0);
    WITH(map.entries[at + 1], ((sdn_key_entry){map.entries[at].tag, twin}), "a key is not found, or has another tag");
    WITH(map.entries[at + 2], map.entries[at], "a bucket has a free entry before others");
    WITH(map.capacity, map.capacity - 1, "a scattered map has a part of a bucket");
    map.count = map.capacity;
    assert_fault("a scattered map is full");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(an_empty_map_finds_nothing),
        TEST(keys_are_found_by_their_bytes),
        TEST(erasing_takes_out_that_slot_only),
        TEST(a_slot_may_take_the_place_of_another),
        TEST(numbers_are_erased_and_replaced_for_their_slot_only),
        TEST(a_scattered_map_may_be_empty),
        TEST(entering_tells_who_has_the_key_already),
        TEST(keys_of_one_hash_are_told_apart),
        TEST(numbers_are_found_as_they_are_written),
        TEST(room_for_a_number_of_keys_is_enough_for_them),
        TEST(growing_without_memory_keeps_the_map),
        TEST(agrees_with_a_model_through_random_changes),
        TEST(stays_sorted_while_keys_rise_or_come_back),
        TEST(consecutive_numbers_are_found_in_their_slots),
        TEST(consecutive_numbers_of_any_length_are_found),
        TEST(a_key_that_breaks_the_sequence_scatters_the_map),
        TEST(no_map_has_more_places_than_slots_can_count),
        TEST(room_for_fewer_keys_than_there_are_is_there),
        TEST(a_bucket_is_searched_alike_with_and_without_wide_instructions),
        TEST(more_keys_than_a_bucket_holds_are_found),
        TEST(numbers_of_all_types_are_found),
        TEST(numbers_of_one_hash_are_told_apart),
        TEST(keys_with_the_same_hash_are_told_apart),
        TEST(a_broken_sorted_map_is_found),
        TEST(a_broken_scattered_map_is_found),
    };
    return run_cases(argc, argv, tests);
}
