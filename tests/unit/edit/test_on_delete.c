/*
 * What a deletion does to the records that refer to the deleted one. Runs code of golden/ok (on_delete.schema):
 *
 *   field                              rule      a deletion of what it refers to
 *   Sailor.boss     string?            clear     makes it absent
 *   Chore.owner      string?, index     clear     the same, found by an index that starts with it
 *   Outing.guest   string?, index     clear     the same, though the index lacks records
 *   Remark.who       string?, no key    clear     the same
 *   Chore.blocks     [u32]              clear     takes every equal element out
 *   Chore.watchers   [string]           clear     the same
 *   Crew.members   [string] nonempty  clear     the same; fails if none would be left
 *   Sailor.rivals   [string]           refuse    fails
 *   Crew.chair     string, index      refuse    fails
 *   Crew.guest     string?            refuse    fails while it is present
 *   Locker.holder    string, key        refuse    fails
 *   Bunk.holder     string, in a key   refuse    fails
 *   Letter.author     string?            none      leaves it; the save fails
 *
 * The compiler refuses `clear` of a field that is neither optional nor a list; types that are written by hand are tested
 * at the end.
 */
#include "test.h"

#include "faults.h"
#include "on_delete.h"
#include "temp_people.h"
#include "place.h"
#include "temp_stores.h"
#include "temp_tables.h"

#include "store/file.h"

#include <stdio.h>
#include <string.h>

static sdn_error err;

typedef struct stores {
    sdn_file *file;
    sailor_store *sailors;
    chore_store *chores;
    crew_store *crews;
    remark_store *log;
    locker_store *lockers;
    bunk_store *bunks;
    outing_store *outings;
} stores;

static const sdn_record_type *const types[] = {&sailor_record_type, &chore_record_type,  &crew_record_type,
                                               &remark_record_type, &locker_record_type, &bunk_record_type,
                                               &outing_record_type};

static stores stores_of(sdn_file *file)
{
    know_tables(types, sizeof types / sizeof types[0]);
    return (stores){file,
                    sailor_store_in_file(file, &err),
                    chore_store_in_file(file, &err),
                    crew_store_in_file(file, &err),
                    remark_store_in_file(file, &err),
                    locker_store_in_file(file, &err),
                    bunk_store_in_file(file, &err),
                    outing_store_in_file(file, &err)};
}

static stores open_all(const char *text)
{
    return stores_of(open_file_of(text));
}

/* For tests that open too many files to have them closed at the end. */
static sdn_file *open_briefly(const char *text)
{
    write_store(text);
    know_tables(types, sizeof types / sizeof types[0]);
    sdn_file *file = sdn_file_open(place.uri, NULL, &err);
    assert_non_null(file);
    return file;
}

static void delete_sailor(const stores *s, const char *name)
{
    assert_ok(sailor_store_delete(s->sailors, name, &err), err);
}

static void assert_refused(const stores *s, const char *name, const char *message)
{
    bool was_changed = sdn_file_changed(s->file);
    assert_int_equal(sailor_store_delete(s->sailors, name, &err), SDN_E_INVALID);
    assert_message_is(err.message, message);
    assert_non_null(sailor_store_get(s->sailors, name));
    assert_int_equal(sdn_file_changed(s->file), was_changed);
}

static void save_all(const stores *s)
{
    assert_ok(sdn_file_save(s->file, &err), err);
}

/* ---- clear ---- */

static const char CLEARED[] = "sailors |name, boss|\n"
                              "    ann, bob\n"
                              "    bob, \"\"\n"
                              "    cy, ann\n"
                              "    dan, cy\n"
                              "chores |id, title, owner, blocks, watchers, helpers|\n"
                              "    1, a, ann, \"\", \"ann,bob,ann\", \"\"\n"
                              "    2, b, bob, \"1\", \"ann\", \"bob;ann\"\n"
                              "    3, c, ann, \"\", \"bob\", \"\"\n"
                              "crews |id, chair, members|\n"
                              "    p, bob, \"bob,ann\"\n"
                              "log |who, text|\n"
                              "    ann, came\n"
                              "    bob, came\n"
                              "    ann, left\n"
                              "outings |id, guest, day|\n"
                              "    1, ann, 2026-01-02\n"
                              "    2, ann, \"\"\n"
                              "    3, bob, \"\"\n";

