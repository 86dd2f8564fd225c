/*
 * Random tables whose records refer to each other, against plain arrays: insert, edit, delete with `on delete`, rollback,
 * save, and merges with another program. Runs code of golden/ok (on_delete.schema). SDN_TEST_ROUNDS sets how many lives
 * of a file (100; 20 in a database).
 *
 * To the model each field is a sequence of people: the boss or the owner has at most one element.
 */
#include "test.h"

#include "on_delete.h"
#include "place.h"
#include "temp_stores.h"
#include "temp_tables.h"
#include "xorshift.h"

#include "store/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PEOPLE = 6, CHORES = 5, RECORDS = PEOPLE + CHORES, MOST = 3, FIELDS = 2 };

/* The last of each are inserted on one side only: the merge of inserts has its own model. */
enum { OURS_ALONE = 1, THEIRS_ALONE = 2 };

typedef struct sequence {
    int count;
    int items[MOST];
} sequence;

typedef struct entry {
    bool is_there;
    sequence fields[FIELDS]; /* of a sailor: boss, rivals; of a chore: owner, watchers */
} entry;

/* Sailors, then chores. */
typedef struct model {
    entry records[RECORDS];
} model;

typedef struct side {
    sdn_file *file;
    sailor_store *sailors;
    chore_store *chores;
    model now, loaded;
} side;

static const char *const NAMES[PEOPLE] = {"ann", "bob", "cy", "dan", "eve", "fay"};
static uint64_t seed;
static sdn_error err;

static unsigned draw(unsigned below)
{
    return (unsigned)(test_random(&seed) >> 20) % below;
}

static bool is_sailor(int record)
{
    return record < PEOPLE;
}

/* Whether the field is cleared; the rivals of a sailor refuse. */
static bool is_cleared(int record, int field)
{
    return field == 0 || !is_sailor(record);
}

/* ---- sequences ---- */

static bool is_same(sequence a, sequence b)
{
    return a.count == b.count && memcmp(a.items, b.items, (size_t)a.count * sizeof *a.items) == 0;
}

static bool is_same_entry(entry a, entry b)
{
    return a.is_there == b.is_there &&
           (!a.is_there || (is_same(a.fields[0], b.fields[0]) && is_same(a.fields[1], b.fields[1])));
}

static bool has(sequence s, int person)
{
    for (int i = 0; i < s.count; i++)
        if (s.items[i] == person)
            return true;
    return false;
}

/* Without the people that `gone` marks. */
static sequence without(sequence s, const bool gone[PEOPLE])
{
    sequence kept = {0, {0}};
    for (int i = 0; i < s.count; i++)
        if (!gone[s.items[i]])
            kept.items[kept.count++] = s.items[i];
    return kept;
}

static sequence draw_sequence(const model *m, int field)
{
    sequence s = {0, {0}};
    int most = field == 0 ? 1 : (int)draw(MOST + 1);
    for (int tries = 0; tries < 4 && s.count < most; tries++) {
        int person = (int)draw(PEOPLE);
        if (m->records[person].is_there)
            s.items[s.count++] = person;
    }
    return s;
}

/* ---- records in the store ---- */

static sdn_str_list list_of(sequence s, sdn_str texts[MOST])
{
    for (int i = 0; i < s.count; i++)
        texts[i] = sdn_str_from(NAMES[s.items[i]]);
    return (sdn_str_list){texts, (size_t)s.count};
}

static void fill(entry from, bool *present, sdn_str *one, sdn_str_list *list, sdn_str texts[MOST])
{
    *present = from.fields[0].count > 0;
    *one = *present ? sdn_str_from(NAMES[from.fields[0].items[0]]) : SDN_STR("");
    *list = list_of(from.fields[1], texts);
}

/* The texts of lists must live until the save. */
static sdn_str *lasting_texts(void)
{
    static sdn_str texts[4096][MOST];
    static size_t next;
    return texts[next++ % 4096];
}

static void write_sailor(sailor *to, entry from)
{
    fill(from, &to->has_boss, &to->boss, &to->rivals, lasting_texts());
}

static void write_chore(chore *to, entry from)
{
    fill(from, &to->has_owner, &to->owner, &to->watchers, lasting_texts());
}

static uint32_t id_of(int record)
{
    return (uint32_t)(record - PEOPLE + 1);
}

static bool holds(bool present, sdn_str one, sdn_str_list list, entry wanted)
{
    sdn_str texts[MOST];
    sdn_str_list expected = list_of(wanted.fields[1], texts);
    if (present != (wanted.fields[0].count > 0) || list.count != expected.count)
        return false;
    if (present && !sdn_str_equal(one, sdn_str_from(NAMES[wanted.fields[0].items[0]])))
        return false;
    for (size_t i = 0; i < list.count; i++)
        if (!sdn_str_equal(list.items[i], expected.items[i]))
            return false;
    return true;
}

