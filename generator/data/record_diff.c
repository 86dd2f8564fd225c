/*
 * Records of both versions are listed in file order, and matched: from the front while they are the same, from the back
 * while they are, and by a hash table between. Most changes of a file are in one place, so the table is small. What is the
 * same is decided by the key; without key by all values, and of several equal records each is matched once.
 *
 * Then the newer version is walked: each record of it is new, changed or neither. A deleted record is put after the one
 * that stood before it and was not deleted, wherever that is now: `deleted_after` has a list of them for each record of
 * the newer version, and one for those that had none before them.
 */
#include "data/record_diff.h"

#include <string.h>

#include "base/alloc.h"
#include "record/record.h"
#include "record/scalar.h"
#include "record/value.h"
#include "store/file.h"

#define NO_PARTNER UINT32_MAX

/* The records of one version. */
typedef struct version_records {
    const void **items;
    uint32_t *partners; /* position of the same record in the other version, or NO_PARTNER */
    uint32_t count;
} version_records;

typedef struct differ {
    const sdn_record_type *type;
    const sdn_store *stores[2]; /* before, after */
    version_records before, after;
    uint32_t *deleted_after;  /* by position in `after` plus 1: the last that was deleted there, or NO_PARTNER */
    uint32_t *deleted_before; /* by position in `before`: the one that was deleted before it in the same place */
    uint32_t *fields;         /* scratch */
    sdn_arena *arena;
    record_diff *made;
    size_t capacity; /* of made->changes, which is in base/alloc memory until the end */
} differ;

/* ---- listing ---- */

static int list_version(const sdn_store *store, version_records *list)
{
    size_t room = sdn_store_count(store) + 1;
    *list = (version_records){sdn__resize(NULL, room, sizeof *list->items),
                              sdn__resize(NULL, room, sizeof *list->partners), 0};
    if (list->items == NULL || list->partners == NULL)
        return -1;
    sdn_cursor cursor = sdn_store_in_file_order(store);
    for (const void *record; (record = sdn_cursor_next(&cursor)) != NULL;) {
        list->partners[list->count] = NO_PARTNER;
        list->items[list->count++] = record;
    }
    return 0;
}

static void release_records(version_records *list)
{
    sdn__free(list->items);
    sdn__free(list->partners);
}

/* ---- what is the same ---- */

static bool is_same(const differ *d, const void *a, const void *b)
{
    sdn_value keys[2][SDN_INDEX_FIELDS_MAX];
    if (d->type->key.field_count == 0)
        return sdn_record_equal(d->type, a, b);
    sdn__values_of(d->type, &d->type->key, a, keys[0]);
    sdn__values_of(d->type, &d->type->key, b, keys[1]);
    return sdn__key_equal(d->type, keys[0], keys[1]);
}

static uint64_t hash_of_field(const sdn_field *field, const void *record, uint64_t seed)
{
    const sdn_scalar *scalar = sdn__scalar_of(field);
    if (!sdn__field_present(field, record))
        return seed * 31 + 1;
    if (sdn__field_is_other_word(field, record))
        return sdn__scalars[SDN_TYPE_STRING].hash((const char *)record + field->text_offset, seed);
    sdn_any_list elements = sdn__elements_of(field, record);
    seed = seed * 31 + elements.count;
    for (size_t i = 0; i < elements.count; i++)
        seed = scalar->hash(sdn__list_item(elements, scalar, i), seed);
    return seed;
}

/* Records that are the same have the same hash. */
static uint64_t hash_of(const differ *d, const void *record)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    uint64_t hash = 0;
    if (d->type->key.field_count > 0) {
        sdn__values_of(d->type, &d->type->key, record, key);
        return sdn__key_hash(d->type, key, hash);
    }
    for (uint32_t i = 0; i < d->type->field_count; i++)
        hash = hash_of_field(&d->type->fields[i], record, hash);
    return hash;
}

/* ---- matching ---- */

static void match_pair(differ *d, uint32_t before, uint32_t after)
{
    d->before.partners[before] = after;
    d->after.partners[after] = before;
}