static const char CLEARED_AFTER[] = "sailors |name, boss|\n"
                                    "    bob, \"\"\n"
                                    "    cy, \"\"\n"
                                    "    dan, cy\n"
                                    "chores |id, title, owner, blocks, watchers, helpers|\n"
                                    "    1, a, \"\", \"\", bob, \"\"\n"
                                    "    2, b, bob, \"1\", \"\", bob\n"
                                    "    3, c, \"\", \"\", \"bob\", \"\"\n"
                                    "crews |id, chair, members|\n"
                                    "    p, bob, bob\n"
                                    "log |who, text|\n"
                                    "    \"\", came\n"
                                    "    bob, came\n"
                                    "    \"\", left\n"
                                    "outings |id, guest, day|\n"
                                    "    1, \"\", 2026-01-02\n"
                                    "    2, \"\", \"\"\n"
                                    "    3, bob, \"\"\n";

static void clear_empties_every_reference_and_nothing_else(void **state)
{
    (void)state;
    stores s = open_all(CLEARED);
    delete_sailor(&s, "ann");
    assert_false(chore_store_get(s.chores, 1)->has_owner);
    assert_int_equal(chore_store_get(s.chores, 1)->owner.len, 0);
    assert_int_equal(chore_store_get(s.chores, 1)->watchers.count, 1);
    assert_string_equal(chore_store_get(s.chores, 1)->watchers.items[0].ptr, "bob");
    save_all(&s);
    assert_content(CLEARED_AFTER);
}

static void rollback_brings_every_reference_back(void **state)
{
    (void)state;
    stores s = open_all(CLEARED);
    delete_sailor(&s, "ann");
    sdn_file_rollback(s.file);
    assert_false(sdn_file_changed(s.file));
    assert_string_equal(chore_store_get(s.chores, 1)->owner.ptr, "ann");
    assert_int_equal(chore_store_get(s.chores, 1)->watchers.count, 3);
    assert_int_equal(chore_store_count(s.chores), 3);
    delete_sailor(&s, "ann");
    save_all(&s);
    assert_content(CLEARED_AFTER);
}

/* What refers to a key is searched in the index by order of (owner, title), which a walk in that order builds. */
static void build_index_of_owners(const chore_store *chores)
{
    const sdn_table *table = sdn__store_table((const sdn_store *)(const void *)chores);
    chore_cursor sorted = chore_store_sorted_by_owner_title(chores);
    assert_non_null(chore_cursor_next(&sorted));
    assert_true(table->lookup.indexes[0].built);
}

/* The indexes are searched once they are built: by a walk, or by enough deletions. */
static void records_are_found_by_indexes_too(void **state)
{
    (void)state;
    stores s = open_all(CLEARED);
    build_index_of_owners(s.chores);
    outing_cursor sorted = outing_store_sorted_by_guest_day(s.outings);
    assert_non_null(outing_cursor_next(&sorted));
    delete_sailor(&s, "ann");
    chore_cursor by_owner = chore_store_by_owner(s.chores, "ann");
    assert_null(chore_cursor_next(&by_owner));
    save_all(&s);
    assert_content(CLEARED_AFTER);
}

static void many_deletions_build_the_index_that_they_use(void **state)
{
    (void)state;
    stores s = open_all("");
    for (int i = 0; i < 40; i++) {
        char name[16];
        sailor p;
        chore t;
        snprintf(name, sizeof name, "p%d", i);
        sailor_init(&p);
        chore_init(&t);
        p.name = sdn_str_from(name);
        assert_non_null(sailor_store_insert(s.sailors, &p, &err));
        t.title = SDN_STR("x");
        chore_set_owner(&t, p.name);
        assert_non_null(chore_store_insert(s.chores, &t, &err));
    }
    const sdn_table *table = sdn__store_table((const sdn_store *)(const void *)s.chores);
    for (int i = 0; i < 40; i++) {
        char name[16];
        snprintf(name, sizeof name, "p%d", i);
        assert_int_equal(table->lookup.indexes[0].built, i > 4);
        delete_sailor(&s, name);
        assert_false(chore_store_get(s.chores, (uint32_t)i + 1)->has_owner);
        assert_true(i == 39 || chore_store_get(s.chores, (uint32_t)i + 2)->has_owner);
        assert_null(sdn__table_fault(table));
    }
}