static void assert_record(const side *s, int record, entry wanted)
{
    const sailor *person = is_sailor(record) ? sailor_store_get(s->sailors, NAMES[record]) : NULL;
    const chore *task = is_sailor(record) ? NULL : chore_store_get(s->chores, id_of(record));
    assert_int_equal(person != NULL || task != NULL, wanted.is_there);
    if (person != NULL)
        assert_true(holds(person->has_boss, person->boss, person->rivals, wanted));
    if (task != NULL)
        assert_true(holds(task->has_owner, task->owner, task->watchers, wanted));
}

static void assert_holds(const side *s, const model *m)
{
    for (int i = 0; i < RECORDS; i++)
        assert_record(s, i, m->records[i]);
    for (int person = 0; person < PEOPLE; person++) {
        size_t count = 0, expected = 0;
        chore_cursor owned = chore_store_by_owner_title(s->chores, NAMES[person], "t");
        while (chore_cursor_next(&owned) != NULL)
            count++;
        for (int i = PEOPLE; i < RECORDS; i++)
            expected += m->records[i].is_there && has(m->records[i].fields[0], person);
        assert_int_equal(count, expected);
    }
    assert_null(sdn__table_fault(sdn__store_table((const sdn_store *)(const void *)s->chores)));
    assert_null(sdn__table_fault(sdn__store_table((const sdn_store *)(const void *)s->sailors)));
}

/* ---- changes to both ---- */

static void make_insert(side *s, int record)
{
    entry to = {.is_there = true, .fields = {draw_sequence(&s->now, 0), draw_sequence(&s->now, 1)}};
    sailor person;
    chore task;
    if (is_sailor(record)) {
        sailor_init(&person);
        write_sailor(&person, to);
        person.name = sdn_str_from(NAMES[record]);
        assert_ok(sailor_store_insert(s->sailors, &person, &err) != NULL ? SDN_OK : err.code, err);
    } else {
        chore_init(&task);
        write_chore(&task, to);
        task.id = id_of(record);
        task.title = SDN_STR("t");
        assert_ok(chore_store_insert(s->chores, &task, &err) != NULL ? SDN_OK : err.code, err);
    }
    s->now.records[record] = to;
}

/* The pointer from edit is used, and may be kept by the caller. */
static void *make_edit(side *s, int record)
{
    entry *to = &s->now.records[record];
    unsigned field = draw(FIELDS);
    to->fields[field] = draw_sequence(&s->now, (int)field);
    if (is_sailor(record)) {
        sailor *person = sailor_store_edit(s->sailors, NAMES[record], &err);
        write_sailor(person, *to);
        return person;
    }
    chore *task = chore_store_edit(s->chores, id_of(record), &err);
    write_chore(task, *to);
    return task;
}

/* Whether another record keeps the sailor from being deleted. */
static bool is_kept(const model *m, int person)
{
    for (int i = 0; i < PEOPLE; i++)
        if (i != person && m->records[i].is_there && has(m->records[i].fields[1], person))
            return true;
    return false;
}

static void clear_person(model *m, int person)
{
    bool gone[PEOPLE] = {false};
    gone[person] = true;
    m->records[person].is_there = false;
    for (int i = 0; i < RECORDS; i++)
        for (int field = 0; field < FIELDS; field++)
            if (is_cleared(i, field))
                m->records[i].fields[field] = without(m->records[i].fields[field], gone);
}

static void make_delete(side *s, int record)
{
    if (!is_sailor(record)) {
        assert_ok(chore_store_delete(s->chores, id_of(record), &err), err);
        s->now.records[record].is_there = false;
        return;
    }
    bool kept = is_kept(&s->now, record);
    assert_int_equal(sailor_store_delete(s->sailors, NAMES[record], &err), kept ? SDN_E_INVALID : SDN_OK);
    if (!kept)
        clear_person(&s->now, record);
}

/* Deletes a sailor while chores are under edit; their pointers are written through afterwards. */
static void make_delete_under_edit(side *s, int person)
{
    chore *open[CHORES] = {NULL};
    for (int i = 0; i < CHORES; i++)
        if (s->now.records[PEOPLE + i].is_there && draw(2) == 0)
            open[i] = make_edit(s, PEOPLE + i);
    make_delete(s, person);
    for (int i = 0; i < CHORES; i++)
        if (open[i] != NULL && draw(2) == 0) {
            s->now.records[PEOPLE + i].fields[0] = draw_sequence(&s->now, 0);
            write_chore(open[i], s->now.records[PEOPLE + i]);
        }
}