/* Matches from both ends; [*first, *end_before) and [*first, *end_after) are left. */
static void match_ends(differ *d, uint32_t *first, uint32_t *end_before, uint32_t *end_after)
{
    uint32_t start = 0, before = d->before.count, after = d->after.count;
    while (start < before && start < after && is_same(d, d->before.items[start], d->after.items[start])) {
        match_pair(d, start, start);
        start++;
    }
    while (before > start && after > start && is_same(d, d->before.items[before - 1], d->after.items[after - 1]))
        match_pair(d, --before, --after);
    *first = start;
    *end_before = before;
    *end_after = after;
}

/* Buckets of positions in `before`, chained in rising order. */
typedef struct hash_buckets {
    uint32_t *heads;
    uint32_t *next; /* by position minus `first` */
    uint32_t first;
    size_t mask;
} hash_buckets;

static int fill_buckets(const differ *d, hash_buckets *buckets, uint32_t end)
{
    size_t size = 16;
    while (size < 2 * (size_t)(end - buckets->first))
        size *= 2;
    buckets->mask = size - 1;
    buckets->heads = sdn__resize(NULL, size, sizeof *buckets->heads);
    buckets->next = sdn__resize(NULL, (size_t)(end - buckets->first) + 1, sizeof *buckets->next);
    if (buckets->heads == NULL || buckets->next == NULL)
        return -1;
    memset(buckets->heads, 0xFF, size * sizeof *buckets->heads); /* NO_PARTNER */
    for (uint32_t i = end; i-- > buckets->first;) {
        uint32_t *head = &buckets->heads[hash_of(d, d->before.items[i]) & buckets->mask];
        buckets->next[i - buckets->first] = *head;
        *head = i;
    }
    return 0;
}

/* Takes the partner out of its bucket, so that others equal to it are found next. */
static void match_by_hash(differ *d, hash_buckets *buckets, uint32_t after)
{
    uint32_t *at = &buckets->heads[hash_of(d, d->after.items[after]) & buckets->mask];
    while (*at != NO_PARTNER && !is_same(d, d->before.items[*at], d->after.items[after]))
        at = &buckets->next[*at - buckets->first];
    if (*at == NO_PARTNER)
        return;
    match_pair(d, *at, after);
    *at = buckets->next[*at - buckets->first];
}

static int match_records(differ *d)
{
    uint32_t end_before, end_after;
    hash_buckets buckets = {NULL, NULL, 0, 0};
    match_ends(d, &buckets.first, &end_before, &end_after);
    if (buckets.first == end_before || buckets.first == end_after)
        return 0;
    int failed = fill_buckets(d, &buckets, end_before);
    for (uint32_t i = buckets.first; i < end_after && failed == 0; i++)
        match_by_hash(d, &buckets, i);
    sdn__free(buckets.heads);
    sdn__free(buckets.next);
    return failed;
}

/* ---- places of deleted records ---- */

static int place_deleted(differ *d)
{
    uint32_t place = 0; /* before all of the newer version */
    d->deleted_after = sdn__resize(NULL, (size_t)d->after.count + 1, sizeof *d->deleted_after);
    d->deleted_before = sdn__resize(NULL, (size_t)d->before.count + 1, sizeof *d->deleted_before);
    if (d->deleted_after == NULL || d->deleted_before == NULL)
        return -1;
    memset(d->deleted_after, 0xFF, ((size_t)d->after.count + 1) * sizeof *d->deleted_after);
    for (uint32_t i = d->before.count; i-- > 0;)
        d->deleted_before[i] = NO_PARTNER;
    for (uint32_t i = 0; i < d->before.count; i++) {
        if (d->before.partners[i] != NO_PARTNER) {
            place = d->before.partners[i] + 1;
            continue;
        }
        d->deleted_before[i] = d->deleted_after[place];
        d->deleted_after[place] = i;
    }
    return 0;
}

/* ---- changes ---- */

