/* Random merges, each compared with a merge of plain arrays. SDN_TEST_MERGES sets how many (2,000; 100 in a database). */
#include "test.h"

#include "place.h"
#include "record_types/all_types.h"
#include "temp_stores.h"
#include "xorshift.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- against a merge of arrays ---- */

enum { IDS = 10, VALUES = 3 };

typedef struct entry {
    bool is_there;
    unsigned text, number, done; /* below VALUES */
} entry;

/* A table, by key. */
typedef struct table_model {
    entry entries[IDS];
    int from[IDS]; /* the key under which the record was loaded; -1: it is new */
} table_model;

static const char *const TEXTS[VALUES] = {"plain", "with blank", "comma, \"quote\""};

static bool keys_are_numbers;

static unsigned draw(uint64_t *seed, unsigned below)
{
    return (unsigned)(test_random(seed) >> 20) % below;
}

static entry draw_entry(uint64_t *seed)
{
    return (entry){true, draw(seed, VALUES), draw(seed, VALUES), draw(seed, 2)};
}

static bool same_entry(entry a, entry b)
{
    return a.is_there == b.is_there && (!a.is_there || (a.text == b.text && a.number == b.number && a.done == b.done));
}

static sdn_value name_key(int id, char name[16])
{
    snprintf(name, 16, keys_are_numbers ? "%d" : "n%d", id);
    return (sdn_value){.text = sdn_str_from(name)};
}

static note note_from(int id, entry e, char name[16])
{
    name_key(id, name);
    note made = note_of(name, TEXTS[e.text]);
    made.number = e.number;
    made.done = e.done != 0;
    return made;
}

/* ---- changes to a store and a model ---- */

static void make_insert(sdn_store *store, table_model *model, int id, entry to)
{
    char name[16];
    sdn_error err = {0};
    note wanted = note_from(id, to, name);
    assert_non_null(sdn_store_insert(store, &wanted, &err));
    model->entries[id] = to;
    model->from[id] = -1;
}

static void make_delete(sdn_store *store, table_model *model, int id)
{
    char name[16];
    sdn_error err = {0};
    sdn_value key = name_key(id, name);
    assert_ok(sdn_store_delete(store, &key, &err), err);
    model->entries[id].is_there = false;
}

static void make_edit(sdn_store *store, table_model *model, int id, entry to, bool puts)
{
    char name[16];
    sdn_error err = {0};
    sdn_value key = name_key(id, name);
    note wanted = note_from(id, to, name);
    model->entries[id] = to;
    if (puts) {
        assert_non_null(sdn_store_put(store, &wanted, &err));
        return;
    }
    note *edited = sdn_store_edit(store, &key, &err);
    edited->text = sdn_str_from(TEXTS[to.text]);
    edited->number = to.number;
    edited->done = to.done != 0;
}

static void make_rename(sdn_store *store, table_model *model, int id, int to)
{
    char name[16], new_name[16];
    sdn_error err = {0};
    sdn_value key = name_key(id, name), new_key = name_key(to, new_name);
    bool taken = model->entries[to].is_there && to != id;
    assert_int_equal(sdn_store_rename(store, &key, &new_key, &err), taken ? SDN_E_EXISTS : SDN_OK);
    if (taken || to == id)
        return;
    model->entries[to] = model->entries[id];
    model->from[to] = model->from[id];
    model->entries[id].is_there = false;
}

static void make_change(sdn_store *store, table_model *model, int id, uint64_t *seed)
{
    entry to = model->entries[id];
    unsigned what = draw(seed, 10);
    if (!to.is_there) {
        if (what == 0)
            make_insert(store, model, id, draw_entry(seed));
        return;
    }
    if (what == 5)
        to = draw_entry(seed);
    else if (what == 6)
        to.text = draw(seed, VALUES);
    else if (what == 7)
        to.number = draw(seed, VALUES);
    if (what < 3)
        make_rename(store, model, id, (int)draw(seed, IDS));
    else if (what < 5)
        make_delete(store, model, id);
    else if (what < 8)
        make_edit(store, model, id, to, draw(seed, 2) == 0);
    if (what == 4)
        make_insert(store, model, id, draw_entry(seed));
}