static bool may_insert(int record, int not_here)
{
    int last = is_sailor(record) ? PEOPLE : RECORDS;
    return not_here == 0 || record == last - (3 - not_here);
}

/* `not_here`: OURS_ALONE or THEIRS_ALONE, what the other side inserts; 0: everything may be inserted. */
static void make_change(side *s, int not_here)
{
    int record = (int)draw(RECORDS);
    if (!s->now.records[record].is_there) {
        if (may_insert(record, not_here))
            make_insert(s, record);
    } else if (draw(3) > 0) {
        (void)make_edit(s, record);
    } else if (is_sailor(record) && draw(2) == 0) {
        make_delete_under_edit(s, record);
    } else {
        make_delete(s, record);
    }
}

/* ---- one program ---- */

static side open_side(sdn_conflict_policy policy)
{
    sdn_options options = sdn_options_default();
    options.durability = SDN_ATOMIC;
    options.on_conflict = policy;
    know_table(&chore_record_type);
    sdn_file *file = sdn_file_open(place.uri, &options, &err);
    assert_non_null(file);
    side s = {.file = file};
    if (draw(2) == 0) /* either table may be merged first */
        s.sailors = sailor_store_in_file(file, &err);
    s.chores = chore_store_in_file(file, &err);
    s.sailors = sailor_store_in_file(file, &err);
    return s;
}

static void live(void)
{
    forget_store();
    side s = open_side(SDN_ON_CONFLICT_FAIL);
    for (int i = 0; i < 60; i++) {
        make_change(&s, 0);
        if (draw(4) == 0)
            assert_holds(&s, &s.now);
        if (draw(12) == 0) {
            sdn_file_rollback(s.file);
            s.now = s.loaded;
            assert_holds(&s, &s.now);
        }
        if (draw(8) == 0) {
            assert_ok(sdn_file_save(s.file, &err), err);
            s.loaded = s.now;
            assert_holds(&s, &s.now);
            side other = open_side(SDN_ON_CONFLICT_FAIL);
            assert_holds(&other, &s.now);
            sdn_file_close(other.file);
        }
    }
    sdn_file_close(s.file);
}

/* ---- merges ---- */

typedef struct merge {
    const model *base, *theirs, *ours;
    model merged;
    bool gone[PEOPLE]; /* deleted here */
    bool ours_wins;
    int conflicts;
} merge;

/* What a field is to the merge once references are cleared. */
static sequence cleared(const merge *m, int record, int field, sequence s)
{
    return is_cleared(record, field) ? without(s, m->gone) : s;
}

static bool is_explained(const merge *m, int record, int field, sequence base, sequence ours)
{
    return is_same(base, ours) || is_same(cleared(m, record, field, base), ours);
}

static void merge_field(merge *m, int record, int field)
{
    sequence base = m->base->records[record].fields[field], theirs = m->theirs->records[record].fields[field];
    sequence ours = m->ours->records[record].fields[field];
    if (is_explained(m, record, field, base, ours) || is_explained(m, record, field, theirs, ours))
        return;
    bool is_alike = is_same(cleared(m, record, field, theirs), cleared(m, record, field, base));
    m->conflicts += !is_alike;
    if (is_alike || m->ours_wins)
        m->merged.records[record].fields[field] = ours;
}

static void merge_record(merge *m, int record)
{
    entry base = m->base->records[record], theirs = m->theirs->records[record], ours = m->ours->records[record];
    entry *merged = &m->merged.records[record];
    bool is_edited = false;
    for (int field = 0; field < FIELDS; field++)
        is_edited = is_edited || !is_explained(m, record, field, base.fields[field], ours.fields[field]);
    if (!base.is_there && ours.is_there) {
        *merged = ours;
    } else if (base.is_there && !ours.is_there && theirs.is_there) {
        bool is_untouched = is_same_entry(base, theirs);
        m->conflicts += !is_untouched;
        merged->is_there = !is_untouched && !m->ours_wins;
    } else if (base.is_there && ours.is_there && !theirs.is_there) {
        m->conflicts += is_edited;
        if (is_edited && m->ours_wins)
            *merged = ours;
    } else if (base.is_there && ours.is_there) {
        for (int field = 0; field < FIELDS; field++)
            merge_field(m, record, field);
    }
}

static bool is_as_theirs(const merge *m, int record, int field)
{
    return m->theirs->records[record].is_there &&
           is_same(m->merged.records[record].fields[field], m->theirs->records[record].fields[field]);
}