/* An index of the one field: by hash. */
static void many_deletions_build_the_index_by_hash_that_they_use(void **state)
{
    (void)state;
    stores s = open_all("sailors |name|\n    a\n    b\n    c\n    d\n    e\n    f\n    g\n    h\n"
                        "crews |id, chair, members|\n    1, h, x\n    2, g, x\n");
    const sdn_table *table = sdn__store_table((const sdn_store *)(const void *)s.crews);
    for (char name[] = "a"; name[0] < 'g'; name[0]++) {
        assert_int_equal(table->lookup.hashed[0].built, name[0] > 'e');
        delete_sailor(&s, name);
    }
    assert_true(table->lookup.hashed[0].built && !table->lookup.indexes[0].built);
    assert_int_equal(sailor_store_delete(s.sailors, "g", &err), SDN_E_INVALID);
    assert_int_equal(sailor_store_delete(s.sailors, "h", &err), SDN_E_INVALID);
    assert_non_null(sailor_store_get(s.sailors, "g"));
}

/* An index is a list of blocks of 512 records. */
static void more_records_than_a_block_holds_are_found(void **state)
{
    (void)state;
    enum { MANY = 1500 };
    stores s = open_all("sailors |name|\n    ann\n    bob\n    cy\n");
    static const char *const owners[] = {"ann", "bob", "cy"};
    for (uint32_t i = 0; i < MANY; i++) {
        chore c;
        chore_init(&c);
        c.title = SDN_STR("t");
        chore_set_owner(&c, sdn_str_from(owners[i % 300 == 0 ? 0 : i % 300 == 1 ? 2 : 1]));
        assert_non_null(chore_store_insert(s.chores, &c, &err));
    }
    build_index_of_owners(s.chores);
    delete_sailor(&s, "bob");
    for (uint32_t i = 0; i < MANY; i++)
        assert_int_equal(chore_store_get(s.chores, i + 1)->has_owner, i % 300 < 2);
    delete_sailor(&s, "cy");
    delete_sailor(&s, "ann");
    save_all(&s);
    chore_cursor all = chore_store_all(s.chores);
    for (const chore *c; (c = chore_cursor_next(&all)) != NULL;)
        assert_false(c->has_owner);
}

/* ---- self references ---- */

static void a_record_does_not_stand_in_its_own_way(void **state)
{
    (void)state;
    stores s =
        open_all("sailors |name, boss, rivals|\n    ann, ann, \"ann\"\nchores |id, title, blocks|\n    1, a, \"1,2\"\n"
                 "    2, b, \"2,1,2\"\n");
    delete_sailor(&s, "ann");
    assert_ok(chore_store_delete(s.chores, 2, &err), err);
    assert_int_equal(chore_store_get(s.chores, 1)->blocks.count, 1);
    assert_int_equal(chore_store_get(s.chores, 1)->blocks.items[0], 1);
    save_all(&s);
    assert_content("sailors |name, boss, rivals|\nchores |id, title, blocks|\n    1, a, 1\n");
}

static void records_that_refer_to_each_other_are_deleted_by_a_walk(void **state)
{
    (void)state;
    stores s = open_all("sailors |name, boss|\n    a, b\n    b, a\n    c, a\n    d, c\n");
    sailor_cursor all = sailor_store_all(s.sailors);
    while (sailor_cursor_next(&all) != NULL)
        assert_ok(sailor_cursor_delete(&all, s.sailors, &err), err);
    save_all(&s);
    assert_content("sailors |name, boss|\n");
}

/* ---- refuse ---- */

static void refuse_names_the_record_that_refers(void **state)
{
    (void)state;
    stores s = open_all("sailors |name, rivals|\n    ann, \"bob,ann\"\n    bob, \"\"\n    cy, \"\"\n    dan, \"\"\n"
                        "    eve, \"\"\n    fay, \"\"\n"
                        "crews |id, chair, members, guest|\n    p, cy, \"ann\", dan\n"
                        "lockers |holder, number|\n    eve, 1\n"
                        "bunks |holder, number|\n    fay, 7\n");
    assert_refused(
        &s, "bob",
        "x.sdn: table 'sailors', record 'bob' cannot be deleted: record 'ann' of table 'sailors' refers to it, "
        "field 'rivals', element 1, with `on delete refuse`; change that field, or delete that record first");
    assert_refused(&s, "cy",
                   "x.sdn: table 'sailors', record 'cy' cannot be deleted: record 'p' of table 'crews' refers to it, "
                   "field 'chair', with `on delete refuse`; change that field, or delete that record first");
    assert_refused(&s, "dan",
                   "x.sdn: table 'sailors', record 'dan' cannot be deleted: record 'p' of table 'crews' refers to it, "
                   "field 'guest', with `on delete refuse`; change that field, or delete that record first");
    assert_refused(
        &s, "eve",
        "x.sdn: table 'sailors', record 'eve' cannot be deleted: record 'eve' of table 'lockers' refers to it, "
        "field 'holder', with `on delete refuse`; change that field, or delete that record first");
    for (int i = 0; i < 8; i++) /* until the order of keys is searched */
        assert_refused(&s, "fay",
                       "x.sdn: table 'sailors', record 'fay' cannot be deleted: record 'fay, 7' of table 'bunks' "
                       "refers to it, field "
                       "'holder', with `on delete refuse`; change that field, or delete that record first");
    assert_ok(bunk_store_delete(s.bunks, "fay", 7, &err), err);
    delete_sailor(&s, "fay");
    crew *edited = crew_store_edit(s.crews, "p", &err);
    edited->has_guest = false;
    edited->chair = SDN_STR("ann");
    delete_sailor(&s, "dan");
    delete_sailor(&s, "cy");
    save_all(&s);
}

