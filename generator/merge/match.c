/*
 * Matching: which rows of the versions are the same record, by a hash table over the rows of one version, in which those
 * of another are looked up: ours and theirs in base, then those of theirs that base lacks in ours.
 *
 * Two rows of one version with the same key would find the same peer, so they are noticed here. Rows that are known by
 * their text may stand several times: each takes the first equal row that has no peer yet, so the n-th of the equal rows
 * of one version is the n-th of the other.
 *
 * Most rows are in the same order in all versions and equal to the byte. So before anything is looked up, a row is
 * compared with the one that follows the peer of the row before it.
 */
#include "merge/merge_private.h"

#include <assert.h>
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "record/value.h"

typedef struct row_map {
    const file_merger *m;
    merge_side side;   /* whose rows it holds */
    uint32_t *entries; /* positions of elements, or MERGE_NONE */
    size_t mask;
} row_map;

/* ---- equal rows ---- */

bool merge_is_equal_text(const file_merger *m, merge_side a, uint32_t i, merge_side b, uint32_t j)
{
    sdn_str x = merge_element_text(m, a, i), y = merge_element_text(m, b, j);
    if (x.len == y.len)
        return memcmp(x.ptr, y.ptr, x.len) == 0;
    return sdn_str_equal(sdn__trimmed(x.ptr, x.ptr + x.len), sdn__trimmed(y.ptr, y.ptr + y.len));
}

void merge_key_of(file_merger *m, merge_side side, uint32_t position, sdn_value *key)
{
    merge_table *table = &m->tables[merge_element_at(m, side, position)->table];
    sdn_str text = merge_element_text(m, side, position);
    uint32_t count = table->headers[side]->column_count;
    size_t effort = text.len;
    sdn_row_scan scan =
        sdn__scan_row(text.ptr, text.ptr + text.len, table->rows[side].cells, count + 1, count, &effort);
    merge_row_key(m, table, side, scan.count, table->rows[side].cells, key);
}

static bool is_same_row(file_merger *m, merge_side a, uint32_t i, merge_side b, uint32_t j)
{
    const merge_element *x = merge_element_at(m, a, i), *y = merge_element_at(m, b, j);
    sdn_value p[SDN_INDEX_FIELDS_MAX], q[SDN_INDEX_FIELDS_MAX];
    if (x->table != y->table || x->hash != y->hash || (x->flags & MERGE_BY_TEXT) != (y->flags & MERGE_BY_TEXT))
        return false;
    if (merge_is_equal_text(m, a, i, b, j) || (x->flags & MERGE_BY_TEXT) != 0)
        return merge_is_equal_text(m, a, i, b, j);
    merge_key_of(m, a, i, p);
    merge_key_of(m, b, j, q);
    return sdn__key_equal(m->tables[x->table].type, p, q);
}

/* ---- the map ---- */

static sdn_code map_rows(file_merger *m, merge_side side, bool without_base, row_map *map)
{
    const merge_version *version = &m->versions[side];
    size_t size = 16;
    while (size < 2 * version->count)
        size *= 2;
    *map = (row_map){m, side, sdn__resize(NULL, size, sizeof *map->entries), size - 1};
    if (map->entries == NULL)
        return sdn__fail_memory(m->err);
    memset(map->entries, 0xFF, size * sizeof *map->entries);
    for (uint32_t i = 0; i < version->count; i++) {
        const merge_element *element = &version->elements[i];
        if (!merge_is_row(element) || (without_base && element->peers[MERGE_BASE] != MERGE_NONE))
            continue;
        size_t at = element->hash & map->mask;
        while (map->entries[at] != MERGE_NONE)
            at = (at + 1) & map->mask;
        map->entries[at] = i;
    }
    return SDN_OK;
}

/* ---- peers ---- */

static void join(file_merger *m, merge_side a, uint32_t i, merge_side b, uint32_t j)
{
    merge_element_at(m, a, i)->peers[b] = j;
    merge_element_at(m, b, j)->peers[a] = i;
}

bool merge_table_is_untouched(const merge_table *table)
{
    sdn_str texts[MERGE_SIDES];
    for (int s = MERGE_BASE; s < MERGE_SIDES; s++) {
        const sdn_table_text *header = table->headers[s];
        texts[s] = (sdn_str){NULL, 0};
        if (header != NULL)
            texts[s] = (sdn_str){header->header.start, (size_t)(header->rows_end - header->header.start)};
    }
    return sdn_str_equal(texts[MERGE_BASE], texts[MERGE_OURS]) ||
           sdn_str_equal(texts[MERGE_BASE], texts[MERGE_THEIRS]) ||
           sdn_str_equal(texts[MERGE_OURS], texts[MERGE_THEIRS]);
}

/* A key stands twice. In a table without schema the first column is no key then; one that only one side changed has no
 * conflicts. The rows of both are known by their text, in another attempt. */
static sdn_code refuse_duplicate(file_merger *m, merge_side side, uint32_t position)
{
    const merge_element *element = merge_element_at(m, side, position);
    merge_table *table = &m->tables[element->table];
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    char shown[SDN_SHOWN_KEY_SIZE];
    if (!table->is_typed || merge_table_is_untouched(table)) {
        table->by_text = true;
        m->try_again = true;
        return SDN_OK;
    }
    merge_key_of(m, side, position, key);
    return merge_leave(m, "table '%.*s' has the key '%s' twice in %s", (int)table->name.len, table->name.ptr,
                       sdn__key_show(table->type, key, shown), merge_side_names[side]);
}

