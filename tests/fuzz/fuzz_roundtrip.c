/*
 * A fuzz target: the first line of the input is a list of calls on a file, the rest is what the file holds at first.
 *
 * A model that knows nothing of files is kept as well: the records of each table, as they were loaded, as they are
 * edited, and as another writer left them. After each save the file, opened again, must hold the records of the model,
 * field by field; each line that no edited row is part of must be in it as it was; and the save of nothing must write
 * nothing. What two writers did must combine as the model combines it. A save that fails must leave the file as it was
 * and the edits pending.
 *
 * The first byte of the list chooses the tables; each further one a call, see run_call, its choices follow it.
 */
#include "fuzz_target.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sdn/store.h>

#include "encode/row_encode.h"
#include "record/scalar.h"
#include "memory_disk.h"
#include "fuzzed_types.h"
#include "store/file.h"
#include "record/record.h"
#include "record/value.h"
#include "table/changes.h"
#include "value_maker.h"

#define PATH "x.sdn"

/* A table of more records is not tried; what others write adds entries to the models of all tables. */
enum { MOST_RECORDS = 400, MOST_ENTRIES = 2000, MOST_CALLS = 60 };

/* What a row holds besides its record. */
typedef struct row_content {
    sdn_str text;   /* without blanks around it */
    sdn_str *cells; /* per column of the table; "" where the column is a field */
    uint32_t count;
} row_content;

/* One record; each version may be NULL. `saved` and `theirs` have the same key; a record inserted here has neither,
 * also if one of its key was deleted. */
typedef struct entry {
    void *saved;  /* as loaded */
    void *now;    /* with our edits */
    void *theirs; /* as in the file, which another may have written to */
    row_content saved_row;
    row_content their_row;
    bool numbered; /* inserted here, under a key that was given automatically */
} entry;

typedef struct model {
    const sdn_record_type *type;
    sdn_store *store;
    entry entries[MOST_ENTRIES];
    size_t count;
} model;

static model models[RECORD_TYPES];
static size_t model_count;
static bool with_rules;
static sdn_arena arena; /* of all records of the models */
static sdn_buffer row_copy;
static sdn_file *file;
static bool transaction;
static bool stale; /* another writer changed the file since ours was loaded; else `theirs` is `saved` everywhere */
static sdn_conflict_policy policy;
static bool doubted; /* a fault was injected into the running call */
static unsigned others;

static void demand(bool holds, const char *what, const char *more)
{
    if (holds)
        return;
    fprintf(stderr, "broken: %s: %s\n", what, more);
    abort();
}

/* ---- the model ---- */

static void *copy_of_type(const sdn_record_type *type, const void *record)
{
    void *copy = sdn_arena_alloc(&arena, type->size);
    demand(copy != NULL && sdn_record_copy(type, copy, record, &arena) == 0, "no memory", type->name);
    return copy;
}

static void *copy_of(const model *m, const void *record)
{
    return copy_of_type(m->type, record);
}

static bool is_column_of_field(const sdn_table *table, uint32_t column)
{
    for (uint32_t i = 0; i < table->type->field_count; i++)
        if (table->columns.of_field[i] == column)
            return true;
    return false;
}

static void *space_for(size_t count, size_t size)
{
    void *space = sdn_arena_alloc(&arena, (count + 1) * size);
    demand(space != NULL, "no memory", "");
    return space;
}

static sdn_str kept(sdn_str text)
{
    sdn_str copy = sdn_arena_copy(&arena, text.ptr, text.len);
    demand(copy.ptr != NULL, "no memory", "");
    return copy;
}

static row_content row_of(sdn_table *table, uint32_t slot)
{
    sdn_str text = kept(sdn__table_copy_row(table, slot, &row_copy));
    uint32_t count = sdn__table_text_of(table)->column_count;
    uint32_t *columns = space_for(count, sizeof *columns);
    row_content r = {sdn__trimmed(text.ptr, text.ptr + text.len), space_for(count, sizeof *r.cells), count};
    sdn_cell *cells = space_for(count, sizeof *cells);
    sdn_row_reader reader = {.cells = cells, .columns = columns, .arena = &arena};
    size_t effort = text.len;
    sdn__scan_row(text.ptr, text.ptr + text.len, cells, count, count, &effort);
    for (uint32_t i = 0; i < count; i++) {
        columns[i] = i;
        r.cells[i] = SDN_STR("");
        bool read = is_column_of_field(table, i) || sdn_read_any_string(&reader, i, &r.cells[i]);
        demand(read, "no memory", "");
    }
    return r;
}

static entry *entry_in_file(model *m, const void *record);

/* Takes over what the rows hold of which the entries have the records, in file order where there is no key. */
static void learn_rows(model *m, sdn_store *store, bool are_loaded)
{
    sdn_table *table = sdn__store_table(store);
    uint32_t *slots = space_for(table->slots.live_count, sizeof *slots);
    size_t count = sdn__slots_live(&table->slots, slots);
    for (size_t i = 0, at = 0; i < count; i++) {
        while (m->type->key.field_count == 0 && at < m->count && m->entries[at].theirs == NULL)
            at++;
        entry *e = m->type->key.field_count > 0 ? entry_in_file(m, sdn__slots_record(&table->slots, slots[i]))
                                                : &m->entries[at++];
        demand(e != NULL && at <= m->count, "a row", "without its record");
        e->their_row = row_of(table, slots[i]);
        if (are_loaded)
            e->saved_row = e->their_row;
    }
}

/* Takes over what a store holds, in file order where there is no key. */
static void learn(model *m, sdn_store *store)
{
    sdn_cursor cursor = sdn_store_all(store);
    m->count = 0;
    for (const void *record; m->count < MOST_RECORDS && (record = sdn_cursor_next(&cursor)) != NULL; m->count++) {
        void *copy = copy_of(m, record);
        m->entries[m->count] = (entry){.saved = copy, .now = copy, .theirs = copy};
    }
    if (m->count < MOST_RECORDS)
        learn_rows(m, store, true);
}

static bool is_keyed(const model *m)
{
    return m->type->key.field_count > 0;
}