static void a_walk_is_refused_like_a_deletion_by_key(void **state)
{
    (void)state;
    stores s = open_all("sailors |name, rivals|\n    ann, \"\"\n    bob, ann\n");
    sailor_cursor all = sailor_store_all(s.sailors);
    assert_string_equal(sailor_cursor_next(&all)->name.ptr, "ann");
    assert_int_equal(sailor_cursor_delete(&all, s.sailors, &err), SDN_E_INVALID);
    assert_string_equal(sailor_cursor_next(&all)->name.ptr, "bob");
    assert_ok(sailor_cursor_delete(&all, s.sailors, &err), err);
    assert_ok(sailor_store_delete(s.sailors, "ann", &err), err);
}

static void where_one_reference_refuses_none_is_cleared(void **state)
{
    (void)state;
    stores s = open_all("sailors |name, boss|\n    ann, \"\"\n    bob, ann\ncrews |id, chair, members|\n"
                        "    p, ann, \"bob\"\n");
    assert_int_equal(sailor_store_delete(s.sailors, "ann", &err), SDN_E_INVALID);
    assert_true(sailor_store_get(s.sailors, "bob")->has_boss);
    assert_false(sdn_file_changed(s.file));
}

static void of_several_the_first_in_the_order_of_opening_is_named(void **state)
{
    (void)state;
    static const char text[] =
        "sailors |name, rivals|\n    ann, \"\"\n    bob, ann\n    cy, \"ann\"\n"
        "crews |id, chair, members|\n    p, ann, \"bob\"\nlockers |holder, number|\n    ann, 1\n";
    stores s = open_all(text);
    assert_int_equal(sailor_store_delete(s.sailors, "ann", &err), SDN_E_INVALID);
    assert_message_has(err, "record 'bob' of table 'sailors' refers to it, field 'rivals'");
    sailor_store_edit(s.sailors, "bob", &err)->rivals.count = 0;
    sailor_store_edit(s.sailors, "cy", &err)->rivals.count = 0;
    assert_int_equal(sailor_store_delete(s.sailors, "ann", &err), SDN_E_INVALID);
    assert_message_has(err, "record 'p' of table 'crews'");
}

/* ---- what keeps a field from being cleared ---- */

static void the_last_element_of_a_nonempty_list_is_not_taken(void **state)
{
    (void)state;
    stores s = open_all("sailors |name, boss|\n    ann, \"\"\n    bob, ann\n    cy, \"\"\ncrews |id, chair, members|\n"
                        "    p, bob, \"ann,ann\"\n    q, bob, \"ann,cy\"\n");
    assert_refused(&s, "ann",
                   "x.sdn: table 'sailors', record 'ann' cannot be deleted: record 'p' of table 'crews' refers to it, "
                   "field 'members', element 1, which `on delete clear` would leave empty, against its rule nonempty; "
                   "change that field, or delete that record first");
    assert_true(sailor_store_get(s.sailors, "bob")->has_boss);
    assert_int_equal(crew_store_get(s.crews, "q")->members.count, 2);
    assert_ok(crew_store_delete(s.crews, "p", &err), err);
    delete_sailor(&s, "ann");
    save_all(&s);
    assert_content("sailors |name, boss|\n    bob, \"\"\n    cy, \"\"\ncrews |id, chair, members|\n    q, bob, cy\n");
}

static void a_record_whose_key_two_rows_have_is_not_cleared(void **state)
{
    (void)state;
    stores s = open_all("sailors |name|\n    ann\nchores |id, title, owner|\n    1, b, \"\"\n    1, a, ann\n");
    assert_refused(&s, "ann",
                   "x.sdn: table 'sailors', record 'ann' cannot be deleted: record '1' of table 'chores' refers to it, "
                   "field 'owner', and cannot be changed, since another row has its key too; remove one of these rows "
                   "first");
}