static void clear_gone(merge *m)
{
    bool gone[PEOPLE];
    for (int person = 0; person < PEOPLE; person++)
        gone[person] = m->gone[person] && !m->merged.records[person].is_there;
    for (int i = 0; i < RECORDS; i++)
        for (int field = 0; field < FIELDS; field++)
            if (m->merged.records[i].is_there && is_cleared(i, field) && is_as_theirs(m, i, field))
                m->merged.records[i].fields[field] = without(m->merged.records[i].fields[field], gone);
}

static void merge_models(merge *m)
{
    m->merged = *m->theirs;
    for (int person = 0; person < PEOPLE; person++)
        m->gone[person] = m->base->records[person].is_there && !m->ours->records[person].is_there;
    for (int i = 0; i < RECORDS; i++)
        merge_record(m, i);
    clear_gone(m);
}

/* Whether the save accepts what is merged: changed records refer to records, and nothing refers to one that was deleted
 * by it. */
static bool is_savable(const merge *m)
{
    for (int i = 0; i < RECORDS; i++)
        for (int field = 0; field < FIELDS && m->merged.records[i].is_there; field++)
            for (int k = 0; k < m->merged.records[i].fields[field].count; k++) {
                int person = m->merged.records[i].fields[field].items[k];
                bool is_changed = !is_same_entry(m->merged.records[i], m->theirs->records[i]);
                bool was_there = m->theirs->records[person].is_there;
                if (!m->merged.records[person].is_there && (is_changed || was_there))
                    return false;
            }
    return true;
}

static void check_merged(side *mine, const side *other, merge *m)
{
    sdn_code code = sdn_file_reload(mine->file, &err);
    const sdn_conflict *list;
    assert_int_equal(sailor_store_conflicts(mine->sailors, &list) + chore_store_conflicts(mine->chores, &list),
                     m->conflicts);
    if (m->conflicts > 0 && mine->file->options.on_conflict == SDN_ON_CONFLICT_FAIL) {
        assert_int_equal(code, SDN_E_CONFLICT);
        assert_holds(mine, m->ours);
        return;
    }
    assert_ok(code, err);
    assert_holds(mine, &m->merged);
    code = sdn_file_save(mine->file, &err);
    if (!is_savable(m)) {
        assert_int_equal(code, SDN_E_INVALID);
        assert_holds(mine, &m->merged);
        sdn_file_rollback(mine->file);
        assert_holds(mine, &other->now);
        return;
    }
    assert_ok(code, err);
    assert_holds(mine, &m->merged);
}

static void merge_once(void)
{
    static const sdn_conflict_policy policies[] = {SDN_ON_CONFLICT_FAIL, SDN_ON_CONFLICT_OURS, SDN_ON_CONFLICT_THEIRS};
    forget_store();
    side first = open_side(SDN_ON_CONFLICT_FAIL);
    for (int i = 0; i < RECORDS; i++)
        if (i != PEOPLE - 1 && i != PEOPLE - 2 && i < RECORDS - 2 && draw(5) > 0)
            make_insert(&first, i);
    assert_ok(sdn_file_save(first.file, &err), err);
    side mine = open_side(policies[draw(3)]), other = open_side(SDN_ON_CONFLICT_FAIL);
    mine.now = other.now = mine.loaded = first.now;
    for (int i = (int)draw(8); i >= 0; i--)
        make_change(&mine, OURS_ALONE);
    for (int i = (int)draw(8); i >= 0; i--)
        make_change(&other, THEIRS_ALONE);
    assert_ok(sdn_file_save(other.file, &err), err);
    merge m = {.base = &first.now,
               .theirs = &other.now,
               .ours = &mine.now,
               .ours_wins = mine.file->options.on_conflict == SDN_ON_CONFLICT_OURS};
    merge_models(&m);
    check_merged(&mine, &other, &m);
    sdn_file_close(first.file);
    sdn_file_close(mine.file);
    sdn_file_close(other.file);
}

static long rounds(void)
{
    const char *asked = getenv("SDN_TEST_ROUNDS");
    return asked != NULL ? atol(asked) : place.has_tables ? 20 : 100;
}

static void random_lives_are_as_those_of_arrays(void **state)
{
    (void)state;
    seed = 22;
    for (long i = rounds() / 4; i > 0; i--)
        live();
}

static void random_merges_are_as_those_of_arrays(void **state)
{
    (void)state;
    seed = 23;
    for (long i = rounds(); i > 0; i--)
        merge_once();
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(random_lives_are_as_those_of_arrays),
        TEST_WITH_STORES(random_merges_are_as_those_of_arrays),
    };
    return run_cases(argc, argv, tests);
}