static bool same_key(const model *m, const void *a, const void *b)
{
    sdn_value x[SDN_INDEX_FIELDS_MAX], y[SDN_INDEX_FIELDS_MAX];
    sdn__values_of(m->type, &m->type->key, a, x);
    sdn__values_of(m->type, &m->type->key, b, y);
    return sdn__key_equal(m->type, x, y);
}

static bool is_key_field(const sdn_record_type *type, uint32_t field)
{
    for (uint32_t i = 0; i < type->key.field_count; i++)
        if (type->key.fields[i] == field)
            return true;
    return false;
}

static entry *entry_of(model *m, const void *record)
{
    for (size_t i = 0; is_keyed(m) && i < m->count; i++)
        if (m->entries[i].now != NULL && same_key(m, m->entries[i].now, record))
            return &m->entries[i];
    return NULL;
}

static const void *version_in_file(const entry *e)
{
    return e->saved != NULL ? e->saved : e->theirs;
}

/* The entry of the record that the file has or had under this key. */
static entry *entry_in_file(model *m, const void *record)
{
    for (size_t i = 0; is_keyed(m) && i < m->count; i++) {
        const void *version = version_in_file(&m->entries[i]);
        if (version != NULL && same_key(m, version, record))
            return &m->entries[i];
    }
    return NULL;
}

static entry *new_entry(model *m)
{
    demand(m->count < MOST_ENTRIES, "the model is full", m->type->name);
    m->entries[m->count] = (entry){0};
    return &m->entries[m->count++];
}

static bool is_nearly_full(void)
{
    bool full = false;
    for (size_t i = 0; i < model_count; i++)
        full = full || models[i].count >= MOST_RECORDS - 4;
    return full;
}

static size_t live(const model *m)
{
    size_t count = 0;
    for (size_t i = 0; i < m->count; i++)
        count += m->entries[i].now != NULL;
    return count;
}

/* The `nth` live entry, or NULL if there is none at all. */
static entry *pick(model *m, unsigned nth)
{
    size_t all = live(m), skip = all > 0 ? nth % all : 0;
    for (size_t i = 0; i < m->count; i++)
        if (m->entries[i].now != NULL && skip-- == 0)
            return &m->entries[i];
    return NULL;
}

static void drop_noop_edits(model *m)
{
    size_t kept = 0;
    for (size_t i = 0; i < m->count; i++) {
        void *now = m->entries[i].now;
        if (now != NULL)
            m->entries[kept++] = (entry){.saved = now, .now = now, .theirs = now};
    }
    m->count = kept;
}

static void roll_back_model(model *m)
{
    size_t kept = 0;
    for (size_t i = 0; i < m->count; i++) {
        entry e = m->entries[i];
        e.now = e.saved;
        if (e.saved != NULL || e.theirs != NULL)
            m->entries[kept++] = e;
    }
    m->count = kept;
}

/* ---- merging models ---- */

/* What becomes of an entry. */
typedef struct outcome {
    void *record; /* of theirs, in the end; NULL: none */
    bool renamed; /* it has the key that it was given here */
    bool missed;  /* renamed here, and not in the file */
    bool added;   /* ours is inserted */
} outcome;

typedef struct merging {
    model *m;
    outcome outcomes[MOST_ENTRIES];
    size_t conflicts;
} merging;

/* Counts a conflict; returns whether ours wins. */
static bool conflict(merging *g)
{
    g->conflicts++;
    return policy == SDN_ON_CONFLICT_OURS;
}

static void *with_key_of(const model *m, const void *record, const void *other)
{
    void *copy = copy_of(m, record);
    for (uint32_t i = 0; i < m->type->key.field_count; i++) {
        const sdn_field *field = &m->type->fields[m->type->key.fields[i]];
        demand(sdn__field_copy(field, copy, other, &arena) == 0, "no memory", m->type->name);
    }
    return copy;
}

static void *merge_record(merging *g, const entry *e)
{
    const model *m = g->m;
    void *merged = copy_of(m, e->theirs);
    for (uint32_t i = 0; i < m->type->field_count; i++) {
        const sdn_field *field = &m->type->fields[i];
        if (sdn__field_equal(field, e->now, e->saved) || sdn__field_equal(field, e->now, e->theirs))
            continue;
        bool ours = sdn__field_equal(field, e->theirs, e->saved) || conflict(g);
        demand(sdn__field_copy(field, merged, ours ? e->now : e->theirs, &arena) == 0, "no memory", m->type->name);
    }
    return merged;
}

static sdn_str cell_of(const row_content *r, uint32_t column)
{
    return column < r->count ? r->cells[column] : SDN_STR("");
}

static bool same_cells(const entry *e)
{
    uint32_t count = e->saved_row.count > e->their_row.count ? e->saved_row.count : e->their_row.count;
    for (uint32_t i = 0; i < count; i++)
        if (!sdn_str_equal(cell_of(&e->saved_row, i), cell_of(&e->their_row, i)))
            return false;
    return true;
}

/* Whether the number was given to another record: no column that held something holds the same now. */
static bool is_another(const model *m, const entry *e)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    size_t held = 0, left = 0;
    sdn__values_of(m->type, &m->type->key, e->saved, key);
    if ((m->type->flags & SDN_RECORD_KEY_AUTO) == 0 || sdn__key_number(m->type, key) == 0)
        return false;
    for (uint32_t i = 0; i < m->type->field_count; i++) {
        const sdn_field *field = &m->type->fields[i];
        bool counts = !is_key_field(m->type, i) && !sdn__field_equal(field, e->saved, m->type->defaults);
        held += counts;
        left += counts && sdn__field_equal(field, e->saved, e->theirs);
    }
    for (uint32_t i = 0; i < e->saved_row.count; i++) {
        held += e->saved_row.cells[i].len > 0;
        left += e->saved_row.cells[i].len > 0 && sdn_str_equal(e->saved_row.cells[i], cell_of(&e->their_row, i));
    }
    return held > 0 && left == 0;
}

/* The entry inserted here under the key of one that was deleted, or NULL. */
static const entry *inserted_again(const model *m, const entry *deleted)
{
    for (size_t i = 0; i < m->count; i++) {
        const entry *e = &m->entries[i];
        if (version_in_file(e) == NULL && e->now != NULL && same_key(m, e->now, deleted->saved))
            return e;
    }
    return NULL;
}