/* ---- records under edit ---- */

static void a_record_under_edit_is_seen_as_it_is_and_stays_open(void **state)
{
    (void)state;
    stores s = open_all("sailors |name|\n    ann\n    bob\nchores |id, title, owner|\n    1, a, bob\n    2, b, ann\n"
                        "    3, c, ann\n    4, d, ann\n");
    build_index_of_owners(s.chores);
    chore *first = chore_store_edit(s.chores, 1, &err);
    first->owner = SDN_STR("ann");
    chore *second = chore_store_edit(s.chores, 2, &err);
    second->owner = SDN_STR("bob");
    chore *third = chore_store_edit(s.chores, 3, &err);
    third->title = SDN_STR("before");
    delete_sailor(&s, "ann");
    assert_false(first->has_owner);
    assert_true(second->has_owner);
    assert_false(third->has_owner);
    third->title = SDN_STR("after");
    second->title = SDN_STR("too");
    chore_cursor bobs = chore_store_by_owner_title(s.chores, "bob", "too");
    assert_int_equal(chore_cursor_next(&bobs)->id, 2);
    assert_null(sdn__table_fault(sdn__store_table((const sdn_store *)(const void *)s.chores)));
    save_all(&s);
    assert_content("sailors |name|\n    bob\nchores |id, title, owner|\n    1, a, \"\"\n    2, too, bob\n"
                   "    3, after, \"\"\n    4, d, \"\"\n");
}

static void a_value_that_was_just_assigned_is_cleared_without_trace(void **state)
{
    (void)state;
    stores s = open_all("sailors |name|\n    ann\nchores |id, title, owner|\n    1, a, \"\"\n");
    chore *edited = chore_store_edit(s.chores, 1, &err);
    edited->has_owner = true;
    edited->owner = SDN_STR("ann");
    delete_sailor(&s, "ann");
    save_all(&s);
    assert_content("sailors |name|\nchores |id, title, owner|\n    1, a, \"\"\n");
}

static void a_new_record_is_cleared_too(void **state)
{
    (void)state;
    stores s = open_all("sailors |name|\n    ann\nchores |id, title, owner|\n    1, a, \"\"\n");
    chore values;
    chore_init(&values);
    values.title = SDN_STR("b");
    chore_set_owner(&values, SDN_STR("ann"));
    assert_non_null(chore_store_insert(s.chores, &values, &err));
    delete_sailor(&s, "ann");
    save_all(&s);
    assert_content("sailors |name|\nchores |id, title, owner|\n    1, a, \"\"\n    2, b, \"\"\n");
}

static void the_list_that_the_caller_gave_is_not_written_to(void **state)
{
    (void)state;
    stores s = open_all("sailors |name|\n    ann\n    bob\nchores |id, title|\n    1, a\n");
    const sdn_str texts[] = {SDN_STR_INIT("ann"), SDN_STR_INIT("bob")};
    chore *edited = chore_store_edit(s.chores, 1, &err);
    edited->watchers = (sdn_str_list){texts, 2};
    delete_sailor(&s, "ann");
    assert_int_equal(edited->watchers.count, 1);
    assert_string_equal(edited->watchers.items[0].ptr, "bob");
    assert_string_equal(texts[0].ptr, "ann");
    save_all(&s);
}

/* ---- other ways for a key to go ---- */

static void a_rename_is_no_deletion(void **state)
{
    (void)state;
    stores s = open_all("sailors |name|\n    ann\nchores |id, title, owner|\n    1, a, ann\n");
    assert_ok(sailor_store_rename(s.sailors, "ann", "anna", &err), err);
    assert_true(chore_store_get(s.chores, 1)->has_owner);
    assert_int_equal(sdn_file_save(s.file, &err), SDN_E_INVALID);
    assert_message_has(err, "renamed");
    chore_store_edit(s.chores, 1, &err)->owner = SDN_STR("anna");
    save_all(&s);
}

static void a_record_that_was_renamed_is_deleted_under_both_keys(void **state)
{
    (void)state;
    stores s =
        open_all("sailors |name, rivals|\n    ann, \"\"\n    bob, \"\"\nchores |id, title, owner|\n    1, a, ann\n"
                 "    2, b, bob\n");
    assert_ok(sailor_store_rename(s.sailors, "ann", "anna", &err), err);
    chore_store_edit(s.chores, 2, &err)->owner = SDN_STR("anna");
    delete_sailor(&s, "anna");
    assert_false(chore_store_get(s.chores, 1)->has_owner);
    assert_false(chore_store_get(s.chores, 2)->has_owner);
    save_all(&s);
}