/* Looks up a row of `side` among the rows of the map. */
static sdn_code find_peer(file_merger *m, const row_map *map, merge_side side, uint32_t position)
{
    const merge_element *element = merge_element_at(m, side, position);
    for (size_t at = element->hash & map->mask; map->entries[at] != MERGE_NONE; at = (at + 1) & map->mask) {
        uint32_t found = map->entries[at];
        bool is_taken = merge_element_at(m, map->side, found)->peers[side] != MERGE_NONE;
        if (is_taken && (element->flags & MERGE_BY_TEXT) != 0)
            continue;
        if (!is_same_row(m, side, position, map->side, found))
            continue;
        if (is_taken)
            return refuse_duplicate(m, side, position);
        join(m, side, position, map->side, found);
        return SDN_OK;
    }
    return SDN_OK;
}

/* Whether the row that follows the last peer is equal to the byte. */
static bool is_next(const file_merger *m, const row_map *map, merge_side side, uint32_t position, uint32_t next)
{
    if (next >= m->versions[map->side].count)
        return false;
    const merge_element *element = merge_element_at(m, side, position), *other = merge_element_at(m, map->side, next);
    return merge_is_row(other) && element->table == other->table && element->length == other->length &&
           element->hash == other->hash && other->peers[side] == MERGE_NONE && (element->flags & MERGE_BY_TEXT) == 0 &&
           memcmp(m->versions[side].text.ptr + element->start, m->versions[map->side].text.ptr + other->start,
                  element->length) == 0;
}

static sdn_code find_peers(file_merger *m, const row_map *map, merge_side side)
{
    uint32_t next = 0;
    sdn_code code = SDN_OK;
    for (uint32_t i = 0; i < m->versions[side].count && code == SDN_OK; i++) {
        merge_element *element = merge_element_at(m, side, i);
        if (!merge_is_row(element) || element->peers[map->side] != MERGE_NONE ||
            (map->side == MERGE_OURS && element->peers[MERGE_BASE] != MERGE_NONE))
            continue;
        if (is_next(m, map, side, i, next))
            join(m, side, i, map->side, next);
        else
            code = find_peer(m, map, side, i);
        if (element->peers[map->side] != MERGE_NONE)
            next = element->peers[map->side] + 1;
    }
    merge_rows_forget(m);
    return code;
}

/* Rows with a key that stands twice in one version. Those with a peer in base were noticed. */
static sdn_code find_duplicates(file_merger *m, const row_map *map)
{
    for (size_t i = 0; i <= map->mask; i++) {
        uint32_t position = map->entries[i];
        if (position == MERGE_NONE || (merge_element_at(m, map->side, position)->flags & MERGE_BY_TEXT) != 0)
            continue;
        sdn_code code = SDN_OK;
        for (size_t at = (i + 1) & map->mask; map->entries[at] != MERGE_NONE && code == SDN_OK;
             at = (at + 1) & map->mask)
            if (is_same_row(m, map->side, position, map->side, map->entries[at]))
                code = refuse_duplicate(m, map->side, position);
        if (code != SDN_OK)
            return code;
    }
    return SDN_OK;
}

/* Completes the peers: of a record that is in base, each side knows the other's row through it. */
static void join_sides(file_merger *m)
{
    for (uint32_t i = 0; i < m->versions[MERGE_BASE].count; i++) {
        const merge_element *base = merge_element_at(m, MERGE_BASE, i);
        if (base->peers[MERGE_OURS] != MERGE_NONE && base->peers[MERGE_THEIRS] != MERGE_NONE)
            join(m, MERGE_OURS, base->peers[MERGE_OURS], MERGE_THEIRS, base->peers[MERGE_THEIRS]);
    }
}

/* Finds the peers of rows of `side` in the rows of the map, after the map's own rows were looked at. */
static sdn_code match_with(file_merger *m, merge_side map_side, bool without_base, const merge_side *sides,
                           size_t count)
{
    row_map map;
    sdn_code code = map_rows(m, map_side, without_base, &map);
    if (code == SDN_OK)
        code = find_duplicates(m, &map);
    for (size_t i = 0; i < count && code == SDN_OK; i++)
        code = find_peers(m, &map, sides[i]);
    sdn__free(map.entries);
    return code;
}

/* Headers by name; the ends. */
static void match_headers(file_merger *m)
{
    uint32_t ends[MERGE_SIDES];
    for (int s = MERGE_BASE; s < MERGE_SIDES; s++)
        ends[s] = (uint32_t)m->versions[s].count - 1;
    for (int s = MERGE_BASE; s < MERGE_SIDES; s++) {
        memcpy(merge_element_at(m, (merge_side)s, ends[s])->peers, ends, sizeof ends);
        for (size_t i = 0; i < m->table_count; i++)
            if (m->tables[i].first[s] != MERGE_NONE)
                memcpy(merge_element_at(m, (merge_side)s, m->tables[i].first[s])->peers, m->tables[i].first,
                       sizeof ends);
    }
}

sdn_code merge_match(file_merger *m)
{
    static const merge_side both[] = {MERGE_OURS, MERGE_THEIRS}, theirs[] = {MERGE_THEIRS};
    match_headers(m);
    sdn_code code = match_with(m, MERGE_BASE, false, both, 2);
    if (code == SDN_OK)
        code = match_with(m, MERGE_OURS, true, theirs, 1);
    if (code == SDN_OK)
        code = match_with(m, MERGE_THEIRS, true, NULL, 0);
    join_sides(m);
    return code;
}