/* One record that both inserted, unless they only hit on one number. */
static bool is_one_insert(const model *m, const entry *ours, const void *theirs)
{
    return ours != NULL && !ours->numbered && sdn_record_equal(m->type, ours->now, theirs);
}

static void merge_deletion(merging *g, const entry *e, outcome *o)
{
    const model *m = g->m;
    const entry *again = inserted_again(m, e);
    if (e->theirs == NULL || (sdn_record_equal(m->type, e->theirs, e->saved) && same_cells(e)))
        return;
    if (!is_one_insert(m, again, e->theirs) && conflict(g))
        return;
    o->record = e->theirs;
    if (again != NULL)
        g->outcomes[again - m->entries].added = false;
}

static void merge_edit(merging *g, const entry *e, outcome *o)
{
    const model *m = g->m;
    bool moved = !same_key(m, e->now, e->saved);
    if (e->theirs == NULL) {
        o->missed = moved;
        o->added = !moved && conflict(g);
    } else if (is_another(m, e)) {
        bool ours = conflict(g);
        o->record = ours ? e->now : e->theirs;
        o->renamed = ours && moved;
    } else {
        o->record = merge_record(g, e);
        o->renamed = moved;
    }
}

static void merge_loaded(merging *g, const entry *e, outcome *o)
{
    if (e->saved == NULL || (e->now != NULL && sdn_record_equal(g->m->type, e->now, e->saved)))
        o->record = e->theirs;
    else if (e->now == NULL)
        merge_deletion(g, e, o);
    else
        merge_edit(g, e, o);
}

/* Their record that has our record's key, but for `self`; while keys are given, one without `renamed`. */
static outcome *holder(merging *g, const void *ours, const outcome *self, bool in_the_end)
{
    for (size_t i = 0; i < g->m->count; i++) {
        outcome *o = &g->outcomes[i];
        if (o != self && o->record != NULL && (in_the_end || !o->renamed) && same_key(g->m, o->record, ours))
            return o;
    }
    return NULL;
}

/* A renamed record whose new key another one keeps: that one goes, or this one stays under its old key. */
static bool give_key(merging *g, const entry *e, outcome *o)
{
    outcome *other = o->renamed ? holder(g, e->now, o, false) : NULL;
    if (other == NULL)
        return false;
    if (conflict(g)) {
        other->record = NULL;
        return false;
    }
    o->record = with_key_of(g->m, o->record, e->theirs);
    o->renamed = false;
    return true;
}

static void give_keys(merging *g)
{
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < g->m->count; i++)
            again = give_key(g, &g->m->entries[i], &g->outcomes[i]) || again;
    }
}

/* Renamed here and gone there: the other side may have given it the same key. */
static void find_missed(merging *g, const entry *e, outcome *o)
{
    const outcome *other = o->missed ? holder(g, e->now, o, true) : NULL;
    if (o->missed && (other == NULL || !sdn_record_equal(g->m->type, other->record, e->now)))
        o->added = conflict(g);
}

static void merge_insertion(merging *g, const entry *e, outcome *o)
{
    outcome *other = o->added ? holder(g, e->now, o, true) : NULL;
    if (other == NULL)
        return;
    o->added = false;
    if (!is_one_insert(g->m, e, other->record) && conflict(g))
        other->record = e->now;
}

static void merge_keyed(merging *g)
{
    const model *m = g->m;
    for (size_t i = 0; i < m->count; i++)
        if (version_in_file(&m->entries[i]) != NULL)
            merge_loaded(g, &m->entries[i], &g->outcomes[i]);
    give_keys(g);
    for (size_t i = 0; i < m->count; i++)
        find_missed(g, &m->entries[i], &g->outcomes[i]);
    for (size_t i = 0; i < m->count; i++)
        merge_insertion(g, &m->entries[i], &g->outcomes[i]);
}

/* A deleted row is the first one of its text, in a file that was read again. */
static void merge_log_deletion(merging *g, size_t deleted)
{
    const model *m = g->m;
    for (size_t i = 0; i < m->count; i++) {
        if (g->outcomes[i].record == NULL || m->entries[i].theirs == NULL ||
            !(stale ? sdn_str_equal(m->entries[i].their_row.text, m->entries[deleted].saved_row.text) : i == deleted))
            continue;
        g->outcomes[i].record = NULL;
        return;
    }
}

static void merge_log(merging *g)
{
    const model *m = g->m;
    for (size_t i = 0; i < m->count; i++)
        g->outcomes[i].record = m->entries[i].theirs;
    for (size_t i = 0; i < m->count; i++)
        if (m->entries[i].saved != NULL && m->entries[i].now == NULL)
            merge_log_deletion(g, i);
}

/* Replaces the edits by what they are on top of what another wrote; returns the number of conflicts. */
static size_t merge_model(model *m)
{
    static entry added[MOST_ENTRIES];
    static merging g;
    size_t kept = 0, added_count = 0;
    g = (merging){.m = m};
    for (size_t i = 0; i < m->count; i++)
        g.outcomes[i].added = version_in_file(&m->entries[i]) == NULL && m->entries[i].now != NULL;
    if (is_keyed(m))
        merge_keyed(&g);
    else
        merge_log(&g);
    for (size_t i = 0; i < m->count; i++) {
        const entry e = m->entries[i];
        if (g.outcomes[i].added)
            added[added_count++] = (entry){.now = e.now, .numbered = e.numbered};
        if (e.theirs != NULL)
            m->entries[kept++] = (entry){e.theirs, g.outcomes[i].record, e.theirs, e.their_row, e.their_row, false};
    }
    memcpy(m->entries + kept, added, added_count * sizeof *added); /* records without key: after theirs */
    m->count = kept + added_count;
    return g.conflicts;
}

typedef struct merged_models {
    model models[RECORD_TYPES];
    size_t conflicts[RECORD_TYPES];
    bool fail; /* the policy decides nothing */
} merged_models;

static void merge_models(merged_models *merged)
{
    merged->fail = false;
    for (size_t i = 0; i < model_count; i++) {
        merged->models[i] = models[i];
        merged->conflicts[i] = merge_model(&merged->models[i]);
        merged->fail = merged->fail || (policy == SDN_ON_CONFLICT_FAIL && merged->conflicts[i] > 0);
    }
}

static void adopt_merged(const merged_models *merged)
{
    for (size_t i = 0; i < model_count; i++)
        models[i] = merged->models[i];
    stale = false;
}