static void the_old_key_of_a_renamed_record_may_be_that_of_another(void **state)
{
    (void)state;
    stores s = open_all("sailors |name|\n    ann\n    bob\nchores |id, title, owner|\n    1, a, ann\n");
    assert_ok(sailor_store_rename(s.sailors, "ann", "anna", &err), err);
    assert_ok(sailor_store_rename(s.sailors, "bob", "ann", &err), err);
    delete_sailor(&s, "anna");
    assert_true(chore_store_get(s.chores, 1)->has_owner);
}

static void a_record_that_comes_again_gets_no_reference_back(void **state)
{
    (void)state;
    stores s = open_all("sailors |name|\n    ann\nchores |id, title, owner|\n    1, a, ann\n");
    sailor again;
    sailor_init(&again);
    again.name = SDN_STR("ann");
    delete_sailor(&s, "ann");
    assert_non_null(sailor_store_insert(s.sailors, &again, &err));
    save_all(&s);
    assert_content("sailors |name|\n    ann\nchores |id, title, owner|\n    1, a, \"\"\n");
}

/* ---- tables that are not open ---- */

static const char OPENED_LATE[] = "sailors |name|\n    ann\nchores |id, title, owner|\n    1, a, ann\n"
                                  "crews |id, chair, members|\n    p, ann, \"ann\"\n";

static sdn_file *open_late(void)
{
    know_tables(types, sizeof types / sizeof types[0]);
    return open_file_of(OPENED_LATE);
}

static void a_table_that_is_not_open_is_not_looked_at(void **state)
{
    (void)state;
    sdn_file *file = open_late();
    sailor_store *sailors = sailor_store_in_file(file, &err);
    assert_ok(sailor_store_delete(sailors, "ann", &err), err);
    assert_ok(sdn_file_save(file, &err), err);
    assert_content("sailors |name|\nchores |id, title, owner|\n    1, a, ann\ncrews |id, chair, members|\n"
                   "    p, ann, \"ann\"\n");
}

static void a_table_that_is_opened_after_the_deletion_is_cleared_then(void **state)
{
    (void)state;
    sdn_file *file = open_late();
    sailor_store *sailors = sailor_store_in_file(file, &err);
    assert_ok(sailor_store_delete(sailors, "ann", &err), err);
    chore_store *chores = chore_store_in_file(file, &err);
    assert_non_null(chores);
    assert_false(chore_store_get(chores, 1)->has_owner);
    crew_store *crews = crew_store_in_file(file, &err); /* whose references cannot be cleared */
    assert_non_null(crews);
    assert_int_equal(sdn_file_save(file, &err), SDN_E_INVALID);
    assert_message_has(err, "table 'crews', record 'p': field 'chair' is 'ann', against its rule references Sailor");
    assert_ok(crew_store_delete(crews, "p", &err), err);
    assert_ok(sdn_file_save(file, &err), err);
    assert_content("sailors |name|\nchores |id, title, owner|\n    1, a, \"\"\ncrews |id, chair, members|\n");
}

static void a_table_that_is_opened_later_changes_no_other(void **state)
{
    (void)state;
    sdn_file *file = open_late();
    chore_store *chores = chore_store_in_file(file, &err);
    sailor_store *sailors = sailor_store_in_file(file, &err);
    assert_ok(sailor_store_delete(sailors, "ann", &err), err);
    chore *edited = chore_store_edit(chores, 1, &err);
    edited->has_owner = true;
    edited->owner = SDN_STR("ann");
    assert_non_null(remark_store_in_file(file, &err));
    assert_true(edited->has_owner);
    assert_int_equal(sdn_file_save(file, &err), SDN_E_INVALID);
    assert_message_has(err, "record '1': field 'owner' is 'ann'");
}

/* ---- without memory ---- */