static void make_changes(sdn_store *store, table_model *model, uint64_t *seed)
{
    for (int id = 0; id < IDS; id++)
        if (draw(seed, 2) == 0)
            make_change(store, model, id, seed);
}

/* ---- the merge of models ---- */

typedef struct model_merge {
    const table_model *base, *theirs, *ours;
    entry merged[IDS];
    bool inserts[IDS]; /* by new key */
    bool missing[IDS]; /* by new key: renamed here, gone there */
    int renames[IDS];  /* by old key: the new one, or -1 */
    bool ours_wins;
    size_t conflicts;
} model_merge;

static unsigned merged_value(model_merge *m, unsigned base, unsigned theirs, unsigned ours)
{
    if (ours == theirs || ours == base)
        return theirs;
    if (theirs == base)
        return ours;
    m->conflicts++;
    return m->ours_wins ? ours : theirs;
}

static int key_here(const table_model *ours, int id)
{
    for (int key = 0; key < IDS; key++)
        if (ours->entries[key].is_there && ours->from[key] == id)
            return key;
    return -1;
}

static void merge_deleted(model_merge *m, int id)
{
    entry base = m->base->entries[id], theirs = m->theirs->entries[id], ours = m->ours->entries[id];
    bool replaced = m->inserts[id];
    if (!theirs.is_there)
        return;
    if (replaced && same_entry(ours, theirs)) {
        m->inserts[id] = false;
        return;
    }
    bool untouched = same_entry(base, theirs);
    m->conflicts += !untouched;
    if (untouched || m->ours_wins)
        m->merged[id].is_there = false;
    else
        m->inserts[id] = false;
}

/* A number that counts above 0, and nothing that was there is left. */
static bool is_replaced(int id, entry base, entry theirs)
{
    return keys_are_numbers && id > 0 && base.text != theirs.text && base.number != theirs.number &&
           !(base.done && theirs.done);
}

static void merge_edited(model_merge *m, int id, int key)
{
    entry base = m->base->entries[id], theirs = m->theirs->entries[id], ours = m->ours->entries[key];
    if (key == id && same_entry(base, ours))
        return;
    if (!theirs.is_there) {
        m->missing[key] = key != id;
        m->inserts[key] = m->ours_wins;
        m->conflicts += key == id;
        return;
    }
    bool replaced = is_replaced(id, base, theirs);
    m->conflicts += replaced;
    if (replaced && !m->ours_wins)
        return;
    m->merged[id] = replaced ? ours
                             : (entry){true, merged_value(m, base.text, theirs.text, ours.text),
                                       merged_value(m, base.number, theirs.number, ours.number),
                                       merged_value(m, base.done, theirs.done, ours.done)};
    m->renames[id] = key != id ? key : -1;
}

static void merge_renamed(model_merge *m)
{
    entry moving[IDS];
    memcpy(moving, m->merged, sizeof moving);
    for (int id = 0; id < IDS; id++)
        if (m->renames[id] >= 0)
            m->merged[id].is_there = false;
    for (bool again = true; again;) {
        again = false;
        for (int id = 0; id < IDS; id++) {
            int key = m->renames[id];
            if (key < 0 || !m->merged[key].is_there)
                continue;
            m->conflicts++;
            m->merged[key].is_there = !m->ours_wins;
            if (m->ours_wins)
                continue;
            m->merged[id] = moving[id];
            m->renames[id] = -1;
            again = true;
        }
    }
    for (int id = 0; id < IDS; id++)
        if (m->renames[id] >= 0)
            m->merged[m->renames[id]] = moving[id];
}

static void merge_inserted(model_merge *m, int key)
{
    entry ours = m->ours->entries[key];
    bool is_there = m->merged[key].is_there;
    if (is_there && same_entry(m->merged[key], ours))
        return;
    m->conflicts += is_there;
    if (!is_there || m->ours_wins)
        m->merged[key] = ours;
}