static void compare_conflicts(const merged_models *merged)
{
    const sdn_conflict *list;
    for (size_t i = 0; i < model_count; i++)
        demand(sdn_store_conflicts(models[i].store, &list) == merged->conflicts[i], "merged", "other conflicts");
}

static bool model_is_changed(const model *m)
{
    for (size_t i = 0; i < m->count; i++) {
        const entry *e = &m->entries[i];
        if ((e->saved != NULL) != (e->now != NULL) || (e->now != NULL && !sdn_record_equal(m->type, e->now, e->saved)))
            return true;
    }
    return false;
}

/* What the store has other than the model, or NULL. Records without key are in the order they were added. */
static const char *difference(model *m, const sdn_store *store)
{
    size_t at = 0, seen = 0;
    sdn_cursor cursor = sdn_store_all(store);
    for (const void *record; (record = sdn_cursor_next(&cursor)) != NULL; seen++) {
        entry *e = entry_of(m, record);
        while (!is_keyed(m) && at < m->count && m->entries[at].now == NULL)
            at++;
        if (!is_keyed(m) && at < m->count)
            e = &m->entries[at++];
        if (e == NULL)
            return "a record too many";
        if (!sdn_record_equal(m->type, e->now, record))
            return "a record differs";
    }
    return seen == live(m) && seen == sdn_store_count(store) ? NULL : "a record is missing";
}

static void compare(model *m, const sdn_store *store, const char *when)
{
    const char *found = difference(m, store);
    demand(found == NULL, when, found);
}

/* ---- opening ---- */

static sdn_options quick(void)
{
    sdn_options options = sdn_options_default();
    options.ignore_checksum = true;
    options.on_conflict = policy;
    options.durability = others % 2 == 0 ? SDN_ATOMIC : SDN_DURABLE;
    return options;
}

static sdn_file *open_stores(sdn_store *stores[RECORD_TYPES])
{
    sdn_options options = quick();
    sdn_file *opened = sdn_file_open(PATH, &options, NULL);
    for (size_t i = 0; opened != NULL && i < model_count; i++) {
        stores[i] = sdn_file_store(opened, models[i].type, NULL);
        if (stores[i] == NULL) {
            sdn_file_close(opened);
            return NULL;
        }
    }
    return opened;
}

/* The models become what the file holds. */
static void learn_again(void)
{
    sdn_store *stores[RECORD_TYPES];
    sdn_file *fresh = open_stores(stores);
    demand(fresh != NULL, "opening again", "the file is refused");
    for (size_t i = 0; i < model_count; i++)
        learn(&models[i], stores[i]);
    sdn_file_close(fresh);
    stale = false;
}

/* Drops what is pending and continues with what the file holds. */
static void give_up(void)
{
    sdn_error err = {0};
    sdn_file_rollback(file);
    transaction = false;
    demand(sdn_file_reload(file, &err) == SDN_OK, "reload", err.message);
    learn_again();
}

static void compare_all(const char *when)
{
    for (size_t i = 0; i < model_count; i++)
        compare(&models[i], models[i].store, when);
}

/* A save that merged, perhaps, before it failed; what is pending is dropped. */
static void give_up_merged(merged_models *merged)
{
    bool before = true, after = true;
    for (size_t i = 0; i < model_count; i++) {
        before = before && difference(&models[i], models[i].store) == NULL;
        after = after && difference(&merged->models[i], models[i].store) == NULL;
    }
    demand(before || after, "a save that failed", "neither merged nor as it was");
    give_up();
}

/* The problems that a store lists are those that are found when the file is opened again, at the same places. */
static void compare_problems(const sdn_store *store, const sdn_store *fresh, size_t count)
{
    const sdn_problem *list, *expected;
    demand(sdn_store_problems(fresh, &expected) == count, "opened again", "other problems than before");
    demand(sdn_store_problems(store, &list) == count, "saved", "other problems than before");
    for (size_t i = 0; i < count; i++)
        demand(list[i].line == expected[i].line && list[i].column == expected[i].column &&
                   strcmp(list[i].message, expected[i].message) == 0,
               "a problem is elsewhere", expected[i].message);
}

static void compare_fresh(const size_t problems[RECORD_TYPES])
{
    sdn_store *stores[RECORD_TYPES];
    sdn_file *fresh = open_stores(stores);
    demand(fresh != NULL, "opening again", "the file is refused");
    for (size_t i = 0; i < model_count; i++) {
        compare(&models[i], stores[i], "opened again");
        compare_problems(models[i].store, stores[i], problems[i]);
        learn_rows(&models[i], stores[i], true);
    }
    sdn_file_close(fresh);
}

/* ---- lines that must stay ---- */

typedef struct lines {
    char *bytes; /* the file, each line that may go struck out */
    bool *gone;  /* per byte: of a row that was edited or deleted, or of a header line that may change */
    size_t len;
    size_t may_appear;              /* lines that may be new */
    uint32_t columns[RECORD_TYPES]; /* of each table, 0: not there; a column more changes every row */
} lines;

static void strike(lines *l, size_t start, size_t len)
{
    demand(start <= l->len && len <= l->len - start, "a row is not in the file", "it reaches beyond its end");
    for (size_t i = start; i < start + len; i++) {
        l->gone[i] = true;
        l->may_appear += l->bytes[i] == '\n';
    }
    l->may_appear++;
}

/* One more than the table has columns, which may be none; 0: the file lacks the table. */
static uint32_t column_count(const sdn_table *table)
{
    return table->columns.position != SDN_NO_TABLE ? sdn__table_text_of(table)->column_count + 1 : 0;
}

static bool columns_were_added(const lines *l)
{
    const sdn_image *image = sdn__store_image(models[0].store);
    for (size_t i = 0; i < image->table_count; i++)
        if (l->columns[i] != 0 && l->columns[i] != column_count(image->tables[i]))
            return true;
    return false;
}