/* Lets one allocation of a deletion fail. Whether there was one. */
static bool fail_one(const char *before, const char *after, int nth)
{
    stores s = stores_of(open_briefly(before));
    chore *edited = chore_store_edit(s.chores, 3, &err);
    edited->title = SDN_STR("under edit");
    faults_arm_memory(nth);
    sdn_code code = sailor_store_delete(s.sailors, "ann", &err);
    bool fired = faults_fired_memory();
    faults_arm_memory(0);
    assert_int_equal(code, fired ? SDN_E_NOMEM : SDN_OK);
    edited->title = SDN_STR("c");
    if (fired) {
        assert_true(edited->has_owner);
        assert_non_null(sailor_store_get(s.sailors, "ann"));
        assert_int_equal(chore_store_get(s.chores, 1)->watchers.count, 3);
        assert_false(sdn_file_changed(s.file));
        assert_ok(sailor_store_delete(s.sailors, "ann", &err), err);
    }
    save_all(&s);
    assert_content(after);
    sdn_file_close(s.file);
    return fired;
}

/* Where the first record that changes is the deleted one, and where it is another of its table. */
static void a_deletion_without_memory_clears_nothing(void **state)
{
    (void)state;
    static const char *const texts[][2] = {
        {CLEARED, CLEARED_AFTER},
        {"sailors |name|\n    ann\nchores |id, title, owner, watchers|\n    1, a, ann, \"ann,ann,ann\"\n"
         "    3, c, ann, \"\"\n",
         "sailors |name|\nchores |id, title, owner, watchers|\n    1, a, \"\", \"\"\n    3, c, \"\", \"\"\n"}};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        int failures = 0;
        while (fail_one(texts[i][0], texts[i][1], failures + 1))
            failures++;
        assert_true(failures > 5);
    }
}

static void a_table_without_memory_to_clear_is_not_opened(void **state)
{
    (void)state;
    bool fired = true;
    for (int nth = 1; fired; nth++) {
        sdn_file *file = open_briefly(OPENED_LATE);
        sailor_store *sailors = sailor_store_in_file(file, &err);
        assert_ok(sailor_store_delete(sailors, "ann", &err), err);
        faults_arm_memory(nth);
        chore_store *chores = chore_store_in_file(file, &err);
        fired = faults_fired_memory();
        faults_arm_memory(0);
        assert_int_equal(chores == NULL, fired);
        chores = chore_store_in_file(file, &err);
        assert_false(chore_store_get(chores, 1)->has_owner);
        assert_ok(sdn_file_save(file, &err), err);
        sdn_file_close(file);
    }
}

/* ---- types made by hand ---- */

static sdn_field changed_fields[16];
static sdn_record_type changed_type;

/* Todos with other flags of one field. */
static sdn_store *chores_with(sdn_file *file, uint32_t field, uint32_t flags)
{
    memcpy(changed_fields, chore_record_type.fields, chore_record_type.field_count * sizeof *changed_fields);
    changed_fields[field].flags = flags;
    changed_type = chore_record_type;
    changed_type.fields = changed_fields;
    return store_in(file, &changed_type);
}

static void clear_of_what_cannot_be_cleared_refuses(void **state)
{
    (void)state;
    static const uint32_t flags[] = {SDN_FIELD_ON_DELETE_CLEAR,
                                     SDN_FIELD_OPTIONAL | SDN_FIELD_ON_DELETE_CLEAR | SDN_FIELD_ON_DELETE_REFUSE};
    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
        know_tables(types, sizeof types / sizeof types[0]);
        sdn_file *file = open_file_of("sailors |name|\n    ann\nchores |id, title, owner|\n    1, a, ann\n");
        sailor_store *sailors = sailor_store_in_file(file, &err);
        chores_with(file, CHORE_FIELD_OWNER, flags[i]);
        assert_int_equal(sailor_store_delete(sailors, "ann", &err), SDN_E_INVALID);
        assert_message_has(err, "field 'owner', with `on delete refuse`");
    }
}

/* Texts in numeric order are not in the order of a search for one of them. */
static void numbers_as_text_are_found_among_keys(void **state)
{
    (void)state;
    sdn_record_type numbered = locker_record_type;
    numbered.flags = SDN_RECORD_KEY_AUTO;
    sdn_file *file = open_briefly("sailors |name|\n    9\n    10\n    100\nlockers |holder, number|\n    9, 1\n"
                                  "    10, 1\n    100, 1\n");
    sailor_store *sailors = sailor_store_in_file(file, &err);
    assert_non_null(sdn_file_store(file, &numbered, &err));
    for (int i = 0; i < 8; i++)
        assert_int_equal(sailor_store_delete(sailors, i % 2 == 0 ? "10" : "9", &err), SDN_E_INVALID);
    sdn_file_close(file);
}