/* Whether the other version has a row with the key of a record, which cannot be read. */
static bool is_unread(const differ *d, const sdn_store *other, const void *record)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    if (d->type->key.field_count == 0)
        return false;
    sdn__values_of(d->type, &d->type->key, record, key);
    return sdn_store_explain(other, key, NULL) == SDN_E_INVALID;
}

static int add_change(differ *d, record_change change)
{
    if ((change.kind == RECORD_ADDED && is_unread(d, d->stores[0], change.after)) ||
        (change.kind == RECORD_DELETED && is_unread(d, d->stores[1], change.before)))
        return 0;
    size_t *counts[] = {
        [RECORD_ADDED] = &d->made->added, [RECORD_DELETED] = &d->made->deleted, [RECORD_CHANGED] = &d->made->changed};
    if (sdn__reserve(&d->made->changes, &d->capacity, d->made->count + 1, sizeof *d->made->changes) != 0)
        return -1;
    d->made->changes[d->made->count++] = change;
    ++*counts[change.kind];
    return 0;
}

/* Those that were deleted in one place; the list has the last one first. */
static int add_deleted(differ *d, uint32_t last)
{
    uint32_t first = NO_PARTNER;
    while (last != NO_PARTNER) { /* turned round */
        uint32_t next = d->deleted_before[last];
        d->deleted_before[last] = first;
        first = last;
        last = next;
    }
    for (; first != NO_PARTNER; first = d->deleted_before[first])
        if (add_change(d, (record_change){.kind = RECORD_DELETED, .before = d->before.items[first]}) != 0)
            return -1;
    return 0;
}

static int compare_pair(differ *d, const void *before, const void *after)
{
    size_t count = sdn_record_diff(d->type, before, after, d->fields);
    if (count == 0)
        return 0;
    uint32_t *fields = sdn_arena_alloc(d->arena, count * sizeof *fields);
    if (fields == NULL)
        return -1;
    memcpy(fields, d->fields, count * sizeof *fields);
    return add_change(d, (record_change){RECORD_CHANGED, before, after, fields, count});
}

static int list_changes(differ *d)
{
    int failed = add_deleted(d, d->deleted_after[0]);
    for (uint32_t i = 0; i < d->after.count && failed == 0; i++) {
        uint32_t partner = d->after.partners[i];
        if (partner == NO_PARTNER)
            failed = add_change(d, (record_change){.kind = RECORD_ADDED, .after = d->after.items[i]});
        else
            failed = compare_pair(d, d->before.items[partner], d->after.items[i]);
        if (failed == 0)
            failed = add_deleted(d, d->deleted_after[i + 1]);
    }
    return failed;
}

/* Moves the list to the arena. */
static int keep_changes(differ *d)
{
    record_change *heap = d->made->changes;
    size_t size = d->made->count * sizeof *heap;
    d->made->changes = sdn_arena_alloc(d->arena, size + 1);
    if (d->made->changes != NULL && size > 0)
        memcpy(d->made->changes, heap, size);
    sdn__free(heap);
    return d->made->changes != NULL ? 0 : -1;
}

int record_diff_stores(const sdn_store *before, const sdn_store *after, sdn_arena *arena, record_diff *made)
{
    record_diff found = {NULL, 0, 0, 0, 0};
    differ d = {.type = after->type, .stores = {before, after}, .arena = arena, .made = &found};
    d.fields = sdn__resize(NULL, (size_t)d.type->field_count + 1, sizeof *d.fields);
    int failed = d.fields == NULL || list_version(before, &d.before) != 0 || list_version(after, &d.after) != 0 ||
                         match_records(&d) != 0 || place_deleted(&d) != 0 || list_changes(&d) != 0
                     ? -1
                     : 0;
    if (keep_changes(&d) != 0)
        failed = -1;
    release_records(&d.before);
    release_records(&d.after);
    sdn__free(d.deleted_after);
    sdn__free(d.deleted_before);
    sdn__free(d.fields);
    if (failed == 0)
        *made = found;
    return failed;
}