/* The position in the file of a text that the image views. */
static size_t offset_in_file(const sdn_pieces *saved, const char *at)
{
    size_t before = 0;
    sdn_pieces_walk walk = sdn__pieces_start(saved);
    for (sdn_str piece; (piece = sdn__pieces_here(&walk)).ptr != NULL; sdn__pieces_next(&walk)) {
        /* Not at the end of a piece: what follows it in memory may be elsewhere in the file. */
        if ((uintptr_t)at >= (uintptr_t)piece.ptr && (uintptr_t)at < (uintptr_t)(piece.ptr + piece.len))
            return before + (size_t)(at - piece.ptr);
        before += piece.len;
    }
    demand(false, "a row is not in the file", "");
    return 0;
}

static void strike_table(lines *l, sdn_table *table, const sdn_pieces *saved)
{
    if (!sdn__table_changed(table))
        return;
    l->may_appear +=
        table->slots.changes.count + 3; /* new rows; of a new table also a blank line, a header, a line end */
    if (table->columns.position == SDN_NO_TABLE)
        return;
    const sdn_table_text *text = sdn__table_text_of(table);
    if (text->inline_row)
        strike(l, offset_in_file(saved, text->header.start), (size_t)(text->header.end - text->header.start));
    for (size_t i = 0; i < table->slots.changes.count; i++) {
        uint32_t slot = table->slots.changes.items[i].slot;
        if ((table->slots.rows[slot].flags & SDN_ROW_NEW) != 0 ||
            !sdn__slots_is_changed(&table->slots, &table->slots.changes.items[i]))
            continue;
        sdn_str row = sdn__table_row_text(table, slot);
        strike(l, offset_in_file(saved, row.ptr), row.len);
    }
}

static lines note_lines(void)
{
    sdn_str old = memory_disk_get(PATH);
    lines l = {malloc(old.len + 1), calloc(old.len + 1, sizeof(bool)), old.len, 2, {0}};
    demand(l.bytes != NULL && l.gone != NULL, "no memory", "");
    if (old.len > 0)
        memcpy(l.bytes, old.ptr, old.len);
    l.bytes[old.len] = '\0';
    sdn_image *image = sdn__store_image(models[0].store);
    (void)sdn_file_changed(file); /* flushes open records */
    for (size_t i = 0; i < image->table_count; i++) {
        l.columns[i] = column_count(image->tables[i]);
        strike_table(&l, image->tables[i], &image->pieces);
    }
    if (image->document.len == 0)
        strike(&l, 0, l.len); /* a byte order mark stays, but not as a line of its own */
    if (l.len >= 11 && memcmp(l.bytes, "#sdn-crc32:", 11) == 0)
        strike(&l, 0, 11);
    return l;
}

static void drop_lines(lines *l)
{
    free(l->bytes);
    free(l->gone);
}

static sdn_str line_of(const char *bytes, size_t len, size_t at)
{
    const char *newline = memchr(bytes + at, '\n', len - at);
    return (sdn_str){bytes + at, newline != NULL ? (size_t)(newline - bytes) - at : len - at};
}

/* An empty line, which a row may hold within quotes, shows its line end. */
static bool is_struck(const lines *l, size_t start, size_t len)
{
    for (size_t i = start; i < start + (len > 0 ? len : 1); i++)
        if (l->gone[i])
            return true;
    return false;
}

static bool same_line(sdn_str a, sdn_str b)
{
    a.len -= a.len > 0 && a.ptr[a.len - 1] == '\r';
    b.len -= b.len > 0 && b.ptr[b.len - 1] == '\r';
    return sdn_str_equal(a, b);
}

/* Every line that was not struck out is there, in order, and not many more are. */
static void check_lines(const lines *l)
{
    sdn_str now = memory_disk_get(PATH);
    size_t at = 0, more = 0;
    if (columns_were_added(l))
        return;
    for (size_t old = 0; old < l->len;) {
        sdn_str line = line_of(l->bytes, l->len, old);
        if (!is_struck(l, old, line.len)) {
            for (;; more++) {
                demand(at < now.len, "a line is gone that was not edited", l->bytes + old);
                sdn_str found = line_of(now.ptr, now.len, at);
                at += found.len + 1;
                if (same_line(line, found))
                    break;
            }
        }
        old += line.len + 1;
    }
    for (; at < now.len; more++)
        at += line_of(now.ptr, now.len, at).len + 1;
    demand(more <= l->may_appear, "more lines than were edited", now.ptr);
}

/* ---- saving ---- */

static size_t note_problems(size_t problems[RECORD_TYPES])
{
    size_t all = 0;
    const sdn_problem *list;
    for (size_t i = 0; i < model_count; i++)
        all += problems[i] = sdn_store_problems(models[i].store, &list);
    return all;
}

static bool is_open_table(size_t position)
{
    const sdn_image *image = sdn__store_image(models[0].store);
    for (size_t i = 0; i < image->table_count; i++)
        if (image->tables[i]->columns.position == position)
            return true;
    return false;
}

/* Whether there is a quote outside of the tables that are read. Left open, it may reach into what a save adds after it.
 * */
static bool quote_outside_tables(void)
{
    const sdn_document *d = &sdn__store_image(models[0].store)->document;
    const char *at = d->bytes, *end = d->bytes + d->len;
    for (size_t i = 0; i < d->table_count; i++) {
        const char *start = d->tables[i].header.start;
        if (!is_open_table(i))
            continue;
        if (at < start && memchr(at, '"', (size_t)(start - at)) != NULL)
            return true;
        at = d->tables[i].rows_end;
    }
    return at < end && memchr(at, '"', (size_t)(end - at)) != NULL;
}

/* Whether a line has a quote without its fellow, in a bare cell: it may pair with one that an edit brings. */
static bool odd_quotes_on_a_line(void)
{
    sdn_str text = memory_disk_get(PATH);
    bool odd = false;
    for (size_t i = 0; i < text.len && !(odd && text.ptr[i] == '\n'); i++)
        odd = text.ptr[i] == '\n' ? false : odd != (text.ptr[i] == '"');
    return odd;
}

/* Whether a line of the file starts with seven `<` or more, followed by nothing or a blank. */
static bool has_marker(void)
{
    sdn_str text = memory_disk_get(PATH);
    for (size_t at = 0; at < text.len; at += line_of(text.ptr, text.len, at).len + 1) {
        sdn_str line = line_of(text.ptr, text.len, at);
        bool marked = at == 0 && line.len > 2 && memcmp(line.ptr, "\xEF\xBB\xBF", 3) == 0;
        size_t count = marked ? 3 : 0, first = count;
        while (count < line.len && line.ptr[count] == '<')
            count++;
        if (count - first >= 7 && (count == line.len || line.ptr[count] == ' ' || line.ptr[count] == '\r'))
            return true;
    }
    return false;
}

