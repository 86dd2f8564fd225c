#include "test.h"

#include "poor_system.h"
#include "temp_people.h"
#include "temp_stores.h"

#include "os/sys.h"

#include <stdio.h>
#include <string.h>

/* ---- random keys ---- */

static bool is_random_key(sdn_str key, size_t length)
{
    static const char letters[] = "abcdefghjkmnpqrstvwxyz0123456789";
    bool fits = key.len == length && key.ptr[0] >= 'a';
    for (size_t i = 0; i < key.len; i++)
        fits = fits && strchr(letters, key.ptr[i]) != NULL;
    return fits;
}

static void an_empty_key_asks_for_a_random_one(void **state)
{
    (void)state;
    sdn_store *store = open_store(&person_record_type);
    for (uint32_t i = 0; i < 2000; i++) {
        char place[16];
        person each = person_of("", i);
        snprintf(place, sizeof place, "p%u", i);
        each.place = sdn_store_text(store, place);
        const person *made = insert_person(store, &each);
        assert_true(is_random_key(made->id, i < 44 ? 6 : i < 1408 ? 7 : 8));
        assert_ptr_equal(get_person(store, made->id.ptr), made);
    }
    save_store(store);
    assert_null(strchr(read_bytes(STORE_PATH).ptr, '\\'));
    person given = person_of("Mine", 5000);
    assert_string_equal(insert_person(store, &given)->id.ptr, "Mine");
}

/* As a random number of 64 bits, in the order of bytes of this processor. */
static int give_number(uint64_t number, void *bytes, size_t size)
{
    assert_int_equal(size, sizeof number);
    memcpy(bytes, &number, sizeof number);
    return 0;
}

static unsigned calls;

/* Gives 0 twice, then 1, as numbers. */
static int repeating_random(void *bytes, size_t size)
{
    return give_number(calls++ < 2 ? 0 : 1, bytes, size);
}

static int constant_random(void *bytes, size_t size)
{
    memset(bytes, 0, size);
    return 0;
}

static void a_random_key_is_one_that_nobody_has(void **state)
{
    (void)state;
    sdn_store *store = store_of(&person_record_type, "people |id, name, badge, age|\n    caaaaa, x, 1, unreadable\n");
    person values = person_of("", 1);
    sdn_error err = {0};
    calls = 0;
    sdn__sys.random = repeating_random;
    assert_string_equal(insert_person(store, &values)->id.ptr, "aaaaaa");
    values = person_of("", 2);
    assert_string_equal(insert_person(store, &values)->id.ptr, "baaaaa");
    sdn__sys.random = constant_random;
    values = person_of("", 3);
    assert_null(sdn_store_insert(store, &values, &err));
    assert_message_is(err.message,
                      "x.sdn: the system's random numbers repeat, so no new key was found; give the record a key");
    without_random_numbers();
    assert_null(sdn_store_insert(store, &values, &err));
    assert_int_equal(err.code, SDN_E_IO);
    assert_message_has(err, ": cannot get random numbers for a new key: ");
    assert_int_equal(sdn_store_count(store), 2);
}

static uint64_t first_number;

static int growing_random(void *bytes, size_t size)
{
    return give_number(first_number++, bytes, size);
}

static void a_random_key_is_not_that_of_an_unreadable_row(void **state)
{
    (void)state;
    sdn_store *store = store_of(&person_record_type, "people |id, name, badge, age|\n    caaaaa, x, 1, unreadable\n");
    person values = person_of("", 1);
    first_number = 2;
    sdn__sys.random = growing_random;
    assert_string_equal(insert_person(store, &values)->id.ptr, "daaaaa");
}

static sdn_sys_table real_sys;

/* They only make keys hard to foresee. */
static void a_store_opens_without_random_numbers(void **state)
{
    (void)state;
    real_sys = sdn__sys;
    without_random_numbers();
    sdn_store *store = notes_of("notes |id, text|\n    1, x\n");
    sdn__sys = real_sys;
    assert_non_null(get_note(store, "1"));
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(an_empty_key_asks_for_a_random_one),
        TEST_WITH_STORES(a_random_key_is_one_that_nobody_has),
        TEST_WITH_STORES(a_random_key_is_not_that_of_an_unreadable_row),
        TEST_WITH_STORES(a_store_opens_without_random_numbers),
    };
    return run_cases(argc, argv, tests);
}