static void merge_models(model_merge *m)
{
    memcpy(m->merged, m->theirs->entries, sizeof m->merged);
    for (int id = 0; id < IDS; id++) {
        m->renames[id] = -1;
        m->inserts[id] = m->ours->entries[id].is_there && m->ours->from[id] < 0;
    }
    for (int id = 0; id < IDS; id++)
        if (m->base->entries[id].is_there) {
            int key = key_here(m->ours, id);
            key < 0 ? merge_deleted(m, id) : merge_edited(m, id, key);
        }
    merge_renamed(m);
    for (int id = 0; id < IDS; id++)
        if (m->missing[id] && same_entry(m->merged[id], m->ours->entries[id]))
            m->inserts[id] = false; /* both sides renamed it */
        else
            m->conflicts += m->missing[id];
    for (int id = 0; id < IDS; id++)
        if (m->inserts[id])
            merge_inserted(m, id);
}

/* ---- both ---- */

static void assert_holds(const sdn_store *store, const entry expected[IDS])
{
    size_t count = 0;
    for (int i = 0; i < IDS; i++) {
        char name[16];
        note wanted = note_from(i, expected[i], name);
        const note *found = get_note(store, name);
        assert_int_equal(found != NULL, expected[i].is_there);
        if (found != NULL)
            assert_true(sdn_record_equal(&note_record_type, found, &wanted));
        count += found != NULL;
    }
    assert_int_equal(sdn_store_count(store), count);
}

static table_model draw_base(sdn_store *store, uint64_t *seed)
{
    table_model base = {0};
    for (int i = 0; i < IDS; i++)
        if (draw(seed, 3) > 0)
            make_insert(store, &base, i, draw_entry(seed));
    for (int i = 0; i < IDS; i++)
        base.from[i] = base.entries[i].is_there ? i : -1;
    save_store(store);
    return base;
}

static void merge_once(uint64_t *seed)
{
    static const sdn_conflict_policy policies[] = {SDN_ON_CONFLICT_FAIL, SDN_ON_CONFLICT_OURS, SDN_ON_CONFLICT_THEIRS};
    sdn_options options = sdn_options_default();
    sdn_error err = {0};
    const sdn_conflict *list = NULL;
    options.durability = SDN_ATOMIC;
    options.on_conflict = policies[draw(seed, 3)];
    keys_are_numbers = draw(seed, 2) == 0;
    forget_store();
    sdn_store *mine = open_store_with(&note_record_type, &options);
    table_model base = draw_base(mine, seed), ours = base, theirs = base;
    sdn_store *other = open_store_with(&note_record_type, &options);
    make_changes(mine, &ours, seed);
    make_changes(other, &theirs, seed);
    model_merge m = {
        .base = &base, .theirs = &theirs, .ours = &ours, .ours_wins = options.on_conflict == SDN_ON_CONFLICT_OURS};
    merge_models(&m);

    save_store(other);
    sdn_code code = sdn_file_save(sdn_store_file(mine), &err);
    assert_int_equal(sdn_store_conflicts(mine, &list), m.conflicts);
    if (m.conflicts > 0 && options.on_conflict == SDN_ON_CONFLICT_FAIL) {
        assert_int_equal(code, SDN_E_CONFLICT);
        assert_holds(mine, ours.entries);
        memcpy(m.merged, theirs.entries, sizeof m.merged);
    } else {
        assert_ok(code, err);
        assert_ok(sdn_file_reload(sdn_store_file(mine), &err), err); /* a save without edits looks at nothing */
        assert_holds(mine, m.merged);
    }
    close_store(mine);
    close_store(other);
    other = open_store(&note_record_type);
    assert_holds(other, m.merged);
    close_store(other);
}

static void random_merges_are_as_a_merge_of_arrays(void **state)
{
    (void)state;
    const char *asked = getenv("SDN_TEST_MERGES");
    long merges = asked != NULL ? atol(asked) : place.has_tables ? 100 : 2000;
    uint64_t seed = 20;
    for (long i = 0; i < merges; i++)
        merge_once(&seed);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(random_merges_are_as_a_merge_of_arrays),
    };
    return run_cases(argc, argv, tests);
}