/* Whether the file, as it was read last, has a conflict of git. */
static bool is_in_conflict(void)
{
    return sdn__store_image(models[0].store)->document.conflict_count > 0;
}

/* Only a conflict, what cannot be read, or a rule may keep edits from being saved. */
static void check_refusal(sdn_code code, const sdn_error *err, size_t problems, const merged_models *merged)
{
    demand(err->code == code, "an error of another code", err->message);
    if (doubted)
        return;
    bool unsure = problems > 0 || with_rules || quote_outside_tables() || odd_quotes_on_a_line();
    if (code == SDN_E_SYNTAX && has_marker())
        return;
    bool refused = code == SDN_E_INVALID && !merged->fail && unsure;
    demand(refused || (code == SDN_E_CONFLICT && merged->fail), "a save that fails", err->message);
    if (code == SDN_E_CONFLICT)
        compare_conflicts(merged);
}

static void check_saved(const lines *l, const size_t problems[RECORD_TYPES], const merged_models *merged)
{
    uint64_t version;
    bool was_stale = stale;
    demand(!merged->fail, "a save", "in spite of conflicts");
    demand(!is_in_conflict(), "a save", "in spite of a conflict of git");
    compare_conflicts(merged);
    adopt_merged(merged);
    for (size_t i = 0; i < model_count; i++)
        drop_noop_edits(&models[i]);
    compare_all("saved");
    compare_fresh(problems);
    sdn_str written = memory_disk_get(PATH);
    demand(sdn__pieces_equal(&sdn__store_image(models[0].store)->pieces, written.ptr, written.len), "saved",
           "the pieces are not the file");
    if (!was_stale)
        check_lines(l);
    version = memory_disk_version(PATH);
    demand(!sdn_file_changed(file) && (transaction || sdn_file_save(file, NULL) == SDN_OK) &&
               memory_disk_version(PATH) == version,
           "save", "wrote without a change");
}

static void save(bool commit)
{
    static merged_models merged;
    size_t problems[RECORD_TYPES], all = note_problems(problems);
    sdn_error err = {0};
    bool pending = sdn_file_changed(file);
    uint64_t version = memory_disk_version(PATH);
    lines l = stale ? (lines){0} : note_lines(); /* the rows that are edited are where they were loaded from */
    merge_models(&merged);
    sdn_code code = commit ? sdn_file_commit(file, &err) : sdn_file_save(file, &err);
    memory_disk_fail(0, 0);
    transaction = transaction && !commit;
    if (code == SDN_OK || code == SDN_W_NOT_DURABLE) {
        demand(pending || memory_disk_version(PATH) == version, "save", "wrote without a change");
        if (pending)
            check_saved(&l, problems, &merged);
    } else {
        demand(memory_disk_version(PATH) == version, "a save that failed", "wrote");
        demand(sdn_file_changed(file) == pending || (stale && !merged.fail), "a save that failed", "lost the edits");
        check_refusal(code, &err, all, &merged);
        if (stale && !merged.fail && code != SDN_E_SYNTAX)
            give_up_merged(&merged);
        compare_all("save that failed");
    }
    drop_lines(&l);
}

/* ---- calls ---- */

/* The row that was cached for a new record was compared with it cell by cell, where the encoder put the cells. Scanned
 * as a row of the file it must give the same record. */
static void require_cached_row(const model *m, const void *record)
{
    const sdn_table *table = m->store->file->image->tables[m->store->number];
    uint32_t slot = sdn__table_slot_of(table, record);
    bool same = false;
    demand(slot != SDN_NO_SLOT, "insert", "a record that is in no slot");
    if (!sdn__row_is_cached(&table->slots.rows[slot]))
        return;
    sdn_buffer copy = SDN_BUFFER_INIT;
    sdn__row_readback_compare(&table->encoder->readback, &table->encoder->columns,
                              sdn__table_copy_row(table, slot, &copy), record, &same, NULL);
    sdn__buffer_release(&copy);
    demand(same, "insert", "a cached row that does not read back");
}

static void insert(model *m, choices *from, bool put)
{
    sdn_error err = {0};
    void *values = sdn_arena_alloc(&arena, m->type->size);
    demand(values != NULL, "no memory", "");
    make_record(from, m->type, values, &arena);
    entry *e = pick(m, choose(from));
    if (put && e != NULL && is_keyed(m) && choose(from) % 2 == 0) {
        for (uint32_t i = 0; i < m->type->key.field_count; i++) {
            const sdn_field *field = &m->type->fields[m->type->key.fields[i]];
            size_t size = sdn__scalar_of(field)->size;
            memcpy((char *)values + field->offset, (const char *)e->now + field->offset, size);
        }
    }
    normalise(m->type, values);
    e = entry_of(m, values);
    const void *made = put ? sdn_store_put(m->store, values, &err) : sdn_store_insert(m->store, values, &err);
    if (made == NULL) {
        demand(doubted || err.code == SDN_E_EXISTS || err.code == SDN_E_INVALID || err.code == SDN_E_LIMIT, "insert",
               err.message);
        return;
    }
    if (!put)
        e = entry_of(m, made); /* a key of 0 asked for another one, also where a row has it */
    demand(put || e == NULL, "insert", "a key that is there already");
    demand(e == NULL || sdn_record_equal(m->type, made, values), "put", "another record than given");
    if (e == NULL) {
        require_cached_row(m, made);
        e = new_entry(m);
        e->numbered = (m->type->flags & SDN_RECORD_KEY_AUTO) != 0 && !same_key(m, values, made);
    }
    e->now = copy_of(m, made);
}