/* People whose `field` refers to people with `on delete clear`. */
static sdn_store *people_referring_by(sdn_file *file, uint32_t field, uint32_t key)
{
    memcpy(changed_fields, person_record_type.fields, PERSON_FIELD_COUNT * sizeof *changed_fields);
    changed_fields[field].flags |= SDN_FIELD_ON_DELETE_CLEAR;
    changed_fields[field].references = &team_record_type;
    changed_type = person_record_type;
    changed_type.fields = changed_fields;
    changed_type.key.fields[0] = key;
    return store_in(file, &changed_type);
}

static void an_optional_list_without_elements_is_absent(void **state)
{
    (void)state;
    sdn_file *file = open_file_of("teams |name|\n    red\npeople |id, name, badge, nicks|\n    a, A, 1, \"red,red\"\n");
    sdn_store *teams = store_in(file, &team_record_type), *people = people_referring_by(file, PERSON_FIELD_NICKS, 0);
    sdn_value red = key_of("red");
    person *edited = edit_person(people, "a");
    assert_ok(sdn_store_delete(teams, &red, &err), err);
    assert_false(edited->has_nicks);
    assert_int_equal(edited->nicks.count, 0);
    assert_ok(sdn_file_save(file, &err), err);
    assert_content("teams |name|\npeople |id, name, badge, nicks|\n    a, A, 1, \"\"\n");
}

static void a_key_is_not_cleared(void **state)
{
    (void)state;
    sdn_file *file = open_file_of("teams |name|\n    red\npeople |id, name, email, badge|\n    a, A, red, 1\n");
    sdn_store *teams = store_in(file, &team_record_type);
    people_referring_by(file, PERSON_FIELD_EMAIL, PERSON_FIELD_EMAIL);
    sdn_value red = key_of("red");
    assert_int_equal(sdn_store_delete(teams, &red, &err), SDN_E_INVALID);
    assert_message_has(err, "record 'red' of table 'people' refers to it, field 'email', with `on delete refuse`");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(clear_empties_every_reference_and_nothing_else),
        TEST_WITH_STORES(rollback_brings_every_reference_back),
        TEST_WITH_STORES(records_are_found_by_indexes_too),
        TEST_WITH_STORES(many_deletions_build_the_index_that_they_use),
        TEST_WITH_STORES(many_deletions_build_the_index_by_hash_that_they_use),
        TEST_WITH_STORES(more_records_than_a_block_holds_are_found),
        TEST_WITH_STORES(a_record_does_not_stand_in_its_own_way),
        TEST_WITH_STORES(records_that_refer_to_each_other_are_deleted_by_a_walk),
        TEST_WITH_STORES(refuse_names_the_record_that_refers),
        TEST_WITH_STORES(a_walk_is_refused_like_a_deletion_by_key),
        TEST_WITH_STORES(where_one_reference_refuses_none_is_cleared),
        TEST_WITH_STORES(of_several_the_first_in_the_order_of_opening_is_named),
        TEST_WITH_STORES(the_last_element_of_a_nonempty_list_is_not_taken),
        TEST_WITH_STORES(a_record_whose_key_two_rows_have_is_not_cleared),
        TEST_WITH_STORES(a_record_under_edit_is_seen_as_it_is_and_stays_open),
        TEST_WITH_STORES(a_value_that_was_just_assigned_is_cleared_without_trace),
        TEST_WITH_STORES(a_new_record_is_cleared_too),
        TEST_WITH_STORES(the_list_that_the_caller_gave_is_not_written_to),
        TEST_WITH_STORES(a_rename_is_no_deletion),
        TEST_WITH_STORES(a_record_that_was_renamed_is_deleted_under_both_keys),
        TEST_WITH_STORES(the_old_key_of_a_renamed_record_may_be_that_of_another),
        TEST_WITH_STORES(a_record_that_comes_again_gets_no_reference_back),
        TEST_WITH_STORES(a_table_that_is_not_open_is_not_looked_at),
        TEST_WITH_STORES(a_table_that_is_opened_after_the_deletion_is_cleared_then),
        TEST_WITH_STORES(a_table_that_is_opened_later_changes_no_other),
        TEST_WITH_STORES(a_deletion_without_memory_clears_nothing),
        TEST_WITH_STORES(a_table_without_memory_to_clear_is_not_opened),
        TEST_WITH_STORES(clear_of_what_cannot_be_cleared_refuses),
        TEST_WITH_STORES(numbers_as_text_are_found_among_keys),
        TEST_WITH_STORES(an_optional_list_without_elements_is_absent),
        TEST_WITH_STORES(a_key_is_not_cleared),
    };
    return run_cases(argc, argv, tests);
}
