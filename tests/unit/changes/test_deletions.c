/* Several deletions, in whatever order works. Runs code of golden/ok (on_delete.schema): rivals refuse. */
#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "changes/deletions.h"
#include "diag/text.h"
#include "on_delete.h"
#include "record_types/basic.h"
#include "temp_stores.h"

enum { MOST_RECORDS = 300 };

static sdn_error err;

/* Deletes the sailors with these names, in this order. */
static sdn_code delete_sailors(sdn_store *store, const char *const *names, size_t count, deletion *items)
{
    for (size_t i = 0; i < count; i++) {
        sdn_value key = {.text = sdn_str_from(names[i])};
        items[i] = (deletion){store, &sailor_record_type, sdn_store_get(store, &key)};
        assert_non_null(items[i].record);
    }
    return deletions_make(items, count, &err);
}

static const char rivalry[] = "sailors |name, boss, rivals|\n"
                              "  ann,, bob\n"
                              "  bob,, cid\n"
                              "  cid,,\n"
                              "  dan,, \"ann,bob\"\n";

static void order_does_not_matter(void **state)
{
    (void)state;
    static const char *const orders[][4] = {
        {"ann", "bob", "cid", "dan"}, {"dan", "cid", "bob", "ann"}, {"cid", "ann", "dan", "bob"}};
    deletion items[4];
    for (size_t i = 0; i < sizeof orders / sizeof orders[0]; i++) {
        sdn_store *store = store_of(&sailor_record_type, rivalry);
        assert_ok(delete_sailors(store, orders[i], 4, items), err);
        assert_int_equal(sdn_store_count(store), 0);
    }
}

static void refusal_names_the_first_that_cannot_be_deleted(void **state)
{
    (void)state;
    deletion items[4];
    sdn_store *store = store_of(&sailor_record_type, rivalry);
    assert_int_equal(delete_sailors(store, (const char *const[]){"cid", "ann"}, 2, items), SDN_E_INVALID);
    assert_string_equal(((const sailor *)items[0].record)->name.ptr, "cid");
    assert_message_has(err, "record 'cid' cannot be deleted: record 'bob'");
}

static void circle_is_deleted_as_a_whole(void **state)
{
    (void)state;
    deletion items[3];
    sdn_store *store =
        store_of(&sailor_record_type, "sailors |name, boss, rivals|\n"
                                      "    ann, bob, \"bob,cid\"\n    bob, ann, ann\n    cid, ann, ann\n");
    assert_int_equal(delete_sailors(store, (const char *const[]){"bob", "ann"}, 2, items), SDN_E_INVALID);
    assert_message_has(err, "record 'ann' cannot be deleted: record 'cid'");
    sdn_file_rollback(sdn_store_file(store));
    assert_ok(delete_sailors(store, (const char *const[]){"bob", "ann", "cid"}, 3, items), err);
    assert_int_equal(sdn_store_count(store), 0);
}

static void long_chain_is_deleted_from_its_far_end(void **state)
{
    (void)state;
    enum { LENGTH = 500 };
    static deletion items[LENGTH];
    static char names[LENGTH][8];
    static const char *order[LENGTH];
    sdn_buffer text = SDN_BUFFER_INIT;
    text_printf(&text, "sailors |name, boss, rivals|\n");
    for (int i = 0; i < LENGTH; i++) {
        snprintf(names[i], sizeof names[i], "s%d", i);
        order[LENGTH - 1 - i] = names[i];
        text_printf(&text, "  s%d,, \"", i);
        text_printf(&text, i + 1 < LENGTH ? "s%d\"\n" : "\"\n", i + 1);
    }
    write_bytes(STORE_PATH, text.bytes, text.len);
    sdn_store *store = open_store(&sailor_record_type);
    assert_int_equal(sdn_store_count(store), LENGTH);
    assert_ok(delete_sailors(store, order, LENGTH, items), err);
    assert_int_equal(sdn_store_count(store), 0);
    sdn__buffer_release(&text);
}

static void records_without_key_are_deleted_too(void **state)
{
    (void)state;
    deletion items[MOST_RECORDS];
    size_t count = 0;
    sdn_store *store = store_of(&log_record_type, "log |text|\n    one\n    two\n    one\n    three\n");
    sdn_cursor walk = sdn_store_all(store);
    for (const note *record; (record = sdn_cursor_next(&walk)) != NULL;)
        if (strcmp(record->text.ptr, "one") == 0)
            items[count++] = (deletion){store, &log_record_type, record};
    assert_int_equal(count, 2);
    assert_ok(deletions_make(items, count, &err), err);
    assert_int_equal(sdn_store_count(store), 2);
    assert_ok(sdn_file_save(sdn_store_file(store), &err), err);
    assert_content("log |text|\n    two\n    three\n");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(order_does_not_matter),
        TEST_WITH_STORES(refusal_names_the_first_that_cannot_be_deleted),
        TEST_WITH_STORES(circle_is_deleted_as_a_whole),
        TEST_WITH_STORES(long_chain_is_deleted_from_its_far_end),
        TEST_WITH_STORES(records_without_key_are_deleted_too),
    };
    return run_cases(argc, argv, tests);
}