static void edit(model *m, choices *from)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    sdn_error err = {0};
    entry *e = pick(m, choose(from));
    uint32_t field = choose(from) % m->type->field_count;
    if (!is_keyed(m) || e == NULL || is_key_field(m->type, field))
        return;
    sdn__values_of(m->type, &m->type->key, e->now, key);
    void *record = sdn_store_edit(m->store, key, &err);
    const sdn_problem *problems;
    if (record == NULL && err.code == SDN_E_INVALID && sdn_store_problems(m->store, &problems) > 0)
        return; /* another row has the key too */
    demand(record != NULL, "edit", err.message);
    void *normal = copy_of(m, record); /* what an edit before this one wrote is looked at by the next other call */
    normalise(m->type, normal);
    demand(sdn_record_equal(m->type, normal, e->now), "edit", "another record than the model's");
    make_value(from, m->type, field, record, &arena);
    e->now = copy_of(m, record);
    normalise(m->type, e->now);
}

static void delete (model *m, choices *from)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    sdn_error err = {0};
    entry *e = pick(m, choose(from));
    if (!is_keyed(m) || e == NULL)
        return;
    sdn__values_of(m->type, &m->type->key, e->now, key);
    sdn_code code = sdn_store_delete(m->store, key, &err);
    demand(code == SDN_OK || code == SDN_E_INVALID, "delete", err.message);
    if (code == SDN_OK)
        e->now = NULL;
}

static void delete_by_cursor(model *m, choices *from)
{
    sdn_error err = {0};
    size_t count = live(m), left = count > 0 ? choose(from) % count + 1 : 0;
    entry *e = is_keyed(m) || left == 0 ? NULL : pick(m, (unsigned)left - 1);
    sdn_cursor cursor = sdn_store_all(m->store);
    const void *record = NULL;
    for (; left > 0; left--)
        record = sdn_cursor_next(&cursor);
    if (record != NULL && is_keyed(m))
        e = entry_of(m, record);
    sdn_code code = sdn_cursor_delete(&cursor, m->store, &err);
    demand(code == (e == NULL ? SDN_E_MISUSE : SDN_OK) || (e != NULL && code == SDN_E_INVALID), "delete", err.message);
    if (code == SDN_OK)
        e->now = NULL;
}

/* To a key that is or was in use, or to any. */
static void rename_record(model *m, choices *from)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX], new_key[SDN_INDEX_FIELDS_MAX];
    sdn_error err = {0};
    entry *e = pick(m, choose(from));
    uint8_t way = choose(from);
    if (!is_keyed(m) || e == NULL)
        return;
    const entry *other = &m->entries[way / 2 % m->count];
    void *values = copy_of(m, m->type->defaults);
    if (way % 2 == 0)
        for (uint32_t i = 0; i < m->type->key.field_count; i++)
            make_value(from, m->type, m->type->key.fields[i], values, &arena);
    else if (version_in_file(other) != NULL)
        values = copy_of(m, version_in_file(other));
    sdn__values_of(m->type, &m->type->key, e->now, key);
    sdn__values_of(m->type, &m->type->key, values, new_key);
    sdn_code code = sdn_store_rename(m->store, key, new_key, &err);
    demand(code == SDN_OK || code == SDN_E_EXISTS || code == SDN_E_INVALID, "rename", err.message);
    if (code != SDN_OK || same_key(m, e->now, values))
        return;
    demand(entry_of(m, values) == NULL, "rename", "to a key that is there already");
    e->now = with_key_of(m, e->now, values);
    e->numbered = false;
}

static void roll_back(void)
{
    sdn_file_rollback(file);
    transaction = false;
    for (size_t i = 0; i < model_count; i++)
        roll_back_model(&models[i]);
    compare_all("rolled back");
    demand(!sdn_file_changed(file), "rolled back", "still changed");
}

/* begin or reload: afterwards the store is the file and the edits, unless those were in conflict. */
static void update(bool begin)
{
    static merged_models merged;
    sdn_error err = {0};
    if (begin && transaction)
        return;
    merge_models(&merged);
    sdn_code code = begin ? sdn_file_begin(file, &err) : sdn_file_reload(file, &err);
    memory_disk_fail(0, 0);
    if (code != SDN_OK) {
        demand(doubted || (merged.fail && code == SDN_E_CONFLICT) || (code == SDN_E_SYNTAX && has_marker()),
               "begin or reload", err.message);
        compare_all("not up to date");
        return;
    }
    transaction = transaction || begin;
    demand(!merged.fail, "begin or reload", "in spite of conflicts");
    demand(!begin || !is_in_conflict(), "begin", "in spite of a conflict of git");
    compare_conflicts(&merged);
    if (stale)
        adopt_merged(&merged);
    compare_all("up to date");
    bool changed = false;
    for (size_t i = 0; i < model_count; i++)
        changed = changed || model_is_changed(&models[i]);
    demand(sdn_file_changed(file) == changed, "up to date", changed ? "edits are lost" : "changed by itself");
}

/* ---- another writer ---- */

/* Records without key stay as they are, and more come after them. */
static void learn_theirs(model *m, sdn_store *store)
{
    sdn_cursor cursor = sdn_store_all(store);
    size_t known = 0;
    for (size_t i = 0; i < m->count; i++) {
        known += !is_keyed(m) && m->entries[i].theirs != NULL;
        if (is_keyed(m))
            m->entries[i].theirs = NULL;
    }
    for (const void *record; (record = sdn_cursor_next(&cursor)) != NULL;) {
        if (known > 0) {
            known--;
            continue;
        }
        entry *e = entry_in_file(m, record);
        e = e != NULL ? e : new_entry(m);
        e->theirs = copy_of(m, record);
    }
    learn_rows(m, store, false);
}

/* The key of the `nth` record of a store with one. */
static bool pick_theirs(const sdn_store *store, unsigned nth, sdn_value key[SDN_INDEX_FIELDS_MAX])
{
    sdn_cursor cursor = sdn_store_all(store);
    const void *record = NULL;
    size_t count = sdn_store_count(store);
    for (size_t left = count > 0 ? nth % count + 1 : 0; left > 0; left--)
        record = sdn_cursor_next(&cursor);
    if (record != NULL)
        sdn__values_of(store->type, &store->type->key, record, key);
    return record != NULL && store->type->key.field_count > 0;
}

static void edit_theirs(sdn_store *store, const sdn_value *key, choices *from)
{
    uint32_t field = choose(from) % store->type->field_count;
    void *record = is_key_field(store->type, field) ? NULL : sdn_store_edit(store, key, NULL);
    if (record != NULL)
        make_value(from, store->type, field, record, &arena);
}

static void rename_theirs(sdn_store *store, const sdn_value *key, void *values, choices *from)
{
    sdn_value new_key[SDN_INDEX_FIELDS_MAX];
    for (uint32_t i = 0; i < store->type->key.field_count; i++)
        make_value(from, store->type, store->type->key.fields[i], values, &arena);
    sdn__values_of(store->type, &store->type->key, values, new_key);
    sdn_store_rename(store, key, new_key, NULL);
}

/* What fails, fails. */
static void change_theirs(sdn_store *store, choices *from)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    void *values = copy_of_type(store->type, store->type->defaults);
    uint8_t way = choose(from) % 5;
    if (way == 1)
        make_record(from, store->type, values, &arena);
    if (way < 2)
        sdn_store_insert(store, values, NULL);
    else if (!pick_theirs(store, choose(from), key))
        return;
    else if (way == 2)
        sdn_store_delete(store, key, NULL);
    else if (way == 3)
        edit_theirs(store, key, from);
    else
        rename_theirs(store, key, values, from);
}

/* Another process changes a record or two, under the lock. */
static void write_elsewhere(model *m, choices *from)
{
    sdn_store *stores[RECORD_TYPES];
    if (transaction || is_nearly_full())
        return;
    sdn_file *other = open_stores(stores);
    if (other == NULL)
        return;
    sdn_store *theirs = stores[m - models];
    others++;
    for (int left = 1 + choose(from) % 3; left > 0; left--)
        change_theirs(theirs, from);
    bool changed = sdn_file_changed(other);
    if (changed && sdn_file_save(other, NULL) == SDN_OK) {
        stale = true;
        learn_theirs(m, theirs);
    }
    sdn_file_close(other);
}

/* An editor adds a comment, without any lock. */
static void edit_elsewhere(choices *from)
{
    static const char comment[] = "# a comment\n";
    sdn_str old = memory_disk_get(PATH);
    char *bytes = malloc(old.len + sizeof comment);
    demand(bytes != NULL, "no memory", "");
    if (old.len > 0)
        memcpy(bytes, old.ptr, old.len);
    memcpy(bytes + old.len, comment, sizeof comment - 1);
    bool ends = old.len > 0 && old.ptr[old.len - 1] == '\n';
    if (ends && choose(from) % 2 == 0)
        memory_disk_overwrite(PATH, (sdn_str){bytes, old.len + sizeof comment - 1});
    else if (ends)
        memory_disk_put(PATH, (sdn_str){bytes, old.len + sizeof comment - 1});
    stale = stale || ends;
    free(bytes);
}

/* A save, commit, begin or reload during which a call fails. */
static void run_with_a_failing_call(choices *from)
{
    static const int errors[] = {EIO, ENOSPC, EACCES, ENOMEM};
    uint8_t what = choose(from) % 4;
    int nth = 1 + choose(from) % 64;
    doubted = true;
    memory_disk_fail(nth, errors[choose(from) % 4]);
    if (what == 0)
        save(false);
    else if (what == 1 && transaction)
        save(true);
    else if (what > 1)
        update(what == 2);
    memory_disk_fail(0, 0);
}

static void run_call(choices *from)
{
    uint8_t call = choose(from);
    model *m = &models[choose(from) % model_count];
    doubted = memory_disk_failed();
    switch (call) {
    case 'i':
    case 'p':
        if (m->count < MOST_RECORDS)
            insert(m, from, call == 'p');
        break;
    case 'e':
        edit(m, from);
        break;
    case 'd':
        delete (m, from);
        break;
    case 'D':
        delete_by_cursor(m, from);
        break;
    case 'n':
        rename_record(m, from);
        break;
    case 's':
        save(false);
        break;
    case 'c':
        if (transaction)
            save(true);
        break;
    case 'b':
        update(true);
        break;
    case 'l':
        update(false);
        break;
    case 'r':
        roll_back();
        break;
    case 'o':
        write_elsewhere(m, from);
        break;
    case 'k':
        edit_elsewhere(from);
        break;
    case 'w':
        memory_disk_pass(INT64_C(1000000) << choose(from) % 16);
        break;
    case 'f':
        run_with_a_failing_call(from);
        break;
    default:
        break;
    }
}

/* ---- the input ---- */

static void choose_tables(uint8_t choice)
{
    static const sdn_conflict_policy policies[] = {SDN_ON_CONFLICT_FAIL, SDN_ON_CONFLICT_OURS, SDN_ON_CONFLICT_THEIRS};
    policy = policies[choice % 3];
    model_count = 0;
    with_rules = false;
    for (unsigned i = 0; i < RECORD_TYPES; i++) {
        /* 1 to 3 of them, those with rules one time in four */
        bool ruled = i >= FIRST_TYPE_WITH_RULES;
        bool chosen = ruled ? choice >= 192 : (choice % FIRST_TYPE_WITH_RULES) == i || (choice / 8 % 8) == i;
        if (!chosen)
            continue;
        with_rules = with_rules || ruled;
        models[model_count++] = (model){.type = record_types[i]};
    }
}

static bool enter(choices *calls)
{
    sdn_store *stores[RECORD_TYPES];
    choose_tables(choose(calls));
    file = open_stores(stores);
    for (size_t i = 0; file != NULL && i < model_count; i++) {
        models[i].store = stores[i];
        learn(&models[i], stores[i]);
        if (models[i].count == MOST_RECORDS) {
            sdn_file_close(file);
            file = NULL;
        }
    }
    return file != NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const uint8_t *line_end = memchr(data, '\n', size);
    const uint8_t *stop = line_end != NULL ? line_end : data + size;
    choices calls = {data, stop};
    size_t rest = line_end != NULL ? size - (size_t)(line_end - data) - 1 : 0;
    arena = (sdn_arena)SDN_ARENA_INIT;
    transaction = stale = doubted = false;
    others = 0;
    memory_disk_enter();
    if (line_end != NULL)
        memory_disk_put(PATH, (sdn_str){(const char *)line_end + 1, rest});
    memory_disk_pass(INT64_C(1000000000));
    if (enter(&calls)) {
        for (int i = 0; i < MOST_CALLS && calls.at < calls.end; i++)
            run_call(&calls);
        sdn_file_close(file);
    }
    memory_disk_leave();
    sdn_arena_release(&arena);
    sdn__buffer_release(&row_copy);
    return 0;
}
